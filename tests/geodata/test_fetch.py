"""Fetched sources from the server to the snapshot: what is good stays, what fails says so."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from geodata.errors import ConfigError, SnapshotError
from geodata.http import Client
from geodata.model import Source
from geodata.pipeline import stages
from geodata.pipeline.build import build_snapshot
from geodata.pipeline.fetch import SourceReport, fetch_sources, user_agent
from geodata.pipeline.fingerprint import is_up_to_date
from geodata.pipeline.inputs import read_inputs
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from geodata.store.files import folder_lock
from geodata.store.publish import read_current
from geodata.store.raw import last_fetched
from geodata.store.source_states import SourceState, read_state
from tests.geodata.city_folder import write_city_folder
from tests.geodata.web import Asked, Web, answer, json_answer

AS_OF = dt.date(2026, 4, 3)
NOW = dt.datetime(2026, 4, 3, 10, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=5)

PUBLISHER = """\
publisher = "Amt"
licence = "dl-de/by-2-0"
attribution = "Amt, dl-de/by-2-0"
"""


@pytest.fixture(autouse=True)
def _code_stands_still(root: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geodata.pipeline.fingerprint.CODE_DIR", root / "requirements")
        yield


def places(count: int, **more: Any) -> dict[str, Any]:
    """A layer with so many places in the city."""
    features = [
        {
            "type": "Feature",
            "id": number,
            "properties": {"bez": f"Treff {number}", "hinweis": "<b>offen</b>", **more},
            "geometry": {"type": "Point", "coordinates": [13.701 + number / 1000, 51.045]},
        }
        for number in range(count)
    ]
    return {"type": "FeatureCollection", "features": features}


def source(source_id: str, url: str, *lines: str) -> str:
    entry = [f'source_id = "{source_id}"', f'title = "Quelle {source_id}"', f'url = "{url}"']
    return "\n".join(["[[sources]]", *entry, PUBLISHER, *lines]) + "\n"


FACILITIES = (
    'kind = "ogc_features"',
    'collection = "facilities"',
    'constants = { kind = "Treff" }',
    'columns = { facility_id = "id", name = "bez", description = "hinweis" }',
    "fresh_days = 30",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_city_folder(tmp_path / "cities")
    return Settings(city="viereck", cities_dir=tmp_path / "cities", data_dir=tmp_path / "data")


@pytest.fixture
def declare(settings: Settings) -> Callable[..., None]:
    """Add entries to sources.toml."""

    def add(*entries: str) -> None:
        path = settings.city_dir / "sources.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text + "\n".join(entries), encoding="utf-8")

    return add


@pytest.fixture
def treffs(declare: Callable[..., None], web: Web) -> str:
    """A layer that is declared and answers with four places."""
    declare(source("treffs", f"{web.url}/items", *FACILITIES))
    web.routes["/items"] = json_answer(places(4), ETag='"v1"')
    return "treffs"


def fetch(settings: Settings, *names: str, now: dt.datetime = NOW) -> list[SourceReport]:
    client = Client("karte/1.0", allow_private=True, interval_seconds=0, backoff_seconds=0)
    return fetch_sources(settings, names, now, as_of=AS_OF, client=client)


def state_of(settings: Settings, source_id: str) -> SourceState:
    state = read_state(settings.states_dir, source_id)
    assert state is not None
    return state


def build(settings: Settings, now: dt.datetime = NOW) -> Snapshot:
    build_snapshot(settings, AS_OF, created_at=now)
    return read_current(settings.snapshots_dir)


def parse(settings: Settings) -> stages.Parsed:
    """What a build reads, without the rest of it."""
    inputs = read_inputs(settings, AS_OF)
    fetched = stages.fetch_sources(inputs, settings.raw_dir, NOW)
    return stages.parse_sources(inputs, fetched, settings.raw_dir, NOW)


def parsed_rows(settings: Settings) -> dict[str, Source]:
    return {source.source_id: source for source in parse(settings).sources}


def row_of(snapshot: Snapshot, source_id: str) -> Source:
    return next(one for one in snapshot.sources if one.source_id == source_id)


# --- the way into the snapshot


def test_from_the_server_into_the_snapshot(settings: Settings, treffs: str, web: Web) -> None:
    before = build(settings)
    waiting = row_of(before, treffs)
    assert (waiting.status, waiting.record_count, before.facilities) == ("not_loaded", None, ())
    (report,) = fetch(settings)
    assert (report.outcome, report.record_count, report.previous_count) == ("new", 4, None)
    assert not is_up_to_date(settings, AS_OF)
    web.close()
    snapshot = build(settings, LATER)
    assert [one.facility_id for one in snapshot.facilities] == [f"treffs-{n}" for n in range(4)]
    first = snapshot.facilities[0]
    assert (first.record_id, first.district_id) == ("treffs:treffs-0", "01")
    assert (first.description, first.retrieved_at) == ("offen", NOW)
    row = row_of(snapshot, treffs)
    assert (row.status, row.record_count, row.checked_at) == ("ok", 4, NOW)
    assert (row.retrieved_at, row.fresh_days, row.kind) == (NOW, 30, "ogc_features")
    assert is_up_to_date(settings, AS_OF)


def test_the_receipt_says_where_it_comes_from(settings: Settings, treffs: str, web: Web) -> None:
    fetch(settings)
    found = last_fetched(settings.raw_dir, treffs)
    assert found is not None
    folder, receipt = found
    (part,) = receipt.parts
    assert receipt.location == part.url == f"{web.url}/items?limit=10000"
    assert (receipt.licence, receipt.retrieved_at) == ("dl-de/by-2-0", NOW)
    assert (part.etag, part.byte_count) == ('"v1"', receipt.byte_count)
    assert json.loads((folder / part.file).read_bytes()) == places(4)


def test_a_source_that_is_off(settings: Settings, declare: Callable[..., None], web: Web) -> None:
    declare(source("aus", f"{web.url}/items", *FACILITIES, "enabled = false"))
    assert fetch(settings) == []
    assert web.asked == []
    assert parsed_rows(settings)["aus"].status == "off"
    with pytest.raises(ConfigError, match=r"„aus“ ist in sources\.toml abgeschaltet"):
        fetch(settings, "aus")


@pytest.mark.parametrize(
    ("name", "words"),
    [("tref", "gibt es nicht. Gemeint ist wohl „treffs“"), ("districts", "nicht aus dem Netz")],
)
@pytest.mark.usefixtures("treffs")
def test_names_that_cannot_be_fetched(settings: Settings, name: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        fetch(settings, name)


# --- only news


def test_unchanged_is_only_checked(settings: Settings, treffs: str, web: Web) -> None:
    def handler(asked: Asked) -> bytes:
        if asked.headers.get("if-none-match") == '"v1"':
            return answer(status=304)
        return json_answer(places(4), ETag='"v1"')

    web.routes["/items"] = handler
    fetch(settings)
    (report,) = fetch(settings, now=LATER)
    assert (report.outcome, report.record_count) == ("unchanged", 4)
    state = state_of(settings, treffs)
    assert (state.checked_at, state.retrieved_at) == (LATER, NOW)
    assert not is_up_to_date(settings, AS_OF)
    row = parsed_rows(settings)[treffs]
    assert (row.checked_at, row.retrieved_at) == (LATER, NOW)


def test_the_same_bytes_under_another_name_are_kept_once(
    settings: Settings, treffs: str, web: Web
) -> None:
    fetch(settings)
    web.routes["/items"] = json_answer(places(4), ETag='"v2"')
    (report,) = fetch(settings, now=LATER)
    assert report.outcome == "unchanged"
    found = last_fetched(settings.raw_dir, treffs)
    assert found is not None
    assert (found[1].retrieved_at, found[1].parts[0].etag) == (NOW, '"v2"')
    assert len(list((settings.raw_dir / treffs).iterdir())) == 1
    assert fetch(settings, now=NOW)[0].outcome == "unchanged"
    assert web.asked[-1].headers["if-none-match"] == '"v2"'


def test_damaged_bytes_are_fetched_anew(settings: Settings, treffs: str, web: Web) -> None:
    fetch(settings)
    found = last_fetched(settings.raw_dir, treffs)
    assert found is not None
    (found[0] / "part-0001").write_bytes(b"{}")
    assert parsed_rows(settings)[treffs].status == "not_loaded"
    fetch(settings, now=LATER)
    assert "if-none-match" not in web.asked[-1].headers
    assert parsed_rows(settings)[treffs].status == "ok"


# --- what fails


BAD: dict[str, tuple[bytes, str]] = {
    "gone": (answer("weg", 404), "404"),
    "down": (answer("", 503, Retry_After="3600"), "503"),
    "page": (answer("<!doctype html><html>Wartung</html>"), "Webseite"),
    "error": (json_answer({"code": 1, "description": "Layer unbekannt"}), "Layer unbekannt"),
    "cut": (answer(json.dumps(places(4))[:-20]), "abgeschnitten"),
    "empty": (json_answer(places(0)), "keinen verwertbaren Eintrag"),
    "shrunk": (json_answer(places(1)), "Nur 1 statt zuletzt 4"),
    "renamed": (
        answer(json.dumps(places(4)).replace('"bez"', '"titel"')), "Die Spalte „bez“",
    ),
    "worthless": (json_answer(places(4, bez="")), "keinen verwertbaren Eintrag"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_fails_keeps_the_last_good_data(
    settings: Settings, treffs: str, web: Web, name: str
) -> None:
    fetch(settings)
    reply, words = BAD[name]
    web.routes["/items"] = reply
    (report,) = fetch(settings, now=LATER)
    assert report.outcome == "failed"
    assert words in report.reason
    state = state_of(settings, treffs)
    assert (state.status, state.failures, state.record_count) == ("failed", 1, 4)
    row = parsed_rows(settings)[treffs]
    assert (row.status, row.last_error, row.record_count) == ("failed", report.reason, 4)
    assert (row.checked_at, row.retrieved_at) == (LATER, NOW)


def test_failures_are_counted_until_it_works_again(
    settings: Settings, treffs: str, web: Web
) -> None:
    web.routes["/items"] = answer("", 500)
    assert [fetch(settings)[0].failures for _ in range(3)] == [1, 2, 3]
    row = parsed_rows(settings)[treffs]
    assert (row.status, row.record_count) == ("not_loaded", None)
    assert "500" in (row.last_error or "")
    web.routes["/items"] = json_answer(places(2))
    assert fetch(settings)[0].outcome == "new"
    state = state_of(settings, treffs)
    assert (state.status, state.failures, state.last_error) == ("ok", 0, None)


def test_shrinking_can_be_allowed(settings: Settings, treffs: str, web: Web) -> None:
    fetch(settings)
    path = settings.city_dir / "sources.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\nmin_share = 0\n", encoding="utf-8")
    web.routes["/items"] = json_answer(places(1))
    assert fetch(settings, now=LATER)[0].outcome == "new"
    assert state_of(settings, treffs).record_count == 1


def test_one_that_fails_stops_no_other(
    settings: Settings, declare: Callable[..., None], treffs: str, web: Web
) -> None:
    declare(source("kaputt", f"{web.url}/kaputt", *FACILITIES))
    declare(source("andere", f"{web.url}/items", *FACILITIES))
    seen: list[str] = []
    client = Client("karte/1.0", allow_private=True, interval_seconds=0, backoff_seconds=0)
    reports = fetch_sources(
        settings,
        [],
        NOW,
        as_of=AS_OF,
        client=client,
        begin=lambda spec: seen.append(spec.source_id),
    )
    assert [report.outcome for report in reports] == ["new", "failed", "new"]
    assert seen == [treffs, "kaputt", "andere"]
    assert [parsed_rows(settings)[name].record_count for name in (treffs, "andere")] == [4, 4]


def test_limits_of_a_source(settings: Settings, declare: Callable[..., None], web: Web) -> None:
    declare(source("gross", f"{web.url}/items", *FACILITIES, "max_bytes = 100"))
    web.routes["/items"] = json_answer(places(4))
    assert "größer als erlaubt (0,0001 MB" in fetch(settings)[0].reason


def test_bad_rows_are_issues_and_the_rest_comes_in(
    settings: Settings, treffs: str, web: Web
) -> None:
    bad = places(6)
    bad["features"][1]["id"] = 0
    bad["features"][2]["properties"]["bez"] = ""
    bad["features"][3]["geometry"]["coordinates"] = [12.37, 51.34]
    web.routes["/items"] = json_answer(bad)
    fetch(settings)
    snapshot = build(settings)
    assert {one.facility_id for one in snapshot.facilities} == {
        "treffs-0", "treffs-3", "treffs-4", "treffs-5",
    }  # fmt: skip
    kinds = {(issue.kind, issue.row) for issue in snapshot.issues if issue.source_id == treffs}
    assert {("duplicate_id", 2), ("missing", 3)} <= kinds


# --- secrets, and who may be asked


def test_secrets_are_nowhere(settings: Settings, declare: Callable[..., None], web: Web) -> None:
    url = f"http://ich:GEHEIM@127.0.0.1:{web.port}/items?token=GEHEIM"
    declare(source("heimlich", url, *FACILITIES))
    web.routes["/items"] = json_answer(places(2))
    assert fetch(settings)[0].outcome == "new"
    assert web.asked[0].parameters["token"] == "GEHEIM"
    web.routes["/items"] = answer("", 404)
    fetch(settings, now=LATER)
    snapshot = build(settings)
    assert snapshot.facilities[0].source_url == f"{web.url}/items?token=***"
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"GEHEIM" in path.read_bytes()]
    assert not [path for path in files if "GEHEIM" in str(path)]


def test_this_machine_is_not_asked_by_default(settings: Settings, treffs: str, web: Web) -> None:
    (report,) = fetch_sources(settings, [treffs], NOW, as_of=AS_OF)
    assert "nicht im öffentlichen Netz" in report.reason
    assert web.asked == []


def test_who_asks(settings: Settings) -> None:
    city = read_inputs(settings, AS_OF).city
    assert user_agent(city).startswith("ehrenamtslandkarte/")


def test_only_one_at_a_time(settings: Settings, treffs: str) -> None:
    with folder_lock(settings.states_dir, "Besetzt", "Warten."), pytest.raises(SnapshotError):
        fetch(settings, treffs)


def test_an_interruption_leaves_what_was_there(
    settings: Settings, treffs: str, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(settings)
    web.routes["/items"] = json_answer(places(5))

    def interrupt(*_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("geodata.store.raw._write_receipt", interrupt)
        with pytest.raises(KeyboardInterrupt):
            fetch(settings, now=LATER)
    assert state_of(settings, treffs).record_count == 4
    assert parsed_rows(settings)[treffs].record_count == 4
    assert fetch(settings, now=LATER)[0].record_count == 5


# --- mapping files, tiles, registers, statistics


def test_a_named_mapping(settings: Settings, declare: Callable[..., None], web: Web) -> None:
    folder = settings.city_dir / "mappings"
    folder.mkdir()
    (folder / "angebote.toml").write_text(
        'collection = "opportunities"\n[columns]\nopportunity_id = "nr"\ntitle = "was"\n'
        'description = "was"\nthemes = "bereich"\n[constants]\nschedule = "regular"\n'
        '[organisations.columns]\nname = "verein"\n',
        encoding="utf-8",
    )
    more = ('kind = "table"', 'collection = "opportunities"', 'mapping = "angebote"')
    declare(source("liste", f"{web.url}/liste.csv", *more))
    web.routes["/liste.csv"] = answer("nr;was;bereich;verein\n1;Vorlesen;learning;Lesebund e. V.\n")
    assert fetch(settings)[0].record_count == 1
    snapshot = build(settings)
    (offer,) = (one for one in snapshot.opportunities if one.source_id == "liste")
    (host,) = (one for one in snapshot.organisations if one.source_id == "liste")
    assert (offer.opportunity_id, offer.organisation_id) == ("liste-1", host.organisation_id)
    assert (host.name, host.kind) == ("Lesebund e. V.", "club")


def test_a_mapping_that_is_not_there(
    settings: Settings, declare: Callable[..., None], web: Web
) -> None:
    more = ('kind = "table"', 'collection = "events"', 'mapping = "nix"')
    declare(source("liste", f"{web.url}/x", *more))
    with pytest.raises(ConfigError, match=r"nix\.toml: Die Datei fehlt"):
        fetch(settings)


def test_a_file_of_the_folder_needs_no_network(
    settings: Settings, declare: Callable[..., None]
) -> None:
    (settings.city_dir / "orte.geojson").write_text(json.dumps(places(3)), encoding="utf-8")
    lines = [line for line in FACILITIES if 'kind = "ogc' not in line]
    declare(
        source("eigene", "https://example.org", *lines, 'kind = "geojson"', 'path = "orte.geojson"')
    )
    assert fetch(settings) == []
    found = {source.source_id: tables for source, tables in parse(settings).entries}
    assert list(found["eigene"]["facilities"]["facility_id"]) == ["0", "1", "2"]
    assert parsed_rows(settings)["eigene"].status == "ok"


def test_the_register_of_addresses(
    settings: Settings, declare: Callable[..., None], web: Web
) -> None:
    register = places(3, strasse="Hauptweg", hnr="7", adresse="Hauptweg 7")
    web.routes["/items"] = json_answer(register)
    columns = 'columns = { street = "strasse", house_number = ["hausnummer", "hnr"], town = "ort" }'
    more = ('kind = "ogc_features"', 'collection = "addresses"', columns)
    declare(source("adressen", f"{web.url}/items", *more))
    assert fetch(settings)[0].record_count == 3
    row = parsed_rows(settings)["adressen"]
    assert (row.status, row.record_count) == ("ok", 3)
    inputs = read_inputs(settings, AS_OF)
    fetched = stages.fetch_sources(inputs, settings.raw_dir, NOW)
    frame = stages.read_register(inputs, fetched)
    assert dict(frame.iloc[0]) == {
        "lon": "13.701", "lat": "51.045", "street": "Hauptweg", "house_number": "7",
    }  # fmt: skip


# --- statistics


WIDE = "Bezirk;Arbeitslose;Jahr;Quartal\nBez 0 Süd;{south};2026;2. Quartal\nBez 1 Nord;50;2026;2. Quartal\n"
WIDE_TABLE = """
[tables.breit]
period = "{Jahr}-Q{Quartal:.1}"
columns = { unit_id = "Bezirk", unit_label = "Bezirk" }
patterns = { unit_id = '^Bez (\\d) ' }
constants = { level = "borough" }

