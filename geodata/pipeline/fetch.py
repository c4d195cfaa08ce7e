"""Fetching the sources over the network: each by itself, none stops another.

What was fetched replaces the old only when it was checked; otherwise the last good data stays and
the source says why. A build reads what lies on the disk and never asks the network.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from geodata.city import City, nearest_word, read_config_text
from geodata.errors import ConfigError, FetchError, GeodataError
from geodata.http import Budget, Client, Conditions, Request, redact_url
from geodata.pipeline.fetch_check import check_fetched
from geodata.pipeline.inputs import Inputs, read_inputs
from geodata.settings import ROOT, Settings
from geodata.sources import SourceSpec
from geodata.sources.collect import COLLECTORS, Part, Task
from geodata.sources.collect.task import check_is_data
from geodata.store.files import folder_lock
from geodata.store.raw import (
    Receipt,
    StoredPart,
    last_fetched,
    read_part,
    sha256_of_parts,
    store_fetched,
)
from geodata.store.source_states import SourceState, write_state

Outcome = Literal["new", "unchanged", "failed"]


class SourceReport(msgspec.Struct, frozen=True, kw_only=True):
    """How the fetch of one source ended."""

    source_id: str
    title: str
    outcome: Outcome
    record_count: int | None = None
    previous_count: int | None = None
    byte_count: int = 0
    reason: str = ""
    failures: int = 0


#: called before, and after, each source
Begin = Callable[[SourceSpec], None]
End = Callable[[SourceReport], None]


def user_agent(city: City) -> str:
    """Who asks: the product, its version, and where its operator can be reached."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    contact = city.operator.email or city.website
    return f"{project['name']}/{project['version']}{f' (+{contact})' if contact else ''}"


def client_for(settings: Settings, city: City) -> Client:
    """The client of a city, as polite as the settings say."""
    return Client(
        user_agent(city),
        allow_private=settings.fetch_allow_private,
        interval_seconds=settings.fetch_interval_seconds,
    )


# --- which sources


def fetchable(inputs: Inputs) -> list[SourceSpec]:
    """The enabled sources whose data comes over the network."""
    return [spec for spec in inputs.sources if spec.is_fetched]


def chosen_sources(inputs: Inputs, names: Iterable[str]) -> list[SourceSpec]:
    """The sources of these names; all that are enabled where none is given.

    Raises
    ------
    ConfigError
        A name is unknown, switched off, or of a source that is not fetched.
    """
    known = {spec.source_id: spec for spec in fetchable(inputs)}
    names = list(dict.fromkeys(names))
    for name in names:
        if name in known:
            continue
        if any(spec.source_id == name for spec in inputs.idle):
            raise ConfigError(f"Die Quelle „{name}“ ist in sources.toml abgeschaltet (enabled).")
        if name in inputs.source_ids:
            raise ConfigError(f"Die Quelle „{name}“ wird nicht aus dem Netz geholt.")
        raise ConfigError(f"Die Quelle „{name}“ gibt es nicht.{nearest_word(name, known)}")
    return [known[name] for name in names] if names else list(known.values())


# --- one source


class _Session:
    """The requests of one source: asks only for news, and remembers what came of it."""

    def __init__(self, spec: SourceSpec, client: Client, raw_dir: Path) -> None:
        self._client = client
        self._budget = Budget(spec.max_bytes, spec.timeout_seconds)
        found = last_fetched(raw_dir, spec.source_id)
        self._folder, parts = (found[0], found[1].parts) if found else (raw_dir, ())
        self._known = {part.key: part for part in parts}
        self.has_news = False

    def get(self, request: Request) -> Part:
        """The answer to a request; bytes of the last time where nothing has changed."""
        key = _key_of(request)
        known, old = self._last(key)
        if known and old is not None:
            conditions = Conditions(etag=known.etag, last_modified=known.last_modified)
            request = msgspec.structs.replace(request, conditions=conditions)
        answer = self._client.fetch(request, self._budget)
        if answer.status == "not_modified":
            if known is None or old is None:
                raise FetchError(
                    "Der Server meldet „unverändert“, aber es gibt keinen alten Stand."
                )
            return _part_from(known, old)
        check_is_data(answer.content)
        self.has_news = self.has_news or answer.content != old
        return Part(
            key=key,
            url=answer.url,
            content=answer.content,
            etag=answer.etag,
            last_modified=answer.last_modified,
        )

    def _last(self, key: str) -> tuple[StoredPart | None, bytes | None]:
        known = self._known.get(key)
        return known, read_part(self._folder, known) if known else None

    def is_news(self, parts: Sequence[Part]) -> bool:
        """Whether the parts differ from those of the last time."""
        return self.has_news or [part.key for part in parts] != list(self._known)


def _key_of(request: Request) -> str:
    """What a request asks for, without secrets: the same question has the same key."""
    url = redact_url(request.url)
    return f"{url} {sha256_of_parts([request.body])[:16]}" if request.body else url


def _part_from(known: StoredPart, content: bytes) -> Part:
    return Part(
        key=known.key,
        url=known.url,
        content=content,
        etag=known.etag,
        last_modified=known.last_modified,
    )


