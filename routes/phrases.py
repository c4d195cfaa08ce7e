"""A search in words: the result line and the names of the filters that are set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from geodata.snapshot import Snapshot
from routes.context import facet_label, label_in_language, language_name
from routes.entries import daytime_names, weekday_words
from routes.formatting import date_long, distance, number
from routes.speech import _, ngettext
from services.contracts import FacetValue, SearchQuery

ADULT = 18


class Phrase(Struct, frozen=True, kw_only=True):
    """One filter: its parameter, its value in the address, its words."""

    name: str
    value: str
    text: str


def either(words: Sequence[str]) -> str:
    """`A`, `A oder B`, `A, B oder C`."""
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s oder %(last)s", some=", ".join(words[:-1]), last=words[-1])


def _wheelchair() -> dict[str, str]:
    return {
        "yes": _("rollstuhlgerecht"),
        "limited": _("teilweise rollstuhlgerecht"),
        "no": _("nicht rollstuhlgerecht"),
        "unknown": _("ohne Angabe zum Rollstuhl"),
    }


def _schedules() -> dict[str, str]:
    return {"regular": _("regelmäßig"), "one_off": _("einmalig")}


def _labels(query: SearchQuery, snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """Parameter -> value -> label, for the filters that take one of several values."""
    themes, audiences = snapshot.theme_by_id, snapshot.audience_by_id
    return {
        "theme": {i: label_in_language(t.labels) for i, t in themes.items()},
        "district": {i: d.name for i, d in snapshot.district_by_id.items()},
        "borough": {i: b.name for i, b in snapshot.borough_by_id.items()},
        "schedule": _schedules(),
        "weekday": weekday_words(),
        "daytime": daytime_names(),
        "language": {code: language_name(code) for code in query.language},
        "audience": {i: label_in_language(a.labels) for i, a in audiences.items()},
        "wheelchair": _wheelchair(),
    }


def hours_words(hours: float) -> str:
    """`höchstens 2 Stunden pro Woche`."""
    digits = 0 if hours == int(hours) else 1
    return ngettext(
        "höchstens %(n)s Stunde pro Woche",
        "höchstens %(n)s Stunden pro Woche",
        1 if hours == 1 else 2,
        n=number(hours, digits),
    )


def radius_words(metres: float) -> str:
    """`2 km`, `500 m`, `1,5 km`."""
    if metres >= 1000 and metres % 1000 == 0:
        return _("%(n)s km", n=number(metres / 1000))
    return distance(metres)


def near_words(query: SearchQuery) -> str:
    """`höchstens 2 km von Altmarkt entfernt`, `höchstens 10 Minuten zu Fuß`, `die nächsten zuerst`."""
    named, parts = query.near_name, []
    if query.radius_m is not None:
        far = radius_words(query.radius_m)
        parts.append(
            _("höchstens %(far)s von %(place)s entfernt", far=far, place=named)
            if named
            else _("höchstens %(far)s entfernt", far=far)
        )
    if query.walk_minutes is not None:
        n = query.walk_minutes
        parts.append(
            _("höchstens %(n)s Minuten zu Fuß von %(place)s", n=n, place=named)
            if named and not parts
            else _("höchstens %(n)s Minuten zu Fuß", n=n)
        )
    if parts:
        return ", ".join(parts)
    nearest = _("die nächsten zuerst")
    return _("%(place)s: die nächsten zuerst", place=named) if named else nearest


def choice_label(name: str, facet: FacetValue) -> str:
    """What a value of a facet is called in the reader's language, numbers with their unit."""
    value = facet.value
    if name == "hours_max":
        return hours_words(float(value))
    if name == "radius_m":
        return _("bis %(far)s", far=radius_words(float(value)))
    if name == "walk_minutes":
        return _("bis %(n)s Minuten zu Fuß", n=value)
    if name == "age":
        adult = _("%(n)s Jahre oder älter", n=value)
        return adult if value == str(ADULT) else _("%(n)s Jahre", n=value)
    if name == "people":
        return ngettext("%(n)s Person", "%(n)s Personen", int(value), n=value)
    return facet_label(name, facet)


