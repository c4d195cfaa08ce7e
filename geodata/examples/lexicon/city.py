"""Neighbourhood, democracy, action days."""

from __future__ import annotations

from geodata.examples.lexicon.task import Field, Task

FIELDS = (
    Field(
        theme_id="neighbourhood",
        nouns=(
            "Nachbarschaftshaus",
            "Hofgemeinschaft",
            "Stadtteilküche",
            "Viertelstube",
            "Bürgertreff",
        ),
        purpose=(
            "Wir bringen Menschen zusammen, die Tür an Tür wohnen.",
            "Unser Haus steht allen offen, die etwas vorhaben oder Gesellschaft suchen.",
        ),
        where=("im Bürgertreff", "im Stadtteilladen", "im Nachbarschaftshaus", "im Hofcafé"),
        details=(
            "Niemand muss sich anmelden, du auch nicht.",
            "Der Schlüssel liegt bei der Bäckerin gegenüber.",
            "Die Ideen kommen aus dem Haus, das Geld aus vielen kleinen Töpfen.",
            "Viele kommen das erste Mal wegen der Suppe.",
            "Einmal im Monat besprechen wir, was ansteht.",
        ),
        tasks=(
            Task(
                ("Mittagstisch {where}", "Kochen für die Nachbarschaft"),
                (
                    "Du kochst mit anderen für dreißig Gäste.",
                    "Jeden Donnerstag gibt es Eintopf; du schnippelst, rührst oder gibst aus.",
                ),
                (3, 4),
                "easy",
                age=14,
                audiences=("jobless", "newcomers", "older"),
            ),
            Task(
                ("Nachbarschaftshilfe: kleine Handgriffe", "Glühbirne, Paket, Rasen: kurz helfen"),
                (
                    "Du hilfst, wenn jemand nicht auf die Leiter kann.",
                    "Ein Anruf kommt, du hast eine Stunde Zeit, fertig.",
                ),
                (0.5, 1, 2),
                "request easy",
                age=16,
                audiences=("young", "jobless"),
            ),
            Task(
                ("Empfang {where}", "Ansprechbar {where}"),
                (
                    "Du begrüßt Gäste, gibst Auskunft und kochst Kaffee.",
                    "Du bist zwei Nachmittage im Monat die Person, die weiß, wo alles ist.",
                ),
                (2, 3),
                "easy",
                audiences=("older", "disabilities"),
            ),
            Task(
                ("Stadtteilzeitung: schreiben und verteilen", "Redaktion der Stadtteilzeitung"),
                (
                    "Du schreibst über das, was vor der Haustür passiert.",
                    "Vier Ausgaben im Jahr, von der Idee bis zum Briefkasten.",
                ),
                (1, 2),
                audiences=("older", "schools", "young"),
            ),
            Task(
                ("Pakete und Einkäufe für kranke Nachbarn", "Hilfe nach dem Krankenhaus"),
                (
                    "Du kaufst ein und schaust nach, ob alles da ist.",
                    "Zwei Wochen lang bist du die helfende Hand in der Wohnung nebenan.",
                ),
                (1, 2),
                "private",
                age=18,
                audiences=("older", "families"),
            ),
            Task(
                ("Hoffest vorbereiten", "Frühjahrsputz im Hof"),
                (
                    "Du hängst Lichter auf, stellst Bänke und bringst Kuchen mit.",
                    "Einen Tag lang wird gefegt, gepflanzt und gegrillt.",
                ),
                (4, 5),
                "once easy outdoor group",
                audiences=("families", "newcomers"),
            ),
            Task(
                ("Stühle, Geschirr, Kaffeemaschine gesucht", "Möbel für den Treffpunkt gesucht"),
                (
                    "Wir richten die Küche neu ein und suchen Geschirr für vierzig.",
                    "Stabile Stühle, ein Regal, eine Lampe: Melde dich mit einem Foto.",
                ),
                (0.5,),
                "goods easy once",
                audiences=("companies", "families"),
            ),
        ),
    ),
    Field(
        theme_id="democracy",
        nouns=("Bürgerforum", "Stadtteilrat", "Debattenkreis", "Zukunftsrunde", "Wahlkreis Offen"),
        purpose=(
            "Wir machen Lust darauf, in der Stadt mitzureden.",
            "Wir üben, uns zu streiten, ohne uns zu verlieren.",
        ),
        where=("im Bürgerforum", "im Stadtteilbüro", "im Rathaus vor Ort", "in der Bücherei"),
        details=(
            "Wir sind an keine Partei gebunden.",
            "Es gibt eine Schulung im Moderieren.",
            "Kinderbetreuung ist organisiert.",
            "Ergebnisse gehen an den Stadtbezirksbeirat.",
            "Wer zum ersten Mal kommt, wird begleitet.",
        ),
        tasks=(
            Task(
                ("Gespräche moderieren {where}", "Bürgerwerkstatt begleiten"),
                (
                    "Du moderierst kleine Runden und schreibst auf, was gesagt wurde.",
                    "Zwölf Menschen, ein Thema, zwei Stunden: Du sorgst für gutes Zuhören.",
                ),
                (2, 3),
                "certificate",
                age=18,
                audiences=("older", "schools"),
            ),
            Task(
                ("Wahlhilfe am Wahlsonntag", "Mithelfen im Wahllokal"),
                (
                    "Du gibst Stimmzettel aus und zählst am Abend mit.",
                    "Ein Sonntag für die Demokratie, mit Kaffee und Brötchen.",
                ),
                (5, 8),
                "once easy",
                age=16,
                audiences=("young", "older"),
            ),
            Task(
                ("Planspiele an Schulen", "Projekttag Mitbestimmen"),
                (
                    "Du spielst mit einer Klasse durch, wie ein Stadtrat entscheidet.",
                    "Jugendliche planen einen Platz, du bist der Bürgermeister.",
                ),
                (3, 4),
                "group",
                age=18,
                audiences=("schools", "young"),
            ),
            Task(
                ("Jugendbeirat: mitreden im Stadtteil", "Kinderkonferenz vorbereiten"),
                (
                    "Du bist zwischen 14 und 20 und willst, dass sich etwas ändert.",
                    "Ihr sammelt Ideen, stimmt ab und bekommt ein eigenes Budget.",
                ),
                (1, 2),
                age=14,
                audiences=("young", "schools"),
            ),
            Task(
                ("Faktencheck im Netz", "Online-Redaktion gegen Gerüchte"),
                (
                    "Du prüfst Behauptungen und schreibst auf, was stimmt.",
                    "Du beantwortest Kommentare ruhig, kurz und mit Quelle.",
                ),
                (1, 2, 3),
                "remote",
                age=16,
                audiences=("young", "schools"),
            ),
            Task(
                ("Gedenkorte pflegen", "Stolpersteine putzen"),
                (
                    "Du putzt Steine, legst Blumen hin und liest Namen vor.",
                    "Gemeinsam mit Schulklassen hältst du Erinnerung wach.",
                ),
                (1, 2),
                "once easy outdoor citywide",
                age=12,
                audiences=("schools", "families"),
            ),
            Task(
                ("Beratung zu Rechten und Anträgen", "Lotsendienst {where}"),
                (
                    "Du weißt, welches Amt wofür zuständig ist, oder findest es heraus.",
                    "Du erklärst Formulare und ermutigst, Widerspruch einzulegen.",
                ),
                (2, 3),
                age=18,
                audiences=("jobless", "newcomers"),
            ),
        ),
    ),
    Field(
        theme_id="actions",
        nouns=("Aktionsbündnis", "Mitmachtag", "Festkomitee", "Putzkolonne", "Lichterfest"),
        purpose=(
            "Wir organisieren Tage, an denen viele auf einmal mit anpacken.",
            "Einmal kommen, etwas Gutes tun, nette Leute treffen: Dafür gibt es uns.",
        ),
        where=("auf dem Festplatz", "am Flussufer", "im Park", "auf dem Marktplatz"),
        details=(
            "Du brauchst dich nur einmal zu verpflichten: für diesen Tag.",
            "Westen, Zangen und Säcke sind da.",
            "Bei Regen gibt es ein Zelt.",
            "Für Gruppen bereiten wir eigene Aufgaben vor.",
            "Zum Abschluss essen alle gemeinsam.",
        ),
        tasks=(
            Task(
                ("Flussufer aufräumen", "Müll sammeln {where}"),
                (
                    "Du sammelst mit vielen anderen ein, was dort nicht hingehört.",
                    "Zwei Stunden, ein Sack, ein sauberes Ufer.",
                ),
                (2, 3),
                "once easy group outdoor",
                audiences=("families", "companies", "schools", "newcomers"),
            ),
            Task(
                ("Stadtteilfest: Stände betreuen", "Auf- und Abbau {where}"),
                (
                    "Du stellst Pavillons auf, verkaufst Lose oder erklärst den Weg.",
                    "Vormittags aufbauen, nachmittags feiern, abends abbauen.",
                ),
                (3, 4, 6),
                "once easy group outdoor",
                age=14,
                audiences=("young", "companies"),
            ),
            Task(
                ("Freiwilligentag: ein Zaun, ein Tag, ein Team", "Streichen und Bauen im Team"),
                (
                    "Ihr streicht ein Klassenzimmer oder baut Hochbeete.",
                    "Euer Team packt einen Tag an, Material und Anleitung sind da.",
                ),
                (6, 8),
                "once group",
                age=16,
                audiences=("companies",),
            ),
            Task(
                ("Weihnachtspäckchen packen", "Wunschbaum im Advent"),
                (
                    "Du packst Päckchen für Kinder und Alte, die sonst keines bekämen.",
                    "Du sammelst Wunschzettel ein und bringst Geschenke zusammen.",
                ),
                (2, 3),
                "once easy",
                audiences=("families", "companies", "disabilities"),
            ),
            Task(
                ("Nachtlauf der Lichter: Laternen begleiten", "Umzug am Martinstag absichern"),
                (
                    "Du gehst neben dem Zug, mit Weste und Taschenlampe.",
                    "Hundert Laternen, ein Pferd, und du sperrst kurz die Straße.",
                ),
                (2,),
                "once easy outdoor",
                age=18,
                audiences=("families", "older"),
            ),
            Task(
                ("Spendenlauf planen", "Aktionstag mit vorbereiten"),
                (
                    "Du schreibst Firmen an, suchst eine Strecke und zählst am Ende Runden.",
                    "Ein halbes Jahr Vorbereitung für einen Tag, an dem alles klappt.",
                ),
                (1, 2, 3),
                audiences=("young", "jobless"),
            ),
            Task(
                ("Preise für die Tombola gesucht", "Kuchen für das Sommerfest gesucht"),
                (
                    "Wir suchen Gutscheine, Bücher, Spiele und alles, worüber man sich freut.",
                    "Blechkuchen, Muffins, herzhaft oder süß: Bring mit, was du gern bäckst.",
                ),
                (0.5,),
                "goods easy once",
                audiences=("companies", "families"),
            ),
        ),
    ),
)
