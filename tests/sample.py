"""A tiny hand-made snapshot that every test can read in its head.

            13.70   13.72   13.74
    51.06     +-------+-------+
              | 11    | 12    |      borough 1 "Nordufer"; 12 is counted in 11
    51.05     +-------X-------+      X: an offer on the common corner, it belongs to 01
              | 01    | 02    |      borough 0 "Südufer"
    51.04     +-------+-------+

The clock of the tests stands at 3 April 2026 (see `tests.fakes.FixedClock`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import shapely
from msgspec import structs

from geodata.city import Checks, City, Disadvantage, Embed, Input
from geodata.issues import Issue
from geodata.model import (
    Audience,
    BenefitPartner,
    ContactPoint,
    CoverageRow,
    District,
    Event,
    Facility,
    Figure,
    FundedProject,
    GridCell,
    Indicator,
    IndicatorClass,
    IndicatorValue,
    Line,
    Opportunity,
    Organisation,
    Place,
    SnapshotInfo,
    Source,
    Theme,
)
from geodata.snapshot import Snapshot

BUILT_AT = dt.datetime(2026, 4, 1, 4, 0, tzinfo=dt.UTC)
ATTRIBUTION = "Amt für Muster, dl-de/by-2-0, generalisiert"

#: what tries to break out of HTML, a template, a script or a spreadsheet
HOSTILE_TITLE = "<script>alert(1)</script>{{ 7*7 }} ${x} `y`"
HOSTILE_FORMULA = '=HYPERLINK("http://evil.example","Hier")'
LONG_TITLE = "Begleitung " + "sehr " * 35 + "langer Wege"

_PROVENANCE: dict[str, Any] = {
    "source_id": "examples",
    "retrieved_at": BUILT_AT,
    "licence": "CC0-1.0",
    "attribution": "Beispieldaten",
    "is_example": True,
}


def _square(west: float, south: float) -> shapely.Polygon:
    return shapely.box(west, south, round(west + 0.02, 2), round(south + 0.01, 2))


def _located(
    record_id: str, lon: float | None, lat: float | None, district_id: str | None
) -> dict[str, Any]:
    point = None if lon is None or lat is None else shapely.Point(lon, lat)
    return {
        **_PROVENANCE,
        "record_id": f"examples:{record_id}",
        "geometry": point,
        "address": None if point is None else "Musterweg 1, 01099 Viereck",
        "geocode_precision": None if point is None else "address",
        "geocoder": None if point is None else "source",
        "district_id": district_id,
        "borough_id": None if district_id is None else district_id[0],
    }


def _area(district_id: str, name: str, parent: tuple[str, str] | None, **more: Any) -> District:
    return District(
        district_id=district_id,
        name=name,
        level="district" if parent else "borough",
        parent_id=parent[0] if parent else None,
        parent_name=parent[1] if parent else None,
        area_km2=1.56 if parent else 3.12,
        edition="2026",
        source_id="districts",
        licence="dl-de/by-2-0",
        attribution=ATTRIBUTION,
        **more,
    )


def _districts() -> tuple[District, ...]:
    south, north = ("0", "Südufer"), ("1", "Nordufer")
    return (
        _area(
            "01",
            "Altfeld",
            south,
            name_long="Altfeld mit Lindenau und Weißer Grund",
            localities=("Lindenau", "Weißer Grund"),
            statistics_unit_id="01",
            geometry=_square(13.70, 51.04),
        ),
        _area("02", "Bühlau", south, statistics_unit_id="02", geometry=_square(13.72, 51.04)),
        _area("11", "Cronau", north, statistics_unit_id="11", geometry=_square(13.70, 51.05)),
        _area("12", "Dornwiese", north, statistics_unit_id="11", geometry=_square(13.72, 51.05)),
    )


def _boroughs() -> tuple[District, ...]:
    return (
        _area("0", "Südufer", None, geometry=shapely.box(13.70, 51.04, 13.74, 51.05)),
        _area("1", "Nordufer", None, geometry=shapely.box(13.70, 51.05, 13.74, 51.06)),
    )


def _organisations() -> tuple[Organisation, ...]:
    return (
        Organisation(
            organisation_id="org-1",
            name="Lesefreunde Altfeld e. V.",
            kind="club",
            description="Wir lesen mit Kindern.",
            themes=("education",),
            website="https://lesefreunde.example.org",
            public_email="kontakt@example.org",
            phone="030 23125 001",
            languages=("de", "en"),
            badges=("engagement_seal",),
            place_id="place-1",
            wheelchair="yes",
            **_located("org-1", 13.705, 51.045, "01"),
        ),
        Organisation(
            organisation_id="org-2",
            name="Nachbarschaftshilfe „Südufer“ & Söhne",
            kind="initiative",
            themes=("social", "nature"),
            is_private=True,
            **_located("org-2", None, None, "02"),
        ),
        Organisation(
            organisation_id="org-3",
            name='<b onmouseover="x()">Verein</b>',
            kind="foundation",
            themes=("nature",),
            website="https://verein.example.org",
            **_located("org-3", 13.709, 51.057, "11"),
        ),
    )


def _places() -> tuple[Place, ...]:
    return (
        Place(
            place_id="place-1",
            organisation_id="org-1",
            name="Lesehaus",
            wheelchair="yes",
            **_located("place-1", 13.705, 51.045, "01"),
        ),
        Place(
            place_id="place-2",
            organisation_id="org-3",
            name="Garten am Großen Graben",
            **_located("place-2", 13.709, 51.057, "11"),
        ),
    )


def _offer(
    number: int,
    title: str,
    *,
    at: tuple[float | None, float | None, str | None],
    organisation_id: str = "org-1",
    **more: Any,
) -> Opportunity:
    key = f"opp-{number:02}"
    values: dict[str, Any] = {
        "description": "Du hilfst mit. Wir arbeiten dich ein.",
        "themes": ("education",),
        "schedule": "regular",
        "languages": ("de",),
        **_located(key, *at),
        **more,
    }
    return Opportunity(opportunity_id=key, organisation_id=organisation_id, title=title, **values)


_NOWHERE = (None, None, None)


def _opportunities() -> tuple[Opportunity, ...]:
    return (
        _offer(
            1,
            "Lesepatin oder Lesepate",
            at=(13.705, 51.045, "01"),
            place_id="place-1",
            hours_per_week=2.0,
            weekdays=("mo", "we"),
            daytimes=("afternoon",),
            languages=("de", "en"),
            audiences=("young",),
            wheelchair="yes",
            is_low_threshold=True,
            min_age=16,
            needed=3,
            contact_email="kontakt@example.org",
            updated_at=dt.datetime(2026, 3, 20, tzinfo=dt.UTC),
        ),
        _offer(
            2,
            "Einkaufshilfe für ältere Menschen",
            at=(None, None, "02"),
            organisation_id="org-2",
            is_private=True,
            themes=("social",),
            hours_per_week=1.0,
            audiences=("older",),
            is_low_threshold=True,
        ),
        _offer(
            3,
            "Nachhilfe am Bildschirm",
            at=_NOWHERE,
            is_remote=True,
            hours_per_week=1.5,
            daytimes=("evening",),
        ),
        _offer(
            4,
            "Straßenfest begleiten",
            at=_NOWHERE,
            organisation_id="org-2",
            is_citywide=True,
            themes=("social",),
        ),
        _offer(
            5,
            "Längst vorbei",
            at=(13.706, 51.046, "01"),
            ends_on=dt.date(2026, 3, 1),
            starts_on=dt.date(2026, 1, 1),
        ),
        _offer(
            6,
            "Frühjahrsputz am Ufer",
            at=(13.725, 51.045, "02"),
            organisation_id="org-3",
            themes=("nature",),
            schedule="one_off",
            starts_on=dt.date(2026, 5, 9),
            ends_on=dt.date(2026, 5, 9),
            weekdays=("sa",),
            is_low_threshold=True,
            updated_at=dt.datetime(2026, 3, 31, tzinfo=dt.UTC),
        ),
        _offer(
            7,
            HOSTILE_TITLE,
            at=(13.709, 51.057, "11"),
            organisation_id="org-3",
            place_id="place-2",
            themes=("nature",),
            description="</script><img src=x onerror=alert(1)>{% raw %}",
        ),
        _offer(
            8,
            HOSTILE_FORMULA,
            at=(13.708, 51.056, "11"),
            organisation_id="org-3",
            themes=("nature", "education"),
            description="+1+cmd|' /C calc'!A0",
        ),
        _offer(
            9,
            "Gruppentag im Garten",
            at=(13.7091, 51.0571, "11"),
            organisation_id="org-3",
            themes=("nature",),
            is_for_groups=True,
            certificate=True,
            min_age=18,
            hours_per_week=8.0,
            wheelchair="no",
        ),
        _offer(
            10,
            "Vorstand gesucht: Nachfolge",
            at=(13.7041, 51.0449, "01"),
            is_board_position=True,
            counts_towards_pass=True,
            hours_per_week=4.0,
        ),
        _offer(
            11,
            "Bücher spenden",
            at=(13.735, 51.041, "02"),
            is_in_kind_donation=True,
            schedule="one_off",
            audiences=("young", "newcomers"),
        ),
        _offer(
            12,
            "Ecke der vier Stadtteile",
            at=(13.72, 51.05, "01"),
            themes=("social", "education"),
            weekdays=("sa", "su"),
            wheelchair="limited",
            hours_per_week=0.5,
            audiences=("newcomers",),
        ),
        _offer(13, LONG_TITLE, at=(13.71, 51.053, "11"), themes=("social",), hours_per_week=20.0),
    )


def _contact_points() -> tuple[ContactPoint, ...]:
    return (
        ContactPoint(
            contact_point_id="contact-1",
            name="Freiwilligenbüro Viereck",
            kind="volunteer_agency",
            role="Berät alle, die sich engagieren wollen.",
            opening_hours="Di 10-12 Uhr",
            **_located("contact-1", 13.7305, 51.0455, "02"),
        ),
    )


def _funded_projects() -> tuple[FundedProject, ...]:
    return (
        FundedProject(
            funded_project_id="project-1",
            title="Bücherbus",
            organisation_id="org-1",
            programme="Ehrenamtsbudget",
            year=2025,
            amount_eur=1250.0,
            **_located("project-1", 13.705, 51.045, "01"),
        ),
        FundedProject(
            funded_project_id="project-2",
            title="Gartentag",
            organisation_name="Verein ohne Seite",
            programme="Zukunftsstadt",
            year=2019,
            **_located("project-2", None, None, None),
        ),
    )


def _benefit_partners() -> tuple[BenefitPartner, ...]:
    return (
        BenefitPartner(
            benefit_partner_id="partner-1",
            name="Kino am Eck",
            category="culture",
            benefit="Zwei Karten zum Preis von einer.",
            **_located("partner-1", 13.7199, 51.0491, "01"),
        ),
    )


def _events() -> tuple[Event, ...]:
    return (
        Event(
            event_id="event-1",
            title="Ehrenamtsbörse",
            kind="fair",
            starts_at=dt.datetime(2026, 5, 2, 8, 0, tzinfo=dt.UTC),
            ends_at=dt.datetime(2026, 5, 2, 14, 0, tzinfo=dt.UTC),
            place_name="Rathaus",
            **_located("event-1", 13.7105, 51.0445, "01"),
        ),
    )


def _facility(facility_id: str, name: str, kind: str) -> tuple[Facility, ...]:
    return (
        Facility(
            facility_id=facility_id,
            name=name,
            kind=kind,
            **_located(facility_id, 13.7105, 51.0445, "01"),
        ),
    )


def _indicator(indicator_id: str, label: str, group: Any, unit: str, order: int) -> Indicator:
    return Indicator(
        indicator_id=indicator_id,
        label=label,
        description=f"{label}, zum Ausprobieren.",
        unit=unit,
        direction="higher_is_worse" if group == "need" else "neutral",
        native_level="district",
        method=indicator_id.replace("_", "-"),
        group=group,
        source_ids=("population",),
        sort_order=order,
    )


def _value(district_id: str, indicator_id: str, value: float | None, **more: Any) -> IndicatorValue:
    given: dict[str, Any] = {
        "period": "2025-12-31",
        "level": "district",
        "status": "ok" if value is not None else "no_data",
        **more,
    }
    return IndicatorValue(
        district_id=district_id, edition="2026", indicator_id=indicator_id, value=value, **given
    )


def _indicator_values() -> tuple[IndicatorValue, ...]:
    return (
        _value("01", "disadvantage_index", 1.6, status="inherited", inherited_from=("borough:0",)),
        _value("02", "disadvantage_index", -0.4),
        _value("11", "disadvantage_index", -1.2),
        _value("12", "disadvantage_index", None, counted_in="11"),
        _value(
            "01",
            "opportunities_per_1000",
            0.3,
            low=0.06,
            high=0.88,
            numerator=3.0,
            denominator=10000.0,
        ),
        _value("02", "opportunities_per_1000", 1.5, low=0.41, high=3.84),
        _value("11", "opportunities_per_1000", 2.0, low=0.54, high=5.12),
        _value("12", "opportunities_per_1000", None, counted_in="11"),
        _value("01", "residents", 10000.0),
        _value("02", "residents", 2000.0),
        _value("11", "residents", 2500.0),
        _value("12", "residents", None, counted_in="11"),
        _value("0", "residents", 12000.0, level="borough"),
        _value("1", "residents", 2500.0, level="borough"),
    )


def _coverage_row(district_id: str, **more: Any) -> CoverageRow:
    return CoverageRow(district_id=district_id, level="district", status="ok", **more)


def _coverage() -> tuple[CoverageRow, ...]:
    return (
        _coverage_row(
            "01",
            residents=10000.0,
            disadvantage_index=1.6,
            disadvantage_class="very_high",
            inherited_weight_share=0.667,
            opportunity_count=3,
            supply_value=0.3,
            supply_low=0.06,
            supply_high=0.88,
            supply_could_be_chance=False,
            access_value=0.35,
            access_method="grid_euclidean",
            coverage_gap=2.1,
            gap_low=1.4,
            gap_high=2.6,
            is_underserved=True,
            rank=1,
            robust_share=0.97,
        ),
        _coverage_row(
            "02",
            residents=2000.0,
            disadvantage_index=-0.4,
            disadvantage_class="medium",
            inherited_weight_share=0.667,
            opportunity_count=3,
            supply_value=1.5,
            supply_low=0.41,
            supply_high=3.84,
            supply_could_be_chance=True,
            access_value=0.9,
            access_method="grid_euclidean",
            coverage_gap=-0.9,
            gap_low=-1.3,
            gap_high=-0.5,
            is_underserved=False,
            robust_share=0.1,
        ),
        _coverage_row(
            "11",
            residents=2500.0,
            disadvantage_index=-1.2,
            disadvantage_class="low",
            inherited_weight_share=0.667,
            opportunity_count=5,
            supply_value=2.0,
            supply_low=0.54,
            supply_high=5.12,
            supply_could_be_chance=True,
            access_value=0.8,
            access_method="grid_euclidean",
            coverage_gap=-1.2,
            gap_low=-1.6,
            gap_high=-0.8,
            is_underserved=False,
            robust_share=0.0,
        ),
        CoverageRow(district_id="12", level="district", status="no_data", counted_in="11"),
        CoverageRow(
            district_id="0",
            level="borough",
            status="ok",
            residents=12000.0,
            disadvantage_index=1.27,
            opportunity_count=6,
            supply_value=0.5,
            access_value=0.44,
            access_method="grid_euclidean",
        ),
        CoverageRow(
            district_id="1",
            level="borough",
            status="ok",
            residents=2500.0,
            disadvantage_index=-1.2,
            opportunity_count=5,
            supply_value=2.0,
            access_value=0.8,
            access_method="grid_euclidean",
        ),
    )


def _themes() -> tuple[Theme, ...]:
    learning = {"de": "Bildung", "en": "Education"}
    together = {"de": "Miteinander", "en": "Together"}
    return (
        Theme(
            theme_id="education",
            group_id="learning",
            icon="book-open",
            labels={"de": "Bildung und Lesen", "en": "Education and reading"},
            group_labels=learning,
            colour="#0b5a8a",
        ),
        Theme(
            theme_id="nature",
            group_id="together",
            icon="leaf",
            labels={"de": "Natur und Umwelt", "en": "Nature"},
            group_labels=together,
            colour="#1f6b3a",
        ),
        Theme(
            theme_id="social",
            group_id="together",
            icon="heart",
            labels={"de": "Soziales", "en": "Social"},
            group_labels=together,
            colour="#1f6b3a",
        ),
    )


def _sources() -> tuple[Source, ...]:
    return (
        Source(
            source_id="districts",
            title="Stadtteile",
            publisher="Amt für Muster",
            url="https://opendata.example.org/stadtteile",
            licence="dl-de/by-2-0",
            licence_url="https://www.govdata.de/dl-de/by-2-0",
            attribution=ATTRIBUTION,
            period="2026",
            retrieved_at=BUILT_AT,
            record_count=4,
            issue_count=0,
        ),
        Source(
            source_id="examples",
            title="Beispieldaten",
            publisher="dieses Projekt",
            licence="CC0-1.0",
            attribution="Beispieldaten",
            is_example=True,
            retrieved_at=BUILT_AT,
        ),
        Source(
            source_id="population",
            title="Bevölkerung am 31.12.2025",
            publisher="Amt für Muster",
            licence="dl-de/by-2-0",
            attribution="Amt für Muster, dl-de/by-2-0",
            period="2025-12-31",
            native_level="district",
            retrieved_at=BUILT_AT,
        ),
    )


def sample_snapshot(**changes: Any) -> Snapshot:
    """The snapshot drawn above; `changes` replaces whole tables."""
    river = shapely.LineString([(13.69, 51.05), (13.75, 51.05)])
    tables: dict[str, Any] = {
        "info": SnapshotInfo(
            snapshot_id="2026-04-01-0123456789ab",
            city_slug="viereck",
            schema_version=2,
            as_of=dt.date(2026, 4, 1),
            created_at=BUILT_AT,
            has_examples=True,
            input_sha256="0" * 64,
            outside_count=1,
        ),
        "districts": _districts(),
        "boroughs": _boroughs(),
        "orientation_lines": (
            Line(
                line_id="fluss",
                name="Fluss",
                kind="river",
                attribution=ATTRIBUTION,
                geometry=river,
            ),
        ),
        "organisations": _organisations(),
        "places": _places(),
        "opportunities": _opportunities(),
        "contact_points": _contact_points(),
        "funded_projects": _funded_projects(),
        "benefit_partners": _benefit_partners(),
        "events": _events(),
        "facilities": _facility("facility-1", "Bücherei Altfeld", "library"),
        "stops": _facility("stop-1", "Altfelder Platz", "stop"),
        "osm_places": _facility("osm-node-1", "Nachbarschaftstreff", "community_centre"),
        "figures": (
            Figure(
                figure_id="residents",
                level="district",
                unit_id="01",
                unit_label="01 - Altfeld",
                period="2025-12-31",
                value=10000.0,
                unit="persons",
                source_id="population",
            ),
        ),
        "indicators": (
            _indicator("disadvantage_index", "Benachteiligungsindex", "need", "index", 2),
            _indicator(
                "opportunities_per_1000", "Angebote je 1.000 Menschen", "supply", "per_1000", 3
            ),
            _indicator("residents", "Einwohnerinnen und Einwohner", "people", "count", 1),
        ),
        "indicator_values": _indicator_values(),
        "indicator_classes": tuple(
            IndicatorClass(
                indicator_id="residents",
                period="2025-12-31",
                level="district",
                class_index=index,
                lower=lower,
                upper=upper,
                count=count,
                scheme="FisherJenks",
            )
            for index, (lower, upper, count) in enumerate(
                [(2000.0, 2000.0, 1), (2000.0, 2500.0, 1), (2500.0, 10000.0, 1)]
            )
        ),
        "coverage": _coverage(),
        "residents_grid": (
            GridCell(cell_id=1, district_id="01", x_m=409450.0, y_m=5655250.0, residents=10000.0),
        ),
        "themes": _themes(),
        "audiences": (
            Audience(audience_id="newcomers", labels={"de": "Neu Zugezogene", "en": "Newcomers"}),
            Audience(audience_id="older", labels={"de": "Ältere", "en": "Older people"}),
            Audience(audience_id="young", labels={"de": "Junge", "en": "Young people"}),
        ),
        "sources": _sources(),
        "issues": (
            Issue(
                source_id="examples",
                kind="outside",
                message="Ein Ort liegt außerhalb der Stadt.",
                severity="info",
            ),
        ),
    }
    return Snapshot(**{**tables, **changes})


def many_offers(count: int) -> tuple[Opportunity, ...]:
    """So many offers, spread over the four squares, as the sample's own repeated elsewhere."""
    models = [o for o in _opportunities() if isinstance(o.geometry, shapely.Point)]
    offers = []
    for number in range(count):
        model = models[number % len(models)]
        step = number % 1000
        lon, lat = 13.7001 + 0.0000398 * step, 51.0401 + 0.0000199 * ((step * 37) % 1000)
        district_id = f"{int(lat >= 51.05)}{1 + int(lon >= 13.72)}"
        offers.append(
            structs.replace(
                model,
                opportunity_id=f"many-{number:05}",
                record_id=f"examples:many-{number:05}",
                title=f"{model.title} {number}",
                geometry=shapely.Point(lon, lat),
                district_id=district_id,
                borough_id=district_id[0],
            )
        )
    return tuple(offers)


def sample_city() -> City:
    """The city of four squares."""
    return City(
        slug="viereck",
        name="Viereck",
        title="Ehrenamtslandkarte Viereck",
        timezone="Europe/Berlin",
        crs="EPSG:25833",
        bbox=(13.69, 51.03, 13.75, 51.07),
        website="https://www.viereck.example",
        volunteer_platform_name="Börse",
        volunteer_platform_url="https://boerse.viereck.example",
        checks=Checks(district_count=4, statistics_unit_count=3, borough_count=2, area_km2=6.24),
        disadvantage=Disadvantage(
            inputs=(Input(indicator_id="residents", period="2025-12-31", weight=1.0),)
        ),
        embed=Embed(frame_ancestors=("https://www.viereck.example",)),
        tokens={"action": "#0b5a8a"},
    )
