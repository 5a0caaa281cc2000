"""What other programs tell comes in whole or not at all, and what we wrote ourselves comes back equal."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sayso.commands.importing import import_
from sayso.errors import BadRecordError
from sayso.export.formats.records import Export
from sayso.ingest.exchange.annotations import from_annotations
from sayso.ingest.exchange.claim_reviews import from_claim_reviews
from sayso.ingest.exchange.ftm import from_ftm
from sayso.ingest.exchange.gdelt import from_gdelt
from sayso.ledger.checks import check_reading
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Claim, Reading
from tests.export.formats.made_exports import claims_of, full, told
from tests.ledger.made import HARBOR, harbor, readings

quick = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None, phases=[Phase.generate])
REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checks.example/ferry",
    "datePublished": "2026-04-02",
    "author": {"@type": "Organization", "name": "Coast Checks"},
    "claimReviewed": "The ferry stopped on 1 April.",
    "itemReviewed": {
        "@type": "Claim",
        "datePublished": "2026-03-02",
        "author": {"@type": "Person", "name": "Marta Lindqvist"},
    },
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": "False"},
}


def reviews(value: object) -> list[Reading]:
    found = list(from_claim_reviews(json.dumps(value).encode(), "f"))
    assert all(isinstance(one, Reading) for one in found)
    return [one for one in found if isinstance(one, Reading)]


def test_a_review_is_a_text_with_the_claim_and_the_rating() -> None:
    (one,) = reviews(REVIEW)
    assert one.article.text == (
        "Marta Lindqvist, 2026-03-02: The ferry stopped on 1 April.\n\nCoast Checks rates it: False"
    )
    claim, rating = one.claims
    assert (claim.content[0].text, claim.force) == ("The ferry stopped on 1 April.", "claims")
    assert claim.source is not None
    assert (claim.source.name, claim.source.record) == ("Marta Lindqvist", "named-person")
    assert claim.said is not None
    assert claim.said.earliest == "2026-03-02"
    assert rating.source is not None
    assert (rating.source.name, rating.content[0].text) == ("Coast Checks", "False")
    assert (one.article.url, one.article.outlet) == ("https://checks.example/ferry", "Coast Checks")
    assert one.reader.startswith("import:")
    check_reading(one)


@pytest.mark.parametrize(
    "value",
    [
        [REVIEW, REVIEW],
        {"@graph": [{"@type": "WebPage"}, REVIEW, REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}, {"item": REVIEW}]},
    ],
)
def test_reviews_come_in_every_form_in_which_they_travel(value: object) -> None:
    assert len(reviews(value)) == 2


def test_what_a_review_does_not_tell_is_not_made_up() -> None:
    (one,) = reviews({"@type": ["ClaimReview"], "claimReviewed": "Pigs fly", "reviewRating": {"ratingValue": 2}})
    claim, rating = one.claims
    assert claim.source is None
    assert claim.said is None
    assert rating.source is None
    assert rating.content[0].text == "2"
    (other,) = reviews(REVIEW | {"itemReviewed": {"author": {"name": "Various"}}})
    assert other.claims[0].source is None
    with pytest.raises(BadRecordError):
        list(from_claim_reviews(b'{"@type": "Recipe"}', "f"))
    assert isinstance(next(iter(from_claim_reviews(b'{"@type": "ClaimReview"}', "f"))), BadRecordError)


def test_our_own_reviews_come_back() -> None:
    (one,) = [r for r in from_claim_reviews(told("jsonld", full()), "f") if isinstance(r, Reading)]
    claim, rating = one.claims
    wanted = list(full().claims)[1]
    assert claim.content[0].text == "".join(w.text or "" for w in wanted.content)
    assert claim.source is not None
    assert claim.source.name == "Marta Lindqvist"
    assert rating.content[0].text == "no"


def test_a_line_of_the_quotation_graph_is_an_article_of_its_quotes() -> None:
    line = {
        "date": "2022-11-03T12:00:00Z", "url": "https://n.example/1", "title": "T", "lang": "ENGLISH",
        "quotes": [{"pre": "The mayor said,", "quote": "We stay", "post": "and left."}, {"quote": "No"}, {"quote": ""}],
    }  # fmt: skip
    one, bad = list(from_gdelt([json.dumps(line).encode(), b"\n", b"{"], "f"))
    assert isinstance(one, Reading)
    assert one.article.text == "The mayor said, “We stay” and left.\n\n“No”"
    assert [c.content[0].text for c in one.claims] == ["“We stay”", "“No”"]
    assert all(c.source is None and c.form == "direct" for c in one.claims)
    assert one.article.published == "2022-11-03T12:00:00Z"
    assert isinstance(bad, BadRecordError)
    assert "line 3" in bad.message
    check_reading(one)


def test_our_own_notes_come_back_from_followthemoney() -> None:
    found = [r for r in from_ftm(told("ftm", full()).splitlines(), "f") if isinstance(r, Reading)]
    wanted = [c for c in full().claims if c.voice == "attributed"]
    by_words = {r.claims[0].content[0].text: r for r in found}
    for one in wanted:
        back = by_words["".join(w.text or "" for w in one.content)]
        check_reading(back)
        named = one.record in {"named-person", "named-organisation"}
        source = back.claims[0].source
        assert (source.name if source else None) == (one.name if named else None)
        assert back.article.url == "https://post.example/1"


def test_entities_of_followthemoney_are_read_as_well() -> None:
    lines = [
        {"id": "p", "schema": "Person", "properties": {"name": ["Ada Reed"]}},
        {"id": "n", "schema": "Note",
         "properties": {"description": ["It rains."], "entity": ["p"], "createdAt": ["2022"]}},
        {"id": "c", "schema": "Company", "properties": {"name": ["Acme"]}},
    ]  # fmt: skip
    (one,) = from_ftm([json.dumps(line).encode() for line in lines], "f")
    assert isinstance(one, Reading)
    assert one.article.text == "Ada Reed: It rains."
    assert one.article.published is None  # a year is no day


def stripped(claim: Claim) -> Claim:
    """Without what an annotation has no place for."""
    source = replace(claim.source, mentions=()) if claim.source else None
    if source and not source.spans and not source.name and not source.record:
        source = None
    sure = claim.certainty
    if sure and not sure.words and sure.term is None and sure.band is None:
        sure = None
    places = tuple(replace(p, spans=()) for p in claim.places)
    return replace(claim, source=source, certainty=sure, places=places, id="", parent=None)


def test_annotations_give_the_claims_of_a_reading_back() -> None:
    reading = harbor(published="2026-03-04", url="https://post.example/1")
    found = from_annotations(told("annotation", Export(claims=claims_of(reading))), "f")
    back = [one.claim(reading.article.text) for one in found]
    assert [stripped(c) for c in back if c] == [stripped(c) for c in reading.claims]
    assert found[3].inside == found[2].name


@given(readings())
@quick
def test_any_claim_comes_back_through_annotations(reading: Reading) -> None:
    if not any(c.content for c in reading.claims):
        return
    page = told("annotation", Export(claims=claims_of(reading)))
    try:
        found = from_annotations(page, "f")
    except BadRecordError:
        return
    by_name = {one.name: one.claim(reading.article.text) for one in found}
    for exported, claim in zip(claims_of(reading), reading.claims, strict=True):
        if not claim.content:
            continue
        back = by_name[f"urn:sayso:{exported.key}"]
        assert back is not None
        assert (back.content, back.force, back.form, back.horizon, back.polarity, back.voice, back.due) == (
            claim.content, claim.force, claim.form, claim.horizon, claim.polarity, claim.voice, claim.due
        )  # fmt: skip
        assert (back.cue.span if back.cue else None) == (claim.cue.span if claim.cue else None)
        assert (back.source.spans if back.source else ()) == (claim.source.spans if claim.source else ())


def mark(exact: str, prefix: str = "", suffix: str = "", start: int = 0) -> bytes:
    selectors = [
        {"type": "TextPositionSelector", "start": start, "end": start + len(exact)},
        {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
    ]
    return json.dumps({"type": "Annotation", "target": {"source": "https://e.example", "selector": selectors}}).encode()


def test_no_anchor_jumps_to_a_look_alike() -> None:
    text = "He said yes. She said yes. They said no."
    (moved,) = from_annotations(mark("She said yes", start=3), "f")
    (double,) = from_annotations(mark("said yes", start=1), "f")
    (told_apart,) = from_annotations(mark("said yes", prefix="She ", start=1), "f")
    (gone,) = from_annotations(mark("said perhaps"), "f")
    assert [c.content[0].start if c else None for c in (o.claim(text) for o in (moved, double, told_apart, gone))] == [
        13, None, 17, None
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -1000, 10**400, True, "1"])
def test_numbers_that_are_none_are_left_out(wrong: object) -> None:
    body = {
        "type": "sayso:Claim",
        "sayso:certainty": {"sayso:low": wrong, "sayso:high": 1},
        "sayso:place": [{"sayso:name": "Novka", "sayso:latitude": wrong, "sayso:longitude": wrong}],
    }
    (found,) = from_annotations(json.dumps(json.loads(mark("said yes")) | {"body": body}).encode(), "f")
    claim = found.claim("She said yes.")
    assert claim is not None
    assert claim.certainty is not None
    assert claim.certainty.band is None
    assert (claim.places[0].latitude, claim.places[0].longitude) == (None, None)


def test_a_bare_position_counts_in_its_own_text_alone() -> None:
    page = told("annotation", full(text=False))
    found = from_annotations(page, "f")
    assert all(one.claim(HARBOR) is not None for one in found)
    assert all(one.claim(HARBOR + " More.") is None for one in found)


_KEYS = """@type type target items selector quotes claimReviewed properties id schema prop value body author""".split()
_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), v, max_size=4),
    max_leaves=12,
)


@given(_JSON)
@settings(max_examples=60, deadline=None, phases=[Phase.generate])
def test_any_json_is_taken_or_refused(value: object) -> None:
    data = json.dumps(value).encode()
    for read in (from_claim_reviews, from_annotations):
        with suppress(BadRecordError):
            list(read(data, "f"))
    for reading in (*from_gdelt([data], "f"), *from_ftm([data], "f")):
        if isinstance(reading, Reading):
            check_reading(reading)
        else:
            assert isinstance(reading, BadRecordError)


def run(*arguments: str | Path) -> str:
    found = CliRunner().invoke(import_, [str(a) for a in arguments], standalone_mode=False)
    assert found.exception is None, found.exception
    return found.output


def test_the_command_takes_each_record_once_and_the_ledger_stays_whole(tmp_path: Path) -> None:
    path, ledger = tmp_path / "reviews.json", tmp_path / "l.db"
    path.write_text(json.dumps([REVIEW]), encoding="utf-8")
    assert "1 record taken in, 2 claims." in run("claimreview", path, "--ledger", ledger)
    assert "1 were there already" in run("claimreview", path, "--ledger", ledger)
    with Ledger(ledger) as asked:
        hits = asked.claims(ClaimFilter(source="Lindqvist")).hits
        assert [h.content for h in hits] == ["The ferry stopped on 1 April."]
        assert asked.claim(hits[0].claim)[0].reader == "import:claimreview:1"
    assert not list(verify(ledger).findings)


def test_annotations_become_a_persons_own_claims(tmp_path: Path) -> None:
    ledger, page = tmp_path / "l.db", tmp_path / "page.jsonld"
    reading = harbor(published="2026-03-04", url="https://post.example/1")
    with Store(ledger) as store:
        store.put(replace(reading, claims=()))
    page.write_bytes(told("annotation", Export(claims=claims_of(reading)[:3])))
    assert "3 claims taken in." in run("annotation", page, "--ledger", ledger, "--reviewer", "Ada")
    assert "3 were there already" in run("annotation", page, "--ledger", ledger, "--reviewer", "Ada")
    with Ledger(ledger) as asked:
        hits = asked.claims(ClaimFilter(), order="oldest").hits
    assert [(h.verdict, h.decided_by) for h in hits] == [("own", "Ada")] * 3
    assert {h.force for h in hits} == {"says", "predicts", "denies"}
    assert not list(verify(ledger).findings)
