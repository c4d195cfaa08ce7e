"""Bytes come in untouched and with a receipt, or one sentence says why not."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest

from geodata import http
from geodata.errors import FetchError
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
    found, receipt = http.fetch_source(spec(), tmp_path, NOW)
    assert found == content
    assert receipt.sha256 == hashlib.sha256(content).hexdigest()
    assert (receipt.source_id, receipt.location) == ("population", "figures.csv")
    assert (receipt.byte_count, receipt.retrieved_at) == (len(content), NOW)
    assert receipt.licence == "dl-de/by-2-0"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"figures\.csv: Die Datei fehlt"):
        http.fetch_source(spec(), tmp_path, NOW)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "figures.csv").mkdir()
    with pytest.raises(FetchError, match="lässt sich nicht lesen"):
        http.fetch_source(spec(), tmp_path, NOW)


def test_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MAX_BYTES", 2_000_000)
    (tmp_path / "figures.csv").write_bytes(b" " * 2_000_001)
    with pytest.raises(FetchError, match="größer als 2 MB"):
        http.fetch_source(spec(), tmp_path, NOW)


def test_a_url_alone_is_refused_for_now(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"„population“.*https://example\.org/x"):
        http.fetch_source(spec(path="", url="https://example.org/x"), tmp_path, NOW)
