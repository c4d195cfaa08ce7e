"""From a city's folder to a published snapshot: each stage by itself, and all of them."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from geodata.errors import CheckError, ConfigError, FetchError, GeodataError, SourceError
from geodata.pipeline import stages
from geodata.pipeline.build import BuildReport, build_snapshot
from geodata.pipeline.fingerprint import input_sha256, is_up_to_date, today_in
from geodata.pipeline.inputs import Inputs, read_corrections, read_inputs
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from geodata.store.publish import read_current, read_pointer
from geodata.store.raw import receipts
from tests.geodata.city_folder import write_city_folder

AS_OF = dt.date(2026, 4, 3)
NOW = dt.datetime(2026, 4, 3, 10, 0, 0, 123456, tzinfo=dt.UTC)


def settings_in(folder: Path) -> Settings:
    return Settings(city="viereck", cities_dir=folder / "cities", data_dir=folder / "data")


def build(settings: Settings, as_of: dt.date = AS_OF, now: dt.datetime = NOW) -> BuildReport:
    return build_snapshot(settings, as_of, created_at=now)


@pytest.fixture(scope="module", autouse=True)
def _code_stands_still(root: Path) -> Iterator[None]:
    """The fingerprint must not change where someone works on the code while tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geodata.pipeline.fingerprint.CODE_DIR", root / "requirements")
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, BuildReport]:
    """A city folder and what was built from it; not to be changed by a test."""
    folder = tmp_path_factory.mktemp("built")
    write_city_folder(folder / "cities")
    settings = settings_in(folder)
    return settings, build(settings)


@pytest.fixture
def settings(built: tuple[Settings, BuildReport], tmp_path: Path) -> Settings:
    """A copy of it, to be spoiled."""
    original, _ = built
    shutil.copytree(original.cities_dir, tmp_path / "cities")
    shutil.copytree(original.data_dir, tmp_path / "data")
    return settings_in(tmp_path)


@pytest.fixture(scope="module")
def snapshot(built: tuple[Settings, BuildReport]) -> Snapshot:
    return read_current(built[0].snapshots_dir)


@pytest.fixture
def inputs(settings: Settings) -> Inputs:
    return read_inputs(settings, AS_OF)


def spoil(settings: Settings, name: str, old: str, new: str) -> None:
    path = settings.city_dir / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- the whole way


def test_every_offer_is_where_it_belongs(snapshot: Snapshot) -> None:
    placed = {o.opportunity_id: (o.district_id, o.borough_id) for o in snapshot.opportunities}
    assert placed == {
        "vorlesen": ("01", "0"),
        "eckdienst": ("01", "0"),  # on the common corner of four: the lowest id
        "pflege": ("12", "1"),
        "ausflug": (None, None),  # outside: kept
        "schreiben": (None, None),
        "streifzug": (None, None),
        "anfrage": (None, None),
    }


def test_outside_is_counted_and_told(
    snapshot: Snapshot, built: tuple[Settings, BuildReport]
) -> None:
    assert snapshot.info.outside_count == 1
    assert built[1].placement == {
        "district": 3, "everywhere": 2, "outside": 1, "on_request": 1,
    }  # fmt: skip
    told = [issue for issue in snapshot.issues if issue.kind == "outside_city"]
    assert {issue.record_id for issue in told} >= {"own_places:fern", "own_opportunities:ausflug"}
    assert all("außerhalb der Stadt" in issue.message for issue in told)


def test_private_places_are_nowhere_in_the_file(
    snapshot: Snapshot, built: tuple[Settings, BuildReport]
) -> None:
    (offer,) = [o for o in snapshot.opportunities if o.opportunity_id == "pflege"]
    assert offer.is_private
    assert (offer.geometry, offer.address, offer.district_id) == (None, None, "12")
    content = built[1].path.read_bytes()
    assert b"Geheimgasse" not in content
    assert b"Hauptweg 1" in content


