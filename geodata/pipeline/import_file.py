"""Import a file: first a plan of what would change, then, if wanted, all of it or nothing.

load_file -> plan_import -> (a person looks at it) -> apply_import -> build_snapshot
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from geodata.changes import Changes, compare_tables
from geodata.errors import ConfigError
from geodata.issues import Issue
from geodata.match.entries import REFERENCES
from geodata.model import Source
from geodata.normalise import ENTRY_KEYS
from geodata.pipeline import stages
from geodata.pipeline.addresses import locators_for
from geodata.pipeline.import_check import (
    Checked,
    Known,
    check_records,
    known_from,
    resolve_references,
)
from geodata.pipeline.import_notes import Note, notes_from
from geodata.pipeline.import_read import Loaded
from geodata.pipeline.imported import frame_of, records_of_frame
from geodata.pipeline.inputs import Inputs, read_inputs, used_sources
from geodata.pipeline.raw_sources import Fetched
from geodata.privacy import mask_private_issues
from geodata.settings import Settings
from geodata.sources import read_sources
from geodata.store.imports import ImportState, TextRecord, issues_path

#: step -> its German name on screen, in order; the first is for who loads the file
PLAN_STEPS: dict[str, str] = {
    "read": "Datei lesen",
    "others": "Andere Quellen lesen",
    "check": "Werte prüfen",
    "compare": "Mit dem bisherigen Stand vergleichen",
}
_UNKNOWN_LICENCE = "nicht angegeben"


class ImportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is to be imported; empty = as its mapping says."""

    source_id: str = ""
    keeps_gone: bool = False
    replaces_examples: bool = False


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What an import would do.

    `rejected`: rows left out, with the reason; `held`: keys of records whose new row was rejected,
    so that the old one stays; `kept`: keys that are gone from the file and stay all the same,
    because that was asked for or the rows they may stand in cannot be read.
    """

    loaded: Loaded
    state: ImportState
    old: ImportState | None
    changes: dict[str, Changes]
    rejected: tuple[Note, ...]
    notes: tuple[Note, ...]
    held: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    issues_path: Path

    @property
    def is_same(self) -> bool:
        """Whether exactly this was imported already."""
        if self.old is None:
            return False
        times = {"imported_at": self.old.imported_at, "file_name": self.old.file_name}
        return msgspec.structs.replace(self.state, **times) == self.old

    @property
    def record_count(self) -> int:
        """Records of the file's own collection after the import."""
        return len(self.state.tables[self.state.collection])


# --- the source


def _source_id(loaded: Loaded, options: ImportOptions) -> str:
    named = options.source_id or loaded.mapping.source.source_id
    if not named and loaded.mapping_name:
        named = loaded.mapping_name.replace("-", "_")
        named = named if named[0].isalpha() else f"import_{named}"
    return named or f"import_{loaded.mapping.collection}"


def _source_row(loaded: Loaded, options: ImportOptions) -> Source:
    """The row of `sources`; times, counts and checksum are set by the build."""
    source_id = _source_id(loaded, options)
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,60}", source_id):
        raise ConfigError(
            f"„{source_id}“ ist kein Name einer Quelle: erlaubt sind a-z, 0-9 und _, zuerst ein "
            "Buchstabe."
        )
    info = loaded.mapping.source
    title = info.title or f"Import „{source_id}“"
    return Source(
        source_id=source_id,
        title=title,
        publisher=info.publisher or title,
        url=info.url or None,
        licence=info.licence or _UNKNOWN_LICENCE,
        licence_url=info.licence_url or None,
        attribution=info.attribution or info.publisher or title,
        fresh_days=info.fresh_days,
        kind="import",
    )


# --- what is there already


