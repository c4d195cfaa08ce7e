"""Statistics tables: one reader for the city's own tables and for our tidy figures.csv.

A table declares its columns (`TableSpec`). A wide one has a column per measure and perhaps
several rows per unit (sex, nationality) that are added up; a long one has a row per figure. Both
end as `model.Figure` rows. A cell that is no number stops the import, because every total built
on it would be wrong; so does an empty one, unless the table declares what "no value" looks like
(`no_value`): then it is no value, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args

import pandas as pd

from geodata.city import City
from geodata.districts import with_none
from geodata.errors import SourceError
from geodata.issues import Issue
from geodata.model import Figure, Level
from geodata.sources.csvtable import field_values, read_table, table_of
from geodata.sources.faults import fault, nearest
from geodata.sources.spec import FigureUnit, Measure, SourceSpec, TableSpec
from geodata.stages import StageResult
from geodata.tables import columns_of

FIGURE_COLUMNS = [column.name for column in columns_of(Figure)]
KEYS = ["figure_id", "period", "level", "unit_id", "parent_id"]
PERIOD = r"[0-9]{4}(-[0-9]{2}-[0-9]{2}|-Q[1-4])?"
#: unit of rows the table itself cannot place; they are kept in our file and left out of figures.
UNKNOWN_UNIT = "unknown"
CITY = "city"
COUNTS = ("persons", "households")


def _placeholders(table: TableSpec) -> list[str]:
    """Columns that make the period of a wide table."""
    return re.findall(r"\{([^}:]+)", table.period) if table.measures else []


def _needed_columns(table: TableSpec) -> list[str]:
    wide = [m.column for m in table.measures] + [c for m in table.measures for c in m.where]
    named = [*table.columns.values(), *table.dimensions, *wide, *_placeholders(table)]
    return list(dict.fromkeys(named))


def _check_numbers(spec: SourceSpec, table: TableSpec, texts: pd.Series[str], column: str) -> None:
    pattern = rf"[0-9]{{1,12}}({re.escape(table.decimal)}[0-9]{{1,6}})?"
    bad = texts[~(texts.str.fullmatch(pattern) | texts.isin(table.no_value))]
    if bad.empty:
        return
    text, row = bad.iloc[0], int(bad.index[0])
    if not text:
        hint = "Was für „kein Wert“ stehen darf, nennt no_value in sources.toml."
        raise fault(spec, f"Die Zelle ist leer. {hint}", row=row, field=column)
    thousands = re.fullmatch(r"\d{1,3}([. ]\d{3})+(,\d+)?", text)
    hint = " Tausenderpunkte sind nicht erlaubt." if thousands else ""
    sign = {",": "Dezimalkomma", ".": "Dezimalpunkt"}[table.decimal]
    reason = f"„{text}“ ist keine Zahl in der Schreibweise dieser Tabelle ({sign}).{hint}"
    raise fault(spec, reason, row=row, field=column)


def _numbers(
    spec: SourceSpec, table: TableSpec, texts: pd.Series[str], column: str
) -> pd.Series[float]:
    _check_numbers(spec, table, texts, column)
    numbers = texts.str.replace(table.decimal, ".", regex=False)
    return pd.to_numeric(numbers.mask(texts.isin(table.no_value), None)).astype(float)


def _check_units(spec: SourceSpec, measured: pd.DataFrame, column: str) -> None:
    unknown = measured[~measured["unit"].isin(get_args(FigureUnit))]
    if not unknown.empty:
        text = unknown["unit"].iloc[0]
        reason = f"„{text}“ ist keine bekannte Einheit.{nearest(text, get_args(FigureUnit))}"
        raise fault(spec, reason, row=int(unknown.index[0]), field="unit")
    counts = measured["unit"].isin(COUNTS) & (measured["value"] % 1 > 0)
    shares = (measured["unit"] == "percent") & (measured["value"] > 100)
    wrong = measured[counts | shares]
    if not wrong.empty:
        unit = wrong["unit"].iloc[0]
        text = f"{wrong['value'].iloc[0]:.10g}".replace(".", ",")
        reason = f"{text} ist für die Einheit „{unit}“ nicht möglich."
        raise fault(spec, reason, row=int(wrong.index[0]), field=column)


def _unit_ids(spec: SourceSpec, table: TableSpec, rows: pd.DataFrame) -> pd.Series[str]:
    ids = field_values(table, rows, "unit_id")
    labels = field_values(table, rows, "unit_label")
    ids = ids.where(~labels.isin(table.left_out), UNKNOWN_UNIT)
    unread = labels[ids == ""]
    if not unread.empty:
        text, column = unread.iloc[0], table.columns.get("unit_id")
        reason = f"„{text}“ ist keine bekannte Bezeichnung einer Gebietseinheit."
        raise fault(spec, reason, row=int(unread.index[0]), field=column)
    return ids.where(ids != table.city_unit, CITY)


def _periods(spec: SourceSpec, table: TableSpec, rows: pd.DataFrame) -> pd.Series[str]:
    if table.measures:
        texts = [table.period.format_map(cells) for cells in rows.to_dict("records")]
        periods = pd.Series(texts, index=rows.index, dtype=object)
    else:
        periods = field_values(table, rows, "period")
    bad = periods[~periods.str.fullmatch(PERIOD)]
    if not bad.empty:
        reason = f"„{bad.iloc[0]}“ ist kein Zeitraum (2025, 2025-12-31 oder 2026-Q2)."
        column = table.columns.get("period") or ", ".join(_placeholders(table))
        raise fault(spec, reason, row=int(bad.index[0]), field=column)
    return periods


def _unit_columns(spec: SourceSpec, table: TableSpec, rows: pd.DataFrame) -> pd.DataFrame:
    """Per row: which unit, of which level, at which date."""
    units = pd.DataFrame(index=rows.index)
    units["unit_id"] = _unit_ids(spec, table, rows)
    units["unit_label"] = field_values(table, rows, "unit_label")
    units["parent_id"] = field_values(table, rows, "parent_id")
    units["period"] = _periods(spec, table, rows)
    levels = field_values(table, rows, "level")
    units["level"] = levels.where(units["unit_id"] != CITY, CITY)
    bad = units[~units["level"].isin(get_args(Level))]
    if not bad.empty:
        text = bad["level"].iloc[0]
        reason = f"„{text}“ ist keine bekannte Ebene.{nearest(text, get_args(Level))}"
        raise fault(spec, reason, row=int(bad.index[0]), field="level")
    return units


def _measure(
    spec: SourceSpec, table: TableSpec, rows: pd.DataFrame, units: pd.DataFrame, measure: Measure
) -> pd.DataFrame:
    counted = pd.Series(data=True, index=rows.index)
    for column, value in measure.where.items():
        counted &= rows[column] == value
    chosen = units[counted].copy()
    if chosen.empty:
        raise fault(spec, f"Keine Zeile gehört zu „{measure.figure_id}“ ({measure.where}).")
    for number, column in enumerate(table.dimensions):
        chosen[f"dimension_{number}"] = rows.loc[counted, column]
    chosen["figure_id"], chosen["unit"] = measure.figure_id, measure.unit
    chosen["value"] = _numbers(spec, table, rows.loc[counted, measure.column], measure.column)
    chosen["column"] = measure.column
    _check_units(spec, chosen, measure.column)
    return chosen


def _long(
    spec: SourceSpec, table: TableSpec, rows: pd.DataFrame, units: pd.DataFrame
) -> pd.DataFrame:
    column = table.columns["value"]
    long = units.copy()
    for field in ("figure_id", "unit"):
        long[field] = field_values(table, rows, field)
    long["value"] = _numbers(spec, table, rows[column], column)
    long["column"] = column
    _check_units(spec, long, column)
    return long


def _check_duplicates(spec: SourceSpec, measured: pd.DataFrame, keys: list[str]) -> None:
    again = measured.duplicated(keys)
    if not again.any():
        return
    row = measured[again].iloc[0]
    same = (measured[keys] == row[keys]).all(axis=1)
    first = int(measured.index[same][0])
    reason = (
        f"„{row['unit_label']}“ ({row['figure_id']}, {row['period']}) steht schon in Zeile {first}."
    )
    raise fault(spec, reason, row=int(measured.index[again][0]))


def _gap_fault(
    spec: SourceSpec, measured: pd.DataFrame, group: pd.DataFrame, gap: pd.Series[str], what: str
) -> SourceError:
    """Where to look for a row that is missing: the unit's other rows, or those of a rare figure."""
    first = group.iloc[0]
    reason = f"Zu „{first['figure_id']}“ ({first['period']}) fehlt die Zeile für {what}."
    if 2 * group["unit_id"].nunique() < measured["unit_id"].nunique():
        reason += f" Es gibt dazu nur {len(group)} Zeilen, diese zuerst."
        return fault(spec, reason, row=int(group.index[0]))
    same = measured[(measured["unit_id"] == gap["unit_id"]) & (measured["level"] == gap["level"])]
    label = same["unit_label"].iloc[0]
    reason += f" „{label}“ steht hier zuerst."
    column = table_of(spec).columns.get("unit_id")
    return fault(spec, reason, row=int(same.index.min()), field=column)


