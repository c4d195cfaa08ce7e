"""What routes may ask of services: Protocols and the plain types that pass between them.

Routes get a `Services` from `create_app` and speak to nothing else but `layers`. Each Protocol
has a real implementation in this folder and a fake in `tests/fakes.py`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from geodata.city import City
from geodata.model import CoverageRow, Level, Opportunity
from geodata.offices import Offices
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from geodata.thanks import Thanks

Bbox = tuple[float, float, float, float]
Point = tuple[float, float]


class SnapshotService(Protocol):
    """The snapshot being served; the same object for the length of one request."""

    def current(self) -> Snapshot:
        """The newest snapshot that could be read. Raises SnapshotError before there is one."""
        ...

    def path(self) -> Path:
        """The file of `current()`, for the download."""
        ...


class Clock(Protocol):
    """Today, in the city's time zone: whether an offer is open is judged at request time."""

    def now(self) -> dt.datetime:
        """Now (UTC, aware)."""
        ...

    def today(self) -> dt.date:
        """Today in the city's time zone."""
        ...


class SearchQuery(Struct, frozen=True, kw_only=True):
    """Everything /api/search, the finder and the feeds can be asked. Tuples are `or`."""

    q: str = ""
    theme: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    borough: tuple[str, ...] = ()
    near: Point | None = None
    near_name: str = ""
    radius_m: float | None = None
    walk_minutes: int | None = None
    bbox: Bbox | None = None
    hours_max: float | None = None
    weekday: tuple[str, ...] = ()
    daytime: tuple[str, ...] = ()
    age: int | None = None
    language: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    wheelchair: tuple[str, ...] = ()
    low_threshold: bool | None = None
    remote: bool | None = None
    schedule: tuple[str, ...] = ()
    group: bool | None = None
    people: int | None = None
    certificate: bool | None = None
    towards_pass: bool | None = None
    board: bool | None = None
    in_kind: bool | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    since: dt.date | None = None
    sort: str = "relevance"
    limit: int = 20
    offset: int = 0
    #: only what no map shows: remote and citywide offers; parameters of a place do not count
    only_placeless: bool = False

    def value_of(self, parameter: str) -> Any:
        """What a parameter of the address is set to; some are named otherwise here."""
        return getattr(self, _FIELDS.get(parameter, parameter))


_FIELDS = {
    "from": "date_from",
    "to": "date_to",
    "pass": "towards_pass",
    "ohne_ort": "only_placeless",
}


class FacetValue(Struct, frozen=True, kw_only=True):
    """What choosing `value` would match, given all other filters."""

    value: str
    label: str
    count: int


class Hit(Struct, frozen=True, kw_only=True):
    """One found offer. `distance_m` only with `near` and a public point."""

    opportunity: Opportunity
    distance_m: float | None = None


class WordNote(Struct, frozen=True, kw_only=True):
    """What became of a word of the question. `kind`: `slip` (taken for `shown`), `synonym` (`shown`
    found as well) or `left_out` (no offer that fits the rest of the question has it)."""

    kind: str
    asked: str
    shown: tuple[str, ...]


class Loosening(Struct, frozen=True, kw_only=True):
    """A way out of an empty result: what to change, and how many offers that finds.

    `kind`: `widen` sets parameters to a wider value, `drop` leaves them out. `changes` maps each
    parameter to its new values, none to leave it out. `label` says it in German, for programs.
    """

    kind: str
    changes: dict[str, tuple[str, ...]]
    label: str
    count: int


class SearchResult(Struct, frozen=True, kw_only=True):
    """One page of hits. `without_place` counts the remote and citywide offers that match all
    filters but those of place: they have no district, so no district, radius or box finds them.
    `rows_anywhere` are the rows in `Snapshot.opportunities` of what matches all filters but the
    box: what a map shows whose extent is the box. `without_min_age` counts the matches that name
    no minimum age, where an age is asked for."""

    matched: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    matched_ids: tuple[str, ...]
    without_place: int
    loosenings: tuple[Loosening, ...] = ()
    rows_anywhere: tuple[int, ...] = ()
    notes: tuple[WordNote, ...] = ()
    without_min_age: int = 0


class SearchService(Protocol):
    """Search over open offers."""

    def search(self, query: SearchQuery) -> SearchResult:
        """Open offers that match, best first. `loosenings` only where nothing matches, the
        nearest first."""
        ...

    def is_open(self, opportunity: Opportunity) -> bool:
        """Whether the offer is still open today."""
        ...


class Located(Struct, frozen=True, kw_only=True):
    """An answer of /api/locate, best first. `bbox` for areas."""

    label: str
    kind: str
    district_id: str | None
    precision: str
    confidence: float
    lon: float
    lat: float
    bbox: Bbox | None = None


class LocateResult(Struct, frozen=True, kw_only=True):
    """`not_loaded` names what would have known more: `addresses`, `stops`."""

    query: str
    candidates: tuple[Located, ...]
    not_loaded: tuple[str, ...]


class LocateService(Protocol):
    """Where is it? From local data only."""

    def locate(self, q: str, limit: int = 8) -> LocateResult:
        """Districts, boroughs, localities, places, stops, streets and addresses that match."""
        ...

    def district_at(self, lon: float, lat: float) -> str | None:
        """The one district of a point (lowest id on a border), None outside."""
        ...


class CoverageQuery(Struct, frozen=True, kw_only=True):
    """The question of the planning page. Empty weights = those of city.toml."""

    weights: tuple[tuple[str, float], ...] = ()
    theme: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    low_threshold: bool | None = None
    level: Level = "district"


class CoverageAnswer(Struct, frozen=True, kw_only=True):
    """`rows` in order of district_id. `city` holds the city's own values: `residents`,
    `supply_value`, `access_value`; `underserved_count`, `saturated_share` (share of units at
    0 % or 100 % access, see design: the page says when it is a quarter or more)."""

    weights: dict[str, float]
    rows: tuple[CoverageRow, ...]
    city: dict[str, float]


class CoverageService(Protocol):
    """Who is underserved, under these weights and for these offers?"""

    def judge(self, query: CoverageQuery) -> CoverageAnswer:
        """The judgement. Raises BadQuery for weights or ids that make no sense."""
        ...


class BadQuery(ValueError):
    """A request asks for something that makes no sense. Becomes a 400 with this sentence."""

    def __init__(self, message: str, parameter: str | None = None) -> None:
        self.parameter = parameter
        super().__init__(message)


class Services(Struct, frozen=True, kw_only=True):
    """All that routes get. In a view: `services()` from `routes.context`."""

    settings: Settings
    city: City
    clock: Clock
    snapshots: SnapshotService
    search: SearchService
    locate: LocateService
    coverage: CoverageService
    offices: Offices = Offices()
    thanks: Thanks = Thanks()
    extras: dict[str, Any] = {}