def _other_inputs(settings: Settings, as_of: dt.date, source: Source, collection: str) -> Inputs:
    """The city without the import that is to be replaced."""
    inputs = read_inputs(settings, as_of)
    if source.source_id in inputs.source_ids:
        raise ConfigError(
            f"Die Quelle „{source.source_id}“ steht schon in sources.toml. Bitte einen anderen "
            "Namen wählen: --source NAME"
        )
    others = tuple(
        state
        for state in inputs.imports
        if (state.source.source_id, state.collection) != (source.source_id, collection)
    )
    return msgspec.structs.replace(inputs, imports=others)


def _without_examples(inputs: Inputs, *, replaces: bool) -> Inputs:
    """The city as it will be: without examples where any import replaces them."""
    states = inputs.imports
    sources = read_sources(inputs.city_dir)
    used = used_sources(sources, states)
    if replaces:
        used = tuple(spec for spec in used if not spec.is_example)
    return msgspec.structs.replace(inputs, sources=used)


class _Others(msgspec.Struct, frozen=True, kw_only=True):
    """All other sources: their bytes, the districts, the keys of their records."""

    fetched: list[Fetched]
    districts: Any
    known: Known


def _parse_others(settings: Settings, inputs: Inputs, now: dt.datetime, source: Source) -> _Others:
    """What the build would read beside the file. Writes nothing."""
    fetched = stages.fetch_sources(inputs, settings.raw_dir, now, keeps_raw=False)
    parsed = stages.parse_sources(inputs, fetched, settings.raw_dir, now, keeps_raw=False)
    known = known_from(parsed.entries, inputs)
    own = {
        name: {key: of for key, of in keys.items() if of == source.source_id}
        for name, keys in known.keys.items()
    }
    # other files of the same source: references may lead there, and no key of theirs is foreign
    derived = {name: known.derived.get(name, set()) | set(keys) for name, keys in own.items()}
    known = msgspec.structs.replace(known, derived=derived)
    return _Others(fetched=fetched, districts=parsed.base.tables["districts"], known=known)


# --- what stays of the old state


def _keys(records: tuple[TextRecord, ...], collection: str) -> dict[str, TextRecord]:
    return {record.cells.get(ENTRY_KEYS[collection], ""): record for record in records}


