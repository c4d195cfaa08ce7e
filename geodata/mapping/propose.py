"""Propose a mapping: names of columns are compared with what people call a field, and the look of
the values decides where names are unclear (rapidfuzz).

A proposal is for a person to look at; it is used unseen only where it `is_sure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from rapidfuzz import fuzz

from geodata.mapping.ids import folded
from geodata.mapping.model import Columns, Mapping, Part, fields_of, required_fields
from geodata.mapping.shapes import understood_share
from geodata.mapping.synonyms import ADDRESS_PARTS, ORGANISATION_NAMES, names_of
from geodata.mapping.themes import theme_words
from geodata.model import Audience, Theme
from geodata.normalise import ENTRY_KEYS

#: from here a column is proposed, and from here it needs no second look
LIKELY, SURE = 0.72, 0.88
#: nothing but the name speaks for it, and that is enough to propose it
_SAME_NAME = 0.97
_KEYS = frozenset(ENTRY_KEYS.values())
#: collections whose rows name an organisation that must exist
_WITH_ORGANISATION = ("opportunities",)
_GROUP = " / "
_OF_ORGANISATION = (
    "der organisation", "der einrichtung", "des traegers", "des vereins", "des anbieters",
)  # fmt: skip
_FOR_ORGANISATION = ("organisation_id", "public_email", "phone", "website", "description", "kind")
_SAMPLES = 3


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping with the reasons for it.

    `confidence`: field -> 0 to 1 (`organisations.name` for a derived field); `samples`: field ->
    first values of its column; `missing`: required fields nothing was found for; `assumed`: those
    that got a default anybody would give them; `unknown_words`: field -> words without a
    translation; `unused` columns.
    """

    mapping: Mapping
    confidence: dict[str, float]
    samples: dict[str, tuple[str, ...]]
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    unknown_words: dict[str, tuple[str, ...]] = {}
    unused: tuple[str, ...] = ()

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Required fields whose column is likely but not sure."""
        needed = [*required_fields(self.mapping.collection), "organisations.name"]
        return tuple(f for f in needed if self.confidence.get(f, 1.0) < SURE)

    @property
    def is_sure(self) -> bool:
        """Whether it may be used without a person having looked at it."""
        return not (self.missing or self.doubtful)


def _name_score(column: str, names: Sequence[str]) -> float:
    """Likeness of a column's name to the best of the names a field has; 1 = the same."""
    whole, last = folded(column), folded(column.rsplit(_GROUP, maxsplit=1)[-1])
    best = 0.0
    for position, name in enumerate(dict.fromkeys(folded(name) for name in names)):
        near = max(fuzz.ratio(whole, name), 0.98 * fuzz.ratio(last, name)) / 100
        # one of the words alone is much weaker than all of them
        words = 0.84 * fuzz.token_set_ratio(whole, name) / 100 if len(name) > 4 else 0.0
        # names that come first are the usual ones
        best = max(best, max(near, words) - 0.001 * position)
    return best


def _score(collection: str, field: str, column: str, cells: Sequence[str]) -> float:
    score = _name_score(column, names_of(collection, field))
    if field in _KEYS and score < _SAME_NAME:
        # a name is no number: „Einrichtung“ is not „Einrichtungs-ID“
        return 0.0
    share = understood_share(collection, field, cells)
    if share is None:
        return score
    if field in ("public_email", "contact_email", "url", "website") and share > 0.9:
        # nothing else looks like a mail or web address
        score = max(score, LIKELY + 0.01)
    # with a name that fits, values that do not are worth an issue each, not another column
    least = 0.8 if score >= _SAME_NAME else 0.6
    return score * (least + (1 - least) * min(share * 1.5, 1.0))


def _best_columns(
    collection: str, fields: Iterable[str], columns: dict[str, list[str]]
) -> dict[str, tuple[str, float]]:
    """field -> its column and score; a column serves one field, the surest pair first."""
    scored = [
        (_score(collection, field, column, cells), field, column)
        for field in fields
        for column, cells in columns.items()
    ]
    scored.sort(key=lambda one: -one[0])
    found: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, field, column in scored:
        if score < LIKELY:
            break
        if field not in found and column not in taken:
            found[field] = (column, min(score, 1.0))
            taken.add(column)
    return found


# --- addresses


