"""The invented offers: what one can do, when, where, for whom."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence

from msgspec import Struct

from geodata.examples.cast import (
    Member,
    Setting,
    TextRecord,
    Venue,
    german_date,
    languages,
    yes_no,
)
from geodata.examples.lexicon import Field, Task, shared

_WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DAYTIMES = ("morning", "afternoon", "evening")
#: an offer without a place knows at least its district in this share of cases
_DISTRICT_SHARE = 0.5
_BOARD_SHARE = 0.035
_PLACELESS = {"remote", "citywide", "request"}


class Idea(Struct, frozen=True, kw_only=True):
    """Who offers what where: an offer before its details."""

    member: Member
    field: Field
    task: Task
    venue: Venue | None


class _Deck:
    """Tasks of every field in shuffled rounds, so that none comes twice as often as another."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._piles: dict[tuple[str, str], list[Task]] = {}

    def draw(self, field: Field, wanted: str) -> Task:
        """A task that needs a public place (`place`), or any other (`free`)."""
        fitting = [t for t in field.tasks if wanted == "any" or _needs(t) == wanted]
        pile = self._piles.setdefault((field.theme_id, wanted), [])
        if not pile:
            tasks = fitting or list(field.tasks)
            pile.extend(self._rng.sample(tasks, len(tasks)))
        return pile.pop()


def _needs(task: Task) -> str:
    if task.has("private"):
        return "private"
    return "free" if _PLACELESS & set(task.flags.split()) else "place"


def _venue_for(member: Member, task: Task, rng: random.Random) -> Venue | None:
    needs = _needs(task)
    if needs == "free":
        return None
    private = [venue for venue in member.venues if venue.is_private]
    if needs == "private":
        return rng.choice(private) if private else None
    return rng.choice(member.public_venues) if member.public_venues else None


def _ideas(setting: Setting, members: Sequence[Member]) -> Iterator[Idea]:
    """One offer for every place first, then more of everything, without end."""
    rng = setting.rng("ideas")
    deck = _Deck(rng)
    for member in members:
        field = member.fields[0]
        for venue in member.venues:
            task = deck.draw(field, "private" if venue.is_private else "place")
            yield Idea(member=member, field=field, task=task, venue=venue)
        if not member.venues:
            yield Idea(member=member, field=field, task=deck.draw(field, "free"), venue=None)
    weights = [rng.paretovariate(1.6) for _ in members]
    while True:
        member = rng.choices(members, weights)[0]
        field = rng.choice((member.fields[0], *member.fields))
        task = deck.draw(field, "any")
        yield Idea(member=member, field=field, task=task, venue=_venue_for(member, task, rng))


def _title(setting: Setting, idea: Idea, rng: random.Random, *, is_group: bool) -> str:
    title = rng.choice(idea.task.titles).format(where=rng.choice(idea.field.where))
    forms = [form for who, form in shared.GROUP_TITLES.items() if who in idea.task.audiences]
    if is_group and forms and rng.random() < 0.5:
        title = rng.choice(forms).format(title=title)
    district = idea.venue and setting.district_names.get(idea.venue.site.district_id or "")
    if district and "/" not in district and rng.random() < 0.3:
        title = f"{title} ({district})"
    return title


def _description(idea: Idea, rng: random.Random) -> str:
    opening = rng.choice(idea.task.texts)
    if idea.task.has("goods"):
        return " ".join([opening, *rng.sample(shared.GOODS_CLOSINGS, 2)])
    details = rng.sample(idea.field.details, rng.choice((1, 1, 2)))
    pool = shared.ONCE_CLOSINGS if idea.task.has("once") else shared.CLOSINGS
    return " ".join([opening, *details, *rng.sample(pool, rng.choice((1, 2)))])


def _hours(task: Task, rng: random.Random) -> str:
    if rng.random() < 0.1:
        return ""
    return f"{rng.choice(task.hours):g}".replace(".", ",")


def _span(
    setting: Setting, task: Task, rng: random.Random
) -> tuple[dt.date | None, dt.date | None]:
    """First and last day: never over on the day the content speaks of."""
    day = setting.as_of
    if task.has("goods"):
        return day - dt.timedelta(rng.randint(0, 30)), day + dt.timedelta(rng.randint(60, 240))
    if task.has("once"):
        start = day + dt.timedelta(rng.randint(10, 330))
        start += dt.timedelta((5 - start.weekday()) % 7 if rng.random() < 0.6 else 0)
        return start, start + dt.timedelta(rng.choice((0, 0, 0, 1, 6)))
    first, last = (dt.timedelta(rng.randint(*days)) for days in ((-300, 90), (120, 600)))
    has_first, has_last = rng.random() < 0.25, rng.random() < 0.15
    return day + first if has_first else None, day + last if has_last else None


def _weekdays(task: Task, start: dt.date | None, rng: random.Random) -> list[str]:
    if task.has("goods"):
        return []
    if task.has("once") and start:
        return [_WEEKDAYS[start.weekday()]]
    if rng.random() < 0.35:
        return []
    drawn = rng.sample(range(7), rng.choice((1, 1, 2, 3)))
    return [_WEEKDAYS[i] for i in sorted(drawn)]


def _when(setting: Setting, idea: Idea, rng: random.Random) -> TextRecord:
    task = idea.task
    start, end = _span(setting, task, rng)
    daytimes = rng.sample(_DAYTIMES, rng.choice((0, 1, 1, 2)))
    return {
        "hours_per_week": _hours(task, rng),
        "schedule": "einmalig" if task.has("once") else "regelmäßig",
        "weekdays": "|".join(_weekdays(task, start, rng)),
        "daytimes": "|".join(sorted(daytimes, key=_DAYTIMES.index)),
        "starts_on": german_date(start) if start else "",
        "ends_on": german_date(end) if end else "",
    }