def _stay(
    old: ImportState | None,
    checked: Checked,
    collection: str,
    *,
    keeps_gone: bool,
    unreadable: int,
) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of old records that stay: held because the new row is bad, kept because asked for.

    `unreadable`: rows nobody knows the key of; as many records may be missing because of them.
    """
    if old is None:
        return frozenset(), frozenset()
    before = set(_keys(old.tables.get(collection, ()), collection))
    now = {str(key) for key in checked.tables[collection][ENTRY_KEYS[collection]]}
    bad = {
        (issue.record_id or "").partition(":")[2]
        for issue in checked.rejected
        if issue.kind not in ("duplicate_id", "foreign_id")
    }
    held = (before - now) & bad
    gone = before - now - held
    kept = gone if keeps_gone or len(gone) <= unreadable else set()
    return frozenset(held), frozenset(kept)


def _with_old(
    old: ImportState | None, checked: Checked, collection: str, keys: frozenset[str]
) -> dict[str, tuple[TextRecord, ...]]:
    """Records of the new state: those of the file, the old ones that stay, and what these need."""
    tables = {name: records_of_frame(frame) for name, frame in checked.tables.items()}
    if old is None or not keys:
        return tables
    staying = _keys(old.tables[collection], collection)
    records = [record for key, record in staying.items() if key in keys]
    tables[collection] += tuple(records)
    for name, field, target in REFERENCES:
        if name != collection or target == collection or target not in old.tables:
            continue
        present = _keys(tables.get(target, ()), target)
        needed = {record.cells.get(field, "") for record in records} - set(present)
        there = _keys(old.tables[target], target)
        more = tuple(record for key, record in there.items() if key in needed)
        tables[target] = tables.get(target, ()) + more
    return tables


# --- the plan


def _typed(
    inputs: Inputs, source: Source, tables: Mapping[str, tuple[TextRecord, ...]]
) -> dict[str, Any]:
    frames = {name: frame_of(records) for name, records in tables.items()}
    return dict(stages.normalise_sources(inputs, [(source, frames)]).tables)


def _compare(
    inputs: Inputs, source: Source, state: ImportState, old: ImportState | None
) -> tuple[dict[str, Changes], dict[str, Any]]:
    after = _typed(inputs, source, state.tables)
    before = _typed(inputs, source, old.tables) if old else {}
    names = [name for name in ENTRY_KEYS if name in state.tables or (old and name in old.tables)]
    names.sort(key=lambda name: name != state.collection)
    changes = {name: compare_tables(name, before.get(name), after[name]) for name in names}
    return changes, after


def _placed_issues(
    settings: Settings, inputs: Inputs, others: _Others, typed: dict[str, Any]
) -> list[Issue]:
    """Addresses that are not found, districts that do not exist, points that lie in none."""
    issues: list[Issue] = []
    with locators_for(settings, inputs, others.fetched, issues) as locators:
        located = stages.geocode_entries(typed, others.districts, locators)
    return [*located.issues, *stages.assign_entries(located.tables, others.districts).issues]


def plan_import(
    settings: Settings,
    loaded: Loaded,
    options: ImportOptions,
    *,
    now: dt.datetime,
    as_of: dt.date,
    progress: Callable[[str], None] = lambda _: None,
) -> Plan:
    """What importing a file would change. Writes nothing.

    Parameters
    ----------
    progress : called with a step of `PLAN_STEPS` as it begins

    Raises
    ------
    ConfigError, SourceError
        The city's folder cannot be used, or the source's name is taken.
    """
    collection = loaded.mapping.collection
    if collection not in ENTRY_KEYS:
        raise ConfigError(f"„{collection}“ wird nicht importiert, sondern als Quelle angegeben.")
    source = _source_row(loaded, options)
    inputs = _other_inputs(settings, as_of, source, collection)
    old = next((s for s in read_inputs(settings, as_of).imports
                if (s.source.source_id, s.collection) == (source.source_id, collection)), None)  # fmt: skip
    replaces = options.replaces_examples or bool(old and old.replaces_examples)
    inputs = _without_examples(inputs, replaces=replaces)
    progress("others")
    others = _parse_others(settings, inputs, now, source)
    dated = msgspec.structs.replace(source, retrieved_at=now)
    progress("check")
    tables = resolve_references(loaded.mapped, others.known)
    checked = check_records(inputs, dated, collection, tables, others.known)
    unreadable = sum(fault.severity == "error" for fault in loaded.table.faults)
    held, kept = _stay(
        old, checked, collection, keeps_gone=options.keeps_gone, unreadable=unreadable
    )
    state = ImportState(
        source=source,
        collection=collection,
        file_name=loaded.path.name,
        sha256=hashlib.sha256(loaded.content).hexdigest(),
        mapping=loaded.mapping_name,
        imported_at=now.replace(microsecond=0),
        replaces_examples=replaces,
        tables=_with_old(old, checked, collection, held | kept),
    )
    progress("compare")
    changes, typed = _compare(inputs, dated, state, old)
    placed = _placed_issues(settings, inputs, others, typed)
    issues = mask_private_issues([*checked.issues, *placed], typed)
    rejected_rows = {(i.message.split(",", 1)[0], i.row) for i in checked.rejected}
    notes = notes_from(issues, loaded, state)
    return Plan(
        loaded=loaded,
        state=state,
        old=old,
        changes=changes,
        rejected=tuple(
            n for n in notes if n.severity == "error" and (
                (n.collection, n.row) in rejected_rows or n.kind == "bad_row"
            )
        ),
        notes=notes,
        held=held,
        kept=kept,
        issues_path=issues_path(settings.imports_dir, source.source_id, collection),
    )  # fmt: skip
