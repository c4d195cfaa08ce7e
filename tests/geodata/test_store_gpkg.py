"""A snapshot file opens in QGIS, comes back as it went in, and is refused when it is damaged."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
import shapely

from geodata.errors import SnapshotError
from geodata.snapshot import Snapshot
from geodata.store.gpkg import (
    checksum_path,
    content_sha256,
    file_sha256,
    read_snapshot,
    records_of,
    write_snapshot,
)
from geodata.tables import TABLES, columns_of, geometry_column
from tests.sample import sample_snapshot

AREAS = {"districts", "boroughs", "orientation_lines"}


def write_checksum(path: Path) -> None:
    checksum_path(path).write_text(f"{file_sha256(path)}  {path.name}\n")


@pytest.fixture(scope="module")
def written_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("written") / "probe.gpkg"
    write_snapshot(path, sample_snapshot(), title="Karte von Viereck")
    write_checksum(path)
    return path


@pytest.fixture
def snapshot_file(written_file: Path, tmp_path: Path) -> Path:
    shutil.copy(checksum_path(written_file), tmp_path)
    return Path(shutil.copy(written_file, tmp_path))


def without_geometry(record: Any) -> dict[str, Any]:
    values = msgspec.structs.asdict(record)
    values.pop("geometry", None)
    return values


@pytest.mark.parametrize("table", list(TABLES))
def test_every_table_comes_back_as_it_went_in(snapshot_file: Path, table: str) -> None:
    before = records_of(sample_snapshot(), table)
    after = records_of(read_snapshot(snapshot_file), table)
    assert [without_geometry(r) for r in after] == [without_geometry(r) for r in before]
    if geometry_column(TABLES[table]):
        for old, new in zip(before, after, strict=True):
            assert (new.geometry is None) == (old.geometry is None)
            assert old.geometry is None or shapely.equals(new.geometry, old.geometry)


def test_areas_and_lines_have_one_geometry_type(snapshot_file: Path) -> None:
    snapshot = read_snapshot(snapshot_file)
    assert {d.geometry.geom_type for d in snapshot.districts} == {"MultiPolygon"}
    assert {line.geometry.geom_type for line in snapshot.orientation_lines} == {"MultiLineString"}


def test_columns_are_real_types(snapshot_file: Path) -> None:
    with sqlite3.connect(snapshot_file) as connection:
        found = {row[1]: row[2] for row in connection.execute("PRAGMA table_info('opportunities')")}
    connection.close()
    assert found["is_remote"] == "BOOLEAN"
    assert found["starts_on"] == "DATE"
    assert found["retrieved_at"] == "DATETIME"
    assert found["hours_per_week"] == "REAL"
    assert found["min_age"] == "INTEGER"
    assert found["geom"] == "POINT"


def test_nulls_stay_nulls(snapshot_file: Path) -> None:
    with sqlite3.connect(snapshot_file) as connection:
        row = connection.execute(
            "SELECT geom, min_age, hours_per_week, starts_on, updated_at, wheelchair "
            "FROM opportunities WHERE opportunity_id = 'opp-04'"
        ).fetchone()
        unknown = connection.execute(
            "SELECT count(*) FROM coverage WHERE is_underserved IS NULL"
        ).fetchone()
    connection.close()
    assert row == (None, None, None, None, None, None)
    assert unknown[0] == sum(c.is_underserved is None for c in sample_snapshot().coverage) > 0


def test_spatial_layers_have_an_index(snapshot_file: Path) -> None:
    with sqlite3.connect(snapshot_file) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        srs = {
            row[0]
            for row in connection.execute("SELECT DISTINCT srs_id FROM gpkg_geometry_columns")
        }
    connection.close()
    spatial = [table for table in TABLES if geometry_column(TABLES[table])]
    assert {f"rtree_{table}_geom" for table in spatial} <= names
    assert srs == {4326}


def test_metadata_say_licence_date_and_examples(snapshot_file: Path) -> None:
    import pyogrio

    info = pyogrio.read_info(snapshot_file, layer="opportunities")
    assert info["dataset_metadata"]["TITLE"] == "Karte von Viereck"
    assert info["dataset_metadata"]["DATE"] == "2026-04-01"
    assert "dl-de/by-2-0" in info["dataset_metadata"]["LICENCE"]
    assert info["layer_metadata"]["LICENCE"] == "CC0-1.0"
    assert info["layer_metadata"]["IDENTIFIER"] == "Angebote"
    assert "Beispieldaten" in info["layer_metadata"]["DESCRIPTION"]
    districts = pyogrio.read_info(snapshot_file, layer="districts")["layer_metadata"]
    assert "generalisiert" in districts["ATTRIBUTION"]
    assert "Beispieldaten" not in districts["DESCRIPTION"]


def test_ogrinfo_opens_it_without_a_warning(snapshot_file: Path) -> None:
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        pytest.skip("needs ogrinfo, which is not installed here")
    done = subprocess.run(
        [ogrinfo, "-al", str(snapshot_file)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout.count("Layer name:") == len(TABLES)


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="lässt sich nicht schreiben"):
        write_snapshot(tmp_path / "no folder" / "a.gpkg", sample_snapshot())


def test_same_snapshot_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.gpkg", tmp_path / "b.gpkg"
    write_snapshot(first, sample_snapshot())
    write_snapshot(second, sample_snapshot())
    assert file_sha256(first) == file_sha256(second)


def test_content_hash_survives_the_file(snapshot_file: Path) -> None:
    assert content_sha256(read_snapshot(snapshot_file)) == content_sha256(sample_snapshot())


def changed_info(**changes: Any) -> Snapshot:
    snapshot = sample_snapshot()
    return msgspec.structs.replace(snapshot, info=msgspec.structs.replace(snapshot.info, **changes))


def test_content_hash_ignores_name_and_hour_only() -> None:
    digest = content_sha256(sample_snapshot())
    later = dt.datetime(2026, 4, 1, 23, tzinfo=dt.UTC)
    assert content_sha256(changed_info(created_at=later, snapshot_id="anders")) == digest
    assert content_sha256(changed_info(outside_count=2)) != digest
    fewer = msgspec.structs.replace(sample_snapshot(), events=())
    assert content_sha256(fewer) != digest


def test_the_file_is_not_locked_and_not_changed_by_reading(snapshot_file: Path) -> None:
    snapshot_file.chmod(0o444)
    before = file_sha256(snapshot_file)
    read_snapshot(snapshot_file)
    assert file_sha256(snapshot_file) == before
    assert {p.name for p in snapshot_file.parent.iterdir()} == {
        snapshot_file.name,
        checksum_path(snapshot_file).name,
    }


# --- damage


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    place = data.index(b"Lesepatin")
    data[place] ^= 1
    path.write_bytes(data)


def remove(path: Path) -> None:
    path.unlink()


def replace_by_text(path: Path) -> None:
    path.write_text("Das ist ein Brief.")


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (cut_in_half, "abgeschnitten"),
        (flip_a_bit, "Prüfsumme"),
        (remove, "fehlt"),
        (replace_by_text, "kein Snapshot"),
        (empty, "kein Snapshot"),
    ],
)
def test_damage_is_named(snapshot_file: Path, damage: Any, words: str) -> None:
    damage(snapshot_file)
    with pytest.raises(SnapshotError, match=words) as caught:
        read_snapshot(snapshot_file)
    assert str(snapshot_file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_flipped_bit_is_nothing_sqlite_would_notice(snapshot_file: Path) -> None:
    flip_a_bit(snapshot_file)
    with sqlite3.connect(snapshot_file) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    connection.close()
    with pytest.raises(SnapshotError, match="Prüfsumme"):
        read_snapshot(snapshot_file)


def test_without_checksum_it_is_not_read(snapshot_file: Path) -> None:
    checksum_path(snapshot_file).unlink()
    with pytest.raises(SnapshotError, match="Die Prüfsumme des Snapshots fehlt"):
        read_snapshot(snapshot_file)


def changed_by(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    for function in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        # the R*Tree's triggers call what only GDAL has
        connection.create_function(function, 1, lambda _: 0)
    connection.execute(statement)
    connection.commit()
    connection.close()
    write_checksum(path)


def test_another_version_is_refused(snapshot_file: Path) -> None:
    changed_by(snapshot_file, "UPDATE snapshot_info SET schema_version = 99")
    with pytest.raises(SnapshotError, match="Fassung 99"):
        read_snapshot(snapshot_file)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE themes DROP COLUMN icon",
        "DROP TABLE coverage",
        "UPDATE indicator_values SET status = 'guessed'",
        "UPDATE districts SET geom = x'4750000100000000ff'",
    ],
)
def test_another_structure_is_refused(snapshot_file: Path, statement: str) -> None:
    changed_by(snapshot_file, statement)
    with pytest.raises(SnapshotError, match="anderen Aufbau"):
        read_snapshot(snapshot_file)


def test_another_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.gpkg"
    changed_by(path, "CREATE TABLE letters (text TEXT)")
    with pytest.raises(SnapshotError, match="anderen Aufbau"):
        read_snapshot(path)


def test_every_column_has_a_readable_name() -> None:
    for record_type in TABLES.values():
        for column in columns_of(record_type):
            assert column.name.isidentifier()
            assert column.name == column.name.lower()
            assert len(column.name) <= 30
