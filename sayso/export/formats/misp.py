"""MISP: one event, an object "annotation" a claim and an object "news-media" an article, told apart by tags.

Objects and their attributes are those of MISP's object templates, so that every instance knows them. Tags say how sure
the words are (estimative-language), how source and claim are graded (admiralty-scale) and whether a person looked
(misp:automation-level). Nothing is published or marked for detection (to_ids) by us.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.export.formats.jsons import filled, to_bytes
from sayso.export.formats.names import instant, made, sentence, title_of, uid, urn
from sayso.export.formats.records import Export, ExportArticle, ExportClaim, ExportLink
from sayso.export.formats.scales import MISP_LIKELIHOOD

_ANNOTATION = {
    "name": "annotation", "meta-category": "misc", "template_version": "3",
    "template_uuid": "5d8dc046-15a1-4ca3-a09f-ed4ede7c4487",
    "description": "An annotation object allowing analysts to add annotations, comments, executive summary to a MISP"
    " event, objects or attributes.",
}  # fmt: skip
_MEDIA = {
    "name": "news-media", "meta-category": "misc", "template_version": "3",
    "template_uuid": "691463c5-5302-4847-9bec-4c56ccfec677", "description": "News media description.",
}  # fmt: skip
_YOUR_ORGANIZATION, _LOW, _INITIAL = "0", "3", "0"
_RELATIONS = {"same": "same-as", "contradicts": "contradicts", "shift": "derived-from", "related": "related-to"}
Node = dict[str, object]


def write(export: Export) -> Iterator[bytes]:
    """The event as JSON."""
    objects: dict[str, Node] = {}
    references: dict[str, list[Node]] = {}
    days: list[str] = []
    for one in export.claims:
        article, claim = urn(one.article.key), urn(one.key)
        objects.setdefault(article, _media(one.article))
        objects[claim] = _claim(one)
        references.setdefault(claim, []).append(_reference(one.key, "annotates", one.article.key))
        if one.within:
            references[claim].append(_reference(one.key, "included-in", one.within))
        days.append((one.article.published or made(one.article))[:10])
    for link in export.links:
        if urn(link.a) in objects and urn(link.b) in objects:
            references[urn(link.a)].append(_link(link))
    for name, told in references.items():
        objects[name]["ObjectReference"] = [r for r in told if urn(str(r.pop("of"))) in objects]
    key = " ".join(objects)
    event = {
        "uuid": str(uid("misp-event", key)),
        "info": export.title,
        "date": _day(days),
        "timestamp": "0",
        "published": False,
        "analysis": _INITIAL,
        "threat_level_id": _LOW,
        "distribution": _YOUR_ORGANIZATION,
        "Tag": [{"name": 'misp:tool="sayso"'}],
        "Attribute": [_question(q.key, q.title) for q in export.questions],
        "Object": list(objects.values()),
    }
    yield to_bytes({"Event": event})


def _day(days: list[str]) -> str:
    good = [day for day in days if instant(day)]
    return min(good, default="1970-01-01").ljust(10, "-")[:10] if all(len(d) == 10 for d in good) else "1970-01-01"


def _reference(a: str, relation: str, b: str, comment: str = "") -> Node:
    return {
        "of": b,
        "uuid": str(uid("misp-reference", f"{a} {relation} {b}")),
        "object_uuid": str(uid("misp", a)),
        "referenced_uuid": str(uid("misp", b)),
        "relationship_type": relation,
        "comment": comment,
    }


def _link(link: ExportLink) -> Node:
    return _reference(link.a, _RELATIONS[link.verdict], link.b, "; ".join((f"p = {link.score:.2f}", *link.reasons)))


def _question(key: str, title: str) -> Node:
    return _attribute(key, "question", "comment", "Other", title, comment=urn(key))


def _attribute(
    key: str, relation: str, kind: str, category: str, value: str, *, comment: str = "", tags: tuple[str, ...] = ()
) -> Node:
    told: Node = {
        "uuid": str(uid("misp-attribute", f"{key} {relation} {value}")),
        "object_relation": relation,
        "type": kind,
        "category": category,
        "value": value.strip("\x00 \t\r\n") or "-",
        "to_ids": False,
        "distribution": _YOUR_ORGANIZATION,
        "disable_correlation": kind in {"text", "comment", "datetime"},
        "comment": comment,
    }
    return told | ({"Tag": [{"name": tag} for tag in tags]} if tags else {})


def _object(template: dict[str, str], key: str, comment: str, attributes: list[Node]) -> Node:
    head = {"uuid": str(uid("misp", key)), "distribution": _YOUR_ORGANIZATION, "comment": comment}
    return template | head | {"Attribute": attributes}


def _media(article: ExportArticle) -> Node:
    web = article.url if article.url and article.url.startswith(("http://", "https://")) else None
    attributes = [
        _attribute(article.key, "title", "text", "Other", title_of(article)),
        *([_attribute(article.key, "source", "text", "Other", article.outlet)] if article.outlet else []),
        *([_attribute(article.key, "link", "link", "External analysis", web)] if web else []),
    ]
    return _object(_MEDIA, article.key, f"{urn(article.key)} published {article.published or '?'}", attributes)


def _claim(one: ExportClaim) -> Node:
    places = " ".join(f"{w.start}-{w.end}" for w in one.content)
    comment = f"{urn(one.key)} characters {places} of the text with SHA-256 {one.article.sha256}"
    attributes = [
        _attribute(one.key, "text", "text", "Other", sentence(one), comment=comment, tags=tuple(_tags(one))),
        _attribute(one.key, "type", "text", "Other", "Annotation"),
        _attribute(one.key, "format", "text", "Other", "text"),
    ]
    day = one.day
    if day and instant(day):
        attributes.append(_attribute(one.key, "creation-date", "datetime", "Other", f"{day}T00:00:00.000000+0000"))
    facts = filled({"force": one.force, "polarity": one.polarity, "due": one.due, "outcome": _outcome(one)})
    told = "; ".join(f"{name}: {value}" for name, value in facts.items())
    return _object(_ANNOTATION, one.key, told, attributes)


def _outcome(one: ExportClaim) -> str | None:
    return f"{one.outcome.outcome} ({one.outcome.by}, {one.outcome.at})" if one.outcome else None


def _tags(one: ExportClaim) -> Iterator[str]:
    if one.term in MISP_LIKELIHOOD:
        yield f'estimative-language:likelihood-probability="{MISP_LIKELIHOOD[one.term]}"'
    if one.grade and one.grade.reliability:
        yield f'admiralty-scale:source-reliability="{one.grade.reliability.lower()}"'
    if one.grade and one.grade.credibility:
        yield f'admiralty-scale:information-credibility="{one.grade.credibility}"'
    if one.decision and one.decision.verdict == "own":
        level = "manual"
    else:
        level = "reviewed" if one.decision and one.decision.verdict != "unsure" else "unsupervised"
    yield f'misp:automation-level="{level}"'
