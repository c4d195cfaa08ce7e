"""How the last fetch of each source went: one small JSON file per source, replaced in one step.

sources/<source_id>.json
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from geodata.store.files import write_atomically


class SourceState(msgspec.Struct, frozen=True, kw_only=True):
    """The last check of a source, and what its last good data was."""

    source_id: Annotated[str, Meta(description="Source as named in sources.toml.")]
    status: Annotated[Literal["ok", "failed"], Meta(description="How the last check ended.")]
    checked_at: Annotated[dt.datetime, Meta(description="When it was last asked for (UTC).")]
    retrieved_at: Annotated[
        dt.datetime | None, Meta(description="When the good data was first read; null = never.")
    ] = None
    sha256: Annotated[str, Meta(description="Checksum of the good data.")] = ""
    record_count: Annotated[int | None, Meta(description="Records of the good data.")] = None
    last_error: Annotated[str | None, Meta(description="Why the last check failed, German.")] = None
    failures: Annotated[int, Meta(description="Checks that failed in a row.")] = 0


def read_state(states_dir: Path, source_id: str) -> SourceState | None:
    """The state of a source; None where there is none or it is damaged."""
    try:
        content = (states_dir / f"{source_id}.json").read_bytes()
        return msgspec.json.decode(content, type=SourceState)
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def write_state(states_dir: Path, state: SourceState) -> None:
    """Replace the state of a source in one step."""
    states_dir.mkdir(parents=True, exist_ok=True)
    data = msgspec.json.format(msgspec.json.encode(state))
    write_atomically(states_dir / f"{state.source_id}.json", data + b"\n")