def _check_complete(spec: SourceSpec, measured: pd.DataFrame, dimensions: list[str]) -> None:
    """Every unit has every combination of dimensions, in every period and for every figure."""
    unit_keys = ["level", "unit_id", "parent_id"]
    units = measured[unit_keys].drop_duplicates()
    for _, group in measured.groupby(["figure_id", "period"], sort=False):
        cells = group[dimensions].drop_duplicates() if dimensions else pd.DataFrame([{}])
        wanted = units.merge(cells, how="cross") if dimensions else units
        if len(group) == len(wanted):
            continue
        found = wanted.merge(group, how="left", on=[*unit_keys, *dimensions], indicator=True)
        gaps = found[found["_merge"] == "left_only"]
        # a code with a typo is rarer than the one it was meant to be
        rows_of = measured["unit_id"].value_counts()
        gap = gaps.iloc[int(gaps["unit_id"].map(rows_of).argmin())]
        what = ", ".join([gap["unit_id"], *(gap[name] for name in dimensions)])
        raise _gap_fault(spec, measured, group, gap, what)


def _check_unit_count(spec: SourceSpec, measured: pd.DataFrame) -> None:
    real = measured[~measured["unit_id"].isin([UNKNOWN_UNIT, CITY])]
    count = real["unit_id"].nunique()
    if spec.unit_count is not None and count != spec.unit_count:
        reason = (
            f"{count} Gebietseinheiten statt {spec.unit_count} (sources.toml, unit_count): "
            "Zeilen fehlen oder sind zu viel."
        )
        raise fault(spec, reason)


