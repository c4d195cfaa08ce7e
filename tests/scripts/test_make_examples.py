"""The command that writes the example content for people to look at."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.errors import ConfigError
from scripts import make_examples

ARGUMENTS = ["--seed", "3", "--as-of", "2026-04-03", "--out"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("examples")
    assert make_examples.main([*ARGUMENTS, str(target)]) == 0
    return target


def test_json_and_csv_hold_the_same_records_and_say_what_they_are(folder: Path) -> None:
    tables = json.loads((folder / "examples.json").read_text(encoding="utf-8"))
    assert len(tables["opportunities"]) >= 900
    for name, records in tables.items():
        with (folder / f"examples_{name}.csv").open(encoding="utf-8", newline="") as file:
            assert list(csv.DictReader(file, delimiter=";")) == records
        assert all(record["is_example"] == "ja" for record in records)


def test_the_seed_decides(folder: Path, tmp_path: Path) -> None:
    make_examples.main([*ARGUMENTS, str(tmp_path / "again")])
    make_examples.main(["--seed", "4", *ARGUMENTS[2:], str(tmp_path / "other")])
    first = (folder / "examples.json").read_bytes()
    assert (tmp_path / "again" / "examples.json").read_bytes() == first
    assert (tmp_path / "other" / "examples.json").read_bytes() != first


def test_what_was_written_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_examples.main([*ARGUMENTS, str(tmp_path)])
    printed = {Path(line) for line in capsys.readouterr().out.splitlines()}
    assert printed == set(tmp_path.iterdir())


def test_an_empty_table_makes_no_file(tmp_path: Path) -> None:
    written = make_examples.write_tables({"events": []}, tmp_path)
    assert [path.name for path in written] == ["examples.json"]


def test_a_city_without_examples_is_told(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = tmp_path / "cities" / "dresden"
    city.mkdir(parents=True)
    for path in (root / "cities" / "dresden").iterdir():
        text = path.read_text(encoding="utf-8")
        if path.name == "sources.toml":
            text = text.replace('kind = "examples"', 'kind = "examples"\nenabled = false')
        (city / path.name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("CITIES_DIR", str(tmp_path / "cities"))
    with pytest.raises(ConfigError, match="examples"):
        make_examples.main([*ARGUMENTS, str(tmp_path / "out")])


def test_help_is_quick_and_a_bad_folder_is_one_sentence(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.make_examples"]
    helped = subprocess.run(
        [*command, "--help"], cwd=root, capture_output=True, text=True, check=False
    )
    assert helped.returncode == 0
    assert "--as-of" in helped.stdout
    blocked = tmp_path / "file"
    blocked.write_text("x")
    done = subprocess.run(
        [*command, *ARGUMENTS, str(blocked)], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(blocked) in done.stderr
