"""The lexicon of cues and the words of a cue. Sentences are invented."""

from __future__ import annotations

import pytest

from sayso.understand.cues import COMMITMENTS, FORCES, base_forms, cue_words, lexicon, matches
from sayso.understand.force import CONDITIONS
from tests.understand.marked import read


def test_the_lexicon_is_wide_and_every_line_of_it_is_well_formed() -> None:
    entries = [e for found in lexicon().values() for e in found]
    assert len({e.cue for e in entries}) > 2000
    assert len({(e.cue, e.when) for e in entries}) == len(entries)
    assert {e.force for e in entries} == set(FORCES)
    assert {e.commits for e in entries} == set(COMMITMENTS)
    assert {c.removeprefix("!") for e in entries for c in e.when} <= CONDITIONS


@pytest.mark.parametrize(
    ("cue", "commits"),
    [
        ("know", "factive"),
        ("reveal", "factive"),
        ("regret", "factive"),
        ("say", "non-committal"),
        ("believe", "non-committal"),
        ("deny", "counter"),
        ("order", "implicative"),
    ],
)
def test_what_a_cue_commits_to(cue: str, commits: str) -> None:
    assert {e.commits for e in lexicon()[cue] if len(e.cue) == 1} == {commits}


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("said", "say"),
        ("denies", "deny"),
        ("stressed", "stress"),
        ("reiterated", "reiterate"),
        ("banned", "ban"),
        ("upheld", "uphold"),
        ("vetoes", "veto"),
        ("fears", "fear"),
        ("is", "be"),
        ("lying", "lie"),
    ],
)
def test_base_forms_hold_the_lexicons_form(word: str, base: str) -> None:
    assert base in base_forms(word)


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("He {wouldn’t say} <so>.", ("would", "not", "say")),
        ("He {won't say} <so>.", ("will", "not", "say")),
        ("He {can't say} <so>.", ("can", "not", "say")),
        ("He {cannot say} <so>.", ("can", "not", "say")),
        ("He {didn't say} <so>.", ("did", "not", "say")),
        ("He {doesn't say} <so>.", ("does", "not", "say")),
        ("He {don't say} <so>.", ("do", "not", "say")),
        ("He {isn't saying} <so>.", ("is", "not", "saying")),
        ("He {hasn't said} <so>.", ("has", "not", "said")),
    ],
)
def test_contractions_are_undone(marked: str, words: tuple[str, ...]) -> None:
    scene, claim = read(marked)
    assert claim.cue is not None
    found = cue_words(scene, *scene.range_of(claim.cue.span))
    assert found.words[: found.own] == words


def test_an_entry_may_reach_into_the_content_by_a_particle_alone() -> None:
    scene, claim = read("He {called} <on them to leave>.")
    assert claim.cue is not None
    cue = cue_words(scene, *scene.range_of(claim.cue.span))
    assert ("call", "on") in {m.entry.cue for _, m in matches(cue)}
    scene, claim = read("He {announced} <plans to leave>.")
    assert claim.cue is not None
    cue = cue_words(scene, *scene.range_of(claim.cue.span))
    assert {m.entry.cue for _, m in matches(cue)} == {("announce",)}


def test_a_cue_of_many_words_is_read_from_its_first() -> None:
    scene, claim = read("He {said " + "that " * 20_000 + "} <so>.")
    assert claim.cue is not None
    assert len(cue_words(scene, *scene.range_of(claim.cue.span)).words) < 40
