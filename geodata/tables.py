"""How records become rows and rows become records: one schema for disk, API and dictionary.

Lists of texts are one text on disk, joined by `|`; dates are ISO 8601. The table of each
collection is named by the plural noun of its type.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from shapely.geometry.base import BaseGeometry

from geodata import model
from geodata.issues import Issue

ColumnKind = Literal[
    "text", "texts", "labels", "bool", "int", "float", "date", "datetime", "geometry"
]
R = TypeVar("R", bound=msgspec.Struct)

LIST_SEPARATOR = "|"

#: table name -> type; the order is the order of the layers in a snapshot.
TABLES: dict[str, type[msgspec.Struct]] = {
    "districts": model.District,
    "boroughs": model.District,
    "orientation_lines": model.Line,
    "organisations": model.Organisation,
    "places": model.Place,
    "opportunities": model.Opportunity,
    "contact_points": model.ContactPoint,
    "funded_projects": model.FundedProject,
    "benefit_partners": model.BenefitPartner,
    "events": model.Event,
    "facilities": model.Facility,
    "stops": model.Facility,
    "osm_places": model.Facility,
    "figures": model.Figure,
    "indicators": model.Indicator,
    "indicator_values": model.IndicatorValue,
    "indicator_classes": model.IndicatorClass,
    "coverage": model.CoverageRow,
    "residents_grid": model.GridCell,
    "themes": model.Theme,
    "audiences": model.Audience,
    "sources": model.Source,
    "issues": Issue,
    "snapshot_info": model.SnapshotInfo,
}

#: collections a reader of the API sees, with the name of their key.
COLLECTION_KEYS: dict[str, str] = {
    "districts": "district_id",
    "boroughs": "district_id",
    "organisations": "organisation_id",
    "opportunities": "opportunity_id",
    "contact_points": "contact_point_id",
    "funded_projects": "funded_project_id",
    "benefit_partners": "benefit_partner_id",
    "events": "event_id",
    "facilities": "facility_id",
    "stops": "facility_id",
    "osm_places": "facility_id",
}


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column: its kind on disk, whether it may be null, the words it may hold."""

    name: str
    kind: ColumnKind
    nullable: bool
    required: bool
    choices: tuple[str, ...] = ()
    description: str = ""


def _column_kind(base: Any) -> tuple[ColumnKind, tuple[str, ...]]:
    origin = get_origin(base)
    if origin is Literal:
        return "text", tuple(get_args(base))
    if origin is tuple:
        inner = get_args(base)[0]
        return "texts", tuple(get_args(inner)) if get_origin(inner) is Literal else ()
    if origin is dict:
        return "labels", ()
    kinds: dict[Any, ColumnKind] = {
        str: "text",
        bool: "bool",
        int: "int",
        float: "float",
        dt.date: "date",
        dt.datetime: "datetime",
    }
    if isinstance(base, type) and issubclass(base, BaseGeometry):
        return "geometry", ()
    return kinds[base], ()


def _parse_hint(hint: Any) -> tuple[Any, bool, str]:
    description = ""
    if get_origin(hint) is Annotated:
        hint, *metas = get_args(hint)
        description = next((m.description for m in metas if getattr(m, "description", None)), "")
    nullable = False
    if get_origin(hint) in (Union, types.UnionType):
        members = [arg for arg in get_args(hint) if arg is not type(None)]
        nullable = len(members) < len(get_args(hint))
        hint = members[0]
    return hint, nullable, description


@cache
def columns_of(record_type: type[msgspec.Struct]) -> tuple[Column, ...]:
    """The columns of a record type, in the order of its fields."""
    hints = get_type_hints(record_type, include_extras=True)
    columns = []
    for field in msgspec.structs.fields(record_type):
        base, nullable, description = _parse_hint(hints[field.name])
        kind, choices = _column_kind(base)
        columns.append(
            Column(
                name=field.name,
                kind=kind,
                nullable=nullable,
                required=field.required,
                choices=choices,
                description=description,
            )
        )
    return tuple(columns)


def geometry_column(record_type: type[msgspec.Struct]) -> str | None:
    """Name of the geometry column, None for a plain table."""
    return next((c.name for c in columns_of(record_type) if c.kind == "geometry"), None)


def _to_disk(kind: ColumnKind, value: Any) -> Any:
    if value is None:
        return None
    if kind == "texts":
        return LIST_SEPARATOR.join(value)
    if kind == "labels":
        return msgspec.json.encode(value).decode()
    if kind == "datetime":
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if kind == "date":
        return value.isoformat()
    return value


def _from_disk(kind: ColumnKind, value: Any) -> Any:
    if value is None:
        return None
    if kind == "texts":
        return tuple(value.split(LIST_SEPARATOR)) if value else ()
    if kind == "labels":
        return msgspec.json.decode(value, type=dict[str, str])
    if kind == "datetime":
        return dt.datetime.fromisoformat(value)
    if kind == "date":
        return dt.date.fromisoformat(value)
    if kind == "bool":
        return bool(value)
    return value


def to_row(record: msgspec.Struct) -> dict[str, Any]:
    """One record as a flat row of disk values; geometry stays a shapely geometry."""
    return {
        column.name: _to_disk(column.kind, getattr(record, column.name))
        for column in columns_of(type(record))
    }


def from_row(record_type: type[R], row: Mapping[str, Any]) -> R:
    """The record of a row of disk values.

    Raises
    ------
    msgspec.ValidationError
        A value does not have the type of its column.
    """
    values = {
        column.name: _from_disk(column.kind, row[column.name])
        for column in columns_of(record_type)
        if column.name in row and not (row[column.name] is None and not column.nullable)
    }
    return msgspec.convert(values, record_type)


def to_rows(records: Iterable[msgspec.Struct]) -> list[dict[str, Any]]:
    """Rows of many records."""
    return [to_row(record) for record in records]


def to_properties(record: msgspec.Struct) -> dict[str, Any]:
    """JSON-ready flat properties of a record, without its geometry; lists stay lists."""
    return {
        column.name: msgspec.to_builtins(getattr(record, column.name))
        for column in columns_of(type(record))
        if column.kind != "geometry"
    }
