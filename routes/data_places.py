"""How exactly entries are located, as a bar and as a sentence that says the same."""

from __future__ import annotations

from msgspec import Struct

from geodata.snapshot import Snapshot
from routes.formatting import number, percent
from routes.speech import _, ngettext
from services.data_quality import PRECISIONS, Placement, placements_of
from services.items import COLLECTIONS


class Segment(Struct, frozen=True, kw_only=True):
    """A piece of a bar; `start` and `width` in percent of its length."""

    precision: str
    start: float
    width: float


class PlaceBar(Struct, frozen=True, kw_only=True):
    """One row: its name, how many entries, the bar, the bar in words."""

    name: str
    total: int
    segments: tuple[Segment, ...]
    text: str
    note: str = ""


def precision_words() -> dict[str, str]:
    """How exact a place is, as one says it behind a share."""
    return {
        "address": _("auf die Adresse genau"),
        "street": _("auf die Straße genau"),
        "postcode": _("auf die Postleitzahl genau"),
        "district": _("nur der Stadtteil"),
        "none": _("Ort nicht bekannt"),
    }


def share_text(share: float) -> str:
    """`75 %`; what is there but rounds to nothing is `unter 1 %`, and almost all is not all."""
    if 0 < share < 0.005:
        return _("unter %(share)s", share=percent(0.01))
    if 0.995 <= share < 1:
        return _("über %(share)s", share=percent(0.99))
    return percent(share)


def _segments(placement: Placement) -> tuple[Segment, ...]:
    found, start = [], 0.0
    for precision in PRECISIONS:
        width = 100 * placement.share(precision)
        if width:
            segment = Segment(precision=precision, start=round(start, 3), width=round(width, 3))
            found.append(segment)
        start += width
    return tuple(found)


def _text(placement: Placement) -> str:
    words = precision_words()
    parts = [
        f"{share_text(placement.share(precision))} {words[precision]}"
        for precision in PRECISIONS
        if placement.counts[precision]
    ]
    return ", ".join(parts)


def _note(placement: Placement) -> str:
    parts = []
    if placement.hidden:
        words = ngettext(
            "1 Ort ist bekannt, aber geschützt.",
            "%(n)s Orte sind bekannt, aber geschützt.",
            placement.hidden,
            n=number(placement.hidden),
        )
        parts.append(words)
    if placement.everywhere:
        words = ngettext(
            "1 Eintrag braucht keinen Ort.",
            "%(n)s Einträge brauchen keinen Ort.",
            placement.everywhere,
            n=number(placement.everywhere),
        )
        parts.append(words)
    return " ".join(parts)


def bar_of(name: str, placement: Placement) -> PlaceBar:
    """A placement as the page shows it."""
    return PlaceBar(
        name=name,
        total=placement.total,
        segments=_segments(placement),
        text=_text(placement),
        note=_note(placement),
    )


class PlaceTables(Struct, frozen=True, kw_only=True):
    """Overall, by collection and by source; `overall` is None without any entry."""

    overall: PlaceBar | None
    by_collection: tuple[PlaceBar, ...]
    by_source: tuple[PlaceBar, ...]


def place_tables(held: Snapshot) -> PlaceTables:
    """All bars of the page."""
    found = placements_of(held)
    titles = {source.source_id: source.title for source in held.sources}
    overall = bar_of(_("Alle Einträge"), found.overall) if found.by_source else None
    return PlaceTables(
        overall=overall,
        by_collection=tuple(
            bar_of(_(COLLECTIONS[key].title), placement)
            for key, placement in found.by_collection.items()
        ),
        by_source=tuple(
            bar_of(titles.get(key, key), placement) for key, placement in found.by_source.items()
        ),
    )
