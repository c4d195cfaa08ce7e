"""Raw bytes with receipts, the monthly table, and small files written in one step."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from geodata.store.files import UNFINISHED, remove_unfinished, write_atomically
from geodata.store.history import write_monthly_indicators
from geodata.store.raw import (
    RECEIPT_NAME,
    Receipt,
    StoredPart,
    last_fetched,
    read_part,
    receipts,
    remove_old_raw,
    sha256_of_parts,
    store_fetched,
    store_raw,
)
from geodata.store.source_states import SourceState, read_state, write_state
from tests.sample import sample_snapshot

DAY = dt.datetime(2026, 4, 3, 10, 0, tzinfo=dt.UTC)


def receipt(content: bytes, day: int = 0, **more: Any) -> Receipt:
    values: dict[str, Any] = {
        "source_id": "population",
        "location": "figures.csv",
        "sha256": hashlib.sha256(content).hexdigest(),
        "byte_count": len(content),
        "licence": "dl-de/by-2-0",
        "retrieved_at": DAY + dt.timedelta(days=day),
        **more,
    }
    return Receipt(**values)


def test_bytes_and_receipt_lie_beside_each_other(tmp_path: Path) -> None:
    store_raw(tmp_path, receipt(b"a;b\r\n"), b"a;b\r\n")
    ((folder, found),) = receipts(tmp_path, "population")
    assert folder == tmp_path / "population" / "20260403T100000Z"
    assert (folder / "figures.csv").read_bytes() == b"a;b\r\n"
    assert found == receipt(b"a;b\r\n")


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store_raw(tmp_path, receipt(b"same"), b"same")
    again = store_raw(tmp_path, receipt(b"same", day=1), b"same")
    assert again.retrieved_at == DAY
    assert len(receipts(tmp_path, "population")) == 1


def test_other_bytes_in_the_same_second_are_kept_too(tmp_path: Path) -> None:
    store_raw(tmp_path, receipt(b"one"), b"one")
    store_raw(tmp_path, receipt(b"two"), b"two")
    assert [r.byte_count for _, r in receipts(tmp_path, "population")] == [3, 3]


def test_a_damaged_receipt_counts_as_none(tmp_path: Path) -> None:
    store_raw(tmp_path, receipt(b"one"), b"one")
    ((folder, _),) = receipts(tmp_path, "population")
    (folder / RECEIPT_NAME).write_text("{")
    assert receipts(tmp_path, "population") == []
    store_raw(tmp_path, receipt(b"one", day=1), b"one")
    assert len(receipts(tmp_path, "population")) == 1


def test_old_fetches_go_the_newest_stays(tmp_path: Path) -> None:
    for day, content in enumerate([b"a", b"b", b"c"]):
        store_raw(tmp_path, receipt(content, day=day * 60), content)
    half = tmp_path / "population" / "20260101T000000Z"
    half.mkdir()
    (half / "figures.csv").write_text("half a fetch")
    removed = remove_old_raw(tmp_path, DAY + dt.timedelta(days=120), days=90)
    assert {path.name for path in removed} == {"20260403T100000Z", half.name}
    later = remove_old_raw(tmp_path, DAY + dt.timedelta(days=4000), days=90)
    assert len(later) == 1
    ((folder, _),) = receipts(tmp_path, "population")
    assert (folder / "figures.csv").read_bytes() == b"c"


def test_monthly_table_holds_all_values_and_no_organisation(tmp_path: Path) -> None:
    path = write_monthly_indicators(tmp_path / "indicators", sample_snapshot())
    assert path.name == "2026-04.csv"
    text = path.read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == len(sample_snapshot().indicator_values)
    supply = next(r for r in rows if r["indicator_id"] == "opportunities_per_1000")
    assert (supply["district_id"], supply["value"], supply["high"]) == ("01", "0.3", "0.88")
    assert {row["has_examples"] for row in rows} == {"true"}
    assert {row["as_of"] for row in rows} == {"2026-04-01"}
    for organisation in sample_snapshot().organisations:
        assert organisation.name not in text


def test_the_last_build_of_a_month_wins(tmp_path: Path) -> None:
    write_monthly_indicators(tmp_path, sample_snapshot())
    changed = msgspec.structs.replace(sample_snapshot(), indicator_values=())
    path = write_monthly_indicators(tmp_path, changed)
    assert len(path.read_text().splitlines()) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["2026-04.csv"]


def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "current"
    write_atomically(path, b"old")

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert remove_unfinished(tmp_path) == 1
    assert not list(tmp_path.glob(f"{UNFINISHED}*"))


# --- what came over the network, and how it went


def fetched(contents: list[bytes], *, day: int = 0) -> Receipt:
    parts = tuple(
        StoredPart(
            key=f"https://example.org/{number}",
            url=f"https://example.org/{number}",
            file=f"part-{number:04d}",
            sha256=sha256_of_parts([content]),
            byte_count=len(content),
        )
        for number, content in enumerate(contents, start=1)
    )
    return msgspec.structs.replace(
        receipt(b"", day=day),
        sha256=sha256_of_parts(contents),
        location="https://example.org/1",
        parts=parts,
    )


def test_parts_are_kept_and_read_back(tmp_path: Path) -> None:
    contents = [b"one", b"two"]
    store_fetched(tmp_path, fetched(contents), contents)
    found = last_fetched(tmp_path, "population")
    assert found is not None
    folder, kept = found
    assert [read_part(folder, part) for part in kept.parts] == contents
    (folder / "part-0002").write_bytes(b"two!")
    assert [read_part(folder, part) for part in kept.parts] == [b"one", None]
    (folder / "part-0001").unlink()
    assert read_part(folder, kept.parts[0]) is None


def test_a_part_lies_beside_its_receipt(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    part = msgspec.structs.replace(fetched([b"x"]).parts[0], file="../secret")
    (tmp_path / "folder").mkdir()
    assert read_part(tmp_path / "folder", part) is None


def test_the_newest_of_the_folder_and_of_the_network_stay(tmp_path: Path) -> None:
    store_fetched(tmp_path, fetched([b"old"]), [b"old"])
    store_fetched(tmp_path, fetched([b"net"], day=1), [b"net"])
    store_raw(tmp_path, receipt(b"file", day=2), b"file")
    removed = remove_old_raw(tmp_path, DAY + dt.timedelta(days=400), days=90)
    assert len(removed) == 1
    assert [kept.is_fetched for _, kept in receipts(tmp_path, "population")] == [True, False]


def test_states_are_replaced_and_damaged_ones_count_as_none(tmp_path: Path) -> None:
    state = SourceState(source_id="a", status="failed", checked_at=DAY, last_error="Grund")
    assert read_state(tmp_path / "new", "a") is None
    write_state(tmp_path / "new", state)
    assert read_state(tmp_path / "new", "a") == state
    (tmp_path / "new" / "a.json").write_bytes(b'{"source_id": "a"')
    assert read_state(tmp_path / "new", "a") is None
