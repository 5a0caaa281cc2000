"""Later claims that may tell, and questions that are settled as a whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.ledger.outcomes.ask import due, find_prediction
from sayso.ledger.outcomes.book import settle
from sayso.ledger.outcomes.graded import graded
from sayso.ledger.outcomes.proposals import proposals
from sayso.ledger.outcomes.questions import unsettle_question, wanted_of
from sayso.ledger.outcomes.records import Settle
from sayso.ledger.outcomes.warn import warnings
from sayso.ledger.queries import Ledger
from sayso.ledger.schema import utc_now
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from tests.ledger.made_outcomes import URL, resolve, told
from tests.ledger.made_review import key_of

FORETOLD = "Odo Brandt said that the Tarn Bridge will reopen by Friday. It had been shut since May."
DENIED = "Ada Holm denied that the Tarn Bridge would reopen this week. She would not say why."
CAME = "The mayor said that the Tarn Bridge reopened to traffic this morning, to cheers of the crowd."
BESIDE = "The mayor said that the harbor was quiet on Friday. Nothing else was known of it."
BEFORE = "Eva Lund said that the Tarn Bridge reopened to traffic once before, in another year of trouble."
AHEAD = "Eva Lund said that the Tarn Bridge is expected to be reopened to traffic soon. Nothing else was told."
QUESTION = "q1:" + "a" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "l.db"
    with Store(found) as store:
        bridge = "that the Tarn Bridge will reopen by Friday"
        store.put(told(FORETOLD, "Odo Brandt", "said", bridge, due="2026-03-06", outlet="Post", published="2026-03-03"))
        bridge = "that the Tarn Bridge would reopen this week"
        store.put(
            told(DENIED, "Ada Holm", "denied", bridge, force="denies", due="2026-03-08", outlet="Wire",
                 published="2026-03-03")
        )  # fmt: skip
        bridge = "that the Tarn Bridge reopened to traffic this morning"
        store.put(told(CAME, "The mayor", "said", bridge, horizon="past", outlet="Herald", published="2026-03-06"))
        harbor = "that the harbor was quiet on Friday"
        store.put(told(BESIDE, "The mayor", "said", harbor, horizon="past", outlet="Herald", published="2026-03-06"))
        bridge = "that the Tarn Bridge is expected to be reopened to traffic soon"
        store.put(told(AHEAD, "Eva Lund", "said", bridge, horizon="present", outlet="Post", published="2026-03-05"))
        bridge = "that the Tarn Bridge reopened to traffic once before"
        store.put(told(BEFORE, "Eva Lund", "said", bridge, horizon="past", outlet="Herald", published="2026-02-06"))
    return found


def test_what_fell_due_by_a_day(path: Path) -> None:
    with Ledger(path) as ledger:
        on_friday, more = due(ledger.connection, ClaimFilter(), by="2026-03-06")
        assert ([one.due for one in on_friday], more) == (["2026-03-06"], None)
        assert due(ledger.connection, ClaimFilter(), by="2026-03-05")[0] == ()
        first, more = due(ledger.connection, ClaimFilter(), by="2026-03-31", limit=1)
        rest, end = due(ledger.connection, ClaimFilter(), by="2026-03-31", limit=1, after=more)
        assert ([one.due for one in (*first, *rest)], end) == (["2026-03-08", "2026-03-06"], None)
        assert [one.denied for one in (*first, *rest)] == [True, False]
        found, _ = due(ledger.connection, ClaimFilter(source="Brandt"), by="2026-03-31", order="earliest")
        assert [one.frozen.source for one in found] == ["Odo Brandt"]
        assert due(ledger.connection, ClaimFilter(source="Nobody"), by="2026-03-31")[0] == ()
        with pytest.raises(UsageError):
            due(ledger.connection, ClaimFilter(), by="2026-03-31", after="x")


def test_settled_ones_are_due_no_more_unless_asked_for(path: Path) -> None:
    resolve(path, key_of(path, "will reopen by Friday"))
    with Ledger(path) as ledger:
        assert [one.denied for one in due(ledger.connection, ClaimFilter(), by="2026-03-31")[0]] == [True]
        assert len(due(ledger.connection, ClaimFilter(), by="2026-03-31", settled=True)[0]) == 2


def test_later_claims_that_share_names_are_proposed(path: Path) -> None:
    """Not those of before, nor of other matters, nor other predictions."""
    with Ledger(path) as ledger:
        one = find_prediction(ledger.connection, key_of(path, "will reopen by Friday"))
        assert one is not None
        (found,) = proposals(ledger.connection, one)
        assert found.claim == key_of(path, "this morning")
        assert found.why[0] == "shares Tarn, Bridge, reopened"
        assert found.why[1] == "tells of the past, on its last day"
        assert proposals(ledger.connection, one, most=0) == ()


def link(path: Path, *rows: tuple[str, str]) -> None:
    """Claims with their positions in one question, as `sayso link` leaves them."""
    with sqlite3.connect(path) as plain:
        plain.execute("INSERT INTO link_run VALUES (1, 'judge', '2026-03-09T00:00:00Z')")
        plain.execute(
            "INSERT INTO question (id, key, wording, claims, speakers, outlets, yes, no)"
            " VALUES (1, ?, 'The bridge reopens', 3, 3, 3, 2, 1)",
            (QUESTION,),
        )
        for number, (key, position) in enumerate(rows, 1):
            plain.execute(
                "INSERT INTO proposition (id, claim, text_id, run_id, day, words, state, vector)"
                " SELECT ?, key, text_id, 1, '2026-03-03', ?, 2, x'00' FROM claim WHERE key = ?",
                (number, number, key),
            )
            plain.execute("INSERT INTO position VALUES (?, 1, ?)", (number, position))


def test_a_question_settles_each_of_its_positions(path: Path) -> None:
    said, denied, came = (key_of(path, w) for w in ("by Friday", "this week", "this morning"))
    quiet = key_of(path, "quiet")
    link(path, (said, "yes"), (denied, "no"), (came, "yes"), (quiet, "unclear"))
    with Store(path, create=False) as store, store.writing():
        one = Settle(claim="q1:aaaa", outcome="yes", resolver="ada", why="It did.", evidence=(came, URL))
        made = settle(store.connection, wanted_of(store.connection, one), utc_now())
    # What was denied has come true; the evidence proves nothing of itself, the unclear one stays open.
    assert {(r.claim, r.outcome, r.denied) for r in made} == {(said, "yes", False), (denied, "yes", True)}
    assert {r.question for r in made} == {QUESTION}
    assert {finding.area for finding in verify(path).findings} <= {"question"}  # which this test made up
    with Store(path, create=False) as store, store.writing():
        with pytest.raises(UsageError, match="left to settle"):
            wanted_of(store.connection, one)
        assert unsettle_question(store.connection, "q1:aaaa", "bob", "Too early.", utc_now()) == 2
        with pytest.raises(UsageError, match="Nothing was settled"):
            unsettle_question(store.connection, "q1:aaaa", "bob", "Again.", utc_now())


def test_the_other_side_of_a_question_gets_the_contrary(path: Path) -> None:
    """A claim that says the contrary in its own words, denying nothing."""
    said, quiet = key_of(path, "by Friday"), key_of(path, "quiet")
    link(path, (said, "yes"), (quiet, "hedged no"))
    with Ledger(path) as ledger:
        one = Settle(claim=QUESTION, outcome="yes", resolver="ada", why="It did.", evidence=(URL,))
        assert {w.claim: w.outcome for w in wanted_of(ledger.connection, one)} == {said: "yes", quiet: "no"}
        with pytest.raises(UsageError, match="No question"):
            wanted_of(ledger.connection, Settle(claim="q1:bbbb", outcome="yes", resolver="ada", why="It did."))


def test_what_others_say_makes_a_claims_grade(path: Path) -> None:
    """Nobody else: 6. One who says the contrary, and whose origin may be the same: doubtful."""
    said, denied, came = (key_of(path, w) for w in ("by Friday", "this week", "this morning"))
    with Ledger(path) as ledger:
        assert graded(ledger.connection, said).grade == "6"
    link(path, (said, "yes"), (denied, "no"), (came, "yes"))
    with Ledger(path) as ledger:
        found = graded(ledger.connection, said)
    counts = {line.what: len(line.claims) for line in found.computed.lines if line.claims}
    assert sum(counts.values()) == 2
    assert found.grade in {"2", "3", "4"}
    resolve(path, said, "no")
    with Ledger(path) as ledger:
        assert graded(ledger.connection, said).grade == "5"


def test_remarks_on_evidence(path: Path) -> None:
    said, before = key_of(path, "by Friday"), key_of(path, "once before")
    made = resolve(path, said, "no", evidence=(before,))
    with Ledger(path) as ledger:
        told_of = warnings(ledger.connection, [made])
    assert any("published on 2026-02-06, before" in line for line in told_of)
