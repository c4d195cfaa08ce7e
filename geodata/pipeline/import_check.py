"""Which records of a file can be taken: typed, with a key of their own, and no loose reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from geodata.issues import Issue
from geodata.mapping import Mapped
from geodata.mapping.ids import folded, usable_key
from geodata.match.entries import REFERENCES
from geodata.model import Source
from geodata.normalise import ENTRY_KEYS
from geodata.pipeline import stages
from geodata.pipeline.inputs import Inputs
from geodata.tables import TABLES, columns_of

Tables = dict[str, Any]
Cell = tuple[str, int]

_CLASH = (
    "Diese Kennung hat schon ein Eintrag der Quelle „{source}“. Abhilfe: eine Vorsilbe für alle "
    "Kennungen dieser Datei, etwa --id-prefix {prefix}"
)
_NO_ORGANISATION = (
    "Diese Organisation gibt es nicht, weder in der Datei noch in einer anderen Quelle. Abhilfe: "
    "zuerst die Organisationen importieren."
)
_NO_REFERENCE = "Der Verweis führt ins Leere und wurde weggelassen."


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Keys of the other sources: collection -> key -> source; names of organisations -> key.

    `derived`: keys that other imports only derived; a file that brings the record itself wins.
    """

    keys: dict[str, dict[str, str]]
    derived: dict[str, set[str]]
    names: dict[str, str]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """`tables`: text of what can be taken; `typed`: the same with types; `issues`: all of them."""

    tables: Tables
    typed: Tables
    issues: tuple[Issue, ...]
    rejected: tuple[Issue, ...]


def known_from(entries: Iterable[tuple[Source, Mapping[str, Any]]], inputs: Inputs) -> Known:
    """What other sources hold, from their tables of text."""
    keys: dict[str, dict[str, str]] = {name: {} for name in ENTRY_KEYS}
    names: dict[str, str] = {}
    for source, tables in entries:
        for collection, frame in tables.items():
            if collection not in ENTRY_KEYS:
                continue
            column = ENTRY_KEYS[collection]
            column = column if column in frame.columns else "id"
            texts = [str(key) for key in frame[column]] if column in frame.columns else []
            keys[collection].update({key: source.source_id for key in reversed(texts) if key})
            if collection == "organisations" and "name" in frame.columns:
                called = zip(frame["name"], texts, strict=True)
                names |= {folded(str(name)): key for name, key in called if key}
    derived: dict[str, set[str]] = {}
    for state in inputs.imports:
        for collection, records in state.tables.items():
            if collection != state.collection:
                column = ENTRY_KEYS[collection]
                found = {record.cells.get(column, "") for record in records}
                derived.setdefault(collection, set()).update(found)
    return Known(keys=keys, derived=derived, names=names)


# --- references


def _resolved(cell: str, written: str, own: set[str], known: Known, target: str) -> str:
    """A reference as it leads somewhere: with the prefix, without it, or by a name."""
    for candidate in (cell, usable_key(written, "")):
        if candidate in own or candidate in known.keys[target]:
            return candidate
    return known.names.get(folded(written), cell) if target == "organisations" else cell


def resolve_references(mapped: Mapped, known: Known) -> Tables:
    """Tables of text whose references are keys, where the file has names or keys of others."""
    tables = {name: frame.copy() for name, frame in mapped.tables.items()}
    for name, field, target in REFERENCES:
        written = mapped.references.get((name, field))
        if written is None:
            continue
        own = set(tables[target][ENTRY_KEYS[target]]) if target in tables else set()
        tables[name][field] = [
            _resolved(cell, text, own, known, target)
            for cell, text in zip(tables[name][field], written, strict=True)
        ]
    return tables


def _is_required(collection: str, field: str) -> bool:
    return any(c.name == field and c.required for c in columns_of(TABLES[collection]))


# --- what must stay out


