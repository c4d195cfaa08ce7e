"""Bodies of answers: JSON of every kind, CSV that opens safely in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from flask import Response

JSON = "application/json"
GEOJSON = "application/geo+json"
SCHEMA_JSON = "application/schema+json"
OPENAPI_JSON = "application/vnd.oai.openapi+json;version=3.0"

#: what a spreadsheet takes for the beginning of a formula
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def json_answer(body: Any, media_type: str = JSON) -> Response:
    """A body as JSON; NaN and infinities become null."""
    return Response(msgspec.json.encode(body), content_type=media_type)


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula: texts that look like one get an apostrophe."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    if isinstance(value, list | tuple):
        return safe_cell("|".join(map(str, value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def csv_text(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    """Rows as CSV after RFC 4180: comma, CRLF, decimal point, empty = null."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([safe_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue()


def csv_answer(columns: Sequence[str], rows: Iterable[dict[str, Any]], filename: str) -> Response:
    """Rows as a CSV file in UTF-8."""
    response = Response(
        csv_text(columns, rows), content_type="text/csv; charset=utf-8; header=present"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
