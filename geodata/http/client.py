"""One polite, bounded request after the other."""

from __future__ import annotations

import time
from collections.abc import Callable

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, Timeout
from urllib3.exceptions import HTTPError, NameResolutionError
from urllib3.util import Url, make_headers

from geodata.errors import FetchError
from geodata.http.budget import Budget
from geodata.http.connections import Guard, Watch, guarded_pool
from geodata.http.messages import (
    Answer,
    Moved,
    Request,
    TryAgainError,
    read_url,
    reason_of_fault,
    redirected,
    status_error,
    wait_of,
    with_patience,
)
from geodata.http.redact import printable, redact_url

CHUNK_BYTES = 65_536
MAX_REDIRECTS = 5
MAX_TRIES = 3
#: a server that asks for more patience than this is asked again the next time
MAX_WAIT_SECONDS = 60.0
CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0

_REDIRECTS = {301, 302, 303, 307, 308}
_TRY_AGAIN = {429, 502, 503, 504}
_ENCODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}


def _headers(request: Request, url: Url, user_agent: str) -> dict[str, str]:
    headers = make_headers(user_agent=user_agent, basic_auth=url.auth)
    # only what is unpacked piece by piece
    headers |= {"accept": request.accept, "accept-encoding": "gzip"}
    if request.body is not None:
        headers["content-type"] = request.content_type
    if request.conditions.etag:
        headers["if-none-match"] = request.conditions.etag
    if request.conditions.last_modified:
        headers["if-modified-since"] = request.conditions.last_modified
    return headers


def _read_body(response: BaseHTTPResponse, budget: Budget) -> bytes:
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise FetchError(f"Die Antwort ist unbekannt komprimiert ({printable(encoding, 40)}).")
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and encoding in ("", "identity"):
        budget.check_bytes(int(length))
    content = bytearray()
    while chunk := response.read1(CHUNK_BYTES, decode_content=True):
        budget.spend_bytes(len(chunk))
        content += chunk
    return bytes(content)


def _answer(response: BaseHTTPResponse, request: Request, budget: Budget) -> Answer:
    status = response.status
    location = response.headers.get("Location")
    if status in _REDIRECTS and location:
        raise Moved(status, location)
    if status in _TRY_AGAIN:
        raise TryAgainError(status_error(response), wait_of(response))
    if status == 304 and request.conditions:
        return Answer(status="not_modified", url=redact_url(request.url))
    if status != 200:
        raise status_error(response)
    return Answer(
        status="new",
        url=redact_url(request.url),
        content=_read_body(response, budget),
        etag=response.headers.get("ETag", ""),
        last_modified=response.headers.get("Last-Modified", ""),
    )


class Client:
    """Asks for addresses, one after the other.

    Parameters
    ----------
    user_agent : who asks, with a way to reach them
    allow_private : also addresses of this machine and of private networks
    interval_seconds : pause between two requests to the same host
    backoff_seconds : pause before a second try, doubled before each further one
    """

    def __init__(
        self,
        user_agent: str,
        *,
        allow_private: bool = False,
        interval_seconds: float = 1.0,
        backoff_seconds: float = 2.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.user_agent, self.allow_private = user_agent, allow_private
        self._interval, self._backoff = interval_seconds, backoff_seconds
        self._sleep, self._clock = sleep, clock
        self._asked_at: dict[str, float] = {}
        self._unreachable: dict[str, FetchError] = {}

    def fetch(self, request: Request, budget: Budget) -> Answer:
        """Ask for one address.

        Raises
        ------
        FetchError
            No usable answer within the budget: one German sentence without secrets.
        """
        for tries in range(1, MAX_TRIES + 1):
            try:
                return self._follow(request, budget)
            except TryAgainError as again:
                asked = again.wait_seconds
                wait = self._backoff * 2 ** (tries - 1) if asked is None else asked
                if tries == MAX_TRIES or wait >= min(MAX_WAIT_SECONDS, budget.seconds_left):
                    raise with_patience(again) from None
                self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _follow(self, request: Request, budget: Budget) -> Answer:
        """Follow redirects by hand: each address is checked like the first."""
        asked = request
        for _ in range(MAX_REDIRECTS + 1):
            try:
                return self._ask(asked, budget)
            except Moved as moved:
                asked = redirected(asked, moved)
        raise FetchError(f"Mehr als {MAX_REDIRECTS} Weiterleitungen hintereinander.")

    def _ask(self, request: Request, budget: Budget) -> Answer:
        url = read_url(request.url)
        if url.host in self._unreachable:
            raise self._unreachable[url.host]
        self._pause(url, budget)
        budget.check_time()
        with Watch(budget.seconds_left) as watch:
            guard = Guard(watch, allow_private=self.allow_private)
            pool = guarded_pool(url.scheme or "", url.host or "", url.port, guard)
            try:
                answer = self._exchange(pool, url, request, budget)
            except HTTPError as error:
                if watch.is_over:
                    raise budget.time_is_over() from None
                raise self._fault(error, url) from None
            finally:
                pool.close()
        if watch.is_over:
            # an answer without a length seems whole wherever it was cut
            raise budget.time_is_over()
        return answer

    def _fault(self, error: HTTPError, url: Url) -> Exception:
        """What to raise; a host without a known address is not asked again by this client."""
        fault = FetchError(reason_of_fault(error))
        if not isinstance(error, NameResolutionError):
            return TryAgainError(fault)
        self._unreachable[url.host or ""] = fault
        return fault

    def _exchange(
        self, pool: HTTPConnectionPool, url: Url, request: Request, budget: Budget
    ) -> Answer:
        response = pool.urlopen(
            "GET" if request.body is None else "POST",
            url.request_uri,
            body=request.body,
            headers=_headers(request, url, self.user_agent),
            retries=False,
            redirect=False,
            preload_content=False,
            timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        )
        try:
            return _answer(response, request, budget)
        finally:
            response.close()

    def _pause(self, url: Url, budget: Budget) -> None:
        """Wait until the host may be asked again."""
        host = url.host or ""
        due = self._asked_at.get(host, float("-inf")) + self._interval
        wait = min(due - self._clock(), budget.seconds_left)
        if wait > 0:
            self._sleep(wait)
        self._asked_at[host] = self._clock()
