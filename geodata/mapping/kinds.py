"""What kind of organisation a name belongs to, where no column says so."""

from __future__ import annotations

import re

#: the first that fits counts; legal forms before words, because a foundation may be a gGmbH
_KINDS: tuple[tuple[str, str], ...] = (
    (r"stiftung", "foundation"),
    (
        r"kirch|gemeindezentrum|pfarr|diakon|caritas|bistum|evang|kathol|moschee|synagog",
        "church",
    ),
    (r"landeshauptstadt|stadtverwaltung|städtisch|\b(?:sozial|jugend|orts)?amt\b", "public"),
    (r"bibliothek|\bschule\b|grundschule|gymnasium|universität|feuerwehr", "public"),
    (r"\be\.?\s?v\.?(?=\W|$)|verein|freunde|förderkreis", "club"),
    (r"\bg?gmbh\b|\bug\b|\bag\b|genossenschaft|\be\.?\s?g\.?(?=\W|$)", "company"),
    (r"verband|arbeiterwohlfahrt|\bawo\b|\bdrk\b|johanniter|malteser|volkssolidar", "association"),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _KINDS)


def kind_of_name(name: str) -> str:
    """The kind a name tells; `initiative` where it tells none."""
    return next((kind for pattern, kind in _PATTERNS if pattern.search(name)), "initiative")
