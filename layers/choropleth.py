"""Districts or boroughs coloured by one indicator, with everything that makes a value doubtful.

Hatch: no own value. Dots: withheld. Thin lines: taken over from a coarser unit. A dotted border:
the supply could be chance. A solid ink border: underserved under nearly all weightings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from msgspec import Struct

from geodata.model import CoverageRow, District, Indicator, IndicatorValue
from geodata.snapshot import Snapshot
from layers import colours, words
from layers.areas import areas_of, attribution_of, feature_of, shapes_of
from layers.catalogue import DISADVANTAGE, GAP, SUPPLY, UnknownLayer
from layers.classes import Band, bands_of, class_index_of
from layers.geometry import to_geojson
from layers.sources import sources_of
from layers.spec import Fill, Layer, LayerSpec, Legend, LegendEntry

#: a gap counts as robust if it stays among the largest in nine of ten weightings
ROBUST_SHARE = 0.9
#: below this the residents' grid says little about where people live
THIN_PER_KM2 = 1000.0
DOTTED = "1 4"

_FILL_OF_STATUS: dict[str, Fill] = {
    "ok": "solid",
    "inherited": "thin",
    "no_data": "hatch",
    "suppressed": "dots",
}
_NO_VALUE = {"no_data": "keine eigene Angabe", "suppressed": "zum Schutz Einzelner nicht genannt"}
_SPECIAL_LABELS: tuple[tuple[Fill, str], ...] = (
    ("thin", "übernommen von einem größeren Gebiet, oben mitgezählt"),
    ("hatch", "keine eigene Angabe"),
    ("dots", "zum Schutz Einzelner nicht genannt"),
)
_ROBUST_LABEL = "unterversorgt bei fast jeder Gewichtung"
_CHANCE_LABEL = "könnte Zufall sein: vom Mittel der Stadt nicht sicher zu unterscheiden"
#: borders that say something: property -> words and dash, the strongest first
_BORDERS: dict[str, tuple[str, str | None]] = {
    "is_robust": (_ROBUST_LABEL, None),
    "could_be_chance": (_CHANCE_LABEL, DOTTED),
}
_THIN_NOTE = "dünn besiedelt, die Schätzung ist hier grob"


class _Frame(Struct, frozen=True, kw_only=True, eq=False):
    """What all features of one choropleth need to know."""

    spec: LayerSpec
    snapshot: Snapshot
    indicator: Indicator
    values: Mapping[str, IndicatorValue]
    bands: Sequence[Band]
    names: Mapping[tuple[str, str], str]
    language: str


class _Reading(Struct, frozen=True, kw_only=True, eq=False):
    """One area's value with what is known about it; `number` is null unless it may be shown."""

    area: District
    value: IndicatorValue | None
    row: CoverageRow | None
    number: float | None
    status: str


