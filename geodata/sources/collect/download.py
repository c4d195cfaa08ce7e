"""A source that is one file: a table, a map file, a feed, a calendar, a statistics table."""

from __future__ import annotations

from geodata.http import Request
from geodata.sources.collect.task import Get, Part, Task


def collect(task: Task, get: Get) -> list[Part]:
    """Ask once. Raises FetchError."""
    return [get(Request(url=task.url))]
