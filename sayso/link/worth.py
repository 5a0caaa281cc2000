"""What of a claim is compared, and which claims are worth comparing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.link.judge.words import words_of
from sayso.link.records import Side

FEWEST = 2
"""Words with a meaning of their own that a content needs: "the claim" asserts nothing that can be compared."""
_ASKED = re.compile(r"\W*(?:whether|if|why|how|what|when|where|which|who|whom|whose)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """A claim as it is put before the encoder. alone: its content; whole: with source and cue before it."""

    alone: str
    whole: str


def is_worth(side: Side) -> bool:
    """Whether a claim asserts something: nothing that is only asked, and no mere "the report" or "it"."""
    if side.force == "asks" and (_ASKED.match(side.text) or side.text.rstrip(' "”»').endswith("?")):
        return False
    words = words_of(side.text)
    return sum(not word.is_empty for word in words) >= FEWEST


def texts(side: Side) -> Texts:
    """What is embedded of a claim. Contents often leave out who does it ("to withdraw"); the source mostly tells."""
    alone = " ".join(side.text.split())
    return Texts(alone=alone, whole=" ".join(filter(None, (side.source, side.cue, alone))))
