"""schema.org, PROV, FollowTheMoney, GraphML, ninjs and TimeML, read by their libraries or checked by their rules."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from prov.model import ProvDocument

from sayso.errors import UsageError
from sayso.export.formats.records import Export, ExportTimex
from sayso.ingest.ninjs import from_ninjs, is_ninjs
from sayso.timex.engine import times
from tests.export.formats.made_exports import claims_of, exports, full, told
from tests.ledger.made import harbor

slow = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def nodes_of(export: Export) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(told("jsonld", export))["@graph"]
    return found


# Of schema.org's vocabulary (release 29): which types have which property; what every Thing and CreativeWork has.
_THING = {"name", "url", "identifier"}
_WORK = _THING | set(
    "headline text author creator publisher datePublished dateCreated inLanguage isPartOf isBasedOn keywords"
    " spatialCoverage temporalCoverage expires citation sha256".split()
)
VOCABULARY = {
    "NewsArticle": _WORK,
    "Claim": _WORK | {"appearance", "firstAppearance", "claimInterpreter"},
    "Quotation": _WORK | {"spokenByCharacter"},
    "ClaimReview": _WORK | {"claimReviewed", "itemReviewed", "reviewRating", "reviewBody"},
    "CreativeWork": _WORK,
    "Person": _THING,
    "Organization": _THING,
    "Thing": _THING,
    "Rating": _THING | {"alternateName", "ratingValue"},
    "Place": _THING | {"address", "latitude", "longitude"},
    "PostalAddress": _THING | {"addressCountry"},
}


def check_node(node: Any) -> None:
    if isinstance(node, list):
        for one in node:
            check_node(one)
    elif isinstance(node, dict) and set(node) != {"@id"}:
        extra = set(node) - VOCABULARY[node["@type"]] - {"@type", "@id"}
        assert not extra, (node["@type"], extra)
        for one in node.values():
            check_node(one)


@given(exports())
@slow
def test_schema_org_uses_its_types_as_they_are(export: Export) -> None:
    nodes = nodes_of(export)
    for node in nodes:
        check_node(node)
    assert len({n["@id"] for n in nodes}) == len(nodes)
    refs = set(re.findall(r'\{"@id": "([^"]+)"\}', json.dumps(nodes)))
    assert refs <= {n["@id"] for n in nodes} | {f"urn:sayso:{c.within}" for c in export.claims}


def test_only_what_a_person_resolved_is_reviewed_and_only_quoted_words_are_quotations() -> None:
    kinds = [n["@type"] for n in nodes_of(full())]
    assert kinds.count("Claim") == 5
    assert kinds.count("ClaimReview") == 1
    assert kinds.count("Quotation") == 0
    quoted = replace(next(iter(full().claims)), form="direct")
    assert [n["@type"] for n in nodes_of(Export(claims=(quoted,)))].count("Quotation") == 1
    review = next(n for n in nodes_of(full()) if n["@type"] == "ClaimReview")
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "no"}
    assert review["author"] == {"@type": "Person", "name": "Ada"}
    assert review["url"] == "https://e.example/2"


@given(exports())
@slow
def test_prov_reads_what_we_write(export: Export) -> None:
    data = told("prov", export).decode()
    document = ProvDocument.deserialize(content=data, format="json")
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert document == again
    names = {str(r.identifier) for r in document.get_records() if r.is_element()}
    assert {f"sayso:{c.key.replace(':', '-')}" for c in export.claims} <= names
    for record in document.get_records():
        if record.is_relation():
            ends = {str(value) for _, value in record.formal_attributes if value is not None}
            missing = ends - names
            assert not missing or all("k1-" in m for m in missing)  # the claim around, where it is not exported


def test_prov_tells_who_made_a_claim() -> None:
    data = json.loads(told("prov", full()))
    claims = list(full().claims)
    by = {one["prov:entity"]: one["prov:activity"] for one in data["wasGeneratedBy"].values()}
    verdicts = {k: data["activity"][v].get("sayso:verdict") for k, v in by.items()}
    assert verdicts[f"sayso:{claims[2].key.replace(':', '-')}"] == "corrected"
    assert verdicts[f"sayso:{claims[0].key.replace(':', '-')}"] is None
    assert {"prov:Person", "prov:SoftwareAgent", "prov:Organization"} <= {
        a["prov:type"]["$"] for a in data["agent"].values()
    }


@given(exports())
@slow
def test_followthemoney_finds_the_statements_its_own(export: Export) -> None:
    model = pytest.importorskip("followthemoney", reason="needs ICU to install").model
    statements = pytest.importorskip("followthemoney.statement")
    read = pytest.importorskip("followthemoney.statement.serialize").read_statements
    dataset = pytest.importorskip("followthemoney.dataset").Dataset.make({"name": "sayso", "title": "sayso"})
    found = list(read(BytesIO(told("ftm", export)), "json"))
    for _, group in groupby(found, key=lambda s: s.entity_id):
        mine = list(group)
        entity = statements.StatementEntity.from_statements(dataset, mine)
        assert entity.schema.name in {"Article", "Note", "Person", "Organization"}
        assert {s.id for s in entity.statements} == {s.id for s in mine}  # their checksum of the entity is among them
        for one in mine:
            if one.prop == "id":
                continue
            kind = model.get(one.schema).properties[one.prop].type
            kept = kind.clean(one.value)
            assert kept == one.value or (kept and kind.name in {"name", "text", "string"}), (one.prop, one.value)


@given(exports())
@slow
def test_networkx_reads_the_graph(export: Export) -> None:
    graph = nx.read_graphml(BytesIO(told("graphml", export)), force_multigraph=True)
    kinds = nx.get_node_attributes(graph, "kind")
    claims = {c.key for c in export.claims}
    assert {n for n, kind in kinds.items() if kind == "claim"} == claims
    assert len([1 for *_, kind in graph.edges(data="kind") if kind == "in"]) == len(claims)


def test_the_graph_tells_who_says_what_and_how_claims_stand() -> None:
    graph = nx.read_graphml(BytesIO(told("graphml", full())), force_multigraph=True)
    edges = {(graph.nodes[a]["kind"], d["kind"], graph.nodes[b]["kind"]) for a, b, d in graph.edges(data=True)}
    assert edges == {
        ("speaker", "says", "claim"), ("claim", "in", "article"), ("claim", "within", "claim"),
        ("claim", "of", "question"), ("claim", "contradicts", "claim"),
    }  # fmt: skip
    weights = [d["weight"] for *_, d in graph.edges(data=True) if "weight" in d]
    assert weights == [0.875]


# Our own short form of ninjs-schema_3.2.json (IPTC, CC BY 4.0): the properties that we write and their types.
_LIST = {
    name: {
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "properties": {key: {"type": "string"} for key in keys.split()} | more,
            "required": required.split(),
        },
    }
    for name, keys, more, required in (
        ("headlines", "role contentType value", {}, "value"),
        ("descriptions", "role contentType value", {}, "value"),
        ("bodies", "role contentType value",
         {"charCount": {"type": "integer"}, "wordCount": {"type": "integer"}}, "value"),
        ("people", "name rel uri literal", {}, ""),
        ("organisations", "name rel uri literal", {}, ""),
        ("places", "name rel uri literal", {"geoJSON": {"type": "object", "required": ["type", "coordinates"]}}, ""),
        ("infoSources", "name role uri literal", {}, ""),
        ("altIds", "role value", {}, ""),
    )
}  # fmt: skip
_NINJS: dict[str, Any] = {
    "$defs": {
        "item": {
            "type": "object",
            "required": ["uri"],
            "additionalProperties": False,
            "properties": _LIST
            | {
                "uri": {"type": "string", "pattern": "^urn:"},
                "type": {"enum": ["text", "composite", "component"]},
                "representationType": {"enum": ["full", "partial"]},
                "versionCreated": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$"},
                "contentCreated": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT"},
                "language": {"type": "string"},
                "title": {"type": "string"},
                "edNote": {"type": "string"},
                "name": {"type": "string"},
                "rel": {"type": "string"},
                "standard": {"type": "object"},
                "associations": {
                    "type": "array",
                    "items": {"allOf": [{"$ref": "#/$defs/item"}, {"required": ["name"]}]},
                },
            },
        }
    },
    "$ref": "#/$defs/item",
}


@given(exports())
@slow
def test_ninjs_is_by_its_schema(export: Export) -> None:
    Draft202012Validator(_NINJS).validate(json.loads(told("ninjs", export)))


def test_an_article_that_left_as_ninjs_comes_in_again() -> None:
    reading = harbor(outlet="Post", title="Old ferry", published="2026-03-04", url="https://post.example/1")
    value = json.loads(told("ninjs", Export(claims=claims_of(reading))))
    assert is_ninjs(value)
    article = from_ninjs(value, "here")
    assert (article["text"], article["title"], article["outlet"]) == (reading.article.text, "Old ferry", "Post")
    assert str(article["published"]).startswith("2026-03-04")


def timeml(export: Export) -> ElementTree.Element:
    return ElementTree.fromstring(told("timeml", export))


def test_timeml_keeps_the_text_and_marks_times_and_cues() -> None:
    reading = harbor(title="Old ferry", published="2026-03-04")
    text = reading.article.text
    found = tuple(
        ExportTimex(start=t.span.start, end=t.span.end, type=t.type, value=t.value, mod=t.mod)
        for t in times(text, published="2026-03-04")
    )
    tree = timeml(Export(claims=claims_of(reading), times=found))
    assert [e.tag for e in tree] == ["DOCID", "DCT", "TITLE", "TEXT"]
    body = tree.find("TEXT")
    assert body is not None
    assert "".join(body.itertext()) == text
    marks = [(e.tag, e.get("value") or e.get("class"), e.text) for e in body]
    assert marks == [
        ("EVENT", "REPORTING", "said"), ("TIMEX3", "2026-03-03", "Tuesday"), ("EVENT", "REPORTING", "predicted"),
        ("TIMEX3", "2026-03", "the end of March"), ("EVENT", "REPORTING", "denied"),
        ("EVENT", "I_STATE", "had decided"),
    ]  # fmt: skip
    assert len({e.get("tid") or e.get("eid") for e in body}) == len(marks)


def test_timeml_is_of_one_article_and_its_text() -> None:
    two = (*claims_of(harbor()), *claims_of(harbor(title="b")))
    for export in (Export(claims=two), Export(claims=()), full(text=False)):
        with pytest.raises(UsageError):
            told("timeml", export)


@given(exports())
@slow
def test_any_text_stands_in_timeml_as_far_as_xml_holds_it(export: Export) -> None:
    claims = list(export.claims)
    if not export.text or len({c.article.key for c in claims}) != 1:
        return
    body = timeml(export).find("TEXT")
    assert body is not None
    assert len("".join(body.itertext())) == claims[0].article.characters
