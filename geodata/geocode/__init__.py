"""Where entries are: their own point, the city's address register, their place, their district."""

from geodata.geocode.stage import geocode_entries

__all__ = ["geocode_entries"]
