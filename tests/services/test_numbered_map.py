"""The map of a list: every number stands once, apart from the others, where it belongs."""

from __future__ import annotations

import re

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring

from services.numbered_map import HEIGHT, RADIUS, NumberedPlace, numbered_map_svg, spread
from tests.sample import sample_city, sample_snapshot

CRS = sample_city().crs


def place(number: int, lon: float, lat: float) -> NumberedPlace:
    return NumberedPlace(number=number, lon=lon, lat=lat)


def numbers(svg: str) -> list[str]:
    found = re.findall(r'font-weight="700"[^>]*>(\d+)</text>', svg)
    return [str(number) for number in found]


def test_nothing_to_show_is_no_map() -> None:
    assert numbered_map_svg(sample_snapshot(), [], CRS) is None


def test_every_number_stands_once_north_up() -> None:
    svg = numbered_map_svg(
        sample_snapshot(), [place(1, 13.705, 51.045), place(4, 13.715, 51.06)], CRS
    )
    assert svg
    fromstring(svg)  # well-formed
    assert numbers(svg) == ["1", "4"]
    south, north = (
        int(y) for y in re.findall(r'<circle cx="\d+" cy="(\d+)" r="30"', svg)
    )  # as drawn, down from the top
    assert north < south


def test_names_of_areas_are_escaped() -> None:
    svg = numbered_map_svg(sample_snapshot(), [place(1, 13.705, 51.045)], CRS)
    assert svg
    assert "<script" not in svg
    assert re.search(r'font-weight="600"[^>]*>[^<]+</text>', svg), "no area is named"


@pytest.mark.parametrize("count", [1, 2, 9, 50])
def test_discs_at_one_place_are_moved_apart(count: int) -> None:
    found = spread(np.full((count, 2), [500.0, 350.0]))
    apart = np.hypot(*(found[:, None] - found[None, :]).T) + np.eye(count) * 1e9
    assert apart.min() >= 2 * RADIUS
    assert found.min() >= RADIUS
    assert (found[:, 1] <= HEIGHT - RADIUS).all()


def test_discs_with_room_stay_where_they_are() -> None:
    anchors = np.array([[100.0, 100.0], [500.0, 300.0], [900.0, 600.0]])
    assert np.abs(spread(anchors) - anchors).max() < 2
