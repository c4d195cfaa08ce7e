"""Nature, animals, repairing and sharing."""

from __future__ import annotations

from geodata.examples.lexicon.task import Field, Task

FIELDS = (
    Field(
        theme_id="nature",
        nouns=("Naturgruppe", "Wiesenbund", "Bachfreunde", "Baumkreis", "Stadtgärtnerei"),
        purpose=(
            "Wir pflegen Wiesen, Bäche und Bäume in der Stadt.",
            "Wir pflanzen, zählen und schützen, was in der Stadt wächst und lebt.",
        ),
        where=("im Gemeinschaftsgarten", "am Bach", "auf der Streuobstwiese", "im Park"),
        details=(
            "Werkzeug und Handschuhe stellen wir.",
            "Wir treffen uns bei jedem Wetter, außer bei Sturm.",
            "Danach gibt es Suppe aus dem großen Topf.",
            "Du lernst nebenbei, wie man eine Sense führt.",
            "Kinder dürfen mit, wenn jemand auf sie achtet.",
        ),
        tasks=(
            Task(
                ("Pflegeeinsatz {where}", "Mähen und Harken {where}"),
                (
                    "Du mähst, harkst und trägst das Gras von der Wiese.",
                    "Ein Samstag an der frischen Luft, am Abend spürst du die Arme.",
                ),
                (3, 4, 5),
                "once easy group outdoor",
                age=12,
                audiences=("companies", "families", "schools"),
            ),
            Task(
                ("Amphibien über die Straße tragen", "Krötenzaun betreuen"),
                (
                    "Jeden Morgen vor der Arbeit leerst du die Eimer am Zaun.",
                    "Sechs Wochen im Frühling bringst du Kröten sicher ans Wasser.",
                ),
                (3, 4),
                "outdoor",
                age=14,
                audiences=("families", "young"),
            ),
            Task(
                ("Baumpatenschaft: gießen im Sommer", "Gießgruppe im Stadtteil"),
                (
                    "Du gießt im Sommer einen jungen Straßenbaum in deiner Nähe.",
                    "Zwei Kannen am Abend, und der Baum kommt durch.",
                ),
                (0.5, 1),
                "easy outdoor",
                audiences=("families", "older", "schools"),
            ),
            Task(
                ("Vögel zählen und melden", "Schmetterlinge kartieren"),
                (
                    "Du gehst eine feste Strecke und notierst, was fliegt.",
                    "Deine Zählung geht in eine Karte ein, mit der Fachleute arbeiten.",
                ),
                (1, 2),
                "citywide outdoor",
                audiences=("schools", "older"),
            ),
            Task(
                ("Gemeinschaftsgarten {where}", "Beete anlegen {where}"),
                (
                    "Du gräbst um, säst aus und teilst die Ernte.",
                    "Zwischen Häusern wächst Mangold: Such dir ein Beet oder hilf bei allen.",
                ),
                (1, 2, 3),
                "easy outdoor",
                audiences=("newcomers", "families", "disabilities"),
            ),
            Task(
                ("Waldtage mit Schulklassen", "Naturführungen für Kinder"),
                (
                    "Du zeigst Kindern Spuren, Pilze und wie still ein Wald sein kann.",
                    "Einen Vormittag lang ist der Wald das Klassenzimmer.",
                ),
                (3, 4),
                "certificate outdoor",
                age=18,
                audiences=("schools", "older"),
            ),
            Task(
                ("Umweltdaten auswerten von zu Hause", "Satellitenbilder vergleichen"),
                (
                    "Du vergleichst am Bildschirm Luftbilder und markierst versiegelte Flächen.",
                    "Tabellen und Fotos von Messgeräten brauchen einen zweiten Blick: deinen.",
                ),
                (0.5, 1, 2),
                "remote easy",
                audiences=("disabilities", "young"),
            ),
        ),
    ),
    Field(
        theme_id="animals",
        nouns=("Tierhilfe", "Pfotenhof", "Igelstation", "Katzenkreis", "Gnadenhof"),
        purpose=(
            "Wir pflegen kranke und verlassene Tiere, bis sie ein Zuhause finden.",
            "Wir kümmern uns um Tiere und beraten Menschen, die mit ihnen leben.",
        ),
        where=("auf dem Tierhof", "in der Pflegestation", "im Tierhaus", "auf dem Reiterhof"),
        details=(
            "Eine Tierärztin kommt zweimal in der Woche.",
            "Bitte zieh an, was schmutzig werden darf.",
            "Wer Angst vor großen Hunden hat, fängt bei den Kaninchen an.",
            "Du wirst zwei Wochen lang eingearbeitet.",
            "Auch am Wochenende wollen Tiere fressen.",
        ),
        tasks=(
            Task(
                ("Gassi gehen mit Hunden {where}", "Spaziergänge mit Hunden"),
                (
                    "Du gehst eine große Runde mit Hunden, die auf ein Zuhause warten.",
                    "Leine, Leckerli, los: Dein Hund freut sich die ganze Woche darauf.",
                ),
                (2, 3),
                "outdoor",
                age=16,
                bring=("Eine Einweisung am Samstag.",),
                audiences=("young", "jobless"),
            ),
            Task(
                ("Igel päppeln im Winter", "Pflegestelle für Igel"),
                (
                    "Du wiegst, fütterst und säuberst die Kisten.",
                    "Kleine Igel brauchen große Geduld und alle vier Stunden Futter.",
                ),
                (4, 6),
                "private",
                age=18,
            ),
            Task(
                ("Futterspenden gesucht", "Decken und Futter für Tiere"),
                (
                    "Wir suchen Nassfutter, Handtücher und Decken ohne Federn.",
                    "Der Winter ist lang, das Lager ist leer: Wir freuen uns über jede Dose.",
                ),
                (0.5,),
                "goods easy once",
                audiences=("companies", "families"),
            ),
            Task(
                ("Katzen streicheln und füttern", "Katzenzimmer betreuen"),
                (
                    "Du machst sauber, fütterst und sitzt dann einfach da.",
                    "Scheue Katzen lernen bei dir, dass Hände nichts Böses sind.",
                ),
                (1, 2),
                "easy",
                age=14,
                audiences=("older", "disabilities"),
            ),
            Task(
                ("Besuchshund: zu zweit ins Pflegeheim", "Hundebesuche in der Schule"),
                (
                    "Du besuchst mit deinem Hund Menschen, die lange keinen mehr gestreichelt haben.",
                    "Dein Hund hört zu, während Kinder vorlesen.",
                ),
                (1, 2),
                "certificate citywide",
                age=18,
                bring=("Ein ruhiger, gesunder Hund und ein Wesenstest.",),
            ),
            Task(
                ("Ställe bauen und Zäune flicken", "Arbeitseinsatz {where}"),
                (
                    "Du sägst, schraubst und streichst, damit es trocken bleibt.",
                    "Ein Wochenende lang wird gebaut, die Ziegen schauen zu.",
                ),
                (5, 6, 8),
                "once group outdoor",
                age=16,
                audiences=("companies", "young"),
            ),
            Task(
                ("Tiervermittlung am Telefon", "Anfragen beantworten von zu Hause"),
                (
                    "Du beantwortest Mails und findest heraus, welches Tier zu wem passt.",
                    "Du schreibst Steckbriefe, die ehrlich sind und trotzdem Lust machen.",
                ),
                (1, 2),
                "remote",
                age=18,
            ),
        ),
    ),
    Field(
        theme_id="repair",
        nouns=("Reparaturtreff", "Werkbank", "Leihladen", "Schraubstube", "Nähzimmer"),
        purpose=(
            "Wir reparieren gemeinsam, was andere wegwerfen würden.",
            "Leihen, teilen, flicken: Bei uns haben Dinge ein zweites Leben.",
        ),
        where=("im Reparaturtreff", "in der Fahrradwerkstatt", "im Leihladen", "in der Nähstube"),
        details=(
            "Gut die Hälfte aller Geräte geht repariert nach Hause.",
            "Werkzeug ist da, Kuchen auch.",
            "Die Gäste schauen zu und schrauben mit.",
            "Wir führen eine Liste, was wir gerettet haben.",
            "Fachwissen ist gut, Tüfteln ist besser.",
        ),
        tasks=(
            Task(
                ("Reparieren {where}", "Geräte reparieren im Team"),
                (
                    "Toaster, Lampe, Radio: Du suchst den Fehler und erklärst ihn.",
                    "Du schraubst auf, misst nach und freust dich, wenn es wieder summt.",
                ),
                (2, 3, 4),
                age=16,
                audiences=("older", "jobless"),
            ),
            Task(
                ("Fahrräder aufbauen und weitergeben", "Radwerkstatt: schrauben für andere"),
                (
                    "Aus drei alten Rädern wird eines, das fährt.",
                    "Du hilfst Menschen, ihr Rad selbst zu reparieren.",
                ),
                (2, 3),
                audiences=("newcomers", "young"),
            ),
            Task(
                ("Nähen und Flicken {where}", "Änderungstisch in der Nähstube"),
                (
                    "Reißverschluss, Knopf, Saum: Du zeigst, wie es geht.",
                    "An vier Maschinen wird genäht, und du behältst die Ruhe.",
                ),
                (1, 2, 3),
                "easy",
                audiences=("older", "newcomers"),
            ),
            Task(
                ("Empfang und Kuchentheke {where}", "Gäste begrüßen im Reparaturtreff"),
                (
                    "Du begrüßt die Gäste, schreibst auf, was kaputt ist, und schenkst Kaffee ein.",
                    "Ohne dich wüsste niemand, wer als Nächstes dran ist.",
                ),
                (1, 2),
                "easy",
                audiences=("disabilities", "older"),
            ),
            Task(
                ("Leihladen: ausgeben und zurücknehmen", "Ausleihe am Samstag"),
                (
                    "Bohrmaschine, Zelt, Waffeleisen: Du gibst aus und prüfst, was zurückkommt.",
                    "Du stehst am Tresen und weißt, in welchem Regal die Leiter liegt.",
                ),
                (2, 3),
                age=16,
                audiences=("jobless",),
            ),
            Task(
                ("Werkzeug und Ersatzteile gesucht", "Nähmaschinen gesucht"),
                (
                    "Wir suchen gut erhaltenes Werkzeug, Kabel und Schrauben.",
                    "Deine Nähmaschine steht im Keller? Bei uns wird sie gebraucht.",
                ),
                (0.5,),
                "goods easy once",
                audiences=("companies",),
            ),
            Task(
                ("Reparaturtag im Stadtteil", "Tauschmarkt: auf- und abbauen"),
                (
                    "Du stellst Tische auf, hilfst beim Tragen und räumst am Ende mit ab.",
                    "Ein Tag, ein Platz, hundert kaputte Dinge: Wir brauchen viele Hände.",
                ),
                (4, 5),
                "once easy group",
                age=14,
                audiences=("companies", "families"),
            ),
        ),
    ),
)
