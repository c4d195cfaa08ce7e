"""sources.toml is read strictly: a typo names file, line and the nearest word."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.errors import ConfigError
from geodata.sources import official_spec, read_sources
from geodata.sources.spec import SourceSpec, TableSpec

GOOD = """\
[tables.figures]
columns = { figure_id = "figure_id", level = "level", unit_id = "unit_id", unit_label = "label", period = "period", value = "value", unit = "unit" }

[tables.jobs]
period = "{Jahr}-Q{Quartal:.1}"
columns = { unit_id = "Bezirk", unit_label = "Bezirk" }
patterns = { unit_id = '^StB (\\d) ' }
constants = { level = "borough" }

[[tables.jobs.measures]]
figure_id = "sgb2"
column = "nach SGB II"
unit = "persons"

[[sources]]
source_id = "grenzen"
kind = "districts"
path = "districts.geojson"
title = "Stadtteile"
publisher = "Stadt"
licence = "dl-de/by-2-0"
attribution = "Stadt"
columns = { district_id = ["blocknr", "district_id"] }

[[sources]]
source_id = "arbeit"
kind = "statistics"
path = "figures.csv"
table = "figures"
title = "Arbeitslose"
publisher = "Stadt"
licence = "dl-de/by-2-0"
attribution = "Stadt"
unit_count = 10

[sources.official]
url = "https://example.org/arbeit.csv"
file = "arbeit*.csv"
table = "jobs"
"""  # noqa: E501


@pytest.fixture
def write(tmp_path: Path) -> Path:
    (tmp_path / "sources.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def changed(folder: Path, old: str, new: str) -> str:
    assert old in GOOD
    path = folder / "sources.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_sources(folder)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_invented_content_must_be_marked(write: Path) -> None:
    said = changed(write, 'kind = "districts"', 'kind = "examples"')
    assert "is_example = true" in said


def test_tables_are_resolved(write: Path) -> None:
    borders, jobs = read_sources(write)
    assert borders.column_of("district_id", ["district_id"]) == "district_id"
    assert borders.column_of("district_id", ["district_id", "blocknr"]) == "blocknr"
    assert borders.column_of("name", ["bez"]) == "name"
    assert isinstance(jobs.table, TableSpec)
    assert not jobs.table.measures
    published = official_spec(jobs)
    assert isinstance(published.table, TableSpec)
    assert published.table.measures[0].column == "nach SGB II"
    assert (published.source_id, published.path) == ("arbeit", "arbeit*.csv")
    assert published.url == "https://example.org/arbeit.csv"


def test_a_source_without_official_file(write: Path) -> None:
    with pytest.raises(ConfigError, match="„grenzen“: der Abschnitt „official“ fehlt"):
        official_spec(read_sources(write)[0])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "statistics"', 'kind = "statistic"', "Zeile 27: „statistic“ ist kein Wert"),
        ('kind = "statistics"', 'kind = "zahlen"', "Möglich: crosswalk, districts"),
        ("unit_count = 10", "unit_cont = 10", "Zeile 34: Unbekannter Schlüssel „unit_cont“"),
        ("unit_count = 10", 'unit_count = "10"', "Zeile 34"),
        ("unit_count = 10", "unit_count = 0", "Zeile 34"),
        ('title = "Arbeitslose"\n', "", "Zeile 25: Der Schlüssel „title“ fehlt in [sources[1]]"),
        ('table = "figures"', 'table = "figuren"', "Zeile 26, Quelle „arbeit“: Die Tabelle „figuren“"),
        ('table = "jobs"', 'table = "job"', "Zeile 26, Quelle „arbeit“: Die Tabelle „job“"),
        ('table = "figures"\n', "", "braucht den Schlüssel „table“"),
        ('source_id = "arbeit"', 'source_id = "grenzen"', "Zeile 26, Quelle „grenzen“: Diese source_id"),
        ('source_id = "arbeit"', 'source_id = "Arbeit 2"', "Zeile 26"),
        ('"figures.csv"', '"../figures.csv"', "innerhalb des Ordners"),
        ('"figures.csv"', '"fig\\u0000ures.csv"', "innerhalb des Ordners"),
        ('"figures.csv"', '"/figures.csv"', "innerhalb des Ordners"),
        ('path = "figures.csv"\n', "", "Es fehlt „path“ oder „url“"),
        ('"districts"\npath', '"layer"\npath', "Zeile 17: „layer“ ist kein Wert"),
        ('"districts"\npath', '"entries"\npath', "keine bekannte Sammlung"),
        ("'^StB (\\d) '", "'^StB (\\d '", "Der reguläre Ausdruck „^StB (\\d “ ist ungültig"),
        ("'^StB (\\d) '", "'^StB \\d '", "braucht 1 Klammer"),
        ('unit = "persons"', 'unit = "person"', "Zeile 13: „person“ ist kein Wert"),
        ('column = "nach SGB II"', "", "Der Schlüssel „column“ fehlt"),
        ('unit_id = "Bezirk"', 'unit = "Bezirk"', "In der Tabelle fehlt das Feld „unit_id“"),
        ('unit_id = "unit_id"', 'unit_di = "unit_id"', "„unit_di“. Gemeint ist wohl „unit_id“."),
        (', value = "value"', "", "In der Tabelle fehlt das Feld „value“"),
        ("{Quartal:.1}", "{Quartal", "„period“ ist nicht lesbar"),
        ("{ district_id =", "{ distrikt_id =", "„distrikt_id“. Gemeint ist wohl „district_id“."),
        ("[tables.jobs]", "[tables.jobs", "kein gültiges TOML"),
    ],
)  # fmt: skip
def test_typo(write: Path, old: str, new: str, words: str) -> None:
    assert words in changed(write, old, new)


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("unit_count = 10", "unit_cont = 10", "unit_count"),
        ('kind = "statistics"', 'kind = "statistic"', "statistics"),
        ('unit = "persons"', 'unit = "person"', "persons"),
    ],
)
def test_nearest_word(write: Path, old: str, new: str, meant: str) -> None:
    assert changed(write, old, new).endswith(f"Gemeint ist wohl „{meant}“.")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"sources\.toml: Die Datei fehlt"):
        read_sources(tmp_path)


def test_row_of_the_snapshot(write: Path) -> None:
    spec: SourceSpec = read_sources(write)[1]
    source = spec.to_source()
    assert (source.source_id, source.licence, source.url) == ("arbeit", "dl-de/by-2-0", None)
    assert source.is_example is False
