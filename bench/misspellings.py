"""Addresses as people type them, each with the one it means: the exam for the geocoder.

Made from a register alone. Shares no code with the parser it examines: what a slip is, is said here
a second time and on purpose.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Row = dict[str, str]
LETTERS = "abcdefghijklmnoprstuvwz"


@dataclass(frozen=True)
class Question:
    """A typed address. `lon`, `lat`: where it is; None where nobody can know."""

    text: str
    kind: str
    lon: float | None
    lat: float | None

    @property
    def has_answer(self) -> bool:
        """Whether the text means exactly one address."""
        return self.lon is not None


@dataclass
class _Parts:
    """An address on its way to become a text."""

    street: str
    number: str
    postcode: str
    town: str
    part: str
    layout: str = "{street} {number}{addition}, {postcode} {town}"
    addition: str = ""

    def text(self) -> str:
        made = self.layout.format(**vars(self))
        made = re.sub(r"\s+,", ",", re.sub(r"\s{2,}", " ", made))
        return made.strip(" ,")


class Facts:
    """What a register says about its own ambiguity."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.by_name = Counter((row["street"].lower(), row["house_number"]) for row in rows)
        self.postcodes = sorted({row["postcode"] for row in rows})
        self.streets = {row["street"].lower() for row in rows}
        self.places_of: dict[str, set[tuple[str, str]]] = {}
        for row in rows:
            place = (row["postcode"], row.get("district_name", ""))
            self.places_of.setdefault(row["street"].lower(), set()).add(place)

    def is_unique(self, row: Row) -> bool:
        """Whether street and number alone name one address."""
        return self.by_name[row["street"].lower(), row["house_number"]] == 1


# --- slips: each changes the parts and nothing else


def _abbreviate(parts: _Parts, rng: random.Random) -> None:
    forms = {
        "Straße": ("Str.", "Str", "Strasse", "str.", "STR."),
        "straße": ("str.", "str", "strasse", "-Str."),
        "Platz": ("Pl.", "Pl"),
        "platz": ("pl.",),
    }
    for word, shorter in forms.items():
        if word in parts.street:
            parts.street = parts.street.replace(word, rng.choice(shorter))
            break
    parts.street = parts.street.replace(" des ", rng.choice((" des ", " d. ")))
    parts.street = re.sub(r"^An der ", rng.choice(("An der ", "An d. ")), parts.street)


def _write_umlauts(parts: _Parts, _rng: random.Random) -> None:
    for letter, written in (
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("ß", "ss"),
        ("Ä", "Ae"),
        ("Ü", "Ue"),
    ):
        parts.street = parts.street.replace(letter, written)


