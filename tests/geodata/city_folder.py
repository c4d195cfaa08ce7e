"""A whole city folder in the pipeline's own formats, small enough to see through.

        13.70   13.72   13.74
51.06     +-------+-------+
          | 11    | 12    |      borough 1 "Nord"; 12 is counted in 11
51.05     +-------X-------+      X: an offer on the common corner, it belongs to 01
          | 01    | 02    |      borough 0 "Süd"
51.04     +-------+-------+   o  an offer outside, east of the city
"""

from __future__ import annotations

import json
from pathlib import Path

CORNERS = {"01": (13.70, 51.04), "02": (13.72, 51.04), "11": (13.70, 51.05), "12": (13.72, 51.05)}

CITY = """\
slug = "viereck"
name = "Viereck"
title = "Ehrenamtslandkarte Viereck"
timezone = "Europe/Berlin"
crs = "EPSG:25833"
bbox = [13.60, 51.00, 13.90, 51.10]

[checks]
district_count = 4
statistics_unit_count = 3
borough_count = 2
area_km2 = 6.24
residents = 14500

[disadvantage]
inputs = [
    { indicator_id = "single_parent_resident_share", period = "2025", weight = 1 },
    { indicator_id = "sgb2_unemployed_per_1000", period = "2026-Q2", weight = 1 },
    { indicator_id = "low_income_household_share", period = "2022/2024", weight = 1 },
]

[robustness]
draws = 20

[retention]
snapshots = 2
raw_days = 30
"""

_PUBLISHER = """\
publisher = "Amt"
licence = "dl-de/by-2-0"
attribution = "Amt, dl-de/by-2-0"
"""

FIGURE_COLUMNS = "figure_id;level;unit_id;unit_label;period;value;unit;parent_id;source_id"
CROSSWALK_COLUMNS = (
    "district_id;statistics_unit_id;statistics_label;borough_id;borough_name;"
    "urban_area_ids;urban_area_labels"
)
_STATISTICS = ("population", "single_parents", "unemployed", "income")

ORGANISATIONS = """\
organisation_id;name;kind;themes;public_email
lesen;Lesefreunde e. V.;club;learning;kontakt@example.org
garten;Gartenfreunde;initiative;nature;
"""
PLACES = """\
place_id;organisation_id;name;address;lon;lat;is_private
haus;lesen;Lesehaus;Hauptweg 1, 01099 Viereck;13.705;51.045;
ecke;lesen;An der Ecke;Eckweg 4, 01099 Viereck;13.72;51.05;
zuhause;garten;Bei Familie Geheim;Geheimgasse 7, 01099 Viereck;13.725;51.055;ja
fern;garten;Nebenan;Fernweg 1, 01097 Nachbarort;13.85;51.045;
"""
OPPORTUNITIES = """\
opportunity_id;organisation_id;place_id;title;description;themes;schedule;is_remote;is_citywide
vorlesen;lesen;haus;Vorlesen;Du liest vor.;learning;regular;;
eckdienst;lesen;ecke;Dienst an der Ecke;Du hilfst.;learning;regular;;
pflege;garten;zuhause;Gartenpflege;Du gießt.;nature;regular;;
ausflug;garten;fern;Ausflug;Du fährst mit.;nature;one_off;;
schreiben;lesen;;Briefe schreiben;Du schreibst.;learning;regular;ja;
streifzug;garten;;Streifzug;Du gehst mit.;nature;one_off;;ja
anfrage;garten;;Auf Anfrage;Wir melden uns.;nature;regular;;
"""