def _unit_names(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    names = {("borough", b.district_id): b.name for b in snapshot.boroughs}
    names |= {("district", d.district_id): d.name for d in snapshot.districts}
    for figure in snapshot.figures:
        if figure.level == "urban_area":
            label = re.sub(r"^\d+\s+(StB\s+)?", "", figure.unit_label)
            names.setdefault((figure.level, figure.unit_id), label)
    return names


def inherited_text(units: Sequence[str], names: Mapping[tuple[str, str], str]) -> str:
    """`übernommen vom Stadtbezirk Prohlis`; the units come as `level:id`."""
    levels, keys = zip(*(unit.split(":", 1) for unit in units), strict=True)
    joined = " und ".join(names.get(pair, pair[1]) for pair in zip(levels, keys, strict=True))
    kind = "Stadtbezirk" if levels[0] == "borough" else "Stadtraum"
    if len(units) == 1:
        return f"übernommen vom {kind} {joined}"
    plural = "Stadtbezirken" if kind == "Stadtbezirk" else "Stadträumen"
    return f"übernommen von den {plural} {joined}"


def _frame(spec: LayerSpec, snapshot: Snapshot, language: str) -> _Frame:
    indicator = snapshot.indicator_by_id.get(spec.indicator_id or "")
    if indicator is None:
        raise UnknownLayer(f"Den Indikator „{spec.indicator_id}“ gibt es nicht.")
    key = (indicator.indicator_id, spec.period or "", spec.level)
    values = snapshot.values_by_indicator.get(key, {})
    present = [v.value for v in values.values() if v.value is not None]
    return _Frame(
        spec=spec,
        snapshot=snapshot,
        indicator=indicator,
        values=values,
        bands=bands_of(spec, indicator, snapshot, present, language),
        names=_unit_names(snapshot),
        language=language,
    )


def _reading(frame: _Frame, area: District) -> _Reading:
    value = frame.values.get(area.district_id)
    row = frame.snapshot.coverage_by_id.get(area.district_id)
    status: str = value.status if value else "no_data"
    number = value.value if value and status in {"ok", "inherited"} else None
    if number is None and status in {"ok", "inherited"}:
        status = "no_data"
    return _Reading(area=area, value=value, row=row, number=number, status=status)


def _is_estimate(indicator: Indicator, row: CoverageRow | None) -> bool:
    """Access is counted on an assumed grid unless the row says otherwise."""
    if indicator.group != "access" or indicator.unit != "share":
        return False
    return row is None or row.access_method is None or row.access_method.startswith("grid")


def _text(frame: _Frame, number: float, row: CoverageRow | None) -> str:
    if _is_estimate(frame.indicator, row):
        return words.about_share_text(number, frame.language)
    return words.value_text(number, frame.indicator.unit, frame.language)


def _is_robust(frame: _Frame, reading: _Reading) -> bool:
    row = reading.row
    if frame.indicator.indicator_id != GAP or row is None or not row.is_underserved:
        return False
    # judged as it is shown, in whole percent: the words beside the border say the same
    return round(row.robust_share or 0.0, 2) >= ROBUST_SHARE


def _could_be_chance(frame: _Frame, reading: _Reading) -> bool:
    if frame.indicator.indicator_id != SUPPLY or reading.row is None or reading.number is None:
        return False
    return bool(reading.row.supply_could_be_chance)


def _is_thinly_settled(frame: _Frame, reading: _Reading) -> bool:
    row = reading.row
    if row is None or row.residents is None or not _is_estimate(frame.indicator, row):
        return False
    return row.residents / reading.area.area_km2 < THIN_PER_KM2


def _counted_in(reading: _Reading) -> str | None:
    if reading.value is not None:
        return reading.value.counted_in
    unit = reading.area.statistics_unit_id
    return unit if unit and unit != reading.area.district_id else None


def _note(frame: _Frame, reading: _Reading) -> str | None:
    notes: list[str] = []
    if counted_in := _counted_in(reading):
        name = frame.names.get(("district", counted_in), "")
        notes.append(f"gezählt in {counted_in} {name}".rstrip())
    if reading.value is not None and reading.value.inherited_from:
        notes.append(inherited_text(reading.value.inherited_from, frame.names))
    share = reading.row.inherited_weight_share if reading.row else None
    if frame.indicator.indicator_id == DISADVANTAGE and share and reading.number is not None:
        shown = words.value_text(share, "share", frame.language)
        notes.append(f"zu {shown} aus Werten größerer Gebiete")
    if _is_thinly_settled(frame, reading):
        notes.append(_THIN_NOTE)
    if _is_robust(frame, reading):
        notes.append(_ROBUST_LABEL)
    if _could_be_chance(frame, reading):
        notes.append("könnte Zufall sein")
    return "; ".join(notes) or None


def _interval(frame: _Frame, reading: _Reading) -> dict[str, Any]:
    low = reading.value.low if reading.value and reading.number is not None else None
    high = reading.value.high if reading.value and reading.number is not None else None
    low_text = _text(frame, low, reading.row) if low is not None else None
    high_text = _text(frame, high, reading.row) if high is not None else None
    both = f"{low_text} bis {high_text}" if low_text and high_text else None
    return {
        "low": low,
        "high": high,
        "low_text": low_text,
        "high_text": high_text,
        "interval_text": both,
    }


def _paint(frame: _Frame, reading: _Reading) -> dict[str, Any]:
    index = None
    if reading.number is not None:
        index = class_index_of(
            reading.number, frame.indicator.indicator_id, frame.bands, reading.row
        )
    style = frame.spec.style
    robust, chance = _is_robust(frame, reading), _could_be_chance(frame, reading)
    fill = _FILL_OF_STATUS[reading.status]
    if reading.number is not None and index is None:
        fill = "none"
    return {
        "class_index": index,
        "class_label": None if index is None else frame.bands[index].label,
        "fill": fill,
        "fill_colour": colours.NO_DATA if index is None else frame.bands[index].colour,
        "fill_opacity": style.fill_opacity,
        "stroke": colours.INK if robust or chance else style.stroke,
        "stroke_width": colours.ROBUST_WIDTH if robust or chance else style.stroke_width,
        "dash": DOTTED if chance else None,
        "is_robust": robust,
        "could_be_chance": chance,
    }


def _properties(frame: _Frame, area: District) -> dict[str, Any]:
    reading = _reading(frame, area)
    number = reading.number
    text = _NO_VALUE[reading.status] if number is None else _text(frame, number, reading.row)
    properties = {
        "indicator_id": frame.indicator.indicator_id,
        "period": frame.spec.period,
        "value": number,
        "value_text": text,
        "status": reading.status,
        "counted_in": _counted_in(reading),
        "inherited_from": list(reading.value.inherited_from) if reading.value else [],
        "note": _note(frame, reading),
    }
    return properties | _interval(frame, reading) | _paint(frame, reading)


def _border_entries(features: Sequence[dict[str, Any]]) -> list[LegendEntry]:
    counts = {name: sum(f["properties"][name] for f in features) for name in _BORDERS}
    return [
        LegendEntry(
            label=label,
            colour=colours.PAPER,
            fill="none",
            count=counts[name],
            stroke=colours.INK,
            stroke_width=colours.ROBUST_WIDTH,
            dash=dash,
        )
        for name, (label, dash) in _BORDERS.items()
        if counts[name]
    ]


def _entries(frame: _Frame, features: Sequence[dict[str, Any]]) -> tuple[LegendEntry, ...]:
    by_class = Counter(f["properties"]["class_index"] for f in features)
    by_fill = Counter(f["properties"]["fill"] for f in features)
    border = frame.spec.style.stroke
    classes = [
        LegendEntry(label=band.label, colour=band.colour, count=by_class[index], stroke=border)
        for index, band in enumerate(frame.bands)
    ]
    special = [
        LegendEntry(
            label=label, colour=colours.NO_DATA, fill=fill, count=by_fill[fill], stroke=border
        )
        for fill, label in _SPECIAL_LABELS
        if by_fill[fill]
    ]
    return (*classes, *special, *_border_entries(features))


def _legend(frame: _Frame, features: Sequence[dict[str, Any]]) -> Legend:
    sources = sources_of(frame.snapshot, frame.indicator, frame.spec.period or "")
    return Legend(
        title=frame.indicator.label,
        unit=words.UNIT_WORDS.get(frame.indicator.unit, frame.indicator.unit),
        period=words.period_text(frame.spec.period or "", frame.language),
        source="; ".join(source.title for source in sources) or None,
        entries=_entries(frame, features),
        note=frame.spec.note,
    )


def _mark(name: str, areas: Sequence[District]) -> dict[str, Any]:
    label, dash = _BORDERS[name]
    lines = shapely.line_merge(shapely.union_all([a.geometry.boundary for a in areas]))
    properties = {
        "label": label,
        "stroke": colours.INK,
        "stroke_width": colours.ROBUST_WIDTH,
        "dash": dash,
    }
    return {
        "type": "Feature",
        "id": name,
        "geometry": to_geojson(lines),
        "properties": properties,
    }


def _marks(frame: _Frame, features: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Borders that say something, as lines: where two such areas meet, the border comes once."""
    marks = []
    for name in reversed(_BORDERS):
        ids = {f["id"] for f in features if f["properties"][name]}
        areas = areas_of(frame.snapshot, frame.spec.level)
        if marked := [area for area in areas if area.district_id in ids]:
            marks.append(_mark(name, marked))
    return marks


def build_choropleth(spec: LayerSpec, snapshot: Snapshot, language: str = "de") -> Layer:
    """The features and the legend of one indicator.

    Raises
    ------
    UnknownLayer
        The snapshot does not know the indicator.
    """
    frame = _frame(spec, snapshot, language)
    shapes = shapes_of(snapshot, spec.level)
    areas = areas_of(snapshot, spec.level)
    features = [feature_of(a, shapes[a.district_id], _properties(frame, a)) for a in areas]
    sources = [snapshot.source_by_id.get(i) for i in frame.indicator.source_ids]
    credits_ = [*(a.attribution for a in areas), *(s.attribution for s in sources if s)]
    return Layer(
        spec=spec,
        features=features,
        legend=_legend(frame, features),
        attribution=attribution_of(credits_),
        marks=_marks(frame, features),
    )
