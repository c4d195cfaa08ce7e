"""The one door through which bytes come in: a city's own files today, the network later.

Nothing else in the product may open a socket outwards. A source with a path is read from the
city's folder; a URL alone is refused until the fetcher with its cache and limits lives here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from geodata.errors import FetchError
from geodata.sources import SourceSpec
from geodata.store.raw import Receipt

#: a statistics table or boundary file is far below this; more is a mistake
MAX_BYTES = 200_000_000


def receipt_for(spec: SourceSpec, content: bytes, retrieved_at: dt.datetime) -> Receipt:
    """The receipt of bytes that were just read (`retrieved_at`: UTC, aware)."""
    return Receipt(
        source_id=spec.source_id,
        location=spec.path or spec.url or spec.source_id,
        sha256=hashlib.sha256(content).hexdigest(),
        byte_count=len(content),
        licence=spec.licence,
        retrieved_at=retrieved_at,
    )


def _read_file(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FetchError(f"{path}: Die Datei ist größer als {MAX_BYTES // 1_000_000} MB.")
        return path.read_bytes()
    except FileNotFoundError:
        raise FetchError(f"{path}: Die Datei fehlt. Sie steht in sources.toml.") from None
    except OSError as error:
        raise FetchError(f"{path}: Die Datei lässt sich nicht lesen ({error.strerror}).") from None


def fetch_source(
    spec: SourceSpec, city_dir: Path, retrieved_at: dt.datetime
) -> tuple[bytes, Receipt]:
    """The untouched bytes of a source, with their receipt.

    Raises
    ------
    FetchError
        The file is missing or cannot be read, or the source has no file yet.
    """
    if not spec.path:
        raise FetchError(
            f"Quelle „{spec.source_id}“: Es fehlt die Datei, und Abruf aus dem Netz "
            f"({spec.url or 'ohne Adresse'}) ist noch nicht eingerichtet."
        )
    content = _read_file(city_dir / spec.path)
    return content, receipt_for(spec, content, retrieved_at)
