"""The import rules of the house (docs/architecture.md), read from the source without running it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("geodata", "layers", "services", "routes", "scripts")

BASE = {
    "model", "tables", "issues", "errors", "settings", "city", "stages", "snapshot", "openness",
    "freshness", "offices", "thanks",
}  # fmt: skip
PURE = {
    "normalise", "match", "assign", "indicators", "coverage", "siting", "crs", "grid",
    "checks", "examples", "privacy", "districts", "mapping", "changes", "address",
}  # fmt: skip
IO = {"pipeline", "sources", "formats", "http", "geocode", "store", "vocabulary", "decisions"}

OUTSIDE_WORLD = {"flask", "sqlite3", "requests", "urllib", "http", "socket", "pyogrio", "tempfile"}
ADDRESS_PARTS = {"urllib3.util", "urllib3.util.parse_url"}
ADDRESS_PARTS |= {"urllib3.exceptions", "urllib3.exceptions.LocationParseError"}
WEB = {"flask", "flask_babel", "flask_compress", "werkzeug", "granian"}
FILE_CALLS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "read_file",
    "to_file",
}
CLOCK_CALLS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}
HEAVY = ("pandas", "geopandas", "folium", "branca", "esda", "mapclassify", "numba", "scipy")


def modules() -> dict[str, Path]:
    """Dotted name -> file, for every module of the project."""
    found = {"server": ROOT / "server.py"}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes except what only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if not _is_type_checking(child):
            yield child
            yield from _walk(child)


def imports_of(name: str, path: Path) -> set[str]:
    """Dotted names a module imports, at its top or inside functions."""
    found: set[str] = set()
    for node in _walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def top(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def part_of(name: str, room: str) -> str | None:
    """`geodata.store.gpkg` -> `store` for room `geodata`."""
    parts = name.split(".")
    return parts[1] if parts[0] == room and len(parts) > 1 else None


def geodata_parts(names: set[str]) -> set[str]:
    return {part for name in names if (part := part_of(name, "geodata"))}


ALL = modules()


def in_room(room: str) -> list[str]:
    return [name for name in ALL if name.split(".")[0] == room]


def in_parts(parts: set[str]) -> list[str]:
    return [name for name in in_room("geodata") if part_of(name, "geodata") in parts]


def test_every_module_of_geodata_has_a_ring() -> None:
    parts = {part for name in in_room("geodata") if (part := part_of(name, "geodata"))}
    assert parts <= BASE | PURE | IO


@pytest.mark.parametrize("name", in_parts(PURE))
def test_pure_ring_touches_neither_files_nor_network_nor_clock(name: str) -> None:
    path = ALL[name]
    imported = imports_of(name, path)
    assert not top(imported) & OUTSIDE_WORLD
    assert not geodata_parts(imported) & IO
    for node in _walk(tree_of(path)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else None
            called = node.func.id if isinstance(node.func, ast.Name) else called
            assert called not in FILE_CALLS, f"{name}:{node.lineno} opens a file"
            assert called not in CLOCK_CALLS, f"{name}:{node.lineno} reads the clock"


@pytest.mark.parametrize("name", in_parts(BASE))
def test_base_knows_no_ring_above_it(name: str) -> None:
    imported = imports_of(name, ALL[name])
    assert not geodata_parts(imported) & (PURE | IO)
    assert not top(imported) & {"pandas", "geopandas", "sqlite3", *WEB}


@pytest.mark.parametrize("name", in_room("geodata") + in_room("layers"))
def test_data_side_knows_no_web(name: str) -> None:
    imported = top(imports_of(name, ALL[name]))
    assert not imported & {*WEB, "routes", "services", "server"}
    if name.startswith("geodata"):
        assert "layers" not in imported


@pytest.mark.parametrize("name", in_room("layers"))
def test_layers_import_only_base_and_pure_ring(name: str) -> None:
    assert not geodata_parts(imports_of(name, ALL[name])) & IO


@pytest.mark.parametrize("name", in_room("routes"))
def test_routes_speak_only_to_layers_and_services(name: str) -> None:
    imported = imports_of(name, ALL[name])
    assert geodata_parts(imported) <= BASE
    assert not top(imported) & {"scripts", "server", "sqlite3", "pandas", "geopandas"}


@pytest.mark.parametrize("name", in_room("services"))
def test_services_know_no_routes_and_no_pipeline(name: str) -> None:
    imported = imports_of(name, ALL[name])
    assert not top(imported) & {"routes", "server", "scripts"}
    assert not geodata_parts(imported) & {"pipeline", "sources", "http"}


@pytest.mark.parametrize("name", list(ALL))
def test_network_mail_and_databases_stay_in_their_rooms(name: str) -> None:
    if name.startswith("scripts"):
        return
    imported = imports_of(name, ALL[name])
    direct = {"requests", "httpx", "aiohttp", "socket", "ftplib"} & top(imported)
    direct |= {n for n in imported if n in {"urllib.request", "http.client"}}
    # taking an address apart opens no connection
    direct |= {n for n in imported if n.startswith("urllib3") and n not in ADDRESS_PARTS}
    assert not direct or part_of(name, "geodata") == "http"
    assert "smtplib" not in top(imported) or name == "services.mail"
    assert "sqlite3" not in top(imported) or name.startswith(("geodata.store", "geodata.geocode"))


def test_no_cycles() -> None:
    graph = {}
    for name, path in ALL.items():
        # the most exact module a name stands for: `from geodata import model` is geodata.model
        graph[name] = {n for n in imports_of(name, path) if n in ALL and n != name}
        graph[name] -= {
            n for n in graph[name] if ALL[n].name == "__init__.py" and name.startswith(n)
        }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"imports go round in a circle: {' -> '.join(error.args[1])}")


def test_server_starts_light() -> None:
    code = (
        "import sys, server\n"
        f"heavy = [m for m in {HEAVY!r} if m in sys.modules]\n"
        "sys.exit(' '.join(heavy) if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"import server loads {done.stderr.strip()}"


def test_nothing_names_this_machine_or_a_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    words = ("/work" + "/", "/ro" + "ot/", "pypi" + ".org/simple", "registry" + ".npmjs")
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix not in {".png", ".gpkg"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [word for word in words if word in text], name
