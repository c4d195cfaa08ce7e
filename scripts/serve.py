"""Serve the pages and the API.

granian takes the requests: slow and half-open connections wait in its runtime and never hold one
of the threads that run Python, and at SIGTERM it finishes what it has begun.
"""

from __future__ import annotations

import argparse
import errno
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.common import AbstractServer
from msgspec import structs

from geodata.errors import ConfigError
from geodata.settings import Settings
from scripts._cli import add_city_arguments, run, settings_from
from server import build_services, create_app

if TYPE_CHECKING:
    from flask import Flask

#: a browser sends its headers at once; who takes longer is let go
HEADER_SECONDS = 10
#: what is under way at SIGTERM gets so long to finish
SHUTDOWN_SECONDS = 30
#: granian's `backpressure` counts connections, half-open ones too: were it near the number of
#: threads, as many silent clients would shut everybody else out for HEADER_SECONDS
MAX_CONNECTIONS = 512

_LOGGERS = {
    "_granian": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    "access": {"handlers": ["access"], "level": "INFO", "propagate": False},
}
LOGGING: dict[str, Any] = {
    "loggers": _LOGGERS,
    "root": {"handlers": ["console"], "level": "WARNING"},
}


def load_application(settings: Settings, _target: str) -> Flask:
    """The application, made in the worker process that runs it."""
    return create_app(settings)


def make_server(settings: Settings) -> AbstractServer[Any]:
    """granian as this product wants it; the address and the sizes come from the settings."""
    server: AbstractServer[Any] = Granian(
        target="server:create_app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        backpressure=MAX_CONNECTIONS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        websockets=False,
        respawn_failed_workers=settings.workers > 1,
        workers_kill_timeout=SHUTDOWN_SECONDS,
        log_level=LogLevels.warning,
        log_dictconfig=LOGGING,
    )
    return server


def check(settings: Settings) -> None:
    """Fail before the start, in words, rather than in a worker.

    Raises
    ------
    GeodataError
        The configuration or the snapshot cannot be used.
    """
    build_services(settings)


def check_address(settings: Settings) -> None:
    """Fail where the address is taken or not this machine's. Raises OSError."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((settings.host, settings.port))


def checked_settings(settings: Settings) -> Settings:
    """The same settings, if each is within its limits. Raises ConfigError."""
    try:
        return msgspec.convert(structs.asdict(settings), Settings)
    except msgspec.ValidationError as error:
        raise ConfigError(f"Einstellung ungültig: {error}") from None


def say_address(settings: Settings) -> None:
    """One line with the address to open."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    shown = "127.0.0.1" if host in ("0.0.0.0", "[::]") else host  # noqa: S104 - only shown
    print(
        f"Die Karte ist bereit: http://{shown}:{settings.port}/ - beenden mit Strg+C.", flush=True
    )


def _settings(arguments: list[str] | None) -> Settings:
    parser = argparse.ArgumentParser(description="Serve the pages and the API.")
    add_city_arguments(parser)
    parser.add_argument("--host", help="address to listen on (environment: HOST)")
    parser.add_argument("--port", type=int, help="port (environment: PORT)")
    parser.add_argument("--workers", type=int, help="processes (environment: WORKERS)")
    parser.add_argument("--threads", type=int, help="threads each (environment: THREADS)")
    given = parser.parse_args(arguments)
    names = ("host", "port", "workers", "threads")
    changes = {name: getattr(given, name) for name in names if getattr(given, name) is not None}
    return checked_settings(structs.replace(settings_from(given), **changes))


def _words(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        other = settings.port % 65535 + 1
        return f"Port {settings.port} ist belegt. Mit einem anderen: PORT={other} make run"
    return f"{settings.host}:{settings.port} lässt sich nicht öffnen: {error.strerror}."


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or Ctrl+C; 1 where the address cannot be had."""
    settings = _settings(arguments)
    check(settings)
    try:
        check_address(settings)
    except OSError as error:
        print(_words(error, settings), file=sys.stderr)
        return 1
    server = make_server(settings)
    server.on_startup(partial(say_address, settings))
    server.serve(target_loader=partial(load_application, settings))
    return 0


if __name__ == "__main__":
    run(main)
