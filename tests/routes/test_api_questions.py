"""Search, locate, indicators, coverage and layers over HTTP."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from msgspec import structs

from services.contracts import Services
from tests.fakes import FakeCoverageService, FakeSnapshotService, sample_app, sample_services
from tests.sample import HOSTILE_FORMULA, sample_snapshot


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    response = client.get(path)
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_json(force=True)


@pytest.fixture
def services() -> Services:
    return sample_services()


# --- search ------------------------------------------------------------------------------------


def test_search_understands_every_parameter_together(client: FlaskClient) -> None:
    found = get(
        client,
        "/api/search?q=lese&theme=education&theme=social&district=01&borough=0"
        "&near=13.705,51.045&radius_m=900&walk_minutes=15&bbox=13.7,51.04,13.74,51.06"
        "&hours_max=3&weekday=mo&daytime=afternoon&age=20&language=en&audience=young"
        "&wheelchair=yes&low_threshold=true&remote=false&schedule=regular&group=false"
        "&certificate=false&from=2026-04-01&to=2026-12-31&sort=distance&limit=5&offset=0&lang=de",
    )
    assert found["matched"] == found["returned"] == 1
    offer = found["features"][0]["properties"]
    assert (offer["title"], offer["distance_m"]) == ("Lesepatin oder Lesepate", 0.0)
    assert offer["organisation_name"] == "Lesefreunde Altfeld e. V."


def test_empty_fields_of_a_form_count_as_not_given(client: FlaskClient) -> None:
    names = [
        "q",
        "theme",
        "near",
        "bbox",
        "hours_max",
        "age",
        "low_threshold",
        "from",
        "to",
        "sort",
        "limit",
        "offset",
    ]
    assert get(client, "/api/search?" + "&".join(f"{n}=" for n in names))["matched"] == 12


def test_facets_are_in_the_language_of_the_request(client: FlaskClient) -> None:
    labels = {f["value"]: f["label"] for f in get(client, "/api/search")["facets"]["language"]}
    assert labels == {"de": "Deutsch", "en": "Englisch"}


def test_an_empty_result_offers_a_way_out(client: FlaskClient) -> None:
    found = get(client, "/api/search?q=Lesepatin&district=02")
    assert (found["matched"], found["features"]) == (0, [])
    wider, without = found["loosenings"]
    assert wider["kind"] == "widen"
    assert wider["changes"] == {"district": ["02", "01", "11", "12"]}
    assert without == {
        "kind": "drop",
        "value": "q",
        "label": "Suchwort",
        "changes": {"q": []},
        "count": 3,
    }


@pytest.mark.parametrize(
    "query",
    [
        "q=a&q=b",
        "theme=sterne",
        "near=13.7",
        "near=13.7,51,3",
        "near=nan,51",
        "near=200,51",
        "radius_m=100",
        "near=13.7,51&radius_m=-1",
        "near=13.7,51&radius_m=1e400",
        "hours_max=-1",
        "hours_max=viel",
        "age=1.5",
        "age=-1",
        "low_threshold=ja",
        "from=01.04.2026",
        "from=2026-02-30",
        "from=2026-05-01&to=2026-04-01",
        "sort=preis",
        "limit=0",
        "limit=-5",
        "limit=x",
        "offset=-1",
        "offset=1e3",
        "unbekannt=1",
        "weekday=monday",
    ],
)
def test_nonsense_is_a_400_that_names_the_parameter(client: FlaskClient, query: str) -> None:
    problem = get(client, f"/api/search?{query}", 400)
    assert problem["status"] == 400
    assert problem["parameter"] in query
    assert problem["detail"]


# --- locate ------------------------------------------------------------------------------------


def test_locate_says_what_is_not_loaded(client: FlaskClient) -> None:
    found = get(client, "/api/locate?q=Hauptstr. 5")
    assert found["features"] == []
    assert "Adressregister nicht geladen" in found["hints"]


def test_locate_gives_geojson_best_first(client: FlaskClient) -> None:
    features = get(client, "/api/locate?q=altfeld")["features"]
    assert features[0]["properties"]["kind"] == "district"
    assert features[0]["geometry"]["type"] == "Point"
    assert len(get(client, "/api/locate?q=altfeld&limit=1")["features"]) == 1


def test_locate_names_the_district_of_a_point(client: FlaskClient) -> None:
    found = get(client, "/api/locate?near=13.72,51.05")["features"]
    assert [f["properties"]["district_id"] for f in found] == ["01"]
    assert get(client, "/api/locate?near=0,0")["features"] == []


def test_locate_without_a_question_is_refused(client: FlaskClient) -> None:
    assert get(client, "/api/locate", 400)["parameter"] == "q"


# --- indicators --------------------------------------------------------------------------------


def test_indicators_are_the_long_table(client: FlaskClient) -> None:
    rows = get(client, "/api/indicators?indicator_id=residents&level=district")["values"]
    assert [(r["district_id"], r["value"], r["status"]) for r in rows] == [
        ("01", 10000.0, "ok"),
        ("02", 2000.0, "ok"),
        ("11", 2500.0, "ok"),
        ("12", None, "no_data"),
    ]
    assert rows[3]["counted_in"] == "11"


def test_indicators_filters_are_or_within_and_and_between(client: FlaskClient) -> None:
    two = "/api/indicators?indicator_id=residents&indicator_id=disadvantage_index"
    assert len(get(client, two)["values"]) == 10
    assert len(get(client, f"{two}&level=borough")["values"]) == 2
    assert get(client, f"{two}&period=1999")["values"] == []


def test_what_rests_on_examples_says_so(client: FlaskClient) -> None:
    rows = get(client, "/api/indicators")["values"]
    marks = {(r["indicator_id"], r["is_example"]) for r in rows}
    assert ("opportunities_per_1000", True) in marks
    assert ("residents", False) in marks


def test_indicators_as_csv_have_the_same_values(client: FlaskClient) -> None:
    response = client.get("/api/indicators?format=csv")
    assert response.content_type == "text/csv; charset=utf-8; header=present"
    assert response.get_data().count(b"\r\n") == 15
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))
    assert rows[0]["district_id"] == "01"
    assert rows[0]["inherited_from"] == "borough:0"
    assert rows[3]["value"] == ""
    assert float(rows[2]["value"]) == -1.2, "a negative number stays a number"


def test_no_cell_of_a_csv_is_a_formula() -> None:
    values = [
        structs.replace(value, period=period)
        for value, period in zip(
            sample_snapshot().indicator_values,
            [HOSTILE_FORMULA, "+1", "-1", "@x", "\tx", 'a",b', "x\r\ny"],
            strict=False,
        )
    ]
    client = sample_app(sample_services(sample_snapshot(indicator_values=tuple(values))))
    text = client.test_client().get("/api/indicators?format=csv").get_data(as_text=True)
    periods = [row["period"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert periods[:5] == [f"'{p}" for p in (HOSTILE_FORMULA, "+1", "-1", "@x", "\tx")]
    assert periods[5:] == ['a",b', "x\r\ny"]


@pytest.mark.parametrize("query", ["indicator_id=x", "level=planet", "format=xml", "foo=1"])
def test_indicators_refuse_nonsense(client: FlaskClient, query: str) -> None:
    assert (
        get(client, f"/api/indicators?{query}", 400)["parameter"] == query.split("=", maxsplit=1)[0]
    )


# --- coverage ----------------------------------------------------------------------------------


def test_coverage_asks_what_was_asked() -> None:
    snapshots = FakeSnapshotService(sample_snapshot())
    coverage = FakeCoverageService(snapshots)
    client = sample_app(sample_services(coverage=coverage)).test_client()
    get(
        client,
        "/api/coverage?weights=residents:2,%20x:0.5&theme=nature&audience=young&audience=older"
        "&low_threshold=1&level=borough",
    )
    asked = coverage.queries[0]
    assert asked.weights == (("residents", 2.0), ("x", 0.5))
    assert asked.theme == ("nature",)
    assert asked.audience == ("young", "older")
    assert asked.low_threshold is True
    assert asked.level == "borough"


def test_coverage_rows(client: FlaskClient) -> None:
    answer = get(client, "/api/coverage")
    assert [row["district_id"] for row in answer["districts"]] == ["01", "02", "11", "12"]
    assert answer["districts"][0]["supply"] == {"value": 0.3, "low": 0.06, "high": 0.88}
    assert answer["districts"][3]["status"] == "no_data"


@pytest.mark.parametrize(
    "weights",
    [
        "residents",
        "residents:",
        ":1",
        "residents:-1",
        "residents:nan",
        "residents:inf",
        "residents:1e400",
        "residents:0",
        "residents:0,x:0",
        "residents:1,residents:2",
        "residents:1,",
        "residents:1;x:2",
        "a" * 2000,
    ],
)
def test_coverage_refuses_weights_that_are_none(client: FlaskClient, weights: str) -> None:
    assert get(client, f"/api/coverage?weights={weights}", 400)["parameter"] == "weights"


# --- layers ------------------------------------------------------------------------------------


def test_layers_are_ready_to_draw(client: FlaskClient) -> None:
    layer = get(client, "/layers/opportunities.json")
    assert layer["spec"]["layer_id"] == "opportunities"
    assert len(layer["features"]) == 9, "open offers with a public point"
    chosen = get(client, "/layers/indicator.json?indicator_id=residents&level=district")
    assert chosen["legend"]["title"]
    assert len(chosen["features"]) == 4


@pytest.mark.parametrize(
    "path",
    [
        "/layers/nichts.json",
        "/layers/indicator.json",
        "/layers/indicator.json?indicator_id=nichts",
        "/layers/indicator.json?indicator_id=residents&period=1800",
    ],
)
def test_an_unknown_layer_is_a_404(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"


def test_labels_follow_the_language_of_the_request() -> None:
    app = sample_app()
    app.extensions["languages"] = ("de", "en")
    facets = get(app.test_client(), "/api/search?lang=en")["facets"]
    assert facets["theme"][0]["label"] == "Education and reading"
    assert {f["value"]: f["label"] for f in facets["language"]}["de"] == "German"
    assert facets["district"][0]["label"] == "Altfeld"
