"""Ways out of an empty result in words, each with its address and its count."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from werkzeug.datastructures import MultiDict

from geodata.snapshot import Snapshot
from routes import params
from routes.address import Address
from routes.context import label_in_language
from routes.phrases import Phrase, either, near_words, phrases_of
from routes.speech import _
from services.contracts import Loosening, SearchQuery
from services.search_labels import PARAMETER_LABELS
from services.search_masks import PLACELESS


class Way(Struct, frozen=True, kw_only=True):
    """What to change, how many offers that gives, where it leads."""

    text: str
    count: int
    href: str


class Ways(Struct, frozen=True, kw_only=True):
    """Wider settings first, then what to leave out; `dropped` filters at once."""

    wider: tuple[Way, ...] = ()
    without: tuple[Way, ...] = ()
    dropped: int = 0


def _changed(address: Address, way: Loosening) -> Address:
    changed = address.without(*way.changes, "offset")
    for name, values in way.changes.items():
        for value in values:
            changed = changed.plus(name, value)
    return changed


def _texts(phrases: Iterable[Phrase], name: str) -> list[str]:
    return [phrase.text for phrase in phrases if phrase.name == name]


def _group_words(query: SearchQuery, held: Snapshot) -> str:
    groups = [label_in_language(held.theme_by_id[i].group_labels) for i in query.theme]
    return either(list(dict.fromkeys(groups)))


def _wider_text(way: Loosening, query: SearchQuery, wider: SearchQuery, held: Snapshot) -> str:
    """`Auch abends`, `Bis 5 Stunden pro Woche`, `Im Stadtbezirk Plauen`."""
    names = tuple(way.changes)
    said = {name: _texts(phrases_of(wider, held), name) for name in names}
    if names == ("district", "borough"):
        return _("Im ganzen Stadtbezirk %(name)s", name=either(said["borough"]))
    name = names[0]
    before = _texts(phrases_of(query, held), name)
    more = either([text for text in said[name] if text not in before])
    texts = {
        "district": _("Auch in den Stadtteilen daneben"),
        "borough": _("Auch in den Stadtbezirken daneben"),
        "bbox": _("In einem größeren Kartenausschnitt"),
        "theme": _("Auch andere Themen aus „%(group)s“", group=_group_words(query, held)),
        "q": _("Mit „%(q)s“", q=wider.q),
        "radius_m": _("Weiter weg: %(far)s", far=near_words(wider)),
        "walk_minutes": _("Weiter weg: %(far)s", far=near_words(wider)),
        "hours_max": _("Mit mehr Zeit: %(hours)s", hours=more),
        "from": _("Auch früher: %(day)s", day=more),
        "to": _("Auch später: %(day)s", day=more),
    }
    return texts.get(name) or _("Auch %(more)s", more=more)


def _without_text(way: Loosening, query: SearchQuery, held: Snapshot) -> str:
    if PLACELESS in way.changes and len(way.changes) == 1:
        return _("Auch Angebote mit festem Ort")
    phrases = phrases_of(query, held)
    parts = []
    for name in way.changes:
        said = either(_texts(phrases, name)).strip("„“")
        parts.append(_("„%(filter)s“", filter=said or _(PARAMETER_LABELS[name])))
    return _("Ohne %(filters)s", filters=_(" und ").join(parts))


def ways_of(
    found: Iterable[Loosening], query: SearchQuery, held: Snapshot, address: Address
) -> Ways:
    """The ways a search found, in words."""
    wider, without = [], []
    dropped = 0
    for way in found:
        changed = _changed(address, way)
        if way.kind == "widen":
            new = params.search_query(MultiDict(changed.pairs))
            text = _wider_text(way, query, new, held)
            wider.append(Way(text=text, count=way.count, href=changed.href))
        else:
            dropped = max(dropped, len(way.changes))
            text = _without_text(way, query, held)
            without.append(Way(text=text, count=way.count, href=changed.href))
    return Ways(wider=tuple(wider), without=tuple(without), dropped=dropped)
