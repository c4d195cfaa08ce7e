"""The served snapshot changes under running requests, and a broken one never replaces a good one."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from geodata.errors import SnapshotError
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from geodata.store.publish import pointer_path, publish_snapshot, read_pointer
from services.snapshots import FileSnapshotService, StaticSnapshotService
from tests.sample import sample_snapshot

NOW = dt.datetime(2026, 4, 3, 10, 0, tzinfo=dt.UTC)
FIRST, SECOND = "2026-04-01-000000000001", "2026-04-02-000000000002"


def named(snapshot_id: str) -> Snapshot:
    snapshot = sample_snapshot()
    info = msgspec.structs.replace(snapshot.info, snapshot_id=snapshot_id)
    return msgspec.structs.replace(snapshot, info=info)


def publish(settings: Settings, snapshot_id: str) -> None:
    settings.snapshots_dir.mkdir(parents=True, exist_ok=True)
    publish_snapshot(
        settings.snapshots_dir, named(snapshot_id), title="Karte", keep=5, published_at=NOW
    )


@pytest.fixture(scope="module")
def two_published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder in which SECOND is served and FIRST is kept."""
    data_dir = tmp_path_factory.mktemp("data")
    for snapshot_id in (FIRST, SECOND):
        publish(Settings(data_dir=data_dir, city="viereck"), snapshot_id)
    return data_dir


@pytest.fixture
def settings(two_published: Path, tmp_path: Path) -> Settings:
    data_dir = Path(shutil.copytree(two_published, tmp_path / "data"))
    return Settings(data_dir=data_dir, city="viereck", snapshot_poll_seconds=0.01)


@pytest.fixture
def serve(settings: Settings) -> Iterator[Callable[[], FileSnapshotService]]:
    started: list[FileSnapshotService] = []

    def start() -> FileSnapshotService:
        started.append(FileSnapshotService(settings))
        started[-1].current()  # the first request starts the watch
        return started[-1]

    yield start
    for service in started:
        service.close()


@pytest.fixture
def quiet(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FileSnapshotService:
    """A service without a thread: the test calls `refresh` itself."""
    monkeypatch.setattr(FileSnapshotService, "_watch", lambda _: None)
    return FileSnapshotService(settings)


def served_id(service: FileSnapshotService) -> str:
    return service.current().info.snapshot_id


def until(condition: Callable[[], bool]) -> None:
    for _ in range(3000):
        if condition():
            return
        time.sleep(0.01)
    pytest.fail("it did not come to pass")


def test_serves_the_published_file(quiet: FileSnapshotService, settings: Settings) -> None:
    assert served_id(quiet) == SECOND
    assert quiet.path() == settings.snapshots_dir / f"{SECOND}.gpkg"
    assert quiet.path().is_file()


def test_without_any_snapshot_it_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match=r"python -m scripts\.build_snapshot") as caught:
        FileSnapshotService(Settings(data_dir=tmp_path))
    assert str(caught.value).count("python -m") == 1


def test_a_file_that_was_never_published_is_not_served(settings: Settings) -> None:
    pointer_path(settings.snapshots_dir).unlink()
    with pytest.raises(SnapshotError, match="noch keinen Datenstand"):
        FileSnapshotService(settings)


def test_the_thread_picks_up_a_new_one(
    serve: Callable[[], FileSnapshotService], settings: Settings
) -> None:
    service = serve()
    publish(settings, "2026-04-03-000000000003")
    until(lambda: served_id(service) == "2026-04-03-000000000003")
    assert service.path().stem == "2026-04-03-000000000003"


