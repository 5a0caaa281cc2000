"""`sayso versions`: a page by its key or address, changes for people and as data."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.commands.ledger_show import show
from sayso.commands.ledger_versions import versions
from sayso.errors import UsageError
from sayso.ledger.identity.versions import Reworded, changes
from sayso.ledger.store import Store
from sayso.records import Certainty, Claim, Reading, Span
from tests.ledger.made import READER, one_claim

BEFORE = "Ada Holm said that the ferry will certainly leave at noon. The mayor said that the pier is closed."
AFTER = "Ada Holm said that the ferry will probably leave at noon. The union said that nobody was asked."


def reading(text: str, **article: str) -> Reading:
    """Two claims, hedged by the first word of certainty in them."""
    found = []
    for number, (who, what) in enumerate(
        (s.split(" said ") for s in text.rstrip(".").split(". ")),  # one claim a sentence
        1,
    ):
        claim = one_claim(text, who, "said", what).claims[0]
        words = [Span.of(text, text.index(w), text.index(w) + len(w)) for w in ("certainly", "probably") if w in what]
        certainty = Certainty(words=tuple(words)) if words else None
        at = text.index(f"{who} said") + len(who) + 1
        assert claim.cue
        cue = replace(claim.cue, span=Span.of(text, at, at + 4))
        found.append(replace(claim, id=f"c{number}", certainty=certainty, cue=cue))
    whole = one_claim(text, "Ada Holm", "said", "that the ferry")
    return replace(whole, reader=READER, article=replace(whole.article, **article), claims=tuple(found))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "l.db"
    with Store(path) as store:
        store.put(reading(BEFORE, url="https://post.example/1", published="2026-03-04"))
        store.put(reading(AFTER, url="http://www.post.example/1/?utm_source=x", published="2026-03-05"))
        store.put(reading(BEFORE, url="https://other.example/2", published="2026-03-04"))
        store.flush()
    return path


def call(ledger: Path, article: str, form: str = "json") -> str:
    out = ledger.with_suffix(".out")
    versions.main([article, "--ledger", str(ledger), "--format", form, "-o", str(out)], standalone_mode=False)
    return out.read_text(encoding="utf-8")


def test_by_address_in_any_spelling_and_by_key(ledger: Path) -> None:
    told = json.loads(call(ledger, "http://www.post.example/1#top"))
    assert [one["published"] for one in told] == ["2026-03-04", "2026-03-05"]
    assert told[0]["changes"] is None
    for one in told:
        assert json.loads(call(ledger, one["article"][:14])) == told
    assert [json.loads(line) for line in call(ledger, told[0]["article"], "jsonl").splitlines()] == told


def test_changes_as_data(ledger: Path) -> None:
    told = json.loads(call(ledger, "https://post.example/1"))[1]["changes"]
    assert told["softened"] == [
        {
            "before": "that the ferry will certainly leave at noon",
            "after": "that the ferry will probably leave at noon",
            "why": "“probably” came, “certainly” went",
            "came": ["probably"],
            "went": ["certainly"],
        }
    ]
    assert told["firmed"] == []
    assert [one["content"]["spans"][0]["text"] for one in told["claims_added"]] == ["that nobody was asked"]
    assert [one["content"]["spans"][0]["text"] for one in told["claims_removed"]] == ["that the pier is closed"]
    assert len(told["added"]) == len(told["removed"]) == 2


def test_for_people_and_in_show(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = call(ledger, "https://post.example/1", "table")
    assert "softened   that the ferry will certainly leave" in told
    assert "claim gone The mayor said: that the pier is closed" in told
    key = json.loads(call(ledger, "https://post.example/1"))[1]["article"]
    show.main([key, "--ledger", str(ledger)], standalone_mode=False)
    assert "claim new  The union said: that nobody was asked" in capsys.readouterr().out


def test_a_page_with_one_version_and_none(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(json.loads(call(ledger, "https://other.example/2"))) == 1
    assert "one version only" in capsys.readouterr().err
    with pytest.raises(UsageError, match=r"stood at 'https://none\.example'"):
        call(ledger, "https://none.example")


HEDGED = st.lists(st.sampled_from(["certainly", "probably", "reportedly", "clearly"]), max_size=2, unique=True)


def hedged(words: list[str]) -> Claim:
    text = "Ada Holm said that " + "".join(f"{word} " for word in words) + "the old ferry leaves the pier at noon"
    claim = one_claim(text, "Ada Holm", "said", text[14:]).claims[0]
    spans = tuple(Span.of(text, text.index(word), text.index(word) + len(word)) for word in words)
    return replace(claim, certainty=Certainty(words=spans) if spans else None)


@given(HEDGED, HEDGED)
def test_what_softens_one_way_firms_the_other(before: list[str], after: list[str]) -> None:
    one, other = (
        Reading(reader=READER, article=one_claim("A said b", "A", "said", "b").article, claims=(hedged(words),))
        for words in (before, after)
    )
    there, back = changes(one, other), changes(other, one)
    assert [(s.before, s.after) for s in there.softened] == [(s.after, s.before) for s in back.firmed]
    assert [(s.came, s.went) for s in there.firmed] == [(s.went, s.came) for s in back.softened]
    assert there.claims_added == ()
    hedges = [{"probably", "reportedly"} & set(words) for words in (before, after)]
    if len(hedges[0]) < len(hedges[1]):
        assert isinstance(there.softened[0], Reworded)
