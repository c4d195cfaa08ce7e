"""The exported map in a real browser: offline, silent, usable, and deaf to hostile names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import folium
import msgspec
import pytest
from playwright.sync_api import Browser, Page

from geodata.snapshot import Snapshot
from layers.build import build_layer
from layers.catalogue import BASE_SPECS, NEED, OPPORTUNITIES, indicator_spec, specs_for
from layers.escape import escape_text
from layers.folium_map import draw_map
from layers.folium_parts import OfflineCluster, OfflineMap, Verbatim, script_html
from layers.folium_parts import Page as HtmlPage
from layers.spec import Layer
from scripts.export_map import read_assets
from tests.layers.hostile import HOSTILE
from tests.sample import sample_snapshot

pytestmark = pytest.mark.browser

TODAY = dt.date(2026, 4, 3)


@pytest.fixture(scope="module")
def vendored() -> dict[str, bytes]:
    """The installed files that go into the map."""
    return read_assets()


class Opened:
    """A page with everything it said, asked for and popped up."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.console: list[str] = []
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def is_quiet(self) -> bool:
        """No message, no dialog, and nothing asked for but the file itself."""
        asked = [url for url in self.requests if not url.startswith("data:")]
        assert self.console == []
        assert self.dialogs == []
        assert len(asked) == 1
        assert asked[0].startswith("file://")
        return True


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Any]:
    contexts = []

    def open_(html: str, width: int = 768, height: int = 1024) -> Opened:
        path = tmp_path / "map.html"
        path.write_text(html, encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", offline=True
        )
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.goto(path.as_uri())
        found.page.wait_for_selector(".leaflet-container")
        found.page.wait_for_timeout(150)  # names are placed after the first frame
        return found

    yield open_
    for context in contexts:
        context.close()


def _layers(snapshot: Snapshot, visible: tuple[str, ...] = ("opportunities",)) -> list[Layer]:
    ground = {spec.layer_id for spec in BASE_SPECS}
    specs = [
        msgspec.structs.replace(spec, is_visible=spec.layer_id in ground | set(visible))
        for spec in specs_for(snapshot)
    ]
    return [build_layer(spec, snapshot, today=TODAY) for spec in specs]


def _draw(layers: list[Layer], assets: dict[str, bytes], **more: Any) -> str:
    options: dict[str, Any] = {
        "title": "Ehrenamtslandkarte Viereck",
        "attribution": "Amt für Muster, dl-de/by-2-0, generalisiert",
        "is_example": True,
    }
    return draw_map(layers, assets=assets, **(options | more))


# --- the map as people use it --------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_the_file_opens_offline_and_says_nothing(
    opened: Any, vendored: dict[str, bytes], width: int
) -> None:
    found = opened(_draw(_layers(sample_snapshot()), vendored), width=width)
    assert found.is_quiet()
    page = found.page
    assert page.title() == "Ehrenamtslandkarte Viereck"
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.get_by_text("Beispieldaten: Organisationen und Angebote").is_visible()
    assert page.get_by_text("Amt für Muster, dl-de/by-2-0, generalisiert").is_visible()
    assert page.get_by_role("link", name="dl-de/by-2-0").get_attribute("href") == (
        "https://www.govdata.de/dl-de/by-2-0"
    )
    # nothing is wider than the screen
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_ground_is_drawn_with_names_and_river(opened: Any, vendored: dict[str, bytes]) -> None:
    page = opened(_draw(_layers(sample_snapshot(), ()), vendored)).page
    assert page.locator(".map-land").count() == 4
    river = page.locator(".map-river")
    assert river.get_attribute("stroke") == "#a9cbe3"
    assert river.get_attribute("stroke-width") == "5"
    assert page.locator(".map-river-name").first.text_content() == "Fluss"
    shown = page.locator(".map-label:not(.is-hidden)").all_text_contents()
    assert {name.strip() for name in shown} & {"Südufer", "Nordufer", "Altfeld", "Bühlau"}


