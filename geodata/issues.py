"""What is wrong with single values: one `Issue` per bad value, collected and never raised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["error", "warning", "info"]


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One bad or doubtful value.

    `error`: the row was left out. `warning`: the row is in, the value was dropped or mended.
    `info`: worth knowing (a point outside the city). `message` is German and complete in itself.
    `row` counts as a spreadsheet does: the header is row 1, the first record row 2.
    """

    source_id: str
    kind: str
    message: str
    severity: Severity = "warning"
    record_id: str | None = None
    row: int | None = None
    field: str | None = None
    value: str | None = None


def summarise_issues(issues: Iterable[Issue]) -> dict[str, int]:
    """Count issues by kind, most frequent first."""
    return dict(Counter(issue.kind for issue in issues).most_common())
