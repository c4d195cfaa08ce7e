"""Bytes come in untouched and with a receipt, or one sentence says why not."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest

from geodata.errors import FetchError
from geodata.pipeline import raw_sources
from geodata.sources import SourceSpec

NOW = dt.datetime(2026, 4, 3, 10, 0, tzinfo=dt.UTC)


def spec(**changes: Any) -> SourceSpec:
    given: dict[str, Any] = {
        "source_id": "population",
        "kind": "statistics",
        "path": "figures.csv",
        "title": "Bevölkerung",
        "publisher": "Amt",
        "licence": "dl-de/by-2-0",
        "attribution": "Amt",
        **changes,
    }
    return SourceSpec(**given)


def test_bytes_are_untouched_and_have_a_receipt(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfa;b\r\n1;2,5\r\n\xff"
    (tmp_path / "figures.csv").write_bytes(content)
    own = raw_sources.read_own_file(spec(), tmp_path, NOW)
    receipt = own.receipt
    assert (own.content, own.parts) == (content, (content,))
    assert receipt.sha256 == hashlib.sha256(content).hexdigest()
    assert (receipt.source_id, receipt.location) == ("population", "figures.csv")
    assert (receipt.byte_count, receipt.retrieved_at) == (len(content), NOW)
    assert receipt.licence == "dl-de/by-2-0"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"figures\.csv: Die Datei fehlt"):
        raw_sources.read_own_file(spec(), tmp_path, NOW)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "figures.csv").mkdir()
    with pytest.raises(FetchError, match="lässt sich nicht lesen"):
        raw_sources.read_own_file(spec(), tmp_path, NOW)


def test_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_sources, "MAX_BYTES", 2_000_000)
    (tmp_path / "figures.csv").write_bytes(b" " * 2_000_001)
    with pytest.raises(FetchError, match="größer als 2 MB"):
        raw_sources.read_own_file(spec(), tmp_path, NOW)


def test_a_source_that_was_never_fetched_has_no_bytes(tmp_path: Path) -> None:
    remote = spec(kind="geojson", path="", url="https://example.org/x", collection="facilities")
    assert raw_sources.read_bytes_of(remote, tmp_path, tmp_path / "raw", NOW) is None
    assert not (tmp_path / "raw").exists()
