"""Nothing that leaves the build tells where a private place is."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import shapely

from geodata.geocode import geocode_entries
from geodata.issues import Issue
from geodata.match import apply_corrections, match_entries
from geodata.privacy import REPLACEMENT, mask_private, mask_private_issues
from tests.geodata.entries import (
    SECRET,
    SECRET_STREET,
    changed,
    corrections,
    districts,
    rows_of,
    typed,
)
from tests.geodata.example_city import content, dresden, normalised

TRACES = (SECRET_STREET, "Fluchtstr. 3", "Fluchtstraße 3.", "Familie Geheim", "Villa Wolke")


def located(tables: Any = None) -> dict[str, Any]:
    made = match_entries(geocode_entries(typed(tables).tables, districts()).tables).tables
    for table in made.values():  # as the assign stage does
        table["district_id"] = [
            "01" if p is not None else d
            for p, d in zip(table.geometry, table["district_id"], strict=True)
        ]
    return dict(made)


def everything(tables: dict[str, Any]) -> str:
    """All that could leave: properties and geometries, in every table."""
    texts = [
        f"{name} {table.to_json(default=str, ensure_ascii=False)}" for name, table in tables.items()
    ]
    wkb = [p.wkb_hex for t in tables.values() for p in t.geometry if p is not None]
    return "\n".join([*texts, *wkb])


def test_no_trace_of_a_private_place_is_left() -> None:
    before, after = everything(located()), everything(mask_private(located()))
    for trace in (*TRACES, SECRET["lon"], SECRET["lat"], "13.712345", "51.065432"):
        assert trace in before
        assert trace not in after
    for lon, lat in ((13.701234, 51.054321), (13.712345, 51.065432)):
        assert shapely.Point(lon, lat).wkb_hex not in after
    assert not re.search(r"geheimgasse\s*7", after, re.IGNORECASE)


def test_the_district_is_what_remains() -> None:
    tables = mask_private(located())
    for table, key in (
        ("places", "zuhause"),
        ("opportunities", "besuch"),
        ("organisations", "schutz"),
    ):
        row = rows_of(tables, table)[key]
        assert row["district_id"] == "01"
        assert row["geocode_precision"] == "district"
        assert row["is_private"] is True
        assert (row["geometry"], row["address"], row["geocoder"]) == (None, None, None)


def test_public_places_keep_everything() -> None:
    before, after = located(), mask_private(located())
    for table, key in (
        ("places", "haus"), ("places", "amt"), ("opportunities", "giessen"),
        ("funded_projects", "f3"),
    ):  # fmt: skip
        assert rows_of(after, table)[key] == rows_of(before, table)[key]


def test_an_entry_that_forgot_to_say_so_does_not_give_the_others_away() -> None:
    projects = rows_of(mask_private(located()), "funded_projects")
    for key in ("f1", "f2"):  # same address, same point
        assert projects[key]["is_private"] is True
        assert projects[key]["geometry"] is None
        assert projects[key]["address"] is None


def test_addresses_are_cut_out_of_texts_and_only_they() -> None:
    tables = mask_private(located())
    offers = rows_of(tables, "opportunities")
    assert offers["besuch"]["title"] == f"Besuch in der {REPLACEMENT}"
    organisation = rows_of(tables, "organisations")["garten"]
    assert organisation["description"] == f"Treff: {REPLACEMENT}, hinten links."
    event = rows_of(tables, "events")["e1"]
    assert event["description"] == f"Klingeln bei {REPLACEMENT}. Nicht {REPLACEMENT}."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Kochen in der Fluchtstraße", f"Kochen in der {REPLACEMENT}"),
        ("karte?q=Fluchtstraße+3", f"karte?q={REPLACEMENT}"),
        ("Klingel Fluchtstraße%203", f"Klingel {REPLACEMENT}"),
        ("Die Flucht ist lang", "Die Flucht ist lang"),
    ],
)
def test_a_private_entry_does_not_even_name_its_street(text: str, left: str) -> None:
    made = located()
    made["events"]["description"] = text
    events = rows_of(mask_private(made), "events")
    assert events["e1"]["description"] == left


def test_a_private_entry_outside_the_city_keeps_nothing() -> None:
    tables = located()
    tables["places"]["district_id"] = None
    row = rows_of(mask_private(tables), "places")["zuhause"]
    assert (row["district_id"], row["geocode_precision"], row["geometry"]) == (None, None, None)


def test_an_offer_with_its_own_point_at_a_private_place_is_masked() -> None:
    tables = located(changed("opportunities", "besuch", lon="13.7", lat="51.05", address="X-Weg 2"))
    after = everything(mask_private(tables))
    assert "X-Weg" not in after
    assert '"besuch"' in after


def test_a_private_place_hides_its_offers_even_if_they_do_not_know() -> None:
    tables = located(changed("opportunities", "besuch", lon="13.7", lat="51.05", address="X-Weg 2"))
    offers = tables["opportunities"]
    offers["is_private"] = False
    is_visit = offers["opportunity_id"] == "besuch"
    offers.loc[is_visit, "address"] = "X-Weg 2"
    offers.loc[is_visit, "geometry"] = shapely.Point(13.7, 51.05)
    row = rows_of(mask_private(tables), "opportunities")["besuch"]
    assert (row["geometry"], row["address"], row["is_private"]) == (None, None, True)


def test_a_remote_offer_at_a_private_place_stays_nowhere() -> None:
    tables = located(changed("opportunities", "spiel", is_remote="ja"))
    row = rows_of(mask_private(tables), "opportunities")["spiel"]
    assert (row["district_id"], row["geometry"], row["geocode_precision"]) == (None, None, None)


def test_masking_twice_is_masking_once() -> None:
    once = mask_private(located())
    assert everything(mask_private(once)) == everything(once)


def test_example_content_holds_no_private_place_after_masking() -> None:
    _, tables, _ = dresden()
    private = [p for p in content()["places"] if p["is_private"] == "ja"]
    entries = geocode_entries(normalised(dict(content())).tables, tables["districts"]).tables
    after = everything(mask_private(match_entries(entries).tables))
    assert len(private) >= 10
    for place in private:
        assert f'"{place["address"]}"' not in after
        assert place["lon"].rstrip("0") not in after
        point = shapely.Point(float(place["lon"]), float(place["lat"]))
        assert point.wkb_hex not in after


# --- issues


def issue(record_id: str | None, field: str, value: str, message: str = "Feld: schlecht.") -> Issue:
    return Issue(
        source_id="examples", kind="x", record_id=record_id, field=field, value=value,
        message=message,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("record_id", "field", "is_kept"),
    [
        ("examples:zuhause", "address", False),
        ("examples:zuhause", "wheelchair", False),
        ("examples:besuch", "title", False),
        ("examples:f1", "year", False),
        ("examples:weg", "address", False),
        (None, "lon", False),
        ("examples:weg", "title", True),
        ("examples:haus", "address", True),
    ],
)
def test_issues_of_private_entries_lose_their_value(
    record_id: str | None, field: str, is_kept: bool
) -> None:
    (masked,) = mask_private_issues([issue(record_id, field, "Wert", "Es war: Wert")], located())
    assert masked.value == ("Wert" if is_kept else None)
    assert ("Wert" in masked.message) is is_kept
    assert (masked.record_id, masked.field) == (record_id, field)


def test_a_private_address_leaves_every_issue() -> None:
    told = issue("examples:haus", "title", "bei Geheimgasse 7", "Titel: bei geheimgasse 7.")
    (masked,) = mask_private_issues([told], located())
    assert masked.value == f"bei {REPLACEMENT}"
    assert masked.message == f"Titel: bei {REPLACEMENT}."


def test_issues_of_the_whole_way_tell_nothing() -> None:
    tables = changed("places", "zuhause", lon="13.701234x", wheelchair="fast")
    normal = typed(tables)
    stages = geocode_entries(normal.tables, districts())
    corrected = apply_corrections(
        stages.tables,
        corrections(("examples:zuhause", "address", "Geheimgasse 8", "Geheimgasse 9")),
    )
    matched = match_entries(corrected.tables)
    issues = [*normal.issues, *stages.issues, *corrected.issues, *matched.issues]
    assert len(issues) >= 3
    text = json.dumps([str(i) for i in mask_private_issues(issues, matched.tables)])
    for trace in ("Geheimgasse", "13.701234"):
        assert trace not in text
