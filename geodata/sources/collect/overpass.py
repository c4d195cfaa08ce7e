"""OpenStreetMap through Overpass: one query, written by hand in a file of the city.

`{{bbox}}` in the query becomes the city's box in Overpass' order: south, west, north, east.
"""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec

from geodata.errors import FetchError
from geodata.http import Request
from geodata.http.redact import printable
from geodata.sources.collect.task import Get, Part, Task


class _Remark(msgspec.Struct):
    """Where Overpass says that it gave up; the status is 200 all the same."""

    remark: str = ""


def query_of(task: Task) -> str:
    """The query with the city's box filled in."""
    west, south, east, north = task.city.bbox
    return task.query.replace("{{bbox}}", f"{south},{west},{north},{east}")


def _check_complete(content: bytes) -> None:
    try:
        remark = msgspec.json.decode(content, type=_Remark).remark
    except msgspec.DecodeError:
        return
    if "error" in remark.lower():
        raise FetchError(f"Overpass ist nicht fertig geworden: „{printable(remark)}“.")


def collect(task: Task, get: Get) -> list[Part]:
    """Ask once, with the query as a form.

    Raises
    ------
    FetchError
        No answer, or one that Overpass broke off.
    """
    body = urlencode({"data": query_of(task)}).encode()
    part = get(Request(url=task.url, body=body, content_type="application/x-www-form-urlencoded"))
    _check_complete(part.content)
    return [part]
