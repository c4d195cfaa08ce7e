"""Learning, arriving, digital help."""

from __future__ import annotations

from geodata.examples.lexicon.task import Field, Task

FIELDS = (
    Field(
        theme_id="learning",
        nouns=("Lesekiste", "Lernwerkstatt", "Bücherboot", "Wissensladen", "Hausaufgabentreff"),
        purpose=(
            "Wir helfen Kindern und Erwachsenen, gern zu lesen und leichter zu lernen.",
            "Bei uns lernen Große und Kleine gemeinsam, ohne Noten und ohne Druck.",
        ),
        where=("in der Grundschule", "im Hort", "in der Bücherei", "im Familientreff"),
        details=(
            "Die Gruppen sind klein, höchstens sechs Kinder.",
            "Bücher und Spiele liegen bereit, du darfst auch eigene mitbringen.",
            "Eine pädagogische Fachkraft ist immer im Haus.",
            "Viele Kinder hören zu Hause eine andere Sprache; Geduld hilft mehr als Grammatik.",
            "In den Ferien machen wir Pause.",
        ),
        tasks=(
            Task(
                ("Lesepatin oder Lesepate {where}", "Mit Kindern lesen {where}"),
                (
                    "Du liest jede Woche mit zwei oder drei Kindern und hörst ihnen zu.",
                    "Ein Kind, ein Buch, eine halbe Stunde: Du hilfst, dass Lesen leichter wird.",
                ),
                (1, 1.5, 2),
                age=16,
                bring=("Erweitertes Führungszeugnis, wir helfen beim Antrag.",),
                audiences=("older",),
            ),
            Task(
                ("Hausaufgabenhilfe {where}", "Lernbegleitung am Nachmittag"),
                (
                    "Du sitzt dabei, wenn Kinder ihre Aufgaben machen, und erklärst, was klemmt.",
                    "Mathe, Deutsch, Sachkunde: Du hilfst, bis der Knoten platzt.",
                ),
                (2, 3, 4),
                age=16,
                audiences=("young", "schools"),
            ),
            Task(
                ("Vorlesestunde am Samstag", "Vorlesen für die Kleinsten"),
                (
                    "Einmal im Monat liest du Bilderbücher vor, danach wird gebastelt.",
                    "Du suchst eine Geschichte aus und liest sie Kindern ab drei Jahren vor.",
                ),
                (0.5, 1),
                "easy",
                audiences=("families", "older"),
            ),
            Task(
                ("Online-Nachhilfe in Mathe und Physik", "Nachhilfe per Video"),
                (
                    "Du erklärst am Bildschirm, was im Unterricht zu schnell ging.",
                    "Von zu Hause aus hilfst du Jugendlichen vor der Prüfung.",
                ),
                (1, 2),
                "remote",
                age=16,
                audiences=("young", "schools"),
            ),
            Task(
                (
                    "Lernbegleitung beim Lesen und Schreiben für Erwachsene",
                    "Lerncafé für Erwachsene",
                ),
                (
                    "Du übst mit Erwachsenen, die sich mit dem Lesen und Schreiben schwertun.",
                    "Formulare, Fahrpläne, Nachrichten: Ihr lest, was im Alltag gebraucht wird.",
                ),
                (2, 3),
                "certificate",
                age=18,
                bring=("Du nimmst an einer Schulung von zwei Abenden teil.",),
            ),
            Task(
                ("Berufe vorstellen in der Schule", "Aus deinem Berufsalltag erzählen"),
                (
                    "Du besuchst eine Klasse und erzählst, was du arbeitest und wie du dazu kamst.",
                    "Jugendliche fragen, du antwortest: ein Vormittag über Arbeit, wie sie ist.",
                ),
                (2, 4),
                "once group easy",
                audiences=("companies", "schools"),
            ),
            Task(
                ("Bücherspenden sortieren", "Bücherregal im Stadtteil pflegen"),
                (
                    "Du sortierst gespendete Bücher und füllst das offene Regal auf.",
                    "Krimi, Sachbuch, Bilderbuch: Du bringst Ordnung in viele Kisten.",
                ),
                (0.5, 1, 2),
                "easy",
                audiences=("jobless", "disabilities"),
            ),
        ),
    ),
    Field(
        theme_id="arriving",
        nouns=("Sprachbrücke", "Ankunftszimmer", "Willkommenskreis", "Sprachgarten", "Teestube"),
        purpose=(
            "Wir begleiten Menschen, die neu in der Stadt sind, bis sie sich auskennen.",
            "Bei uns treffen sich Menschen aus vielen Ländern und lernen voneinander.",
        ),
        where=("im Begegnungscafé", "in der Unterkunft", "im Stadtteilladen", "in der Bücherei"),
        details=(
            "Die meisten Teilnehmenden sprechen Ukrainisch, Arabisch oder Vietnamesisch.",
            "Wenn Worte fehlen, helfen Hände, Bilder und Tee.",
            "Zwei Hauptamtliche begleiten dich und sind immer erreichbar.",
            "Vorkenntnisse brauchst du keine, Neugier genügt.",
            "Manche Teilnehmende engagieren sich nach ein paar Monaten selbst.",
        ),
        tasks=(
            Task(
                ("Sprachtreff begleiten {where}", "Deutsch sprechen beim Tee"),
                (
                    "Du unterhältst dich mit Menschen, die Deutsch lernen, über ganz normale Dinge.",
                    "Ein Tisch, eine Kanne Tee, ein Thema: Du sprichst langsam und fragst nach.",
                ),
                (1, 1.5, 2),
                "easy",
                audiences=("older", "newcomers"),
            ),
            Task(
                ("Begleitung zu Ämtern und Terminen", "Mitgehen zum Amt"),
                (
                    "Du gehst mit, wenn ein Termin beim Amt ansteht, und hilfst beim Ausfüllen.",
                    "Briefe vom Amt sind schwer zu lesen; zu zweit geht es leichter.",
                ),
                (1, 2, 3),
                "citywide",
                age=18,
            ),
            Task(
                ("Dolmetschen im Ehrenamt", "Übersetzen am Telefon"),
                (
                    "Du übersetzt bei Gesprächen in Kita, Schule oder Beratung.",
                    "Ein kurzer Anruf, und zwei Menschen verstehen sich: Du übersetzt per Telefon.",
                ),
                (0.5, 1, 2),
                "remote certificate",
                age=18,
                bring=("Du sprichst Deutsch und mindestens eine weitere Sprache gut.",),
                audiences=("newcomers",),
            ),
            Task(
                ("Stadtteilspaziergang für neue Nachbarn", "Den Stadtteil zeigen"),
                (
                    "Du zeigst, wo Arzt, Spielplatz und Bücherei sind und welche Bahn wohin fährt.",
                    "Einmal um den Block: Du stellst Neuen deinen Stadtteil vor.",
                ),
                (2,),
                "once easy outdoor",
                audiences=("families",),
            ),
            Task(
                (
                    "Deutschkurs für Frauen mit Kinderbetreuung",
                    "Alphabetisierung in kleiner Gruppe",
                ),
                (
                    "Du unterrichtest im Zweierteam, nebenan spielen die Kinder.",
                    "Buchstabe für Buchstabe: Du hilfst Frauen, die nie zur Schule gehen konnten.",
                ),
                (3, 4, 5),
                "certificate",
                age=18,
                bring=("Erfahrung im Unterrichten ist schön, aber keine Bedingung.",),
                audiences=("older", "families"),
            ),
            Task(
                ("Familienpatenschaft für Zugewanderte", "Eine neue Familie begleiten"),
                (
                    "Du besuchst eine Familie einmal in der Woche und hilfst, wo es gerade hakt.",
                    "Elternabend, Kinderarzt, Fahrrad: Du bist die Nachbarin, die man fragen kann.",
                ),
                (2, 3),
                "private",
                age=18,
                bring=("Erweitertes Führungszeugnis.",),
                audiences=("families", "older"),
            ),
            Task(
                ("Kochabend der Sprachen", "Gemeinsam kochen, gemeinsam reden"),
                (
                    "Ihr kocht ein Gericht, das jemand von zu Hause kennt, und lernt die Wörter dazu.",
                    "Du kaufst mit ein, schneidest Zwiebeln und kommst ins Gespräch.",
                ),
                (2, 3),
                "easy",
                audiences=("young", "newcomers"),
            ),
        ),
    ),
    Field(
        theme_id="digital",
        nouns=("Digitalstube", "Klickwerk", "Tastenbank", "Netzstube", "Rechnerhof"),
        purpose=(
            "Wir erklären Handy, Computer und Internet so, dass niemand außen vor bleibt.",
            "Bei uns darf jede Frage gestellt werden, auch zum dritten Mal.",
        ),
        where=("im Seniorentreff", "in der Bücherei", "im Bürgertreff", "im Begegnungszentrum"),
        details=(
            "Geräte zum Üben sind vorhanden.",
            "Die meisten Fragen drehen sich um Fotos, Fahrkarten und Videoanrufe.",
            "Du brauchst kein Studium, nur Ruhe.",
            "Wir arbeiten immer zu zweit.",
            "Einmal im Monat tauschen wir uns über knifflige Fälle aus.",
        ),
        tasks=(
            Task(
                ("Handysprechstunde {where}", "Handyhilfe für Ältere"),
                (
                    "Du hilfst beim Einrichten, Fotografieren und Verschicken.",
                    "Wer sein Handy nicht versteht, kommt zu dir und geht mit einer Lösung.",
                ),
                (1, 2),
                "easy",
                audiences=("young", "schools"),
            ),
            Task(
                ("Computerkurs für Einsteiger leiten", "Erste Schritte am Rechner"),
                (
                    "In sechs Treffen zeigst du, wie man schreibt, sucht und sicher surft.",
                    "Du leitest eine kleine Gruppe durch die ersten Wochen am Rechner.",
                ),
                (2, 3),
                age=18,
                bring=("Sicherer Umgang mit Computer und Internet.",),
            ),
            Task(
                ("Digitale Hausbesuche", "Technikhilfe zu Hause"),
                (
                    "Du hilfst am Gerät, dort wo jemand nicht mehr gut aus dem Haus kommt.",
                    "Router, Fernseher, Videoanruf mit den Enkeln: Du kommst vorbei.",
                ),
                (1, 2, 3),
                "private",
                age=18,
                audiences=("older",),
            ),
            Task(
                ("Webseite eines Vereins pflegen", "Internetseite betreuen"),
                (
                    "Du stellst Termine und Fotos ein und achtest darauf, dass alles stimmt.",
                    "Zwei Stunden im Monat reichen, damit die Seite lebt.",
                ),
                (0.5, 1),
                "remote",
                audiences=("young", "jobless"),
            ),
            Task(
                ("Programmierclub für Jugendliche", "Roboter bauen mit Kindern"),
                (
                    "Ihr baut kleine Roboter und schreibt die ersten Programme.",
                    "Du begleitest Jugendliche, die wissen wollen, wie ein Spiel entsteht.",
                ),
                (2, 4),
                age=16,
                audiences=("young", "schools", "companies"),
            ),
            Task(
                ("Gebrauchte Rechner aufbereiten", "Laptops für Schulkinder fit machen"),
                (
                    "Du löschst Daten, richtest Geräte neu ein und prüfst die Tastatur.",
                    "Aus ausgemusterten Geräten werden Laptops für Familien mit wenig Geld.",
                ),
                (2, 3, 4),
                "group",
                audiences=("companies",),
            ),
            Task(
                ("Laptops und Handys gesucht", "Technikspende: funktionierende Geräte"),
                (
                    "Wir suchen Laptops, Tablets und Handys, die noch laufen.",
                    "Dein altes Gerät hilft einem Kind bei den Hausaufgaben.",
                ),
                (0.5,),
                "goods easy once",
                audiences=("companies",),
            ),
        ),
    ),
)
