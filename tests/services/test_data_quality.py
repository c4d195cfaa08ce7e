"""How exactly entries are located, and which issues may be told."""

from __future__ import annotations

import pytest
from msgspec import structs

from geodata.model import Located
from services.data_quality import (
    LOCATED,
    PRECISIONS,
    find_issues,
    pages_of_records,
    placement_of,
    placements_of,
    public_issues,
)
from tests.data_sample import data_snapshot, real_offer
from tests.sample import sample_snapshot


def offer(precision: str | None, **more: bool) -> Located:
    return real_offer(1, "platform", geocode_precision=precision, **more)


def test_every_precision_is_counted_once_and_shares_are_of_what_needs_a_place() -> None:
    entries = [
        offer("address"),
        offer("address"),
        offer("street"),
        offer("postcode"),
        offer("district"),
        offer("district", is_private=True),
        offer(None),
        offer(None),
        offer(None, is_remote=True),
        offer(None, is_citywide=True),
    ]
    found = placement_of(entries)
    assert found.counts == {"address": 2, "street": 1, "postcode": 1, "district": 2, "none": 2}
    assert (found.total, found.everywhere, found.hidden) == (8, 2, 1)
    assert found.share("address") == 0.25
    assert sum(found.share(precision) for precision in PRECISIONS) == 1


def test_nothing_to_be_located_has_no_share() -> None:
    found = placement_of([offer(None, is_remote=True)])
    assert found.total == 0
    assert found.share("none") == 0


def test_a_place_known_exactly_on_a_private_entry_is_not_called_hidden() -> None:
    assert placement_of([offer(None, is_private=True)]).hidden == 0


def test_collections_and_sources_add_up_to_the_whole() -> None:
    snapshot = data_snapshot()
    found = placements_of(snapshot)
    whole = found.overall.counts
    for parts in (found.by_collection, found.by_source):
        summed = {p: sum(part.counts[p] for part in parts.values()) for p in PRECISIONS}
        assert summed == whole
    assert found.by_source["platform"].counts == {
        "address": 0,
        "street": 1,
        "postcode": 1,
        "district": 0,
        "none": 1,
    }
    assert set(found.by_collection) == set(LOCATED)
    assert "districts" not in LOCATED


def test_empty_collections_are_left_out() -> None:
    found = placements_of(data_snapshot(stops=(), osm_places=()))
    assert not {"stops", "osm_places"} & set(found.by_collection)


def test_no_value_leaves_the_house() -> None:
    snapshot = data_snapshot()
    assert any(issue.value for issue in snapshot.issues)
    told = public_issues(snapshot)
    assert len(told) == len(snapshot.issues)
    assert "erika.muster" not in repr(told)
    assert not any(hasattr(issue, "value") for issue in told)


def test_issues_are_filtered_by_source_and_kind_and_cut_into_pages() -> None:
    snapshot = data_snapshot()
    assert find_issues(snapshot).matched == 126
    assert find_issues(snapshot, source="platform").matched == 3
    assert find_issues(snapshot, source="platform", kind="bad_url").matched == 1
    assert find_issues(snapshot, source="agency", kind="bad_url").matched == 0
    page = find_issues(snapshot, kind="unknown_word", limit=25, offset=100)
    assert [issue.row for issue in page.issues] == list(range(102, 122))
    assert page.matched == 120
    assert find_issues(snapshot, limit=25, offset=10_000).issues == ()


def test_counts_say_what_choosing_would_match_given_the_other_filter() -> None:
    found = find_issues(data_snapshot(), source="platform", kind="bad_url")
    assert found.kinds == {"bad_mail": 1, "bad_url": 1, "missing": 1}
    assert found.sources == {"platform": 1}
    everything = find_issues(data_snapshot())
    assert next(iter(everything.kinds)) == "unknown_word"
    assert everything.sources == {"agency": 122, "platform": 3, "corrections": 1}


def test_a_kind_is_as_grave_as_its_gravest_issue() -> None:
    first, *rest = data_snapshot().issues
    issues = (structs.replace(first, severity="info"), structs.replace(first, severity="error"))
    found = find_issues(data_snapshot(issues=(*issues, first, *rest)))
    assert found.severities["bad_url"] == "error"
    assert found.severities["markup"] == "info"


@pytest.mark.parametrize(
    ("record_id", "page"),
    [
        ("platform:real-1", ("opportunities", "real-1", "Fahrdienst 1")),
        ("examples:org-1", ("organisations", "org-1", "Lesefreunde Altfeld e. V.")),
        ("examples:contact-1", None),
        ("platform:weg", None),
    ],
)
def test_records_with_a_page_are_known(record_id: str, page: tuple[str, str, str] | None) -> None:
    assert pages_of_records(data_snapshot()).get(record_id) == page


def test_without_issues_there_is_nothing() -> None:
    found = find_issues(sample_snapshot(issues=()))
    assert (found.matched, found.issues, found.kinds, found.sources) == (0, (), {}, {})
