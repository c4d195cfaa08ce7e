"""Words every theme shares. All names are invented; streets and bodies are meant not to exist.

The phone numbers come from the blocks that the Bundesnetzagentur keeps free for films and books:
„Rufnummern für Medienproduktionen (Drama Numbers)“, Mitteilung Nr. 148/2021, Amtsblatt 7/2021.
"""

from __future__ import annotations

#: what organisations are named after, beside a noun of their theme
NAMES = (
    "Apfelschale", "Birnbaumhof", "Blaupause", "Brombeerhang", "Dachluke", "Eichelhäher",
    "Erlenfurt", "Fadenlauf", "Feldahorn", "Flusskiesel", "Funkelstein", "Ginsterbusch",
    "Haselgrund", "Himbeerhang", "Holunderhof", "Kieselgrund", "Kornspeicher", "Kranichzug",
    "Kupferkessel", "Lindenwurzel", "Mauersegler", "Mispelhain", "Moosbank", "Nordgiebel",
    "Papierboot", "Pflaumengarten", "Quittenhof", "Distelfink", "Schlehenhang", "Siebentreppen",
    "Silberdistel", "Spatzenhof", "Tintenfass", "Treppenabsatz", "Ulmenhof", "Vogelbeere",
    "Wacholderkrug", "Weidenkorb", "Wolkenbank", "Zickzack", "Zitronenfalter", "Zwiebelturm",
)  # fmt: skip

#: kind -> how such a body is called; `{noun}` of the theme, `{name}` of NAMES
LEGAL_FORMS: dict[str, tuple[str, ...]] = {
    "club": ("{noun} {name} e. V.", "Verein {noun} {name} e. V.", "{noun} „{name}“ e. V."),
    "foundation": ("Stiftung {name} – {noun}", "{name}-Stiftung, {noun}"),
    "public": ("{noun} {name} (kommunal)", "Städtischer Treff {name} – {noun}"),
    "church": ("Gemeinde {name}: {noun}", "Kirchspiel {name}, {noun}"),
    "company": ("{name} gGmbH – {noun}", "{noun} {name} gGmbH"),
    "initiative": ("Initiative {noun} {name}", "{noun} {name}, freie Initiative"),
    "association": ("Verband {name}, {noun}", "Bündnis {name} – {noun}"),
}

STREETS = (
    "Am Apfelkern", "Am Drachenband", "Am Fadenkreuz", "Am Kupferdach", "Am Tintenfass",
    "An der Blaupause", "An der Mispelhecke", "Birnenschalenweg", "Brombeertreppe",
    "Erlenfurtgasse", "Funkelsteinweg", "Ginsterzeile", "Haselgrundzeile", "Himbeerstieg",
    "Kieselgrundweg", "Kranichzugallee", "Laternenzeile", "Mauerseglerzeile", "Moosbankweg",
    "Nordgiebelplatz", "Papierbootgasse", "Pflaumengartenweg", "Quittenhofzeile", "Distelfinkzeile",
    "Siebentreppengasse", "Silberdistelzeile", "Spatzenhofgasse", "Vogelbeerzeile",
    "Wolkenbankweg", "Zitronenfalterzeile", "Zwiebelturmgasse",
)  # fmt: skip

#: (area code and block, number of free last digits)
DRAMA_BLOCKS = (
    ("030 23125", 3),
    ("069 90009", 3),
    ("040 66969", 3),
    ("0221 4710", 3),
    ("089 99998", 3),
)
DRAMA_MOBILES = ("0152 28817386", "0152 54599371", "0172 9968532", "0172 9980752", "0174 9464308")

PLACE_NAMES = (
    "Haus {name}", "Treffpunkt {name}", "Hof {name}", "Saal {name}", "Werkstatt {name}",
    "Laden {name}",
)  # fmt: skip

