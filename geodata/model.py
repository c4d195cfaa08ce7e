"""The types of the field: what a district, an organisation, an opportunity is.

Every record is one flat, immutable `msgspec.Struct`: the same names stand in the GeoPackage's
columns, in the API's properties and in the data dictionary, which is written from the
descriptions here. Names follow OGC API - Features and Open Referral HSDS (our Place is its
location, our Opportunity nearest to its service). Coordinates are lon, lat (CRS84).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct
from shapely.geometry.base import BaseGeometry

Level = Literal["district", "borough", "urban_area", "city"]
Precision = Literal["address", "street", "postcode", "district"]
Wheelchair = Literal["yes", "limited", "no"]
Schedule = Literal["regular", "one_off"]
ValueStatus = Literal["ok", "inherited", "no_data", "suppressed"]
SourceStatus = Literal["ok", "failed", "not_loaded", "off"]
DisadvantageClass = Literal["very_high", "high", "medium", "low"]
Weekday = Literal["mo", "tu", "we", "th", "fr", "sa", "su"]
Daytime = Literal["morning", "afternoon", "evening"]
EventKind = Literal["fair", "training", "workshop", "thanks", "meeting", "action_day"]

Texts = tuple[str, ...]


def _d(text: str) -> Meta:
    return Meta(description=text)


class Record(Struct, frozen=True, kw_only=True):
    """Base of everything that is a row in a snapshot."""


class Entry(Record, frozen=True, kw_only=True):
    """A record that came from a source: it carries its provenance and whether it is an example."""

    source_id: Annotated[str, _d("Source as named in sources.toml.")]
    record_id: Annotated[str, _d("`<source_id>:<id in the source>`, unique and stable.")]
    source_url: Annotated[str | None, _d("Page where the record stands.")] = None
    retrieved_at: Annotated[dt.datetime, _d("When the source was read (UTC).")]
    updated_at: Annotated[dt.datetime | None, _d("Last change according to the source (UTC).")] = (
        None
    )
    licence: Annotated[str, _d("Licence of the record, as a short SPDX-like name.")]
    attribution: Annotated[str, _d("Text to show with the record.")]
    is_example: Annotated[bool, _d("True for generated example content.")]


class Located(Entry, frozen=True, kw_only=True):
    """An entry that can have a place.

    Where `is_private` is true, `geometry` and `address` are null in every snapshot: only the
    district is known to anything that is published.
    """

    address: Annotated[str | None, _d("Street, number, postcode, town.")] = None
    geometry: Annotated[BaseGeometry | None, _d("Point in CRS84, null without a place.")] = None
    geocode_precision: Annotated[Precision | None, _d("How exact the point is.")] = None
    geocode_confidence: Annotated[
        float | None, _d("How sure the located point is, 0 to 1; null where the point came along.")
    ] = None
    geocoder: Annotated[str | None, _d("Who located it (`source`: the point came with it).")] = None
    district_id: Annotated[str | None, _d("District of the point, null outside the city.")] = None
    borough_id: Annotated[str | None, _d("Borough of the district.")] = None
    is_private: Annotated[bool, _d("True if the exact place is hidden; only the district.")] = False


class District(Record, frozen=True, kw_only=True):
    """A district or a borough of the city (`level`)."""

    district_id: Annotated[str, _d("Official code as text, with its leading zero.")]
    name: Annotated[str, _d("Official name.")]
    name_long: Annotated[str | None, _d("Name with the localities it contains.")] = None
    level: Annotated[Level, _d("`district` or `borough`.")]
    parent_id: Annotated[str | None, _d("Borough of a district, null for boroughs.")] = None
    parent_name: Annotated[str | None, _d("Name of the borough.")] = None
    statistics_unit_id: Annotated[
        str | None, _d("District in whose figures this one is counted; itself in most cases.")
    ] = None
    localities: Annotated[Texts, _d("Localities named in name_long, for the locator.")] = ()
    area_km2: Annotated[float, _d("Area in square kilometres, in the city's metric CRS.")]
    edition: Annotated[str, _d("Edition of the boundaries.")]
    valid_from: Annotated[dt.date | None, _d("First day of validity.")] = None
    valid_to: Annotated[dt.date | None, _d("Last day of validity, null if open.")] = None
    source_id: Annotated[str, _d("Source as named in sources.toml.")]
    licence: Annotated[str, _d("Licence of the boundary.")]
    attribution: Annotated[str, _d("Text to show with the boundary.")]
    geometry: Annotated[BaseGeometry, _d("Polygon or MultiPolygon in CRS84.")]


class Line(Record, frozen=True, kw_only=True):
    """A line that gives orientation on a map without tiles: a river."""

    line_id: Annotated[str, _d("Key.")]
    name: Annotated[str, _d("Name written along the line.")]
    kind: Annotated[str, _d("`river`.")]
    attribution: Annotated[str, _d("Text to show with it.")]
    geometry: Annotated[BaseGeometry, _d("LineString or MultiLineString in CRS84.")]


class Organisation(Located, frozen=True, kw_only=True):
    """A club, foundation, church, initiative, public body that offers engagement."""

    organisation_id: Annotated[str, _d("Key.")]
    name: Annotated[str, _d("Name.")]
    kind: Annotated[
        str, _d("`club`, `foundation`, `public`, `church`, `company`, `initiative`, `association`.")
    ]
    description: Annotated[str | None, _d("What it does.")] = None
    themes: Annotated[Texts, _d("Theme ids of themes.csv.")] = ()
    website: Annotated[str | None, _d("Public web address.")] = None
    public_email: Annotated[str | None, _d("Public mail address, never a person's.")] = None
    phone: Annotated[str | None, _d("Public phone number.")] = None
    languages: Annotated[Texts, _d("ISO 639-1 codes spoken there.")] = ()
    badges: Annotated[Texts, _d("`engagement_seal`, `certificate`, `pass_partner`.")] = ()
    place_id: Annotated[str | None, _d("Main place.")] = None
    wheelchair: Annotated[Wheelchair | None, _d("Access by wheelchair, null = unknown.")] = None


class Place(Located, frozen=True, kw_only=True):
    """A place where an organisation offers engagement."""

    place_id: Annotated[str, _d("Key.")]
    organisation_id: Annotated[str | None, _d("Organisation it belongs to.")] = None
    name: Annotated[str | None, _d("Name of the place.")] = None
    wheelchair: Annotated[Wheelchair | None, _d("Access by wheelchair, null = unknown.")] = None


class Opportunity(Located, frozen=True, kw_only=True):
    """An offer to engage: what a citizen looks for."""

    opportunity_id: Annotated[str, _d("Key.")]
    organisation_id: Annotated[str, _d("Organisation that offers it.")]
    place_id: Annotated[str | None, _d("Place, null if remote, citywide or on request.")] = None
    title: Annotated[str, _d("Title.")]
    description: Annotated[str, _d("Description, plain text.")]
    themes: Annotated[Texts, _d("Theme ids of themes.csv, the main one first.")]
    hours_per_week: Annotated[float | None, _d("Hours per week, null if unknown.")] = None
    schedule: Annotated[Schedule, _d("`regular` or `one_off`.")]
    weekdays: Annotated[tuple[Weekday, ...], _d("Weekdays, empty = any or unknown.")] = ()
    daytimes: Annotated[tuple[Daytime, ...], _d("Times of day, empty = any or unknown.")] = ()
    starts_on: Annotated[dt.date | None, _d("First day (city's time zone).")] = None
    ends_on: Annotated[dt.date | None, _d("Last day, inclusive.")] = None
    min_age: Annotated[int | None, _d("Minimum age in years, null = unknown.")] = None
    languages: Annotated[Texts, _d("ISO 639-1 codes that suffice to take part.")] = ()
    audiences: Annotated[Texts, _d("Audience ids of audiences.csv it addresses.")] = ()
    requirements: Annotated[str | None, _d("What one should bring along.")] = None
    is_low_threshold: Annotated[
        bool, _d("One-off or at most 2 h per week, and no prior knowledge.")
    ] = False
    is_remote: Annotated[bool, _d("Can be done from anywhere.")] = False
    is_citywide: Annotated[bool, _d("In the whole city, without one place.")] = False
    is_for_groups: Annotated[bool, _d("For groups, companies, school classes.")] = False
    is_board_position: Annotated[bool, _d("Board position or successor wanted.")] = False
    is_in_kind_donation: Annotated[bool, _d("Donation in kind wanted.")] = False
    counts_towards_pass: Annotated[bool, _d("Counts towards the Ehrenamtspass.")] = False
    needed: Annotated[int | None, _d("Number of people wanted, null = unknown.")] = None
    certificate: Annotated[bool, _d("A certificate is given.")] = False
    wheelchair: Annotated[Wheelchair | None, _d("Access by wheelchair, null = unknown.")] = None
    contact_email: Annotated[str | None, _d("Public mail address, never a person's.")] = None
    contact_phone: Annotated[str | None, _d("Public phone number.")] = None
    url: Annotated[str | None, _d("The listing on the volunteer platform.")] = None


class ContactPoint(Located, frozen=True, kw_only=True):
    """A place that advises about engagement: the city's office, the agency, KISS, a centre."""

    contact_point_id: Annotated[str, _d("Key.")]
    name: Annotated[str, _d("Name.")]
    kind: Annotated[
        str, _d("`city_office`, `volunteer_agency`, `self_help`, `neighbourhood`, `online`.")
    ]
    role: Annotated[str, _d("What it helps with, one sentence.")]
    website: Annotated[str | None, _d("Public web address.")] = None
    public_email: Annotated[str | None, _d("Public mail address of the body.")] = None
    phone: Annotated[str | None, _d("Public phone number of the body.")] = None
    opening_hours: Annotated[str | None, _d("Opening hours, as text.")] = None
    languages: Annotated[Texts, _d("ISO 639-1 codes spoken there.")] = ()
    themes: Annotated[Texts, _d("Theme ids; empty = all.")] = ()
    wheelchair: Annotated[Wheelchair | None, _d("Access by wheelchair, null = unknown.")] = None


