"""Who is underserved: index, supply, access, gap and how sure that is.

Plain numpy on index-aligned arrays, so that the build and a request compute the very same
numbers; nothing here loads pandas, and scipy only inside functions.
"""

from geodata.coverage.judge import Judgement, Rules, access_of, judge, weights_of
from geodata.coverage.offers import Offers, is_counted, offers_from
from geodata.coverage.rows import city_values, rows_from_judgement
from geodata.coverage.units import Membership, Units, memberships_from, units_from_values

__all__ = [
    "Judgement",
    "Membership",
    "Offers",
    "Rules",
    "Units",
    "access_of",
    "city_values",
    "is_counted",
    "judge",
    "memberships_from",
    "offers_from",
    "rows_from_judgement",
    "units_from_values",
    "weights_of",
]
