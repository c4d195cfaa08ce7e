"""The city `viereck` with a register of addresses and places that have an address and no point.

`Gartenweg` stands in two parts of the town; `geheim` and `doppelt` are private.
"""

from __future__ import annotations

from pathlib import Path

from tests.geodata.city_folder import write_city_folder

REGISTER = """\
street;house_number;postcode;town;district_name;lon;lat
Hauptweg;1;01099;Viereck;Süd;13.705;51.045
Hauptweg;3;01099;Viereck;Süd;13.7055;51.045
Hauptweg;5;01099;Viereck;Süd;13.706;51.045
Eckweg;4;01099;Viereck;Süd;13.719;51.049
Gartenweg;1;01099;Viereck;Süd;13.731;51.043
Gartenweg;1;01097;Viereck;Nord;13.711;51.058
Geheimgasse;7;01099;Viereck;Nord;13.7251;51.0551
Doppelgasse;2;01099;Viereck;Süd;13.7031;51.0421
Doppelgasse;2;01097;Viereck;Nord;13.7131;51.0571
"""
PLACES = """\
place_id;organisation_id;name;address;lon;lat;is_private;district_id
klar;lesen;Klar;Hauptweg 3, 01099 Viereck;;;;
eigen;lesen;Eigen;Gartenweg 1, Viereck;13.73;51.055;;
doppeldeutig;garten;Beet;Gartenweg 1, Viereck;;;;
nochmal;lesen;Laube;Gartenweg 1,  VIERECK;;;;
nummerlos;lesen;Nummerlos;Hauptweg 99, 01099 Viereck;;;;
fremd;lesen;Fremd;Nirgendgasse 4, 01099 Viereck;;;;
leipzig;lesen;Leipzig;Hauptweg 1, 04109 Leipzig;;;;
konflikt;lesen;Konflikt;Eckweg 4, 01097 Viereck;;;;
geheim;garten;Bei Familie Geheim;Geheimgasse 7, 01099 Viereck;;;ja;
doppelt;garten;Bei Familie Doppelt;Doppelgasse 2, Viereck;;;ja;
"""
OPPORTUNITIES = """\
opportunity_id;organisation_id;place_id;title;description;themes;schedule;is_remote;address
vorlesen;lesen;klar;Vorlesen;Du liest vor.;learning;regular;;
pflege;garten;geheim;Pflege;Du gießt.;nature;regular;;
beet;garten;doppeldeutig;Beet;Du gräbst.;nature;regular;;Gartenweg 1, Viereck
selbst;lesen;;Selbst;Du kommst.;learning;regular;;Hauptweg 5
fern;lesen;;Fern;Du schreibst.;learning;regular;ja;Hauptweg 5
"""
REGISTER_SOURCE = """
[[sources]]
source_id = "addresses"
kind = "table"
title = "Adressregister"
publisher = "Amt"
licence = "dl-de/by-2-0"
attribution = "Amt, dl-de/by-2-0"
collection = "addresses"
{where}
[sources.columns]
street = "street"
house_number = "house_number"
postcode = "postcode"
town = "town"
district_name = "district_name"
"""


def write_register_city(
    cities_dir: Path, *, with_register: bool = True, where: str = 'path = "register.csv"'
) -> Path:
    """Write the folder below `cities_dir`; returns it."""
    folder = write_city_folder(cities_dir)
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "opportunities.csv").write_text(OPPORTUNITIES, encoding="utf-8")
    if with_register:
        (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
        with (folder / "sources.toml").open("a", encoding="utf-8") as file:
            file.write(REGISTER_SOURCE.format(where=where))
    return folder
