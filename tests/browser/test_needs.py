"""My needs: what fits comes first and says why, and nobody but this browser knows them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from geodata.model import Opportunity
from tests.browser.conftest import Visitor, many_offers, serve
from tests.fakes import sample_app, sample_services
from tests.sample import sample_snapshot

pytestmark = pytest.mark.browser


def _known(offer: Opportunity, number: int) -> Opportunity:
    """Access is known of some, languages of others; the last ones fit best."""
    return msgspec.structs.replace(
        offer,
        wheelchair={0: "yes", 1: "no", 2: None}[number % 3],
        languages=("de", "en") if number >= 40 else ("de",),
        weekdays=("we",) if number % 2 else ("mo",),
        daytimes=("evening",) if number % 5 == 0 else (),
    )


@pytest.fixture(scope="module")
def site_of_fifty(chromium: Browser) -> Iterator[str]:
    offers = tuple(_known(offer, n) for n, offer in enumerate(many_offers(50)))
    yield from serve(sample_app(sample_services(sample_snapshot(opportunities=offers))))


@pytest.fixture
def guest(chromium: Browser, site_of_fifty: str) -> Iterator[Visitor]:
    visiting = Visitor(chromium, site_of_fifty)
    yield visiting
    visiting.close()


def choose(page: Page, *labels: str) -> None:
    page.get_by_role("button", name="Passt zu mir").click()
    dialog = page.get_by_role("dialog", name="Was passt zu dir?")
    for label in labels:
        dialog.get_by_label(label, exact=True).check()
    dialog.get_by_role("button", name="Passendes zuerst zeigen").click()


def numbers(page: Page) -> list[int]:
    titles = page.locator(".entry__title a").all_inner_texts()
    return [int(title.rpartition(" ")[2]) for title in titles]


WHEELCHAIR = "Ich brauche einen Zugang mit dem Rollstuhl"


def test_what_fits_comes_first_and_says_why(guest: Visitor) -> None:
    page = guest.open("/")
    before = numbers(page)
    choose(page, WHEELCHAIR, "Englisch")
    note = page.locator("[data-needs-note]")
    expect(note).to_contain_text("3 von 50 Angeboten passen zu deinen Angaben.")
    fits = page.locator(".entry__fit")
    assert fits.all_inner_texts()[:3] == ["Passt zu dir: rollstuhlgerecht, Englisch"] * 3
    assert fits.nth(3).inner_text().startswith("Passt zum Teil: ")
    assert sorted(numbers(page)[:3]) == [42, 45, 48]
    assert numbers(page) != before
    expect(page.get_by_role("button", name="Passt zu mir")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.reload()
    expect(fits.first).to_be_visible()
    assert sorted(numbers(page)[:3]) == [42, 45, 48]


def test_all_pages_together_are_the_whole_list_once(guest: Visitor) -> None:
    page = guest.open("/")
    choose(page, WHEELCHAIR)
    seen: list[int] = []
    for turn in range(3):
        ranked = page.locator(".entries[data-ranked]")
        expect(page.locator(".pager__where")).to_contain_text(f"Seite {turn + 1} von 3")
        expect(ranked).to_be_visible()
        seen += numbers(page)
        if turn < 2:
            page.get_by_role("link", name="Weiter").click()
    assert sorted(seen) == list(range(50))
    # first what a wheelchair reaches, then what nobody knows, last what it does not
    assert [n % 3 for n in seen] == sorted((n % 3 for n in seen), key=[0, 2, 1].index)


def test_the_right_day_at_the_wrong_time_does_not_fit(guest: Visitor) -> None:
    page = guest.open("/")
    choose(page, "mittwochs", "abends")
    expect(page.locator("[data-needs-note]")).to_contain_text("5 von 50")
    assert sorted(numbers(page)[:5]) == [5, 15, 25, 35, 45]
    assert page.locator(".entry__fit").first.inner_text() == "Passt zu dir: mittwochs, abends"
    assert page.locator(".entry__fit").count() == 5


def test_filters_and_needs_go_together(guest: Visitor) -> None:
    page = guest.open("/")
    choose(page, "Englisch")
    expect(page.locator(".entry__fit").first).to_be_visible()
    page.select_option("#suche-thema", "nature")
    expect(page.locator("[data-result-line]")).to_contain_text("Natur")
    expect(page.locator("[data-needs-note]")).to_contain_text("von 17 Angeboten")
    assert all(n % 3 == 1 for n in numbers(page)), "only offers of the theme"
    assert numbers(page)[0] >= 40


def test_nobody_is_told(guest: Visitor) -> None:
    page = guest.open("/")
    told: list[str] = []
    page.on("request", lambda r: told.append(f"{r.url} {r.headers} {r.post_data or ''}"))
    choose(page, WHEELCHAIR, "Englisch", "mittwochs")
    expect(page.locator(".entry__fit").first).to_be_visible()
    assert page.url == f"{guest.site}/"
    assert any("/angaben/eintraege" in request for request in told)
    for request in told:
        address = request.split(" ", 1)[0]
        for word in ("wheelchair", "language=", "weekday", "=en", "=we"):
            assert word not in address, address
    assert page.context.cookies() == []


def test_needs_can_be_changed_and_deleted(guest: Visitor) -> None:
    page = guest.open("/")
    before = numbers(page)
    choose(page, "Englisch")
    expect(page.locator(".entry__fit").first).to_be_visible()
    page.get_by_role("button", name="Angaben ändern").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Englisch", exact=True)).to_be_checked()
    page.keyboard.press("Escape")  # changes nothing
    expect(page.locator(".entry__fit").first).to_be_visible()
    page.get_by_role("button", name="Angaben ändern").click()
    dialog.get_by_role("button", name="Angaben löschen").click()
    expect(page.locator(".entry__fit")).to_have_count(0)
    expect(page.locator("[data-needs-note]")).to_be_hidden()
    assert numbers(page) == before
    assert page.evaluate("localStorage.length") == 0


def test_the_dialog_works_by_keyboard_and_gives_the_focus_back(guest: Visitor) -> None:
    page = guest.open("/", width=320)
    button = page.get_by_role("button", name="Passt zu mir")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Was passt zu dir?")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("(node) => node.contains(document.activeElement)")
    dialog.get_by_label(WHEELCHAIR).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("kept", ["{", "[]", '{"wheelchair": "yes"}', '{"languages": [1]}'])
def test_what_others_wrote_there_breaks_nothing(guest: Visitor, kept: str) -> None:
    page = guest.open("/")
    page.evaluate("(kept) => localStorage.setItem('angaben', kept)", kept)
    page.reload()
    page.wait_for_timeout(500)
    expect(page.locator(".entry").first).to_be_visible()


def test_without_scripts_nothing_promises_it(guest: Visitor) -> None:
    page = guest.open("/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Passt zu mir")).to_be_hidden()


def test_what_cannot_be_loaded_is_said_and_can_be_tried_again(guest: Visitor) -> None:
    page = guest.open("/")
    guest.forgive("Failed to load resource")
    page.route("**/angaben/formular*", lambda route: route.abort())
    button = page.get_by_role("button", name="Passt zu mir")
    button.click()
    expect(page.locator("[data-needs-note]")).to_contain_text("lässt sich gerade nicht laden")
    expect(page.locator(".entry").first).to_be_visible()
    page.unroute("**/angaben/formular*")
    button.click()
    expect(page.get_by_role("dialog", name="Was passt zu dir?")).to_be_visible()
