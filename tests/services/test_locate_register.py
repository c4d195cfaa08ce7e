"""Where is it, with a register of addresses: typing ahead, several places of one name, districts."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from msgspec import structs

from geodata.geocode import build_index
from geodata.geocode.index import index_name
from geodata.snapshot import Snapshot
from services.contracts import BadQuery
from services.locate import SnapshotLocateService
from tests.fakes import FakeSnapshotService, sample_app, sample_services
from tests.geodata.register_city import REGISTER
from tests.sample import sample_city, sample_snapshot

SHA256 = "ab" * 32
MORE = """\
Prager Straße;1;01099;Viereck;Süd;13.7011;51.0411
Prager Straße;2;01099;Viereck;Süd;13.7012;51.0411
Prager Straße;10;01099;Viereck;Süd;13.7013;51.0411
Prager Straße;12a;01099;Viereck;Süd;13.7014;51.0411
Prager Straße;14-18;01099;Viereck;Süd;13.7015;51.0411
Pragweg;1;01097;Viereck;Nord;13.7015;51.0551
Straße des 17. Juni;5;01097;Viereck;Nord;13.7016;51.0552
Altfelder Straße;5;01097;Viereck;Nord;13.7017;51.0553
Randweg;1;01097;Viereck;Nord;13.95;51.0553
"""


def snapshot() -> Snapshot:
    """The sample, whose first source is the register."""
    held = sample_snapshot()
    first, *rest = held.sources
    return structs.replace(held, sources=(structs.replace(first, sha256=SHA256), *rest))


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    frame = pd.read_csv(io.StringIO(REGISTER + MORE), sep=";", dtype=str)
    build_index(frame, folder / index_name(SHA256))
    return folder


@pytest.fixture(scope="module")
def locator(index_dir: Path) -> SnapshotLocateService:
    return SnapshotLocateService(FakeSnapshotService(snapshot()), sample_city(), index_dir)


def labels(locator: SnapshotLocateService, q: str) -> list[str]:
    return [one.label for one in locator.locate(q).candidates]


@pytest.mark.parametrize("q", ["Prag", "prager s", "Prager Str", "Prager Str.", "PRAGER STRASSE"])
def test_a_beginning_gives_streets(locator: SnapshotLocateService, q: str) -> None:
    first = locator.locate(q).candidates[0]
    if q != "Prag":
        assert (first.label, first.kind) == ("Prager Straße, 01099 Viereck", "street")
    assert (first.precision, first.kind) == ("street", "street")
    assert "Prager Straße, 01099 Viereck" in labels(locator, q)


def test_a_number_gives_the_address_and_those_that_begin_so(
    locator: SnapshotLocateService,
) -> None:
    found = locator.locate("Prager Str 1").candidates
    assert [one.label for one in found] == [
        "Prager Straße 1, 01099 Viereck",
        "Prager Straße 10, 01099 Viereck (Süd)",
        "Prager Straße 12a, 01099 Viereck (Süd)",
        "Prager Straße 14-18, 01099 Viereck (Süd)",
    ]
    assert {one.kind for one in found} == {"address"}
    assert (found[0].precision, found[0].district_id) == ("address", "01")
    assert (found[0].lon, found[0].lat) == (13.7011, 51.0411)
    assert found[0].confidence > found[1].confidence


def test_a_number_inside_a_range(locator: SnapshotLocateService) -> None:
    assert labels(locator, "Prager Straße 16") == ["Prager Straße 14-18, 01099 Viereck"]


def test_a_street_of_one_name_in_two_places(locator: SnapshotLocateService) -> None:
    assert labels(locator, "Gartenweg")[:2] == [
        "Gartenweg, 01097 Viereck (Nord)", "Gartenweg, 01099 Viereck (Süd)",
    ]  # fmt: skip
    found = locator.locate("Gartenweg 1").candidates[:2]
    assert [(one.label, one.district_id) for one in found] == [
        ("Gartenweg 1, 01097 Viereck (Nord)", "11"), ("Gartenweg 1, 01099 Viereck (Süd)", "02"),
    ]  # fmt: skip
    assert labels(locator, "Gartenweg 1, 01099") == ["Gartenweg 1, 01099 Viereck"]


def test_a_date_is_a_street_and_its_number_an_address(locator: SnapshotLocateService) -> None:
    assert labels(locator, "Straße des 17. Juni") == ["Straße des 17. Juni, 01097 Viereck"]
    assert labels(locator, "Str. d. 17. Juni 5") == ["Straße des 17. Juni 5, 01097 Viereck"]


def test_a_number_that_is_not_there_gives_the_street(locator: SnapshotLocateService) -> None:
    (found,) = locator.locate("Prager Straße 99").candidates
    assert (found.label, found.precision) == ("Prager Straße, 01099 Viereck", "street")


def test_a_postcode(locator: SnapshotLocateService) -> None:
    found = locator.locate("01097").candidates[0]
    assert (found.kind, found.precision) == ("postcode", "postcode")


def test_a_slip(locator: SnapshotLocateService) -> None:
    assert labels(locator, "Pragre Straße 1")[0] == "Prager Straße 1, 01099 Viereck"


def test_districts_come_before_streets_named_after_them(locator: SnapshotLocateService) -> None:
    found = labels(locator, "Altfeld")
    assert found[0] == "Altfeld"
    assert "Altfelder Straße, 01097 Viereck" in found


def test_an_address_outside_the_city_has_no_district(locator: SnapshotLocateService) -> None:
    assert locator.locate("Randweg 1").candidates[0].district_id is None


def test_limit_and_what_is_loaded(locator: SnapshotLocateService) -> None:
    assert len(locator.locate("Prager Str 1", limit=2).candidates) == 2
    assert locator.locate("nichts davon 12").candidates == ()
    assert locator.locate("nichts davon 12").not_loaded == ()


@pytest.mark.parametrize(
    "q", ["%", "Prager Straße " + "1" * 180, "1", "a" * 200, "\x00 1", "(", "12a-"]
)
def test_odd_questions(locator: SnapshotLocateService, q: str) -> None:
    try:
        assert len(locator.locate(q).candidates) <= 8
    except BadQuery:
        assert not any(sign.isalnum() for sign in q)


def test_a_damaged_index_counts_as_not_loaded(tmp_path: Path) -> None:
    (tmp_path / index_name(SHA256)).write_bytes(b"damaged")
    locator = SnapshotLocateService(FakeSnapshotService(snapshot()), sample_city(), tmp_path)
    assert "addresses" in locator.locate("Prager Straße 1").not_loaded


def test_an_index_of_another_register_is_not_taken(index_dir: Path) -> None:
    snapshots = FakeSnapshotService(sample_snapshot())
    locator = SnapshotLocateService(snapshots, sample_city(), index_dir)
    assert "addresses" in locator.locate("Prager Straße 1").not_loaded


def test_over_http(locator: SnapshotLocateService) -> None:
    client = sample_app(sample_services(snapshot(), locate=locator)).test_client()
    body = client.get("/api/locate?q=Prager+Str.+12a").get_json()
    assert (body["not_loaded"], body["hints"]) == ([], [])
    (feature,) = body["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [13.7014, 51.0411]}
    assert feature["properties"] == {
        "label": "Prager Straße 12a, 01099 Viereck", "kind": "address", "district_id": "01",
        "precision": "address", "confidence": 0.98,
    }  # fmt: skip
