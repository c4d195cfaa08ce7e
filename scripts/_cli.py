"""What all commands share: one clear message instead of a traceback, and clean exits.

if __name__ == "__main__":
    run(main)
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import msgspec

from geodata.errors import CheckError, ConfigError, GeodataError
from geodata.settings import Settings, settings_from_environment

#: what a shell expects of a process that ended by Ctrl-C
INTERRUPTED = 130


def add_city_arguments(parser: argparse.ArgumentParser) -> None:
    """`--city` and `--data-dir`, as every command that works on a city has them."""
    parser.add_argument("--city", help="folder below cities/ (environment: CITY)")
    parser.add_argument("--data-dir", type=Path, help="folder for data (environment: DATA_DIR)")


def settings_from(arguments: argparse.Namespace) -> Settings:
    """Settings of the environment, overridden by the arguments. Raises ConfigError."""
    settings = settings_from_environment()
    given = {"city": arguments.city, "data_dir": arguments.data_dir}
    changes = {name: value for name, value in given.items() if value is not None}
    settings = msgspec.structs.replace(settings, **changes)
    if not settings.city_dir.is_dir():
        known = sorted(path.parent.name for path in settings.cities_dir.glob("*/city.toml"))
        raise ConfigError(
            f"{settings.city_dir}: Diese Stadt gibt es nicht. Vorhanden: {', '.join(known)}."
        )
    return settings


def explain(error: GeodataError) -> str:
    """The message of an error as it stands on the screen; reasons of a check as a list."""
    if isinstance(error, CheckError):
        lines = "\n".join(f"  - {reason}" for reason in error.reasons)
        return f"Der Datenstand wird nicht veröffentlicht, der alte bleibt:\n{lines}"
    return str(error)


def run(main: Callable[[], int | None]) -> NoReturn:
    """Run a command and leave with its exit code.

    0, or what `main` returns; 1 with one message on stderr for a `GeodataError` or a disk that
    refuses; 130 for Ctrl-C; nothing more is said where the reader of a pipe went away.
    """
    try:
        code = main() or 0
        sys.stdout.flush()
    except GeodataError as error:
        print(explain(error), file=sys.stderr)
        code = 1
    except BrokenPipeError:
        # what is still buffered must not fail again while the interpreter ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        print(f"{error.filename or 'Datei'}: {error.strerror or error}", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        print("\nAbgebrochen.", file=sys.stderr)
        code = INTERRUPTED
    sys.exit(code)
