"""What was fetched, in the ledger: kept with its article, proved by verify, gone with redact."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso.commands.ledger_keep import merge
from sayso.fetch.record import Fetched, Validators
from sayso.ledger import archive
from sayso.ledger.archive import Origin, content_of
from sayso.ledger.fetching import FetchStore
from sayso.ledger.keep import compact
from sayso.ledger.verify import verify
from tests.ledger.made import HARBOR, harbor

PAGE = b"<html><p>The old ferry is not worth saving" + b" now" * 200


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "l.db"


@pytest.fixture
def store(path: Path) -> Iterator[FetchStore]:
    with FetchStore(path) as found:
        yield found


def answer(url: str = "https://post.example/ferry", body: bytes = PAGE, *, keeps: bool = True) -> Fetched:
    return Fetched(
        asked=url,
        url=url,
        at="2026-03-03T10:00:00Z",
        status=200,
        headers=(("etag", '"1"'), ("last-modified", "Tue, 03 Mar 2026 09:00:00 GMT")),
        digest=hashlib.sha256(body).hexdigest(),
        size=len(body),
        body=body if keeps else None,
    )


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def key_of(path: Path, outlet: str) -> str:
    sql = f"SELECT key FROM publication JOIN outlet ON outlet.id = outlet_id WHERE outlet.name = '{outlet}'"
    return str(rows(path, sql)[0][0])


def test_a_page_is_kept_with_its_article_and_comes_back_whole(store: FetchStore, path: Path) -> None:
    store.put(harbor(outlet="Post"), Origin(fetched=answer()))
    store.flush()
    assert content_of(store.connection, 1) == PAGE
    last = store.last_fetch("https://post.example/ferry")
    assert last is not None
    assert (last.at, last.validators) == (
        "2026-03-03T10:00:00Z",
        Validators(etag='"1"', modified="Tue, 03 Mar 2026 09:00:00 GMT"),
    )
    assert store.last_fetch("https://post.example/other") is None
    assert verify(path).findings == ()
    assert rows(path, "SELECT asked, status, kept, title FROM fetches") == [
        ("https://post.example/ferry", 200, 1, None)
    ]


def test_a_page_that_brings_nothing_new_is_noted_without_its_content(store: FetchStore, path: Path) -> None:
    store.put(harbor(outlet="Post"), Origin(fetched=answer()))
    store.note(harbor(outlet="Post").article, Origin(fetched=answer(body=PAGE + b"!")))
    store.flush()
    assert rows(path, "SELECT kept FROM fetches ORDER BY digest = (SELECT digest FROM fetch WHERE id = 1) DESC") == [
        (1,),
        (0,),
    ]
    assert verify(path).findings == ()


def test_a_content_too_large_to_keep_is_known_by_its_digest(
    store: FetchStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LARGEST_KEPT", 20)
    store.put(harbor(outlet="Post"), Origin(fetched=answer()))
    store.flush()
    assert rows(path, "SELECT kept, size FROM fetches") == [(0, len(PAGE))]
    assert verify(path).findings == ()


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE fetch SET at = '2027-01-01T00:00:00Z'", "not what was entered"),
        ("UPDATE fetch SET url = 'https://other.example/'", "not what was entered"),
        ("UPDATE fetch SET content = NULL", "not what was entered"),
        ("UPDATE fetch SET content = x'00'", "cannot be unpacked"),
        ("DELETE FROM fetch_text", "belongs to no text"),
    ],
)
def test_verify_finds_what_was_changed(store: FetchStore, path: Path, sql: str, what: str) -> None:
    store.put(harbor(outlet="Post"), Origin(fetched=answer()))
    store.flush()
    store.close()
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()
    assert any(one.area == "fetch" and what in one.what for one in verify(path).findings)


def test_verify_finds_another_content_of_the_same_size(store: FetchStore, path: Path) -> None:
    store.put(harbor(outlet="Post"), Origin(fetched=answer()))
    store.flush()
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE fetch SET content = ?", (zlib.compress(PAGE.replace(b"ferry", b"harbo")),))
    connection.commit()
    connection.close()
    assert [one.what for one in verify(path).findings] == ["holds another content than its digest says"]


def test_redact_leaves_no_word_of_a_page_anywhere_in_the_file(store: FetchStore, path: Path) -> None:
    store.put(harbor(outlet="Post"), Origin(fetched=answer("https://post.example/ferry-secret")))
    store.flush()
    packed = rows(path, "SELECT content FROM fetch")[0][0]
    store.redact(texts=[key_of(path, "Post")])
    store.close()
    assert rows(path, "SELECT * FROM fetch") == []
    assert rows(path, "SELECT * FROM fetch_text") == []
    data = b"".join(one.read_bytes() for one in path.parent.iterdir())
    assert isinstance(packed, bytes)
    for word in (packed, packed[10:60], b"ferry-secret", b"Marta"):
        assert word not in data
    assert verify(path).findings == ()


def test_redact_of_one_item_leaves_the_feed_of_the_others(store: FetchStore, path: Path) -> None:
    feed = answer("https://post.example/feed", keeps=False)
    store.put(harbor(outlet="Post"), Origin(fetched=feed))
    store.put(harbor(text=HARBOR + " More.", outlet="Herald"), Origin(fetched=feed))
    store.flush()
    assert rows(path, "SELECT count(*) FROM fetch") == [(1,)]
    store.redact(texts=[key_of(path, "Post")])
    assert rows(path, "SELECT count(*) FROM fetch_text") == [(1,)]
    assert verify(path).findings == ()
    store.redact(texts=[key_of(path, "Herald")])
    assert rows(path, "SELECT count(*) FROM fetch") == [(0,)]
    assert verify(path).findings == ()


def test_of_a_removed_text_nothing_is_noted_but_that_its_item_was_seen(store: FetchStore, path: Path) -> None:
    store.put(harbor(outlet="Post"))
    store.flush()
    store.redact(texts=[key_of(path, "Post")])
    mark = store.mark_of("item", "x")
    store.note(harbor(outlet="Post").article, Origin(fetched=answer(), mark=mark))
    store.flush()
    assert store.is_settled(mark)
    assert rows(path, "SELECT count(*) FROM fetch") == [(0,)]
    assert store.news("told", 9) == ()


def test_compact_keeps_it(store: FetchStore, path: Path) -> None:
    store.put(harbor(outlet="Post"), Origin(fetched=answer()))
    store.flush()
    store.close()
    compact(path)
    with FetchStore(path) as again:
        assert content_of(again.connection, 1) == PAGE
    assert verify(path).findings == ()


def merged(path: Path, other: Path) -> str:
    done = CliRunner().invoke(merge, [str(other), "--ledger", str(path)])
    assert done.exit_code == 0, done.stderr
    return done.stderr


def test_merge_brings_the_answers_with_their_content_once(store: FetchStore, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    feed = answer("https://post.example/feed", keeps=False)
    with FetchStore(other) as second:
        second.put(harbor(outlet="Post"), Origin(fetched=answer()))
        second.put(harbor(text=HARBOR + " More.", outlet="Herald"), Origin(fetched=feed))
        second.put(harbor(text=HARBOR + " Less.", outlet="Times"), Origin(fetched=feed))
    store.put(harbor(text=HARBOR + " More.", outlet="Herald"))  # here without where it came from
    store.close()
    assert "2 answers of the web" in merged(path, other)
    assert rows(path, "SELECT asked, kept FROM fetches ORDER BY asked, article") == [
        ("https://post.example/feed", 0), ("https://post.example/feed", 0), ("https://post.example/ferry", 1),
    ]  # fmt: skip
    assert "of the web" not in merged(path, other)
    with FetchStore(path) as again:
        (row,) = again.connection.execute("SELECT id FROM fetch WHERE content NOTNULL").fetchone()
        assert content_of(again.connection, row) == PAGE
        last = again.last_fetch("https://post.example/ferry")
    assert last is not None
    assert last.validators.etag == '"1"'
    assert verify(path).findings == ()


def test_merge_brings_no_page_of_a_text_that_was_removed(store: FetchStore, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with FetchStore(other) as second:
        second.put(harbor(outlet="Post"), Origin(fetched=answer()))
    store.put(harbor(outlet="Post"))
    store.flush()
    store.redact(texts=[key_of(path, "Post")])
    store.close()
    merged(path, other)
    assert rows(path, "SELECT * FROM fetch") == []
    assert verify(path).findings == ()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE fetch SET content = x'00'",
        "UPDATE fetch SET headers = '[1'",
        f"UPDATE fetch SET digest = '{'0' * 64}'",
    ],
)
def test_merge_leaves_out_an_answer_that_is_damaged_there(
    store: FetchStore, path: Path, tmp_path: Path, sql: str
) -> None:
    other = tmp_path / "other.db"
    with FetchStore(other) as second:
        second.put(harbor(outlet="Post"), Origin(fetched=answer()))
    connection = sqlite3.connect(other)
    connection.execute(sql)
    connection.commit()
    connection.close()
    store.close()
    assert "1 article taken in" in merged(path, other)
    assert rows(path, "SELECT * FROM fetch") == []
    assert verify(path).findings == ()


def test_an_item_is_news_once(store: FetchStore, path: Path) -> None:
    mark = store.mark_of("item", "x")
    assert not store.is_settled(mark)
    store.fail(mark)
    assert not store.is_settled(mark)
    store.put(harbor(outlet="Post"), Origin(mark=mark, sends=True))
    store.flush()
    assert store.is_settled(mark)
    (news,) = store.news("told", 9)
    assert (news.article, news.changed) == (key_of(path, "Post"), False)
    store.note_news([news], "told")
    assert store.news("told", 9) == ()
    assert [one.article for one in store.news("sent", 9)] == [news.article]
    changed = harbor(text=HARBOR + " More.", outlet="Post")
    store.put(changed, Origin(mark=store.mark_of("item", "y")))
    store.flush()
    assert [one.changed for one in store.news("told", 9)] == [False]  # without an address there is no page to change


def test_another_text_at_the_same_address_is_a_change(store: FetchStore) -> None:
    for number, text in enumerate((HARBOR, HARBOR + " More.")):
        reading = harbor(text=text, outlet="Post", url="https://post.example/ferry")
        store.put(replace(reading), Origin(mark=store.mark_of("item", str(number))))
        store.flush()
    assert [one.changed for one in store.news("told", 9)] == [False, True]


def test_an_item_whose_page_is_never_there_is_left_alone(store: FetchStore) -> None:
    mark = store.mark_of("item", "x")
    for _ in range(5):
        assert not store.is_settled(mark)
        store.fail(mark)
    assert store.is_settled(mark)
