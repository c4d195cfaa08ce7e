"""docs/new-city.md explains every key a city can set."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from geodata.city import Base
from geodata.sources.spec import SourcesFile

PAGE = Path("docs") / "new-city.md"


@pytest.mark.parametrize("table", Base.__subclasses__(), ids=lambda table: table.__name__)
def test_every_key_is_explained(root: Path, table: type[msgspec.Struct]) -> None:
    page = (root / PAGE).read_text(encoding="utf-8")
    for field in msgspec.structs.fields(table):
        known = (f"`{field.name}`", f"`[{field.name}]`", f"`[[{field.name}", f"`[{field.name}.<")
        assert any(word in page for word in known), f"{table.__name__}.{field.name}"


def test_there_are_such_tables() -> None:
    assert {"City", "SourceSpec", "TableSpec", "Measure", "Official"} <= {
        table.__name__ for table in Base.__subclasses__()
    }
    assert SourcesFile in Base.__subclasses__()
