"""Headers of every response: what a browser may load, how long it may keep what it got."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, request

from geodata.errors import SnapshotError
from routes.context import is_example, language, services, snapshot, today

SELF_ONLY = "'self'"
#: third parties load nothing, are told nothing and get nothing framed
POLICY = (
    ("default-src", "'none'"),
    ("script-src", SELF_ONLY),
    ("style-src", SELF_ONLY),
    ("img-src", "'self' data:"),
    ("font-src", SELF_ONLY),
    ("connect-src", SELF_ONLY),
    ("manifest-src", SELF_ONLY),
    ("worker-src", SELF_ONLY),
    ("form-action", SELF_ONLY),
    ("base-uri", "'none'"),
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: folders whose content decides what a page says, besides the snapshot
CODE_FOLDERS = ("routes", "services", "layers", "geodata", "templates", "static", "translations")
CODE_SUFFIXES = {".py", ".html", ".svg", ".js", ".css", ".mo", ".typ"}


def code_version(root: Path, city_dir: Path) -> str:
    """Hash over the program as it is installed: a new release changes every ETag."""
    digest = hashlib.sha256()
    folders = [root / name for name in CODE_FOLDERS] + [city_dir]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and (path.suffix in CODE_SUFFIXES or folder == city_dir):
                digest.update(path.as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _is_embed() -> bool:
    return request.path == "/embed" or request.path.startswith("/embed/")


def content_security_policy() -> str:
    """The policy of this request; only /embed may stand in the frames city.toml names."""
    framers = services().city.embed.frame_ancestors if _is_embed() else ()
    rules = [*POLICY, ("frame-ancestors", " ".join((SELF_ONLY, *framers)))]
    return "; ".join(f"{name} {value}" for name, value in rules)


def _is_public_data() -> bool:
    """Open data any page on the web may read: no cookie and no secret ever hangs on it."""
    return request.path.startswith(("/api/", "/daten/", "/angebote."))


def _is_part_of_a_page() -> bool:
    """A script, a style sheet or a layer of ours: what speaks of documents only adds weight."""
    path = request.path
    is_asset = path.startswith("/static/") and path.endswith((".js", ".css"))
    return is_asset or (path.startswith("/layers/") and path.endswith(".json"))


def _is_drawing() -> bool:
    """A drawing of ours: also one that is opened by itself may load and run nothing."""
    return request.path.startswith("/static/") and request.path.endswith(".svg")


def _add_security(response: Response) -> Response:
    if (_is_part_of_a_page() or _is_drawing()) and response.status_code < 400:
        response.headers["X-Content-Type-Options"] = FIXED["X-Content-Type-Options"]
        if _is_drawing():
            response.headers["Content-Security-Policy"] = "default-src 'none'"
        return response
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    response.headers["Content-Security-Policy"] = content_security_policy()
    if is_example():
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if _is_public_data():
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def etag_of_request() -> str:
    """Changes with everything an answer depends on: data, program, day, language, question."""
    parts = (
        snapshot().info.snapshot_id,
        current_app.config["CODE_VERSION"],
        today().isoformat(),
        language(),
        request.path,
        request.query_string.decode("latin-1"),
        request.host_url,
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _is_cacheable() -> bool:
    own_rules = (None, "static", "assets.versioned")
    return (
        request.method in ("GET", "HEAD")
        and request.endpoint not in own_rules
        and not current_app.debug
    )


def _answer_not_modified() -> Response | None:
    """304 before any work is done, where the browser already has this very answer."""
    known = request.if_none_match
    if not known or known.star_tag or not _is_cacheable():
        return None
    try:
        etag = etag_of_request()
    except SnapshotError:
        return None
    if not known.contains_weak(etag):
        return None
    response = Response(status=304)
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _add_caching(response: Response) -> Response:
    """`no-cache` means: keep it, but ask each time. Answers marked no-store get no ETag."""
    if response.status_code >= 400 and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    is_fresh = response.status_code == 200 and not response.cache_control.no_store
    if is_fresh and _is_cacheable() and "ETag" not in response.headers:
        response.set_etag(etag_of_request(), weak=True)
        response.vary.add("Accept")
    return response


def init_headers(app: Flask, root: Path, city_dir: Path) -> None:
    """Register the header functions; call it after compression, so that they run before it."""
    app.config["CODE_VERSION"] = code_version(root, city_dir)
    app.before_request(_answer_not_modified)
    app.after_request(_add_caching)
    app.after_request(_add_security)