def test_districts_know_unit_and_borough(snapshot: Snapshot) -> None:
    units = {d.district_id: (d.statistics_unit_id, d.parent_id) for d in snapshot.districts}
    assert units == {"01": ("01", "0"), "02": ("02", "0"), "11": ("11", "1"), "12": ("11", "1")}
    assert [borough.district_id for borough in snapshot.boroughs] == ["0", "1"]


def test_residents_stand_in_the_namesake(snapshot: Snapshot) -> None:
    values = snapshot.values_by_indicator[("residents", "2025-12-31", "district")]
    assert {i: (v.value, v.status, v.counted_in) for i, v in values.items()} == {
        "01": (10000.0, "ok", None),
        "02": (2000.0, "ok", None),  # two rows of the city's table, added up
        "11": (2500.0, "ok", None),
        "12": (None, "no_data", "11"),
    }


def test_published_figures_are_the_citys_own(snapshot: Snapshot) -> None:
    found = [
        (figure.unit_id, figure.parent_id, figure.value)
        for figure in snapshot.figures
        if figure.figure_id == "residents"
    ]
    assert found == [
        ("01", None, 10000.0), ("02", "01", 800.0), ("02", "02", 1200.0), ("11", None, 2500.0),
    ]  # fmt: skip


def test_sources_say_what_was_read(snapshot: Snapshot) -> None:
    districts = snapshot.source_by_id["districts"]
    assert (districts.record_count, districts.issue_count) == (4, 0)
    assert districts.sha256 is not None
    assert len(districts.sha256) == 64
    assert districts.retrieved_at == dt.datetime(2026, 4, 3, tzinfo=dt.UTC)
    assert snapshot.source_by_id["own_places"].issue_count == 1
    assert {o.source_id for o in snapshot.opportunities} <= set(snapshot.source_by_id)


def test_the_snapshot_knows_itself(snapshot: Snapshot) -> None:
    info = snapshot.info
    assert info.snapshot_id.startswith("2026-04-03-")
    assert len(info.snapshot_id) == len("2026-04-03-") + 12
    assert (info.city_slug, info.as_of, info.has_examples) == ("viereck", AS_OF, False)
    assert info.created_at == NOW.replace(microsecond=0)


def test_raw_bytes_month_and_report_are_kept(built: tuple[Settings, BuildReport]) -> None:
    settings, report = built
    ((folder, receipt),) = receipts(settings.raw_dir, "districts")
    original = settings.city_dir / "districts.geojson"
    assert (folder / "districts.geojson").read_bytes() == original.read_bytes()
    assert receipt.retrieved_at == NOW
    assert (settings.indicators_dir / "2026-04.csv").is_file()
    assert report.counts["opportunities"] == 7
    assert report.path == settings.snapshots_dir / f"{report.snapshot_id}.gpkg"
    assert list(report.stages) == ["parse", "normalise", "geocode", "match", "assign", "indicators"]


def test_same_inputs_same_day_same_name(
    settings: Settings, built: tuple[Settings, BuildReport], tmp_path: Path
) -> None:
    later = NOW + dt.timedelta(hours=5)
    assert build(settings, now=later).snapshot_id == built[1].snapshot_id
    elsewhere = msgspec.structs.replace(settings, data_dir=tmp_path / "elsewhere")
    assert build(elsewhere, now=later).snapshot_id == built[1].snapshot_id
    assert build(settings, as_of=AS_OF + dt.timedelta(days=1)).snapshot_id.startswith("2026-04-04-")


def test_progress_names_every_stage_in_order(settings: Settings) -> None:
    told: list[tuple[str, str]] = []
    build_snapshot(settings, AS_OF, created_at=NOW, progress=lambda s, t: told.append((s, t)))
    assert list(dict.fromkeys(stage for stage, _ in told)) == list(stages.STAGES)
    assert any(text for stage, text in told if stage == "indicators")


