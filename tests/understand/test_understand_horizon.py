"""When a content lies, seen from when it was said. Sentences are invented."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reader.words import split_words
from sayso.records import HORIZONS, Article, Claim, Cue, Force, Span
from sayso.understand.horizon import horizon
from sayso.understand.scene import Scene
from tests.understand.marked import read

CLAUSES = [
    ("She {said/VBD} <the ship was sending/VBG help>.", "present"),
    ("She {said/VBD} <the ship was in port>.", "present"),
    ("She {said/VBD} <the ship was in port last week>.", "past"),
    ("She {said/VBD} <that on Monday the ship was in port>.", "past"),
    ("She {said/VBD} <the ship would leave/VB>.", "future"),
    ("She {said/VBD} <the ship had left/VBN>.", "past"),
    ("She {said/VBD} <the blast killed/VBD five>.", "past"),
    ("She {said/VBD} <the ship was sunk/VBN by a mine>.", "past"),
    ("She {said/VBD} <the crew was surprised/VBN>.", "present"),
    ("She {said/VBD} <they wanted/VBD to leave/VB>.", "present"),
    ("She {says/VBZ} <the ship sank/VBD>.", "past"),
    ("She {says/VBZ} <the ship has sunk/VBN>.", "past"),
    ("She {says/VBZ} <the ship is in port>.", "present"),
    ("She {says/VBZ} <the ship is going to leave/VB>.", "future"),
    ("She {says/VBZ} <the ship is due to leave/VB>.", "future"),
    ("She {says/VBZ} <the aim is to leave/VB>.", "present"),
    ("She {said/VBD}: <“The ship is leaving/VBG tomorrow.”>", "future"),
    ("She {said/VBD}: <“We would have left/VBN.”>", "conditional"),
    ("She {said/VBD}: <“It won’t be long.”>", "future"),
    ("She {said/VBD} <that if the ice melts/VBZ the ship will leave/VB>.", "conditional"),
    ("She {said/VBD} <the ship would leave/VB only if the ice melted/VBD>.", "conditional"),
    ("She {said/VBD} <the ship looked/VBD as if it were new>.", "past"),
    ("She {warned/VBD} <that trade would stop/VB should he leave/VB>.", "conditional"),
    ("<Had it rained/VBN, the dam would have burst/VBN>, she {said/VBD}.", "conditional"),
    ("She {asked/VBD} <if the ship was in port>.", "present"),
    ("She {said/VBD} <the ship may have sunk/VBN>.", "past"),
    ("She {said/VBD} <the ship may be old>.", "present"),
    ("She {said/VBD} <the dam could burst/VB>.", "future"),
    ("She {said/VBD} <it is late and the ship will leave/VB>.", "future"),
    ("She {said/VBD} <the men who will sail/VB are ready>.", "present"),
    ("She {said/VBD} <the ship that sank/VBD was old>.", "present"),
    ("She {said/VBD} <that while it rained/VBD, the ship had left/VBN>.", "past"),
    ("She {said/VBD} <there was a child aboard and ten men drowned/VBD>.", "past"),
    ("{According to} her, <the ship sank/VBD in May>.", "past"),
    ("<The ship was in port>.", "past"),
]
THINGS: list[tuple[str, Force, str]] = [
    ("She {vowed/VBD} <to leave/VB>.", "plans", "future"),
    ("She {asked/VBD} <them to leave/VB>.", "asks", "future"),
    ("She {asked/VBD} <them to say/VB what happened/VBD>.", "asks", "future"),
    ("She {ordered/VBD} <that they leave/VBP>.", "plans", "future"),
    ("She {ruled out/VBD} <a truce>.", "declines", "future"),
    ("She {wants/VBZ} <peace>.", "feels", "future"),
    ("She {regrets/VBZ} <leaving/VBG>.", "feels", "past"),
    ("She {hopes/VBZ} <that it works/VBZ>.", "feels", "future"),
    ("She {accused/VBD} <them of bombing/VBG a port>.", "claims", "past"),
    ("She {accused/VBD} <them of planning/VBG a raid>.", "claims", "present"),
    ("She {denied/VBD} <bombing/VBG the port>.", "denies", "past"),
    ("She {admitted/VBD} <being/VBG late>.", "confirms", "present"),
    ("It {is/VBZ believed/VBN} <to have sunk/VBN>.", "believes", "past"),
    ("It {is/VBZ believed/VBN} <to bring/VB luck>.", "believes", "present"),
    ("She {announced/VBD} <the withdrawal of the fleet>.", "says", "future"),
    ("She {warned of/VBD} <floods>.", "says", "future"),
    ("She {reported/VBD} <an explosion>.", "says", "past"),
    ("She {stressed/VBD} <the importance of the retreat>.", "says", "past"),
    ("She {described/VBD} <the attack as a crime>.", "says", "present"),
    ("She {supports/VBZ} <the strike>.", "other", "present"),
    ("She {condemned/VBD} <the attack>.", "other", "past"),
    ("She {said/VBD}: <“Leave/VB now.”>", "says", "future"),
]


@pytest.mark.parametrize(("marked", "wanted"), CLAUSES)
def test_a_finite_verb_tells(marked: str, wanted: str) -> None:
    assert horizon(*read(marked, "asks" if "asked" in marked else "says"), ()) == wanted


@pytest.mark.parametrize(("marked", "force", "wanted"), THINGS)
def test_without_one_the_cue_tells(marked: str, force: Force, wanted: str) -> None:
    assert horizon(*read(marked, force), ()) == wanted


def test_what_is_nested_does_not_count() -> None:
    scene, claim = read("She {said/VBD} <they believe/VBP the ship sank/VBD>.", "says")
    at = scene.words.text.index("the ship")
    inner = replace(
        claim,
        id="c2",
        parent="c1",
        cue=Cue(span=Span.of(scene.words.text, at - 8, at - 1), lemma="believe"),
        content=(Span.of(scene.words.text, at, at + 13),),
    )
    assert horizon(scene, claim, (inner,)) == "present"
    assert horizon(scene, inner, ()) == "past"
    assert horizon(scene, claim, (replace(inner, parent="c9"),)) == "present"


def test_may_is_a_month_too() -> None:
    assert horizon(*read("She {said/VBD} <it happened/VBD in May/NNP>.", "says"), ()) == "past"
    assert horizon(*read("She {said/VBD} <it happened/VBD in May>.", "says"), ()) == "past"


TAGS = st.sampled_from(["", "VBD", "VBZ", "VB", "VBN", "VBG", "MD", "NN", "NNP", "IN", "TO", "RB", "JJ", "PRP", "CC"])


@settings(deadline=None)  # the first example loads the lexicons
@given(
    st.text(min_size=1, max_size=80), st.lists(TAGS, min_size=80, max_size=80), st.integers(0, 80), st.integers(0, 80)
)
def test_any_text_and_any_tags_have_a_horizon_or_none(text: str, tags: list[str], a: int, b: int) -> None:
    words = split_words(text)
    scene = Scene(article=Article(text=text), words=words, tags=tuple(tags[: len(words)]))
    low, high = sorted((a % (len(text) + 1), b % (len(text) + 1)))
    claim = Claim(id="c1", content=(Span.of(text, low, high),), confidence=1.0, voice="outlet")
    told = horizon(scene, claim, ())
    letters = any(scene.tokens[i][0].isalnum() for i in range(*scene.range_of(claim.content[0])))
    assert (told in HORIZONS) == letters


@pytest.mark.parametrize("text", ["had Had " * 5_000, "that who if " * 4_000, "to be " * 8_000, "was " * 10_000])
def test_a_long_hostile_content_is_read_in_linear_time(text: str) -> None:
    words = split_words(text)
    scene = Scene(article=Article(text=text), words=words, tags=("",) * len(words))
    claim = Claim(id="c1", content=(Span.of(text, 0, len(text)),), confidence=1.0, voice="outlet")
    begun = time.process_time()
    assert horizon(scene, claim, ()) in HORIZONS
    assert time.process_time() - begun < 10  # quadratic time takes minutes
