"""The default city: each of its 64 districts has a page and a poster of one page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typst
from flask import Flask
from msgspec import structs

from geodata.offices import read_offices
from geodata.thanks import read_thanks
from routes.context import snapshot
from routes.posters import poster_of
from services.poster import poster_data
from services.typesetting import FONTS, TEMPLATES
from tests.dresden import dresden_services
from tests.fakes import sample_app


@pytest.fixture(scope="module")
def dresden(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application over Dresden's folder, offices and thanks included."""
    services = dresden_services(Path(tmp_path_factory.mktemp("dresden")))
    folder = services.settings.city_dir
    themes = {theme.theme_id for theme in services.snapshots.current().themes}
    offices, thanks = read_offices(folder, themes), read_thanks(folder)
    return sample_app(structs.replace(services, offices=offices, thanks=thanks))


def test_every_district_has_a_page(dresden: Flask) -> None:
    client = dresden.test_client()
    listed = client.get("/stadtteile").text
    with dresden.test_request_context():
        districts = snapshot().districts
    assert len(districts) == 64
    for area in districts:
        path = f"/stadtteile/{area.district_id}"
        assert f'href="{path}"' in listed
        text = client.get(path).text
        assert 'id="nachbarn"' in text, area.name
        assert "Auf 10.000 Menschen" in text, area.name
        assert "Umweltamt" in text


def test_every_poster_is_one_page(dresden: Flask) -> None:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    source = (TEMPLATES / "poster.typ").read_bytes()
    with dresden.test_request_context():
        for area in snapshot().districts:
            data = json.dumps(poster_data(poster_of(area, snapshot())))
            made: Any = typst.compile(
                source, format="png", ppi=10, font_paths=fonts, sys_inputs={"data": data}
            )
            assert not isinstance(made, list), area.name


def test_thanks_tells_all_kinds_and_no_partner_that_is_not_an_example(dresden: Flask) -> None:
    text = dresden.test_client().get("/danke").text
    for name in ("Dresdner Ehrenamtspass", "Dresdner Ehrenamtssiegel", "Dankeschön-Fest"):
        assert name in text
    with dresden.test_request_context():
        assert all(partner.is_example for partner in snapshot().benefit_partners)
