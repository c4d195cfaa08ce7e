"""Entries that fill a collection: what sources.toml must say of them, and what is a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.errors import ConfigError
from geodata.sources import SourceSpec, read_sources
from geodata.sources.mapped import mapping_of

GOOD = """\
[[sources]]
source_id = "orte"
kind = "ogc_features"
url = "https://example.org/items?token=GEHEIM"
collection = "facilities"
constants = { kind = "Ort" }
columns = { facility_id = "id", name = ["name", "bez"], address = "{strasse} {hnr}" }
title = "Orte"
publisher = "Stadt"
licence = "dl-de/by-2-0"
attribution = "Stadt"
fresh_days = 30
"""


def written(folder: Path, *changes: tuple[str, str]) -> SourceSpec:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    return read_sources(folder)[0]


def refused(folder: Path, old: str, new: str) -> str:
    with pytest.raises(ConfigError) as caught:
        written(folder, (old, new))
    assert str(folder / "sources.toml") in str(caught.value)
    return str(caught.value)


def test_a_good_one(tmp_path: Path) -> None:
    spec = written(tmp_path)
    assert spec.is_collection
    assert spec.is_fetched
    assert spec.key_prefix == "orte-"
    source = spec.to_source()
    assert (source.url, source.fresh_days) == ("https://example.org/items?token=***", 30)
    mapping = mapping_of(spec, tmp_path)
    assert (mapping.id_prefix, mapping.constants) == ("orte-", {"kind": "Ort"})


def test_a_file_is_not_fetched_and_keeps_its_ids(tmp_path: Path) -> None:
    change = ('kind = "ogc_features"', 'kind = "geojson"\npath = "orte.geojson"')
    spec = written(tmp_path, change)
    assert not spec.is_fetched
    assert spec.key_prefix == ""


@pytest.mark.parametrize(("given", "prefix"), [("", ""), ("x:", "x:")])
def test_the_prefix_can_be_chosen(tmp_path: Path, given: str, prefix: str) -> None:
    spec = written(tmp_path, ("fresh_days", f'id_prefix = "{given}"\nfresh_days'))
    assert mapping_of(spec, tmp_path).id_prefix == prefix


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"ogc_features"', '"ogc_feature"', "Gemeint ist wohl „ogc_features“"),
        ('"facilities"', '"facility"', "Zeile 2, Quelle „orte“: „collection“ nennt keine bekannte"),
        ('"facilities"', '"facility"', "Gemeint ist wohl „facilities“"),
        ('"facilities"', '"districts"', "Möglich: organisations"),
        ('collection = "facilities"\n', "", "„collection“"),
        ("name = [", "nmae = [", "„nmae“ ist kein Feld von „facilities“. Gemeint ist wohl „name“"),
        ("{hnr}", "{hnr", "keine Vorlage"),
        ("columns =", 'mapping = "orte"\ncolumns =', "entweder „mapping“"),
        ("columns =", 'format = "geojsn"\ncolumns =', "Gemeint ist wohl „geojson“"),
        ("https://example.org/items?token=GEHEIM", "ftp://example.org/x", "http oder https"),
        ("https://example.org/items", "https://exa mple.org/items", "Adresse"),
        ("https://example.org/items?token=GEHEIM", "datei.json", "http oder https"),
        ('"ogc_features"', '"wfs"', "braucht den Schlüssel „layer“"),
        ('"ogc_features"', '"overpass"', "braucht den Schlüssel „query“"),
        ('"ogc_features"', '"overpass"\nquery = "../q"', "innerhalb des Ordners"),
        ('"ogc_features"', '"overpass"\nquery = "q"', "füllt nur die Sammlung „osm_places“"),
        ("fresh_days = 30", "fresh_days = 0", "Zeile 12"),
        ("fresh_days = 30", "fresh_day = 30", "Gemeint ist wohl „fresh_days“"),
        ("fresh_days = 30", "max_bytes = 0", "Zeile 12"),
        ("fresh_days = 30", "timeout_seconds = 1e9", "Zeile 12"),
        ("fresh_days = 30", "timeout_seconds = nan", "Zeile 12"),
        ("fresh_days = 30", "min_share = 1.5", "Zeile 12"),
        ("fresh_days = 30", "page_size = 0", "Zeile 12"),
        ("fresh_days = 30", 'id_prefix = "a b"', "Zeile 12"),
        ("fresh_days = 30", '[sources.official]\nurl = "https://x"', "„official“"),
        ('"ogc_features"', '"entries"\npath = "a.csv"', "„constants“ gilt nur"),
        ('url = "https://example.org/items?token=GEHEIM"\n', "", "Es fehlt „path“ oder „url“"),
    ],
)
def test_mistakes(tmp_path: Path, old: str, new: str, words: str) -> None:
    said = refused(tmp_path, old, new)
    assert words in said
    assert "GEHEIM" not in said


def test_off_and_without_a_collection_is_only_listed(tmp_path: Path) -> None:
    text = GOOD.replace('collection = "facilities"\n', "").replace(
        "fresh_days", "enabled = false\nfresh_days"
    )
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    (spec,) = read_sources(tmp_path)
    assert not spec.enabled


@pytest.mark.parametrize("name", ["../x", "A", "x/y", ""])
def test_a_mapping_lies_in_its_folder(tmp_path: Path, name: str) -> None:
    columns = GOOD.partition("columns = ")[2].partition("\n")[0]
    with pytest.raises(ConfigError):
        written(tmp_path, (f"columns = {columns}", f'mapping = "{name}"'))


def test_a_mapping_for_another_collection(tmp_path: Path) -> None:
    columns = GOOD.partition("columns = ")[2].partition("\n")[0]
    spec = written(tmp_path, (f"columns = {columns}", 'mapping = "m"'))
    (tmp_path / "mappings").mkdir()
    path = tmp_path / "mappings" / "m.toml"
    path.write_text('collection = "events"\n[columns]\ntitle = "t"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="für „events“, die Quelle „orte“ füllt aber"):
        mapping_of(spec, tmp_path)
