"""Settings from the environment: every variable the product reads, in one place.

`python -m geodata.settings` is not a command; the table in docs/operations.md is written from
the descriptions here and checked by a test.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from geodata.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Environment variables, by their lower-case names."""

    city: Annotated[str, Meta(description="Folder below `cities/`.")] = "dresden"
    cities_dir: Annotated[Path, Meta(description="Folder of the cities.")] = ROOT / "cities"
    data_dir: Annotated[Path, Meta(description="Folder for raw data and snapshots.")] = (
        ROOT / "data"
    )
    host: Annotated[str, Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535, description="Port to listen on.")] = 8000
    workers: Annotated[int, Meta(ge=1, description="Server processes.")] = 1
    threads: Annotated[int, Meta(ge=1, description="Threads per server process.")] = 4
    proxy_count: Annotated[
        int, Meta(ge=0, description="Proxies in front whose X-Forwarded-* headers are believed.")
    ] = 0
    trusted_hosts: Annotated[
        str, Meta(description="Host names the server answers to, separated by commas; empty = all.")
    ] = ""
    database_url: Annotated[
        str, Meta(description="PostgreSQL for submissions; empty = without them.")
    ] = ""
    snapshot_poll_seconds: Annotated[
        float, Meta(gt=0, description="How often the server looks for a new snapshot.")
    ] = 1.0

    fetch_allow_private: Annotated[
        bool,
        Meta(
            description="`true` = sources may lie in private networks or on this machine "
            "(an intranet, a test server)."
        ),
    ] = False
    fetch_interval_seconds: Annotated[
        float, Meta(ge=0, le=60, description="Pause between two requests to the same server.")
    ] = 1.0

    @property
    def city_dir(self) -> Path:
        """Folder of the chosen city."""
        return self.cities_dir / self.city

    @property
    def snapshots_dir(self) -> Path:
        """Folder of the published snapshots."""
        return self.data_dir / self.city / "snapshots"

    @property
    def indicators_dir(self) -> Path:
        """Folder of the monthly indicator tables, kept for good."""
        return self.data_dir / self.city / "indicators"

    @property
    def raw_dir(self) -> Path:
        """Folder of the untouched source bytes."""
        return self.data_dir / self.city / "raw"

    @property
    def address_index_dir(self) -> Path:
        """Folder of the indexes over the register of addresses."""
        return self.data_dir / self.city / "address_index"

    @property
    def geocode_cache(self) -> Path:
        """File with what a geocoding service answered."""
        return self.data_dir / self.city / "geocode.sqlite"

    @property
    def decisions_key(self) -> Path:
        """File with the key under which decisions on private addresses are kept."""
        return self.data_dir / self.city / "geocode_decisions.key"

    @property
    def states_dir(self) -> Path:
        """Folder of how the last fetch of each source went."""
        return self.data_dir / self.city / "sources"

    @property
    def imports_dir(self) -> Path:
        """Folder of what was imported from files."""
        return self.data_dir / self.city / "imports"


def settings_from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read `Settings` from environment variables (upper-case names); empty ones count as unset.

    Raises
    ------
    ConfigError
        A variable has a value of the wrong kind.
    """
    environ = os.environ if environ is None else environ
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(Settings):
        text = environ.get(field.name.upper(), "")
        if text:
            found[field.name] = Path(text) if field.name.endswith("_dir") else text
    try:
        return msgspec.convert(found, Settings, strict=False)
    except msgspec.ValidationError as error:
        name = str(error).rpartition("$.")[2].strip("`")
        given = environ.get(name.upper(), "")
        raise ConfigError(
            f"Umgebungsvariable {name.upper()}: „{given}“ ist ungültig ({error})."
        ) from None
