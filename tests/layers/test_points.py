"""Points: what may be shown, and what a pin says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
import shapely

from geodata.snapshot import Snapshot
from layers.build import build_layer
from layers.catalogue import (
    BENEFIT_PARTNERS,
    CONTACT_POINTS,
    EVENTS,
    FUNDED_PROJECTS,
    OPPORTUNITIES,
)
from layers.spec import Layer
from tests.sample import sample_snapshot

NBSP = "\N{NO-BREAK SPACE}"


def _offers(snapshot: Snapshot, today: dt.date, **options: Any) -> dict[str, dict[str, Any]]:
    layer = build_layer(OPPORTUNITIES, snapshot, today=today, **options)
    return {feature["id"]: feature["properties"] for feature in layer.features}


def _with_offer(snapshot: Snapshot, number: int, **more: Any) -> Snapshot:
    key = f"opp-{number:02}"
    offers = tuple(
        msgspec.structs.replace(o, **more) if o.opportunity_id == key else o
        for o in snapshot.opportunities
    )
    return sample_snapshot(opportunities=offers)


def test_only_open_offers_with_a_public_place_are_points(
    snapshot: Snapshot, today: dt.date
) -> None:
    shown = set(_offers(snapshot, today))
    # 02 hides its place, 03 and 04 have none, 05 is over
    assert shown == {f"opp-{n:02}" for n in (1, 6, 7, 8, 9, 10, 11, 12, 13)}


def test_a_private_offer_stays_hidden_even_if_a_point_slipped_in(
    snapshot: Snapshot, today: dt.date
) -> None:
    leaky = _with_offer(snapshot, 2, geometry=shapely.Point(13.731, 51.0431), address="Geheimweg 7")
    layer = build_layer(OPPORTUNITIES, leaky, today=today)
    text = msgspec.json.encode(layer).decode()
    assert "opp-02" not in text
    assert "Geheimweg" not in text
    assert "13.731" not in text


@pytest.mark.parametrize(
    ("dates", "is_shown"),
    [
        ({"ends_on": dt.date(2026, 4, 2)}, False),
        ({"ends_on": dt.date(2026, 4, 3)}, True),
        ({"starts_on": dt.date(2026, 4, 2), "schedule": "one_off"}, False),
        ({"starts_on": dt.date(2026, 4, 3), "schedule": "one_off"}, True),
        ({"starts_on": dt.date(2020, 1, 1)}, True),
        ({"schedule": "one_off"}, True),
    ],
)
def test_the_last_day_still_counts(
    snapshot: Snapshot, today: dt.date, dates: dict[str, Any], is_shown: bool
) -> None:
    changed = _with_offer(snapshot, 1, **dates)
    assert ("opp-01" in _offers(changed, today)) is is_shown


def test_a_pin_says_what_it_is(snapshot: Snapshot, today: dt.date) -> None:
    offer = _offers(snapshot, today)["opp-01"]
    expected = {
        "title": "Lesepatin oder Lesepate",
        "label": "Lesepatin oder Lesepate",
        "organisation": "Lesefreunde Altfeld e. V.",
        "theme": "Bildung und Lesen",
        "group": "Bildung",
        "icon": "book-open",
        "colour": "#0b5a8a",
        "district": "Altfeld",
        "district_id": "01",
        "badge": "Beispiel",
        "is_example": True,
        "url": "/angebote/opp-01",
        "hours": "2 Stunden pro Woche",
        "when": "regelmäßig",
    }
    assert {key: offer[key] for key in expected} == expected


def test_labels_come_in_the_readers_language(snapshot: Snapshot, today: dt.date) -> None:
    english = _offers(snapshot, today, language="en")["opp-01"]
    assert english["theme"] == "Education and reading"
    arabic = _offers(snapshot, today, language="ar")["opp-01"]
    assert arabic["theme"] == "Bildung und Lesen"


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (None, None),
        (1.0, "1 Stunde pro Woche"),
        (0.5, "0,5 Stunden pro Woche"),
        (20.0, "20 Stunden pro Woche"),
    ],
)
def test_hours_in_words(
    snapshot: Snapshot, today: dt.date, hours: float | None, text: str | None
) -> None:
    changed = _with_offer(snapshot, 1, hours_per_week=hours)
    assert _offers(changed, today)["opp-01"]["hours"] == text


def test_what_happens_once_has_no_week(snapshot: Snapshot, today: dt.date) -> None:
    changed = _with_offer(snapshot, 1, hours_per_week=8.0, schedule="one_off")
    assert _offers(changed, today)["opp-01"]["hours"] == "8 Stunden"


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"schedule": "one_off"}, "einmalig"),
        (
            {
                "schedule": "one_off",
                "starts_on": dt.date(2026, 5, 9),
                "ends_on": dt.date(2026, 5, 9),
            },
            "einmalig, 9. Mai 2026",
        ),
        (
            {
                "schedule": "one_off",
                "starts_on": dt.date(2026, 5, 9),
                "ends_on": dt.date(2026, 5, 10),
            },
            "einmalig, 9. Mai 2026 bis 10. Mai 2026",
        ),
        ({"ends_on": dt.date(2026, 12, 31)}, "regelmäßig, bis 31. Dezember 2026"),
    ],
)
def test_when_in_words(snapshot: Snapshot, today: dt.date, more: dict[str, Any], text: str) -> None:
    assert _offers(_with_offer(snapshot, 1, **more), today)["opp-01"]["when"] == text


def test_an_id_cannot_break_the_address(snapshot: Snapshot, today: dt.date) -> None:
    changed = _with_offer(snapshot, 1, opportunity_id="a/../b?c#d")
    assert _offers(changed, today)["a/../b?c#d"]["url"] == "/angebote/a%2F..%2Fb%3Fc%23d"


def test_an_offer_of_unknown_theme_and_organisation_is_still_a_point(
    snapshot: Snapshot, today: dt.date
) -> None:
    changed = _with_offer(snapshot, 1, themes=("unknown",), organisation_id="nobody")
    offer = _offers(changed, today)["opp-01"]
    assert (offer["theme"], offer["organisation"]) == (None, None)
    assert offer["icon"]
    assert offer["colour"].startswith("#")


def _only(layer: Layer) -> dict[str, Any]:
    (feature,) = layer.features
    properties: dict[str, Any] = feature["properties"]
    return properties


def test_other_kinds_of_points(snapshot: Snapshot, today: dt.date) -> None:
    contact = _only(build_layer(CONTACT_POINTS, snapshot, today=today))
    assert contact["role"] == "Berät alle, die sich engagieren wollen."
    partner = _only(build_layer(BENEFIT_PARTNERS, snapshot, today=today))
    assert partner["benefit"] == "Zwei Karten zum Preis von einer."
    project = _only(build_layer(FUNDED_PROJECTS, snapshot, today=today))
    assert (project["year"], project["amount"]) == ("2025", f"1.250{NBSP}€")
    assert project["organisation"] == "Lesefreunde Altfeld e. V."
    event = _only(build_layer(EVENTS, snapshot, today=today))
    assert event["when"] == "2. Mai 2026, 10:00 Uhr"
    assert event["place_name"] == "Rathaus"


def test_past_events_are_gone_the_day_after(snapshot: Snapshot) -> None:
    on_the_day = build_layer(EVENTS, snapshot, today=dt.date(2026, 5, 2))
    the_day_after = build_layer(EVENTS, snapshot, today=dt.date(2026, 5, 3))
    assert len(on_the_day.features) == 1
    assert the_day_after.features == []
    assert the_day_after.legend.entries == ()


def test_the_legend_names_the_groups_in_the_order_of_the_themes(
    snapshot: Snapshot, today: dt.date
) -> None:
    layer = build_layer(OPPORTUNITIES, snapshot, today=today)
    entries = [(e.label, e.colour, e.count) for e in layer.legend.entries]
    assert entries == [("Bildung", "#0b5a8a", 3), ("Miteinander", "#1f6b3a", 6)]
    assert layer.attribution == "Beispieldaten"