[[tables.breit.measures]]
figure_id = "sgb2_unemployed"
column = "Arbeitslose"
unit = "persons"
"""


@pytest.fixture
def unemployed(settings: Settings, web: Web) -> str:
    """The unemployed also come from the city's portal, in its own layout."""
    path = settings.city_dir / "sources.toml"
    text = path.read_text(encoding="utf-8")
    official = f'[sources.official]\nurl = "{web.url}/arbeit.csv"\ntable = "breit"\n'
    start = text.index('source_id = "unemployed"')
    end = text.index("[[sources]]", start)
    text = text[:end] + official + text[end:] + WIDE_TABLE
    path.write_text(text, encoding="utf-8")
    return "unemployed"


def unemployed_in(settings: Settings) -> dict[str, float]:
    figures = parse(settings).base.tables["figures"]
    chosen = figures[figures["figure_id"] == "sgb2_unemployed"]
    return dict(zip(chosen["unit_id"], chosen["value"], strict=True))


def test_statistics_come_from_the_folder_until_they_are_fetched(
    settings: Settings, unemployed: str, web: Web
) -> None:
    assert unemployed_in(settings) == {"0": 600, "1": 50}
    assert parsed_rows(settings)[unemployed].status == "ok"
    web.routes["/arbeit.csv"] = answer(WIDE.format(south=700))
    (report,) = fetch(settings)
    assert (report.outcome, report.record_count) == ("new", 2)
    assert unemployed_in(settings) == {"0": 700, "1": 50}
    assert parsed_rows(settings)[unemployed].retrieved_at == NOW
    assert {f.value for f in build(settings).figures if f.figure_id == "sgb2_unemployed"} == {
        700,
        50,
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (WIDE.format(south="1.234"), "Tausenderpunkte"),
        (WIDE.format(south=700).replace("2026", "2027"), "fehlen 2 Zahlen"),
        (WIDE.format(south=700).replace("Bez 1", "Bez 9"), "steht nicht in der Zuordnung"),
        (WIDE.format(south=700).rpartition("Bez 1")[0], "fehlen 1 Zahlen"),
        ("<html>", "Webseite"),
        ("a,b\n1,2\n", "Als Trennzeichen wird"),
    ],
)
def test_statistics_that_do_not_fit_change_nothing(
    settings: Settings, unemployed: str, web: Web, text: str, words: str
) -> None:
    web.routes["/arbeit.csv"] = answer(text)
    (report,) = fetch(settings)
    assert report.outcome == "failed"
    assert words in report.reason
    assert unemployed_in(settings) == {"0": 600, "1": 50}
    row = parsed_rows(settings)[unemployed]
    assert (row.status, row.last_error) == ("failed", report.reason)
