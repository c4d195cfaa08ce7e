"""Which words a field may hold: the schema's own, and what people write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from geodata.model import Audience, Theme
from geodata.tables import Column

Words = Mapping[str, str]

#: (table, field) -> words of fields whose type is a plain text in the schema
KINDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("organisations", "kind"): (
        "club", "foundation", "public", "church", "company", "initiative", "association",
    ),
    ("organisations", "badges"): ("engagement_seal", "certificate", "pass_partner"),
    ("contact_points", "kind"): (
        "city_office", "volunteer_agency", "self_help", "neighbourhood", "online",
    ),
    ("benefit_partners", "category"): ("culture", "sport", "leisure", "shopping", "education"),
}  # fmt: skip

#: field -> what people write -> the schema's word
_SYNONYMS: dict[str, dict[str, str]] = {
    "weekdays": {
        "montag": "mo", "dienstag": "tu", "mittwoch": "we", "donnerstag": "th", "freitag": "fr",
        "samstag": "sa", "sonnabend": "sa", "sonntag": "su",
        "di": "tu", "mi": "we", "do": "th", "so": "su",
    },
    "daytimes": {
        "vormittag": "morning", "vormittags": "morning", "morgens": "morning",
        "nachmittag": "afternoon", "nachmittags": "afternoon",
        "abend": "evening", "abends": "evening",
    },
    "wheelchair": {
        "ja": "yes", "nein": "no", "teilweise": "limited", "eingeschränkt": "limited",
        "true": "yes", "false": "no", "1": "yes", "0": "no",
    },
    "schedule": {
        "regelmäßig": "regular", "laufend": "regular", "dauerhaft": "regular",
        "langfristig": "regular", "wöchentlich": "regular", "monatlich": "regular",
        "einmalig": "one_off", "kurzfristig": "one_off", "punktuell": "one_off",
    },
    # of all collections: a word counts where its value is one of the field's own
    "kind": {
        "verein": "club", "e. v.": "club", "e.v.": "club", "eingetragener verein": "club",
        "stiftung": "foundation", "kirche": "church", "kirchgemeinde": "church",
        "unternehmen": "company", "firma": "company", "ggmbh": "company", "gmbh": "company",
        "initiative": "initiative", "verband": "association", "öffentlich": "public",
        "öffentliche einrichtung": "public", "kommune": "public",
        "messe": "fair", "börse": "fair", "fortbildung": "training", "schulung": "training",
        "kurs": "training", "seminar": "training", "workshop": "workshop",
        "dank": "thanks", "ehrung": "thanks", "treffen": "meeting", "stammtisch": "meeting",
        "aktionstag": "action_day", "freiwilligentag": "action_day",
        "freiwilligenagentur": "volunteer_agency", "selbsthilfe": "self_help",
        "nachbarschaft": "neighbourhood", "nachbarschaftszentrum": "neighbourhood",
    },
    "category": {
        "kultur": "culture", "sport": "sport", "freizeit": "leisure",
        "einkaufen": "shopping", "handel": "shopping", "bildung": "education",
    },
}  # fmt: skip

#: what says "not known" and is no mistake
UNKNOWN_WORDS = frozenset({"unbekannt", "unknown", "k. a.", "k.a.", "keine angabe"})

#: ISO 639-1
_LANGUAGE_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu "
    "cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi "
    "ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks "
    "ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl "
    "nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl "
    "sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve "
    "vi vo wa wo xh yi yo za zh zu "
)
LANGUAGES = tuple(_LANGUAGE_CODES.split())

_LANGUAGE_NAMES = {
    "deutsch": "de", "englisch": "en", "ukrainisch": "uk", "arabisch": "ar",
    "vietnamesisch": "vi", "russisch": "ru", "polnisch": "pl", "tschechisch": "cs",
    "französisch": "fr", "spanisch": "es", "türkisch": "tr", "persisch": "fa", "farsi": "fa",
}  # fmt: skip


def _fold(words: Iterable[str]) -> dict[str, str]:
    return {word.casefold(): word for word in words}


def _labelled(labels: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    named = {label.casefold(): key for key, names in labels.items() for label in names.values()}
    return {**named, **_fold(labels)}


class Vocabulary:
    """The words of every field, for one city."""

    def __init__(self, themes: Sequence[Theme], audiences: Sequence[Audience]) -> None:
        self._of_column: dict[tuple[str, str], Words | None] = {}
        self._by_field: dict[str, Words] = {
            "themes": _labelled({t.theme_id: t.labels for t in themes}),
            "audiences": _labelled({a.audience_id: a.labels for a in audiences}),
            "languages": {**_LANGUAGE_NAMES, **_fold(LANGUAGES)},
        }

    def words_of(self, table: str, column: Column) -> Words | None:
        """casefolded word -> value for a field; None where any text is allowed."""
        key = (table, column.name)
        if key not in self._of_column:
            self._of_column[key] = self._collect(table, column)
        return self._of_column[key]

    def _collect(self, table: str, column: Column) -> Words | None:
        if column.name in self._by_field:
            return self._by_field[column.name]
        choices = column.choices or KINDS.get((table, column.name), ())
        if not choices:
            return None
        # casefold turns ß into ss, so the keys pass through it as well
        synonyms = _SYNONYMS.get(column.name, {})
        known = {word.casefold(): v for word, v in synonyms.items() if v in choices}
        return {**known, **_fold(choices)}
