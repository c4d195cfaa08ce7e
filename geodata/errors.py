"""The errors of the data side: one small tree, each message written for the person who reads it.

A bad row is an `Issue` and never an exception; an exception means that a whole file, build or
snapshot cannot be used. Scripts print the message and exit with 1.
"""

from __future__ import annotations

import errno

#: what an operating system says most often about files
_REASONS = {
    errno.ENOENT: "gibt es nicht",
    errno.EACCES: "Zugriff verweigert",
    errno.EPERM: "Zugriff verweigert",
    errno.EISDIR: "hier liegt ein Ordner",
    errno.ENOTDIR: "ein Teil des Pfades ist kein Ordner",
    errno.ENOSPC: "kein Platz mehr auf dem Datenträger",
    errno.EDQUOT: "kein Platz mehr auf dem Datenträger",
    errno.EFBIG: "größer, als hier erlaubt ist",
    errno.EROFS: "nur lesbar eingehängt",
    errno.ENAMETOOLONG: "der Name ist zu lang",
    errno.EIO: "Fehler des Datenträgers",
}


def reason_of(error: OSError) -> str:
    """Why the operating system refused, in German where it is one of the usual reasons."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


class GeodataError(Exception):
    """Something about the data that its keeper can mend. The message names file, row and field."""


class ConfigError(GeodataError):
    """A configuration file (city.toml, sources.toml, themes.csv, ...) cannot be used."""


class SourceError(GeodataError):
    """A source file cannot be read at all: wrong format, delimiter, unit or CRS."""


class CheckError(GeodataError):
    """A finished build must not be published. `reasons` lists what failed, one sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


class SnapshotError(GeodataError):
    """A snapshot file is missing, cut, changed or of another version."""


class FetchError(GeodataError):
    """A source could not be fetched."""
