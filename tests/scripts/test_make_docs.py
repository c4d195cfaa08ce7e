"""The data dictionary is written from the types and may not lag behind them."""

from __future__ import annotations

from geodata.tables import TABLES, columns_of
from scripts.make_docs import PAGE, data_dictionary


def test_dictionary_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == data_dictionary(), "run `make docs`"


def test_every_field_says_what_it_means() -> None:
    silent = [
        f"{table}.{column.name}"
        for table, record_type in TABLES.items()
        if table != "issues"
        for column in columns_of(record_type)
        if not column.description
    ]
    assert silent == []
