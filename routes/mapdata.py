"""What the scripts of a page get told: addresses, bounds, words in the reader's language."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.snapshot import Snapshot
from layers.catalogue import BENEFIT_PARTNERS, CONTACT_POINTS, EVENTS, NEED
from layers.pins import pins_of
from routes.assets import asset_url
from routes.context import services, snapshot, today, with_language
from routes.speech import _
from services.contracts import Bbox

#: layers a reader can switch on in the finder, all off at first
SWITCHED = (NEED, CONTACT_POINTS, EVENTS, BENEFIT_PARTNERS)
MAP_STYLES = ("vendor/leaflet/leaflet.css", "css/map.css")
MAP_SCRIPTS = ("vendor/leaflet/leaflet.js", "vendor/supercluster/supercluster.min.js")
_MEMO = "_city_bounds"


def city_bounds(geometries: Sequence[BaseGeometry]) -> Bbox:
    """west, south, east, north around geometries (CRS84)."""
    west, south, east, north = (float(n) for n in shapely.total_bounds(list(geometries)))
    return west, south, east, north


def map_assets() -> dict[str, list[str]]:
    """Addresses of the styles and scripts of a map, for a page that loads them late."""
    return {
        "styles": [asset_url(path) for path in MAP_STYLES],
        "scripts": [asset_url(path) for path in MAP_SCRIPTS],
    }


def _bounds_of(held: Snapshot) -> Bbox:
    memo: dict[str, Any] = vars(held)
    if _MEMO not in memo:
        memo[_MEMO] = city_bounds([district.geometry for district in held.districts])
    found: Bbox = memo[_MEMO]
    return found


def pins_shown(rows: Sequence[int]) -> dict[str, str]:
    """Which pins of `/layers/pins.json` are among these rows of the snapshot's offers.

    `version` is the version of the pins meant, `bits` one bit for each, as base64.
    """
    pins = pins_of(snapshot(), today(), services().city.timezone)
    bits = base64.b64encode(pins.bits(rows)).decode("ascii")
    return {"version": pins.version, "bits": bits}


def _map_words() -> dict[str, str]:
    return {
        "mapLabel": _("Karte der Angebote"),
        "zoomIn": _("Näher heran"),
        "zoomOut": _("Weiter weg"),
        "wholeCity": _("Ganze Stadt zeigen"),
        "wheelHint": _("Halte Strg gedrückt, um mit dem Mausrad zu zoomen"),
        "touchHint": _("Verschiebe die Karte mit zwei Fingern"),
        "layers": _("Mehr auf der Karte"),
        "layerFailed": _("Das lässt sich gerade nicht laden. Versuche es gleich noch einmal."),
        "tryAgain": _("Noch einmal versuchen"),
        "mapFailed": _("Die Karte lässt sich gerade nicht laden. Die Liste zeigt dir alles."),
        "clusterOffersOne": _("{n} Angebot"),
        "clusterOffersMany": _("{n} Angebote"),
        "clusterPlacesOne": _("{n} Ort"),
        "clusterPlacesMany": _("{n} Orte"),
        "clusterHint": _("vergrößern"),
        "spreadHint": _("an einem Ort, einzeln zeigen"),
        "unnamedOffer": _("Angebot"),
        "pinsOffersOne": _("{n} Markierung auf der Karte. Die Pfeiltasten führen zur nächsten."),
        "pinsOffersMany": _("{n} Markierungen auf der Karte. Die Pfeiltasten führen zur nächsten."),
        "pinsPlacesOne": _("{n} Ort auf der Karte. Die Pfeiltasten führen zum nächsten."),
        "pinsPlacesMany": _("{n} Orte auf der Karte. Die Pfeiltasten führen zum nächsten."),
        "popupLoading": _("Einen Moment …"),
        "inList": _("So viele Angebote an einem Ort: Die Liste zeigt sie dir alle."),
        "follow": _("Liste folgt der Karte"),
        "example": _("Beispiel"),
        "more": _("Mehr dazu"),
        "close": _("Schließen"),
        "toOffer": _("Zum Angebot"),
    }


def _finder_words() -> dict[str, str]:
    return {
        "nearMe": _("In meiner Nähe"),
        "nearAsking": _("Dein Browser fragt dich jetzt nach deinem Standort."),
        "nearDenied": _("Dein Standort ist nicht freigegeben. Gib stattdessen einen Ort ein."),
        "nearFailed": _("Dein Standort lässt sich nicht bestimmen. Gib stattdessen einen Ort ein."),
        "nearOutside": _("Du bist gerade außerhalb der Stadt. Gib einen Ort in der Stadt ein."),
        "placeLabel": _("Wo?"),
        "placePoint": _("Gewählter Punkt"),
        "placeAll": _("Ganze Stadt"),
        "placeNone": _("Keinen Ort gefunden. Versuche es mit dem Stadtteil."),
        "placeFailed": _("Die Ortssuche antwortet gerade nicht. Wähle einen Stadtteil."),
        "placeCountOne": _("{n} Vorschlag"),
        "placeCountMany": _("{n} Vorschläge"),
        "kind_district": _("Stadtteil"),
        "kind_borough": _("Stadtbezirk"),
        "kind_locality": _("Ortslage"),
        "kind_place": _("Ort"),
        "kind_contact_point": _("Beratung"),
        "kind_organisation": _("Organisation"),
        "kind_address": _("Adresse"),
        "kind_street": _("Straße"),
        "kind_postcode": _("Postleitzahl"),
        "kind_facility": _("Einrichtung"),
        "kind_stop": _("Haltestelle"),
        "listFailed": _("Die Suche antwortet gerade nicht. Versuche es gleich noch einmal."),
        "showMap": _("Karte"),
        "showList": _("Liste"),
        "showResultsOne": _("{n} Angebot zeigen"),
        "showResultsMany": _("{n} Angebote zeigen"),
    }


def page_data(page: str, **more: Any) -> dict[str, Any]:
    """The JSON block of a page with a map; `more` adds to it."""
    query = with_language("/").removeprefix("/")
    return {
        "page": page,
        "icons": asset_url("vendor/icons.svg"),
        "layers": "/layers",
        "query": query,
        "locate": "/api/locate",
        "bounds": _bounds_of(snapshot()),
        "switches": [{"id": spec.layer_id, "label": _(spec.label)} for spec in SWITCHED],
        "words": _map_words() | _finder_words(),
        **more,
    }
