"""The city's files are made from the official ones: same bytes, whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geodata.city import read_city
from geodata.errors import SourceError
from geodata.sources import official_spec, parse_source, read_sources
from scripts.make_city_data import main, make_city_data

WRITTEN = ("districts.geojson", "orientation.geojson", "crosswalk.csv", "figures.csv")


@pytest.fixture
def city_dir(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the city's folder with the declarations only."""
    folder = tmp_path / "cities" / "dresden"
    folder.mkdir(parents=True)
    for name in ("city.toml", "sources.toml"):
        shutil.copy(root / "cities" / "dresden" / name, folder)
    monkeypatch.setenv("CITIES_DIR", str(folder.parent))
    return folder


@pytest.fixture
def official(tmp_path: Path, shared_dir: Path) -> Iterator[Path]:
    """A copy of the official files, to be spoiled by a test."""
    folder = tmp_path / "official"
    shutil.copytree(shared_dir / "facts", folder)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def sums(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.glob("*.*"))}


def test_the_committed_files_are_what_the_script_makes(
    city_dir: Path, official: Path, root: Path
) -> None:
    main([str(official)])
    for name in WRITTEN:
        assert (city_dir / name).read_bytes() == (root / "cities/dresden" / name).read_bytes(), name


def test_official_tables_and_ours_give_the_same_figures(
    city_dir: Path, official: Path, root: Path
) -> None:
    ours, city = root / "cities" / "dresden", read_city(city_dir)
    for spec in read_sources(city_dir):
        if spec.kind != "statistics" or spec.official is None:
            continue
        (published,) = official.glob(spec.official.file)
        there = parse_source(official_spec(spec), published.read_bytes(), city)
        here = parse_source(spec, (ours / spec.path).read_bytes(), city)
        figures = [result.tables["figures"].reset_index(drop=True) for result in (here, there)]
        assert figures[0].equals(figures[1]), spec.source_id
        assert [i.value for i in here.issues] == [i.value for i in there.issues]


def test_detailed_official_layer(city_dir: Path, official: Path, shared_dir: Path) -> None:
    """The layer as the city's service names its fields, four times as detailed."""
    detailed = shared_dir / "geodata" / "colouring-dresden" / "boroughs.geojson"
    shutil.copy(detailed, official / "districts.geojson")
    make_city_data(official, city_dir)
    before = gpd.read_file(detailed).set_index("blocknr").sort_index().to_crs("EPSG:25833")
    after = gpd.read_file(city_dir / "districts.geojson").set_index("district_id")
    after = after.to_crs("EPSG:25833")
    assert list(before.index) == list(after.index)
    assert shapely.get_num_coordinates(after.geometry.to_numpy()).sum() < 10_000
    assert ((after.area / before.area - 1).abs() < 0.001).all()
    # on the other side of a line than officially: a twentieth of a per cent of the city
    moved = after.symmetric_difference(before.geometry).area.sum() / 2
    assert moved / before.area.sum() < 0.0006


@pytest.mark.parametrize(
    ("pattern", "change", "words"),
    [
        ("statistics/einwohner___md*", (b";", b","), ("einwohner___md_34e", "Trennzeichen")),
        ("statistics/kbu*", (b"2333,3", b"2.333,3"), ("kbu_", "Zeile", "Tausenderpunkte")),
        ("statistics/arbeits*", (b"StB 7", b"SB 7"), ("arbeitslose", "Zeile", "Gebietseinheit")),
        (
            "statistics/kbu*",
            (b"03 StB", b"23 StB"),
            ("kbu_", "Zeile 4", "23 StB Neustadt", "Zuordnung"),
        ),
        ("statistics/stadtteile*", (b"\n44;", b"\n43;"), ("crosswalk", "zweimal")),
        ("districts.geojson", (b'"district_id":"44"', b'"district_id":44'), ("kein Text",)),
        ("districts.geojson", (b"13.74162", b"13.84162"), ("districts.geojson",)),
    ],
)
def test_bad_official_file_leaves_the_old_ones(
    city_dir: Path,
    official: Path,
    pattern: str,
    change: tuple[bytes, bytes],
    words: tuple[str, ...],
) -> None:
    make_city_data(official, city_dir)
    before = sums(city_dir)
    (path,) = official.glob(pattern)
    content = path.read_bytes()
    assert change[0] in content
    path.write_bytes(content.replace(*change))
    with pytest.raises(SourceError) as caught:
        make_city_data(official, city_dir)
    message = str(caught.value)
    assert "\n" not in message
    for word in words:
        assert word in message
    assert sums(city_dir) == before


def test_missing_and_ambiguous_files(city_dir: Path, official: Path) -> None:
    (kbu,) = official.glob("statistics/kbu*")
    shutil.copy(kbu, kbu.with_name(kbu.stem + "_neu.csv"))
    with pytest.raises(SourceError, match="Genau eine Datei"):
        make_city_data(official, city_dir)
    for path in official.glob("statistics/kbu*"):
        path.unlink()
    with pytest.raises(SourceError, match="gefunden: keine"):
        make_city_data(official, city_dir)
    assert not (city_dir / "figures.csv").exists()


def test_the_command_ends_with_one_message_and_exit_code_1(tmp_path: Path, root: Path) -> None:
    command = [sys.executable, "-m", "scripts.make_city_data", str(tmp_path), "--city"]
    for city, words in (("atlantis", "Diese Stadt gibt es nicht"), ("dresden", "Genau eine Datei")):
        ended = subprocess.run(
            [*command, city], cwd=root, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 1
        assert words in ended.stderr
        assert ended.stderr.count("\n") == 1
