"""The list of layers: complete, in order, and with a clear answer to a wrong name."""

from __future__ import annotations

import pytest

from geodata.snapshot import Snapshot
from layers.catalogue import (
    NEED,
    UnknownLayer,
    indicator_spec,
    periods_of,
    popup_fields_of,
    spec_by_id,
    specs_for,
)


def test_all_layers_are_there_once_ground_first(snapshot: Snapshot) -> None:
    ids = [spec.layer_id for spec in specs_for(snapshot)]
    assert ids[:4] == ["districts", "orientation", "boroughs", "city_outline"]
    assert ids[4:7] == [
        "indicator-residents",
        "indicator-disadvantage_index",
        "indicator-opportunities_per_1000",
    ]
    assert set(ids[7:]) == {
        "need",
        "opportunities",
        "contact_points",
        "events",
        "benefit_partners",
        "funded_projects",
    }
    assert len(set(ids)) == len(ids)


def test_the_citizens_layer_is_off_at_first_and_speaks_of_offers() -> None:
    assert not NEED.is_visible
    assert NEED.note is not None
    assert "spricht von Angeboten, nicht von den Menschen" in NEED.note
    words = f"{NEED.label} {NEED.note} {NEED.popup_fields}".lower()
    assert not any(word in words for word in ("index", "klasse", "benachteilig", "belast"))


def test_the_latest_period_is_taken_unless_one_is_named(snapshot: Snapshot) -> None:
    assert indicator_spec(snapshot, "residents").period == "2025-12-31"
    named = indicator_spec(snapshot, "residents", "2025-12-31", "borough")
    assert named.layer_id == "indicator-residents-2025-12-31-borough"
    assert named.collection_id == "boroughs"
    assert periods_of(snapshot, "residents") == ["2025-12-31"]
    assert periods_of(snapshot, "nothing") == []


def test_wrong_names_are_answered_with_what_there_is(snapshot: Snapshot) -> None:
    with pytest.raises(UnknownLayer, match=r"„einwohner“ gibt es nicht. Es gibt: disadvantage_"):
        indicator_spec(snapshot, "einwohner")
    with pytest.raises(UnknownLayer, match=r"Zeitraum „1999“ nicht.*Es gibt: 2025-12-31"):
        indicator_spec(snapshot, "residents", "1999")
    with pytest.raises(UnknownLayer, match=r"Ebene borough.*Es gibt: keinen"):
        indicator_spec(snapshot, "disadvantage_index", None, "borough")
    with pytest.raises(UnknownLayer, match=r"„nöd“ gibt es nicht. Es gibt: districts, "):
        spec_by_id(snapshot, "nöd")
    assert spec_by_id(snapshot, "need") == NEED


def test_popup_says_what_kind_of_range_it_shows() -> None:
    def labels(indicator_id: str) -> set[str]:
        return {field.label for field in popup_fields_of(indicator_id, "district")}

    assert "Je nach Gewichtung" in labels("coverage_gap")
    assert "95-%-Bereich" in labels("opportunities_per_1000")
