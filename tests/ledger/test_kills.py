"""Looking after a ledger, struck down on the way: it is as it was, or what was asked for is done, never a half."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sayso.errors import LedgerBusyError, LedgerDamagedError
from sayso.ledger import connect, schema
from sayso.ledger.queries import Ledger
from sayso.ledger.schema import load_migrations
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Article, Claim, Reading, Span
from tests.ledger.made import READER, harbor
from tests.ledger.writer import story

ROOT = Path(__file__).parent.parent.parent
WORKS = ("compact", "backup", "rule", "redact")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty articles, half of them at an outlet that may become somebody's office and in the first person."""
    path = tmp_path_factory.mktemp("kills") / "l.db"
    with Store(path) as store:
        for number in range(40):
            store.put(story(number))
            text = f"My friends, we thank our people. The harbor is ours, say {number}."
            span = Span.of(text, 33, len(text) - 1)
            store.put(
                Reading(
                    reader=READER,
                    article=Article(text=text, outlet="O0", published="2026-04-01"),
                    claims=(Claim(id="c1", content=(span,), confidence=0.5, voice="outlet"),),
                )
            )
    return path


@pytest.fixture
def path(ledger: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(ledger, tmp_path / "l.db"))


def strike(path: Path, work: str, *, steps: int = 0, limit: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.ledger.struck", str(path), work, str(steps), str(limit)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def content(path: Path) -> tuple[int, int, int]:
    connection = sqlite3.connect(path)
    try:
        tables = ("publication", "claim", "speech")
        one, two, three = (connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables)
    finally:
        connection.close()
    return one, two, three


@pytest.mark.parametrize("work", WORKS)
def test_killed_at_any_step_it_is_as_before_or_done(work: str, path: Path, tmp_path: Path) -> None:
    before = content(path)
    done = Path(shutil.copy(path, tmp_path / "done.db"))
    assert strike(done, work).stdout == "done\n"
    (tmp_path / "copy.db").unlink(missing_ok=True)
    after = content(done)
    killed = 0
    for steps in (2, 30):
        one = Path(shutil.copy(path, tmp_path / f"{steps}.db"))
        found = strike(one, work, steps=steps)
        killed += found.returncode < 0
        assert verify(one).findings == ()
        assert content(one) in {before, after}
        copy = tmp_path / "copy.db"
        if copy.exists():  # a backup appears when it is whole
            assert verify(copy).findings == ()
            copy.unlink()
        assert strike(one, work).stdout == "done\n", found.stderr
        (tmp_path / "copy.db").unlink(missing_ok=True)
        assert content(one) == after or work == "redact"  # which removes the next ones
        assert verify(one).findings == ()
    assert killed or work == "backup"  # which is one step of SQLite's


@pytest.mark.parametrize("work", WORKS)
def test_without_room_it_says_so_and_nothing_is_lost(work: str, path: Path) -> None:
    before = content(path)
    found = strike(path, work, limit=40_000 if work == "rule" else path.stat().st_size // 2)  # of its log file
    assert found.returncode == 1, found.stderr
    assert found.stdout.startswith("output "), found.stdout
    assert verify(path).findings == ()
    if work in {"compact", "backup"}:
        assert content(path) == before
    assert strike(path, work).stdout == "done\n"
    assert verify(path).findings == ()


def test_a_file_of_the_first_form_comes_up_to_date_or_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "l.db"
    first = load_migrations()[:1]
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    schema.migrate(connection, "l.db", first, lambda _: None)
    connection.close()

    def broken(_: sqlite3.Connection) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(connect, "rebuild_indexes", broken)
        with pytest.raises(KeyboardInterrupt):
            Store(path)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()
    with Store(path) as store:
        store.put(harbor())
    assert verify(path).findings == ()


def test_a_file_that_another_program_has_for_itself_is_told(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN IMMEDIATE")
    for use in (lambda: connect.open_reader(path, patience=0.05), lambda: Store(path, patience=0.05)):
        with pytest.raises(LedgerBusyError) as caught:
            use()
        assert "same command" in str(caught.value.hint)
    other.close()
    with Ledger(path) as ledger:
        assert ledger.claims(ClaimFilter(words="harbor")).hits


@pytest.mark.parametrize("clock", ["1970-01-01T00:00:00Z", "2106-02-07T06:28:16Z", "9999-12-31T23:59:59Z"])
def test_a_clock_that_jumps_far_breaks_nothing(clock: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.ledger.store.utc_now", lambda: clock)
    with Store(path) as store:
        store.put(harbor(published="2026-05-01"))
        store.set_rule("office", "O1", "Eva Holm")
    assert verify(path).findings == ()


@pytest.mark.parametrize("page", [2, 5, 11, 23])
def test_one_bad_page_is_told_wherever_it_is(page: int, path: Path) -> None:
    body = bytearray(path.read_bytes())
    size = int.from_bytes(body[16:18], "big")
    body[size * page : size * (page + 1)] = bytes(reversed(body[size * page : size * (page + 1)]))
    path.write_bytes(bytes(body))
    told = ""
    try:
        told = verify(path).findings[0].what
    except LedgerDamagedError as error:
        told = error.hint or ""
    assert told


def test_hostile_words_in_every_field_are_kept_and_found(path: Path) -> None:
    nasty = "\x00\u202ehar\u200bbor\u2066" + "A\u0301" * 50_000
    with Store(path) as store:
        store.put(harbor(title=nasty, outlet=nasty, name=nasty, url="https://[x" + nasty, published="2026-05-02"))
    assert verify(path).findings == ()
    with Ledger(path) as ledger:
        hits = ledger.claims(ClaimFilter(words="ferry")).hits
        assert nasty in {hit.title for hit in hits}
