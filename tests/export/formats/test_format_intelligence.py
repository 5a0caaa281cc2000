"""STIX by the OASIS validator, MISP by its own library; both say how sure by the published tables alone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import stix2
from hypothesis import HealthCheck, given, settings
from pymisp import MISPEvent, MISPObject
from stix2validator import ValidationOptions, validate_instance

from sayso.export.formats.records import Export, ExportClaim, Grade
from sayso.records import BANDS
from tests.export.formats.made_exports import exports, full, told

slow = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def objects_of(export: Export) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(told("stix", export)).get("objects", [])
    return found


def note_of(one: ExportClaim) -> dict[str, Any]:
    return next(o for o in objects_of(Export(claims=(one,))) if o["type"] == "note")


def event_of(export: Export) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told("misp", export))["Event"]
    return found


def tags_of(one: ExportClaim) -> set[str]:
    event = event_of(Export(claims=(one,)))
    return {t["name"] for o in event["Object"] for a in o["Attribute"] for t in a.get("Tag", [])}


@given(exports())
@slow
def test_stix_passes_its_validator(export: Export) -> None:
    data = told("stix", export).decode()
    result = validate_instance(json.loads(data), ValidationOptions(version="2.1"))
    assert result.is_valid, [str(e) for e in result.errors]
    stix2.parse(data, version="2.1")


def test_the_full_bundle_passes_and_holds_every_kind() -> None:
    data = told("stix", full()).decode()
    assert validate_instance(json.loads(data), ValidationOptions(version="2.1")).is_valid
    bundle = stix2.parse(data, version="2.1")
    kinds = [o.type for o in bundle.objects]
    assert {k: kinds.count(k) for k in set(kinds)} == {
        "identity": 6, "report": 1, "note": 5, "opinion": 1, "grouping": 1, "relationship": 1,
    }  # fmt: skip
    opinion = next(o for o in bundle.objects if o.type == "opinion")
    assert (opinion.opinion, opinion.authors) == ("strongly-disagree", ["Ada"])
    ids = {o.id for o in bundle.objects}
    for one in bundle.objects:
        refs = [*one.get("object_refs", []), *filter(None, (one.get("source_ref"), one.get("created_by_ref")))]
        assert set(refs) <= ids


def test_an_object_is_the_same_in_every_bundle() -> None:
    whole = {o["id"]: o for o in objects_of(full()) if o["type"] in {"identity", "note"}}
    for one in full().claims:
        for part in objects_of(Export(claims=(one,))):
            if part["type"] in {"identity", "note"}:
                assert whole[part["id"]] == part


@pytest.mark.parametrize(
    ("credibility", "term", "confidence"),
    [
        ("1", None, 90), ("2", "likely", 70), ("3", None, 50), ("4", None, 30), ("5", None, 10), ("6", None, None),
        ("6", "likely", None), (None, "almost no chance", 5), (None, "very unlikely", 15), (None, "unlikely", 30),
        (None, "roughly even chance", 50), (None, "likely", 70), (None, "very likely", 85),
        (None, "almost certain", 95), (None, None, None),
    ],
)  # fmt: skip
def test_confidence_is_of_the_published_tables(
    credibility: str | None, term: str | None, confidence: int | None
) -> None:
    one = next(iter(full().claims))
    grade = Grade(credibility=credibility) if credibility else None
    note = note_of(replace(one, grade=grade, term=term))
    assert note.get("confidence") == confidence
    assert any(label.startswith("confidence-from") for label in note["labels"]) == (confidence is not None)


@given(exports())
@slow
def test_misp_reads_what_we_write(export: Export) -> None:
    event = MISPEvent(strict_validation=True)
    event.from_dict(**event_of(export))
    names = {"annotation": 0, "news-media": 0}
    for one in event.objects:
        names[one.name] += 1
    assert names["annotation"] == len(list(export.claims))


def test_misp_objects_are_as_their_templates_want_them() -> None:
    event = MISPEvent(strict_validation=True)
    event.from_dict(**event_of(full()))
    assert str(event.date)[:10] == "2026-03-04"
    for one in event.objects:
        template: Any = MISPObject(one.name)._definition
        assert one.template_uuid == template["uuid"]
        for attribute in one.attributes:
            assert attribute.type == template["attributes"][attribute.object_relation]["misp-attribute"]
            assert attribute.to_ids is False
    assert {r.relationship_type for o in event.objects for r in o.references} == {
        "annotates", "included-in", "contradicts"
    }  # fmt: skip


def test_misp_tags_tell_likelihood_grades_and_who_looked() -> None:
    c1, c2, c3, *_ = full().claims
    assert tags_of(c1) == {
        'admiralty-scale:source-reliability="f"', 'admiralty-scale:information-credibility="6"',
        'misp:automation-level="unsupervised"',
    }  # fmt: skip
    assert 'estimative-language:likelihood-probability="likely"' in tags_of(c2)
    assert tags_of(c3) == {'misp:automation-level="reviewed"'}
    for term in BANDS:
        wanted = f'estimative-language:likelihood-probability="{term.replace(" ", "-")}"'
        assert wanted in tags_of(replace(c1, term=term))
