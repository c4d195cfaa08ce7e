"""Pins: places in few bytes, the same order as the bits that choose among them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import shapely
from msgspec import structs

from geodata.snapshot import Snapshot
from layers.pins import STEPS, pins_of
from layers.points import offer_cards
from tests.sample import HOSTILE_TITLE, sample_snapshot

ZONE = "Europe/Berlin"


def test_columns_say_where_every_open_offer_with_a_place_is(
    snapshot: Snapshot, today: dt.date
) -> None:
    told = pins_of(snapshot, today, ZONE).answer("de")
    lon, lat = (np.cumsum(told[axis]) / STEPS for axis in ("lon", "lat"))
    places = dict(zip(told["ids"], zip(lon.tolist(), lat.tolist(), strict=True), strict=True))
    expected = {
        o.opportunity_id: o.geometry
        for o in snapshot.opportunities
        if o.geometry is not None and not o.is_private and o.opportunity_id != "opp-05"
    }
    assert set(places) == set(expected)
    for offer_id, (x, y) in places.items():
        assert shapely.Point(x, y).distance(expected[offer_id]) < 1.5e-5


def test_theme_gives_icon_and_colour(snapshot: Snapshot, today: dt.date) -> None:
    told = pins_of(snapshot, today, ZONE).answer("de")
    themes = [told["themes"][n]["theme_id"] for n in told["theme"]]
    by_id = snapshot.opportunity_by_id
    assert themes == [by_id[i].themes[0] for i in told["ids"]]
    assert sum(entry.count or 0 for entry in told["legend"].entries) == len(told["ids"])


def test_bits_choose_pins_by_row(snapshot: Snapshot, today: dt.date) -> None:
    pins = pins_of(snapshot, today, ZONE)
    rows = [row for row, o in enumerate(snapshot.opportunities) if "education" in o.themes]
    bits = np.unpackbits(np.frombuffer(pins.bits(rows), dtype=np.uint8))[: len(pins.offers)]
    chosen = {o.opportunity_id for o, bit in zip(pins.offers, bits, strict=True) if bit}
    assert chosen == {o.opportunity_id for o in pins.offers if "education" in o.themes}
    assert pins.bits([]) == bytes(-(-len(pins.offers) // 8))


def test_another_day_has_other_pins_and_says_so(snapshot: Snapshot, today: dt.date) -> None:
    before = pins_of(snapshot, today, ZONE)
    later = pins_of(snapshot, today + dt.timedelta(days=4000), ZONE)
    assert later.version != before.version
    assert len(later.offers) < len(before.offers)
    assert pins_of(snapshot, today, ZONE).version == before.version


def test_offer_without_theme_and_city_without_offers() -> None:
    day = dt.date(2026, 4, 3)
    first = sample_snapshot().opportunities[0]
    bare = sample_snapshot(opportunities=(structs.replace(first, themes=("gone",)),))
    told = pins_of(bare, day, ZONE).answer("de")
    assert told["themes"][told["theme"][0]]["icon"] == "heart"
    empty = pins_of(sample_snapshot(opportunities=()), day, ZONE)
    assert empty.answer("de")["ids"] == []
    assert empty.bits([]) == b""


@pytest.mark.parametrize("asked", [["opp-05"], ["nichts"], [""]])
def test_cards_are_only_of_what_is_on_the_map(
    snapshot: Snapshot, today: dt.date, asked: list[str]
) -> None:
    assert offer_cards(snapshot, asked, today, ZONE, "de") == {}


def test_card_says_what_the_layer_says(snapshot: Snapshot, today: dt.date) -> None:
    hostile = next(o for o in snapshot.opportunities if o.title == HOSTILE_TITLE)
    [card] = offer_cards(snapshot, [hostile.opportunity_id], today, ZONE, "de").values()
    assert card["label"] == HOSTILE_TITLE
    assert card["url"] == f"/angebote/{hostile.opportunity_id}"
    assert card["organisation"]
