"""What the browser needs to see which offers fit its reader's needs, without telling the server."""

from __future__ import annotations

import datetime as dt

from geodata.openness import is_open_on
from geodata.snapshot import Snapshot

#: id, access by wheelchair, languages, weekdays, times of day; several are parted by blanks, what
#: is unknown is empty
FitRow = tuple[str, str, str, str, str]


def fit_rows(snapshot: Snapshot, today: dt.date) -> list[FitRow]:
    """One row for each offer that is open today."""
    return [
        (
            offer.opportunity_id,
            offer.wheelchair or "",
            " ".join(offer.languages),
            " ".join(offer.weekdays),
            " ".join(offer.daytimes),
        )
        for offer in snapshot.opportunities
        if is_open_on(offer, today)
    ]
