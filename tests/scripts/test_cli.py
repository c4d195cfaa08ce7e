"""Commands end with one message and a fitting exit code, never with a traceback."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.errors import CheckError, ConfigError, SourceError
from scripts._cli import add_city_arguments, run, settings_from


def fail_with(error: BaseException) -> Callable[[], int]:
    def main() -> int:
        raise error

    return main


def code_of(main: Callable[[], int | None]) -> int | str | None:
    with pytest.raises(SystemExit) as caught:
        run(main)
    return caught.value.code


def test_success_and_own_codes() -> None:
    assert code_of(lambda: None) == 0
    assert code_of(lambda: 3) == 3


def test_a_known_error_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(fail_with(SourceError("a.csv, Zeile 3: Das Feld ist leer."))) == 1
    assert capsys.readouterr().err == "a.csv, Zeile 3: Das Feld ist leer.\n"


def test_reasons_of_a_check_are_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(fail_with(CheckError(["Eins.", "Zwei."]))) == 1
    assert capsys.readouterr().err.splitlines()[1:] == ["  - Eins.", "  - Zwei."]


def test_a_full_disk_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    error = OSError(28, "No space left on device", "data/x.gpkg")
    assert code_of(fail_with(error)) == 1
    assert capsys.readouterr().err == "data/x.gpkg: No space left on device\n"


def test_ctrl_c_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(fail_with(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == "\nAbgebrochen.\n"


def test_our_own_mistakes_are_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        run(lambda: 1 // 0)


def test_arguments_go_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "viereck").mkdir()
    (tmp_path / "viereck" / "city.toml").touch()
    monkeypatch.setenv("CITIES_DIR", str(tmp_path))
    monkeypatch.setenv("CITY", "woanders")
    parser = argparse.ArgumentParser()
    add_city_arguments(parser)
    settings = settings_from(parser.parse_args(["--city", "viereck", "--data-dir", "x"]))
    assert settings.city_dir == tmp_path / "viereck"
    assert settings.data_dir == Path("x")
    with pytest.raises(ConfigError, match=r"woanders: Diese Stadt gibt es nicht.*viereck"):
        settings_from(parser.parse_args([]))
