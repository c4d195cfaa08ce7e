"""Connections of urllib3 that go only to checked addresses and end when their time is over."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Any, Self

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from geodata.errors import FetchError
from geodata.http.addresses import addresses_of, is_allowed


class Watch:
    """Ends the connections of a request when its time is over, wherever they stand.

    A timeout of the socket begins anew with every byte, so a server that sends one byte every few
    seconds would never meet it. This one shuts the connection from outside.
    """

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def add(self, connection: socket.socket) -> None:
        """Watch one more connection; a copy is kept, because TLS replaces the original."""
        with self._lock:
            self._sockets.append(connection.dup())
        if self.is_over:
            self._end()

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for one in self._sockets:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        # a cancelled timer is still a thread for a moment
        self._timer.join()
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()


class Guard:
    """How connections are opened: to a checked address, under a watch."""

    def __init__(self, watch: Watch, *, allow_private: bool) -> None:
        self.watch, self.allow_private = watch, allow_private

    def connect(self, connection: HTTPConnection) -> socket.socket:
        """Open a connection to the first checked address of its host that answers.

        Raises
        ------
        FetchError
            No address of the host may be asked.
        """
        try:
            found = addresses_of(connection.host, connection.port)
        except (OSError, UnicodeError) as error:
            reason = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
            raise NameResolutionError(connection.host, connection, reason) from error
        allowed = [one for one in found if is_allowed(one, allow_private=self.allow_private)]
        if not allowed:
            raise FetchError(
                f"{connection.host}: Diese Adresse liegt nicht im öffentlichen Netz und wird "
                "nicht abgerufen."
            )
        opened = self._open_first(connection, allowed)
        self.watch.add(opened)
        return opened

    def _open_first(self, connection: HTTPConnection, allowed: list[str]) -> socket.socket:
        reason: OSError | None = None
        for address in allowed:
            try:
                return create_connection(
                    (address, connection.port),
                    connection.timeout,
                    socket_options=connection.socket_options,
                )
            except OSError as error:
                reason = error
        if isinstance(reason, TimeoutError):
            raise ConnectTimeoutError(connection, "timed out") from reason
        raise NewConnectionError(connection, str(reason)) from reason


class _GuardedHttp(HTTPConnection):
    def __init__(self, *args: Any, guard: Guard, **options: Any) -> None:
        super().__init__(*args, **options)
        self._guard = guard

    def _new_conn(self) -> socket.socket:
        return self._guard.connect(self)


class _GuardedHttps(HTTPSConnection):
    """The name stays the connection's host: for TLS (SNI) and the check of the certificate."""

    def __init__(self, *args: Any, guard: Guard, **options: Any) -> None:
        super().__init__(*args, **options)
        self._guard = guard

    def _new_conn(self) -> socket.socket:
        return self._guard.connect(self)


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _GuardedHttp


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedHttps


def guarded_pool(scheme: str, host: str, port: int | None, guard: Guard) -> HTTPConnectionPool:
    """A pool of one connection to a host; certificates are checked against the system's."""
    # without a port, the end of an IPv6 address would be taken for one
    if scheme == "https":
        return _HttpsPool(host, port or 443, maxsize=1, cert_reqs="CERT_REQUIRED", guard=guard)
    return _HttpPool(host, port or 80, maxsize=1, guard=guard)
