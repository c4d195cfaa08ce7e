"""Sentences from hand-made numbers: every case the page can meet, and what it must not claim."""

from __future__ import annotations

from typing import Any

import pytest

from geodata.model import CoverageRow
from services.findings import Question, finding, lacks_index
from services.profiles import profile_parts
from services.wording import (
    Voice,
    chance_words,
    joined,
    number_word,
    robust_level,
    robust_rating,
    robust_words,
    share_words,
)

NBSP = "\N{NO-BREAK SPACE}"
VOICE = Voice()
NAMES = {"01": "Altfeld", "02": "Bühlau", "11": "Cronau", "12": "Dornwiese", "21": "Eichhain"}


def row(district_id: str, gap: float | None, **more: Any) -> CoverageRow:
    """A unit of 9,436 people, 41.3 % of them in reach, not underserved unless told."""
    values: dict[str, Any] = {
        "level": "district",
        "status": "ok" if gap is not None else "no_data",
        "residents": 9436.0,
        "opportunity_count": 3,
        "disadvantage_index": 1.2,
        "access_value": 0.413,
        "access_method": "grid_euclidean",
        "coverage_gap": gap,
        "is_underserved": False,
        "robust_share": 0.921,
        **more,
    }
    return CoverageRow(district_id=district_id, **values)


def say(rows: list[CoverageRow], **question: Any) -> str:
    return finding(rows, NAMES, Question(**question)).text


def test_names_the_largest_gap_with_rounded_access_and_exact_residents() -> None:
    rows = [row("01", 0.4), row("02", 2.5, is_underserved=True), row("11", -0.3)]
    assert say(rows, top=10) == (
        "Der Stadtteil Bühlau hat die größte Lücke. "
        f"Etwa 40{NBSP}% der 9.436 Menschen dort erreichen in 10 Minuten zu Fuß ein Angebot. "
        f"Der Stadtteil gehört bei 92{NBSP}% der Gewichtungen zu den zehn größten Lücken. "
        "Er ist der einzige unterversorgte der 3 ausgewerteten Stadtteile."
    )


def test_thinly_settled_leader_is_said_with_caution() -> None:
    rows = [row("01", 0.4, is_underserved=True), row("02", 2.5, is_underserved=True)]
    thin = finding(rows, NAMES, Question(thin=frozenset({"02"})))
    assert len(thin.cautions) == 1
    assert thin.cautions[0].startswith("Dünn besiedelt: Bühlau.")
    # only what is named needs the caution
    assert finding(rows, NAMES, Question(thin=frozenset({"01"}))).cautions == ()


def test_examples_are_said_first() -> None:
    rows = [row("02", 2.5, is_underserved=True)]
    assert say(rows, has_examples=True).startswith("Beispieldaten: Der Stadtteil Bühlau hat")
    assert "Beispiel" not in say(rows, has_examples=False)


def test_examples_are_said_even_where_nothing_is_found() -> None:
    for rows in ([], [row("01", 0.4)], [row("01", 0.4, opportunity_count=0)]):
        assert say(rows, has_examples=True).startswith("Beispieldaten: ")


def test_without_an_underserved_unit_the_page_says_so_and_names_none() -> None:
    found = finding([row("01", 3.0), row("02", 1.0)], NAMES, Question())
    assert found.text.startswith("Kein Stadtteil ist unterversorgt.")
    assert found.district_ids == ()
    assert not any(name in found.text for name in NAMES.values())


def test_weights_on_coarser_units_alone_make_no_index_and_no_finding() -> None:
    rows = [row("01", None, disadvantage_index=None), row("02", None, disadvantage_index=None)]
    asked = Question(unweighted=("Anteil A", "Anteil B"), has_examples=True)
    found = finding(rows, NAMES, asked)
    assert found.text == (
        "Mit diesen Gewichten gibt es keinen Index: Er braucht mindestens einen Wert, der je"
        " Stadtteil gezählt ist. Geben Sie „Anteil A“ oder „Anteil B“ ein Gewicht über 0, dann"
        " lassen sich die Stadtteile wieder vergleichen."
    )
    assert found.district_ids == ()
    assert lacks_index(rows[0])
    assert not lacks_index(row("01", 0.4))
    counted_elsewhere = row("12", None, disadvantage_index=None, residents=None, counted_in="11")
    assert not lacks_index(counted_elsewhere)