def test_names_do_not_overlap(opened: Any, vendored: dict[str, bytes]) -> None:
    page = opened(_draw(_layers(sample_snapshot(), ()), vendored)).page
    boxes = [node.bounding_box() for node in page.locator(".map-label:not(.is-hidden) span").all()]
    assert len(boxes) >= 2
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            apart = (
                a["x"] + a["width"] <= b["x"]
                or b["x"] + b["width"] <= a["x"]
                or a["y"] + a["height"] <= b["y"]
                or b["y"] + b["height"] <= a["y"]
            )
            assert apart


def _fills(page: Page) -> list[str]:
    return page.eval_on_selector_all(".map-area", "nodes => nodes.map(n => n.getAttribute('fill'))")


@pytest.mark.parametrize("indicator_id", ["residents", "disadvantage_index"])
def test_colours_are_those_of_the_layer(
    opened: Any, vendored: dict[str, bytes], indicator_id: str
) -> None:
    snapshot = sample_snapshot()
    layer = build_layer(indicator_spec(snapshot, indicator_id), snapshot, today=TODAY)
    page = opened(_draw(_layers(snapshot, (f"indicator-{indicator_id}",)), vendored)).page
    expected = []
    for feature in layer.features:
        fill, colour = feature["properties"]["fill"], feature["properties"]["fill_colour"]
        expected.append(colour if fill == "solid" else f"url(#p-{fill}-{colour[1:]})")
    assert sorted(_fills(page)) == sorted(expected)
    for fill in expected:
        if fill.startswith("url("):
            assert page.locator(fill[4:-1]).count() == 1  # the pattern is there


def test_the_legend_is_that_of_the_layer(opened: Any, vendored: dict[str, bytes]) -> None:
    snapshot = sample_snapshot()
    layer = build_layer(indicator_spec(snapshot, "residents"), snapshot, today=TODAY)
    page = opened(_draw(_layers(snapshot, ("indicator-residents",)), vendored)).page
    legend = page.locator(".legend:visible")
    assert legend.count() == 1
    labels = legend.locator(".legend__label").all_text_contents()
    counts = legend.locator(".legend__count").all_text_contents()
    assert labels == [entry.label for entry in layer.legend.entries]
    assert counts == [str(entry.count) for entry in layer.legend.entries]
    assert "Quelle: Bevölkerung am 31.12.2025" in legend.inner_text()


def test_the_legend_follows_the_choice(opened: Any, vendored: dict[str, bytes]) -> None:
    found = opened(_draw(_layers(sample_snapshot()), vendored), width=1440)
    page = found.page
    assert page.locator(".legend:visible h2").all_text_contents() == ["Angebote"]
    page.get_by_label("Benachteiligungsindex").check()
    page.get_by_label("Angebote", exact=True).uncheck()
    assert page.locator(".legend:visible h2").all_text_contents() == ["Benachteiligungsindex"]
    page.get_by_label("Keine Farben").check()
    assert page.locator(".legend:visible").count() == 0
    assert found.is_quiet()


def test_a_pin_opens_its_popup_by_click_and_key(opened: Any, vendored: dict[str, bytes]) -> None:
    snapshot = sample_snapshot()
    offers = build_layer(OPPORTUNITIES, snapshot, today=TODAY)
    found = opened(_draw(_layers(snapshot), vendored))
    page = found.page
    pin = page.locator(".pin[tabindex]").first
    name = pin.get_attribute("aria-label")
    properties = next(f["properties"] for f in offers.features if f["properties"]["label"] == name)
    pin.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert popup.locator("h2").inner_text() == name
    assert "Beispiel" in popup.inner_text()
    for field in OPPORTUNITIES.popup_fields:
        value = properties[field.name]
        if value:
            assert value in popup.inner_text()
            assert field.label in popup.inner_text()
    assert page.locator(".leaflet-tooltip").count() == 0
    assert found.is_quiet()


def test_an_area_tells_its_value_beside_the_map_and_in_a_popup(
    opened: Any, vendored: dict[str, bytes]
) -> None:
    found = opened(_draw(_layers(sample_snapshot(), ("indicator-residents",)), vendored))
    page = found.page
    area = page.get_by_role("button", name="Altfeld: 10.000")
    area.focus()
    assert page.locator(".readout").inner_text() == "Altfeld\n10.000"
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert popup.locator("h2").inner_text() == "Altfeld"
    assert popup.locator("dt").all_text_contents() == ["Wert", "Klasse"]
    assert found.is_quiet()


