"""The standalone map as text: one template pass, nothing from outside, the same file each time."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from typing import Any

import branca.element
import folium
import folium.template
import jinja2
import msgspec
import pytest

from geodata.snapshot import Snapshot
from layers.build import build_layer
from layers.catalogue import BASE_SPECS, OPPORTUNITIES, indicator_spec, specs_for
from layers.folium_map import ASSET_PATHS, draw_map
from layers.folium_parts import Page, Verbatim, script_html, style_html
from layers.spec import Layer
from tests.layers.hostile import HOSTILE
from tests.sample import sample_snapshot

#: stand-ins: these tests read the text and run no script
ASSETS = dict.fromkeys(ASSET_PATHS, b"/* asset */") | {
    "icons.svg": b'<svg><symbol id="leaf" viewBox="0 0 24 24"><path d="M0 0"/></symbol>'
    b'<symbol id="unused"><path d="M1 1"/></symbol></svg>'
}


def layers_of(snapshot: Snapshot, today: dt.date) -> list[Layer]:
    return [build_layer(spec, snapshot, today=today) for spec in specs_for(snapshot)]


def draw(layers: list[Layer], **more: Any) -> str:
    options: dict[str, Any] = {
        "title": "Karte",
        "attribution": "Amt, dl-de/by-2-0",
        "is_example": True,
        "assets": ASSETS,
    }
    return draw_map(layers, **(options | more))


def test_the_page_is_german_titled_and_names_no_host(snapshot: Snapshot, today: dt.date) -> None:
    html = draw(layers_of(snapshot, today))
    assert html.startswith('<!DOCTYPE html>\n<html lang="de">')
    assert "<title>Karte</title>" in html
    assert "<h1>Karte</h1>" in html
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", html)
    assert "cdn" not in html.lower()


def test_the_banner_stands_only_over_examples(snapshot: Snapshot, today: dt.date) -> None:
    layers = layers_of(snapshot, today)
    assert "Beispieldaten: Organisationen und Angebote sind erfunden." in draw(layers)
    assert "sind erfunden" not in draw(layers, is_example=False)


def test_the_same_input_gives_the_same_file(snapshot: Snapshot, today: dt.date) -> None:
    layers = layers_of(snapshot, today)
    assert draw(layers) == draw(layers)


def test_drawing_leaves_the_shared_layers_as_they_are(snapshot: Snapshot, today: dt.date) -> None:
    layers = layers_of(snapshot, today)
    before = msgspec.json.encode(layers)
    draw(layers)
    assert msgspec.json.encode(layers) == before


def test_only_scripts_of_the_page_may_run(snapshot: Snapshot, today: dt.date) -> None:
    html = draw(layers_of(snapshot, today))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "'unsafe-inline'" not in policy[1].split("style-src")[0]
    for script in re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]


def test_only_icons_in_use_are_inside(snapshot: Snapshot, today: dt.date) -> None:
    html = draw(layers_of(snapshot, today))
    assert '<symbol id="icon-leaf"' in html
    assert "icon-unused" not in html
    # themes whose icon is not installed still have a pin
    assert '"icon": null' in html


def test_choropleths_are_one_choice_and_ground_cannot_be_switched(
    snapshot: Snapshot, today: dt.date
) -> None:
    shown = msgspec.structs.replace(indicator_spec(snapshot, "residents"), is_visible=True)
    specs = (*BASE_SPECS, shown, OPPORTUNITIES)
    html = draw([build_layer(spec, snapshot, today=today) for spec in specs])
    control = html[html.index("base_layers :") : html.index("L.control.layers(")]
    base, overlays = control.split("overlays :")
    assert re.findall(r'"([^"]+)" : ', base) == ["Keine Farben", "Einwohnerinnen und Einwohner"]
    assert re.findall(r'"([^"]+)" : ', overlays) == ["Angebote"]


def test_layers_of_one_name_are_told_apart(snapshot: Snapshot, today: dt.date) -> None:
    residents = build_layer(indicator_spec(snapshot, "residents"), snapshot, today=today)
    older = msgspec.structs.replace(
        residents, legend=msgspec.structs.replace(residents.legend, period="31. Dezember 2024")
    )
    html = draw([residents, older, older])
    names = [
        "Einwohnerinnen und Einwohner (31. Dezember 2025)",
        "Einwohnerinnen und Einwohner (31. Dezember 2024)",
        "Einwohnerinnen und Einwohner (31. Dezember 2024) (2)",
    ]
    assert all(f'"{name}" : ' in html for name in names)


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        draw([])


def test_a_missing_asset_is_named(snapshot: Snapshot, today: dt.date) -> None:
    few = {k: v for k, v in ASSETS.items() if k != "leaflet/leaflet.js"}
    with pytest.raises(KeyError, match="leaflet/leaflet"):
        draw(layers_of(snapshot, today), assets=few)


# --- the template passes -------------------------------------------------------------------------


class _Spy:
    """Notes every source that Jinja is asked to compile."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sources: list[str] = []
        original = jinja2.Environment.compile

        def compile_(env: Any, source: Any, *args: Any, **kwargs: Any) -> Any:
            self.sources.append(str(source))
            return original(env, source, *args, **kwargs)

        monkeypatch.setattr(jinja2.Environment, "compile", compile_)


