"""Which contents count as repeats of each other."""

from __future__ import annotations

from dataclasses import replace

from sayso.ledger.questions.sides import words_hash
from sayso.link.records import Side

TOLD = Side(text="the dam was mined", cue="said", force="says", polarity="affirmed")


def test_case_and_marks_do_not_matter() -> None:
    assert words_hash(TOLD) == words_hash(replace(TOLD, text="“The dam was mined!”", cue="claimed"))
    assert words_hash(TOLD) != words_hash(replace(TOLD, text="the dam was not mined"))


def test_a_denial_repeats_no_claim_of_the_same_words() -> None:
    denials = [
        replace(TOLD, force="denies"),
        replace(TOLD, polarity="negated"),
        replace(TOLD, cue="denied", force=None),
    ]
    assert len({words_hash(one) for one in denials}) == 1
    assert words_hash(TOLD) not in {words_hash(one) for one in denials}
