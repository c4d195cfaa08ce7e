"""`make lint` refuses locks that name a host, lack hashes or fall below a security floor."""

from __future__ import annotations

import pytest
from packaging.requirements import Requirement

from scripts.check_locks import floors, locked_versions, problems_of_lock, undocumented

GOOD = "flask==3.1.3 \\\n    --hash=sha256:aa\njinja2==3.1.6 \\\n    --hash=sha256:bb\n"


def test_good_lock_has_no_problems() -> None:
    assert problems_of_lock("x.txt", GOOD, [Requirement("flask>=3.1.1")]) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("--index" + "-url https://example.org\n" + GOOD, "Paketquelle"),
        (GOOD + "werkzeug==3.1.4\n", "ohne Prüfsumme"),
        (GOOD.replace("3.1.3", "3.0.0"), "zu alt"),
    ],
)
def test_bad_lock_is_named(text: str, word: str) -> None:
    found = problems_of_lock("x.txt", text, [Requirement("flask>=3.1.1")])
    assert len(found) == 1
    assert word in found[0]


def test_names_compare_in_normal_form() -> None:
    assert locked_versions("Types_Shapely==2.0 \\\n")["types-shapely"] == "2.0"


def test_floors_skip_comments() -> None:
    assert [r.name for r in floors("# a\nflask>=3 CVE\n")] == ["flask"]


def test_each_dependency_needs_its_purpose() -> None:
    assert "docs/dependencies.md: flask fehlt" in undocumented("")
