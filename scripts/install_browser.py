"""Find or install a Chromium for the page tests; prints its path.

    python -m scripts.install_browser

1. `$CHROMIUM`, or a Chromium on the PATH.
2. As root: Debian's package, with apt.
3. As an ordinary user: the same Debian packages, downloaded by apt into a folder of the project
   (`.setup/chromium`) and unpacked there. Nothing on the machine is changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".setup" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-noto-core")


def local_browser() -> Path:
    """Launcher of a Chromium unpacked into the project's folder."""
    return LOCAL / "chromium"


def find_browser() -> str | None:
    """Path of a Chromium that can be started, None if there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    return str(local_browser()) if local_browser().exists() else None


def _run(*command: str, cwd: Path | None = None) -> None:
    if subprocess.run(command, cwd=cwd, check=False, stdout=sys.stderr).returncode:
        sys.exit(f"Fehler: Der Befehl ist gescheitert: {' '.join(command)}")


def install_as_root() -> None:
    """Debian's package, with apt."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    _run("apt-get", "update", "-qq")
    _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES)


def _private_apt(state: Path) -> list[str]:
    """apt options that keep lists, cache and locks in a folder of ours."""
    for folder in ("lists/partial", "archives/partial"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    return [
        "-o", f"Dir::State::lists={state}/lists",
        "-o", f"Dir::Cache={state}",
        "-o", f"Dir::Cache::archives={state}/archives",
        "-o", "Debug::NoLocking=1",
        "-o", "APT::Sandbox::User=",
    ]  # fmt: skip


def install_as_user() -> None:
    """The same packages, unpacked into a folder of the project."""
    work = LOCAL.with_name("chromium-new")
    shutil.rmtree(work, ignore_errors=True)
    options = _private_apt(work / "apt")
    _run("apt-get", *options, "-qq", "update")
    _run("apt-get", *options, "-qq", "-y", "--no-install-recommends", "--download-only",
         "install", *PACKAGES)  # fmt: skip
    for package in sorted((work / "apt" / "archives").glob("*.deb")):
        _run("dpkg-deb", "-x", str(package), str(work / "root"))
    shutil.rmtree(work / "apt")
    launcher = work / "chromium"
    launcher.write_text(
        "#!/bin/sh\n"
        'here=$(dirname "$(readlink -f "$0")")/root\n'
        'libraries=$(find "$here/usr/lib" "$here/lib" -maxdepth 2 -name \'*.so*\' '
        "-exec dirname {} + 2>/dev/null | sort -u | tr '\\n' ':')\n"
        'export LD_LIBRARY_PATH="$libraries$LD_LIBRARY_PATH"\n'
        '[ -d /etc/fonts ] || export FONTCONFIG_PATH="$here/etc/fonts"\n'
        'export XDG_DATA_DIRS="$here/usr/share:${XDG_DATA_DIRS:-/usr/share}"\n'
        'exec "$here/usr/lib/chromium/chromium" "$@"\n',
        encoding="utf-8",
    )
    launcher.chmod(0o755)
    shutil.rmtree(LOCAL, ignore_errors=True)
    work.rename(LOCAL)


def main() -> None:
    """Print the path of a Chromium, installing one if there is none."""
    if find_browser() is None:
        if not shutil.which("apt-get"):
            sys.exit(
                "Fehler: Kein Chromium gefunden. Bitte installieren und CHROMIUM=<Pfad> setzen."
            )
        print("==> Installiere Chromium für die Seitentests", file=sys.stderr, flush=True)
        if os.geteuid() == 0:
            install_as_root()
        else:
            install_as_user()
    print(find_browser())


if __name__ == "__main__":
    main()