def test_a_larger_gap_that_is_not_underserved_is_neither_named_nor_denied() -> None:
    rows = [row("01", 3.0), row("02", 2.5, is_underserved=True)]
    text = say(rows)
    assert text.startswith("Unter den unterversorgten Stadtteilen hat Bühlau die größte Lücke.")
    assert "Altfeld" not in text


def test_equal_gaps_are_called_equal() -> None:
    rows = [
        row("02", 2.501, is_underserved=True),
        row("01", 2.499, is_underserved=True, access_value=0.0, robust_share=1.0),
        row("11", 1.0, is_underserved=True),
    ]
    found = finding(rows, NAMES, Question())
    assert found.text.startswith("Bühlau und Altfeld haben gleichauf die größte Lücke.")
    assert "So gut wie niemand der 9.436 Menschen in Altfeld erreicht" in found.text
    assert "Altfeld gehört bei allen Gewichtungen" in found.text
    assert found.district_ids == ("02", "01")
    assert "Unterversorgt sind 3 der 3 ausgewerteten Stadtteile" in found.text
    assert "dort leben 28.308 Menschen." in found.text


def test_many_equal_gaps_do_not_make_a_list() -> None:
    ids = ["01", "02", "11", "12", "21"]
    text = say([row(i, 1.5, is_underserved=True) for i in ids])
    assert text.startswith("5 Stadtteile haben gleichauf die größte Lücke.")
    assert "Altfeld" not in text


def test_saturated_question_is_cautioned() -> None:
    rows = [
        row("01", 0.4, access_value=1.0),
        row("02", 2.5, is_underserved=True),
        row("11", 0.1),
        row("12", 0.1),
    ]
    assert finding(rows, NAMES, Question()).cautions == (
        (
            "In 1 der 4 ausgewerteten Stadtteile erreicht niemand oder jeder ein Angebot."
            " Diese Frage trennt die Stadtteile kaum."
        ),
    )
    rows.append(row("21", 0.1))
    assert finding(rows, NAMES, Question()).cautions == ()


def test_no_offer_with_a_place() -> None:
    rows = [row("01", 0.4, opportunity_count=0, access_value=0.0, is_underserved=True)]
    text = say(rows)
    assert text.startswith("Zu dieser Auswahl gibt es kein Angebot mit einem Ort.")
    assert "Altfeld" not in text


def test_units_counted_elsewhere_are_not_judged() -> None:
    rows = [row("01", None, counted_in="02"), row("02", 2.5, is_underserved=True)]
    assert "der einzige unterversorgte der 1 ausgewerteten" in say(rows)
    assert say([row("01", None)]) == "Für diese Frage liegen keine Werte vor."


def test_the_question_is_repeated_in_the_sentence() -> None:
    rows = [row("02", 2.5, is_underserved=True)]
    text = say(
        rows, minutes=15, themes=("Umwelt", "Tiere"), audiences=("Junge Menschen",), top=3,
        low_threshold=True,
    )  # fmt: skip
    assert "in 15 Minuten zu Fuß ein niedrigschwelliges Angebot" in text
    assert "zum Thema „Umwelt“ oder „Tiere“ für die Zielgruppe „Junge Menschen“." in text
    assert "zu den drei größten Lücken" in text


def test_an_unsure_place_is_called_unsure() -> None:
    rows = [row("02", 2.5, is_underserved=True, robust_share=0.3)]
    assert f"gehört nur bei 30{NBSP}% der Gewichtungen" in say(rows)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1.0, "bei allen Gewichtungen"),
        (0.999, f"bei 99{NBSP}% der Gewichtungen"),
        (0.001, f"nur bei 1{NBSP}% der Gewichtungen"),
        (0.0, "bei keiner der Gewichtungen"),
    ],
)
def test_robustness_never_rounds_to_certainty(share: float, words: str) -> None:
    assert words in robust_words(share, 10, VOICE)


@pytest.mark.parametrize(
    ("share", "rating", "words"),
    [
        (0.494, "unsicher", f"nur bei 49{NBSP}% der Gewichtungen"),
        (0.496, "eher robust", f"gehört bei 50{NBSP}% der Gewichtungen"),
        (0.894, "eher robust", f"bei 89{NBSP}% der Gewichtungen"),
        (0.896, "sehr robust", f"bei 90{NBSP}% der Gewichtungen"),
    ],
)
def test_a_rating_fits_the_share_that_is_shown(share: float, rating: str, words: str) -> None:
    assert robust_rating(share, VOICE) == rating
    assert words in robust_words(share, 10, VOICE)
    assert robust_level(share) == {"unsicher": "unsure", "eher robust": "fair"}.get(rating, "sure")


