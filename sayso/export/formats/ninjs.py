"""ninjs 3.2, the IPTC's news in JSON: the article as an item, its claims as associated components.

Several articles make a composite item with the articles associated. Named sources are people and organisations with the
relation "source", places carry GeoJSON points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from sayso.export.formats.jsons import filled, to_bytes
from sayso.export.formats.names import SOFTWARE, instant, name_of, sentence, title_of, uid, urn, voice
from sayso.export.formats.records import Export, ExportArticle, ExportClaim
from sayso.export.formats.scales import CREDIBILITY, RELIABILITY

_STANDARD = {
    "name": "ninjs", "version": "3.2", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.2.json#",
}  # fmt: skip
_TEXT = "text/plain"
Node = dict[str, object]


def write(export: Export) -> Iterator[bytes]:
    """The item. Claims of one article must follow each other."""
    items = [_item(list(claims)) for _, claims in groupby(export.claims, key=lambda one: one.article.key)]
    if len(items) == 1:
        yield to_bytes({"standard": _STANDARD} | items[0])
        return
    key = " ".join(str(item["uri"]) for item in items)
    told: Node = {"uri": f"urn:uuid:{uid('ninjs', key)}", "type": "composite", "title": export.title}
    associated = [{"name": str(item.get("title") or item["uri"])} | item for item in items]
    yield to_bytes(filled({"standard": _STANDARD} | told | {"associations": associated}))


def _item(claims: list[ExportClaim]) -> Node:
    article = claims[0].article
    speakers = {s.key: s for one in claims if (s := one.speaker)}.values()
    persons = [s for s in speakers if s.record == "named-person"]
    bodies = [s for s in speakers if s.record == "named-organisation"]
    told: Node = {
        "uri": urn(article.key),
        "type": "text",
        "representationType": "partial" if article.text is None else "full",
        "versionCreated": _time(article.published),
        "language": article.language,
        "title": title_of(article),
        "headlines": [{"role": "main", "contentType": _TEXT, "value": article.title}] if article.title else None,
        "bodies": _bodies(article),
        "people": [{"name": name_of(s), "rel": "source", "uri": urn(s.key)} for s in persons],
        "organisations": [{"name": name_of(s), "rel": "source", "uri": urn(s.key)} for s in bodies],
        "places": list(_places(claims)),
        "infoSources": [{"name": article.outlet, "role": "publisher"}] if article.outlet else None,
        "altIds": filled_ids(article),
        "associations": [_component(one) for one in claims],
    }
    return filled(told)


def filled_ids(article: ExportArticle) -> list[Node]:
    told = {"sha256": article.sha256, "url": article.url, "name": article.name}
    return [{"role": role, "value": value} for role, value in told.items() if value]


def _bodies(article: ExportArticle) -> list[Node] | None:
    if article.text is None:
        return None
    words = len(article.text.split())
    return [
        {"role": "main", "contentType": _TEXT, "charCount": article.characters, "wordCount": words,
         "value": article.text}
    ]  # fmt: skip


def _time(told: str | None) -> str | None:
    found = instant(told)
    return found.isoformat() if found else None


def _places(claims: Iterable[ExportClaim]) -> Iterator[Node]:
    seen = set()
    for place in (p for one in claims for p in one.places):
        if (place.name, place.country) in seen:
            continue
        seen.add((place.name, place.country))
        point = None
        if place.latitude is not None and place.longitude is not None:
            point = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
        yield filled({"name": place.name, "rel": "about", "literal": place.country, "geoJSON": point})


def _component(one: ExportClaim) -> Node:
    speaker = voice(one)
    grade = one.grade
    facts = {
        "force": one.force,
        "polarity": one.polarity,
        "form": one.form,
        "horizon": one.horizon,
        "certainty": one.term,
        "due": one.due,
        "reliability": RELIABILITY.get(grade.reliability or "") if grade else None,
        "credibility": CREDIBILITY.get(grade.credibility or "") if grade else None,
        "outcome": one.outcome.outcome if one.outcome else None,
        "decision": one.decision.verdict if one.decision else None,
        "positions": " ".join(f"{w.start}-{w.end}" for w in one.content),
    }
    descriptions: list[Node] = [{"role": "claim", "contentType": _TEXT, "value": sentence(one)}]
    descriptions += [{"role": role, "value": value} for role, value in facts.items() if value]
    return filled(
        {
            "name": "claim",
            "rel": "claim",
            "uri": urn(one.key),
            "type": "component",
            "contentCreated": _time(one.said.earliest) if one.said and one.said.earliest == one.said.latest else None,
            "descriptions": descriptions,
            "infoSources": [{"name": name_of(speaker), "role": "source", "uri": urn(speaker.key)}] if speaker else None,
            "edNote": f"Found by {SOFTWARE}, reader {one.reader}; confidence {one.confidence:.2f}.",
        }
    )
