"""Whether there is anything to do: a fingerprint of all inputs. Loads no pandas, for a quick no."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from zoneinfo import ZoneInfo

from geodata.city import read_city
from geodata.errors import SnapshotError
from geodata.settings import Settings
from geodata.store.publish import read_current

CODE_DIR = Path(__file__).resolve().parent.parent
#: examples are dated relative to the day of the build; older than this they look stale
MAX_AGE_DAYS = 7


def _file_hashes(folder: Path, pattern: str) -> list[str]:
    """`path sha256` of every file below a folder, hidden files and caches left out."""
    found = []
    for path in sorted(folder.rglob(pattern)):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in parts):
            found.append(f"{'/'.join(parts)} {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return found


def input_sha256(settings: Settings, as_of: dt.date) -> str:
    """Fingerprint of all a build depends on: city's folder, imports, fetches, code, day."""
    lines = [as_of.isoformat(), *_file_hashes(settings.city_dir, "*")]
    lines += _file_hashes(settings.imports_dir, "*.json")
    lines += _file_hashes(settings.states_dir, "*.json")
    lines += _file_hashes(settings.geocode_cache.parent, settings.geocode_cache.name)
    lines += _file_hashes(CODE_DIR, "*.py")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def today_in(settings: Settings, now: dt.datetime) -> dt.date:
    """The day it is in the city (`now`: UTC, aware). Raises ConfigError."""
    return now.astimezone(ZoneInfo(read_city(settings.city_dir).timezone)).date()


def is_up_to_date(settings: Settings, today: dt.date, as_of: dt.date | None = None) -> bool:
    """Whether the current snapshot is whole, has the same inputs, and is fresh enough.

    Parameters
    ----------
    today : day in the city's time zone; the snapshot may be a week older.
    as_of : the day that is asked for, None = any fresh one.
    """
    try:
        info = read_current(settings.snapshots_dir).info
    except SnapshotError:
        return False
    if as_of is not None and info.as_of != as_of:
        return False
    is_fresh = as_of is not None or 0 <= (today - info.as_of).days <= MAX_AGE_DAYS
    return is_fresh and info.input_sha256 == input_sha256(settings, info.as_of)