def _drop_umlauts(parts: _Parts, _rng: random.Random) -> None:
    for letter, written in (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss")):
        parts.street = parts.street.replace(letter, written)


def _letters_of(text: str) -> list[int]:
    """Positions of letters that a hand may miss, never the first."""
    return [i for i, sign in enumerate(text) if sign.isalpha() and i > 0]


def _drop_letter(parts: _Parts, rng: random.Random) -> None:
    i = rng.choice(_letters_of(parts.street))
    parts.street = parts.street[:i] + parts.street[i + 1 :]


def _double_letter(parts: _Parts, rng: random.Random) -> None:
    i = rng.choice(_letters_of(parts.street))
    parts.street = parts.street[:i] + parts.street[i] + parts.street[i:]


def _swap_letters(parts: _Parts, rng: random.Random) -> None:
    text = parts.street
    places = [i for i in _letters_of(text)[:-1] if text[i + 1].isalpha() and text[i] != text[i + 1]]
    if places:
        i = rng.choice(places)
        parts.street = text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def _wrong_letter(parts: _Parts, rng: random.Random) -> None:
    i = rng.choice(_letters_of(parts.street))
    parts.street = parts.street[:i] + rng.choice(LETTERS) + parts.street[i + 1 :]


def _hyphens(parts: _Parts, rng: random.Random) -> None:
    street = parts.street
    if "-" in street:
        parts.street = street.replace("-", rng.choice((" ", "", " - ", "–")))
    elif " " in street:
        parts.street = street.replace(" ", rng.choice(("-", "", "  ")))
    else:
        ending = re.search(r"(straße|weg|platz|allee|gasse|ring)$", street)
        if ending:
            gap = rng.choice((" ", "-"))
            parts.street = f"{street[: ending.start()]}{gap}{ending[1].capitalize()}"


def _case(parts: _Parts, rng: random.Random) -> None:
    change = rng.choice((str.lower, str.upper, str.title, str.swapcase))
    parts.street, parts.town = change(parts.street), change(parts.town)


def _no_postcode(parts: _Parts, rng: random.Random) -> None:
    parts.postcode = ""
    if rng.random() < 0.3:
        parts.layout = "{street} {number}{addition} {town}"


def _no_town(parts: _Parts, rng: random.Random) -> None:
    parts.town = ""
    if rng.random() < 0.5:
        parts.layout = "{street} {number}{addition} {postcode}"


def _only_street(parts: _Parts, _rng: random.Random) -> None:
    parts.town = parts.postcode = ""


ADDITIONS = (
    " (Hof)", " (Hinterhaus)", ", Hinterhaus", " Hinterhaus", ", 2. OG", " 2. OG", ", 3. Etage", " EG links",
    " (Eingang B)", ", c/o Schmidt", " bei Müller", ", bei Familie Köhler", ", Haus 2", " HH", " (2. Stock)",
    ", Aufgang C", " [Gartenhaus]", ", Raum 204", " (Seiteneingang, 1. OG)", ", z. Hd. Frau Beck",
)  # fmt: skip
NAMES = ("Nachbarschaftszentrum", "Vereinshaus", "Bürgertreff", "Haus der Begegnung", "c/o Weber")


def _addition(parts: _Parts, rng: random.Random) -> None:
    if rng.random() < 0.15:
        parts.layout = f"{rng.choice(NAMES)}, {parts.layout}"
    else:
        parts.addition = rng.choice(ADDITIONS)


def _range(parts: _Parts, rng: random.Random) -> None:
    first, _, last = parts.number.partition("-")
    if last:
        parts.number = f"{first}{rng.choice((' - ', '–', '/', ' – ', ' bis '))}{last}"


def _space_letter(parts: _Parts, rng: random.Random) -> None:
    found = re.fullmatch(r"(\d+)([a-z])", parts.number)
    if found:
        letter = rng.choice((found[2], found[2].upper()))
        parts.number = f"{found[1]}{rng.choice((' ', '  ', '', '-'))}{letter}"


def _number_word(parts: _Parts, rng: random.Random) -> None:
    parts.number = f"{rng.choice(('Nr. ', 'Nr.', 'Hausnr. ', 'No. '))}{parts.number}"


def _glue(parts: _Parts, _rng: random.Random) -> None:
    parts.layout = parts.layout.replace("{street} {number}", "{street}{number}")
    if parts.street[-1].isdigit():
        parts.street += " "


LAYOUTS = (
    "{postcode} {town}, {street} {number}{addition}",
    "{postcode} {town} {street} {number}{addition}",
    "{street} {number}{addition} {postcode} {town}",
    "{town}, {street} {number}{addition}",
    "{street} {number}{addition}; {postcode} {town}",
    "{street} {number}{addition}\n{postcode} {town}",
    "{number} {street}, {postcode} {town}",
    "{street} {number}{addition}, D-{postcode} {town}",
    "{street} {number}{addition}, {postcode} {town}, Deutschland",
    "{street} {number}{addition}, {postcode} {town}-{part}",
    "{street} {number}{addition}, {postcode} {town} OT {part}",
    "{street} {number}{addition}, {town} ({part})",
    "{street}, {number}, {postcode} {town}",
)


def _layout(parts: _Parts, rng: random.Random) -> None:
    parts.layout = rng.choice(LAYOUTS)


Slip = Callable[[_Parts, random.Random], None]
SLIPS: dict[str, tuple[Slip, int]] = {
    "abbreviation": (_abbreviate, 12),
    "umlauts written out": (_write_umlauts, 8),
    "umlauts dropped": (_drop_umlauts, 4),
    "letter dropped": (_drop_letter, 10),
    "letter doubled": (_double_letter, 8),
    "letters swapped": (_swap_letters, 8),
    "wrong letter": (_wrong_letter, 6),
    "hyphens and spaces": (_hyphens, 8),
    "case": (_case, 5),
    "no postcode": (_no_postcode, 8),
    "no town": (_no_town, 5),
    "only street and number": (_only_street, 4),
    "addition": (_addition, 9),
    "range": (_range, 5),
    "letter of the number": (_space_letter, 5),
    "number word": (_number_word, 2),
    "glued": (_glue, 2),
    "layout": (_layout, 9),
}


# --- questions


def _is_answerable(parts: _Parts, row: Row, facts: Facts) -> bool:
    """Whether what is left in the text still names one address."""
    text = parts.text()
    if facts.is_unique(row):
        return True
    same = [
        other
        for other in facts.rows
        if (other["street"].lower(), other["house_number"])
        == (row["street"].lower(), row["house_number"])
    ]
    has_part = bool(parts.part) and "{part}" in parts.layout
    has_postcode = bool(parts.postcode) and "{postcode}" in parts.layout and row["postcode"] in text
    left = [
        other
        for other in same
        if (not has_postcode or other["postcode"] == row["postcode"])
        and (not has_part or other.get("district_name") == row.get("district_name"))
    ]
    return len(left) == 1


def _parts_of(row: Row) -> _Parts:
    return _Parts(
        street=row["street"],
        number=row["house_number"],
        postcode=row["postcode"],
        town=row["town"],
        part=row.get("district_name", ""),
    )


def _question(parts: _Parts, kind: str, row: Row | None) -> Question:
    if row is None:
        return Question(text=parts.text(), kind=kind, lon=None, lat=None)
    return Question(text=parts.text(), kind=kind, lon=float(row["lon"]), lat=float(row["lat"]))


def _misspelt(row: Row, rng: random.Random, facts: Facts) -> Question:
    parts = _parts_of(row)
    count = rng.choices((1, 2, 3), (60, 32, 8))[0]
    names, weights = list(SLIPS), [weight for _, weight in SLIPS.values()]
    chosen = list(dict.fromkeys(rng.choices(names, weights, k=count)))
    if "-" in row["house_number"] and rng.random() < 0.6:
        chosen = ["range"]
    for name in sorted(chosen, key=lambda name: name in ("case", "glued")):
        SLIPS[name][0](parts, rng)
    kind = " + ".join(chosen)
    return _question(parts, kind, row if _is_answerable(parts, row, facts) else None)


def _wrong_postcode(row: Row, rng: random.Random, facts: Facts) -> Question:
    parts = _parts_of(row)
    other = [postcode for postcode in facts.postcodes if postcode != row["postcode"]]
    digits = list(row["postcode"])
    digits[3], digits[4] = digits[4], digits[3]
    swapped = "".join(digits)
    parts.postcode = rng.choice(
        (rng.choice(other), swapped if digits[3] != digits[4] else other[0])
    )
    return _question(parts, "wrong postcode", row if facts.is_unique(row) else None)


def _ambiguous(_row: Row, rng: random.Random, facts: Facts) -> Question:
    several = sorted(key for key, count in facts.by_name.items() if count > 2)
    street, number = rng.choice(several)
    same = next(
        r for r in facts.rows if (r["street"].lower(), r["house_number"]) == (street, number)
    )
    parts = _parts_of(same)
    parts.postcode = ""
    return _question(parts, "ambiguous", None)


def _no_such_number(row: Row, rng: random.Random, _facts: Facts) -> Question:
    parts = _parts_of(row)
    parts.number = str(rng.randint(900, 999))
    return _question(parts, "no such number", None)


def _no_such_street(row: Row, rng: random.Random, facts: Facts) -> Question:
    parts = _parts_of(row)
    words = (
        "Xaverhöhe",
        "Quitzowstraße",
        "Gänsblümchenpfad",
        "Ypsilantiplatz",
        "Zykladenufer",
        "Am Kohlrabizirkus",
    )
    parts.street = rng.choice([word for word in words if word.lower() not in facts.streets])
    return _question(parts, "no such street", None)


def _other_town(row: Row, rng: random.Random, _facts: Facts) -> Question:
    parts = _parts_of(row)
    parts.postcode, parts.town = rng.choice(
        (("04109", "Leipzig"), ("", "Chemnitz"), ("10115", "Berlin"))
    )
    return _question(parts, "other town", None)


#: share of the questions in percent; the rest are slips
SPECIAL = (
    (_wrong_postcode, 6), (_ambiguous, 2), (_no_such_number, 1), (_no_such_street, 1), (_other_town, 1),
)  # fmt: skip


def make_questions(register: Any, count: int = 2000, seed: int = 2) -> list[Question]:
    """Typed addresses of a register.

    Parameters
    ----------
    register : DataFrame of text: street, house_number, postcode, town, district_name, lon, lat.
    """
    rng = random.Random(seed)
    rows: list[Row] = register.to_dict("records")
    facts = Facts(rows)
    makers = [maker for maker, _ in SPECIAL]
    weights = [weight for _, weight in SPECIAL]
    questions = []
    for _ in range(count):
        maker = rng.choices([*makers, _misspelt], [*weights, 100 - sum(weights)])[0]
        questions.append(maker(rng.choice(rows), rng, facts))
    return questions
