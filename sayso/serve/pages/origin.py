"""Origins: who has it from whom, and how many independent sources stand behind what many articles tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from sayso.ledger.origins.gather import Found, origins_of
from sayso.ledger.queries import Ledger
from sayso.link.origins.records import Edge, Forest, Node
from sayso.serve.wanted import check_names

_DEEPEST = 8
_MOST = 300  # lines of a tree
_KINDS = {
    "article": "article", "outlet": "outlet", "speaker": "speaker", "group": "group of speakers",
    "document": "document", "words": "words without a speaker", "own": "an outlet’s own words",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A place in a tree: a node, why it hangs where it does (None for a root), and what hangs on it."""

    node: Node
    kind: str
    edge: Edge | None
    below: tuple[Branch, ...]
    again: bool


def origins(ledger: Ledger, request: Request, key: str) -> dict[str, Any]:
    """What the page shows: of an article (a1:…), a claim (k1:…) or a question. Raises UsageError."""
    check_names(request.query_params, ())
    found = origins_of(ledger.connection, key)
    return {
        "found": found,
        "forest": found.forest,
        "trees": trees(found.forest),
        "back": _back(found),
        "labels": {node.id: node.label for node in found.forest.nodes},
    }


def _back(found: Found) -> str:
    return {"article": "/article/", "claim": "/claim/", "question": "/question/"}[found.kind] + found.key


def trees(forest: Forest) -> list[tuple[Branch, int]]:
    """A tree for each origin with how many articles have it, those with most first."""
    nodes = {node.id: node for node in forest.nodes}
    below: dict[str, list[Edge]] = {}
    for edge in forest.edges:
        below.setdefault(edge.parent, []).append(edge)
    left = [_MOST]
    found = []
    for origin in sorted(forest.origins, key=lambda o: (-len(o.articles), o.label)):
        if origin.node in nodes:
            found.append((_branch(nodes, below, origin.node, None, (), left), len(origin.articles)))
    return found


def _branch(
    nodes: dict[str, Node],
    below: dict[str, list[Edge]],
    at: str,
    edge: Edge | None,
    path: tuple[str, ...],
    left: list[int],
) -> Branch:
    """left: how many lines may still be drawn."""
    left[0] -= 1
    again = at in path or len(path) >= _DEEPEST or left[0] <= 0
    edges = [] if again else sorted(below.get(at, ()), key=lambda e: (nodes[e.child].day or "9", nodes[e.child].label))
    node = nodes[at]
    return Branch(
        node=node,
        kind=_KINDS.get(node.kind, node.kind),
        edge=edge,
        below=tuple(_branch(nodes, below, e.child, e, (*path, at), left) for e in edges if left[0] > 0),
        again=again and bool(below.get(at)),
    )
