"""Popups, legends and patterns of the standalone map, made from escaped texts."""

from __future__ import annotations

import pytest

from layers.markup import (
    attribution_html,
    legend_html,
    linked,
    paint,
    patterns_svg,
    popup_html,
    readout_html,
)
from layers.spec import Legend, LegendEntry, PopupField

FIELDS = (
    PopupField(name="organisation", label=""),
    PopupField(name="theme", label="Thema"),
    PopupField(name="website", label="Webseite"),
    PopupField(name="nothing", label="Nichts"),
)


def test_a_popup_has_badge_title_text_and_facts_in_order() -> None:
    html = popup_html(
        {"label": "Titel", "organisation": "Verein", "theme": "Natur", "badge": "Beispiel"}, FIELDS
    )
    assert html == (
        '<div class="popup"><p class="popup__badge">Beispiel</p><h2>Titel</h2>'
        '<p class="popup__text">Verein</p><dl><dt>Thema</dt><dd>Natur</dd></dl></div>'
    )


def test_what_is_empty_or_the_title_itself_is_left_out() -> None:
    fields = (PopupField(name="name", label="Stadtteil"), PopupField(name="theme", label="Thema"))
    html = popup_html({"label": "Altfeld", "name": "Altfeld", "theme": None}, fields)
    assert html == '<div class="popup"><h2>Altfeld</h2></div>'


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("https://a.example.org/", "https://a.example.org/"),
        ("kontakt@example.org", "mailto:kontakt@example.org"),
        ("030 23125-001", "tel:03023125001"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("12", None),
        ("Rathaus", None),
    ],
)
def test_only_addresses_become_links(text: str, href: str | None) -> None:
    html = linked(text)
    assert (f'href="{href}"' in html) if href else html == text


def test_other_fields_are_never_links() -> None:
    html = popup_html(
        {"label": "x", "theme": "https://a.example.org"}, (PopupField(name="theme", label="T"),)
    )
    assert "<a " not in html


def test_the_readout_names_area_value_interval_and_note() -> None:
    area = {"label": "Altfeld", "value_text": "41 %", "interval_text": "30 % bis 50 %", "note": "N"}
    html = readout_html(area)
    assert html == ("<strong>Altfeld</strong><div>41 % (30 % bis 50 %)</div><div>N</div>")
    assert readout_html({"label": "Altfeld"}) == "<strong>Altfeld</strong>"


def test_fills_are_colours_or_patterns_that_exist() -> None:
    assert paint("solid", "#ffffff") == "#ffffff"
    assert paint("none", "#ffffff") == "none"
    svg = patterns_svg([("hatch", "#f1eee7"), ("thin", "#253494"), ("solid", "#000000")])
    for fill, colour in (("hatch", "#f1eee7"), ("thin", "#253494")):
        assert paint(fill, colour) == f"url(#p-{fill}-{colour[1:]})"  # type: ignore[arg-type]
        assert f'id="p-{fill}-{colour[1:]}"' in svg
    assert svg.count("<pattern") == 2


def test_a_legend_tells_everything_about_its_entries() -> None:
    legend = Legend(
        title="Einwohner",
        unit="Anzahl",
        period="31. Dezember 2025",
        source="Amt",
        note="Mit Hauptwohnung.",
        entries=(
            LegendEntry(label="1 bis 2", colour="#ffffcc", count=7, stroke="#7d766b"),
            LegendEntry(
                label="Zufall", colour="#ffffff", fill="none", stroke="#1c1b19", dash="1 4"
            ),
            LegendEntry(label="Gruppe", colour="#0b5a8a", icon="info"),
        ),
    )
    html = legend_html(legend, "legend-0")
    for part in ("Einwohner", "Anzahl · 31. Dezember 2025", "Quelle: Amt", "Mit Hauptwohnung."):
        assert part in html
    assert '<span class="legend__count">7</span>' in html
    assert 'stroke-dasharray="1 4"' in html
    assert 'href="#icon-info"' in html
    assert 'fill="#ffffcc"' in html


def test_the_licence_is_linked() -> None:
    html = attribution_html("Stadt, dl-de/by-2-0, generalisiert")
    assert 'href="https://www.govdata.de/dl-de/by-2-0"' in html
    assert html.startswith("Stadt, <a ")


def test_a_popup_warns_right_below_its_title() -> None:
    words = "Stand: 3. März 2025. Bitte vorher nachfragen."
    html = popup_html({"label": "Titel", "notice": words}, ())
    assert f'<h2>Titel</h2><p class="popup__notice">{words}</p>' in html
    assert "notice" not in popup_html({"label": "Titel", "notice": None}, ())
