"""Older people, health, disability."""

from __future__ import annotations

from geodata.examples.lexicon.task import Field, Task

FIELDS = (
    Field(
        theme_id="seniors",
        nouns=("Besuchsdienst", "Seniorenkreis", "Plauderbank", "Herbstzeit", "Nachmittagstreff"),
        purpose=(
            "Wir sorgen dafür, dass ältere Menschen Besuch und Gesellschaft haben.",
            "Wir bringen Menschen zusammen, die sich sonst nicht getroffen hätten.",
        ),
        where=("im Seniorenheim", "in der Tagespflege", "im Begegnungszentrum", "im Seniorentreff"),
        details=(
            "Viele haben seit Wochen mit niemandem länger gesprochen.",
            "Du entscheidest, an welchem Tag du kommst.",
            "Beim ersten Mal geht jemand von uns mit.",
            "Pflege gehört nicht dazu, dafür gibt es Fachkräfte.",
            "Auch ein Spaziergang von zehn Minuten ist ein guter Nachmittag.",
        ),
        tasks=(
            Task(
                ("Besuche bei alten Menschen zu Hause", "Besuchsdienst: Zeit verschenken"),
                (
                    "Du besuchst einen älteren Menschen, der viel allein ist.",
                    "Ihr trinkt Kaffee, spielt Karten oder schaut alte Fotos an.",
                ),
                (1, 2),
                "private",
                age=18,
                bring=("Ein Kennenlerngespräch und ein Führungszeugnis.",),
                audiences=("young", "older"),
            ),
            Task(
                ("Spielenachmittag {where}", "Karten und Brettspiele {where}"),
                (
                    "Du spielst mit und achtest darauf, dass alle dabei sind.",
                    "Skat, Rommé, Mensch ärgere dich nicht: Es fehlt nur noch die vierte Person.",
                ),
                (1, 2),
                "easy",
                audiences=("young", "disabilities"),
            ),
            Task(
                ("Telefonbesuche bei Älteren", "Plaudern am Telefon"),
                (
                    "Du rufst einmal in der Woche jemanden an und hast Zeit.",
                    "Ein Gespräch am Telefon, immer am selben Tag: darauf freut sich jemand.",
                ),
                (0.5, 1),
                "remote easy",
                audiences=("older", "disabilities"),
            ),
            Task(
                ("Einkaufshilfe für Seniorinnen und Senioren", "Begleitung beim Einkaufen"),
                (
                    "Du gehst mit einkaufen oder bringst mit, was auf dem Zettel steht.",
                    "Schwere Taschen, lange Wege: Zu zweit ist beides halb so schlimm.",
                ),
                (1, 2),
                "easy",
                age=16,
                audiences=("young", "jobless"),
            ),
            Task(
                ("Singkreis begleiten {where}", "Musik machen {where}"),
                (
                    "Du singst mit oder begleitest am Klavier, Textblätter sind da.",
                    "Alte Lieder wecken Erinnerungen; du stimmst sie an.",
                ),
                (1, 1.5),
                audiences=("schools",),
            ),
            Task(
                ("Fahrten mit der Rikscha", "Rikschapilotin oder Rikschapilot"),
                (
                    "Du fährst ältere Menschen mit der Rikscha durch den Stadtteil.",
                    "Wind im Haar, auch mit neunzig: Du trittst, die anderen genießen.",
                ),
                (2, 3),
                "outdoor",
                age=18,
                bring=("Eine Einweisung von zwei Stunden auf dem Rad.",),
            ),
            Task(
                ("Ausflug mit Rollstühlen: Schiebehilfe", "Begleitung beim Sommerausflug"),
                (
                    "Du schiebst einen Rollstuhl und hilfst beim Ein- und Aussteigen.",
                    "Ein Tag im Grünen, für manche der einzige im Jahr.",
                ),
                (4, 6),
                "once group outdoor",
                age=16,
                audiences=("companies", "schools"),
            ),
        ),
    ),
    Field(
        theme_id="health",
        nouns=("Gesundheitsladen", "Atempause", "Kontaktgruppe", "Ruhepol", "Lichtblick"),
        purpose=(
            "Wir sind für Menschen da, die krank sind, und für alle, die mit ihnen leben.",
            "In unseren Gruppen spricht man über das, was sonst schwerfällt.",
        ),
        where=("im Krankenhaus", "in der Klinik", "im Hospiz", "in der Begegnungsstätte"),
        details=(
            "Eine Schulung bereitet dich vor, danach gibt es alle vier Wochen ein Gruppentreffen.",
            "Was besprochen wird, bleibt im Raum.",
            "Du musst nichts Kluges sagen. Da sein genügt.",
            "Wir bieten Supervision an.",
            "Die Zeiten sprechen wir mit dir ab.",
        ),
        tasks=(
            Task(
                ("Besuchsdienst {where}", "Da sein {where}"),
                (
                    "Du gehst von Zimmer zu Zimmer, hörst zu und erledigst kleine Wünsche.",
                    "Eine Zeitung holen, zuhören, ein Fenster öffnen: Kleinigkeiten zählen.",
                ),
                (2, 3, 4),
                "certificate",
                age=18,
                bring=("Ein Grundkurs von 20 Stunden, für dich kostenlos.",),
            ),
            Task(
                ("Sterbebegleitung im Hospizdienst", "Begleitung am Lebensende"),
                (
                    "Du begleitest schwer kranke Menschen und entlastest ihre Angehörigen.",
                    "Du bleibst da, wenn andere eine Pause brauchen.",
                ),
                (3, 4),
                "certificate private",
                age=18,
                bring=("Vorbereitungskurs von 100 Stunden.",),
                audiences=("older",),
            ),
            Task(
                ("Selbsthilfegruppe moderieren", "Gruppe für Angehörige leiten"),
                (
                    "Du öffnest den Raum, achtest auf die Zeit und darauf, dass alle zu Wort kommen.",
                    "Du hast selbst Erfahrung und hilfst anderen, darüber zu reden.",
                ),
                (0.5, 1, 2),
                age=18,
            ),
            Task(
                ("Begleitung zur Blutspende", "Helfen beim Blutspendetermin"),
                (
                    "Du begrüßt, verteilst Getränke und hast ein Auge auf die, die blass werden.",
                    "Am Büfett bist du die Person, die sagt: Bleiben Sie noch einen Moment sitzen.",
                ),
                (3, 4),
                "once easy",
                age=14,
                audiences=("young", "schools"),
            ),
            Task(
                ("Clownsbesuche im Kinderkrankenhaus", "Vorlesen am Krankenbett"),
                (
                    "Du bringst Kinder zum Lachen, die lange im Bett liegen müssen.",
                    "Eine Geschichte, ein Zaubertrick, und der Nachmittag wird kürzer.",
                ),
                (2, 3),
                "certificate",
                age=18,
                bring=("Erweitertes Führungszeugnis und Impfnachweis.",),
            ),
            Task(
                ("Demenzcafé begleiten", "Tanznachmittag für Menschen mit Demenz"),
                (
                    "Du sitzt mit am Tisch, hilfst beim Kaffee und tanzt, wenn Musik läuft.",
                    "Menschen mit Demenz und ihre Angehörigen verbringen hier einen leichten Nachmittag.",
                ),
                (2, 3),
                audiences=("older", "families"),
            ),
            Task(
                ("Online-Beratung für junge Menschen mit Krankheit", "Peer-Beratung im Chat"),
                (
                    "Du schreibst mit Jugendlichen, die eine ähnliche Krankheit haben wie du.",
                    "Am Rechner beantwortest du Fragen, die man im Wartezimmer nicht stellt.",
                ),
                (1, 2),
                "remote certificate",
                age=18,
                audiences=("young",),
            ),
        ),
    ),
    Field(
        theme_id="inclusion",
        nouns=("Werkraum", "Miteinanderhaus", "Offener Kreis", "Handbreit", "Rampenbau"),
        purpose=(
            "Wir gestalten Freizeit, bei der alle mitmachen können.",
            "Menschen mit und ohne Behinderung planen bei uns gemeinsam.",
        ),
        where=("im Wohnheim", "in der Werkstatt", "im Freizeittreff", "im Begegnungszentrum"),
        details=(
            "Die Räume sind stufenlos erreichbar.",
            "Du lernst nebenbei ein paar Gebärden.",
            "Wer Assistenz braucht, bringt sie mit; du bist zum Mitmachen da.",
            "Auch Menschen mit Behinderung engagieren sich bei uns.",
            "Wir fangen klein an und schauen, was passt.",
        ),
        tasks=(
            Task(
                ("Freizeitbegleitung für Menschen mit Behinderung", "Zu zweit ins Konzert"),
                (
                    "Ihr geht ins Kino, zum Fußball oder in den Zoo, was ihr beide mögt.",
                    "Du begleitest jemanden zu dem, was er allein nicht machen kann.",
                ),
                (2, 3, 4),
                "citywide",
                age=18,
                audiences=("young",),
            ),
            Task(
                ("Vorlesen für blinde Menschen", "Texte einsprechen"),
                (
                    "Du liest Zeitung, Post oder einen Roman vor.",
                    "Mit deiner Stimme wird aus einem Heft eine Hörausgabe.",
                ),
                (0.5, 1, 2),
                "remote easy",
                audiences=("older",),
            ),
            Task(
                ("Kreativgruppe {where}", "Malen und Werken {where}"),
                (
                    "Du hilfst beim Malen, Sägen und Kleben und staunst über die Ergebnisse.",
                    "Farbe, Holz, Ton: Du reichst an und machst mit.",
                ),
                (2, 3),
                audiences=("older", "disabilities"),
            ),
            Task(
                ("Übungshelfer im inklusiven Sport", "Rollstuhlsport: helfende Hände"),
                (
                    "Du baust auf, passt Bälle und feuerst an.",
                    "Alle spielen in einer Mannschaft; du hilfst, dass es passt.",
                ),
                (1.5, 2, 3),
                age=16,
                audiences=("young", "disabilities"),
            ),
            Task(
                ("Wege prüfen: Wo kommt man mit dem Rollstuhl hin?", "Barrieren kartieren"),
                (
                    "Du misst Stufen und Türen und trägst sie in eine Karte ein.",
                    "Gemeinsam findet ihr heraus, welche Läden stufenlos sind.",
                ),
                (2, 3),
                "once group easy outdoor",
                audiences=("schools", "companies", "disabilities"),
            ),
            Task(
                ("Texte in Leichte Sprache prüfen", "Prüfgruppe Leichte Sprache"),
                (
                    "Du liest Texte und sagst, was man nicht versteht.",
                    "Du bist Fachfrau oder Fachmann für Verständlichkeit, weil du sie brauchst.",
                ),
                (1, 2),
                "easy",
                audiences=("disabilities",),
            ),
            Task(
                ("Fahrdienst zum Sonntagstreff", "Fahren mit dem Kleinbus"),
                (
                    "Du holst Gäste ab, sicherst die Rollstühle und bringst alle wieder heim.",
                    "Ohne dich bliebe mancher am Sonntag zu Hause.",
                ),
                (3, 4),
                age=18,
                bring=("Führerschein Klasse B seit mindestens drei Jahren.",),
            ),
        ),
    ),
)
