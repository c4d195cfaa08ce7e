"""A typo in city.toml is one sentence that names file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.city import read_city
from geodata.errors import ConfigError
from geodata.settings import settings_from_environment


@pytest.fixture
def city_text(root: Path) -> str:
    return (root / "cities" / "dresden" / "city.toml").read_text(encoding="utf-8")


def test_dresden_is_read(root: Path) -> None:
    city = read_city(root / "cities" / "dresden")
    assert (city.checks.district_count, city.checks.statistics_unit_count) == (64, 61)
    assert city.access.speed_m_per_s * 600 / city.access.detour_factor == pytest.approx(600)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("timezone =", "timezon =", ("Zeile", "„timezon“", "Gemeint ist wohl „timezone“")),
        ("[access]", "[acces]", ("„acces“", "Gemeint ist wohl „access“")),
        ("detour_factor = 1.3", 'detour_factor = "viel"', ("Zeile", "access.detour_factor")),
        ("district_count = 64\n", "", ("„district_count“ fehlt", "checks")),
        ("EPSG:25833", "25833", ("Zeile", "crs")),
        ("[checks]", "[checks", ("kein gültiges TOML",)),
        ("concentration = 12", "concentration = -1", ("robustness.concentration",)),
        ("weight = 1 }", "weight = inf }", ("disadvantage.inputs[0].weight",)),
        ("speed_m_per_s = 1.3", "speed_m_per_s = inf", ("Zeile", "access.speed_m_per_s")),
        ("minutes = [10, 15]", "minutes = []", ("Zeile", "access.minutes")),
        ("minutes = [10, 15]", "minutes = [-10, 15]", ("access.minutes[0]",)),
        ("grid_m = 100", "grid_m = 0.01", ("Zeile", "access.grid_m")),
        ("draws = 1000", "draws = 100000000", ("Zeile", "robustness.draws")),
        ("sgb2_unemployed_per_1000", "single_parent_resident_share", ("steht zweimal",)),
        ("bbox = [13.57, 50.96", "bbox = [50.96, 13.57", ("bbox", "West, Süd, Ost, Nord")),
        ("bbox = [13.57", "bbox = [-inf", ("bbox",)),
        ("bbox = [13.57", "bbox = [1.57", ("bbox ist größer als eine Stadt",)),
        ('"https://www.dresden.de"\n', '"javascript:alert(1)"\n', ("Zeile", "website")),
        ('"https://dresden.de"]', '"; script-src *"]', ("embed.frame_ancestors",)),
        ("Europe/Berlin", "Europe/Berln", ("„Europe/Berln“", "Gemeint ist wohl „Europe/Berlin“")),
        ("Europe/Berlin", "../../etc/passwd", ("Zeitzone",)),
        ("weight = 1 }", "wieght = 1 }", ("Zeile 24", "„wieght“", "Gemeint ist wohl „weight“")),
        ("seed = 7", "seed = " + "9" * 5000, ("kein gültiges TOML",)),
        ("seed = 7", "seed = " + "[" * 50_000, ("kein gültiges TOML",)),
        ('name = "Dresden"', 'name = "Dres\x1bden"', ("Zeile 3", "Steuerzeichen U+001B")),
        ('slug = "dresden"', 'slug = "../x"', ("Zeile", "slug")),
    ],
)
def test_typo_names_line_and_key(
    tmp_path: Path, city_text: str, old: str, new: str, words: tuple[str, ...]
) -> None:
    assert old in city_text
    (tmp_path / "city.toml").write_text(city_text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_city(tmp_path)
    assert "city.toml" in str(caught.value)
    for word in words:
        assert word in str(caught.value)


def test_byte_order_mark_is_no_harm(tmp_path: Path, city_text: str) -> None:
    (tmp_path / "city.toml").write_text("\ufeff" + city_text, encoding="utf-8")
    assert read_city(tmp_path).name == "Dresden"


def test_missing_and_broken_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="fehlt"):
        read_city(tmp_path)
    (tmp_path / "city.toml").write_bytes(b"slug = 'a'\nname = '\xff'")
    with pytest.raises(ConfigError, match="Zeile 2: Die Datei ist nicht UTF-8"):
        read_city(tmp_path)
    (tmp_path / "city.toml").unlink()
    (tmp_path / "city.toml").mkdir()
    with pytest.raises(ConfigError, match=r"nicht lesbar .hier liegt ein Ordner"):
        read_city(tmp_path)


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    settings = settings_from_environment({"PORT": "9000", "DATA_DIR": str(tmp_path), "HOST": ""})
    assert (settings.port, settings.host) == (9000, "127.0.0.1")
    assert settings.snapshots_dir == tmp_path / "dresden" / "snapshots"


@pytest.mark.parametrize("value", ["viele", "0", "70000"])
def test_impossible_port_is_refused(value: str) -> None:
    with pytest.raises(ConfigError, match="port"):
        settings_from_environment({"PORT": value})
