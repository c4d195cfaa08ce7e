"""The form's fields of a place without scripts: what is typed becomes a clean address.

`wo` is any text `/api/locate` knows. A clear answer leads on to it; several are offered; none is
said, with what would have known more. What is typed never stays in the address: a point has three
decimals (about 100 m) there, and of an exact address only the street's name.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress

from msgspec import Struct
from werkzeug.datastructures import MultiDict

from routes import params
from routes.address import Address
from routes.context import services
from routes.filters import PLACE_FIELD, REACH_FIELD, REACHES, UNCHANGED
from routes.speech import _
from services.contracts import BadQuery, Located

TEXT_FIELD = "wo"
PLACE_PARAMETERS = (
    "district",
    "borough",
    "near",
    "near_name",
    "radius_m",
    "walk_minutes",
    "bbox",
)
RADIUS_M = 2000
MAX_CANDIDATES = 6
#: from this confidence on, and so far ahead of the next, an answer is the one that was meant
SURE, AHEAD = 0.8, 0.02
#: `Prager Straße 1a, 01069 Dresden`: the number and all behind it
_HOUSE = re.compile(r"\s+\d+\s*[a-z]?(\s*[-/]\s*\d+\s*[a-z]?)?(,.*)?$|,.*$", re.IGNORECASE)
_FINE = re.compile(r"\.\d{4,}|[eE]")


class Candidate(Struct, frozen=True, kw_only=True):
    """A place that may have been meant, and the search there."""

    label: str
    kind: str
    href: str


class PlaceQuestion(Struct, frozen=True, kw_only=True):
    """A place that was typed and is not clear: the answer in words, what may have been meant."""

    asked: str
    text: str
    candidates: tuple[Candidate, ...]


def _kinds() -> dict[str, str]:
    return {
        "district": _("Stadtteil"),
        "borough": _("Stadtbezirk"),
        "locality": _("Ortslage"),
        "place": _("Ort"),
        "contact_point": _("Beratung"),
        "organisation": _("Organisation"),
        "address": _("Adresse"),
        "street": _("Straße"),
        "postcode": _("Postleitzahl"),
        "facility": _("Einrichtung"),
        "stop": _("Haltestelle"),
    }


def near_text(lon: float, lat: float) -> str:
    """A point as it stands in an address: three decimals."""
    return f"{lon:.3f},{lat:.3f}"


def name_without_house(located: Located) -> str:
    """What a place is called in an address: of an exact address only the street."""
    if located.kind != "address":
        return located.label[: params.MAX_NAME]
    return (_HOUSE.sub("", located.label) or located.label)[: params.MAX_NAME]


def address_at(address: Address, located: Located) -> Address:
    """The same search at a place; around a point within the distance that is set, or 2 km."""
    reach = [pair for pair in address.pairs if pair[0] in REACHES]
    rest = address.without(*PLACE_PARAMETERS, "offset", "ohne_ort")
    if located.kind in ("district", "borough") and located.district_id:
        return rest.plus(located.kind, located.district_id)
    rest = rest.without("sort").plus("near", near_text(located.lon, located.lat))
    rest = rest.plus("near_name", name_without_house(located))
    for name, value in reach or [("radius_m", str(RADIUS_M))]:
        rest = rest.plus(name, value)
    return rest.plus("sort", "distance")


def _candidates(asked: str) -> tuple[tuple[Located, ...], tuple[str, ...]]:
    with suppress(BadQuery):
        found = services().locate.locate(asked, MAX_CANDIDATES)
        return found.candidates, found.not_loaded
    return (), ()


def clear_answer(asked: str) -> Located | None:
    """The one place a text means; None where there are several, or none."""
    found, _not_loaded = _candidates(asked)
    if not found or found[0].confidence < SURE:
        return None
    if len(found) > 1 and found[0].confidence - found[1].confidence < AHEAD:
        return None
    return found[0]


def question_about(asked: str, address: Address) -> PlaceQuestion:
    """What to ask back where a text means no one place."""
    found, not_loaded = _candidates(asked)
    kinds = _kinds()
    candidates = tuple(
        Candidate(
            label=one.label,
            kind=kinds.get(one.kind, ""),
            href=address_at(address, one).href,
        )
        for one in found
    )
    if candidates:
        text = _("Welchen Ort meinst du mit „%(asked)s“?", asked=asked)
    else:
        text = _("„%(asked)s“ haben wir nicht gefunden.", asked=asked)
        if "addresses" in not_loaded:
            text += " " + _("Straßen und Adressen kennen wir hier noch nicht.")
        text += " " + _("Gib einen Stadtteil oder einen Ort in der Nähe ein.")
    return PlaceQuestion(asked=asked, text=text, candidates=candidates)


def _with_place_chosen(address: Address, chosen: str | None) -> Address:
    if chosen is None or chosen == UNCHANGED:
        return address
    name, _separator, value = chosen.partition(":")
    address = address.without("district", "borough")
    if name in ("district", "borough") and value:
        return address.without(*PLACE_PARAMETERS).plus(name, value)
    return address


def _with_reach(address: Address, chosen: str | None) -> Address:
    if chosen is None:
        return address
    name, _separator, value = chosen.partition(":")
    address = address.without(*REACHES)
    return address.plus(name, value) if name in REACHES and value else address


def _without_loose_reach(address: Address) -> Address:
    """How far is left out where there is nothing to be far from."""
    if address.get("near"):
        return address
    rest = address.without(*REACHES, "near_name")
    return rest.without("sort") if rest.get("sort") == "distance" else rest


def rounded(address: Address) -> Address:
    """Positions with three decimals; what is no position stays for its parser to refuse."""
    pairs = []
    for name, value in address.pairs:
        text = value
        if name in ("near", "bbox") and _FINE.search(value):
            args = MultiDict([(name, value)])
            with suppress(BadQuery):
                text = _rounded_near(args) if name == "near" else _rounded_box(args)
        pairs.append((name, text))
    return Address(address.path, tuple(pairs))


def _rounded_near(args: MultiDict[str, str]) -> str:
    point = params.point(args, "near")
    return near_text(*point) if point else ""


def _rounded_box(args: MultiDict[str, str]) -> str:
    """The box, rounded outwards: it holds what it held."""
    box = params.bbox(args)
    if not box:
        return ""
    west, south, east, north = (number * 1000 for number in box)
    edges = (math.floor(west), math.floor(south), math.ceil(east), math.ceil(north))
    return ",".join(f"{edge / 1000:.3f}" for edge in edges)


def form_address(args: MultiDict[str, str], plain: Address) -> Address | None:
    """The clean address of a form that was sent; None where it is clean already.

    Parameters
    ----------
    plain : the address without empty fields and without the fields only a form has.
    """
    fields = {name: args.get(name) for name in (PLACE_FIELD, REACH_FIELD, TEXT_FIELD)}
    asked = (fields[TEXT_FIELD] or "").strip()
    is_form = any(fields[name] is not None for name in (PLACE_FIELD, REACH_FIELD))
    is_form = is_form or any(not value.strip() for value in args.values())
    address = rounded(plain)
    if is_form:
        address = _with_place_chosen(address.without("offset"), fields[PLACE_FIELD])
        address = _with_reach(address, fields[REACH_FIELD])
    located = clear_answer(asked) if asked else None
    if located is not None:
        return _without_loose_reach(address_at(address, located))
    if is_form and asked:
        return _without_loose_reach(address).plus(TEXT_FIELD, asked)
    if is_form:
        return _without_loose_reach(address)
    return address if address != plain else None
