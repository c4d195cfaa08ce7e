"""XML feeds: RSS, Atom, exports of platforms, and what hostile documents try."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.formats import limits
from tests.geodata.formats.reading import kinds, read, refusal, rows

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:georss="http://www.georss.org/georss"
  xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>Ehrenamtsb&ouml;rse</title><link>https://boerse.example.org</link>
  <atom:link href="https://boerse.example.org/feed" rel="self"/>
  <item>
    <title>Lesepatin gesucht</title><link>https://boerse.example.org/1</link>
    <guid isPermaLink="false">boerse-1</guid><dc:creator>Agentur</dc:creator>
    <category>Kinder</category><category>Bildung</category>
    <description><![CDATA[<p>Jede Woche &amp; gern</p>]]></description>
    <content:encoded>&lt;b&gt;mehr&lt;/b&gt;</content:encoded>
    <georss:point>51.049259 13.738144</georss:point>
  </item>
  <item><title>Fahrdienst&#0; &bdquo;Tafel&ldquo;</title></item>
</channel></rss>
"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Angebote</title>
<link href="https://example.org/"/><link rel="self" href="https://example.org/feed"/>
<entry><id>urn:1</id><title type="html">Garten</title>
<link rel="enclosure" href="https://example.org/1.pdf"/><link href="https://example.org/1"/>
<author><name>Verein</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Im <b>Park</b></p></div></content>
</entry></feed>"""

PLATFORM = """<export stand="2026-04-01">
<agentur><name>Freiwilligenagentur</name></agentur>
<organisationen><organisation id="o1"><name>Verein</name></organisation></organisationen>
<angebote>
  <angebot id="a1" status="aktiv">
    <titel xml:lang="de">Besuchsdienst</titel><titel xml:lang="en">Visiting</titel>
    <ort plz="01097">Dresden</ort>
    <zeiten><zeit tag="mo"><von>09:00</von></zeit><zeit tag="di"><von>10:00</von></zeit></zeiten>
    <text>Sehr <b>wichtig</b>, danke.</text><leer/>
  </angebot>
  <angebot id="a2"><titel>Nähen</titel></angebot>
</angebote></export>"""


def test_rss_items_are_rows() -> None:
    table = read("xml", RSS)
    assert rows(table) == [
        {
            "title": "Lesepatin gesucht",
            "link": "https://boerse.example.org/1",
            "guid": "boerse-1",
            "guid.isPermaLink": "false",
            "dc:creator": "Agentur",
            "category": "Kinder|Bildung",
            "description": "<p>Jede Woche &amp; gern</p>",
            "content:encoded": "<b>mehr</b>",
            "georss:point": "51.049259 13.738144",
            "lon": "13.738144",
            "lat": "51.049259",
        },
        {"title": "Fahrdienst\0 „Tafel“"},
    ]
    assert table.faults == ()


def test_atom_entries_are_rows_and_links_are_told_apart() -> None:
    assert rows(read("xml", ATOM)) == [
        {
            "id": "urn:1",
            "title": "Garten",
            "title.type": "html",
            "link": "https://example.org/1",
            "link.enclosure": "https://example.org/1.pdf",
            "author.name": "Verein",
            "content": "Im Park",
            "content.type": "xhtml",
        }
    ]


def test_a_platforms_export_is_flattened() -> None:
    table = read("xml", PLATFORM)
    assert rows(table) == [
        {
            "id": "a1",
            "status": "aktiv",
            "titel": "Besuchsdienst",
            "titel.en": "Visiting",
            "ort": "Dresden",
            "ort.plz": "01097",
            "zeiten.zeit.tag": "mo|di",
            "zeiten.zeit.von": "09:00|10:00",
            "text": "Sehr wichtig, danke.",
        },
        {"id": "a2", "titel": "Nähen"},
    ]


def test_the_element_of_the_records_can_be_named() -> None:
    assert rows(read("xml", PLATFORM, records="organisation")) == [{"id": "o1", "name": "Verein"}]
    assert len(read("xml", ATOM, records="atom:entry").frame) == 1
    assert "kein Element „event“" in refusal("xml", PLATFORM, records="event")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a><b><c>1</c></b></a>", [{"c": "1"}]),
        ("<a><stand>heute</stand><b><c>1</c></b></a>", [{"c": "1"}]),
        ("<a><b>1</b><c>2</c></a>", [{"b": "1", "c": "2"}]),
        ('<a><row b="1"/><row b="2"/></a>', [{"b": "1"}, {"b": "2"}]),
        ("<a/>", []),
        ("<names><name>x</name><name>y</name></names>", [{"name": "x|y"}]),
        ("<rss><channel><title>leer</title></channel></rss>", []),
        ('<feed><link rel="a" href="x"/><link rel="b" href="y"/></feed>', []),
    ],
)
def test_the_records_are_found(text: str, expected: list[dict[str, str]]) -> None:
    assert rows(read("xml", text)) == expected


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("windows-1252", "cp1252"),
        ("ISO-8859-1", "latin-1"),
        ("UTF-8", "utf-8"),
        ("utf-8", "cp1252"),
    ],
)
def test_the_declared_encoding_counts(declared: str, codec: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><a><b><c>Größe</c></b></a>'
    assert rows(read("xml", text.encode(codec))) == [{"c": "Größe"}]


def test_utf16_and_unknown_encodings() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><a><b><c>Größe</c></b></a>'
    assert rows(read("xml", text.encode("utf-16"))) == [{"c": "Größe"}]
    assert "nicht bekannt" in refusal("xml", '<?xml version="1.0" encoding="x-secret"?><a/>')


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "'
    + "&b;" * 50
    + '"><!ENTITY d "'
    + "&c;" * 50
    + '">]><a><b><c>&d;</c></b></a>'
)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.txt"
    file.write_text("geheim")
    return file


