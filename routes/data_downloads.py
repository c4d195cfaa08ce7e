"""What can be downloaded, how large it is, and under which licence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import asdict

from geodata.snapshot import Snapshot
from routes.answers import csv_text
from routes.api import indicators_csv
from routes.context import services, snapshot, today
from routes.data_issues import CSV_COLUMNS
from routes.details import web_address
from routes.params import MAX_LIMIT
from routes.speech import _
from services.data_quality import find_issues
from services.items import COLLECTIONS, CollectionTable, table_of


class Licence(Struct, frozen=True, kw_only=True):
    """A licence and where its text stands."""

    name: str
    url: str | None = None


class Download(Struct, frozen=True, kw_only=True):
    """One file. `rows`: entries in it, None where that says nothing; `size`: bytes, uncompressed.

    `is_whole`: False where an answer stops at MAX_LIMIT and goes on behind its link `next`.
    """

    title: str
    hint: str
    format: str
    href: str
    licences: tuple[Licence, ...]
    rows: int | None = None
    size: int | None = None
    is_whole: bool = True


def _licences(names: Iterable[str], held: Snapshot) -> tuple[Licence, ...]:
    pages = {source.licence: web_address(source.licence_url) for source in held.sources}
    return tuple(Licence(name=name, url=pages.get(name)) for name in sorted(set(names)))


def _file_size() -> int | None:
    try:
        return services().snapshots.path().stat().st_size
    except OSError:
        return None


def _geopackage(held: Snapshot) -> Download:
    names = [source.licence for source in held.sources if source.status != "off"]
    return Download(
        title=_("Alles in einer Datei"),
        hint=_("öffnet sich zum Beispiel in QGIS"),
        format="GeoPackage",
        href="/daten/snapshot.gpkg",
        licences=_licences(names, held),
        size=_file_size(),
    )


@lru_cache(maxsize=2)
def _indicators_size(_held: Snapshot) -> int:
    return len(indicators_csv().encode())


def _indicators(held: Snapshot) -> Download:
    used = {source_id for indicator in held.indicators for source_id in indicator.source_ids}
    names = [source.licence for source in held.sources if source.source_id in used]
    return Download(
        title=_("Alle Kennzahlen"),
        hint=_("eine Zeile je Gebiet, Kennzahl und Zeitraum"),
        format="CSV",
        href="/api/indicators?format=csv",
        licences=_licences(names, held),
        rows=len(held.indicator_values),
        size=_indicators_size(held),
    )


def _issues(held: Snapshot) -> Download:
    found = find_issues(held, limit=0)
    named = [s.licence for s in held.sources if s.source_id in found.sources]
    return Download(
        title=_("Hinweise zu den Daten"),
        hint=_("was beim Einlesen auffiel"),
        format="CSV",
        href="/daten/hinweise.csv",
        licences=_licences(named, held),
        rows=found.matched,
        size=_issues_size(held),
    )


@lru_cache(maxsize=2)
def _issues_size(held: Snapshot) -> int:
    rows = map(asdict, find_issues(held).issues)
    return len(csv_text(CSV_COLUMNS, rows).encode())


def _shown(table: CollectionTable, collection_id: str, held: Snapshot) -> list[int]:
    """Numbers of the entries the API gives today."""
    if collection_id != "opportunities":
        return list(range(len(table.records)))
    is_open = services().search.is_open
    return [number for number, offer in enumerate(held.opportunities) if is_open(offer)]


def _collection(collection_id: str, held: Snapshot) -> Download:
    table = table_of(held, collection_id, services().city.timezone, today())
    shown = _shown(table, collection_id, held)
    sent = shown[:MAX_LIMIT]
    return Download(
        title=_(COLLECTIONS[collection_id].title),
        hint=_(COLLECTIONS[collection_id].description),
        format="GeoJSON",
        href=f"/api/collections/{collection_id}/items?limit={MAX_LIMIT}",
        licences=_licences((table.properties[number]["licence"] for number in sent), held),
        rows=len(shown),
        size=sum(memoryview(table.features[number]).nbytes + 1 for number in sent),
        is_whole=len(sent) == len(shown),
    )


def downloads() -> list[Download]:
    """Everything, the whole first; collections without an entry are left out."""
    held = snapshot()
    collections = [_collection(key, held) for key in COLLECTIONS if getattr(held, key)]
    return [_geopackage(held), _indicators(held), _issues(held), *collections]
