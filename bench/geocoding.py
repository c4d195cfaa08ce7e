"""How well and how fast are addresses found? The exam of the geocoder, with its marks.

    python -m bench.geocoding [--seeds 1 7 23] [--count 67600] [--questions 2000]

For each seed a register that never was (`bench.synthetic_register`) and misspelt questions about it
(`bench.misspellings`), which share no code with the geocoder. Where a snapshot is published, the
locate service over it is asked too, letter by letter. Exits with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.misspellings import Question, make_questions
from bench.synthetic_register import COUNT, make_register
from geodata.city import read_city
from geodata.errors import SnapshotError
from geodata.geocode import GeocodeResult, RegisterGeocoder, build_index, open_index
from geodata.geocode.index import index_name
from geodata.settings import Settings, settings_from_environment
from geodata.snapshot import Snapshot
from geodata.store.publish import read_current
from services.locate import MAX_QUERY, SnapshotLocateService
from services.text import words

MIN_ANSWERED, MIN_RIGHT = 0.90, 0.98
MAX_SECONDS_PER_10000, MAX_P99_MS = 10.0, 15.0
TIMED_QUESTIONS = 10_000
LOCATE_TEXTS = 400


@dataclass
class Marks:
    """What came out for one seed: seconds of one core's work, milliseconds as they pass."""

    seed: int
    questions: int = 0
    answered: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    unanswered: Counter[str] = field(default_factory=Counter)
    seconds_per_10000: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    locate_p99_ms: float | None = None

    @property
    def answered_share(self) -> float:
        """Share of all questions that got an answer with precision `address`."""
        return self.answered / self.questions

    @property
    def right_share(self) -> float:
        """Share of those answers that are the address that was meant."""
        return self.right / max(self.answered, 1)

    @property
    def is_good(self) -> bool:
        """Whether every target is met."""
        return (
            self.answered_share >= MIN_ANSWERED
            and self.right_share >= MIN_RIGHT
            and self.seconds_per_10000 <= MAX_SECONDS_PER_10000
            and self.p99_ms <= MAX_P99_MS
            and (self.locate_p99_ms or 0.0) <= MAX_P99_MS
        )


def mark(seed: int, questions: Sequence[Question], results: Sequence[GeocodeResult]) -> Marks:
    """Compare answers with the truth; an answer to a question that has none is wrong."""
    marks = Marks(seed=seed, questions=len(questions))
    for question, result in zip(questions, results, strict=True):
        if result.precision != "address":
            marks.unanswered[question.kind if question.has_answer else "(has no answer)"] += 1
            continue
        marks.answered += 1
        if (question.lon, question.lat) == (result.lon, result.lat):
            marks.right += 1
        else:
            marks.wrong.append(f"{question.kind}: {question.text!r} -> {result.matched_address}")
    return marks


def _times_ms(ask: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    times = []
    for text in texts:
        started = time.perf_counter()
        ask(text)
        times.append(1000 * (time.perf_counter() - started))
    return times


def _p99(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=100)[-1]


class _OneSnapshot:
    """The published snapshot, read once."""

    def __init__(self, snapshots_dir: Path) -> None:
        self._snapshot = read_current(snapshots_dir)
        self._path = snapshots_dir

    def current(self) -> Snapshot:
        return self._snapshot

    def path(self) -> Path:
        return self._path


def _typed(texts: Sequence[str]) -> list[str]:
    """What a field asks while somebody types: every beginning, and names that nobody has."""
    begun = [text[:length] for text in texts for length in range(2, min(len(text), 24), 3)]
    return [*begun, *(f"{text[::-1]}" for text in texts)]


def locate_p99(settings: Settings, register: Any, texts: Sequence[str]) -> float | None:
    """p99 of the locate service (ms) over the published snapshot; None where there is none."""
    try:
        snapshots = _OneSnapshot(settings.snapshots_dir)
    except SnapshotError:
        return None
    sha256 = next(one.sha256 for one in snapshots.current().sources if one.sha256)
    with tempfile.TemporaryDirectory() as folder:
        build_index(register, Path(folder) / index_name(sha256))
        service = SnapshotLocateService(snapshots, read_city(settings.city_dir), Path(folder))
        service.locate("Altstadt")
        questions = [text[:MAX_QUERY] for text in _typed(texts)]
        return _p99(_times_ms(service.locate, [q for q in questions if words(q)]))


def examine(seed: int, count: int = COUNT, question_count: int = 2000) -> Marks:
    """Build register and index of a seed, ask, mark, and take the time."""
    register = make_register(seed, count)
    questions = make_questions(register, question_count, seed=seed + 1)
    more = make_questions(register, TIMED_QUESTIONS, seed=seed + 2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.sqlite"
        build_index(register, path)
        index = open_index(path)
        geocoder = RegisterGeocoder(index)
        marks = mark(seed, questions, [geocoder.geocode(question.text) for question in questions])
        started = time.process_time()
        times = _times_ms(geocoder.geocode, [question.text for question in more])
        marks.seconds_per_10000 = (time.process_time() - started) * 10_000 / len(more)
        index.close()
    marks.p50_ms = statistics.median(times)
    marks.p99_ms = _p99(times)
    texts = [question.text for question in more[:LOCATE_TEXTS]]
    marks.locate_p99_ms = locate_p99(settings_from_environment(), register, texts)
    return marks


def _line(marks: Marks) -> str:
    known = marks.locate_p99_ms
    located = "-" if known is None else f"{known:.2f} ms"
    return (
        f"{marks.seed:>5}  {marks.answered_share:>8.2%}  {marks.right_share:>8.2%}  "
        f"{marks.seconds_per_10000:>9.1f} s  {marks.p50_ms:>6.2f} ms  {marks.p99_ms:>6.2f} ms  {located:>9}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the marks of every seed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 7, 23])
    parser.add_argument("--count", type=int, default=COUNT, help="addresses in the register")
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--details", action="store_true", help="list what went wrong")
    chosen = parser.parse_args(arguments)
    print(" seed  answered     right   per 10,000     p50        p99  locate p99")
    is_good = True
    for seed in chosen.seeds:
        marks = examine(seed, chosen.count, chosen.questions)
        is_good = is_good and marks.is_good
        print(_line(marks), flush=True)
        if chosen.details:
            print("\n".join(f"       wrong: {line}" for line in marks.wrong))
            common = marks.unanswered.most_common(12)
            print("\n".join(f"       no answer {number:>4}: {kind}" for kind, number in common))
    print(
        f"targets: answered >= {MIN_ANSWERED:.0%}, right >= {MIN_RIGHT:.0%}, "
        f"<= {MAX_SECONDS_PER_10000:.0f} s, p99 <= {MAX_P99_MS:.0f} ms"
    )
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
