"""An address index, opened: names of streets in memory, addresses read where they are needed."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from geodata.address import HouseNumber, StreetKey, fold_text, squeeze, street_key
from geodata.errors import SourceError
from geodata.geocode.build import AREA_KINDS, FORMAT_VERSION, Point, middle
from geodata.geocode.result import Row
from geodata.geocode.streets import split_street

#: streets whose addresses are kept in memory, about 25 addresses each
CACHED_STREETS = 1024
_SPLIT = re.compile(r"\s*[/,;]\s*|\s+mit\s+|\s+und\s+")
_SHORT_TYPE = ("strasse", "str")
_LONG_TITLES = {"prof": "professor", "dr": "doktor", "st": "sankt"}
#: length of a choice -> choices and the forms they stand for
Choices = dict[int, tuple[list[str], list[str]]]


@lru_cache(maxsize=4096)
def locality_names(text: str) -> tuple[str, ...]:
    """Folded names under which a part of the town is known: the whole and its pieces."""
    folded = fold_text(text)
    pieces = [squeeze(piece) for piece in (folded, *_SPLIT.split(folded))]
    return tuple(dict.fromkeys(piece for piece in pieces if len(piece) > 2))


def _variants(key: StreetKey) -> Iterable[tuple[str, float]]:
    """Forms under which a street is looked up, and how far each is from its name."""
    yield key.full, 0.0
    yield key.bare, 0.1
    if key.untitled and key.untitled != key.full and len(key.untitled) > 7:
        yield key.untitled, 0.6


def _with_long_titles(key: StreetKey) -> str:
    return "".join(_LONG_TITLES.get(token, token) for token in key.tokens)


def _by_length(choices: Mapping[str, str]) -> Choices:
    found: Choices = {}
    for choice, form in choices.items():
        texts, forms = found.setdefault(len(choice), ([], []))
        texts.append(choice)
        forms.append(form)
    return found


class AddressIndex:
    """Streets and addresses of one register. Safe to share between threads; read-only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            self._read_meta()
            self._read_streets()
            self._read_places()
        except (sqlite3.Error, SourceError, KeyError, ValueError):
            self._connection.close()
            raise
        self.groups_of = lru_cache(maxsize=CACHED_STREETS)(self._groups_of)

    def _query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def _read_meta(self) -> None:
        meta = dict(self._query("select key, value from meta"))
        if meta.get("format_version") != str(FORMAT_VERSION):
            raise SourceError(f"{self.path}: Das Adressverzeichnis hat eine andere Fassung.")
        self.count = int(meta["count"])
        self.frame_sha256 = meta["frame_sha256"]

    def _read_streets(self) -> None:
        found = self._query("select street_id, name from streets order by street_id")
        self.names = dict(found)
        self.id_of = {name: street_id for street_id, name in self.names.items()}
        self.keys = {street_id: street_key(name) for street_id, name in self.names.items()}
        #: form -> (street_id, distance of the form)
        self.forms: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for street_id, key in self.keys.items():
            for form, distance in _variants(key):
                if all(known != street_id for known, _ in self.forms[form]):
                    self.forms[form].append((street_id, distance))
        self._read_choices()

    def _read_choices(self) -> None:
        """What a misspelt name is compared with: each form, and each with its type cut short."""
        choices = {form: form for form in self.forms}
        for key in self.keys.values():
            choices.setdefault(_with_long_titles(key), key.full)
        long, short = _SHORT_TYPE
        for form in self.forms:
            if form.endswith(long) and len(form) > len(long) + 2:
                choices.setdefault(form.removesuffix(long) + short, form)
        self.choices = _by_length(choices)
        #: the same in the letters of the register, for a question that has umlauts or ß
        written = {key.written: key.full for key in self.keys.values()}
        self.written_choices = _by_length({w: f for w, f in written.items() if not w.isascii()})
        self.by_first_letter: dict[tuple[int, str], list[int]] = defaultdict(list)
        for street_id, key in self.keys.items():
            if key.tokens:
                self.by_first_letter[len(key.tokens), key.tokens[0][0]].append(street_id)

    def _read_places(self) -> None:
        areas: dict[str, dict[str, Point]] = {kind: {} for kind in AREA_KINDS}
        for kind, name, lon, lat in self._query("select * from areas order by kind, name"):
            areas[kind][name] = (lon, lat)
        self.towns = frozenset(name for town in areas["town"] for name in locality_names(town))
        #: folded name of a part of the town -> how the register writes it
        self.locality_texts: dict[str, list[str]] = defaultdict(list)
        for part in areas["locality"]:
            for name in locality_names(part):
                self.locality_texts[name].append(part)
        self._locality_points = areas["locality"]
        #: postcode -> an address near its middle (lon, lat)
        self.postcodes = areas["postcode"]

    @cached_property
    def places(self) -> frozenset[str]:
        """Folded names of the towns and their parts."""
        return self.towns | self.locality_texts.keys()

    def _to_row(self, street: str, values: tuple[Any, ...]) -> Row:
        number, suffix, end, end_suffix, postcode, town, part, lon, lat = values
        return Row(
            street=street,
            house=HouseNumber(number=number, suffix=suffix, end=end, end_suffix=end_suffix),
            postcode=postcode,
            town=town,
            locality=part,
            localities=locality_names(part),
            lon=lon,
            lat=lat,
        )

    def _groups_of(self, street_id: int) -> tuple[tuple[Row, ...], ...]:
        """The addresses of a street, see `split_street`."""
        return split_street(self._rows_of(street_id))

    def rows_of(self, street_id: int) -> list[Row]:
        """All addresses of a street."""
        return [row for group in self.groups_of(street_id) for row in group]

    def _rows_of(self, street_id: int) -> tuple[Row, ...]:
        sql = (
            "select number, suffix, end, end_suffix, postcode, town, locality, lon, lat "
            "from addresses where street_id = ?"
        )
        name = self.names[street_id]
        return tuple(self._to_row(name, values) for values in self._query(sql, street_id))

    def middle_of_locality(self, name: str) -> Point | None:
        """An address near the middle of a part of the town, by its folded name."""
        parts = self.locality_texts.get(name, ())
        return middle([self._locality_points[part] for part in parts])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def index_name(sha256: str) -> str:
    """File name of the index of a register: by its checksum and the version of the index."""
    return f"{sha256[:16]}-v{FORMAT_VERSION}.sqlite"


def open_index(path: Path) -> AddressIndex:
    """Open an index for reading.

    Raises
    ------
    SourceError
        The file is missing, damaged, or of another version.
    """
    if not path.is_file():
        raise SourceError(f"{path}: Das Adressverzeichnis fehlt.")
    try:
        return AddressIndex(path)
    except (sqlite3.Error, KeyError, ValueError) as error:
        raise SourceError(f"{path}: Das Adressverzeichnis ist nicht lesbar ({error}).") from None
