"""From word ranges to claims: punctuation, form, lemma, confidence, the gate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.reader.attributions import FEATURES, Attribution
from sayso.reader.claims import confidence, form_of, span_of, to_claims, trim_content, trim_cue, without
from sayso.reader.language import english_share
from sayso.reader.lemmas import cue_lemma
from sayso.reader.reader import through_gate
from sayso.reader.words import Words, split_words
from sayso.records import Claim, Span


def find(words: Words, quote: str) -> tuple[int, int]:
    start = words.text.index(quote)
    first = words.start.tolist().index(start)
    return first, words.end.tolist().index(start + len(quote)) + 1


@pytest.mark.parametrize(
    ("text", "given", "wanted"),
    [
        ("He said, it rains, today.", ", it rains,", "it rains"),
        ("“We go,” he said", "“We go,”", "“We go,”"),
        ("He said “we go.”", "“we go.”", "“we go.”"),
        ("It rains — he said", "It rains —", "It rains"),
        ("He said it rains", "it rains", "it rains"),
        ("He said (it rains)", "(it rains)", "(it rains)"),
    ],
)
def test_contents_lose_only_punctuation_that_is_not_theirs(text: str, given: str, wanted: str) -> None:
    words = split_words(text)
    assert span_of(words, trim_content(words, find(words, given))).text == wanted


@pytest.mark.parametrize(
    ("cue", "wanted"),
    [
        ("said today", "said"),
        ("said on Thursday", "said"),
        ("told reporters Tuesday night", "told reporters"),
        ("said", "said"),
        ("insisted on", "insisted on"),
        ("today", "today"),
        ("saved the day", "saved the day"),
        ("said in a statement", "said"),
        ("said in a televised interview on Monday", "said"),
        ("wrote Friday on Twitter", "wrote"),
        ("issued a statement", "issued a statement"),
        ("according to the report", "according to the report"),
    ],
)
def test_a_time_or_medium_is_no_part_of_a_cue(cue: str, wanted: str) -> None:
    words = split_words(cue)
    assert span_of(words, trim_cue(words, (0, len(words)))).text == wanted


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("“We go,” he said", "direct"),
        ("that the plan is ‘slow going’ now", "mixed"),
        ("that they don’t know", "indirect"),
        ('"We go"', "direct"),
        ("that Ukraine's army 'won't stop'", "mixed"),
        ("“I think it works well,” he said", "indirect"),
        ("“I think it ‘works’ well,” he said", "mixed"),
    ],
)
def test_form_by_quotation_marks(text: str, form: str) -> None:
    words = split_words(text)
    end = len(words) if "he said" not in text else len(words) - 2
    start = 3 if "I think" in text else 0  # the content of "I think", inside the quotation
    assert form_of(words, [(start, end - 2 if start else end)]) == form


@pytest.mark.parametrize(
    ("cue", "lemma"),
    [
        ("have repeatedly called for", "call"),
        ("said", "say"),
        ("went on to say", "say"),
        ("according to", "according to"),
        ("according  to", "according to"),
        (":", ":"),
        ("refused to say", "refuse"),
        ("confidently predicted", "predict"),
        ("denies", "deny"),
        ("told", "tell"),
        ("didn’t say", "say"),
        ("found", "find"),
        ("percentages show", "show"),
        ("rebuked", "rebuke"),
        ("stopped", "stop"),
        ("criticism of", "criticism"),
        ("reportedly", "reportedly"),
    ],
)
def test_cue_lemmas(cue: str, lemma: str) -> None:
    assert cue_lemma(cue) == lemma


def attribution(number: int, cue: tuple[int, int], source: tuple[int, int] | None, *contents: tuple[int, int],
                parent: int | None = None) -> Attribution:  # fmt: skip
    return Attribution(
        cue=cue, source=source, contents=contents, cue_log=-0.1, role_log=-0.2, number=number, parent=parent
    )


def test_claims_come_in_text_order_with_their_parts() -> None:
    words = split_words("It rains, he said. She denied it.")
    late = attribution(0, (7, 8), (6, 7), (8, 9))
    early = attribution(1, (4, 5), (3, 4), (0, 3))
    empty = attribution(2, (4, 5), None, (2, 3))
    claims = to_claims(words, [late, early, empty], ())
    assert [[s.text for s in c.content] for c in claims] == [["It rains"], ["it"]]
    assert [c.source.spans[0].text for c in claims if c.source] == ["he", "She"]


def test_marks_alone_are_no_content() -> None:
    words = split_words("“ ”, he continued. It rains, he said.")
    marks = attribution(0, (4, 5), (3, 4), (0, 2))
    some = attribution(1, (10, 11), (9, 10), (0, 1), (6, 8))
    claims = to_claims(words, [marks, some], ())
    assert [[s.text for s in c.content] for c in claims] == [["It rains"]]


def test_a_claim_inside_another_comes_after_it_and_names_it() -> None:
    words = split_words("He thinks it rains, she said, and it pours.")
    inner = attribution(0, (1, 2), (0, 1), (2, 4), parent=1)
    outer = attribution(1, (6, 7), (5, 6), (0, 4), (8, 11))
    claims = to_claims(words, [inner, outer], ())
    assert [(c.cue.span.text, c.parent) for c in claims if c.cue] == [("said", None), ("thinks", claims[0].id)]


def claim(number: str, span: Span, parent: str | None = None) -> Claim:
    return Claim(id=number, parent=parent, content=(span,), confidence=0.5)


def test_what_stood_inside_a_dropped_claim_stands_in_what_that_stood_in() -> None:
    spans = [Span.of("abcdef", 0, 6 - i) for i in range(4)]
    chain = [claim(str(i), s, str(i - 1) if i else None) for i, s in enumerate(spans)]
    assert [(c.id, c.parent) for c in without(chain, {"1", "2"})] == [("0", None), ("3", "0")]
    assert [(c.id, c.parent) for c in without(chain, {"0"})] == [("1", None), ("2", "1"), ("3", "2")]


def test_confidence_is_the_logistic_of_the_features() -> None:
    one = Attribution(cue=(0, 1), source=None, contents=((1, 3),), cue_log=-0.5, role_log=-1.0)
    assert one.features() == pytest.approx((1.0, -0.5, -1.0, 0.60653, 0.36788, 0.0, 1.09861, 0.0), abs=1e-5)
    assert replace(one, parent=3).features()[-1] == 1.0
    assert confidence(one, (0.0,) * FEATURES) == 0.5
    assert confidence(one, (2.0, 1.0, 1.0, 0.0, 0.0, 9.0, 0.0, 9.0)) == 0.622
    assert confidence(one, (1e9, *(0.0,) * (FEATURES - 1))) == 1.0
    assert len(one.features()) == FEATURES


def test_the_gate_refuses_a_span_that_the_text_does_not_bear_out() -> None:
    text = "abc def"
    wrong = [
        claim("w1", Span(0, 3, "abd")), claim("w2", Span(5, 99, "ef")), claim("w3", Span(-3, 7, "def"))
    ]  # fmt: skip
    good = claim("g", Span.of(text, 0, 3))
    child = claim("h", Span.of(text, 0, 2), "g")
    orphan = claim("o", Span.of(text, 1, 2), "w1")
    claims, refusals = through_gate(text, [wrong[0], good, child, wrong[1], wrong[2], orphan])
    assert [(c.id, c.parent) for c in claims] == [("c1", None), ("c2", "c1"), ("c3", None)]
    assert [r.code for r in refusals] == ["span"] * 3


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The minister said that the army would not leave the city before the end of the month.", 0.35, 0.7),
        ("Le ministre a déclaré que l'armée ne quitterait pas la ville avant la fin du mois.", 0.0, 0.12),
        ("Der Minister sagte, die Armee werde die Stadt vor Ende des Monats nicht verlassen.", 0.0, 0.12),
        ("Міністр заявив, що армія не залишить місто.", 0.0, 0.0),
        ("12 34", 0.0, 0.0),
    ],
)
def test_english_share(text: str, low: float, high: float) -> None:
    assert low <= english_share(text)[0] <= high
