"""How many bytes and seconds a source may take, over all of its requests."""

from __future__ import annotations

import time
from collections.abc import Callable

from geodata.errors import FetchError


class Budget:
    """What is left of the bytes and the time of one source.

    Bytes are counted after decompression, so that a small answer cannot unpack to a large one.
    """

    def __init__(
        self,
        max_bytes: int,
        timeout_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.max_bytes, self.timeout_seconds = max_bytes, timeout_seconds
        self._bytes_left = max_bytes
        self._clock = clock
        self._ends_at = clock() + timeout_seconds

    @property
    def seconds_left(self) -> float:
        """Seconds until the end, never below 0."""
        return max(0.0, self._ends_at - self._clock())

    def spend_bytes(self, count: int) -> None:
        """Take bytes off. Raises FetchError where there are not as many left."""
        self.check_bytes(count)
        self._bytes_left -= count

    def check_bytes(self, count: int) -> None:
        """Raise FetchError where so many bytes are not left."""
        if count > self._bytes_left:
            size = f"{self.max_bytes / 1e6:.10g}".replace(".", ",")
            raise FetchError(f"Die Antwort ist größer als erlaubt ({size} MB, max_bytes).")

    def check_time(self) -> None:
        """Raise FetchError where the time is over."""
        if self.seconds_left <= 0:
            raise self.time_is_over()

    def time_is_over(self) -> FetchError:
        """The error for a source that takes too long."""
        seconds = f"{self.timeout_seconds:.10g}".replace(".", ",")
        return FetchError(f"Der Abruf dauerte länger als erlaubt ({seconds} s, timeout_seconds).")
