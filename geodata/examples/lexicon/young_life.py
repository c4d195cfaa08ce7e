"""Children and families, youth, mentoring."""

from __future__ import annotations

from geodata.examples.lexicon.task import Field, Task

FIELDS = (
    Field(
        theme_id="families",
        nouns=("Familientreff", "Krabbelstube", "Spielzimmer", "Elternladen", "Kinderinsel"),
        purpose=(
            "Wir machen den Alltag mit Kindern leichter und bunter.",
            "Bei uns finden Eltern Rat, Gesellschaft und einen warmen Platz.",
        ),
        where=("im Familienzentrum", "in der Kita", "auf dem Spielplatz", "im Elterncafé"),
        details=(
            "Die Kinder sind zwischen einem und acht Jahren alt.",
            "Eltern bleiben dabei, du trägst keine Aufsicht allein.",
            "Zum Team gehören Großmütter, Studierende und Nachbarn.",
            "Gummistiefel sind oft eine gute Idee.",
            "Wir zeigen dir in Ruhe alles, bevor es losgeht.",
        ),
        tasks=(
            Task(
                ("Wunschgroßmutter oder Wunschgroßvater", "Leihoma, Leihopa gesucht"),
                (
                    "Du verbringst Zeit mit einem Kind, dessen Großeltern weit weg wohnen.",
                    "Spielplatz, Apfelkuchen, Geschichten von früher: Du bist für ein Kind da.",
                ),
                (2, 3, 4),
                "private",
                age=18,
                bring=("Erweitertes Führungszeugnis und ein Kennenlerntreffen.",),
                audiences=("older", "families"),
            ),
            Task(
                ("Elterncafé mitgestalten", "Frühstück für Familien vorbereiten"),
                (
                    "Du kochst Kaffee, deckst den Tisch und hörst zu.",
                    "Jeden Mittwoch frühstücken Eltern gemeinsam, du sorgst für Brötchen.",
                ),
                (2, 3),
                "easy",
                audiences=("families", "newcomers"),
            ),
            Task(
                ("Spielplatzpatenschaft", "Ein Auge auf den Spielplatz"),
                (
                    "Du schaust regelmäßig nach dem Rechten und meldest, was kaputt ist.",
                    "Scherben, Schrauben, Sand: Du kümmerst dich um einen Spielplatz in der Nähe.",
                ),
                (0.5, 1),
                "easy outdoor",
                audiences=("families", "jobless"),
            ),
            Task(
                ("Hilfe nach der Geburt", "Junge Familien im ersten Jahr unterstützen"),
                (
                    "Du hältst das Baby, damit die Mutter duschen kann.",
                    "In den ersten Monaten kommst du einmal in der Woche vorbei und packst mit an.",
                ),
                (2, 3),
                "private",
                age=18,
                bring=("Ein Vorbereitungswochenende.",),
                audiences=("older",),
            ),
            Task(
                ("Basteln und Werken {where}", "Kreativnachmittag {where}"),
                (
                    "Du bastelst mit Kindern aus dem, was gerade da ist.",
                    "Schere, Kleber, Kastanien: Am Ende nimmt jedes Kind etwas mit.",
                ),
                (1.5, 2, 3),
                age=14,
                audiences=("young", "disabilities"),
            ),
            Task(
                ("Kinderfest: Helferinnen und Helfer gesucht", "Schminken beim Kinderfest"),
                (
                    "Du betreust einen Stand mit Spielen oder schminkst Tiger und Feen.",
                    "Einen Nachmittag lang sorgst du dafür, dass die Schlange fröhlich bleibt.",
                ),
                (4, 5),
                "once easy group",
                age=14,
                audiences=("young", "companies"),
            ),
            Task(
                ("Kinderkleidung und Spielzeug gesucht", "Sachspenden für die Babykiste"),
                (
                    "Wir suchen gut erhaltene Kleidung bis Größe 98 und Spielzeug.",
                    "Kinderwagen, Hochstuhl, Schlafsack: Gib weiter, was du nicht mehr brauchst.",
                ),
                (0.5,),
                "goods easy once",
                audiences=("families",),
            ),
        ),
    ),
    Field(
        theme_id="youth",
        nouns=("Jugendtreff", "Jugendhof", "Zeltgruppe", "Ferienbande", "Kellerklub"),
        purpose=(
            "Wir schaffen Orte, an denen Jugendliche selbst bestimmen, was läuft.",
            "Ferien, Feierabend, Wochenende: Bei uns ist für Jugendliche etwas los.",
        ),
        where=("im Jugendtreff", "im Jugendhaus", "auf dem Bolzplatz", "im Jugendkeller"),
        details=(
            "Die Jugendlichen sind zwischen zwölf und siebzehn.",
            "Ideen kommen von den Jugendlichen, du hilfst beim Umsetzen.",
            "Es gibt einen Kickertisch, einen Proberaum und eine Küche.",
            "Du kannst bei uns die Jugendleiterkarte machen.",
            "Für dein Zeugnis schreiben wir dir gern eine Bescheinigung.",
        ),
        tasks=(
            Task(
                ("Offener Abend {where}", "Dienst an der Theke {where}"),
                (
                    "Du machst auf, gibst Limo aus und bist ansprechbar.",
                    "Du bist da, wenn der Treff öffnet, und spielst mit, wenn jemand fehlt.",
                ),
                (3, 4),
                age=16,
                audiences=("young",),
            ),
            Task(
                ("Teamer für das Sommerlager", "Betreuung im Zeltlager"),
                (
                    "Eine Woche Zelte, Feuer, Nachtwanderung: Du betreust eine Gruppe.",
                    "Du planst mit und fährst mit, Verpflegung und Fahrt zahlen wir.",
                ),
                (20,),
                "once certificate outdoor",
                age=16,
                bring=("Gruppenleiterschulung, wir melden dich an.",),
                audiences=("young", "schools"),
            ),
            Task(
                ("Bandcoach im Proberaum", "Musik machen mit Jugendlichen"),
                (
                    "Du zeigst Griffe, hilfst beim Aufnehmen und hältst den Lärm aus.",
                    "Eine junge Band braucht jemanden, der schon einmal auf einer Bühne stand.",
                ),
                (2, 3),
                audiences=("young",),
            ),
            Task(
                ("Graffitiwand betreuen", "Kunstprojekt {where}"),
                (
                    "Du begleitest Jugendliche beim Gestalten einer Wand.",
                    "Vom Entwurf bis zur letzten Dose: Ihr macht etwas Bleibendes.",
                ),
                (2, 4),
                "outdoor",
                age=16,
                audiences=("young",),
            ),
            Task(
                ("Fahrradwerkstatt mit Jugendlichen", "Schrauben {where}"),
                (
                    "Ihr repariert gemeinsam, was zwei Räder hat.",
                    "Du zeigst, wie man einen Schlauch flickt, und lässt dann machen.",
                ),
                (2, 3),
                age=16,
                audiences=("jobless", "young"),
            ),
            Task(
                ("Kochen für die Jugendgruppe", "Kochduell am Freitag"),
                (
                    "Zwei Töpfe, zwei Mannschaften und du als Schiedsrichterin.",
                    "Du kochst mit Jugendlichen ein Abendessen, das weniger als zwei Euro kostet.",
                ),
                (2, 3),
                "easy",
                audiences=("older", "newcomers"),
            ),
            Task(
                ("Ansprechbar im Netz: Jugendliche online begleiten", "Moderation im Jugendchat"),
                (
                    "Du moderierst zwei Abende im Monat einen Chat für Jugendliche.",
                    "Du achtest auf den Ton und weißt, wann du Fachleute dazuholst.",
                ),
                (1, 2),
                "remote",
                age=18,
                audiences=("young",),
            ),
        ),
    ),
    Field(
        theme_id="mentoring",
        nouns=("Patenkreis", "Tandem", "Rückenwind", "Wegbegleiter", "Sprungbrett"),
        purpose=(
            "Wir bringen je zwei Menschen zusammen, die voneinander lernen.",
            "Eine Patenschaft dauert bei uns ein Jahr, viele Freundschaften länger.",
        ),
        where=("an der Oberschule", "an der Hochschule", "im Jugendhaus", "im Bürgertreff"),
        details=(
            "Wir stellen die Paare nach Interessen zusammen.",
            "Alle sechs Wochen treffen sich die Patinnen und Paten zum Austausch.",
            "Ihr seht euch einmal in der Woche, wann, entscheidet ihr.",
            "Wenn es nicht passt, suchen wir ohne Vorwürfe neu.",
            "Zum Auftakt gibt es einen Kennenlerntag.",
        ),
        tasks=(
            Task(
                ("Patenschaft für ein Grundschulkind", "Große Freundin, großer Freund"),
                (
                    "Du unternimmst einmal in der Woche etwas mit einem Kind.",
                    "Drachen steigen lassen, Pizza backen, ins Museum: Ihr entdeckt die Stadt.",
                ),
                (2, 3),
                "request",
                age=18,
                bring=("Erweitertes Führungszeugnis.",),
                audiences=("young", "schools"),
            ),
            Task(
                ("Ausbildungspatenschaft", "Mentorin oder Mentor für den Berufsstart"),
                (
                    "Du begleitest einen jungen Menschen vom Abschluss bis in die Ausbildung.",
                    "Bewerbung, Probearbeiten, erster Durchhänger: Du bist erreichbar.",
                ),
                (1, 2),
                "request",
                age=18,
                audiences=("older", "companies"),
            ),
            Task(
                ("Tandem für Studierende aus dem Ausland", "Studienstart zu zweit"),
                (
                    "Du hilfst beim Ankommen an der Hochschule und in der Stadt.",
                    "Anmeldung, Mensa, Wohnheim: Du kennst die Abkürzungen.",
                ),
                (1, 2),
                "easy",
                audiences=("schools", "newcomers", "young"),
            ),
            Task(
                ("Jobpatenschaft: zurück in Arbeit", "Lotsin oder Lotse bei der Arbeitssuche"),
                (
                    "Du übst Vorstellungsgespräche und liest Bewerbungen gegen.",
                    "Nach langer Pause wieder arbeiten: Du hörst zu und machst Mut.",
                ),
                (1, 2),
                "citywide",
                age=18,
                audiences=("older", "companies", "jobless"),
            ),
            Task(
                ("Mentoring per Video", "Gründerinnen online beraten"),
                (
                    "Du gibst per Video weiter, was du über Geld, Recht und Geduld weißt.",
                    "Eine Stunde in der Woche schaust du auf Pläne und stellst gute Fragen.",
                ),
                (0.5, 1),
                "remote",
                age=18,
                audiences=("companies", "older"),
            ),
            Task(
                ("Lesetandem {where}", "Sprachtandem {where}"),
                (
                    "Zwei Jugendliche, ein Buch, zwei Sprachen: Du bringst Ruhe hinein.",
                    "Ihr lest abwechselnd und verbessert euch gegenseitig.",
                ),
                (1, 1.5),
                age=14,
                audiences=("young", "schools"),
            ),
            Task(
                ("Patenschaft für Pflegefamilien", "Auszeit schenken: Betreuung am Wochenende"),
                (
                    "Du entlastest eine Pflegefamilie an einem Nachmittag im Monat.",
                    "Während du mit dem Kind unterwegs bist, können die Großen durchatmen.",
                ),
                (1, 4),
                "private",
                age=18,
                bring=("Erweitertes Führungszeugnis und zwei Vorgespräche.",),
                audiences=("families",),
            ),
        ),
    ),
)