@pytest.mark.parametrize(
    ("share", "method", "words"),
    [
        (0.413, "grid_euclidean", f"etwa 40{NBSP}%"),
        (0.413, "network", f"41{NBSP}%"),
        (0.01, "grid_euclidean", f"unter 5{NBSP}%"),
        (0.99, "grid_euclidean", f"über 95{NBSP}%"),
    ],
)
def test_estimated_shares_are_rounded_and_exact_ones_are_not(
    share: float, method: str, words: str
) -> None:
    assert share_words(share, method, VOICE) == words


def test_everyone_in_reach_reads_as_an_estimate() -> None:
    rows = [row("02", 2.5, is_underserved=True, access_value=0.99)]
    assert "So gut wie alle 9.436 Menschen dort erreichen" in say(rows)


@pytest.mark.parametrize(
    ("supply", "by_chance", "words"),
    [
        (0.5, True, "könnte Zufall sein"),
        (0.5, False, "weniger als üblich, kaum Zufall"),
        (3.0, False, "mehr als üblich, kaum Zufall"),
        (None, None, "keine Aussage möglich"),
    ],
)
def test_chance_in_words(supply: float | None, by_chance: bool | None, words: str) -> None:
    told = row("01", 0.4, supply_value=supply, supply_could_be_chance=by_chance)
    assert chance_words(told, 1.7, VOICE) == words


def test_small_numbers_are_words_and_names_are_joined() -> None:
    assert number_word(10, VOICE) == "zehn"
    assert number_word(17, VOICE) == "17"
    assert joined(["A"], VOICE) == "A"
    assert joined(["A", "B", "C"], VOICE) == "A, B und C"


def test_other_languages_get_their_own_words_and_numbers() -> None:
    def translate(message: str, **values: object) -> str:
        english = {"etwa": "about"}.get(message, message)
        return english % values if values else english

    assert Voice(translate, "en").number(9436) == "9,436"
    assert Voice().number(9436) == "9.436"


def told(**more: Any) -> str:
    city = {"access_value": 0.62, "supply_value": 1.7, "underserved_count": 14.0}
    judged = row("02", 2.5, supply_value=1.0, supply_could_be_chance=True, **more)
    return " ".join(text for _, text in profile_parts(judged, city, Question(), VOICE))


def test_profile_says_need_access_gap_and_how_sure() -> None:
    text = told(
        is_underserved=True,
        rank=2,
        disadvantage_class="high",
        inherited_weight_share=2 / 3,
        gap_low=1.9,
        gap_high=3.1,
    )
    assert "Die soziale Belastung ist hoch (Index 1,20; 0 ist das Mittel aller Stadtteile)." in text
    assert f"67{NBSP}% dieses Index beruhen auf Werten größerer Gebiete" in text
    assert f"In der ganzen Stadt sind es etwa 60{NBSP}%." in text
    assert "Der Stadtteil ist unterversorgt und steht auf Platz 2 von 14." in text
    assert "zwischen 1,90 und 3,10" in text
    assert "könnte Zufall sein" in text


def test_profile_gives_the_reason_why_a_unit_is_not_underserved() -> None:
    assert "weil die soziale Belastung nicht über dem Mittel" in told(disadvantage_index=-0.2)
    assert "weil mindestens so viele Menschen" in told(access_value=0.8)


def test_profile_says_example_only_of_what_rests_on_offers() -> None:
    def parts(**more: Any) -> dict[str, bool]:
        judged = row("02", 2.5, supply_value=1.0, supply_could_be_chance=True, **more)
        told_of = profile_parts(judged, {}, Question(has_examples=True), VOICE)
        return {title: text.startswith("Beispieldaten: ") for title, text in told_of}

    rest = {"Bedarf": False, "Erreichbarkeit": True, "Lücke": True, "Wie sicher ist das?": True}
    assert parts(is_underserved=True, rank=1) == rest
    assert parts() == rest, "not underserved because enough offers are in reach"
    low = parts(disadvantage_index=-0.2)
    assert low == rest | {"Lücke": False}, "not underserved whatever offers there are"


def test_profile_of_a_unit_without_values_says_nothing() -> None:
    assert profile_parts(row("01", None), {}, Question(), VOICE) == []
