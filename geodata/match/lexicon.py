"""Words in names of German associations that mean the same, or nothing, or a level.

All words are written as `geodata.match.names.fold` leaves them: small letters, `ä` as `a`,
`ß` as `ss`.
"""

from __future__ import annotations

#: words that tell no two organisations apart
STOPWORDS = frozenset((
    "der", "die", "das", "des", "dem", "den", "ein", "eine", "einer", "eines", "und", "u", "fur",
    "f", "in", "im", "ins", "am", "an", "auf", "aus", "bei", "beim", "mit", "von", "vom", "vor",
    "zu", "zum", "zur", "uber", "unter", "the", "of", "and", "for",
))  # fmt: skip

#: tells nothing apart either, but only by itself: a `Sport Verein` is a `Sportverein`
LIGHT_WORDS = frozenset(("verein",))

_NON_PROFIT = r"(?:gemeinn(?:utzige)?\.? |gem\.? ?)"
#: legal form as it is written -> its class; longer forms first, matched on folded text
LEGAL_FORMS: tuple[tuple[str, str], ...] = (
    (r"korperschaft des offentlichen rechts|k\.?\s?d\.?\s?o\.?\s?r\.?(?![a-z])", "public"),
    (r"anstalt des offentlichen rechts|a\.?\s?o\.?\s?r\.?(?![a-z])", "public"),
    (r"stiftung (?:des )?(?:burgerlichen|offentlichen|privaten) rechts", "foundation"),
    (rf"{_NON_PROFIT}?(?:gesellschaft|ges\.) mit beschrankter haftung", "company"),
    (rf"{_NON_PROFIT}?(?:gesellschaft|ges\.) m\.?\s?b\.?\s?h\.?(?![a-z])", "company"),
    (r"(?:gemeinn(?:utzige)?\.? |gem\.? ?|g)?gmbh(?: ?& ?co\.? ?kg(?:aa)?)?", "company"),
    (r"(?:gemeinnutzige |g)?ug(?: ?\(?haftungsbeschrankt\)?)?", "company"),
    (r"eingetragene genossenschaft|e\.\s?g\.?|eg", "cooperative"),
    (r"(?:gemeinnutzige )?aktiengesellschaft|g?ag", "company"),
    (r"(?:im |in das )?vereinsregister eingetragener verein", "club"),
    (
        r"(?:gemeinnutziger |rechtsfahiger )?(?:eingetragener|eingetr\.?|eing\.?) ver(?:ein|\.)",
        "club",
    ),
    (r"e\.\s?v\.?|e v|e\. v", "club"),
    (r"gbr|g\.\s?b\.\s?r\.?|ohg|kg", "company"),
    (r"(?:i\.|in) ?(?:gr\.?|grundung)|i\. ?l\.", ""),
)

#: words in a row -> the short form they share with everybody who abbreviates
PHRASES: tuple[tuple[str, str], ...] = (
    ("deutsch rotes kreuz", "drk"),
    ("deutsch rote kreuz", "drk"),
    ("rotes kreuz", "drk"),
    ("arbeiter samariter bund deutschland", "asb"),
    ("arbeiter samariter bund", "asb"),
    ("arbeitersamariterbund", "asb"),
    ("bundesanstalt technisches hilfswerk", "thw"),
    ("technisches hilfswerk", "thw"),
    ("deutsch lebens rettungs gesellschaft", "dlrg"),
    ("deutsch lebensrettungs gesellschaft", "dlrg"),
    ("deutsch lebensrettungsgesellschaft", "dlrg"),
    ("naturschutzbund deutschland", "nabu"),
    ("naturschutzbund", "nabu"),
    ("allgemeiner deutsch fahrrad club", "adfc"),
    ("allgemeiner deutsch fahrradclub", "adfc"),
    ("christlicher verein junger menschen", "cvjm"),
    ("bund umwelt naturschutz deutschland", "bundumwelt"),
    ("bund umwelt naturschutz", "bundumwelt"),
    ("arbeiterwohlfahrt", "awo"),
    ("arbeiter wohlfahrt", "awo"),
    ("malteser hilfsdienst", "malteser"),
    ("johanniter unfall hilfe", "johanniter"),
    ("johanniter unfallhilfe", "johanniter"),
    ("freiwillige feuerwehr", "ff"),
    ("kindertageseinrichtung", "kita"),
    ("kindertagesstatte", "kita"),
    ("kinder tagesstatte", "kita"),
    ("mehrgenerationenhaus", "mgh"),
    ("volkshochschule", "vhs"),
    ("kleingartenverein", "kgv"),
    ("kleingarten verein", "kgv"),
    ("kleingartenanlage", "kga"),
    ("turn sportverein", "tsv"),
    ("turn sport verein", "tsv"),
    ("turnsportverein", "tsv"),
    ("sportverein", "sv"),
    ("sport verein", "sv"),
    ("sportgemeinschaft", "sg"),
    ("sport gemeinschaft", "sg"),
    ("spielvereinigung", "spvgg"),
    ("fussballclub", "fc"),
    ("fussballklub", "fc"),
    ("fussball club", "fc"),
    ("burgerinitiative", "bi"),
    ("selbsthilfegruppe", "shg"),
    ("grundschule", "gs"),
    ("oberschule", "os"),
    ("ev luth", "evluth"),
    ("evangelischlutherisch", "evluth"),
    ("romisch kath", "kath"),
)

