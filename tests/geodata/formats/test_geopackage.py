"""GeoPackages: real ones made here, and hostile ones that want to read, write or run something."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.formats import geopackage, gpkg_process, limits
from tests.geodata.formats.reading import EAST, LAT, LON, NORTH, kinds, read, refusal, rows

Connection = sqlite3.Connection


def package(
    folder: Path,
    *statements: str,
    crs: str = "EPSG:4326",
    geometry: list[Any] | None = None,
    layer: str = "orte",
    **columns: list[Any],
) -> bytes:
    """A GeoPackage of one layer, changed by SQL afterwards."""
    file = folder / "gemacht.gpkg"
    shapes = geometry or [shapely.Point(LON, LAT), None]
    fields = columns or {"name": ["Verein", "Zu Hause"]}
    gpd.GeoDataFrame(fields, geometry=shapes, crs=crs).to_file(file, layer=layer, driver="GPKG")
    with sqlite3.connect(file) as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [layer]
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return file.read_bytes()


def registered(name: str, select: str) -> tuple[str, ...]:
    """SQL for a view that calls itself a layer."""
    return (
        f'CREATE VIEW "{name}" AS {select}',
        (
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "  # noqa: S608
            f"VALUES ('{name}', 'features', '{name}', 4326)"
        ),
        f"INSERT INTO gpkg_geometry_columns VALUES ('{name}', 'geom', 'POINT', 4326, 0, 0)",  # noqa: S608
    )


def test_features_become_rows(tmp_path: Path) -> None:
    content = package(
        tmp_path,
        "ALTER TABLE orte ADD COLUMN tag DATE",
        "ALTER TABLE orte ADD COLUMN bild BLOB",
        "UPDATE orte SET tag = '2026-04-03', bild = x'0102' WHERE fid = 1",
        name=["Verein", "Zu Hause"],
        plaetze=[3, None],
        offen=[True, False],
        stunden=[1.5, float("inf")],
        seit=pd.to_datetime(["2026-04-03T18:30:00+02:00", None], utc=True),
    )
    table = read("geopackage", content)
    assert rows(table) == [
        {
            "lon": str(LON),
            "lat": str(LAT),
            "fid": "1",
            "name": "Verein",
            "plaetze": "3",
            "offen": "ja",
            "stunden": "1.5",
            "seit": "2026-04-03T16:30:00Z",
            "tag": "2026-04-03",
        },
        {"fid": "2", "name": "Zu Hause", "offen": "nein"},
    ]
    assert list(table.frame.index) == [1, 2]
    assert table.faults == ()


@pytest.mark.parametrize(
    ("crs", "x", "y"),
    [
        ("EPSG:25833", EAST, NORTH),
        # a GeoPackage stores x, y, whatever its CRS says about axes
        ("EPSG:4326", LON, LAT),
        ("EPSG:3045", EAST, NORTH),
    ],
)
def test_positions_are_projected(tmp_path: Path, crs: str, x: float, y: float) -> None:
    content = package(tmp_path, crs=crs, geometry=[shapely.Point(x, y), None])
    row = rows(read("geopackage", content))[0]
    assert float(row["lon"]) == pytest.approx(LON, abs=2e-7)
    assert float(row["lat"]) == pytest.approx(LAT, abs=2e-7)


def test_areas_get_a_point_on_their_surface(tmp_path: Path) -> None:
    content = package(tmp_path, geometry=[shapely.box(13, 51, 14, 52), shapely.Polygon()])
    first, second = rows(read("geopackage", content))
    assert (first["lon"], first["lat"]) == ("13.5", "51.5")
    assert "lon" not in second


def test_what_gives_no_point_keeps_its_record(tmp_path: Path) -> None:
    many = shapely.Polygon([(13 + i / 1e7, 51 + (i % 2)) for i in range(limits.MAX_VERTICES + 10)])
    cut = "UPDATE orte SET geom = substr(geom, 1, 30) WHERE fid = 2"
    alien = "UPDATE orte SET geom = x'47500001E6100000010f00000000000000' WHERE fid = 3"
    names = ["groß", "abgeschnitten", "unbekannter Art", "gut"]
    shapes = [many, shapely.box(1, 1, 2, 2), shapely.box(1, 1, 2, 2), shapely.box(13, 51, 14, 52)]
    table = read("geopackage", package(tmp_path, cut, alien, geometry=shapes, name=names))
    assert [row["name"] for row in rows(table)] == names
    assert [row.get("lon") for row in rows(table)] == [None, None, None, "13.5"]
    # GDAL takes a geometry that is only cut for none at all
    assert [fault.row for fault in table.faults if fault.kind == "bad_position"] == [1, 3]
    unknown = package(tmp_path, crs="EPSG:2056", geometry=[shapely.Point(2600000, 1200000)] * 2)
    assert [kind for _, _, kind in kinds(read("geopackage", unknown))] == ["bad_position"] * 2


def test_a_text_that_is_not_utf8_costs_nothing_else(tmp_path: Path) -> None:
    names = [f"Größe {i}" for i in range(20)]
    content = package(
        tmp_path,
        "UPDATE orte SET name = CAST(x'4772fcdf65' AS TEXT) WHERE fid = 7",
        "UPDATE orte SET name = CAST(x'8141' AS TEXT) WHERE fid = 9",
        geometry=[None] * 20,
        name=names,
    )
    found = [row["name"] for row in rows(read("geopackage", content))]
    assert found == [*names[:6], "Grüße", names[7], "\x81A", *names[9:]]


def test_a_layer_has_to_be_chosen_where_there_are_several(tmp_path: Path) -> None:
    file = tmp_path / "zwei.gpkg"
    for layer in ("orte", "wege"):
        frame = gpd.GeoDataFrame({"n": [layer]}, geometry=[shapely.Point(13, 51)], crs="EPSG:4326")
        frame.to_file(file, layer=layer, driver="GPKG")
    content = file.read_bytes()
    assert "„orte“, „wege“" in refusal("geopackage", content)
    assert rows(read("geopackage", content, layer="wege"))[0]["n"] == "wege"
    assert "Vorhanden: „orte“, „wege“" in refusal("geopackage", content, layer="haus")
    assert "gibt es nicht" in refusal("geopackage", content, layer="a\0b")
    assert "gibt es nicht" in refusal("geopackage", content, layer='x" UNION SELECT 1 --')


def test_styles_of_qgis_are_no_layer(tmp_path: Path) -> None:
    content = package(
        tmp_path,
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles')",
    )
    assert len(read("geopackage", content).frame) == 2


@pytest.mark.parametrize(
    "select",
    [
        "SELECT fid, geom, load_extension('/tmp/x') AS a FROM orte",
        "SELECT fid, geom, readfile('/etc/passwd') AS a FROM orte",
        (
            "SELECT fid, geom, (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT count(*) FROM n) AS a FROM orte"
        ),
        "SELECT fid, geom, name FROM orte",
    ],
)
def test_views_are_not_read(tmp_path: Path, select: str) -> None:
    content = package(tmp_path, *registered("sicht", select))
    assert "Ansicht (View)" in refusal("geopackage", content, layer="sicht")
    # and do not stand in the way of the tables
    assert len(read("geopackage", content).frame) == 2


def test_a_virtual_table_is_not_read(tmp_path: Path) -> None:
    content = package(
        tmp_path,
        "CREATE VIRTUAL TABLE fts USING fts5(a)",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        "VALUES ('fts', 'attributes', 'fts')",
    )
    assert "View" in refusal("geopackage", content, layer="fts")


def test_triggers_do_nothing(tmp_path: Path) -> None:
    victim = tmp_path / "opfer.sqlite"
    content = package(
        tmp_path,
        "CREATE TRIGGER boese AFTER UPDATE ON gpkg_contents "
        "BEGIN UPDATE orte SET name = 'verändert'; END",
        f"CREATE TABLE ziel AS SELECT '{victim}' AS pfad",
    )
    before = sorted(tmp_path.iterdir())
    assert [row["name"] for row in rows(read("geopackage", content))] == ["Verein", "Zu Hause"]
    assert sorted(tmp_path.iterdir()) == before


def endless(tmp_path: Path) -> bytes:
    """A file whose list of layers is a view that never ends: GDAL reads it when it opens."""
    never = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i % 9 + 1 FROM n) SELECT count(*) FROM n"
    )
    return package(
        tmp_path,
        "ALTER TABLE gpkg_contents RENAME TO alt",
        f"CREATE VIEW gpkg_contents AS SELECT * FROM alt WHERE ({never}) > 0",  # noqa: S608
    )


@pytest.mark.parametrize("limit", ["MAX_SECONDS", "TIMEOUT_SECONDS"])
def test_what_never_ends_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(f"geodata.formats.geopackage.{limit}", 2)
    assert "in begrenzter Zeit" in refusal("geopackage", endless(tmp_path))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda content: content[:3000], "beschädigt"),
        (lambda content: content[:100] + b"\xff" * (len(content) - 100), "beschädigt"),
        (lambda content: b"<OGRVRTDataSource/>" + content, "kein GeoPackage"),
        (lambda content: content[:68] + b"\0\0\0\0" + content[72:], "kein GeoPackage"),
        (lambda _: b"", "leer"),
        (lambda _: b"SQLite format 3\x00" + b"\0" * 52 + b"GPKG", "beschädigt"),
    ],
)
def test_what_is_no_geopackage_is_refused(
    tmp_path: Path, change: Callable[[bytes], bytes], said: str
) -> None:
    assert said in refusal("geopackage", change(package(tmp_path)))


def test_too_many_features(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.formats.geopackage.MAX_RECORDS", 1)
    assert "mehr als 1 Einträge" in refusal("geopackage", package(tmp_path))


def test_output_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.formats.geopackage.MAX_OUTPUT", 10_000)
    content = package(tmp_path, name=["x" * 20_000, "y"])
    assert "beschädigt" in refusal("geopackage", content)


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = "UPDATE orte SET name = hex(zeroblob(50000000)) WHERE fid = 1"
    content = package(tmp_path, large)
    monkeypatch.setattr("geodata.formats.geopackage.MAX_MEMORY", 250_000_000)
    assert "mit begrenztem Speicher" in refusal("geopackage", content)


@pytest.fixture
def shut_in(tmp_path: Path) -> Callable[[str], str]:
    """Runs code in the process that opens files, where it would open one."""

    def run(code: str) -> str:
        # the process' own file, with the reading replaced by the code
        source = Path(gpkg_process.__file__).read_text(encoding="utf-8")
        start = source.index("    try:\n        write_layer")
        end = source.index('if __name__ == "__main__"')
        script = tmp_path / "process.py"
        script.write_text(f"{source[:start]}    {code}\n\n\n{source[end:]}", encoding="utf-8")
        monkeypatch = pytest.MonkeyPatch()
        monkeypatch.setattr("geodata.formats.geopackage._PROCESS", script)
        with monkeypatch.context(), (tmp_path / "out").open("w+b") as output:
            geopackage._run(tmp_path / "x.gpkg", "", output)
            output.seek(0)
            text = output.read().decode()
        monkeypatch.undo()
        return text

    return run


def test_the_process_knows_one_driver(shut_in: Callable[[str], str]) -> None:
    assert shut_in("print(sorted(pyogrio.list_drivers()))").strip() == "['GPKG']"


@pytest.mark.parametrize("name", ["a.vrt", "a.gpkg"])
def test_the_process_opens_no_recipe(
    tmp_path: Path, shut_in: Callable[[str], str], name: str
) -> None:
    (tmp_path / "secret.csv").write_text("name\ngeheim\n")
    recipe = tmp_path / name
    recipe.write_text(
        "<OGRVRTDataSource><OGRVRTLayer name='secret'><SrcDataSource>"
        f"{tmp_path / 'secret.csv'}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )
    assert "geheim" not in shut_in(f"print(pyogrio.raw.read({str(recipe)!r}))")


def test_the_process_writes_little_and_knows_nothing_of_ours(
    monkeypatch: pytest.MonkeyPatch, shut_in: Callable[[str], str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "geheim")
    asked = (
        "dict(os.environ)",
        "[name for name in sys.modules if name.partition('.')[0] == 'geodata']",
        "resource.getrlimit(resource.RLIMIT_NOFILE)",
        "pyogrio.get_gdal_config_option('OGR_SQLITE_PRAGMA')",
    )
    said = shut_in(f"print({', '.join(asked)}, sep=chr(10))").splitlines()
    assert "geheim" not in said[0]
    assert said[1:3] == ["[]", "(64, 64)"]
    assert "trusted_schema=OFF" in said[3]