def _where(setting: Setting, idea: Idea, rng: random.Random) -> TextRecord:
    venue, task = idea.venue, idea.task
    district = ""
    if venue is None and rng.random() < _DISTRICT_SHARE:
        district = rng.choice(sorted(setting.district_names))
    is_free = task.has("remote") or task.has("citywide")
    return {
        "place_id": venue.place_id if venue else "",
        "is_remote": yes_no(venue is None and task.has("remote")),
        "is_citywide": yes_no(venue is None and task.has("citywide")),
        "district_id": "" if is_free else district,
    }


def _for_whom(setting: Setting, idea: Idea, rng: random.Random) -> TextRecord:
    task = idea.task
    age = task.age if rng.random() < 0.8 else rng.choice((None, 12, 13, 14, 15, 16, 17, 18))
    asked = [a for a in task.audiences if a in setting.audiences and rng.random() < 0.8]
    if rng.random() < 0.15:
        asked.append(rng.choice(setting.audiences))
    spoken = languages(rng, 4 if task.has("easy") else 1)
    if task.has("easy") and rng.random() < 0.06:
        spoken = rng.choice((["en"], ["uk", "ru"], ["ar", "en"]))
    return {
        "min_age": "" if age is None else str(age),
        "languages": "|".join(spoken),
        "audiences": "|".join(dict.fromkeys(asked)),
        "requirements": " ".join(task.bring),
    }


def _flags(idea: Idea, record: TextRecord, rng: random.Random, *, is_group: bool) -> TextRecord:
    task = idea.task
    hours = float(record["hours_per_week"].replace(",", ".") or 99)
    is_once = task.has("once")
    is_short = is_once or hours <= 2
    is_easy = is_short and not task.bring and (task.has("easy") or rng.random() < 0.4)
    is_pass = not is_once and 3 <= hours < 99 and rng.random() < 0.8
    needed = rng.randint(5, 40) if is_group else rng.choice((1, 1, 2, 2, 3, 4, 5, 6, 8, 12))
    return {
        "is_low_threshold": yes_no(is_easy),
        "is_for_groups": yes_no(is_group),
        "is_board_position": yes_no(value=False),
        "is_in_kind_donation": yes_no(task.has("goods")),
        "counts_towards_pass": yes_no(is_pass),
        "needed": "" if rng.random() < 0.4 else str(needed),
        "certificate": yes_no(task.has("certificate") or rng.random() < 0.06),
    }


def _contact(setting: Setting, idea: Idea, key: str, rng: random.Random) -> TextRecord:
    organisation = idea.member.record
    updated = setting.as_of - dt.timedelta(days=rng.randint(0, 200))
    return {
        "contact_email": organisation["public_email"],
        "contact_phone": organisation["phone"] if rng.random() < 0.7 else "",
        "url": f"https://www.example.org/angebote/{key}" if rng.random() < 0.6 else "",
        "updated_at": german_date(updated),
    }


def _themes(idea: Idea, rng: random.Random) -> str:
    others = [f.theme_id for f in idea.member.fields if f is not idea.field]
    return "|".join([idea.field.theme_id, *(o for o in others if rng.random() < 0.25)])


def _offer(setting: Setting, idea: Idea, number: int) -> TextRecord:
    rng = setting.rng(f"offer {number}")
    key = f"opp-{number:04}"
    is_group = idea.task.has("group") and rng.random() < 0.6
    record = {
        "opportunity_id": key,
        "organisation_id": idea.member.key,
        "title": _title(setting, idea, rng, is_group=is_group),
        "description": _description(idea, rng),
        "themes": _themes(idea, rng),
        **_when(setting, idea, rng),
        **_where(setting, idea, rng),
        **_for_whom(setting, idea, rng),
        **_contact(setting, idea, key, rng),
    }
    record |= _flags(idea, record, rng, is_group=is_group)
    return record


def _make_board_positions(setting: Setting, records: Sequence[TextRecord]) -> None:
    """Turn some regular offers into posts that look for a successor."""
    rng = setting.rng("board")
    regular = [r for r in records if r["schedule"] == "regelmäßig" and r["is_remote"] == "nein"]
    for record in rng.sample(regular, round(_BOARD_SHARE * len(regular))):
        record |= {
            "title": rng.choice(shared.BOARD_TITLES),
            "description": f"{rng.choice(shared.BOARD_TEXTS)} {rng.choice(shared.CLOSINGS)}",
            "hours_per_week": rng.choice(("1", "2", "3", "4")),
            "min_age": "18",
            "requirements": "",
            "is_board_position": yes_no(value=True),
            "is_low_threshold": yes_no(value=False),
        }


def _place_long_title(setting: Setting, records: Sequence[TextRecord]) -> None:
    citywide = [record for record in records if record["is_citywide"] == "ja"]
    if citywide:
        setting.rng("long title").choice(citywide)["title"] = shared.LONG_TITLE


def make_offers(setting: Setting, members: Sequence[Member], count: int) -> list[TextRecord]:
    """`count` offers by id; every place has one, as far as `count` reaches."""
    ideas = _ideas(setting, members)
    records: list[TextRecord] = []
    said: set[tuple[str, str]] = set()
    drawn = 0
    while len(records) < count:
        drawn += 1
        record = _offer(setting, next(ideas), len(records) + 1)
        # the same title from one house, the same text from two: both would read like a mistake
        sayings = {(record["organisation_id"], record["title"]), ("", record["description"])}
        if said & sayings and drawn < 20 * count:
            continue
        said |= sayings
        records.append(record)
    _make_board_positions(setting, records)
    _place_long_title(setting, records)
    return records