def _flags(query: SearchQuery) -> Iterator[Phrase]:
    texts = {
        "low_threshold": (_("zum Schnuppern"), _("nicht zum Schnuppern")),
        "remote": (_("von zu Hause aus"), _("vor Ort")),
        "group": (_("für Gruppen"), _("nicht für Gruppen")),
        "certificate": (_("mit Nachweis"), _("ohne Nachweis")),
        "pass": (_("zählt für den Ehrenamtspass"), _("zählt nicht für den Ehrenamtspass")),
        "board": (_("Vorstand oder Nachfolge gesucht"), _("kein Vorstandsamt")),
        "in_kind": (_("Sachspenden gesucht"), _("keine Sachspenden")),
    }
    for name, (yes, no) in texts.items():
        value = query.value_of(name)
        if value is not None:
            yield Phrase(name=name, value="true" if value else "false", text=yes if value else no)


def _single(query: SearchQuery) -> Iterator[Phrase]:
    if query.near is not None:
        yield Phrase(name="near", value="", text=near_words(query))
    if query.bbox is not None:
        yield Phrase(name="bbox", value="", text=_("im Kartenausschnitt"))
    if query.hours_max is not None:
        yield Phrase(name="hours_max", value="", text=hours_words(query.hours_max))
    if query.age is not None:
        yield Phrase(name="age", value="", text=_("für %(age)s-Jährige", age=query.age))
    if query.people is not None:
        text = ngettext("für %(n)s Person", "für %(n)s Personen", query.people, n=query.people)
        yield Phrase(name="people", value="", text=text)
    if query.date_from is not None:
        text = _("ab %(day)s", day=date_long(query.date_from))
        yield Phrase(name="from", value="", text=text)
    if query.date_to is not None:
        text = _("bis %(day)s", day=date_long(query.date_to))
        yield Phrase(name="to", value="", text=text)
    if query.since is not None:
        text = _("neu seit %(day)s", day=date_long(query.since))
        yield Phrase(name="since", value="", text=text)


def phrases_of(query: SearchQuery, snapshot: Snapshot) -> tuple[Phrase, ...]:
    """Every filter that is set, in words, one by one (`value` is empty where there is one)."""
    found = []
    if query.q:
        found.append(Phrase(name="q", value="", text=_("„%(q)s“", q=query.q)))
    for name, labels in _labels(query, snapshot).items():
        found += [
            Phrase(name=name, value=value, text=labels.get(value, value))
            for value in getattr(query, name)
        ]
    return (*found, *_single(query), *_flags(query))


def _texts(phrases: Sequence[Phrase], *names: str) -> list[str]:
    return [phrase.text for phrase in phrases if phrase.name in names]


def result_line(matched: int, query: SearchQuery, snapshot: Snapshot, city: str) -> str:
    """`34 Angebote in Prohlis, höchstens 2 Stunden pro Woche`."""
    phrases = phrases_of(query, snapshot)
    line = ngettext("%(n)s Angebot", "%(n)s Angebote", matched, n=number(matched))
    if themes := _texts(phrases, "theme"):
        line = _("%(line)s zum Thema %(themes)s", line=line, themes=either(themes))
    if query.q:
        line = _("%(line)s zu „%(q)s“", line=line, q=query.q)
    if places := _place_words(phrases):
        line = f"{line} {places}"
    elif query.near is None and query.remote is None:
        line = _("%(line)s in %(city)s", line=line, city=city)
    rest = []
    for name in ("schedule", "weekday", "daytime", "wheelchair"):
        rest += [either(_texts(phrases, name))]
    rest += _phrased(phrases, "language", _("auf %(words)s"))
    rest += _phrased(phrases, "audience", _("auch für: %(words)s"))
    rest += [p.text for p in (*_single(query), *_flags(query))]
    return ", ".join([line, *(part for part in rest if part)])


def _place_words(phrases: Sequence[Phrase]) -> str:
    """`in Prohlis`, `im Stadtbezirk Plauen`, `in Prohlis oder im Stadtbezirk Plauen`."""
    places = []
    if districts := _texts(phrases, "district"):
        places.append(_("in %(places)s", places=either(districts)))
    if boroughs := _texts(phrases, "borough"):
        places.append(_("im Stadtbezirk %(places)s", places=either(boroughs)))
    return either(places)


def _phrased(phrases: Sequence[Phrase], name: str, pattern: str) -> list[str]:
    words = either(_texts(phrases, name))
    return [pattern.replace("%(words)s", words)] if words else []
