"""The planning pages in a real browser: one selection everywhere, keyboard, paper, no surprises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import AXE, Visitor
from tests.browser.test_a11y import violations

pytestmark = pytest.mark.browser

PAGES = ("/planung", "/planung?level=borough&indicator_id=residents", "/planung/stadtteile/71",
         "/planung/stadtteile/33", "/methodik", "/daten")  # fmt: skip
WIDTHS = (320, 768, 1440)
ALL = [(path, width) for path in PAGES for width in WIDTHS]


@pytest.fixture
def planner(chromium: Browser, dresden_site: str) -> Iterator[Visitor]:
    """A visitor of Dresden; fails the test if a page misbehaved."""
    visiting = Visitor(chromium, dresden_site)
    yield visiting
    visiting.close()


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("needs axe-core in node_modules (make test)")
    return AXE.read_text(encoding="utf-8")


def rows(page: Page) -> list[str]:
    """Ids of the units in the big table, in its order."""
    found: list[str] = page.eval_on_selector_all(
        ".plan-data tbody tr", "rows => rows.map(row => row.dataset.row)"
    )
    return found


def column(page: Page, key: str) -> list[float]:
    """Values of a column, from top to bottom, without the missing ones."""
    script = """key => {
        const head = document.querySelector(`.plan-data th[data-key="${key}"]`);
        return [...document.querySelectorAll(".plan-data tbody tr")]
            .map(row => row.cells[head.cellIndex].dataset.value)
            .filter(value => value !== "").map(Number);
    }"""
    found: list[float] = page.evaluate(script, key)
    return found


def settle(page: Page) -> None:
    """Wait until an answer that was asked for has been swapped in."""
    page.wait_for_selector(".plan:not([data-busy])")


@pytest.mark.parametrize(("path", "width"), ALL)
def test_page_fits_its_window_and_says_nothing_on_the_console(
    planner: Visitor, path: str, width: int
) -> None:
    page = planner.open(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = "nodes => nodes.filter(n => n.scrollWidth > n.clientWidth && n.tabIndex !== 0).length"
    assert page.eval_on_selector_all(".table-region, .scatter__region", wide) == 0, (
        "what scrolls sideways can be scrolled with the keyboard"
    )


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_violation(planner: Visitor, axe: str, path: str) -> None:
    assert violations(planner.open(path, bypass_csp=True), axe) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_other_colours_have_no_violation(
    planner: Visitor, axe: str, path: str, options: dict[str, Any]
) -> None:
    assert violations(planner.open(path, width=390, bypass_csp=True, **options), axe) == []


@pytest.mark.parametrize("path", PAGES)
def test_page_without_scripts_shows_everything(planner: Visitor, path: str) -> None:
    page = planner.open(path, java_script_enabled=False)
    expect(page.locator("h1")).to_be_visible()
    if path.startswith("/planung?") or path == "/planung":
        assert page.locator(".static-map__areas path").count() in {10, 64}
        expect(page.locator(".static-map")).to_be_visible()
        expect(page.locator(".plan-map__live")).to_be_hidden()
        expect(page.get_by_role("button", name="Anzeigen")).to_be_visible()


def test_form_and_sorting_work_without_scripts(planner: Visitor) -> None:
    page = planner.open("/planung", java_script_enabled=False)
    page.select_option("#indicator_id", "sgb2_unemployed_per_1000")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.locator("#karte-titel")).to_contain_text("Arbeitslose mit Bürgergeld")
    page.locator("th[data-key=residents] .sort").click()
    assert "indicator_id=sgb2_unemployed_per_1000" in page.url
    values = column_without_scripts(page)
    assert values == sorted(values, reverse=True)
    page.locator(".plan-data tbody th a[data-select]").first.click()
    expect(page.locator("[data-reading] .reading__value")).to_be_visible()


def column_without_scripts(page: Page) -> list[float]:
    """Residents, from the last cells of the lines."""
    cells = page.locator(".plan-data tbody tr td:last-child")
    texts = [cells.nth(i).get_attribute("data-value") or "" for i in range(cells.count())]
    return [float(text) for text in texts if text]


def test_sorting_happens_in_place_and_stands_in_the_address(planner: Visitor) -> None:
    page = planner.open("/planung")
    head = page.locator("th[data-key=residents]")
    head.locator(".sort").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert column(page, "residents") == sorted(column(page, "residents"), reverse=True)
    assert set(rows(page)[-3:]) == {"33", "34", "44"}, "no value, at the end"
    head.locator(".sort").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert column(page, "residents") == sorted(column(page, "residents"))
    assert set(rows(page)[-3:]) == {"33", "34", "44"}
    assert "sort=residents" in page.url
    here = rows(page)
    page.reload()
    assert rows(page) == here, "the server sorts the same way"


def test_scripts_order_supply_as_the_server_does(planner: Visitor) -> None:
    page = planner.open("/planung")
    head = page.locator("th[data-key=opportunities_per_1000]")
    expect(head).to_contain_text("Reihenfolge nach geglätteter Rate")
    head.locator(".sort").click()
    here = rows(page)
    page.reload()
    assert rows(page) == here
    shown = [float(t.replace(",", ".")) for t in texts_of(page, "opportunities_per_1000")]
    assert shown != sorted(shown, reverse=True), "small districts are drawn towards the city"


def texts_of(page: Page, key: str) -> list[str]:
    """What the cells of a column say, from top to bottom, without the missing ones."""
    script = """key => {
        const head = document.querySelector(`.plan-data th[data-key="${key}"]`);
        return [...document.querySelectorAll(".plan-data tbody tr")]
            .map(row => row.cells[head.cellIndex])
            .filter(cell => cell.dataset.value !== "").map(cell => cell.firstChild.textContent);
    }"""
    found: list[str] = page.evaluate(script, key)
    return found


def marked(page: Page) -> dict[str, set[str]]:
    """What is marked as chosen, by place."""
    script = """() => Object.fromEntries([
        ["table", ".plan-data tr[aria-current]"], ["ranking", ".ranking tr[aria-current]"],
        ["scatter", ".scatter__point[aria-current]"],
    ].map(([name, selector]) =>
        [name, [...document.querySelectorAll(selector)].map(n => n.dataset.row)]))"""
    return {name: set(ids) for name, ids in page.evaluate(script).items()}


def test_choosing_anywhere_chooses_everywhere(planner: Visitor) -> None:
    page = planner.open("/planung")
    first = page.locator(".ranking tbody tr").first.get_attribute("data-row") or ""
    name = page.locator(f'.plan-data tr[data-row="{first}"] th a').first.inner_text()
    ways = (
        f'.ranking tr[data-row="{first}"] [data-select]',
        f'.plan-data tr[data-row="{first}"] td >> nth=2',
        f'.scatter__point[data-row="{first}"]',
    )
    for way in ways:
        page.locator(way).click()
        assert marked(page) == {"table": {first}, "ranking": {first}, "scatter": {first}}, way
        assert f"district={first}" in page.url
        expect(page.locator("[data-reading]")).to_contain_text(name)
        assert page.locator('.plan-area[aria-selected="true"]').count() == 1
        label = page.locator('.plan-area[aria-selected="true"]').get_attribute("aria-label")
        assert label is not None
        assert label.startswith(name)
        page.locator(f'.plan-data tr[data-row="{first}"] [data-select]').click()
        assert marked(page) == {"table": set(), "ranking": set(), "scatter": set()}
        assert "district=" not in page.url


def test_a_chosen_district_stays_chosen_when_the_question_changes(planner: Visitor) -> None:
    page = planner.open("/planung?district=71")
    page.select_option("#indicator_id", "residents")
    expect(page.locator("#karte-titel")).to_contain_text("Einwohnerinnen und Einwohner")
    settle(page)
    assert "district=71" in page.url
    assert marked(page)["table"] == {"71"}
    expect(page.locator("[data-reading]")).to_contain_text("Prohlis-Nord")


def test_map_can_be_walked_with_the_keyboard(planner: Visitor) -> None:
    page = planner.open("/planung")
    stops = page.locator('.plan-area[tabindex="0"]')
    assert stops.count() == 1, "one stop on the way through the page, not 64"
    stops.focus()
    before = page.evaluate("document.activeElement.getAttribute('aria-label')")
    expect(page.locator("[data-reading]")).to_contain_text(before.split(":")[0])
    page.keyboard.press("ArrowDown")
    after = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert after != before
    expect(page.locator("[data-reading]")).to_contain_text(after.split(":")[0])
    page.keyboard.press("Enter")
    assert page.locator('.plan-area[aria-selected="true"]').count() == 1
    assert len(marked(page)["table"]) == 1
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == after


def test_journey_by_keyboard_only(planner: Visitor) -> None:
    page = planner.open("/planung")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Zum Inhalt springen")
    page.keyboard.press("Enter")
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "document.activeElement.className.baseVal ?? document.activeElement.name ?? ''"
            )
        )
        if "plan-area" in seen[-1]:
            break
    assert "indicator_id" in seen
    assert "plan-area" in seen[-1], "form, map buttons, map: within forty stops"
    page.keyboard.press("Enter")
    expect(page.locator("[data-reading] a")).to_have_text("Stadtteilprofil öffnen")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.locator("[data-reading] a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/planung/stadtteile/*")


def test_pointing_at_a_district_names_it_in_the_fixed_place(planner: Visitor) -> None:
    page = planner.open("/planung?indicator_id=opportunities_per_1000")
    place = page.locator("[data-reading]")
    where = place.bounding_box()
    page.locator('.plan-area[aria-label^="Langebrück"]').hover()
    expect(place).to_contain_text("Langebrück/Schönborn")
    expect(place.locator(".reading__interval")).to_contain_text(" bis ")
    assert where is not None
    now = place.bounding_box()
    assert now is not None
    assert (now["x"], now["y"]) == (where["x"], where["y"])
    page.mouse.move(5, 5)
    expect(place).to_contain_text("Ganze Stadt")


def test_weights_are_told_at_once_and_change_the_page(planner: Visitor) -> None:
    page = planner.open("/planung?indicator_id=disadvantage_index")
    before = column(page, "disadvantage_index")
    page.locator("#weight_sgb2_unemployed_per_1000").fill("0")
    share = page.locator('output[for="weight_sgb2_unemployed_per_1000"]')
    expect(share).to_contain_text("0\u00a0%")
    page.wait_for_url("**weight_sgb2_unemployed_per_1000=0**")
    settle(page)
    assert column(page, "disadvantage_index") != before
    expect(page.locator(".finding__asked")).to_contain_text("Gewichte: Anteil der Menschen")
    page.go_back()
    page.wait_for_url("**indicator_id=disadvantage_index")
    settle(page)
    assert column(page, "disadvantage_index") == before
    expect(share).to_contain_text("33\u00a0%")


def test_an_indicator_opens_with_the_period_that_counts(planner: Visitor) -> None:
    page = planner.open("/planung?indicator_id=equivalised_income_eur")
    assert page.locator("#period").input_value() == "2024"
    page.locator("#indicator_id").select_option("low_income_household_share")
    expect(page.locator("#karte-titel")).to_contain_text("Mittel aus 2022 und 2024")
    assert "period" not in page.url, "chosen for the income, not for this"
    page.locator("#period").select_option("2022")
    expect(page.locator("#karte-titel")).to_contain_text("2022")
    page.wait_for_url("**period=2022**")
    page.reload()
    assert page.locator("#period").input_value() == "2022"


def test_no_weight_at_all_is_answered_with_a_sentence(planner: Visitor) -> None:
    page = planner.open("/planung")
    for slider in page.locator(".weight__slider").all():
        slider.fill("0")
    expect(page.get_by_role("alert")).to_contain_text("Mindestens ein Gewicht")
    planner.forgive("status of 400")


def test_boroughs_replace_the_districts_on_the_map(planner: Visitor) -> None:
    page = planner.open("/planung?indicator_id=residents")
    assert page.locator(".plan-area").count() == 64
    page.get_by_role("radio", name="Stadtbezirke").check()
    page.wait_for_url("**level=borough**")
    expect(page.locator(".plan-area")).to_have_count(10)
    assert len(rows(page)) == 10


def test_live_map_wears_the_colours_of_the_drawing(planner: Visitor) -> None:
    page = planner.open("/planung?indicator_id=sgb2_unemployed_per_1000")
    script = """() => {
        const drawn = new Map([...document.querySelectorAll("[data-area]")]
            .map(path => [path.parentElement.getAttribute("aria-label"), path.dataset.fill]));
        return [...document.querySelectorAll(".plan-area")].filter(path =>
            drawn.get(path.getAttribute("aria-label")) !== path.getAttribute("fill")).length;
    }"""
    assert page.evaluate(script) == 0
    fills = page.eval_on_selector_all(".plan-area", "a => a.map(p => p.getAttribute('fill'))")
    assert sum(fill.startswith("url(#plan-hatch") for fill in fills) == 3
    assert sum(fill.startswith("url(#plan-thin") for fill in fills) == 61


def test_scatter_has_a_table_behind_a_button(planner: Visitor) -> None:
    page = planner.open("/planung")
    table = page.locator(".as-table table")
    expect(table).to_be_hidden()
    page.get_by_text("Als Tabelle").click()
    expect(table).to_be_visible()
    assert table.locator("tbody tr").count() == 61


def test_page_prints_on_paper_without_controls_and_with_the_map(planner: Visitor) -> None:
    page = planner.open("/planung?district=71")
    page.set_viewport_size({"width": 672, "height": 950})  # A4 without margins, in CSS pixels
    page.emulate_media(media="print")
    expect(page.locator("[data-plan-form]")).to_be_hidden()
    expect(page.locator(".static-map")).to_be_visible()
    expect(page.locator(".plan-map__live")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 672
    expect(page.locator(".example-banner")).to_be_visible()


def test_details_of_the_question_fold_away_on_a_phone(planner: Visitor) -> None:
    page = planner.open("/planung", width=320)
    expect(page.locator("#weight_sgb2_unemployed_per_1000")).to_be_hidden()
    page.get_by_text("Angebote und Gewichte").click()
    expect(page.locator("#weight_sgb2_unemployed_per_1000")).to_be_visible()


def test_methods_open_at_the_anchor_of_an_indicator(planner: Visitor) -> None:
    page = planner.open("/planung")
    page.locator(".plan-legend").get_by_text("So wird gerechnet").click()
    page.wait_for_url("**/methodik#luecke")
    expect(page.locator("#luecke h2")).to_be_in_viewport()