class FundedProject(Located, frozen=True, kw_only=True):
    """A project paid from a public programme."""

    funded_project_id: Annotated[str, _d("Key.")]
    title: Annotated[str, _d("Title.")]
    organisation_id: Annotated[str | None, _d("Organisation, if it is in the snapshot.")] = None
    organisation_name: Annotated[str | None, _d("Name of the receiver.")] = None
    programme: Annotated[str, _d("Programme as the city calls it.")]
    year: Annotated[int, _d("Year of the grant.")]
    amount_eur: Annotated[float | None, _d("Amount in euros.")] = None
    description: Annotated[str | None, _d("What it is for.")] = None
    themes: Annotated[Texts, _d("Theme ids.")] = ()


class BenefitPartner(Located, frozen=True, kw_only=True):
    """A place that gives holders of the Ehrenamtspass something."""

    benefit_partner_id: Annotated[str, _d("Key.")]
    name: Annotated[str, _d("Name.")]
    category: Annotated[str, _d("`culture`, `sport`, `leisure`, `shopping`, `education`.")]
    benefit: Annotated[str, _d("What is given.")]
    website: Annotated[str | None, _d("Public web address.")] = None


class Event(Located, frozen=True, kw_only=True):
    """A dated event around engagement."""

    event_id: Annotated[str, _d("Key.")]
    title: Annotated[str, _d("Title.")]
    kind: Annotated[EventKind, _d("Kind.")]
    description: Annotated[str | None, _d("Description, plain text.")] = None
    starts_at: Annotated[dt.datetime, _d("Start (UTC).")]
    ends_at: Annotated[dt.datetime | None, _d("End (UTC).")] = None
    place_name: Annotated[str | None, _d("Name of the venue.")] = None
    organisation_id: Annotated[str | None, _d("Organiser, if it is in the snapshot.")] = None
    url: Annotated[str | None, _d("Page of the event.")] = None