def _hostile_snapshot(text: str) -> Snapshot:
    base = sample_snapshot()
    replace = msgspec.structs.replace
    return sample_snapshot(
        districts=tuple(replace(d, name=text, attribution=text) for d in base.districts),
        boroughs=tuple(replace(b, name=text) for b in base.boroughs),
        orientation_lines=tuple(replace(line, name=text) for line in base.orientation_lines),
        organisations=tuple(replace(o, name=text) for o in base.organisations),
        opportunities=tuple(replace(o, title=text, url=text) for o in base.opportunities),
        indicators=tuple(replace(i, label=text, description=text) for i in base.indicators),
        themes=tuple(
            replace(t, labels={"de": text}, group_labels={"de": text}) for t in base.themes
        ),
        sources=tuple(replace(s, title=text, attribution=text) for s in base.sources),
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_never_reaches_a_template_compiler_alive(
    text: str, today: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = _Spy(monkeypatch)
    html = draw(layers_of(_hostile_snapshot(text), today), title=text, attribution=text)
    assert len(spy.sources) > 10  # branca compiles what it has rendered, the spy saw it
    if text.startswith("javascript:"):
        assert 'href="javascript:' not in html  # as a text it is harmless
        return
    for source in (*spy.sources, html):
        assert text not in source


def test_rendered_text_is_not_rendered_again() -> None:
    class Sum(folium.MacroElement):
        _template = folium.template.Template(
            "{% macro script(this, kwargs) %}'{{ '{{' }} 7*7 {{ '}}' }}'{% endmacro %}"
        )

    page = Page("t")
    page.add_child(Sum())
    assert "'{{ 7*7 }}'" in page.render()
    # the figure as branca has it runs the text as a template: the reason for all of this
    careless = branca.element.Figure()
    careless.add_child(Sum())
    assert "'49'" in careless.render()


def test_verbatim_is_verbatim() -> None:
    assert Verbatim("{{ 1 }} {% x %}").render() == "{{ 1 }} {% x %}"


# --- assets --------------------------------------------------------------------------------------


def test_a_script_cannot_end_itself_and_asks_for_no_source_map() -> None:
    html = script_html(b"var a = '</script>';\n//# sourceMappingURL=a.js.map")
    assert html == "<script>var a = '<\\/script>';\n</script>"


def test_images_of_a_style_sheet_come_along_or_stay_away() -> None:
    css = b"a{background:url(images/a.png)} b{background:url('x.png')} c{behavior:url(#v)}"
    html = style_html(css, {"images/a.png": b"\x89PNG"})
    assert "url(data:image/png;base64,iVBORw==)" in html
    assert "b{background:none}" in html
    assert "url(#v)" in html