def check_owners(spec: SourceSpec, content: bytes, known: Iterable[str]) -> None:
    """Every row of a file that several sources share belongs to one of them.

    Parameters
    ----------
    known : source_id of all sources of the city

    Raises
    ------
    SourceError
        A row names another one; nobody would read it.
    """
    table = table_of(spec)
    column = table.columns.get("source_id")
    if column is None:
        return
    owners = read_table(spec, content, [column], delimiter=table.delimiter)[column]
    lost = owners[~owners.isin(list(known))]
    if not lost.empty:
        reason = f"„{lost.iloc[0]}“ ist keine Quelle in sources.toml.{nearest(lost.iloc[0], known)}"
        raise fault(spec, reason, row=int(lost.index[0]), field=column)


def _own_rows(spec: SourceSpec, table: TableSpec, rows: pd.DataFrame) -> pd.DataFrame:
    column = table.columns.get("source_id")
    own = rows if column is None else rows[rows[column] == spec.source_id]
    if own.empty:
        raise fault(spec, f"Keine Zeile gehört zur Quelle „{spec.source_id}“.", field=column)
    return own


def read_measured(spec: SourceSpec, content: bytes) -> pd.DataFrame:
    """Every number of a table with its unit, period and dimensions, checked; index = file row.

    Rows the table cannot place are in it, with the unit `unknown`. Raises SourceError.
    """
    table = table_of(spec)
    rows = read_table(spec, content, _needed_columns(table), delimiter=table.delimiter)
    rows = _own_rows(spec, table, rows)
    units = _unit_columns(spec, table, rows)
    if table.measures:
        measured = pd.concat([_measure(spec, table, rows, units, m) for m in table.measures])
    else:
        measured = _long(spec, table, rows, units)
    dimensions = [name for name in measured.columns if str(name).startswith("dimension_")]
    _check_duplicates(spec, measured, KEYS + dimensions)
    _check_complete(spec, measured, dimensions)
    _check_unit_count(spec, measured)
    return measured


