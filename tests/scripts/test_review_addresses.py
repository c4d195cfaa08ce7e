"""Reviewing addresses through the real command: list, choose, reject, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.errors import ConfigError
from geodata.geocode.decisions import FILE_NAME
from geodata.settings import Settings
from scripts import review_addresses
from tests.geodata.register_city import write_register_city


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    write_register_city(tmp_path / "cities")
    monkeypatch.setenv("CITIES_DIR", str(tmp_path / "cities"))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CITY", "viereck")
    return Settings(city="viereck", cities_dir=tmp_path / "cities", data_dir=tmp_path / "data")


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert review_addresses.main(arguments) == 0
    return capsys.readouterr().out


def name_of(text: str, query: str) -> str:
    return next(line for line in text.splitlines() if query in line).split()[0]


def test_list(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys)
    name = name_of(text, "Gartenweg 1")
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(name))
    assert lines[start : start + 5] == [
        f"{name}  Gartenweg 1, Viereck  [nicht eindeutig]",
        "    in own_places:doppeldeutig: Beet",
        "    in own_places:nochmal: Laube",
        "    1  Gartenweg 1, 01097 Viereck (Nord)  (Sicherheit 98 %)",
        "    2  Gartenweg 1, 01099 Viereck (Süd)  (Sicherheit 98 %)",
    ]
    assert "[nicht eindeutig, privat: nicht weitergeben]" in text
    assert (
        lines[-1] == "5 Adressen sind zu entscheiden: mit dem Kürzel und --choose N oder --reject."
    )
    assert not (settings.city_dir / FILE_NAME).exists()
    assert said(capsys, name).splitlines()[-1].startswith("Eine Adresse ist")


def test_choose_and_reject_until_nothing_is_left(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys)
    garden = name_of(text, "Gartenweg 1")
    told = said(capsys, garden, "--choose", "2", "--note", "war dort")
    assert str(settings.city_dir / FILE_NAME) in told
    for query in ("Doppelgasse", "Hauptweg 99", "Nirgendgasse", "Eckweg"):
        said(capsys, name_of(text, query), "--reject")
    assert said(capsys) == "Alle Adressen sind eindeutig; es gibt nichts zu entscheiden.\n"
    content = (settings.city_dir / FILE_NAME).read_text(encoding="utf-8")
    assert content.count("\n") == 6
    assert "war dort" in content
    assert "Doppelgasse" not in content
    with pytest.raises(ConfigError, match="nicht \\(mehr\\) in der Liste"):
        review_addresses.main([garden, "--reject"])
    with pytest.raises(ConfigError, match="keine Adresse zu entscheiden"):
        review_addresses.main(["--reject"])


def test_which_one_must_be_clear(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="5 Adressen offen"):
        review_addresses.main(["--choose", "1"])
    with pytest.raises(ConfigError, match="deadbeef"):
        review_addresses.main(["deadbeef", "--reject"])
    assert not (settings.city_dir / FILE_NAME).exists()


def test_choose_or_reject_not_both(settings: Settings) -> None:
    with pytest.raises(SystemExit) as caught:
        review_addresses.main(["x", "--choose", "1", "--reject"])
    assert caught.value.code == 2
    assert not (settings.city_dir / FILE_NAME).exists()
