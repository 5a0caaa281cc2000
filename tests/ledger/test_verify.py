"""Whatever is changed behind the ledger's back is found and named; whatever the ledger did itself is sound."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from sayso.errors import LedgerDamagedError, OutputError, UsageError
from sayso.ledger import store as store_module
from sayso.ledger.connect import open_reader
from sayso.ledger.keep import backup, compact
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from tests.ledger.made import HARBOR, harbor, one_claim


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "l.db"
    with Store(found) as store:
        store.put(harbor(outlet="Post", title="Ferry", published="2026-03-04", url="https://post.example/1"))
        store.put(harbor(outlet="Herald", published="2026-03-05"))
        store.put(harbor(text=HARBOR + " More.", outlet="Post", published="2026-03-06", url="https://post.example/1"))
        text = "All is well, he said."
        store.put(one_claim(text, "he", "said", "All is well", outlet="Wire", published="2026-03-09"))
    return found


def change(path: Path, *statements: str) -> None:
    """As somebody would who opens the file with another program and knows how to drop a trigger."""
    connection = sqlite3.connect(path)
    for trigger in ("log_no_update", "log_no_delete", "log_in_order"):
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_what_the_ledger_wrote_is_sound(path: Path) -> None:
    told = verify(path)
    assert told.findings == ()
    assert told.notes == ()
    assert (told.texts, told.publications, told.claims, told.entries) == (3, 4, 11, 9)  # two predictions among them
    assert verify(path, head=told.head).findings == ()


@pytest.mark.parametrize(
    ("sql", "area", "where"),
    [
        ("UPDATE text SET text = replace(text, 'ferry', 'fairy') WHERE id = 1", "text", "text 1"),
        ("UPDATE text SET characters = 1 WHERE id = 1", "text", "text 1"),
        ("UPDATE text SET first = 3 WHERE id = 1", "text", "text 1"),
        ("UPDATE claim SET content = 'The ferry is safe' WHERE number = 1 AND reading_id = 1", "claim", "k1:"),
        ("UPDATE claim SET force = 'denies' WHERE number = 1 AND reading_id = 1", "reading", "reading 1"),
        ("UPDATE claim SET confidence = 0.99 WHERE number = 1 AND reading_id = 1", "reading", "reading 1"),
        ("UPDATE claim SET facets = '' WHERE number = 1 AND reading_id = 1", "claim", "k1:"),
        ("UPDATE claim SET source_id = 1 WHERE number = 2 AND reading_id = 1", "claim", "k1:"),
        ("UPDATE claim SET current = 0 WHERE number = 1 AND reading_id = 1", "claim", "k1:"),
        ("UPDATE claim SET id = 5 WHERE number = 1 AND reading_id = 1", "claim", "k1:"),
        ("UPDATE claim SET parent_id = NULL", "reading", "reading 1"),
        ("UPDATE claim SET spans = replace(spans, '[[0,', '[[1,') WHERE reading_id = 1", "reading", "reading 1"),
        ("UPDATE claim SET spans = '{' WHERE reading_id = 1", "reading", "reading 1"),
        ("UPDATE claim SET spans = '{\"content\":[[0,9999]]}' WHERE reading_id = 1", "reading", "reading 1"),
        ("DELETE FROM claim WHERE number = 5 AND reading_id = 1", "reading", "reading 1"),
        ("DELETE FROM claim_place", "reading", "reading 1"),
        ("UPDATE place SET country = 'SE'", "reading", "reading 1"),
        ("UPDATE reading SET reader = 'r1:other' WHERE id = 1", "reading", "reading 1"),
        ("UPDATE reading SET salt = x'00' WHERE id = 1", "reading", "reading 1"),
        ("UPDATE reading SET current = 0 WHERE id = 1", "counts", "text 1"),
        ("UPDATE publication SET title = 'Fairy' WHERE id = 1", "publication", "publication 1"),
        ("UPDATE publication SET name = 'other' WHERE id = 1", "publication", "publication 1"),
        ("UPDATE publication SET day = '2026-03-01' WHERE id = 1", "publication", "publication 1"),
        ("UPDATE publication SET address = 'else' WHERE id = 1", "publication", "publication 1"),
        ("DELETE FROM publication WHERE id = 4", "log", "entry"),
        ("UPDATE outlet SET name = 'Mirror' WHERE id = 1", "publication", "publication"),
        ("UPDATE source SET claims = claims + 1 WHERE id = 1", "counts", "source"),
        ("UPDATE source_month SET claims = claims + 1", "counts", "source 1 in 2026-03"),
        ("UPDATE source SET folded = 'x' WHERE id = 1", "claim", "k1:"),
        ("UPDATE log SET at = '2000-01-01T00:00:00Z' WHERE number = 2", "log", "entry 2"),
        ("UPDATE log SET commitment = 'x' WHERE number = 1", "log", "entry 1"),
        ("DELETE FROM log WHERE number = 2", "log", "entry 3"),
        ("DELETE FROM log WHERE number = 7", "publication", "publication 4"),
        ("UPDATE ledger SET value = 'x' WHERE name = 'genesis'", "log", "entry 1"),
        ("UPDATE claim SET text_id = 99 WHERE number = 1 AND reading_id = 1", "references", "claim"),
        ("INSERT INTO claim_words (claim_words, rowid, content) VALUES ('delete', 1, 'x')", "index", "claim_words"),
        ("DELETE FROM text_words_docsize WHERE id = 1", "index", "text_words"),
        ("INSERT INTO title_words (title_words) VALUES ('delete-all')", "index", "title_words"),
    ],
)
def test_every_change_is_found_and_named(sql: str, area: str, where: str, path: Path) -> None:
    change(path, sql)
    found = verify(path).findings
    assert any(one.area == area and one.where.startswith(where) for one in found), found


def test_a_log_cut_off_at_its_end_is_found_by_a_digest_noted_before(path: Path) -> None:
    head = verify(path).head
    with Store(path) as store:
        store.put(one_claim("She said so.", "She", "said", "so"))
    assert verify(path, head=head).findings == ()
    later = verify(path).head
    change(
        path,
        "DELETE FROM log WHERE number > 7",
        "DELETE FROM claim WHERE text_id = 4",
        "DELETE FROM publication WHERE text_id = 4",
        "DELETE FROM reading WHERE text_id = 4",
    )
    assert any("cut off" in one.what for one in verify(path, head=later).findings)


def test_pages_that_were_written_over_are_found(path: Path) -> None:
    body = bytearray(path.read_bytes())
    middle = len(body) // 2 // 4096 * 4096
    body[middle : middle + 4096 * 8] = b"\xab" * (4096 * 8)
    path.write_bytes(bytes(body))
    try:
        found = len(verify(path).findings)
    except LedgerDamagedError:
        found = 1
    assert found


def test_a_clock_that_jumps_back_breaks_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "utc_now", lambda: "1999-01-01T00:00:00Z")
    with Store(path) as store:
        store.put(one_claim("She said so.", "She", "said", "so"))
    assert verify(path).findings == ()


def test_a_backup_is_whole_and_alone(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies"
    target.mkdir()
    with Store(path) as store:  # a writer is at work
        store.put(one_claim("She said so.", "She", "said", "so"))
        assert backup(path, target / "b.db") == (target / "b.db").stat().st_size
    assert [p.name for p in target.iterdir()] == ["b.db"]
    assert verify(target / "b.db").findings == ()
    assert verify(target / "b.db").head == open_head(path, 9)


def open_head(path: Path, number: int) -> str:
    connection = open_reader(path)
    try:
        return str(connection.execute("SELECT digest FROM log WHERE number = ?", (number,)).fetchone()[0])
    finally:
        connection.close()


def test_a_backup_never_takes_the_place_of_a_file(path: Path, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_text("mine")
    with pytest.raises(OutputError, match="exists"):
        backup(path, tmp_path / "b.db")
    assert (tmp_path / "b.db").read_text() == "mine"
    with pytest.raises(UsageError):
        backup(path, path)
    with pytest.raises(OutputError):
        backup(path, tmp_path / "nowhere" / "b.db")


def test_compact_mends_the_indexes_and_gives_space_back(path: Path) -> None:
    change(
        path,
        "INSERT INTO claim_words (claim_words, rowid, content) VALUES ('delete', 1, 'x')",
        "CREATE TABLE filler (x)",
        "INSERT INTO filler VALUES (zeroblob(1000000))",
        "DROP TABLE filler",
    )
    assert verify(path).findings
    done = compact(path)
    assert done.after < done.before - 900_000
    assert verify(path).findings == ()
