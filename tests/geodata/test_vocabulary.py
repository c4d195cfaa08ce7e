"""themes.csv and audiences.csv: complete, readable by everyone, strict about mistakes."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from geodata.errors import ConfigError
from geodata.vocabulary import contrast_with_white, read_audiences, read_themes

HEADER = "theme_id;group_id;icon;colour;label_de;label_en;group_label_de;group_label_en"
ROW = "learning;education;book-open;#0b6fcf;Lernen;Learning;Bildung;Education"

# Machado, Oliveira, Fernandes (2009), severity 1.0, for linear RGB
SIGHT = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Ottosson (2020), OKLab
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


@pytest.fixture
def city_dir(root: Path) -> Path:
    return root / "cities" / "dresden"


def write(folder: Path, *lines: str, name: str = "themes.csv") -> Path:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def seen(colour: str, sight: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    perceived = np.clip(np.asarray(SIGHT[sight]) @ linear, 0, 1)
    return TO_LAB @ np.cbrt(TO_LMS @ perceived)


def test_dresden_has_21_themes_in_seven_groups_of_three(city_dir: Path) -> None:
    themes = read_themes(city_dir)
    groups: dict[str, set[str]] = {}
    for theme in themes:
        groups.setdefault(theme.group_id, set()).add(theme.colour)
        assert theme.labels["de"]
        assert theme.labels["en"]
    assert len(themes) == 21
    assert len(groups) == 7
    assert all(len(colours) == 1 for colours in groups.values())
    assert len({theme.icon for theme in themes}) == 21


def test_white_icons_can_be_read_on_every_group(city_dir: Path) -> None:
    for theme in read_themes(city_dir):
        assert contrast_with_white(theme.colour) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_groups_differ_for_every_kind_of_colour_vision(city_dir: Path, sight: str) -> None:
    colours = {theme.colour for theme in read_themes(city_dir)}
    # 0.02 in OKLab is about what one can just tell apart
    nearest = min(
        float(np.linalg.norm(seen(a, sight) - seen(b, sight))) for a, b in combinations(colours, 2)
    )
    assert nearest > 0.08


def test_every_icon_exists(city_dir: Path, root: Path) -> None:
    icons = root / "node_modules" / "lucide-static" / "icons"
    if not icons.is_dir():
        pytest.skip("needs node_modules, which `make env` installs")
    missing = [t.icon for t in read_themes(city_dir) if not (icons / f"{t.icon}.svg").is_file()]
    assert missing == []


def test_audiences_are_those_of_the_concept(city_dir: Path) -> None:
    assert [a.audience_id for a in read_audiences(city_dir)] == [
        "young", "older", "newcomers", "jobless", "disabilities", "families", "companies",
        "schools",
    ]  # fmt: skip


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


def test_further_languages_are_kept_and_empty_ones_left_out(tmp_path: Path) -> None:
    header = HEADER.replace("label_en;", "label_en;label_uk;")
    theme = read_themes(write(tmp_path, header, ROW.replace("Learning;", "Learning;;")))[0]
    assert theme.labels == {"de": "Lernen", "en": "Learning"}
    theme = read_themes(write(tmp_path, header, ROW.replace("Learning;", "Learning;Навчання;")))[0]
    assert theme.labels["uk"] == "Навчання"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((HEADER,), "keine Einträge"),
        ((HEADER, ROW, ROW), "Zeile 3, Spalte „theme_id“: „learning“ steht zweimal da"),
        ((HEADER.replace(";", ","), ROW), "Semikolon"),
        ((HEADER.replace("icon", "symbol"), ROW), "Spalte „icon“"),
        ((HEADER.replace("label_en", "label_englisch", 1), ROW), "label_englisch"),
        ((HEADER.replace("label_en", "label_de", 1), ROW), "zweimal"),
        ((HEADER, ROW.replace("Lernen", "")), "Zeile 2, Spalte „label_de“: Das Feld ist leer"),
        ((HEADER, ROW + ";mehr"), "Zeile 2: 9 Felder, erwartet sind 8"),
        ((HEADER, ROW.replace("learning", "Ler|nen")), "Spalte „theme_id“"),
        ((HEADER, ROW.replace("book-open", "../x")), "Spalte „icon“"),
        ((HEADER, ROW.replace("#0b6fcf", "blau")), "Spalte „colour“"),
        ((HEADER, ROW.replace("#0b6fcf", "#f5c400")), "zu hell"),
        ((HEADER, ROW, ROW.replace("learning", "b").replace("#0b", "#0c")), "Zeile 3"),
        ((HEADER, ROW, ROW.replace("learning", "b").replace("Bildung", "B")), "heißt weiter oben"),
        ((HEADER, '"offen;' + ROW, ROW), "Zeile 2: kein gültiges CSV"),
        ((HEADER, ROW.replace("Lernen", "Ler\x1bnen")), "Zeile 2: Steuerzeichen U+001B"),
    ],
)
def test_mistakes_name_file_row_and_column(
    tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read_themes(write(tmp_path, *lines))
    assert said in str(caught.value)
    assert "themes.csv" in str(caught.value)


def test_missing_and_foreign_files_are_explained(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Die Datei fehlt"):
        read_audiences(tmp_path)
    (tmp_path / "audiences.csv").write_bytes("audience_id;label_de\nyoung;Jünger".encode("latin-1"))
    with pytest.raises(ConfigError, match="nicht UTF-8"):
        read_audiences(tmp_path)
    twice = ("audience_id;label_de", "young;Jung", "young;Jung")
    with pytest.raises(ConfigError, match=r"audiences\.csv, Zeile 3"):
        read_audiences(write(tmp_path, *twice, name="audiences.csv"))
