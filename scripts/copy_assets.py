"""Copy what the pages use from node_modules to static/vendor, and make the icon sprite.

The folder is made beside its place and swapped in at the end: an interruption leaves either
the old one or the new one.
"""

from __future__ import annotations

import csv
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

FILES = {
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "leaflet.markercluster/leaflet.markercluster.js": (
        "leaflet.markercluster/dist/leaflet.markercluster.js"
    ),
    "leaflet.markercluster/MarkerCluster.css": "leaflet.markercluster/dist/MarkerCluster.css",
    "leaflet.markercluster/MarkerCluster.Default.css": (
        "leaflet.markercluster/dist/MarkerCluster.Default.css"
    ),
    "leaflet.markercluster/LICENSE": "leaflet.markercluster/MIT-LICENCE.txt",
    "supercluster/supercluster.min.js": "supercluster/dist/supercluster.min.js",
    "supercluster/LICENSE": "supercluster/LICENSE",
    "lucide/LICENSE": "lucide-static/LICENSE",
    # for PDF and share images only; the pages use the reader's own fonts
    "fonts/SourceSans3-Regular.ttf": "source-sans/TTF/SourceSans3-Regular.ttf",
    "fonts/SourceSans3-Semibold.ttf": "source-sans/TTF/SourceSans3-Semibold.ttf",
    "fonts/LICENSE": "source-sans/LICENSE.md",
}

SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=.*\n?$|/\*# sourceMappingURL=.*\*/\n?$")


def icon_names() -> list[str]:
    """Icons the pages name (static/icons.txt) and icons of the themes, sorted."""
    names: set[str] = set()
    listed = ROOT / "static" / "icons.txt"
    if listed.exists():
        lines = listed.read_text(encoding="utf-8").splitlines()
        names.update(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    for themes in ROOT.glob("cities/*/themes.csv"):
        with themes.open(encoding="utf-8-sig", newline="") as file:
            names.update(row["icon"].strip() for row in csv.DictReader(file, delimiter=";"))
    return sorted(names)


def symbol_from_svg(name: str, svg: str) -> str:
    """One `<symbol>` of a sprite from an icon file."""
    body = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if body is None:
        raise SystemExit(f"Fehler: Das Symbol „{name}“ ist keine SVG-Datei.")
    strokes = (
        'fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round"'
    )
    inner = re.sub(r"\s+", " ", body.group(1)).strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24" {strokes}>{inner}</symbol>'


def make_sprite(names: list[str]) -> str:
    """A sprite of all icons, for `<use href="...#name">`."""
    folder = MODULES / "lucide-static" / "icons"
    missing = [name for name in names if not (folder / f"{name}.svg").exists()]
    if missing:
        raise SystemExit(
            f"Fehler: Diese Symbole gibt es nicht in lucide-static: {', '.join(missing)} "
            "(static/icons.txt oder themes.csv, Spalte icon)."
        )
    symbols = [
        symbol_from_svg(name, (folder / f"{name}.svg").read_text(encoding="utf-8"))
        for name in names
    ]
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "\n".join(symbols) + "</svg>\n"


def main() -> None:
    """Fill static/vendor."""
    fresh = VENDOR.with_name(".vendor-new")
    shutil.rmtree(fresh, ignore_errors=True)
    for target, source in FILES.items():
        path = fresh / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SOURCE_MAP.sub(b"\n", (MODULES / source).read_bytes()))
    shutil.copytree(MODULES / "leaflet" / "dist" / "images", fresh / "leaflet" / "images")
    (fresh / "icons.svg").write_text(make_sprite(icon_names()), encoding="utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    print(
        f"{sum(1 for p in VENDOR.rglob('*') if p.is_file())} Dateien in static/vendor",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
