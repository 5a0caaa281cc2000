"""A scene and its claims from one marked sentence: `{cue}` and `<content>` of the claim, `((…))` its source.

Words may carry a tag, `fell/VBD`; all others have none, as where the network gives none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sayso.reader.claims import form_of
from sayso.reader.words import split_words
from sayso.records import Article, Claim, Cue, Force, Source, Span
from sayso.understand.scene import Scene

_TOKEN = re.compile(r"\(\(|\)\)|[{}<>]|(?<=\w)/[A-Z$]+\b")


def read(marked: str, force: Force | None = None) -> tuple[Scene, Claim]:
    """The scene and its one claim, with `force` set."""
    text, marks, tags = "", [], {}
    at = 0
    for hit in _TOKEN.finditer(marked):
        text += marked[at : hit.start()]
        at = hit.end()
        if hit.group()[0] == "/":
            tags[len(text)] = hit.group()[1:]
        else:
            marks.append((hit.group(), len(text)))
    text += marked[at:]
    words = split_words(text)
    scene = Scene(article=Article(text=text), words=words, tags=tuple(tags.get(b, "") for b in words.end.tolist()))
    spans = {opens: _between(text, marks, opens, closes) for opens, closes in ("{}", "<>")}
    sources = _between(text, marks, "((", "))")
    cue = spans["{"][0] if spans["{"] else None
    claim = Claim(
        id="c1",
        content=spans["<"],
        confidence=1.0,
        voice="attributed" if cue else "outlet",
        source=Source(spans=sources) if sources else None,
        cue=Cue(span=cue, lemma="") if cue else None,
        force=force,
    )
    return scene, replace(claim, form=form_of(words, [scene.range_of(s) for s in claim.content]))


def _between(text: str, marks: list[tuple[str, int]], opens: str, closes: str) -> tuple[Span, ...]:
    starts = [at for mark, at in marks if mark == opens]
    ends = [at for mark, at in marks if mark == closes]
    return tuple(Span.of(text, a, b) for a, b in zip(starts, ends, strict=True))
