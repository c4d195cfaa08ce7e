"""What a geocoding service answered, kept so that nobody is asked twice: `data/<city>/geocode.sqlite`.

Holds addresses of entries that are not private, and nothing else.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from geodata.errors import SourceError

_SCHEMA = """
create table if not exists answers (
    service text not null, question text not null, answer text not null, answered_at text not null,
    primary key (service, question)
) without rowid
"""


class GeocodeCache:
    """Answers by service and question. Each call opens the file: a build reads it a few times.

    Parameters
    ----------
    path : the SQLite file; made by the first `remember`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise SourceError(
                f"{self.path}: Der Zwischenspeicher ist nicht lesbar ({error}). Er darf gelöscht werden."
            ) from None

    def all_answers(self, service: str) -> dict[str, str]:
        """Question -> answer of one service; empty where there is no file. Raises SourceError."""
        if not self.path.is_file():
            return {}
        with self._open() as connection:
            sql = "select question, answer from answers where service = ?"
            return dict(connection.execute(sql, (service,)).fetchall())

    def remember(self, service: str, question: str, answer: str, now: dt.datetime) -> None:
        """Keep an answer (`now`: UTC, aware). Raises SourceError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection, connection:
            connection.execute(_SCHEMA)
            values = (service, question, answer, now.isoformat(timespec="seconds"))
            connection.execute("insert or replace into answers values (?, ?, ?, ?)", values)
