"""What a file may hold at most, so that no file from outside can fill the memory or the clock.

The numbers lie far above what a city sends: its register of 67,600 addresses is about 60 MB and
2.5 million values.
"""

from __future__ import annotations

MAX_BYTES = 200_000_000
#: records; a file that was cut would look as if the rest were gone, so more is an error
MAX_RECORDS = 500_000
#: commas and brackets of a JSON file, which no list in memory can exceed
MAX_VALUES = 8_000_000
#: the same of one record
MAX_RECORD_VALUES = 200_000
#: columns of a table, and its cells; rare columns are left out first
MAX_COLUMNS = 1_000
MAX_CELLS = 30_000_000
MAX_NAME = 200
#: characters of one value; normalising cuts again, at what its fields need
MAX_TEXT = 100_000
#: levels of nesting that become names with dots
MAX_DEPTH = 12
#: vertices of one geometry that a point is looked for in
MAX_VERTICES = 200_000
MAX_FAULTS = 10_000
#: control characters a file may hold and still count as text
MAX_CONTROLS = 10_000
#: levels of elements in XML, elements of one record, different paths that are told apart
MAX_XML_DEPTH = 100
MAX_RECORD_ELEMENTS = 50_000
MAX_PATHS = 10_000
MAX_ATTRIBUTES = 10_000
#: elements that are looked at to find out which are the records
MAX_LOOKED_AT = 200_000
#: events of a calendar, and characters of one
MAX_EVENTS = 20_000
MAX_EVENT_TEXT = 500_000
#: dates of one recurring event, and of all recurring events of a file
MAX_OCCURRENCES = 400
MAX_ALL_OCCURRENCES = 50_000
#: how far a rule without end is followed from its first day, or from the first day asked for
HORIZON_DAYS = 3 * 366
#: steps the rules of a file may take in all: a rule may walk for years without finding a date
MAX_RULE_STEPS = 2_000_000
