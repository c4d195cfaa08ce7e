"""Subscriptions to the search on the page, and what is new since the last visit."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def visited(page: Page, day: str) -> None:
    page.evaluate("(kept) => localStorage.setItem('besuch', kept)", json.dumps({"today": day}))


def formats(page: Page) -> dict[str, str | None]:
    links = page.locator("[data-subscribe] .chips a").all()
    hrefs = [link.get_attribute("href") or "" for link in links]
    return {urlsplit(href).path.rpartition(".")[2]: href for href in hrefs}


def test_the_links_follow_the_filters(visitor: Visitor) -> None:
    page = visitor.open("/?theme=education")
    page.select_option("#filter-zeit", "2", force=True)
    expect(page.locator("[data-result-line]")).to_contain_text("höchstens 2 Stunden")
    page.locator("[data-subscribe] summary").click()
    expect(page.locator("[data-feed]").first).to_have_attribute("href", re.compile("hours_max=2"))
    page.select_option("#filter-zeit", "3", force=True)
    page.select_option("#filter-zeit", "2", force=True)
    expect(page.locator("[data-feed]").first).to_have_attribute("href", re.compile("hours_max=2"))
    found = formats(page)
    assert set(found) == {"ics", "atom", "csv", "geojson"}
    assert (found["ics"] or "").startswith("webcal:")
    for href in found.values():
        assert parse_qs(urlsplit(href or "").query) == {"theme": ["education"], "hours_max": ["2"]}
    answer = page.request.get(found["csv"] or "")
    assert answer.ok
    assert len(answer.text().strip().splitlines()) - 1 == page.locator(".entry").count()


def test_nothing_is_remembered_unasked(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.locator("[data-subscribe] summary").click()
    expect(page.get_by_label("Beim nächsten Besuch zeigen")).not_to_be_checked()
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_the_next_visit_says_what_is_new(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.locator("[data-subscribe] summary").click()
    page.get_by_label("Beim nächsten Besuch zeigen").check()
    expect(page.locator("[data-news]")).to_be_hidden()  # today is the first visit
    visited(page, "2026-03-25")
    page.reload()
    news = page.locator("[data-news] a")
    expect(news).to_have_text("1 Angebot ist neu oder geändert seit deinem Besuch am 25. März 2026")
    page.select_option("#suche-thema", "education")  # that one belongs to another theme
    expect(news).to_contain_text("Nichts Neues hier")
    page.select_option("#suche-thema", "")
    expect(news).to_contain_text("1 Angebot")
    news.click()
    expect(page.locator("[data-result-line]")).to_have_text(
        "1 Angebot in Viereck, neu seit 25. März 2026"
    )
    expect(page.locator(".entry__title")).to_have_text("Frühjahrsputz am Ufer")
    expect(page.locator("[data-news]")).to_be_hidden()
    page.go_back()
    expect(news).to_be_visible()


def test_it_can_be_turned_off_for_good(visitor: Visitor) -> None:
    page = visitor.open("/")
    visited(page, "2026-03-25")
    page.reload()
    expect(page.locator("[data-news]")).to_be_visible()
    page.locator("[data-subscribe] summary").click()
    page.get_by_label("Beim nächsten Besuch zeigen").uncheck()
    expect(page.locator("[data-news]")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_without_scripts_the_links_are_there(visitor: Visitor) -> None:
    page = visitor.open("/?ohne_ort=1", java_script_enabled=False)
    found = formats(page)
    assert page.request.get(found["csv"] or "").ok
    expect(page.get_by_label("Beim nächsten Besuch zeigen")).to_be_hidden()
