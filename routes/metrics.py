"""What the process counts about itself, and the log of requests: no address, no question.

Both know the route and the status, never who asked or what was asked for: the query string and
the client's address are left out on purpose (data protection).
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import Counter
from urllib.parse import quote

from flask import Flask, Response, g, request

access_log = logging.getLogger("access")

#: upper limits of the duration classes, in seconds
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}


class RequestMetrics:
    """Counters of one process; with several workers each answers for itself (`pid`)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: Counter[float] = Counter()
        self._count, self._seconds = 0, 0.0

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note one answered request."""
        with self._lock:
            self._requests[method, route, status] += 1
            self._count += 1
            self._seconds += seconds
            for limit in BUCKETS:
                if seconds <= limit:
                    self._buckets[limit] += 1

    def lines(self) -> list[str]:
        """Prometheus text, one line each."""
        pid = os.getpid()
        with self._lock:
            requests, buckets = dict(self._requests), dict(self._buckets)
            count, seconds = self._count, self._seconds
        name = "http_request_duration_seconds"
        return [
            "# HELP http_requests_total Answered requests.",
            "# TYPE http_requests_total counter",
            *(
                f'http_requests_total{{method="{method}",route="{route}",status="{status}",'
                f'pid="{pid}"}} {number}'
                for (method, route, status), number in sorted(requests.items())
            ),
            f"# HELP {name} Time until the answer was ready.",
            f"# TYPE {name} histogram",
            *(f'{name}_bucket{{le="{b}",pid="{pid}"}} {buckets.get(b, 0)}' for b in BUCKETS),
            f'{name}_bucket{{le="+Inf",pid="{pid}"}} {count}',
            f'{name}_sum{{pid="{pid}"}} {seconds:.6f}',
            f'{name}_count{{pid="{pid}"}} {count}',
        ]


def _start_timer() -> None:
    g.started_at = time.perf_counter()


def init_metrics(app: Flask) -> RequestMetrics:
    """Count and log every request. Call it before compression: it must see the final answer."""
    metrics = RequestMetrics()

    def note(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("started_at", time.perf_counter())
        route = str(request.url_rule) if request.url_rule else "none"
        method = request.method if request.method in _METHODS else "other"
        metrics.count(method, route, response.status_code, seconds)
        access_log.info(
            "%s %s %d %.1f ms", method, quote(request.path), response.status_code, seconds * 1000
        )
        return response

    app.before_request(_start_timer)
    app.after_request(note)
    app.extensions["request_metrics"] = metrics
    return metrics
