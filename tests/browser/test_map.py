"""List and map are one: each follows the other, by mouse, by keyboard, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest
import shapely
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import Visitor, serve
from tests.fakes import sample_app, sample_services
from tests.sample import sample_snapshot

pytestmark = pytest.mark.browser

BOX = re.compile(r"[?&]bbox=(-?\d+\.\d{3}),(-?\d+\.\d{3}),(-?\d+\.\d{3}),(-?\d+\.\d{3})(#|&|$)")
IN_BOX = re.compile(r"im Kartenausschnitt")
SAME_PLACE = 5


def line_of(page: Page) -> Locator:
    """The result line."""
    return page.locator("[data-result-line]")


def drag(page: Page, right: int, down: int) -> None:
    """Drag the map with the mouse, slowly enough that it does not glide on."""
    box = page.locator("[data-map]").bounding_box()
    assert box
    x, y = box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.93
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=4)
    page.wait_for_timeout(120)
    page.mouse.up()


def marked(page: Page) -> int:
    """How many offers the pins and clusters in the document stand for."""
    counts = page.locator(".cluster").all_text_contents()
    return sum(int(text) for text in counts) + page.locator(".pin").count()


# --- the list follows ----------------------------------------------------------------------------


def test_list_follows_the_map(visitor: Visitor) -> None:
    page = visitor.open("/")
    expect(line_of(page)).to_have_text("12 Angebote in Viereck")
    for _click in range(2):  # a third is one too many where each comes to its end
        page.get_by_role("button", name="Näher heran").click()
    expect(page).to_have_url(BOX)
    expect(line_of(page)).to_have_text(IN_BOX)
    before = page.url
    drag(page, 0, -260)
    expect(page).not_to_have_url(before)
    expect(page).to_have_url(BOX)


def test_entries_in_the_list_are_those_on_the_map(crowd: Visitor) -> None:
    page = crowd.open("/")
    for _click in range(2):
        page.get_by_role("button", name="Näher heran").click()
    expect(line_of(page)).to_have_text(IN_BOX)
    expect(page.locator(".pager__where")).to_contain_text("Seite 1 von ")
    page.wait_for_timeout(600)  # the second click moves the map, and the list after it, once more
    expect(page.locator("[data-part='results'][aria-busy]")).to_have_count(0)
    for entry in page.locator(".entry").all()[:5]:
        entry.hover()
        expect(page.locator(".is-lit:is(.pin, .cluster)")).not_to_have_count(0)
        name = page.locator(".map-name").bounding_box()
        frame = page.locator("[data-map]").bounding_box()
        assert name
        assert frame
        assert name["x"] + name["width"] > frame["x"]


def test_box_is_shared_and_opened_without_scripts_with_the_same_result(visitor: Visitor) -> None:
    page = visitor.open("/")
    for _click in range(2):
        page.get_by_role("button", name="Näher heran").click()
    expect(line_of(page)).to_have_text(IN_BOX)
    address = page.url.removeprefix(visitor.site)
    said = line_of(page).inner_text()
    again = visitor.open(address)
    expect(line_of(again)).to_have_text(said)
    expect(again).to_have_url(visitor.site + address)  # opening it moves nothing
    plain = visitor.open(address, java_script_enabled=False)
    assert line_of(plain).inner_text() == said


def test_moving_the_map_fills_no_history(visitor: Visitor) -> None:
    page = visitor.open("/")
    before = page.evaluate("history.length")
    for name in ("Näher heran", "Näher heran", "Weiter weg"):
        page.get_by_role("button", name=name).click()
        page.wait_for_timeout(400)
    expect(page).to_have_url(BOX)
    assert page.evaluate("history.length") == before


def test_switch_lets_the_list_be(visitor: Visitor) -> None:
    page = visitor.open("/")
    follow = page.get_by_label("Liste folgt der Karte")
    assert follow.is_checked()
    follow.uncheck()
    page.get_by_role("button", name="Näher heran").click()
    page.wait_for_timeout(700)
    assert "bbox" not in page.url
    follow.check()
    expect(page).to_have_url(BOX)
    follow.uncheck()
    expect(line_of(page)).to_have_text("12 Angebote in Viereck")
    assert "bbox" not in page.url


def test_whole_city_button_and_tag_take_the_box_away(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.get_by_role("button", name="Näher heran").click()
    expect(page).to_have_url(BOX)
    page.get_by_role("button", name="Ganze Stadt zeigen").click()
    expect(line_of(page)).to_have_text("12 Angebote in Viereck")
    page.wait_for_timeout(500)  # a map that is moving takes no further zoom
    page.get_by_role("button", name="Näher heran").click()
    expect(line_of(page)).to_have_text(IN_BOX)
    page.click(".tag:has-text('im Kartenausschnitt')")
    expect(line_of(page)).to_have_text("12 Angebote in Viereck")
    page.wait_for_timeout(900)
    assert "bbox" not in page.url  # going back to the whole city is no wish of the reader


def test_what_the_map_does_by_itself_moves_no_list(visitor: Visitor) -> None:
    page = visitor.open("/?district=02")
    page.set_viewport_size({"width": 1100, "height": 700})
    page.wait_for_timeout(500)
    page.locator(".pin").first.click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    page.wait_for_timeout(900)
    assert "bbox" not in page.url
    page.select_option("#suche-thema", "education")
    page.wait_for_timeout(600)
    assert "bbox" not in page.url


def test_district_stays_while_it_can_be_seen(visitor: Visitor) -> None:
    page = visitor.open("/?district=02")
    page.get_by_role("button", name="Weiter weg").click()
    expect(page).to_have_url(BOX)
    assert "district=02" in page.url
    drag(page, 600, 0)
    page.wait_for_timeout(400)
    drag(page, 600, 0)
    expect(page).not_to_have_url(re.compile("district"))
    expect(page).to_have_url(BOX)


def test_offers_without_a_place_are_counted_beside_the_box(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.get_by_role("button", name="Näher heran").click()
    expect(page.locator(".strip")).to_contain_text("Dazu 2 Angebote für die ganze Stadt")


# --- pins and entries point at each other --------------------------------------------------------


def test_entry_in_a_cluster_shows_its_own_pin(crowd: Visitor) -> None:
    page = crowd.open("/")
    entry = page.locator(".entry").filter(has_not_text="In der ganzen Stadt").first
    entry.hover()
    expect(page.locator(".cluster.is-lit")).to_have_count(1)
    expect(page.locator(".pin.is-lit")).to_have_count(1)
    title = entry.locator(".entry__title").inner_text()
    expect(page.locator(".map-name")).to_have_text(title)
    assert_named_above(page)


def test_a_name_on_the_map_stays_while_the_map_settles(crowd: Visitor) -> None:
    page = crowd.open("/")
    entry = page.locator(".entry").filter(has_not_text="In der ganzen Stadt").first
    entry.hover()
    name = page.locator(".map-name")
    expect(name).to_have_text(entry.locator(".entry__title").inner_text())
    name.evaluate("(node) => { node.dataset.same = 'yes'; }")
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": size["width"], "height": size["height"] + 2})
    page.wait_for_timeout(600)  # the map looks again at what is to be drawn
    expect(name).to_have_attribute("data-same", "yes")
    assert_named_above(page)


def assert_named_above(page: Page) -> None:
    """The name stands over the lit pin."""
    pin, name = (page.locator(part).bounding_box() for part in (".pin.is-lit", ".map-name"))
    assert pin
    assert name
    assert abs(pin["x"] + pin["width"] / 2 - name["x"] - name["width"] / 2) < 2
    assert 0 < pin["y"] + pin["height"] / 2 - name["y"] - name["height"] < 40


def assert_picture(pin: Locator, *parts: str) -> None:
    """Wait until the picture of a pin holds all of these."""
    script = "(pin) => decodeURIComponent(getComputedStyle(pin).backgroundImage)"
    for _turn in range(50):
        drawn = pin.evaluate(script)
        if all(part in drawn for part in parts):
            return
        pin.page.wait_for_timeout(50)
    raise AssertionError(f"{parts} not in {drawn}")


def test_a_pin_is_a_picture_with_the_icon_of_its_theme(visitor: Visitor) -> None:
    page = visitor.open("/?q=ecke")
    colour = page.locator(".entry .theme-mark rect").get_attribute("fill")
    pin = page.locator(".pin")
    assert_picture(pin, "<path", f'fill="{colour}"', 'stroke="rgb(255, 255, 255)"')
    page.emulate_media(color_scheme="dark")  # its rim is a colour of the page
    assert_picture(pin, "<path", 'stroke="rgb(243, 240, 233)"')


def test_markers_stand_where_they_stood_after_a_flight(visitor: Visitor) -> None:
    page = visitor.open("/?q=ecke")
    page.get_by_label("Liste folgt der Karte").uncheck()
    before = page.locator(".pin").bounding_box()
    for name in ("Näher heran", "Weiter weg"):
        page.get_by_role("button", name=name).click()
        page.wait_for_timeout(400)
        expect(page.locator(".is-flying")).to_have_count(0)
        expect(page.locator(".pin")).to_be_visible()  # a drawing stood for it until the map rests
    after = page.locator(".pin").bounding_box()
    assert before
    assert after
    assert abs(before["x"] - after["x"]) <= 2
    assert abs(before["y"] - after["y"]) <= 2


def test_a_short_way_draws_nothing_new(crowd: Visitor) -> None:
    page = crowd.open("/")
    page.wait_for_timeout(400)  # what is near has been drawn
    page.evaluate("""() => {
        window.changes = 0;
        const count = (all) => { window.changes += all.length; };
        new MutationObserver(count).observe(document.querySelector(".marks"), { childList: true });
    }""")
    page.locator("[data-map]").focus()
    page.keyboard.press("ArrowRight")
    expect(line_of(page)).to_have_text(IN_BOX)  # the list has followed
    page.wait_for_timeout(300)
    assert page.evaluate("window.changes") == 0


def test_focus_on_an_entry_does_what_the_mouse_does(visitor: Visitor) -> None:
    page = visitor.open("/?q=ecke")
    page.locator(".entry__title a").focus()
    expect(page.locator(".pin.is-lit")).to_have_count(1)
    expect(page.locator(".map-name")).to_have_text("Ecke der vier Stadtteile")


def test_entry_beyond_the_edge_is_named_at_the_edge(visitor: Visitor) -> None:
    page = visitor.open("/?q=ecke")
    page.get_by_label("Liste folgt der Karte").uncheck()
    for _click in range(2):
        page.get_by_role("button", name="Näher heran").click()
        page.wait_for_timeout(250)
    drag(page, 0, -700)
    page.wait_for_timeout(300)
    drag(page, 0, -700)
    page.wait_for_timeout(300)
    page.hover(".entry")
    name, frame = (
        page.locator(".map-name").bounding_box(),
        page.locator("[data-map]").bounding_box(),
    )
    assert name
    assert frame
    assert frame["y"] <= name["y"] <= frame["y"] + frame["height"]


def test_pin_lights_its_entry(visitor: Visitor) -> None:
    page = visitor.open("/?q=ecke")
    page.hover(".pin")
    expect(page.locator(".entry.is-lit")).to_have_attribute("data-id", "opp-12")
    expect(page.locator(".map-name")).to_have_text("Ecke der vier Stadtteile")
    page.hover("h1")
    expect(page.locator(".entry.is-lit")).to_have_count(0)


def test_popup_says_title_organisation_and_where_to_go(visitor: Visitor) -> None:
    page = visitor.open("/?q=ecke")
    page.click(".pin")
    popup = page.locator(".leaflet-popup")
    expect(popup.locator(".popup__title")).to_have_text("Ecke der vier Stadtteile")
    expect(popup.locator(".popup__text").first).not_to_be_empty()
    assert popup.get_by_role("link", name="Zum Angebot").get_attribute("href") == "/angebote/opp-12"


def test_popup_without_its_words_still_leads_to_the_offer(visitor: Visitor) -> None:
    page = visitor.page()
    page.route("**/layers/offers.json*", lambda route: route.fulfill(status=503))
    visitor.go(page, "/?q=ecke")
    page.click(".pin")
    link = page.locator(".leaflet-popup").get_by_role("link", name="Zum Angebot")
    assert link.get_attribute("href") == "/angebote/opp-12"
    visitor.forgive("503")


# --- keyboard ------------------------------------------------------------------------------------


def focused(page: Page) -> str:
    """The accessible name of what has the focus."""
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def test_pins_are_one_stop_and_arrows_walk_them(crowd: Visitor) -> None:
    page = crowd.open("/")
    assert page.locator(".leaflet-marker-pane [tabindex='0']").count() == 1
    page.locator(".leaflet-marker-pane [tabindex='0']").focus()
    description = page.evaluate("document.activeElement.getAttribute('aria-description')")
    assert re.match(r"\d+ Markierungen auf der Karte", description)
    seen = {focused(page)}
    left = page.evaluate("document.activeElement.getBoundingClientRect().left")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") > left
    page.keyboard.press("End")
    seen.add(focused(page))
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") == left
    assert page.locator(".leaflet-marker-pane [tabindex='0']").count() == 1
    assert all("Angebot" in name for name in seen)


def test_every_pin_drawn_has_a_name_of_its_own(visitor: Visitor) -> None:
    page = visitor.open("/?theme=education")
    page.get_by_role("button", name="Näher heran").click()
    expect(page).to_have_url(BOX)
    expect(page.locator(".pin")).not_to_have_count(0)
    expect(page.locator(".pin[aria-label='Angebot']")).to_have_count(0)
    for pin in page.locator(".pin").all():
        assert pin.get_attribute("aria-label")
        assert pin.get_attribute("role") == "button"


@pytest.fixture(scope="module")
def stacked_site() -> Iterator[str]:
    """Five offers at one address, and sixty at another."""
    pattern = next(o for o in sample_snapshot().opportunities if o.opportunity_id == "opp-01")

    def at(place: str, number: int, x: float, y: float) -> object:
        name = f"{place}-{number:02}"
        return msgspec.structs.replace(
            pattern,
            opportunity_id=name,
            record_id=f"examples:{name}",
            title=f"Angebot {name}",
            geometry=shapely.Point(x, y),
        )

    offers = [at("haus", n, 13.7105, 51.0455) for n in range(SAME_PLACE)]
    offers += [at("halle", n, 13.7305, 51.0455) for n in range(60)]
    snapshot = sample_snapshot(opportunities=tuple(offers))
    yield from serve(sample_app(sample_services(snapshot)))


@pytest.fixture
def stacked(chromium: Browser, stacked_site: str) -> Iterator[Visitor]:
    """A visitor of the site with offers at one place."""
    visiting = Visitor(chromium, stacked_site)
    yield visiting
    visiting.close()


def test_offers_at_one_place_spread_by_mouse(stacked: Visitor) -> None:
    page = stacked.open("/")
    page.get_by_role("button", name="5 Angebote, an einem Ort, einzeln zeigen").click()
    expect(page.locator(".pin")).to_have_count(SAME_PLACE)
    boxes = [pin.bounding_box() for pin in page.locator(".pin").all()]
    centres = {(round(b["x"]), round(b["y"])) for b in boxes if b}
    assert len(centres) == SAME_PLACE
    page.locator(".pin").and_(page.get_by_role("button", name="Angebot haus-03")).click()
    expect(page.locator(".popup__title")).to_have_text("Angebot haus-03")
    expect(page.locator(".entry.is-chosen")).to_have_attribute("data-id", "haus-03")


def test_offers_at_one_place_spread_by_keyboard_and_close_again(stacked: Visitor) -> None:
    page = stacked.open("/")
    page.get_by_role("button", name="5 Angebote, an einem Ort, einzeln zeigen").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pin")).to_have_count(SAME_PLACE)
    expect(page.locator(".pin:focus")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator(".popup__title")).to_have_text(re.compile("Angebot haus-"))
    page.keyboard.press("Escape")
    expect(page.locator(".pin:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".pin")).to_have_count(0)
    expect(page.locator(".cluster:focus")).to_have_attribute("aria-label", re.compile("^5 Ang"))


def test_too_many_at_one_place_are_left_to_the_list(stacked: Visitor) -> None:
    page = stacked.open("/")
    page.get_by_role("button", name=re.compile("^60 Angebote")).click()
    expect(page.locator(".leaflet-popup")).to_contain_text("Die Liste zeigt sie dir alle")
    expect(line_of(page)).to_have_text(re.compile("^60 Angebote .*im Kartenausschnitt"))


def test_where_spreading_cannot_be_brought_the_list_is_pointed_at(stacked: Visitor) -> None:
    stacked.forgive("Failed to load resource: net::ERR_FAILED")
    page = stacked.page(1440)
    page.route("**/spread.js*", lambda route: route.abort())
    stacked.go(page, "/")
    page.get_by_role("button", name="5 Angebote, an einem Ort, einzeln zeigen").click()
    expect(page.locator(".leaflet-popup")).to_contain_text("Die Liste zeigt sie dir alle")


def test_cluster_opened_by_key_hands_the_focus_on(crowd: Visitor) -> None:
    page = crowd.open("/")
    page.locator(".cluster").first.focus()
    page.keyboard.press("Enter")
    expect(line_of(page)).to_have_text(IN_BOX)
    inside = "document.activeElement.closest('.leaflet-marker-pane') !== null"
    assert page.evaluate(inside)


# --- when things fail or come late ---------------------------------------------------------------


def test_list_works_while_the_map_is_still_coming(visitor: Visitor) -> None:
    page = visitor.page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/leaflet.js", hold)
    page.goto(visitor.site + "/", wait_until="domcontentloaded")
    expect(page.locator("[data-map-coming]")).to_be_visible()
    page.click("text=Einmalig")
    expect(line_of(page)).to_have_text(re.compile(r"^2 Angebote"))
    held[0].continue_()
    page.wait_for_selector("[data-map][data-ready]")
    expect(page.locator("[data-map-coming]")).to_be_hidden()
    assert marked(page) == 2  # it shows what the list shows by now


def test_map_that_failed_can_be_tried_again(visitor: Visitor) -> None:
    page = visitor.page()
    page.route("**/layers/ground.json", lambda route: route.fulfill(status=503))
    visitor.go(page, "/")
    expect(page.locator("[data-map-message]")).to_contain_text("Die Liste zeigt dir alles")
    page.unroute("**/layers/ground.json")
    page.get_by_role("button", name="Noch einmal versuchen").click()
    page.wait_for_selector("[data-map][data-ready]")
    expect(page.locator("[data-map-message]")).to_be_hidden()
    expect(page.locator(".cluster, .pin")).not_to_have_count(0)
    visitor.forgive("503")


# --- on a phone ----------------------------------------------------------------------------------


def finger(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """One finger from here to there: touches as the device sends them."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", start)
    for step in range(1, 11):
        share = step / 10
        along = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
        touch("touchMove", along)
        page.wait_for_timeout(20)
    touch("touchEnd")


