"""The planning page and the profiles, without a browser: what they say and what they refuse."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from geodata.city import Disadvantage, Input
from geodata.snapshot import Snapshot
from routes.planning_view import name_key
from tests.fakes import sample_app, sample_services
from tests.planning_sample import planning_snapshot
from tests.sample import sample_city

NBSP = "\N{NO-BREAK SPACE}"
FINDING = (
    "Beispieldaten: Der Stadtteil Altfeld hat die größte Lücke.</strong>"
    f" Etwa 35{NBSP}% der 10.000 Menschen dort erreichen in 10 Minuten zu Fuß ein Angebot."
)


def client_of(snapshot: Snapshot) -> FlaskClient:
    return sample_app(sample_services(snapshot)).test_client()


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return client_of(planning_snapshot())


def page(client: FlaskClient, path: str = "/planung", status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.get_data(as_text=True)


def part(html: str, name: str) -> str:
    """A section of the page by its data-part."""
    found = re.search(rf'data-part="{name}".*?</section>', html, re.DOTALL)
    assert found
    return found[0]


def rows(html: str) -> list[str]:
    """Ids of the units in the big table, in its order."""
    return re.findall(r'<tr data-row="(\w+)"', part(html, "table"))


def changed_rows(**changes: Any) -> Snapshot:
    """The sample with something changed in every row of the judgement."""
    sample = planning_snapshot()
    coverage = tuple(msgspec.structs.replace(row, **changes) for row in sample.coverage)
    return msgspec.structs.replace(sample, coverage=coverage)


def test_finding_stands_above_everything_and_says_what_was_counted(client: FlaskClient) -> None:
    html = page(client)
    assert FINDING in html
    assert html.index("Beispieldaten: Der") < html.index("<form")
    assert "Gezählt: alle Angebote. Gewichte: wie voreingestellt." in html


def test_every_district_stands_in_the_table_even_those_counted_elsewhere(
    client: FlaskClient,
) -> None:
    html = page(client)
    assert sorted(rows(html)) == ["01", "02", "11", "12"]
    assert "gezählt in 11 Cronau" in part(html, "table")


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["01", "02", "11", "12"]),
        ("?sort=rank&order=desc", ["11", "02", "01", "12"]),
        ("?sort=name&order=desc", ["12", "11", "02", "01"]),
        ("?sort=residents&order=desc", ["01", "11", "02", "12"]),
        ("?sort=residents&order=asc", ["02", "11", "01", "12"]),
        ("?sort=disadvantage_index&order=asc", ["11", "02", "01", "12"]),
    ],
)
def test_table_is_sorted_by_the_server_with_missing_values_last(
    client: FlaskClient, query: str, order: list[str]
) -> None:
    assert rows(page(client, f"/planung{query}")) == order


def smoothed_snapshot() -> Snapshot:
    """Smoothed, 11 falls behind 02 and 01 rises: its raw rate rests on few people."""
    sample = planning_snapshot()
    raw = next(i for i in sample.indicators if i.indicator_id == "opportunities_per_1000")
    smoothed = msgspec.structs.replace(raw, indicator_id="opportunities_per_1000_smoothed")
    rates = {"01": 0.5, "02": 1.4, "11": 1.2, "12": None}
    values = tuple(
        msgspec.structs.replace(
            v, indicator_id=smoothed.indicator_id, value=rates[v.district_id], low=None, high=None
        )
        for v in sample.indicator_values
        if v.indicator_id == raw.indicator_id
    )
    return msgspec.structs.replace(
        sample,
        indicators=(*sample.indicators, smoothed),
        indicator_values=(*sample.indicator_values, *values),
    )


SMOOTHED = "Reihenfolge nach geglätteter Rate"
BY_SUPPLY = "sort=opportunities_per_1000&order=desc"


def test_supply_is_ordered_by_the_smoothed_rate_and_says_so() -> None:
    client = client_of(smoothed_snapshot())
    html = page(client, f"/planung?{BY_SUPPLY}")
    assert rows(html) == ["02", "11", "01", "12"]
    table = part(html, "table")
    assert re.search(rf'<a href="/methodik#versorgung">{SMOOTHED}</a>', table)
    cell = re.search(r'<tr data-row="11".*?data-value="1.2">2,0<', table, re.DOTALL)
    assert cell, "what is shown is the rate itself, scripts sort by the smoothed one"


def test_weights_change_nothing_about_the_order_of_offers() -> None:
    inputs = (
        Input(indicator_id="residents", period="2025-12-31"),
        Input(indicator_id="poor_share", period="2024"),
    )
    city = msgspec.structs.replace(sample_city(), disadvantage=Disadvantage(inputs=inputs))
    client = sample_app(sample_services(smoothed_snapshot(), city=city)).test_client()
    html = page(client, f"/planung?{BY_SUPPLY}&weight_residents=2")
    assert "wie voreingestellt" not in html
    assert rows(html) == ["02", "11", "01", "12"]


def test_supply_of_some_offers_is_ordered_by_its_own_rate() -> None:
    html = page(client_of(smoothed_snapshot()), f"/planung?{BY_SUPPLY}&theme=nature")
    assert rows(html) == ["11", "02", "01", "12"]
    assert SMOOTHED not in html


def test_supply_without_a_smoothed_rate_claims_none(client: FlaskClient) -> None:
    html = page(client, f"/planung?{BY_SUPPLY}")
    assert rows(html) == ["11", "02", "01", "12"]
    assert SMOOTHED not in html


def test_names_are_sorted_letter_by_letter() -> None:
    assert name_key("Naußlitz") == "nausslitz", "no letter gets lost"
    names = ["Zschertnitz", "Äußere Neustadt", "Naußlitz", "Naundorf", "Albertstadt"]
    assert sorted(names, key=name_key) == [
        "Albertstadt",
        "Äußere Neustadt",
        "Naundorf",
        "Naußlitz",
        "Zschertnitz",
    ]


def test_heading_says_how_it_is_sorted_and_its_link_turns_it_round(client: FlaskClient) -> None:
    table = part(page(client, "/planung?sort=residents&order=desc"), "table")
    head = re.search(r'<th[^>]*data-key="residents".*?</th>', table, re.DOTALL)
    assert head
    assert 'aria-sort="descending"' in head[0]
    link = re.search(r'class="sort" href="([^"]*)#tabelle"', head[0])
    assert link
    assert rows(page(client, link[1].replace("&amp;", "&"))) == ["02", "11", "01", "12"]
    assert table.count("aria-sort=") == 1


def test_every_heading_leads_to_its_source_and_the_source_is_there(client: FlaskClient) -> None:
    table = part(page(client), "table")
    heads = re.findall(r'<th scope="col" class="num.*?</th>', table, re.DOTALL)
    assert len(heads) == 5
    assert all('href="/daten#population"' in head for head in heads)
    assert all("2025" in head or "2026" in head for head in heads)
    assert 'id="population"' in page(client, "/daten")


def test_a_value_names_the_tables_of_its_period() -> None:
    sample = planning_snapshot()
    known = next(s for s in sample.sources if s.source_id == "population")
    figure = sample.figures[0]
    years = ("2024", "2025")
    poor = [
        msgspec.structs.replace(i, source_ids=("poor_2024", "poor_2025"))
        if i.indicator_id == "poor_share"
        else i
        for i in sample.indicators
    ]
    client = client_of(
        msgspec.structs.replace(
            sample,
            indicators=tuple(poor),
            sources=(
                *sample.sources,
                *(msgspec.structs.replace(known, source_id=f"poor_{y}", title=y) for y in years),
            ),
            figures=(
                *sample.figures,
                *(
                    msgspec.structs.replace(
                        figure, figure_id="poor", period=y, source_id=f"poor_{y}"
                    )
                    for y in years
                ),
            ),
        )
    )
    for shown, other in (years, years[::-1]):
        html = page(client, f"/planung?indicator_id=poor_share&period={shown}")
        assert f'href="/daten#poor_{shown}"' in part(html, "table")
        assert f'href="/daten#poor_{shown}"' in html[: html.index('data-part="table"')]
        assert f"poor_{other}" not in html
    profile = page(client, "/planung/stadtteile/01")
    assert "/daten#poor_2025" in profile
    assert "/daten#poor_2024" not in profile


def test_an_inherited_value_says_from_where(client: FlaskClient) -> None:
    html = page(client, "/planung?indicator_id=unemployed_per_1000")
    assert "übernommen vom Stadtbezirk Südufer" in part(html, "table")
    assert 'id="plan-thin-' in html, "and looks different on the map"


def test_a_per_cent_sign_in_a_label_is_only_a_sign(client: FlaskClient) -> None:
    html = page(client, "/planung?indicator_id=poor_share&period=2024")
    assert "zu 100 % erklärt" in html
    assert f"10{NBSP}%" in html


def test_a_period_of_another_indicator_gives_way_to_the_latest(client: FlaskClient) -> None:
    html = page(client, "/planung?indicator_id=residents&period=2024")
    assert "31. Dezember 2025" in html


@pytest.fixture(scope="module")
def input_client() -> FlaskClient:
    """A city whose index counts the poor of 2024, though there is a survey of 2025, too."""
    sample = planning_snapshot()
    values = tuple(
        msgspec.structs.replace(v, value=v.value + 0.5)
        if (v.indicator_id, v.period) == ("poor_share", "2025") and v.value is not None
        else v
        for v in sample.indicator_values
    )
    inputs = (Input(indicator_id="poor_share", period="2024"),)
    city = msgspec.structs.replace(sample_city(), disadvantage=Disadvantage(inputs=inputs))
    held = msgspec.structs.replace(sample, indicator_values=values)
    return sample_app(sample_services(held, city=city)).test_client()


def test_an_input_of_the_index_is_shown_as_it_is_counted(input_client: FlaskClient) -> None:
    html = page(input_client, "/planung?indicator_id=poor_share&district=01")
    assert '<option value="2024" selected>' in html
    assert '<option value="2025">' in html
    assert re.search(rf"Anteil Armer</span> <strong>30{NBSP}%", html), "and not 80 % of 2025"
    assert "period=2024" in html, "the file to download is the one that is shown"
    asked = page(input_client, "/planung?indicator_id=poor_share&district=01&period=2025")
    assert re.search(rf"Anteil Armer</span> <strong>80{NBSP}%", asked), "asked for is asked for"


def test_other_indicators_open_with_their_latest_period(client: FlaskClient) -> None:
    assert '<option value="2025" selected>' in page(client, "/planung?indicator_id=poor_share")


def test_a_period_chosen_for_one_indicator_is_not_carried_to_another(
    input_client: FlaskClient,
) -> None:
    html = page(input_client, "/planung?indicator_id=poor_share&period=2025&period_of=residents")
    assert '<option value="2024" selected>' in html
    html = page(input_client, "/planung?indicator_id=poor_share&period=2025&period_of=poor_share")
    assert '<option value="2025" selected>' in html
    assert 'name="period_of" value="poor_share"' in html


def test_profile_shows_what_counts_and_the_other_periods(
    client: FlaskClient, input_client: FlaskClient
) -> None:
    def fact(html: str) -> str:
        found = re.search(r'<tr>\s*<th scope="row">Anteil Armer.*?</tr>', html, re.DOTALL)
        assert found
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", found[0].replace(NBSP, " ")))

    counted = fact(page(input_client, "/planung/stadtteile/01"))
    assert "2024 · gezählt je Stadtteil" in counted
    assert " 30 % 2025: 80 %" in counted
    latest = fact(page(client, "/planung/stadtteile/01"))
    assert "2025 · gezählt je Stadtteil" in latest
    assert " 30 % 2024: 30 %" in latest


def test_boroughs_have_their_own_table_without_rank(client: FlaskClient) -> None:
    html = page(client, "/planung?level=borough&indicator_id=residents")
    assert sorted(rows(html)) == ["0", "1"]
    assert "Unterversorgt" not in part(html, "table")
    assert FINDING in html, "the finding stays one of districts"


def test_an_indicator_without_values_of_boroughs_is_replaced(client: FlaskClient) -> None:
    assert sorted(rows(page(client, "/planung?level=borough&indicator_id=poor_share"))) == [
        "0",
        "1",
    ]


def test_choosing_a_district_shows_it_in_the_fixed_place(client: FlaskClient) -> None:
    html = page(client, "/planung?district=01")
    reading = re.search(r"data-reading>(.*?)</section>", html, re.DOTALL)
    assert reading
    assert "Altfeld" in reading[1]
    assert "Unterversorgt, Platz 1 von 1: sehr robust" in reading[1]
    assert html.split("<main")[1].count('aria-current="true"') == 3, (
        "ranking, table and scatter mark it"
    )


def test_the_question_stays_in_every_link(client: FlaskClient) -> None:
    html = page(client, "/planung?theme=nature&low_threshold=1&indicator_id=residents")
    links = re.findall(r'href="(/planung\?[^"]*(?:sort|district)=[^"]*)"', html)
    assert len(links) > 10
    assert all("theme=nature" in link and "low_threshold=1" in link for link in links)
    assert "ein niedrigschwelliges Angebot zum Thema „Natur und Umwelt“" in html


def test_robustness_and_chance_are_said_in_words(client: FlaskClient) -> None:
    ranking = part(page(client), "ranking")
    assert f"bei 97{NBSP}% der Gewichtungen" in ranking
    assert "Angebote: weniger als üblich, kaum Zufall" in ranking
    assert "drei größten Lücken" in ranking


def test_without_an_underserved_district_there_is_no_ranking() -> None:
    html = page(client_of(changed_rows(is_underserved=False, rank=None)))
    assert "Beispieldaten: Kein Stadtteil ist unterversorgt." in html
    assert "steht hier keine Rangliste" in part(html, "ranking")


def client_without_index() -> FlaskClient:
    """Nobody has an index; the city counts one input per district and one per borough."""
    gone = ("disadvantage_index", "coverage_gap", "is_underserved", "rank", "robust_share")
    held = changed_rows(**dict.fromkeys((*gone, "gap_low", "gap_high")))
    inputs = (
        Input(indicator_id="poor_share", period="2024"),
        Input(indicator_id="unemployed_per_1000", period="2026-Q1"),
    )
    city = msgspec.structs.replace(sample_city(), disadvantage=Disadvantage(inputs=inputs))
    return sample_app(sample_services(held, city=city)).test_client()


def test_weights_without_an_own_value_are_answered_with_what_to_do() -> None:
    html = page(client_without_index(), "/planung?weight_poor_share=0&district=01")
    said = part(html, "finding")
    assert "Mit diesen Gewichten gibt es keinen Index" in said
    assert "Geben Sie „Anteil Armer“ ein Gewicht über 0" in said
    assert "unterversorgt." not in html, "nobody knows"
    assert "Für diese Frage gibt es keine Rangliste." in part(html, "ranking")
    assert "Für diese Frage gibt es keine Punkte." in part(html, "scatter")
    table = dict(re.findall(r'<tr data-row="(\w+)"(.*?)</tr>', part(html, "table"), re.DOTALL))
    for district_id in ("01", "02", "11"):
        assert table[district_id].count("ohne Index") == 3, "underserved, gap and index"
    assert "ohne Index" not in table["12"], "counted in 11"
    assert "keine eigene Angabe" in table["12"]
    reading = re.search(r"data-reading>(.*?)</section>", html, re.DOTALL)
    assert reading
    assert "<strong>ohne Index</strong>" in reading[1]
    assert 'aria-label="Altfeld: ohne Index"' in html


def test_advice_on_weights_is_given_only_where_weights_are_the_reason() -> None:
    html = page(client_without_index(), "/planung?weight_unemployed_per_1000=0")
    assert "Für diese Frage liegen keine Werte vor." in part(html, "finding")
    assert "ein Gewicht über 0" not in html


def test_a_saturated_question_is_cautioned() -> None:
    assert "Diese Frage trennt die Stadtteile kaum." in page(
        client_of(changed_rows(access_value=1))
    )


def test_csv_of_what_is_shown(client: FlaskClient) -> None:
    html = page(client, "/planung?indicator_id=poor_share&period=2024")
    link = re.search(r'href="(/api/indicators\?[^"]*)" download', html)
    assert link
    answer = client.get(link[1].replace("&amp;", "&"))
    assert answer.mimetype == "text/csv"
    assert answer.get_data(as_text=True).count("poor_share") == 4


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("weight_residents=0", "Mindestens ein Gewicht muss größer als 0 sein."),
        ("weight_residents=-1", "Gewichte müssen zwischen 0 und 100 liegen."),
        ("weight_residents=nan", "eine Zahl mit Dezimalpunkt erwartet."),
        ("indicator_id=x", "Die Kennzahl „x“ gibt es nicht."),
        ("period=1900", "Den Zeitraum „1900“ gibt es nicht."),
        ("theme=x", "Das Thema „x“ gibt es nicht."),
        ("audience=x", "Die Zielgruppe „x“ gibt es nicht."),
        ("district=99", "Den Stadtteil „99“ gibt es nicht."),
        ("sort=x", "Nach „x“ lässt sich nicht sortieren."),
        ("level=city", "möglich sind district, borough."),
        ("low_threshold=vielleicht", "true oder false erwartet."),
    ],
)
def test_nonsense_is_answered_with_a_sentence_and_a_page_that_works(
    client: FlaskClient, query: str, words: str
) -> None:
    html = page(client, f"/planung?{query}", status=400)
    assert words in html
    assert FINDING in html


def test_weights_that_say_the_same_are_the_usual_ones(client: FlaskClient) -> None:
    assert "Gewichte: wie voreingestellt." in page(client, "/planung?weight_residents=2,5")


def test_page_holds_no_inline_style_and_no_inline_script(client: FlaskClient) -> None:
    for path in ("/planung?district=01", "/planung/stadtteile/01", "/methodik", "/daten"):
        html = page(client, path)
        assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", html), path
        scripts = re.findall(r"<script([^>]*)>", html)
        assert all("src=" in s or 'type="application/json"' in s for s in scripts), path


def test_hostile_names_stay_text() -> None:
    sample = planning_snapshot()
    evil = '<img src=x onerror="x()">{{ 7*7 }}'
    districts = tuple(msgspec.structs.replace(d, name=evil) for d in sample.districts)
    client = client_of(msgspec.structs.replace(sample, districts=districts))
    for path in ("/planung?district=01", "/planung/stadtteile/01"):
        html = page(client, path)
        assert "<img" not in html
        assert "&lt;img src=x" in html
        assert "{{ 7*7 }}" in html


def test_profile_shows_value_source_period_and_native_unit(client: FlaskClient) -> None:
    html = page(client, "/planung/stadtteile/01")
    assert "Die soziale Belastung ist sehr hoch (Index 1,60;" in html
    assert "übernommen vom Stadtbezirk Südufer" in html
    assert "gezählt je Stadtbezirk" in html
    assert 'href="/daten#population"' in html
    assert 'href="/stadtteile/01"' in html


def test_profile_of_a_district_counted_elsewhere_says_where(client: FlaskClient) -> None:
    html = page(client, "/planung/stadtteile/12")
    assert "zusammen mit Cronau" in html
    assert 'href="/planung/stadtteile/11"' in html
    assert "In den Kennzahlen sind auch die Menschen und Angebote aus Dornwiese" in page(
        client, "/planung/stadtteile/11"
    )


def test_neighbours_share_a_border_and_not_only_a_corner(client: FlaskClient) -> None:
    html = page(client, "/planung/stadtteile/01")
    near = html[html.index('id="nachbarn"') :]
    assert "Bühlau" in near
    assert "Cronau" in near
    assert "Dornwiese" not in near


def test_offers_of_a_profile_are_open_and_counted_by_theme(client: FlaskClient) -> None:
    html = page(client, "/planung/stadtteile/01")
    assert "3 offene Angebote haben hier einen Ort" in html, "an ended one does not count"


def test_a_second_theme_is_not_said_to_be_missing(client: FlaskClient) -> None:
    html = page(client, "/planung/stadtteile/11")
    assert "Kein Angebot hier zu" not in html, "an offer of nature is one of education, too"
    assert re.search(r"Nur als weiteres Thema:</strong>\s*Bildung und Lesen", html)
    html = page(client, "/planung/stadtteile/01")
    assert re.search(r"Kein Angebot hier zu:</strong>\s*Natur und Umwelt\s*<", html)
    assert "Nur als weiteres Thema" not in html


def test_examples_are_said_where_a_sentence_rests_on_them(client: FlaskClient) -> None:
    html = page(client, "/planung/stadtteile/01")
    said = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html))
    assert said["Bedarf"].startswith("Die soziale Belastung ist")
    for title in ("Erreichbarkeit", "Lücke", "Wie sicher ist das?"):
        assert said[title].startswith("Beispieldaten: "), title


def test_unknown_profile_is_not_found(client: FlaskClient) -> None:
    assert client.get("/planung/stadtteile/99").status_code == 404
    assert client.get("/planung/stadtteile/0").status_code == 404
