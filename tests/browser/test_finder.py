"""The finder as people use it: by mouse, by keyboard, without scripts, with a map that fails."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visitor
from tests.sample import HOSTILE_TITLE, LONG_TITLE

pytestmark = pytest.mark.browser

IN_TOWN = {"longitude": 13.70512, "latitude": 51.04498}
FAR_AWAY = {"longitude": 11.58, "latitude": 48.14}


def titles(page: Page) -> list[str]:
    """Titles of the list, in order."""
    return page.locator(".entry__title a").all_inner_texts()


def line(page: Page) -> str:
    """The result line."""
    return page.locator("[data-result-line]").inner_text()


def expect_line(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until the result line says this."""
    expect(page.locator("[data-result-line]")).to_have_text(text)


def wait_until(page: Page, expression: str) -> None:
    """Wait until an expression is true (`wait_for_function` needs eval, which the policy stops)."""
    for _try in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


# --- by mouse ------------------------------------------------------------------------------------


def test_mouse_journey_ends_at_an_offer(visitor: Visitor) -> None:
    page = visitor.open("/")
    assert line(page) == "12 Angebote in Viereck"
    page.click("text=Bis 2 Std. pro Woche")
    expect_line(page, "4 Angebote in Viereck, höchstens 2 Stunden pro Woche")
    page.select_option("#suche-thema", "education")
    expect_line(page, re.compile(r"^3 Angebote zum Thema Bildung und Lesen in Viereck"))
    page.fill("#suche-q", "lesepat")
    expect_line(page, re.compile(r"^1 Angebot .*zu „lesepat“"))
    page.click("text=Lesepatin oder Lesepate")
    expect(page).to_have_url(re.compile(r"/angebote/opp-01$"))
    assert page.get_by_role("link", name="E-Mail schreiben").is_visible()


def test_click_after_typing_is_not_swallowed(visitor: Visitor) -> None:
    """Leaving the field of words must not make the list anew under a pressed button."""
    page = visitor.open("/")
    page.fill("#suche-q", "lesepat")
    expect_line(page, re.compile(r"^1 Angebot .*zu „lesepat“"))
    page.hover("text=Lesepatin oder Lesepate")
    page.mouse.down()
    page.wait_for_timeout(400)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"/angebote/opp-01$"))


