"""Whatever a file holds: tables or one SourceError, never another exception."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.city import City
from geodata.errors import SourceError
from geodata.sources import SourceSpec, parse_source

SNIPPETS = [
    b"", b"\0", b"\xff", b'"', b";", b"\r", b"\n", b"|", b"[", b"]", b"{}", b"null", b"NaN",
    b"-1", b"1.234", b"1e999", b"0,0", b"\xef\xbb\xbf", b"\xd9\xa3", b"unbekannt", b";;;;;;",
]  # fmt: skip
EXAMPLES = b'{"organisations": [{"organisation_id": "a", "name": "A"}], "events": []}'


@st.composite
def spoiling(draw: st.DrawFn) -> list[tuple[float, int, bytes]]:
    """Cuts and insertions: where (share of the file), how many bytes go, what comes."""
    one = st.tuples(
        st.floats(0, 1), st.integers(0, 40), st.sampled_from(SNIPPETS) | st.binary(max_size=12)
    )
    return draw(st.lists(one, min_size=1, max_size=3))


def spoil(content: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for share, gone, new in changes:
        at = int(share * len(content))
        content = content[:at] + new + content[at + gone :]
    return content


@pytest.mark.parametrize(
    "source_id",
    ["sgb2_unemployed", "crosswalk", "contact_points", "orientation", "districts", "examples"],
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=spoiling())
def test_spoiled_file(
    source_id: str,
    changes: list[tuple[float, int, bytes]],
    dresden: City,
    dresden_dir: Path,
    dresden_specs: dict[str, SourceSpec],
) -> None:
    spec = dresden_specs[source_id]
    content = (dresden_dir / spec.path).read_bytes() if spec.path else EXAMPLES
    if source_id == "districts":
        # a few districts are enough to spoil
        content = b"".join(content.splitlines(keepends=True)[:4]).rstrip(b",\n") + b"]}"
    with contextlib.suppress(SourceError):
        assert parse_source(spec, spoil(content, changes), dresden).tables
