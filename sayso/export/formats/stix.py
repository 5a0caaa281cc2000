"""STIX 2.1: one bundle of identities (who says it), reports (articles), notes (claims), opinions (outcomes), groupings
(questions) and relationships (how claims stand to each other).

`confidence` is a claim's credibility where it has been graded, else the likelihood that its words tell, by STIX's own
tables; a label says which. Times are those at which the ledger took the article in, or a person decided.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.export.formats.jsons import filled, to_bytes
from sayso.export.formats.names import SOFTWARE, made, name_of, said, sentence, stamp, title_of, uid, urn, voice
from sayso.export.formats.records import Export, ExportArticle, ExportClaim, ExportLink, ExportQuestion, ExportSpeaker
from sayso.export.formats.scales import MISP_LIKELIHOOD, STIX_CREDIBILITY, STIX_LIKELIHOOD

_CLASSES = {"named-person": "individual", "named-organisation": "organization", "unnamed": "class"}
_OPINIONS = {"yes": "strongly-agree", "no": "strongly-disagree", "ambiguous": "neutral"}
_LONGEST_ABSTRACT = 250  # characters
_EPOCH = "1970-01-01T00:00:00.000Z"
Node = dict[str, object]


def write(export: Export) -> Iterator[bytes]:
    """The bundle. Nothing to tell: a bundle without objects."""
    found = _Bundle()
    for one in export.claims:
        found.add(one)
    for question in export.questions:
        found.question(question)
    for link in export.links:
        found.link(link)
    objects = found.objects()
    key = " ".join(str(one["id"]) for one in objects)
    yield to_bytes(filled({"type": "bundle", "id": f"bundle--{uid('bundle', key)}", "objects": objects}))


class _Bundle:
    """Objects as they come up; reports get their members at the end."""

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        self._members: dict[str, list[str]] = {}
        self._times: dict[str, str] = {}

    def objects(self) -> list[Node]:
        for name, members in self._members.items():
            self._nodes[name]["object_refs"] = list(dict.fromkeys(members))
        if self._nodes:
            maker = _node("identity", SOFTWARE, _EPOCH, name=SOFTWARE, identity_class="system")
            return [maker, *self._nodes.values()]
        return []

    def add(self, one: ExportClaim) -> None:
        at = made(one.article)
        report = _id("report", one.article.key)
        note = _id("note", one.key)
        if report not in self._nodes:
            self._nodes[report] = _report(one.article, at)
            self._members[report] = []
        speaker = voice(one)
        refs = [report]
        if speaker:
            identity = _id("identity", speaker.key)
            self._nodes.setdefault(identity, _identity(speaker))
            refs.append(identity)
            self._members[report].append(identity)
        self._nodes[note] = _note(one, refs, at)
        self._times[one.key] = at
        self._members[report].append(note)
        if one.outcome and one.outcome.outcome in _OPINIONS:
            opinion = _opinion(one, note)
            self._nodes[str(opinion["id"])] = opinion

    def question(self, question: ExportQuestion) -> None:
        members = [key for key in question.claims if key in self._times]
        if members:
            at = max(self._times[key] for key in members)
            told = {"name": question.title or None, "context": "unspecified"}
            refs = [_id("note", key) for key in members]
            node = _node("grouping", question.key, at, object_refs=refs, created_by_ref=_MAKER, **told)
            self._nodes[str(node["id"])] = node

    def link(self, link: ExportLink) -> None:
        if link.a in self._times and link.b in self._times:
            at = max(self._times[link.a], self._times[link.b])
            node = _node(
                "relationship", f"{link.a} {link.verdict} {link.b}", at, relationship_type=_RELATIONS[link.verdict],
                source_ref=_id("note", link.a), target_ref=_id("note", link.b), confidence=round(100 * link.score),
                description="; ".join(link.reasons) or None, created_by_ref=_MAKER,
            )  # fmt: skip
            self._nodes[str(node["id"])] = node


_RELATIONS = {"same": "duplicate-of", "contradicts": "contradicts", "shift": "shifted-from", "related": "related-to"}


def _id(kind: str, key: str) -> str:
    return f"{kind}--{uid(kind, key)}"


_MAKER = _id("identity", SOFTWARE)


def _node(kind: str, key: str, at: str, *, modified: str | None = None, **told: object) -> Node:
    later = max(at, modified or at)
    head = {"type": kind, "spec_version": "2.1", "id": _id(kind, key), "created": at, "modified": later}
    return head | filled(told)


def _identity(speaker: ExportSpeaker) -> Node:
    """Without a time of its own, since one object must have the same time in every bundle."""
    kind = _CLASSES.get(speaker.record or "", "unknown")
    return _node("identity", speaker.key, _EPOCH, name=name_of(speaker), identity_class=kind, created_by_ref=_MAKER)


def _report(article: ExportArticle, at: str) -> Node:
    reference = filled(
        {
            "source_name": article.outlet or "article",
            "url": article.url if article.url and article.url.startswith(("http://", "https://")) else None,
            "external_id": urn(article.key),
            "hashes": {"SHA-256": article.sha256},
        }
    )
    return _node(
        "report", article.key, at, created_by_ref=_MAKER, name=title_of(article), object_refs=[], lang=article.language,
        published=stamp(article.published) or at, external_references=[reference],
    ) | {"object_refs": []}  # fmt: skip


def _note(one: ExportClaim, refs: list[str], at: str) -> Node:
    return _node(
        "note", one.key, at,
        modified=stamp(one.decision.at) if one.decision else None,
        created_by_ref=_MAKER,
        abstract=_short(sentence(one)),
        content=said(one) or "[no words]",
        authors=[name_of(speaker)] if (speaker := voice(one)) else None,
        object_refs=refs,
        lang=one.article.language,
        confidence=_confidence(one),
        labels=_labels(one),
        external_references=[_place(one)],
    )  # fmt: skip


def _place(one: ExportClaim) -> Node:
    """Where the words stand: by the fragment of RFC 5147 for plain text."""
    places = ";".join(f"char={words.start},{words.end}" for words in one.content)
    return filled({"source_name": SOFTWARE, "external_id": urn(one.key), "description": places})


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_ABSTRACT else text[: _LONGEST_ABSTRACT - 1].rstrip() + "…"


def _confidence(one: ExportClaim) -> int | None:
    if one.grade and one.grade.credibility:
        return STIX_CREDIBILITY.get(one.grade.credibility)
    return STIX_LIKELIHOOD.get(one.term or "")


def _labels(one: ExportClaim) -> list[str]:
    grade, likely = one.grade, MISP_LIKELIHOOD.get(one.term or "")
    told = [
        *(f"{name}:{value}" for name, value in (("force", one.force), ("horizon", one.horizon), ("form", one.form))
          if value),
        "negated" if one.polarity == "negated" else None,
        "outlet-voice" if one.voice == "outlet" else None,
        f"due:{one.due}" if one.due else None,
        f'estimative-language:likelihood-probability="{likely}"' if likely else None,
        f'admiralty-scale:source-reliability="{grade.reliability.lower()}"' if grade and grade.reliability else None,
        f'admiralty-scale:information-credibility="{grade.credibility}"' if grade and grade.credibility else None,
        f"reviewed:{one.decision.verdict}" if one.decision else None,
    ]  # fmt: skip
    if _confidence(one) is not None:
        told.append(f"confidence-from:{'credibility' if grade and grade.credibility else 'likelihood'}")
    return [one for one in told if one]


def _opinion(one: ExportClaim, note: str) -> Node:
    assert one.outcome is not None
    at = stamp(one.outcome.at) or made(one.article)
    return _node(
        "opinion", f"{one.key} {one.outcome.at}", at, opinion=_OPINIONS[one.outcome.outcome],
        explanation=one.outcome.why, authors=[one.outcome.by], object_refs=[note],
    )  # fmt: skip
