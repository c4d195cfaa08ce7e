"""Calendars: zones, whole days, series and their exceptions, and rules without end."""

from __future__ import annotations

import pytest

from geodata.formats import limits
from tests.geodata.formats.reading import kinds, read, refusal, rows

#: as the city's calendar and Nextcloud write it: folded lines, escapes, a zone that is defined
FAIR = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Nextcloud calendar v4
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:messe-2026@example.org
DTSTAMP:20260101T000000Z
LAST-MODIFIED:20260201T101500Z
DTSTART;TZID=Europe/Berlin:20260403T183000
DTEND;TZID=Europe/Berlin:20260403T210000
SUMMARY:Freiwilligenmesse\, die zweite
DESCRIPTION:Kommen Sie vorbei\nund bringen Sie jem
 anden mit
LOCATION:Rathaus\, Dr.-Külz-Ring 19
URL:https://example.org/messe
GEO:51.047;13.741
CATEGORIES:Messe,Ehrenamt
ORGANIZER;CN=Freiwilligenagentur:mailto:jemand@example.org
ATTENDEE;CN=Erika Muster:mailto:erika@example.org
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
DESCRIPTION:Erinnerung
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def calendar(*events: str, head: str = "") -> str:
    inner = "\n".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{inner}\nEND:VCALENDAR\n"
    return text.replace("\n", "\r\n")


def dates(*events: str, head: str = "", **options: str) -> list[str]:
    return [
        row["dtstart"] for row in rows(read("icalendar", calendar(*events, head=head), **options))
    ]


def test_an_event_becomes_a_row() -> None:
    table = read("icalendar", FAIR)
    assert rows(table) == [
        {
            "id": "messe-2026~example.org",
            "uid": "messe-2026@example.org",
            "dtstart": "2026-04-03T18:30:00+02:00",
            "dtend": "2026-04-03T21:00:00+02:00",
            "all_day": "nein",
            "organizer": "Freiwilligenagentur",
            "summary": "Freiwilligenmesse, die zweite",
            "description": "Kommen Sie vorbei\nund bringen Sie jemanden mit",
            "location": "Rathaus, Dr.-Külz-Ring 19",
            "categories": "Messe|Ehrenamt",
            "url": "https://example.org/messe",
            "last_modified": "2026-02-01T10:15:00+00:00",
            "lon": "13.741",
            "lat": "51.047",
        }
    ]
    assert table.faults == ()


def test_people_who_are_invited_are_not_read() -> None:
    assert "erika" not in str(rows(read("icalendar", FAIR))).lower()
    assert "jemand@" not in str(rows(read("icalendar", FAIR)))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART:20260403T163000Z", "2026-04-03T16:30:00+00:00"),
        ("DTSTART:20260403T183000", "2026-04-03T18:30:00"),
        ("DTSTART;TZID=Europe/Berlin:20260103T183000", "2026-01-03T18:30:00+01:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20260403T183000", "2026-04-03T18:30:00+02:00"),
        (
            'DTSTART;TZID="/vendor.org/2020/Europe/Berlin":20260403T183000',
            "2026-04-03T18:30:00+02:00",
        ),
        # the hour that comes twice in autumn is the first
        ("DTSTART;TZID=Europe/Berlin:20261025T023000", "2026-10-25T02:30:00+02:00"),
    ],
)
def test_zones(start: str, expected: str) -> None:
    table = read("icalendar", calendar(f"UID:1\n{start}"))
    assert rows(table)[0]["dtstart"] == expected
    assert table.faults == ()


