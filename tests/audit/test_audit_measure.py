"""What an audit counts. Small readings are made by hand; larger ones from the gold labels."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.audit.figures import Audit
from sayso.audit.measure import audit
from sayso.audit.paragraphs import paragraphs_of
from sayso.audit.rows import COLUMNS, GROUP_COLUMNS, cell, groups, row, sort_key
from sayso.records import Article, Certainty, Claim, Cue, Reading, Record, Source, Span, When
from tests.audit.gold_readings import gold_reading

SENTENCE = "Somebody said that it rains."
RECORDS: dict[str, Record] = {"A": "named-person", "O": "named-organisation", "u": "unnamed", "x": "anonymous"}


def story(*paragraphs: str) -> Reading:
    """A paragraph is a letter a claim: A, B (named persons), O, u, x, d (document), ? (unsourced), . (outlet's own)."""
    text = "\n".join(" ".join(SENTENCE for _ in letters) or "Heading" for letters in paragraphs)
    claims: list[Claim] = []
    at = 0
    for letter in "".join(paragraphs):
        start = text.index(SENTENCE, at)
        at = start + len(SENTENCE)
        source = Source(
            spans=(Span.of(text, start, start + 8),),
            name=f"source {letter}",
            record="document" if letter == "d" else RECORDS.get(letter, "named-person"),
        )
        own = letter == "."
        claims.append(
            Claim(
                id=f"c{len(claims) + 1}",
                voice="outlet" if own else "attributed",
                source=None if letter in "?." else source,
                cue=None if own else Cue(span=Span.of(text, start + 9, start + 13), lemma="say"),
                content=(Span.of(text, start if own else start + 14, at - 1),),
                confidence=1.0,
            )
        )
    return Reading(reader="r", article=Article(text=text), claims=tuple(claims))


Rested = tuple[str, str | None, tuple[str, ...]]


def rested(*paragraphs: str) -> list[Rested]:
    return [(one.scope, one.label, one.claims) for one in audit(story(*paragraphs)).rests]


@pytest.mark.parametrize("name", ["snake-island", "defector", "expo", "imprisoned"])
def test_every_claim_is_counted_once_and_every_figure_leads_to_claims(name: str) -> None:
    reading = gold_reading(name)
    found = audit(reading)
    ids = [claim.id for claim in reading.claims]
    assert sorted(found.attributed + found.nested + found.outlet) == sorted(ids)
    sourced = sorted(set(found.attributed) - set(found.unsourced))
    assert sorted(i for one in found.sources for i in one.claims) == sourced
    assert sorted(i for one in found.records for i in one.claims) == sourced
    assert sorted(i for one in found.forces for i in one.claims) == sorted(found.attributed + found.nested)
    assert sum(one.share or 0 for one in found.sources) == pytest.approx(1.0 if found.sources else 0.0)
    for line, claim in zip(found.lines, reading.claims, strict=True):
        assert found.line(claim.id) is line
        start, end = paragraphs_of(reading.article.text)[line.paragraph - 1]
        assert start <= (claim.cue.span if claim.cue else claim.content[0]).start < end


def test_words_are_each_counted_once() -> None:
    found = audit(gold_reading("snake-island"))
    assert found.words.all == len(found.article.text.split())
    assert audit(story("A.")).words == replace(found.words, attributed=5, outlet=5, rest=0)
    assert audit(story("", "A")).words.rest == 1


@settings(deadline=None)  # other work on the machine is no fault
@given(st.text("ab \n", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=5))
def test_a_word_is_attributed_where_its_middle_is(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span.of(text, a, min(a + n, len(text))) for a, n in places if a < len(text)]
    claims = tuple(Claim(id=f"c{n}", content=(span,), confidence=1.0) for n, span in enumerate(spans))
    held = {i for span in spans for i in range(span.start, span.end)}
    middles, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        middles.append((at + at + len(word) - 1) // 2)
        at += len(word)
    found = audit(Reading(reader="r", article=Article(text=text), claims=claims)).words
    assert (found.attributed, found.outlet) == (sum(m in held for m in middles), 0)
    assert found.all == len(middles)


def test_sources_are_names_or_else_wordings_case_aside() -> None:
    reading = story("AAB")
    first, second, third = reading.claims
    assert third.source
    text = reading.article.text
    shouted = replace(third.source, name=None, spans=(Span.of(text, *_place(text, "Somebody")),))
    quiet = replace(second, source=replace(shouted, spans=(replace(shouted.spans[0], text="SOMEBODY"),)))
    found = audit(replace(reading, claims=(first, quiet, replace(third, source=shouted))))
    assert [(one.label, one.claims) for one in found.sources] == [("SOMEBODY", ("c2", "c3")), ("source A", ("c1",))]


def _place(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def test_who_is_heard_only_through_others_is_no_source_of_the_outlet() -> None:
    reading = story("AB")
    outer, inner = reading.claims
    found = audit(replace(reading, claims=(outer, replace(inner, parent="c1"))))
    assert [one.label for one in found.sources] == ["source A"]
    assert [(one.label, one.claims, one.nested) for one in found.secondhand] == [("source B", (), ("c2",))]
    assert (found.attributed, found.nested, found.sourced) == (("c1",), ("c2",), 1)
    assert found.rests == ()


@pytest.mark.parametrize(
    ("paragraphs", "rests"),
    [
        # Two thirds are enough for the story, less are not; what has no source does not count.
        (("AB", "AB", "AA"), [("story", "source A", ("c1", "c3", "c5", "c6"))]),
        (("AB", "AB", "AB", "AA"), []),
        (("A?", "A?", "A.", "."), [("story", "source A", ("c1", "c3", "c5"))]),
        (("AA",), []),
        # The lead: the first three paragraphs with sourced claims.
        (("", "A.", "A", ".", "A", "BO", "BO"), [("lead", "source A", ("c1", "c3", "c5"))]),
        (("A", "A", "AB", "BO", "BO"), []),
        (("A", "A", "BO", "BO"), []),
        # Nameless alone, here as the whole story's one source too.
        (("xx", "x"), [("story", "source x", ("c1", "c2", "c3")), ("nameless", None, ("c1", "c2", "c3"))]),
        (("xu", "ux", "xu"), [("nameless", None, ("c1", "c2", "c3", "c4", "c5", "c6"))]),
        (("xu", "ud", "xu"), []),
    ],
)
def test_what_a_story_rests_on(
    paragraphs: tuple[str, ...], rests: list[tuple[str, str | None, tuple[str, ...]]]
) -> None:
    assert rested(*paragraphs) == rests


def test_unknown_records_are_not_called_nameless() -> None:
    reading = story("xu", "xu")
    first = reading.claims[0]
    assert first.source
    bare = tuple(replace(c, source=replace(c.source, record=None)) if c.source else c for c in reading.claims)
    found = audit(replace(reading, claims=bare))
    assert found.rests == ()
    assert found.record_share("named-person") is None
    assert [(one.record, one.sources) for one in found.records] == [(None, 2)]


@pytest.mark.parametrize(
    ("paragraphs", "passages"),
    [
        (("AA", "A", "B"), [(1, 2, "source A", ("c1", "c2", "c3"))]),
        (("A", "", "A.", "A", "B"), [(1, 4, "source A", ("c1", "c2", "c4"))]),
        (("AA", ".", "A"), []),  # the outlet's own paragraph ends it
        (("AAA",), []),
        (("A", "A"), []),
        (("AAB", "A", "AA"), [(2, 3, "source A", ("c4", "c5", "c6"))]),
        (("AA", "A", "BB", "B"), [(1, 2, "source A", ("c1", "c2", "c3")), (3, 4, "source B", ("c4", "c5", "c6"))]),
    ],
)
def test_passages_on_one_source(
    paragraphs: tuple[str, ...], passages: list[tuple[int, int, str, tuple[str, ...]]]
) -> None:
    found = audit(story(*paragraphs)).passages
    assert [(one.first, one.last, one.label, one.claims) for one in found] == passages


def test_certainty_by_words_and_terms() -> None:
    reading = story("AAAA")

    def told(claim: Claim, word: str, term: str | None, band: tuple[float, float] | None) -> Claim:
        return replace(claim, certainty=Certainty(words=(Span(0, len(word), word),), term=term, band=band))

    one, two, three, four = reading.claims
    claims = (
        told(one, "probably", "likely", (0.55, 0.8)),
        told(two, "almost certainly", "almost certain", (0.95, 0.99)),
        told(three, "confidently", None, None),
        told(four, "may", None, None),
    )
    found = audit(replace(reading, claims=claims)).certainty
    assert (found.hedged, found.boosted) == (("c1", "c4"), ("c2", "c3"))
    assert [(t.term, t.claims) for t in found.terms] == [
        ("almost certain", ("c2",)),
        ("likely", ("c1",)),
        (None, ("c4",)),
    ]


def test_predictions_are_foretold_or_due() -> None:
    one, two, three = story("AA?").claims
    about = When(text="by May", earliest=None, latest="2023-05-31")
    claims = (
        replace(one, force="predicts"),
        replace(two, horizon="future"),
        replace(three, due="2023-05-31", about=about),
    )
    found = audit(replace(story("AA?"), claims=claims)).predictions
    assert [(p.claim, p.label, p.due, p.about) for p in found] == [
        ("c1", "source A", None, None),
        ("c3", None, "2023-05-31", about),
    ]


def test_an_empty_article_has_no_shares() -> None:
    found = audit(Reading(reader="r", article=Article(text=""), claims=()))
    assert (found.words.all, found.outlet_share, found.record_share("unnamed"), found.rests) == (0, None, None, ())
    assert (row(found).top, row(found).share) == (None, None)


def _of(outlet: str | None, *paragraphs: str) -> Audit:
    reading = story(*paragraphs)
    return audit(replace(reading, article=replace(reading.article, outlet=outlet)))


def test_rows_and_groups() -> None:
    many = [row(_of("Post", "AAAu", ".")), row(_of("Post", "xxxx")), row(_of(None, "."))]
    assert [(r.named, r.unnamed, r.anonymous, r.voice) for r in many] == [
        (0.75, 0.25, 0.0, 0.2),
        (0.0, 0.0, 1.0, 0.0),
        (None, None, None, 1.0),
    ]
    assert [(r.rests, r.record) for r in many] == [("story", "named-person"), ("story", "anonymous"), (None, None)]
    post, nobody = groups(many)
    assert (post.outlet, post.articles, post.named, post.anonymous, post.rests) == ("Post", 2, 3 / 8, 0.5, 2)
    assert (post.sources, post.voice) == (1.5, 1 / 9)
    assert (nobody.outlet, nobody.named, nobody.voice) == (None, None, 1.0)


def test_sorting_puts_the_most_first_and_the_unknown_last() -> None:
    many = [row(_of(None, ".")), row(_of("Post", "AAAu")), row(_of("Echo", "xxxx"))]
    assert [r.outlet for r in sorted(many, key=lambda one: sort_key(one, "anonymous"))] == ["Echo", "Post", None]
    assert [r.outlet for r in sorted(many, key=lambda one: sort_key(one, "outlet"))] == ["Echo", "Post", None]
    assert [g.outlet for g in groups(many, "named")] == ["Post", "Echo", None]


def test_every_column_is_a_field() -> None:
    one = row(_of("Post", "A"))
    assert [cell(one, column) for column in COLUMNS][:2] == ["Untitled article", "Post"]
    assert [cell(groups([one])[0], column) for column in GROUP_COLUMNS][:2] == ["Post", 1]


def test_paragraphs_need_a_letter_or_digit() -> None:
    text = "One\r\n\r\n***\nTwo\u2029Three\n"
    assert [text[a:b] for a, b in paragraphs_of(text)] == ["One", "Two", "Three"]
