"""Write the generated pages of docs/: the data dictionary.

python -m scripts.make_docs [--check]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geodata.tables import COLLECTION_KEYS, TABLES, columns_of, geometry_column

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "data-dictionary.md"

HEAD = """# Data dictionary

Written by `make docs` from `geodata/model.py`; do not edit by hand. Every table is a layer of the
snapshot (a GeoPackage); the eight collections marked *API* are served under `/api/collections/`
with the same field names. Coordinates are longitude, latitude (CRS84). Lists are one text joined
by `|` on disk and arrays in the API. `null` means unknown unless the field says otherwise.
"""


def field_lines(table: str) -> list[str]:
    """One line of a Markdown table for each column."""
    lines = ["| field | type | null | meaning |", "|---|---|---|---|"]
    for column in columns_of(TABLES[table]):
        kind = column.kind
        words = (
            f" One of: {', '.join(f'`{word}`' for word in column.choices)}."
            if column.choices
            else ""
        )
        lines.append(
            f"| `{column.name}` | {kind} | {'yes' if column.nullable else ''} "
            f"| {column.description}{words} |"
        )
    return lines


def data_dictionary() -> str:
    """The whole page."""
    parts = [HEAD]
    for table, record_type in TABLES.items():
        marks = [f"*API*, key `{COLLECTION_KEYS[table]}`"] if table in COLLECTION_KEYS else []
        marks += ["spatial layer"] if geometry_column(record_type) else ["attribute table"]
        summary = (record_type.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
        summary = " ".join(summary.split())
        parts.append(f"## {table}\n\n{summary} ({', '.join(marks)})\n")
        parts.append("\n".join(field_lines(table)) + "\n")
    return "\n".join(parts)


def main() -> int:
    """Write the page, or with --check say whether it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare, write nothing")
    page = data_dictionary()
    if parser.parse_args().check:
        current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page
        print(
            "aktuell" if current else "docs/data-dictionary.md ist veraltet: make docs",
            file=sys.stderr,
        )
        return 0 if current else 1
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