def test_address_is_the_state(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.click("text=Einmalig")
    expect_line(page, re.compile(r"^2 Angebote"))
    page.click("a.chip >> text=Zum Schnuppern")
    expect_line(page, re.compile(r"^1 Angebot"))
    said, found = line(page), titles(page)
    page.reload()
    assert (line(page), titles(page)) == (said, found)
    assert "schedule=one_off" in page.url
    page.go_back()
    expect_line(page, re.compile(r"^2 Angebote"))


def test_title_of_the_page_follows(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.click("text=Einmalig")
    expect(page).to_have_title(re.compile(r"^2 Angebote in Viereck, einmalig – Ehrenamts"))


def test_filter_is_taken_away_again(visitor: Visitor) -> None:
    page = visitor.open("/?hours_max=2&theme=social")
    page.click(".tag:has-text('Soziales')")
    expect_line(page, "4 Angebote in Viereck, höchstens 2 Stunden pro Woche")
    assert page.input_value("#suche-thema") == ""


def test_sheet_counts_follow_the_other_filters(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.click(".sheet summary")
    young = page.locator("[data-count='audience:young']")
    assert young.inner_text() == "2"
    page.select_option("#suche-thema", "nature")
    expect(young).to_have_text("0")
    page.select_option("#suche-thema", "")
    expect(young).to_have_text("2")
    page.check("input[name=audience][value=young]")
    expect_line(page, re.compile(r"^2 Angebote .*auch für: Junge"))
    assert page.locator("[data-sheet-show]").inner_text() == "2 Angebote zeigen"
    assert page.locator("[data-part='sheet-count']").text_content() == " (1 gesetzt)"


def test_empty_result_offers_the_nearest_way_out(visitor: Visitor) -> None:
    page = visitor.open("/?q=lesepat&theme=nature&hours_max=2")
    assert line(page).startswith("0 Angebote")
    ways = page.locator(".ways a")
    assert ways.first.inner_text().split("\n") == ["Ohne „Natur und Umwelt“", "1 Angebot"]
    ways.first.click()
    expect_line(page, re.compile(r"^1 Angebot "))


def test_strip_leads_to_what_no_map_shows(visitor: Visitor) -> None:
    page = visitor.open("/?district=01")
    strip = page.locator(".strip")
    assert "2 Angebote für die ganze Stadt oder von zu Hause" in strip.inner_text()
    strip.click()
    expect_line(page, "2 Angebote in Viereck, ohne festen Ort")
    assert set(titles(page)) == {"Nachhilfe am Bildschirm", "Straßenfest begleiten"}


def test_pages_of_a_long_list(crowd: Visitor) -> None:
    page = crowd.open("/")
    assert line(page) == "900 Angebote in Viereck"
    first = titles(page)
    assert len(first) == 20
    page.click("text=Weiter")
    expect(page.locator(".pager__where")).to_have_text("Seite 2 von 45")
    assert not set(first) & set(titles(page))
    assert page.evaluate("document.activeElement.id") == "ergebnis"
    page.go_back()
    expect(page.locator(".pager__where")).to_have_text("Seite 1 von 45")


def test_entries_below_the_view_are_drawn_a_frame_later(crowd: Visitor) -> None:
    page = crowd.open("/")
    shown = page.evaluate(
        """async () => {
            const list = document.querySelector("[data-part='results']");
            const skipped = () => [...list.querySelectorAll(".entry")]
                .filter((entry) => !entry.firstElementChild.checkVisibility({
                    contentVisibilityAuto: true,
                })).length;
            document.querySelector("a[data-page]").click();
            await new Promise((done) => new MutationObserver((_changes, observer) => {
                if (list.hasAttribute("aria-busy")) return;
                observer.disconnect();
                done();
            }).observe(list, { attributes: true }));
            await new Promise(requestAnimationFrame);
            const atOnce = skipped();
            await new Promise((done) => setTimeout(() => setTimeout(done)));
            return [atOnce, skipped()];
        }"""
    )
    at_once, soon = shown
    assert at_once > 0
    assert soon == 0
    assert all(titles(page))


# --- where ---------------------------------------------------------------------------------------


def test_place_is_found_by_typing(visitor: Visitor) -> None:
    page = visitor.open("/")
    where = page.get_by_role("combobox", name="Wo?")
    where.click()
    assert page.get_by_role("option", name="In meiner Nähe").is_visible()
    where.fill("Bühl")
    page.get_by_role("option", name="Bühlau").click()
    expect_line(page, "3 Angebote in Bühlau")
    assert where.input_value() == "Bühlau"
    assert "district=02" in page.url


def test_place_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.open("/")
    where = page.get_by_role("combobox", name="Wo?")
    where.focus()
    page.keyboard.type("nordu")
    expect(page.locator(".place__option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    option = page.locator("[role=option][aria-selected=true]")
    assert where.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    expect_line(page, re.compile(r"im Stadtbezirk Nordufer$"))
    where.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert where.get_attribute("aria-expanded") == "false"
    assert where.input_value() == "Nordufer"


def test_unknown_place_says_so(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.get_by_role("combobox", name="Wo?").fill("Atlantis")
    expect(page.locator(".place__note")).to_contain_text("Keinen Ort gefunden")


def test_near_me_sends_three_decimals_and_only_on_a_click(visitor: Visitor) -> None:
    page = visitor.open("/", geolocation=IN_TOWN, permissions=["geolocation"])
    assert "near" not in page.url
    page.click("[data-near]")
    expect_line(page, re.compile(r"höchstens 2 km entfernt$"))
    assert "near=13.705,51.045" in page.url
    assert "Lesepatin oder Lesepate" in titles(page)[:2]
    assert re.search(r"\d+\sm", page.locator(".entry__where").first.inner_text())


def test_near_me_outside_the_city_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.open("/", geolocation=FAR_AWAY, permissions=["geolocation"])
    page.click("[data-near]")
    expect(page.locator("[data-near-message]")).to_contain_text("außerhalb der Stadt")
    assert "near" not in page.url


def test_near_me_refused_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.click("[data-near]")
    expect(page.locator("[data-near-message]")).to_contain_text("Gib stattdessen einen Ort ein")


# --- by keyboard ---------------------------------------------------------------------------------


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until an element has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")


def test_keyboard_journey_ends_at_an_offer(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    tab_to(page, "#suche-q")
    page.keyboard.type("einkauf")
    page.keyboard.press("Enter")
    expect_line(page, re.compile(r"^1 Angebot .*zu „einkauf“"))
    tab_to(page, ".entry__title a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/angebote/opp-02$"))


def test_chip_keeps_the_focus(visitor: Visitor) -> None:
    page = visitor.open("/")
    tab_to(page, "[data-key='chip-hours_max-2']")
    page.keyboard.press("Enter")
    expect_line(page, re.compile(r"höchstens 2 Stunden"))
    assert page.evaluate("document.activeElement.dataset.key") == "chip-hours_max-2"


def test_sheet_of_a_phone_holds_the_focus_and_gives_it_back(visitor: Visitor) -> None:
    page = visitor.open("/", width=390)
    page.focus(".sheet summary")
    page.keyboard.press("Enter")
    for _press in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('[data-sheet]'))")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not page.is_visible(".sheet__panel")


def test_pin_is_named_and_opens_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/?q=ecke")
    pin = page.locator(".pin").and_(page.get_by_role("button", name="Ecke der vier Stadtteile"))
    pin.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup.locator(".popup__title")).to_have_text("Ecke der vier Stadtteile")
    link = popup.get_by_role("link", name="Zum Angebot")
    expect(link).to_be_focused()
    assert link.get_attribute("href") == "/angebote/opp-12"
    assert popup.get_by_role("button", name="Schließen").is_visible()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(pin).to_be_focused()


# --- without scripts -----------------------------------------------------------------------------


def test_without_scripts_search_filters_and_details_work(visitor: Visitor) -> None:
    page = visitor.open("/", java_script_enabled=False)
    assert not page.is_visible("[data-map-pane]")
    page.fill("#suche-q", "einkaufshilfe")
    page.select_option("#suche-ort", "district:02")
    page.click("text=Suchen")
    assert line(page) == "1 Angebot zu „einkaufshilfe“ in Bühlau"
    assert "district=02" in page.url
    assert "theme=" not in page.url  # empty fields do not stay in the address
    page.click("text=Einkaufshilfe für ältere Menschen")
    assert "Einkaufshilfe" in page.locator("h1").inner_text()


def test_without_scripts_the_sheet_is_sent(visitor: Visitor) -> None:
    page = visitor.open("/", java_script_enabled=False, width=390)
    page.click(".sheet summary")
    page.check("input[name=certificate]")
    page.click("[data-sheet-show]")
    assert line(page) == "1 Angebot in Viereck, mit Nachweis"
    assert page.is_checked("input[name=certificate]")


# --- the map -------------------------------------------------------------------------------------


def test_entry_lights_its_pin_by_name(visitor: Visitor) -> None:
    page = visitor.open("/?q=ecke")
    page.hover(".entry")
    expect(page.locator(".pin.is-lit")).to_have_count(1)
    expect(page.locator(".map-name")).to_have_text("Ecke der vier Stadtteile")
    page.hover("h1")
    expect(page.locator(".pin.is-lit")).to_have_count(0)


def test_pin_leads_to_its_entry(visitor: Visitor) -> None:
    page = visitor.open("/?q=ecke")
    page.click(".pin")
    expect(page.locator(".entry.is-chosen")).to_have_attribute("data-id", "opp-12")
    expect(page.locator(".pin.is-chosen")).to_have_count(1)


def shown_on_map(page: Page) -> int:
    """Offers on the map, alone or in clusters, when the list is there."""
    expect(page.locator("[data-part='results']")).not_to_have_attribute("aria-busy", "true")
    counts = page.locator(".cluster").all_text_contents()
    return sum(int(text) for text in counts) + page.locator(".pin").count()


def test_pins_follow_the_list(visitor: Visitor) -> None:
    page = visitor.open("/")
    for chosen, on_map in (("nature", 4), ("education", 5), ("", 9)):
        page.select_option("#suche-thema", chosen)
        assert shown_on_map(page) == on_map


def test_pins_follow_choices_that_come_back(visitor: Visitor) -> None:
    """More choices than the map keeps, forth and back."""
    page = visitor.open("/")
    seen = {}
    for is_short in (False, True):
        for chosen in ("nature", "education", "social", ""):
            page.select_option("#suche-thema", chosen)
            seen[is_short, chosen] = shown_on_map(page)
        if not is_short:
            page.click("text=Bis 2 Std. pro Woche")
            expect_line(page, "4 Angebote in Viereck, höchstens 2 Stunden pro Woche")
    assert len(set(seen.values())) > 4
    for is_short in (True, False):
        for chosen in ("nature", "social", "education", "nature", ""):
            page.select_option("#suche-thema", chosen)
            assert shown_on_map(page) == seen[is_short, chosen]
        if is_short:
            page.click("text=Bis 2 Std. pro Woche")
            expect_line(page, "12 Angebote in Viereck")


def test_clusters_are_named_with_their_number(crowd: Visitor) -> None:
    page = crowd.open("/")
    cluster = page.locator(".cluster").first
    expect(cluster).to_have_attribute("aria-label", re.compile(r"^\d+ Angebote, vergrößern$"))
    before = page.locator(".cluster, .pin").count()
    cluster.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cluster, .pin")).not_to_have_count(before)


def test_hostile_names_are_text_in_list_and_popup(visitor: Visitor) -> None:
    page = visitor.open("/?q=alert")
    assert titles(page) == [HOSTILE_TITLE]
    page.click(".pin")
    expect(page.locator(".popup__title")).to_have_text(HOSTILE_TITLE)
    expect(page.locator(".popup__text").first).to_have_text('<b onmouseover="x()">Verein</b>')
    page.hover(".entry")
    expect(page.locator(".map-name")).to_have_text(HOSTILE_TITLE)


def test_long_title_stays_inside(visitor: Visitor) -> None:
    page = visitor.open("/?q=Begleitung", width=320)
    title = page.locator(".entry__title a", has_text=LONG_TITLE)
    box = title.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 320


def test_need_layer_speaks_of_offers(visitor: Visitor) -> None:
    page = visitor.open("/")
    assert page.locator(".map-area").count() == 0
    page.click(".map-panel summary")
    page.get_by_label("Hier wird Engagement besonders gebraucht").check()
    area = page.get_by_role("img", name=re.compile("Altfeld"))
    expect(area).to_have_count(1)
    expect(page.locator(".legend").first).to_contain_text("nicht von den Menschen")
    area.focus()
    expect(page.locator(".map-readout")).to_contain_text("Altfeld")
    page.get_by_label("Hier wird Engagement besonders gebraucht").uncheck()
    expect(page.locator(".map-area")).to_have_count(0)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Beratung und Anlaufstellen", "Freiwilligenbüro Viereck"),
        ("Veranstaltungen", "Ehrenamtsbörse"),
        ("Vorteile mit dem Ehrenamtspass", "Kino am Eck"),
    ],
)
def test_other_places_can_be_switched_on(visitor: Visitor, label: str, name: str) -> None:
    page = visitor.open("/")
    page.click(".map-panel summary")
    page.get_by_label(label).check()
    spot = page.get_by_role("button", name=name)
    expect(spot).to_have_count(1)
    spot.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".popup__title")).to_have_text(name)