def test_old_snapshots_and_raw_bytes_go(settings: Settings) -> None:
    for day in range(1, 4):
        spoil(settings, "organisations.csv", "Lesefreunde", f"Lesefreunde{day}")
        build(settings, now=NOW + dt.timedelta(days=day * 20))
    assert len(list(settings.snapshots_dir.glob("*.gpkg"))) == 2
    kept = [r.retrieved_at for _, r in receipts(settings.raw_dir, "own_organisations")]
    assert kept == [NOW + dt.timedelta(days=40), NOW + dt.timedelta(days=60)]
    assert len(receipts(settings.raw_dir, "districts")) == 1


# --- bad input: one message, the old snapshot stays


@pytest.mark.parametrize(
    ("name", "change", "error", "words"),
    [
        ("city.toml", ("district_count", "district_cuont"), ConfigError, "Zeile 9.*district_count"),
        ("sources.toml", ('kind = "districts"', 'kind = "district"'), ConfigError, "districts"),
        ("districts.geojson", ('"district_id": "02"', '"district_id": "01"'), SourceError, "01"),
        ("districts.geojson", ("[13.72, 51.05]", "[13.721, 51.051]"), SourceError, "Flächen"),
        ("figures.csv", ("residents;district;01", "residents;district;99"), SourceError, "99|01"),
        ("figures.csv", (";10000;", ";10.000,5.0;"), SourceError, "10.000,5.0"),
        ("crosswalk.csv", ("12;11;11 Feld;1", "13;11;11 Feld;1"), SourceError, "12|13"),
        ("themes.csv", ("nature;green", "learning;green"), ConfigError, "zweimal"),
        (
            "city.toml",
            ("residents = 14500", "residents = 14501"),
            CheckError,
            r"14\.500 statt 14\.501",
        ),
        (
            "figures.csv",
            ("sgb2_unemployed;borough;0;0", "sgb2_unemployed;borough;9;9"),
            SourceError,
            "figures.csv, Zeile .*, Feld „unit_id“: .*„9“.* steht nicht in der Zuordnung",
        ),
        (
            "figures.csv",
            ("percent;;income", "percent;;incom"),
            SourceError,
            "„incom“ ist keine Quelle",
        ),
        ("crosswalk.csv", ("11 Feld;1;Nord", "11 Feld;0;Süd"), SourceError, "Zeile 4.*Stadtbezirk"),
        (
            "city.toml",
            (
                "[robustness]",
                '[[orientation]]\nname = "Bach"\nleft_bank = ["77"]\nright_bank = ["01"]\n[robustness]',
            ),
            ConfigError,
            "„Bach“: Den Stadtteil „77“",
        ),
    ],
)
def test_bad_input_is_named_and_changes_nothing(
    settings: Settings, name: str, change: tuple[str, str], error: type[GeodataError], words: str
) -> None:
    before = read_pointer(settings.snapshots_dir)
    spoil(settings, name, *change)
    with pytest.raises(error, match=words):
        build(settings)
    assert read_pointer(settings.snapshots_dir) == before
    assert read_current(settings.snapshots_dir).info.snapshot_id == before.snapshot_id


def test_a_missing_file_changes_nothing(settings: Settings) -> None:
    before = read_pointer(settings.snapshots_dir)
    (settings.city_dir / "places.csv").unlink()
    with pytest.raises(FetchError, match=r"places\.csv: Die Datei fehlt"):
        build(settings)
    assert read_pointer(settings.snapshots_dir) == before


def test_a_bad_row_is_an_issue_and_the_rest_goes_on(settings: Settings) -> None:
    spoil(settings, "opportunities.csv", "learning;regular", "magic;sometimes")
    report = build(settings)
    assert report.counts["opportunities"] == 6
    assert sum(report.issues.values()) > 1
    issues = read_current(settings.snapshots_dir).issues
    assert any(issue.row == 2 and issue.severity == "error" for issue in issues)


def test_a_source_is_missing_or_there_twice(settings: Settings) -> None:
    spoil(settings, "sources.toml", 'kind = "crosswalk"', 'enabled = false\nkind = "crosswalk"')
    with pytest.raises(SourceError, match="genau eine Quelle für „crosswalk“, gefunden: 0"):
        build(settings)