def test_clusters_count_what_is_in_them(opened: Any, vendored: dict[str, bytes]) -> None:
    snapshot = sample_snapshot()
    one = snapshot.opportunities[0]
    many = tuple(
        msgspec.structs.replace(one, opportunity_id=f"opp-x{n}", record_id=f"examples:x{n}")
        for n in range(150)
    )
    crowded = sample_snapshot(opportunities=many)
    page = opened(_draw(_layers(crowded), vendored)).page
    assert page.locator(".cluster__count").all_text_contents() == ["150"]
    assert page.locator(".cluster").get_attribute("aria-label") == "150 Einträge, vergrößern"
    rim = page.locator(".cluster g circle").first.get_attribute("stroke")
    assert rim == "#0b5a8a"


def test_private_and_expired_offers_are_nowhere_in_the_file(vendored: dict[str, bytes]) -> None:
    html = _draw(_layers(sample_snapshot()), vendored)
    assert "Lesepatin oder Lesepate" in html
    assert "Einkaufshilfe für ältere Menschen" not in html  # hides its place
    assert "Einkaufshilfe f\\u00fcr" not in html
    assert "vorbei" not in html


def test_the_citizens_layer_is_on_when_asked_for(opened: Any, vendored: dict[str, bytes]) -> None:
    page = opened(_draw(_layers(sample_snapshot(), ("need",)), vendored)).page
    assert _fills(page) == [NEED.style.fill]
    assert (
        "spricht von Angeboten, nicht von den Menschen"
        in page.locator(".legend:visible").inner_text()
    )


# --- hostile names -------------------------------------------------------------------------------


def _hostile_snapshot(text: str) -> Snapshot:
    base = sample_snapshot()
    replace = msgspec.structs.replace
    return sample_snapshot(
        districts=tuple(
            replace(d, name=text, parent_name=text, attribution=text) for d in base.districts
        ),
        boroughs=tuple(replace(b, name=text) for b in base.boroughs),
        orientation_lines=tuple(replace(line, name=text) for line in base.orientation_lines),
        organisations=tuple(replace(o, name=text) for o in base.organisations),
        opportunities=tuple(
            replace(o, title=text, url=text, attribution=text)
            for o in base.opportunities
            if o.opportunity_id in {"opp-06", "opp-12"}
        ),
        contact_points=tuple(
            replace(c, name=text, role=text, website=text, phone=text, public_email=text)
            for c in base.contact_points
        ),
        indicators=tuple(replace(i, label=text, description=text) for i in base.indicators),
        themes=tuple(
            replace(t, labels={"de": text}, group_labels={"de": text}, icon=text)
            for t in base.themes
        ),
        sources=tuple(replace(s, title=text, attribution=text) for s in base.sources),
    )


def _texts(page: Page, selector: str) -> set[str | None]:
    return set(page.locator(selector).all_text_contents())


_OWN_WORDS = {
    "einmalig, 9. Mai 2026",
    "regelmäßig",
    "0,5 Stunden pro Woche",
    "Di 10-12 Uhr",
    "Musterweg 1, 01099 Viereck",
}


def _check_pin(page: Page, pin: Any, text: str) -> None:
    """Its name, tooltip and every field of its popup: nothing cut, nothing read as markup."""
    assert pin.get_attribute("aria-label") == text
    pin.hover()
    assert _texts(page, ".leaflet-tooltip") == {text}
    pin.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    assert popup.locator("h2").text_content() == text
    for node in popup.locator("dd, .popup__text").all():
        assert node.text_content() in {text, *_OWN_WORDS}
    assert popup.locator("a").count() == 0
    page.keyboard.press("Escape")


