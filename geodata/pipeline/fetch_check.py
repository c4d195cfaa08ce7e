"""Whether fetched data may replace what is there: it must be readable, usable and not much less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec

from geodata.errors import FetchError
from geodata.mapping import ADDRESSES
from geodata.normalise import normalise_entries
from geodata.pipeline.inputs import Inputs
from geodata.pipeline.raw_sources import as_fetched, read_own_file
from geodata.sources import SourceSpec, parse_source
from geodata.sources.mapped import parse_mapped
from geodata.sources.units import check_figure_units

#: what a figure is about, by the columns of the table `figures`
FIGURE_KEYS = ["figure_id", "period", "level", "unit_id"]


def _usable_entries(spec: SourceSpec, tables: dict[str, Any], inputs: Inputs) -> int:
    """Records that stay once their values are judged, as a build will judge them."""
    midnight = dt.datetime.combine(inputs.as_of, dt.time(), dt.UTC)
    typed = normalise_entries(
        tables,
        source=msgspec.structs.replace(spec.to_source(), retrieved_at=midnight),
        themes=inputs.themes,
        audiences=inputs.audiences,
        city=inputs.city,
    )
    return len(typed.tables[spec.collection])


def _usable_addresses(addresses: Any) -> int:
    """Addresses with a street, or the whole in one text, and a point."""
    named = [addresses[name] != "" for name in ("street", "address") if name in addresses.columns]
    if not named:
        return 0
    has_point = (addresses["lon"] != "") & (addresses["lat"] != "")
    return int((has_point & (named[0] | named[-1])).sum())


def _count_records(spec: SourceSpec, parts: Sequence[bytes], inputs: Inputs) -> int:
    tables = parse_mapped(spec, parts, inputs.mappings[spec.source_id], inputs.as_of).tables
    if spec.collection == ADDRESSES:
        return _usable_addresses(tables[ADDRESSES])
    return _usable_entries(spec, tables, inputs)


# --- statistics


def _crosswalk(inputs: Inputs, now: dt.datetime) -> Any:
    spec = next((spec for spec in inputs.sources if spec.kind == "crosswalk"), None)
    if spec is None:
        return None
    own = read_own_file(spec, inputs.city_dir, now)
    return parse_source(spec, own.content, inputs.city).tables["crosswalk"]


def _keys_of(figures: Any) -> set[tuple[str, ...]]:
    return set(figures[FIGURE_KEYS].itertuples(index=False, name=None))


def _check_nothing_lost(spec: SourceSpec, figures: Any, inputs: Inputs, now: dt.datetime) -> None:
    """Every figure of the city's own file is in the new table too: pages are built on them."""
    if not spec.path:
        return
    own = read_own_file(spec, inputs.city_dir, now)
    old = parse_source(spec, own.content, inputs.city).tables["figures"]
    lost = sorted(_keys_of(old) - _keys_of(figures))
    if lost:
        figure, period, level, unit = lost[0]
        raise FetchError(
            f"Der Tabelle fehlen {len(lost)} Zahlen, die es bisher gibt, zuerst „{figure}“ "
            f"({period}) für {level} {unit}."
        )


def _check_residents(figures: Any, inputs: Inputs) -> None:
    """The residents are those a build insists on; otherwise nothing could be published."""
    expected = inputs.city.checks.residents
    counted = figures[(figures["figure_id"] == "residents") & (figures["level"] == "district")]
    if expected is None or counted.empty:
        return
    latest = counted[counted["period"] == counted["period"].max()]
    total = int(latest["value"].sum())
    if total != expected:
        raise FetchError(
            f"Die Summe der Einwohner ist {total} statt {expected} (city.toml, [checks] residents)."
        )


def _count_figures(spec: SourceSpec, content: bytes, inputs: Inputs, now: dt.datetime) -> int:
    published = as_fetched(spec)
    figures = parse_source(published, content, inputs.city).tables["figures"]
    crosswalk = _crosswalk(inputs, now)
    if crosswalk is not None:
        check_figure_units(published, figures, crosswalk)
    _check_nothing_lost(spec, figures, inputs, now)
    _check_residents(figures, inputs)
    return len(figures)


# --- all


def _check_not_shrunk(spec: SourceSpec, count: int, previous: int | None) -> None:
    if previous and count < previous * spec.min_share:
        share = f"{spec.min_share * 100:.10g}".replace(".", ",")
        raise FetchError(
            f"Nur {count} statt zuletzt {previous} Einträge, weniger als {share} % (min_share)."
        )


def check_fetched(
    spec: SourceSpec,
    parts: Sequence[bytes],
    inputs: Inputs,
    *,
    previous: int | None,
    now: dt.datetime,
) -> int:
    """The number of usable records of fetched data.

    Parameters
    ----------
    previous : usable records of the last good data, None where there was none

    Raises
    ------
    FetchError, SourceError
        It cannot be read, holds nothing usable, or much less than before.
    """
    if spec.is_collection:
        count = _count_records(spec, parts, inputs)
    else:
        count = _count_figures(spec, parts[0], inputs, now)
    if count == 0:
        raise FetchError("Die Antwort enthält keinen verwertbaren Eintrag.")
    _check_not_shrunk(spec, count, previous)
    return count
