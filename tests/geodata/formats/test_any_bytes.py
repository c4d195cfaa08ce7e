"""Whatever bytes come: a table of text or one German sentence, never another error."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import SourceError
from geodata.formats import READERS, ReadOptions, TextTable, read_format
from geodata.formats.detect import detect_format
from tests.geodata.formats import test_gml, test_icalendar, test_jsonfeed, test_osm, test_xmlfeed
from tests.geodata.formats.reading import LAT, LON, collection, feature, point

T = TypeVar("T")

#: a GeoPackage starts a process each time; its own tests damage it
NAMES = sorted({*READERS} - {"geopackage", "csv", "xlsx"})
SEEDS = {
    "geojson": collection(feature(point(LON, LAT), a={"b": [1, None]}), feature(None, c=True)),
    "json": test_jsonfeed.json.dumps(test_jsonfeed.AGENCY),
    "xml": test_xmlfeed.RSS,
    "gml": test_gml.wfs(test_gml.member(test_gml.point(f"{LAT} {LON}"), "<cls:n>1</cls:n>")),
    "osm": test_osm.overpass(test_osm.way(geometry=test_osm.SQUARE)),
    "icalendar": test_icalendar.FAIR.replace("GEO:", "RRULE:FREQ=WEEKLY;COUNT=3\nGEO:"),
}
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outcome(call: Callable[[], T]) -> T | str:
    """What a call gives, or the sentence it refuses with."""
    try:
        return call()
    except SourceError as error:
        return str(error)


def check(name: str, content: bytes) -> None:
    table = outcome(lambda: read_format(name, content, ReadOptions()))
    if not isinstance(table, TextTable):
        assert table.isprintable()
        assert table[0].isupper()
        return
    assert table.frame.index.name == "row"
    assert all(isinstance(cell, str) for row in table.frame.itertuples(index=False) for cell in row)
    assert all(fault.reason.isprintable() and fault.reason for fault in table.faults)
    for name_of_axis in {"lon", "lat"} & {*table.frame.columns}:
        assert not {"nan", "inf"} & {*table.frame[name_of_axis]}


@pytest.mark.parametrize("name", NAMES)
@given(content=st.binary(max_size=300))
@SLOW
def test_any_bytes(name: str, content: bytes) -> None:
    check(name, content)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@SLOW
def test_real_files_with_pieces_changed(name: str, data: st.DataObject) -> None:
    content = SEEDS[name].encode()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 30))
        piece = data.draw(st.one_of(st.binary(max_size=6), st.sampled_from(PIECES)))
        content = content[:at] + piece + content[at + cut :]
    check(name, content)


PIECES = [
    b"\0", b"\xff\xfe", b"null", b"NaN", b"1e999", b"[[[[", b"{}", b'"', b"\\ud800", b"&nbsp;",
    b"<!DOCTYPE a>", b"<![CDATA[", b"</", b"99999999999999999999", b"-", b",", b";", b":", b"\r\n",
    b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"TZID=x:", b"\xe2\x80\xae",
]  # fmt: skip


@given(name=st.sampled_from(["a", "a.csv", "a.json", "a.xml", "a.shp", ""]), content=st.binary())
@SLOW
def test_any_bytes_have_a_format_or_a_reason(name: str, content: bytes) -> None:
    found = outcome(lambda: detect_format(name, content))
    assert found in READERS or (found.isprintable() and found.endswith("."))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_is_also_recognised(name: str) -> None:
    assert detect_format("download", SEEDS[name].encode()) == name
