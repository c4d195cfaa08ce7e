"""Lock the newest versions of all dependencies with hashes, naming no registry host.

python -m scripts.lock
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
OPTIONS = [
    "--quiet",
    "--upgrade",
    "--strip-extras",
    "--generate-hashes",
    "--allow-unsafe",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--constraint",
    "requirements/ceilings.txt",
]
LOCKS = {
    "base.txt": [],
    "dev.txt": ["--extra", "dev", "--constraint", "requirements/base.txt"],
}


def main() -> None:
    """Write requirements/*.txt."""
    for name, words in LOCKS.items():
        target = str(FOLDER / name)
        command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, *words]
        subprocess.run([*command, "--output-file", target, "pyproject.toml"], cwd=ROOT, check=True)
    # Node stands alone: it lives in an environment of its own.
    command = [sys.executable, "-m", "piptools", "compile", *OPTIONS]
    target = str(FOLDER / "node.txt")
    subprocess.run(
        [*command, "--output-file", target, "requirements/node.in"], cwd=ROOT, check=True
    )


if __name__ == "__main__":
    main()