class Facility(Located, frozen=True, kw_only=True):
    """A place of a city layer or of OpenStreetMap: a library, a youth club, a stop."""

    facility_id: Annotated[str, _d("Key.")]
    name: Annotated[str, _d("Name.")]
    kind: Annotated[str, _d("What it is, in the words of the source or of its mapping.")]
    description: Annotated[str | None, _d("What is there, plain text.")] = None
    website: Annotated[str | None, _d("Public web address.")] = None
    public_email: Annotated[str | None, _d("Public mail address of the body.")] = None
    phone: Annotated[str | None, _d("Public phone number of the body.")] = None
    opening_hours: Annotated[str | None, _d("Opening hours, as text.")] = None
    wheelchair: Annotated[Wheelchair | None, _d("Access by wheelchair, null = unknown.")] = None


class Figure(Record, frozen=True, kw_only=True):
    """One published number of the city, at its own unit and date (the native figures)."""

    figure_id: Annotated[str, _d("What was counted, e.g. `residents`.")]
    level: Annotated[Level, _d("Unit system of the table.")]
    unit_id: Annotated[str, _d("Code of the unit in that system.")]
    unit_label: Annotated[str, _d("Label as the table has it.")]
    period: Annotated[str, _d("Date, year or quarter: `2025-12-31`, `2025`, `2026-Q2`.")]
    value: Annotated[float | None, _d("The number, null where the table has none.")]
    unit: Annotated[str, _d("`persons`, `households`, `percent`, `eur_per_month`.")]
    parent_id: Annotated[
        str | None, _d("Urban area of the row, where a district is split between two.")
    ] = None
    source_id: Annotated[str, _d("Source table as named in sources.toml.")]


