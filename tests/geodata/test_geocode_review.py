"""From a register to located entries: issues that may be public, questions, decisions for good."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import ConfigError, SourceError
from geodata.geocode.decisions import (
    FILE_NAME,
    Decision,
    Decisions,
    query_key,
    read_decisions,
    write_decisions,
)
from geodata.geocode.entries import ReviewItem
from geodata.geocode.index import open_index
from geodata.model import Place
from geodata.pipeline.addresses import ensure_index, index_path, remember, review_items
from geodata.pipeline.build import build_snapshot
from geodata.pipeline.fingerprint import input_sha256
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from geodata.store.publish import read_current
from geodata.store.raw import Receipt, StoredPart, sha256_of_parts, store_fetched
from tests.geodata.address_register import register
from tests.geodata.register_city import write_register_city

AS_OF = dt.date(2026, 4, 3)
NOW = dt.datetime(2026, 4, 3, 10, tzinfo=dt.UTC)
HEADER = "query;decision;matched_address;lon;lat;note\n"


def settings_in(folder: Path) -> Settings:
    return Settings(city="viereck", cities_dir=folder / "cities", data_dir=folder / "data")


@pytest.fixture
def settings(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr("geodata.pipeline.fingerprint.CODE_DIR", root / "requirements")
    write_register_city(tmp_path / "cities")
    return settings_in(tmp_path)


def build(settings: Settings) -> Snapshot:
    build_snapshot(settings, AS_OF, created_at=NOW)
    return read_current(settings.snapshots_dir)


def place(snapshot: Snapshot, place_id: str) -> Place:
    return next(one for one in snapshot.places if one.place_id == place_id)


def point(snapshot: Snapshot, place_id: str) -> tuple[float, float] | None:
    found = place(snapshot, place_id).geometry
    return None if found is None else found.coords[0]  # type: ignore[return-value]


def items(settings: Settings) -> dict[str, ReviewItem]:
    return {item.query: item for item in review_items(settings, AS_OF, NOW)}


# --- located entries


def test_an_address_of_the_register_gives_its_point_and_district(settings: Settings) -> None:
    snapshot = build(settings)
    found = place(snapshot, "klar")
    assert point(snapshot, "klar") == (13.7055, 51.045)
    assert (found.geocode_precision, found.geocoder, found.district_id) == (
        "address", "register", "01",
    )  # fmt: skip
    assert found.geocode_confidence == 1.0
    offers = {offer.opportunity_id: offer for offer in snapshot.opportunities}
    assert (offers["vorlesen"].geometry, offers["vorlesen"].geocoder) == (
        found.geometry, "register",
    )  # fmt: skip
    assert offers["selbst"].district_id == "01"
    assert (offers["fern"].geometry, offers["fern"].address) == (None, None)


def test_an_own_point_stays_whatever_the_address_says(settings: Settings) -> None:
    snapshot = build(settings)
    assert point(snapshot, "eigen") == (13.73, 51.055)
    assert place(snapshot, "eigen").geocode_confidence is None


def test_what_is_not_clear_gives_no_exact_point(settings: Settings) -> None:
    snapshot = build(settings)
    precisions = {
        p.place_id: (p.geocode_precision, p.geometry is not None) for p in snapshot.places
    }
    assert precisions["doppeldeutig"] == (None, False)
    assert precisions["nummerlos"] == ("street", True)
    assert precisions["fremd"] == ("postcode", False)
    assert precisions["leipzig"] == (None, False)
    assert precisions["konflikt"] == ("address", True)
    assert (place(snapshot, "konflikt").geocode_confidence or 1) < 0.85


def test_issues_tell_what_is_wrong_and_never_an_address(settings: Settings) -> None:
    snapshot = build(settings)
    told = {(i.record_id, i.kind) for i in snapshot.issues if i.field == "address"}
    assert told == {
        ("own_places:doppeldeutig", "ambiguous_address"),
        ("own_places:nochmal", "ambiguous_address"),
        ("own_places:doppelt", "ambiguous_address"),
        ("own_places:nummerlos", "coarse_address"),
        ("own_places:fremd", "unknown_address"),
        ("own_places:leipzig", "foreign_address"),
        ("own_places:konflikt", "doubtful_address"),
    }
    text = " ".join(f"{i.message} {i.value}" for i in snapshot.issues)
    assert "gasse" not in text
    assert "Gartenweg" not in text


def test_a_private_address_is_located_and_only_its_district_published(settings: Settings) -> None:
    snapshot = build(settings)
    found = place(snapshot, "geheim")
    assert (found.district_id, found.geometry, found.address) == ("12", None, None)
    assert (found.geocoder, found.geocode_confidence) == (None, None)
    (content,) = settings.snapshots_dir.glob("*.gpkg")
    assert b"Geheimgasse" not in content.read_bytes()


def test_without_a_register_nothing_is_located_and_nothing_is_wrong(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geodata.pipeline.fingerprint.CODE_DIR", root / "requirements")
    write_register_city(tmp_path / "cities", with_register=False)
    snapshot = build(settings_in(tmp_path))
    assert place(snapshot, "klar").geometry is None
    assert not [issue for issue in snapshot.issues if issue.field == "address"]
    with pytest.raises(ConfigError, match="Adressregister ist nicht geladen"):
        review_items(settings_in(tmp_path), AS_OF, NOW)


def test_a_register_that_cannot_be_used_stops_no_build(settings: Settings) -> None:
    path = settings.city_dir / "register.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    broken = [lines[0], *(line.rpartition(";")[0] + ";unlesbar" for line in lines[1:])]
    path.write_text("\n".join(broken) + "\n", encoding="utf-8")
    snapshot = build(settings)
    assert place(snapshot, "klar").geometry is None
    (issue,) = [issue for issue in snapshot.issues if issue.kind == "unusable_register"]
    assert (issue.source_id, issue.severity) == ("addresses", "error")


def test_the_register_is_a_source_and_no_table(settings: Settings) -> None:
    snapshot = build(settings)
    source = snapshot.source_by_id["addresses"]
    assert source.sha256
    assert index_path(settings, source.sha256).is_file()
    (content,) = settings.snapshots_dir.glob("*.gpkg")
    assert b"Doppelgasse" not in content.read_bytes()


def test_a_fetched_layer_feeds_the_same_way(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geodata.pipeline.fingerprint.CODE_DIR", root / "requirements")
    folder = write_register_city(
        tmp_path / "cities", where='url = "https://example.org/collections/L134/items"'
    )
    toml = folder / "sources.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace('kind = "table"', 'kind = "ogc_features"'),
        encoding="utf-8",
    )
    settings = settings_in(tmp_path)
    rows = pd.read_csv(folder / "register.csv", sep=";", dtype=str)
    features = [
        {
            "type": "Feature",
            "id": number,
            "properties": {k: v for k, v in row.items() if k not in ("lon", "lat")},
            "geometry": {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]},
        }
        for number, row in enumerate(rows.to_dict("records"), start=1)
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    part = StoredPart(
        key="x", url="https://example.org", file="part-0001",
        sha256=hashlib.sha256(content).hexdigest(), byte_count=len(content),
    )  # fmt: skip
    assert place(build(settings), "klar").geometry is None
    receipt = Receipt(
        source_id="addresses", location="https://example.org", sha256=sha256_of_parts([content]),
        byte_count=len(content), licence="dl-de/by-2-0", retrieved_at=NOW, parts=(part,),
    )  # fmt: skip
    store_fetched(settings.raw_dir, receipt, [content])
    assert point(build(settings), "klar") == (13.7055, 51.045)


# --- the index of a build


def test_the_index_is_made_once_and_again_where_it_is_damaged(settings: Settings) -> None:
    path = ensure_index(settings, register(), "ab" * 32)
    made = path.stat().st_mtime_ns
    assert ensure_index(settings, None, "ab" * 32).stat().st_mtime_ns == made
    path.write_bytes(b"damaged")
    assert ensure_index(settings, register(), "ab" * 32) == path
    open_index(path).close()


def test_old_indexes_go_but_not_the_last(settings: Settings) -> None:
    for age, sign in enumerate("abc"):
        path = ensure_index(settings, register(), sign * 64)
        os.utime(path, (1000 + age, 1000 + age))
    names = {path.name[0] for path in settings.address_index_dir.iterdir()}
    assert names == {"b", "c"}


# --- questions and decisions


def test_questions_with_candidates_each_address_once(settings: Settings) -> None:
    found = items(settings)
    assert {query: item.reason for query, item in found.items()} == {
        "Gartenweg 1, Viereck": "ambiguous",
        "Doppelgasse 2, Viereck": "ambiguous",
        "Hauptweg 99, 01099 Viereck": "coarse",
        "Nirgendgasse 4, 01099 Viereck": "unknown",
        "Eckweg 4, 01097 Viereck": "doubtful",
    }
    garden = found["Gartenweg 1, Viereck"]
    assert [record for record, _ in garden.records] == [
        "own_places:doppeldeutig", "own_places:nochmal",
    ]  # fmt: skip
    assert [candidate.label for candidate in garden.candidates] == [
        "Gartenweg 1, 01097 Viereck (Nord)", "Gartenweg 1, 01099 Viereck (Süd)",
    ]  # fmt: skip
    assert [item.query for item in found.values() if item.is_private] == ["Doppelgasse 2, Viereck"]
    assert not settings.snapshots_dir.exists()


def test_a_choice_is_remembered_for_good(settings: Settings) -> None:
    before = input_sha256(settings, AS_OF)
    remember(settings, items(settings)["Gartenweg 1, Viereck"], "accept", 2, "war selbst dort")
    text = (settings.city_dir / FILE_NAME).read_text(encoding="utf-8")
    assert text == (
        f"{HEADER}Gartenweg 1, Viereck;accept;Gartenweg 1, 01099 Viereck (Süd);13.7310000;"
        "51.0430000;war selbst dort\n"
    )
    assert input_sha256(settings, AS_OF) != before
    assert "Gartenweg 1, Viereck" not in items(settings)
    snapshot = build(settings)
    for place_id in ("doppeldeutig", "nochmal"):
        found = place(snapshot, place_id)
        assert point(snapshot, place_id) == (13.731, 51.043)
        assert (found.geocode_precision, found.geocoder, found.geocode_confidence) == (
            "address", "decision", 1.0,
        )  # fmt: skip
    assert not [i for i in snapshot.issues if i.kind == "ambiguous_address" and i.record_id
                in ("own_places:doppeldeutig", "own_places:nochmal")]  # fmt: skip


def test_a_rejected_address_is_asked_no_more_and_has_no_point(settings: Settings) -> None:
    remember(settings, items(settings)["Hauptweg 99, 01099 Viereck"], "reject", None)
    assert "Hauptweg 99, 01099 Viereck" not in items(settings)
    assert place(build(settings), "nummerlos").geometry is None


def test_a_second_decision_replaces_the_first(settings: Settings) -> None:
    item = items(settings)["Gartenweg 1, Viereck"]
    remember(settings, item, "reject", None)
    remember(settings, item, "accept", 1)
    (row,) = read_decisions(settings.city_dir).rows
    assert (row.decision, row.lon) == ("accept", 13.711)


def test_a_decision_on_a_private_address_tells_nothing(settings: Settings) -> None:
    remember(settings, items(settings)["Doppelgasse 2, Viereck"], "accept", 1)
    text = (settings.city_dir / FILE_NAME).read_text(encoding="utf-8")
    assert "oppelgasse" not in text
    assert "13.71" not in text
    # nor can it be found by trying all addresses, without the key
    plain = hashlib.sha256(query_key("Doppelgasse 2, Viereck").encode()).hexdigest()
    assert plain not in text
    assert settings.decisions_key.stat().st_mode & 0o077 == 0
    assert "Doppelgasse 2, Viereck" not in items(settings)
    assert place(build(settings), "doppelt").district_id == "11"
    settings.decisions_key.unlink()
    assert "Doppelgasse 2, Viereck" in items(settings)


def test_a_private_address_is_private_wherever_it_stands(settings: Settings) -> None:
    path = settings.city_dir / "places.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("offen;lesen;Offen;Doppelgasse 2 Viereck;;;;\n")
    (item,) = [one for one in items(settings).values() if "Doppel" in one.query]
    assert item.is_private
    assert len(item.records) == 2


def test_a_candidate_that_is_not_there_is_refused(settings: Settings) -> None:
    found = items(settings)
    with pytest.raises(ConfigError, match="1 bis 2"):
        remember(settings, found["Gartenweg 1, Viereck"], "accept", 3)
    with pytest.raises(ConfigError, match="keine Kandidaten"):
        remember(settings, found["Nirgendgasse 4, 01099 Viereck"], "accept", 1)
    assert not (settings.city_dir / FILE_NAME).exists()


def test_a_point_may_be_written_by_hand(settings: Settings) -> None:
    row = "nirgendgasse 4 / 01099 viereck;accept;Neubau, noch ohne Nummer;13,7015;51.0415;\n"
    (settings.city_dir / FILE_NAME).write_text(HEADER + row, encoding="utf-8")
    assert point(build(settings), "fremd") == (13.7015, 51.0415)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("", "Zeile 1: Erwartet sind die Spalten"),
        ("query;decision\n", "Zeile 1: Erwartet"),
        (HEADER + "A 1;accept;A 1;13.7;51.0\n", "Zeile 2: 5 Felder statt 6"),
        (HEADER + "\nA 1;perhaps;A 1;13.7;51.0;\n", "Zeile 3, Spalte „decision“.*perhaps"),
        (HEADER + "A 1;accept;A 1;;51.0;\n", "Zeile 2, Spalte „lon“"),
        (HEADER + "A 1;accept;A 1;13.7;511;\n", "Zeile 2, Spalte „lat“"),
        (HEADER + "A 1;accept;A 1;nan;51.0;\n", "Zeile 2, Spalte „lon“"),
        (HEADER + ";reject;;;;\n?!;reject;;;;\n", "Zeile 2, Spalte „query“"),
        (HEADER + "A 1;reject;;;;\na-1;reject;;;;\n", "Zeile 3.*entscheidet schon Zeile 2"),
        (HEADER + "sha256:ab;reject;;;;\n", "keine vollständige Prüfsumme"),
        (HEADER + f"sha256:{'a' * 64};accept;Geheim 7;;;\n", "matched_address"),
        (
            HEADER + f"sha256:{'a' * 64};accept;sha256:{'b' * 64};13.7;51.0;\n",
            "darf hier keinen Punkt",
        ),
        (HEADER + '"A 1;reject;;;;\n', "Zeile 2: kein gültiges CSV"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_row(
    settings: Settings, rows: str, words: str
) -> None:
    (settings.city_dir / FILE_NAME).write_text(rows, encoding="utf-8")
    with pytest.raises(ConfigError, match=words) as caught:
        build(settings)
    assert FILE_NAME in str(caught.value)
    assert not settings.snapshots_dir.exists() or not list(settings.snapshots_dir.glob("*.gpkg"))


def test_what_is_written_is_read_again_and_is_no_formula(tmp_path: Path) -> None:
    rows = [
        Decision(query="=cmd|x 12", decision="reject", note='a "b"; c'),
        Decision(query="B 2", decision="accept", matched_address="+B 2", lon=13.7, lat=51.0),
    ]
    path = write_decisions(tmp_path, Decisions(rows))
    for line in path.read_text(encoding="utf-8").splitlines():
        assert not any(cell.startswith(("=", "+", "@")) for cell in line.split(";"))
    read = read_decisions(tmp_path)
    assert [row.decision for row in read.rows] == ["accept", "reject"]
    found = read.find("=cmd|x 12", is_private=False)
    assert found is not None
    assert found.note == 'a "b"; c'
    assert read.find("B 2", is_private=True) is None


def test_items_have_one_name_on_every_run(settings: Settings) -> None:
    first = {item.item_id for item in items(settings).values()}
    assert first == {item.item_id for item in items(settings).values()}
    assert len(first) == 5


def test_an_unusable_register_is_no_list_of_questions(settings: Settings) -> None:
    path = settings.city_dir / "register.csv"
    path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match="Adressregister ist nicht verwendbar"):
        review_items(settings, AS_OF, NOW)
