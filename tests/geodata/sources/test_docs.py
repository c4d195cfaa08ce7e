"""The docs explain every key a city can set: mappings in import.md, all others in new-city.md."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from geodata.city import Base
from geodata.mapping import Mapping, SourceInfo
from geodata.offices import Offices
from geodata.sources.spec import SourcesFile
from geodata.thanks import Thanks

PAGE = Path("docs") / "new-city.md"
MAPPING_PAGE = Path("docs") / "import.md"
#: modules whose tables stand in a mapping file
MAPPING_MODULES = ("geodata.mapping.model", "geodata.stages")


@pytest.mark.parametrize(
    "table", [*Base.__subclasses__(), Mapping], ids=lambda table: table.__name__
)
def test_every_key_is_explained(root: Path, table: type[msgspec.Struct]) -> None:
    is_mapping = table.__module__ in MAPPING_MODULES
    page = (root / (MAPPING_PAGE if is_mapping else PAGE)).read_text(encoding="utf-8")
    for field in msgspec.structs.fields(table):
        known = (f"`{field.name}`", f"`[{field.name}]`", f"`[[{field.name}", f"`[{field.name}.<")
        assert any(word in page for word in known), f"{table.__name__}.{field.name}"


def test_there_are_such_tables() -> None:
    assert {"City", "SourceSpec", "TableSpec", "Measure", "Official"} <= {
        table.__name__ for table in Base.__subclasses__()
    }
    assert SourceInfo in Base.__subclasses__()
    assert {SourcesFile, Offices, Thanks} <= set(Base.__subclasses__())
