"""Publishing: whatever happens at whatever moment, a whole snapshot is served."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from geodata.errors import SnapshotError
from geodata.snapshot import Snapshot
from geodata.store.files import UNFINISHED
from geodata.store.gpkg import checksum_path, file_sha256
from geodata.store.publish import (
    POINTER_NAME,
    activate_snapshot,
    builder_lock,
    pointer_path,
    publish_snapshot,
    read_current,
    read_pointer,
    remove_leftovers,
    snapshot_files,
)
from tests.sample import sample_snapshot

NOW = dt.datetime(2026, 4, 3, 10, 0, tzinfo=dt.UTC)
OLD, NEW = "2026-04-01-000000000001", "2026-04-02-000000000002"


def named(snapshot_id: str) -> Snapshot:
    snapshot = sample_snapshot()
    info = msgspec.structs.replace(snapshot.info, snapshot_id=snapshot_id)
    return msgspec.structs.replace(snapshot, info=info)


def publish(folder: Path, snapshot_id: str, keep: int = 3) -> None:
    folder.mkdir(exist_ok=True)
    publish_snapshot(folder, named(snapshot_id), title="Karte", keep=keep, published_at=NOW)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which OLD is served."""
    folder = tmp_path_factory.mktemp("published") / "snapshots"
    publish(folder, OLD)
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "snapshots"))


def test_the_pointer_names_the_published_file(folder: Path) -> None:
    publish(folder, NEW)
    pointer = json.loads(pointer_path(folder).read_text())
    assert pointer["snapshot_id"] == NEW
    assert pointer["sha256"] == file_sha256(folder / pointer["file"])
    assert pointer["published_at"] == "2026-04-03T10:00:00Z"
    assert read_current(folder).info.snapshot_id == NEW


def test_sha256sum_knows_the_checksum_file(folder: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", f"{OLD}.gpkg.sha256"], cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0


def test_the_old_file_is_never_touched(folder: Path) -> None:
    before = file_sha256(folder / f"{OLD}.gpkg")
    publish(folder, NEW)
    assert file_sha256(folder / f"{OLD}.gpkg") == before


def test_a_readable_file_of_the_same_id_is_not_written_again(folder: Path) -> None:
    inode = (folder / f"{OLD}.gpkg").stat().st_ino
    publish(folder, OLD)
    assert (folder / f"{OLD}.gpkg").stat().st_ino == inode


def test_a_damaged_file_of_the_same_id_is_repaired(folder: Path) -> None:
    (folder / f"{OLD}.gpkg").write_bytes(b"damaged")
    publish(folder, OLD)
    assert read_current(folder).info.snapshot_id == OLD


# --- killed at every step


def _kill_before(step: int, count: Any) -> None:
    """In a child process: die without any farewell before the step-th change of the disk."""
    import pyogrio.raw

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            count.value += 1
            if count.value == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)

        return call

    os.fsync = counted(os.fsync)
    os.utime = counted(os.utime)
    Path.replace = counted(Path.replace)  # type: ignore[method-assign]
    Path.write_bytes = counted(Path.write_bytes)  # type: ignore[method-assign]
    Path.unlink = counted(Path.unlink)  # type: ignore[method-assign]
    pyogrio.raw.write = counted(pyogrio.raw.write)


def _publish_until(folder: Path, step: int, count: Any) -> None:
    _kill_before(step, count)
    publish(folder, NEW, keep=1)


def run_and_kill(folder: Path, step: int) -> tuple[int | None, int]:
    """Exit code of the child and the number of steps it began."""
    context = multiprocessing.get_context("fork")
    count = context.Value("i", 0)
    child = context.Process(target=_publish_until, args=(folder, step, count))
    child.start()
    child.join()
    return child.exitcode, count.value


