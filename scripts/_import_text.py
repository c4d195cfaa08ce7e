"""What an import would change, as it stands on the screen: counts first, then every list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from geodata.formats.labels import FORMAT_WORDS
from scripts.build_snapshot import ENTRY_WORDS

if TYPE_CHECKING:
    from geodata.changes import Changes, Entry
    from geodata.pipeline.import_file import Plan
    from geodata.pipeline.import_notes import Note

_VALUE_LENGTH = 100
#: new and unchanged entries are many; the file itself lists them
_LISTED_NEW = 200
_LISTED_SAME = 20
_LISTED_NOTES = 20


def plain(text: str) -> str:
    """One line without signs that steer a terminal: it comes from a file of somebody else."""
    line = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in line)


def short(text: str) -> str:
    line = plain(text)
    return line if len(line) <= _VALUE_LENGTH else f"{line[: _VALUE_LENGTH - 1]}…"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _entry_lines(entries: Iterable[Entry], mark: str, names: dict[str, str]) -> list[str]:
    lines = []
    for entry in entries:
        lines.append(f"  {mark} {short(entry.title)}  [{entry.key}]")
        lines += [
            f"      {plain(names.get(change.field, change.field))}: "
            f"{short(change.old)} -> {short(change.new)}"
            for change in entry.fields
        ]
    return lines


def _cut(lines: list[str], limit: int, count: int) -> list[str]:
    if count <= limit:
        return lines
    return [*lines[:limit], f"    … und {_number(count - limit)} weitere"]


def _collection_lines(name: str, changes: Changes, plan: Plan) -> list[str]:
    """The lists of one collection, each under its heading."""
    names = plan.loaded.mapped.names.get(name, {})
    word = ENTRY_WORDS[name]
    is_main = name == plan.state.collection
    stay = plan.kept if is_main else frozenset()
    unchanged = [entry for entry in changes.unchanged if entry.key not in stay]
    kept = [entry for entry in changes.unchanged if entry.key in stay]
    sections = [
        ("Neu", "+", changes.new, _LISTED_NEW),
        ("Geändert", "~", changes.changed, len(changes.changed)),
        ("Weggefallen", "-", changes.gone, len(changes.gone)),
        ("Nicht in der Datei gefunden, bleibt", "=", kept, len(kept)),
        ("Unverändert", "=", unchanged, _LISTED_SAME),
    ]
    lines: list[str] = []
    for title, mark, entries, limit in sections:
        if entries:
            listed = _entry_lines(entries, mark, names)
            lines += ["", f"{title} ({word}):"]
            lines += _cut(listed, limit, len(entries)) if limit < len(entries) else listed
    return lines


def _counts(plan: Plan) -> list[str]:
    lines = []
    for name, changes in plan.changes.items():
        parts = [
            f"{_number(len(changes.new))} neu",
            f"{_number(len(changes.changed))} geändert",
            f"{_number(len(changes.unchanged))} unverändert",
            f"{_number(len(changes.gone))} weggefallen",
        ]
        if name == plan.state.collection:
            rows = {(note.collection, note.row) for note in plan.rejected}
            parts.append(f"{_number(len(rows))} abgelehnt")
        lines.append(f"  {ENTRY_WORDS[name] + ':':<16} {', '.join(parts)}")
    return lines


def _where(note: Note) -> str:
    column = f", Spalte „{short(note.column)}“" if note.column else ""
    return f"Zeile {note.row or '?'}{column}"


def _note_line(note: Note, plan: Plan) -> str:
    title = f" ({short(note.title)})" if note.title else ""
    stays = " Die bisherige Fassung bleibt." if note.key in plan.held else ""
    return f"  ! {_where(note)}{title}: {plain(note.reason)}{stays}"


def _rejected_lines(plan: Plan) -> list[str]:
    if not plan.rejected:
        return []
    return ["", "Abgelehnt:", *(_note_line(note, plan) for note in plan.rejected)]


def _note_lines(plan: Plan) -> list[str]:
    """What is in, but not as it stands in the file."""
    notes = [note for note in plan.notes if note not in plan.rejected]
    lines = [_note_line(note, plan) for note in notes]
    head = ["", "Nicht ganz verstanden:", *_cut(lines, _LISTED_NOTES, len(lines))] if notes else []
    if plan.notes:
        head += ["", f"Hinweise als CSV ({_number(len(plan.notes))}): {plan.issues_path}"]
    return head


def _mapping_warnings(plan: Plan) -> list[str]:
    """What the mapping, or that there is none, leaves open."""
    from geodata.pipeline.import_read import MAP_COMMAND  # noqa: PLC0415

    loaded = plan.loaded
    lines = [
        f"Angenommen, bitte prüfen: {field} = „{loaded.mapping.defaults.get(field, '')}“ in "
        "jeder Zeile; keine Spalte sagt es."
        for field in loaded.assumed
    ]
    if plan.rejected and not loaded.mapping_name:
        lines.append(
            "Nicht alles wurde verstanden. Spalten und Wörter zuordnen: "
            f"{MAP_COMMAND} {plain(str(loaded.path))} --collection {plan.state.collection} "
            "--save NAME"
        )
    if plan.state.source.licence == "nicht angegeben":
        lines.append(
            "In der Zuordnung fehlt die Lizenz ([source] licence); gezeigt wird „nicht angegeben“."
        )
    if loaded.mapped.unused:
        columns = ", ".join(f"„{short(name)}“" for name in loaded.mapped.unused[:20])
        lines.append(f"Spalten ohne Zuordnung, sie werden nicht übernommen: {columns}.")
    return lines


def _warnings(plan: Plan) -> list[str]:
    lines = []
    changes = plan.changes[plan.state.collection]
    before = len(changes.gone) + len(changes.changed) + len(changes.unchanged)
    if before and len(changes.gone) * 2 > before:
        lines.append(
            "Achtung: Mehr als die Hälfte der bisherigen Einträge fehlt in dieser Datei. Ist sie "
            "vollständig? Mit --keep bleiben sie."
        )
    lines += _mapping_warnings(plan)
    if plan.state.replaces_examples:
        lines.append("Alle Beispieldaten entfallen, solange es diesen Import gibt.")
    return ["", *lines] if lines else []


def plan_text(plan: Plan, *, is_applied: bool) -> str:
    """A plan in German, counts up front."""
    loaded = plan.loaded
    by = (
        f"Zuordnung „{loaded.mapping_name}“"
        if loaded.mapping_name
        else "Spalten von selbst erkannt"
    )
    what = f"{FORMAT_WORDS.get(loaded.format, loaded.format)}, {_number(len(loaded.table.frame))}"
    source = f"Quelle „{plan.state.source.source_id}“"
    head = [f"{plain(str(loaded.path))}: {what} Zeilen, {by}, {source}", *_counts(plan)]
    lists = [
        line
        for name, changes in plan.changes.items()
        for line in _collection_lines(name, changes, plan)
    ]
    lines = [*head, *_warnings(plan), *_rejected_lines(plan), *lists, *_note_lines(plan)]
    if not is_applied:
        lines += ["", "Das war eine Vorschau, geändert ist nichts. Übernehmen mit: --apply"]
    return "\n".join(lines)