def _address_parts(columns: dict[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part, words in ADDRESS_PARTS.items():
        names = words.split("|")
        scored = [(_name_score(column, names), column) for column in columns]
        best, column = max(scored, default=(0.0, ""))
        if best >= SURE and column not in found.values():
            found[part] = column
    return found


def _address(columns: dict[str, list[str]], found: dict[str, tuple[str, float]]) -> tuple[str, ...]:
    """The template of an address that stands in several columns, and the columns in it."""
    parts = _address_parts(columns)
    street = found["address"][0] if "address" in found else parts.get("street", "")
    if not street or not ({"postcode", "town"} & set(parts)):
        return ()
    if any(any(c.isdigit() for c in cell[-12:]) and len(cell) > 25 for cell in columns[street][:5]):
        # postcode and town stand in it already
        return ()
    number = parts.get("number", "") if "address" not in found else ""
    first = " ".join(f"{{{name}}}" for name in (street, number) if name)
    second = " ".join(f"{{{parts[n]}}}" for n in ("postcode", "town") if n in parts)
    used = [name for name in (street, number, parts.get("postcode"), parts.get("town")) if name]
    return (f"{first}, {second}", *used)


# --- organisations in the same rows


def _is_of_organisation(column: str) -> bool:
    head, group, _ = column.partition(_GROUP)
    if group:
        return _name_score(head, ORGANISATION_NAMES.split("|")) >= SURE
    return folded(column).endswith(_OF_ORGANISATION)


def _organisation_part(
    columns: dict[str, list[str]], used: set[str]
) -> tuple[Part | None, dict[str, float]]:
    """How to derive organisations, from the columns that are still free."""
    names = ORGANISATION_NAMES.split("|")
    free = {name: cells for name, cells in columns.items() if name not in used}
    scored = [(_name_score(column, names), column) for column in free]
    scored += [
        (0.95, column)
        for column in free
        if _is_of_organisation(column) and folded(column.rsplit(_GROUP, 1)[-1]).startswith("name")
    ]
    best, name = max(scored, default=(0.0, ""))
    if best < LIKELY:
        return None, {}
    own = {c: cells for c, cells in free.items() if c != name and _is_of_organisation(c)}
    found = _best_columns("organisations", _FOR_ORGANISATION, own)
    part_columns: Columns = {"name": name, **{f: column for f, (column, _) in found.items()}}
    address = _address({c: v for c, v in own.items() if c not in part_columns.values()}, {})
    if address:
        part_columns["address"] = address[0]
    scores = {"organisations.name": min(best, 1.0)}
    scores |= {f"organisations.{f}": score for f, (_, score) in found.items()}
    return Part(columns=part_columns), scores


# --- all of it


def _main_columns(
    collection: str, columns: dict[str, list[str]]
) -> tuple[Columns, dict[str, float], set[str]]:
    """Columns of the file's own collection, their scores, and which columns are in use."""
    has_owner = collection in _WITH_ORGANISATION
    own = {c: v for c, v in columns.items() if not (has_owner and _is_of_organisation(c))}
    found = _best_columns(collection, fields_of(collection), own)
    rest = {c: v for c, v in own.items() if c not in {column for column, _ in found.values()}}
    if "address" in found:
        rest[found["address"][0]] = own[found["address"][0]]
    address = _address(rest, found) if "address" in fields_of(collection) else ()
    named: Columns = {field: found[field][0] for field in fields_of(collection) if field in found}
    scores = {field: score for field, (_, score) in found.items()}
    used = {column for column, _ in found.values()}
    if address:
        named["address"] = address[0]
        scores["address"] = scores.get("address", SURE)
        used |= set(address[1:])
    return named, scores, used


def _missing(collection: str, columns: Columns, part: Part | None) -> list[str]:
    missing = [field for field in required_fields(collection) if field not in columns]
    if collection == "organisations":
        # told by the name, see geodata.mapping.kinds
        missing = [field for field in missing if field != "kind"]
    return [f for f in missing if not (f == "organisation_id" and part is not None)]


def _samples(
    columns: dict[str, list[str]], named: Columns, part: Part | None
) -> dict[str, tuple[str, ...]]:
    both = {**named, **{f"organisations.{f}": c for f, c in (part.columns if part else {}).items()}}
    return {
        field: tuple([cell for cell in columns[column] if cell][:_SAMPLES])
        for field, column in both.items()
        if isinstance(column, str) and column in columns
    }


def propose_mapping(
    frame: Any,
    collection: str,
    themes: Sequence[Theme] = (),
    audiences: Sequence[Audience] = (),
) -> Proposal:
    """A mapping for a file nobody has mapped yet.

    Parameters
    ----------
    frame : DataFrame of text (`TextTable.frame`)
    collection : a key of `ENTRY_KEYS`
    themes, audiences : whose labels the words of the file are compared with
    """
    columns = {str(n): [str(c) for c in frame.iloc[:, at]] for at, n in enumerate(frame.columns)}
    named, scores, used = _main_columns(collection, columns)
    part: Part | None = None
    if collection in _WITH_ORGANISATION:
        part, more = _organisation_part(columns, used)
        scores |= more
        if part is not None and "organisation_id" in named:
            # the platform's own number of the organisation is the key of both
            merged: Columns = {**part.columns, "organisation_id": named.pop("organisation_id")}
            part = msgspec.structs.replace(part, columns=merged)
    missing = _missing(collection, named, part)
    assumed = [field for field in missing if field == "schedule"]
    words, unknown = theme_words(named, columns, themes, audiences)
    mapping = Mapping(
        collection=collection,
        columns=named,
        defaults=dict.fromkeys(assumed, "regular"),
        values=words,
        organisations=part,
    )
    seen = used | {c for c in (part.columns.values() if part else ()) if isinstance(c, str)}
    return Proposal(
        mapping=mapping,
        confidence=scores,
        samples=_samples(columns, named, part),
        missing=tuple(field for field in missing if field not in assumed),
        assumed=tuple(assumed),
        unknown_words=unknown,
        unused=tuple(name for name in columns if name not in seen and _is_unused(name, part)),
    )


def _is_unused(name: str, part: Part | None) -> bool:
    templates = [str(c) for c in part.columns.values()] if part else []
    return not any(f"{{{name}}}" in template for template in templates)
