"""The parsers of single values: strict about what can be read in two ways."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.normalise import values
from geodata.normalise.position import parse_position
from geodata.normalise.text import MAX_LENGTH, clean_text
from geodata.normalise.values import BadValue

BERLIN = ZoneInfo("Europe/Berlin")
DRESDEN = (13.57, 50.96, 13.98, 51.19)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03.04.2026", dt.date(2026, 4, 3)),
        ("3.4.2026", dt.date(2026, 4, 3)),
        ("2026-04-03", dt.date(2026, 4, 3)),
        ("29.02.2028", dt.date(2028, 2, 29)),
        ("24. Dezember 2026", dt.date(2026, 12, 24)),
        ("1. März 2026", dt.date(2026, 3, 1)),
        ("3.Apr. 2026", dt.date(2026, 4, 3)),
        ("Do, 24.12.2026", dt.date(2026, 12, 24)),
        ("Donnerstag, den 24. Dezember 2026", dt.date(2026, 12, 24)),
    ],
)
def test_dates_in_german_and_iso_form(text: str, expected: dt.date) -> None:
    assert values.parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "03.04.20026", "20026-04-03", "31.02.2026", "29.02.2026", "03/04/2026", "2026-4-3",
        "03.04.26", "46115", "3. Germinal 2026", "31. Juni 2026",
        "April 2026", "3. April 26", "00.01.2026", "01.13.2026", "01.01.1899",
        "٠٣.٠٤.٢٠٢٦", "2026-04-03T10:00", "morgen",
    ],
)  # fmt: skip
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        values.parse_date(text)
    assert caught.value.kind == "bad_date"
    assert text not in str(caught.value)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_every_date_comes_back(day: dt.date) -> None:
    assert values.parse_date(f"{day:%d.%m.}{day.year}") == day
    assert values.parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03.04.2026 18:30", utc(2026, 4, 3, 16, 30)),
        ("3.4.2026, 9:05 Uhr", utc(2026, 4, 3, 7, 5)),
        ("03.04.2026 um 18:30", utc(2026, 4, 3, 16, 30)),
        ("03.04.2026, 18 Uhr", utc(2026, 4, 3, 16)),
        ("3. April 2026 um 18.30 Uhr", utc(2026, 4, 3, 16, 30)),
        ("Fr, 3. April 2026, 18:30 Uhr", utc(2026, 4, 3, 16, 30)),
        ("2026-01-03T18:30:15", utc(2026, 1, 3, 17, 30, 15)),
        ("2026-04-03T18:30:00.123Z", utc(2026, 4, 3, 18, 30)),
        ("2026-04-03T18:30:00+05:30", utc(2026, 4, 3, 13, 0)),
        ("2026-01-03 00:30-01:00", utc(2026, 1, 3, 1, 30)),
        # comes twice in autumn: the first one, still in summer time
        ("25.10.2026 02:30", utc(2026, 10, 25, 0, 30)),
    ],
)
def test_moments_are_local_time_unless_they_say_otherwise(text: str, expected: dt.datetime) -> None:
    assert values.parse_datetime(text, BERLIN) == expected


@pytest.mark.parametrize(
    "text",
    [
        "29.03.2026 02:30", "03.04.2026", "03.04.2026 25:00", "03.04.2026 18:61",
        "03.04.2026 abends", "2026-04-03T18:30+99:00", "18:30",
    ],
)  # fmt: skip
def test_moments_that_do_not_exist(text: str) -> None:
    with pytest.raises(BadValue):
        values.parse_datetime(text, BERLIN)


def test_a_day_alone_is_midnight_where_that_is_enough() -> None:
    moment = values.parse_datetime("03.04.2026", BERLIN, may_lack_time=True)
    assert moment == utc(2026, 4, 2, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,5", 1.5), ("1.5", 1.5), ("20", 20.0), ("0,5", 0.5), ("-3", -3.0),
        ("1.250,00", 1250.0), ("12.345.678,9", 12345678.9), ("1234,5", 1234.5),
    ],
)  # fmt: skip
def test_numbers_with_comma_or_point(text: str, expected: float) -> None:
    assert values.parse_float(text) == expected


@pytest.mark.parametrize(
    "text",
    ["1.250", "1.234.567", "1,234.50", "1e3", "nan", "inf", "2 h", "1,2,3", "½", "", "1.", "٣"],
)
def test_numbers_that_could_mean_two_things_or_nothing(text: str) -> None:
    with pytest.raises(BadValue):
        values.parse_float(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,5", 1.5), ("2 Stunden pro Woche", 2.0), ("ca. 1,5 Std./Woche", 1.5),
        ("etwa 3 h in der Woche", 3.0), ("4h/Woche", 4.0), ("2 Std. wöchentlich", 2.0),
    ],
)  # fmt: skip
def test_hours_per_week_in_words(text: str, expected: float) -> None:
    assert values.parse_weekly_hours(text) == expected


@pytest.mark.parametrize(
    "text", ["2 h", "2 Stunden", "2-3 Stunden pro Woche", "4 Stunden im Monat", "1.250 h/Woche"]
)
def test_hours_of_no_week_or_of_two_numbers(text: str) -> None:
    with pytest.raises(BadValue):
        values.parse_weekly_hours(text)


@pytest.mark.parametrize("text", ["16", "16 Jahre", "ab 16", "ab 16 Jahren", "mind. 16 J.", "16+"])
def test_ages_in_words(text: str) -> None:
    assert values.parse_age(text) == 16
    for other in ("16-18 Jahre", "Erwachsene", "bis 16", "160"):
        with pytest.raises(BadValue):
            values.check_limits("min_age", values.parse_age(other))


def test_a_number_that_lost_its_plus_keeps_its_country() -> None:
    assert values.parse_phone("491791234567") == "+491791234567"
    assert values.parse_phone("3511234567") == "+49 3511234567"
    assert values.parse_phone("4917012345") == "+49 4917012345"  # Leer has the area code 0491


def test_a_thousands_dot_is_no_decimal_point_but_degrees_have_one() -> None:
    with pytest.raises(BadValue) as caught:
        values.parse_float("12.500")
    assert caught.value.kind == "ambiguous_number"
    assert values.parse_coordinate("13.737") == 13.737


@pytest.mark.parametrize("text", ["1.5", "16,0", "sechzehn", "", "1" * 16])
def test_whole_numbers(text: str) -> None:
    assert values.parse_int("16") == 16
    with pytest.raises(BadValue):
        values.parse_int(text)


def test_limits() -> None:
    values.check_limits("min_age", 14)
    values.check_limits("anything", 1e12)
    for field, value in (("min_age", -1), ("hours_per_week", 0), ("hours_per_week", 168)):
        with pytest.raises(BadValue):
            values.check_limits(field, value)


@pytest.mark.parametrize("text", ["ja", "Ja", "true", "TRUE", "1", "wahr", "yes", "x"])
def test_yes(text: str) -> None:
    assert values.parse_bool(text) is True


@pytest.mark.parametrize("text", ["nein", "false", "0", "Falsch", "no"])
def test_no(text: str) -> None:
    assert values.parse_bool(text) is False


@pytest.mark.parametrize("text", ["vielleicht", "2", "-", "jaein"])
def test_maybe(text: str) -> None:
    with pytest.raises(BadValue):
        values.parse_bool(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("www.example.org", "https://www.example.org"),
        ("HTTP://Example.org/Pfad?a=1&copy=2#x", "http://example.org/Pfad?a=1&copy=2#x"),
        ("bücher.example.de/über", "https://bücher.example.de/über"),
        ("https://example.org:8443/", "https://example.org:8443/"),
    ],
)
def test_web_addresses_get_a_scheme(text: str, expected: str) -> None:
    assert values.parse_url(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "ftp://example.org", "data:text/html,x", "https://", "beispiel",
        "https://user:secret@example.org", "https://a b.org", "//example.org", "http://1.2.3.4",
        "https://example.org/a b", "localhost:8000", "kontakt@example.org",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(BadValue):
        values.parse_url(text)


def test_mail_addresses() -> None:
    assert values.parse_mail("mailto:Kontakt@Example.ORG") == "Kontakt@example.org"
    for text in ("kontakt", "a@b", "a@b.de, c@d.de", "a b@example.org", "<a@example.org>"):
        with pytest.raises(BadValue):
            values.parse_mail(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("030 23125 123", "+49 30 23125 123"),
        ("030/23125-123", "+49 30 23125 123"),
        ("+49 (0)30 23125123", "+49 30 23125123"),
        ("0049 30 23125123", "+49 30 23125123"),
        ("Tel.: 0152 28817386", "+49 152 28817386"),
        ("(030) 23125123", "+49 30 23125123"),
        ("+420 123 456 789", "+420 123 456 789"),
    ],
)
def test_phone_numbers_become_international(text: str, expected: str) -> None:
    assert values.parse_phone(text) == expected


@pytest.mark.parametrize("text", ["123", "030 abc", "1234567890123456", "anrufen", "+"])
def test_other_phone_numbers_are_refused(text: str) -> None:
    with pytest.raises(BadValue):
        values.parse_phone(text)


def test_ids_can_stand_in_an_address() -> None:
    assert values.parse_key("opp-0001.a:b~c") == "opp-0001.a:b~c"
    for text in ("a/b", "a b", "ä", "-a", "a|b", "x" * 101, ""):
        with pytest.raises(BadValue):
            values.parse_key(text)


def test_lists() -> None:
    words = {"essen, kleidung, obdach": "basics", "tiere": "animals"}
    assert values.split_list("tiere|essen, kleidung, obdach", words) == [
        "tiere", "essen, kleidung, obdach",
    ]  # fmt: skip
    assert values.split_list("Essen, Kleidung, Obdach", words) == ["Essen, Kleidung, Obdach"]
    assert values.split_list("a, b ;c", words) == ["a, b", "c"]
    assert values.split_list("a, b,,", words) == ["a", "b"]
    assert values.split_list("", words) == []


# --- positions


def test_a_point_lies_where_it_says() -> None:
    point, is_swapped = parse_position("13,7373", "51.0504", DRESDEN)
    assert (point.x, point.y, is_swapped) == (13.7373, 51.0504, False)
    assert parse_position("", "", DRESDEN) == (None, False)


def test_swapped_positions_are_found() -> None:
    point, is_swapped = parse_position("51.0504", "13.7373", DRESDEN)
    assert (point.x, point.y, is_swapped) == (13.7373, 51.0504, True)


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        ("13.7", "", "gehören zusammen"),
        ("", "51.0", "gehören zusammen"),
        ("0", "0", "weit außerhalb"),
        ("13.4", "52.5", "weit außerhalb"),
        ("411000", "5655000", "keine Grad"),
        ("ost", "51.0", "keine Zahl"),
    ],
)
def test_other_positions_are_refused(lon: str, lat: str, said: str) -> None:
    with pytest.raises(BadValue, match=said):
        parse_position(lon, lat, DRESDEN)


# --- text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<p>Du <b>hilfst</b> mit.</p>", "Du hilfst mit."),
        ("Eins<br/>Zwei", "Eins Zwei"),
        ("<script>alert(1)</script>Hallo<style>p{}</style>", "Hallo"),
        ("<!-- geheim -->Hallo", "Hallo"),
        ("&lt;p&gt;Doppelt&lt;/p&gt; &amp; mehr", "Doppelt & mehr"),
        ("M&uuml;ller &amp; S&ouml;hne", "Müller & Söhne"),
        ("<img src=x onerror=alert(1)>Bild", "Bild"),
        ("a < b und c > d", "a < b und c > d"),
        ("Kinder <3", "Kinder <3"),
        ("https://example.org/?a=1&copy=2", "https://example.org/?a=1&copy=2"),
        ('=HYPERLINK("https://example.org")', '=HYPERLINK("https://example.org")'),
        ("@SUM(1)", "@SUM(1)"),
        ("{{ 7*7 }} ${x} `y`", "{{ 7*7 }} ${x} `y`"),
        ("Nul\x00l\x07 und\u200b\u202e weg", "Null und weg"),
        ("  viel \t  Platz\n hier ", "viel Platz hier"),
        ("Bu\u0308cher", "Bücher"),
        (None, ""),
        (float("nan"), ""),
        (12, "12"),
    ],
)
def test_text_is_plain(raw: object, expected: str) -> None:
    assert clean_text(raw)[0] == expected


def test_lines_stay_where_they_are_wanted() -> None:
    text, repairs = clean_text("<p>Eins</p><p>Zwei</p>\r\n\r\n\r\n\r\nDrei", is_multiline=True)
    assert text == "Eins\n\nZwei\n\nDrei"
    assert repairs == ["markup"]


def test_repairs_are_told() -> None:
    assert clean_text("ganz normal")[1] == []
    assert clean_text("a\x00b")[1] == ["control_characters"]
    assert clean_text("a&#0;b&#7;c") == ("a\ufffdbc", ["markup"])
    text, repairs = clean_text("x" * (MAX_LENGTH + 5))
    assert (len(text), repairs) == (MAX_LENGTH, ["too_long"])


def test_a_broken_tag_is_markup_and_a_comparison_is_none() -> None:
    assert clean_text("<b<>fett") == ("b>fett", ["markup"])
    assert clean_text("Alter > 6 und < 12, a<b") == ("Alter > 6 und < 12, a<b", [])


@given(st.text(alphabet="<>/&;ab!-scriptlg \x00\n", max_size=60))
def test_no_markup_and_no_control_character_survives(raw: str) -> None:
    text = clean_text(raw)[0]
    assert "\x00" not in text
    assert not [c for c in text if ord(c) < 32]
    # cleaning again only ever finds what entities hid even deeper
    assert "<b" not in text or ">" not in text[text.index("<b") :]
    assert "<script>" not in text


@pytest.mark.parametrize("piece", ["<", "<!--", "<a", "&", "<b<", "</", "&lt;", "<script>"])
def test_hostile_text_comes_to_an_end(piece: str) -> None:
    text, _ = clean_text(piece * (2 * MAX_LENGTH // len(piece)))
    assert len(text) <= MAX_LENGTH
    assert "<script>" not in text