def test_without_figures_there_is_no_build(settings: Settings) -> None:
    path = settings.city_dir / "sources.toml"
    text = path.read_text().replace('kind = "statistics"', 'enabled = false\nkind = "statistics"')
    path.write_text(text)
    with pytest.raises(SourceError, match="Es fehlt eine Quelle für „figures“"):
        build(settings)


# --- corrections


def test_corrections_are_read_as_text_with_their_rows(settings: Settings) -> None:
    path = settings.city_dir / "corrections.csv"
    assert read_corrections(settings.city_dir).empty
    path.write_text("record_id;field;old;new;reason\na:1;phone;;0123;neu\n", encoding="utf-8-sig")
    found = read_corrections(settings.city_dir)
    assert found.loc[2].tolist() == ["a:1", "phone", "", "0123", "neu"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"record;field\n", "Zeile 1: Erwartet sind die Spalten record_id; field"),
        (b"", "gefunden: keine"),
        (b'record_id;field;old;new;reason\na;b;c;d;"e\na;b\n', "Zeile 2: kein gültiges CSV"),
        (b"record_id;field;old;new;reason\na;b;c\xff;d;e\n", "Zeile 2: Die Datei ist nicht UTF-8"),
        (b"record_id;field;old;new;reason\na;b\0;c;d;e\n", "Zeile 2: Steuerzeichen U.0000"),
        (b"record_id;field;old;new;reason\na;b;c;d;e;f;g\n", "Zeile 2: 7 Felder statt 5"),
    ],
)
def test_a_bad_corrections_file_is_named(settings: Settings, content: bytes, words: str) -> None:
    (settings.city_dir / "corrections.csv").write_bytes(content)
    with pytest.raises(ConfigError, match=words):
        build(settings)


def test_a_correction_is_applied(settings: Settings) -> None:
    (settings.city_dir / "corrections.csv").write_text(
        "record_id;field;old;new;reason\n"
        "own_opportunities:vorlesen;title;Vorlesen;Geschichten vorlesen;genauer\n",
        encoding="utf-8",
    )
    build(settings)
    offer = read_current(settings.snapshots_dir).opportunity_by_id["vorlesen"]
    assert offer.title == "Geschichten vorlesen"


# --- single stages


def test_fetch_keeps_what_was_read(inputs: Inputs, tmp_path: Path) -> None:
    fetched = stages.fetch_sources(inputs, tmp_path / "raw", NOW)
    assert [one.spec.source_id for one in fetched] == [s.source_id for s in inputs.sources]
    for one in fetched:
        ((folder, receipt),) = receipts(tmp_path / "raw", one.spec.source_id)
        assert receipt == one.receipt
        assert (folder / Path(one.spec.path).name).read_bytes() == one.content


def parsed_city(inputs: Inputs, tmp_path: Path) -> stages.Parsed:
    fetched = stages.fetch_sources(inputs, tmp_path / "raw", NOW)
    return stages.parse_sources(inputs, fetched, tmp_path / "raw", NOW)


def test_entries_stay_apart_by_source_until_they_are_normalised(
    inputs: Inputs, tmp_path: Path
) -> None:
    parsed = parsed_city(inputs, tmp_path)
    assert [(s.source_id, list(t)) for s, t in parsed.entries] == [
        ("own_organisations", ["organisations"]),
        ("own_places", ["places"]),
        ("own_opportunities", ["opportunities"]),
    ]
    result = stages.normalise_sources(inputs, parsed.entries)
    assert set(result.tables) == set(stages.ENTRY_TABLES)
    assert len(result.tables["events"]) == 0
    assert result.summary["places"] == 4