def _task_of(spec: SourceSpec, inputs: Inputs) -> Task:
    query = read_config_text(inputs.city_dir / spec.query) if spec.query else ""
    return Task(spec=spec, city=inputs.city, query=query)


def _receipt_of(spec: SourceSpec, parts: Sequence[Part], now: dt.datetime) -> Receipt:
    stored = tuple(
        StoredPart(
            key=part.key,
            url=part.url,
            file=f"part-{number:04d}",
            sha256=sha256_of_parts([part.content]),
            byte_count=len(part.content),
            etag=part.etag,
            last_modified=part.last_modified,
        )
        for number, part in enumerate(parts, start=1)
    )
    return Receipt(
        source_id=spec.source_id,
        location=parts[0].url,
        sha256=sha256_of_parts([part.content for part in parts]),
        byte_count=sum(part.byte_count for part in stored),
        licence=spec.licence,
        retrieved_at=now,
        parts=stored,
    )


def _unique(parts: Sequence[Part]) -> list[Part]:
    """Each answer once: the same question may come up twice."""
    return list({part.key: part for part in parts}.values())


class _Fetch:
    """One source being fetched: what is known of it, and what will be."""

    def __init__(self, spec: SourceSpec, inputs: Inputs, settings: Settings) -> None:
        self.spec, self.inputs, self.settings = spec, inputs, settings
        self.old = inputs.states.get(spec.source_id)

    @property
    def _previous(self) -> int | None:
        return self.old.record_count if self.old else None

    def run(self, client: Client, now: dt.datetime) -> SourceReport:
        """Fetch, check, keep. Raises GeodataError; nothing was replaced then."""
        session = _Session(self.spec, client, self.settings.raw_dir)
        collect = COLLECTORS[self.spec.kind]
        parts = _unique(collect(_task_of(self.spec, self.inputs), session.get))
        is_news = session.is_news(parts) or self._previous is None
        count = self._previous
        if is_news:
            contents = [part.content for part in parts]
            count = check_fetched(
                self.spec, contents, self.inputs, previous=self._previous, now=now
            )
        receipt = _receipt_of(self.spec, parts, now)
        kept = store_fetched(self.settings.raw_dir, receipt, [part.content for part in parts])
        state = SourceState(
            source_id=self.spec.source_id,
            status="ok",
            checked_at=now,
            retrieved_at=kept.retrieved_at,
            sha256=kept.sha256,
            record_count=count,
        )
        write_state(self.settings.states_dir, state)
        is_same = self.old is not None and self.old.sha256 == kept.sha256
        outcome: Outcome = "unchanged" if is_same else "new"
        return self._report(outcome, count, kept.byte_count)

    def fail(self, error: GeodataError, now: dt.datetime) -> SourceReport:
        """Keep the last good data, and say why it is not newer."""
        reason = " ".join(str(error).split())
        old = self.old or SourceState(
            source_id=self.spec.source_id, status="failed", checked_at=now
        )
        state = msgspec.structs.replace(
            old, status="failed", checked_at=now, last_error=reason, failures=old.failures + 1
        )
        write_state(self.settings.states_dir, state)
        report = self._report("failed", self._previous)
        return msgspec.structs.replace(report, reason=reason, failures=state.failures)

    def _report(self, outcome: Outcome, count: int | None, size: int = 0) -> SourceReport:
        return SourceReport(
            source_id=self.spec.source_id,
            title=self.spec.title,
            outcome=outcome,
            record_count=count,
            previous_count=self._previous,
            byte_count=size,
        )


def fetch_sources(
    settings: Settings,
    names: Sequence[str],
    now: dt.datetime,
    *,
    as_of: dt.date,
    client: Client | None = None,
    begin: Begin | None = None,
    end: End | None = None,
) -> list[SourceReport]:
    """Fetch sources one after the other; each is whole on the disk before the next one begins.

    Parameters
    ----------
    names : source_ids; empty = all that are enabled
    now : UTC, aware; stands in receipts and states
    as_of : the day it is in the city

    Raises
    ------
    ConfigError
        The city's files or a name cannot be used.
    SnapshotError
        Another process is fetching.
    """
    inputs = read_inputs(settings, as_of)
    specs = chosen_sources(inputs, names)
    client = client or client_for(settings, inputs.city)
    reports = []
    busy, wait = "Hier werden gerade schon Quellen geholt", "Bitte warten, bis das fertig ist."
    with folder_lock(settings.states_dir, busy, wait):
        for spec in specs:
            if begin:
                begin(spec)
            reports.append(_fetch_one(_Fetch(spec, inputs, settings), client, now))
            if end:
                end(reports[-1])
    return reports


def _fetch_one(one: _Fetch, client: Client, now: dt.datetime) -> SourceReport:
    try:
        return one.run(client, now)
    except GeodataError as error:
        return one.fail(error, now)
    except (RecursionError, MemoryError) as error:
        reason = f"Die Antwort lässt sich nicht lesen ({type(error).__name__})."
        return one.fail(FetchError(reason), now)
