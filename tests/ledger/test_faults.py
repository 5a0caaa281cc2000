"""Kills, full disks, locks, closed and damaged files: what was accepted stays, and the message says what to do."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import (
    LedgerBusyError,
    LedgerDamagedError,
    LedgerError,
    LedgerSchemaError,
    NoLedgerError,
    SaysoError,
)
from sayso.ledger import connect, schema
from sayso.ledger.keep import compact
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Article
from tests.ledger.made import harbor, one_claim
from tests.ledger.writer import story

ROOT = Path(__file__).parent.parent.parent  # of the project: the writer is a module of its tests
STORIES = 60


def writer(path: Path, *, limit: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.ledger.writer", str(path), str(STORIES), str(limit)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)


def publications(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM publication").fetchone()[0])
    finally:
        connection.close()


def test_killed_again_and_again_nothing_accepted_is_lost_and_nothing_half_written_seen(tmp_path: Path) -> None:
    path, dice = tmp_path / "l.db", random.Random(5)
    for _ in range(6):
        accepted = 0
        with writer(path) as process:
            assert process.stdout
            for line in process.stdout:
                assert line.strip().isdecimal(), line
                accepted = int(line)
                if dice.random() < 0.12:
                    break
            process.kill()
        verdict = verify(path)
        assert verdict.findings == ()
        assert verdict.publications >= accepted
    with writer(path) as process:
        assert process.stdout
        assert process.stdout.read().endswith("done\n")
    assert publications(path) == STORIES
    assert verify(path).findings == ()
    assert verify(path).texts == STORIES // 2


def test_a_kill_before_the_first_write_leaves_a_file_that_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    path.touch()  # what a kill right after the file was made leaves
    with Store(path) as store:
        store.put(harbor())
    assert verify(path).findings == ()


def test_two_writers_at_once_keep_each_article_once(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with writer(path) as one, writer(path) as other:
        told = [process.communicate()[0] for process in (one, other)]
    assert all(text.endswith("done\n") for text in told), told
    assert publications(path) == STORIES
    assert verify(path).findings == ()


def test_readers_beside_a_writer_see_whole_articles(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Store(path) as store:
        store.put(harbor(published="2026-01-01"))
    with writer(path) as process, Ledger(path) as a, Ledger(path) as b, Ledger(path) as c, Ledger(path) as d:
        assert process.stdout
        seen = 0
        for _ in process.stdout:
            for reader in (a, b, c, d):
                found = reader.count(ClaimFilter(words="harbor"))
                assert found <= STORIES // 2
                assert reader.source(ClaimFilter(source="mayor")).claims >= found
                seen += found
    assert seen


def test_a_full_disk_is_told_and_the_same_call_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with writer(path, limit=1_300_000) as process:
        assert process.stdout
        *accepted, last = process.stdout.read().splitlines()
    assert process.returncode == 1
    assert last.startswith("output "), last
    assert "Make room" in last
    verdict = verify(path)
    assert verdict.findings == ()
    assert verdict.publications >= int((accepted or ["0"])[-1])
    with writer(path) as process:
        assert process.stdout
        assert process.stdout.read().endswith("done\n")
    assert publications(path) == STORIES
    assert verify(path).findings == ()


def test_a_writer_that_waited_long_enough_says_so_and_can_go_on(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Store(path, patience=0.05) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        store.put(harbor())
        with pytest.raises(LedgerBusyError) as caught:
            store.flush()
        assert "same command" in str(caught.value.hint)
        other.execute("ROLLBACK")
        other.close()
        assert store.flush().articles == 1
    assert publications(path) == 1


def test_an_error_in_the_middle_of_a_write_leaves_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "l.db"
    publish = Store._publish

    def broken(self: Store, article: Article, *given: Any) -> None:
        if "statement 1" in article.text:
            raise KeyboardInterrupt
        publish(self, article, *given)

    store = Store(path)
    store.put(harbor(published="2026-01-01"))
    store.flush()
    store.put(story(1))
    store.put(story(2))
    monkeypatch.setattr(Store, "_publish", broken)
    with pytest.raises(KeyboardInterrupt):
        store.flush()
    store.close()
    assert verify(path).findings == ()
    assert verify(path).texts == 1


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "l.db"
    with Store(found) as store:
        store.put(harbor())
    return found


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    for use in (Store, Ledger):
        with pytest.raises(NoLedgerError, match="another program"):
            use(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("body", [b"# Notes\n" * 200, b"\x00" * 5000, b"x"])
def test_a_file_that_is_no_database_is_left_alone(body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(body)
    for use in (Store, Ledger):
        with pytest.raises((NoLedgerError, LedgerDamagedError)):
            use(path)
    assert path.read_bytes() == body


def test_a_folder_and_a_missing_folder_are_told(tmp_path: Path) -> None:
    for use in (Store, Ledger):
        with pytest.raises(NoLedgerError, match="folder"):
            use(tmp_path)
    with pytest.raises(SaysoError):
        Store(tmp_path / "nowhere" / "l.db")


def test_a_newer_form_is_refused_with_a_hint(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for use in (Store, Ledger, compact, verify):
        with pytest.raises(LedgerSchemaError, match="99") as caught:
            use(path)
        assert "newer" in str(caught.value.hint)


def test_an_older_form_is_brought_up_to_date_by_a_writer_alone(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder)
    sql = "CREATE TABLE note (\n    id INTEGER PRIMARY KEY\n) STRICT;\n"
    number = schema.load_migrations()[-1].number + 1
    name = f"{number:04d}_notes.sql"
    (folder / name).write_text(sql)
    told = (
        (folder / schema.DIGESTS)
        .read_text()
        .replace("{", f'{{"{name}": "' + sha256(sql.encode()).hexdigest() + '",', 1)
    )
    (folder / schema.DIGESTS).write_text(told)
    monkeypatch.setattr(connect, "load_migrations", lambda: schema.load_migrations(folder))
    with pytest.raises(LedgerSchemaError, match="older") as caught:
        Ledger(path)
    assert "compact" in str(caught.value.hint)
    compact(path)
    assert verify(path).findings == ()
    with Store(path) as store:
        store.put(one_claim("She said so.", "She", "said", "so"))
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT number FROM migration ORDER BY number").fetchall() == [
        (n + 1,) for n in range(number)
    ]
    assert connection.execute("SELECT count(*) FROM note").fetchall() == [(0,)]
    connection.close()


def test_a_migration_that_fails_changes_nothing(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = schema.load_migrations()[-1].number + 1
    step = schema.Migration(
        number=number, name="bad", sql="CREATE TABLE note (id);\nCREATE TABLE note (id);\n", digest="x"
    )
    migrations = (*schema.load_migrations(), step)
    monkeypatch.setattr(connect, "load_migrations", lambda: migrations)
    with pytest.raises(LedgerError, match="note"):
        Store(path)
    monkeypatch.undo()
    assert verify(path).findings == ()


def test_a_released_migration_must_not_change(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder)
    (folder / "0001_ledger.sql").write_text((folder / "0001_ledger.sql").read_text() + "-- changed\n")
    with pytest.raises(LedgerDamagedError, match="0001_ledger"):
        schema.load_migrations(folder)


def test_a_damaged_page_is_told(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[4096 * 2 :] = b"\xab" * len(body[4096 * 2 :])
    path.write_bytes(bytes(body))
    with pytest.raises(LedgerDamagedError) as caught, Ledger(path) as ledger:
        ledger.claims(ClaimFilter())
    assert "backup" in str(caught.value.hint)


def _as_nobody(path: Path) -> list[object]:
    os.setgid(65534)
    os.setuid(65534)
    told: list[object] = []
    with Ledger(path) as ledger:
        told.append(len(ledger.claims(ClaimFilter()).hits))
    verdict = verify(path)
    told += [verdict.findings, *verdict.notes]
    try:
        Store(path)
    except SaysoError as error:
        told += [error.code, error.hint]
    return told


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody who may not write")
def test_a_file_that_may_only_be_read_can_be_asked_and_checked(path: Path) -> None:
    for folder in (path.parent, *path.parent.parents[:2]):
        folder.chmod(0o755)
    path.chmod(0o444)
    with multiprocessing.get_context("fork").Pool(1) as pool:  # a new program could not be started by nobody
        told = pool.apply(_as_nobody, (path,))
    assert told == [
        5,
        (),
        "The file cannot be written now, so the search indexes were counted, not compared word by word.",
        "output",
        "Ask for the permission, or write to a copy.",
    ]
