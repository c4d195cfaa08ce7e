"""HTML of the standalone map: popups, legends, swatches. All texts come in escaped.

Every function here takes what `layers.escape` has made inert and only puts tags around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from layers import colours
from layers.escape import is_linkable
from layers.spec import Fill, Legend, LegendEntry, PopupField

DL_DE_URL = "https://www.govdata.de/dl-de/by-2-0"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"\+?[\d /()-]{4,}")


def _anchor(href: str, text: str) -> str:
    return f'<a href="{href}" target="_blank" rel="noopener noreferrer">{text}</a>'


def linked(text: str) -> str:
    """A web address, mail address or phone number as a link, anything else as it is."""
    if is_linkable(text):
        shown = re.sub(r"^https?://", "", text, flags=re.IGNORECASE).rstrip("/")
        return _anchor(text, shown or text)
    if _MAIL.fullmatch(text):
        return _anchor(f"mailto:{text}", text)
    if _PHONE.fullmatch(text) and sum(sign.isdigit() for sign in text) >= 6:
        return _anchor("tel:" + re.sub(r"[^\d+]", "", text), text)
    return text


_LINKED_FIELDS = {"website", "email", "phone"}


def _shown(properties: Mapping[str, Any], field: PopupField) -> str | None:
    value = properties.get(field.name)
    if value in (None, "", []) or value == properties.get("label"):
        return None
    text = str(value)
    return linked(text) if field.name in _LINKED_FIELDS else text


def popup_html(properties: Mapping[str, Any], fields: Sequence[PopupField]) -> str:
    """A popup: badge, title, notice, then the fields in order; fields without label become paragraphs."""
    shown = [(f.label, text) for f in fields if (text := _shown(properties, f)) is not None]
    badge = properties.get("badge")
    parts = [f'<p class="popup__badge">{badge}</p>' if badge else ""]
    parts.append(f"<h2>{properties['label']}</h2>")
    notice = properties.get("notice")
    parts.append(f'<p class="popup__notice">{notice}</p>' if notice else "")
    parts += [f'<p class="popup__text">{text}</p>' for label, text in shown if not label]
    rows = [f"<dt>{label}</dt><dd>{text}</dd>" for label, text in shown if label]
    parts.append(f"<dl>{''.join(rows)}</dl>" if rows else "")
    return f'<div class="popup">{"".join(parts)}</div>'


def readout_html(properties: Mapping[str, Any]) -> str:
    """Name and value with interval of an area, for the fixed place beside the map."""
    lines = [properties.get("value_text"), properties.get("note")]
    if properties.get("interval_text"):
        lines[0] = f"{properties['value_text']} ({properties['interval_text']})"
    rest = "".join(f"<div>{line}</div>" for line in lines if line)
    return f"<strong>{properties['label']}</strong>{rest}"


# --- patterns -----------------------------------------------------------------------------------


def pattern_id(fill: Fill, colour: str) -> str:
    """Id of the SVG pattern of a fill on a colour."""
    return f"p-{fill}-{colour.lstrip('#')}"


def paint(fill: Fill, colour: str | None) -> str:
    """What SVG is to fill with: the colour itself or a pattern upon it."""
    if fill == "none" or colour is None:
        return "none"
    return colour if fill == "solid" else f"url(#{pattern_id(fill, colour)})"


def _pattern_svg(fill: Fill, colour: str) -> str:
    ink = colours.PATTERN if colours.contrast(colours.PATTERN, colour) >= 2 else colours.PAPER
    size, turn, mark = {
        "hatch": (8, 45, f'<path d="M0 0V8" stroke="{ink}" stroke-width="2.4"/>'),
        "thin": (7, 135, f'<path d="M0 0V7" stroke="{ink}" stroke-width="0.9"/>'),
        "dots": (8, 45, f'<circle cx="4" cy="4" r="1.5" fill="{ink}"/>'),
    }[fill]
    return (
        f'<pattern id="{pattern_id(fill, colour)}" width="{size}" height="{size}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate({turn})">'
        f'<rect width="{size}" height="{size}" fill="{colour}"/>{mark}</pattern>'
    )


def patterns_svg(used: Iterable[tuple[Fill, str]]) -> str:
    """Definitions of all patterns of a map, as one hidden SVG."""
    wanted = sorted({pair for pair in used if pair[0] not in {"solid", "none"}})
    defs = "".join(_pattern_svg(fill, colour) for fill, colour in wanted)
    return f'<svg width="0" height="0" aria-hidden="true" class="defs"><defs>{defs}</defs></svg>'


# --- legend -------------------------------------------------------------------------------------


def _swatch(entry: LegendEntry) -> str:
    if entry.icon:
        return (
            '<svg width="22" height="22" viewBox="7 7 30 30" class="legend__pin" aria-hidden="true">'
            f'<rect x="7" y="7" width="30" height="30" rx="8" fill="{entry.colour}"/>'
            f'<use href="#icon-{entry.icon}" x="14" y="14" width="16" height="16"/></svg>'
        )
    dash = f' stroke-dasharray="{entry.dash}" stroke-linecap="round"' if entry.dash else ""
    shape = "rx='8'" if entry.stroke is None else "rx='2'"
    size = 16 if entry.stroke is None else 22
    return (
        f'<svg width="22" height="16" aria-hidden="true"><rect x="{(22 - size) / 2}" '
        f'width="{size}" height="16" {shape} fill="{paint(entry.fill, entry.colour)}" '
        f'stroke="{entry.stroke or "none"}" stroke-width="{entry.stroke_width}"{dash}/></svg>'
    )


def _entry_html(entry: LegendEntry) -> str:
    count = "" if entry.count is None else f'<span class="legend__count">{entry.count}</span>'
    return f'<li>{_swatch(entry)}<span class="legend__label">{entry.label}</span>{count}</li>'


def legend_html(legend: Legend, section_id: str) -> str:
    """One section of the legend: title, unit and period, entries with counts, source, note."""
    parts = [f"<h2>{legend.title}</h2>"]
    if facts := [text for text in (legend.unit, legend.period) if text]:
        parts.append(f"<p>{' · '.join(facts)}</p>")
    if legend.entries:
        parts.append(f"<ul>{''.join(_entry_html(entry) for entry in legend.entries)}</ul>")
    if legend.note:
        parts.append(f"<p>{legend.note}</p>")
    if legend.source:
        parts.append(f"<p>Quelle: {legend.source}</p>")
    return f'<section class="legend" id="{section_id}">{"".join(parts)}</section>'


def attribution_html(attribution: str) -> str:
    """The attribution; the licence dl-de/by-2-0 is linked as it asks to be."""
    return attribution.replace("dl-de/by-2-0", _anchor(DL_DE_URL, "dl-de/by-2-0"))