def sum_figures(spec: SourceSpec, measured: pd.DataFrame) -> pd.DataFrame:
    """Figures: dimensions added up, columns of `model.Figure`, sorted by figure, period, unit.

    A sum with an empty cell in it is empty. `parent_id` stays only where a unit is split. The
    index is the first row of the file a figure is made from.
    """
    grouped = measured.assign(row=measured.index).groupby(KEYS, sort=True)
    figures = grouped[["unit_label", "unit", "row"]].first()
    figures["value"] = grouped["value"].agg(lambda values: values.sum(skipna=False))
    figures = figures.reset_index()
    split = figures.groupby(["figure_id", "period", "level", "unit_id"])["parent_id"]
    whole = split.transform("nunique") == 1
    figures["parent_id"] = figures["parent_id"].astype(object).mask(whole, None)
    figures["source_id"] = spec.source_id
    return with_none(figures.set_index("row")[FIGURE_COLUMNS])


def _empty_issues(spec: SourceSpec, measured: pd.DataFrame) -> list[Issue]:
    empty = measured[measured["value"].isna()]
    return [
        Issue(
            source_id=spec.source_id,
            kind="empty_cell",
            message=f"Zeile {row}: „{cell['unit_label']}“ hat in „{cell['column']}“ keinen Wert "
            f"({cell['period']}); es wird keiner angenommen.",
            row=int(row),
            field=cell["column"],
        )
        for row, cell in empty.iterrows()
    ]


def _left_out_issues(spec: SourceSpec, measured: pd.DataFrame) -> list[Issue]:
    unknown = measured[measured["unit_id"] == UNKNOWN_UNIT]
    return [
        Issue(
            source_id=spec.source_id,
            kind="unit_left_out",
            severity="info",
            message=f"Zeile {row}: „{cell['unit_label']}“ ({cell['figure_id']}, {cell['period']}) "
            f"gehört zu keiner Gebietseinheit und ist weggelassen: {cell['value']:.0f}.",
            row=int(row),
            field=cell["figure_id"],
            value=f"{cell['value']:.0f}",
        )
        for row, cell in unknown.iterrows()
    ]


def parse_statistics(spec: SourceSpec, content: bytes, _city: City) -> StageResult:
    """Read a statistics table into `figures`. Raises SourceError."""
    measured = read_measured(spec, content)
    placed = measured[measured["unit_id"] != UNKNOWN_UNIT]
    figures = sum_figures(spec, placed)
    issues = _empty_issues(spec, placed) + _left_out_issues(spec, measured)
    return StageResult(
        tables={"figures": figures},
        issues=issues,
        summary={"rows": int(measured.index.nunique()), "figures": len(figures)},
    )
