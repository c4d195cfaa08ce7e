"""Nominatim and Photon against a real local server: off by default, polite, cached, never private."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from geodata.city import Geocoding, read_city
from geodata.errors import ConfigError, FetchError
from geodata.geocode.online import OnlineGeocoder, interval_of
from geodata.geocode.result import GeocodeResult
from geodata.http import Client
from geodata.pipeline.ask_service import AskReport, ask_service
from geodata.pipeline.build import build_snapshot
from geodata.pipeline.fingerprint import input_sha256
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from geodata.store.publish import read_current
from scripts import geocode_addresses
from tests.geodata.register_city import write_register_city
from tests.geodata.web import Asked, Web, answer, json_answer

AS_OF = dt.date(2026, 4, 3)
NOW = dt.datetime(2026, 4, 3, 10, tzinfo=dt.UTC)
UNKNOWN = "Nirgendgasse 4, 01099 Viereck"


def nominatim(**changes: Any) -> list[dict[str, Any]]:
    """One place as Nominatim 4 answers with addressdetails."""
    address = {
        "house_number": "4", "road": "Nirgendgasse", "suburb": "Süd", "city": "Viereck",
        "state": "Sachsen", "ISO3166-2-lvl4": "DE-SN", "postcode": "01099",
        "country": "Deutschland", "country_code": "de",
    }  # fmt: skip
    place = {
        "place_id": 132841632, "licence": "Data © OpenStreetMap contributors, ODbL 1.0.",
        "osm_type": "node", "osm_id": 2418911234, "lat": "51.0455000", "lon": "13.7355000",
        "class": "place", "type": "house", "place_rank": 30, "importance": 0.00000999,
        "addresstype": "place", "name": "", "display_name": "4, Nirgendgasse, Süd, Viereck",
        "boundingbox": ["51.0454", "51.0456", "13.7354", "13.7356"],
    }  # fmt: skip
    point = {key: changes.pop(key) for key in ("lat", "lon") if key in changes}
    return [{**place, **point, "address": {**address, **changes}}]


def photon(**changes: Any) -> dict[str, Any]:
    """One feature as Photon answers."""
    properties = {
        "osm_type": "N", "osm_id": 2418911234, "osm_key": "place", "osm_value": "house",
        "type": "house", "postcode": "01099", "housenumber": "4", "countrycode": "DE",
        "street": "Nirgendgasse", "city": "Viereck", "state": "Sachsen", "country": "Deutschland",
    }  # fmt: skip
    feature = {
        "type": "Feature", "properties": {**properties, **changes},
        "geometry": {"type": "Point", "coordinates": [13.7355, 51.0455]},
    }  # fmt: skip
    return {"type": "FeatureCollection", "features": [feature]}


@pytest.fixture(autouse=True)
def _code_stands_still(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.pipeline.fingerprint.CODE_DIR", root / "requirements")


def city(folder: Path, web: Web, provider: str = "nominatim", extra: str = "") -> Settings:
    written = write_register_city(folder / "cities")
    section = f'\n[geocoding]\nprovider = "{provider}"\nurl = "{web.url}"\ninterval_seconds = 0\n'
    with (written / "city.toml").open("a", encoding="utf-8") as file:
        file.write(section + extra)
    return Settings(
        city="viereck", cities_dir=folder / "cities", data_dir=folder / "data",
        fetch_allow_private=True, fetch_interval_seconds=0,
    )  # fmt: skip


def build(settings: Settings) -> Snapshot:
    build_snapshot(settings, AS_OF, created_at=NOW)
    return read_current(settings.snapshots_dir)


def foreign(settings: Settings) -> Any:
    return next(one for one in build(settings).places if one.place_id == "fremd")


def ask(settings: Settings) -> AskReport:
    return ask_service(settings, AS_OF, NOW)


def asked_for(web: Web) -> list[str]:
    return sorted(one.parameters["q"] for one in web.asked)


@pytest.mark.parametrize("provider", ["nominatim", "photon"])
def test_an_address_the_register_lacks_is_asked_for_once(
    tmp_path: Path, web: Web, provider: str
) -> None:
    settings = city(tmp_path, web, provider)

    def handler(asked: Asked) -> bytes:
        found = asked.parameters["q"] == UNKNOWN
        if provider == "nominatim":
            return json_answer(nominatim() if found else [])
        box = [float(part) for part in asked.parameters["bbox"].split(",")]
        assert box == [13.60, 51.00, 13.90, 51.10]
        return json_answer(photon() if found else {"type": "FeatureCollection", "features": []})

    web.routes["/search" if provider == "nominatim" else "/api"] = handler
    before = input_sha256(settings, AS_OF)
    assert foreign(settings).geometry is None
    assert web.asked == []  # a build asks nobody
    assert ask(settings) == AskReport(asked=2, found=1)
    assert asked_for(web) == ["Hauptweg 99, 01099 Viereck", UNKNOWN]
    assert input_sha256(settings, AS_OF) != before
    found = foreign(settings)
    assert (found.geometry.x, found.geometry.y) == (13.7355, 51.0455)
    assert (found.geocode_precision, found.geocoder, found.geocode_confidence) == (
        "address", provider, 0.8,
    )  # fmt: skip
    assert ask(settings) == AskReport(known=2)
    assert len(web.asked) == 2


def test_it_is_asked_inside_the_box_of_the_city_and_says_who_asks(tmp_path: Path, web: Web) -> None:
    web.routes["/search"] = json_answer([])
    ask(city(tmp_path, web))
    given = web.asked[0].parameters
    assert given["bounded"] == "1"
    assert [float(part) for part in given["viewbox"].split(",")] == [13.60, 51.00, 13.90, 51.10]
    assert web.asked[0].headers["user-agent"].startswith("ehrenamtslandkarte/")


def test_a_private_address_is_never_sent(tmp_path: Path, web: Web) -> None:
    web.routes["/search"] = json_answer([])
    settings = city(tmp_path, web)
    (settings.city_dir / "register.csv").write_text(
        "street;house_number;postcode;town;district_name;lon;lat\nX;1;01099;Viereck;;13.7;51.05\n",
        encoding="utf-8",
    )
    ask(settings)
    assert len(asked_for(web)) > 4
    assert not [q for q in asked_for(web) if "Geheim" in q or "Doppel" in q]
    assert b"Geheim" not in settings.geocode_cache.read_bytes()


@pytest.fixture
def located(tmp_path: Path, web: Web) -> Callable[..., GeocodeResult]:
    """What comes of an answer, without a build around it."""

    def call(content: bytes, provider: Any = "nominatim") -> GeocodeResult:
        web.routes["/search"] = web.routes["/api"] = content
        chosen = Geocoding(provider=provider, url=web.url)
        known = read_city(write_register_city(tmp_path / "cities"))
        client = Client("test", allow_private=True, interval_seconds=0, sleep=lambda _: None)
        return OnlineGeocoder(msgspec.structs.replace(known, geocoding=chosen), client).ask(UNKNOWN)

    return call


@pytest.mark.parametrize(
    "answered",
    [
        nominatim(lat="51.34", lon="12.37"),
        nominatim(road="Andere Gasse"),
        [],
        {"error": "Unable to geocode"},
    ],
)
def test_what_is_not_the_address_is_not_believed(
    located: Callable[..., GeocodeResult], answered: Any
) -> None:
    assert located(json_answer(answered)).precision is None


@pytest.mark.parametrize(
    "change", [{"house_number": "5"}, {"postcode": "01097"}, {"house_number": ""}]
)
def test_another_number_or_postcode_is_no_exact_answer(
    located: Callable[..., GeocodeResult], change: dict[str, str]
) -> None:
    assert located(json_answer(nominatim(**change))).precision == "street"


def test_a_street_of_photon(located: Callable[..., GeocodeResult]) -> None:
    street = photon(type="street", name="Nirgendgasse")
    for name in ("housenumber", "street"):
        del street["features"][0]["properties"][name]
    found = located(json_answer(street), "photon")
    assert (found.precision, found.matched_address) == ("street", "Nirgendgasse, 01099 Viereck")


@pytest.mark.parametrize(
    "broken",
    [
        answer("<html>busy</html>"), answer(b"\xff\x00"), answer("", 500), answer("slow down", 403),
        json_answer([{"display_name": "x"}]), json_answer([1]), json_answer("text"),
        json_answer([{"lat": "a", "lon": "b", "display_name": "x", "address": {}}]),
        json_answer({"error": "down"}), answer("[" * 100_000), answer(b"x" * 2_000_000),
        json_answer({"features": [{"geometry": None, "properties": None}]}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("provider", ["nominatim", "photon"])
def test_a_fault_of_the_service_is_a_sentence(
    located: Callable[..., GeocodeResult], broken: bytes, provider: str
) -> None:
    with pytest.raises(FetchError):
        located(broken, provider)


def test_a_fault_breaks_nothing_and_costs_no_answer(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = city(tmp_path, web)
    web.routes["/search"] = lambda asked: (
        json_answer(nominatim()) if asked.parameters["q"] == UNKNOWN else answer("", 500)
    )
    monkeypatch.setenv("CITIES_DIR", str(settings.cities_dir))
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("CITY", "viereck")
    monkeypatch.setenv("FETCH_ALLOW_PRIVATE", "true")
    monkeypatch.setenv("FETCH_INTERVAL_SECONDS", "0")
    assert geocode_addresses.main([]) == 1
    told = capsys.readouterr().out
    assert "1 Adressen gefragt, 1 genau gefunden" in told
    assert "Fehler gemeldet" in told
    assert foreign(settings).geocoder == "nominatim"


def test_no_more_than_allowed_in_one_run(tmp_path: Path, web: Web) -> None:
    settings = city(tmp_path, web, extra="max_requests = 1\n")
    web.routes["/search"] = json_answer([])
    assert ask(settings) == AskReport(asked=1, left=1)
    assert ask(settings) == AskReport(asked=1, known=1)


def test_a_damaged_cache_stops_no_build(tmp_path: Path, web: Web) -> None:
    settings = city(tmp_path, web)
    settings.geocode_cache.parent.mkdir(parents=True)
    settings.geocode_cache.write_bytes(b"damaged" * 100)
    snapshot = build(settings)
    assert [issue.kind for issue in snapshot.issues if issue.source_id == "geocoding"] == [
        "unusable_cache"
    ]


def test_off_by_default(tmp_path: Path) -> None:
    folder = write_register_city(tmp_path / "cities")
    assert read_city(folder).geocoding == Geocoding()
    settings = Settings(city="viereck", cities_dir=tmp_path / "cities", data_dir=tmp_path / "data")
    with pytest.raises(ConfigError, match="kein Dienst eingeschaltet"):
        ask(settings)


def test_a_service_needs_its_address(tmp_path: Path) -> None:
    folder = write_register_city(tmp_path / "cities")
    with (folder / "city.toml").open("a", encoding="utf-8") as file:
        file.write('\n[geocoding]\nprovider = "photon"\n')
    with pytest.raises(ConfigError, match="gehört url"):
        read_city(folder)


@pytest.mark.parametrize(
    ("url", "seconds"),
    [
        ("https://nominatim.openstreetmap.org", 1.0),
        ("https://photon.komoot.io/", 1.0),
        ("https://notkomoot.io", 0.0),
        ("http://127.0.0.1:8080", 0.0),
    ],
)
def test_public_services_are_asked_slowly(tmp_path: Path, url: str, seconds: float) -> None:
    city = read_city(write_register_city(tmp_path / "cities"))
    chosen = Geocoding(provider="photon", url=url, interval_seconds=0)
    assert interval_of(msgspec.structs.replace(city, geocoding=chosen), 0.0) == seconds
