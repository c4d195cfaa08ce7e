"""Sentences from numbers: what the planning pages say, made only from the judgement's rows.

Everything here is pure: rows in, words out. A sentence never claims more than the numbers hold:
only underserved units are named, an equal gap is called equal, and where the question hardly
separates districts a caution says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from geodata.model import CoverageRow
from services.wording import (
    Voice,
    is_estimate,
    joined,
    robust_sentence,
    round_share,
)

#: From this share of units at 0 % or 100 % on, a question hardly separates districts.
SATURATED_FROM = 0.25
#: Gaps that look alike on the page are not ranked in words.
TIE_DIGITS = 2
#: More units than these are counted, not named.
MOST_NAMED = 3


class Question(Struct, frozen=True, kw_only=True):
    """What was asked, as far as sentences need it."""

    minutes: int = 10
    top: int = 10
    themes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    low_threshold: bool = False
    has_examples: bool = False
    #: labels of the inputs counted per district, given only where none of them has a weight
    unweighted: tuple[str, ...] = ()
    #: units with fewer than 1,000 residents per km2, where the grid says little about reach
    thin: frozenset[str] = frozenset()


class Finding(Struct, frozen=True, kw_only=True):
    """The finding: `sentences` say it, `cautions` say how far it carries.

    `district_ids` are the units it names, in order.
    """

    sentences: tuple[str, ...]
    cautions: tuple[str, ...] = ()
    district_ids: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All sentences as one paragraph."""
        return " ".join(self.sentences)


def _either(labels: Sequence[str], voice: Voice) -> str:
    quoted = [voice.translate("„%(label)s“", label=label) for label in labels]
    return voice.translate(" oder ").join(quoted)


def offer_words(question: Question, voice: Voice) -> str:
    """What is meant by an offer here: `ein niedrigschwelliges Angebot zum Thema „Umwelt“`."""
    _ = voice.translate
    words = _("ein niedrigschwelliges Angebot") if question.low_threshold else _("ein Angebot")
    if question.themes:
        words = _(
            "%(offer)s zum Thema %(themes)s", offer=words, themes=_either(question.themes, voice)
        )
    if question.audiences:
        words = _(
            "%(offer)s für die Zielgruppe %(audiences)s",
            offer=words,
            audiences=_either(question.audiences, voice),
        )
    return words


def reach_sentence(
    row: CoverageRow,
    question: Question,
    voice: Voice,
    name: str | None = None,
) -> str:
    """How many people of a unit reach an offer on foot; `name` where several are told of.

    The row has `access_value` and `residents`.
    """
    _ = voice.translate
    share, method = row.access_value or 0.0, row.access_method
    place = _("in %(name)s", name=name) if name else _("dort")
    values: dict[str, object] = {
        "people": voice.number(row.residents or 0.0),
        "place": place,
        "minutes": voice.number(question.minutes),
        "offer": offer_words(question, voice),
    }
    rounded = round_share(share) if is_estimate(method) else share
    if rounded <= 0:
        return _(
            "So gut wie niemand der %(people)s Menschen %(place)s erreicht in %(minutes)s Minuten"
            " zu Fuß %(offer)s.",
            **values,
        )
    if rounded >= 1:
        return _(
            "So gut wie alle %(people)s Menschen %(place)s erreichen in %(minutes)s Minuten"
            " zu Fuß %(offer)s.",
            **values,
        )
    values["share"] = voice.percent(rounded)
    if is_estimate(method):
        return _(
            "Etwa %(share)s der %(people)s Menschen %(place)s erreichen in %(minutes)s Minuten"
            " zu Fuß %(offer)s.",
            **values,
        )
    return _(
        "%(share)s der %(people)s Menschen %(place)s erreichen in %(minutes)s Minuten"
        " zu Fuß %(offer)s.",
        **values,
    )


def underserved_rows(rows: Sequence[CoverageRow]) -> list[CoverageRow]:
    """The underserved units, largest gap first."""
    chosen = [row for row in rows if row.is_underserved and row.coverage_gap is not None]
    return sorted(chosen, key=lambda row: (-(row.coverage_gap or 0.0), row.district_id))


def lacks_index(row: CoverageRow) -> bool:
    """A unit with people of its own for which the chosen weights make no index."""
    return row.residents is not None and row.disadvantage_index is None


def _leaders(under: Sequence[CoverageRow]) -> list[CoverageRow]:
    largest = round(under[0].coverage_gap or 0.0, TIE_DIGITS)
    return [row for row in under if round(row.coverage_gap or 0.0, TIE_DIGITS) == largest]


def _largest_sentence(
    leaders: Sequence[CoverageRow],
    rows: Sequence[CoverageRow],
    names: Mapping[str, str],
    voice: Voice,
) -> str:
    """Says "under the underserved" where a unit that is not underserved has a larger gap."""
    _ = voice.translate
    if len(leaders) > MOST_NAMED:
        return _(
            "%(count)s Stadtteile haben gleichauf die größte Lücke.",
            count=voice.number(len(leaders)),
        )
    named = joined([names[row.district_id] for row in leaders], voice)
    largest = leaders[0].coverage_gap or 0.0
    beaten = any(
        row.coverage_gap is not None and not row.is_underserved and row.coverage_gap > largest
        for row in rows
    )
    if len(leaders) > 1:
        if beaten:
            return _(
                "Unter den unterversorgten Stadtteilen haben %(names)s gleichauf die größte Lücke.",
                names=named,
            )
        return _("%(names)s haben gleichauf die größte Lücke.", names=named)
    if beaten:
        return _("Unter den unterversorgten Stadtteilen hat %(name)s die größte Lücke.", name=named)
    return _("Der Stadtteil %(name)s hat die größte Lücke.", name=named)


