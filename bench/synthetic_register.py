"""An address register that never was: 67,600 addresses with the traps of a real one.

    python -m bench.synthetic_register [--seed 1] [--count 67600] > register.csv

Names are built from patterns of German street names; "Hauptstraße" and its like stand in several
parts of the town, numbers carry letters and ranges, long streets run through several postcodes.
The same seed gives the same register. Knows nothing of the code that has to find its way in it.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from typing import Any

import pandas as pd

COUNT = 67_600
TOWN = "Dresden"
WEST, SOUTH, EAST, NORTH = 13.58, 50.97, 13.96, 51.17

FIRST_NAMES = (
    "August", "Karl", "Friedrich", "Wilhelm", "Ernst", "Rosa", "Clara", "Käthe", "Otto", "Max",
    "Gustav", "Heinrich", "Hans", "Anton", "Julius", "Theodor", "Robert", "Ludwig", "Paul", "Georg",
    "Martin", "Thomas", "Johann", "Caspar", "Gottfried", "Hermann", "Marie", "Louise", "Bertha",
    "Gertrud", "Erich", "Kurt", "Fritz", "Arno", "Bruno", "Emil", "Franz", "Richard", "Hugo", "Oskar",
)  # fmt: skip
LAST_NAMES = (
    "Bebel", "Liebknecht", "Külz", "Müntzer", "Luther", "Lessing", "Böhme", "Wagner", "Schütz",
    "Semper", "Pöppelmann", "Kästner", "Löscher", "Mühsam", "Thälmann", "Luxemburg", "Zetkin", "Kollwitz",
    "Händel", "Brückner", "Schäfer", "Grün", "Köhler", "Möbius", "Fröbel", "Güntz", "Röntgen", "Dürer",
    "Hölderlin", "Jähnig", "Kügelgen", "Rädel", "Strauß", "Weiß", "Groß", "Voß", "Heine", "Hegel",
    "Humboldt", "Fichte", "Schiller", "Goethe", "Herder", "Kant", "Leibniz", "Siemens", "Daimler", "Benz",
    "Zeuner", "Nöthnitz", "Hertz", "Planck", "Einstein", "Gauß", "Euler", "Riemann", "Bach", "Reger",
)  # fmt: skip
TITLES = ("Dr.-", "Prof.-Dr.-", "Prof.-", "Pastor-", "Bischof-")
PLACES = (
    "Prag", "Leipzig", "Bautzen", "Pirna", "Meißen", "Freiberg", "Chemnitz", "Zwickau", "Görlitz",
    "Löbau", "Königsbrück", "Großenhain", "Radeberg", "Radebeul", "Kötzschenbroda", "Nürnberg", "München",
    "Würzburg", "Münster", "Köln", "Lübeck", "Tübingen", "Göttingen", "Breslau", "Königsberg", "Stübel",
    "Wien", "Salzburg", "Zürich", "Teplitz", "Altenberg", "Dohna", "Kreischa", "Possendorf", "Tharandt",
    "Wilsdruff", "Gorbitz", "Lockwitz", "Moritzburg", "Schandau", "Sebnitz", "Stolpen", "Bühlau",
    "Cottbus", "Torgau", "Riesa", "Mügeln", "Döbeln", "Oschatz", "Borna", "Grimma", "Wurzen", "Plauen",
)  # fmt: skip
STEMS = (
    "Linden", "Birken", "Buchen", "Eichen", "Ahorn", "Ulmen", "Eschen", "Kastanien", "Rosen", "Tulpen",
    "Nelken", "Flieder", "Veilchen", "Amsel", "Drossel", "Finken", "Meisen", "Lerchen", "Schwalben",
    "Falken", "Adler", "Habicht", "Sperber", "Reiher", "Kiefern", "Fichten", "Tannen", "Wiesen", "Feld",
    "Wald", "Berg", "Tal", "Burg", "Schloss", "Mühl", "Brücken", "Ufer", "See", "Teich", "Quell", "Brunnen",
    "Garten", "Schul", "Kirch", "Friedhof", "Bahnhof", "Markt", "Post", "Rathaus", "Ring", "Grenz",
    "Sonnen", "Mond", "Stern", "Winter", "Sommer", "Frühlings", "Herbst", "Blumen", "Heide", "Moor",
    "Stein", "Sand", "Lehm", "Ziegel", "Schmiede", "Töpfer", "Weber", "Gerber", "Fischer", "Jäger", "Hirten",
    "Schäfer", "Winzer", "Müller", "Bäcker", "Kanal", "Hafen", "Insel", "Wasser", "Mittel", "Ober", "Unter",
)  # fmt: skip
SPECIAL_STEMS = ("Hopfgarten", "Pillnitzer Land", "Kesselsdorf", "Borsberg", "Schandau", "Wachwitz")
TYPES = ("straße", "straße", "straße", "weg", "weg", "platz", "gasse", "allee", "ring", "steig")
AM_WORDS = (
    "Hang", "Waldrand", "Elbufer", "Bahnhof", "Mühlgraben", "Lindenberg", "Schützenhof", "Weißen Hirsch",
    "Alten Gut", "Dorfteich", "Gänsefuß", "Wachberg", "Steinbruch", "Sportplatz", "Kirchberg", "Heiderand",
    "Grünen Grund", "Brünnel", "Rähnitzer Gut", "Galgenberg", "Pfaffenberg", "Hohen Stein", "Brauhaus",
)  # fmt: skip
AN_DER_WORDS = (
    "Kirche", "Christuskirche", "Mühle", "Brücke", "Prießnitz", "Heide", "Schleife", "Flutrinne",
    "Eisenbahn", "Dürren Wiese", "Alten Schmiede", "Weißeritz", "Obstwiese", "Kümmelschänke", "Bergkuppe",
    "Huhle", "Pikardie", "Ziegelei", "Winkelwiese", "Jägerschänke", "Rennbahn", "Schanze", "Wolfsschlucht",
)  # fmt: skip
DATES = ("17. Juni", "18. März", "8. Mai", "1. Mai", "20. Juli", "9. November", "3. Oktober")
#: stand in several parts of the town, as they do after every incorporation of villages
REPEATED = (
    "Hauptstraße", "Dorfstraße", "Schulstraße", "Bergstraße", "Gartenstraße", "Kirchstraße", "Mittelweg",
    "Am Berg", "Lindenweg", "Waldstraße", "Feldweg", "Bahnhofstraße", "An der Kirche", "Birkenweg",
)  # fmt: skip
FIXED = (
    "Prager Straße", "St. Petersburger Straße", "Straße des 17. Juni", "Dr.-Külz-Ring", "Leipziger Straße",
    "Große Meißner Straße", "Kleine Brüdergasse", "Brühlsche Terrasse", "Neumarkt", "Altmarkt", "Postplatz",
    "Albertplatz", "Platz der Einheit", "Straße der Befreiung", "Straße an der Pikardie", "Wiener Platz",
    "Altgruna", "Altkaditz", "Altlockwitz", "Zum Alten Elbarm", "Zur Wetterwarte", "Im Grund",
    "Unter den Linden",
    "Königsbrücker Landstraße", "Meißner Landstraße", "Pillnitzer Landstraße", "Bautzner Landstraße",
    "Max-Planck-Ring", "Käthe-Kollwitz-Ufer", "Sankt-Benno-Straße", "Weg ins Holz", "Ammonstraße",
)  # fmt: skip
PARTS = (
    "Altstadt", "Neustadt", "Pieschen", "Klotzsche", "Loschwitz", "Blasewitz", "Leuben", "Prohlis", "Plauen",
    "Cotta", "Cossebaude", "Weixdorf", "Langebrück", "Schönfeld", "Gompitz", "Mobschatz", "Altfranken",
    "Oberwartha", "Schönborn", "Löbtau", "Gorbitz", "Striesen", "Gruna", "Strehlen", "Räcknitz", "Kaditz",
    "Trachau", "Hellerau", "Bühlau", "Laubegast", "Niedersedlitz", "Lockwitz", "Leubnitz", "Hosterwitz",
    "Pillnitz", "Weißig", "Rossendorf", "Eschdorf",
)  # fmt: skip
POSTCODES = (
    "01067", "01069", "01097", "01099", "01108", "01109", "01127", "01129", "01139", "01156", "01157",
    "01159", "01169", "01187", "01189", "01217", "01219", "01237", "01239", "01257", "01259", "01277",
    "01279", "01307", "01309", "01324", "01326", "01328", "01465", "01478",
)  # fmt: skip

Address = dict[str, str]


def _adjective(place: str) -> str:
    """The town as the first word of a street: `Prager`, `Leipziger`, `Dresdner`."""
    if place.endswith(("en",)):
        return f"{place[:-2]}ner" if place in {"Bautzen", "Meißen"} else f"{place[:-2]}er"
    return f"{place.removesuffix('a') if place in {'Pirna', 'Dohna', 'Riesa'} else place}er"


def _adjective_street(rng: random.Random) -> str:
    kind = rng.choice(("Straße", "Straße", "Platz", "Weg", "Landstraße"))
    return f"{_adjective(rng.choice(PLACES))} {kind}"


def _person_street(rng: random.Random) -> str:
    kind = rng.choice(("Straße", "Straße", "Platz", "Weg", "Ring"))
    return f"{rng.choice(FIRST_NAMES)}-{rng.choice(LAST_NAMES)}-{kind}"


def _titled_street(rng: random.Random) -> str:
    if rng.random() < 0.33:
        kind = rng.choice(("Straße", "Ring", "Platz"))
        return f"{rng.choice(TITLES)}{rng.choice(LAST_NAMES)}-{kind}"
    return f"{rng.choice(TITLES)}{rng.choice(FIRST_NAMES)}-{rng.choice(LAST_NAMES)}-Straße"


def _old_street(rng: random.Random) -> str:
    if rng.random() < 0.33:
        return f"{rng.choice(('Alter', 'Neuer', 'Oberer', 'Unterer'))} {rng.choice(STEMS)}weg"
    word = rng.choice(("Alte", "Neue", "Obere", "Untere", "Kleine", "Große"))
    return f"{word} {rng.choice(STEMS)}{rng.choice(('straße', 'gasse'))}"


def _where_street(rng: random.Random) -> str:
    if rng.random() < 0.5:
        return f"{rng.choice(('Am', 'Zum', 'Beim'))} {rng.choice(AM_WORDS)}"
    return f"{rng.choice(('An der', 'Zur', 'Hinter der', 'Bei der'))} {rng.choice(AN_DER_WORDS)}"


def _surname_street(rng: random.Random) -> str:
    kind = rng.choice(("straße", "straße", "platz", "weg", "allee"))
    return f"{rng.choice(LAST_NAMES)}{kind}"


def _stem_street(rng: random.Random) -> str:
    return f"{rng.choice((*STEMS, *SPECIAL_STEMS))}{rng.choice(TYPES)}"


def _date_street(rng: random.Random) -> str:
    return f"{rng.choice(('Straße des', 'Platz des'))} {rng.choice(DATES)}"


def _village_street(rng: random.Random) -> str:
    return f"{rng.choice(('Alt', 'Klein', 'Groß', 'Ober', 'Nieder'))}{rng.choice(PARTS).lower()}"


MAKERS = {
    _stem_street: 9, _person_street: 14, _surname_street: 8, _titled_street: 12, _adjective_street: 6,
    _where_street: 6, _date_street: 1, _old_street: 6, _village_street: 2,
}  # fmt: skip


def street_names(rng: random.Random, count: int) -> list[str]:
    """Different names of streets, those of FIXED first."""
    names = dict.fromkeys(FIXED)
    makers, weights = list(MAKERS), list(MAKERS.values())
    while len(names) < count:
        names.setdefault(rng.choices(makers, weights)[0](rng))
    return [name for name in names if name not in REPEATED]


def _places(rng: random.Random) -> list[tuple[str, str, float, float]]:
    """Parts of the town with a postcode and a middle; a postcode holds one or two parts."""
    spots = []
    for position, part in enumerate(PARTS):
        column, row = position % 7, position // 7
        lon = WEST + (column + 0.5) * (EAST - WEST) / 7
        lat = SOUTH + (row + 0.5) * (NORTH - SOUTH) / 6
        spots.append((part, POSTCODES[position % len(POSTCODES)], lon, lat))
    rng.shuffle(spots)
    return spots


def _numbers(rng: random.Random, count: int) -> Iterator[str]:
    """House numbers along a street: gaps, letters, ranges, both sides."""
    number = 1
    made = 0
    while made < count:
        draw = rng.random()
        if draw < 0.05 and made:
            yield f"{number}-{number + rng.choice((2, 4, 6))}"
            number += 6
        elif draw < 0.15:
            for letter in "abcdef"[: rng.randint(1, 4)]:
                yield f"{number}{letter}"
                made += 1
        else:
            yield str(number)
        made += 1
        number += rng.choice((1, 1, 1, 2, 2, 3))


def _street(rng: random.Random, name: str, count: int, spots: list[Any]) -> list[Address]:
    """The addresses of one street; a long one runs on through a second postcode."""
    part, postcode, lon, lat = spots[0]
    lon += rng.uniform(-0.02, 0.02)
    lat += rng.uniform(-0.012, 0.012)
    east, north = rng.uniform(-0.00025, 0.00025), rng.uniform(-0.00015, 0.00015)
    made = []
    numbers = list(dict.fromkeys(_numbers(rng, count)))
    for position, number in enumerate(numbers):
        if len(spots) > 1 and position == len(numbers) // 2:
            part, postcode = spots[1][:2]
        made.append(
            {
                "street": name,
                "house_number": number,
                "postcode": postcode,
                "town": TOWN,
                "district_name": part,
                "lon": f"{lon + position * east:.6f}",
                "lat": f"{lat + position * north:.6f}",
            }
        )
    return made


def make_register(seed: int = 1, count: int = COUNT) -> pd.DataFrame:
    """A register as the pseudo collection `addresses`: text columns, one row per address.

    Columns: street, house_number, postcode, town, district_name, lon, lat. No two rows are equal in
    all but their point.
    """
    rng = random.Random(seed)
    spots = _places(rng)
    rows: list[Address] = []
    for name in REPEATED:
        for spot in rng.sample(spots, min(len(spots), rng.randint(2, 6))):
            rows += _street(rng, name, rng.randint(8, 60), [spot])
    for name in street_names(rng, max(40, count // 23)):
        longest = 120 if name in FIXED else 3
        length = min(220, max(longest, int(rng.lognormvariate(2.9, 0.8))))
        near = rng.sample(spots, 2) if length > 90 else [rng.choice(spots)]
        rows += _street(rng, name, length, near)
    while len(rows) < count:  # a register must be full: the last streets get long
        rows += _street(rng, f"Neue Siedlung {len(rows)}", 60, [rng.choice(spots)])
    return pd.DataFrame(rows[:count], dtype=object)


def main() -> int:
    """Write the register as CSV to the standard output."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=COUNT)
    arguments = parser.parse_args()
    make_register(arguments.seed, arguments.count).to_csv(sys.stdout, sep=";", index=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
