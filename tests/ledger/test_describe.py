"""The file as other programs see it: every view answers, tells what its columns mean, and counts right."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.ledger.describe import views
from sayso.ledger.queries import Ledger
from sayso.ledger.store import Store
from tests.ledger.made import HARBOR, harbor

EMPTY = frozenset(
    """decisions fetches feeds resolutions grades speakers speaker_judgements claim_speakers speaker_decisions
    questions positions judgements contradictions shifts question_decisions origin_decisions""".split()
)
"""Views that have no rows before persons decided, something was fetched, or claims were linked."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("ledger") / "war.db"
    text = "President Eva Holm: The old ferry is not worth saving.\n\n" + HARBOR
    with Store(found) as store:
        store.put(harbor(outlet="Post", published="2026-03-04", url="https://post.example/1"))
        store.put(harbor(outlet="Herald", published="2026-03-02"))
        store.put(harbor(text=text, outlet="Post", published="2026-03-06", url="https://post.example/1"))
        store.set_rule("office", "Post", "Eva Holm")
        store.set_rule("name", "the harbor queen", "Eva Holm")
    return found


@pytest.fixture
def plain(path: Path) -> Iterator[sqlite3.Connection]:
    """As Datasette opens it: without what sayso sets."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_every_view_answers_and_every_column_is_told(path: Path, plain: sqlite3.Connection) -> None:
    with Ledger(path) as ledger:
        found = views(ledger.connection)
    assert {"claims", "articles", "sources", "versions", "near_duplicates", "places", "offices"} <= {
        v.name for v in found
    }
    for view in found:
        cursor = plain.execute(f"SELECT * FROM {view.name}")
        assert [column[0] for column in cursor.description] == [column.name for column in view.columns]
        assert cursor.fetchall() or view.name in EMPTY
        assert view.says
        assert not [column.name for column in view.columns if not column.says], view.name


def test_what_is_told_of_is_there(plain: sqlite3.Connection) -> None:
    for of, item in plain.execute("SELECT of, item FROM description"):
        assert item in {"", *(row[1] for row in plain.execute(f"PRAGMA table_info({of})"))}, of
        assert plain.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (of,)).fetchone(), of


def test_numbers_are_right(plain: sqlite3.Connection) -> None:
    rows = plain.execute("SELECT source, spoken_by, spoken_in, article, places FROM claims").fetchall()
    by = Counter(source for source, *_ in rows if source)
    by.update(person for _, person, basis, *_ in rows if person and basis != "office")
    assert dict(plain.execute("SELECT source, claims FROM sources")) == by
    assert by["Eva Holm"] == 1
    first = Counter(article for *_, article, _ in rows)
    articles = plain.execute("SELECT article, claims, publications_of_text, near_duplicates FROM articles").fetchall()
    assert {article: claims for article, claims, *_ in articles if article in first} == first
    assert sorted(copies for _, _, copies, _ in articles) == [1, 2, 2]
    assert {twins for *_, twins in articles} == {1}
    placed = Counter(place for *_, places in rows for place in (places or "").split(" | ") if place)
    assert dict(plain.execute("SELECT place, claims FROM places")) == placed
    assert plain.execute("SELECT version FROM versions ORDER BY version").fetchall() == [(1,), (2,)]
    assert plain.execute("SELECT outlet, person, articles FROM offices").fetchall() == [("Post", "Eva Holm", 2)]


def test_metadata_for_datasette(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", "--ledger", str(path), "--format", "datasette"]) == 0
    told = json.loads(capsys.readouterr().out)["databases"]["war"]["tables"]
    assert told["claims"]["columns"]["spoken_by"].startswith("Who speaks")
    assert "claim_index" not in told
