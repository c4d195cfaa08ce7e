"""Decisions on addresses, remembered for good in `cities/<slug>/geocode_decisions.csv`.

The file belongs to the city and is versioned with it, so it never tells where a private place is: a
private address and its answer stand in it as keyed checksums (HMAC-SHA-256). A plain checksum would
tell, because all addresses of a city are quickly tried. The key lies outside of the city's folder;
without it such a decision is not found, and the entry becomes a question again.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NoReturn, cast

from msgspec import Struct

from geodata.address import fold_text
from geodata.city import read_config_text
from geodata.errors import ConfigError
from geodata.geocode.result import Candidate
from geodata.store.files import write_atomically

FILE_NAME = "geocode_decisions.csv"
COLUMNS = ("query", "decision", "matched_address", "lon", "lat", "note")
HASHED = "sha256:"
Verdict = Literal["accept", "reject"]
_CHECKSUM = re.compile(r"sha256:[0-9a-f]{64}")
#: what a spreadsheet takes for the beginning of a formula; a query is compared without signs
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Decision(Struct, frozen=True, kw_only=True):
    """What a person decided on an address.

    `accept`: it is `matched_address` at `lon`, `lat` (degrees, WGS 84); for a private entry the
    checksum of one of the candidates, without a point. `reject`: it cannot be located.
    """

    query: str
    decision: Verdict
    matched_address: str = ""
    lon: float | None = None
    lat: float | None = None
    note: str = ""

    @property
    def is_private(self) -> bool:
        """Whether the address is only there as a checksum."""
        return self.query.startswith(HASHED)


def query_key(query: str) -> str:
    """What two spellings have in common that are the same question."""
    return " ".join(re.findall(r"[a-z0-9]+", fold_text(query)))


def checksum(text: str, secret: bytes) -> str:
    """A private text as it stands in the file."""
    return HASHED + hmac.new(secret, query_key(text).encode(), hashlib.sha256).hexdigest()


class Decisions:
    """All decisions of a city.

    Parameters
    ----------
    secret : key of the checksums, empty where there is none.
    """

    def __init__(self, rows: Iterable[Decision] = (), secret: bytes = b"") -> None:
        self.rows = tuple(rows)
        self._secret = secret
        self._by_key = {_key_of(row): row for row in self.rows}

    def find(self, query: str, *, is_private: bool) -> Decision | None:
        """The decision on an address; a private one is only looked for as its checksum."""
        if not is_private:
            return self._by_key.get(query_key(query))
        return self._by_key.get(checksum(query, self._secret)) if self._secret else None

    def chosen(self, decision: Decision, candidates: Iterable[Candidate]) -> Candidate | None:
        """The accepted answer; a private one only where it is still among the candidates."""
        if not decision.is_private:
            return Candidate(
                label=decision.matched_address,
                lon=cast("float", decision.lon),
                lat=cast("float", decision.lat),
                confidence=1.0,
            )
        wanted = decision.matched_address
        return next((c for c in candidates if checksum(c.label, self._secret) == wanted), None)

    def with_decision(self, decision: Decision) -> Decisions:
        """All of them and one more, which replaces an older one on the same address."""
        kept = [row for row in self.rows if _key_of(row) != _key_of(decision)]
        return Decisions([*kept, decision], self._secret)


def _key_of(row: Decision) -> str:
    return row.query if row.is_private else query_key(row.query)


# --- the file


class _Reader:
    """Reads rows strictly: the first mistake is told with file and row."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, row: int, field: str, reason: str) -> NoReturn:
        where = f", Spalte „{field}“" if field else ""
        raise ConfigError(f"{self.path}, Zeile {row}{where}: {reason}")

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        text = io.StringIO(read_config_text(self.path), newline="")
        reader = csv.reader(text, delimiter=";", strict=True)
        number = 1
        try:
            for cells in reader:
                yield number, cells
                number = reader.line_num + 1
        except csv.Error as error:
            self.fail(number, "", f"kein gültiges CSV ({error}).")

    def rows(self) -> Iterator[tuple[int, Decision]]:
        lines = self.lines()
        number, header = next(lines, (1, []))
        if tuple(header) != COLUMNS:
            found = "; ".join(header) or "keine"
            reason = f"Erwartet sind die Spalten {'; '.join(COLUMNS)}, gefunden: {found}."
            self.fail(number, "", reason)
        for number, cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(COLUMNS):
                self.fail(number, "", f"{len(cells)} Felder statt {len(COLUMNS)}.")
            yield (
                number,
                self._decision(number, dict(zip(COLUMNS, map(str.strip, cells), strict=True))),
            )

    def _decision(self, row: int, cells: dict[str, str]) -> Decision:
        verdict = cells["decision"]
        if verdict not in ("accept", "reject"):
            self.fail(row, "decision", f"„{verdict}“ ist unbekannt; möglich sind accept, reject.")
        is_private = cells["query"].startswith(HASHED)
        if is_private and not _CHECKSUM.fullmatch(cells["query"]):
            self.fail(row, "query", "Das ist keine vollständige Prüfsumme.")
        if not is_private and not query_key(cells["query"]):
            self.fail(row, "query", "Die Adresse fehlt.")
        lon = lat = None
        if verdict == "accept":
            lon, lat = self._answer(row, cells, is_private=is_private)
        return Decision(
            query=cells["query"],
            decision=cast("Verdict", verdict),
            matched_address=cells["matched_address"],
            lon=lon,
            lat=lat,
            note=cells["note"],
        )

    def _answer(
        self, row: int, cells: dict[str, str], *, is_private: bool
    ) -> tuple[float | None, float | None]:
        if not is_private:
            return self._degrees(row, cells, "lon", 180), self._degrees(row, cells, "lat", 90)
        if not _CHECKSUM.fullmatch(cells["matched_address"]):
            self.fail(
                row, "matched_address", "Bei einer privaten Adresse steht hier die Prüfsumme."
            )
        if cells["lon"] or cells["lat"]:
            self.fail(row, "lon", "Eine private Adresse darf hier keinen Punkt haben.")
        return None, None

    def _degrees(self, row: int, cells: dict[str, str], field: str, limit: float) -> float:
        text = cells[field].replace(",", ".")
        if not re.fullmatch(r"-?\d{1,3}(\.\d+)?", text) or abs(float(text)) > limit:
            self.fail(row, field, f"„{cells[field]}“ ist keine Koordinate in Grad.")
        return float(text)


