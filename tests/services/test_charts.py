"""Charts: where things lie, in numbers a person can check."""

from __future__ import annotations

import shapely

from services.charts import Box, Scale, path_of, place_labels, projection_over, scale_over


def test_scale_maps_its_ends_and_keeps_outliers_inside() -> None:
    scale = Scale(-1.0, 3.0, 0.0, 100.0)
    assert (scale.at(-1), scale.at(1), scale.at(3)) == (0.0, 50.0, 100.0)
    assert scale.at(99) == 100.0
    assert Scale(2.0, 2.0, 0.0, 100.0).at(2.0) == 50.0, "one value alone lies in the middle"


def test_ticks_are_round_numbers_inside_the_scale() -> None:
    assert Scale(-1.2, 2.3, 0, 1).ticks() == [-1.0, 0.0, 1.0, 2.0]
    assert Scale(0.0, 1.0, 0, 1).ticks() == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    assert all(str(tick) != "-0.0" for tick in Scale(-0.3, 0.3, 0, 1).ticks())


def test_scale_over_gives_air_and_survives_nothing() -> None:
    scale = scale_over([0.0, 10.0], 0, 100)
    assert scale.low == -0.5
    assert scale.high == 10.5
    assert scale_over([], 0, 100).high > 0


def test_a_square_on_the_ground_stays_a_square() -> None:
    # at 60 degrees north a degree of longitude is half as long as one of latitude
    projection = projection_over((10.0, 59.5, 12.0, 60.5), 100)
    assert projection.width == 100
    assert abs(projection.height - 100) <= 1


def test_path_is_relative_whole_and_closed() -> None:
    square = shapely.box(0.0, 0.0, 1.0, 1.0)
    path = path_of(square, projection_over((0.0, 0.0, 1.0, 1.0), 10))
    assert path.startswith("M")
    assert path.endswith("z")
    assert "." not in path
    assert path.count("l") == 1
    holed = square.difference(shapely.box(0.2, 0.2, 0.8, 0.8))
    assert path_of(holed, projection_over((0.0, 0.0, 1.0, 1.0), 10)).count("z") == 2


def test_a_line_is_not_closed_and_a_speck_leaves_nothing() -> None:
    projection = projection_over((0.0, 0.0, 1.0, 1.0), 10)
    assert not path_of(shapely.LineString([(0, 0), (1, 1)]), projection).endswith("z")
    assert path_of(shapely.box(0.5, 0.5, 0.5001, 0.5001), projection) == ""


def test_names_never_cover_each_other_or_leave_the_frame() -> None:
    frame = Box(0, 0, 200, 60)
    points = [(60.0, 30.0), (64.0, 30.0), (190.0, 30.0)]
    labels = place_labels(
        [("Altfeld", 60.0, 30.0), ("Bühlau", 64.0, 30.0), ("Cronau", 190.0, 30.0)], points, frame
    )
    assert labels[0].text == "Altfeld"
    last = next(label for label in labels if label.text == "Cronau")
    assert last.anchor == "end", "no room on the right"
    crowded = place_labels([("Altfeld", 60.0, 30.0)] * 9, points, frame)
    assert len(crowded) < 9
