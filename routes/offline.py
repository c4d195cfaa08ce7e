"""What makes the pages an application one can install and read without a connection."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from routes.assets import asset_url, asset_version
from routes.context import language, services
from routes.speech import _
from services.icons import ICON_SIZES, icon_png

blueprint = Blueprint("offline", __name__)

#: the ground of the icon and of a page that is still loading: tokens of the light page
DEFAULT_COLOURS = {"accent": "#f5c400", "paper": "#ffffff"}


def _colour(name: str) -> str:
    return services().city.tokens.get(name, DEFAULT_COLOURS[name])


def _icons() -> list[dict[str, str]]:
    drawn = [
        {"src": f"/icons/{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
        for size in ICON_SIZES[1:]
    ]
    cut = {**drawn[-1], "src": "/icons/512.png?maskable=1", "purpose": "maskable"}
    vector = {"src": asset_url("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return [vector, *drawn, cut]


@blueprint.get("/manifest.webmanifest")
def manifest() -> ResponseReturnValue:
    """The web application manifest (W3C), in the language of the request."""
    city = services().city
    found = {
        "id": "/",
        "name": city.title,
        "short_name": _("Ehrenamt"),
        "description": _("Finde ein Ehrenamt in %(city)s, das zu dir passt.", city=city.name),
        "lang": language(),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": _colour("paper"),
        "theme_color": _colour("paper"),
        "icons": _icons(),
    }
    response = current_app.json.response(found)
    response.mimetype = "application/manifest+json"
    return response


@blueprint.get("/icons/<int:size>.png")
def icon(size: int) -> Response:
    """The icon as PNG."""
    if size not in ICON_SIZES:
        abort(404)
    path = Path(current_app.static_folder or "") / "favicon.svg"
    is_maskable = request.args.get("maskable") == "1"
    content = icon_png(path, size, ground=_colour("accent"), is_maskable=is_maskable)
    return Response(content, mimetype="image/png")


@blueprint.get("/sw.js")
def worker() -> Response:
    """The service worker: it must lie at the top to stand before every page.

    Its first line carries the version of the assets: a new release is a new worker.
    """
    path = Path(current_app.static_folder or "") / "js" / "offline" / "worker.js"
    code = path.read_text(encoding="utf-8")
    version = asset_version()
    return Response(f'const VERSION = "{version}";\n{code}', mimetype="text/javascript")


@blueprint.get("/offline")
def fallback() -> str:
    """What stands where a page was never opened: which ones can be read."""
    return render_template("offline/index.html")