@pytest.fixture(scope="module")
def step_count(published: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    folder = Path(shutil.copytree(published, tmp_path_factory.mktemp("dry") / "snapshots"))
    exitcode, steps = run_and_kill(folder, step=0)
    assert exitcode == 0
    assert read_current(folder).info.snapshot_id == NEW
    return steps


def steps_worth_trying(total: int) -> list[int]:
    """The first three, one inside the writing of layers, and all from its end on."""
    return [1, 2, 3, 10, *range(20, total + 1)]


def test_killed_at_any_step_a_whole_snapshot_is_served(
    published: Path, tmp_path: Path, step_count: int
) -> None:
    served = []
    for step in steps_worth_trying(step_count):
        folder = Path(shutil.copytree(published, tmp_path / str(step)))
        exitcode, _ = run_and_kill(folder, step)
        assert exitcode == -signal.SIGKILL, step
        served.append(read_current(folder).info.snapshot_id)
        publish(folder, NEW)
        assert read_current(folder).info.snapshot_id == NEW, step
        names = {path.name for path in folder.iterdir()}
        assert not [name for name in names if name.startswith(UNFINISHED)], step
        assert f"{NEW}.gpkg.sha256" in names
    # first the old one, from one moment on the new one, nothing in between
    assert set(served) == {OLD, NEW}
    assert served == sorted(served)


# --- leftovers, lock, retention, rollback


def test_leftovers_are_removed_and_the_rest_stays(folder: Path) -> None:
    (folder / f"{UNFINISHED}77-x.gpkg").write_bytes(b"half")
    (folder / f"{UNFINISHED}77-x.gpkg-journal").write_bytes(b"half")
    (folder / "2026-01-01-without.gpkg").write_bytes(b"no checksum")
    (folder / "2026-01-01-gone.gpkg.sha256").write_text("abc")
    remove_leftovers(folder)
    assert {path.name for path in folder.iterdir()} == {
        POINTER_NAME, f"{OLD}.gpkg", f"{OLD}.gpkg.sha256",
    }  # fmt: skip


def test_the_current_file_stays_even_without_its_checksum(folder: Path) -> None:
    checksum_path(folder / f"{OLD}.gpkg").unlink()
    remove_leftovers(folder)
    assert read_current(folder).info.snapshot_id == OLD


def test_two_builders_do_not_meet(tmp_path: Path) -> None:
    with builder_lock(tmp_path), pytest.raises(SnapshotError, match=f"Prozess {os.getpid()}"):  # noqa: SIM117
        with builder_lock(tmp_path):
            pytest.fail("both were let in")
    with builder_lock(tmp_path):
        pass


def test_the_lock_ends_with_a_killed_process(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")

    def hold() -> None:
        with builder_lock(tmp_path):
            os.kill(os.getpid(), signal.SIGKILL)

    child = context.Process(target=hold)
    child.start()
    child.join()
    with builder_lock(tmp_path):
        pass


def test_only_the_last_ones_are_kept(folder: Path) -> None:
    for number in range(5):
        publish(folder, f"2026-05-0{number + 1}-00000000000{number}", keep=3)
    kept = [path.stem[:10] for path in snapshot_files(folder)]
    assert kept == ["2026-05-05", "2026-05-04", "2026-05-03"]
    assert len(list(folder.glob("*.sha256"))) == 3


def test_rollback_serves_an_older_one_and_it_is_not_swept_away(folder: Path) -> None:
    publish(folder, NEW)
    activate_snapshot(folder, OLD, published_at=NOW)
    assert read_current(folder).info.snapshot_id == OLD
    publish(folder, "2026-04-04-000000000004", keep=2)
    assert [path.stem for path in snapshot_files(folder)] == ["2026-04-04-000000000004", OLD]


def test_rollback_to_nothing_names_what_there_is(folder: Path) -> None:
    with pytest.raises(SnapshotError, match=f"„2020“ gibt es nicht. Vorhanden: {OLD}"):
        activate_snapshot(folder, "2020", published_at=NOW)
    (folder / f"{OLD}.gpkg").write_bytes(b"SQLite format 3\x00 and then nothing" + b" " * 100)
    with pytest.raises(SnapshotError):
        activate_snapshot(folder, OLD, published_at=NOW)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "noch keinen Datenstand.*python -m scripts.build_snapshot"),
        ("{", "Zeiger.*beschädigt"),
        ('"\xff"', "Zeiger.*beschädigt"),
        ('{"snapshot_id": "x"}', "Zeiger.*beschädigt"),
        (
            '{"snapshot_id":"x","file":"../x","sha256":"","published_at":"2026-04-03T10:00:00Z"}',
            "liegt nicht in diesem Ordner",
        ),
        (
            '{"snapshot_id":"x","file":"a\\u0000b","sha256":"","published_at":"2026-04-03T10:00:00Z"}',
            "liegt nicht in diesem Ordner",
        ),
    ],
)
def test_a_bad_pointer_is_named(tmp_path: Path, content: str | None, words: str) -> None:
    if content is not None:
        pointer_path(tmp_path).write_bytes(content.encode("latin-1"))
    with pytest.raises(SnapshotError, match=words):
        read_pointer(tmp_path)


def test_what_cannot_be_read_back_is_not_published(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> Snapshot:
        raise SnapshotError("Der Snapshot hat einen anderen Aufbau")

    monkeypatch.setattr("geodata.store.publish.read_snapshot", refuse)
    with pytest.raises(SnapshotError):
        publish(folder, NEW)
    monkeypatch.undo()
    assert read_current(folder).info.snapshot_id == OLD
