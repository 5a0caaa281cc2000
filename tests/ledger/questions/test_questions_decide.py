from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.errors import UsageError
from sayso.ledger.queries import Ledger
from sayso.ledger.questions import ask, book, decide
from sayso.ledger.questions.run import link
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from tests.ledger.questions.stories import Saying, sinking, story
from tests.link.judging import WordJudge

BREAD = "bread prices rose by half in Westmark"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "war.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as found:
        for one in sinking():
            found.put(one)
        found.put(story("Times", "2026-03-04", Saying("Ida Lund", "said", f"that {BREAD} this year")))
        found.flush()
        link(found, WordJudge())
        yield found


def rows(store: Store) -> dict[str, ask.QuestionRow]:
    found, _ = ask.find_questions(store.connection, ClaimFilter())
    return {row.wording.split()[1]: row for row in found}


def test_merge_holds_through_new_claims_and_rebuilding_and_is_undone(store: Store, path: Path) -> None:
    ferry, bread = rows(store)["ferry"].question, rows(store)["prices"].question
    (decision,) = decide.merge(store, ferry, [bread], "ada", "one affair")
    assert [row.claims for row in rows(store).values()] == [7]
    assert ask.find(store.connection, bread).question == ask.find(store.connection, ferry).question
    store.put(story("Mail", "2026-03-06", Saying("Ola Nord", "said", f"that {BREAD} again")))
    link(store, WordJudge(), rebuild=True)
    assert [row.claims for row in rows(store).values()] == [8]
    back = decide.undo(store, decision, "bo", None)
    assert {row.claims for row in rows(store).values()} == {5, 3}
    assert {row.question for row in rows(store).values()} == {ferry, bread}
    decide.undo(store, back, "ada", "it was right")
    assert [row.claims for row in rows(store).values()] == [8]
    told = ask.load(store.connection, ferry)
    assert [(d.verdict, d.reviewer, d.why) for d in told.decisions] == [
        ("merge", "ada", "one affair"), ("undo", "bo", None), ("undo", "ada", "it was right"),
    ]  # fmt: skip
    assert verify(path).findings == ()


def test_a_claim_that_was_split_off_stays_apart(store: Store, path: Path) -> None:
    told = ask.load(store.connection, rows(store)["ferry"].question)
    gone = told.placed[1].hit.claim
    decide.split(store, told.row.question, [gone[:12]], "ada", None)
    link(store, WordJudge(), rebuild=True)
    left = ask.load(store.connection, told.row.question)
    assert [p.hit.claim for p in left.placed] == [p.hit.claim for p in told.placed if p.hit.claim != gone]
    with pytest.raises(UsageError):
        ask.find(store.connection, gone)
    assert verify(path).findings == ()


def test_two_that_are_split_off_make_a_question_and_merging_wins_later(store: Store) -> None:
    told = ask.load(store.connection, rows(store)["ferry"].question)
    gone = [p.hit.claim for p in told.placed[3:]]
    decide.split(store, told.row.question, gone, "ada", None)
    other = ask.find(store.connection, gone[0])
    assert (other.claims, ask.find(store.connection, told.row.question).claims) == (2, 3)
    decide.merge(store, told.row.question, [other.question], "bo", None)
    assert ask.find(store.connection, told.row.question).claims == 5


def test_renaming_keeps_positions(store: Store) -> None:
    before = ask.load(store.connection, rows(store)["ferry"].question)
    first = decide.rename(store, before.row.question, "Did the  Aurora go down?", "ada", None)
    decide.rename(store, before.row.question, "The Aurora went down", "bo", None)
    after = ask.load(store.connection, before.row.question)
    assert after.row.wording == "The Aurora went down"
    assert [p.position for p in after.placed] == [p.position for p in before.placed]
    decide.undo(store, book.decisions(store.connection)[-1].key, "bo", None)
    assert ask.find(store.connection, before.row.question).wording == "Did the Aurora go down?"
    decide.undo(store, first, "bo", None)
    assert ask.find(store.connection, before.row.question).wording == before.row.wording
    with pytest.raises(UsageError, match="taken back"):
        decide.undo(store, first, "bo", None)


def test_what_cannot_be_decided_is_refused_and_changes_nothing(store: Store) -> None:
    ferry = rows(store)["ferry"].question
    dump = list(store.connection.iterdump())
    claims = [p.hit.claim for p in ask.load(store.connection, ferry).placed]
    for call in (
        lambda: decide.merge(store, ferry, [ferry], "ada", None),
        lambda: decide.merge(store, ferry, ["q1:ffffffffffff"], "ada", None),
        lambda: decide.split(store, ferry, claims, "ada", None),
        lambda: decide.split(store, ferry, ["k1:ffffffffffff"], "ada", None),
        lambda: decide.rename(store, ferry, " ", "ada", None),
        lambda: decide.rename(store, ferry, "x\x1b[2J", "ada", None),
        lambda: decide.undo(store, "qd1:0", "ada", None),
    ):
        with pytest.raises(UsageError):
            call()
    assert list(store.connection.iterdump()) == dump


