"""The import from file to map through the real commands, with files as they arrive."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import geopandas
import openpyxl
import pytest
import shapely

from geodata.errors import CheckError, ConfigError, SnapshotError, SourceError
from geodata.model import Opportunity
from geodata.pipeline.imported import imported_entries
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from geodata.store.files import folder_lock
from geodata.store.imports import read_import, read_imports
from geodata.store.publish import read_current
from geodata.store.raw import receipts
from scripts import build_snapshot, import_file, imports, map_columns
from tests.geodata.city_folder import write_city_folder

UGLY = Path(__file__).resolve().parents[1] / "ugly"
DAY = ["--as-of", "2026-11-26"]
OFFERS = ["--collection", "opportunities"]
HEADER = "ID;Titel;Beschreibung;Themen;Organisation;Schedule;Adresse;Beginn;Privat\n"
FIRST = "1;Vorlesen;Du liest vor.;Lernen;Lesefreunde e. V.;regelmäßig;Hauptweg 1;24.12.2026;\n"
SECOND = "2;Gießen;Du gießt.;Natur;Neuer Garten;einmalig;;;\n"
THIRD = "3;Zählen;Du zählst.;Natur;Neuer Garten;einmalig;;;\n"

Run = Callable[..., str]


@pytest.fixture(autouse=True)
def _code_stands_still(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.pipeline.fingerprint.CODE_DIR", root / "requirements")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The environment names a small city and an empty data folder."""
    write_city_folder(tmp_path / "cities")
    monkeypatch.setenv("CITIES_DIR", str(tmp_path / "cities"))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CITY", "viereck")
    return Settings(city="viereck", cities_dir=tmp_path / "cities", data_dir=tmp_path / "data")


