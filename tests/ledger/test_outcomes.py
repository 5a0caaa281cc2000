"""Predictions are frozen and stay so; outcomes are added, taken back, proved, removed and carried along."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.errors import UsageError
from sayso.ledger.keep import backup
from sayso.ledger.outcomes.forecasts import forecasts, open_count
from sayso.ledger.outcomes.graded import graded, regrade
from sayso.ledger.queries import Ledger
from sayso.ledger.review.reread import reread, texts_to_read
from sayso.ledger.schema import utc_now
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Certainty, Claim
from sayso.weigh.scores import score
from tests.ledger.made import HARBOR, at, harbor
from tests.ledger.made_outcomes import URL, prediction, predictions, resolve, told, unresolve
from tests.ledger.made_review import decide, key_of, longer
from tests.ledger.reviewer import SECOND
from tests.ledger.test_redact import traces
from tests.ledger.test_reread import Other
from tests.ledger.test_verify import change

FERRY = "Odo Brandt said that the ferry will surely sink before Easter. He had seen it."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "l.db"
    with Store(found) as store:
        store.put(harbor(outlet="Post", title="Ferry", published="2026-03-04"))
    return found


@pytest.fixture
def key(path: Path) -> str:
    return key_of(path, "grain ships")


def read_again(path: Path, claims: tuple[Claim, ...]) -> None:
    with Ledger(path) as ledger, Store(path) as store:
        texts = texts_to_read(ledger, ClaimFilter(), SECOND, again=True)
        list(reread(ledger, store, Other(claims), texts, lambda: None))


def test_what_comes_in_is_frozen(path: Path, key: str) -> None:
    (one,) = predictions(path)
    assert (one.key, one.due, one.band, one.term) == (key, "2026-03-31", (0.55, 0.8), "likely")
    assert (one.frozen.source, one.frozen.day, one.outlet) == ("Marta Lindqvist", "2026-03-04", "Post")
    assert one.standing == "frozen"
    assert verify(path).findings == ()


def test_frozen_holds_when_the_text_is_read_again(path: Path, key: str) -> None:
    """Another band, another day: the same words, so the same prediction, as it was read first."""
    ships = harbor().claims[1]
    sure = Certainty(words=(at(HARBOR, "probably"),), term="almost certain", band=(0.95, 0.99))
    read_again(path, (replace(ships, id="c1", certainty=sure, due="2026-12-31"),))
    (one,) = predictions(path)
    assert (one.due, one.band, one.standing) == ("2026-03-31", (0.55, 0.8), "frozen")
    assert verify(path).findings == ()


def test_other_words_for_the_same_are_the_same_prediction(path: Path, key: str) -> None:
    ships = harbor().claims[1]
    read_again(path, (replace(longer(HARBOR, ships, -len(" of March")), id="c1"),))
    (one,) = predictions(path)
    assert one.key == key
    assert one.now is not None
    assert one.now[0] != key
    found = prediction(path, one.now[0])
    assert found is not None
    assert found.key == key
    assert resolve(path, one.now[0]).claim == key
    assert verify(path).findings == ()


def test_a_claim_that_no_reading_gives_any_more_stays_settled(path: Path, key: str) -> None:
    resolve(path, key)
    read_again(path, (replace(harbor().claims[0], id="c1"),))
    (one,) = predictions(path)
    assert one.standing == "gone"
    assert one.outcome is not None
    with Ledger(path) as ledger:
        assert score(forecasts(ledger.connection)).n == 1
    assert verify(path).findings == ()


def test_a_persons_correction_counts_until_it_is_settled(path: Path, key: str) -> None:
    claim = harbor().claims[1]
    even = Certainty(words=(at(HARBOR, "probably"),), term="roughly even chance", band=(0.45, 0.55))
    decide(path, key, "correct", to=replace(claim, certainty=even, due="2026-04-01"))
    (one,) = predictions(path)
    assert (one.standing, one.due, one.band) == ("corrected", "2026-04-01", (0.45, 0.55))
    assert one.frozen.band == (0.55, 0.8)
    made = resolve(path, key)
    assert (made.band, made.due) == ((0.45, 0.55), "2026-04-01")
    sure = replace(even, term="almost certain", band=(0.95, 0.99))
    decide(path, key, "correct", to=replace(claim, certainty=sure))
    with Ledger(path) as ledger:
        (forecast,) = forecasts(ledger.connection)
    assert forecast.band == (0.45, 0.55)  # nobody betters a prediction that is settled
    assert verify(path).findings == ()


def test_a_prediction_that_a_person_adds_or_rejects(path: Path, key: str) -> None:
    decide(path, key, "reject")
    assert predictions(path) == ()
    with pytest.raises(UsageError, match="rejected"):
        resolve(path, key)
    line = harbor().claims[3]
    decide(
        path,
        key_of(path, "line must close", nested=True),
        "correct",
        to=replace(line, force="predicts", horizon="future"),
    )
    (one,) = predictions(path)
    assert (one.content, one.frozen.decision is not None) == ("that the line must close", True)
    assert verify(path).findings == ()


def test_an_older_file_is_frozen_from_its_first_reading(path: Path, key: str) -> None:
    ships = harbor().claims[1]
    read_again(path, (replace(ships, id="c1", due="2026-12-31"),))
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM prediction_claim")
    connection.execute("DELETE FROM ledger WHERE name = 'frozen'")
    connection.execute("DROP TRIGGER prediction_no_update")
    connection.execute("DELETE FROM prediction")
    connection.commit()
    connection.close()
    with Store(path):
        pass
    (one,) = predictions(path)
    assert one.due == "2026-03-31"


def test_outcomes_are_added_and_taken_back(path: Path, key: str) -> None:
    resolve(path, key, "no", why="It was late.")
    resolve(path, key, "yes", why="It was not late.", who="bob")
    one = prediction(path, key)
    assert one is not None
    assert one.outcome is not None
    assert (one.outcome.outcome, one.outcome.resolver) == ("yes", "bob")
    gone, back = unresolve(path, key)
    assert (gone.outcome, back.outcome) == ("yes", "no")
    assert unresolve(path, key)[0].outcome == "no"
    one = prediction(path, key)
    assert one is not None
    assert one.outcome is None
    with pytest.raises(UsageError, match="not settled"):
        unresolve(path, key)
    with sqlite3.connect(path) as plain:
        told_all = plain.execute("SELECT outcome, resolver FROM resolutions ORDER BY rowid").fetchall()
    assert [row[0] for row in told_all] == ["no", "yes", "undo", "undo"]
    assert verify(path).findings == ()


def test_rows_cannot_be_changed(path: Path, key: str) -> None:
    resolve(path, key)
    with sqlite3.connect(path) as plain:
        for sql in ("UPDATE prediction SET due = NULL", "UPDATE resolution SET outcome = 'no'"):
            with pytest.raises(sqlite3.IntegrityError):
                plain.execute(sql)


@pytest.mark.parametrize(
    ("evidence", "match"),
    [((), "by what it is known"), (("hearsay",), "neither an address"), (("ftp://a.example/",), "neither an address")],
)
def test_evidence_must_be_something(path: Path, key: str, evidence: tuple[str, ...], match: str) -> None:
    with pytest.raises(UsageError, match=match):
        resolve(path, key, evidence=evidence)


def test_a_claim_is_no_evidence_of_itself_and_another_is(path: Path, key: str) -> None:
    with pytest.raises(UsageError, match="the claim itself"):
        resolve(path, key, evidence=(key[:12],))
    other = key_of(path, "old ferry is not worth")
    assert resolve(path, key, evidence=(other[:12], URL)).evidence == f"{other} {URL}"
    assert resolve(path, other, "annulled", evidence=()).is_prediction is False
    with Ledger(path) as ledger:
        assert len(forecasts(ledger.connection)) == 1
        assert len(forecasts(ledger.connection, facts=True)) == 2
        assert open_count(ledger.connection) == 0


@pytest.mark.parametrize(
    ("sql", "area"),
    [
        ("UPDATE prediction SET band_low = 0.01", "prediction"),
        ("UPDATE prediction SET due = '2027-01-01'", "prediction"),
        ("UPDATE prediction SET content = 'that all is well'", "prediction"),
        ("UPDATE prediction SET spans = '{'", "prediction"),
        ("DELETE FROM prediction_claim", "prediction"),
        ("UPDATE resolution SET outcome = 'no'", "resolution"),
        ("UPDATE resolution SET why = 'Nobody saw it.'", "resolution"),
        ("DELETE FROM resolution", "log"),
        ("UPDATE grade_override SET grade = 'A'", "grade_override"),
        ("UPDATE grade_override SET salt = x'00'", "grade_override"),
    ],
)
def test_what_is_changed_behind_its_back_is_found(path: Path, key: str, sql: str, area: str) -> None:
    resolve(path, key)
    grade(path, "Marta Lindqvist", "D")
    with sqlite3.connect(path) as plain:
        for name in ("prediction", "resolution", "grade_override"):
            plain.execute(f"DROP TRIGGER {name}_no_update")
    change(path, sql)
    assert area in {finding.area for finding in verify(path).findings}


def grade(path: Path, what: str, wanted: str | None) -> None:
    with Store(path, create=False) as store, store.writing():
        one = graded(store.connection, what)
        regrade(store.connection, one, wanted, reviewer="ada", why="So it is.", now=utc_now())


def grade_of(path: Path, what: str) -> tuple[str, str]:
    with Ledger(path) as ledger:
        one = graded(ledger.connection, what)
    return one.grade, one.computed.grade


def test_a_persons_grade_counts_and_is_taken_back(path: Path, key: str) -> None:
    assert grade_of(path, "Lindqvist") == ("F", "F")
    grade(path, "Marta Lindqvist", "D")
    assert grade_of(path, "Lindqvist") == ("D", "F")
    grade(path, "Lindqvist", "B")
    assert grade_of(path, "Marta Lindqvist") == ("B", "F")
    grade(path, "Lindqvist", None)
    assert grade_of(path, "Lindqvist") == ("D", "F")
    grade(path, "Lindqvist", None)
    assert grade_of(path, "Lindqvist") == ("F", "F")
    with pytest.raises(UsageError, match="Nobody set"):
        grade(path, "Lindqvist", None)
    with pytest.raises(UsageError, match="reliability"):
        grade(path, "Lindqvist", "2")
    with pytest.raises(UsageError, match="credibility"):
        grade(path, key, "B")
    grade(path, key, "2")
    assert grade_of(path, key[:14]) == ("2", "6")
    assert verify(path).findings == ()


def test_a_record_makes_a_grade(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    texts = [f"Odo Brandt said that ferry {n} will sink by Easter." for n in range(6)]
    with Store(path) as store:
        for n, text in enumerate(texts):
            store.put(told(text, "Odo Brandt", "said", f"that ferry {n} will sink by Easter", due="2026-04-05"))
    for n, one in enumerate(predictions(path)):
        resolve(path, one.key, "yes" if n < 5 else "no")
    with Ledger(path) as ledger:
        found = graded(ledger.connection, "Brandt").computed
    assert found.grade == "C"
    assert [line.count for line in found.lines[:2]] == [5, 1]
    assert found.rests[0].endswith("= 0.75")


def test_redaction_takes_all_that_stands_under_a_claim(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Store(path) as store:
        store.put(harbor(outlet="Post", published="2026-03-04"))
        store.put(told(FERRY, "Odo Brandt", "said", "that the ferry will surely sink before Easter", due="2026-04-05"))
    key = key_of(path, "surely sink")
    resolve(path, key, why="Zyxwvut told us.")
    grade(path, key, "5")
    grade(path, "Odo Brandt", "D")
    with Ledger(path) as ledger:
        hit = ledger.claim(key)[2]
    with Store(path) as store:
        store.redact(claims_of=[hit])
    assert traces(path, "Zyxwvut", key) == []
    assert [one.content for one in predictions(path)] == [
        "that grain ships will probably leave Norhaven by the end of March"
    ]
    with sqlite3.connect(path) as plain:
        assert plain.execute("SELECT count(*) FROM grades").fetchone() == (0,)
    assert verify(path).findings == ()


def test_redaction_of_a_text(path: Path, key: str) -> None:
    resolve(path, key, why="Zyxwvut told us.")
    with Store(path) as store:
        store.redact([harbor(outlet="Post", title="Ferry", published="2026-03-04").article.id])
    assert traces(path, "Zyxwvut", "Lindqvist") == []
    assert verify(path).findings == ()
    assert predictions(path) == ()


def test_another_ledgers_predictions_come_as_they_were_frozen(path: Path, key: str, tmp_path: Path) -> None:
    """Though its text was read again since, and the new reading alone comes along."""
    ships = harbor().claims[1]
    resolve(path, key)
    grade(path, "Marta Lindqvist", "D")
    read_again(path, (replace(ships, id="c1", due="2026-12-31"),))
    ours = tmp_path / "ours.db"
    for _ in range(2):
        assert main(["merge", str(path), "--ledger", str(ours)]) == 0
    (one,) = predictions(ours)
    assert one.due == "2026-03-31"
    assert one.outcome is not None
    assert one.outcome.outcome == "yes"
    assert grade_of(ours, "Lindqvist")[0] == "D"
    assert verify(ours).findings == ()
    with sqlite3.connect(ours) as plain:
        assert plain.execute("SELECT count(*) FROM resolution").fetchone() == (1,)


def test_a_backup_holds_them(path: Path, key: str, tmp_path: Path) -> None:
    resolve(path, key)
    backup(path, tmp_path / "b.db")
    assert verify(tmp_path / "b.db").findings == ()
    assert predictions(tmp_path / "b.db") == predictions(path)
