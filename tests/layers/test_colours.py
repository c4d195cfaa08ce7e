"""Colours: the palettes people were promised, and contrasts that can be read."""

from __future__ import annotations

import re

import pytest

from layers import colours


def test_contrast_of_black_and_white_is_21() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert colours.contrast("#777777", "#777777") == 1


def test_contrast_agrees_with_a_published_value() -> None:
    # 4.48:1 is what WCAG checkers give for #777777 on white
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_palettes_run_from_light_to_dark() -> None:
    for palette in (*(colours.sequential(n) for n in range(1, 8)), colours.PURPLES):
        against_white = [colours.contrast(colour, "#ffffff") for colour in palette]
        assert against_white == sorted(against_white)
        assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in palette)
    assert len(colours.PURPLES) == 4
    assert len(colours.sequential(5)) == 5


def test_there_is_no_palette_nobody_can_read() -> None:
    with pytest.raises(ValueError, match="8"):
        colours.sequential(8)


def test_only_underserved_classes_are_orange() -> None:
    def is_warm(colour: str) -> bool:
        red, _, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return red - blue > 60

    assert all(is_warm(colour) for colour in colours.GAP_UNDERSERVED)
    assert not any(is_warm(colour) for colour in (*colours.GAP_BELOW, colours.GAP_NEUTRAL))


@pytest.mark.parametrize(
    "colour", [colours.CONTACT, colours.PARTNER, colours.EVENT, colours.FUNDED]
)
def test_white_icons_are_seen_on_every_kind(colour: str) -> None:
    assert colours.contrast(colour, colours.PAPER) >= 4.5


def test_what_must_be_seen_has_three_to_one() -> None:
    assert colours.contrast(colours.FILLED_BORDER, colours.LAND) >= 3
    assert colours.contrast(colours.PATTERN, colours.NO_DATA) >= 3
    assert colours.contrast(colours.NEED_BORDER, colours.NEED) >= 3
    assert colours.contrast(colours.RIVER_NAME, colours.LAND) >= 4.5


def test_ink_on_picks_what_reads_better() -> None:
    assert colours.ink_on(colours.GOLD) == colours.INK
    assert colours.ink_on(colours.PURPLES[3]) == colours.PAPER
