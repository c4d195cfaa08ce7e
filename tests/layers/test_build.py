"""Layers from a snapshot: valid GeoJSON, JSON-safe, memoised, and honest areas."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import shapely

from geodata.model import CoverageRow, IndicatorValue
from geodata.snapshot import Snapshot
from layers import colours
from layers.build import build_layer
from layers.catalogue import BASE_SPECS, NEED, UnknownLayer, indicator_spec, specs_for
from layers.choropleth import inherited_text
from layers.geometry import label_point, to_geojson
from layers.spec import Layer
from tests.sample import sample_snapshot

NBSP = "\N{NO-BREAK SPACE}"


def by_id(layer: Layer) -> dict[str, dict[str, Any]]:
    return {feature["id"]: feature["properties"] for feature in layer.features}


def _changed(snapshot: Snapshot, district_id: str, indicator_id: str, **more: Any) -> Snapshot:
    values = tuple(
        msgspec.structs.replace(v, **more)
        if (v.district_id, v.indicator_id) == (district_id, indicator_id)
        else v
        for v in snapshot.indicator_values
    )
    return sample_snapshot(indicator_values=values)


# --- every layer ---------------------------------------------------------------------------------


def test_every_layer_is_valid_geojson_and_json_safe(snapshot: Snapshot, today: dt.date) -> None:
    for spec in specs_for(snapshot):
        layer = build_layer(spec, snapshot, today=today)
        again = msgspec.json.decode(msgspec.json.encode(layer), type=Layer)
        assert [f["id"] for f in again.features] == [f["id"] for f in layer.features]
        for feature in again.features:
            assert feature["type"] == "Feature"
            geometry = shapely.geometry.shape(feature["geometry"])
            assert geometry.is_valid
            assert shapely.total_bounds(geometry)[0] > 13  # lon first
            assert all(round(x, 5) == x for x in shapely.get_coordinates(geometry).ravel())


def test_counts_of_the_legend_are_those_of_the_features(snapshot: Snapshot, today: dt.date) -> None:
    for spec in specs_for(snapshot):
        layer = build_layer(spec, snapshot, today=today)
        counts = [e.count for e in layer.legend.entries if e.fill != "none"]
        if spec.indicator_id:
            fills = Counter(f["properties"]["fill"] for f in layer.features)
            classes = Counter(f["properties"]["class_label"] for f in layer.features)
            for entry in layer.legend.entries:
                if entry.fill == "solid":
                    assert entry.count == classes[entry.label]
                elif entry.fill != "none":
                    assert entry.count == fills[entry.fill]
            expected = len(layer.features) + fills["thin"]  # these are named twice
            assert sum(c or 0 for c in counts) == expected
        elif spec.kind != "lines":
            assert sum(c or 0 for c in counts) == len(layer.features), spec.layer_id


def test_a_layer_is_made_once_a_day_and_not_kept_longer() -> None:
    snapshot = sample_snapshot()
    spec = BASE_SPECS[0]
    monday, tuesday = dt.date(2026, 4, 6), dt.date(2026, 4, 7)
    first = build_layer(spec, snapshot, today=monday)
    assert build_layer(spec, snapshot, today=monday) is first
    assert build_layer(spec, snapshot, today=monday, language="en") is not first
    build_layer(spec, snapshot, today=tuesday)
    assert build_layer(spec, snapshot, today=monday) is not first
    assert build_layer(spec, sample_snapshot(), today=monday) is not first


# --- ground --------------------------------------------------------------------------------------


def test_the_ground_has_the_colours_of_the_design(snapshot: Snapshot, today: dt.date) -> None:
    drawn = {
        spec.layer_id: build_layer(spec, snapshot, today=today).features[0]["properties"]
        for spec in BASE_SPECS
    }
    looks = {key: (p["stroke"], p["stroke_width"]) for key, p in drawn.items()}
    assert looks["districts"] == ("#cfc9bd", 1.0)
    assert looks["boroughs"] == ("#9c958a", 2.0)
    assert looks["orientation"] == ("#a9cbe3", 5.0)
    assert looks["city_outline"][1] == 2.5
    assert drawn["districts"]["fill_colour"] == "#faf8f3"
    assert drawn["orientation"]["name"] == "Fluss"
    assert colours.OUTSIDE == "#e9e7e2"


def test_names_stand_inside_their_areas(snapshot: Snapshot, today: dt.date) -> None:
    for spec in BASE_SPECS[0], BASE_SPECS[2]:
        for feature in build_layer(spec, snapshot, today=today).features:
            point = shapely.Point(feature["properties"]["label_point"])
            assert shapely.geometry.shape(feature["geometry"]).contains(point)


def test_a_name_stands_where_there_is_room() -> None:
    handle = shapely.box(13.7, 51.0, 13.8, 51.002)
    pan = shapely.box(13.8, 50.98, 13.84, 51.02)
    lon, lat = label_point(shapely.union(handle, pan))
    assert pan.contains(shapely.Point(lon, lat))


def test_rings_turn_as_geojson_wants_and_coordinates_are_rounded() -> None:
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1.0000001, 1), (1, 0)])
    geometry = to_geojson(clockwise)
    ring = geometry["coordinates"][0]
    assert shapely.LinearRing(ring).is_ccw
    assert (1.0, 1.0) in ring


# --- choropleths ---------------------------------------------------------------------------------


def test_a_district_counted_elsewhere_is_hatched_and_says_where(
    choropleth: Callable[[str], Layer],
) -> None:
    twelve = by_id(choropleth("residents"))["12"]
    assert (twelve["value"], twelve["status"], twelve["fill"]) == (None, "no_data", "hatch")
    assert twelve["class_index"] is None
    assert twelve["value_text"] == "keine eigene Angabe"
    assert twelve["note"] == "gezählt in 11 Cronau"
    assert twelve["counted_in"] == "11"


def test_values_are_told_with_interval(choropleth: Callable[[str], Layer]) -> None:
    one = by_id(choropleth("opportunities_per_1000"))["01"]
    assert one["value_text"] == f"0,3{NBSP}je 1.000"
    assert one["interval_text"] == f"0,1{NBSP}je 1.000 bis 0,9{NBSP}je 1.000"
    assert (one["low"], one["high"]) == (0.06, 0.88)
    assert by_id(choropleth("residents"))["01"]["value_text"] == "10.000"
    assert by_id(choropleth("residents"))["01"]["interval_text"] is None


def test_an_inherited_value_is_thin_and_says_from_where(
    choropleth: Callable[[str], Layer],
) -> None:
    layer = choropleth("disadvantage_index")
    one = by_id(layer)["01"]
    assert (one["fill"], one["fill_colour"]) == ("thin", "#6a51a3")
    assert one["note"] is not None
    assert one["note"].startswith("übernommen vom Stadtbezirk Südufer")
    assert f"zu 67{NBSP}% aus Werten größerer Gebiete" in one["note"]
    assert ("thin", 1) in {(e.fill, e.count) for e in layer.legend.entries}


def test_the_index_is_purple_in_four_classes(choropleth: Callable[[str], Layer]) -> None:
    layer = choropleth("disadvantage_index")
    entries = [(e.label, e.colour, e.count) for e in layer.legend.entries[:4]]
    assert entries == [
        ("gering (unter −1)", "#f2f0f7", 1),
        ("mittel (−1 bis 1)", "#cbc9e2", 1),
        ("hoch (über 1 bis 1,5)", "#9e9ac8", 0),
        ("sehr hoch (über 1,5)", "#6a51a3", 1),
    ]


def test_a_withheld_value_is_dotted_and_never_shown(snapshot: Snapshot, today: dt.date) -> None:
    # a value that slipped in with status suppressed must not get out
    held = _changed(snapshot, "02", "residents", status="suppressed", value=3.0)
    layer = build_layer(indicator_spec(held, "residents"), held, today=today)
    two = by_id(layer)["02"]
    assert (two["fill"], two["value"], two["low"]) == ("dots", None, None)
    assert two["value_text"] == "zum Schutz Einzelner nicht genannt"
    assert ("dots", 1) in {(e.fill, e.count) for e in layer.legend.entries}


def test_a_missing_value_is_hatched(snapshot: Snapshot, today: dt.date) -> None:
    empty = _changed(snapshot, "02", "residents", value=None)
    layer = build_layer(indicator_spec(empty, "residents"), empty, today=today)
    assert by_id(layer)["02"]["fill"] == "hatch"


def test_supply_that_could_be_chance_is_dotted_and_said(
    choropleth: Callable[[str], Layer],
) -> None:
    layer = choropleth("opportunities_per_1000")
    found = by_id(layer)
    assert (found["02"]["dash"], found["02"]["stroke"]) == ("1 4", colours.INK)
    assert found["02"]["note"] == "könnte Zufall sein"
    assert (found["01"]["dash"], found["01"]["could_be_chance"]) == (None, False)
    last = layer.legend.entries[-1]
    assert (last.count, last.dash, last.label.startswith("könnte Zufall")) == (2, "1 4", True)


def _gap_snapshot() -> Snapshot:
    base = sample_snapshot()
    gap = msgspec.structs.replace(
        base.indicator_by_id["disadvantage_index"], indicator_id="coverage_gap", label="Lücke"
    )
    values = tuple(
        IndicatorValue(
            district_id=row.district_id,
            level="district",
            edition="2026",
            indicator_id="coverage_gap",
            period="2025-12-31",
            value=row.coverage_gap,
            low=row.gap_low,
            high=row.gap_high,
            status="ok",
        )
        for row in base.coverage
        if row.coverage_gap is not None
    )
    return sample_snapshot(
        indicators=(*base.indicators, gap), indicator_values=(*base.indicator_values, *values)
    )


@pytest.mark.parametrize(("share", "is_robust"), [(0.896, True), (0.894, False)])
def test_robust_is_judged_by_the_whole_percent_shown(
    today: dt.date, share: float, is_robust: bool
) -> None:
    snapshot = _gap_snapshot()
    rows = [
        msgspec.structs.replace(row, robust_share=share) if row.district_id == "01" else row
        for row in snapshot.coverage
    ]
    changed = msgspec.structs.replace(snapshot, coverage=tuple(rows))
    layer = build_layer(indicator_spec(changed, "coverage_gap"), changed, today=today)
    assert by_id(layer)["01"]["is_robust"] is is_robust


def test_a_robust_gap_has_a_solid_ink_border(today: dt.date) -> None:
    snapshot = _gap_snapshot()
    layer = build_layer(indicator_spec(snapshot, "coverage_gap"), snapshot, today=today)
    found = by_id(layer)
    assert (found["01"]["stroke"], found["01"]["stroke_width"]) == (colours.INK, 2.0)
    assert found["01"]["fill_colour"] == colours.GAP_UNDERSERVED[1]
    assert found["01"]["interval_text"] == "1,40 bis 2,60"
    assert (found["02"]["is_robust"], found["02"]["stroke"]) == (False, colours.FILLED_BORDER)
    assert found["12"]["fill"] == "hatch"
    (mark,) = layer.marks
    assert mark["properties"]["dash"] is None


def test_borders_that_say_something_come_once(choropleth: Callable[[str], Layer]) -> None:
    (mark,) = choropleth("opportunities_per_1000").marks
    # 02 and 11 meet in one point only: the two outlines, nothing twice
    length = shapely.geometry.shape(mark["geometry"]).length
    assert length == pytest.approx(2 * (0.02 + 0.01) * 2)
    assert choropleth("residents").marks == []


def _access_snapshot(**more: Any) -> Snapshot:
    base = sample_snapshot()
    access = msgspec.structs.replace(
        base.indicator_by_id["residents"],
        indicator_id="residents_within_10_min_share",
        unit="share",
        group="access",
    )
    values = tuple(
        IndicatorValue(
            district_id=row.district_id,
            level="district",
            edition="2026",
            indicator_id=access.indicator_id,
            period="2025-12-31",
            value=row.access_value,
            status="ok",
        )
        for row in base.coverage
        if row.level == "district" and row.access_value is not None
    )
    coverage: tuple[CoverageRow, ...] = tuple(
        msgspec.structs.replace(row, **more) if row.district_id == "01" else row
        for row in base.coverage
    )
    return sample_snapshot(
        indicators=(*base.indicators, access),
        indicator_values=(*base.indicator_values, *values),
        coverage=coverage,
    )


def test_access_on_the_grid_is_about_and_thin_settlement_is_said(today: dt.date) -> None:
    snapshot = _access_snapshot(residents=1500.0)  # on 1.56 km2
    spec = indicator_spec(snapshot, "residents_within_10_min_share")
    found = by_id(build_layer(spec, snapshot, today=today))
    assert found["01"]["value_text"] == f"etwa 35{NBSP}%"
    assert found["01"]["note"] == "dünn besiedelt, die Schätzung ist hier grob"
    assert found["02"]["note"] is None  # 2,000 on 1.56 km2


def test_access_on_a_street_network_is_exact(today: dt.date) -> None:
    snapshot = _access_snapshot(access_method="network", access_value=0.35)
    spec = indicator_spec(snapshot, "residents_within_10_min_share")
    assert by_id(build_layer(spec, snapshot, today=today))["01"]["value_text"] == f"35{NBSP}%"


def test_boroughs_have_their_own_values(snapshot: Snapshot, today: dt.date) -> None:
    spec = indicator_spec(snapshot, "residents", level="borough")
    found = by_id(build_layer(spec, snapshot, today=today))
    assert {key: p["value"] for key, p in found.items()} == {"0": 12000.0, "1": 2500.0}


def test_the_legend_says_unit_period_and_source(choropleth: Callable[[str], Layer]) -> None:
    layer = choropleth("residents")
    assert layer.legend.unit == "Anzahl"
    assert layer.legend.period == "31. Dezember 2025"
    assert layer.legend.source == "Bevölkerung am 31.12.2025"
    assert layer.attribution == (
        "Amt für Muster, dl-de/by-2-0, generalisiert · Amt für Muster, dl-de/by-2-0"
    )


def test_an_indicator_the_snapshot_lacks_is_refused(snapshot: Snapshot, today: dt.date) -> None:
    spec = msgspec.structs.replace(indicator_spec(snapshot, "residents"), indicator_id="nichts")
    with pytest.raises(UnknownLayer, match="nichts"):
        build_layer(spec, snapshot, today=today)


def test_words_for_what_is_inherited() -> None:
    names = {
        ("borough", "8"): "Prohlis",
        ("urban_area", "11"): "Strehlen",
        ("urban_area", "12"): "X",
    }
    assert inherited_text(["borough:8"], names) == "übernommen vom Stadtbezirk Prohlis"
    assert (
        inherited_text(["urban_area:11", "urban_area:12"], names)
        == "übernommen von den Stadträumen Strehlen und X"
    )
    assert inherited_text(["urban_area:99"], names) == "übernommen vom Stadtraum 99"


# --- the citizens' layer -------------------------------------------------------------------------


def test_need_shows_underserved_areas_with_few_offers(snapshot: Snapshot, today: dt.date) -> None:
    layer = build_layer(NEED, snapshot, today=today)
    assert set(by_id(layer)) == {"01"}
    assert by_id(layer)["01"]["value_text"] == "3 Angebote für 10.000 Menschen"
    assert layer.legend.note == NEED.note
    assert layer.legend.entries[0].count == 1


def test_need_says_nothing_about_people(snapshot: Snapshot, today: dt.date) -> None:
    text = msgspec.json.encode(build_layer(NEED, snapshot, today=today).features).decode().lower()
    words = ("disadvantage", 'index":', "gap", "robust", "benachteilig", "belast", "access")
    assert not [word for word in words if word in text.replace('"class_index":', "")]


def test_need_leaves_out_areas_with_many_offers(snapshot: Snapshot, today: dt.date) -> None:
    many = tuple(
        msgspec.structs.replace(r, supply_value=9.0) if r.district_id == "01" else r
        for r in snapshot.coverage
    )
    rich = sample_snapshot(coverage=many)
    layer = build_layer(NEED, rich, today=today)
    assert layer.features == []
    assert layer.legend.entries[0].count == 0


def test_need_without_any_judgement_is_empty(today: dt.date) -> None:
    assert build_layer(NEED, sample_snapshot(coverage=()), today=today).features == []
