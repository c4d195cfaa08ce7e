"""Every number can be followed to its method and its source."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient

from services.contracts import Services
from services.worked_example import worked_example
from tests.dresden import dresden_services
from tests.fakes import sample_app, sample_services
from tests.planning_sample import INDICATORS, planning_snapshot

PAGES = ("/planung", "/planung/stadtteile/01", "/methodik", "/daten")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return sample_app(sample_services(planning_snapshot())).test_client()


def text(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_every_method_has_its_anchor(client: FlaskClient) -> None:
    html = text(client, "/methodik")
    for indicator in INDICATORS:
        assert f'<section id="{indicator.method}"' in html
        assert indicator.label in html


def test_a_method_nobody_wrote_about_still_has_an_anchor() -> None:
    sample = sample_app().test_client()
    assert '<section id="opportunities-per-1000"' in text(sample, "/methodik")


@pytest.mark.parametrize("path", PAGES)
def test_no_link_inside_the_product_leads_nowhere(client: FlaskClient, path: str) -> None:
    ids: dict[str, set[str]] = {}
    for target, anchor in set(
        re.findall(r'href="(/methodik|/daten)#([\w-]+)"', text(client, path))
    ):
        if target not in ids:
            ids[target] = set(re.findall(r'\sid="([\w-]+)"', text(client, target)))
        assert anchor in ids[target], f"{path} links {target}#{anchor}"


def test_table_of_contents_and_sections_agree(client: FlaskClient) -> None:
    html = text(client, "/methodik")
    contents = re.search(r"methods__toc.*?</nav>", html, re.DOTALL)
    assert contents
    anchors = re.findall(r'href="#([\w-]+)"', contents[0])
    assert len(anchors) == 15
    assert all(f'<section id="{anchor}"' in html for anchor in anchors)


def test_methods_speak_with_the_numbers_of_the_city(client: FlaskClient) -> None:
    html = text(client, "/methodik")
    assert "10 Minuten sind 600 Meter Luftlinie." in html
    assert "15 Minuten sind 900 Meter Luftlinie." in html
    assert "Die Karte zeigt 4 Stadtteile. Die Statistik der Stadt kennt 3 Einheiten" in html
    assert "Dornwiese (12) steckt in den Zahlen von Cronau (11)." in html
    assert "1.000-mal" in html


def test_data_page_names_licence_publisher_date_and_issues(client: FlaskClient) -> None:
    html = text(client, "/daten")
    card = re.search(r'<article[^>]*id="districts".*?</article>', html, re.DOTALL)
    assert card
    for words in (
        "Amt für Muster",
        'href="https://www.govdata.de/dl-de/by-2-0" rel="license',
        "generalisiert",
        "1. April 2026",
        "<td>4</td>",
    ):
        assert words in card[0]
    assert "Ein Ort liegt außerhalb der Stadt." in html
    assert "2026-04-01-0123456789ab" in html
    assert "Was heißt „Beispieldaten“?" in html


def test_without_examples_nobody_speaks_of_them() -> None:
    sample = planning_snapshot()
    info = msgspec.structs.replace(sample.info, has_examples=False)
    client = sample_app(sample_services(msgspec.structs.replace(sample, info=info))).test_client()
    assert "Was heißt" not in text(client, "/daten")
    assert "Beispieldaten: " not in text(client, "/planung")


def test_downloads_are_there(client: FlaskClient) -> None:
    html = text(client, "/daten")
    links = set(re.findall(r'href="(/api/[^"]*)"', html))
    assert len(links) >= 10
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
    assert 'href="/daten/snapshot.gpkg"' in html


class TestDresden:
    """The same with the default city, as a user gets it."""

    @pytest.fixture(scope="class")
    def services(self, tmp_path_factory: pytest.TempPathFactory) -> Services:
        return dresden_services(Path(tmp_path_factory.mktemp("dresden")))

    @pytest.fixture(scope="class")
    def client(self, services: Services) -> FlaskClient:
        return sample_app(services).test_client()

    def test_worked_example_ends_at_the_published_numbers(self, services: Services) -> None:
        snapshot = services.snapshots.current()
        for district_id in ("71", "76", "01"):
            example = worked_example(snapshot, services.city, district_id)
            row = snapshot.coverage_by_id[district_id]
            assert example is not None
            assert example.index == pytest.approx(row.disadvantage_index)
            assert example.gap == pytest.approx(row.coverage_gap)
            assert sum(step.weight for step in example.steps) == pytest.approx(1)

    def test_every_indicator_period_and_level_has_a_page(
        self, services: Services, client: FlaskClient
    ) -> None:
        values = services.snapshots.current().indicator_values
        asked = {
            (v.indicator_id, v.period, v.level)
            for v in values
            if v.level in {"district", "borough"}
        }
        assert len(asked) > 30
        for indicator_id, period, level in sorted(asked):
            query = f"indicator_id={indicator_id}&period={period}&level={level}"
            assert client.get(f"/planung?{query}").status_code == 200, query

    def test_every_district_has_a_profile(self, services: Services, client: FlaskClient) -> None:
        for district in services.snapshots.current().districts:
            html = text(client, f"/planung/stadtteile/{district.district_id}")
            assert f"{district.name}</h1>" in html
        assert "zusammen mit Klotzsche" in text(client, "/planung/stadtteile/33")

    def test_very_highly_burdened_districts(self, services: Services, client: FlaskClient) -> None:
        html = text(client, "/planung?indicator_id=disadvantage_index")
        found = re.findall(r'<tr data-row="(\d\d)"(?:(?!</tr>).)*?sehr hoch', html, re.DOTALL)
        assert sorted(set(found)) == ["71", "72", "77", "95", "96", "97"]
        assert 'data-row="33"' in html

    def test_other_weights_change_the_page_and_stay_in_its_links(self, client: FlaskClient) -> None:
        query = "weight_low_income_household_share=0&weight_sgb2_unemployed_per_1000=0"
        html = text(client, f"/planung?{query}&indicator_id=disadvantage_index")
        usual = text(client, "/planung?indicator_id=disadvantage_index")
        cells = r'class="num is-shown" data-value="([^"]*)"'
        assert re.findall(cells, html) != re.findall(cells, usual)
        assert "Anteil der Menschen in Haushalten Alleinerziehender 100" in html
        assert "weight_sgb2_unemployed_per_1000=0" in html

    def test_a_theme_changes_the_finding(self, services: Services, client: FlaskClient) -> None:
        theme = services.snapshots.current().themes[0]
        html = text(client, f"/planung?theme={theme.theme_id}")
        assert f"zum Thema „{theme.labels['de']}“" in html
