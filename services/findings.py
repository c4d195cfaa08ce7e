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
    chance_words,
    class_words,
    is_estimate,
    joined,
    robust_sentence,
    round_share,
    share_words,
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


def _called_example(sentences: list[str], question: Question, voice: Voice) -> list[str]:
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
    lies at 0 % or 100 %, a caution says that the question hardly separates districts.
    """
    voice = voice or Voice()
    sentences, leaders = _statements(rows, names, question, voice)
    sentences = _called_example(sentences, question, voice)
    judged = sum(row.coverage_gap is not None for row in rows)
    return Finding(
        sentences=tuple(sentences),
        cautions=_saturation(rows, judged, voice),
        district_ids=tuple(row.district_id for row in leaders),
    )


def _need_sentences(row: CoverageRow, voice: Voice) -> list[str]:
    _ = voice.translate
    sentences = [
        _(
            "Die soziale Belastung ist %(words)s (Index %(index)s; 0 ist das Mittel aller Stadtteile).",
            words=class_words(row.disadvantage_class, voice),
            index=voice.number(row.disadvantage_index or 0.0, 2),
        )
    ]
    if row.inherited_weight_share:
        sentences.append(
            _(
                "%(share)s dieses Index beruhen auf Werten größerer Gebiete, in denen der"
                " Stadtteil liegt.",
                share=voice.percent(row.inherited_weight_share),
            )
        )
    return sentences


def _reach_sentences(
    row: CoverageRow, city: Mapping[str, float], question: Question, voice: Voice
) -> list[str]:
    sentences = [reach_sentence(row, question, voice)]
    if "access_value" in city:
        share = share_words(city["access_value"], row.access_method, voice)
        sentences.append(voice.translate("In der ganzen Stadt sind es %(share)s.", share=share))
    return _called_example(sentences, question, voice)


def _gap_sentences(
    row: CoverageRow, city: Mapping[str, float], question: Question, voice: Voice
) -> list[str]:
    _ = voice.translate
    if row.is_underserved and row.rank is not None:
        sentence = _(
            "Der Stadtteil ist unterversorgt und steht auf Platz %(rank)s von %(count)s.",
            rank=voice.number(row.rank),
            count=voice.number(city.get("underserved_count", row.rank)),
        )
    elif (row.disadvantage_index or 0.0) <= 0:
        # true whatever offers there are, so never called an example
        return [
            _(
                "Der Stadtteil gilt nicht als unterversorgt, weil die soziale Belastung nicht über"
                " dem Mittel aller Stadtteile liegt."
            )
        ]
    else:
        sentence = _(
            "Der Stadtteil gilt nicht als unterversorgt, weil mindestens so viele Menschen ein"
            " Angebot erreichen wie in der ganzen Stadt."
        )
    return _called_example([sentence], question, voice)


def _sure_sentences(
    row: CoverageRow, city: Mapping[str, float], question: Question, voice: Voice
) -> list[str]:
    _ = voice.translate
    sentences = []
    if row.gap_low is not None and row.gap_high is not None:
        sentences.append(
            _(
                "Die Lücke beträgt %(gap)s; je nach Gewichtung liegt sie zwischen %(low)s und"
                " %(high)s.",
                gap=voice.number(row.coverage_gap or 0.0, 2),
                low=voice.number(row.gap_low, 2),
                high=voice.number(row.gap_high, 2),
            )
        )
    if row.robust_share is not None:
        sentences.append(robust_sentence(row.robust_share, question.top, voice))
    if row.supply_value is not None:
        sentences.append(
            _(
                "Angebote je 1.000 Menschen, verglichen mit der Stadt: %(words)s.",
                words=chance_words(row, city.get("supply_value"), voice),
            )
        )
    return _called_example(sentences, question, voice)


def profile_parts(
    row: CoverageRow, city: Mapping[str, float], question: Question, voice: Voice
) -> list[tuple[str, str]]:
    """Need, access and gap of one unit in words, and how sure that is: (title, text) each.

    `city` holds the city's values as in `CoverageAnswer.city`. A unit without a gap of its own
    gets none. With `has_examples` what rests on offers says so; the burden is real.
    """
    if row.coverage_gap is None or row.access_value is None:
        return []
    _ = voice.translate
    parts = [
        (_("Bedarf"), _need_sentences(row, voice)),
        (_("Erreichbarkeit"), _reach_sentences(row, city, question, voice)),
        (_("Lücke"), _gap_sentences(row, city, question, voice)),
        (_("Wie sicher ist das?"), _sure_sentences(row, city, question, voice)),
    ]
    return [(title, " ".join(sentences)) for title, sentences in parts if sentences]
