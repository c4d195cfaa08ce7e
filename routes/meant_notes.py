"""A question whose words name filters is offered as these filters, with the number it finds."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from babel import Locale
from werkzeug.datastructures import MultiDict

from geodata.snapshot import Snapshot
from routes.address import Address
from routes.context import language, services
from routes.languages import LANGUAGES
from routes.params import WITHOUT_PLACE, search_query
from routes.phrases import result_line
from routes.speech import _
from routes.word_notes import Note, NotedWord
from services.contracts import SearchQuery
from services.meant import Meant, read_filters
from services.search_question import question_units
from services.synonyms import Synonyms

MEANT_KEY = 200
#: both is one place: a question names only one of them
_PLACES = {"borough", "district"}


def _language_names(held: Snapshot) -> list[dict[str, str]]:
    """Names of the languages that offers need: German, English, and those of the page."""
    codes = {code for offer in held.opportunities for code in offer.languages} - {"de"}
    found = []
    for locale in dict.fromkeys(("de", "en", LANGUAGES[language()].locale)):
        known = Locale.parse(locale).languages
        found.append({code: known[code] for code in sorted(codes) if code in known})
    return found


def _short(name: str) -> str:
    """`Äußere Neustadt (Antonstadt)` -> `Äußere Neustadt`."""
    return name.split("/", maxsplit=1)[0].split("(", maxsplit=1)[0].strip()


def _reading(query: SearchQuery, held: Snapshot) -> tuple[list[Meant], str]:
    """Filters the question names and that are not set yet, and the words left."""
    names = {
        "borough": {area.district_id: _short(area.name) for area in held.boroughs},
        "district": {area.district_id: _short(area.name) for area in held.districts},
    }
    found: list[Meant] = []
    rest = query.q or ""
    readings = [names, *({"language": known} for known in _language_names(held))]
    for known in readings:
        reading = read_filters(rest, known)
        found += reading.meant
        rest = reading.rest
    is_free = [meant for meant in found if not query.value_of(meant.parameter)]
    return is_free, rest


def _address(meant: list[Meant], rest: str, address: Address) -> Address:
    says_something = bool(question_units(rest, services().city.name, Synonyms(())))
    named = [one.parameter for one in meant]
    plain = address.without("q", "offset", WITHOUT_PLACE, *named)
    if _PLACES & set(named):
        plain = plain.without("bbox")
    if says_something:
        plain = plain.plus("q", rest)
    for one in meant:
        for value in one.values:
            plain = plain.plus(one.parameter, value)
    return plain


def _offered(meant: list[Meant], rest: str, address: Address, held: Snapshot) -> NotedWord | None:
    there = _address(meant, rest, address)
    query = msgspec.structs.replace(search_query(MultiDict(there.pairs)), limit=1)
    matched = services().search.search(query).matched
    if not matched:
        return None
    line = result_line(matched, query, held, services().city.name)
    return NotedWord(text=line, href=there.href)


def meant_notes(query: SearchQuery, address: Address, held: Snapshot) -> Iterator[Note]:
    """One line, where words of the question name filters under which something is found."""
    if not query.q:
        return
    meant, rest = _reading(query, held)
    if not meant:
        return
    offered = _offered(meant, rest, address, held)
    if offered is not None:
        yield Note(key=MEANT_KEY, text=_("Als Filter: "), words=(offered,))
