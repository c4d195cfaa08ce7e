"""A real server on this machine whose answers a test decides, raw bytes included."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec


class Asked(msgspec.Struct):
    """One request as the server got it; header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))


#: what to send: bytes as they go over the wire, in pieces with a pause between them
Pieces = Iterator[bytes | float]
Handler = Callable[[Asked], bytes | Pieces]


def answer(content: bytes | str = b"", status: int = 200, **headers: str) -> bytes:
    """A whole answer; `content_type` becomes Content-Type."""
    body = content.encode() if isinstance(content, str) else content
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lower = {name.lower() for name in named}
    if "content-length" not in lower and "transfer-encoding" not in lower and status != 304:
        named["Content-Length"] = str(len(body))
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in named.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def json_answer(data: Any, status: int = 200, **headers: str) -> bytes:
    return answer(msgspec.json.encode(data), status, **headers)


def redirect(to: str, status: int = 302) -> bytes:
    return answer(status=status, Location=to)


class Web:
    """The server: `routes` by path, what was asked in `asked`."""

    def __init__(self) -> None:
        self.routes: dict[str, Handler | bytes] = {}
        self.asked: list[Asked] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._is_open = True
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def _accept(self) -> None:
        while self._is_open:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream, suppress(OSError):
            request = stream.readline().decode("latin-1").split()
            if len(request) < 3:
                return
            headers = {}
            while line := stream.readline().strip():
                name, _, value = line.decode("latin-1").partition(":")
                headers[name.lower()] = value.strip()
            body = stream.read(int(headers.get("content-length", 0)))
            asked = Asked(request[0], request[1], headers, body)
            self.asked.append(asked)
            handler = self.routes.get(asked.path, answer("nicht da", 404))
            reply = handler(asked) if callable(handler) else handler
            self._send(connection, reply)

    def _send(self, connection: socket.socket, reply: bytes | Pieces) -> None:
        if isinstance(reply, bytes):
            connection.sendall(reply)
            return
        for piece in reply:
            if not self._is_open:
                return
            if isinstance(piece, bytes):
                connection.sendall(piece)
            else:
                time.sleep(piece)

    def close(self) -> None:
        self._is_open = False
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(timeout=5)


@contextmanager
def running_web() -> Iterator[Web]:
    """A server for the length of a test."""
    web = Web()
    try:
        yield web
    finally:
        web.close()