def test_nothing_is_read_twice(
    quiet: FileSnapshotService, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = quiet.current()
    monkeypatch.setattr("services.snapshots.read_snapshot", lambda *_: pytest.fail("read again"))
    assert quiet.refresh() is False
    publish(settings, SECOND)
    assert quiet.refresh() is False, "published again, the same file"
    assert quiet.current() is before


def test_a_request_keeps_its_snapshot(quiet: FileSnapshotService, settings: Settings) -> None:
    held = quiet.current()
    publish(settings, "2026-04-03-000000000003")
    assert quiet.refresh() is True
    assert held.info.snapshot_id == SECOND
    assert served_id(quiet) == "2026-04-03-000000000003"


def test_requests_never_fail_during_twenty_swaps(
    serve: Callable[[], FileSnapshotService], settings: Settings
) -> None:
    service, stop = serve(), threading.Event()
    faults: list[str] = []
    seen: set[str] = set()

    def ask() -> None:
        while not stop.is_set():
            snapshot = service.current()
            if len(snapshot.opportunities) != len(sample_snapshot().opportunities):
                faults.append("half a snapshot")
            if not service.path().is_file():
                faults.append("a path without a file")
            seen.add(snapshot.info.snapshot_id)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(20):
        wanted = SECOND if number % 2 else FIRST
        publish(settings, wanted)
        until(lambda wanted=wanted: served_id(service) == wanted)
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert seen == {FIRST, SECOND}


def break_new_file(settings: Settings) -> None:
    """What no publisher of ours does: a damaged file under a new pointer."""
    publish(settings, "2026-04-03-000000000003")
    path = settings.snapshots_dir / read_pointer(settings.snapshots_dir).file
    path.write_bytes(path.read_bytes()[:5000])


def test_a_broken_new_one_is_reported_once_and_the_old_one_stays(
    quiet: FileSnapshotService, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    break_new_file(settings)
    with caplog.at_level(logging.ERROR):
        assert [quiet.refresh() for _ in range(5)] == [False] * 5
    assert served_id(quiet) == SECOND
    assert len(caplog.records) == 1
    assert "abgeschnitten" in caplog.text


def test_a_repaired_one_is_taken(quiet: FileSnapshotService, settings: Settings) -> None:
    break_new_file(settings)
    assert quiet.refresh() is False
    publish(settings, "2026-04-03-000000000003")
    assert quiet.refresh() is True
    assert served_id(quiet) == "2026-04-03-000000000003"


def test_a_lost_pointer_leaves_the_old_one(quiet: FileSnapshotService, settings: Settings) -> None:
    pointer_path(settings.snapshots_dir).unlink()
    assert quiet.refresh() is False
    assert served_id(quiet) == SECOND


@pytest.mark.parametrize("damaged", ["file", "pointer"])
def test_started_on_a_damaged_one_it_serves_the_newest_older_one(
    settings: Settings, caplog: pytest.LogCaptureFixture, damaged: str
) -> None:
    folder = settings.snapshots_dir
    path = pointer_path(folder) if damaged == "pointer" else folder / f"{SECOND}.gpkg"
    path.write_bytes(path.read_bytes()[:50])
    service = FileSnapshotService(settings)
    assert served_id(service) == (SECOND if damaged == "pointer" else FIRST)
    assert "nicht übernommen" in caplog.text
    publish(settings, SECOND)
    until(lambda: served_id(service) == SECOND)
    service.close()


def test_nothing_readable_at_all_is_an_error(settings: Settings) -> None:
    for path in settings.snapshots_dir.glob("*.gpkg"):
        path.write_bytes(b"")
    with pytest.raises(SnapshotError, match=r"kein Snapshot.*python -m scripts\.build_snapshot"):
        FileSnapshotService(settings)


def watchers() -> int:
    return sum(thread.name == "snapshots" for thread in threading.enumerate())


def test_each_server_process_watches_for_itself_from_its_first_request_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = watchers()
    service = FileSnapshotService(settings)
    assert watchers() == before
    service.current()
    service.current()
    assert watchers() == before + 1
    monkeypatch.setattr("services.snapshots.os.getpid", lambda: -1)  # as after a fork
    service.current()
    service.current()
    assert watchers() == before + 2
    service.close()
    until(lambda: watchers() <= before)


def test_a_disk_that_is_away_does_not_end_the_watch(
    serve: Callable[[], FileSnapshotService], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = serve()
    called = threading.Event()

    def fail(*_: object) -> None:
        called.set()
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("services.snapshots.read_pointer", fail)
        assert called.wait(10)
    publish(settings, FIRST)
    until(lambda: served_id(service) == FIRST)


def test_static_service_serves_what_it_was_given() -> None:
    snapshot, path = sample_snapshot(), Path("probe.gpkg")
    service = StaticSnapshotService(snapshot, path)
    assert service.current() is snapshot
    assert service.path() == path
