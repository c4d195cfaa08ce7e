"""Own and installed static files: addresses that change with the content, kept for a year.

ES modules and style sheets name each other by relative paths. A hash in the query would be lost
there, so the hash of the whole folder stands in the path: what a versioned file imports is of
the same version.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, current_app, g, request, send_from_directory, url_for

from geodata.city import City

blueprint = Blueprint("assets", __name__)
YEAR_SECONDS = 31_536_000
#: what is worth compressing; pictures are compressed already
_TEXTS = ("text/css", "text/javascript", "application/json", "image/svg+xml")
_COMMENT_LINES = re.compile(rb"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(rb"^[ \t]+", re.MULTILINE)


def hash_of_folder(folder: Path) -> str:
    """Twelve hex digits over the names and bytes of every file below a folder."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def asset_version() -> str:
    """Version of the static folder; read anew for each call only while debugging."""
    if current_app.debug:
        return hash_of_folder(Path(current_app.static_folder or ""))
    found: str = current_app.extensions["asset_version"]
    return found


def init_assets(app: Flask) -> None:
    """Read the version once; the static folder of an installed release does not change."""
    app.extensions["asset_version"] = hash_of_folder(Path(app.static_folder or ""))


def asset_url(path: str) -> str:
    """Address of a file below `static/`, e.g. `asset_url("js/finder.js")`."""
    # a list refers to the sprite a hundred times
    known: dict[str, str] = g.setdefault("asset_urls", {})
    if path not in known:
        known[path] = url_for("assets.versioned", version=asset_version(), filename=path)
    return known[path]


def without_comments(text: bytes) -> bytes:
    """A script or style sheet without comments that have lines of their own, and without indents.

    For our own files only: no text in them goes over more than one line (there is a test).
    """
    return _INDENT.sub(b"", _COMMENT_LINES.sub(b"", text))


def _shorten(response: Response, filename: str) -> None:
    is_own = not filename.startswith("vendor/") and filename.endswith((".js", ".css"))
    if is_own and response.status_code == 200:
        response.set_data(without_comments(response.get_data()))


@lru_cache(maxsize=256)
def _smallest(body: bytes) -> bytes:
    """As small as brotli can make it: slow, so only for what is the same for everybody."""
    smallest: bytes = brotli.compress(body, quality=11)
    return smallest


def compress_once(response: Response) -> Response:
    """Compress a body that does not depend on who asks, as small as it gets, and remember it.

    Left alone: what a browser without brotli asks for, parts of files, bodies of a few bytes.
    """
    is_whole = response.status_code == 200 and response.mimetype in _TEXTS
    if not is_whole or not request.accept_encodings["br"]:
        return response
    response.set_data(_smallest(response.get_data()))
    response.headers["Content-Encoding"] = "br"
    etag, _is_weak = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)  # the same thing in other bytes
    return response


@blueprint.get("/static/v/<version>/<path:filename>")
def versioned(version: str, filename: str) -> Response:
    """A static file; kept for a year if the address carries the present version."""
    response = send_from_directory(current_app.static_folder or "", filename)
    # Compression would take over the open file and never close it; these files are small.
    response.direct_passthrough = False
    response.make_sequence()
    response.close()  # the file is read; a server whose client hangs up may never come to close it
    _shorten(response, filename)
    compress_once(response)
    for name in ("Content-Disposition", "Last-Modified", "Accept-Ranges"):
        response.headers.pop(name, None)  # the address says it all, and each of thirty counts
    if version == asset_version():
        response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        response.headers.pop("ETag", None)  # nobody asks whether it is still the same
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=2)
def _tokens_css(names_and_values: tuple[tuple[str, str], ...]) -> str:
    lines = [f"  --{name}: {value};" for name, value in names_and_values]
    return ":root {\n" + "\n".join(lines) + "\n}\n" if lines else "/* no tokens of the city */\n"


def tokens_css(city: City) -> str:
    """The design tokens a city overrides, as CSS custom properties."""
    return _tokens_css(tuple(sorted(city.tokens.items())))
