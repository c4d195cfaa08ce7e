"""All layers of the product: what exists, how it looks, what its popup says.

`specs_for(snapshot)` is the whole list, `indicator_spec` one choropleth. Words are German message
ids; those that citizens see speak of offers and never of people's burdens.
"""

from __future__ import annotations

from geodata.errors import GeodataError
from geodata.model import Indicator, Level
from geodata.snapshot import Snapshot
from layers import colours
from layers.spec import LayerSpec, PopupField, Style

DISADVANTAGE = "disadvantage_index"
GAP = "coverage_gap"
SUPPLY = "opportunities_per_1000"

NEED_NOTE = (
    "Die Ebene spricht von Angeboten, nicht von den Menschen, die dort leben: "
    "Hier gibt es wenige, und zu Fuß sind sie schwerer zu erreichen als anderswo in der Stadt."
)


class UnknownLayer(GeodataError):
    """A layer or an indicator that this snapshot does not have."""


DISTRICTS = LayerSpec(
    layer_id="districts",
    kind="areas",
    collection_id="districts",
    label="Stadtteile",
    style=Style(
        fill=colours.LAND,
        stroke=colours.DISTRICT_BORDER,
        stroke_width=colours.DISTRICT_BORDER_WIDTH,
    ),
    popup_fields=(PopupField(name="name", label="Stadtteil"),),
)
BOROUGHS = LayerSpec(
    layer_id="boroughs",
    kind="areas",
    collection_id="boroughs",
    label="Stadtbezirke",
    level="borough",
    style=Style(stroke=colours.BOROUGH_BORDER, stroke_width=colours.BOROUGH_BORDER_WIDTH),
    popup_fields=(PopupField(name="name", label="Stadtbezirk"),),
)
OUTLINE = LayerSpec(
    layer_id="city_outline",
    kind="areas",
    collection_id="districts",
    label="Stadtgrenze",
    level="city",
    style=Style(stroke=colours.OUTLINE, stroke_width=colours.OUTLINE_WIDTH),
)
ORIENTATION = LayerSpec(
    layer_id="orientation",
    kind="lines",
    collection_id="orientation_lines",
    label="Gewässer",
    style=Style(stroke=colours.RIVER, stroke_width=colours.RIVER_WIDTH),
)
NEED = LayerSpec(
    layer_id="need",
    kind="areas",
    collection_id="districts",
    label="Hier wird Engagement besonders gebraucht",
    style=Style(fill=colours.NEED, fill_opacity=0.85, stroke=colours.NEED_BORDER, stroke_width=2.0),
    popup_fields=(
        PopupField(name="name", label="Stadtteil"),
        PopupField(name="value_text", label="Angebote"),
        PopupField(name="note", label=""),
    ),
    is_visible=False,
    note=NEED_NOTE,
)
OPPORTUNITIES = LayerSpec(
    layer_id="opportunities",
    kind="points",
    collection_id="opportunities",
    label="Angebote",
    style=Style(stroke=colours.PAPER, stroke_width=2.0, radius=16.0),
    popup_fields=(
        PopupField(name="organisation", label=""),
        PopupField(name="theme", label="Thema"),
        PopupField(name="hours", label="Zeit"),
        PopupField(name="when", label="Wann"),
        PopupField(name="district", label="Stadtteil"),
        PopupField(name="website", label="Zum Angebot"),
    ),
    is_clustered=True,
)
CONTACT_POINTS = LayerSpec(
    layer_id="contact_points",
    kind="points",
    collection_id="contact_points",
    label="Beratung und Anlaufstellen",
    style=Style(fill=colours.CONTACT, stroke=colours.PAPER, stroke_width=2.0, radius=16.0),
    popup_fields=(
        PopupField(name="role", label=""),
        PopupField(name="opening_hours", label="Geöffnet"),
        PopupField(name="address", label="Adresse"),
        PopupField(name="phone", label="Telefon"),
        PopupField(name="email", label="E-Mail"),
        PopupField(name="website", label="Webseite"),
    ),
    is_visible=False,
)
BENEFIT_PARTNERS = LayerSpec(
    layer_id="benefit_partners",
    kind="points",
    collection_id="benefit_partners",
    label="Vorteile mit dem Ehrenamtspass",
    style=Style(fill=colours.PARTNER, stroke=colours.PAPER, stroke_width=2.0, radius=16.0),
    popup_fields=(
        PopupField(name="benefit", label="Vorteil"),
        PopupField(name="address", label="Adresse"),
        PopupField(name="website", label="Webseite"),
    ),
    is_clustered=True,
    is_visible=False,
)
EVENTS = LayerSpec(
    layer_id="events",
    kind="points",
    collection_id="events",
    label="Veranstaltungen",
    style=Style(fill=colours.EVENT, stroke=colours.PAPER, stroke_width=2.0, radius=16.0),
    popup_fields=(
        PopupField(name="when", label="Wann"),
        PopupField(name="place_name", label="Ort"),
        PopupField(name="organisation", label="Wer lädt ein"),
        PopupField(name="website", label="Mehr dazu"),
    ),
    is_clustered=True,
    is_visible=False,
)
FUNDED_PROJECTS = LayerSpec(
    layer_id="funded_projects",
    kind="points",
    collection_id="funded_projects",
    label="Geförderte Projekte",
    style=Style(fill=colours.FUNDED, stroke=colours.PAPER, stroke_width=2.0, radius=16.0),
    popup_fields=(
        PopupField(name="organisation", label=""),
        PopupField(name="programme", label="Programm"),
        PopupField(name="year", label="Jahr"),
        PopupField(name="amount", label="Betrag"),
    ),
    is_clustered=True,
    is_visible=False,
)

