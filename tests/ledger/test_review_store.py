"""A decision wins wherever a claim is shown, can be taken back exactly, and is proved by verify."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.ledger.queries import Ledger
from sayso.ledger.review.records import Request
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Cue, Source, Span, When
from tests.ledger.made import HARBOR, at, harbor, one_claim
from tests.ledger.made_review import decide, kept, key_of, keys, longer, shown


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return kept(tmp_path / "l.db")


def test_a_rejected_claim_is_left_out_unless_asked_for(path: Path) -> None:
    key = key_of(path, "grain ships")
    decide(path, key, "reject", why="nobody said so")
    assert key not in keys(path).values()
    assert key in keys(path, rejected=True).values()
    assert list(keys(path, verdict=("rejected",)).values()) == [key]
    with Ledger(path) as ledger:
        assert [s.source for s in ledger.sources(ClaimFilter(), limit=9)[0] if s.source == "Marta Lindqvist"]
        assert ledger.source(ClaimFilter(source="Marta Lindqvist")).claims == 1
        article = ledger.claims(ClaimFilter()).hits[0].article
        assert len(ledger.reading(article).claims) == 4
        assert ledger.claim(key)[2].verdict == "rejected"
    assert verify(path).findings == ()


def test_an_accepted_claim_is_certain(path: Path) -> None:
    key = key_of(path, "grain ships")
    decide(path, key, "accept")
    with Ledger(path) as ledger:
        hit = ledger.claim(key)[2]
    assert (hit.verdict, hit.decided_by, hit.confidence) == ("accepted", "ada", 1.0)
    assert list(keys(path, confidence=0.95).values()) == [key]
    assert verify(path).findings == ()


def test_a_corrected_claim_is_found_by_its_new_words_and_source_alone(path: Path) -> None:
    key = key_of(path, "grain ships")
    with Ledger(path) as ledger:
        claim = ledger.claim(key)[1]
    told = replace(
        claim, source=Source(spans=(at(HARBOR, "two port officials"),), name="port officials", record="unnamed")
    )
    decision = decide(
        path, key, "correct", to=longer(HARBOR, replace(told, force="believes"), -len(" by the end of March"))
    )
    new = key_of(path, "grain ships")
    assert new == decision.claim != key
    with Ledger(path) as ledger:
        assert [h.claim for h in ledger.claims(ClaimFilter(source="port officials", force=("believes",))).hits] == [new]
        assert ledger.claims(ClaimFilter(force=("predicts",))).hits == ()
        assert ledger.claims(ClaimFilter(words="March", verdict=("corrected",))).hits == ()
        assert ledger.claim(key)[2].claim == new, "the old key leads to what became of it"
    assert verify(path).findings == ()


def test_what_stood_inside_a_rejected_claim_stands_inside_the_one_around_it(path: Path) -> None:
    decide(path, key_of(path, "that the board had decided"), "reject")
    with Ledger(path) as ledger:
        inner = ledger.claim(key_of(path, "that the line must close"))
    assert inner[1].parent is None
    assert keys(path, nested=True) == {}
    assert verify(path).findings == ()


def test_undo_restores_exactly_and_is_a_decision_itself(path: Path) -> None:
    key = key_of(path, "grain ships")
    states = [shown(path)]
    decide(path, key, "accept")
    states.append(shown(path))
    with Ledger(path) as ledger:
        claim = ledger.claim(key)[1]
    decide(path, key, "correct", to=replace(claim, force="believes"))
    states.append(shown(path))
    decide(path, key, "reject")
    for before in reversed(states):
        decide(path, key, "undo", reviewer="bob")
        assert shown(path) == before
    assert verify(path).decisions == 6
    assert verify(path).findings == ()
    with pytest.raises(UsageError, match="Nothing was decided"):
        decide(path, key, "undo")


def test_taking_back_can_be_taken_back(path: Path) -> None:
    key = key_of(path, "grain ships")
    decide(path, key, "reject")
    before = shown(path)
    undo = decide(path, key, "undo")
    decide(path, key, "undo", undoes=undo.key)
    assert shown(path) == before


def test_unsure_keeps_the_claim_and_marks_it(path: Path) -> None:
    key = key_of(path, "grain ships")
    decide(path, key, "unsure", why="who is meant?")
    with Ledger(path) as ledger:
        hit = ledger.claim(key)[2]
    assert (hit.verdict, hit.confidence) == ("unsure", 0.84)
    assert verify(path).findings == ()


def test_a_note_changes_nothing_that_is_shown(path: Path) -> None:
    before = shown(path)
    decide(path, key_of(path, "grain ships"), "note", why="ask the port")
    assert shown(path) == before
    assert verify(path).decisions == 1
    with pytest.raises(UsageError):
        decide(path, key_of(path, "grain ships"), "note")


def test_a_person_may_add_what_the_reader_missed(path: Path) -> None:
    with Ledger(path) as ledger:
        article = ledger.claims(ClaimFilter()).hits[0].article
        claim = ledger.claim(key_of(path, "that the board"))[1]
    cue = Cue(span=at(HARBOR, "probably"), lemma="probably")
    own = replace(claim, source=None, cue=cue, content=(at(HARBOR, "leave Norhaven"),))
    decide(path, article, "add", to=own)
    with Ledger(path) as ledger:
        hit = ledger.claim(key_of(path, "leave Norhaven", verdict=("own",)))[2]
        inside = ledger.claim(hit.claim)[1].parent
    assert (hit.verdict, hit.confidence, inside) == ("own", 1.0, "c2")
    assert verify(path).findings == ()
    decide(path, hit.claim, "reject")
    assert keys(path, verdict=("own",)) == {}
    decide(path, hit.claim, "undo")
    assert keys(path, verdict=("own",)) == {"leave Norhaven": hit.claim}


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"content": ()}, "needs content"),
        ({"content": (Span(3, 9, "no such"),)}, "is not 'no such'"),
        ({"content": (Span(len(HARBOR) - 2, len(HARBOR) + 2, "e."),)}, "not inside the text"),
        ({"content": (Span(5, 5, ""),)}, "not inside the text"),
        ({"content": (Span.of(HARBOR, 9, 20), Span.of(HARBOR, 0, 12))}, "overlap"),
        ({"force": "shouts"}, "is no force"),
        ({"horizon": "soon"}, "is no horizon"),
        ({"due": "2026-02-30"}, "no date"),
    ],
)
def test_a_decision_that_contradicts_text_or_contract_is_refused(
    path: Path, change: dict[str, object], match: str
) -> None:
    key = key_of(path, "grain ships")
    with Ledger(path) as ledger:
        claim = ledger.claim(key)[1]
    with pytest.raises(UsageError, match=match):
        decide(path, key, "correct", to=replace(claim, **change))  # type: ignore[arg-type]
    assert verify(path).decisions == 0


def test_all_of_a_batch_or_nothing(path: Path) -> None:
    key = key_of(path, "grain ships")
    before = shown(path)
    with Store(path) as store, pytest.raises(UsageError):
        store.decide(
            [
                Request(claim=key, verdict="reject", reviewer="ada"),
                Request(claim="k1:0000", verdict="accept", reviewer="ada"),
            ]
        )
    assert shown(path) == before
    assert verify(path).entries == 3  # with the frozen prediction


def test_a_batch_sees_its_own_decisions(path: Path) -> None:
    key = key_of(path, "grain ships")
    before = shown(path)
    with Store(path) as store:
        told = [Request(claim=key, verdict=v, reviewer="ada") for v in ("reject", "undo", "accept", "undo")]
        store.decide(told)
    assert shown(path) == before
    assert verify(path).findings == ()


def test_decisions_hold_for_every_publication_of_the_text(tmp_path: Path) -> None:
    days = ("2026-03-04", "2026-03-09")
    readings = [harbor(outlet=f"O{n}", published=day, year=2026 + n) for n, day in enumerate(days)]
    path = kept(tmp_path / "l.db", *readings)
    key = key_of(path, "grain ships")
    with Ledger(path) as ledger:
        claim = ledger.claim(key)[1]
    decide(path, key, "correct", to=replace(claim, force="believes", due="2026-04-01"))
    decide(path, key_of(path, "The old ferry is not"), "reject")
    with Ledger(path) as ledger:
        told = [ledger.reading(r.article.id) for r in readings]
    assert [[c.force for c in r.claims] for r in told] == [["believes", "denies", "plans", None]] * 2
    assert [r.claims[0].due for r in told] == ["2026-04-01", "2027-03-31"], "times stay those of their day"
    assert verify(path).findings == ()
    kept(path, harbor(outlet="O9", published="2026-02-01", year=2025))
    assert verify(path).findings == ()
    assert key_of(path, "grain ships", force=("believes",))
    assert keys(path, words="ferry") == {"The old ferry … saving": key_of(path, "The old ferry …")}


def test_of_two_claims_with_the_same_words_each_is_decided_apart(tmp_path: Path) -> None:
    one = harbor()
    twice = replace(one, claims=(*one.claims, replace(one.claims[0], id="c9", force="claims")))
    path = kept(tmp_path / "l.db", twice)
    key = key_of(path, "The old ferry is not", force=("says",))
    decide(path, key, "reject")
    assert set(keys(path, words="ferry", verdict=("undecided",)).values()) == {key, key_of(path, "The old ferry …")}
    decide(path, key, "accept")
    assert sorted(f"{s['hit'].verdict}" for s in shown(path) if s["hit"].claim == key) == ["accepted", "rejected"]  # type: ignore[attr-defined]
    assert verify(path).findings == ()


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE decision SET reviewer = 'eve'", "changed"),
        ("UPDATE decision SET text_id = 2", "its key is not"),
        ("DELETE FROM decision", "tells of decision"),
        ("UPDATE claim SET verdict = 'unsure' WHERE verdict IS NOT NULL", "marked otherwise"),
        ("UPDATE claim SET decision_id = NULL", "marked otherwise"),
        ("UPDATE claim SET force = 'claims' WHERE current", "not those of its reading"),
        ("UPDATE decision SET decided = replace(decided, '[1', '[900001')", "span"),
    ],
)
def test_verify_finds_decisions_that_were_tampered_with(path: Path, statement: str, where: str) -> None:
    kept(path, one_claim("The mayor said that the quay is closed.", "The mayor", "said", "that the quay is closed"))
    decide(path, key_of(path, "grain ships"), "accept")
    assert verify(path).findings == ()
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER decision_no_update")
    connection.execute(statement)
    connection.commit()
    connection.close()
    assert any(where in finding.what for finding in verify(path).findings), verify(path).findings


def test_decisions_cannot_be_changed(path: Path) -> None:
    decide(path, key_of(path, "grain ships"), "accept")
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only added"):
        connection.execute("UPDATE decision SET why = 'x'")
    connection.close()


def test_what_the_reader_itself_got_wrong_does_not_stand_in_the_way_of_a_correction(tmp_path: Path) -> None:
    odd = replace(harbor().claims[0], said=When(text="no such words", earliest=None, latest=None), content=())
    path = kept(tmp_path / "l.db", replace(harbor(), claims=(odd,)))
    with Ledger(path) as ledger:
        hit = ledger.claims(ClaimFilter()).hits[0]
        claim = ledger.claim(hit.claim)[1]
    decide(path, hit.claim, "correct", to=replace(claim, force="claims"))
    with pytest.raises(UsageError, match="does not stand"):
        decide(path, hit.claim, "correct", to=replace(claim, about=When(text="nor these", earliest=None, latest=None)))
    assert verify(path).findings == ()