CLOSINGS = (
    "Wir arbeiten dich gründlich ein.",
    "Fahrtkosten erstatten wir.",
    "Du bist über uns versichert.",
    "Komm einfach zum Schnuppern vorbei.",
    "Wir freuen uns auf eine Mail oder einen Anruf.",
    "Ein festes Team begleitet dich.",
    "Zweimal im Jahr feiern wir zusammen.",
    "Du kannst jederzeit wieder aufhören.",
    "Für Schülerinnen und Schüler gibt es eine Bescheinigung.",
    "Kosten entstehen dir keine.",
    "Vor dem ersten Mal sprechen wir in Ruhe miteinander.",
    "Fortbildungen sind kostenlos.",
    "Ein Versuch verpflichtet zu nichts.",
    "Auch wer nur selten Zeit hat, ist willkommen.",
    "Du darfst eigene Ideen mitbringen.",
    "Nach drei Monaten schauen wir gemeinsam, ob es passt.",
    "Sprachkenntnisse sind kein Hindernis, wir finden einen Weg.",
    "Wir antworten innerhalb einer Woche.",
    "Deine Zeiten tragen wir in einen gemeinsamen Plan ein.",
    "Wer mag, bekommt einen Schlüssel und Verantwortung.",
)

ONCE_CLOSINGS = (
    "Eine Anmeldung bis drei Tage vorher hilft uns beim Planen.",
    "Vor Ort gibt es eine kurze Einweisung.",
    "Du bist über uns versichert.",
    "Für Essen und Getränke ist gesorgt.",
    "Bring gern jemanden mit.",
    "Du musst nicht die ganze Zeit bleiben.",
    "Auch wer nur eine Stunde Zeit hat, ist willkommen.",
    "Wir freuen uns auf eine Mail oder einen Anruf.",
    "Nach dem Einsatz bekommst du auf Wunsch eine Bestätigung.",
    "Ein Ansprechpartner ist den ganzen Tag vor Ort.",
)
GOODS_CLOSINGS = (
    "Bitte melde dich, bevor du etwas bringst.",
    "Abgeben kannst du es zu unseren Öffnungszeiten.",
    "Große Stücke holen wir nach Absprache ab.",
    "Bitte nur, was du auch selbst noch nehmen würdest.",
    "Auf Wunsch stellen wir eine Spendenbescheinigung aus.",
    "Was wir nicht brauchen, geben wir an andere weiter.",
    "Ein Foto vorab hilft uns beim Sortieren.",
    "Im Moment ist unser Lager fast leer.",
)

BOARD_TITLES = (
    "Nachfolge gesucht: Vorsitz im Verein",
    "Nachfolge gesucht: Schatzmeisterin oder Schatzmeister",
    "Nachfolge gesucht: Schriftführung",
    "Nachfolge gesucht: Kassenprüfung",
    "Nachfolge gesucht: Leitung der Ortsgruppe",
    "Vorstand gesucht: mitentscheiden statt zuschauen",
)
BOARD_TEXTS = (
    "Nach elf Jahren geben wir das Amt weiter und arbeiten dich ein halbes Jahr lang ein.",
    "Du führst die Kasse, sprichst mit der Bank und legst einmal im Jahr Rechenschaft ab.",
    "Du leitest Sitzungen, vertrittst den Verein und darfst Dinge verändern.",
    "Ohne Vorstand kein Verein: Wir suchen jemanden, der gern mit anderen entscheidet.",
    "Du schreibst Protokolle und hältst die Mitgliederliste aktuell.",
)
#: audience -> how an offer for a group of them begins
GROUP_TITLES = {"companies": "Teamtag: {title}", "schools": "Klassenprojekt: {title}"}

#: a title of about 200 characters, so that every page is seen with one
LONG_TITLE = (
    "Begleiterinnen und Begleiter für gemeinsame Ausflüge, Museumsbesuche, Einkäufe, "
    "Behördengänge und lange Spaziergänge mit älteren Menschen, die nicht mehr gut allein "
    "unterwegs sein können, im ganzen Stadtgebiet"
)

#: what a district's helper shop is called; `{district}` is filled in
CONTACT_NAMES = (
    "Stadtteilbüro {district}",
    "Anlaufstelle Engagement {district}",
    "Ehrenamtsladen {district}",
)
CONTACT_ROLES = (
    "Berät dich persönlich und kennt die Vereine im Stadtteil.",
    "Hilft bei der Suche nach einem Ehrenamt und bei Anträgen für Projekte.",
    "Vermittelt zwischen Nachbarschaft, Vereinen und Verwaltung.",
)
OPENING_HOURS = (
    "Mo 10–13 Uhr, Do 14–18 Uhr",
    "Di und Do 9–12 Uhr, Mi 15–18 Uhr",
    "Mo bis Fr 10–14 Uhr",
    "Mi 13–19 Uhr und nach Vereinbarung",
)

