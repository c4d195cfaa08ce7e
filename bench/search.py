"""How long a search takes with all its facets, over ten thousand invented offers.

    python -m bench.search [--offers 10000] [--rounds 30] [--keep FOLDER]

Builds a snapshot of the default city whose examples are that many (kept in FOLDER if one is named,
and taken from there the next time), then asks each question of `QUESTIONS` in turn and prints
median and 95th percentile in milliseconds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import re
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from geodata.city import read_city
from geodata.pipeline.build import build_snapshot
from geodata.settings import ROOT, Settings
from geodata.vocabulary import read_synonyms
from services.clock import SystemClock
from services.contracts import SearchQuery, SnapshotService
from services.search import SnapshotSearchService
from services.snapshots import FileSnapshotService

CITY = "dresden"
TARGET_MS = 20.0
HERE = (13.737, 51.050)
QUESTIONS: Mapping[str, SearchQuery] = {
    "everything": SearchQuery(),
    "one word": SearchQuery(q="vorlesen"),
    "one letter": SearchQuery(q="s"),
    "three words, one a synonym": SearchQuery(q="Oma beim Einkaufen helfen"),
    "a slip in typing": SearchQuery(q="Nachilfee"),
    "a word that is nowhere": SearchQuery(q="Quantenverschränkung"),
    "theme and hours": SearchQuery(theme=("seniors",), hours_max=2.0),
    "near, walking": SearchQuery(near=HERE, walk_minutes=15, sort="distance"),
    "ten filters": SearchQuery(
        q="Kinder",
        near=HERE,
        radius_m=5000.0,
        hours_max=5.0,
        weekday=("sa", "su"),
        daytime=("afternoon",),
        age=15,
        language=("de", "en"),
        wheelchair=("yes", "unknown"),
        certificate=True,
        low_threshold=True,
    ),
    "nothing fits": SearchQuery(
        q="Hund", theme=("heritage",), district=("31",), hours_max=1.0, age=12, certificate=True
    ),
}


def make_city(folder: Path, offers: int) -> Settings:
    """A copy of the default city with that many examples, below `folder`."""
    cities = folder / "cities"
    if not cities.exists():
        shutil.copytree(ROOT / "cities", cities)
    path = cities / CITY / "city.toml"
    text = re.sub(r"(?m)^opportunities = \d+", f"opportunities = {offers}", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    return Settings(city=CITY, cities_dir=cities, data_dir=folder / "data")


def snapshots_of(folder: Path, offers: int) -> tuple[Settings, SnapshotService]:
    """The service over the built snapshot; builds it where the folder has none."""
    settings = make_city(folder, offers)
    if not settings.snapshots_dir.exists():
        now = dt.datetime.now(dt.UTC)
        build_snapshot(settings, now.date(), created_at=now)
    return settings, FileSnapshotService(settings)


def _measure(service: SnapshotSearchService, query: SearchQuery, rounds: int) -> list[float]:
    times = []
    for _round in range(rounds):
        started = time.perf_counter()
        service.search(query)
        times.append((time.perf_counter() - started) * 1000)
    return times


def compare(folder: Path, offers: int, rounds: int) -> bool:
    """Ask every question; whether the 95th percentile of all of them is below the target."""
    settings, snapshots = snapshots_of(folder, offers)
    city = read_city(settings.city_dir)
    clock = SystemClock(city.timezone)
    service = SnapshotSearchService(snapshots, clock, city, read_synonyms(settings.city_dir))
    started = time.perf_counter()
    for query in QUESTIONS.values():
        service.search(query)
    first = time.perf_counter() - started
    print(
        f"{len(snapshots.current().opportunities)} offers; columns and words made in {first:.1f} s"
    )
    gc.freeze()
    every = []
    for name, query in QUESTIONS.items():
        times = _measure(service, query, rounds)
        every += times
        median, late = np.percentile(times, [50, 95])
        matched = service.search(query).matched
        print(f"{name:28} {matched:6} found   median {median:6.2f} ms   p95 {late:6.2f} ms")
    median, late = np.percentile(every, [50, 95])
    print(f"{'all questions':28}              median {median:6.2f} ms   p95 {late:6.2f} ms")
    return bool(late < TARGET_MS)


def main() -> int:
    """Build, ask, print; 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--offers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--keep", type=Path, help="folder to keep the snapshot in")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        is_met = compare(given.keep or Path(folder), given.offers, given.rounds)
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