def test_decisions_come_along_with_merge(store: Store, path: Path, tmp_path: Path) -> None:
    ferry = rows(store)["ferry"].question
    decide.rename(store, ferry, "The Aurora went down", "ada", None)
    store.close()
    other = tmp_path / "other.db"
    for _ in range(2):  # nothing comes twice
        assert main(["merge", str(path), "--ledger", str(other)]) == 0
    with Store(other) as taken:
        link(taken, WordJudge())
        assert ask.find(taken.connection, ferry).wording == "The Aurora went down"
        assert len(book.decisions(taken.connection)) == 1
    assert verify(other).findings == ()


def test_a_decision_that_was_changed_is_found_out(store: Store, path: Path) -> None:
    decide.rename(store, rows(store)["ferry"].question, "The Aurora went down", "ada", None)
    store.connection.execute("DROP TRIGGER question_decision_no_update")
    store.connection.execute("UPDATE question_decision SET reviewer = 'eve'")
    store.connection.commit()
    assert [f.area for f in verify(path).findings] == ["question_decision"]


@pytest.mark.parametrize(
    ("change", "area"),
    [
        ("UPDATE question_decision SET claims = '[[x'", "question_decision"),
        ("UPDATE question_decision SET claims = '5'", "question_decision"),
        ("UPDATE question SET wording = 'The Aurora sails' WHERE decision IS NOT NULL", "question"),
    ],
)
def test_damage_is_told_as_a_finding(store: Store, path: Path, change: str, area: str) -> None:
    decide.rename(store, rows(store)["ferry"].question, "The Aurora went down", "ada", None)
    assert verify(path).findings == ()
    store.connection.execute(change)
    store.connection.commit()
    assert [f.area for f in verify(path).findings] == [area]


def test_redaction_takes_words_keys_and_wordings_along(store: Store, path: Path) -> None:
    ferry = rows(store)["ferry"].question
    decide.rename(store, ferry, "Aurora-went-down", "ada", None)
    with Ledger(path) as asked:
        article = asked.claim(ask.load(asked.connection, ferry).placed[0].hit.claim)[2].article
        gone = {p.hit.claim for p in ask.load(asked.connection, ferry).placed if p.hit.article == article}
    store.redact([article])
    left = rows(store)["ferry"]
    assert left.claims == 5 - len(gone)
    assert left.question != ferry  # the founding claim is gone
    assert left.wording != "Aurora-went-down"
    store.close()
    whole = path.read_bytes()
    for words in ("Eva Holm", "Aurora-went-down", ferry, *gone):
        assert words.encode() not in whole
    assert verify(path).findings == ()


def test_what_took_back_a_decision_goes_with_it(store: Store, path: Path) -> None:
    ferry = rows(store)["ferry"].question
    back = decide.undo(store, decide.rename(store, ferry, "Aurora-went-down", "ada", None), "bo", "it did not sink")
    decide.undo(store, back, "ada", None)
    with Ledger(path) as asked:
        article = asked.claim(ask.load(asked.connection, ferry).placed[0].hit.claim)[2].article
    store.redact([article])
    assert book.decisions(store.connection) == ()
    assert verify(path).findings == ()


def test_what_takes_back_a_decision_that_stays_out_stays_out_too(store: Store, tmp_path: Path) -> None:
    decide.undo(store, decide.rename(store, rows(store)["ferry"].question, "Did it sink?", "ada", None), "bo", None)
    other = tmp_path / "other.db"
    with Store(other) as found:
        found.put(story("Mail", "2026-03-06", Saying("Ola Nord", "said", f"that {BREAD} again")))
    with Store(other, create=False) as found, found.writing():
        assert book.take(found.connection, book.decisions(store.connection), "2026-04-01T00:00:00Z") == 0
    assert verify(other).findings == ()


def test_redacting_claims_leaves_the_others_of_the_text(store: Store, path: Path) -> None:
    with Ledger(path) as asked:
        hits = asked.claims(ClaimFilter(source="Jan Berg"), limit=9).hits
    keys = [hit.claim for hit in hits]
    store.redact(claims_of=hits)
    link(store, WordJudge())
    assert rows(store)["ferry"].claims == 3
    store.close()
    assert not any(key.encode() in path.read_bytes() for key in keys)
    assert verify(path).findings == ()
