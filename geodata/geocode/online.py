"""Nominatim and Photon, asked through geopy: only what a city switched on, only what is not private.

geopy knows how both are asked and how they answer; the connection is `geodata.http`'s, which is
polite and bounded. What comes back is believed only where it lies in the city's box and has the
house number that was asked for.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeopyError
from geopy.geocoders import Nominatim, Photon

from geodata.address import fold_text, parse_address, squeeze, street_key
from geodata.city import City
from geodata.errors import FetchError
from geodata.geocode.decisions import query_key
from geodata.geocode.result import GeocodeResult
from geodata.http import Budget, Client, Request
from geodata.model import Precision
from geodata.store.geocode_cache import GeocodeCache

MAX_BYTES, TIMEOUT_SECONDS = 1_000_000, 30.0
#: services of others, which ask for at most a request per second
PUBLIC_HOSTS = ("openstreetmap.org", "komoot.io")
PUBLIC_INTERVAL = 1.0
#: how sure an answer is: right number and postcode, right number alone, only the street
SURE, LIKELY, STREET = 0.8, 0.65, 0.4

Raw = dict[str, Any]


class _Adapter(BaseSyncAdapter):  # type: ignore[misc]
    """geopy's requests through the one door outwards."""

    client: Client

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:  # noqa: ARG002
        """The body of an answer. Raises FetchError."""
        answer = self.client.fetch(Request(url=url), Budget(MAX_BYTES, TIMEOUT_SECONDS))
        return answer.content.decode("utf-8", "replace")

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """The same as JSON."""
        return msgspec.json.decode(self.get_text(url, timeout=timeout, headers=headers))


def interval_of(city: City, least: float) -> float:
    """Seconds between two requests: as the city says, and no less than a public service asks for."""
    chosen = city.geocoding
    host = chosen.url.split("//")[-1].split("/")[0].split(":")[0]
    is_public = any(host == name or host.endswith(f".{name}") for name in PUBLIC_HOSTS)
    return max(chosen.interval_seconds, least, PUBLIC_INTERVAL if is_public else 0.0)


def service_of(city: City) -> str:
    """Name of a service in the cache: another address is another service."""
    return f"{city.geocoding.provider} {city.geocoding.url}"


class OnlineGeocoder:
    """Asks the service of a city.

    Parameters
    ----------
    client : the connection, with its pause between requests.
    """

    def __init__(self, city: City, client: Client) -> None:
        self._city = city
        scheme, _, domain = city.geocoding.url.partition("://")
        adapter = type("Adapter", (_Adapter,), {"client": client})
        maker = {"nominatim": Nominatim, "photon": Photon}[city.geocoding.provider]
        self._geocoder = maker(
            domain=domain, scheme=scheme, user_agent=client.user_agent,
            adapter_factory=lambda *, proxies, ssl_context: adapter(
                proxies=proxies, ssl_context=ssl_context
            ),
        )  # fmt: skip

    def ask(self, query: str) -> GeocodeResult:
        """Locate one address.

        Raises
        ------
        FetchError
            No answer, or none that can be understood.
        """
        west, south, east, north = self._city.bbox
        box = [(south, west), (north, east)]
        is_nominatim = self._city.geocoding.provider == "nominatim"
        options: Raw = (
            {"viewbox": box, "bounded": True, "addressdetails": True, "country_codes": None}
            if is_nominatim
            else {"bbox": box}
        )
        try:
            found = self._geocoder.geocode(query, exactly_one=True, language="de", **options)
            fields = _fields(found.raw) if found else None
            point = (float(found.longitude), float(found.latitude)) if found else (0.0, 0.0)
        except FetchError:
            raise
        except (GeopyError, ArithmeticError, AttributeError, IndexError, KeyError, RecursionError,
                TypeError, ValueError) as error:  # fmt: skip
            raise FetchError(
                f"Die Antwort des Dienstes ist nicht verständlich ({type(error).__name__})."
            ) from None
        return self._judge(query, fields, point)

    def _judge(
        self, query: str, fields: dict[str, str] | None, point: tuple[float, float]
    ) -> GeocodeResult:
        nothing = GeocodeResult(query=query, provider=self._city.geocoding.provider)
        west, south, east, north = self._city.bbox
        is_inside = west <= point[0] <= east and south <= point[1] <= north
        if fields is None or not fields["street"] or not is_inside:
            return nothing
        precision, confidence = _trust(query, fields)
        if precision is None:
            return nothing
        place = f"{fields['postcode']} {fields['town']}".strip()
        street = f"{fields['street']} {fields['number']}".strip()
        return msgspec.structs.replace(
            nothing,
            matched_address=f"{street}, {place}" if place else street,
            lon=point[0],
            lat=point[1],
            precision=precision,
            confidence=confidence,
        )


def _fields(raw: Raw) -> dict[str, str]:
    """Street, number, postcode and town of an answer of either service."""
    if "properties" in raw:
        given = raw["properties"]
        # a street itself has its name in `name`
        street = given.get("street") or (given["name"] if given.get("type") == "street" else "")
        number, town = given.get("housenumber", ""), given.get("city", "")
    else:
        given = raw["address"]
        street, number = given.get("road", ""), given.get("house_number", "")
        town = given.get("city") or given.get("town") or given.get("village") or ""
    fields = {
        "street": street,
        "number": number,
        "postcode": given.get("postcode", ""),
        "town": town,
    }
    return {name: str(value)[:200] for name, value in fields.items()}


def _trust(query: str, fields: dict[str, str]) -> tuple[Precision | None, float]:
    """How exact an answer is, measured at the question; None for another street."""
    asked = parse_address(query, frozenset({squeeze(fold_text(fields["town"]))}))
    if street_key(asked.street).full != street_key(fields["street"]).full:
        return None, 0.0
    number = squeeze(fold_text(fields["number"]))
    wanted = squeeze(fold_text(str(asked.house)))
    if not number or number != wanted:
        return "street", STREET
    is_same_place = bool(asked.postcode) and asked.postcode == fields["postcode"]
    if asked.postcode and not is_same_place and re.fullmatch(r"\d{5}", fields["postcode"]):
        return "street", STREET
    return "address", SURE if is_same_place else LIKELY


class CachedGeocoder:
    """What a service answered before; asks nobody. Loads the answers of the city's service once."""

    def __init__(self, cache: GeocodeCache, service: str) -> None:
        self._answers = cache.all_answers(service)

    def knows(self, query: str) -> bool:
        """Whether the service was asked for this address."""
        return query_key(query) in self._answers

    def geocode(self, query: str) -> GeocodeResult:
        """The kept answer; one without a point where there is none."""
        text = self._answers.get(query_key(query))
        try:
            kept = msgspec.json.decode(text, type=GeocodeResult) if text else None
        except msgspec.DecodeError:
            kept = None
        return kept or GeocodeResult(query=query)
