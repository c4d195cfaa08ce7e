"""The command that builds: what it prints, how it ends, and Dresden's real folder through it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.errors import ConfigError
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from geodata.store.publish import pointer_path, read_current, read_pointer
from geodata.tables import TABLES
from scripts import build_snapshot, snapshots
from tests.geodata.city_folder import write_city_folder

DAY = ["--as-of", "2026-04-03"]
COMMAND = [sys.executable, "-m", "scripts.build_snapshot"]


@pytest.fixture(autouse=True)
def _code_stands_still(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.pipeline.fingerprint.CODE_DIR", root / "requirements")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The environment names a small city and an empty data folder."""
    write_city_folder(tmp_path / "cities")
    monkeypatch.setenv("CITIES_DIR", str(tmp_path / "cities"))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CITY", "viereck")
    return Settings(city="viereck", cities_dir=tmp_path / "cities", data_dir=tmp_path / "data")


def test_summary_names_rows_issues_and_file(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build_snapshot.main(DAY) == 0
    out, err = capsys.readouterr()
    path = settings.snapshots_dir / read_pointer(settings.snapshots_dir).file
    assert f"Datei:     {path}" in out
    assert "4 Stadtteile, 2 Stadtbezirke" in out
    assert "3 in einem Stadtteil, 2 überall oder online, 1 außerhalb, 1 ohne Ort" in out
    assert "× Ort außerhalb der Stadt" in out
    assert "Beispieldaten" not in out
    for name in ("Quellen holen", "Stadtteile zuordnen", "Datenstand veröffentlichen"):
        assert name in err, "progress goes to stderr"


def test_quiet_says_nothing(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert build_snapshot.main([*DAY, "--quiet"]) == 0
    assert build_snapshot.main([*DAY, "--quiet", "--if-needed"]) == 0
    assert capsys.readouterr() == ("", "")


def test_if_needed_builds_once(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build_snapshot.main([*DAY, "--if-needed"]) == 0
    first = read_pointer(settings.snapshots_dir)
    monkeypatch.setattr(
        "geodata.pipeline.build.build_snapshot", lambda *_, **__: pytest.fail("built again")
    )
    capsys.readouterr()
    assert build_snapshot.main([*DAY, "--if-needed"]) == 0
    assert capsys.readouterr().out == f"Der Datenstand ist aktuell: {first.snapshot_id}\n"


def test_if_needed_repairs(settings: Settings) -> None:
    build_snapshot.main([*DAY, "--if-needed", "--quiet"])
    pointer_path(settings.snapshots_dir).write_text("{")
    build_snapshot.main([*DAY, "--if-needed", "--quiet"])
    assert len(read_current(settings.snapshots_dir).districts) == 4


def test_arguments_go_before_the_environment(settings: Settings, tmp_path: Path) -> None:
    build_snapshot.main([*DAY, "--quiet", "--data-dir", str(tmp_path / "other")])
    assert (tmp_path / "other" / "viereck" / "snapshots" / "current").is_file()
    assert not settings.data_dir.exists()
    with pytest.raises(ConfigError, match="atlantis"):
        build_snapshot.main(["--city", "atlantis"])


def test_a_day_that_is_none_is_refused(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        build_snapshot.main(["--as-of", "31.12.2026"])
    assert caught.value.code == 2
    assert "--as-of" in capsys.readouterr().err


# --- as a process


def test_an_error_is_one_message_and_exit_code_1(settings: Settings, root: Path) -> None:
    path = settings.city_dir / "city.toml"
    path.write_text(path.read_text().replace("borough_count", "burough_count"))
    done = subprocess.run(COMMAND, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"{path}, Zeile ")
    assert "burough_count" in last
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_cleanly(settings: Settings, root: Path) -> None:
    # a shell's background job ignores Ctrl-C, and its children would inherit that
    process = subprocess.Popen(
        [*COMMAND, *DAY],
        cwd=root,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert process.stderr is not None
    os.read(process.stderr.fileno(), 1)  # the progress has begun
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode().endswith("Abgebrochen.\n")
    assert b"Traceback" not in err
    assert not pointer_path(settings.snapshots_dir).exists()


# --- listing and rollback


def test_list_and_activate(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert snapshots.main([]) == 0
    assert "noch kein Datenstand" in capsys.readouterr().out
    build_snapshot.main([*DAY, "--quiet"])
    old = read_pointer(settings.snapshots_dir).snapshot_id
    build_snapshot.main(["--as-of", "2026-04-04", "--quiet"])
    new = read_pointer(settings.snapshots_dir).snapshot_id
    snapshots.main([])
    lines = capsys.readouterr().out.splitlines()
    assert [line[: len(new) + 2] for line in lines] == [f"* {new}", f"  {old}"]
    snapshots.main(["--activate", old])
    assert capsys.readouterr().out.startswith(f"* {old}  ")
    assert read_current(settings.snapshots_dir).info.snapshot_id == old
    (settings.snapshots_dir / f"{new}.gpkg").write_bytes(b"")
    snapshots.main([])
    assert f"  {new}  0,0 MB  beschädigt" in capsys.readouterr().out


# --- Dresden


@pytest.fixture(scope="module")
def dresden(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Folder of Dresden's snapshots, built once by the command."""
    data_dir = tmp_path_factory.mktemp("dresden")
    done = subprocess.run(
        [*COMMAND, "--city", "dresden", "--data-dir", str(data_dir), *DAY],
        cwd=root,
        env={k: v for k, v in os.environ.items() if k not in {"CITIES_DIR", "CITY", "DATA_DIR"}},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Beispieldaten" in done.stdout
    return data_dir / "dresden" / "snapshots"


@pytest.fixture(scope="module")
def dresden_snapshot(dresden: Path) -> Snapshot:
    return read_current(dresden)


def test_dresden_has_its_districts_and_residents(dresden_snapshot: Snapshot) -> None:
    assert (len(dresden_snapshot.districts), len(dresden_snapshot.boroughs)) == (64, 10)
    values = dresden_snapshot.values_by_indicator[("residents", "2025-12-31", "district")]
    assert sum(value.value or 0 for value in values.values()) == 571510
    assert (values["31"].value, values["42"].value) == (14701, 11317)
    assert [values[i].counted_in for i in ("33", "34", "44")] == ["31", "31", "42"]


def test_dresdens_very_highly_burdened_units(dresden_snapshot: Snapshot) -> None:
    found = {
        row.district_id
        for row in dresden_snapshot.coverage
        if row.disadvantage_class == "very_high"
    }
    assert found == {"71", "72", "77", "95", "96", "97"}


def test_dresdens_examples_are_many_and_marked(dresden_snapshot: Snapshot) -> None:
    assert dresden_snapshot.info.has_examples
    assert len(dresden_snapshot.organisations) >= 250
    assert len(dresden_snapshot.opportunities) >= 900
    assert all(offer.is_example for offer in dresden_snapshot.opportunities)
    assert len(dresden_snapshot.themes) == 21
    assert [issue for issue in dresden_snapshot.issues if issue.severity == "error"] == []


def test_dresdens_file_opens_without_a_warning(dresden: Path) -> None:
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        pytest.skip("needs ogrinfo, which is not installed here")
    path = dresden / read_pointer(dresden).file
    done = subprocess.run(
        [ogrinfo, "-al", "-so", str(path)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout.count("Layer name:") == len(TABLES)