PROGRAMMES = ("Ehrenamtsbudget", "LHP", "Zukunftsstadt")
PROJECT_TITLES = (
    "{noun} für alle", "{noun} auf Rädern", "Ein Jahr {noun}", "{noun}: Ausstattung und Werkzeug",
    "{noun} im Hof", "Schulung für Ehrenamtliche: {noun}", "{noun} mehrsprachig", "Sommerprojekt {noun}",
)  # fmt: skip
PROJECT_TEXTS = (
    "Material und Fahrtkosten für ein Jahr.",
    "Honorare für Schulungen und eine kleine Dankeschönfeier.",
    "Aufbau einer neuen Gruppe mit zwölf Freiwilligen.",
    "Umbau des Treffpunkts, damit ihn alle ohne Stufen erreichen.",
    "Plakate, Übersetzungen und ein Auftakttag.",
)

BENEFITS: dict[str, tuple[tuple[str, str], ...]] = {
    "culture": (
        ("Lichtspielhaus {name}", "2 Euro weniger auf jede Karte"),
        ("Puppenbühne {name}", "Zwei Karten zum Preis von einer"),
        ("Galerie {name}", "Freier Eintritt am Mittwoch"),
    ),
    "sport": (
        ("Kletterhalle {name}", "20 % auf den Tageseintritt"),
        ("Schwimmbad {name}", "Eine Stunde länger bleiben ohne Aufpreis"),
    ),
    "leisure": (
        ("Botanischer Hof {name}", "Freier Eintritt für dich und ein Kind"),
        ("Bootsverleih {name}", "Jede zweite Stunde frei"),
        ("Café {name}", "Ein Heißgetränk zum Stück Kuchen"),
    ),
    "shopping": (
        ("Fahrradladen {name}", "10 % auf Ersatzteile"),
        ("Buchhandlung {name}", "Ein Lesezeichen und 5 % auf Kalender"),
        ("Blumen {name}", "Ein Strauß der Woche zum halben Preis"),
    ),
    "education": (
        ("Abendschule {name}", "15 % auf Sprachkurse"),
        ("Töpferkurs {name}", "Die erste Stunde ist frei"),
    ),
}

#: kind of event -> (title, description)
EVENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "fair": (
        ("Ehrenamtsmesse {district}", "Dreißig Vereine stellen sich vor, mit Kaffee und Musik."),
        ("Markt der Möglichkeiten", "Ein Nachmittag, an dem du Menschen statt Anzeigen triffst."),
    ),
    "training": (
        ("Erste Hilfe für Engagierte", "Auffrischung in vier Stunden, kostenlos."),
        ("Grundlagen: Datenschutz im Verein", "Was darf in die Mitgliederliste? Mit Beispielen."),
        ("Vereinsrecht verständlich", "Satzung, Haftung, Vorstand: ein Abend für Einsteiger."),
    ),
    "workshop": (
        ("Werkstatt: gute Anzeigen schreiben", "Bring deine Ausschreibung mit."),
        ("Ideenwerkstatt {district}", "Was fehlt im Stadtteil? Gemeinsam planen."),
    ),
    "thanks": (
        ("Dankeschönabend für Engagierte", "Musik, Essen und viele Danksagungen."),
        ("Übergabe der Ehrenamtspässe", "Kurze Reden, langes Büfett."),
    ),
    "meeting": (
        ("Stammtisch der Vereine {district}", "Offener Austausch, Neue sind willkommen."),
        ("Netzwerktreffen Freiwilligenkoordination", "Erfahrungen tauschen, Fälle besprechen."),
    ),
    "action_day": (
        (
            "Freiwilligentag im Stadtteil {district}",
            "Zwanzig Aktionen an einem Tag, such dir eine aus.",
        ),
        ("Großer Frühjahrsputz", "Mit Zange und Handschuhen durch den Stadtteil."),
    ),
}
