"""Hedges and boosters with the scale's terms. Sentences are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reader.words import split_words
from sayso.records import BANDS, Article, Claim, Cue, Span
from sayso.understand.certainty import certainty, phrases
from sayso.understand.scene import Scene
from tests.understand.marked import read

WORDS: list[tuple[str, list[str], str | None]] = [
    ("She {said} <the dam will probably hold>.", ["probably"], "likely"),
    ("She {said} <the dam is likely to hold>.", ["likely"], "likely"),
    ("She {said} <the dam is not likely to hold>.", ["not likely"], "unlikely"),
    ("She {said} <the dam is unlikely to hold>.", ["unlikely"], "unlikely"),
    ("She {said} <it is highly unlikely that the dam holds>.", ["highly unlikely"], "very unlikely"),
    ("She {said} <the dam is very likely to burst>.", ["very likely"], "very likely"),
    ("She {said} <the dam will almost certainly burst>.", ["almost certainly"], "almost certain"),
    ("She {said} <there is a roughly even chance of rain>.", ["roughly even chance"], "roughly even chance"),
    ("She {said} <the dam may burst/VB>.", ["may"], None),
    ("She {said} <the dam burst in May>.", [], None),
    ("She {said} <the dam burst on 5 May 2021>.", [], None),
    ("She {said} <the might of the flood was/VBD great>.", [], None),
    ("She {said} <the dam could burst/VB>.", ["could"], None),
    ("She {said} <they could not reach/VB the dam>.", [], None),
    ("She {said} <they couldn't reach/VB the dam>.", [], None),
    ("She {said} <the dam will burst>.", [], None),
    ("She {confidently predicted} <that the dam would hold>.", ["confidently"], None),
    ("She {said} <it is clear that the dam will hold>.", ["clear"], None),
    ("She {said} <they clear/VBP mines>.", [], None),
    ("She {said} <it appears/VBZ that the dam holds>.", ["appears"], None),
    ("She {said} <he appeared/VBD on stage>.", [], None),
    ("She {said} <certain dams are old>.", [], None),
    ("She {said} <there is no doubt that it will hold>.", ["there is no doubt"], None),
    ("She {said} <he allegedly lied, and perhaps fled>.", ["allegedly", "perhaps"], None),
    ("She {said} <it is possible that it holds>.", ["possible"], None),
    ("She {said} <they left as soon as possible>.", [], None),
    ("She {thinks} <the dam is old>.", [], None),
    ("<The dam will probably hold>.", ["probably"], "likely"),
]


@pytest.mark.parametrize(("marked", "words", "term"), WORDS)
def test_words_and_term(marked: str, words: list[str], term: str | None) -> None:
    found = certainty(*read(marked), ())
    assert [w.text for w in found.words] == words if found else words == []
    assert (found.term if found else None) == term
    assert (found.band if found else None) == (BANDS[term] if term else None)


def test_of_several_the_one_nearest_the_main_predicate_gives_the_term() -> None:
    scene, claim = read("She {said} <the dam, possibly the oldest, will/MD probably hold/VB>.")
    found = certainty(scene, claim, ())
    assert found is not None
    assert [w.text for w in found.words] == ["possibly", "probably"]
    assert found.term == "likely"
    scene, claim = read("She {said} <the dam may/MD hold/VB, though the bridge, in all likelihood, has/VBZ gone/VBN>.")
    found = certainty(scene, claim, ())
    assert found is not None
    assert found.term is None
    assert found.band is None


def test_a_nested_claim_keeps_its_own_words() -> None:
    scene, claim = read("She {said} <they probably believe the dam may burst>.")
    text = scene.words.text
    cue, content = text.index("probably believe"), text.index("the dam")
    inner = replace(
        claim,
        id="c2",
        parent="c1",
        cue=Cue(span=Span.of(text, cue, cue + 16), lemma="believe"),
        content=(Span.of(text, content, len(text) - 1),),
    )
    assert certainty(scene, claim, (inner,)) is None
    own = certainty(scene, inner, ())
    assert own is not None
    assert [w.text for w in own.words] == ["probably", "may"]


def test_the_lexicon_holds_terms_of_the_scale_and_each_phrase_once() -> None:
    every = [p for entries in phrases().values() for p in entries]
    assert len({p.words for p in every}) == len(every) > 150
    assert {p.term for p in every} - {""} == set(BANDS)
    assert all(w not in phrases() for w in ("will", "would", "say", "think", "believe"))


@settings(deadline=None)  # the first example loads the lexicons
@given(st.lists(st.sampled_from("may could probably not likely in all likelihood clear is it , . “ ” \u202e".split())))
def test_words_lie_in_the_claim_apart_and_in_order(parts: list[str]) -> None:
    text = "She said " + " ".join(parts) + " x"
    words = split_words(text)
    scene = Scene(article=Article(text=text), words=words, tags=("",) * len(words))
    claim = Claim(
        id="c1",
        content=(Span.of(text, 9, len(text)),),
        confidence=1.0,
        cue=Cue(span=Span.of(text, 4, 8), lemma="say"),
    )
    found = certainty(scene, claim, ())
    at = 4
    for word in found.words if found else ():
        assert word.text == text[word.start : word.end]
        assert at <= word.start < word.end <= len(text)
        at = word.end