class Indicator(Record, frozen=True, kw_only=True):
    """What an indicator means: its definition, not its values."""

    indicator_id: Annotated[str, _d("Key.")]
    label: Annotated[str, _d("Label on screen, German.")]
    description: Annotated[str, _d("One or two plain sentences, German.")]
    unit: Annotated[str, _d("`count`, `share`, `per_1000`, `index`, `m`, `eur`, `hours_per_1000`.")]
    numerator: Annotated[str | None, _d("Figure or count above the line.")] = None
    denominator: Annotated[str | None, _d("Figure or count below the line.")] = None
    direction: Annotated[
        Literal["higher_is_worse", "higher_is_better", "neutral"], _d("How to read high values.")
    ]
    native_level: Annotated[Level, _d("Unit system in which it was counted.")]
    min_denominator: Annotated[float | None, _d("Below this no value is given.")] = None
    method: Annotated[str, _d("Anchor on /methodik.")]
    group: Annotated[
        Literal["people", "need", "supply", "access", "gap"], _d("Group in the chooser.")
    ]
    source_ids: Annotated[Texts, _d("Source tables it is made from.")] = ()
    sort_order: Annotated[int, _d("Order in the chooser.")] = 0


class IndicatorValue(Record, frozen=True, kw_only=True):
    """One value of the long table."""

    district_id: Annotated[str, _d("District, borough or urban area (see level); `city`.")]
    level: Annotated[Level, _d("What district_id names.")]
    edition: Annotated[str, _d("Edition of the boundaries.")]
    indicator_id: Annotated[str, _d("Indicator.")]
    period: Annotated[str, _d("Date, year, quarter or `2022/2024`.")]
    value: Annotated[float | None, _d("Value, null unless status is ok or inherited.")] = None
    numerator: Annotated[float | None, _d("Above the line.")] = None
    denominator: Annotated[float | None, _d("Below the line.")] = None
    low: Annotated[float | None, _d("Lower end of the 95 % interval.")] = None
    high: Annotated[float | None, _d("Upper end of the 95 % interval.")] = None
    status: Annotated[ValueStatus, _d("What the value is.")]
    inherited_from: Annotated[Texts, _d("Coarser units it comes from, `level:id`.")] = ()
    counted_in: Annotated[str | None, _d("District in whose figures this one is counted.")] = None


class CoverageRow(Record, frozen=True, kw_only=True):
    """The judgement on one unit under the default weights; a row of /api/coverage."""

    district_id: Annotated[str, _d("District or borough.")]
    level: Annotated[Level, _d("`district` or `borough`.")]
    status: Annotated[ValueStatus, _d("`ok`, or `no_data` with counted_in.")]
    counted_in: Annotated[str | None, _d("District in whose figures this one is counted.")] = None
    residents: Annotated[float | None, _d("Residents of the unit.")] = None
    disadvantage_index: Annotated[float | None, _d("Standardised, higher = more burdened.")] = None
    disadvantage_class: Annotated[DisadvantageClass | None, _d("Class of the index.")] = None
    inherited_weight_share: Annotated[float | None, _d("Weight that rests on coarser units.")] = (
        None
    )
    opportunity_count: Annotated[int | None, _d("Offers with a place in the unit.")] = None
    supply_value: Annotated[float | None, _d("Offers per 1,000 residents.")] = None
    supply_low: Annotated[float | None, _d("Lower end of the exact Poisson 95 % interval.")] = None
    supply_high: Annotated[float | None, _d("Upper end of it.")] = None
    supply_could_be_chance: Annotated[bool | None, _d("The interval contains the city's rate.")] = (
        None
    )
    access_value: Annotated[float | None, _d("Share of residents with an offer in 10 min.")] = None
    access_method: Annotated[str | None, _d("`grid_euclidean`, `network` or `e2sfca`.")] = None
    coverage_gap: Annotated[float | None, _d("disadvantage_index - z(access).")] = None
    gap_low: Annotated[float | None, _d("5th percentile over the weightings.")] = None
    gap_high: Annotated[float | None, _d("95th percentile over the weightings.")] = None
    is_underserved: Annotated[bool | None, _d("Index > 0 and access below the city's value.")] = (
        None
    )
    rank: Annotated[int | None, _d("Rank by gap among the underserved, 1 = largest.")] = None
    robust_share: Annotated[
        float | None, _d("Share of weightings that keep it among the largest gaps.")
    ] = None


