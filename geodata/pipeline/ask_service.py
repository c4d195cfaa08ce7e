"""Asking the geocoding service of a city, once per address; builds only read what it answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from geodata.errors import ConfigError, FetchError
from geodata.geocode.decisions import query_key
from geodata.geocode.online import CachedGeocoder, OnlineGeocoder, interval_of, service_of
from geodata.geocode.result import GeocodeResult
from geodata.http import Client
from geodata.issues import Issue
from geodata.pipeline import stages
from geodata.pipeline.addresses import locators_for
from geodata.pipeline.fetch import user_agent
from geodata.pipeline.inputs import Inputs, read_inputs
from geodata.settings import Settings
from geodata.store.geocode_cache import GeocodeCache

#: so many faults in a row, and the service is left alone until the next time
MAX_FAULTS = 3


class AskReport(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it. `left`: addresses for the next time; `last_error`: why it ended early."""

    asked: int = 0
    found: int = 0
    known: int = 0
    left: int = 0
    last_error: str = ""


class _Recorder:
    """Notes what would be asked. Entries that are private never come here."""

    def __init__(self) -> None:
        self.queries: list[str] = []

    def geocode(self, query: str) -> GeocodeResult:
        self.queries.append(query)
        return GeocodeResult(query=query)


def open_addresses(settings: Settings, inputs: Inputs, now: dt.datetime) -> list[str]:
    """Addresses that neither a decision nor the register knows, each once, never a private one."""
    fetched = stages.fetch_sources(inputs, settings.raw_dir, now, keeps_raw=False)
    parsed = stages.parse_sources(inputs, fetched, settings.raw_dir, now, keeps_raw=False)
    typed = stages.normalise_sources(inputs, parsed.entries)
    recorder = _Recorder()
    issues: list[Issue] = []
    with locators_for(settings, inputs, fetched, issues) as locators:
        asking = msgspec.structs.replace(locators, others=recorder)
        stages.geocode_entries(typed.tables, parsed.base.tables["districts"], asking)
    unique = {query_key(query): query for query in recorder.queries}
    return list(unique.values())


def ask_service(
    settings: Settings,
    as_of: dt.date,
    now: dt.datetime,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> AskReport:
    """Ask for every open address that was not asked for yet, and keep the answers.

    A fault of the service costs no answer that came before it.

    Parameters
    ----------
    now : UTC, aware.
    progress : called with how many were asked and how many there are.

    Raises
    ------
    ConfigError
        The city names no service, or a file of it cannot be used.
    """
    inputs = read_inputs(settings, as_of)
    if not inputs.city.geocoding.provider:
        raise ConfigError(
            f"{inputs.city_dir / 'city.toml'}: Es ist kein Dienst eingeschaltet "
            "([geocoding] provider)."
        )
    cache, service = GeocodeCache(settings.geocode_cache), service_of(inputs.city)
    cached = CachedGeocoder(cache, service)
    queries = open_addresses(settings, inputs, now)
    waiting = [query for query in queries if not cached.knows(query)]
    todo = waiting[: inputs.city.geocoding.max_requests]
    client = Client(
        user_agent(inputs.city),
        allow_private=settings.fetch_allow_private,
        interval_seconds=interval_of(inputs.city, settings.fetch_interval_seconds),
    )
    report = AskReport(known=len(queries) - len(waiting), left=len(waiting))
    online = OnlineGeocoder(inputs.city, client)
    return _ask_all(
        online,
        todo,
        report,
        lambda query, answer: cache.remember(service, query_key(query), answer, now),
        progress,
    )


def _ask_all(
    online: OnlineGeocoder,
    todo: list[str],
    report: AskReport,
    keep: Callable[[str, str], None],
    progress: Callable[[int, int], None] | None,
) -> AskReport:
    """Ask until the end or until the service fails too often; `keep` gets each answer as JSON."""
    faults = 0
    for number, query in enumerate(todo, start=1):
        try:
            result = online.ask(query)
        except FetchError as error:
            faults += 1
            report = msgspec.structs.replace(report, last_error=str(error))
            if faults == MAX_FAULTS:
                break
            continue
        faults = 0
        keep(query, msgspec.json.encode(result).decode())
        report = _counted(report, result)
        if progress:
            progress(number, len(todo))
    return report


def _counted(report: AskReport, result: GeocodeResult) -> AskReport:
    return msgspec.structs.replace(
        report,
        asked=report.asked + 1,
        found=report.found + (result.precision == "address"),
        left=report.left - 1,
    )
