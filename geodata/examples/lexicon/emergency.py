"""Crisis help, rescue, basic needs."""

from __future__ import annotations

from geodata.examples.lexicon.task import Field, Task

FIELDS = (
    Field(
        theme_id="crisis",
        nouns=("Krisenkreis", "Zuhörbank", "Nachtlicht", "Notanker", "Beratungsfenster"),
        purpose=(
            "Wir sind da, wenn jemand nicht mehr weiterweiß.",
            "Wir beraten kostenlos, vertraulich und in mehreren Sprachen.",
        ),
        where=("in der Beratungsstelle", "im Krisendienst", "im Frauencafé", "im Stadtteilbüro"),
        details=(
            "Du bist nie allein im Dienst, eine Fachkraft ist immer erreichbar.",
            "Die Ausbildung dauert ein halbes Jahr und ist kostenlos.",
            "Supervision gehört fest dazu.",
            "Wer anruft, bleibt anonym, und du auch.",
            "Nachtdienste sind freiwillig.",
        ),
        tasks=(
            Task(
                ("Zuhören am Sorgentelefon", "Ehrenamt am Krisentelefon"),
                (
                    "Du nimmst Anrufe an und hältst aus, was Menschen erzählen.",
                    "Nachts um drei ist jemand wach, der zuhört: du.",
                ),
                (3, 4),
                "certificate request",
                age=18,
                bring=("Ausbildung zur Gesprächsführung, Verpflichtung für zwei Jahre.",),
            ),
            Task(
                ("Krisenchat für Jugendliche", "Online-Beratung: schreiben statt reden"),
                (
                    "Du antwortest Jugendlichen, die lieber schreiben als reden.",
                    "Ein Satz zur rechten Zeit hilft. Du lernst, welcher.",
                ),
                (2, 3),
                "remote certificate",
                age=18,
                audiences=("young", "schools"),
            ),
            Task(
                ("Begleitung nach Gewalt: Wege zu Polizei und Gericht", "Opfer begleiten"),
                (
                    "Du gehst mit, wartest mit und erklärst, was als Nächstes kommt.",
                    "Niemand soll allein auf einem Gerichtsflur sitzen.",
                ),
                (2, 3),
                "citywide certificate",
                age=18,
            ),
            Task(
                ("Kinderbetreuung im Schutzhaus", "Spielen im Frauenschutzhaus"),
                (
                    "Du spielst mit Kindern, deren Mütter gerade viel regeln müssen.",
                    "Zwei Stunden Ruhe und Quatsch für Kinder, die Schweres erlebt haben.",
                ),
                (2, 3),
                "private",
                age=18,
                bring=("Erweitertes Führungszeugnis und Verschwiegenheit.",),
                audiences=("families",),
            ),
            Task(
                ("Schuldnerberatung: Ordnung in die Briefe", "Helfen beim Papierkram"),
                (
                    "Du sortierst ungeöffnete Post und legst mit an, was dringend ist.",
                    "Aus einer Tüte voller Briefe wird ein Ordner.",
                ),
                (2, 3),
                age=18,
                audiences=("older", "jobless"),
            ),
            Task(
                ("Offenes Ohr {where}", "Gesprächsangebot {where}"),
                (
                    "Eine Bank, zwei Stühle, eine Kanne Tee: Du hörst zu.",
                    "Wer reden möchte, setzt sich. Du hast Zeit mitgebracht.",
                ),
                (1, 2),
                "easy",
                age=18,
                audiences=("older",),
            ),
            Task(
                ("Vorträge an Schulen: über seelische Krisen reden", "Schulprojekt Seelenwetter"),
                (
                    "Du erzählst einer Klasse, wie es war und was geholfen hat.",
                    "Zu zweit besucht ihr Schulklassen und macht Mut, Hilfe zu holen.",
                ),
                (2, 4),
                "group",
                age=18,
                audiences=("schools",),
            ),
        ),
    ),
    Field(
        theme_id="rescue",
        nouns=("Helferzug", "Rettungsgruppe", "Wasserwehr", "Löschgruppe", "Sanitätsgruppe"),
        purpose=(
            "Wir üben, damit im Ernstfall jeder Griff sitzt.",
            "Bei Hochwasser, Sturm und Unfall sind wir in wenigen Minuten bereit.",
        ),
        where=("am Standort", "in der Ortswache", "am Gerätehaus", "an der Wasserrettungsstation"),
        details=(
            "Die Ausbildung bezahlen wir, die Kleidung auch.",
            "Geübt wird jeden zweiten Donnerstag.",
            "Es gibt Aufgaben für Kräftige und für Bedächtige.",
            "Dein Arbeitgeber stellt dich für Einsätze frei.",
            "Schon ab zwölf Jahren kannst du in der Jugendgruppe anfangen.",
        ),
        tasks=(
            Task(
                ("Aktiv in der Ortsfeuerwehr", "Nachwuchs für die Löschgruppe"),
                (
                    "Du lernst löschen, retten, bergen und bist Teil einer Mannschaft.",
                    "Wenn der Melder geht, lässt du alles liegen. Davor wird viel geübt.",
                ),
                (3, 4, 5),
                "certificate",
                age=16,
                bring=("Gesundheitliche Eignung, wir vermitteln die Untersuchung.",),
                audiences=("young",),
            ),
            Task(
                ("Jugendgruppe der Retter {where}", "Jugendfeuerwehr begleiten"),
                (
                    "Du übst mit Kindern Knoten, Schläuche und Erste Hilfe.",
                    "Einmal in der Woche wird aus Spiel Ernst und aus Ernst Spiel.",
                ),
                (2, 3),
                age=12,
                audiences=("young", "families"),
            ),
            Task(
                ("Sanitätsdienst bei Konzerten und Spielen", "Erste Hilfe bei Veranstaltungen"),
                (
                    "Du versorgst kleine Wunden und erkennst, wann es ernst wird.",
                    "Du siehst das Spiel vom Rand und hilfst, wenn jemand umknickt.",
                ),
                (4, 5, 6),
                "certificate citywide",
                age=16,
                bring=("Sanitätslehrgang, 60 Stunden, kostenlos.",),
            ),
            Task(
                ("Rettungsschwimmen am Badesee", "Wache am Wasser"),
                (
                    "Du passt an heißen Tagen auf, dass alle wieder ans Ufer kommen.",
                    "Fernglas, Pfeife, Boot: Du hältst Wache.",
                ),
                (6, 8),
                "certificate outdoor",
                age=16,
                audiences=("young", "schools"),
            ),
            Task(
                ("Betreuungsdienst im Katastrophenschutz", "Verpflegung im Ernstfall"),
                (
                    "Du richtest Notunterkünfte ein und kochst für zweihundert.",
                    "Wenn ein Haus geräumt wird, sorgst du für Decken, Tee und ein gutes Wort.",
                ),
                (1, 2, 3),
                "certificate",
                age=18,
                audiences=("older", "newcomers"),
            ),
            Task(
                ("Deichläufer bei Hochwasser", "Sandsäcke füllen: Übung im Frühjahr"),
                (
                    "Einen Vormittag übst du, wie man einen Deich sichert.",
                    "Du stehst auf einer Liste und kommst, wenn der Fluss steigt.",
                ),
                (4, 5),
                "once group outdoor easy",
                age=16,
                audiences=("companies", "young"),
            ),
            Task(
                ("Funk und Technik {where}", "Fahrzeuge und Geräte warten"),
                (
                    "Du prüfst Pumpen, Funkgeräte und Stromerzeuger.",
                    "Du hältst in Ordnung, was im Ernstfall anspringen muss.",
                ),
                (2, 3),
                age=18,
                audiences=("jobless", "older"),
            ),
        ),
    ),
    Field(
        theme_id="basics",
        nouns=("Suppenküche", "Kleiderstube", "Warme Stube", "Brotkorb", "Möbelhof"),
        purpose=(
            "Wir teilen Essen, Kleidung und Wärme mit allen, die zu wenig davon haben.",
            "Was übrig ist, bringen wir dorthin, wo es fehlt.",
        ),
        where=("in der Tagesstätte", "im Gemeindehaus", "an der Ausgabestelle", "im Nachtcafé"),
        details=(
            "Zu uns kommen Familien, Rentnerinnen und Menschen ohne Wohnung.",
            "Handschuhe und Schürzen sind da.",
            "Nach dem Dienst essen alle gemeinsam.",
            "Der Ton ist freundlich, auch wenn die Schlange lang ist.",
            "Eine Belehrung zum Umgang mit Lebensmitteln bekommst du bei uns.",
        ),
        tasks=(
            Task(
                ("Lebensmittel sortieren und ausgeben", "Ausgabe am Vormittag"),
                (
                    "Du sortierst Obst und Brot und füllst die Körbe.",
                    "Du gibst aus, was am Morgen abgeholt wurde, und hast für jeden ein Wort.",
                ),
                (3, 4),
                "easy",
                age=16,
                audiences=("jobless", "newcomers", "older"),
            ),
            Task(
                ("Fahrerin oder Fahrer für die Abholtour", "Beifahren auf der Abholtour"),
                (
                    "Du fährst Märkte ab und lädst ein, was sonst weggeworfen würde.",
                    "Zu zweit im Transporter: am Steuer oder mit der Liste in der Hand.",
                ),
                (4, 5),
                "citywide",
                age=18,
                bring=("Führerschein Klasse B.",),
            ),
            Task(
                ("Kleiderkammer: sortieren und beraten", "Dienst in der Kleiderstube"),
                (
                    "Du nimmst Spenden an, hängst auf und hilfst beim Aussuchen.",
                    "Winterjacke, Schulranzen, Schuhe: Du findest die richtige Größe.",
                ),
                (2, 3),
                "easy",
                audiences=("older", "disabilities"),
            ),
            Task(
                ("Nachtcafé für Wohnungslose", "Abenddienst {where}"),
                (
                    "Du kochst, richtest Betten und spielst eine Partie mit.",
                    "Im Winter ist bei uns geöffnet, und du hältst die Tür auf.",
                ),
                (4, 5, 6),
                age=18,
                audiences=("schools",),
            ),
            Task(
                ("Kältebus: unterwegs in der Nacht", "Heißer Tee auf der Straße"),
                (
                    "Du fährst mit und fragst Menschen auf der Straße, was sie brauchen.",
                    "Decken, Tee, ein Gespräch: eine Schicht in der kalten Zeit.",
                ),
                (4, 5),
                "citywide",
                age=18,
            ),
            Task(
                ("Schlafsäcke, Isomatten, warme Socken gesucht", "Sachspenden für den Winter"),
                (
                    "Wir suchen Schlafsäcke und feste Schuhe, sauber und ohne Löcher.",
                    "Vor dem ersten Frost füllen wir das Lager. Hilfst du mit?",
                ),
                (0.5,),
                "goods easy once",
                audiences=("companies", "families"),
            ),
            Task(
                ("Kochen im Team für hundert Gäste", "Küchenschicht mit Kollegen"),
                (
                    "Ihr schält, rührt und gebt aus, danach wird gemeinsam abgewaschen.",
                    "Ein Tag in der Küche statt im Büro, für Gruppen bis zehn Personen.",
                ),
                (5, 6),
                "once group",
                age=16,
                audiences=("companies", "schools"),
            ),
        ),
    ),
)
