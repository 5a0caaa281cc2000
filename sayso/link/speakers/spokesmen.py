"""For whom a source speaks, by its own words: "a spokeswoman for the State Department".

It is a relation and no identity: who speaks for a body is another speaker than the body.
"""

from __future__ import annotations

import re

from sayso.link.speakers.bodies import parse_body
from sayso.link.speakers.records import Use

_SPOKES = r"spokes(?:man|woman|person|people|men|women)"
_FOR = re.compile(rf"\b{_SPOKES}[ \t]+(?:for|of|from|at)[ \t]+((?:the[ \t]+)?[^\W\d_][^,;:()]{{1,80}})", re.I)
_OWN = re.compile(
    rf"^(?:(?:the|an?|one|chief)[ \t]+)*([^,;:()]{{2,80}}?)(?:['’]s?)?[ \t]+(?:chief[ \t]+)?{_SPOKES}\b", re.I
)
_LONGEST = 400
_NAMED = re.compile(r"[^\W\d_a-z]")


def speaks_for(use: Use) -> str:
    """The speaker that a use speaks for, as `Placed.speaker` has it; "" where its words tell none."""
    if "spokes" not in " ".join((use.wording, *use.words)).casefold():
        return ""
    for told in (use.wording, *use.words):
        for found in (_FOR.search(told[:_LONGEST]), _OWN.search(told[:_LONGEST])):
            name = found[1].strip() if found else ""
            body = parse_body(name) if _NAMED.search(name) else None
            if body is not None and not body.needs:
                return f"body {body.key}"
    return ""
