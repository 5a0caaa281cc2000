"""The tree of who took it from whom, and the count of origins behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sayso.link.origins.copies import Copy, copies
from sayso.link.origins.merge import Roots, merged
from sayso.link.origins.quotes import shared
from sayso.link.origins.records import Account, Edge, Forest, Node, Origin, Say
from sayso.link.origins.strands import Strand, Taken, taken
from sayso.link.origins.ties import apart, most_apart

_REASONS = 4  # that an origin tells


def find_origins(accounts: Iterable[Account], says: Sequence[Say] = ()) -> Forest:
    """Draws the tree of articles on one matter. Same articles in whatever order, same tree.

    accounts: each with its claims on the matter alone. says: what persons said of pairs, the latest last.
    """
    articles = sorted(_once(accounts), key=lambda a: (a.published is None, a.published or "", a.key))
    read: list[Taken] = []
    numbered = 0
    for owner, account in enumerate(articles):
        one = taken(owner, account, numbered)
        numbered += len(one.quotes)
        read.append(one)
    ruled = {frozenset((s.a, s.b)): s for s in says if s.a != s.b}
    found = [c for c in copies(articles) if not _ruled(articles, c, ruled, "independent")]
    same = shared([q for one in read for q in one.quotes])
    strands = _through_articles(read, _worth(read, found, {q for pair in same for q in (pair.a, pair.b)}))
    roots = merged(strands, same, articles, ruled)
    pairs = apart(roots, read, found, ruled)
    nodes, edges = _drawn(articles, roots, found, ruled)
    origins = _origins(articles, roots, found)
    named = {root.number: root.id for root in roots.all}
    return Forest(
        nodes=tuple(nodes),
        edges=tuple(edges),
        origins=origins,
        apart=tuple((named[a], named[b], why) for (a, b), why in sorted(pairs.items())),
        at_least=most_apart([root.number for root in roots.all], pairs),
        at_most=len(roots.all),
        articles=len(articles),
    )


def _once(accounts: Iterable[Account]) -> list[Account]:
    return list({account.key: account for account in accounts}.values())


def _ruled(articles: Sequence[Account], copy: Copy, ruled: dict[frozenset[str], Say], value: str) -> bool:
    say = ruled.get(frozenset((articles[copy.later].key, articles[copy.earlier].key)))
    return say is not None and say.value == value


def _worth(read: Sequence[Taken], found: Sequence[Copy], travelled: set[int]) -> list[Strand]:
    """The strands that tell of an origin. A quotation that nobody else has is its article's; an article's own words
    tell of one where nothing else does, or its people were there."""
    copied = {c.later for c in found}
    out: list[Strand] = []
    for owner, one in enumerate(read):
        those = [s for s in one.strands if s.kind != "words" or travelled & set(s.quotes)]
        others = owner in copied or any(s.kind != "own" for s in those)
        out += [s for s in those if s.kind != "own" or s.first_hand or not others]
    return out


def _through_articles(read: Sequence[Taken], strands: Sequence[Strand]) -> list[Strand]:
    """Where an outlet is named whose earlier article is here, what stands behind that stands behind this one."""
    by_house: dict[str, list[int]] = {}
    for owner, one in enumerate(read):
        if one.outlet:
            by_house.setdefault(one.outlet.house.lower(), []).append(owner)
    behind: dict[int, list[Strand]] = {}
    for strand in strands:
        behind.setdefault(strand.owner, []).append(strand)
    out: list[Strand] = []
    for strand in strands:
        if strand.kind != "outlet":
            out.append(strand)
            continue
        here = [o for o in by_house.get(strand.name[0], ()) if o < strand.owner]
        theirs = [s for o in here for s in behind.get(o, ()) if s.kind not in {"words", "outlet"}]
        if not theirs:
            out.append(strand)
        for other in {(s.kind, s.name): s for s in theirs}.values():
            taken_from = replace(other, owner=strand.owner, through=other.owner, why=strand.why, words=strand.words)
            reason = f"{strand.reason}, which {other.reason}" if other.kind != "own" else strand.reason
            out.append(replace(taken_from, reason=reason, claims=strand.claims, quotes=(), via=None, first_hand=False))
    return out


def _drawn(
    articles: Sequence[Account], roots: Roots, found: Sequence[Copy], ruled: dict[frozenset[str], Say]
) -> tuple[list[Node], list[Edge]]:
    nodes = [Node(id=root.id, kind=root.kind, label=root.label, day=root.day) for root in roots.all]
    edges: list[Edge] = []
    seen: set[tuple[str, str]] = set()
    through: dict[str, Node] = {}

    def add(edge: Edge) -> None:
        if (edge.child, edge.parent) not in seen:
            seen.add((edge.child, edge.parent))
            edges.append(edge)

    for copy in found:
        add(Edge(child=articles[copy.later].key, parent=articles[copy.earlier].key, why=copy.why, reason=copy.reason,
                 words=copy.words))  # fmt: skip
    for strand in roots.strands:
        root, child = roots.of(strand), articles[strand.owner].key
        reason = roots.reason(strand)
        if strand.through is not None:
            parent = articles[strand.through].key
            add(
                Edge(
                    child=child, parent=parent, why=strand.why, reason=reason, words=strand.words, claims=strand.claims
                )
            )
            continue
        if strand.via is None:
            add(
                Edge(
                    child=child, parent=root.id, why=strand.why, reason=reason, words=strand.words, claims=strand.claims
                )
            )
            continue
        node = Node(id=f"{root.id}/{strand.via.name}", kind="outlet", label=strand.via.name, outlet=strand.via.name)
        if node.id not in through:
            through[node.id] = node
            add(Edge(child=node.id, parent=root.id, why=strand.why, reason=f"has it from {root.label}"))
        add(Edge(child=child, parent=node.id, why="cited", reason=f"{reason}, by way of {strand.via.name}",
                 words=strand.via_words or strand.words, claims=strand.claims))  # fmt: skip
    for say in ruled.values():
        known = [i for key in (say.a, say.b) for i, a in enumerate(articles) if a.key == key]
        if say.value == "dependent" and len(known) == 2:
            first, last = sorted(known)
            add(Edge(child=articles[last].key, parent=articles[first].key, why="person",
                     reason=f"{say.who} says so: {say.why}"))  # fmt: skip
    told = [
        Node(
            id=a.key,
            kind="article",
            label=a.title or " ".join(a.text[:80].split()),
            day=(a.published or "")[:10] or None,
            outlet=a.outlet,
        )
        for a in articles
    ]
    return nodes + list(through.values()) + told, edges


def _origins(articles: Sequence[Account], roots: Roots, found: Sequence[Copy]) -> tuple[Origin, ...]:
    behind = [set[int]() for _ in articles]
    for strand in roots.strands:
        behind[strand.owner].add(roots.of(strand).number)
    for copy in found:
        behind[copy.later] |= behind[copy.earlier]
    for a, b in roots.joined:  # by persons
        behind[a] |= behind[b]
        behind[b] |= behind[a]
    return tuple(
        Origin(
            node=root.id,
            kind=root.kind,
            label=root.label,
            articles=tuple(a.key for i, a in enumerate(articles) if root.number in behind[i]),
            reasons=tuple(dict.fromkeys(root.reasons))[:_REASONS],
        )
        for root in roots.all
    )
