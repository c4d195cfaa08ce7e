"""The table in docs/operations.md is what the code reads from its environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest

from geodata.city import Retention
from geodata.errors import ConfigError
from geodata.settings import ROOT, Settings, settings_from_environment


def shown(default: Any) -> str:
    if isinstance(default, Path):
        return f"`{default.relative_to(ROOT)}`"
    return f"`{default}`" if default != "" else ""


def expected_rows() -> list[str]:
    hints = get_type_hints(Settings, include_extras=True)
    rows = []
    for field in msgspec.structs.fields(Settings):
        description = hints[field.name].__metadata__[0].description
        cells = [f"`{field.name.upper()}`", shown(field.default), description]
        rows.append(f"| {' | '.join(cells)} |".replace("|  |", "| |"))
    return rows


def test_the_settings_table_is_complete_and_true(root: Path) -> None:
    text = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    table = text.split("|---|---|---|\n")[1].split("\n\n")[0]
    assert table.splitlines() == expected_rows()


def test_retention_in_the_docs_is_the_default(root: Path) -> None:
    text = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    assert f"the last {Retention().snapshots}," in text
    assert f"{Retention().raw_days} days," in text


def test_environment_is_read_and_empty_is_unset() -> None:
    found = settings_from_environment({"CITY": "meissen", "PORT": "8123", "HOST": ""})
    assert (found.city, found.port, found.host) == ("meissen", 8123, "127.0.0.1")
    assert found.indicators_dir == found.data_dir / "meissen" / "indicators"


@pytest.mark.parametrize("value", ["acht", "0", "70000"])
def test_a_wrong_port_is_named(value: str) -> None:
    with pytest.raises(ConfigError, match="port"):
        settings_from_environment({"PORT": value})
