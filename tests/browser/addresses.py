"""Every kind of citizens' page in the sample, with the status it answers."""

from __future__ import annotations

PAGES: dict[str, int] = {
    "/": 200,
    "/?q=lesen&theme=education&hours_max=2": 200,
    "/?district=01&district=02&schedule=regular": 200,
    "/?ohne_ort=1": 200,
    "/?q=gibtesnicht": 200,
    "/?near=13.705,51.045&radius_m=2000&sort=distance": 200,
    "/?theme=gibtesnicht": 400,
    "/angebote/opp-01": 200,
    "/angebote/opp-02": 200,
    "/angebote/opp-03": 200,
    "/angebote/opp-05": 410,
    "/angebote/opp-07": 200,
    "/angebote/opp-13": 200,
    "/angebote/gibt-es-nicht": 404,
    "/organisationen/org-1": 200,
    "/organisationen/org-2": 200,
    "/organisationen/org-3": 200,
    "/stadtteile": 200,
    "/stadtteile?q=gibtesnicht": 200,
    "/danke": 200,
    "/stadtteile/01": 200,
    "/stadtteile/12": 200,
    "/embed": 200,
    "/einbetten": 200,
    "/impressum": 200,
    "/datenschutz": 200,
    "/barrierefreiheit": 200,
    "/offline": 200,
}
