"""Addresses of the saved list: the ids stand in them, so that a list can be shared and reloaded.

With scripts the browser remembers the list (`static/js/saved/`). Without them addresses carry it:
`gemerkt` goes from page to page (`routes.context.with_language`) until `/merkliste?ids=` shows it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from flask import request

from routes.address import Address
from routes.speech import _
from services.contracts import BadQuery

#: more cannot be looked through, and an address of more may be cut off on its way
MOST_SAVED = 50
#: what is longer is no id of ours
MOST_LETTERS = 200
PAGE, IDS, CARRIED = "/merkliste", "ids", "gemerkt"


def read_ids(values: Iterable[str], known: Container[str]) -> tuple[str, ...]:
    """Ids as an address has them: several to a parameter, or one where an id holds a comma.

    Raises
    ------
    BadQuery
        There are more than `MOST_SAVED`.
    """
    found: dict[str, None] = {}
    for value in values:
        parts = [value] if value in known else value.split(",")
        found |= dict.fromkeys(part.strip()[:MOST_LETTERS] for part in parts if part.strip())
    if len(found) > MOST_SAVED:
        why = _("Eine Merkliste hat höchstens %(n)s Angebote.", n=MOST_SAVED)
        raise BadQuery(why, IDS)
    return tuple(found)


def ids_pairs(ids: Sequence[str], name: str = IDS) -> tuple[tuple[str, str], ...]:
    """The parameters of these ids; one for all where no id holds a comma."""
    if not ids:
        return ()
    if any("," in one for one in ids):
        return tuple((name, one) for one in ids)
    return ((name, ",".join(ids)),)


def list_href(ids: Sequence[str], path: str = PAGE) -> str:
    """The address of a list."""
    return Address(path, ids_pairs(ids)).href


def collected(known: Container[str]) -> tuple[str, ...]:
    """What a reader without scripts has collected so far: ids that exist, nothing else."""
    name = IDS if request.path.startswith(PAGE) else CARRIED
    try:
        found = read_ids(request.args.getlist(name), known)
    except BadQuery:
        return ()
    return tuple(one for one in found if one in known)


def carried_pairs(known: Container[str]) -> tuple[tuple[str, str], ...]:
    """The parameters that carry what was collected to the next page; none on the list itself."""
    is_carrying = CARRIED in request.args and not request.path.startswith(PAGE)
    return ids_pairs(collected(known), CARRIED) if is_carrying else ()


def toggled_href(one: str, ids: Sequence[str]) -> str:
    """The list of these with one more, or on the list itself with one less."""
    if one in ids and request.path.startswith(PAGE):
        return list_href([other for other in ids if other != one])
    return list_href(tuple(dict.fromkeys((*ids, one))))
