"""Texts read again by another reader: old readings stay, decisions find their claims or stay as the person's own."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import BadReadingError
from sayso.ledger.queries import Ledger
from sayso.ledger.readings import load_reading
from sayso.ledger.review.carry import Carrier
from sayso.ledger.review.records import Request, Verdict
from sayso.ledger.review.reread import Difference, reread, texts_to_read
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Article, Claim, Cue, Reading, Span
from tests.ledger.made import HARBOR, READER, at, harbor, readings
from tests.ledger.made_review import decide, kept, key_of, keys, shown
from tests.ledger.reviewer import SECOND
from tests.ledger.writer import story

ROOT = Path(__file__).parent.parent.parent


class Other:
    """A second reader: gives these claims for every text."""

    digest = SECOND

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = tuple(claims)

    def read(self, article: Article) -> Reading:
        return Reading(reader=self.digest, article=article, claims=self._claims)


def again(path: Path, claims: Sequence[Claim], *, dry: bool = False, every: bool = False) -> list[Difference]:
    with Ledger(path) as ledger, Store(path) as store:
        texts = texts_to_read(ledger, ClaimFilter(), SECOND, again=every)
        return list(reread(ledger, None if dry else store, Other(claims), texts, lambda: None))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return kept(tmp_path / "l.db")


CLAIMS = harbor().claims


def test_the_new_reading_is_shown_and_the_old_one_kept(path: Path) -> None:
    (told,) = again(path, [CLAIMS[0], replace(CLAIMS[1], force="believes"), CLAIMS[2]])
    assert (told.same, len(told.added), len(told.removed)) == (2, 0, 2)
    assert [change.fields for change in told.changed] == [("force",)]
    assert len(keys(path)) == 3
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT reader, current FROM reading ORDER BY id").fetchall() == [
        (READER, 0),
        (SECOND, 1),
    ]
    old = load_reading(connection, 1, 1)
    connection.close()
    assert old.claims == CLAIMS
    assert verify(path).findings == ()


def test_a_dry_run_writes_nothing(path: Path) -> None:
    before = shown(path), verify(path).head
    (told,) = again(path, CLAIMS[:1], dry=True)
    assert len(told.removed) == 4
    assert (shown(path), verify(path).head) == before


def test_what_the_present_reader_read_is_passed_over_unless_asked_for(path: Path) -> None:
    assert len(again(path, CLAIMS)) == 1
    assert again(path, CLAIMS) == []
    assert len(again(path, CLAIMS, every=True)) == 1
    assert verify(path).findings == ()
    with Ledger(path) as ledger:
        assert texts_to_read(ledger, ClaimFilter(words="grain"), READER, again=False) == (1,)
        assert texts_to_read(ledger, ClaimFilter(words="ferries NOT ferry"), READER, again=True) == ()
        assert texts_to_read(ledger, ClaimFilter(source="Nobody"), READER, again=True) == ()


def test_decisions_go_to_the_claim_whose_cue_overlaps_and_whose_content_agrees(path: Path) -> None:
    key = key_of(path, "grain ships")
    with Ledger(path) as ledger:
        claim = ledger.claim(key)[1]
    decide(path, key, "correct", to=replace(claim, force="believes"))
    decide(path, key_of(path, "The old ferry is not"), "reject")
    text = HARBOR
    near = replace(CLAIMS[1], content=(at(text, "grain ships will probably leave Norhaven by the end of March"),))
    other = replace(CLAIMS[0], content=(at(text, "The old ferry is not worth saving, two port officials"),))
    (told,) = again(path, [other, near])
    assert (told.carried, told.homeless) == (2, ())
    with Ledger(path) as ledger:
        hits = ledger.claims(ClaimFilter(rejected=True), order="oldest").hits
    assert [(hit.verdict, hit.force) for hit in hits] == [("rejected", "says"), ("corrected", "believes")]
    assert hits[1].claim == key, "the person's words, not the new reader's"
    assert verify(path).findings == ()


def test_a_claim_with_other_content_or_another_cue_is_another_claim(path: Path) -> None:
    key = key_of(path, "grain ships")
    decide(path, key, "reject", why="nobody said so")
    part = replace(CLAIMS[1], content=(at(HARBOR, "grain ships will probably"),))
    cue = replace(CLAIMS[1], id="c9", cue=Cue(span=at(HARBOR, "denied"), lemma="deny"))
    (told,) = again(path, [part, cue])
    assert [t.subject for t in told.homeless] == [key]
    assert keys(path, verdict=("undecided",)).keys() == {part.content[0].text, cue.content[0].text}
    assert verify(path).findings == ()


def test_what_a_person_accepted_and_no_reader_finds_any_more_stays_as_the_persons_own(path: Path) -> None:
    keep, drop = key_of(path, "that the line must close", force=("plans",)), key_of(path, "The old ferry …")
    decide(path, keep, "accept")
    decide(path, drop, "reject")
    (told,) = again(path, [CLAIMS[2]])
    assert sorted(t.subject for t in told.homeless) == sorted([keep, drop])
    with Ledger(path) as ledger:
        hit = ledger.claim(keep)[2]
        assert (hit.verdict, hit.within) == ("own", key_of(path, "that the board"))
    assert verify(path).findings == ()
    decide(path, keep, "undo")
    assert keep not in keys(path, rejected=True).values()
    assert verify(path).findings == ()
    with Store(path) as store, Ledger(path) as ledger:
        list(reread(ledger, store, _First(), texts_to_read(ledger, ClaimFilter(), READER, again=True), lambda: None))
    assert key_of(path, "The old ferry …", verdict=("rejected",)) == drop, "it found its home again"
    assert verify(path).findings == ()


class _First(Other):
    digest = READER

    def __init__(self) -> None:
        super().__init__(CLAIMS)

    def read(self, article: Article) -> Reading:
        return Reading(reader=READER, article=article, claims=CLAIMS)


def test_each_day_of_publication_is_read_on_its_own(tmp_path: Path) -> None:
    days = ("2026-03-04", "2026-03-09")
    path = kept(tmp_path / "l.db", *(harbor(outlet=f"O{n}", published=day) for n, day in enumerate(days)))
    decide(path, key_of(path, "The old ferry …"), "reject")

    class ByDay(Other):
        def read(self, article: Article) -> Reading:
            due = replace(CLAIMS[1], due=article.published)
            return Reading(reader=SECOND, article=article, claims=(CLAIMS[0], due, CLAIMS[4]))

    with Ledger(path) as ledger, Store(path) as store:
        list(reread(ledger, store, ByDay(()), texts_to_read(ledger, ClaimFilter(), SECOND, again=False), lambda: None))
    with Ledger(path) as ledger:
        told = [ledger.reading(harbor(outlet=f"O{n}", published=day).article.id) for n, day in enumerate(days)]
    assert [[c.due for c in one.claims] for one in told] == [[None, days[0]], [None, days[1]]]
    assert verify(path).findings == ()


def test_a_reading_that_contradicts_its_text_changes_nothing(path: Path) -> None:
    before = shown(path)
    with pytest.raises(BadReadingError):
        again(path, [replace(CLAIMS[0], content=(Span(0, 3, "xyz"),))])
    assert shown(path) == before
    assert verify(path).findings == ()


_VERDICTS: st.SearchStrategy[Verdict] = st.sampled_from(("accept", "reject", "unsure", "undo"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(readings(), st.lists(st.tuples(st.integers(0, 3), _VERDICTS), max_size=5))
def test_carrying_decisions_over_an_identical_reading_changes_nothing(
    reading: Reading, told: list[tuple[int, Verdict]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = kept(Path(folder) / "l.db", replace(reading, reader=READER))
        carrier = Carrier(reading.article)
        for place, verdict in told:
            if place < len(reading.claims) and verdict != "undo":
                decide(path, carrier.key(reading.claims[place]), verdict)
        before = shown(path)
        (found,) = again(path, reading.claims)
        assert (found.added, found.removed, found.changed, found.homeless) == ((), (), (), ())
        assert shown(path) == before
        assert verify(path).findings == ()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(readings(), st.lists(st.tuples(st.integers(0, 3), _VERDICTS), min_size=1, max_size=5), st.data())
def test_undoing_everything_restores_exactly_and_nothing_ever_points_outside(
    reading: Reading, told: list[tuple[int, Verdict]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = kept(Path(folder) / "l.db", reading)
        carrier = Carrier(reading.article)
        before, made = shown(path), []
        for place, verdict in told:
            if place >= len(reading.claims):
                continue
            key = carrier.key(reading.claims[place])
            made.append((decide(path, key, "accept" if verdict == "undo" else verdict), shown(path)))
        with Ledger(path) as ledger:
            for one in ledger.readings():
                for claim in one.claims:
                    assert all(one.article.text[s.start : s.end] == s.text for s in claim.spans())
        for n in range(len(made) - 1, -1, -1):
            decision = made[n][0]
            decide(path, decision.claim, "undo", undoes=decision.key)
            assert shown(path) == (made[n - 1][1] if n else before)
        assert verify(path).findings == ()


def _killed(path: Path, dice: random.Random, *arguments: str) -> int:
    """Runs the reviewer until a throw of the dice kills it; gives how much it said is safe."""
    command = [sys.executable, "-m", "tests.ledger.reviewer", *arguments]
    safe = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        for line in process.stdout:
            if line.strip().isdecimal():
                safe = int(line)
            if dice.random() < 0.2:
                break
        process.kill()
    assert verify(path).findings == ()
    return safe


def test_killed_while_deciding_and_while_reading_again_nothing_is_lost(tmp_path: Path) -> None:
    count, dice = 24, random.Random(11)
    path = kept(tmp_path / "l.db", *map(story, range(count)))
    safe = sum(_killed(path, dice, "decide", str(path)) for _ in range(3))
    assert verify(path).decisions >= safe
    subprocess.run([sys.executable, "-m", "tests.ledger.reviewer", "decide", str(path)], check=True, cwd=ROOT)
    assert keys(path, verdict=("undecided",)) == {}
    with Ledger(path) as ledger:
        before = {(h.claim, h.verdict) for h in ledger.claims(ClaimFilter(rejected=True), limit=100).hits}
    for _ in range(3):
        _killed(path, dice, "reread", str(path), str(count))
    subprocess.run(
        [sys.executable, "-m", "tests.ledger.reviewer", "reread", str(path), str(count)], check=True, cwd=ROOT
    )
    with Ledger(path) as ledger:
        assert texts_to_read(ledger, ClaimFilter(), SECOND, again=False) == ()
        hits = ledger.claims(ClaimFilter(rejected=True), limit=100).hits
    assert len(hits) == len(before) == count // 2
    for verdict, force in (("accepted", None), ("rejected", "plans"), ("unsure", "plans")):
        told = {h.force for h in hits if h.verdict == verdict or (verdict == "accepted" and h.verdict == "corrected")}
        assert told <= {force}
    assert verify(path).findings == ()


def test_two_reviewers_at_once(path: Path) -> None:
    with Store(path) as one, Store(path) as two:
        key = key_of(path, "grain ships")
        one.decide([Request(claim=key, verdict="reject", reviewer="ada")])
        two.decide([Request(claim=key, verdict="accept", reviewer="bob")])
        one.decide([Request(claim=key, verdict="undo", reviewer="ada")])
    assert key_of(path, "grain ships", rejected=True, verdict=("rejected",)) == key
    assert verify(path).findings == ()
