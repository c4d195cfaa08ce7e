"""The map without the frame, for an iframe on another page, and the code to put it there."""

from __future__ import annotations

import msgspec
from flask import Blueprint, render_template, request
from markupsafe import escape

from routes import params
from routes.address import Address
from routes.context import services, snapshot, speak_whole_language
from routes.entries import entry_of
from routes.filters import choices_of
from routes.finder import View, address_of_request, map_state
from routes.mapdata import page_data
from routes.phrases import result_line

blueprint = Blueprint("embed", __name__)

SHOWN = 30


@blueprint.get("/embed")
def embed() -> str:
    """List and map of a search, given by the same parameters as the finder."""
    query = msgspec.structs.replace(params.search_query(), limit=SHOWN, offset=0)
    held, address = snapshot(), address_of_request().without("offset")
    result = services().search.search(query)
    view = View(
        query=query,
        result=result,
        address=address,
        line=result_line(result.matched, query, held, services().city.name),
    )
    return render_template(
        "embed/index.html",
        view=view,
        line=view.line,
        entries=[entry_of(hit, held) for hit in result.hits],
        full_href=address.href,
        state=map_state(view),
        page_data=page_data("embed"),
    )


def _embed_address() -> Address:
    pairs = [(n, v) for n, v in request.args.items() if n in ("theme", "district") and v.strip()]
    return Address("/embed", tuple(pairs))


def iframe_code(address: str, title: str) -> str:
    """The line an editor copies; every value is escaped for the page it will stand on."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" '
        'width="100%" height="640" loading="lazy"></iframe>'
    )


@blueprint.get("/einbetten")
def how_to_embed() -> str:
    """How an editor puts the map on a page: choose, copy, done."""
    speak_whole_language()
    query = msgspec.structs.replace(params.search_query(), limit=1, offset=0)
    held, address = snapshot(), _embed_address()
    result = services().search.search(query)
    code = iframe_code(request.url_root.rstrip("/") + address.href, services().city.title)
    return render_template(
        "embed/how.html",
        choices=choices_of(query, result, held, address_of_request()),
        query=query,
        districts=held.districts,
        code=code,
        preview_href=address.href,
    )
