"""What a build is made from: everything a city declares in its folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pandas as pd

from geodata.city import City, read_city
from geodata.errors import ConfigError
from geodata.model import Audience, Theme
from geodata.settings import Settings
from geodata.sources import SourceSpec, read_sources
from geodata.vocabulary import read_audiences, read_themes

CORRECTION_COLUMNS = ["record_id", "field", "old", "new", "reason"]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """A city's folder, read. `sources`: the enabled ones, in the order of sources.toml."""

    city: City
    city_dir: Path
    sources: tuple[SourceSpec, ...]
    themes: tuple[Theme, ...]
    audiences: tuple[Audience, ...]
    corrections: pd.DataFrame
    as_of: dt.date


def read_corrections(city_dir: Path) -> pd.DataFrame:
    """`corrections.csv` of a city as text, index = row of the file; empty where there is none.

    Raises
    ------
    ConfigError
        The file is not UTF-8 or its columns are others.
    """
    path = city_dir / "corrections.csv"
    if not path.exists():
        return pd.DataFrame(columns=CORRECTION_COLUMNS, dtype=object)
    try:
        found = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: Die Datei ist nicht UTF-8 ({error.reason}).") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ConfigError(f"{path}: kein gültiges CSV ({error}).") from None
    if list(found.columns) != CORRECTION_COLUMNS:
        raise ConfigError(
            f"{path}, Zeile 1: Erwartet sind die Spalten {'; '.join(CORRECTION_COLUMNS)}, "
            f"gefunden: {'; '.join(found.columns)}."
        )
    found.index = pd.RangeIndex(2, len(found) + 2, name="row")
    return found.astype(object)


def read_inputs(settings: Settings, as_of: dt.date) -> Inputs:
    """Read everything a city declares. Raises ConfigError."""
    city_dir = settings.city_dir
    return Inputs(
        city=read_city(city_dir),
        city_dir=city_dir,
        sources=tuple(spec for spec in read_sources(city_dir) if spec.enabled),
        themes=read_themes(city_dir),
        audiences=read_audiences(city_dir),
        corrections=read_corrections(city_dir),
        as_of=as_of,
    )
