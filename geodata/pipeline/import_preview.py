"""What a proposed mapping would make of a file; and saving it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec

from geodata.changes import shown
from geodata.errors import ConfigError
from geodata.mapping import Proposal, SourceInfo, apply_mapping, write_mapping
from geodata.mapping.ids import slug
from geodata.model import Source
from geodata.normalise import records_of
from geodata.normalise.rows import PROVENANCE
from geodata.pipeline import stages
from geodata.pipeline.import_read import (
    find_format,
    mapping_path,
    propose_for,
    read_file,
    read_table,
)
from geodata.pipeline.inputs import read_inputs
from geodata.settings import Settings
from geodata.stages import ReadOptions
from geodata.store.files import write_atomically

_SHOWN_RECORDS = 3
_SHOWN_PROBLEMS = 20

#: column, reason, how often, first row, its value
Problem = tuple[str, str, int, int, str]


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """First records as they would arrive, and what was not understood, most frequent first."""

    total: int
    good: int
    records: tuple[tuple[int, dict[str, str]], ...]
    problems: tuple[Problem, ...]


def _fields(record: dict[str, Any]) -> dict[str, str]:
    """Filled fields of a typed record, as a person reads them."""
    return {
        name: shown(value)
        for name, value in record.items()
        if name not in PROVENANCE and value not in (None, (), False)
    }


def _problems(issues: Any, names: dict[str, dict[str, str]]) -> tuple[Problem, ...]:
    found: dict[tuple[str, str], list[Any]] = {}
    for issue in issues:
        table = issue.message.split(",", 1)[0]
        column = names.get(table, {}).get(issue.field or "", issue.field or "")
        reason = issue.message.partition("“: ")[2] or issue.message
        kept = found.setdefault((column, reason), [0, issue.row or 0, issue.value or ""])
        kept[0] += 1
    rows = [(column, reason, *kept) for (column, reason), kept in found.items()]
    rows.sort(key=lambda row: -row[2])
    return tuple(rows[:_SHOWN_PROBLEMS])


def preview_file(
    settings: Settings,
    path: Path,
    collection: str,
    options: ReadOptions,
    *,
    now: dt.datetime,
    as_of: dt.date,
) -> tuple[Proposal, Preview]:
    """Propose a mapping for a file, and what would come of it. Writes nothing.

    Raises
    ------
    SourceError, ConfigError
        The file or the city's folder cannot be used.
    """
    content = read_file(path)
    format_name = find_format(path, content)
    table = read_table(path, content, format_name, options)
    proposal = propose_for(settings, table.frame, collection)
    mapping = msgspec.structs.replace(proposal.mapping, format=format_name, read=options)
    proposal = msgspec.structs.replace(proposal, mapping=mapping)
    if not mapping.columns:
        raise ConfigError(
            f"{path}: Keine Spalte ließ sich zuordnen. Vorhanden: "
            f"{', '.join(str(name) for name in list(table.frame.columns)[:30])}."
        )
    mapped = apply_mapping(mapping, table.frame)
    source = Source(
        source_id="preview", title="", publisher="", licence="", attribution="", retrieved_at=now
    )
    inputs = read_inputs(settings, as_of)
    result = stages.normalise_sources(inputs, [(source, mapped.tables)])
    records = records_of(result.tables[collection])
    errors = {issue.row for issue in result.issues if issue.severity == "error"}
    rows = [int(row) for row in mapped.tables[collection].index if int(row) not in errors]
    preview = Preview(
        total=len(mapped.tables[collection]),
        good=len(records),
        records=tuple(
            (row, _fields(record))
            for row, record in list(zip(rows, records, strict=False))[:_SHOWN_RECORDS]
        ),
        problems=_problems(result.issues, mapped.names),
    )
    return proposal, preview


def save_mapping(
    settings: Settings, name: str, proposal: Proposal, file_name: str, *, overwrites: bool
) -> Path:
    """Write a proposal as a mapping of the city, for a person to go on with.

    Raises
    ------
    ConfigError
        The name is none, or there is a mapping of that name and it is not to be replaced.
    """
    path = mapping_path(settings, name)
    if path.exists() and not overwrites:
        raise ConfigError(
            f"{path}: Diese Zuordnung gibt es schon. Ersetzen mit --overwrite, oder einen anderen "
            "Namen wählen."
        )
    source_id = slug(name).replace("-", "_")
    source_id = source_id if source_id[:1].isalpha() else f"import_{source_id}"
    mapping = msgspec.structs.replace(
        proposal.mapping,
        id_prefix=proposal.mapping.id_prefix or f"{slug(name)}-",
        source=SourceInfo(source_id=source_id, title=f"Import „{name}“", fresh_days=90),
    )
    comments = [f"Zuordnung „{name}“, vorgeschlagen nach der Datei {file_name}", ""]
    comments += [f"Es fehlt noch eine Spalte für: {field}" for field in proposal.missing]
    comments += [f"Angenommen, bitte prüfen: {field}" for field in proposal.assumed]
    if proposal.unused:
        comments.append(f"Spalten ohne Zuordnung: {', '.join(proposal.unused)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = write_mapping(mapping, [c for c in comments if c], proposal.unknown_words)
    write_atomically(path, text.encode("utf-8", errors="replace"))
    return path
