"""In whose content a claim stands, as persons decide it: shown, proved, kept through later decisions and readings."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.commands.review_edit import edit_parent
from sayso.errors import UsageError
from sayso.ledger.queries import Ledger
from sayso.ledger.review.desk import all_decisions
from sayso.ledger.review.inside import in_order, settled
from sayso.ledger.review.records import TOP, Decision, Request
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Claim
from tests.ledger.made import harbor
from tests.ledger.made_review import decide, kept, key_of, keys

INNER, OUTER = "that the line must close", "that the board had decided"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Harbor's story with the inner claim at the top, where it does not belong."""
    told = harbor(outlet="Post", title="Ferry", published="2026-03-04")
    return kept(tmp_path / "l.db", replace(told, claims=tuple(replace(c, parent=None) for c in told.claims)))


def edit(path: Path, words: str, edits: dict[str, object], reviewer: str = "ada") -> Decision:
    with Store(path) as store:
        (made,) = store.decide([Request(claim=exact(path, words), verdict="correct", reviewer=reviewer, edits=edits)])
    return made


def exact(path: Path, words: str) -> str:
    """The key of the claim whose content begins so."""
    (found,) = [key for content, key in keys(path).items() if content.startswith(words)]
    return found


def parent(path: Path, words: str) -> str | None:
    """The content of the claim around it."""
    with Ledger(path) as ledger:
        reading, claim = ledger.claim(exact(path, words))[:2]
        return next((c.content[0].text for c in reading.claims if c.id == claim.parent), None)


def test_a_claim_is_put_inside_another_and_out_again(path: Path) -> None:
    assert parent(path, INNER) is None
    made = edit(path, INNER, {"parent": exact(path, OUTER)[:12]})
    assert (parent(path, INNER) or "").startswith(OUTER)
    assert made.standing == "corrected"
    assert list(keys(path, nested=True)) == [INNER]
    edit(path, INNER, {"parent": None})
    assert parent(path, INNER) is None
    assert verify(path).findings == ()


def test_later_decisions_on_either_claim_keep_it(path: Path) -> None:
    edit(path, INNER, {"parent": exact(path, OUTER)})
    edit(path, INNER, {"force": "says"})
    decide(path, exact(path, INNER), "accept")
    edit(path, OUTER, {"content": "that the board had decided that the line must close"[:51]})
    assert parent(path, INNER) is not None
    edit(path, OUTER, {"force": "claims"})
    assert parent(path, INNER) is not None
    assert verify(path).findings == ()


def test_a_rejected_parent_leaves_the_claim_where_the_reader_put_it_until_it_is_back(path: Path) -> None:
    edit(path, INNER, {"parent": exact(path, OUTER)})
    outer = exact(path, OUTER)
    decide(path, outer, "reject")
    assert parent(path, INNER) is None
    decide(path, outer, "undo")
    assert parent(path, INNER) is not None
    assert verify(path).findings == ()


@pytest.mark.parametrize(
    ("words", "value", "match"),
    [
        (OUTER, INNER, "does not stand in the content"),
        (INNER, INNER, "does not stand in the content"),
        (INNER, "that grain ships", "does not stand in the content"),
        (INNER, "k1:0000000000", "not the key of one claim"),
        (INNER, "k", "not the key of one claim"),
        (INNER, 7, "not the key of one claim"),
    ],
)
def test_what_cannot_be_a_parent_is_refused(path: Path, words: str, value: object, match: str) -> None:
    told = exact(path, value) if isinstance(value, str) and not value.startswith("k") else value
    with pytest.raises(UsageError, match=match):
        edit(path, words, {"parent": told})


def test_a_claim_inside_cannot_be_the_parent_of_the_one_around_it(path: Path) -> None:
    edit(path, INNER, {"parent": exact(path, OUTER)})
    edit(path, INNER, {"content": "that the board had decided that the line must close"})
    with pytest.raises(UsageError, match="does not stand in the content"):
        edit(path, OUTER, {"parent": key_of(path, OUTER, nested=True)})


def test_merge_brings_it(path: Path, tmp_path: Path) -> None:
    edit(path, INNER, {"parent": exact(path, OUTER)})
    other = kept(tmp_path / "m.db")
    with Ledger(path) as ledger, Store(other) as store:
        told = harbor(outlet="Post", title="Ferry", published="2026-03-04")
        store.put(told)
        assert store.take(tuple(all_decisions(ledger.connection)))[0] == 1
    assert parent(other, INNER) is not None
    assert verify(other).findings == ()


def test_a_changed_parent_in_the_file_is_found(path: Path) -> None:
    edit(path, INNER, {"parent": exact(path, OUTER)})
    connection = sqlite3.connect(path)
    names = [r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("UPDATE decision SET decided = replace(decided, ',\"k1:', ',\"k1:0')")
    connection.commit()
    connection.close()
    assert any("was changed" in one.what for one in verify(path).findings)


def test_on_the_screen_the_claim_around_is_chosen_by_number() -> None:
    claims = harbor().claims
    inner = replace(next(c for c in claims if c.id == "c4"), parent=None)
    asked: list[str] = []

    def answer(told: str) -> str:
        asked.append(told)
        return "1"

    assert edit_parent(inner, claims, answer).parent == "c3"
    assert "1 Marta Lindqvist denied" in asked[0]
    assert edit_parent(replace(inner, parent="c3"), claims, lambda _: "-").parent is None
    assert edit_parent(inner, claims, lambda _: None) is inner
    with pytest.raises(UsageError, match="1 to 1"):
        edit_parent(inner, claims, lambda _: "2")


def claim(name: str, parent: str | None = None) -> Claim:
    return replace(harbor().claims[0], id=name, parent=parent)


def test_circles_are_left_as_the_reader_put_them() -> None:
    claims = (claim("a"), claim("b"), claim("c", "b"))
    done = settled(claims, ("sa", "sb", "sc"), {"a": "sc", "b": "sa", "c": TOP})
    assert [c.parent for c in done] == ["c", "a", None]
    done = settled(claims, ("sa", "sb", "sc"), {"a": "sb", "b": "sa"})
    assert [c.parent for c in done] == ["b", None, "b"]
    assert [claims[n].id for n in in_order(done)] == ["b", "a", "c"]
