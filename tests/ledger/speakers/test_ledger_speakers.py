"""Groups of speakers in a ledger: brought up to date piece by piece, corrected by persons, gone without a trace."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.speakers import link
from sayso.ledger.speakers.asking import find_speakers, unlinked
from sayso.ledger.speakers.decide import apply, decide, load, take
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Reading, Record
from tests.ledger.made import one_claim

_NOW = "2026-01-01T00:00:00Z"


def reading(
    name: str, content: str, *, record: Record = "named-person", day: str = "2022-11-01", more: str = ""
) -> Reading:
    """A text in which somebody says something."""
    text = f"{name} said: {content}. {more}"
    made = one_claim(text, name, "said", content, published=day, outlet="Harbor Post", title=f"{name} speaks")
    claim = made.claims[0]
    assert claim.source is not None
    return replace(made, claims=(replace(claim, source=replace(claim.source, name=name, record=record)),))


ARTICLES = (
    reading("Marta Lindqvist", "the line must close"),
    reading("Lindqvist", "the ferry is old", day="2022-11-03"),
    reading("Jonas Brandt", "grain is cheap"),
    reading("Moscow", "the talks go on", record="named-organisation"),
    reading("the Kremlin", "nothing was signed", record="named-organisation"),
    reading("the Russian president", "it will snow", record="unnamed"),
    reading("Vladimir Putin", "it has snowed"),
    reading("officials", "the dam holds", record="unnamed"),
    reading("officials", "the dam is old", record="unnamed", day="2022-11-02"),
)


def groups(connection: sqlite3.Connection) -> set[frozenset[tuple[str, str]]]:
    """Wordings with their articles, by speaker."""
    found: dict[str, set[tuple[str, str]]] = {}
    for speaker, source, article in connection.execute("SELECT speaker, source, article FROM speaker_judgements"):
        found.setdefault(speaker, set()).add((source, article))
    return {frozenset(group) for group in found.values()}


def names(connection: sqlite3.Connection) -> set[frozenset[str]]:
    return {frozenset(source for source, _ in group) for group in groups(connection)}


def filled(path: Path, readings: Sequence[Reading] = ARTICLES) -> Store:
    store = Store(path)
    for one in readings:
        store.put(one)
    store.flush()
    return store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path / "l.db")


def said(store: Store, verdict: str, one: str, other: str, now: str = _NOW) -> None:
    with store.writing():
        decide(store.connection, verdict, one, other, reviewer="ada", why="I know them", now=now)  # type: ignore[arg-type]
        apply(store.connection)


def test_wordings_of_one_speaker_come_together(store: Store) -> None:
    done = link(store.connection)
    assert (done.texts, done.uses) == (len(ARTICLES), len(ARTICLES))
    assert names(store.connection) == {
        frozenset({"Marta Lindqvist", "Lindqvist"}), frozenset({"Jonas Brandt"}), frozenset({"Moscow", "the Kremlin"}),
        frozenset({"the Russian president", "Vladimir Putin"}), frozenset({"officials"}),
    }  # fmt: skip
    assert len(groups(store.connection)) == 6  # the officials of two articles are two


def test_a_second_call_has_nothing_to_do(store: Store) -> None:
    link(store.connection)
    assert link(store.connection).texts == 0
    assert unlinked(store.connection) == 0


@pytest.mark.parametrize("first", range(0, len(ARTICLES), 3))
def test_piece_by_piece_gives_the_same_as_all_at_once(tmp_path: Path, first: int) -> None:
    turned = (*ARTICLES[first:], *ARTICLES[:first])
    whole = filled(tmp_path / "whole.db")
    link(whole.connection)
    parts = Store(tmp_path / "parts.db")
    for one in turned:
        parts.put(one)
        parts.flush()
        link(parts.connection)
    assert groups(parts.connection) == groups(whole.connection)


def test_a_second_bearer_makes_the_family_name_unsure(store: Store) -> None:
    link(store.connection)
    store.put(reading("Jonas Lindqvist", "no"))
    store.flush()
    done = link(store.connection)
    assert (done.texts, done.blocks) == (1, 1)
    assert frozenset({"Lindqvist"}) in names(store.connection)
    rows, _ = find_speakers(store.connection, "Marta Lindqvist")
    assert [one.wording for one in rows[0].may_be] == ["Lindqvist"]


def test_a_person_joins_and_takes_back(store: Store) -> None:
    link(store.connection)
    said(store, "same", "Jonas Brandt", "Marta Lindqvist")
    assert frozenset({"Marta Lindqvist", "Lindqvist", "Jonas Brandt"}) in names(store.connection)
    store.put(reading("Brandt", "no"))
    store.flush()
    link(store.connection)  # what comes later follows
    assert frozenset({"Marta Lindqvist", "Lindqvist", "Jonas Brandt", "Brandt"}) in names(store.connection)
    said(store, "undo", "Marta Lindqvist", "Jonas Brandt")
    assert frozenset({"Marta Lindqvist", "Lindqvist"}) in names(store.connection)
    assert frozenset({"Jonas Brandt", "Brandt"}) in names(store.connection)


def test_a_person_may_change_their_mind_within_a_second(store: Store, tmp_path: Path) -> None:
    link(store.connection)
    for verdict in ("same", "undo", "same", "undo", "same"):
        said(store, verdict, "Jonas Brandt", "Marta Lindqvist")
    assert len({one.key for one in load(store.connection)}) == 5
    assert frozenset({"Marta Lindqvist", "Lindqvist", "Jonas Brandt"}) in names(store.connection)
    store.close()
    assert verify(tmp_path / "l.db").findings == ()


def test_a_person_parts_what_the_machine_joined(store: Store) -> None:
    link(store.connection)
    said(store, "other", "Lindqvist", "Marta Lindqvist")
    assert {frozenset({"Lindqvist"}), frozenset({"Marta Lindqvist"})} < names(store.connection)
    link(store.connection)
    assert {frozenset({"Lindqvist"}), frozenset({"Marta Lindqvist"})} < names(store.connection)
    said(store, "same", "Lindqvist", "Marta Lindqvist", "2026-01-02T00:00:00Z")
    assert frozenset({"Marta Lindqvist", "Lindqvist"}) in names(store.connection)


def test_a_decision_before_the_first_link_counts_from_then(store: Store) -> None:
    said(store, "same", "Jonas Brandt", "Marta Lindqvist")
    link(store.connection)
    assert frozenset({"Marta Lindqvist", "Lindqvist", "Jonas Brandt"}) in names(store.connection)


def test_a_name_rule_counts_as_same(store: Store) -> None:
    store.set_rule("name", "Jonas Brandt", "Marta Lindqvist")
    link(store.connection)
    assert frozenset({"Marta Lindqvist", "Lindqvist", "Jonas Brandt"}) in names(store.connection)
    store.set_rule("name", "Jonas Brandt", None)
    link(store.connection)
    assert frozenset({"Jonas Brandt"}) in names(store.connection)


@pytest.mark.parametrize(("one", "other"), [("", "Lindqvist"), ("Lindqvist", "lindqvist"), ("x" * 400, "Lindqvist")])
def test_what_decides_nothing_is_refused(store: Store, one: str, other: str) -> None:
    with pytest.raises(UsageError):
        said(store, "same", one, other)
    assert load(store.connection) == ()


def test_undoing_nothing_is_refused(store: Store) -> None:
    with pytest.raises(UsageError):
        said(store, "undo", "Jonas Brandt", "Marta Lindqvist")


def test_decisions_are_never_changed_and_stand_in_the_log(store: Store, tmp_path: Path) -> None:
    link(store.connection)
    said(store, "same", "Jonas Brandt", "Marta Lindqvist")
    with pytest.raises(sqlite3.IntegrityError):
        store.connection.execute("UPDATE speaker_decision SET verdict = 'other'")
    store.close()
    assert not verify(tmp_path / "l.db").findings
    plain = sqlite3.connect(tmp_path / "l.db")
    plain.execute("DROP TRIGGER speaker_decision_no_update")
    plain.execute("UPDATE speaker_decision SET why = 'because'")
    plain.commit()
    plain.close()
    assert {one.area for one in verify(tmp_path / "l.db").findings} == {"speaker_decision"}


def test_another_ledgers_decisions_come_in_once(store: Store, tmp_path: Path) -> None:
    said(store, "same", "Jonas Brandt", "Marta Lindqvist")
    other = filled(tmp_path / "other.db")
    with other.writing():
        assert take(other.connection, load(store.connection), _NOW) == 1
        assert take(other.connection, load(store.connection), _NOW) == 0
    link(other.connection)
    assert frozenset({"Marta Lindqvist", "Lindqvist", "Jonas Brandt"}) in names(other.connection)
    other.close()
    assert not verify(tmp_path / "other.db").findings


def test_what_was_removed_leaves_no_trace(store: Store, tmp_path: Path) -> None:
    link(store.connection)
    said(store, "same", "Jonas Brandt", "Marta Lindqvist")
    store.redact([ARTICLES[2].article.id, ARTICLES[0].article.id])
    link(store.connection)
    store.close()
    assert b"Brandt" not in (tmp_path / "l.db").read_bytes()
    assert b"Marta" not in (tmp_path / "l.db").read_bytes()
    assert not verify(tmp_path / "l.db").findings


def test_everything_somebody_said_has_all_wordings(store: Store, tmp_path: Path) -> None:
    link(store.connection)
    store.put(reading("the Russian president", "old news", record="unnamed", day="2010-05-01"))  # another one then
    store.close()
    with Store(tmp_path / "l.db") as again:
        link(again.connection)
    with Ledger(tmp_path / "l.db") as asked:
        told = ClaimFilter(source="Putin")
        assert {hit.source for hit in asked.claims(told).hits} == {"the Russian president", "Vladimir Putin"}
        assert len(asked.claims(told).hits) == asked.source(told).claims == 2
        only = replace(told, this_name=True)
        assert [hit.source for hit in asked.claims(only).hits] == ["Vladimir Putin"]
        assert asked.source(only).claims == 1
