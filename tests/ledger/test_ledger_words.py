"""What people type finds what they mean, and none of it is syntax."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import UsageError
from sayso.ledger.words import join_words, parse_words, phrase_of

ROWS = {
    1: "grain ships will leave Odesa",
    2: "the ship with the grain has left",
    3: "no safe corridor for evacuation",
    4: "a corridor that is safe",
    5: "F-16 jets, said Müller",
}


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE w USING fts5(content, source, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    connection.executemany("INSERT INTO w (rowid, content, source) VALUES (?, ?, '')", ROWS.items())
    return connection


def found(index: sqlite3.Connection, told: str) -> list[int]:
    plus, minus = parse_words(told, "content source")
    match = f"({plus}) NOT ({minus})" if minus else plus
    return [row[0] for row in index.execute("SELECT rowid FROM w WHERE w MATCH ? ORDER BY rowid", (match,))]


@pytest.mark.parametrize(
    ("told", "rows"),
    [
        ("grain", [1, 2]),
        ("GRAIN ship", [1, 2]),
        ("grain NOT odesa", [2]),
        ("grain -odesa", [2]),
        ("grain OR corridor", [1, 2, 3, 4]),
        ("safe corridor", [3, 4]),
        ('"safe corridor"', [3]),
        ("corrid*", [3, 4]),
        ("F-16", [5]),
        ("muller", [5]),
        ("grain —", [1, 2]),
        ("grain AND leave", [1]),
        ('"grain ships', [1]),
    ],
)
def test_searches(told: str, rows: list[int], index: sqlite3.Connection) -> None:
    assert found(index, told) == rows


@pytest.mark.parametrize("told", ["", "  ", '"', "—", "OR", "*", "- -"])
def test_no_words_are_an_error(told: str) -> None:
    with pytest.raises(UsageError, match="word"):
        parse_words(told, "content")


def test_too_many_words_are_an_error() -> None:
    with pytest.raises(UsageError, match="64"):
        parse_words("a " * 100, "content")


def test_what_the_shell_took_apart_comes_together() -> None:
    assert join_words(("safe corridor", "OR", "evacuation")) == '"safe corridor" OR evacuation'
    assert join_words(('grain "safe corridor"',)) == 'grain "safe corridor"'
    assert join_words(()) is None


@settings(deadline=None)
@given(st.text(max_size=40))
def test_nothing_typed_is_syntax(told: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE w USING fts5(content, source)")
    connection.execute("INSERT INTO w VALUES ('grain', '')")
    try:
        found(connection, f"grain {told.replace('NOT', '').replace('-', '')}")
        connection.execute("SELECT rowid FROM w WHERE w MATCH ?", (phrase_of(told, "source"),)).fetchall()
    except UsageError:
        assert not any(c.isalnum() for c in told)
    except UnicodeEncodeError:
        assert any("\ud800" <= c <= "\udfff" for c in told)
    finally:
        connection.close()
