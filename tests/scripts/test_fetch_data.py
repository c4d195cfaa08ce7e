"""The command that fetches: plain words for each source, all of them tried, an honest exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.fetch_data import main
from tests.geodata.city_folder import write_city_folder
from tests.geodata.web import Web, answer, json_answer, running_web

ENTRY = """
[[sources]]
source_id = "{name}"
kind = "geojson"
title = "Quelle {name}"
url = "{url}/{name}"
publisher = "Amt"
licence = "dl-de/by-2-0"
attribution = "Amt"
collection = "facilities"
constants = {{ kind = "Treff" }}
columns = {{ facility_id = "id", name = "bez" }}
{more}
"""


def layer(count: int) -> bytes:
    features = [
        {
            "type": "Feature",
            "id": number,
            "properties": {"bez": f"Treff {number}"},
            "geometry": {"type": "Point", "coordinates": [13.705, 51.045]},
        }
        for number in range(count)
    ]
    return json_answer({"type": "FeatureCollection", "features": features}, ETag='"1"')


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    with running_web() as server:
        folder = write_city_folder(tmp_path / "cities")
        path = folder / "sources.toml"
        entries = [ENTRY.format(name=n, url=server.url, more="") for n in ("eins", "zwei")]
        entries.append(ENTRY.format(name="aus", url=server.url, more="enabled = false"))
        path.write_text(path.read_text(encoding="utf-8") + "".join(entries), encoding="utf-8")
        monkeypatch.setenv("CITY", "viereck")
        monkeypatch.setenv("CITIES_DIR", str(tmp_path / "cities"))
        monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("FETCH_ALLOW_PRIVATE", "true")
        monkeypatch.setenv("FETCH_INTERVAL_SECONDS", "0")
        server.routes |= {"/eins": layer(1200), "/zwei": layer(2)}
        yield server


def test_all_that_are_enabled(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Quelle eins …"
    assert said[1].startswith("  eins: neu, 1.200 Einträge (0,1 MB)")
    assert said[3].startswith("  zwei: neu, 2 Einträge (")
    assert said[-1] == "2 Quellen: 2 neu, 0 unverändert, 0 fehlgeschlagen."
    assert sorted(web.paths()) == ["/eins", "/zwei"]


def test_one_that_fails_comes_last_and_loud(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    web.routes |= {"/eins": answer("", 404), "/zwei": answer(status=304)}
    capsys.readouterr()
    assert main([]) == 1
    said = capsys.readouterr().out
    assert (
        "  eins: fehlgeschlagen: Der Server antwortet mit 404 (diese Adresse gibt es nicht)."
        in said
    )
    assert "Es gilt weiter der letzte gute Stand (1.200 Einträge)." in said
    assert "  zwei: unverändert, 2 Einträge" in said
    assert said.endswith("2 Quellen: 0 neu, 1 unverändert, 1 fehlgeschlagen.\n")
    assert main(["eins", "--quiet"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("  eins: fehlgeschlagen (2-mal in Folge):")


def test_only_those_that_are_named(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["zwei", "--quiet"]) == 0
    assert web.paths() == ["/zwei"]
    assert capsys.readouterr().out == ""


def test_list(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    web.routes["/eins"] = answer("", 500)
    main(["--quiet"])
    capsys.readouterr()
    assert main(["--list"]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "fehlgeschlagen am" in lines["eins"]
    assert lines["zwei"].endswith("2 Einträge")
    assert lines["aus"].endswith("abgeschaltet")
    assert lines["districts"].endswith("aus dem Ordner der Stadt")
    assert len(web.asked) == 2


def test_as_a_command(web: Web, root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.fetch_data", "zwai"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "Die Quelle „zwai“ gibt es nicht. Gemeint ist wohl „zwei“.\n"
    assert web.asked == []


def test_a_server_in_the_net_of_the_city_must_be_allowed(
    web: Web, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("FETCH_ALLOW_PRIVATE")
    assert main([]) == 1
    assert "nicht im öffentlichen Netz" in capsys.readouterr().out
    assert web.asked == []
    state = json.loads((tmp_path / "data/viereck/sources/eins.json").read_bytes())
    assert (state["status"], state["failures"]) == ("failed", 1)
