"""The languages of the pages: which there are, what they are called, whose catalogue speaks.

Catalogues are `.po` files, read as they are when a language is first asked for; nothing is compiled
and nothing written. Simple German is a language of its own (`de-simple`, a registered variant), with
the dates and numbers of German.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context
from flask_babel import Babel, Domain
from msgspec import Struct


class Language(Struct, frozen=True, kw_only=True):
    """A language pages can be had in.

    `tag`: as in `?lang=` and `<html lang>` (BCP 47); `locale`: whose dates and numbers (CLDR);
    `name`: in the language itself; `direction` of its writing.
    """

    tag: str
    locale: str
    name: str
    direction: str = "ltr"

    @property
    def folder(self) -> str:
        """Its folder below `translations/`."""
        return self.tag.replace("-", "_")


#: in the order of the menu; the first is the language of the message ids
LANGUAGES: dict[str, Language] = {
    one.tag: one
    for one in (
        Language(tag="de", locale="de", name="Deutsch"),
        Language(tag="de-simple", locale="de", name="Einfache Sprache"),
        Language(tag="en", locale="en", name="English"),
        Language(tag="uk", locale="uk", name="Українська"),
        Language(tag="ar", locale="ar", name="العربية", direction="rtl"),
        Language(tag="vi", locale="vi", name="Tiếng Việt"),
        Language(tag="ru", locale="ru", name="Русский"),
        Language(tag="pl", locale="pl", name="Polski"),
        Language(tag="cs", locale="cs", name="Čeština"),
    )
}
DOMAIN = "messages"
#: a language is offered once this share of its catalogue is translated: the pages of citizens are
#: about half of all messages, the rest are those of planners and programs
OFFERED_FROM = 0.4
#: from here on nothing is missing but what only legal pages say
WHOLE_FROM = 0.9


def catalogue_path(folder: Path, language: Language) -> Path:
    """Where the catalogue of a language lies."""
    return folder / language.folder / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(path: Path) -> NullTranslations:
    """A catalogue as gettext reads it; without the file every message stays as it is.

    Raises
    ------
    babel.messages.pofile.PoFileError
        The file is no catalogue.
    """
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled, domain=DOMAIN)


@lru_cache(maxsize=32)
def catalogue_of(folder: Path, tag: str) -> NullTranslations:
    """The catalogue of a language, read once: a list asks for it several hundred times."""
    return read_catalogue(catalogue_path(folder, LANGUAGES[tag]))


class CatalogueDomain(Domain):  # type: ignore[misc]  # flask_babel has no types here
    """Speaks the language `chosen` names; Flask-Babel alone knows no `de-simple`."""

    def __init__(self, folder: Path, chosen: Callable[[], str]) -> None:
        super().__init__(domain=DOMAIN)
        self._folder, self._chosen = folder, chosen

    def get_translations(self) -> NullTranslations:
        """The catalogue of this request's language; German outside of one."""
        tag = self._chosen() if has_request_context() else ""
        return catalogue_of(self._folder, tag) if tag in LANGUAGES else NullTranslations()


class PagesBabel(Babel):  # type: ignore[misc]
    """Flask-Babel with our catalogues."""

    def __init__(self, app: Flask, folder: Path, chosen: Callable[[], str]) -> None:
        self._own_domain = CatalogueDomain(folder, chosen)
        super().__init__(app, locale_selector=lambda: LANGUAGES[chosen()].locale)

    @property
    def domain_instance(self) -> CatalogueDomain:
        """Where messages come from."""
        return self._own_domain


@lru_cache(maxsize=32)
def share_translated(path: Path) -> float:
    """The share of a catalogue's messages that have a translation; 0 without the file."""
    if not path.is_file():
        return 0.0
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    texts = [message.string for message in catalogue if message.id]
    done = sum(bool(text) and all(text or ()) for text in texts)
    return done / len(texts) if texts else 0.0


def available_languages(folder: Path, first: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Tags of the languages a city offers: its own one, then those that are translated.

    Parameters
    ----------
    wanted : as in city.toml; empty means all
    """
    shares = {tag: share_translated(catalogue_path(folder, one)) for tag, one in LANGUAGES.items()}
    found = [tag for tag, share in shares.items() if share >= OFFERED_FROM]
    chosen = [tag for tag in found if tag != first and (not wanted or tag in wanted)]
    return (first, *chosen)


def whole_languages(folder: Path, first: str) -> frozenset[str]:
    """Tags of the languages in which the pages of planners can be had too.

    Names of indicators, sources and issues come from the data, in the city's own language: beside
    them only a variant of that language makes a page that can be read as one.
    """
    variants = [one for one in LANGUAGES.values() if one.locale == LANGUAGES[first].locale]
    paths = {one.tag: catalogue_path(folder, one) for one in variants}
    return frozenset(tag for tag, path in paths.items() if share_translated(path) >= WHOLE_FROM)
