"""Are the right offers found, and are they on top?

    python -m bench.relevance [--show]

Builds a snapshot of the default city's example offers and asks questions, each with a rule that says
which offers are meant (words in the title, or a theme or audience). Prints, as means over the
questions: the share of the first five that is meant, the share of what is meant that is found,
and how often the first one is meant. `--show` lists the questions that fall short.

`QUESTIONS` are asked also with one slip in typing. Synonyms were widened with them known, and five
of their rules were narrowed after a look at the results. `SECOND` was unknown until then; what it
showed led to rare words counting more and to phrases being taken apart. `UNSEEN` came last: nothing
was changed because of it, and nothing may be. Who tunes by it moves it up to `SECOND`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from msgspec import Struct

from bench.search import CITY
from geodata.city import read_city
from geodata.model import Opportunity
from geodata.pipeline.build import build_snapshot
from geodata.settings import ROOT, Settings
from geodata.vocabulary import read_synonyms
from services.clock import SystemClock
from services.contracts import SearchQuery
from services.search import SnapshotSearchService
from services.snapshots import FileSnapshotService

FIRST = 5
SLIPS_PER_QUESTION = 5
LETTERS = "abcdefghijklmnoprstuvwz"


class Asked(Struct, frozen=True):
    """A question and what it means: a pattern for titles, themes, audiences (any of them)."""

    q: str
    title: str
    themes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()

    def means(self, offer: Opportunity) -> bool:
        """Whether this offer is what the question is after."""
        return bool(
            re.search(self.title, offer.title, re.IGNORECASE)
            or set(self.themes) & set(offer.themes)
            or set(self.audiences) & set(offer.audiences)
        )


QUESTIONS = (
    Asked("Nachhilfe", r"nachhilfe|hausaufgaben|lernbegleitung am"),
    Asked("Vorlesen", r"vorlese|lesepat|kindern lesen"),
    Asked("Hund", r"hunde?n?\b|gassi|besuchshund|hundebesuch"),
    Asked("Hunde ausführen", r"gassi|spaziergänge mit hunden"),
    Asked("Katzen", r"katze"),
    Asked("Tierheim", r"tierhaus|tierhof", ("animals",)),
    Asked("Tiere", r"tier(haus|hof|e\b|verm)|hund|katze|igel", ("animals",)),
    Asked("Flüchtlinge", r"geflüchtet", ("arriving",), ("newcomers",)),
    Asked("Geflüchtete", r"geflüchtet", ("arriving",), ("newcomers",)),
    Asked("Deutsch lernen", r"deutsch|sprach(tandem|treff)|lesetandem", ("arriving",)),
    Asked("Sprachcafé", r"sprachtreff|deutsch sprechen|sprachtandem|kochabend der sprachen"),
    Asked("Oma", r"ältere|senior|oma|großmutter|alten menschen", ("seniors",), ("older",)),
    Asked("Senioren besuchen", r"besuch|telefonbesuch", ("seniors",), ("older",)),
    Asked("Demenz", r"demenz"),
    Asked("Altenheim", r"pflegeheim|seniorenheim|pflegestation", ("seniors",)),
    Asked("Rollstuhl", r"rollst"),
    Asked("Behinderung", r"behinder|inklusiv|rollst|blinde", ("inclusion",), ("disabilities",)),
    Asked("Handy erklären", r"handy|smartphone|rechner|digitale haus|technikhilfe", ("digital",)),
    Asked("Computer", r"computer|rechner|laptop|digital|technik|webseite|inter", ("digital",)),
    Asked("Garten", r"garten|beete|streuobst"),
    Asked("Gärtnern", r"garten|beete|gieß|mähen"),
    Asked("Bäume gießen", r"baumpat|gieß"),
    Asked("Umweltschutz", r"umwelt|natur|müll", ("nature",)),
    Asked("Müll aufsammeln", r"müll|flussufer|frühjahrsputz|aufräum"),
    Asked("Naturschutz", r"natur|amphib|kröten|vögel|schmetter|igel", ("nature",)),
    Asked("Fahrrad", r"fahrrad|rad(werk|haus)|rikscha"),
    Asked("Fahrräder reparieren", r"fahrrad|radwerk|schrauben|repar"),
    Asked("Reparieren", r"repar|schrauben|flicken|werkstatt", ("repair",)),
    Asked("Nähen", r"nähen|nähstube|nähmaschine|änderung|kostüm"),
    Asked("Kochen", r"koch|küche|mittagstisch|verpflegung"),
    Asked("Tafel", r"lebensmittel|ausgabe|abholtour", ("basics",)),
    Asked("Obdachlose", r"wohnungslos|kältebus|schlafsäck|tee auf der|nachtcafé", ("basics",)),
    Asked("Kleiderspende", r"kleider|kleidung|socken|sachspend"),
    Asked("Chor", r"chor|singkreis|mitsingen"),
    Asked("Singen", r"chor|sing"),
    Asked("Musik", r"musik|chor|sing|band|konzert", ("culture",)),
    Asked("Theater", r"theater|bühne|kostüm"),
    Asked("Museum", r"museum|heimat|mühle|stadtarchiv|stadtteilarchiv", ("heritage",)),
    Asked("Stadtgeschichte", r"geschicht|zeitzeug|stolper|denkmal|erinner", ("heritage",)),
    Asked("Fußball trainer", r"train"),
    Asked("Sportverein", r"sport|train|turn", ("sport",)),
    Asked("Kinderturnen", r"kinderturnen"),
    Asked("Schwimmen", r"schwimm|wasser"),
    Asked("Kita", r"kleinsten|kind|hort"),
    Asked("Babysitten", r"baby|kinderbetreuung|geburt|leihoma|wunschgroß"),
    Asked("Kinder betreuen", r"kind|hort|leihoma|wunschgroß"),
    Asked("Jugendzentrum", r"jugend", ("youth",)),
    Asked("Hospiz", r"hospiz|lebensende|sterbe"),
    Asked("Sterbebegleitung", r"hospiz|lebensende|sterbe"),
    Asked("Krankenhaus", r"kranken|klinik"),
    Asked("Feuerwehr", r"feuerwehr|lösch|ortswache", ("rescue",)),
    Asked("Erste Hilfe", r"erste hilfe|sanität|retter", ("rescue",)),
    Asked("Hochwasser", r"hochwasser|deich|sandsäck"),
    Asked("Blutspende", r"blutspende"),
    Asked("Seelsorge Telefon", r"telefon|krisen", ("crisis",)),
    Asked("Dolmetschen", r"dolmetsch|übersetz"),
    Asked("Behörden begleiten", r"\bamt\b|ämter|papierkram|anträge|behörd"),
    Asked("Formulare ausfüllen", r"\bamt\b|papierkram|anträge|ämter|briefe"),
    Asked("Einkaufen für Nachbarn", r"einkauf|einkäufe"),
    Asked("Nachbarschaftshilfe", r"nachbar|handgriff", ("neighbourhood",)),
    Asked("Fahrer", r"fahr|kleinbus|kältebus|rikscha"),
    Asked("Fahrdienst", r"fahr|kleinbus|abholtour"),
    Asked("Website erstellen", r"webseite|internetseite"),
    Asked("Buchhaltung", r"kassen|schatzmeister"),
    Asked("Vorstand", r"vorstand|vorsitz|nachfolge|schatz|schriftf"),
    Asked("Pate werden", r"pate|patin|patenschaft|mentor", ("mentoring",)),
    Asked("Mentor", r"mentor|patenschaft|tandem", ("mentoring",)),
    Asked("Wahlhelfer", r"wahl"),
    Asked("Fest", r"fest|feier", ("actions",)),
    Asked("Teamtag Firma", r"teamtag", (), ("companies",)),
    Asked("Schulklasse", r"schulklasse|klassenprojekt", (), ("schools",)),
    Asked("Plaudern mit einsamen Menschen", r"plaudern|besuch|zeit verschenken|telefonbesuch"),
    Asked("Spielplatz", r"spielplatz"),
    Asked("etwas mit Holz bauen", r"bau|werken|streichen|werkstatt"),
)

SECOND = (
    Asked("Schach", r"\bschach|brettspiel|spiele(nachmittag|treff|abend)"),
    Asked("Bibliothek", r"bibliothek|bücherei|bücher|lese"),
    Asked("Bücher", r"büch|lese"),
    Asked("Wandern", r"wander|spazier|wege"),
    Asked("Kaffee ausschenken", r"kaffee|café"),
    Asked("Gefängnis", r"\bhaft|gefängnis|straffällig"),
    Asked("Blinde begleiten", r"blind|sehbehind|vorles"),
    Asked("Gebärdensprache", r"gebärd|gehörlos"),
    Asked("Igel", r"igel"),
    Asked("Bienen", r"bienen|imker|insekt|schmetterling|wildblum"),
    Asked("Klima", r"klima|energie|baum|umwelt", ("nature",)),
    Asked("Schülern helfen", r"schüler|nachhilfe|hausaufgaben|schul|lern"),
    Asked("Mathe", r"mathe|nachhilfe|hausaufgaben|lern"),
    Asked("Bewerbung schreiben", r"bewerb|beruf|ausbildung"),
    Asked("Weihnachten", r"weihnacht|advent|stern"),
    Asked("Laufveranstaltung", r"lauf|marathon|strecken"),
    Asked("Fotografieren", r"foto|bild|kamera"),
    Asked("Radio", r"radio|podcast|sendung"),
    Asked("Vereinsgründung", r"verein|vorstand|nachfolge|satzung"),
    Asked(
        "Rentnern das Internet zeigen", r"internet|digital|handy|smartphone|rechner", ("digital",)
    ),
    Asked("Krebs", r"krebs|krank|selbsthilfe"),
    Asked("Mittagessen ausgeben", r"mittag|essen|ausgabe|küche", ("basics",)),
    Asked("Pferde", r"pferd|reiterhof"),
    Asked("Unkraut jäten", r"garten|beet|unkraut|pflege der"),
    Asked("Spenden sammeln", r"spende|sammel|benefiz|fundrais"),
    Asked("ukrainische Familien", r"ukrain|geflüchtet", ("arriving",), ("newcomers",)),
)

UNSEEN = (
    Asked("Spielenachmittag", r"spiele(nachmittag|n im)|brettspiele"),
    Asked("Einkaufen gehen mit alten Leuten", r"einkauf|einkäufe"),
    Asked("Fahrradwerkstatt", r"fahrradwerkstatt|radwerkstatt|fahrräder aufbauen"),
    Asked("Geschichten vorlesen", r"vorles|lesepat|kindern lesen"),
    Asked("Trauer", r"trauer|lebensende|hospiz|sterbe"),
    Asked("Laternenumzug", r"martinstag|laternen"),
    Asked("Konzert", r"konzert|band|festival"),
    Asked("Kuchen backen", r"kuchen|koch"),
    Asked("Feuerwehr Jugend", r"feuerwehr|löschgruppe", ("rescue",)),
    Asked("Schulden", r"schulden|schuldner"),
    Asked("Leichte Sprache", r"leichte sprache"),
    Asked("Barrieren melden", r"barrieren|rollstuhl hin"),
    Asked("Lesen lernen für Erwachsene", r"alphabetisierung|erwachsene"),
    Asked("Zeitung schreiben", r"zeitung|redaktion|texte für"),
    Asked("Frösche", r"amphib|kröten"),
    Asked("Vögel beobachten", r"vögel"),
    Asked("Tanzen", r"tanz"),
    Asked("Wasserrettung", r"rettungsschwimm|wache am wasser|retter"),
    Asked("Rikscha fahren", r"rikscha"),
    Asked("Denkmalpflege", r"denkmal|gedenkorte|stolper|restaur", ("heritage",)),
    Asked("Häusliche Gewalt", r"gewalt|schutzhaus|frauenschutz|opfer"),
    Asked("Spielzeug spenden", r"spielzeug|sachspende"),
    Asked("Studenten aus dem Ausland", r"studier|studien|hochschule"),
    Asked("Umzug helfen", r"handgriff|kurz helfen|nachbar"),
)


def slips(q: str, seed: int) -> Iterator[str]:
    """The question with one letter lost, doubled, wrong or swapped, in its longest word."""
    rng = random.Random(f"{seed}:{q}")
    word = max(q.split(), key=len)
    for _turn in range(SLIPS_PER_QUESTION):
        at = rng.randrange(1, len(word) - 1)
        made = rng.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + rng.choice(LETTERS) + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
        yield q.replace(word, made)


class Score(Struct, frozen=True):
    """How well one question went, each between 0 and 1."""

    precise: float
    recalled: float
    first: float


def _score(service: SnapshotSearchService, offers: dict[str, Opportunity], asked: Asked) -> Score:
    found = service.search(SearchQuery(q=asked.q, limit=1)).matched_ids
    meant = {key for key, offer in offers.items() if asked.means(offer)}
    hits = [key in meant for key in found]
    return Score(
        precise=sum(hits[:FIRST]) / min(FIRST, len(meant)),
        recalled=sum(hits) / len(meant),
        first=float(bool(hits) and hits[0]),
    )


def _is_answerable(asked: Asked, offers: dict[str, Opportunity]) -> bool:
    return any(asked.means(offer) for offer in offers.values())


def _report(name: str, scores: Iterable[Score]) -> None:
    means = np.mean([(s.precise, s.recalled, s.first) for s in scores], axis=0) * 100
    print(
        f"{name:16} first five meant {means[0]:5.1f} %   found of what is meant {means[1]:5.1f} %"
        f"   first one meant {means[2]:5.1f} %"
    )


def examine(folder: Path, show: bool) -> None:
    """Build the examples, ask all questions, print."""
    settings = Settings(city=CITY, cities_dir=ROOT / "cities", data_dir=folder)
    now = dt.datetime.now(dt.UTC)
    build_snapshot(settings, now.date(), created_at=now)
    city = read_city(settings.city_dir)
    held = FileSnapshotService(settings)
    known = read_synonyms(settings.city_dir)
    service = SnapshotSearchService(held, SystemClock(city.timezone), city, known)
    every = held.current().opportunities
    offers = {o.opportunity_id: o for o in every if service.is_open(o)}
    written = [(asked, _score(service, offers, asked)) for asked in QUESTIONS]
    second, unseen = (
        [
            (asked, _score(service, offers, asked))
            for asked in later
            if _is_answerable(asked, offers)
        ]
        for later in (SECOND, UNSEEN)
    )
    slipped = [
        (asked, _score(service, offers, Asked(q, asked.title, asked.themes, asked.audiences)), q)
        for number, asked in enumerate(QUESTIONS)
        for q in slips(asked.q, number)
    ]
    if show:
        for asked, s in written + second + unseen:
            if min(s.precise, s.recalled) < 0.8:
                print(f"  {asked.q:34} {s.precise:4.0%} {s.recalled:4.0%}")
        for _asked, s, q in slipped:
            if s.precise < 0.5:
                print(f"  {q:34} {s.precise:4.0%} {s.recalled:4.0%}")
    print(f"{len(offers)} offers, {len(QUESTIONS)} questions, {len(slipped)} of them with a slip")
    _report("as written", (s for _asked, s in written))
    _report("with one slip", (s for _asked, s, _q in slipped))
    _report(f"second ({len(second)})", (s for _asked, s in second))
    _report(f"unseen ({len(unseen)})", (s for _asked, s in unseen))


def main() -> int:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="list the questions that fall short")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        examine(Path(folder), given.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
