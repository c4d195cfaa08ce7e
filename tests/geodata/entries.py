"""A handful of typed entries for the stages after normalise.

`haus` is public, `zuhause` is private (Geheimgasse 7), both belong to `garten`; `amt` belongs to
`lesen`. District 01 lies in borough 0, 02 in borough 1.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geodata.stages import StageResult
from tests.geodata.example_city import normalised

SECRET_STREET = "Geheimgasse 7"
SECRET = {"lon": "13.701234", "lat": "51.054321"}
OPEN = {"lon": "13.750000", "lat": "51.050000"}

ORGANISATIONS = [
    {"organisation_id": "garten", "name": "Gartenfreunde", "kind": "club", "place_id": "haus",
     "description": "Treff: geheimgasse  7, hinten links."},
    {"organisation_id": "lesen", "name": "Lesekreis", "kind": "club", "place_id": "amt"},
    {"organisation_id": "schutz", "name": "Schutzhaus", "kind": "club", "place_id": "versteck"},
]  # fmt: skip
PLACES = [
    {"place_id": "haus", "organisation_id": "garten", "name": "Haus", "wheelchair": "ja",
     "address": "Offene Straße 1, Dresden", **OPEN},
    {"place_id": "zuhause", "organisation_id": "garten", "name": "Bei Familie Geheim",
     "address": f"{SECRET_STREET}, 01099 Dresden", "is_private": "ja", **SECRET},
    {"place_id": "amt", "organisation_id": "lesen", "name": "Amt", "address": "Markt 17, Dresden",
     "lon": "13.76", "lat": "51.06"},
    {"place_id": "versteck", "organisation_id": "schutz", "name": "Villa Wolke",
     "address": "Fluchtstr. 3, Dresden", "is_private": "ja", "lon": "13.712345",
     "lat": "51.065432"},
]  # fmt: skip
_OFFER = {"description": "Du hilfst.", "themes": "learning", "schedule": "regular"}
OPPORTUNITIES = [
    {**_OFFER, "opportunity_id": "giessen", "organisation_id": "garten", "place_id": "haus",
     "title": "Gießen"},
    {**_OFFER, "opportunity_id": "besuch", "organisation_id": "garten", "place_id": "zuhause",
     "title": "Besuch in der Geheimgasse 7", "wheelchair": "nein"},
    {**_OFFER, "opportunity_id": "online", "organisation_id": "lesen", "place_id": "amt",
     "title": "Chat", "is_remote": "ja"},
    {**_OFFER, "opportunity_id": "anruf", "organisation_id": "lesen", "title": "Anruf",
     "district_id": "Altstadt"},
    {**_OFFER, "opportunity_id": "spiel", "organisation_id": "schutz", "title": "Spielen",
     "place_id": "versteck"},
]  # fmt: skip
FUNDED_PROJECTS = [
    {"funded_project_id": "f1", "title": "Beet", "organisation_id": "garten", "programme": "LHP",
     "year": "2025", "address": f"{SECRET_STREET}, 01099  DRESDEN"},
    {"funded_project_id": "f2", "title": "Zaun", "organisation_id": "garten", "programme": "LHP",
     "year": "2025", **SECRET},
    {"funded_project_id": "f3", "title": "Bücher", "organisation_id": "lesen", "programme": "LHP",
     "year": "2025", "address": "Markt 17, Dresden", "lon": "13.76", "lat": "51.06"},
]  # fmt: skip
EVENTS = [
    {"event_id": "e1", "title": "Fest", "kind": "fair", "starts_at": "03.07.2026 18:00",
     "organisation_id": "schutz", "place_name": "Villa Wolke", "address": "Fluchtstraße 3",
     "is_private": "ja", "description": "Klingeln bei Fluchtstraße 3. Nicht Fluchtstraße 31."},
]  # fmt: skip

TABLES: dict[str, list[dict[str, str]]] = {
    "organisations": ORGANISATIONS,
    "places": PLACES,
    "opportunities": OPPORTUNITIES,
    "funded_projects": FUNDED_PROJECTS,
    "events": EVENTS,
}


def changed(table: str, key: str, **change: str) -> dict[str, list[dict[str, str]]]:
    """All tables as text, one row of them changed; the key is the first column's value."""
    rows = [
        {**row, **change} if next(v for k, v in row.items() if k.endswith("_id") and v) == key
        else row for row in TABLES[table]
    ]  # fmt: skip
    return {**TABLES, table: rows}


def typed(tables: dict[str, list[dict[str, str]]] | None = None) -> StageResult:
    """The tables after normalise."""
    return normalised(dict(tables or TABLES))


def districts() -> gpd.GeoDataFrame:
    """Two districts beside each other, cut at 13.74."""
    return gpd.GeoDataFrame(
        {
            "district_id": ["01", "02"],
            "name": ["Altstadt", "Neustadt"],
            "name_long": ["Altstadt mit Hafen", None],
            "parent_id": ["0", "1"],
        },
        geometry=[shapely.box(13.6, 51.0, 13.74, 51.1), shapely.box(13.74, 51.0, 13.9, 51.1)],
        crs="EPSG:4326",
    )


def rows_of(tables: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    """Rows of a table by record_id, without the source's name."""
    records = tables[name].to_dict("records")
    return {record["record_id"].split(":", 1)[1]: record for record in records}


def corrections(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """corrections.csv as the pipeline reads it."""
    columns = ["record_id", "field", "old", "new", "reason"]
    table = pd.DataFrame([[*row, "geprüft"] for row in rows], columns=columns, dtype=object)
    table.index = pd.Index(range(2, len(table) + 2), name="row")
    return table