#: one word -> what it is short for, or an inflection of
WORDS: dict[str, str] = {
    "ffw": "ff",
    "evluth": "evluth",
    "evang": "ev",
    "evgl": "ev",
    "evangelisch": "ev",
    "evangelische": "ev",
    "evangelischer": "ev",
    "evangelisches": "ev",
    "lutherisch": "luth",
    "lutherische": "luth",
    "lutherischer": "luth",
    "evangelischlutherische": "evluth",
    "katholisch": "kath",
    "katholische": "kath",
    "katholischer": "kath",
    "katholisches": "kath",
    "romische": "romisch",
    "rom": "romisch",
    "rk": "kath",
    "kirchengemeinde": "kirchgemeinde",
    "kgm": "kirchgemeinde",
    "sankt": "st",
    "dt": "deutsch",
    "dtsch": "deutsch",
    "deutsche": "deutsch",
    "deutscher": "deutsch",
    "deutsches": "deutsch",
    "deutschen": "deutsch",
    "ges": "gesellschaft",
    "verb": "verband",
    "klub": "club",
    "jugendklub": "jugendclub",
    "ini": "initiative",
    "ztr": "zentrum",
    "int": "international",
    "intern": "international",
    "internationale": "international",
    "internationaler": "international",
    "internationales": "international",
    "tus": "tsv",
    "gem": "gemeinnutzig",
    "gemeinnutzige": "gemeinnutzig",
    "gemeinnutziger": "gemeinnutzig",
    "forderv": "forderverein",
    "freundes": "freunde",
}

#: part of an association -> its level; two levels are two organisations
LEVELS: dict[str, str] = {
    **dict.fromkeys(
        ("ov", "og", "ortsverband", "ortsverein", "ortsgruppe", "ortsvereinigung",
         "ortsgliederung", "ortschaftsverband"), "ort"),
    **dict.fromkeys(("kv", "kreisverband", "kreisverein", "kreisgruppe"), "kreis"),
    **dict.fromkeys(("stadtverband", "stadtgruppe"), "stadt"),
    **dict.fromkeys(("bezirksverband", "bezirksverein", "bezirksgruppe"), "bezirk"),
    **dict.fromkeys(("regionalverband", "regionalgruppe", "gebietsverband"), "region"),
    **dict.fromkeys(("lv", "landesverband", "landesverein", "landesgruppe"), "land"),
    **dict.fromkeys(("bundesverband", "dachverband"), "bund"),
}  # fmt: skip

#: who is called so is bound to a house: at another address it is another one
FACILITY_WORDS = (
    "kita", "gs", "os", "schule", "gymnasium", "hort", "kindergarten", "krippe", "mgh",
    "bibliothek", "bucherei", "treff", "club", "haus", "zentrum", "laden", "cafe", "heim",
    "statte", "werkstatt", "museum", "kirche", "bad", "hospiz", "klinik", "spielplatz", "archiv",
    "stelle", "garten", "kga", "kgv", "tafel", "wache", "atelier", "theater",
)  # fmt: skip

#: words for numbers: they tell apart like digits
NUMBER_WORDS: dict[str, str] = {
    "erste": "1", "erster": "1", "erstes": "1", "zweite": "2", "zweiter": "2", "zweites": "2",
    "dritte": "3", "dritter": "3", "drittes": "3", "vierte": "4", "vierter": "4", "funfte": "5",
    "funfter": "5", "sechste": "6", "siebte": "7", "achte": "8", "neunte": "9", "zehnte": "10",
    "eins": "1", "zwei": "2", "drei": "3", "vier": "4", "funf": "5", "sechs": "6", "sieben": "7",
    "acht": "8", "neun": "9", "zehn": "10",
}  # fmt: skip
ROMAN_NUMERALS = {
    "I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8",
    "IX": "9", "X": "10", "XI": "11", "XII": "12", "XIII": "13",
}  # fmt: skip
