"""Words of a question that name a filter."""

from __future__ import annotations

import pytest

from services.meant import read_filters

NAMES = {
    "borough": {"1": "Neustadt", "7": "Prohlis"},
    "district": {"12": "Äußere Neustadt", "90": "Prohlis"},
    "language": {"en": "Englisch", "uk": "Ukrainisch"},
}


def meant(q: str) -> tuple[dict[str, tuple[str, ...]], str]:
    reading = read_filters(q, NAMES)
    return {one.parameter: one.values for one in reading.meant}, reading.rest


@pytest.mark.parametrize(
    ("q", "filters", "rest"),
    [
        ("Englisch", {"language": ("en",)}, ""),
        ("auf englisch vorlesen", {"language": ("en",)}, "vorlesen"),
        ("englischsprachige Kinder", {"language": ("en",)}, "Kinder"),
        ("am Wochenende", {"weekday": ("sa", "su")}, ""),
        ("montags und dienstags kochen", {"weekday": ("mo", "tu")}, "kochen"),
        ("abends im Hospiz", {"daytime": ("evening",)}, "Hospiz"),
        ("zwei Stunden pro Woche", {"hours_max": ("2",)}, ""),
        ("höchstens 3 Std", {"hours_max": ("3",)}, ""),
        ("Ich bin 15 Jahre alt", {"age": ("15",)}, ""),
        ("16-jährige", {"age": ("16",)}, ""),
        ("vorlesen Prohlis", {"borough": ("7",)}, "vorlesen"),
        ("Äußere Neustadt", {"district": ("12",)}, ""),
        ("AEUSSERE NEUSTADT", {"district": ("12",)}, ""),
        ("mit dem Rollstuhl", {"wheelchair": ("yes",)}, ""),
        ("mit Zertifikat", {"certificate": ("true",)}, ""),
        ("von zu Hause aus", {"remote": ("true",)}, ""),
        ("einmalig Müll sammeln", {"schedule": ("one_off",)}, "Müll sammeln"),
        ("spontan Müll sammeln", {"schedule": ("one_off",)}, "Müll sammeln"),
        ("Prohlis samstags Englisch 2 Stunden Lesen", {
            "hours_max": ("2",), "borough": ("7",), "language": ("en",), "weekday": ("sa",),
        }, "Lesen"),
    ],
)  # fmt: skip
def test_words_that_name_filters(q: str, filters: dict[str, tuple[str, ...]], rest: str) -> None:
    assert meant(q) == (filters, rest)


@pytest.mark.parametrize(
    "q",
    ["", "Hunde", "Montagsmaler", "Prohliser Kinder", "120 Stunden", "5 Jahre", "!?", "Neu Stadt"],
)
def test_other_words_stay_words(q: str) -> None:
    assert meant(q) == ({}, q)


def test_a_huge_question_is_read_in_no_time() -> None:
    reading = read_filters("montag " * 2000 + "x" * 5000, NAMES)
    assert [one.parameter for one in reading.meant] == ["weekday"]
