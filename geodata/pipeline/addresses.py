"""The register of addresses in a build: its index, what entries are located with, what to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from geodata.errors import ConfigError, SourceError
from geodata.geocode import RegisterGeocoder, build_index, open_index
from geodata.geocode.decisions import (
    FILE_NAME,
    Decision,
    Decisions,
    Verdict,
    checksum,
    make_secret,
    read_decisions,
    read_secret,
    write_decisions,
)
from geodata.geocode.entries import AddressFinder, Locators, ReviewItem
from geodata.geocode.index import AddressIndex, index_name
from geodata.geocode.online import CachedGeocoder, service_of
from geodata.issues import Issue
from geodata.pipeline import stages
from geodata.pipeline.inputs import Inputs, read_inputs
from geodata.pipeline.parsing import is_register, read_register
from geodata.pipeline.raw_sources import Fetched
from geodata.settings import Settings
from geodata.store.files import remove_unfinished
from geodata.store.geocode_cache import GeocodeCache

#: indexes of older registers that a server may still have open
KEPT_INDEXES = 2


def _is_usable(path: Path) -> bool:
    try:
        open_index(path).close()
    except SourceError:
        return False
    return True


def index_path(settings: Settings, sha256: str) -> Path:
    """Where the index of a register lies, by the checksum of the register's bytes."""
    return settings.address_index_dir / index_name(sha256)


def ensure_index(settings: Settings, frame: Any, sha256: str) -> Path:
    """The index of a register, made where there is none or it is damaged.

    Parameters
    ----------
    frame : DataFrame of text with columns of `ADDRESS_FIELDS`
    sha256 : checksum of the bytes it was read from

    Raises
    ------
    SourceError
        No row can be used.
    """
    path = index_path(settings, sha256)
    if not _is_usable(path):
        build_index(frame, path)
        _remove_old(path)
    return path


def _remove_old(path: Path) -> None:
    """Remove what an interrupted build left and all but the newest other indexes."""
    remove_unfinished(path.parent)
    others = [other for other in path.parent.glob("*.sqlite") if other != path]
    others.sort(key=lambda other: other.stat().st_mtime, reverse=True)
    for other in others[KEPT_INDEXES - 1 :]:
        other.unlink(missing_ok=True)


def registers_of(fetched: Iterable[Fetched]) -> list[Fetched]:
    """The register of addresses among what was fetched, none or one.

    Raises
    ------
    ConfigError
        There are several: the server could not tell which index is whose.
    """
    found = [one for one in fetched if is_register(one.spec)]
    if len(found) > 1:
        names = ", ".join(one.spec.source_id for one in found)
        raise ConfigError(f"sources.toml: Es kann nur ein Adressregister geben, gefunden: {names}.")
    return found


def _open_register(settings: Settings, inputs: Inputs, register: Sequence[Fetched]) -> AddressIndex:
    sha256 = register[0].receipt.sha256
    path = index_path(settings, sha256)
    if not _is_usable(path):
        # read only now: a large city has hundreds of thousands of rows
        path = ensure_index(settings, read_register(inputs, register), sha256)
    return open_index(path)


def _unusable(register: Sequence[Fetched], error: SourceError) -> Issue:
    message = f"Das Adressregister ist nicht verwendbar; Adressen bleiben ohne Punkt. {error}"
    return Issue(
        source_id=register[0].spec.source_id,
        kind="unusable_register",
        severity="error",
        message=message,
    )


def _cached(settings: Settings, inputs: Inputs, issues: list[Issue]) -> AddressFinder | None:
    """What the city's service answered before. A build never asks it."""
    if not inputs.city.geocoding.provider:
        return None
    try:
        return CachedGeocoder(GeocodeCache(settings.geocode_cache), service_of(inputs.city))
    except SourceError as error:
        issues.append(Issue(source_id="geocoding", kind="unusable_cache", message=str(error)))
        return None


@contextmanager
def locators_for(
    settings: Settings, inputs: Inputs, fetched: Sequence[Fetched], issues: list[Issue]
) -> Iterator[Locators]:
    """What entries are located with, while it is open.

    A register or a cache that cannot be used stops no build: `issues` gets one that says so.

    Raises
    ------
    ConfigError
        geocode_decisions.csv has a mistake, or there are several registers.
    """
    decisions = read_decisions(inputs.city_dir, read_secret(settings.decisions_key))
    register = registers_of(fetched)
    index = None
    try:
        index = _open_register(settings, inputs, register) if register else None
    except SourceError as error:
        issues.append(_unusable(register, error))
    try:
        yield Locators(
            register=RegisterGeocoder(index) if index else None,
            others=_cached(settings, inputs, issues),
            decisions=decisions,
        )
    finally:
        if index:
            index.close()


# --- review


def review_items(settings: Settings, as_of: dt.date, now: dt.datetime) -> tuple[ReviewItem, ...]:
    """Addresses that need a decision, as the next build would find them. Publishes nothing.

    Raises
    ------
    ConfigError, FetchError, SourceError
        A file of the city cannot be used, or no register is loaded.
    """
    inputs = read_inputs(settings, as_of)
    fetched = stages.fetch_sources(inputs, settings.raw_dir, now, keeps_raw=False)
    if not registers_of(fetched):
        raise ConfigError(
            "Das Adressregister ist nicht geladen; ohne es gibt es nichts zu entscheiden. "
            "Laden mit: make data"
        )
    parsed = stages.parse_sources(inputs, fetched, settings.raw_dir, now, keeps_raw=False)
    typed = stages.normalise_sources(inputs, parsed.entries)
    issues: list[Issue] = []
    with locators_for(settings, inputs, fetched, issues) as locators:
        located = stages.geocode_entries(typed.tables, parsed.base.tables["districts"], locators)
    if issues:
        raise SourceError(issues[0].message)
    return tuple(sorted(located.review, key=lambda item: (-len(item.records), item.query)))


def remember(
    settings: Settings, item: ReviewItem, verdict: Verdict, choice: int | None, note: str = ""
) -> Path:
    """Write a decision into the city's file; returns its path.

    Parameters
    ----------
    choice : number of the candidate as it was listed, from 1; None for `reject`

    Raises
    ------
    ConfigError
        There is no such candidate, or the file has a mistake.
    """
    if choice is not None and not 1 <= choice <= len(item.candidates):
        raise ConfigError(
            f"Den Kandidaten {choice} gibt es nicht; zur Wahl stehen 1 bis {len(item.candidates)}."
            if item.candidates
            else "Zu dieser Adresse gibt es keine Kandidaten. In "
            f"{settings.city_dir / FILE_NAME} lässt sich ein Punkt von Hand eintragen."
        )
    secret = make_secret(settings.decisions_key) if item.is_private else b""
    decision = _decision(item, verdict, choice, secret)
    known = read_decisions(settings.city_dir, secret)
    kept: Decisions = known.with_decision(msgspec.structs.replace(decision, note=note))
    return write_decisions(settings.city_dir, kept)


def _decision(item: ReviewItem, verdict: Verdict, choice: int | None, secret: bytes) -> Decision:
    chosen = item.candidates[choice - 1] if choice is not None else None
    query = checksum(item.query, secret) if item.is_private else item.query
    if chosen is None:
        return Decision(query=query, decision=verdict)
    if item.is_private:
        return Decision(
            query=query, decision=verdict, matched_address=checksum(chosen.label, secret)
        )
    return Decision(
        query=query,
        decision=verdict,
        matched_address=chosen.label,
        lon=chosen.lon,
        lat=chosen.lat,
    )