def _check_area(page: Page, text: str) -> None:
    area = page.locator(".map-area").first
    assert str(area.get_attribute("aria-label")).startswith(f"{text}: ")
    area.focus()
    assert page.locator(".readout strong").text_content() == text
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup-content h2").text_content() == text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_names_are_read_as_they_are(
    opened: Any, vendored: dict[str, bytes], text: str
) -> None:
    shown = ("opportunities", "contact_points", "indicator-residents")
    layers = _layers(_hostile_snapshot(text), shown)
    found = opened(_draw(layers, vendored, title=text, attribution=text), width=1440)
    page = found.page
    assert page.evaluate("document.querySelector('title').textContent") == text
    for selector in ("h1", ".credits", ".map-label span"):
        assert _texts(page, selector) == {text}, selector
    assert _texts(page, ".map-river-name textPath") == {text}
    names = {str(name).strip() for name in _texts(page, ".leaflet-control-layers label")}
    assert f"{text} (31. Dezember 2025)" in names
    assert text in _texts(page, ".legend h2")
    assert text in _texts(page, ".legend__label")
    pins = page.locator(".pin[tabindex]").all()
    assert len(pins) >= 2
    for pin in pins:
        _check_pin(page, pin, text)
    _check_area(page, text)
    assert found.is_quiet()


def _every_door(text: str, assets: dict[str, bytes]) -> str:
    """One page that leads the text through each of folium's own doors."""
    page, target = HtmlPage(text), OfflineMap(location=(51.05, 13.72), tiles=None, zoom_start=12)
    target.options |= {"max_zoom": 18}
    scripts = ("leaflet/leaflet.js", "leaflet.markercluster/leaflet.markercluster.js")
    # folium's own popups use one function of jQuery: HTML in, list of nodes out
    shim = (
        b"window.$ = (html) => { const t = document.createElement('template');"
        b" t.innerHTML = html; return [t.content.firstElementChild]; };"
    )
    body = "\n".join(script_html(code) for code in (shim, *(assets[path] for path in scripts)))
    page.header.add_child(Verbatim(body), name="assets")
    page.add_child(target)
    square = {
        "type": "Feature",
        "id": "a",
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[13.7, 51.0], [13.75, 51.0], [13.75, 51.1], [13.7, 51.0]]],
        },
        "properties": {"name": text},
    }
    group = folium.FeatureGroup(name=text).add_to(target)
    geojson = folium.GeoJson(
        {"type": "FeatureCollection", "features": [square]},
        popup=folium.GeoJsonPopup(fields=["name"], aliases=[text]),
        tooltip=folium.GeoJsonTooltip(fields=["name"], aliases=[text]),
    )
    geojson.add_to(group)
    icon = folium.DivIcon(html=f"<b class='div-icon'>{text}</b>")
    marker = folium.Marker(
        (51.05, 13.72), icon=icon, popup=folium.Popup(text), tooltip=folium.Tooltip(text)
    )
    marker.add_to(target)
    cluster = OfflineCluster(name=text + "2").add_to(target)
    for _ in range(2):
        folium.Marker((51.06, 13.73), icon=folium.DivIcon(html=text), popup=text).add_to(cluster)
    folium.LayerControl(collapsed=False).add_to(target)
    return page.render()


_OPEN = """kind => {
    const map = Object.values(window).find(v => v instanceof L.Map);
    if (!map._loaded) map.setView([51.05, 13.72], 12);
    map.closePopup();
    const isMeant = { marker: l => l instanceof L.Marker && !l.getChildCount, area: l => l.feature };
    let layer;
    map.eachLayer(l => { if (isMeant[kind](l) && l._map) layer = l; });
    const holder = kind === "area" ? Object.values(layer._eventParents)[0] : layer;
    holder.openPopup(layer.getLatLng ? layer.getLatLng() : layer.getCenter());
    holder.openTooltip(layer.getLatLng ? layer.getLatLng() : layer.getCenter());
}"""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_boundary_holds_at_each_of_foliums_own_doors(
    opened: Any, vendored: dict[str, bytes], text: str
) -> None:
    found = opened(_every_door(escape_text(text), vendored))
    page = found.page
    page.evaluate(_OPEN, "marker")
    assert page.evaluate("document.querySelector('title').textContent") == text
    assert _texts(page, ".div-icon") == {text}
    names = {str(name).strip() for name in _texts(page, ".leaflet-control-layers label")}
    assert names == {text, text + "2"}
    assert page.locator(".leaflet-popup-content").text_content().strip() == text
    assert page.locator(".leaflet-tooltip").first.text_content().strip() == text
    page.evaluate(_OPEN, "area")
    assert {str(t).strip() for t in _texts(page, "table th, table td")} == {text}
    assert page.locator("table").count() == 2  # popup and tooltip
    assert found.is_quiet()