def read_decisions(city_dir: Path, secret: bytes = b"") -> Decisions:
    """The decisions of a city; none where there is no file.

    Raises
    ------
    ConfigError
        A row cannot be understood, or two rows decide on one address; names file and row.
    """
    path = city_dir / FILE_NAME
    if not path.exists():
        return Decisions(secret=secret)
    reader = _Reader(path)
    first: dict[str, int] = {}
    rows = []
    for number, row in reader.rows():
        earlier = first.setdefault(_key_of(row), number)
        if earlier != number:
            reader.fail(number, "query", f"Über diese Adresse entscheidet schon Zeile {earlier}.")
        rows.append(row)
    return Decisions(rows, secret)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(row: Decision) -> list[str]:
    point = ["" if value is None else f"{value:.7f}" for value in (row.lon, row.lat)]
    return [_safe(row.query), row.decision, _safe(row.matched_address), *point, _safe(row.note)]


def write_decisions(city_dir: Path, decisions: Decisions) -> Path:
    """Write the file in one step, sorted, so that versions are easy to compare; returns its path."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in sorted(decisions.rows, key=_key_of))
    path = city_dir / FILE_NAME
    write_atomically(path, text.getvalue().encode())
    return path


# --- the key


def read_secret(path: Path) -> bytes:
    """The key of private decisions; empty where there is none."""
    return path.read_bytes().strip() if path.is_file() else b""


def make_secret(path: Path) -> bytes:
    """The key, made where there is none; readable for its owner only."""
    known = read_secret(path)
    if known:
        return known
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(secrets.token_hex(32).encode() + b"\n")
    return read_secret(path)
