"""The errors of the data side: one small tree, each message written for the person who reads it.

A bad row is an `Issue` and never an exception; an exception means that a whole file, build or
snapshot cannot be used. Scripts print the message and exit with 1.
"""

from __future__ import annotations


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
