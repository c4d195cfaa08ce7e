"""Culture, museums and city history, sport."""

from __future__ import annotations

from geodata.examples.lexicon.task import Field, Task

FIELDS = (
    Field(
        theme_id="culture",
        nouns=("Kulturscheune", "Klangwerkstatt", "Bühnenkreis", "Stadtteilkino", "Chorhaus"),
        purpose=(
            "Wir machen Musik, Theater und Film mit Menschen aus dem Stadtteil.",
            "Bei uns steht auf der Bühne, wer sich traut.",
        ),
        where=("im Kulturhaus", "auf der Kleinkunstbühne", "im Stadtteilkino", "im Probenhaus"),
        details=(
            "Du siehst alle Vorstellungen umsonst.",
            "Das Publikum ist zwischen vier und vierundneunzig.",
            "Geprobt wird in einer alten Fabrik mit gutem Ofen.",
            "Lampenfieber ist erlaubt.",
            "Nach der Vorstellung sitzen wir noch zusammen.",
        ),
        tasks=(
            Task(
                ("Einlass und Garderobe {where}", "Abenddienst {where}"),
                (
                    "Du reißt Karten ab, hängst Mäntel auf und siehst danach zu.",
                    "Freundlich am Eingang, leise beim Nachlass: Du bist die Visitenkarte.",
                ),
                (2, 3, 4),
                "easy",
                age=16,
                audiences=("young", "older"),
            ),
            Task(
                ("Licht und Ton lernen", "Technik bei Konzerten"),
                (
                    "Du ziehst Kabel, stellst Scheinwerfer ein und fährst die Regler.",
                    "Wir zeigen dir das Pult, nach drei Abenden machst du es allein.",
                ),
                (3, 4, 6),
                "certificate",
                age=16,
                audiences=("young", "schools"),
            ),
            Task(
                ("Mitsingen und Noten verwalten im Chor", "Chorleitung für den Nachbarschaftschor"),
                (
                    "Du hältst Noten und Stimmen beisammen.",
                    "Der Chor singt gern und manchmal richtig; es fehlt eine Hand, die leitet.",
                ),
                (2, 3),
                audiences=("older",),
            ),
            Task(
                ("Plakate gestalten", "Fotos und Texte für das Programm"),
                (
                    "Du gestaltest am Rechner das Programm für den nächsten Monat.",
                    "Du schreibst kurz und gut, was sich anzusehen lohnt.",
                ),
                (1, 2, 3),
                "remote",
                audiences=("young", "jobless"),
            ),
            Task(
                ("Theaterprojekt mit Kindern begleiten", "Kostüme nähen {where}"),
                (
                    "Du hilfst, dass aus zwanzig Kindern ein Ensemble wird.",
                    "Aus Vorhängen werden Königsmäntel, du hast die Nadel in der Hand.",
                ),
                (2, 3, 4),
                age=16,
                audiences=("families", "older"),
            ),
            Task(
                ("Hofkonzert: Bühne aufbauen", "Helfen beim Sommerfestival"),
                (
                    "Du baust auf, verkaufst Getränke oder passt auf die Bühne auf.",
                    "Drei Tage Musik, und du gehörst zum Team.",
                ),
                (6, 8, 10),
                "once group outdoor",
                age=16,
                audiences=("young", "companies"),
            ),
            Task(
                ("Kulturbegleitung: gemeinsam ins Theater", "Karten verschenken, mitgehen"),
                (
                    "Du gehst mit Menschen ins Theater, die sich allein nicht trauen.",
                    "Zwei Karten, ein Treffpunkt, ein schöner Abend.",
                ),
                (0.5, 1),
                "citywide easy",
                age=18,
                audiences=("older", "disabilities", "newcomers"),
            ),
        ),
    ),
    Field(
        theme_id="heritage",
        nouns=(
            "Heimatstube",
            "Geschichtswerkstatt",
            "Denkmalkreis",
            "Stadtarchivfreunde",
            "Turmwacht",
        ),
        purpose=(
            "Wir bewahren, was vom Alltag früherer Zeiten erzählt.",
            "Wir öffnen alte Häuser und erzählen ihre Geschichten.",
        ),
        where=("im Heimatmuseum", "im Industriemuseum", "in der alten Mühle", "im Stadtteilarchiv"),
        details=(
            "Unser ältestes Stück ist eine Kaffeemühle von 1812.",
            "Du darfst auch in die Räume, die sonst verschlossen sind.",
            "Fachleute zeigen dir, wie man Altes richtig anfasst.",
            "Es ist kühl im Depot, bring eine Jacke mit.",
            "Die Führungen gibt es auch in einfacher Sprache.",
        ),
        tasks=(
            Task(
                ("Aufsicht und Auskunft {where}", "Museumsdienst am Sonntag"),
                (
                    "Du begrüßt Gäste, beantwortest Fragen und hast die Räume im Blick.",
                    "Ein Sonntag im Monat, viel Ruhe und manchmal eine Schulklasse.",
                ),
                (3, 4),
                "easy",
                age=16,
                audiences=("older", "disabilities"),
            ),
            Task(
                ("Stadtführungen im eigenen Stadtteil", "Rundgänge durch das Viertel"),
                (
                    "Du führst kleine Gruppen und erzählst, was nicht auf den Tafeln steht.",
                    "Aus Anekdoten und Jahreszahlen machst du einen Spaziergang.",
                ),
                (1, 2),
                "citywide outdoor",
                age=18,
                audiences=("older", "schools"),
            ),
            Task(
                ("Alte Fotos digitalisieren", "Postkarten beschriften"),
                (
                    "Du scannst Bilder ein und schreibst auf, was darauf zu sehen ist.",
                    "Wer steht da vor welchem Haus? Du findest es heraus.",
                ),
                (1, 2, 3),
                "easy",
                audiences=("jobless", "disabilities"),
            ),
            Task(
                ("Handschriften lesen und abtippen", "Alte Briefe übertragen, von zu Hause"),
                (
                    "Du liest alte Schrift und tippst ab, was da steht.",
                    "Feldpost, Kochbücher, Tagebücher: Du machst sie lesbar.",
                ),
                (1, 2),
                "remote",
                audiences=("older", "schools"),
            ),
            Task(
                ("Denkmaltag: Türen öffnen", "Helfen am Tag der offenen Türen"),
                (
                    "Einen Tag lang zeigst du Neugierigen einen Turm, einen Keller oder ein Dach.",
                    "Du zählst Gäste, erklärst Wege und passt auf steile Treppen auf.",
                ),
                (4, 6),
                "once easy group",
                age=14,
                audiences=("families", "schools"),
            ),
            Task(
                ("Restaurieren einer historischen Bahn", "Alte Maschinen in Gang bringen"),
                (
                    "Rost klopfen, fetten, staunen: Nach zwanzig Jahren fährt sie wieder.",
                    "Du arbeitest mit Metall und Holz an einem Stück Technikgeschichte.",
                ),
                (4, 5, 6),
                age=16,
                audiences=("older", "jobless"),
            ),
            Task(
                ("Zeitzeugen befragen", "Erinnerungen aufschreiben {where}"),
                (
                    "Du führst Gespräche mit alten Menschen und schreibst sie auf.",
                    "Wie war es, hier aufzuwachsen? Du fragst und hörst zu.",
                ),
                (2, 3),
                "certificate",
                age=16,
                audiences=("schools", "young"),
            ),
        ),
    ),
    Field(
        theme_id="sport",
        nouns=("Sportgemeinschaft", "Turnkreis", "Laufgruppe", "Ballspielverein", "Wanderbund"),
        purpose=(
            "Wir bewegen den Stadtteil, vom Kinderturnen bis zur Wandergruppe.",
            "Bei uns zählt, dass man mitmacht, nicht wer gewinnt.",
        ),
        where=("in der Turnhalle", "auf dem Sportplatz", "im Schwimmbad", "am Bootshaus"),
        details=(
            "Den Übungsleiterschein bezahlt der Verein.",
            "Trikots gibt es, Schwitzen auch.",
            "Die Gruppe ist bunt gemischt, der Umgang herzlich.",
            "In den Schulferien ruht der Betrieb.",
            "Nach einem halben Jahr kannst du eine eigene Gruppe leiten.",
        ),
        tasks=(
            Task(
                ("Übungsleitung Kinderturnen", "Kinderturnen {where}"),
                (
                    "Du baust mit auf und turnst mit Kindern von drei bis sechs.",
                    "Rollen, hüpfen, balancieren: Du sorgst für Matten und Mut.",
                ),
                (1.5, 2, 3),
                "certificate",
                age=16,
                bring=("Erweitertes Führungszeugnis.",),
                audiences=("young", "families"),
            ),
            Task(
                ("Trainerin oder Trainer Nachwuchs", "Co-Trainer {where}"),
                (
                    "Zweimal in der Woche Training, am Wochenende ein Spiel.",
                    "Du pfeifst, tröstest und bindest Schuhe.",
                ),
                (4, 6, 8, 12),
                age=16,
                audiences=("young",),
            ),
            Task(
                ("Bewegung für Ältere anleiten", "Gymnastik im Sitzen"),
                (
                    "Du zeigst Übungen, die jeder mitmachen kann, auch auf dem Stuhl.",
                    "Eine Stunde dehnen, lachen, Gleichgewicht.",
                ),
                (1, 1.5),
                "certificate",
                age=18,
                audiences=("older",),
            ),
            Task(
                ("Wandergruppe führen", "Spaziergangsgruppe begleiten"),
                (
                    "Du suchst Wege aus, die mit der Bahn erreichbar sind, und gehst voran.",
                    "Langsam, aber weit: Alle zwei Wochen geht ihr los.",
                ),
                (2, 3),
                "citywide outdoor easy",
                audiences=("older", "disabilities"),
            ),
            Task(
                ("Streckenposten beim Stadtteillauf", "Verpflegung beim Staffellauf"),
                (
                    "Du reichst Wasser, zeigst den Weg und feuerst an.",
                    "Ein Vormittag an der Strecke mit gelber Weste und guter Laune.",
                ),
                (4, 5),
                "once easy group outdoor",
                age=14,
                audiences=("companies", "families", "schools"),
            ),
            Task(
                ("Schwimmen lernen: Hilfe im Becken", "Schwimmkurs für Geflüchtete begleiten"),
                (
                    "Du stehst im Wasser und hältst, bis es von allein geht.",
                    "Erst Mut, dann Technik: Du begleitest die ersten Züge.",
                ),
                (1.5, 2),
                age=16,
                audiences=("newcomers", "young"),
            ),
            Task(
                ("Platzpflege und Linien ziehen", "Bootshaus streichen"),
                (
                    "Du mähst, kreidest und hältst das Gelände in Schuss.",
                    "Pinsel, Farbe, Blick aufs Wasser oder Rasenmäher: Such dir etwas aus.",
                ),
                (2, 3),
                "outdoor",
                audiences=("jobless", "older"),
            ),
        ),
    ),
)