#: every layer that is not a choropleth, in drawing order (the first lies lowest)
BASE_SPECS: tuple[LayerSpec, ...] = (DISTRICTS, ORIENTATION, BOROUGHS, OUTLINE)
TOPIC_SPECS: tuple[LayerSpec, ...] = (
    NEED,
    FUNDED_PROJECTS,
    BENEFIT_PARTNERS,
    EVENTS,
    CONTACT_POINTS,
    OPPORTUNITIES,
)


def popup_fields_of(indicator_id: str, level: Level) -> tuple[PopupField, ...]:
    """Lines of a popup; the range of the gap is one of weightings, not of chance."""
    spread = "Je nach Gewichtung" if indicator_id == GAP else "95-%-Bereich"
    return (
        PopupField(name="name", label="Stadtbezirk" if level == "borough" else "Stadtteil"),
        PopupField(name="value_text", label="Wert"),
        PopupField(name="interval_text", label=spread),
        PopupField(name="class_label", label="Klasse"),
        PopupField(name="note", label=""),
    )


def periods_of(snapshot: Snapshot, indicator_id: str, level: Level = "district") -> list[str]:
    """Periods for which the indicator has values at this level, oldest first."""
    keys = snapshot.values_by_indicator
    return sorted({p for (i, p, lvl) in keys if i == indicator_id and lvl == level})


def _palette(indicator: Indicator) -> tuple[str, ...]:
    if indicator.indicator_id == DISADVANTAGE:
        return colours.PURPLES
    if indicator.indicator_id == GAP:
        return (*colours.GAP_BELOW, colours.GAP_NEUTRAL, *colours.GAP_UNDERSERVED)
    return colours.sequential(5)


def _layer_id(indicator_id: str, period: str | None, level: Level) -> str:
    parts = ["indicator", indicator_id, (period or "").replace("/", "-")]
    parts.append("" if level == "district" else level)
    return "-".join(part for part in parts if part)


def indicator_spec(
    snapshot: Snapshot,
    indicator_id: str,
    period: str | None = None,
    level: Level = "district",
) -> LayerSpec:
    """The choropleth of one indicator; without `period` its latest one.

    Raises
    ------
    UnknownLayer
        The snapshot has no such indicator, or none for this period and level.
    """
    indicator = snapshot.indicator_by_id.get(indicator_id)
    if indicator is None:
        known = ", ".join(sorted(snapshot.indicator_by_id))
        raise UnknownLayer(f"Den Indikator „{indicator_id}“ gibt es nicht. Es gibt: {known}.")
    periods = periods_of(snapshot, indicator_id, level)
    if not periods or (period is not None and period not in periods):
        known = ", ".join(periods) or "keinen"
        raise UnknownLayer(
            f"Für „{indicator_id}“ gibt es den Zeitraum „{period or 'neuester'}“ nicht "
            f"(Ebene {level}). Es gibt: {known}."
        )
    return LayerSpec(
        layer_id=_layer_id(indicator_id, period, level),
        kind="areas",
        collection_id="boroughs" if level == "borough" else "districts",
        label=indicator.label,
        style=Style(stroke=colours.FILLED_BORDER, stroke_width=1.0, palette=_palette(indicator)),
        indicator_id=indicator_id,
        period=period or periods[-1],
        level=level,
        popup_fields=popup_fields_of(indicator_id, level),
        is_visible=False,
        note=indicator.description,
    )


def specs_for(snapshot: Snapshot) -> tuple[LayerSpec, ...]:
    """All layers this snapshot can show, in drawing order: base, choropleths, topics."""
    ordered = sorted(snapshot.indicators, key=lambda i: (i.sort_order, i.indicator_id))
    choropleths = tuple(
        indicator_spec(snapshot, indicator.indicator_id)
        for indicator in ordered
        if periods_of(snapshot, indicator.indicator_id)
    )
    return (*BASE_SPECS, *choropleths, *TOPIC_SPECS)


def spec_by_id(snapshot: Snapshot, layer_id: str) -> LayerSpec:
    """One layer by its id.

    Raises
    ------
    UnknownLayer
        There is no such layer; the message names those there are.
    """
    specs = {spec.layer_id: spec for spec in specs_for(snapshot)}
    if layer_id not in specs:
        raise UnknownLayer(f"Die Ebene „{layer_id}“ gibt es nicht. Es gibt: {', '.join(specs)}.")
    return specs[layer_id]