def test_two_sources_of_one_collection_are_joined(settings: Settings) -> None:
    (settings.city_dir / "more.csv").write_text(
        "organisation_id;name;kind;themes\nmehr;Mehr e. V.;club;nature\n", encoding="utf-8"
    )
    spoil(
        settings,
        "sources.toml",
        "[[sources]]",
        '[[sources]]\nsource_id = "more"\nkind = "entries"\ncollection = "organisations"\n'
        'path = "more.csv"\ntitle = "Mehr"\npublisher = "Amt"\nlicence = "x"\nattribution = "y"\n'
        "[[sources]]",
    )
    build(settings)
    found = read_current(settings.snapshots_dir).organisations
    assert [(o.organisation_id, o.source_id) for o in found] == [
        ("garten", "own_organisations"), ("lesen", "own_organisations"), ("mehr", "more"),
    ]  # fmt: skip


def test_example_content_is_made_kept_and_read_like_any_other(
    inputs: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_city_folder(tmp_path / "with", with_examples=True)
    settings = msgspec.structs.replace(settings_in(tmp_path), cities_dir=tmp_path / "with")
    asked: dict[str, Any] = {}

    def generate(**arguments: Any) -> dict[str, list[dict[str, str]]]:
        asked.update(arguments)
        return {
            "organisations": [
                {"organisation_id": "beispiel", "name": "Beispiel e. V.", "kind": "club"}
            ]
        }

    monkeypatch.setattr(stages, "generate_examples", generate)
    build(settings)
    found = read_current(settings.snapshots_dir)
    assert found.info.has_examples
    assert found.organisation_by_id["beispiel"].is_example
    assert not found.organisation_by_id["lesen"].is_example
    assert asked["as_of"] == AS_OF
    assert set(asked["need_by_unit"]) == {"01", "02", "11"}
    assert len(receipts(settings.raw_dir, "examples")) == 1


# --- whether there is anything to do


def test_up_to_date_until_a_file_changes(settings: Settings) -> None:
    assert is_up_to_date(settings, AS_OF)
    (settings.city_dir / ".notes.swp").write_text("an editor's own file")
    assert is_up_to_date(settings, AS_OF)
    spoil(settings, "places.csv", "Lesehaus", "Leseraum")
    assert not is_up_to_date(settings, AS_OF)


@pytest.mark.parametrize(("days", "fresh"), [(0, True), (7, True), (8, False), (-1, False)])
def test_a_snapshot_is_fresh_for_a_week(settings: Settings, days: int, fresh: bool) -> None:
    assert is_up_to_date(settings, AS_OF + dt.timedelta(days=days)) is fresh


def test_another_day_is_asked_for(settings: Settings) -> None:
    late = AS_OF + dt.timedelta(days=100)
    assert is_up_to_date(settings, late, as_of=AS_OF)
    assert not is_up_to_date(settings, late, as_of=late)


def test_changed_code_is_a_reason(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "code").mkdir()
    monkeypatch.setattr("geodata.pipeline.fingerprint.CODE_DIR", tmp_path / "code")
    before = input_sha256(settings, AS_OF)
    (tmp_path / "code" / "stage.py").write_text("x = 1")
    assert input_sha256(settings, AS_OF) != before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


@pytest.mark.parametrize("damage", [cut, Path.unlink])
def test_a_damaged_current_file_is_repaired(
    settings: Settings, damage: Callable[[Path], None]
) -> None:
    path = settings.snapshots_dir / read_pointer(settings.snapshots_dir).file
    damage(path)
    assert not is_up_to_date(settings, AS_OF)
    build(settings)
    assert is_up_to_date(settings, AS_OF)
    assert read_current(settings.snapshots_dir).districts


def test_nothing_built_is_nothing_up_to_date(tmp_path: Path) -> None:
    write_city_folder(tmp_path / "cities")
    assert not is_up_to_date(settings_in(tmp_path), AS_OF)


def test_today_is_the_citys_day(settings: Settings) -> None:
    late_evening = dt.datetime(2026, 4, 2, 22, 30, tzinfo=dt.UTC)
    assert today_in(settings, late_evening) == AS_OF
