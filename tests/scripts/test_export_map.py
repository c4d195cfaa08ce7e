"""`python -m scripts.export_map`: what goes into the file, and clear words for what cannot."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

import scripts.export_map as command
from geodata.errors import ConfigError, GeodataError, SnapshotError
from geodata.store.publish import publish_snapshot
from layers.catalogue import UnknownLayer
from layers.folium_map import ASSET_PATHS
from scripts.export_map import main, specs_from
from tests.sample import sample_snapshot

DAY = ["--as-of", "2026-04-03", "--quiet"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with assets (stand-ins) and, as DATA_DIR, no snapshot yet."""
    for path in ASSET_PATHS:
        asset = tmp_path / "vendor" / path
        asset.parent.mkdir(parents=True, exist_ok=True)
        asset.write_bytes(b"<svg></svg>" if path == "icons.svg" else b"/* asset */")
    monkeypatch.setattr(command, "VENDOR", tmp_path / "vendor")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CITY", "dresden")
    return tmp_path


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the hand-made snapshot is published."""
    snapshots = tmp_path_factory.mktemp("snapshots")
    publish_snapshot(
        snapshots,
        sample_snapshot(),
        title="Ehrenamtslandkarte",
        published_at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC),
        keep=1,
    )
    return snapshots


@pytest.fixture
def published(folder: Path, snapshots: Path) -> Path:
    """The folder of `folder`, with that snapshot as the current one."""
    shutil.copytree(snapshots, folder / "data" / "dresden" / "snapshots")
    return folder


def test_the_current_snapshot_becomes_a_file(published: Path) -> None:
    out = published / "map.html"
    assert main(["--out", str(out), *DAY]) == 0
    html = out.read_text(encoding="utf-8")
    assert "<title>Ehrenamtslandkarte Dresden</title>" in html
    assert "Stand: 3. April 2026" in html
    assert "Beispieldaten: Organisationen und Angebote sind erfunden." in html
    assert "Lesepatin oder Lesepate" in html
    assert "Hier wird Engagement besonders gebraucht" in html
    assert [path.name for path in published.glob("*map.html*")] == ["map.html"]


def test_a_snapshot_file_can_be_named(published: Path) -> None:
    (file,) = (published / "data" / "dresden" / "snapshots").glob("*.gpkg")
    out = published / "map.html"
    assert main(["--out", str(out), "--snapshot", str(file), "--layers", "events", *DAY]) == 0
    html = out.read_text(encoding="utf-8")
    assert "Veranstaltungen" in html
    assert "Lesepatin" not in html


def test_the_summary_says_what_was_written(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = published / "map.html"
    main(["--out", str(out), "--as-of", "2026-04-03"])
    # nine open offers with a place, one contact point, partner, event and project each
    assert capsys.readouterr().out == f"{out}: 13 Einträge, 0,1 MB.\n"


def test_by_default_all_topics_as_on_the_pages() -> None:
    specs = specs_from(sample_snapshot(), None, None, None)
    shown = {spec.layer_id for spec in specs if spec.is_visible}
    assert shown == {"districts", "orientation", "boroughs", "city_outline", "opportunities"}
    assert {"need", "events"} <= {spec.layer_id for spec in specs}


def test_named_layers_are_shown_and_the_ground_is_always_there() -> None:
    specs = specs_from(sample_snapshot(), "need, opportunities,need,districts", None, None)
    assert [spec.layer_id for spec in specs] == [
        "districts",
        "orientation",
        "boroughs",
        "city_outline",
        "need",
        "opportunities",
    ]
    assert all(spec.is_visible for spec in specs)


def test_an_indicator_is_shown_without_pins_above_it() -> None:
    specs = specs_from(sample_snapshot(), None, "residents", "2025-12-31")
    shown = [spec.layer_id for spec in specs[4:] if spec.is_visible]
    assert shown == ["indicator-residents-2025-12-31"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--layers", "ned"], "Die Ebene „ned“ gibt es nicht. Es gibt: districts, "),
        (["--layers", " , "], "--layers: Es ist keine Ebene genannt."),
        (["--indicator", "einwohner"], "Den Indikator „einwohner“ gibt es nicht. Es gibt: "),
        (["--indicator", "residents", "--period", "1999"], "Es gibt: 2025-12-31"),
        (["--period", "2025"], "--period gehört zu einem Indikator"),
        (["--snapshot", "fehlt.gpkg"], "fehlt.gpkg: Die Snapshot-Datei fehlt."),
    ],
)
def test_wrong_wishes_are_answered_and_nothing_is_written(
    published: Path, arguments: list[str], message: str
) -> None:
    out = published / "map.html"
    with pytest.raises(GeodataError) as caught:
        main(["--out", str(out), *DAY, *arguments])
    assert message in str(caught.value)
    assert isinstance(caught.value, ConfigError | UnknownLayer | SnapshotError)
    assert not out.exists()


def test_a_bad_target_is_named_before_any_work(folder: Path) -> None:
    with pytest.raises(ConfigError, match="Das ist ein Ordner"):
        main(["--out", str(folder), *DAY])
    with pytest.raises(ConfigError, match=r"Den Ordner .* gibt es nicht"):
        main(["--out", str(folder / "nirgends" / "map.html"), *DAY])


def test_a_failed_run_leaves_the_old_file(published: Path) -> None:
    out = published / "map.html"
    out.write_text("alt", encoding="utf-8")
    with pytest.raises(GeodataError):
        main(["--out", str(out), "--layers", "ned", *DAY])
    assert out.read_text(encoding="utf-8") == "alt"


def test_without_a_snapshot_it_says_how_to_build_one(folder: Path) -> None:
    with pytest.raises(SnapshotError, match=r"scripts\.build_snapshot"):
        main(["--out", str(folder / "map.html"), *DAY])


def test_missing_assets_are_named(published: Path) -> None:
    (published / "vendor" / "icons.svg").unlink()
    with pytest.raises(ConfigError, match=r"icons\.svg: Die Datei fehlt\. .*make run"):
        main(["--out", str(published / "map.html"), *DAY])