class IndicatorClass(Record, frozen=True, kw_only=True):
    """Class limits of one indicator for a choropleth, made in the build."""

    indicator_id: Annotated[str, _d("Indicator.")]
    period: Annotated[str, _d("Period.")]
    level: Annotated[Level, _d("Level.")]
    class_index: Annotated[int, _d("0 = lowest.")]
    lower: Annotated[float, _d("Lower limit, exclusive except for the first class.")]
    upper: Annotated[float, _d("Upper limit, inclusive.")]
    count: Annotated[int, _d("Number of units in the class.")]
    scheme: Annotated[str, _d("`FisherJenks`, `Quantiles`, `UserDefined`, ...")]


class GridCell(Record, frozen=True, kw_only=True):
    """A cell of the residents' grid (100 m): where the people of a unit are assumed to live."""

    cell_id: Annotated[int, _d("Key.")]
    district_id: Annotated[str, _d("Statistics unit whose residents stand here.")]
    x_m: Annotated[float, _d("Centre, easting in the city's metric CRS.")]
    y_m: Annotated[float, _d("Centre, northing in the city's metric CRS.")]
    residents: Annotated[float, _d("Residents assumed here (unit's residents by area).")]


class Source(Record, frozen=True, kw_only=True):
    """A source as it stood when the snapshot was built."""

    source_id: Annotated[str, _d("Key.")]
    title: Annotated[str, _d("Title of the table or layer.")]
    publisher: Annotated[str, _d("Who publishes it.")]
    url: Annotated[str | None, _d("Where it is published.")] = None
    licence: Annotated[str, _d("Short name of the licence.")]
    licence_url: Annotated[str | None, _d("Text of the licence.")] = None
    attribution: Annotated[str, _d("Text to show, changes included (`generalisiert`).")]
    period: Annotated[str | None, _d("Period of the data.")] = None
    native_level: Annotated[Level | None, _d("Unit system of the table.")] = None
    retrieved_at: Annotated[dt.datetime | None, _d("When it was read (UTC).")] = None
    sha256: Annotated[str | None, _d("Checksum of the bytes that were read.")] = None
    record_count: Annotated[int | None, _d("Rows read.")] = None
    issue_count: Annotated[int | None, _d("Issues found.")] = None
    is_example: Annotated[bool, _d("True for the generated example content.")] = False
    kind: Annotated[str | None, _d("Kind of source, as in sources.toml; `import` for a file.")] = (
        None
    )
    status: Annotated[
        SourceStatus,
        _d(
            "`ok`; `failed`: the last fetch failed, the last good data counts; `not_loaded`: "
            "never fetched; `off`: declared and not enabled."
        ),
    ] = "ok"
    checked_at: Annotated[dt.datetime | None, _d("When it was last asked for (UTC).")] = None
    last_error: Annotated[str | None, _d("Why the last fetch failed, German.")] = None
    fresh_days: Annotated[
        int | None, _d("Days after which its records count as out of date, null = never.")
    ] = None

    @property
    def is_used(self) -> bool:
        """Whether any of its data is in the snapshot."""
        return self.status in ("ok", "failed")


class Theme(Record, frozen=True, kw_only=True):
    """One of the 21 themes: labels per language in themes.csv."""

    theme_id: Annotated[str, _d("Key.")]
    group_id: Annotated[str, _d("One of seven groups; the group has the colour.")]
    icon: Annotated[str, _d("Name of the icon.")]
    labels: Annotated[dict[str, str], _d("Label by language, fallback de.")]
    group_labels: Annotated[dict[str, str], _d("Label of the group by language.")]
    colour: Annotated[str, _d("Colour of the group, #rrggbb.")]


class Audience(Record, frozen=True, kw_only=True):
    """A group of people an offer addresses: labels per language in audiences.csv."""

    audience_id: Annotated[str, _d("Key.")]
    labels: Annotated[dict[str, str], _d("Label by language, fallback de.")]


class SnapshotInfo(Record, frozen=True, kw_only=True):
    """What a snapshot says about itself."""

    snapshot_id: Annotated[str, _d("`<as_of>-<12 hex digits of the content's sha256>`.")]
    city_slug: Annotated[str, _d("City.")]
    schema_version: Annotated[int, _d("Version of the layout.")]
    as_of: Annotated[dt.date, _d("Day the build speaks of.")]
    created_at: Annotated[dt.datetime, _d("When it was built (UTC).")]
    has_examples: Annotated[bool, _d("True while one example record is in it.")]
    input_sha256: Annotated[str, _d("Fingerprint of the inputs and of the code's version.")]
    outside_count: Annotated[int, _d("Places outside the city, kept and counted.")] = 0