def test_one_finger_over_a_map_beside_the_list_scrolls_the_page(crowd: Visitor) -> None:
    page = crowd.open("/", has_touch=True, is_mobile=True)
    before = page.locator(".map-city").first.bounding_box()
    finger(page, (900, 700), (900, 300))
    assert page.evaluate("window.scrollY") > 200
    after = page.locator(".map-city").first.bounding_box()
    assert before
    assert after
    assert abs(before["x"] - after["x"]) < 2
    assert "bbox" not in page.url


@pytest.mark.parametrize("width", [320, 390])
def test_phone_moves_its_map_with_one_finger_and_keeps_the_box(
    visitor: Visitor, width: int
) -> None:
    page = visitor.open("/", width=width, has_touch=True, is_mobile=True)
    page.click("[data-map-switch]")
    page.wait_for_selector("[data-map][data-ready]")
    finger(page, (width / 2, 300), (width / 2 + 90, 380))
    expect(page).to_have_url(BOX)
    assert page.url.endswith("#karte")
    assert page.evaluate("window.scrollY") == 0
    page.click("[data-map-switch]")
    expect(page.locator("[data-map-pane]")).to_be_hidden()
    expect(line_of(page)).to_have_text(IN_BOX)  # what was chosen on the map is in the list
    expect(page).to_have_url(BOX)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_controls_of_the_map_do_not_cover_each_other_at_320(visitor: Visitor) -> None:
    page = visitor.open("/", width=320, has_touch=True)
    page.click("[data-map-switch]")
    page.wait_for_selector("[data-map][data-ready]")
    names = (".map-follow", ".map-panel", ".leaflet-control-zoom", "[data-map-switch]")
    boxes = {name: page.locator(name).bounding_box() for name in names}
    for name, box in boxes.items():
        assert box, name
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= 320, name
        for other, theirs in boxes.items():
            if other == name or theirs is None:
                continue
            beside = (
                box["x"] >= theirs["x"] + theirs["width"] or theirs["x"] >= box["x"] + box["width"]
            )
            below = (
                box["y"] >= theirs["y"] + theirs["height"]
                or theirs["y"] >= box["y"] + box["height"]
            )
            assert beside or below, f"{name} covers {other}"


def test_turned_phone_keeps_map_and_place(visitor: Visitor) -> None:
    page = visitor.open("/", width=390, has_touch=True)
    page.click("[data-map-switch]")
    page.wait_for_selector("[data-map][data-ready]")
    page.set_viewport_size({"width": 844, "height": 390})
    page.wait_for_timeout(500)
    frame, city = (
        page.locator(s).first.bounding_box() for s in ("[data-map]", ".leaflet-container")
    )
    assert frame
    assert city
    assert (frame["width"], frame["height"]) == (844, 390)
    assert "bbox" not in page.url
    page.set_viewport_size({"width": 1100, "height": 700})  # now there is room for both
    expect(page.locator(".entry").first).to_be_visible()
    expect(page.locator(".cluster, .pin").first).to_be_visible()


def test_nothing_moves_for_who_wants_no_movement(visitor: Visitor) -> None:
    page = visitor.open("/", reduced_motion="reduce")
    frame = page.locator(".leaflet-container")
    assert "leaflet-zoom-anim" not in str(frame.get_attribute("class"))
    page.get_by_role("button", name="Näher heran").click()
    expect(page).to_have_url(BOX)
