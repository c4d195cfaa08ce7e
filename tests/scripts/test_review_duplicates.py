"""The command that asks which records are one: what it shows, remembers, and what a build makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.duplicates import typed_rows
from bench.synthetic_duplicates import make_world
from geodata.decisions import read_decisions
from geodata.errors import ConfigError
from geodata.match.duplicates import find_duplicates
from geodata.pipeline.fingerprint import is_up_to_date
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from geodata.store.publish import read_current
from scripts import build_snapshot, review_duplicates
from scripts._side_by_side import BAR_WORDS, OUTCOME_WORDS
from tests.geodata.city_folder import write_city_folder
from tests.scripts.test_build_snapshot import DAY

SOURCES = """
[[sources]]
source_id = "platform"
kind = "entries"
title = "Plattform"
publisher = "Plattform"
licence = "CC-BY-4.0"
attribution = "Plattform"
path = "platform.csv"
collection = "organisations"

[[sources]]
source_id = "platform_offers"
kind = "entries"
title = "Plattform"
publisher = "Plattform"
licence = "CC-BY-4.0"
attribution = "Plattform"
path = "platform_offers.csv"
collection = "opportunities"
"""
PLATFORM = """\
organisation_id;name;kind;public_email;address;website;is_private
p-lesen;Lesefreunde;club;KONTAKT@example.org;Hauptweg 1, 01099 Viereck;lesen.example;
p-garten;Gartenfreunde Viereck;initiative;;;garten.example;
p-schutz;Schutzhaus;club;;Geheimgasse 9;;ja
"""
OFFERS = """\
opportunity_id;organisation_id;title;description;themes;schedule
p-1;p-lesen;Plaudern;Sie plaudern mit Menschen, die gern erzählen.;learning;regular
"""
LESEN = ("own_organisations:lesen", "platform:p-lesen")
GARTEN = ("own_organisations:garten", "platform:p-garten")


@pytest.fixture(autouse=True)
def _code_stands_still(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.pipeline.fingerprint.CODE_DIR", root / "requirements")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A city with its own organisations and those of a platform."""
    folder = write_city_folder(tmp_path / "cities")
    with (folder / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(SOURCES)
    (folder / "platform.csv").write_text(PLATFORM, encoding="utf-8")
    (folder / "platform_offers.csv").write_text(OFFERS, encoding="utf-8")
    monkeypatch.setenv("CITIES_DIR", str(tmp_path / "cities"))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CITY", "viereck")
    monkeypatch.setenv("COLUMNS", "140")
    return Settings(city="viereck", cities_dir=tmp_path / "cities", data_dir=tmp_path / "data")


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody types on a terminal, in order; then Ctrl-D."""
    typed: list[str] = []

    def read(_prompt: str) -> str:
        if not typed:
            raise EOFError
        return typed.pop(0)

    monkeypatch.setattr("builtins.input", read)
    monkeypatch.setattr(review_duplicates, "is_terminal", lambda: True)
    return typed


def built(settings: Settings) -> Snapshot:
    assert build_snapshot.main([*DAY, "--quiet"]) == 0
    return read_current(settings.snapshots_dir)


def ids(snapshot: Snapshot) -> set[str]:
    return {organisation.organisation_id for organisation in snapshot.organisations}


def test_pairs_are_listed_side_by_side(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review_duplicates.main([]) == 0
    out = capsys.readouterr().out
    assert settings
    assert "1 von " in out
    assert f"links: {GARTEN[0]}" in out
    assert f"rechts: {GARTEN[1]}" in out
    name = next(line for line in out.splitlines() if "Gartenfreunde Viereck" in line)
    assert name.startswith("≠ name")
    assert "gleich" in name, "the city's name tells nothing apart"
    assert "--merge LINKS RECHTS" in out
    assert "Geheimgasse" not in out


def test_a_merge_is_remembered_and_the_next_build_follows_it(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = built(settings)
    today = before.info.as_of
    assert {"garten", "p-garten"} <= ids(before)
    assert is_up_to_date(settings, today, today)
    arguments = ["--merge", *reversed(GARTEN), "--take", "name=left", "--note", "Anruf"]
    assert review_duplicates.main(arguments) == 0
    out = capsys.readouterr().out
    assert "links: platform:p-garten" in out, "left is what was named first"
    assert "Als Nächstes: python -m scripts.build_snapshot" in out
    assert not is_up_to_date(settings, today, today)
    after = built(settings)
    assert "p-garten" not in ids(after)
    merged = next(o for o in after.organisations if o.organisation_id == "garten")
    assert (merged.name, merged.website) == ("Gartenfreunde Viereck", "https://garten.example")
    assert merged.licence == "dl-de/by-2-0 AND CC-BY-4.0"


def test_a_pair_that_was_told_apart_is_not_asked_again(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    review_duplicates.main(["--different", *GARTEN])
    capsys.readouterr()
    review_duplicates.main(["--list"])
    assert GARTEN[1] not in capsys.readouterr().out
    assert [d.decision for d in read_decisions(settings.city_dir)] == ["different"]


def test_a_build_that_merges_says_so(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    review_duplicates.main(["--merge", *LESEN])
    capsys.readouterr()
    assert build_snapshot.main(DAY) == 0
    out = capsys.readouterr().out
    assert "Dubletten: 1 zusammengeführt, davon 0 von selbst, " in out
    assert "zu entscheiden (python -m scripts.review_duplicates)" in out
    snapshot = read_current(settings.snapshots_dir)
    plaudern = next(o for o in snapshot.opportunities if o.title == "Plaudern")
    assert plaudern.organisation_id == "lesen"
    assert "mögliche Dublette" in out


def test_somebody_is_asked_pair_by_pair(
    settings: Settings, answers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answers += ["?", "z", "quatsch", "website=right", "b"]
    assert review_duplicates.main([]) == 0
    out = capsys.readouterr().out
    assert "Feld=left oder Feld=right" in out
    assert "Entscheidungen: 1, gemerkt in" in out
    (decision,) = read_decisions(settings.city_dir)
    assert (decision.decision, decision.fields) == ("merge", (("website", "right"),))


def test_what_was_decided_stays_where_somebody_stops(
    settings: Settings, answers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answers += ["v"]
    assert review_duplicates.main([]) == 0
    assert "Als Nächstes" in capsys.readouterr().out
    assert len(read_decisions(settings.city_dir)) == 1


def test_later_changes_nothing(settings: Settings, answers: list[str]) -> None:
    answers += ["s", "s", "s", "s"]
    assert review_duplicates.main([]) == 0
    assert read_decisions(settings.city_dir) == ()


def test_showing_decides_nothing(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert review_duplicates.main(["--show", LESEN[0], GARTEN[1]]) == 0
    assert "Sicherheit 0,0 %" in capsys.readouterr().out
    assert not settings.data_dir.exists(), "a look leaves nothing behind"
    assert read_decisions(settings.city_dir) == ()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--merge", LESEN[0], "platform:p-lesn"], "Gemeint ist wohl „platform:p-lesen“"),
        (["--merge", LESEN[0], LESEN[0]], "dieselbe"),
        (["--merge", LESEN[0], "platform_offers:p-1"], "Organisation und ein Angebot"),
        (["--merge", *LESEN, "--take", "nmae=left"], "Gemeint ist wohl „name“"),
        (["--merge", *LESEN, "--take", "hours_per_week=left"], "lässt sich nicht wählen"),
        (["--take", "name=left"], "gehört zu --merge"),
    ],
)
def test_what_cannot_be_decided_is_explained(
    settings: Settings, arguments: list[str], expected: str
) -> None:
    with pytest.raises(ConfigError, match=expected):
        review_duplicates.main(arguments)
    assert read_decisions(settings.city_dir) == ()


def test_stale_decisions_are_told(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    path = settings.city_dir / "duplicate_decisions.csv"
    path.write_text("left;right;decision;fields;note\na:1;b:2;merge;;\n", encoding="utf-8")
    review_duplicates.main(["--list"])
    assert "Hinweis: duplicate_decisions.csv, Zeile 2: a:1 und b:2" in capsys.readouterr().out


def test_every_outcome_and_reason_has_its_words() -> None:
    rows = typed_rows(make_world(3, 300, 300))
    found = [c for name in rows for c in find_duplicates(name, rows[name], review=0.0)]
    assert {bar for c in found for bar in c.bars} <= set(BAR_WORDS)
    assert {score.outcome for c in found for score in c.fields} <= set(OUTCOME_WORDS)
