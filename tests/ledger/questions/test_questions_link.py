from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.ledger.questions import ask, judging, run
from sayso.ledger.questions.pairs import find_pairs
from sayso.ledger.questions.run import Linked, link
from sayso.ledger.search import ClaimFilter
from sayso.ledger.speakers.linking import link as link_speakers
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Reading
from tests.ledger.questions.stories import SUNK, Saying, sinking, story
from tests.link.judging import WordJudge


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "war.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as found:
        yield found


def put(store: Store, *readings: Reading) -> None:
    for one in readings:
        store.put(one)
    store.flush()


def linked(store: Store, judge: WordJudge | None = None) -> Linked:
    link_speakers(store.connection)
    return link(store, judge or WordJudge())


def the_question(connection: sqlite3.Connection) -> ask.Asked:
    rows, _ = ask.find_questions(connection, ClaimFilter())
    assert len(rows) == 1
    return ask.load(connection, rows[0].question)


def test_both_sides_of_a_question_with_who_moved(store: Store, path: Path) -> None:
    put(store, *sinking())
    done = linked(store)
    assert (done.claims, done.questions, done.disputed, done.anew) == (6, 1, 1, False)
    told = the_question(store.connection)
    assert told.row.wording.startswith("The ferry Aurora sank off Norhaven harbor")
    assert [(p.speaker, p.position, p.day) for p in told.placed] == [
        ("Eva Holm", "yes", "2026-03-02"),
        ("Jan Berg", "no", "2026-03-02"),
        ("Port Board", "hedged yes", "2026-03-03"),
        ("Jan Berg", "yes", "2026-03-05"),
        ("Port Board", "yes", "2026-03-05"),
    ]
    assert [(m.kind, m.speaker) for m in told.moves] == [("reversal", "Jan Berg"), ("hedge dropped", "Port Board")]
    assert [p.new for p in told.placed] == [
        ("first to affirm",), ("first to deny",), ("a new voice",), ("reversal",), ("hedge dropped",),
    ]  # fmt: skip
    assert (told.row.speakers, told.row.outlets, told.row.yes, told.row.no) == (3, 2, 4, 1)
    pairs, more = find_pairs(store.connection, "contradicts", ClaimFilter(), within=True)
    assert not more
    assert all(pair.question == told.row.question for pair in pairs)
    assert {(pair.one.source, pair.other.source) for pair in pairs} >= {("Eva Holm", "Jan Berg")}
    assert verify(path).findings == ()


def test_a_second_call_has_nothing_to_do(store: Store) -> None:
    put(store, *sinking())
    linked(store)
    before = list(store.connection.iterdump())
    judge = WordJudge()
    assert linked(store, judge).claims == 0
    assert judge.judged == 0
    assert list(store.connection.iterdump()) == before


def test_one_article_after_the_other_gives_what_all_at_once_gives(tmp_path: Path) -> None:
    told = []
    for name, at_once in (("a.db", True), ("b.db", False)):
        with Store(tmp_path / name) as store:
            for one in sinking():
                put(store, one)
                if not at_once:
                    linked(store)
            linked(store)
            found = the_question(store.connection)
            told.append((found.row.wording, [(p.hit.claim, p.position, p.new) for p in found.placed]))
    assert told[0] == told[1]


def test_a_question_keeps_its_key_when_claims_come_in_even_earlier_ones(store: Store) -> None:
    first, second, third = sinking()
    put(store, second, third)
    linked(store)
    key = the_question(store.connection).row.question
    put(store, first)
    linked(store)
    assert the_question(store.connection).row.question == key
    link(store, WordJudge(), rebuild=True)
    assert the_question(store.connection).row.question == key
    assert linked(store, WordJudge("words 2")).anew
    assert the_question(store.connection).row.question == key


def test_what_was_broken_off_goes_on_and_judges_no_pair_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "AT_ONCE", 2)
    monkeypatch.setattr(run, "_TEXTS_AT_ONCE", 1)
    put(store, *sinking())
    broken = WordJudge(breaks_after=4)
    with pytest.raises(KeyboardInterrupt):
        linked(store, broken)
    judge = WordJudge()
    linked(store, judge)
    (pairs,) = store.connection.execute("SELECT count(*) FROM judgement").fetchone()
    assert broken.judged + judge.judged == pairs
    assert judge.judged > 0
    assert the_question(store.connection).row.claims == 5


def test_the_same_words_within_a_week_are_judged_once_and_later_ones_again(store: Store) -> None:
    put(
        store,
        story("Post", "2026-03-02", Saying("Eva Holm", "said", SUNK)),
        story("Mail", "2026-03-04", Saying("Eva Holm", "told us", f"{SUNK.upper()}")),
        story("Times", "2026-05-04", Saying("Eva Holm", "repeated", SUNK)),
    )
    judge = WordJudge()
    linked(store, judge)
    assert judge.judged == 1
    rows = store.connection.execute("SELECT reasons FROM judgement WHERE a_id = 2").fetchall()
    assert rows == [('["the same words"]',)]
    assert the_question(store.connection).row.claims == 3


def test_a_text_that_is_read_anew_is_compared_anew(store: Store, path: Path) -> None:
    first, *others = sinking()
    put(store, first, *others)
    linked(store)
    key = the_question(store.connection).row.question
    store.reread([story("Post", "2026-03-02", *_sayings(first), reader="r1:" + "1" * 32)])
    assert ask.unlinked(store.connection) == 1
    linked(store)
    assert ask.unlinked(store.connection) == 0
    assert the_question(store.connection).row.question == key
    assert verify(path).findings == ()


def _sayings(reading: Reading) -> list[Saying]:
    return [
        Saying(c.source.spans[0].text, c.cue.span.text, c.content[0].text)
        for c in reading.claims
        if c.source is not None and c.cue is not None
    ]


def test_filters_choose_questions_by_their_claims(store: Store) -> None:
    put(store, *sinking())
    linked(store)
    for wanted, there in (
        (ClaimFilter(words="Aurora"), 1),
        (ClaimFilter(words="bread"), 0),
        (ClaimFilter(source="Jan Berg"), 1),
        (ClaimFilter(outlet="Nobody Known"), 0),
    ):
        assert len(ask.find_questions(store.connection, wanted)[0]) == there
    assert len(ask.find_questions(store.connection, ClaimFilter(), disputed=True, sort="sides")[0]) == 1
