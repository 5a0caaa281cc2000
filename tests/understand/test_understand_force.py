"""Forces by the table of docs/gold.md. Sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reader.words import split_words
from sayso.records import FORCES, Article, Claim, Cue, Span
from sayso.understand.force import force
from sayso.understand.scene import Scene
from tests.understand.marked import read

TABLE = [
    ("((The mayor)) {said} <the bridge was safe>.", "says"),
    ("((The mayor)) {told} reporters <that the bridge was safe>.", "says"),
    ("((The mayor)) {told} <residents to leave>.", "asks"),
    ("<The guards> {were told/VBN} <to leave>.", "plans"),
    ("{According to} ((the ministry)), <two boats sank>.", "says"),
    ("((The ministry)){:} <Two boats sank>.", "says"),
    ("((Maps)) {show} <that the river has moved>.", "says"),
    ("((He)) {called} <the plan a mistake>.", "says"),
    ("((He)) {called for} <a truce>.", "asks"),
    ("((He)) {has called} <on both sides to talk>.", "asks"),
    ("((She)) {warned of} <a hard winter>.", "says"),
    ("((She)) {accused} <the council of hiding the report>.", "claims"),
    ("((She)) {insisted} <that the road was open>.", "claims"),
    ("((She)) {insisted} <that the road be/VB opened/VBN>.", "asks"),
    ("((She)) {denied} <that the road was open>.", "denies"),
    ("((She)) {rejected} <claims that she had lied>.", "denies"),
    ("((She)) {rejected} <the offer>.", "declines"),
    ("((She)) {confirmed} <that the road was open>.", "confirms"),
    ("((She)) {acknowledged} <the loss>.", "confirms"),
    ("((Analysts)) {expect} <prices to rise>.", "predicts"),
    ("<The works> {are estimated} <to cost ten million>.", "predicts"),
    ("((They)) {estimated} <that ten boats had sunk>.", "believes"),
    ("((They)) {suggested} <that the bridge should be closed>.", "asks"),
    ("((They)) {suggested} <that the bridge was old>.", "says"),
    ("((They)) {suggested} <holding talks/NNS>.", "asks"),
    ("((They)) {declined to say} <when the bridge would open>.", "declines"),
    ("((They)) {would not say} <when the bridge would open>.", "declines"),
    ("((They)) {wouldn’t say} <when the bridge would open>.", "declines"),
    ("((They)) {refused} <to leave>.", "declines"),
    ("((They)) {ruled out} <a truce>.", "declines"),
    ("((They)) {voted against} <the budget>.", "declines"),
    ("((They)) {believe} <the bridge is safe>.", "believes"),
    ("((They)) {agreed with} <the mayor>.", "believes"),
    ("((They)) {agreed} <to leave>.", "plans"),
    ("((They)) {vowed} <to rebuild>.", "plans"),
    ("((They)) {are ready} <to talk>.", "plans"),
    ("((They)) {want} <to talk>.", "feels"),
    ("((They)) {are concerned} <that the dam may break>.", "feels"),
    ("((They)) {see} <the river as a border>.", "believes"),
    ("((They)) {saw/VBD} <the boat sink>.", "other"),
    ("((They)) {support} <the plan>.", "other"),
    ("((They)) {issued a statement condemning/VBG} <the attack>.", "other"),
    ("((They)) {raised the concern} <that the dam may break>.", "feels"),
    ("((They)) {expressed doubt about} <the figures>.", "believes"),
    ("((They)) {renewed their call for} <a truce>.", "asks"),
    ("((Her)) {report/NN found/VBD} <that the dam was cracked>.", "says"),
    ("((Its)) {plan is} <to build a dam>.", "plans"),
    ("((They)) {have no plans} <to leave>.", "plans"),
    ("<They> {allegedly} <sank the boat>.", "claims"),
    ("<They> {allegedly called for} <a strike>.", "asks"),
]


@pytest.mark.parametrize(("marked", "wanted"), TABLE, ids=lambda x: x if len(x) < 9 else None)
def test_what_the_cue_does(marked: str, wanted: str) -> None:
    assert force(*read(marked)) == wanted


def test_a_cue_that_no_lexicon_holds_goes_by_its_shape() -> None:
    assert force(*read("“<“We will zorb,”> he {zorbed}.")) == "says"
    assert force(*read("He {zorbed/VBD} <that the bridge was/VBD safe>.")) == "says"
    assert force(*read("He {zorbed/VBD} <to leave/VB at once>.")) == "plans"
    assert force(*read("He {…} <a thing>.")) is None


def test_the_outlets_own_voice_has_no_force() -> None:
    assert force(*read("<The bridge fell>.")) is None


@settings(deadline=None)  # the first example loads the lexicons
@given(st.text(max_size=60), st.text(alphabet="saidtoldnot 'would’\x00\u202e\r\n:", max_size=30), st.text(max_size=60))
def test_any_text_has_a_force_of_the_contract_or_none(before: str, cue: str, after: str) -> None:
    text = f"{before} said{cue} {after} x"
    words = split_words(text)
    scene = Scene(article=Article(text=text), words=words, tags=("",) * len(words))
    claim = Claim(
        id="c1",
        content=(Span.of(text, len(text) - 1, len(text)),),
        confidence=1.0,
        cue=Cue(span=Span.of(text, len(before) + 1, len(before) + 5 + len(cue)), lemma="say"),
    )
    assert force(scene, claim) in {None, *FORCES}
