"""What goes with texts and claims: at a removal on request, for redact.py, and before they are taken in anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence

from sayso.ledger.questions import book, regroup


def remove_text(connection: sqlite3.Connection, text_id: int, now: str) -> None:
    """Takes a text's claims out of all that was derived and out of decisions, within the caller's transaction.

    Questions that held some are made again of what is left, under another key where the founding claim went.
    """
    keys = {row[0] for row in connection.execute("SELECT claim FROM proposition WHERE text_id = ?", (text_id,))}
    keys |= {row[0] for row in connection.execute("SELECT key FROM claim WHERE text_id = ?", (text_id,))}
    book.forget_claims(connection, keys, now)
    _forget(connection, text_id)


def remove_claims(connection: sqlite3.Connection, text_id: int, gone: Collection[str], now: str) -> None:
    """The same where only some claims of a text go, by their keys; its others are taken in again the next time."""
    book.forget_claims(connection, gone, now)
    _forget(connection, text_id)


def _forget(connection: sqlite3.Connection, text_id: int) -> None:
    touched = json.dumps(forget_texts(connection, [text_id]))
    left = connection.execute(
        "SELECT proposition_id FROM position WHERE question_id IN (SELECT value FROM json_each(?))", (touched,)
    ).fetchall()
    regroup.regroup(connection, [row[0] for row in left], book.wishes(connection), rekey=True)
    connection.execute("DELETE FROM question WHERE id NOT IN (SELECT question_id FROM position)")


def forget_texts(connection: sqlite3.Connection, texts_: Sequence[int]) -> list[int]:
    """Takes out what stands of texts, within the caller's transaction; the ids of questions that lose claims by it.

    Those who repeated a claim that goes are judged for themselves the next time.
    """
    told = json.dumps(list(texts_))
    gone = "SELECT id FROM proposition WHERE text_id IN (SELECT value FROM json_each(:texts))"
    touched = connection.execute(
        f"SELECT DISTINCT question_id FROM position WHERE proposition_id IN ({gone})",  # noqa: S608
        {"texts": told},
    ).fetchall()
    connection.execute(
        f"UPDATE proposition SET state = 0 WHERE repeats_id IN ({gone})",  # noqa: S608
        {"texts": told},
    )
    connection.execute("DELETE FROM proposition WHERE text_id IN (SELECT value FROM json_each(?))", (told,))
    connection.execute("DELETE FROM proposition_text WHERE text_id IN (SELECT value FROM json_each(?))", (told,))
    return [int(row[0]) for row in touched]
