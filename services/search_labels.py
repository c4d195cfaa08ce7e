"""What filters and their values are called: German message ids, translated where shown."""

from __future__ import annotations

from geodata.snapshot import Snapshot

PARAMETER_LABELS = {
    "q": "Suchwort",
    "theme": "Thema",
    "district": "Stadtteil",
    "borough": "Stadtbezirk",
    "radius_m": "Umkreis",
    "walk_minutes": "Gehzeit",
    "bbox": "Kartenausschnitt",
    "hours_max": "Stunden pro Woche",
    "weekday": "Wochentag",
    "daytime": "Tageszeit",
    "age": "Alter",
    "language": "Sprache",
    "audience": "Zielgruppe",
    "wheelchair": "Rollstuhl",
    "low_threshold": "Zum Schnuppern",
    "remote": "Von zu Hause aus",
    "schedule": "Rhythmus",
    "group": "Für Gruppen",
    "people": "Anzahl der Personen",
    "certificate": "Mit Nachweis",
    "pass": "Zählt für den Ehrenamtspass",
    "board": "Vorstand oder Nachfolge gesucht",
    "in_kind": "Sachspenden gesucht",
    "ohne_ort": "Ohne festen Ort",
    "from": "Beginn des Zeitraums",
    "to": "Ende des Zeitraums",
    "since": "Neu seit",
}

VALUE_LABELS = {
    "schedule": {"regular": "regelmäßig", "one_off": "einmalig"},
    "wheelchair": {
        "yes": "rollstuhlgerecht",
        "limited": "eingeschränkt rollstuhlgerecht",
        "no": "nicht rollstuhlgerecht",
        "unknown": "keine Angabe",
    },
    "weekday": {
        "mo": "Montag",
        "tu": "Dienstag",
        "we": "Mittwoch",
        "th": "Donnerstag",
        "fr": "Freitag",
        "sa": "Samstag",
        "su": "Sonntag",
    },
    "daytime": {"morning": "vormittags", "afternoon": "nachmittags", "evening": "abends"},
    "low_threshold": {"true": "Zum Schnuppern"},
    "remote": {"true": "Von zu Hause aus", "false": "Vor Ort"},
    "group": {"true": "Für Gruppen"},
    "certificate": {"true": "Mit Nachweis"},
    "pass": {"true": "Zählt für den Ehrenamtspass"},
    "board": {"true": "Vorstand oder Nachfolge gesucht"},
    "in_kind": {"true": "Sachspenden gesucht"},
}

#: values that are a number, for programs; pages say them in the reader's language
NUMBER_LABELS = {
    "hours_max": "bis {} Stunden pro Woche",
    "age": "{} Jahre",
    "people": "{} Personen",
    "radius_m": "bis {} m",
    "walk_minutes": "bis {} Minuten zu Fuß",
}


def label_of(snapshot: Snapshot, parameter: str, value: str) -> str:
    """The German label of a filter's value; the value itself where it has none."""
    if parameter == "theme":
        return snapshot.theme_by_id[value].labels["de"]
    if parameter == "audience":
        return snapshot.audience_by_id[value].labels["de"]
    if parameter == "district":
        return snapshot.district_by_id[value].name
    if parameter == "borough":
        return snapshot.borough_by_id[value].name
    if parameter in NUMBER_LABELS:
        return NUMBER_LABELS[parameter].format(value.replace(".", ","))
    return VALUE_LABELS.get(parameter, {}).get(value, value)
