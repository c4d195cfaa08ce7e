"""The saved list in a browser that remembers it, and in one that cannot."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def mark(page: Page, opportunity_id: str) -> Locator:
    return page.locator(f"[data-bookmark='{opportunity_id}']")


def numbered(page: Page) -> list[str]:
    return page.locator(".saved__entry .entry__title a").all_inner_texts()


def collect(page: Page, *ids: str) -> None:
    for one in ids:
        mark(page, one).first.click()
        expect(mark(page, one).first).to_have_attribute("aria-pressed", "true")


def test_what_is_saved_survives_and_is_found_again(visitor: Visitor) -> None:
    page = visitor.open("/")
    collect(page, "opp-06", "opp-01")
    assert page.url.endswith("/"), "saving leads nowhere"
    expect(page.locator("[data-saved-count]")).to_have_text("2")
    page.reload()
    expect(mark(page, "opp-06")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-saved-link]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 gemerkte Angebote")
    assert numbered(page) == ["Frühjahrsputz am Ufer", "Lesepatin oder Lesepate"]
    assert page.url.endswith("/merkliste?ids=opp-06,opp-01")
    expect(page.locator("[data-shared]")).to_be_hidden()
    page.goto(f"{visitor.site}/merkliste")  # typed by hand
    expect(page.get_by_role("heading", level=1)).to_have_text("2 gemerkte Angebote")


def test_new_entries_of_the_list_know_what_is_saved(visitor: Visitor) -> None:
    page = visitor.open("/")
    collect(page, "opp-06")
    page.select_option("#suche-thema", "nature")
    expect(page.locator("[data-result-line]")).to_contain_text("Natur")
    expect(mark(page, "opp-06")).to_have_attribute("aria-pressed", "true")
    expect(mark(page, "opp-09")).to_have_attribute("aria-pressed", "false")


def test_by_keyboard_a_bookmark_is_a_button(visitor: Visitor) -> None:
    page = visitor.open("/angebote/opp-01")
    button = page.get_by_role("button", name="Merken Lesepatin oder Lesepate")
    for key in ("Enter", "Space"):
        before = button.get_attribute("aria-pressed")
        button.focus()
        page.keyboard.press(key)
        expect(button).to_have_attribute("aria-pressed", "true" if before == "false" else "false")
    expect(page.locator("[data-saved-count]")).to_be_hidden()


def test_removing_gives_a_way_back_and_keeps_the_focus_near(visitor: Visitor) -> None:
    page = visitor.open("/")
    collect(page, "opp-06", "opp-01", "opp-03")
    page.goto(f"{visitor.site}/merkliste?ids=opp-06,opp-01,opp-03")
    mark(page, "opp-01").click()
    expect(page.locator(".saved__entry")).to_have_count(2)
    assert page.url.endswith("?ids=opp-06,opp-03")
    expect(mark(page, "opp-03")).to_be_focused()
    expect(page.locator("[data-undo]")).to_contain_text("Lesepatin oder Lesepate")
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator(".saved__entry")).to_have_count(3)
    assert numbered(page)[1] == "Lesepatin oder Lesepate"
    page.get_by_role("button", name="Merkliste leeren").click()
    expect(page.get_by_text("noch nichts gemerkt")).to_be_visible()
    assert page.url.endswith("/merkliste")


def test_a_shared_list_changes_nobodys_own(visitor: Visitor) -> None:
    page = visitor.open("/")
    collect(page, "opp-06")
    page.goto(f"{visitor.site}/merkliste?ids=opp-01,opp-03")
    expect(page.get_by_text("Das ist eine geteilte Liste.")).to_be_visible()
    expect(page.locator("[data-saved-count]")).to_have_text("1")
    page.get_by_role("button", name="Alle bei mir merken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 gemerkte Angebote")
    expect(page.locator("[data-shared]")).to_be_hidden()
    expect(page.locator("[data-saved-count]")).to_have_text("3")


def test_two_tabs_show_the_same_list(visitor: Visitor) -> None:
    page = visitor.open("/")
    other = page.context.new_page()
    other.goto(f"{visitor.site}/angebote/opp-01")
    collect(page, "opp-01")
    expect(mark(other, "opp-01").first).to_have_attribute("aria-pressed", "true")


def test_a_full_list_says_so(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.evaluate(
        "localStorage.setItem('merkliste', JSON.stringify([...Array(50).keys()].map((n) => `x-${n}`)))"
    )
    page.reload()
    mark(page, "opp-01").first.click()
    expect(page.locator("[data-saved-note]")).to_contain_text("Deine Merkliste ist voll")
    expect(mark(page, "opp-01").first).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("kept", ["{", '{"a": 1}', '[1, null, "opp-01"]'])
def test_what_others_wrote_there_breaks_nothing(visitor: Visitor, kept: str) -> None:
    page = visitor.open("/")
    page.evaluate("(kept) => localStorage.setItem('merkliste', kept)", kept)
    page.reload()
    collect(page, "opp-06")
    page.goto(f"{visitor.site}/merkliste")
    expect(page.locator(".saved__entry").last).to_contain_text("Frühjahrsputz")


def test_paper_holds_the_codes_and_no_controls(visitor: Visitor) -> None:
    page = visitor.open("/merkliste?ids=opp-06,opp-01")
    page.emulate_media(media="print")
    code = page.locator(".saved__code svg").first.bounding_box()
    assert code
    assert code["width"] > 90, "one could not scan it"
    map_box = page.locator(".saved__map").bounding_box()
    first = page.locator(".saved__entry").first.bounding_box()
    assert map_box
    assert first
    assert map_box["y"] < first["y"]
    assert not page.locator("[data-bookmark]").first.is_visible()
    assert page.get_by_text("kontakt@example.org").first.is_visible()


def test_without_scripts_addresses_collect(visitor: Visitor) -> None:
    page = visitor.open("/", java_script_enabled=False)
    page.locator("[data-bookmark='opp-06']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 gemerktes Angebot")
    page.get_by_role("link", name="Weitere Angebote suchen").click()
    page.fill("#suche-q", "lesen")
    page.click("text=Suchen")
    page.get_by_role("link", name="Lesepatin oder Lesepate").first.click()
    page.get_by_role("link", name="Merken Lesepatin").click()
    assert numbered(page) == ["Frühjahrsputz am Ufer", "Lesepatin oder Lesepate"]
    page.locator("[data-bookmark='opp-06']").click()
    assert numbered(page) == ["Lesepatin oder Lesepate"]


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_the_list_fits(visitor: Visitor, width: int) -> None:
    page = visitor.open("/merkliste?ids=opp-13,opp-07,opp-01", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_list_is_passed_on_by_its_address(visitor: Visitor) -> None:
    page = visitor.open(
        "/merkliste?ids=opp-06,opp-01", permissions=["clipboard-read", "clipboard-write"]
    )
    page.get_by_role("button", name="Weitergeben").click()
    expect(page.get_by_role("button", name="Link kopiert")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{visitor.site}/merkliste?ids=opp-06,opp-01"
    other = visitor.open(copied.removeprefix(visitor.site))
    assert numbered(other) == ["Frühjahrsputz am Ufer", "Lesepatin oder Lesepate"]


def test_without_a_clipboard_the_address_of_the_list_stands_there(visitor: Visitor) -> None:
    page = visitor.page()
    page.add_init_script("delete Navigator.prototype.clipboard")
    visitor.go(page, "/merkliste?ids=opp-06,opp-01")
    page.get_by_role("button", name="Weitergeben").click()
    field = page.get_by_role("textbox", name="Adresse", exact=True)
    expect(field).to_have_value(f"{visitor.site}/merkliste?ids=opp-06,opp-01")
    expect(field).to_be_focused()


def test_the_way_on_does_not_carry_the_list_where_it_is_remembered(visitor: Visitor) -> None:
    page = visitor.open("/")
    collect(page, "opp-06")
    page.goto(f"{visitor.site}/merkliste?ids=opp-06")
    page.get_by_role("link", name="Weitere Angebote suchen").click()
    expect(page.locator("[data-result-line]")).to_be_visible()
    assert "gemerkt" not in page.url