def test_map_that_cannot_load_leaves_the_list(visitor: Visitor) -> None:
    page = visitor.page()
    page.route("**/layers/*.json", lambda route: route.fulfill(status=503))
    visitor.go(page, "/")
    expect(page.locator("[data-map-message]")).to_contain_text("Die Liste zeigt dir alles")
    page.click("text=Einmalig")
    expect_line(page, re.compile(r"^2 Angebote"))
    visitor.forgive("503")


def test_search_that_fails_says_so_and_recovers(visitor: Visitor) -> None:
    page = visitor.open("/")
    down = {"is": True}

    def answer(route: Route) -> None:
        if down["is"]:
            route.fulfill(status=503)
        else:
            route.continue_()

    page.route("**/*teil=liste*", answer)
    page.click("text=Einmalig")
    expect_line(page, "Die Suche antwortet gerade nicht. Versuche es gleich noch einmal.")
    down["is"] = False
    page.click("a.chip >> text=Zum Schnuppern")
    expect_line(page, re.compile(r"zum Schnuppern"))
    visitor.forgive("503")


# --- the map leaves the page alone ---------------------------------------------------------------


def transform(page: Page) -> str:
    """Where the map's content lies and how large it is."""
    script = """() => {
        const pane = document.querySelector('.leaflet-map-pane');
        const path = document.querySelector('.map-city');
        return getComputedStyle(pane).transform + path.getAttribute('d').length
            + JSON.stringify(path.getBoundingClientRect());
    }"""
    return str(page.evaluate(script))


