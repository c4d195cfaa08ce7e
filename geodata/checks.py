"""What a build must show before it is published: every promise that pages and API rely on.

Pure: a snapshot and the city's configuration in, German sentences out. All reasons are collected,
so that one run tells everything that is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from geodata.city import City
from geodata.crs import area_km2
from geodata.districts import coverage_faults
from geodata.errors import CheckError
from geodata.model import Opportunity
from geodata.snapshot import Snapshot
from geodata.tables import COLLECTION_KEYS

#: tables with a key of their own, and its name
KEYS = {
    **COLLECTION_KEYS,
    "places": "place_id",
    "orientation_lines": "line_id",
    "indicators": "indicator_id",
    "themes": "theme_id",
    "audiences": "audience_id",
    "sources": "source_id",
    "residents_grid": "cell_id",
}
ENTRY_TABLES = (
    "organisations",
    "places",
    "opportunities",
    "contact_points",
    "funded_projects",
    "benefit_partners",
    "events",
    "facilities",
    "stops",
    "osm_places",
)
#: (table, field, table it refers to); lists are checked element by element
REFERENCES = (
    ("districts", "parent_id", "boroughs"),
    ("districts", "statistics_unit_id", "districts"),
    ("districts", "source_id", "sources"),
    ("organisations", "place_id", "places"),
    ("organisations", "themes", "themes"),
    ("places", "organisation_id", "organisations"),
    ("opportunities", "organisation_id", "organisations"),
    ("opportunities", "place_id", "places"),
    ("opportunities", "themes", "themes"),
    ("opportunities", "audiences", "audiences"),
    ("contact_points", "themes", "themes"),
    ("funded_projects", "organisation_id", "organisations"),
    ("funded_projects", "themes", "themes"),
    ("events", "organisation_id", "organisations"),
    ("figures", "source_id", "sources"),
    ("indicators", "source_ids", "sources"),
    ("indicator_values", "indicator_id", "indicators"),
    ("indicator_classes", "indicator_id", "indicators"),
    ("residents_grid", "district_id", "districts"),
    *((table, "source_id", "sources") for table in ENTRY_TABLES),
    *((table, "district_id", "districts") for table in ENTRY_TABLES),
    *((table, "borough_id", "boroughs") for table in ENTRY_TABLES),
)
_MOST_NAMED = 5
Faults = Iterator[str]


def _named(ids: Iterable[Any]) -> str:
    """`a, b und 3 weitere`: the first few, and how many more."""
    found = sorted({str(one) for one in ids})
    rest = len(found) - _MOST_NAMED
    return ", ".join(found[:_MOST_NAMED]) + (f" und {rest} weitere" if rest > 0 else "")


def _german(number: float, decimals: int = 0) -> str:
    """`1.234,50`."""
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def _keys_of(snapshot: Snapshot, table: str) -> list[Any]:
    return [getattr(record, KEYS[table]) for record in getattr(snapshot, table)]


def placement(opportunity: Opportunity) -> str:
    """Where an offer counts: `district`, `everywhere`, `outside` or `on_request`; one of them."""
    if opportunity.is_remote or opportunity.is_citywide:
        return "everywhere"
    if opportunity.district_id is not None:
        return "district"
    return "on_request" if opportunity.geometry is None else "outside"


def placement_counts(snapshot: Snapshot) -> dict[str, int]:
    """Offers by `placement`, all four kinds named."""
    found = Counter(placement(opportunity) for opportunity in snapshot.opportunities)
    return {kind: found[kind] for kind in ("district", "everywhere", "outside", "on_request")}


def _count_faults(snapshot: Snapshot, city: City) -> Faults:
    units = {district.statistics_unit_id for district in snapshot.districts}
    counts = (
        ("Stadtteile", len(snapshot.districts), city.checks.district_count),
        ("Statistikeinheiten", len(units), city.checks.statistics_unit_count),
        ("Stadtbezirke", len(snapshot.boroughs), city.checks.borough_count),
    )
    for name, found, wanted in counts:
        if found != wanted:
            yield f"{name}: {found} statt {wanted} (city.toml, [checks])."


def _area_faults(snapshot: Snapshot, city: City) -> Faults:
    codes = [district.district_id for district in snapshot.districts]
    polygons = [district.geometry for district in snapshot.districts]
    faults = coverage_faults(codes, polygons, city.crs)
    if faults:
        yield f"Stadtteile sind nicht lückenlos und überschneidungsfrei: {'; '.join(faults)}."
    total, wanted = float(area_km2(polygons, city.crs).sum()), city.checks.area_km2
    if abs(total - wanted) > city.checks.area_tolerance_share * wanted:
        yield (
            f"Fläche der Stadtteile: {_german(total, 2)} statt {_german(wanted, 2)} km² "
            "(city.toml, [checks] area_km2)."
        )


def _resident_faults(snapshot: Snapshot, city: City) -> Faults:
    values = [
        value
        for value in snapshot.indicator_values
        if value.indicator_id == "residents" and value.level == "district"
    ]
    if city.checks.residents is None:
        return
    latest = max((value.period for value in values), default="")
    total = sum(value.value or 0 for value in values if value.period == latest)
    if round(total) != city.checks.residents:
        indicator = [i for i in snapshot.indicators if i.indicator_id == "residents"]
        sources = ", ".join(one for i in indicator for one in i.source_ids) or "unbekannt"
        yield (
            f"Einwohner: Die Summe der Stadtteile ist {_german(total)} statt "
            f"{_german(city.checks.residents)} (city.toml, [checks] residents; "
            f"Quelle: {sources}; Stand {latest or 'unbekannt'})."
        )


def _key_faults(snapshot: Snapshot, _city: City) -> Faults:
    for table, name in KEYS.items():
        doubled = [key for key, n in Counter(_keys_of(snapshot, table)).items() if n > 1]
        if doubled:
            yield f"{table}: {name} nicht eindeutig: {_named(doubled)}."
    records = [entry.record_id for table in ENTRY_TABLES for entry in getattr(snapshot, table)]
    doubled = [key for key, n in Counter(records).items() if n > 1]
    if doubled:
        yield f"record_id nicht eindeutig: {_named(doubled)}."


def _targets(record: Any, field: str) -> Sequence[Any]:
    value = getattr(record, field)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _reference_faults(snapshot: Snapshot, _city: City) -> Faults:
    for table, field, target in REFERENCES:
        known = set(_keys_of(snapshot, target))
        used = {one for record in getattr(snapshot, table) for one in _targets(record, field)}
        if used - known:
            yield f"{table}.{field} nennt, was es in {target} nicht gibt: {_named(used - known)}."


def _edition_faults(snapshot: Snapshot, _city: City) -> Faults:
    tables = (snapshot.districts, snapshot.boroughs, snapshot.indicator_values)
    editions = {record.edition for table in tables for record in table}
    if len(editions) != 1:
        yield f"Mehr als eine Ausgabe der Grenzen: {_named(editions)}."


def _opportunity_faults(snapshot: Snapshot, _city: City) -> Faults:
    both = [
        offer.opportunity_id
        for offer in snapshot.opportunities
        if placement(offer) == "everywhere" and offer.district_id is not None
    ]
    if both:
        yield f"Angebote zugleich überall und in einem Stadtteil: {_named(both)}."
    counts = placement_counts(snapshot)
    if sum(counts.values()) != len(snapshot.opportunities):
        yield "Nicht jedes Angebot ist genau einmal verortet."


def _point_faults(snapshot: Snapshot, _city: City) -> Faults:
    """Every point lies in the one district it is counted in, or in none."""
    parents = {district.district_id: district.parent_id for district in snapshot.districts}
    outline = {district.district_id: district.geometry for district in snapshot.districts}
    tree = shapely.STRtree(list(outline.values()))
    for table in ENTRY_TABLES:
        entries = getattr(snapshot, table)
        other = [e.record_id for e in entries if e.borough_id != parents.get(e.district_id)]
        if other:
            yield f"{table}: borough_id passt nicht zum Stadtteil: {_named(other)}."
        placed = [e for e in entries if e.geometry is not None and e.district_id in outline]
        points = np.array([e.geometry for e in placed], dtype=object)
        areas = np.array([outline[e.district_id] for e in placed], dtype=object)
        is_inside = shapely.intersects(areas, points)
        wrong = [e.record_id for e, ok in zip(placed, is_inside, strict=True) if not ok]
        if wrong:
            yield f"{table}: Punkt liegt nicht in seinem Stadtteil: {_named(wrong)}."
        lost = [e for e in entries if e.geometry is not None and e.district_id is None]
        hits = tree.query([e.geometry for e in lost], predicate="intersects")[0] if lost else ()
        if len(hits):
            yield (
                f"{table}: Punkt in der Stadt, aber ohne Stadtteil: "
                f"{_named(lost[i].record_id for i in hits)}."
            )


def _value_faults(snapshot: Snapshot, _city: City) -> Faults:
    """Each indicator has one row for every unit of a level, and a value only where it has one."""
    units = {
        "district": {district.district_id for district in snapshot.districts},
        "borough": {borough.district_id for borough in snapshot.boroughs},
    }
    rows: dict[tuple[str, str, str], list[str]] = {}
    for value in snapshot.indicator_values:
        key = (value.indicator_id, value.period, value.level)
        rows.setdefault(key, []).append(value.district_id)
        if (value.value is None) == (value.status in {"ok", "inherited"}):
            yield f"{' '.join(key)}, {value.district_id}: Wert und Status widersprechen sich."
    for (indicator, period, level), ids in rows.items():
        if len(ids) != len(set(ids)) or (level in units and set(ids) != units[level]):
            yield (
                f"Indikator {indicator} ({period}, {level}): {len(ids)} Zeilen für "
                f"{len(set(ids))} Gebiete, erwartet ist eine je Gebiet."
            )
    missing = {i.indicator_id for i in snapshot.indicators} - {key[0] for key in rows}
    if missing:
        yield f"Indikatoren ohne Werte: {_named(missing)}."


def _range_faults(snapshot: Snapshot, _city: City) -> Faults:
    """A share is one of a whole: more single parents than people means a wrong table."""
    shares = {one.indicator_id for one in snapshot.indicators if one.unit == "share"}
    for value in snapshot.indicator_values:
        number = 0.0 if value.value is None else value.value
        if not np.isfinite(number) or (value.indicator_id in shares and not 0 <= number <= 1):
            parts = f" ({value.numerator:g} von {value.denominator:g})" if value.denominator else ""
            yield (
                f"Indikator {value.indicator_id} ({value.period}, {value.level} "
                f"{value.district_id}): {_german(number, 3)}{parts} ist nicht möglich."
            )


def _coverage_faults(snapshot: Snapshot, _city: City) -> Faults:
    """Every district is judged once, or says where it is counted."""
    judged = Counter(row.district_id for row in snapshot.coverage if row.level == "district")
    known = {district.district_id for district in snapshot.districts}
    wrong = {one for one in known | set(judged) if judged[one] != (one in known)}
    if wrong:
        yield f"Versorgung: nicht genau eine Zeile je Stadtteil: {_named(wrong)}."


def _class_faults(snapshot: Snapshot, _city: City) -> Faults:
    counted: Counter[tuple[str, str, str]] = Counter()
    for one in snapshot.indicator_classes:
        counted[(one.indicator_id, one.period, one.level)] += one.count
    for key, count in counted.items():
        values = snapshot.values_by_indicator.get(key, {}).values()
        wanted = sum(value.value is not None for value in values)
        if count != wanted:
            yield f"Klassen von {' '.join(key)}: {count} Gebiete statt {wanted}."


def _private_faults(snapshot: Snapshot, _city: City) -> Faults:
    for table in ENTRY_TABLES:
        told = [
            entry.record_id
            for entry in getattr(snapshot, table)
            if entry.is_private and (entry.geometry is not None or entry.address is not None)
        ]
        if told:
            yield f"{table}: geschützter Ort mit Punkt oder Adresse: {_named(told)}."


def _example_faults(snapshot: Snapshot, _city: City) -> Faults:
    found = any(entry.is_example for table in ENTRY_TABLES for entry in getattr(snapshot, table))
    if found != snapshot.info.has_examples:
        yield "Die Kennzeichnung der Beispieldaten stimmt nicht mit den Einträgen überein."


CHECKS: tuple[Callable[[Snapshot, City], Faults], ...] = (
    _count_faults,
    _area_faults,
    _resident_faults,
    _key_faults,
    _reference_faults,
    _edition_faults,
    _opportunity_faults,
    _point_faults,
    _value_faults,
    _range_faults,
    _coverage_faults,
    _class_faults,
    _private_faults,
    _example_faults,
)


def snapshot_faults(snapshot: Snapshot, city: City) -> list[str]:
    """Everything that speaks against publishing, one German sentence each; empty = publish."""
    return [fault for check in CHECKS for fault in check(snapshot, city)]


def check_snapshot(snapshot: Snapshot, city: City) -> None:
    """Refuse a build that must not be published.

    Raises
    ------
    CheckError
        `reasons` holds every fault that was found.
    """
    faults = snapshot_faults(snapshot, city)
    if faults:
        raise CheckError(faults)