@pytest.fixture
def run(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run import_file for offers; gives what it prints."""

    def call(path: Path, *arguments: str) -> str:
        capsys.readouterr()
        assert import_file.main([str(path), *OFFERS, *DAY, *arguments]) == 0
        return capsys.readouterr().out

    return call


@pytest.fixture
def offers(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of offers."""

    def write(*rows: str, header: str = HEADER, name: str = "offers.csv") -> Path:
        path = tmp_path / name
        path.write_text(header + "".join(rows), encoding="utf-8")
        return path

    return write


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def titles(settings: Settings) -> dict[str, str]:
    snapshot = read_current(settings.snapshots_dir)
    return {o.opportunity_id: o.title for o in snapshot.opportunities if "import" in o.source_id}


def imported(settings: Settings) -> dict[str, dict[str, str]]:
    """Records of the import of offers by their key, as the build will read them."""
    state = read_import(settings.imports_dir, "import_opportunities", "opportunities")
    assert state is not None
    return {r.cells["opportunity_id"]: r.cells for r in state.tables["opportunities"]}


def notes(settings: Settings, name: str = "import_opportunities--opportunities") -> list[list[str]]:
    content = (settings.imports_dir / f"{name}.hinweise.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


# --- the dry run


def imported_offers(settings: Settings) -> list[Opportunity]:
    """The offers of the import as they were published."""
    offers = read_current(settings.snapshots_dir).opportunities
    return [o for o in offers if o.source_id == "import_opportunities"]


def test_a_dry_run_tells_of_districts_that_do_not_exist(
    run: Run, offers: Callable[..., Path], settings: Settings
) -> None:
    header = HEADER.replace("Privat", "Privat;Stadtteil")
    shown = run(offers(FIRST.strip() + ";Nirgendwo\n", header=header))
    assert "Diesen Stadtteil gibt es nicht" in shown


def test_a_value_that_was_not_understood_stays_in_the_notes_and_out_of_the_snapshot(
    run: Run, offers: Callable[..., Path], settings: Settings
) -> None:
    run(offers(FIRST.replace("24.12.2026", "jemand@example.org")), "--apply")
    assert any("jemand@example.org" in row for row in notes(settings))
    found = [i for i in read_current(settings.snapshots_dir).issues if i.field == "starts_on"]
    assert found
    assert not any(issue.value for issue in found)


def test_a_dry_run_lists_and_changes_nothing(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    out = run(offers(FIRST, SECOND, "3;;Ohne Titel.;Natur;Neuer Garten;einmalig;;;\n"))
    assert "Angebote:        2 neu, 0 geändert, 0 unverändert, 0 weggefallen, 1 abgelehnt" in out
    assert "Organisationen:  2 neu" in out
    assert "  ! Zeile 4, Spalte „Titel“: Dieses Pflichtfeld ist leer." in out
    assert "  + Vorlesen  [1]" in out
    assert "geändert ist nichts" in out
    assert [Path(name).name for name in files_below(settings.data_dir)] == [
        "import_opportunities--opportunities.hinweise.csv"
    ]


def test_changes_are_listed_field_by_field(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    run(offers(FIRST, SECOND), "--apply", "--no-build")
    changed = FIRST.replace("Vorlesen", "Zuhören").replace("24.12.2026", "24. Dezember 2026")
    out = run(offers(changed, THIRD))
    assert "1 neu, 1 geändert, 0 unverändert, 1 weggefallen, 0 abgelehnt" in out
    assert "  ~ Zuhören  [1]\n      Titel: Vorlesen -> Zuhören\n" in out
    assert "Beginn" not in out.split("Geändert")[1], "another spelling of a day is no change"
    assert "Weggefallen (Angebote):\n  - Gießen  [2]" in out


def test_a_half_empty_file_is_warned_of(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    run(offers(FIRST, SECOND, THIRD), "--apply", "--no-build")
    assert "Achtung: Mehr als die Hälfte" in run(offers(FIRST))


# --- apply


def test_from_file_to_map(settings: Settings, run: Run, offers: Callable[..., Path]) -> None:
    out = run(offers(FIRST, SECOND), "--apply")
    assert "ist veröffentlicht" in out
    snapshot = read_current(settings.snapshots_dir)
    (offer,) = [o for o in snapshot.opportunities if o.opportunity_id == "1"]
    assert offer.record_id == "import_opportunities:1"
    owner = snapshot.organisation_by_id[offer.organisation_id]
    assert (owner.name, owner.kind) == ("Lesefreunde e. V.", "club")
    source = snapshot.source_by_id["import_opportunities"]
    assert (source.kind, source.status, source.record_count) == ("import", "ok", 4)
    assert source.retrieved_at == source.checked_at
    assert source.sha256
    ((folder, receipt),) = receipts(settings.raw_dir, "import_opportunities--opportunities")
    assert receipt.sha256 == source.sha256
    assert (folder / "offers.csv").read_bytes() == offers(FIRST, SECOND).read_bytes()


def test_the_same_file_twice_changes_nothing(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    path = offers(FIRST, SECOND)
    run(path, "--apply")
    before = files_below(settings.data_dir)
    out = run(path, "--apply")
    assert "Nichts geändert" in out
    assert "0 neu, 0 geändert, 2 unverändert" in out
    assert files_below(settings.data_dir) == before
    # neither does a copy of it under another name
    run(path.rename(path.with_name("kopie.csv")), "--apply")
    assert files_below(settings.data_dir) == before


def test_what_was_not_built_is_built_the_next_time(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    out = run(offers(FIRST), "--apply", "--no-build")
    assert "scripts.build_snapshot" in out
    assert not settings.snapshots_dir.exists()
    run(offers(FIRST), "--apply")
    assert titles(settings) == {"1": "Vorlesen"}


def test_gone_records_go_or_are_kept(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    run(offers(FIRST, SECOND), "--apply", "--no-build")
    out = run(offers(FIRST), "--apply", "--keep", "--no-build")
    assert "gefunden, bleibt (Angebote):\n  = Gießen  [2]" in out
    kept = read_import(settings.imports_dir, "import_opportunities", "opportunities")
    assert kept is not None
    assert set(imported(settings)) == {"1", "2"}
    assert len(kept.tables["organisations"]) == 2, "a kept offer keeps its organisation"
    run(offers(FIRST), "--apply")
    assert titles(settings) == {"1": "Vorlesen"}


def test_a_row_gone_bad_does_not_take_the_good_one_away(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    run(offers(FIRST, SECOND), "--apply", "--no-build")
    out = run(offers(FIRST.replace("Lernen", "Kochen"), SECOND), "--apply", "--no-build")
    assert "Die bisherige Fassung bleibt." in out
    assert imported(settings)["1"]["themes"] == "Lernen"


def test_an_unreadable_row_takes_nothing_away(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    run(offers(FIRST, SECOND), "--apply", "--no-build")
    out = run(offers(FIRST, SECOND.replace("Gießen", '"Gie"ßen')), "--apply", "--no-build")
    assert "1 abgelehnt" in out
    assert set(imported(settings)) == {"1", "2"}


def test_an_organisation_two_platforms_name_is_there_once(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    run(offers(FIRST), "--apply", "--no-build")
    path = offers(FIRST.replace("1;", "9;", 1), SECOND)
    assert "2 neu" in run(path, "--source", "import_two", "--apply", "--no-build")
    entries = imported_entries(read_imports(settings.imports_dir))
    keys = [
        key
        for _, tables in entries
        for key in tables["organisations"]["organisation_id"]
        if "lesefreunde" in key
    ]
    assert len(keys) == 1


def test_a_damaged_state_says_what_to_do(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    run(offers(FIRST), "--apply", "--no-build")
    (path,) = settings.imports_dir.glob("*.json")
    path.write_text("{")
    with pytest.raises(SourceError, match="beschädigt") as caught:
        run(offers(FIRST))
    assert str(path) in str(caught.value)


def test_examples_go_only_when_asked(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    shutil.rmtree(settings.cities_dir)
    write_city_folder(settings.cities_dir, with_examples=True)
    run(offers(FIRST), "--apply", "--no-build")
    state = read_import(settings.imports_dir, "import_opportunities", "opportunities")
    assert state is not None
    assert not state.replaces_examples
    run(offers(FIRST), "--apply", "--replace-examples", "--no-build")
    # once asked it stays so
    run(offers(FIRST, SECOND), "--apply")
    snapshot = read_current(settings.snapshots_dir)
    assert not snapshot.info.has_examples
    assert "examples" not in snapshot.source_by_id
    imports.main(["--remove", "import_opportunities--opportunities", *DAY])
    assert read_current(settings.snapshots_dir).info.has_examples
    assert titles(settings) == {}
    assert files_below(settings.imports_dir) == {}
    assert not receipts(settings.raw_dir, "import_opportunities--opportunities")


def test_a_build_that_fails_undoes_the_import(
    settings: Settings, run: Run, offers: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(offers(FIRST), "--apply", "--no-build")
    before = files_below(settings.imports_dir)
    city = settings.city_dir / "city.toml"
    city.write_text(city.read_text().replace("residents = 14500", "residents = 1"))
    with pytest.raises(CheckError):
        run(offers(FIRST, SECOND), "--apply")
    assert files_below(settings.imports_dir) == before
    assert not receipts(settings.raw_dir, "import_opportunities--opportunities")[1:]


def test_two_imports_do_not_run_at_once(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    with (
        folder_lock(settings.imports_dir, "Hier wird importiert", "Bitte warten."),
        pytest.raises(SnapshotError, match="gerade schon importiert"),
    ):
        run(offers(FIRST), "--apply")
    run(offers(FIRST), "--apply", "--no-build")


def test_if_needed_sees_an_import(
    settings: Settings, run: Run, offers: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    build_snapshot.main([*DAY, "--quiet"])
    run(offers(FIRST), "--apply", "--no-build")
    build_snapshot.main([*DAY, "--if-needed", "--quiet"])
    assert titles(settings) == {"1": "Vorlesen"}


def test_a_file_without_one_good_row_replaces_nothing(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    run(offers(FIRST), "--apply", "--no-build")
    before = imported(settings)
    out = run(offers("9;;;;;;;;\n"))
    assert "1 weggefallen, 1 abgelehnt" in out, "one row, whatever number of its fields is bad"
    with pytest.raises(SourceError, match="Keine einzige Zeile ist brauchbar"):
        run(offers("9;;;;;;;;\n"), "--apply")
    assert imported(settings) == before


# --- keys and references


def test_ids_of_another_source_are_refused_with_a_remedy(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    path = offers(FIRST.replace("1;", "vorlesen;", 1), SECOND)
    out = run(path)
    assert "1 neu, 0 geändert, 0 unverändert, 0 weggefallen, 1 abgelehnt" in out
    assert "Quelle „own_opportunities“" in out
    assert "--id-prefix" in out
    run(path, "--id-prefix", "neu-", "--apply", "--no-build")
    assert set(imported(settings)) == {"neu-vorlesen", "neu-2"}


OWN = "organisation_id;opportunity_id;title;description;themes;schedule\n"


def test_references_must_lead_somewhere(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    path = offers(
        "lesen;a;A;B;learning;regular\n", "Gartenfreunde;b;B;B;nature;regular\n",
        "niemand;c;C;C;nature;regular\n", header=OWN,
    )  # fmt: skip
    out = run(path, "--apply", "--no-build")
    assert "2 neu, 0 geändert, 0 unverändert, 0 weggefallen, 1 abgelehnt" in out
    assert "  ! Zeile 4, Spalte „organisation_id“ (C): Diese Organisation gibt es nicht" in out
    owners = {key: cells["organisation_id"] for key, cells in imported(settings).items()}
    assert owners == {"a": "lesen", "b": "garten"}


def test_organisations_first_then_their_offers(
    settings: Settings, run: Run, offers: Callable[..., Path], tmp_path: Path
) -> None:
    owners = tmp_path / "owners.csv"
    owners.write_text("ID;Name;Rechtsform\n77;Repair Café;Initiative\n")
    arguments = ["--collection", "organisations", *DAY, "--source", "platform", "--id-prefix", "p-"]
    assert import_file.main([str(owners), *arguments, "--apply", "--no-build"]) == 0
    path = offers("77;a;A;B;learning;regular\n", header=OWN)
    run(path, "--source", "platform", "--id-prefix", "p-", "--apply")
    snapshot = read_current(settings.snapshots_dir)
    (offer,) = [o for o in snapshot.opportunities if o.opportunity_id == "p-a"]
    assert snapshot.organisation_by_id[offer.organisation_id].name == "Repair Café"
    # one source, two files
    assert snapshot.source_by_id["platform"].record_count == 2


def test_a_name_of_a_declared_source_is_taken(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    with pytest.raises(ConfigError, match=r"steht schon in sources\.toml"):
        run(offers(FIRST), "--source", "own_places")
    with pytest.raises(ConfigError, match="kein Name einer Quelle"):
        run(offers(FIRST), "--source", "../x")


# --- ugly files


@pytest.mark.parametrize(
    "name",
    [
        "windows1252.csv", "utf8_bom.csv", "utf16_tab.txt", "mixed_encodings.csv",
        "pipes_and_titles.csv", "group_header.csv",
    ],
)  # fmt: skip
def test_every_usual_file_arrives(settings: Settings, run: Run, name: str) -> None:
    out = run(UGLY / name, "--apply", "--no-build")
    assert "0 abgelehnt" in out
    assert "Nicht ganz verstanden" not in out
    cells = next(iter(imported(settings).values()))
    assert cells["title"] == "Bücher für Kinder"
    assert cells["description"].startswith("Größe")
    if name == "group_header.csv":
        assert cells["contact_phone"] == "0351 / 488-12 34"
        assert cells["contact_email"] == "kontakt@example.org"


def test_one_bad_row_never_blocks_the_rest(settings: Settings, run: Run) -> None:
    out = run(UGLY / "open_quote.csv", "--apply", "--no-build")
    assert "3 neu, 0 geändert, 0 unverändert, 0 weggefallen, 2 abgelehnt" in out
    assert "  ! Zeile 3: Ein Anführungszeichen" in out
    assert [c["title"] for c in imported(settings).values()] == ["Erste", "Dritte", "Fünfte"]


def test_hostile_values_are_told_and_disarmed(settings: Settings, run: Run) -> None:
    out = run(UGLY / "hostile_values.csv", "--apply")
    assert "5 neu, 0 geändert, 0 unverändert, 0 weggefallen, 1 abgelehnt" in out
    snapshot = read_current(settings.snapshots_dir)
    found = {o.opportunity_id: o for o in snapshot.opportunities if "import" in o.source_id}
    assert (found["1"].title, found["1"].description) == ("Vorlesen", "Du liest")
    assert (found["1"].starts_on, found["1"].url) == (None, None)
    assert found["2"].geometry is not None
    assert round(found["2"].geometry.x, 2) == 13.71
    assert found["3"].geometry is None
    assert (found["4"].title, found["4"].description, found["4"].district_id) == (
        "Nul", "vornach", None,
    )  # fmt: skip
    header, *rows = notes(settings)
    assert header == ["Zeile", "Spalte", "Feld", "Wert", "Grund", "Schwere", "Kennung"]
    by_place = {(row[0], row[1]): row for row in rows}
    assert by_place["2", "Beginn"][3] == "24.12.20026"
    assert "Jahr" in by_place["2", "Beginn"][4] or "Datum" in by_place["2", "Beginn"][4]
    assert by_place["3", "Beginn"][3] == "'-1+1"
    assert "getauscht" in by_place["3", "lon"][4]
    assert "weit außerhalb" in by_place["4", "lon"][4]
    assert "außerhalb der Stadt" in by_place["5", "lon"][4]
    assert "Steuerzeichen" in by_place["5", "Beschreibung"][4]
    assert by_place["6", "ID"][5] == "Zeile ausgelassen"
    # a private row tells no value
    assert by_place["7", "Beginn"][3] == ""
    assert not [row for row in rows if row[0] == "7" and row[3]]
    for row in rows:
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "\x00" not in out
    assert "<script>" not in out.split("Neu (Angebote)")[1].split("Nicht ganz")[0]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty.csv", "leer"),
        ("no_rows.csv", "keine Zeilen"),
        ("page.csv", "Webseite"),
        ("disguise.csv", "VRT"),
        ("report.csv", "PDF"),
        ("old_excel.csv", "XLS"),
        ("noise.csv", "keine Textdatei|kein Text"),
        ("cut.xlsx", "beschädigt"),
        ("missing.csv", "gibt es nicht"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    settings: Settings, run: Run, name: str, said: str
) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        run(UGLY / name)
    assert str(caught.value).startswith(str(UGLY / name))
    assert "\n" not in str(caught.value)
    assert not settings.data_dir.exists()


def test_folders_and_pipes_are_no_files(settings: Settings, run: Run, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Ordner"):
        run(tmp_path)
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(SourceError, match="keine gewöhnliche Datei"):
        run(pipe)


def test_private_places_stay_private(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    secret = FIRST.replace("Hauptweg 1", "Geheimgasse 7").replace(";\n", ";ja\n")
    out = run(offers(secret, "2;Bad;X;Natur;N;einmalig;Geheimgasse 8;bald;ja\n"), "--apply")
    told = str(notes(settings))
    moved = run(offers(secret.replace("Geheimgasse 7", "Verborgenweg 3"), SECOND))
    snapshot = read_current(settings.snapshots_dir)
    path = settings.snapshots_dir / f"{snapshot.info.snapshot_id}.gpkg"
    assert b"Geheimgasse" not in path.read_bytes()
    assert "Geheimgasse" not in out + moved + told
    assert "Adresse: (geschützt) -> (geschützt)" in moved


# --- other formats


def test_excel(settings: Settings, run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Angebote der Freiwilligenagentur"])
    sheet.append(["ID", "Titel", "Beschreibung", "Themen", "Organisation", "Schedule", "Beginn"])
    sheet.append([1.0, "Vorlesen", "Du liest\nvor.", "Lernen", "Lesefreunde", "regelmäßig", 46380])
    book.save(tmp_path / "offers.xlsx")
    run(tmp_path / "offers.xlsx", "--apply", "--no-build")
    cells = imported(settings)["1"]
    assert (cells["title"], cells["starts_on"]) == ("Vorlesen", "2026-12-24")
    assert cells["description"] == "Du liest\nvor."


def test_a_file_that_does_not_say_how_often_comes_in_and_says_what_was_assumed(
    settings: Settings, run: Run, offers: Callable[..., Path]
) -> None:
    header = "ID;Titel;Beschreibung;Themen;Organisation\n"
    path = offers("1;Vorlesen;Du liest vor.;Lernen;Lesefreunde e. V.\n", header=header)
    told = run(path, "--apply")
    assert "Angenommen, bitte prüfen: schedule = „regular“ in jeder Zeile" in told
    assert [o.schedule for o in imported_offers(settings)] == ["regular"]


def test_an_unsure_column_is_named(settings: Settings, offers: Callable[..., Path]) -> None:
    header = "ID;Titel;Beschreibungstext lang;Themen;Organisation\n"
    path = offers("1;Vorlesen;Du liest vor.;Lernen;Lesefreunde e. V.\n", header=header)
    with pytest.raises(ConfigError, match=r"scripts\.map_columns .* --save NAME") as raised:
        import_file.main([str(path), *OFFERS, *DAY])
    assert "„description“ (vermutlich „Beschreibungstext lang“)" in str(raised.value)


def test_points_of_an_unknown_system_do_not_keep_the_rest_away(
    settings: Settings, run: Run, tmp_path: Path
) -> None:
    properties = {"ID": "1", "Titel": "Vorlesen", "Beschreibung": "Du liest.", "Themen": "Lernen",
                  "Organisation": "Lesefreunde e. V.", "Adresse": "Hauptweg 1"}  # fmt: skip
    feature = {"type": "Feature", "properties": properties,
               "geometry": {"type": "Point", "coordinates": [13.7, 51.0]}}  # fmt: skip
    link = {"type": "link", "properties": {"href": "http://127.0.0.1:9/x", "type": "proj4"}}
    path = tmp_path / "offers.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": link, "features": [feature]}))
    told = run(path, "--apply")
    assert "Verweis auf eine andere Datei, und solchen wird nicht gefolgt" in told
    assert [(o.title, o.place_id) for o in imported_offers(settings)] == [("Vorlesen", None)]


def test_geojson(settings: Settings, run: Run, tmp_path: Path) -> None:
    properties = {
        "ID": 5, "Titel": "Vorlesen", "Beschreibung": "X", "Themen": "Lernen",
        "Organisation": "Lesefreunde", "Schedule": "regelmäßig",
    }  # fmt: skip
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [13.705, 51.045]},
    }
    path = tmp_path / "offers.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    run(path, "--apply")
    snapshot: Snapshot = read_current(settings.snapshots_dir)
    (offer,) = [o for o in snapshot.opportunities if o.opportunity_id == "5"]
    assert offer.district_id == "01"


def test_geopackage(settings: Settings, run: Run, tmp_path: Path) -> None:
    columns = {
        "ID": ["6"], "Titel": ["Vorlesen"], "Beschreibung": ["X"], "Themen": ["Lernen"],
        "Organisation": ["Lesefreunde"], "Schedule": ["regelmäßig"],
    }  # fmt: skip
    points = geopandas.GeoDataFrame(
        columns, geometry=[shapely.Point(13.705, 51.045)], crs="EPSG:4326"
    )
    points.to_file(tmp_path / "offers.gpkg", driver="GPKG")
    run(tmp_path / "offers.gpkg", "--apply", "--no-build")
    cells = imported(settings)["6"]
    assert (cells["title"], cells["lon"][:6], cells["lat"][:6]) == ("Vorlesen", "13.705", "51.045")


def test_calendar(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:17@example.org",
        "DTSTART;TZID=Europe/Berlin:20261224T183000", "SUMMARY:Börse", "CATEGORIES:Messe",
        "LOCATION:Rathaus", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    path = tmp_path / "events.ics"
    path.write_bytes("\r\n".join(lines).encode())
    arguments = [str(path), "--collection", "events", *DAY, "--apply", "--no-build"]
    assert import_file.main(arguments) == 0
    assert "Termine:         1 neu" in capsys.readouterr().out
    state = read_import(settings.imports_dir, "import_events", "events")
    assert state is not None
    (record,) = state.tables["events"]
    assert (record.cells["title"], record.cells["place_name"]) == ("Börse", "Rathaus")


# --- mapping and the list of imports


def test_three_commands_from_file_to_map(
    settings: Settings, offers: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = offers(
        "4;Vorlesen;Text;Bildung;Haus;Weg;5;1099;Viereck;ja\n",
        header="Nummer;Angebot;Was ist zu tun;Rubrik;Einrichtung;Straße;Hausnummer;PLZ;Ort;Online\n",
    )
    assert import_file.main([str(path), *OFFERS]) == 0
    assert "scripts.map_columns" in capsys.readouterr().out
    assert map_columns.main([str(path), *OFFERS, "--save", "boerse"]) == 0
    out = capsys.readouterr().out
    assert "title" in out
    assert "Angenommen, bitte prüfen: schedule" in out
    assert "Wörter ohne Übersetzung in themes: „Bildung“" in out
    mapping = settings.city_dir / "mappings" / "boerse.toml"
    text = mapping.read_text(encoding="utf-8")
    assert '# "Bildung" = ""' in text
    mapping.write_text(text.replace('# "Bildung" = ""', '"Bildung" = "learning"'))
    assert import_file.main([str(path), *OFFERS, *DAY, "--mapping", "boerse", "--apply"]) == 0
    snapshot = read_current(settings.snapshots_dir)
    (offer,) = [o for o in snapshot.opportunities if o.opportunity_id == "boerse-4"]
    assert offer.themes == ("learning",)
    assert offer.is_remote
    with pytest.raises(ConfigError, match="--overwrite"):
        map_columns.main([str(path), *OFFERS, "--save", "boerse"])
    with pytest.raises(ConfigError, match="kein Name einer Zuordnung"):
        map_columns.main([str(path), *OFFERS, "--save", "../boerse"])
    with pytest.raises(ConfigError, match="Vorhanden: boerse"):
        import_file.main([str(path), *OFFERS, "--mapping", "other"])
    with pytest.raises(ConfigError, match="ist für „opportunities“"):
        import_file.main([str(path), "--collection", "places", "--mapping", "boerse"])


def test_imports_are_listed(
    settings: Settings, run: Run, offers: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert imports.main([]) == 0
    assert "noch nichts importiert" in capsys.readouterr().out
    run(offers(FIRST, SECOND), "--apply", "--no-build")
    assert imports.main([]) == 0
    out = capsys.readouterr().out
    assert "import_opportunities--opportunities\n    2 Angebote, 2 Organisationen\n" in out
    with pytest.raises(ConfigError, match="Vorhanden: import_opportunities--opportunities"):
        imports.main(["--remove", "other"])


# --- as a process


def test_wrong_arguments_and_a_useless_file_end_as_promised(settings: Settings, root: Path) -> None:
    command = [sys.executable, "-m", "scripts.import_file"]
    done = subprocess.run(
        [*command, str(UGLY / "report.csv"), *OFFERS],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith(str(UGLY / "report.csv"))
    assert "Traceback" not in done.stderr
    done = subprocess.run(
        [*command, str(UGLY / "report.csv"), "--collection", "offers"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