def test_document_types_and_entities_are_refused(secret: Path) -> None:
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a><b><c>&x;</c></b></a>'
    parameter = f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{secret.as_uri()}"> %x;]><a/>'
    remote = '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>'
    plain = "<!DOCTYPE a><a><b><c>1</c></b></a>"
    for text in (LAUGHS, outside, parameter, remote, plain):
        message = refusal("xml", text)
        assert "Dokumenttyp" in message
        assert "geheim" not in message
        assert "Dokumenttyp" in refusal("xml", text.encode("utf-16"))


def test_xinclude_is_only_an_element(secret: Path) -> None:
    include = f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}"/>'
    table = read("xml", f"<a><b><c>1</c>{include}</b><b><c>2</c></b></a>")
    assert "geheim" not in str(rows(table))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<a><b>", "abgeschnitten"),
        ("<a>\n<b></a>", "Zeile 2"),
        ("<a/><b/>", "Nach dem Ende"),
        ("<a><b>&unbekannt;</b></a>", "Entität"),
        ("<a><b>Kaffee & Kuchen</b></a>", "kein gültiges XML"),
        ("kein XML", "kein gültiges XML"),
        ("<x:a/>", "Namensraum"),
        ("<a>" * 100_000, "zu tief verschachtelt"),
        ("<error><message>kaputt</message></error>", "Fehlermeldung"),
        ("", "leer"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, said: str) -> None:
    assert said in refusal("xml", text)


def test_control_characters_mark_their_field_and_nothing_else() -> None:
    table = read("xml", "<a><b><c>x\x00y</c></b><b><c>gut&#x1b;</c></b><b><c>z\x0b</c></b></a>")
    assert rows(table) == [{"c": "x\0y"}, {"c": "gut\0"}, {"c": "z\0"}]


def test_a_record_too_deep_or_too_large_costs_only_itself() -> None:
    deep = "<d>" * 50 + "</d>" * 50
    large = "<d/>" * (limits.MAX_RECORD_ELEMENTS + 5)
    text = f"<a><b><c>1</c></b><b>{deep}</b><b>{large}</b><b><c>4</c></b></a>"
    table = read("xml", text, records="b")
    assert rows(table) == [{"c": "1"}, {"c": "4"}]
    assert list(table.frame.index) == [1, 4]
    assert kinds(table) == [(2, None, "bad_record"), (3, None, "bad_record")]


@pytest.mark.parametrize("part", ["<d/>", "<d><e/></d>", "<e x='1'>t</e>"])
def test_memory_does_not_grow_with_elements(part: str) -> None:
    content = ("<a><b><c>1</c></b>" + part * 100_000 + "</a>").encode()
    tracemalloc.start()
    table = read("xml", content, records="b")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows(table) == [{"c": "1"}]
    assert peak < 6 * len(content)


def test_memory_does_not_grow_inside_a_record_that_is_too_large() -> None:
    content = ("<a><b>" + "<d/>" * 600_000 + "</b></a>").encode()
    tracemalloc.start()
    table = read("xml", content, records="b")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kinds(table) == [(1, None, "bad_record")]
    assert peak < 8 * len(content)


def test_an_element_of_many_attributes_is_refused() -> None:
    many = " ".join(f"a{i}=''" for i in range(limits.MAX_ATTRIBUTES + 1))
    assert "Attribute" in refusal("xml", f"<a><b {many}/></a>")


def test_long_texts_and_comments_are_read_in_growing_pieces() -> None:
    long = "<!--" + "<x>" * 700_000 + "-->"
    table = read("xml", f"<a>{long}<b><c>{'x' * 1_000_000}</c></b><b><c>2</c></b></a>")
    assert table.frame["c"].str.len().tolist() == [limits.MAX_TEXT, 1]


def test_the_beginning_tells_the_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.formats.xmlrecords.MAX_LOOKED_AT", 10)
    text = "<a>" + "<b><c>1</c></b>" * 50 + "<d><e>2</e></d>" * 200 + "</a>"
    assert len(read("xml", text).frame) == 50


def test_many_different_names_stay_bounded() -> None:
    inner = "".join(f"<n{i}><c/></n{i}>" for i in range(30_000))
    table = read("xml", f"<a>{inner}<b><c>1</c></b><b><c>2</c></b></a>", records="b")
    assert rows(table) == [{"c": "1"}, {"c": "2"}]


NAMES = st.from_regex(r"\A[a-z][a-z0-9_-]{0,8}\Z").filter(lambda name: name != "link")
TEXTS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="|"), min_size=1
).filter(lambda text: text == text.strip())


@given(
    st.dictionaries(
        NAMES, st.dictionaries(NAMES, TEXTS, min_size=1, max_size=3), min_size=1, max_size=3
    )
)
def test_children_and_attributes_keep_their_texts(record: dict[str, dict[str, str]]) -> None:
    inner = "".join(
        f"<{name}>{''.join(f'<{k}>{escape(v)}</{k}>' for k, v in fields.items())}</{name}>"
        for name, fields in record.items()
    )
    flat = {f"{name}.{k}": v for name, fields in record.items() for k, v in fields.items()}
    assert rows(read("xml", f"<a><rec>{inner}</rec></a>", records="rec")) == [flat]
    attributes = "".join(
        f"<{name} {' '.join(f'{k}={quoteattr(v)}' for k, v in fields.items())}/>"
        for name, fields in record.items()
    )
    assert rows(read("xml", f"<a><rec>{attributes}</rec></a>", records="rec")) == [flat]
