"""What a map draws, said once: Leaflet and folium both draw from a `LayerSpec`.

A spec plus a snapshot gives a `Layer`: features, legend, attribution. Colours live in
`layers.colours`, words go through gettext where they are shown (`label` fields are German
message ids).
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

LayerKind = Literal["areas", "points", "lines"]
Fill = Literal["solid", "hatch", "dots", "thin", "none"]


class Style(Struct, frozen=True, kw_only=True):
    """How a layer looks. All colours are #rrggbb; widths are CSS pixels."""

    fill: str | None = None
    fill_opacity: float = 1.0
    stroke: str = "#7d766b"
    stroke_width: float = 1.0
    palette: tuple[str, ...] = ()
    radius: float = 7.0


class PopupField(Struct, frozen=True, kw_only=True):
    """One line of a popup: a property and its label (empty = the value speaks for itself)."""

    name: str
    label: str


class LayerSpec(Struct, frozen=True, kw_only=True):
    """One layer of the map, independent of who draws it."""

    layer_id: str
    kind: LayerKind
    collection_id: str
    label: str
    style: Style
    indicator_id: str | None = None
    period: str | None = None
    level: str = "district"
    popup_fields: tuple[PopupField, ...] = ()
    is_clustered: bool = False
    is_visible: bool = True
    note: str | None = None


class LegendEntry(Struct, frozen=True, kw_only=True):
    """One line of a legend. `fill` says the pattern, so that nothing is said by colour alone.

    `colour` fills the swatch; `stroke`, `stroke_width` and `dash` (an SVG dash array) draw its
    border where the border is what the entry explains.
    """

    label: str
    colour: str
    fill: Fill = "solid"
    count: int | None = None
    icon: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0
    dash: str | None = None


class Legend(Struct, frozen=True, kw_only=True):
    """A legend: title, unit, period, source, entries with class limits and counts."""

    title: str
    unit: str | None = None
    period: str | None = None
    source: str | None = None
    entries: tuple[LegendEntry, ...] = ()
    note: str | None = None


class Layer(Struct, frozen=True, kw_only=True):
    """A spec joined with a snapshot, ready to draw.

    `features` is a list of GeoJSON features in CRS84. Area features carry the properties
    `class_index` (int or null), `fill` (pattern), `fill_colour`, `fill_opacity`, `stroke`,
    `stroke_width`, `dash` so that a drawer decides nothing; point features carry `colour`,
    `icon`, `label`. `marks` are lines to be drawn above all borders: the same borders that say
    something (robust, chance), each shared one once, so that dots stay dots. Whoever reads a
    layer must not change it: it is shared.
    """

    spec: LayerSpec
    features: list[dict[str, Any]]
    legend: Legend
    attribution: str
    marks: list[dict[str, Any]] = []