def _count_sentence(under: Sequence[CoverageRow], judged: int, voice: Voice) -> str:
    _ = voice.translate
    people = voice.number(sum(row.residents or 0.0 for row in under))
    if len(under) == 1:
        return _(
            "Er ist der einzige unterversorgte der %(judged)s ausgewerteten Stadtteile.",
            judged=voice.number(judged),
        )
    return _(
        "Unterversorgt sind %(count)s der %(judged)s ausgewerteten Stadtteile;"
        " dort leben %(people)s Menschen.",
        count=voice.number(len(under)),
        judged=voice.number(judged),
        people=people,
    )


def _leader_sentences(
    leaders: Sequence[CoverageRow],
    names: Mapping[str, str],
    question: Question,
    voice: Voice,
) -> list[str]:
    sentences = []
    for row in leaders:
        name = names[row.district_id] if len(leaders) > 1 else None
        if row.access_value is not None and row.residents is not None:
            sentences.append(reach_sentence(row, question, voice, name))
        if row.robust_share is not None:
            sentences.append(robust_sentence(row.robust_share, question.top, voice, name))
    return sentences


def _saturation(rows: Sequence[CoverageRow], judged: int, voice: Voice) -> tuple[str, ...]:
    extreme = [row for row in rows if row.access_value is not None and row.access_value in (0, 1)]
    if not judged or len(extreme) / judged < SATURATED_FROM:
        return ()
    return (
        voice.translate(
            "In %(count)s der %(judged)s ausgewerteten Stadtteile erreicht niemand oder jeder ein"
            " Angebot. Diese Frage trennt die Stadtteile kaum.",
            count=voice.number(len(extreme)),
            judged=voice.number(judged),
        ),
    )


def _thin_caution(
    leaders: Sequence[CoverageRow], names: Mapping[str, str], question: Question, voice: Voice
) -> tuple[str, ...]:
    """A named unit whose people are spread thinly over the grid: its reach is a rough guess."""
    thin = [names[row.district_id] for row in leaders if row.district_id in question.thin]
    if not thin:
        return ()
    return (
        voice.translate(
            "Dünn besiedelt: %(names)s. Wo genau Menschen dort wohnen, ist nicht bekannt; die"
            " Erreichbarkeit ist nur grob geschätzt.",
            names=joined(thin, voice),
        ),
    )


def _statements(
    rows: Sequence[CoverageRow],
    names: Mapping[str, str],
    question: Question,
    voice: Voice,
) -> tuple[list[str], list[CoverageRow]]:
    _ = voice.translate
    judged = [row for row in rows if row.coverage_gap is not None]
    under = underserved_rows(rows)
    if not judged:
        return [_("Für diese Frage liegen keine Werte vor.")], []
    if all(row.opportunity_count == 0 for row in judged):
        return [
            _("Zu dieser Auswahl gibt es kein Angebot mit einem Ort."),
            _("Die Karte kann dazu keine Stadtteile unterscheiden."),
        ], []
    if not under:
        return [
            _("Kein Stadtteil ist unterversorgt."),
            _(
                "Überall, wo die soziale Belastung über dem Durchschnitt liegt, erreichen"
                " mindestens so viele Menschen ein Angebot wie in der ganzen Stadt."
            ),
        ], []
    leaders = _leaders(under)
    sentences = [_largest_sentence(leaders, judged, names, voice)]
    if len(leaders) > MOST_NAMED:
        leaders = []
    sentences += _leader_sentences(leaders, names, question, voice)
    sentences.append(_count_sentence(under, len(judged), voice))
    return sentences, leaders


def _no_index(question: Question, voice: Voice) -> tuple[str, ...]:
    """An index of coarser units alone would only look like one of districts."""
    _ = voice.translate
    return (
        _(
            "Mit diesen Gewichten gibt es keinen Index: Er braucht mindestens einen Wert, der je"
            " Stadtteil gezählt ist."
        ),
        _(
            "Geben Sie %(labels)s ein Gewicht über 0, dann lassen sich die Stadtteile wieder"
            " vergleichen.",
            labels=_either(question.unweighted, voice),
        ),
    )


def called_example(sentences: list[str], question: Question, voice: Voice) -> list[str]:
    """Sentences that rest on offers; while there are example offers, the first one says so."""
    if not question.has_examples or not sentences:
        return sentences
    first = voice.translate("Beispieldaten: %(sentence)s", sentence=sentences[0])
    return [first, *sentences[1:]]


def finding(
    rows: Sequence[CoverageRow],
    names: Mapping[str, str],
    question: Question,
    voice: Voice | None = None,
) -> Finding:
    """The finding above the planning page.

    Parameters
    ----------
    rows : judgement of all districts (not of boroughs), in any order.
    names : district_id -> name, for every row.
    question : what was asked; `has_examples` puts "Beispieldaten: " in front.

    Only underserved units are named. Without one, the page says so; where a quarter of the units
    lies at 0 % or 100 %, a caution says that the question hardly separates districts. Without an
    index, nothing is known of gaps: the finding says which weight is missing.
    """
    voice = voice or Voice()
    judged = sum(row.coverage_gap is not None for row in rows)
    if question.unweighted and not judged:
        return Finding(sentences=_no_index(question, voice))
    sentences, leaders = _statements(rows, names, question, voice)
    sentences = called_example(sentences, question, voice)
    return Finding(
        sentences=tuple(sentences),
        cautions=(
            *_saturation(rows, judged, voice),
            *_thin_caution(leaders, names, question, voice),
        ),
        district_ids=tuple(row.district_id for row in leaders),
    )