def test_wheel_over_the_map_scrolls_the_page(crowd: Visitor) -> None:
    page = crowd.open("/")
    page.mouse.move(900, 500)
    page.mouse.wheel(0, 400)
    wait_until(page, "window.scrollY > 200")
    assert page.locator(".map__hint.is-shown").inner_text().startswith("Halte Strg")


def test_ctrl_and_wheel_zoom_the_map(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.wait_for_timeout(300)
    before = transform(page)
    page.mouse.move(900, 500)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_timeout(600)
    assert transform(page) != before
    assert page.evaluate("window.scrollY") == 0


def test_phone_shows_the_list_first_and_slides_the_map_in(visitor: Visitor) -> None:
    page = visitor.open("/", width=390, has_touch=True)
    assert page.is_visible(".entry__title a >> nth=0")
    assert not page.is_visible("[data-map-pane]")
    page.click("[data-map-switch]")
    expect(page.locator("[data-map-pane]")).to_be_visible()
    assert page.locator("[data-map-switch]").inner_text() == "Liste"
    assert page.evaluate("document.querySelector('.finder__list').inert")
    page.go_back()
    expect(page.locator("[data-map-pane]")).to_be_hidden()
    page.focus(".entry__title a >> nth=0")
    assert page.evaluate("document.activeElement.closest('.entry') !== null")


def test_map_is_not_in_the_way_of_tab_on_a_phone(visitor: Visitor) -> None:
    page = visitor.open("/?q=ecke", width=390)
    for _press in range(40):
        page.keyboard.press("Tab")
        assert not page.evaluate("Boolean(document.activeElement.closest('[data-map-pane]'))")
