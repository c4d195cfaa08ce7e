"""What each indicator means: label, unit, direction, native unit, method. German, plain, Sie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from geodata.city import City
from geodata.indicators.people import Figures
from geodata.indicators.reach import share_id
from geodata.model import Indicator

#: figures an indicator is made from; the tables they stand in are its sources
FIGURES_OF: dict[str, tuple[str, ...]] = {
    "residents": ("residents",),
    "foreigner_share": ("foreign_residents", "residents"),
    "single_parent_resident_share": ("single_parent_residents", "residents"),
    "sgb2_unemployed_per_1000": ("sgb2_unemployed", "residents"),
    "low_income_household_share": ("low_income_household_share",),
    "equivalised_income_eur": ("equivalised_income_eur",),
    "opportunities_per_1000": ("residents",),
    "opportunities_per_1000_smoothed": ("residents",),
    "hours_per_week_per_1000": ("residents",),
    "nearest_place_distance_m": ("residents",),
}
#: tables of the build an indicator counts
TABLES_OF: dict[str, str] = {
    "opportunity_count": "opportunities",
    "opportunities_per_1000": "opportunities",
    "opportunities_per_1000_smoothed": "opportunities",
    "hours_per_week_per_1000": "opportunities",
    "theme_count": "opportunities",
    "nearest_place_distance_m": "opportunities",
    "organisation_count": "organisations",
    "funded_project_count": "funded_projects",
}

_PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "indicator_id": "residents",
        "label": "Einwohnerinnen und Einwohner",
        "description": "Menschen mit Hauptwohnung in diesem Gebiet.",
        "unit": "count",
        "method": "bevoelkerung",
    },
    {
        "indicator_id": "foreigner_share",
        "label": "Anteil ausländischer Einwohnerinnen und Einwohner",
        "description": "Anteil der Menschen ohne deutsche Staatsangehörigkeit. Er wird gezeigt, "
        "zählt aber nie als Belastung.",
        "unit": "share",
        "numerator": "foreign_residents",
        "denominator": "residents",
        "method": "bevoelkerung",
    },
)
_NEED: tuple[dict[str, Any], ...] = (
    {
        "indicator_id": "disadvantage_index",
        "label": "Belastungsindex",
        "description": "Fasst zusammen, wie belastet die Menschen in einem Stadtteil im Vergleich "
        "zur Stadt leben. 0 ist das Mittel, höhere Werte bedeuten mehr Belastung.",
        "unit": "index",
        "direction": "higher_is_worse",
        "method": "index",
    },
    {
        "indicator_id": "single_parent_resident_share",
        "label": "Anteil der Menschen in Haushalten Alleinerziehender",
        "description": "Menschen, die in einem Haushalt mit nur einem Elternteil leben, an allen "
        "Einwohnerinnen und Einwohnern (Stand der Einwohnerzahl: nächstgelegener Stichtag).",
        "unit": "share",
        "numerator": "single_parent_residents",
        "denominator": "residents",
        "direction": "higher_is_worse",
        "method": "bevoelkerung",
    },
    {
        "indicator_id": "sgb2_unemployed_per_1000",
        "label": "Arbeitslose mit Bürgergeld (SGB II) je 1.000 Einwohnerinnen und Einwohner",
        "description": "Wird nur für die Stadtbezirke gezählt; Stadtteile übernehmen den Wert "
        "ihres Stadtbezirks. Arbeitslose, die keinem Stadtbezirk zugeordnet sind, fehlen.",
        "unit": "per_1000",
        "numerator": "sgb2_unemployed",
        "denominator": "residents",
        "direction": "higher_is_worse",
        "native_level": "borough",
        "method": "bevoelkerung",
    },
    {
        "indicator_id": "low_income_household_share",
        "label": "Anteil der Haushalte mit geringem Einkommen",
        "description": "Aus einer Umfrage in den Stadträumen, deshalb mit Zufallsschwankung; "
        "Stadtteile übernehmen den Wert ihres Stadtraums.",
        "unit": "share",
        "direction": "higher_is_worse",
        "native_level": "urban_area",
        "method": "bevoelkerung",
    },
    {
        "indicator_id": "equivalised_income_eur",
        "label": "Monatliches Äquivalenzeinkommen",
        "description": "Mittleres Einkommen der Haushalte, umgerechnet auf eine Person. Aus einer "
        "Umfrage in den Stadträumen; Stadtteile übernehmen den Wert ihres Stadtraums.",
        "unit": "eur",
        "direction": "higher_is_better",
        "native_level": "urban_area",
        "method": "bevoelkerung",
    },
)
_SUPPLY: tuple[dict[str, Any], ...] = (
    {
        "indicator_id": "opportunity_count",
        "label": "Angebote",
        "description": "Offene Angebote mit einem Ort in diesem Gebiet. Angebote, die von überall "
        "aus oder in der ganzen Stadt möglich sind, zählen hier nicht mit.",
        "unit": "count",
    },
    {
        "indicator_id": "opportunities_per_1000",
        "label": "Angebote je 1.000 Einwohnerinnen und Einwohner",
        "description": "Offene Angebote im Verhältnis zur Einwohnerzahl. Der Bereich sagt, welche "
        "Werte bei so wenigen Angeboten auch durch Zufall möglich wären.",
        "unit": "per_1000",
        "numerator": "opportunity_count",
        "denominator": "residents",
    },
    {
        "indicator_id": "opportunities_per_1000_smoothed",
        "label": "Angebote je 1.000, geglättet",
        "description": "Wie „Angebote je 1.000“, aber kleine Stadtteile sind zum Wert der Stadt "
        "hin gerückt, weil ihre Werte stärker vom Zufall abhängen.",
        "unit": "per_1000",
        "numerator": "opportunity_count",
        "denominator": "residents",
    },
    {
        "indicator_id": "hours_per_week_per_1000",
        "label": "Gesuchte Stunden je Woche und 1.000 Einwohnerinnen und Einwohner",
        "description": "Summe der wöchentlichen Stunden offener Angebote. Angebote ohne "
        "Stundenangabe fehlen darin.",
        "unit": "hours_per_1000",
        "denominator": "residents",
    },
    {
        "indicator_id": "theme_count",
        "label": "Verschiedene Themen",
        "description": "Zu wie vielen Themen es in diesem Gebiet offene Angebote gibt.",
        "unit": "count",
    },
    {
        "indicator_id": "organisation_count",
        "label": "Organisationen",
        "description": "Organisationen mit Sitz in diesem Gebiet, jede einmal gezählt.",
        "unit": "count",
    },
    {
        "indicator_id": "funded_project_count",
        "label": "Geförderte Projekte",
        "description": "Projekte aus öffentlichen Förderprogrammen mit einem Ort in diesem "
        "Gebiet, alle Jahre zusammen.",
        "unit": "count",
    },
)
_NEAREST: dict[str, Any] = {
    "indicator_id": "nearest_place_distance_m",
    "label": "Entfernung zum nächsten Angebot",
    "description": "Die Hälfte der Menschen hat es höchstens so weit zum nächsten offenen "
    "Angebot, gemessen als Luftlinie.",
    "unit": "m",
    "denominator": "residents",
    "direction": "higher_is_worse",
}
_GAP: dict[str, Any] = {
    "indicator_id": "coverage_gap",
    "label": "Lücke zwischen Belastung und Erreichbarkeit",
    "description": "Belastungsindex minus Erreichbarkeit, beide an der Stadt gemessen. Unterversorgt "
    "heißt ein Stadtteil nur, wenn er stärker belastet ist als das Mittel und weniger Menschen ein "
    "Angebot erreichen als in der Stadt insgesamt.",
    "unit": "index",
    "direction": "higher_is_worse",
    "method": "luecke",
}
_GROUP_DEFAULTS: dict[str, dict[str, Any]] = {
    "people": {"direction": "neutral"},
    "need": {},
    "supply": {"direction": "higher_is_better", "method": "versorgung"},
    "access": {"direction": "higher_is_better", "method": "erreichbarkeit"},
    "gap": {},
}


def _reach(minutes: int) -> dict[str, Any]:
    return {
        "indicator_id": share_id(minutes),
        "label": f"Anteil der Menschen mit einem Angebot in {minutes} Minuten zu Fuß",
        "description": f"Wie viele Menschen in etwa {minutes} Minuten zu Fuß wenigstens ein offenes "
        "Angebot erreichen. Geschätzt: Die Menschen sind gleichmäßig über ihr Gebiet verteilt, "
        "der Weg ist aus der Luftlinie gerechnet.",
        "unit": "share",
        "denominator": "residents",
    }


def definitions(city: City) -> tuple[Indicator, ...]:
    """All indicators of a city, in the order of the chooser; without their sources yet."""
    groups: dict[str, Iterable[Mapping[str, Any]]] = {
        "gap": (_GAP,),
        "need": _NEED,
        "access": (*(_reach(minutes) for minutes in city.access.minutes), _NEAREST),
        "supply": _SUPPLY,
        "people": _PEOPLE,
    }
    flat = [(group, fields) for group, members in groups.items() for fields in members]
    return tuple(
        Indicator(
            **{
                "group": group,
                "native_level": "district",
                "sort_order": 10 * (position + 1),
                **_GROUP_DEFAULTS[group],
                **fields,
            }
        )
        for position, (group, fields) in enumerate(flat)
    )


def with_sources(
    indicator: Indicator,
    city: City,
    figures: Figures,
    table_sources: Mapping[str, tuple[str, ...]],
) -> Indicator:
    """The indicator with the ids of the tables it is made from.

    The index rests on its inputs' tables at the inputs' periods, the gap on those of index and
    access.
    """
    found: set[str] = set()
    for name, period in _parts(indicator.indicator_id, city):
        for figure_id in FIGURES_OF.get(name, ()):
            found |= figures.tables_of(figure_id, period)
        if name in TABLES_OF:
            found.update(table_sources.get(TABLES_OF[name], ()))
    return msgspec.structs.replace(indicator, source_ids=tuple(sorted(found)))


def _parts(indicator_id: str, city: City) -> tuple[tuple[str, str | None], ...]:
    """Indicators that one is made from, and the one period of them that counts, if only one."""
    inputs = tuple((item.indicator_id, item.period) for item in city.disadvantage.inputs)
    shares = {share_id(minutes) for minutes in city.access.minutes}
    if indicator_id == "disadvantage_index":
        return inputs
    if indicator_id == "coverage_gap":
        return (*inputs, ("nearest_place_distance_m", None))
    name = "nearest_place_distance_m" if indicator_id in shares else indicator_id
    return ((name, None),)
