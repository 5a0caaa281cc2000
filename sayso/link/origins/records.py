"""What goes into the count of origins and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

NodeKind = Literal["article", "outlet", "speaker", "group", "document", "words", "own"]
"""own: an outlet's words without a source. words: a quotation of which nobody says whose it is."""
Why = Literal[
    "same text", "near-duplicate", "shared passage", "attributed", "quoted", "cited", "credited", "own", "person"
]
WHYS: tuple[Why, ...] = get_args(Why)
Value = Literal["dependent", "independent", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim on the matter as the count needs it.

    start, end: where source and cue stand (the content, where it has neither), code points in the article's text.
    source: by its fullest name. speaker: who that is across articles, where somebody found out. said: ISO day.
    parent: key of the claim in whose content it stands. inside: where the content stands, like start and end.
    """

    key: str
    content: str
    start: int
    end: int
    source: str | None = None
    speaker: str | None = None
    record: str | None = None
    cue: str | None = None
    form: str | None = None
    voice: str = "attributed"
    said: str | None = None
    parent: str | None = None
    inside: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An article and its claims on the matter. text_id: equal for publications of one text. published: ISO.

    twins: ids of texts that are nearly the same, with the share of word sequences that both have (0 … 1).
    """

    key: str
    text_id: str
    text: str
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    title: str | None = None
    claims: tuple[Told, ...] = ()
    twins: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """What a person says of two articles (by their keys); it wins over all that is found."""

    a: str
    b: str
    value: Literal["dependent", "independent"]
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An article, or something from which articles have what they tell. day: of publication or saying, ISO."""

    id: str
    kind: NodeKind
    label: str
    day: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """child has it from parent. reason: for a person to check. words: as they stand in the child."""

    child: str
    parent: str
    why: Why
    reason: str
    words: str | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One source behind some of the articles. node: its place in the tree. articles: keys, the earliest first."""

    node: str
    kind: NodeKind
    label: str
    articles: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """How two articles, or two origins, stand to each other."""

    value: Value
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """The answer. at_least: origins of which each is certainly independent of each other; at_most: all that are not
    known to be one. apart: pairs of origins (by node) that are certainly independent, with the reason."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    origins: tuple[Origin, ...]
    apart: tuple[tuple[str, str, str], ...]
    at_least: int
    at_most: int
    articles: int

    def between(self, a: str, b: str) -> Tie:
        """How two articles stand to each other, by their keys. Raises KeyError for one that was not given."""
        known = {node.id for node in self.nodes if node.kind == "article"}
        for key in (a, b):
            if key not in known:
                raise KeyError(key)
        ours, theirs = self.roots(a), self.roots(b)
        for edge in self.edges:
            if {edge.child, edge.parent} == {a, b}:
                return Tie(value="dependent", reason=edge.reason)
        shared = [origin for origin in self.origins if origin.node in ours and origin.node in theirs]
        if shared:
            return Tie(value="dependent", reason=f"both have it from {shared[0].label}")
        apart = {frozenset(pair[:2]): pair[2] for pair in self.apart}
        pairs = [apart.get(frozenset((one, other))) for one in ours for other in theirs]
        if pairs and all(pairs):
            return Tie(value="independent", reason=pairs[0] or "")
        return Tie(value="unknown", reason="nothing tells that they have one origin, and nothing that they have two")

    def roots(self, article: str) -> tuple[str, ...]:
        """The origins that stand behind an article."""
        return tuple(origin.node for origin in self.origins if article in origin.articles)
