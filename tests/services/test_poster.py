"""The poster: one page of A4, a code that leads where it says, no text that breaks it."""

from __future__ import annotations

import io
import json
import re
import zlib
from typing import Any

import pytest
import segno
import typst
from defusedxml.ElementTree import fromstring
from msgspec import structs

from services.outline import outline_svg
from services.paper import printable, qr_svg
from services.poster import (
    Poster,
    PosterContact,
    PosterOffer,
    poster_data,
    poster_pdf,
)
from services.typesetting import FONTS, TEMPLATES
from tests.sample import HOSTILE_FORMULA, HOSTILE_TITLE, sample_snapshot

POSTER = Poster(
    headline="Ehrenamt in Altfeld",
    lead="3 Angebote gibt es hier gerade.",
    url="https://karte.example/stadtteile/01",
    scan="Mit dem Handy scannen",
    scan_alt="QR-Code zur Seite",
    outline=outline_svg(sample_snapshot(), "01", "EPSG:25833"),
    outline_alt="Umriss der Stadt",
    offers_title="Zum Beispiel",
    offers=(PosterOffer(title="Lesepatin", facts="montags"),),
    none="Gerade nichts.",
    contacts_title="Wer hilft mir hier?",
    contacts=(PosterContact(name="Büro", lines=("Musterweg 1",)),),
    site="Ehrenamtslandkarte",
    footer="Stand: 3. April 2026",
    mark="Beispieldaten",
)


def inside(pdf: bytes) -> bytes:
    """The PDF with its compressed parts unpacked."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def pages(content: Poster) -> int:
    """How many pages it takes."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    done: Any = typst.compile(
        (TEMPLATES / "poster.typ").read_bytes(),
        format="png",
        ppi=10,
        font_paths=fonts,
        sys_inputs={"data": json.dumps(poster_data(content))},
    )
    return len(done) if isinstance(done, list) else 1


def test_it_is_a_tagged_pdf_with_title_and_language() -> None:
    pdf = poster_pdf(POSTER)
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf
    text = inside(pdf)
    for part in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"/Alt", b"/H1", b"/H2"):
        assert part in text, part
    assert b"https://karte.example/stadtteile/01" in text


@pytest.mark.parametrize("lang", ["de", "en", "ar", "uk", "vi"])
def test_it_can_be_had_in_every_language(lang: str) -> None:
    words = {"ar": "تطوع", "uk": "Волонтерство", "vi": "Tình nguyện"}
    content = structs.replace(POSTER, lang=lang, headline=words.get(lang, "Ehrenamt"))
    assert poster_pdf(content).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "title",
    [
        HOSTILE_TITLE,
        HOSTILE_FORMULA,
        "#panic() $x$ *_`@<x> \\ // #include",
        "\x00\u202e\ue000 😀",
        "漢字と仮名",
        "W" * 5000,
        "",
    ],
)
def test_no_text_breaks_it_or_fills_a_second_page(title: str) -> None:
    content = structs.replace(
        POSTER,
        headline=f"Ehrenamt in {title}",
        offers=(PosterOffer(title=title, facts=title),) * 9,
        contacts=(PosterContact(name=title, lines=(title,) * 4),) * 9,
    )
    assert poster_pdf(content).startswith(b"%PDF-")
    assert pages(content) == 1


def test_five_long_offers_and_three_offices_fit_one_page() -> None:
    long = "Begleitung sehr langer Wege " * 10
    content = structs.replace(
        POSTER,
        headline="Ehrenamt in Flughafen/Industriegebiet Klotzsche",
        offers=(PosterOffer(title=long, facts=long),) * 5,
        contacts=(PosterContact(name=long, lines=(long, long, long)),) * 3,
    )
    assert pages(content) == 1


def test_without_offers_and_contacts_it_still_says_something() -> None:
    content = structs.replace(POSTER, offers=(), contacts=())
    assert poster_pdf(content) != poster_pdf(POSTER)
    assert pages(content) == 1


def test_the_code_holds_the_address() -> None:
    url = "https://karte.example/stadtteile/01"
    buffer = io.BytesIO()
    code = segno.make(url, error="q", micro=False)
    code.save(buffer, kind="svg", border=4, xmldecl=False, dark="#000000", light="#ffffff")
    assert qr_svg(url) == buffer.getvalue().decode()
    assert qr_svg(url) != qr_svg(url + "2")
    # with its quiet zone of four modules on each side
    width = int(str(fromstring(qr_svg(url)).get("width")))
    assert width == code.symbol_size(border=4)[0]
    assert code.error in ("Q", "H")


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Hallo  Welt", 20, "Hallo Welt"),
        ("Hallo 😀 Welt\x07", 20, "Hallo Welt"),
        ("eins zwei drei vier", 12, "eins zwei…"),
        ("W" * 30, 10, "W" * 9 + "…"),
        ("", 10, ""),
    ],
)
def test_printable(text: str, most: int, expected: str) -> None:
    assert printable(text, most) == expected


def test_the_outline_marks_one_district() -> None:
    held = sample_snapshot()
    drawn = {d.district_id: outline_svg(held, d.district_id, "EPSG:25833") for d in held.districts}
    assert len(set(drawn.values())) == 4
    for svg in drawn.values():
        root = fromstring(svg)
        fills = [node.get("fill") for node in root]
        assert fills.count("#f5c400") == 1
        # four squares, the marked one, the river, the city's border
        assert len(fills) == 7
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", str(root[0].get("d")))]
        assert all(0 <= n <= 1000 for n in numbers)


def test_north_is_up() -> None:
    held = sample_snapshot()

    def top(district_id: str) -> float:
        path = str(fromstring(outline_svg(held, district_id, "EPSG:25833"))[4].get("d"))
        return min(float(y) for _x, y in re.findall(r"(-?\d+),(-?\d+)", path))

    assert top("11") < top("01")
