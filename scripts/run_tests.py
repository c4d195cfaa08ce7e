"""Run all tests with coverage: what `make test` calls.

python -m scripts.run_tests [--full] [further words for pytest]
"""

from __future__ import annotations

import os
import subprocess
import sys

from scripts.install_browser import find_browser


def main() -> int:
    """Run pytest in two processes; the exit code is pytest's."""
    words = sys.argv[1:]
    environment = dict(os.environ)
    browser = find_browser()
    if browser is None:
        sys.exit("Fehler: Kein Chromium gefunden. `make test` installiert eines.")
    environment["CHROMIUM"] = browser
    if "--full" in words:
        words.remove("--full")
        environment["TEST_FULL"] = "1"
    for name in ("CITY", "CITIES_DIR", "DATA_DIR", "HOST", "PORT", "TRUSTED_HOSTS", "WORKERS"):
        environment.pop(name, None)
    coverage = ["--cov", "--cov-report=term:skip-covered"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *coverage, *words],
        env=environment,
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
