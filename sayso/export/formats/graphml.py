"""GraphML: articles, speakers, claims and questions as nodes; who says what, where, and how claims stand to each other.

For Gephi, yEd, networkx. Every node has kind and label; edges have kind, and a weight where it is a probability. From
a claim to its question the kind is the claim's position: yes, hedged yes, unclear, hedged no, no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sayso.export.formats.names import name_of, said, title_of, voice
from sayso.export.formats.records import Export, ExportClaim
from sayso.export.formats.xml import attribute, text_of

_NODES = {
    "kind": "string", "label": "string", "record": "string", "force": "string", "polarity": "string",
    "certainty": "string", "horizon": "string", "day": "string", "due": "string", "confidence": "double",
    "outlet": "string", "url": "string", "verdict": "string", "reliability": "string", "credibility": "string",
    "outcome": "string",
}  # fmt: skip
_EDGES = {"kind": "string", "weight": "double"}
Values = Mapping[str, str | float | None]


def write(export: Export) -> Iterator[bytes]:
    """The graph; nodes before the edges that name them, as readers in one pass want it."""
    for piece in _pieces(export):
        yield piece.encode()


def _pieces(export: Export) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for target, keys in (("node", _NODES), ("edge", _EDGES)):
        for name, kind in keys.items():
            yield f'<key id="{target[0]}_{name}" for="{target}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph id="claims" edgedefault="directed">\n'
    seen: set[str] = set()
    edges: list[tuple[str, str, str, float | None]] = []
    for one in export.claims:
        yield from _nodes(one, seen, edges)
    for question in export.questions:
        outcome = question.outcome.outcome if question.outcome else None
        yield _node(question.key, {"kind": "question", "label": question.title, "outcome": outcome})
        kinds = question.positions or ("of",) * len(question.claims)
        edges += [(key, question.key, kind, None) for key, kind in zip(question.claims, kinds, strict=True)]
        seen.add(question.key)
    edges += [(link.a, link.b, link.verdict, link.score) for link in export.links]
    for number, (start, end, kind, weight) in enumerate(e for e in edges if e[0] in seen and e[1] in seen):
        told = _data("e", {"kind": kind, "weight": weight})
        yield f'<edge id="e{number}" source="{attribute(start)}" target="{attribute(end)}">{told}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _nodes(one: ExportClaim, seen: set[str], edges: list[tuple[str, str, str, float | None]]) -> Iterator[str]:
    article = one.article
    if article.key not in seen:
        seen.add(article.key)
        told = {"kind": "article", "label": title_of(article), "day": (article.published or "")[:10] or None}
        yield _node(article.key, told | {"outlet": article.outlet, "url": article.url})
    speaker = voice(one)
    if speaker:
        if speaker.key not in seen:
            seen.add(speaker.key)
            yield _node(speaker.key, {"kind": "speaker", "label": name_of(speaker), "record": speaker.record})
        edges.append((speaker.key, one.key, "says", None))
    seen.add(one.key)
    yield _node(
        one.key,
        {
            "kind": "claim",
            "label": said(one),
            "force": one.force,
            "polarity": one.polarity,
            "certainty": one.term,
            "horizon": one.horizon,
            "day": one.day,
            "due": one.due,
            "confidence": one.confidence,
            "verdict": one.decision.verdict if one.decision else None,
            "reliability": one.grade.reliability if one.grade else None,
            "credibility": one.grade.credibility if one.grade else None,
            "outcome": one.outcome.outcome if one.outcome else None,
        },
    )
    edges.append((one.key, article.key, "in", None))
    if one.within:
        edges.append((one.key, one.within, "within", None))


def _node(key: str, told: Values) -> str:
    return f'<node id="{attribute(key)}">{_data("n", told)}</node>\n'


def _data(of: str, told: Values) -> str:
    return "".join(
        f'<data key="{of}_{name}">{text_of(str(value))}</data>' for name, value in told.items() if value is not None
    )
