"""Cleaning text from outside: no markup, no control characters, one form of every letter.

Plain text is all that leaves this room; what looks like a formula or a template stays as it is,
because each output escapes for itself.
"""

from __future__ import annotations

import html
import re
import unicodedata

#: longer values are cut: no field of the field's types needs more
MAX_LENGTH = 20_000
#: how often text is unwrapped: feeds escape their HTML once, sometimes twice
_UNWRAPPINGS = 3

# a tag never contains another `<`, so that the search stays linear on hostile input
_TOKEN = re.compile(r"(<!--|-->|</?[a-zA-Z][^<>]*>)")
# a browser takes `<b<>` for a tag as well
_OPENING = re.compile(r"</?[a-zA-Z]|<!--")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_SILENT = {"script", "style", "template", "noscript", "iframe", "svg", "head", "title"}
_BLOCKS = {
    "br", "p", "div", "li", "ul", "ol", "tr", "table", "section", "article", "blockquote",
    "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
# embeddings and overrides can reorder the text around them; joiners (200C, 200D) are letters' glue
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_ENTITY = re.compile(r"&(#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")


def _name_of(piece: str) -> str:
    found = _TAG_NAME.match(piece)
    return found.group(1).lower() if found else ""


def _ends(silent: str, piece: str) -> bool:
    if silent == "!":
        return piece == "-->"
    return piece.startswith("</") and _name_of(piece) == silent


def strip_tags(text: str) -> str:
    """Text without HTML tags, comments and scripts; blocks end with a line break."""
    kept: list[str] = []
    silent = ""
    for piece in _TOKEN.split(text):
        is_token = bool(_TOKEN.fullmatch(piece))
        if silent:
            silent = "" if is_token and _ends(silent, piece) else silent
        elif piece == "<!--":
            silent = "!"
        elif not is_token or piece == "-->":
            kept.append(piece)
        elif _name_of(piece) in _SILENT:
            silent = _name_of(piece) if not piece.startswith("</") else ""
        elif _name_of(piece) in _BLOCKS:
            kept.append("\n")
    return "".join(kept)


def _unescape(text: str) -> str:
    # only what ends with a semicolon: `?a=1&copy=2` is a web address and no copyright sign
    return _ENTITY.sub(lambda entity: html.unescape(entity.group()), text)


def _holds_tag(text: str) -> bool:
    """Whether a browser could take a part of the text for a tag or a comment."""
    opening = _OPENING.search(text)
    return opening is not None and ">" in text[opening.end() :]


def to_plain_text(text: str) -> str:
    """Text of a value that may be HTML, HTML in entities, or plain text with entities."""
    for _ in range(_UNWRAPPINGS):
        plain = _unescape(strip_tags(text))
        if plain == text:
            break
        text = plain
    # nested to no end (`<b<b<b>>>`) or broken (`<b<>`): this is no text that someone meant
    return text.replace("<", "") if _holds_tag(text) else text


def drop_control_characters(text: str) -> str:
    """Text without NUL, control characters and invisible direction marks; tab and line end stay."""
    return _INVISIBLE.sub("", text)


def _squeeze(text: str, *, is_multiline: bool) -> str:
    if not is_multiline:
        return " ".join(text.split())
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_text(value: object, *, is_multiline: bool = False) -> tuple[str, list[str]]:
    """A value as clean text, and what had to be done to it.

    Returns
    -------
    The text in Unicode form NFC ("" for nothing), and kinds of repair among `too_long`,
    `control_characters`, `markup`.
    """
    if value is None or value != value:  # noqa: PLR0124 - NaN is the only thing unlike itself
        return "", []
    repairs: list[str] = []
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_LENGTH:
        text, repairs = text[:MAX_LENGTH], ["too_long"]
    without_controls = drop_control_characters(text)
    if without_controls != text:
        repairs.append("control_characters")
    plain = without_controls
    if _TOKEN.search(plain) or _ENTITY.search(plain) or _holds_tag(plain):
        # entities may hide control characters
        plain = drop_control_characters(to_plain_text(plain))
        repairs += ["markup"] if plain != without_controls else []
    return unicodedata.normalize("NFC", _squeeze(plain, is_multiline=is_multiline)), repairs
