"""Our map against folium's MarkerCluster: the same 10,000 offers, pan, zoom and filter, in turns.

    python -m bench.map_markers [--count 10000] [--rounds 12]

Both pages are driven in one Chromium, one step here, the same step there. An answer is over when
the frame with the new markers is on screen. Animations are off in both, the frame rate is not
limited. Ours filters by asking the server, rebuilds list and counts, and draws. It is held against
three others: `filter` is what one would write for speed, markers taken out of the cluster and put in
again in bulk; `layers` is folium's own way, a `FeatureGroupSubGroup` for each theme, all but one
switched off and on again at once, which a person would do box by box; `page` is what a server does
that draws with folium, another page for each choice, counted from asking for it until its markers
are on screen.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from bench.folium_pages import cluster_page, from_here, layers_page, standing_alone
from bench.many_offers import COUNT, publish_many
from geodata.settings import ROOT, Settings, settings_from_environment
from geodata.store.publish import read_current
from scripts.install_browser import find_browser

TARGET = 0.3
FILTER_P95_MS = 100.0
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-frame-rate-limit", "--disable-gpu-vsync"]
SIZE = {"width": 1440, "height": 900}
ENOUGH_SECONDS = 60
#: how long both are left alone before a step: ours finishes its drawing at rest, and neither is
#: measured while the other still works on the same two cores
REST_MS = 800

FRAME = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
PAN = f"""async (right) => {{
    const start = performance.now();
    theMap.panBy([right, 0], {{ animate: false }});
    await {FRAME};
    return performance.now() - start;
}}"""
ZOOM = f"""async (step) => {{
    const start = performance.now();
    theMap.setZoom(theMap.getZoom() + step, {{ animate: false }});
    await {FRAME};
    return performance.now() - start;
}}"""
OUR_FILTER = f"""async (theme) => {{
    const field = document.querySelector("#suche-thema");
    const list = document.querySelector("[data-part='results']");
    const start = performance.now();
    field.value = theme;
    field.dispatchEvent(new Event("change", {{ bubbles: true }}));
    await new Promise((done) => new MutationObserver((_changes, observer) => {{
        if (list.hasAttribute("aria-busy")) return;
        observer.disconnect();
        done();
    }}).observe(list, {{ attributes: true }}));
    await {FRAME};
    return performance.now() - start;
}}"""
FOLIUM_FILTER = f"""async (chosen) => {{
    const start = performance.now();
    window.theCluster.clearLayers();
    window.theCluster.addLayers(chosen.map((n) => window.theMarkers[n]));
    await {FRAME};
    return performance.now() - start;
}}"""
LAYERS_FILTER = f"""async ([theme, groups]) => {{
    const start = performance.now();
    for (const [id, name] of Object.entries(groups)) {{
        const isWanted = !theme || id === theme;
        if (isWanted === theMap.hasLayer(window[name])) continue;
        if (isWanted) theMap.addLayer(window[name]);
        else theMap.removeLayer(window[name]);
    }}
    await {FRAME};
    return performance.now() - start;
}}"""
#: until the markers of a page that was opened are made and on screen
OPENED = f"""async () => {{
    await {FRAME};
    const {{ domContentLoadedEventEnd }} = performance.getEntriesByType("navigation")[0];
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return Math.max(domContentLoadedEventEnd, paint?.startTime ?? 0);
}}"""
KEEP_MARKERS = """() => {
    theMap.eachLayer((layer) => {
        if (layer instanceof L.MarkerClusterGroup) window.theCluster = layer;
    });
    window.theMarkers = window.theCluster.getLayers();
    return window.theMarkers.length;
}"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_ready(site: str) -> bool:
    """Whether the server answers."""
    try:
        with urllib.request.urlopen(f"{site}/readyz") as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except OSError:
        return False


@contextlib.contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The real server over these settings, in a process of its own."""
    site = f"http://127.0.0.1:{settings.port}"
    command = [sys.executable, "-m", "scripts.serve", "--port", str(settings.port)]
    environment = os.environ | {"DATA_DIR": str(settings.data_dir)}
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(  # noqa: S603 - our own server
        command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet
    )
    try:
        latest = time.monotonic() + ENOUGH_SECONDS
        while not is_ready(site) and time.monotonic() < latest:
            time.sleep(0.2)
        yield site
    finally:
        server.terminate()
        server.wait()


def open_folium(browser: Browser, path: Path) -> Page:
    """folium's page, its markers within reach."""
    page = browser.new_context(viewport=SIZE).new_page()
    page.route(re.compile("^https://"), from_here)
    page.goto(path.as_uri(), timeout=ENOUGH_SECONDS * 1000)
    page.wait_for_selector(".marker-cluster", timeout=ENOUGH_SECONDS * 1000)
    return page


def open_ours(browser: Browser, site: str) -> Page:
    """Our page, its map within reach."""
    page = browser.new_context(viewport=SIZE, locale="de-DE").new_page()
    page.route("**/leaflet.js", from_here)
    page.goto(site + "/")
    page.wait_for_selector("[data-map][data-ready]")
    page.unroute_all()  # as long as something listens in, every request of the page makes a detour
    page.wait_for_timeout(500)
    return page


def answer_of(site: str, path: str) -> Any:
    """A JSON answer of the server."""
    with urllib.request.urlopen(site + path) as answer:  # noqa: S310 - our own server
        return json.load(answer)


