"""District boundaries: the official layer and our own file, by the same declared fields."""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd

from geodata.city import City
from geodata.crs import area_km2
from geodata.districts import (
    DISTRICT_COLUMNS,
    boroughs_from_districts,
    coverage_faults,
    localities_from_name,
    with_none,
)
from geodata.sources.faults import fault, nearest, printable
from geodata.sources.geojson import Feature, check_geometries, geometry_of, read_features
from geodata.sources.spec import FEATURE_FIELDS, SourceSpec
from geodata.stages import StageResult

FIELDS = FEATURE_FIELDS["districts"]
REQUIRED = ("district_id", "name")


def _text(spec: SourceSpec, where: str, properties: dict[str, Any], field: str) -> str | None:
    column = spec.column_of(field, properties)
    value = properties.get(column)
    if isinstance(value, str) and value.strip():
        return printable(spec, where, value.strip(), column)
    if value is None or value == "":
        if field not in REQUIRED:
            return None
        hint = "" if column in properties else nearest(column, properties)
        raise fault(spec, f"{where} hat hier keinen Wert.{hint}", field=column)
    codes = " Codes sind Text mit führender Null („01“)." if field.endswith("_id") else ""
    reason = f"{where}: {value!r} ist kein Text.{codes}"
    raise fault(spec, reason, field=column)


def _record(spec: SourceSpec, feature: Feature, number: int) -> dict[str, Any]:
    properties = feature.properties or {}
    where = f"Feature {number}"
    record: dict[str, Any] = {field: _text(spec, where, properties, field) for field in FIELDS}
    code = str(record["district_id"])
    if not re.fullmatch(spec.code_pattern, code):
        column = spec.column_of("district_id", properties)
        reason = f"{where}: Der Code „{code}“ hat nicht die Form {spec.code_pattern}."
        raise fault(spec, f"{reason} Fehlt die führende Null?", field=column)
    where = f"Stadtteil {code} „{record['name']}“"
    record["geometry"] = geometry_of(spec, feature, where, ("Polygon", "MultiPolygon"))
    return record


def _check_codes(spec: SourceSpec, codes: list[str], city: City) -> None:
    for number, code in enumerate(codes, start=1):
        first = codes.index(code) + 1
        if first != number:
            reason = f"Der Code „{code}“ kommt zweimal vor (Feature {first} und {number})."
            raise fault(spec, reason, field="district_id")
    wanted = city.checks.district_count
    if len(codes) != wanted:
        reason = f"{len(codes)} Stadtteile statt {wanted} (city.toml, [checks] district_count)."
        raise fault(spec, reason)


def _check_area(spec: SourceSpec, total_km2: float, city: City) -> None:
    wanted, tolerance = city.checks.area_km2, city.checks.area_tolerance_share
    if abs(total_km2 / wanted - 1) > tolerance:
        found = f"{total_km2:.2f}".replace(".", ",")
        target = f"{wanted:.2f}".replace(".", ",")
        raise fault(spec, f"Die Fläche ist {found} km² statt {target} km² (city.toml, [checks]).")


def _to_table(spec: SourceSpec, records: list[dict[str, Any]], city: City) -> gpd.GeoDataFrame:
    areas = area_km2([record["geometry"] for record in records], city.crs)
    rows = [
        {
            "district_id": record["district_id"],
            "name": record["name"],
            "name_long": record["name_long"],
            "level": "district",
            # without a field of its own, the crosswalk says it
            "parent_id": record["borough_id"],
            "parent_name": record["borough_name"],
            "statistics_unit_id": None,
            "localities": localities_from_name(record["name_long"], str(record["name"])),
            "area_km2": float(area),
            "edition": spec.edition,
            "valid_from": spec.valid_from,
            "valid_to": None,
            "source_id": spec.source_id,
            "licence": spec.licence,
            "attribution": spec.attribution,
            "geometry": record["geometry"],
        }
        for record, area in zip(records, areas, strict=True)
    ]
    table = gpd.GeoDataFrame(rows, columns=DISTRICT_COLUMNS, geometry="geometry", crs="EPSG:4326")
    return with_none(table)


def parse_districts(spec: SourceSpec, content: bytes, city: City) -> StageResult:
    """Read boundaries into `districts` and `boroughs`, both sorted by their id.

    `boroughs` holds those that the file itself names. `statistics_unit_id` is filled in by
    `geodata.districts.assign_statistics_units`.

    Raises
    ------
    SourceError
        Codes missing, doubled or numbers; a wrong number of districts or area; coordinates not
        lon, lat; a polygon invalid or too large; overlaps or gaps.
    """
    features, issues = read_features(spec, content)
    records = [_record(spec, feature, number) for number, feature in enumerate(features, start=1)]
    names = [f"Stadtteil {record['district_id']} „{record['name']}“" for record in records]
    check_geometries(spec, [record["geometry"] for record in records], names, city)
    _check_codes(spec, [record["district_id"] for record in records], city)
    records.sort(key=lambda record: str(record["district_id"]))
    districts = _to_table(spec, records, city)
    faults = coverage_faults(list(districts["district_id"]), districts.geometry, city.crs)
    if faults:
        reason = f"Die Flächen sind nicht lückenlos und überschneidungsfrei: {'; '.join(faults)}."
        raise fault(spec, reason, field="geometry")
    _check_area(spec, float(districts["area_km2"].sum()), city)
    boroughs = boroughs_from_districts(districts, city.crs)
    summary: dict[str, int | float | str] = {
        "districts": len(districts),
        "area_km2": round(float(districts["area_km2"].sum()), 2),
    }
    return StageResult(
        tables={"districts": districts, "boroughs": boroughs}, issues=issues, summary=summary
    )
