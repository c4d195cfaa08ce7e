"""A register small enough to know by heart.

Hauptstraße stands in three parts of the town, Leipziger Straße runs through two postcodes,
Bergstraße and Burgstraße differ by a letter.
"""

from __future__ import annotations

import pandas as pd

COLUMNS = ["street", "house_number", "postcode", "town", "district_name", "lon", "lat"]

_STREETS: dict[str, list[tuple[str, str, float, float, list[str]]]] = {
    "Prager Straße": [("01069", "Altstadt", 13.733, 51.042, ["2", "10", "12", "12a", "12b", "26c"])],
    "Hauptstraße": [
        ("01097", "Neustadt", 13.743, 51.058, ["1", "3", "5"]),
        ("01156", "Cossebaude", 13.620, 51.090, ["1", "3", "8"]),
        ("01465", "Langebrück", 13.840, 51.130, ["1", "2", "3", "20"]),
    ],
    "Leipziger Straße": [
        ("01097", "Neustadt", 13.730, 51.060, ["2", "4", "10", "14-18", "20"]),
        ("01127", "Pieschen", 13.726, 51.062, ["31", "33", "100"]),
    ],
    "Straße des 17. Juni": [("01257", "Leuben", 13.810, 51.010, ["5", "17", "25"])],
    "Straße des 18. März": [("01257", "Leuben", 13.812, 51.012, ["25"])],
    "Dr.-Külz-Ring": [("01067", "Altstadt", 13.736, 51.048, ["10", "12a"])],
    "St. Petersburger Straße": [("01069", "Altstadt", 13.740, 51.044, ["9", "14"])],
    "August-Bebel-Straße": [("01219", "Strehlen", 13.760, 51.030, ["12", "14"])],
    "An der Christuskirche": [("01219", "Strehlen", 13.762, 51.026, ["6"])],
    "Bergstraße": [("01069", "Altstadt", 13.727, 51.035, ["1", "3"])],
    "Burgstraße": [("01157", "Cotta", 13.690, 51.060, ["1", "7"])],
    "Löbtauer Straße": [("01067", "Altstadt", 13.715, 51.050, ["2", "4"])],
    "Große Meißner Straße": [("01097", "Neustadt", 13.738, 51.057, ["15"])],
    "Hölzring": [("01187", "Plauen", 13.700, 51.020, ["37"])],
    "Prof.-Nolde-Weg": [("01187", "Plauen", 13.705, 51.021, ["62"])],
    "Nöthnitzer Straße": [("01187", "Plauen", 13.722, 51.025, ["14", "14-18", "60"])],
    "Am Bach": [("01328", "Schönfeld/Weißig", 13.880, 51.050, ["1", "2"])],
}  # fmt: skip


def register() -> pd.DataFrame:
    """The register as text; houses of a street lie 30 m apart."""
    rows = []
    for street, places in _STREETS.items():
        for postcode, part, lon, lat, numbers in places:
            for position, number in enumerate(numbers):
                point = (f"{lon + position * 0.0004:.6f}", f"{lat:.6f}")
                rows.append((street, number, postcode, "Dresden", part, *point))
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def point_of(street: str, number: str, postcode: str) -> tuple[float, float]:
    """Where an address of the register is."""
    frame = register()
    found = frame[
        (frame["street"] == street)
        & (frame["house_number"] == number)
        & (frame["postcode"] == postcode)
    ]
    (row,) = found.to_dict("records")
    return float(row["lon"]), float(row["lat"])
