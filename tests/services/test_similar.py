"""What is alike, by hand."""

from __future__ import annotations

import msgspec
import pytest

from geodata.city import Access
from services.contracts import Hit
from services.similar import rank_similar
from services.stops import metres_between, nearest_stop
from tests.sample import sample_snapshot

BASE = next(o for o in sample_snapshot().opportunities if o.opportunity_id == "opp-01")


def hit(key: str, distance_m: float | None = None, **changes: object) -> Hit:
    """A candidate that differs from the offer in these fields."""
    offer = msgspec.structs.replace(BASE, opportunity_id=key, **changes)
    return Hit(opportunity=offer, distance_m=distance_m)


def test_same_work_near_by_comes_first() -> None:
    hits = (
        hit("far", 9000.0),
        hit("other-work", 10.0, themes=("nature",), schedule="one_off", hours_per_week=20.0),
        hit("near", 100.0),
        Hit(opportunity=BASE, distance_m=0.0),
    )
    ranked = rank_similar(BASE, hits, 3)
    assert [one.hit.opportunity.opportunity_id for one in ranked] == ["near", "far", "other-work"]
    assert ranked[0].reasons == ("theme", "near", "hours", "schedule")
    assert ranked[2].reasons == ("near",)


def test_a_draw_is_decided_by_the_id_and_never_by_chance() -> None:
    hits = (hit("b"), hit("a"), hit("c"))
    assert [one.hit.opportunity.opportunity_id for one in rank_similar(BASE, hits, 2)] == ["a", "b"]


def test_unknown_hours_and_places_are_no_likeness() -> None:
    (found,) = rank_similar(BASE, (hit("x", None, hours_per_week=None),), 1)
    assert found.reasons == ("theme", "schedule")


def test_nearest_stop_is_found_in_metres() -> None:
    held = sample_snapshot()
    (stop,) = held.stops
    near = (stop.geometry.x + 0.001, stop.geometry.y)  # type: ignore[union-attr]
    found = nearest_stop(held, near, "EPSG:25833", Access())
    assert found is not None
    assert found.name == "Altfelder Platz"
    # a thousandth of a degree of longitude at 51.04 degrees north
    assert found.distance_m == pytest.approx(70.1, abs=1.0)
    assert found.walk_minutes == 2
    assert nearest_stop(held, (13.9, 51.2), "EPSG:25833", Access()) is None
    assert nearest_stop(sample_snapshot(stops=()), near, "EPSG:25833", Access()) is None
    assert metres_between(near, near, "EPSG:25833") == 0.0