def _square(west: float, south: float) -> list[list[float]]:
    east, north = round(west + 0.02, 2), round(south + 0.01, 2)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _districts() -> str:
    features = [
        {
            "type": "Feature",
            "properties": {
                "district_id": code,
                "name": f"Feld {code}",
                "borough_id": code[0],
                "borough_name": {"0": "Süd", "1": "Nord"}[code[0]],
            },
            "geometry": {"type": "Polygon", "coordinates": [_square(*corner)]},
        }
        for code, corner in CORNERS.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _figures() -> str:
    lines = [FIGURE_COLUMNS]

    def add(
        name: str,
        where: str,
        period: str,
        value: float,
        *,
        unit: str,
        source: str,
        parent: str = "",
    ) -> None:
        level, unit_id = where.split(":")
        text = str(value).replace(".", ",")
        lines.append(f"{name};{level};{unit_id};{unit_id};{period};{text};{unit};{parent};{source}")

    for unit_id, residents in (("01", 10000), ("02", 2000), ("11", 2500)):
        where = f"district:{unit_id}"
        people = {"unit": "persons", "source": "population"}
        # 02 lies in two urban areas, so its residents stand in two rows
        parts = {"01": 800, "02": 1200} if unit_id == "02" else {"": residents}
        for parent, count in parts.items():
            add("residents", where, "2025-12-31", count, parent=parent, **people)
            add("foreign_residents", where, "2025-12-31", count // 10, parent=parent, **people)
        for period, share in (("2024", 0.1), ("2025", 0.2)):
            count = int(residents * share) + int(unit_id)
            alone = {"unit": "persons", "source": "single_parents"}
            add("single_parent_residents", where, period, count, **alone)
            homes = {"unit": "households", "source": "single_parents"}
            add("single_parent_households", where, period, count // 2, **homes)
    for borough, count in (("0", 600), ("1", 50)):
        add("sgb2_unemployed", f"borough:{borough}", "2026-Q2", count, unit="persons",
            source="unemployed")  # fmt: skip
    for where, share in (("urban_area:01", 20.5), ("urban_area:02", 9.0), ("city:city", 16.0)):
        for period in ("2022", "2024"):
            add("low_income_household_share", where, period, share, unit="percent",
                source="income")  # fmt: skip
            add("equivalised_income_eur", where, period, 2000 + share, unit="eur_per_month",
                source="income")  # fmt: skip
    return "\n".join(lines) + "\n"


def _sources(*, with_examples: bool) -> str:
    parts = [
        "[tables.figures.columns]",
        *(f'{name} = "{name}"' for name in FIGURE_COLUMNS.split(";")),
        "[tables.crosswalk.columns]",
        *(f'{name} = "{name}"' for name in CROSSWALK_COLUMNS.split(";")),
    ]

    def add(source_id: str, kind: str, path: str, *more: str) -> None:
        parts.extend(["[[sources]]", f'source_id = "{source_id}"', f'kind = "{kind}"'])
        parts.extend([f'title = "Quelle {source_id}"', _PUBLISHER, *more])
        parts.extend([f'path = "{path}"'] if path else [])

    add("districts", "districts", "districts.geojson", 'edition = "2026"')
    add("crosswalk", "crosswalk", "crosswalk.csv", 'table = "crosswalk"')
    for source_id in _STATISTICS:
        add(source_id, "statistics", "figures.csv", 'table = "figures"')
    for name in ("organisations", "places", "opportunities"):
        add(f"own_{name}", "entries", f"{name}.csv", f'collection = "{name}"')
    if with_examples:
        add("examples", "examples", "", "is_example = true")
    return "\n".join(parts) + "\n"


def write_city_folder(cities_dir: Path, *, with_examples: bool = False) -> Path:
    """Write the folder `viereck` below `cities_dir`; returns it."""
    folder = cities_dir / "viereck"
    folder.mkdir(parents=True)
    rows = [
        CROSSWALK_COLUMNS,
        "01;01;01 Feld;0;Süd;01;01 West",
        "02;02;02 Feld;0;Süd;01|02;01 West|02 Ost",
        "11;11;11 Feld;1;Nord;02;02 Ost",
        "12;11;11 Feld;1;Nord;02;02 Ost",
    ]
    files = {
        "city.toml": CITY,
        "sources.toml": _sources(with_examples=with_examples),
        "districts.geojson": _districts(),
        "crosswalk.csv": "\n".join(rows) + "\n",
        "figures.csv": _figures(),
        "organisations.csv": ORGANISATIONS,
        "places.csv": PLACES,
        "opportunities.csv": OPPORTUNITIES,
        "themes.csv": "theme_id;group_id;icon;colour;label_de;group_label_de\n"
        "learning;education;book-open;#0b6fcf;Lernen;Bildung\n"
        "nature;green;leaf;#1f6b3a;Natur;Umwelt\n",
        "audiences.csv": "audience_id;label_de\nyoung;Junge Menschen\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
