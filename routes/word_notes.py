"""What a search took the words for, in a plain line: other spellings, other names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from routes.address import Address
from routes.formatting import number
from routes.phrases import ADULT
from routes.speech import _, ngettext
from services.contracts import SearchQuery, SearchResult, WordNote

MAX_NAMES = 4
AGE_KEY = 100


class NotedWord(Struct, frozen=True, kw_only=True):
    """A word that was searched as well; `href` asks for it alone."""

    text: str
    href: str | None = None


class Note(Struct, frozen=True, kw_only=True):
    """One line: its beginning, then the words."""

    key: int
    text: str
    words: tuple[NotedWord, ...]


def _corrected(address: Address, asked: str, shown: str) -> str:
    """The address with one word of the question put right."""
    q = address.get("q") or ""
    word = re.compile(rf"(?<!\w){re.escape(asked)}(?!\w)")
    right = word.sub(lambda _match: shown, q, count=1)
    return address.without("q", "offset").plus("q", right).href


def _slip(key: int, note: WordNote, address: Address) -> Note:
    words = [NotedWord(text=w, href=_corrected(address, note.asked, w)) for w in note.shown]
    text = _("„%(word)s“ steht in keinem Angebot. Meintest du: ", word=note.asked)
    return Note(key=key, text=text, words=tuple(words))


def _names(key: int, note: WordNote) -> Note:
    words = [NotedWord(text=word) for word in note.shown[:MAX_NAMES]]
    return Note(key=key, text=_("Gezeigt wird auch: "), words=tuple(words))


def _left_out(key: int, note: WordNote) -> Note:
    text = _(
        "Zu „%(word)s“ gibt es dabei nichts. Gezeigt wird, was zum Rest passt.", word=note.asked
    )
    return Note(key=key, text=text, words=())


def _ageless(count: int) -> Note:
    text = ngettext(
        "Bei %(n)s Angebot davon steht kein Mindestalter. Frag dort vorher nach.",
        "Bei %(n)s Angeboten davon steht kein Mindestalter. Frag dort vorher nach.",
        count,
        n=number(count),
    )
    return Note(key=AGE_KEY, text=text, words=())


def notes_of(query: SearchQuery, result: SearchResult, address: Address) -> Iterator[Note]:
    """The lines under the result: in the order of the words asked, then what an age leaves open."""
    for key, note in enumerate(result.notes):
        if note.kind == "slip":
            yield _slip(key, note, address)
        else:
            yield _left_out(key, note) if note.kind == "left_out" else _names(key, note)
    if query.age is not None and query.age < ADULT and result.without_min_age:
        yield _ageless(result.without_min_age)