OUTLOOK = """BEGIN:VTIMEZONE
TZID:Kundendefinierte Zeitzone
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=SECONDLY
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def test_a_zone_of_the_files_own_is_recognised_by_its_offsets() -> None:
    event = "UID:1\nDTSTART;TZID=Kundendefinierte Zeitzone:20260403T183000"
    assert dates(event, head=OUTLOOK) == ["2026-04-03T18:30:00+02:00"]


@pytest.mark.parametrize(
    "name",
    ["Europe", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "localtime", "x" * 5000],
)
def test_a_zone_that_is_none_is_said_and_opens_no_file(name: str) -> None:
    table = read("icalendar", calendar(f"UID:1\nDTSTART;TZID={name}:20260403T183000"))
    assert rows(table)[0]["dtstart"] == "2026-04-03T18:30:00"
    assert kinds(table) == [(1, "dtstart", "unknown_zone")]


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        (
            "DTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260503",
            "2026-05-01T00:00:00",
            "2026-05-02T23:59:00",
        ),
        ("DTSTART;VALUE=DATE:20260501", "2026-05-01T00:00:00", "2026-05-01T23:59:00"),
        (
            "DTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260501",
            "2026-05-01T00:00:00",
            "2026-05-01T23:59:00",
        ),
        (
            "DTSTART;VALUE=DATE:20260501\nDURATION:P2D",
            "2026-05-01T00:00:00",
            "2026-05-02T23:59:00",
        ),
    ],
)
def test_whole_days_end_on_their_last_day(lines: str, start: str, end: str) -> None:
    (row,) = rows(read("icalendar", calendar(f"UID:1\n{lines}")))
    assert (row["dtstart"], row["dtend"], row["all_day"]) == (start, end, "ja")


def test_ends() -> None:
    (row,) = rows(read("icalendar", calendar("UID:1\nDTSTART:20260403T180000Z\nDURATION:PT90M")))
    assert row["dtend"] == "2026-04-03T19:30:00+00:00"
    mixed = "UID:1\nDTSTART;TZID=Europe/Berlin:20260403T180000\nDTEND:20260403T180000Z"
    (row,) = rows(read("icalendar", calendar(mixed)))
    assert row["dtend"] == "2026-04-03T20:00:00+02:00"
    (row,) = rows(
        read("icalendar", calendar("UID:1\nDTSTART:20260403T180000Z\nDTEND:20260402T180000Z"))
    )
    assert "dtend" not in row


WEEKLY = "UID:treff@x\nDTSTART;TZID=Europe/Berlin:20260320T183000\nDTEND;TZID=Europe/Berlin:20260320T193000\n"


def test_a_series_stays_at_its_local_time_and_gets_ids_of_its_own() -> None:
    table = read("icalendar", calendar(WEEKLY + "RRULE:FREQ=WEEKLY;UNTIL=20260403T163000Z"))
    assert [(row["id"], row["dtstart"], row["dtend"][11:]) for row in rows(table)] == [
        ("treff~x-20260320T1830", "2026-03-20T18:30:00+01:00", "19:30:00+01:00"),
        ("treff~x-20260327T1830", "2026-03-27T18:30:00+01:00", "19:30:00+01:00"),
        ("treff~x-20260403T1830", "2026-04-03T18:30:00+02:00", "19:30:00+02:00"),
    ]
    assert list(table.frame.index) == [1, 1, 1]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=3", ["20", "27", "03"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20260327", ["20", "27"]),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Berlin:20260327T183000", ["20", "03"]),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20260327T173000Z", ["20", "03"]),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20260327", ["20", "03"]),
        ("RDATE;TZID=Europe/Berlin:20260322T100000", ["20", "22"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=3FR;COUNT=2", ["20", "17"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=FR,SA;COUNT=3", ["20", "21", "27"]),
    ],
)
def test_rules_and_exceptions(lines: str, expected: list[str]) -> None:
    assert [date[8:10] for date in dates(WEEKLY + lines)] == expected


def test_a_changed_date_replaces_the_one_of_the_series() -> None:
    changed = (
        "UID:treff@x\nRECURRENCE-ID;TZID=Europe/Berlin:20260327T183000\n"
        "DTSTART;TZID=Europe/Berlin:20260328T100000"
    )
    table = read("icalendar", calendar(WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=3", changed))
    assert [(row["id"], row["dtstart"][:16]) for row in rows(table)] == [
        ("treff~x-20260320T1830", "2026-03-20T18:30"),
        ("treff~x-20260403T1830", "2026-04-03T18:30"),
        ("treff~x-20260327T1830", "2026-03-28T10:00"),
    ]


def test_cancelled_dates_and_events_are_left_out_and_that_is_said() -> None:
    changed = (
        "UID:treff@x\nRECURRENCE-ID;TZID=Europe/Berlin:20260327T183000\n"
        "DTSTART;TZID=Europe/Berlin:20260327T183000\nSTATUS:CANCELLED"
    )
    whole = "UID:fest@x\nDTSTART:20260403T163000Z\nSTATUS:cancelled"
    table = read("icalendar", calendar(WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=3", changed, whole))
    assert [row["id"] for row in rows(table)] == ["treff~x-20260320T1830", "treff~x-20260403T1830"]
    assert [(fault.row, fault.kind, fault.severity) for fault in table.faults] == [
        (2, "cancelled_event", "info"),
        (3, "cancelled_event", "info"),
    ]


def test_a_series_of_whole_days() -> None:
    event = (
        "UID:1\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY;COUNT=2\nEXDATE;VALUE=DATE:20270501"
    )
    assert dates(event) == ["2026-05-01T00:00:00"]


def test_days_asked_for() -> None:
    endless = WEEKLY.replace("20260320", "20160318") + "RRULE:FREQ=WEEKLY"
    found = dates(endless, first_day="2026-04-01", last_day="2026-04-12")
    assert found == ["2026-04-03T18:30:00+02:00", "2026-04-10T18:30:00+02:00"]
    # an event of one date is passed on whenever it is
    assert len(dates("UID:1\nDTSTART:20100403T163000Z", first_day="2026-04-01")) == 1
    assert "first_day" in refusal("icalendar", calendar(endless), first_day="morgen")


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:99991231T230000Z\nDTEND:99991231T235959Z\nRRULE:FREQ=DAILY",
        "DTSTART;TZID=Europe/Berlin:00010101T000000\nRRULE:FREQ=DAILY",
        "DTSTART:20260101T100000Z\nDURATION:P99999999D\nRRULE:FREQ=YEARLY;INTERVAL=99999999999",
        "DTSTART:20260101T100000Z\nEXDATE:99991231T235959Z\nRDATE:00010101T000000Z",
        "DTSTART;TZID=Europe/Berlin:20260101T100000\nRRULE:FREQ=YEARLY;UNTIL=99991231T235959Z",
        "DTSTART:21991231T100000Z\nRRULE:FREQ=DAILY",
    ],
)
def test_dates_at_the_ends_of_time_are_no_errors(lines: str) -> None:
    table = read("icalendar", calendar(f"UID:1\n{lines}", "UID:2\nDTSTART:20260403T163000Z"))
    assert rows(table)[-1]["uid"] == "2"
    assert {row.get("dtstart", "")[:2] for row in rows(table)} <= {"20", "21", "22"}


def test_an_endless_rule_ends() -> None:
    daily = "UID:1\nDTSTART:20260101T100000Z\nRRULE:FREQ=DAILY"
    table = read("icalendar", calendar(daily))
    assert len(table.frame) == limits.MAX_OCCURRENCES
    assert kinds(table) == [(1, "rrule", "cut_series")]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;COUNT=5",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE="
        + ",".join(map(str, range(60))) + ";BYSECOND=" + ",".join(map(str, range(60))),
        "FREQ=WEEKLY;BYDAY=99XX",
        "FREQ=NEVER",
        "INTERVAL=2",
    ],
)  # fmt: skip
def test_rules_that_are_not_followed_give_the_first_date(rule: str) -> None:
    table = read("icalendar", calendar(f"UID:1\nDTSTART:20260101T100000Z\nRRULE:{rule}"))
    assert len(table.frame) == 1
    assert [fault.field for fault in table.faults] == ["rrule"]


def test_rules_that_never_find_a_date_do_not_take_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    never = "DTSTART:19800101T100000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3"
    assert dates(f"UID:1\n{never}", first_day="2026-01-01") == []
    monkeypatch.setattr("geodata.formats.occurrences.MAX_RULE_STEPS", 200_000)
    table = read("icalendar", calendar(*[f"UID:{i}\n{never}" for i in range(4)]))
    assert kinds(table) == [(row, "rrule", "bad_rule") for row in (2, 3, 4)]


def test_dates_of_a_file_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.formats.occurrences.MAX_ALL_OCCURRENCES", 6)
    daily = "DTSTART:20260101T100000Z\nRRULE:FREQ=DAILY;COUNT=4"
    table = read("icalendar", calendar(*[f"UID:{i}\n{daily}" for i in range(3)]))
    assert len(table.frame) <= 8
    assert (3, "rrule", "bad_rule") in kinds(table)


def test_one_bad_event_does_not_block_the_rest() -> None:
    table = read(
        "icalendar",
        calendar(
            "UID:1\nDTSTART:20260403T163000Z\nSUMMARY:gut\nGEO:oben;rechts\nDTEND:bald\nKAPUTT",
            "UID:2\nDTSTART:200260403T163000Z\nSUMMARY:Jahr 20026",
            "UID:3\nSUMMARY:ohne Anfang",
            "UID:4\nBEGIN:VALARM\nDTSTART:20260403T163000Z",
            "UID:5\nDTSTART:20260403T163000Z\nDESCRIPTION:" + "x" * limits.MAX_EVENT_TEXT,
            "UID:6\nDTSTART:20260403T163000Z\nCLASS:PRIVATE\nSUMMARY:geheim",
            "UID:7\nDTSTART:20260403T163000Z\nSUMMARY:letzter",
        ),
    )
    assert [row.get("summary") for row in rows(table)] == ["gut", "letzter"]
    assert list(table.frame.index) == [1, 7]
    assert {row for row, _, kind in kinds(table) if kind == "bad_record"} == {2, 3, 4, 5}
    assert (6, None, "private_event") in kinds(table)
    assert {field for row, field, _ in kinds(table) if row == 1} == {"geo", "dtend", None}
    assert "geheim" not in str(table.faults)


def test_ids_can_stand_in_an_address() -> None:
    table = read(
        "icalendar", calendar("UID:a b/ü\nDTSTART:20260403T163000Z", "DTSTART:20260403T163000Z")
    )
    ids = [row["id"] for row in rows(table)]
    assert len(set(ids)) == 2
    assert all(part.isascii() and "/" not in part and " " not in part for part in ids)


def test_a_cancelled_calendar_cancels_its_events() -> None:
    table = read("icalendar", calendar("UID:1\nDTSTART:20260403T163000Z", head="METHOD:CANCEL\n"))
    assert rows(table) == []
    assert [fault.kind for fault in table.faults] == ["cancelled_event"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "leer"),
        ("<html></html>", "kein Kalender"),
        (FAIR[:700], "abgeschnitten"),
        (FAIR.replace("END:VCALENDAR", ""), "abgeschnitten"),
    ],
)
def test_what_is_no_calendar_says_why(text: str, said: str) -> None:
    assert said in refusal("icalendar", text)


def test_too_many_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.formats.icalendar.MAX_EVENTS", 3)
    assert "mehr als 3 Termine" in refusal("icalendar", calendar(*["UID:1"] * 4))


def test_an_old_encoding() -> None:
    (row,) = rows(read("icalendar", FAIR.encode("cp1252")))
    assert row["location"] == "Rathaus, Dr.-Külz-Ring 19"
