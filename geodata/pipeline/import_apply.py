"""Do what a plan says, or nothing: state, raw bytes and a new snapshot, undone where one fails."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from geodata.errors import ConfigError, SnapshotError, SourceError
from geodata.pipeline.build import BuildReport, build_snapshot
from geodata.pipeline.import_file import Plan
from geodata.pipeline.stages import Progress
from geodata.settings import Settings
from geodata.store.files import folder_lock, remove_unfinished, write_atomically
from geodata.store.imports import (
    ImportState,
    read_imports,
    remove_import,
    state_path,
    write_import,
)
from geodata.store.publish import read_current
from geodata.store.raw import Receipt, store_raw


def imports_lock(settings: Settings) -> AbstractContextManager[None]:
    """Only one import at a time. Raises SnapshotError."""
    busy, wait = "Hier wird gerade schon importiert", "Bitte warten, bis der Import fertig ist."
    return folder_lock(settings.imports_dir, busy, wait)


def is_published(settings: Settings, state: ImportState) -> bool:
    """Whether the snapshot that is served was built from exactly this import."""
    try:
        source = read_current(settings.snapshots_dir).source_by_id.get(state.source.source_id)
    except SnapshotError:
        return False
    return source is not None and source.checked_at is not None and (
        source.checked_at >= state.imported_at
    )  # fmt: skip


@contextmanager
def _undone_on_failure(settings: Settings, state: ImportState) -> Iterator[None]:
    """Put the old state back where anything fails, Ctrl-C included."""
    path = state_path(settings.imports_dir, state.source.source_id, state.collection)
    before = path.read_bytes() if path.exists() else None
    try:
        yield
    except BaseException:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            write_atomically(path, before)
        raise


def _keep_raw(settings: Settings, plan: Plan) -> None:
    state = plan.state
    receipt = Receipt(
        source_id=state.import_id,
        location=state.file_name,
        sha256=state.sha256,
        byte_count=len(plan.loaded.content),
        licence=state.source.licence,
        retrieved_at=state.imported_at,
    )
    store_raw(settings.raw_dir, receipt, plan.loaded.content)


def check_plan(plan: Plan) -> None:
    """Refuse an import that would leave nothing. Raises SourceError."""
    if plan.record_count == 0:
        raise SourceError(
            f"{plan.loaded.path}: Keine einzige Zeile ist brauchbar; es bleibt alles, wie es ist."
        )


def apply_import(
    settings: Settings,
    plan: Plan,
    *,
    now: dt.datetime,
    as_of: dt.date,
    builds: bool = True,
    progress: Progress | None = None,
) -> BuildReport | None:
    """Make a plan true: the state is written, a snapshot built and published, the bytes kept.

    The caller holds `imports_lock` since before the plan was made. The same import again changes
    nothing; only what an earlier run left unbuilt is built.

    Parameters
    ----------
    builds : False leaves the snapshot to the next build

    Returns
    -------
    The report of the build; None where there was nothing to build.

    Raises
    ------
    GeodataError
        Nothing usable in the file, or the build failed: then the old state is back.
    """
    check_plan(plan)
    remove_unfinished(settings.imports_dir)
    state = plan.old if plan.is_same and plan.old else plan.state
    if plan.is_same and (not builds or is_published(settings, state)):
        return None
    report = None
    with _undone_on_failure(settings, state):
        if not plan.is_same:
            write_import(settings.imports_dir, state)
        if builds:
            report = build_snapshot(settings, as_of, created_at=now, progress=progress)
    _keep_raw(settings, plan)
    return report


def find_import(settings: Settings, import_id: str) -> ImportState:
    """An import by its id. Raises ConfigError with the ids there are."""
    states = {state.import_id: state for state in read_imports(settings.imports_dir)}
    if import_id not in states:
        known = ", ".join(states) or "keine"
        raise ConfigError(f"Den Import „{import_id}“ gibt es nicht. Vorhanden: {known}.")
    return states[import_id]


def withdraw_import(
    settings: Settings,
    import_id: str,
    *,
    now: dt.datetime,
    as_of: dt.date,
    builds: bool = True,
    progress: Progress | None = None,
) -> BuildReport | None:
    """Remove an import with its raw bytes, and build without it. The caller holds the lock.

    Raises
    ------
    GeodataError
        There is no such import, or the build failed: then it is still there.
    """
    state = find_import(settings, import_id)
    report = None
    with _undone_on_failure(settings, state):
        state_path(settings.imports_dir, state.source.source_id, state.collection).unlink()
        if builds:
            report = build_snapshot(settings, as_of, created_at=now, progress=progress)
    remove_import(settings.imports_dir, state)
    shutil.rmtree(settings.raw_dir / import_id, ignore_errors=True)
    return report
