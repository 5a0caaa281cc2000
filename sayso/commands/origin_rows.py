"""A forest as the rows of a tree: each article, what hangs on it under one of its grounds, and again under others."""

from __future__ import annotations

from sayso.export.origin_tree import Row, Tree
from sayso.link.origins.records import Edge, Forest, Node

_FIRST = {"same text": 0, "near-duplicate": 1, "shared passage": 2, "person": 3}  # copies before what they contain


def to_tree(forest: Forest, *, key: str, about: str, others: int = 0) -> Tree:
    """others: articles that are not in the forest, for there were too many."""
    nodes = {node.id: node for node in forest.nodes}
    above: dict[str, list[Edge]] = {}
    for edge in forest.edges:
        above.setdefault(edge.child, []).append(edge)
    below: dict[str, list[Edge]] = {}
    first: set[tuple[str, str]] = set()
    for edges in above.values():
        main = min(edges, key=lambda e: _FIRST.get(e.why, 4))
        first.add((main.child, main.parent))
        for edge in edges:
            below.setdefault(edge.parent, []).append(edge)
    counts = {origin.node: len(origin.articles) for origin in forest.origins}
    rows: list[Row] = []
    by_size = sorted(forest.origins, key=lambda o: (o.kind == "own", -len(o.articles), o.node))
    stack: list[tuple[Node, Edge | None, int, int | None]] = [(nodes[o.node], None, 0, None) for o in reversed(by_size)]
    while stack:
        node, above_it, depth, parent = stack.pop()
        again = above_it is not None and (above_it.child, above_it.parent) not in first
        number = len(rows)
        rows.append(
            Row(
                depth=depth,
                parent=parent,
                kind=node.kind,
                label=node.label,
                key=node.id if node.kind == "article" else None,
                day=node.day,
                outlet=node.outlet,
                reason=above_it.reason if above_it else None,
                words=above_it.words if above_it else None,
                again=again,
                articles=counts.get(node.id, 0),
            )
        )
        children = (
            []
            if again
            else sorted(below.get(node.id, ()), key=lambda e: (nodes[e.child].day or "9999", e.child), reverse=True)
        )
        stack += [(nodes[e.child], e, depth + 1, number) for e in children]
    labels = {node.id: node.label for node in forest.nodes}
    notes = [f"{others:,} further articles were left out; ask for a claim of them instead."] if others else []
    return Tree(
        key=key,
        about=about,
        articles=forest.articles,
        at_least=forest.at_least,
        at_most=forest.at_most,
        rows=tuple(rows),
        apart=tuple(f"{labels[a]} and {labels[b]}: {why}" for a, b, why in forest.apart),
        notes=tuple(notes),
    )
