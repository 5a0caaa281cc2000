"""Articles that were copied: one text, texts that are nearly one, long passages in common outside quotations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.link.origins.quotes import longest, quoted
from sayso.link.origins.records import Account, Why
from sayso.link.origins.tokens import Token, fold, tokens

PASSAGE = 12
"""Words in a row outside quotations that two writers do not choose alike."""
_MOST = 60  # articles with one run of words; more have a set phrase
_SHOWN = 14  # words of a passage that a reason gives


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """later, earlier: numbers of articles; earlier is the one that was published first, as far as is known."""

    later: int
    earlier: int
    why: Why
    reason: str
    words: str | None = None


def copies(articles: Sequence[Account]) -> Iterator[Copy]:
    """For each article the first in order that it shares text with, by the strongest ground. articles: by time."""
    texts: dict[str, int] = {}
    runs: dict[bytes, list[int]] = {}
    own = [_own_words(a.text) for a in articles]
    alike = {(a.text_id, other): share for a in articles for other, share in a.twins}
    for later, article in enumerate(articles):
        same = texts.setdefault(article.text_id, later)
        if same != later:
            yield Copy(later=later, earlier=same, why="same text", reason=f"the very text of {_named(articles[same])}")
            continue
        found = _twin(articles, later, alike) or _passage(articles, own, runs, later)
        if found:
            yield found
        for run in set(_runs(own[later])):
            owners = runs.setdefault(run, [])
            if len(owners) <= _MOST:
                owners.append(later)


def _twin(articles: Sequence[Account], later: int, alike: dict[tuple[str, str], float]) -> Copy | None:
    ours = articles[later].text_id
    for earlier in range(later):
        theirs = articles[earlier].text_id
        share = max(alike.get((ours, theirs), 0.0), alike.get((theirs, ours), 0.0))
        if share and theirs != ours:
            reason = f"shares {share:.0%} of its sequences of words with {_named(articles[earlier])}"
            return Copy(later=later, earlier=earlier, why="near-duplicate", reason=reason)
    return None


def _passage(
    articles: Sequence[Account], own: Sequence[Sequence[Token]], runs: dict[bytes, list[int]], later: int
) -> Copy | None:
    met = {o for run in _runs(own[later]) if len(runs.get(run, ())) <= _MOST for o in runs.get(run, ())}
    if not met:
        return None
    earlier = min(met)
    words = longest([fold(t.text) for t in own[later]], [fold(t.text) for t in own[earlier]], PASSAGE)
    if not words:
        return None
    shown = " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
    reason = f"{len(words)} words in a row as in {_named(articles[earlier])}, outside quotations"
    return Copy(later=later, earlier=earlier, why="shared passage", reason=reason, words=shown)


def _own_words(text: str) -> list[Token]:
    """The words outside quotations."""
    out, edges = [], list(quoted(text))
    at = 0
    for token in tokens(text):
        while at < len(edges) and edges[at][1] <= token.start:
            at += 1
        if at == len(edges) or token.start < edges[at][0]:
            out.append(token)
    return out


def _runs(words: Sequence[Token]) -> Iterator[bytes]:
    told = [fold(t.text).encode("utf-8", "surrogatepass") for t in words]
    for i in range(len(told) - PASSAGE + 1):
        yield hashlib.blake2b(b" ".join(told[i : i + PASSAGE]), digest_size=8).digest()


def _named(article: Account) -> str:
    return " · ".join(p for p in (article.outlet, (article.published or "")[:10], article.title) if p) or article.key
