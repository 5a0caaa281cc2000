"""Examples for the description of REST: a small invented article, and what is found in it."""

from __future__ import annotations

from typing import Any

from sayso.identity import tagged
from sayso.records import Article, Claim, Cue, Reading, Source, Span, When

_TEXT = "The bridge will reopen in May, Mayor Ana Ruiz said on Monday."
_ARTICLE = Article(
    text=_TEXT, name="bridge", outlet="Norhaven Post", title="Bridge to reopen", published="2023-02-08", language="en"
)
_SOURCE = Span.of(_TEXT, 31, 45)
_CLAIM = Claim(
    id="c1",
    content=(Span.of(_TEXT, 0, 29),),
    confidence=0.94,
    source=Source(spans=(_SOURCE,), name="Ana Ruiz", mentions=(_SOURCE,), record="named-person"),
    cue=Cue(span=Span.of(_TEXT, 46, 50), lemma="say"),
    form="indirect",
    force="predicts",
    polarity="affirmed",
    horizon="future",
    said=When(text="on Monday", earliest="2023-02-06", latest="2023-02-06"),
)
EXAMPLE = Reading(reader="r1:0123456789abcdef", article=_ARTICLE, claims=(_CLAIM,))
EXAMPLE_KEY = tagged("k1", ["example"])
_KNOWN = {k: v for k, v in _ARTICLE.to_dict().items() if k != "text"}

READING: dict[str, Any] = EXAMPLE.to_dict()
CLAIM: dict[str, Any] = {
    "key": EXAMPLE_KEY,
    "within": None,
    "reader": EXAMPLE.reader,
    "article": _KNOWN,
    "publications": 1,
    "spoken_by": None,
    "spoken_in": None,
    "decision": None,
    "claim": _CLAIM.to_dict(),
    "page": f"/claim/{EXAMPLE_KEY}",
}
ARTICLE_ROW: dict[str, Any] = {
    "key": _ARTICLE.id, "published": "2023-02-08", "outlet": "Norhaven Post", "title": "Bridge to reopen", "url": None,
    "name": "bridge", "characters": len(_TEXT), "claims": 1, "publications": 1, "near_duplicates": 0, "versions": 0,
    "added": "2023-02-08T09:00:00Z", "page": f"/article/{_ARTICLE.id}",
}  # fmt: skip
SOURCE: dict[str, Any] = {
    "source": "Ana Ruiz", "claims": 1, "first_published": "2023-02-08", "last_published": "2023-02-08",
}  # fmt: skip
DECISION: dict[str, Any] = {
    "decision": tagged("d1", ["example"]), "claim": EXAMPLE_KEY, "verdict": "accept", "reviewer": "ada",
    "at": "2023-02-09T08:00:00Z", "why": None, "undoes": None,
}  # fmt: skip
QUESTION: dict[str, Any] = {
    "key": tagged("q1", ["example"]), "wording": "The bridge will reopen in May", "claims": 2, "outlets": 2, "yes": 1,
    "no": 1, "unclear": 0, "first": "2023-02-06", "last": "2023-03-01", "speakers": ["Ana Ruiz", "Lars Holm"],
    "contested": True, "page": "/question/q1:…",
}  # fmt: skip
PREDICTION: dict[str, Any] = {
    "key": EXAMPLE_KEY, "source": "Ana Ruiz", "said": "2023-02-06", "due": "2023-05-31",
    "content": "The bridge will reopen in May", "certainty": {"words": None, "term": None, "band": None},
    "denied": False, "outcome": None, "article": _ARTICLE.id, "page": f"/claim/{EXAMPLE_KEY}",
}  # fmt: skip
