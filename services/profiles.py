"""One district in words: need, access, gap, and how sure that is. Pure: a row in, words out."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.model import CoverageRow
from services.findings import Question, called_example, reach_sentence
from services.wording import Voice, chance_words, class_words, robust_sentence, share_words


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
    return called_example(sentences, question, voice)


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
    return called_example([sentence], question, voice)


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
    return called_example(sentences, question, voice)


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
