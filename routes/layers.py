"""Layers for the maps of the pages: what to draw, decided on the server."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext
from msgspec import structs

from geodata.model import Level
from layers.build import build_layer
from layers.catalogue import UnknownLayer, indicator_spec, spec_by_id
from layers.pins import pins_of
from layers.points import offer_cards
from layers.spec import Layer, LayerSpec, Legend
from layers.topology import build_ground
from routes import params
from routes.answers import json_answer
from routes.assets import compress_once
from routes.context import language, services, snapshot, today
from routes.problems import answer_problem

blueprint = Blueprint("layers", __name__)
INDICATOR_LAYER = "indicator"
_GROUND = "_ground"


def _spec(layer_id: str) -> LayerSpec:
    args = request.args
    params.reject_unknown(args, ("indicator_id", "period", "level"))
    indicator_id, period = params.text(args, "indicator_id"), params.text(args, "period")
    level: Level = "borough" if params.choice(args, "level", _LEVELS) == "borough" else "district"
    if layer_id == INDICATOR_LAYER or indicator_id is not None:
        return indicator_spec(snapshot(), indicator_id or "", period, level)
    return spec_by_id(snapshot(), layer_id)


_LEVELS = ("district", "borough")


@blueprint.get("/layers/ground.json")
def ground() -> Response:
    """What every map of ours is drawn on, as TopoJSON: the same for everybody, so made once."""
    params.reject_unknown(request.args, ())
    memo: dict[str, object] = vars(snapshot())
    if _GROUND not in memo:
        memo[_GROUND] = build_ground(snapshot(), services().city.crs)
    return compress_once(json_answer(memo[_GROUND]))


@blueprint.get("/layers/pins.json")
def pins() -> Response:
    """Where every offer of the map is; which of them a search matched says its own answer."""
    params.reject_unknown(request.args, ())
    found = pins_of(snapshot(), today(), services().city.timezone).answer(language())
    legend = _translated_legend(found["legend"])
    body = found | {"spec": _translated_spec(found["spec"]), "legend": legend}
    return compress_once(json_answer(body))


@blueprint.get("/layers/offers.json")
def offers() -> Response:
    """What the popups of some offers say (`id`, repeatable): as the layer of all offers has it."""
    params.reject_unknown(request.args, ("id",))
    ids = params.texts(request.args, "id")
    zone = services().city.timezone
    return json_answer(offer_cards(snapshot(), ids, today(), zone, language()))


@blueprint.get("/layers/<layer_id>.json")
def layer(layer_id: str) -> Response:
    """One layer, ready to draw, in the language of the request."""
    try:
        found = build_layer(
            _spec(layer_id),
            snapshot(),
            today=today(),
            timezone=services().city.timezone,
            language=language(),
        )
    except UnknownLayer as error:
        return answer_problem(404, str(error))
    return json_answer(translated(found))


def _word(text: str | None) -> str | None:
    return str(gettext(text)) if text else text


def _translated_legend(legend: Legend) -> Legend:
    entries = tuple(structs.replace(e, label=_word(e.label) or "") for e in legend.entries)
    title, unit = _word(legend.title) or "", _word(legend.unit)
    return structs.replace(legend, title=title, unit=unit, entries=entries)


def _translated_spec(spec: LayerSpec) -> LayerSpec:
    fields = tuple(structs.replace(f, label=_word(f.label) or "") for f in spec.popup_fields)
    return structs.replace(
        spec, label=_word(spec.label) or "", note=_word(spec.note), popup_fields=fields
    )


def translated(layer: Layer) -> Layer:
    """The layer with its words in the language of the request; features carry data only."""
    spec, legend = _translated_spec(layer.spec), _translated_legend(layer.legend)
    return structs.replace(layer, spec=spec, legend=legend)
