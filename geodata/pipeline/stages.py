"""The stages, one function each: tables in, a `StageResult` out. Each can be run by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import msgspec
import numpy as np
import pandas as pd
import shapely

from geodata.assign import assign_districts
from geodata.checks import ENTRY_TABLES
from geodata.districts import assign_statistics_units, boroughs_from_districts
from geodata.errors import ConfigError, SourceError
from geodata.examples import generate_examples
from geodata.geocode import geocode_entries
from geodata.indicators import build_indicators, disadvantage_by_unit
from geodata.indicators.people import with_urban_areas
from geodata.issues import Issue
from geodata.match import apply_corrections, match_entries
from geodata.model import Source
from geodata.normalise import normalise_entries
from geodata.pipeline.imported import imported_entries
from geodata.pipeline.inputs import Inputs
from geodata.pipeline.parsing import is_register, parse_fetched, read_register
from geodata.pipeline.raw_sources import Fetched, read_bytes_of, receipt_for
from geodata.pipeline.source_rows import idle_rows, source_row
from geodata.privacy import mask_private, mask_private_issues
from geodata.sources.statistics import check_owners
from geodata.sources.units import check_figure_units
from geodata.stages import StageResult
from geodata.store.raw import store_raw
from geodata.tables import TABLES, columns_of

#: stage -> its German name on screen, in order
STAGES: dict[str, str] = {
    "fetch": "Quellen holen",
    "parse": "Quellen lesen",
    "normalise": "Werte prüfen",
    "geocode": "Orte bestimmen",
    "match": "Einträge abgleichen",
    "assign": "Stadtteile zuordnen",
    "indicators": "Indikatoren rechnen",
    "publish": "Datenstand veröffentlichen",
}
#: kinds that tell what the city is; all others bring entries
CITY_KINDS = {"districts", "orientation_lines", "statistics", "crosswalk"}
#: called with the stage and, within a stage, what is being done
Progress = Callable[[str, str], None]

Tables = Mapping[str, Any]


#: a table and the source it comes from
Part = tuple[Fetched, Any]


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """All sources as plain tables: those of the city, and entries still apart by source."""

    base: StageResult
    entries: tuple[tuple[Source, Tables], ...]
    sources: tuple[Source, ...]


# --- fetch


def fetch_sources(
    inputs: Inputs, raw_dir: Path, now: dt.datetime, *, keeps_raw: bool = True
) -> list[Fetched]:
    """Bytes of every source that has some; the generated ones come later, from these.

    What lies in the city's folder is read, what comes over the network as it was fetched last.
    Bytes and receipt are kept in `raw_dir` (`now`: UTC, aware), unless only a look is wanted.
    Raises FetchError.
    """
    found = (
        read_bytes_of(spec, inputs.city_dir, raw_dir, now, keeps_raw=keeps_raw)
        for spec in inputs.sources
    )
    return [one for one in found if one is not None]


def _placed_figures(base: Tables) -> Any:
    """Figures with the urban area of each district; what is published stays as the city has it."""
    return with_urban_areas(base["figures"], base["crosswalk"])


def generate_sources(
    inputs: Inputs, base: Tables, raw_dir: Path, now: dt.datetime, *, keeps_raw: bool = True
) -> list[Fetched]:
    """Bytes of the example sources, made by the generator from districts and figures."""
    specs = [spec for spec in inputs.sources if spec.kind == "examples" and not spec.path]
    if not specs:
        return []
    records = generate_examples(
        districts=base["districts"],
        need_by_unit=disadvantage_by_unit(_placed_figures(base), base["districts"], inputs.city),
        city=inputs.city,
        themes=inputs.themes,
        audiences=inputs.audiences,
        seed=inputs.city.examples.seed,
        as_of=inputs.as_of,
        organisations=inputs.city.examples.organisations,
        opportunities=inputs.city.examples.opportunities,
    )
    content = msgspec.json.encode(records)
    fetched = []
    for spec in specs:
        receipt = receipt_for(spec, content, now)
        if keeps_raw:
            store_raw(raw_dir, receipt, content)
        fetched.append(Fetched(spec=spec, content=content, receipt=receipt))
    return fetched


# --- parse


def _check_shared(fetched: Iterable[Fetched], inputs: Inputs) -> None:
    """Every row of a file that several sources share belongs to one of them."""
    by_path = {one.spec.file_name: one for one in fetched if one.spec.kind == "statistics"}
    for one in by_path.values():
        check_owners(one.spec, one.content, inputs.source_ids)


def _parse_all(
    fetched: Iterable[Fetched], inputs: Inputs
) -> list[tuple[Fetched, StageResult, Source]]:
    results = [(one, parse_fetched(one, inputs)) for one in fetched]
    return [(one, result, source_row(one, result, inputs)) for one, result in results]


def _only(kind: str, parts: list[Part]) -> Part:
    if len(parts) != 1:
        raise SourceError(
            f"sources.toml: Es braucht genau eine Quelle für „{kind}“, gefunden: {len(parts)}."
        )
    return parts[0]


def _concat(frames: list[Any]) -> Any:
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    return filled[0] if len(filled) == 1 else pd.concat(filled, ignore_index=True)


def _only_filled(kind: str, parts: list[Part]) -> Any:
    if not parts:
        raise SourceError(f"sources.toml: Es fehlt eine Quelle für „{kind}“.")
    return _concat([frame for _, frame in parts])


def _check_banks(districts: Any, inputs: Inputs) -> None:
    known = set(districts["district_id"])
    for river in inputs.city.orientation:
        unknown = sorted({*river.left_bank, *river.right_bank} - known)
        if unknown:
            raise ConfigError(
                f"{inputs.city_dir / 'city.toml'}, [[orientation]] „{river.name}“: Den Stadtteil "
                f"„{unknown[0]}“ gibt es nicht."
            )


def _city_tables(found: Mapping[str, list[Part]], inputs: Inputs) -> dict[str, Any]:
    """Districts with their statistics unit and borough, figures, lines."""
    borders, districts = _only("districts", found.get("districts", []))
    links, crosswalk = _only("crosswalk", found.get("crosswalk", []))
    files = (borders.spec.file_name, links.spec.file_name)
    districts = assign_statistics_units(districts, crosswalk, files)
    _check_banks(districts, inputs)
    figures = found.get("figures", [])
    for one, frame in figures:
        check_figure_units(one.spec, frame, crosswalk)
    tables = {
        "districts": districts,
        "boroughs": boroughs_from_districts(districts, inputs.city.crs),
        "figures": _only_filled("figures", figures),
        "crosswalk": crosswalk,
    }
    lines = [frame for _, frame in found.get("orientation_lines", [])]
    return tables | ({"orientation_lines": _concat(lines)} if lines else {})


def parse_sources(
    inputs: Inputs,
    fetched: list[Fetched],
    raw_dir: Path,
    now: dt.datetime,
    *,
    keeps_raw: bool = True,
) -> Parsed:
    """All sources as plain tables; example content is generated here, once districts are known.

    Raises
    ------
    SourceError
        A file cannot be used, or districts or crosswalk are not there exactly once.
    """
    registers = [one for one in fetched if is_register(one.spec)]
    city_parts = [one for one in fetched if one.spec.kind in CITY_KINDS]
    _check_shared(city_parts, inputs)
    parsed = _parse_all(city_parts, inputs)
    found: dict[str, list[Part]] = {}
    for one, result, _source in parsed:
        for name, frame in result.tables.items():
            found.setdefault(name, []).append((one, frame))
    tables = _city_tables(found, inputs)
    rest = [one for one in fetched if not (one.spec.kind in CITY_KINDS or is_register(one.spec))]
    rest += generate_sources(inputs, tables, raw_dir, now, keeps_raw=keeps_raw)
    entries = _parse_all(rest, inputs)
    everything = [*parsed, *entries]
    imported = imported_entries(inputs.imports)
    sources = (
        *(source for _, _, source in everything),
        *(source for source, _ in imported),
        *(source_row(one, None, inputs) for one in registers),
        *idle_rows(inputs, fetched),
    )
    return Parsed(
        base=StageResult(
            tables=tables,
            issues=[issue for _, result, _source in everything for issue in result.issues],
            summary={source.source_id: source.record_count or 0 for source in sources},
        ),
        entries=(*((source, result.tables) for _, result, source in entries), *imported),
        sources=sources,
    )


# --- normalise, geocode, match


def _empty_entries(table: str) -> gpd.GeoDataFrame:
    names = [column.name for column in columns_of(TABLES[table])]
    empty = {name: pd.Series(dtype=object) for name in names if name != "geometry"}
    return gpd.GeoDataFrame(empty, geometry=gpd.GeoSeries([], crs="EPSG:4326"), crs="EPSG:4326")


def normalise_sources(inputs: Inputs, entries: Iterable[tuple[Source, Tables]]) -> StageResult:
    """Typed tables of all collections, each source normalised by itself."""
    frames: dict[str, list[Any]] = {}
    issues: list[Issue] = []
    for source, tables in entries:
        result = normalise_entries(
            tables,
            source=source,
            themes=inputs.themes,
            audiences=inputs.audiences,
            city=inputs.city,
        )
        issues += result.issues
        for name, frame in result.tables.items():
            frames.setdefault(name, []).append(frame)
    joined = {t: _concat(frames[t]) if t in frames else _empty_entries(t) for t in ENTRY_TABLES}
    return StageResult(
        tables=joined, issues=issues, summary={name: len(frame) for name, frame in joined.items()}
    )


def match_sources(inputs: Inputs, tables: Tables) -> StageResult:
    """Corrections by hand applied, then one record per id and no loose reference."""
    corrected = apply_corrections(tables, inputs.corrections)
    matched = match_entries(corrected.tables)
    return StageResult(
        tables=matched.tables,
        issues=[*corrected.issues, *matched.issues],
        summary={**corrected.summary, **matched.summary},
    )


# --- assign


def _outside_issues(frame: Any) -> list[Issue]:
    return [
        Issue(
            source_id=row["source_id"],
            record_id=row["record_id"],
            field="geometry",
            kind="outside_city",
            severity="info",
            message=f"„{row.get('title') or row.get('name') or row['record_id']}“ liegt außerhalb "
            "der Stadt; der Eintrag bleibt, zählt aber in keinem Stadtteil.",
        )
        for row in frame.to_dict("records")
    ]


def _assign_table(frame: Any, districts: Any) -> tuple[Any, list[Issue]]:
    points = frame.geometry.to_numpy()
    has_point = np.array([point is not None for point in points], dtype=bool)
    assigned = frame["district_id"].astype(object).where(frame["district_id"].notna(), None)
    found = assigned.to_numpy(dtype=object).copy()
    x, y = shapely.get_x(points[has_point]), shapely.get_y(points[has_point])
    found[has_point] = assign_districts(x, y, districts)
    parents = dict(zip(districts["district_id"], districts["parent_id"], strict=True))
    result = frame.copy()
    # object columns: pandas would turn None into "not a number" in a text column
    boroughs = [parents.get(one) for one in found]
    result["district_id"] = pd.Series(found, index=frame.index, dtype=object)
    result["borough_id"] = pd.Series(boroughs, index=frame.index, dtype=object)
    outside = has_point & np.array([one is None for one in found], dtype=bool)
    return result, _outside_issues(frame[outside])


def count_outside(tables: Tables) -> int:
    """Different points that lie in no district, over all collections."""
    points = {
        point.wkb
        for name in ENTRY_TABLES
        for point, district in zip(
            tables[name].geometry, tables[name]["district_id"].tolist(), strict=True
        )
        if point is not None and district is None
    }
    return len(points)


def assign_entries(tables: Tables, districts: Any) -> StageResult:
    """The one district and borough of every point; entries without one keep theirs.

    A point outside every district is kept, counted and told in an issue.
    """
    assigned: dict[str, Any] = {}
    issues: list[Issue] = []
    for name in ENTRY_TABLES:
        assigned[name], found = _assign_table(tables[name], districts)
        issues += found
    summary: dict[str, int | float | str] = {"outside": count_outside(assigned)}
    return StageResult(tables=assigned, issues=issues, summary=summary)


# --- mask, indicators


def mask_entries(tables: Tables, issues: list[Issue]) -> StageResult:
    """Tables and issues without anything that tells where a private place is."""
    return StageResult(tables=mask_private(tables), issues=mask_private_issues(issues, tables))


def calculate_indicators(
    inputs: Inputs, base: Tables, entries: Tables, progress: Progress | None = None
) -> StageResult:
    """Indicators, values, classes, coverage and grid, from the masked tables."""
    return build_indicators(
        districts=base["districts"],
        boroughs=base["boroughs"],
        figures=_placed_figures(base),
        organisations=entries["organisations"],
        places=entries["places"],
        opportunities=entries["opportunities"],
        funded_projects=entries["funded_projects"],
        city=inputs.city,
        as_of=inputs.as_of,
        progress=(lambda text: progress("indicators", text)) if progress else None,
    )


__all__ = [
    "ENTRY_TABLES",
    "STAGES",
    "assign_entries",
    "calculate_indicators",
    "fetch_sources",
    "geocode_entries",
    "mask_entries",
    "match_sources",
    "normalise_sources",
    "parse_sources",
    "read_register",
]
