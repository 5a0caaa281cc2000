"""schema.org JSON-LD: one graph of NewsArticle, Claim, Quotation, ClaimReview and who said it.

A Claim for every claim, its words as `text`, its speaker as `author`, the article as `appearance`. Words in quotation
marks are a Quotation beside it, by the same speaker. A ClaimReview stands where a person said how the claim turned out:
never for what a program thinks. For interchange; search engines no longer show it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.export.formats.jsons import filled, to_bytes
from sayso.export.formats.names import SOFTWARE, name_of, said, urn, voice
from sayso.export.formats.records import Export, ExportArticle, ExportClaim, ExportSpeaker

_QUOTED = frozenset({"direct", "mixed"})
_TYPES = {"named-person": "Person", "named-organisation": "Organization", "document": "CreativeWork"}
Node = dict[str, object]


def write(export: Export) -> Iterator[bytes]:
    """The graph, articles and speakers before the claims that name them."""
    nodes: dict[str, Node] = {}
    for one in export.claims:
        speaker = voice(one)
        for node in (_article(one.article), _speaker(speaker) if speaker else None, _claim(one, speaker)):
            if node:
                nodes.setdefault(str(node["@id"]), node)
        if one.form in _QUOTED:
            node = _quotation(one, speaker)
            nodes[str(node["@id"])] = node
        if one.outcome:
            node = _review(one)
            nodes[str(node["@id"])] = node
    yield to_bytes({"@context": "https://schema.org", "@graph": list(nodes.values())})


def _ref(name: str) -> Node:
    return {"@id": name}


def _article(article: ExportArticle) -> Node:
    return filled(
        {
            "@type": "NewsArticle",
            "@id": urn(article.key),
            "headline": article.title,
            "name": article.name if article.title is None else None,
            "url": article.url,
            "datePublished": article.published,
            "inLanguage": article.language,
            "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
            "sha256": article.sha256,
        }
    )


def _speaker(speaker: ExportSpeaker) -> Node:
    kind = _TYPES.get(speaker.record or "", "Thing")
    return {"@type": kind, "@id": urn(speaker.key), "name": name_of(speaker)}


def _claim(one: ExportClaim, speaker: ExportSpeaker | None) -> Node:
    return filled(
        {
            "@type": "Claim",
            "@id": urn(one.key),
            "text": said(one),
            "author": _ref(urn(speaker.key)) if speaker else None,
            "dateCreated": one.said.earliest if one.said and one.said.earliest == one.said.latest else None,
            "datePublished": one.article.published,
            "appearance": _ref(urn(one.article.key)),
            "isPartOf": _ref(urn(one.within)) if one.within else None,
            "claimInterpreter": {"@type": "Thing", "name": SOFTWARE, "identifier": one.reader},
            "spatialCoverage": [
                filled(
                    {
                        "@type": "Place",
                        "name": place.name,
                        "address": {"@type": "PostalAddress", "addressCountry": place.country}
                        if place.country
                        else None,
                        "latitude": place.latitude,
                        "longitude": place.longitude,
                    }
                )
                for place in one.places
            ],
            "temporalCoverage": _interval(one),
            "expires": one.due,
            "keywords": [word for word in (one.force, one.polarity, one.horizon, one.term) if word],
        }
    )


def _interval(one: ExportClaim) -> str | None:
    """ISO 8601, ".." where it is open."""
    if one.about is None or not (one.about.earliest or one.about.latest):
        return None
    if one.about.earliest == one.about.latest:
        return one.about.earliest
    return f"{one.about.earliest or '..'}/{one.about.latest or '..'}"


def _quotation(one: ExportClaim, speaker: ExportSpeaker | None) -> Node:
    return filled(
        {
            "@type": "Quotation",
            "@id": f"{urn(one.key)}:quotation",
            "text": said(one),
            "creator": _ref(urn(speaker.key)) if speaker else None,
            "isBasedOn": _ref(urn(one.article.key)),
            "isPartOf": _ref(urn(one.key)),
        }
    )


def _review(one: ExportClaim) -> Node:
    assert one.outcome is not None
    outcome = one.outcome
    return filled(
        {
            "@type": "ClaimReview",
            "@id": f"{urn(one.key)}:review",
            "claimReviewed": said(one),
            "itemReviewed": _ref(urn(one.key)),
            "reviewRating": {"@type": "Rating", "alternateName": outcome.outcome},
            "author": {"@type": "Person", "name": outcome.by},
            "dateCreated": outcome.at,
            "reviewBody": outcome.why,
            "url": next((e for e in (outcome.evidence or "").split() if e.startswith(("http://", "https://"))), None),
            "citation": (outcome.evidence or "").split(),
        }
    )
