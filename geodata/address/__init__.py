"""German addresses as people write them: parsed into parts, and made comparable.

Knows no register and no file. What a text may mean is a list of readings, the most likely first;
which of them exists is for an index over a register to say (`geodata.geocode`).
"""

from geodata.address.fold import fold_text, squeeze
from geodata.address.numbers import NO_NUMBER, HouseNumber, parse_house_number
from geodata.address.parse import ParsedAddress, parse_address, read_address
from geodata.address.streets import StreetKey, street_key

__all__ = [
    "NO_NUMBER",
    "HouseNumber",
    "ParsedAddress",
    "StreetKey",
    "fold_text",
    "parse_address",
    "parse_house_number",
    "read_address",
    "squeeze",
    "street_key",
]