class Folium(msgspec.Struct, frozen=True, kw_only=True):
    """folium's pages, and how each is filtered: `chosen` are numbers of the markers of a theme in the
    cluster, `groups` names of the layers of themes, `files` pages of a theme to be opened."""

    cluster: Page
    layered: Page
    opened: Page
    chosen: dict[str, list[int]]
    groups: dict[str, str]
    files: dict[str, Path]


class Race:
    """Our page and folium's, the steps they take, and how long each took (ms)."""

    def __init__(self, ours: Page, folium: Folium) -> None:
        self.ours, self.folium = ours, folium
        self.times: dict[str, tuple[list[float], list[float]]] = {}

    def step(self, name: str, script: str, value: int) -> None:
        """The same step in both."""
        mine, his = self.times.setdefault(name, ([], []))
        mine.append(self.run(self.ours, script, value))
        his.append(self.run(self.folium.cluster, script, value))

    def filter(self, theme: str) -> None:
        """Choose a theme in all (empty: all themes); ours once, against each way of folium."""
        folium = self.folium
        ours = self.run(self.ours, OUR_FILTER, theme)
        theirs = {
            "filter": self.run(folium.cluster, FOLIUM_FILTER, folium.chosen[theme]),
            "layers": self.run(folium.layered, LAYERS_FILTER, [theme, folium.groups]),
            "page": self.open(folium.files[theme]),
        }
        for name, taken in theirs.items():
            mine, his = self.times.setdefault(name, ([], []))
            mine.append(ours)
            his.append(taken)

    def open(self, path: Path) -> float:
        """Another page in place of the last one."""
        page = self.folium.opened
        page.bring_to_front()
        page.wait_for_timeout(REST_MS)
        page.goto(path.as_uri(), timeout=ENOUGH_SECONDS * 1000)
        return float(page.evaluate(OPENED))

    @staticmethod
    def run(page: Page, script: str, value: Any) -> float:
        """One step in one page, after what the last one left behind has been done."""
        page.bring_to_front()
        page.wait_for_timeout(REST_MS)
        return float(page.evaluate(script, value))

    def round(self, themes: list[str]) -> None:
        """Into the city and out again, over it, and a few filters."""
        for step in (1, 1, 1):
            self.step("zoom", ZOOM, step)
            for right in (400, 400, -800):
                self.step("pan", PAN, right)
        for _back in range(3):
            self.step("zoom", ZOOM, -1)
        for theme in themes:
            self.filter(theme)


def report(times: dict[str, tuple[list[float], list[float]]]) -> bool:
    """Print medians and ratios; whether the targets are met."""
    is_met = True
    for name, (mine, his) in times.items():
        ratio = statistics.median(mine) / statistics.median(his)
        is_met &= ratio <= TARGET
        print(
            f"  {name:8} {statistics.median(mine):8.1f} ms   folium {statistics.median(his):8.1f} ms"
            f"   ratio {ratio:.2f}   ({len(mine)} each; 95 % of ours within "
            f"{np.percentile(mine, 95):.1f} ms)"
        )
    slow = float(np.percentile(times["filter"][0], 95))
    print(f"  a filter answers within {slow:.0f} ms in 95 % (at most {FILTER_P95_MS:.0f})")
    return is_met and slow <= FILTER_P95_MS


def measure(folder: Path, count: int, rounds: int) -> bool:
    """Publish, serve, open, drive, print."""
    settings = publish_many(settings_from_environment(), folder / "data", count)
    settings = msgspec.structs.replace(settings, port=free_port())
    snapshot = read_current(settings.snapshots_dir)
    with served(settings) as site, sync_playwright() as playwright:
        ids = answer_of(site, "/layers/pins.json")["ids"]
        numbers = {offer_id: n for n, offer_id in enumerate(ids)}
        themes = [t.theme_id for t in snapshot.themes][:6]
        chosen = {"": list(range(len(ids)))}
        for theme in themes:
            found = answer_of(site, f"/api/search?limit=10000&theme={theme}")["features"]
            chosen[theme] = [numbers[f["id"]] for f in found if f["id"] in numbers]
        offers = [snapshot.opportunity_by_id[i] for i in ids]
        cluster_page(snapshot, offers, folder / "folium.html")
        groups = layers_page(snapshot, offers, folder / "layers.html")
        files = {theme: folder / f"page-{theme}.html" for theme in chosen}
        for theme, path in files.items():
            cluster_page(snapshot, [offers[n] for n in chosen[theme]], path)
            standing_alone(path)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        ours, theirs = open_ours(browser, site), open_folium(browser, folder / "folium.html")
        assert theirs.evaluate(KEEP_MARKERS) == len(ids)
        folium = Folium(
            cluster=theirs,
            layered=open_folium(browser, folder / "layers.html"),
            opened=browser.new_context(viewport=SIZE).new_page(),
            chosen=chosen,
            groups=groups,
            files=files,
        )
        race = Race(ours, folium)
        race.round([themes[0], ""])
        race.times.clear()  # the first round warms both up
        for number in range(rounds):
            race.round([themes[number % len(themes)], "", themes[(number + 1) % len(themes)], ""])
        browser.close()
    print(f"{count:,} offers, {len(ids):,} of them on the map, {rounds} rounds")
    return report(race.times)


def main() -> int:
    """Command line. Exit code 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=COUNT, help="number of offers")
    parser.add_argument("--rounds", type=int, default=12, help="rounds; medians are printed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return 0 if measure(Path(folder), arguments.count, arguments.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
