"""Organisations and opportunities of a city as three sources write them down, with known truth.

A world of organisations is made first, hard cases included: chapters of one association, kitas of
one name in two districts, schools that differ in a number, the friends of a school beside the
school, a company beside its association, tenants of one house. Then each source writes down a part
of that world in its own way, with its own slips. Which records are one is known because each
comes from one entity.

Independent on purpose: nothing of `geodata.match` is used here, so that both can be wrong in
different ways.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import combinations

TextRow = dict[str, str]

SOURCES = ("register", "platform", "agency")

DISTRICTS = (
    ("Altstadt", "01067"), ("Neustadt", "01099"), ("Pieschen", "01127"), ("Löbtau", "01159"),
    ("Cotta", "01157"), ("Gorbitz", "01169"), ("Plauen", "01187"), ("Strehlen", "01219"),
    ("Prohlis", "01239"), ("Leuben", "01257"), ("Laubegast", "01279"), ("Striesen", "01277"),
    ("Johannstadt", "01307"), ("Blasewitz", "01309"), ("Loschwitz", "01326"), ("Bühlau", "01324"),
    ("Klotzsche", "01109"), ("Trachau", "01129"), ("Mickten", "01139"), ("Gruna", "01237"),
)  # fmt: skip
STREETS = (
    "Ahornstraße", "Am Anger", "An der Mühle", "Bergstraße", "Birkenweg", "Blumenstraße",
    "Dorfplatz", "Eichenallee", "Feldweg", "Gartenstraße", "Gärtnergasse", "Goethestraße",
    "Hauptstraße", "Heideweg", "Jägerstraße", "Kirchplatz", "Königsweg", "Lindenstraße",
    "Meißner Straße", "Mühlenweg", "Nordstraße", "Rosenstraße", "Schillerplatz", "Schulstraße",
    "Südhöhe", "Talstraße", "Uferstraße", "Wiesenweg", "Zum Bahnhof", "Kastanienallee",
    "Bürgerstraße", "Leipziger Straße", "Großenhainer Straße", "Fröbelstraße",
)  # fmt: skip
TOPICS = (
    "Lesefreunde", "Nachbarschaftshilfe", "Wanderfreunde", "Jugendtheater", "Fahrradwerkstatt",
    "Seniorenhilfe", "Flüchtlingshilfe", "Bücherbörse", "Heimatgeschichte", "Tierschutz",
    "Umweltbildung", "Sternfreunde", "Modelleisenbahn", "Kammerchor", "Blasorchester",
    "Schachfreunde", "Ruderclub", "Bergwacht", "Wasserwacht", "Hospizdienst", "Telefonseelsorge",
    "Elterninitiative", "Frauenzentrum", "Männerkreis", "Sprachcafé", "Repair-Café", "Bürgerbus",
    "Stadtteilzeitung", "Kulturbrücke", "Obdachlosenhilfe", "Suchthilfe", "Schuldnerberatung",
    "Imkerverein", "Geschichtswerkstatt", "Kunstschule", "Zirkusschule", "Großelterndienst",
    "Hausaufgabenhilfe", "Ausbildungspaten", "Gemeinschaftsgarten", "Filmclub", "Computerclub",
    "Skiclub", "Handballverein", "Volleyballverein", "Judoclub", "Tanzgruppe", "Trachtengruppe",
    "Kriegsgräberfürsorge", "Denkmalfreunde", "Orgelfreunde", "Parkeisenbahnfreunde",
)  # fmt: skip
EPITHETS = (
    "Sonnenschein", "Regenbogen", "Elbe", "Weißer Hirsch", "Kleeblatt", "Brücke", "Aufwind",
    "Morgenröte", "Lichtblick", "Kompass", "Anker", "Zukunft", "Miteinander", "Horizont",
    "Wegweiser", "Mosaik", "Spektrum", "Löwenzahn", "Pusteblume", "Zwergenland", "Rappelkiste",
    "Villa Kunterbunt", "Farbklecks", "Elbtal", "Heideblick", "Grünes Herz", "Abendstern",
)  # fmt: skip
UMBRELLAS = (
    ("Arbeiterwohlfahrt", "AWO"), ("Deutsches Rotes Kreuz", "DRK"),
    ("Arbeiter-Samariter-Bund", "ASB"), ("Naturschutzbund Deutschland", "NABU"),
    ("Deutsche Lebens-Rettungs-Gesellschaft", "DLRG"), ("Technisches Hilfswerk", "THW"),
    ("Volkssolidarität", "VS"), ("Malteser Hilfsdienst", "Malteser"),
    ("Allgemeiner Deutscher Fahrrad-Club", "ADFC"), ("Caritasverband", "Caritas"),
)  # fmt: skip
OFFERS = (
    ("Vorlesen für Kinder", ("Einmal in der Woche lesen Sie Kindern Geschichten vor, die sie sich "
     "selbst aussuchen. Vorwissen ist nicht nötig, Freude am Erzählen schon.")),
    ("Hausaufgabenhilfe", ("Sie begleiten Schülerinnen und Schüler nach dem Unterricht bei den "
     "Aufgaben und sind für Fragen da. Ein Raum und Material sind vorhanden.")),
    ("Besuchsdienst", ("Sie besuchen ältere Menschen, hören zu, spielen Karten oder gehen "
     "gemeinsam spazieren. Wir bereiten Sie in einem Gespräch darauf vor.")),
    ("Beete pflegen", ("Im Gemeinschaftsgarten wird gejätet, gegossen und geerntet. Werkzeug und "
     "Handschuhe liegen bereit, Kaffee gibt es auch.")),
    ("Sprachtandem", ("Sie treffen sich regelmäßig mit einem Menschen, der Deutsch lernt, und "
     "sprechen über den Alltag. Eigene Sprachkenntnisse sind willkommen.")),
    ("Fahrdienst", ("Sie fahren mit unserem Kleinbus Menschen zum Arzt und zum Einkauf. Ein "
     "Führerschein der Klasse B genügt, die Strecken sind kurz.")),
    ("Kasse beim Sommerfest", ("Beim Fest im Hof brauchen wir Menschen an der Kasse und am "
     "Kuchenstand. Die Schichten dauern drei Stunden.")),
    ("Trainer für die Kindergruppe", ("Einmal wöchentlich trainieren Sie mit den Jüngsten. Eine "
     "Lizenz können Sie bei uns erwerben, die Halle ist gebucht.")),
    ("Öffentlichkeitsarbeit", ("Sie schreiben kurze Texte für unsere Seite und unseren Rundbrief "
     "und machen Fotos von Veranstaltungen.")),
    ("Ausgabe von Lebensmitteln", ("Sie sortieren Obst und Gemüse und geben Lebensmittel an Gäste "
     "aus. Wir arbeiten in einem festen Team und essen danach zusammen.")),
    ("Telefondienst", ("Sie nehmen Anrufe entgegen und vermitteln an die richtige Stelle. Vorher "
     "gibt es eine Einführung über zwei Abende.")),
    ("Werkstatt betreuen", ("Sie helfen Gästen dabei, Fahrräder und Geräte selbst zu reparieren. "
     "Schrauben können Sie schon, alles andere zeigen wir.")),
)  # fmt: skip


@dataclass(frozen=True)
class Entity:
    """One organisation as it really is."""

    number: int
    name: str
    legal: str = ""
    kind: str = "club"
    short: str = ""
    street: str = ""
    house: str = ""
    postcode: str = ""
    lon: float = 0.0
    lat: float = 0.0
    phone: str = ""
    mail: str = ""
    site: str = ""


@dataclass(frozen=True)
class Offer:
    """One opportunity as it really is."""

    number: int
    entity: int
    title: str
    text: str
    weekday: str = ""
    starts_on: str = ""
    at: Entity | None = None
    hours: str = ""


@dataclass
class World:
    """What the sources wrote down, and which records are one."""

    organisations: dict[str, list[TextRow]] = field(default_factory=dict)
    opportunities: dict[str, list[TextRow]] = field(default_factory=dict)
    organisation_truth: set[tuple[str, str]] = field(default_factory=set)
    opportunity_truth: set[tuple[str, str]] = field(default_factory=set)


# --- the world


def _ascii(text: str) -> str:
    for letter, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("é", "e")):
        text = text.replace(letter, pair)
    return text


def _host(name: str, rng: random.Random) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", _ascii(name.lower())).strip("-")
    return f"{words[:30].strip('-')}.{rng.choice(('de', 'de', 'org', 'net'))}"


class _Maker:
    """Makes entities with a number, an address and contacts of their own."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.made: list[Entity] = []

    def somewhere(self, district: tuple[str, str] | None = None) -> dict[str, str | float]:
        name, postcode = district or self.rng.choice(DISTRICTS)
        index = [known for known, _ in DISTRICTS].index(name)
        lon = 13.62 + 0.02 * (index % 7) + self.rng.uniform(0, 0.018)
        lat = 51.01 + 0.03 * (index // 7) + self.rng.uniform(0, 0.028)
        house = str(self.rng.randint(1, 120)) + self.rng.choice(("", "", "", "", "a", "b"))
        return {
            "street": self.rng.choice(STREETS), "house": house, "postcode": postcode,
            "lon": round(lon, 6), "lat": round(lat, 6),
        }  # fmt: skip

    def phone(self) -> str:
        return f"0351 {self.rng.randint(2_000_000, 8_999_999)}"

    def add(self, name: str, **known: object) -> Entity:
        rng = self.rng
        host = str(known.pop("host", "")) or _host(name, rng)
        values: dict[str, object] = {
            "legal": rng.choice(("e. V.", "e. V.", "e. V.", "", "gGmbH")),
            "phone": self.phone(),
            "mail": f"{rng.choice(('info', 'kontakt', 'post', 'buero'))}@{host}",
            "site": host,
            **self.somewhere(),
            **known,
        }
        entity = Entity(number=len(self.made), name=name, **values)  # type: ignore[arg-type]
        self.made.append(entity)
        return entity


def _ordinary(maker: _Maker) -> None:
    rng = maker.rng
    topic, (place, _) = rng.choice(TOPICS), rng.choice(DISTRICTS)
    forms = (
        f"{topic} {place}", f"{topic} „{rng.choice(EPITHETS)}“", f"{topic} Dresden-{place}",
        f"Verein für {topic} {place}", f"{rng.choice(EPITHETS)} {topic}",
        f"Förderverein {topic} {place}", f"{topic} und {rng.choice(TOPICS)} {place}",
        f"Dresdner {topic} {rng.choice(EPITHETS)}", f"Initiative {rng.choice(EPITHETS)} {place}",
        f"Stiftung {rng.choice(EPITHETS)} für {topic}",
        f"SV {rng.choice(EPITHETS)} {place} {rng.randint(1890, 1999)}",
    )  # fmt: skip
    maker.add(rng.choice(forms))


def _chapters(maker: _Maker) -> None:
    """Chapters of one association: one host, sometimes one switchboard."""
    rng = maker.rng
    long, short = rng.choice(UMBRELLAS)
    host = f"{_ascii(short.lower())}-dresden{rng.randint(1, 999)}.de"
    phone = maker.phone() if rng.random() < 0.3 else ""
    levels = [("Kreisverband", "Dresden"), ("Stadtverband", "Dresden")]
    levels += [(rng.choice(("Ortsverein", "Ortsgruppe", "Ortsverband")), place)
               for place, _ in rng.sample(DISTRICTS, 3)]  # fmt: skip
    home = maker.somewhere()
    for level, place in levels:
        own = {} if rng.random() < 0.7 else home
        more = {"phone": phone} if phone else {}
        mail = f"{_ascii(place.lower())}@{host}" if rng.random() < 0.7 else f"info@{host}"
        maker.add(f"{long} {level} {place}", short=f"{short} {level} {place}", host=host,
                  mail=mail, legal="e. V.", **own, **more)  # fmt: skip


def _facilities(maker: _Maker) -> None:
    """One name in several districts; sometimes one provider with one host and one mailbox."""
    rng = maker.rng
    kind = rng.choice(("Kita", "Kindertagesstätte", "Jugendclub", "Seniorentreff", "Hort"))
    name = f"{kind} „{rng.choice(EPITHETS)}“"
    host = _host(f"traeger {rng.randint(1, 9999)}", rng) if rng.random() < 0.4 else ""
    for district in rng.sample(DISTRICTS, 2):
        maker.add(name, legal="", kind="public", host=host, **maker.somewhere(district))


def _numbered(maker: _Maker) -> None:
    rng = maker.rng
    first = rng.randint(1, 99)
    second = int(str(first)[::-1]) if str(first) != str(first)[::-1] else first + 1
    form = rng.choice(
        ("Grundschule {}", "{}. Grundschule", "{}. Oberschule", "Kleingartenverein Flora {}")
    )
    home = maker.somewhere()
    host = f"schulen{first}.example-stadt.de" if rng.random() < 0.5 else ""
    for number in (first, second):
        own = home if rng.random() < 0.2 else maker.somewhere()
        label = {1: "I", 2: "II", 3: "III"}.get(number, str(number)) if "Flora" in form else number
        legal = "e. V." if "Flora" in form else ""
        maker.add(form.format(label), legal=legal, kind="public", host=host, **own)


def _neighbours(maker: _Maker) -> None:
    """A school and its friends, an association and its company: one house, one phone."""
    rng = maker.rng
    place = rng.choice(DISTRICTS)[0]
    base = rng.choice((f"{rng.randint(1, 150)}. Grundschule", f"Gymnasium {place}",
                       f"Lebenshilfe {rng.choice(EPITHETS)}", f"Kulturhaus {place}"))  # fmt: skip
    first = maker.add(base, legal="e. V." if "hilfe" in base else "", kind="public")
    shared = {"street": first.street, "house": first.house, "postcode": first.postcode,
              "lon": first.lon, "lat": first.lat, "host": first.site}  # fmt: skip
    if rng.random() < 0.6:
        shared["phone"] = first.phone
    if rng.random() < 0.3:
        shared["mail"] = first.mail
    if "hilfe" in base:
        maker.add(base, legal="gGmbH", kind="company", **shared)
    else:
        maker.add(f"Förderverein der {base}", legal="e. V.", **shared)


def _house(maker: _Maker) -> None:
    """Tenants of one house with one switchboard."""
    rng = maker.rng
    home = maker.somewhere()
    phone = maker.phone()
    for topic in rng.sample(TOPICS, 4):
        more = {"phone": phone} if rng.random() < 0.5 else {}
        maker.add(f"{topic} {rng.choice(('Dresden', 'Elbe', 'Sachsen'))}", **home, **more)


def _look_alikes(maker: _Maker) -> None:
    """Names one or two letters apart, which are two organisations."""
    rng = maker.rng
    left, right = rng.choice((
        ("Bergwacht", "Wasserwacht"), ("Seniorenchor", "Juniorenchor"), ("Marienverein", "Martinverein"),
        ("Bürgerverein Strehlen", "Bürgerverein Striesen"), ("Frauenchor", "Männerchor"),
        ("Kleinzschachwitz", "Großzschachwitz"), ("Hockeyclub Nord", "Hockeyclub Süd"),
        ("Kammerchor Elbtal", "Kammerchor Elbtor"), ("Tanzgruppe Sonne", "Tanzgruppe Tonne"),
    ))  # fmt: skip
    place = rng.choice(DISTRICTS)[0]
    home = maker.somewhere()
    for name in (left, right):
        maker.add(f"{name} {place}", **(home if rng.random() < 0.3 else {}))


_HARD: tuple[Callable[[_Maker], None], ...] = (
    _chapters, _facilities, _numbered, _neighbours, _house, _look_alikes, _facilities, _numbered,
)  # fmt: skip


def make_entities(count: int, rng: random.Random) -> list[Entity]:
    """A city of about `count` organisations, four in ten of them hard cases."""
    maker = _Maker(rng)
    while len(maker.made) < count:
        _ordinary(maker)
        _ordinary(maker)
        if rng.random() < 0.4:
            rng.choice(_HARD)(maker)
    return maker.made[:count]


def make_offers(entities: list[Entity], count: int, rng: random.Random) -> list[Offer]:
    """Opportunities; of some, a sister on another day, at another place or in another year."""
    made: list[Offer] = []
    while len(made) < count:
        entity = rng.choice(entities)
        title, text = rng.choice(OFFERS)
        if rng.random() < 0.6:
            title = f"{title} {rng.choice(('in', 'für'))} {rng.choice(DISTRICTS)[0]}"
        offer = Offer(len(made), entity.number, title, text, at=entity,
                      hours=rng.choice(("", "1", "2", "3")))  # fmt: skip
        made.append(offer)
        trap = rng.random()
        if trap < 0.08:
            days = rng.sample(("montags", "dienstags", "mittwochs", "donnerstags"), 2)
            made[-1] = replace(offer, text=f"{text} Wir treffen uns {days[0]}.", weekday=days[0])
            made.append(replace(offer, number=len(made), text=f"{text} Wir treffen uns {days[1]}.",
                                weekday=days[1]))  # fmt: skip
        elif trap < 0.16:
            made.append(replace(offer, number=len(made), at=rng.choice(entities)))
        elif trap < 0.22:
            made[-1] = replace(offer, starts_on="04.07.2026", title=f"{title} 2026")
            made.append(
                replace(offer, number=len(made), starts_on="03.07.2027", title=f"{title} 2027")
            )
        elif trap < 0.26:
            made[-1] = replace(offer, title=f"{title}, Klasse 5")
            made.append(replace(offer, number=len(made), title=f"{title}, Klasse 6"))
    return made[:count]


# --- writing it down


def _slip(text: str, rng: random.Random) -> str:
    """One slip of the pen somewhere in a longer word."""
    places = [m.start() for m in re.finditer(r"(?<=[a-zäöü]{2})[a-zäöüß](?=[a-zäöü])", text)]
    if not places:
        return text
    at = rng.choice(places)
    kind = rng.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + rng.choice("abcdefghiklmnoprstuw") + text[at + 1 :]


_SHORTER = (
    ("Kindertagesstätte", "Kita"), ("Kleingartenverein", "KGV"), ("Grundschule", "GS"),
    ("Förderverein", "Förderv."), ("Nachbarschaftshilfe", "Nachbarschaftsh."), ("Initiative", "Ini"),
    ("Kreisverband", "KV"), ("Ortsverband", "OV"), (" und ", " u. "), (" und ", " & "),
    ("Gesellschaft", "Ges."), ("Stiftung", "Stift."),
)  # fmt: skip
_LEGAL = {
    "e. V.": ("e. V.", "e.V.", "eV", "e. V", "eingetragener Verein", "", ", e.V."),
    "gGmbH": ("gGmbH", "gemeinnützige GmbH", "gem. GmbH", "", "GmbH (gemeinnützig)"),
    "": ("",),
}


def write_name(entity: Entity, rng: random.Random) -> str:
    """A name as a source writes it."""
    name = entity.name
    if entity.short and rng.random() < 0.5:
        name = entity.short
    if rng.random() < 0.25:
        long, short = rng.choice(_SHORTER)
        name = name.replace(long, short)
    if rng.random() < 0.15:
        name = name.replace("„", '"').replace("“", '"')
    elif rng.random() < 0.3:
        name = name.replace("„", "").replace("“", "")
    if rng.random() < 0.15:
        name = name.replace("-", " ")
    if rng.random() < 0.12:
        name = _slip(name, rng)
    if rng.random() < 0.15:
        name = _ascii(name)
    if rng.random() < 0.05:
        name = name.upper()
    if rng.random() < 0.06 and "Dresden" not in name and "Dresdner" not in name:
        name = f"{name} Dresden"
    legal = rng.choice(_LEGAL[entity.legal])
    return f"{name}{legal}" if legal.startswith(",") else f"{name} {legal}".strip()


def write_address(entity: Entity, rng: random.Random) -> str:
    """An address as a source writes it."""
    street = entity.street
    if rng.random() < 0.4:
        street = street.replace("straße", "str.").replace(" Straße", " Str.")
    if rng.random() < 0.15:
        street = _ascii(street)
    if rng.random() < 0.06:
        street = _slip(street, rng)
    house = entity.house
    if rng.random() < 0.2:
        house = re.sub(r"(\d)([ab])$", r"\1 \2", house)
    place = f"{entity.postcode} Dresden" if rng.random() < 0.85 else "Dresden"
    return f"{street} {house}, {place}"


def _phone(text: str, rng: random.Random) -> str:
    digits = text.replace(" ", "")[4:]
    form = rng.choice(
        ("0351 {}", "0351/{}", "+49 351 {}", "0049 351 {}", "(0351) {}", "+49 (0)351 {}")
    )
    parted = digits if rng.random() < 0.5 else f"{digits[:3]} {digits[3:5]} {digits[5:]}"
    return str(form.format(parted))


def _site(host: str, rng: random.Random) -> str:
    forms = ("https://www.{}", "http://{}", "www.{}", "{}", "https://{}/", "https://www.{}/index.html",
             "https://{}/ueber-uns")  # fmt: skip
    return rng.choice(forms).format(host)


def write_organisation(entity: Entity, maker: _Maker, key: str) -> TextRow:
    """A record of a source about an entity."""
    rng = maker.rng
    if rng.random() < 0.08:
        entity = replace(entity, **maker.somewhere())  # type: ignore[arg-type] - it moved
    if rng.random() < 0.05:
        entity = replace(entity, phone=maker.phone())
    is_placed = rng.random() < 0.85
    row = {
        "organisation_id": key,
        "name": write_name(entity, rng),
        "kind": entity.kind if rng.random() < 0.85 else "association",
        "address": write_address(entity, rng) if is_placed else "",
        "phone": _phone(entity.phone, rng) if rng.random() < 0.65 else "",
        "public_email": entity.mail if rng.random() < 0.6 else "",
        "website": _site(entity.site, rng) if rng.random() < 0.7 else "",
    }
    if is_placed and rng.random() < 0.6:
        row["lon"] = f"{entity.lon + rng.gauss(0, 0.0002):.6f}"
        row["lat"] = f"{entity.lat + rng.gauss(0, 0.0001):.6f}"
    return row


def _text(text: str, rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.25:
        return text
    if chance < 0.45:
        return text.split(". ", maxsplit=1)[0] + "."
    if chance < 0.65:
        return f"{text} Melden Sie sich gern bei uns."
    if chance < 0.85:
        return _slip(_slip(text, rng), rng)
    return ". ".join(reversed(text.rstrip(".").split(". "))) + "."


def write_offer(offer: Offer, rng: random.Random, key: str, organisation: str) -> TextRow:
    """A record of a source about an opportunity."""
    title = offer.title
    if rng.random() < 0.12:
        title = _slip(title, rng)
    if rng.random() < 0.1:
        title = _ascii(title)
    row = {
        "opportunity_id": key, "organisation_id": organisation, "title": title,
        "description": _text(offer.text, rng), "themes": "learning",
        "schedule": "one_off" if offer.starts_on else "regular",
        "starts_on": offer.starts_on if rng.random() < 0.9 else "",
        "hours_per_week": offer.hours if rng.random() < 0.8 else "",
    }  # fmt: skip
    if offer.weekday and offer.weekday not in row["description"]:
        row["description"] += f" Wir treffen uns {offer.weekday}."
    if offer.at and rng.random() < 0.8:
        row["address"] = write_address(offer.at, rng)
    return row


def _pairs(records: dict[int, list[str]]) -> set[tuple[str, str]]:
    return {(min(pair), max(pair)) for ids in records.values() for pair in combinations(ids, 2)}


def make_world(seed: int, organisations: int = 1500, opportunities: int = 1500) -> World:
    """Three sources with the truth about them; the same seed gives the same world.

    Each entity stands in each source with a probability of 0.5, with at most one record.
    """
    rng = random.Random(f"duplicates:{seed}")
    entities = make_entities(organisations, rng)
    offers = make_offers(entities, opportunities, rng)
    maker, world = _Maker(rng), World()
    told: dict[int, list[str]] = {}
    offered: dict[int, list[str]] = {}
    for source in SOURCES:
        chosen = [e for e in entities if rng.random() < 0.5]
        keys = {e.number: f"{source[0]}{rng.randrange(10**9)}" for e in chosen}
        world.organisations[source] = [write_organisation(e, maker, keys[e.number]) for e in chosen]
        for number, key in keys.items():
            told.setdefault(number, []).append(f"{source}:{key}")
        rows = world.opportunities.setdefault(source, [])
        for offer in offers:
            if offer.entity in keys and rng.random() < 0.6:
                key = f"{source[0]}o{rng.randrange(10**9)}"
                rows.append(write_offer(offer, rng, key, keys[offer.entity]))
                offered.setdefault(offer.number, []).append(f"{source}:{key}")
    world.organisation_truth, world.opportunity_truth = _pairs(told), _pairs(offered)
    return world
