"""What a mapping says: which column, or which columns together, make which field.

Every key is explained in docs/import.md.
"""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from msgspec import Meta

from geodata.city import Base, nearest_word
from geodata.normalise import ENTRY_KEYS
from geodata.normalise.rows import POSITION, PROVENANCE
from geodata.stages import ReadOptions
from geodata.tables import TABLES, columns_of

#: the register of addresses: no entries, and its own fields
ADDRESSES = "addresses"
#: collections a file can be read into
IMPORTABLE: tuple[str, ...] = (*ENTRY_KEYS, ADDRESSES)
#: what the pipeline finds out by itself
_FOUND_OUT = ("geocode_confidence", "geocoder", "borough_id")

#: a column, a template of columns ("{Straße} {Nr}"), or several of which the first filled counts
Columns = dict[str, str | tuple[str, ...]]
Texts = dict[str, str]
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


class Part(Base, frozen=True, kw_only=True):
    """How the fields of one collection are made from the columns of a file."""

    columns: Columns = msgspec.field(default_factory=dict)
    constants: Texts = msgspec.field(default_factory=dict)
    defaults: Texts = msgspec.field(default_factory=dict)
    values: dict[str, Texts] = msgspec.field(default_factory=dict)
    separators: Texts = msgspec.field(default_factory=dict)


class SourceInfo(Base, frozen=True, kw_only=True):
    """What the snapshot says about where the records come from."""

    source_id: Annotated[str, Meta(pattern=r"^([a-z][a-z0-9_]{0,60})?$")] = ""
    title: str = ""
    publisher: str = ""
    url: Annotated[str, Meta(pattern=r"^(https?://\S+)?$")] = ""
    licence: str = ""
    licence_url: Annotated[str, Meta(pattern=r"^(https?://\S+)?$")] = ""
    attribution: str = ""
    fresh_days: Annotated[int, Meta(ge=1)] | None = None


class Mapping(Part, frozen=True, kw_only=True):
    """A whole mapping file.

    `organisations` and `places` derive entries of those collections from the same rows, where a
    platform writes the organisation's name and contact beside every offer.
    """

    collection: str
    format: str = ""
    id_prefix: Annotated[str, Meta(pattern=r"^([A-Za-z0-9][A-Za-z0-9._~:-]{0,40})?$")] = ""
    source: SourceInfo = SourceInfo()
    read: ReadOptions = ReadOptions()
    organisations: Part | None = None
    places: Part | None = None

    def parts(self) -> dict[str, Part]:
        """Collection -> how it is made; the file's own collection first."""
        derived = {"organisations": self.organisations, "places": self.places}
        return {self.collection: self} | {n: p for n, p in derived.items() if p is not None}


def fields_of(collection: str) -> tuple[str, ...]:
    """Fields a file can fill, in the order of the type; none for addresses, which know any."""
    if collection == ADDRESSES:
        return ()
    left_out = {*PROVENANCE, *_FOUND_OUT}
    columns = columns_of(TABLES[collection])
    names = [c.name for c in columns if c.kind != "geometry" and c.name not in left_out]
    # the key first, position last
    names.sort(key=lambda name: name != ENTRY_KEYS[collection])
    return (*names, *POSITION)


def required_fields(collection: str) -> tuple[str, ...]:
    """Fields without which a row is left out; the key is not among them, it can be derived."""
    if collection == ADDRESSES:
        return ()
    needed = {c.name for c in columns_of(TABLES[collection]) if c.required}
    return tuple(f for f in fields_of(collection) if f in needed and f != ENTRY_KEYS[collection])


def template_parts(template: str) -> tuple[list[str], list[str]]:
    """The columns a template names, and the text before, between and behind them.

    Raises
    ------
    ValueError
        A brace has no partner.
    """
    parts = _PLACEHOLDER.split(template)
    columns, literals = parts[1::2], parts[::2]
    if any("{" in text or "}" in text for text in literals):
        raise ValueError("eine Klammer { oder } hat kein Gegenstück")
    return columns, literals


def _fault_of_part(where: str, collection: str, part: Part) -> str | None:
    known = fields_of(collection)
    for table in ("columns", "constants", "defaults", "values", "separators"):
        for name in getattr(part, table):
            if known and name not in known:
                return (
                    f"[{where}{table}]: „{name}“ ist kein Feld von „{collection}“."
                    f"{nearest_word(name, known)}"
                )
    for name, column in part.columns.items():
        for text in (column,) if isinstance(column, str) else column:
            try:
                template_parts(text)
            except ValueError as error:
                return f"[{where}columns] {name}: „{text}“ ist keine Vorlage ({error})."
    return None


def fault_of(mapping: Mapping) -> str | None:
    """What is wrong with a mapping that has the right keys, as a German sentence."""
    if mapping.collection not in IMPORTABLE:
        known = ", ".join(IMPORTABLE)
        return f"Die Sammlung „{mapping.collection}“ gibt es nicht. Möglich: {known}."
    if not mapping.columns:
        return "[columns] fehlt: Es ist keine einzige Spalte zugeordnet."
    for name, part in mapping.parts().items():
        where = "" if part is mapping else f"{name}."
        if name == mapping.collection and part is not mapping:
            return f"[{name}] kann nicht zugleich die Sammlung und ihr Anhang sein."
        if part is not mapping and "name" not in part.columns:
            return f"[{name}.columns]: Es fehlt „name“."
        found = _fault_of_part(where, name, part)
        if found:
            return found
    return None