def _issue(source: Source, name: str, row: int, field: str, **more: Any) -> Issue:
    reason = more.pop("reason")
    return Issue(
        source_id=source.source_id,
        message=f"{name}, Zeile {row}, Feld „{field}“: {reason}",
        row=row,
        field=field,
        **more,
    )


def _clashes(source: Source, collection: str, frame: Any, known: Known) -> dict[int, Issue]:
    """Rows whose key another source has."""
    found = {}
    field = ENTRY_KEYS[collection]
    others, derived = known.keys[collection], known.derived.get(collection, set())
    for row, key in zip(frame.index, frame[field], strict=True):
        if key not in others or key in derived:
            continue
        reason = _CLASH.format(source=others[key], prefix=f"{source.source_id.replace('_', '-')}-")
        found[int(row)] = _issue(
            source, collection, int(row), field,
            reason=reason, kind="foreign_id", severity="error",
            record_id=f"{source.source_id}:{key}", value=key,
        )  # fmt: skip
    return found


def _loose(
    source: Source, tables: Tables, kept: Mapping[str, set[int]], known: Known
) -> tuple[dict[Cell, Issue], list[tuple[str, str, int, Issue]]]:
    """Rows that need an organisation nobody has; and other references that lead nowhere."""
    rejected: dict[Cell, Issue] = {}
    dropped = []
    for name, field, target in REFERENCES:
        if name not in tables or field not in tables[name].columns:
            continue
        own: set[str] = set()
        if target in tables:
            frame = tables[target]
            pairs = zip(frame.index, frame[ENTRY_KEYS[target]], strict=True)
            own = {key for row, key in pairs if int(row) in kept[target]}
        required = _is_required(name, field)
        frame = tables[name]
        for row, cell in zip(frame.index, frame[field], strict=True):
            if not cell or int(row) not in kept[name] or cell in own or cell in known.keys[target]:
                continue
            reason = _NO_ORGANISATION if required else _NO_REFERENCE
            issue = _issue(
                source, name, int(row), field,
                reason=reason, kind="missing_reference",
                severity="error" if required else "warning",
                record_id=f"{source.source_id}:{frame.loc[row, ENTRY_KEYS[name]]}", value=cell,
            )  # fmt: skip
            if required:
                rejected[name, int(row)] = issue
            else:
                dropped.append((name, field, int(row), issue))
    return rejected, dropped


def _bad_rows(issues: Iterable[Issue]) -> dict[Cell, Issue]:
    """(collection, row) -> the first reason why normalising left it out."""
    found: dict[Cell, Issue] = {}
    for issue in issues:
        if issue.severity == "error" and issue.row is not None:
            found.setdefault((issue.message.split(",", 1)[0], issue.row), issue)
    return found


def check_records(
    inputs: Inputs, source: Source, collection: str, tables: Tables, known: Known
) -> Checked:
    """Normalise the records of a file and sort out those that cannot be taken.

    Parameters
    ----------
    source : with `retrieved_at`
    tables : text, references resolved; `collection` is the file's own, the others are derived
    """
    first = stages.normalise_sources(inputs, [(source, tables)])
    bad = _bad_rows(first.issues)
    clashes = _clashes(source, collection, tables[collection], known)
    bad |= {(collection, row): issue for row, issue in clashes.items()
            if (collection, row) not in bad}  # fmt: skip
    kept = {
        name: {int(row) for row in frame.index if (name, int(row)) not in bad}
        for name, frame in tables.items()
    }
    loose, dropped = _loose(source, tables, kept, known)
    bad |= loose
    clean = {name: frame.copy() for name, frame in tables.items()}
    for name, field, row, _ in dropped:
        clean[name].loc[row, field] = ""
    for name, frame in clean.items():
        clean[name] = frame[[(name, int(row)) not in bad for row in frame.index]]
    typed = stages.normalise_sources(inputs, [(source, clean)])
    more = [*clashes.values(), *loose.values(), *(issue for *_, issue in dropped)]
    return Checked(
        tables=clean,
        typed=dict(typed.tables),
        issues=(*first.issues, *more),
        rejected=tuple(bad.values()),
    )
