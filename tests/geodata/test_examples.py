"""The example content: everything the types can hold, over all themes, never stale."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from functools import cache

import pytest

from geodata.errors import ConfigError
from geodata.model import Opportunity
from geodata.tables import TABLES, columns_of
from tests.geodata.example_city import AS_OF, Content, content, dresden, generate, normalised

LATER = dt.date(2029, 12, 31)
#: Bundesnetzagentur, Mitteilung 148/2021: numbers that are given to nobody
DRAMA = re.compile(
    r"030 23125 \d{3}|069 90009 \d{3}|040 66969 \d{3}|0221 4710 \d{3}|089 99998 \d{3}"
    r"|0152 28817386|0152 54599371|0172 9968532|0172 9980752|0174 9464308"
)


@cache
def typed(seed: int = 7, as_of: dt.date = AS_OF) -> dict[str, list[dict[str, object]]]:
    tables = normalised(dict(content(seed, as_of))).tables
    return {name: table.to_dict("records") for name, table in tables.items()}


def offers() -> list[dict[str, object]]:
    return typed()["opportunities"]


def as_bytes(made: Content) -> bytes:
    return json.dumps(made, ensure_ascii=False).encode()


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text[:10], "%d.%m.%Y").replace(tzinfo=dt.UTC).date()


def test_same_seed_and_day_give_the_same_bytes() -> None:
    assert as_bytes(generate(7)) == as_bytes(content(7))


def test_another_seed_gives_other_content() -> None:
    one, other = content(7), content(8)
    assert as_bytes(one) != as_bytes(other)
    spots = [{(p["lon"], p["lat"]) for p in made["places"]} for made in (one, other)]
    assert not spots[0] & spots[1]


def test_another_day_moves_dates_and_nothing_else() -> None:
    one, other = content(7), content(7, LATER)
    assert one["places"] == other["places"]
    assert [o["title"] for o in one["opportunities"]] == [
        o["title"] for o in other["opportunities"]
    ]
    assert one["opportunities"] != other["opportunities"]


def test_every_record_passes_the_real_pipeline_without_an_issue() -> None:
    result = normalised(dict(content()))
    assert result.issues == []
    assert result.summary["left_out_count"] == 0
    for name, records in content().items():
        assert {*records[0]} <= {c.name for c in columns_of(TABLES[name])} | {"lon", "lat"}


def test_there_is_enough_of_everything() -> None:
    counts = {name: len(records) for name, records in content().items()}
    assert counts["organisations"] >= 250
    assert counts["opportunities"] >= 900
    assert counts["funded_projects"] >= 100
    assert counts["benefit_partners"] >= 40
    assert counts["contact_points"] >= 10


def test_every_theme_has_offers_and_organisations() -> None:
    ids = {theme.theme_id for theme in dresden()[0].themes}
    for table in ("opportunities", "organisations"):
        main = Counter(record["themes"].split("|")[0] for record in content()[table])
        assert set(main) == ids
        assert min(main.values()) >= 10


@pytest.mark.parametrize("seed", [7, 8])
def test_offers_hold_everything_the_type_can_hold(seed: int) -> None:
    records = typed(seed)["opportunities"]
    for column in columns_of(Opportunity):
        values = [record[column.name] for record in records]
        if column.kind == "bool" and column.name not in ("is_private", "is_example"):
            assert set(values) == {True, False}, column.name
        if column.choices and column.name not in {"geocode_precision", "wheelchair"}:
            flat = {one for v in values for one in (v if isinstance(v, tuple) else (v,))}
            assert flat == set(column.choices), column.name
    hours = {record["hours_per_week"] for record in records}
    assert {None, 0.5, 1.5, 20.0} <= hours
    assert {None, *range(12, 19)} == {record["min_age"] for record in records}
    spoken = {language for record in records for language in record["languages"]}
    assert spoken == {"de", "en", "uk", "ar", "vi", "ru", "pl", "cs"}
    assert {a.audience_id for a in dresden()[0].audiences} == {
        audience for record in records for audience in record["audiences"]
    }
    assert None in {record["needed"] for record in records}


def test_wheelchair_access_is_known_unknown_and_limited() -> None:
    assert {p["wheelchair"] for p in typed()["places"]} == {None, "yes", "limited", "no"}


def test_kinds_of_place() -> None:
    private = {p["place_id"] for p in typed()["places"] if p["is_private"]}
    kinds = Counter(
        "remote" if o["is_remote"] else "citywide" if o["is_citywide"]
        else "private" if o["place_id"] in private else "place" if o["place_id"] else "request"
        for o in offers()
    )  # fmt: skip
    assert all(kinds[kind] >= 10 for kind in ("remote", "citywide", "private", "request"))
    assert kinds["place"] > 700
    assert any(o["place_id"] in private for o in typed()["organisations"])


def test_low_threshold_means_what_the_type_says() -> None:
    easy = [o for o in offers() if o["is_low_threshold"]]
    assert len(easy) > 100
    for offer in easy:
        hours = offer["hours_per_week"]
        assert offer["schedule"] == "one_off" or (hours is not None and hours <= 2)
        assert offer["requirements"] is None


def test_one_off_offers_have_dates() -> None:
    one_off = [o for o in offers() if o["schedule"] == "one_off"]
    assert all(o["starts_on"] and o["ends_on"] for o in one_off)


@pytest.mark.parametrize("as_of", [AS_OF, LATER])
def test_nothing_is_over_on_the_day_it_speaks_of(as_of: dt.date) -> None:
    made = content(7, as_of)
    ends = [day(o["ends_on"]) for o in made["opportunities"] if o["ends_on"]]
    starts = [day(e["starts_at"]) for e in made["events"]]
    updated = [day(o["updated_at"]) for o in made["opportunities"]]
    assert min(ends) > as_of + dt.timedelta(days=7)
    assert min(starts) > as_of + dt.timedelta(days=7)
    assert max(updated) <= as_of


def test_funded_projects_cover_programmes_and_years() -> None:
    projects = content(7, dt.date(2026, 11, 23))["funded_projects"]
    assert {p["programme"] for p in projects} == {"Ehrenamtsbudget", "LHP", "Zukunftsstadt"}
    assert {int(p["year"]) for p in projects} == set(range(2019, 2027))
    amounts = [p["amount_eur"] for p in typed()["funded_projects"]]
    assert None in amounts
    assert all(200 <= amount <= 15_000 for amount in amounts if amount is not None)


def test_events_of_every_kind_and_partners_of_every_category() -> None:
    assert set(Counter(e["kind"] for e in content()["events"]).values()) == {8}
    assert len({e["kind"] for e in content()["events"]}) == 6
    assert len({p["category"] for p in content()["benefit_partners"]}) == 5


def test_contact_points_stand_in_every_borough() -> None:
    _, tables, _ = dresden()
    boroughs = set(tables["boroughs"]["district_id"])
    assert len(content()["contact_points"]) >= len(boroughs)


def test_nobody_can_be_reached_by_mistake() -> None:
    text = as_bytes(content()).decode()
    mails = set(re.findall(r"[\w.+-]+@[\w.-]+", text))
    hosts = set(re.findall(r"(?:https://|\bwww\.)([\w.-]+)", text))
    assert mails
    assert all(mail.endswith("@example.org") for mail in mails)
    assert hosts == {"www.example.org", "example.org"}
    phones = [r[f] for t in content().values() for r in t for f in r if "phone" in f and r[f]]
    assert len(phones) > 200
    assert all(DRAMA.fullmatch(phone) for phone in phones)


def test_titles_and_texts_are_varied() -> None:
    titles = Counter(o["title"] for o in offers())
    texts = Counter(o["description"] for o in offers())
    assert len(titles) > 0.45 * len(offers())
    assert len(texts) > 0.97 * len(offers())
    assert max(titles.values()) <= 12
    assert not [t for t in texts if "{" in t or "  " in t]
    assert not [t for t in titles if "{" in t]
    pairs = Counter(
        (o["organisation_id"], o["title"]) for o in offers() if not o["is_board_position"]
    )
    assert max(pairs.values()) == 1


def test_organisations_are_all_different_and_one_title_is_long() -> None:
    names = [o["name"] for o in content()["organisations"]]
    assert len(set(names)) == len(names)
    assert any(190 <= len(o["title"]) <= 220 for o in content()["opportunities"])
    assert any("ß" in o["title"] or "ä" in o["title"] for o in content()["opportunities"])


def test_references_lead_somewhere() -> None:
    made = content()
    organisations = {o["organisation_id"] for o in made["organisations"]}
    places = {p["place_id"]: p["organisation_id"] for p in made["places"]}
    for offer in made["opportunities"]:
        assert offer["organisation_id"] in organisations
        assert not offer["place_id"] or places[offer["place_id"]] == offer["organisation_id"]
    for organisation in made["organisations"]:
        place = organisation["place_id"]
        assert not place or places[place] == organisation["organisation_id"]


def test_a_small_order_is_filled_too() -> None:
    made = generate(1, organisations=3, opportunities=5)
    assert len(made["organisations"]) == 3
    assert len(made["opportunities"]) == 5
    assert normalised(dict(made)).issues == []


def test_a_city_with_other_themes_is_told() -> None:
    with pytest.raises(ConfigError, match=r"themes\.csv"):
        generate(1, themes=())


@pytest.mark.parametrize("organisations", [1, 2])
def test_a_tiny_city_gets_a_few(organisations: int) -> None:
    themes = dresden()[0].themes[:1]
    made = generate(7, themes=themes, organisations=organisations, opportunities=3)
    assert len(made["organisations"]) == organisations
    assert len(made["opportunities"]) == 3
    assert {o["themes"] for o in made["opportunities"]} == {themes[0].theme_id}
