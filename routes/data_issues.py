"""The public issues of the data: grouped, filtered by source and kind, page by page, as CSV."""

from __future__ import annotations

import re

from flask import request, url_for
from msgspec import Struct

from geodata.issues import kind_words
from geodata.snapshot import Snapshot
from routes import params
from routes.address import Address
from routes.context import services
from routes.speech import _
from services.data_quality import IssuePage, PublicIssue, find_issues, pages_of_records

PATH = "/daten"
ANCHOR = "#hinweise"
SOURCE, KIND, PAGE = "quelle", "art", "seite"
PAGE_SIZE = 25
MAX_PAGE = 100_000

#: how a message begins that says where: the table has columns of its own for that
LOCATION = re.compile(r"^\S+(, Zeile \d+)?, Feld „[^“]*“: ")

CSV_COLUMNS = ("source_id", "kind", "severity", "record_id", "row", "field", "message")


class IssueRow(Struct, frozen=True, kw_only=True):
    """One issue as the table shows it. `href` only where the entry has a page today."""

    source: str
    source_id: str | None
    entry: str
    href: str | None
    line: str
    field: str
    kind: str
    severity: str
    message: str


class Group(Struct, frozen=True, kw_only=True):
    """A kind or a source: how many issues choosing it would show, and the address of that."""

    value: str
    label: str
    count: int
    href: str
    is_chosen: bool
    severity: str = ""


class IssueList(Struct, frozen=True, kw_only=True):
    """Everything the section of the page lays out. `total` counts without any filter."""

    total: int
    matched: int
    rows: tuple[IssueRow, ...]
    kinds: tuple[Group, ...]
    sources: tuple[Group, ...]
    page: int
    pages: int
    previous: str | None
    following: str | None
    is_filtered: bool
    csv_href: str
    all_href: str = PATH + ANCHOR


class Asked(Struct, frozen=True, kw_only=True):
    """The filter of a request."""

    source: str | None
    kind: str | None
    page: int


def severity_words() -> dict[str, str]:
    """What became of the row."""
    return {
        "error": _("Eintrag ausgelassen"),
        "warning": _("Angabe ausgelassen oder berichtigt"),
        "info": _("nur zur Kenntnis"),
    }


def asked_of_request(held: Snapshot) -> Asked:
    """The filter in the address. Raises BadQuery for a source or kind that is not there."""
    everything = find_issues(held, limit=0)
    args = request.args
    known = {source.source_id for source in held.sources} | set(everything.sources)
    return Asked(
        source=params.choice(args, SOURCE, sorted(known)),
        kind=params.choice(args, KIND, sorted(everything.kinds)),
        page=params.integer(args, PAGE, least=1, most=MAX_PAGE) or 1,
    )


def issue_page(held: Snapshot, asked: Asked, *, whole: bool = False) -> IssuePage:
    """The issues that were asked for: one page of them, or all."""
    limit = None if whole else PAGE_SIZE
    offset = 0 if whole else (asked.page - 1) * PAGE_SIZE
    return find_issues(held, source=asked.source, kind=asked.kind, limit=limit, offset=offset)


def _address(asked: Asked, **changes: str | None) -> Address:
    lang = request.args.get("lang", "").strip() or None
    pairs = {SOURCE: asked.source, KIND: asked.kind, "lang": lang, **changes}
    return Address(PATH, tuple((name, value) for name, value in pairs.items() if value))


def _href(asked: Asked, **changes: str | None) -> str:
    return _address(asked, **changes).href + ANCHOR


def _source_titles(held: Snapshot) -> dict[str, str]:
    titles = {source.source_id: source.title for source in held.sources}
    return {"corrections": _("Korrekturen von Hand"), **titles}


def _entry(issue: PublicIssue, held: Snapshot) -> tuple[str, str | None]:
    """What the issue is about, and where that can be read; an offer that is over has no page."""
    found = pages_of_records(held).get(issue.record_id or "")
    if found is None:
        return "" if issue.row else issue.record_id or "", None
    collection, key, title = found
    if collection == "organisations":
        return title, url_for("details.organisation", organisation_id=key)
    is_open = services().search.is_open(held.opportunity_by_id[key])
    return title, url_for("details.opportunity", opportunity_id=key) if is_open else None


def _row(issue: PublicIssue, held: Snapshot, titles: dict[str, str]) -> IssueRow:
    entry, href = _entry(issue, held)
    return IssueRow(
        source=titles.get(issue.source_id, issue.source_id),
        source_id=issue.source_id if issue.source_id in held.source_by_id else None,
        entry=entry,
        href=href,
        line=_("Zeile %(row)s", row=issue.row) if issue.row is not None else "",
        field=issue.field or "",
        kind=_(kind_words(issue.kind)),
        severity=severity_words()[issue.severity],
        message=LOCATION.sub("", issue.message),
    )


def _kind_groups(found: IssuePage, asked: Asked) -> tuple[Group, ...]:
    words = severity_words()
    return tuple(
        Group(
            value=kind,
            label=_(kind_words(kind)),
            count=count,
            href=_href(asked, **{KIND: kind}),
            is_chosen=kind == asked.kind,
            severity=words[found.severities[kind]],
        )
        for kind, count in found.kinds.items()
    )


def _source_groups(found: IssuePage, asked: Asked, titles: dict[str, str]) -> tuple[Group, ...]:
    counts = {**({asked.source: 0} if asked.source else {}), **found.sources}
    return tuple(
        Group(
            value=source_id,
            label=titles.get(source_id, source_id),
            count=count,
            href=_href(asked, **{SOURCE: source_id}),
            is_chosen=source_id == asked.source,
        )
        for source_id, count in counts.items()
    )


def issue_list(held: Snapshot, asked: Asked) -> IssueList:
    """The section of the page for what was asked."""
    found, titles = issue_page(held, asked), _source_titles(held)
    pages = max(1, -(-found.matched // PAGE_SIZE))
    last = min(asked.page, pages + 1)
    query = _address(asked, lang=None).href.removeprefix(PATH)
    return IssueList(
        total=find_issues(held, limit=0).matched,
        matched=found.matched,
        rows=tuple(_row(issue, held, titles) for issue in found.issues),
        kinds=_kind_groups(found, asked),
        sources=_source_groups(found, asked, titles),
        page=asked.page,
        pages=pages,
        previous=_href(asked, **{PAGE: str(last - 1)}) if last > 1 else None,
        following=_href(asked, **{PAGE: str(asked.page + 1)}) if asked.page < pages else None,
        is_filtered=bool(asked.source or asked.kind),
        csv_href=f"{PATH}/hinweise.csv{query}",
    )
