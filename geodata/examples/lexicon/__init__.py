"""The words of the example content, in German: seven files, one per group of themes."""

from __future__ import annotations

from geodata.examples.lexicon import (
    city,
    education,
    emergency,
    environment,
    leisure,
    support,
    young_life,
)
from geodata.examples.lexicon.task import Field, Task

__all__ = ["FIELDS", "Field", "Task"]

_ROOMS = (education, support, young_life, emergency, environment, leisure, city)

#: theme_id -> its words
FIELDS: dict[str, Field] = {field.theme_id: field for room in _ROOMS for field in room.FIELDS}
