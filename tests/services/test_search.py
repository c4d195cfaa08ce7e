"""What a citizen finds, and what a facet promises."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec import structs

from services.contracts import BadQuery, SearchQuery, SearchResult
from services.search import everything
from services.search_facets import FACETS
from services.search_masks import LIMITS
from tests.fakes import FixedClock, sample_services
from tests.sample import many_offers, sample_snapshot

ALL_OPEN = 12  # thirteen offers, one of them over


def search(**asked: Any) -> SearchResult:
    return sample_services().search.search(SearchQuery(**asked))


def ids(**asked: Any) -> set[str]:
    return {found.removeprefix("opp-") for found in search(**asked).matched_ids}


def test_without_a_question_every_open_offer_is_found() -> None:
    result = search()
    assert result.matched == ALL_OPEN
    assert "opp-05" not in result.matched_ids


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("Lesepatin", {"01"}),
        ("lesepat", {"01"}),
        ("LESEPATE", {"01"}),
        ("ältere", {"02"}),
        ("aeltere", {"02"}),
        ("altere", {"02"}),
        ("Straßenfest", {"04"}),
        ("strassenfest", {"04"}),
        ("einkauf hilfe", {"02"}),
        ("Bühlau", {"02", "06", "11"}),
        ("buehlau frühjahrsputz", {"06"}),
        ("weisser grund nachfolge", {"10"}),
        ("nordufer gruppentag", {"09"}),
        ("alert", {"07"}),
        ("gibtesnicht", set()),
    ],
)
def test_words_are_found_however_they_are_typed(q: str, expected: set[str]) -> None:
    assert ids(q=q) == expected


def test_a_word_within_a_compound_is_found_but_counts_less() -> None:
    found = search(q="pate").matched_ids
    assert found[0] == "opp-01"
    assert search(q="fest").matched_ids == ("opp-04",)
    assert search(q="est").matched == 0, "three letters are too few for the inside of a word"


def test_a_title_counts_more_than_a_description() -> None:
    offers = tuple(
        structs.replace(
            sample_snapshot().opportunities[0],
            opportunity_id=f"x-{number}",
            title=title,
            description=description,
        )
        for number, (title, description) in enumerate(
            [("Etwas anderes", "Wir pflegen Igel."), ("Igel pflegen", "Etwas anderes")]
        )
    )
    services = sample_services(sample_snapshot(opportunities=offers))
    assert services.search.search(SearchQuery(q="igel")).matched_ids == ("x-1", "x-0")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"theme": ("nature",)}, {"06", "07", "08", "09"}),
        ({"theme": ("nature", "social"), "borough": ("0",)}, {"02", "06", "12"}),
        ({"district": ("02",)}, {"02", "06", "11"}),
        ({"hours_max": 1.0}, {"02", "12"}),
        ({"hours_max": 0.5}, {"12"}),
        ({"schedule": ("one_off",)}, {"06", "11"}),
        ({"language": ("en",)}, {"01"}),
        ({"audience": ("older", "newcomers")}, {"02", "11", "12"}),
        ({"wheelchair": ("yes", "limited")}, {"01", "12"}),
        ({"low_threshold": True}, {"01", "02", "06"}),
        ({"remote": True}, {"03"}),
        ({"group": True}, {"09"}),
        ({"certificate": True}, {"09"}),
        ({"low_threshold": True, "remote": False, "hours_max": 2.0}, {"01", "02"}),
    ],
)
def test_filters(asked: dict[str, Any], expected: set[str]) -> None:
    assert ids(**asked) == expected


def test_an_unknown_weekday_or_daytime_fits_any() -> None:
    on_monday = ids(weekday=("mo",))
    assert "01" in on_monday
    assert "12" not in on_monday, "it is only at weekends"
    assert "10" in on_monday, "it names no day"
    assert "06" not in on_monday, "its one day is a Saturday"
    assert "03" not in ids(daytime=("morning",))


def test_a_single_day_without_a_weekday_has_the_one_of_its_date() -> None:
    offer = structs.replace(sample_snapshot().opportunities[5], weekdays=())
    search_service = sample_services(sample_snapshot(opportunities=(offer,))).search
    assert search_service.search(SearchQuery(weekday=("sa",))).matched == 1
    assert search_service.search(SearchQuery(weekday=("mo",))).matched == 0


def test_age_leaves_out_only_what_says_a_higher_one() -> None:
    assert {"01", "09"}.isdisjoint(ids(age=15))
    assert "01" in ids(age=16)
    assert "09" not in ids(age=17)
    assert len(ids(age=18)) == ALL_OPEN


def test_period_asks_what_takes_place_in_it() -> None:
    day = dt.date(2026, 5, 9)
    assert "06" in ids(date_from=day, date_to=day)
    assert "06" not in ids(date_from=day + dt.timedelta(days=1))
    assert "06" not in ids(date_to=day - dt.timedelta(days=1))
    assert "01" in ids(date_from=day, date_to=day), "regular offers have no end"


def test_near_measures_metres_and_leaves_out_what_has_no_point() -> None:
    result = search(near=(13.705, 51.045), radius_m=500.0)
    assert result.matched_ids == ("opp-01", "opp-10")
    assert result.hits[0].distance_m == pytest.approx(0.0, abs=0.01)
    # 0.0009 degrees of longitude at 51.045 N and 0.0001 of latitude: 63.1 m and 11.1 m
    assert result.hits[1].distance_m == pytest.approx(64.07, abs=0.5)


def test_walking_time_uses_speed_and_detour_of_the_city() -> None:
    # 1.3 m/s with a detour of 1.3: ten minutes reach 600 m as the crow flies
    near = (13.72, 51.05)
    within = search(near=near, radius_m=600.0).matched_ids
    assert search(near=near, walk_minutes=10).matched_ids == within
    assert within == ("opp-12",)


def test_a_bbox_that_crosses_the_antimeridian_goes_round() -> None:
    assert ids(bbox=(13.0, 51.0, 14.0, 51.1)) == ids(bbox=(-179.0, 51.0, 179.0, 51.1))
    assert ids(bbox=(14.0, 51.0, 13.0, 51.1)) == set()


def test_sorting() -> None:
    assert search(sort="hours").matched_ids[:3] == ("opp-12", "opp-02", "opp-03")
    assert search(sort="newest").matched_ids[:2] == ("opp-06", "opp-01")
    assert search(sort="starts_on").matched_ids[0] == "opp-06"
    by_distance = search(near=(13.735, 51.041), sort="distance")
    assert by_distance.matched_ids[0] == "opp-11"
    assert by_distance.hits[-1].distance_m is None, "what has no point comes last"


def test_pages_join_to_the_whole() -> None:
    whole = search(limit=100).matched_ids
    pages = [search(limit=5, offset=offset).hits for offset in (0, 5, 10)]
    assert tuple(hit.opportunity.opportunity_id for page in pages for hit in page) == whole
    assert search(limit=5, offset=1000).hits == ()
    assert len(sample_services().search.search(everything(SearchQuery(limit=1))).hits) == ALL_OPEN


def test_what_has_no_place_fails_a_place_filter_and_is_counted() -> None:
    result = search(district=("01",), schedule=("regular",))
    assert set(result.matched_ids) == {"opp-01", "opp-10", "opp-12"}
    assert result.without_place == 2
    assert search(district=("01",), remote=True).without_place == 1
    assert search(q="Lesepatin").without_place == 0


def test_a_private_offer_is_found_in_its_district_but_not_near_a_point() -> None:
    leaky = structs.replace(
        sample_snapshot().opportunities[0], opportunity_id="leak", is_private=True
    )
    service = sample_services(sample_snapshot(opportunities=(leaky,))).search
    assert service.search(SearchQuery(district=("01",))).matched == 1
    assert service.search(SearchQuery(near=(13.705, 51.045), radius_m=50.0)).matched == 0
    assert service.search(SearchQuery(near=(13.705, 51.045))).hits[0].distance_m is None


@pytest.mark.parametrize(
    "base",
    [
        {},
        {"q": "garten"},
        {"theme": ("nature",), "borough": ("1",)},
        {"hours_max": 4.0, "language": ("de",)},
        {"wheelchair": ("yes",), "low_threshold": True},
        {"near": (13.71, 51.05), "radius_m": 800.0},
    ],
)
def test_a_facet_counts_what_choosing_it_matches(base: dict[str, Any]) -> None:
    service = sample_services().search
    facets = service.search(SearchQuery(**base)).facets
    assert set(facets) == set(FACETS)
    for parameter, values in facets.items():
        for facet in values:
            asked: Any = (facet.value,)
            if parameter in LIMITS:
                asked = float(facet.value)
            elif facet.value in ("true", "false"):
                asked = facet.value == "true"
            field = {"pass": "towards_pass"}.get(parameter, parameter)
            chosen = SearchQuery(**{**base, field: asked})
            assert service.search(chosen).matched == facet.count, (parameter, facet)


def test_facets_name_their_values() -> None:
    facets = search().facets
    labels = {f.value: f.label for f in facets["theme"]}
    assert labels["education"] == "Bildung und Lesen"
    assert [f.value for f in facets["weekday"]] == ["mo", "tu", "we", "th", "fr", "sa", "su"]
    assert {f.label for f in facets["district"]} == {"Altfeld", "Bühlau", "Cronau", "Dornwiese"}


def test_an_empty_result_widens_one_filter() -> None:
    result = search(q="Lesepatin", district=("02",), language=("en",))
    assert result.matched == 0
    ways = [(w.kind, w.changes, w.count) for w in result.loosenings]
    assert ways == [("widen", {"district": ("02", "01", "11", "12")}, 1)]
    assert result.loosenings[0].label == "Stadtteil"
    assert search(q="Lesepatin").loosenings == ()


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"theme": ("sterne",)}, "theme"),
        ({"district": ("99",)}, "district"),
        ({"borough": ("99",)}, "borough"),
        ({"audience": ("niemand",)}, "audience"),
        ({"weekday": ("xx",)}, "weekday"),
        ({"daytime": ("night",)}, "daytime"),
        ({"schedule": ("never",)}, "schedule"),
        ({"wheelchair": ("maybe",)}, "wheelchair"),
        ({"sort": "price"}, "sort"),
        ({"sort": "distance"}, "sort"),
        ({"radius_m": 100.0}, "radius_m"),
        ({"walk_minutes": 10}, "walk_minutes"),
        ({"date_from": dt.date(2026, 5, 2), "date_to": dt.date(2026, 5, 1)}, "from"),
    ],
)
def test_nonsense_is_named(asked: dict[str, Any], parameter: str) -> None:
    with pytest.raises(BadQuery) as caught:
        search(**asked)
    assert caught.value.parameter == parameter


def test_an_offer_ends_with_its_last_local_day() -> None:
    clock = FixedClock()
    service = sample_services(clock=clock).search
    flood = next(o for o in sample_snapshot().opportunities if o.opportunity_id == "opp-06")
    clock.moment = dt.datetime(2026, 5, 9, 21, 59, tzinfo=dt.UTC)
    assert service.is_open(flood)
    assert "opp-06" in service.search(SearchQuery()).matched_ids
    clock.moment = dt.datetime(2026, 5, 9, 22, 0, tzinfo=dt.UTC)
    assert not service.is_open(flood)
    assert "opp-06" not in service.search(SearchQuery()).matched_ids
    assert not service.is_open(structs.replace(flood, ends_on=None)), "a single day ends itself"


def test_an_empty_snapshot_answers() -> None:
    result = sample_services(sample_snapshot(opportunities=())).search.search(SearchQuery(q="a"))
    assert (result.matched, result.hits, result.loosenings) == (0, (), ())


def test_a_new_snapshot_is_searched_at_once() -> None:
    services = sample_services()
    assert services.search.search(SearchQuery()).matched == ALL_OPEN
    services.snapshots._inner.snapshot = sample_snapshot(opportunities=many_offers(50))  # type: ignore[attr-defined]
    assert services.search.search(SearchQuery()).matched_ids[0].startswith("many-")


def test_ten_thousand_offers_keep_facets_and_pages_right() -> None:
    service = sample_services(sample_snapshot(opportunities=many_offers(10_000))).search
    whole = service.search(SearchQuery(limit=10_000))
    assert whole.matched == 9_000, "one in ten repeats the offer that is over"
    by_district = {f.value: f.count for f in whole.facets["district"]}
    assert sum(by_district.values()) == 9_000
    assert service.search(SearchQuery(district=("01",))).matched == by_district["01"]
    assert len(set(whole.matched_ids)) == 9_000
