"""Offices and thanks of a city's folder: read strictly, optional, and never without a source."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from geodata.errors import ConfigError
from geodata.offices import Offices, read_offices
from geodata.thanks import Day, Thanks, read_thanks
from geodata.vocabulary import read_themes

OFFICE = """[[offices]]
name = "Umweltamt"
task = "Kümmert sich um Bäume."
themes = ["nature"]
source_url = "https://stadt.example/umwelt"
as_of = 2026-01-31
"""
TOKEN = """[[tokens]]
kind = "pass"
name = "Pass"
text = "Ein Pass für alle, die helfen."
dates = [{ yearly = "12-05", text = "Vergabe" }]
source_url = "https://stadt.example/pass"
as_of = 2025
"""


def test_dresdens_offices_name_known_themes_and_their_source(root: Path) -> None:
    folder = root / "cities" / "dresden"
    found = read_offices(folder, {theme.theme_id for theme in read_themes(folder)})
    assert len(found.offices) >= 4
    assert all(office.source_url.startswith("https://") for office in found.offices)
    # nobody has checked them, so none is published
    assert not any(office.phone or office.email for office in found.offices)


def test_dresdens_thanks_know_all_five_kinds(root: Path) -> None:
    kinds = {token.kind for token in read_thanks(root / "cities" / "dresden").tokens}
    assert kinds == {"pass", "certificate", "seal", "celebration", "fair"}


def test_a_city_may_leave_both_out(tmp_path: Path) -> None:
    assert read_offices(tmp_path, ()) == Offices()
    assert read_thanks(tmp_path) == Thanks()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('["nature"]', '["natrue"]', ("offices.toml", "1. Amt", "„natrue“", "„nature“")),
        ("task =", "tsak =", ("Zeile 3", "„tsak“", "Gemeint ist wohl „task“")),
        ('source_url = "https://stadt.example/umwelt"\n', "", ("„source_url“ fehlt",)),
        ("https://stadt.example/umwelt", "javascript:alert(1)", ("Zeile 5", "source_url")),
        ("as_of = 2026-01-31\n", "", ("„as_of“ fehlt",)),
        ("as_of = 2026-01-31", 'as_of = "neulich"', ("Zeile 6", "as_of")),
        ('name = "Umweltamt"', 'name = ""', ("Zeile 2", "name")),
        ("as_of = 2026-01-31\n", f"as_of = 2026-01-31\n{OFFICE}", ("steht zweimal da",)),
        ("as_of =", 'phone = "<b>"\nas_of =', ("phone",)),
        ("as_of =", 'email = "kein Postfach"\nas_of =', ("email",)),
    ],
)
def test_a_mistake_in_offices_is_one_sentence(
    tmp_path: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    assert old in OFFICE
    (tmp_path / "offices.toml").write_text(OFFICE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_offices(tmp_path, {"nature", "social"})
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "pass"', 'kind = "pas"', ("Zeile 2", "„pas“", "Gemeint ist wohl „pass“")),
        ("name =", "nmae =", ("„nmae“", "Gemeint ist wohl „name“")),
        ('yearly = "12-05"', 'yearly = "13-05"', ("„13-05“ ist kein Tag",)),
        ('yearly = "12-05"', 'yearly = "05.12."', ("„05.12.“ ist kein Tag",)),
        ('yearly = "12-05", ', "", ("entweder day oder yearly",)),
        ("yearly =", "day = 2026-12-05, yearly =", ("entweder day oder yearly",)),
        ("as_of = 2025", "as_of = 25", ("as_of",)),
        ("as_of =", 'status = "bald"\nas_of =', ("„bald“",)),
        ('source_url = "https://stadt.example/pass"\n', "", ("„source_url“ fehlt",)),
    ],
)
def test_a_mistake_in_thanks_is_one_sentence(
    tmp_path: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    assert old in TOKEN
    (tmp_path / "thanks.toml").write_text(TOKEN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_thanks(tmp_path)
    assert "thanks.toml" in str(caught.value)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_hints_come_from_the_file_itself(tmp_path: Path) -> None:
    text = TOKEN.replace('kind = "pass"', 'kind = "xyz"')
    (tmp_path / "thanks.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"Möglich: celebration, certificate, fair, pass, seal\."):
        read_thanks(tmp_path)


@pytest.mark.parametrize(
    ("day", "today", "expected"),
    [
        (Day(text="x", yearly="12-05"), dt.date(2026, 4, 3), dt.date(2026, 12, 5)),
        (Day(text="x", yearly="12-05"), dt.date(2026, 12, 5), dt.date(2026, 12, 5)),
        (Day(text="x", yearly="12-05"), dt.date(2026, 12, 6), dt.date(2027, 12, 5)),
        (Day(text="x", yearly="02-29"), dt.date(2027, 1, 1), dt.date(2027, 2, 28)),
        (Day(text="x", yearly="02-29"), dt.date(2028, 1, 1), dt.date(2028, 2, 29)),
        (Day(text="x", day=dt.date(2026, 4, 3)), dt.date(2026, 4, 3), dt.date(2026, 4, 3)),
        (Day(text="x", day=dt.date(2026, 4, 2)), dt.date(2026, 4, 3), None),
    ],
)
def test_next_day(day: Day, today: dt.date, expected: dt.date | None) -> None:
    assert day.next_on(today) == expected
