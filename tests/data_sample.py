"""The sample with sources in every state, entries of every age and precision, and many issues.

Sources, on the clock of the tests (3 April 2026): `platform` is out of date and could not be
reached, `agency` is current, `events` goes out of date soon, `addresses` was never loaded,
`openstreetmap` is switched off. `examples` and the statistics have no limit.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import shapely
from msgspec import structs

from geodata.issues import Issue
from geodata.model import Opportunity, Source
from geodata.snapshot import Snapshot
from tests.sample import HOSTILE_FORMULA, HOSTILE_TITLE, sample_snapshot

ERROR = "Der Server antwortet nicht (Zeitüberschreitung nach 20 Sekunden)."


def at(month: int, day: int, year: int = 2026) -> dt.datetime:
    """Morning of a day in UTC."""
    return dt.datetime(year, month, day, 8, tzinfo=dt.UTC)


def source(source_id: str, title: str, **more: Any) -> Source:
    """A source with the fields every one needs."""
    given: dict[str, Any] = {
        "publisher": "Amt für Muster",
        "licence": "dl-de/by-2-0",
        "licence_url": "https://www.govdata.de/dl-de/by-2-0",
        "attribution": "Amt für Muster, dl-de/by-2-0",
        "kind": "json_feed",
        **more,
    }
    return Source(source_id=source_id, title=title, **given)


def sources() -> tuple[Source, ...]:
    """Those of the sample and one in every other state."""
    return (
        *sample_snapshot().sources,
        source(
            "platform",
            "Freiwilligenbörse Viereck",
            publisher="Börse e. V.",
            url="https://boerse.example.org/export.json",
            licence="CC-BY-4.0",
            licence_url="https://creativecommons.org/licenses/by/4.0/deed.de",
            attribution="Freiwilligenbörse Viereck, CC BY 4.0",
            status="failed",
            last_error=ERROR,
            retrieved_at=at(1, 10),
            checked_at=at(4, 2),
            fresh_days=60,
            record_count=4,
            issue_count=3,
        ),
        source(
            "agency",
            "Angebote der Freiwilligenagentur",
            kind="table",
            retrieved_at=at(2, 1),
            checked_at=at(4, 2),
            fresh_days=30,
            record_count=2,
            issue_count=0,
        ),
        source(
            "events",
            "Veranstaltungskalender",
            kind="icalendar",
            retrieved_at=at(3, 25),
            checked_at=at(3, 25),
            fresh_days=10,
            record_count=1,
        ),
        source(
            "addresses",
            "Adressen (L134)",
            kind="ogc_features",
            url="https://kommisdd.example.org/collections/L134/items",
            status="not_loaded",
            fresh_days=90,
        ),
        source(
            "openstreetmap",
            "Vereine und Treffpunkte aus OpenStreetMap",
            publisher="OpenStreetMap-Mitwirkende",
            kind="overpass",
            licence="ODbL-1.0",
            licence_url="https://opendatacommons.org/licenses/odbl/1-0/",
            attribution="© OpenStreetMap-Mitwirkende, ODbL",
            status="off",
        ),
    )


def real_offer(number: int, source_id: str, **more: Any) -> Opportunity:
    """An offer that is no example, 200 m east of the last one."""
    pattern = sample_snapshot().opportunities[0]
    lon = round(13.702 + 0.003 * number, 4)
    given: dict[str, Any] = {
        "opportunity_id": f"real-{number}",
        "record_id": f"{source_id}:real-{number}",
        "title": f"Fahrdienst {number}",
        "source_id": source_id,
        "is_example": False,
        "retrieved_at": at(1, 10),
        "updated_at": None,
        "licence": "CC-BY-4.0",
        "attribution": "Freiwilligenbörse Viereck, CC BY 4.0",
        "geometry": shapely.Point(lon, 51.042),
        "place_id": None,
        **more,
    }
    return structs.replace(pattern, **given)


def offers() -> tuple[Opportunity, ...]:
    """Those of the sample; from the failed source an old, an older and a placeless one; current."""
    return (
        *sample_snapshot().opportunities,
        real_offer(1, "platform", geocode_precision="street", geocoder="register"),
        real_offer(
            2,
            "platform",
            updated_at=at(3, 3, 2025),
            geocode_precision="postcode",
            geocoder="register",
        ),
        real_offer(3, "platform", geometry=None, geocode_precision=None, district_id=None),
        real_offer(4, "agency"),
        real_offer(5, "agency", updated_at=at(3, 20)),
    )


def issue(kind: str, **more: Any) -> Issue:
    """A warning of the platform."""
    given: dict[str, Any] = {
        "source_id": "platform",
        "message": "opportunities, Zeile 7, Feld „url“: Das ist keine Webadresse.",
        **more,
    }
    return Issue(kind=kind, **given)


def issues() -> tuple[Issue, ...]:
    """Three of the platform, 120 alike of the agency, one hostile, one of nobody known."""
    return (
        issue("bad_url", record_id="platform:real-1", row=7, field="url", value="www,boerse"),
        issue(
            "bad_mail",
            record_id="platform:real-2",
            row=8,
            field="contact_email",
            value="erika.muster(at)privat.example",
            message="opportunities, Zeile 8, Feld „contact_email“: Das ist keine Mailadresse.",
        ),
        issue(
            "missing",
            severity="error",
            record_id="platform:weg",
            row=9,
            field="title",
            message="opportunities, Zeile 9, Feld „title“: Hier muss etwas stehen.",
        ),
        *(
            issue(
                "unknown_word",
                source_id="agency",
                record_id="agency:real-4",
                row=number,
                field="themes",
                message=f"opportunities, Zeile {number}, Feld „themes“: Unbekanntes Wort.",
            )
            for number in range(2, 122)
        ),
        issue("markup", severity="info", source_id="agency", message=HOSTILE_TITLE, field="title"),
        issue("outside_city", severity="info", source_id="agency", message=HOSTILE_FORMULA),
        issue("unknown_record", source_id="corrections", message="corrections.csv, Zeile 2: Nein."),
    )


def data_snapshot(**changes: Any) -> Snapshot:
    """The sample with all of that; `changes` replaces whole tables."""
    tables = {"sources": sources(), "opportunities": offers(), "issues": issues()}
    return sample_snapshot(**{**tables, **changes})
