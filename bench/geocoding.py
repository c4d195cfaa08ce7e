"""How well and how fast are addresses found? The exam of the geocoder, with its marks.

    python -m bench.geocoding [--seeds 1 7 23] [--count 67600] [--questions 2000]

For each seed a register that never was (`bench.synthetic_register`) and misspelt questions about it
(`bench.misspellings`), whose authors share no code with the geocoder. Exits with 1 where a target is
missed.
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

from bench.misspellings import Question, make_questions
from bench.synthetic_register import COUNT, make_register
from geodata.geocode import GeocodeResult, RegisterGeocoder, build_index, open_index

MIN_ANSWERED, MIN_RIGHT = 0.90, 0.98
MAX_SECONDS_PER_10000, MAX_P99_MS = 10.0, 15.0
TIMED_QUESTIONS = 10_000


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
    marks.p99_ms = statistics.quantiles(times, n=100)[-1]
    return marks


def _line(marks: Marks) -> str:
    return (
        f"{marks.seed:>5}  {marks.answered_share:>8.2%}  {marks.right_share:>8.2%}  "
        f"{marks.seconds_per_10000:>9.1f} s  {marks.p50_ms:>6.2f} ms  {marks.p99_ms:>6.2f} ms"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the marks of every seed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 7, 23])
    parser.add_argument("--count", type=int, default=COUNT, help="addresses in the register")
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--details", action="store_true", help="list what went wrong")
    chosen = parser.parse_args(arguments)
    print(" seed  answered     right   per 10,000     p50        p99")
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
