"""Statistics tables: the city's own shapes, our tidy one, and what must stop an import."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from msgspec.structs import replace

from geodata.city import City
from geodata.errors import SourceError
from geodata.sources import SourceSpec, parse_source
from geodata.sources.spec import Measure, TableSpec
from geodata.sources.statistics import check_owners

Make = Callable[..., SourceSpec]

POPULATION = """\
Jahr;Stadtteil zus.;Stadtraum;Geschlecht;Staat;Anzahl
2025;11 Feld;01 West;m;D;100
2025;11 Feld;01 West;m;A;20
2025;11 Feld;01 West;w;D;90
2025;11 Feld;01 West;w;A;30
2025;12 Aue;01 West;m;D;5
2025;12 Aue;01 West;m;A;0
2025;12 Aue;01 West;w;D;6
2025;12 Aue;01 West;w;A;1
2025;12 Aue;02 Ost;m;D;50
2025;12 Aue;02 Ost;m;A;10
2025;12 Aue;02 Ost;w;D;60
2025;12 Aue;02 Ost;w;A;15
"""

TIDY = """\
figure_id;level;unit_id;unit_label;parent_id;period;value;unit;source_id
share;urban_area;01;01 West;;2024;19,5;percent;probe
share;urban_area;02;02 Ost;;2024;8;percent;probe
share;city;city;18 gesamt;;2024;14,25;percent;probe
residents;district;11;11 Feld;;2025;240;persons;other
"""


@pytest.fixture
def population(make_spec: Make) -> SourceSpec:
    table = TableSpec(
        period="{Jahr}-12-31",
        dimensions=("Geschlecht", "Staat"),
        columns={
            "unit_id": "Stadtteil zus.",
            "unit_label": "Stadtteil zus.",
            "parent_id": "Stadtraum",
        },
        patterns={"unit_id": r"^(\d{2}) ", "parent_id": r"^(\d{2}) "},
        constants={"level": "district"},
        measures=(
            Measure(figure_id="residents", column="Anzahl", unit="persons"),
            Measure(figure_id="foreign", column="Anzahl", unit="persons", where={"Staat": "A"}),
        ),
    )
    return make_spec("statistics", path="einwohner.csv", table=table, unit_count=2)


@pytest.fixture
def tidy(make_spec: Make) -> SourceSpec:
    names = TIDY.splitlines()[0].split(";")
    table = TableSpec(columns={name: name for name in names}, left_out=("unbekannt",))
    return make_spec("statistics", path="figures.csv", table=table, unit_count=2)


def figures_of(spec: SourceSpec, text: str, city: City) -> pd.DataFrame:
    return parse_source(spec, text.encode(), city).tables["figures"]


def values_of(figures: pd.DataFrame, figure_id: str) -> dict[tuple[str, Any], float]:
    rows = figures[figures["figure_id"] == figure_id]
    return {(r.unit_id, r.parent_id): r.value for r in rows.itertuples()}


def refused(spec: SourceSpec, text: str | bytes, city: City) -> str:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(SourceError) as caught:
        parse_source(spec, content, city)
    message = str(caught.value)
    assert message.startswith(spec.path)
    assert "\n" not in message
    return message


def test_rows_of_a_unit_are_added_up_and_a_split_unit_stays_split(
    population: SourceSpec, city: City
) -> None:
    figures = figures_of(population, POPULATION, city)
    assert values_of(figures, "residents") == {
        ("11", None): 240,
        ("12", "01"): 12,
        ("12", "02"): 135,
    }
    assert values_of(figures, "foreign") == {("11", None): 50, ("12", "01"): 1, ("12", "02"): 25}
    first = figures.iloc[0].to_dict()
    assert first == {
        "figure_id": "foreign",
        "level": "district",
        "unit_id": "11",
        "unit_label": "11 Feld",
        "period": "2025-12-31",
        "value": 50,
        "unit": "persons",
        "parent_id": None,
        "source_id": "probe",
    }  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text + "\n\n",
        lambda text: text.replace("11 Feld", '"11 Feld"'),
    ],
    ids=["crlf", "bom", "blank lines at the end", "quoted"],
)
def test_harmless_differences(
    population: SourceSpec, city: City, change: Callable[[str], str]
) -> None:
    expected = figures_of(population, POPULATION, city)
    pd.testing.assert_frame_equal(figures_of(population, change(POPULATION), city), expected)


def test_tidy_table_gives_the_rows_of_its_source(tidy: SourceSpec, city: City) -> None:
    figures = figures_of(tidy, TIDY, city)
    assert values_of(figures, "share") == {
        ("01", None): 19.5,
        ("02", None): 8,
        ("city", None): 14.25,
    }
    assert set(figures["figure_id"]) == {"share"}
    assert list(figures["level"]) == ["city", "urban_area", "urban_area"]


def test_whole_city_row_of_an_official_table(make_spec: Make, city: City) -> None:
    table = TableSpec(
        period="{Jahr}-Q{Quartal:.1}",
        columns={"unit_id": "Raum", "unit_label": "Raum"},
        patterns={"unit_id": r"^(\d{2}) "},
        constants={"level": "urban_area"},
        city_unit="18",
        left_out=("unbekannt",),
        measures=(Measure(figure_id="share", column="Anteil", unit="percent"),),
    )
    text = (
        "Jahr;Quartal;Raum;Anteil\n2026;2. Quartal;01 West;19\n"
        "2026;2. Quartal;18 gesamt;14,2\n2026;2. Quartal;unbekannt;3\n"
    )
    spec = make_spec("statistics", table=table, unit_count=1)
    result = parse_source(spec, text.encode(), city)
    figures = result.tables["figures"]
    assert list(zip(figures["level"], figures["unit_id"], figures["period"], strict=True)) == [
        ("city", "city", "2026-Q2"),
        ("urban_area", "01", "2026-Q2"),
    ]
    (issue,) = result.issues
    assert (issue.kind, issue.severity, issue.row, issue.value) == ("unit_left_out", "info", 4, "3")
    assert "unbekannt" in issue.message


def test_declared_empty_cell_is_no_value_and_said(population: SourceSpec, city: City) -> None:
    assert isinstance(population.table, TableSpec)
    table = replace(population.table, no_value=("", "x"))
    population = replace(population, table=table)
    result = parse_source(population, POPULATION.replace("m;D;5\n", "m;D;\n").encode(), city)
    residents = values_of(result.tables["figures"], "residents")
    # a sum with a hole in it is no sum; the other half of the unit is untouched
    assert math.isnan(residents["12", "01"])
    assert residents["12", "02"] == 135
    (issue,) = result.issues
    assert (issue.kind, issue.row, issue.field) == ("empty_cell", 6, "Anzahl")
    assert "12 Aue" in issue.message


@pytest.mark.parametrize(
    ("change", "row", "words"),
    [
        (("A;30", "A;1.234"), 5, "(Dezimalkomma). Tausenderpunkte sind nicht erlaubt."),
        (("A;30", "A;1 234"), 5, "Tausenderpunkte"),
        (("A;30", "A;30.5"), 5, "Dezimalkomma"),
        (("A;30", "A;-3"), 5, "„-3“"),
        (("A;30", "A;3,5"), 5, "3,5 ist für die Einheit „persons“ nicht möglich"),
        (("A;30", "A;x"), 5, "„x“"),
        (("A;30", "A;nan"), 5, "„nan“"),
        (("A;30", "A;inf"), 5, "„inf“"),
        (("A;30", "A;1e3"), 5, "„1e3“"),
        (("A;30", "A;٣"), 5, "„٣“"),
        (("A;30", "A;9999999999999"), 5, "keine Zahl"),
        (("11 Feld;01 West;w;A", "Feld;01 West;w;A"), 5, "„Feld“ ist keine bekannte Bezeichnung"),
        (("11 Feld;01 West;w;A", "١١ Feld;01 West;w;A"), 5, "„١١ Feld“ ist keine bekannte"),
        (("11 Feld;01 West;w;A", ";01 West;w;A"), 5, "„“ ist keine bekannte Bezeichnung"),
        (("2025;11 Feld;01 West;w;A", "25;11 Feld;01 West;w;A"), 5, "„25-12-31“ ist kein Zeitraum"),
        (("01 West;w;A;30", "01 West;w;D;30"), 5, "„11 Feld“ (residents, 2025-12-31) steht schon in Zeile 4"),
        (("m;A;20\n", "m;A;20;7\n"), 3, "7 Zellen statt 6"),
        (("m;A;20\n", "m;A\n"), 3, "5 Zellen statt 6"),
        (('11 Feld;01 West;m;A', '"11 Feld;01 West;m;A'), 3, "Ist ein Anführungszeichen offen?"),
        (("A;30", "A;"), 5, "Feld „Anzahl“: Die Zelle ist leer. Was für „kein Wert“ stehen darf"),
        (("2025;11 Feld;01 West;w;A", "\n2025;11 Feld;01 West;w;A"), 5, "Die Zeile ist leer"),
        (("25;11 Feld;01 West;w;A", "2x;11 Feld;01 West;w;A"), 5, "Feld „Jahr“: „202x-12-31“"),
        (("A;30", "A;3\x1b[31m0"), 5, "„3\ufffd[31m0“ ist keine Zahl"),
        (("11 Feld;01 West;w;A", "13 Feld;01 West;w;A"), 5, "„13 Feld“ steht hier zuerst"),
        (("Jahr;", "Jahr,"), 1, "Feld „Stadtteil zus.“: Diese Spalte fehlt"),
        (("Stadtraum;", "Geschlecht;"), 1, "steht zweimal"),
        (("Anzahl\n", "Anzahlen\n"), 1, "Gemeint ist wohl „Anzahlen“"),
    ],
)  # fmt: skip
def test_bad_cell_stops_the_import(
    population: SourceSpec, city: City, change: tuple[str, str], row: int, words: str
) -> None:
    assert change[0] in POPULATION
    message = refused(population, POPULATION.replace(*change, 1), city)
    assert f"Zeile {row}" in message
    assert words in message


@pytest.mark.parametrize(("sign", "name"), [(",", "Komma"), ("\t", "Tabulator"), ("|", "Strich")])
def test_wrong_delimiter(population: SourceSpec, city: City, sign: str, name: str) -> None:
    message = refused(population, POPULATION.replace(";", sign), city)
    assert "Als Trennzeichen wird „;“ (Semikolon) erwartet" in message
    assert name in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "leer"),
        ("\n\n", "leer"),
        ("Jahr;Stadtteil zus.;Stadtraum;Geschlecht;Staat;Anzahl\n", "keine Zeilen"),
        (POPULATION.encode("utf-16"), "NUL-Zeichen"),
        (POPULATION.replace("Feld", "Föld").encode("cp1252"), "Zeile 2: Die Datei ist nicht UTF-8"),
        (POPULATION.replace("w;A;30", "w;A;3\0").encode(), "Zeile 5: Die Datei enthält ein NUL"),
        ("Jahr;" * 40_000, "zweimal"),
        ('"' + "x" * 200_000 + '"', "nicht lesbar"),
    ],
)
def test_no_table(population: SourceSpec, city: City, text: str | bytes, words: str) -> None:
    assert words in refused(population, text, city)


def test_too_large(population: SourceSpec, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.sources.faults.MAX_BYTES", 100)
    assert "zu groß" in refused(population, POPULATION, city)


@pytest.mark.parametrize("cut", range(len(POPULATION) - 1, 60, -7))
def test_cut_anywhere(population: SourceSpec, city: City, cut: int) -> None:
    # also in the middle of the last number, where every cell is there
    refused(population, POPULATION[:cut], city)


def test_cut_between_rows_names_what_is_missing(population: SourceSpec, city: City) -> None:
    lines = POPULATION.splitlines(keepends=True)
    assert "fehlt die Zeile für 12, w, A" in refused(population, "".join(lines[:-1]), city)
    # whole units gone: only their number tells
    assert "1 Gebietseinheiten statt 2" in refused(population, "".join(lines[:5]), city)


def test_foreign_word_in_a_dimension(population: SourceSpec, city: City) -> None:
    message = refused(population, POPULATION.replace(";A;", ";Ausl.;"), city)
    assert "Keine Zeile gehört zu „foreign“" in message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("percent", "prozent", "„prozent“ ist keine bekannte Einheit. Gemeint ist wohl „percent“."),
        ("19,5", "119,5", "119,5 ist für die Einheit „percent“ nicht möglich"),
        ("urban_area;01", "urbanarea;01", "keine bekannte Ebene. Gemeint ist wohl „urban_area“"),
        ("02;02 Ost", "01;02 Ost", "steht schon in Zeile 2"),
        ("percent;probe", "percent;prob", "1 Gebietseinheiten statt 2"),
        (";2024;8;", ";2023/24;8;", "„2023/24“ ist kein Zeitraum"),
    ],
)
def test_bad_tidy_row(tidy: SourceSpec, city: City, old: str, new: str, words: str) -> None:
    assert words in refused(tidy, TIDY.replace(old, new, 1), city)


def test_source_without_rows(tidy: SourceSpec, city: City) -> None:
    message = refused(replace(tidy, source_id="income"), TIDY, city)
    assert "Keine Zeile gehört zur Quelle „income“" in message


def test_one_of_two_figures_lost(population: SourceSpec, tidy: SourceSpec, city: City) -> None:
    more = TIDY + "income;urban_area;01;01 West;;2024;2000;eur_per_month;probe\n"
    message = refused(tidy, more, city)
    assert "Zeile 6" in message
    assert "Zu „income“ (2024) fehlt die Zeile für 02" in message


def test_row_of_a_source_that_nobody_declared(tidy: SourceSpec) -> None:
    check_owners(tidy, TIDY.encode(), ("probe", "other"))
    with pytest.raises(SourceError, match=r"Zeile 5, Feld „source_id“: „other“ ist keine Quelle"):
        check_owners(tidy, TIDY.encode(), ("probe", "othr"))


def test_figures_remember_their_row(population: SourceSpec, city: City) -> None:
    figures = figures_of(population, POPULATION, city)
    rows = figures[figures["figure_id"] == "residents"]
    assert rows.index.name == "row"
    assert rows.index.tolist() == [2, 6, 10]
