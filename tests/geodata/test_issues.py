"""Every kind of issue the code can report has German words."""

from __future__ import annotations

import re
from pathlib import Path

from geodata.issues import KIND_WORDS, kind_words

CODE = Path(__file__).parents[2] / "geodata"
SAID = re.compile(
    r"(?:BadValue|_Refused)\(\s*\"([a-z_]+)\""
    r"|Issue\([^()]*?kind=\"([a-z_]+)\""
    r"|_issue\(\w+, [^,()]+, \"([a-z_]+)\""
    r"|\.add\([^,()]+, \"([a-z_]+)\", (?:reason|\")"
)


def test_every_kind_has_words() -> None:
    files = sorted(CODE.rglob("*.py"))
    found = {
        next(group for group in match.groups() if group)
        for file in files
        for match in SAID.finditer(file.read_text(encoding="utf-8"))
    }
    assert len(found) > 20, "the pattern no longer fits the code"
    assert found <= set(KIND_WORDS)


def test_unknown_kind_is_shown_as_it_is() -> None:
    assert kind_words("new_kind") == "new kind"
    assert kind_words("outside_city") == "Ort außerhalb der Stadt"
