"""Subjects of "is believed to", which the network takes for sources."""

from __future__ import annotations

import pytest

from sayso.reader.attributions import Attribution
from sayso.reader.claims import to_claims
from sayso.reader.words import Words, split_words


def place(words: Words, part: str) -> tuple[int, int]:
    """The words that a part of the text is made of."""
    start = words.text.index(part)
    inside = [i for i in range(len(words)) if start <= words.start[i] < start + len(part)]
    return inside[0], inside[-1] + 1


def told(text: str, source: str, cue: str, content: str) -> tuple[str | None, list[str]]:
    """Source and contents of the claim that is made of these words."""
    words = split_words(text)
    one = Attribution(
        cue=place(words, cue),
        source=place(words, source),
        contents=(place(words, content),),
        cue_log=-0.1,
        role_log=-0.1,
    )
    (claim,) = to_claims(words, [one], ())
    return claim.source.spans[0].text if claim.source else None, [s.text for s in claim.content]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The mayor is believed to have fled.", "The mayor", "is believed", "to have fled"),
        ("Talks were expected to resume.", "Talks", "were expected", "to resume"),
        ("It fell to Bo Lind, thought to be the new chief.", "Bo Lind", "thought", "to be the new chief"),
        ("The ferry was reported to be adrift.", "The ferry", "was reported", "to be adrift"),
    ],
)
def test_the_subject_of_a_passive_is_told_and_tells_nothing(text: str, source: str, cue: str, content: str) -> None:
    assert told(text, source, cue, content) == (None, [source, content])


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The mayor expected to win.", "The mayor", "expected", "to win"),
        ("The mayor said to leave.", "The mayor", "said", "to leave"),
        ("The mayor is planning to resign.", "The mayor", "is planning", "to resign"),
        ("The mayor thought the dam was safe.", "The mayor", "thought", "the dam was safe"),
        ("The mayor has thought to be careful.", "The mayor", "has thought", "to be careful"),
    ],
)
def test_who_acts_stays_the_source(text: str, source: str, cue: str, content: str) -> None:
    assert told(text, source, cue, content) == (source, [content])
