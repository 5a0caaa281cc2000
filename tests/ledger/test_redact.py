"""What is removed is gone from every byte of the file, the rest and the log's chain stay sound."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from sayso.commands.ledger_redact import redact
from sayso.errors import LedgerBusyError, UsageError
from sayso.ledger.connect import open_reader
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Reading
from tests.ledger.made import HARBOR, harbor, one_claim

SECRET = "Zyxwvut Quonsolum said that the Xylopolis harbor was closed. Nobody else knew of it, or would have told."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "l.db"
    with Store(found) as store:
        store.put(harbor(outlet="Post", title="Ferry", published="2026-03-04"))
        store.put(secret())
        store.put(secret(outlet="Vexillum", published="2026-03-09"))
        store.put(harbor(text=HARBOR + " More.", outlet="Post", published="2026-03-06"))
    return found


def secret(outlet: str | None = None, published: str | None = None) -> Reading:
    told = "that the Xylopolis harbor was closed"
    title, url = "Quonsolum speaks", "https://x.example/quonsolum"
    return one_claim(
        SECRET, "Zyxwvut Quonsolum", "said", told, title=title, url=url, outlet=outlet, published=published
    )


def traces(path: Path, *words: str) -> list[str]:
    """Words that stand in any file of the ledger, in any case. FTS5 shares beginnings, so ends of words count too."""
    body = b"".join(p.read_bytes() for p in path.parent.glob(path.name + "*")).lower()
    return [w for w in words if w.lower().encode() in body]


def test_a_text_goes_without_a_trace_and_the_chain_holds(path: Path) -> None:
    words = ("Zyxwvut", "Quonsolum", "Xylopolis", "onsolum", "ylopoli", "Vexillum", secret().article.sha256)
    assert set(traces(path, *words)) >= {"Zyxwvut", "Quonsolum", "Xylopolis", "Vexillum"}
    before = verify(path)
    with Store(path) as store:
        store.redact([secret().article.id])
    assert traces(path, *words) == []
    after = verify(path, head=before.head)
    assert after.findings == ()
    assert (after.texts, after.publications, after.claims) == (before.texts - 1, before.publications - 2, 10)
    assert after.entries == before.entries + 3
    with Ledger(path) as ledger:
        assert ledger.claims(ClaimFilter(words="harbor")).hits == ()
        assert len(ledger.claims(ClaimFilter(words="ferry")).hits) == 4


def test_a_removed_text_stays_out_unless_told_otherwise(path: Path) -> None:
    with Store(path) as store:
        store.redact([secret().article.id])
        assert store.is_removed(secret().article)
        store.put(secret())
        assert store.flush().removed == 1
        assert not store.has(secret().article)
    other = path.with_name("other.db")
    with Store(other) as store:
        store.put(secret())
        store.redact([secret().article.id], keep_out=False)
        store.put(secret())
    assert verify(other).publications == 1
    assert verify(other).findings == ()


def test_claims_go_with_those_inside_them_and_the_rest_of_the_reading_stays(path: Path) -> None:
    with Ledger(path) as ledger:
        hits = ledger.claims(ClaimFilter(source="Lindqvist", force=("denies",))).hits
        assert len(hits) == 2
    with Store(path) as store:
        store.redact(claims_of=hits[:1])
    assert verify(path).findings == ()
    with Ledger(path) as ledger:
        assert [h.label for h in ledger.claims(ClaimFilter(published=None, source="Lindqvist")).hits] == [
            "c2",
            "c2",
            "c3",
        ]
        left = ledger.reading(hits[0].article)
        assert [c.id for c in left.claims] == ["c1", "c2", "c5"]
        assert left.article.text.startswith(HARBOR)


def test_all_claims_of_somebody_take_the_name_along(path: Path) -> None:
    with Ledger(path) as ledger:
        hits = ledger.claims(ClaimFilter(source="Quonsolum")).hits
    with Store(path) as store:
        store.redact(claims_of=hits)
    assert verify(path).findings == ()
    connection = open_reader(path)
    assert connection.execute("SELECT count(*) FROM source WHERE label LIKE '%Quonsolum%'").fetchone() == (0,)
    connection.close()
    assert traces(path, "Zyxwvut") == ["Zyxwvut"]  # the text itself still tells


def test_a_reader_that_holds_the_log_file_is_told_of(path: Path) -> None:
    connection = open_reader(path)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM text").fetchone()
    with pytest.raises(LedgerBusyError, match="log file"), Store(path, patience=0.05) as store:
        store.redact([secret().article.id])
    connection.close()
    assert verify(path).findings == ()


def test_the_command_asks_first(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    key = secret().article.id
    with pytest.raises(UsageError, match="1 text"):
        redact.main([key[:14], "--ledger", str(path)], standalone_mode=False)
    assert "Quonsolum speaks" in capsys.readouterr().out
    assert verify(path).texts == 3
    redact.main(["--source", "Quonsolum", "--with-texts", "--yes", "--ledger", str(path)], standalone_mode=False)
    assert "removed 1 text" in capsys.readouterr().err
    assert verify(path).texts == 2
    redact.main(["--source", "Quonsolum", "--yes", "--ledger", str(path)], standalone_mode=False)
    assert "nothing found" in capsys.readouterr().err
    with pytest.raises(UsageError):
        redact.main(["--ledger", str(path)], standalone_mode=False)
