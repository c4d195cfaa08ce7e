"""Records survive the way to disk and back; the API sees the same fields."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
import shapely

from geodata import model
from geodata.tables import TABLES, columns_of, from_row, geometry_column, to_properties, to_row

PROVENANCE = {
    "source_id": "examples",
    "record_id": "examples:1",
    "retrieved_at": dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC),
    "licence": "CC0-1.0",
    "attribution": "Beispieldaten",
    "is_example": True,
}


def opportunity(**changes: object) -> model.Opportunity:
    values: dict[str, object] = {
        **PROVENANCE,
        "opportunity_id": "1",
        "organisation_id": "o",
        "title": "Lesen",
        "description": "Vorlesen",
        "themes": ("bildung", "jugend"),
        "schedule": "one_off",
        "starts_on": dt.date(2026, 12, 1),
        "geometry": shapely.Point(13.7, 51.0),
        "hours_per_week": 0.5,
    }
    return model.Opportunity(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [{}, {"geometry": None}, {"themes": ()}, {"hours_per_week": None, "starts_on": None}],
)
def test_record_survives_the_way_to_disk(changes: dict[str, object]) -> None:
    record = opportunity(**changes)
    assert from_row(model.Opportunity, to_row(record)) == record


def test_labels_survive() -> None:
    theme = model.Theme(
        theme_id="a", group_id="g", icon="i", colour="#000000",
        labels={"de": "Bär | ß", "ar": "دب"}, group_labels={"de": "G"},
    )  # fmt: skip
    assert from_row(model.Theme, to_row(theme)) == theme


def test_wrong_type_is_refused() -> None:
    row = to_row(opportunity()) | {"schedule": "sometimes"}
    with pytest.raises(msgspec.ValidationError, match="schedule"):
        from_row(model.Opportunity, row)


def test_times_are_utc_on_disk() -> None:
    local = dt.datetime(2026, 12, 1, 1, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert to_row(opportunity(updated_at=local))["updated_at"] == "2026-12-01T00:00:00Z"


def test_properties_are_flat_json_without_geometry() -> None:
    properties = to_properties(opportunity())
    assert "geometry" not in properties
    assert properties["themes"] == ("bildung", "jugend")
    assert b'"starts_on":"2026-12-01"' in msgspec.json.encode(properties)


def test_every_table_has_columns_and_spatial_ones_a_geometry() -> None:
    assert all(columns_of(record_type) for record_type in TABLES.values())
    spatial = {name for name, record_type in TABLES.items() if geometry_column(record_type)}
    assert spatial == {
        "districts", "boroughs", "orientation_lines", "organisations", "places", "opportunities",
        "contact_points", "funded_projects", "benefit_partners", "events",
        "facilities", "stops", "osm_places",
    }  # fmt: skip
