"""What is kept comes back equal, once, under its text, page and day."""

from __future__ import annotations

import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import BadReadingError
from sayso.ledger.readings import load_reading
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Article, Claim, Reading, Source, Span
from tests.ledger.made import HARBOR, READER, harbor, one_claim, readings


def kept(path: Path, *items: Reading) -> None:
    with Store(path) as store:
        for one in items:
            store.put(one)


def rows(path: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def loaded(path: Path) -> list[Reading]:
    connection = sqlite3.connect(path)
    try:
        found = connection.execute("SELECT id, reading_id FROM publication ORDER BY id").fetchall()
        return [load_reading(connection, *one) for one in found]
    finally:
        connection.close()


def check_index(path: Path) -> None:
    connection = sqlite3.connect(path)
    for table in ("claim_words", "source_words", "text_words", "title_words"):
        connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_every_field_comes_back(tmp_path: Path) -> None:
    given_reading = harbor(
        name="harbor", url="https://news.example/a", outlet="Post", title="Ferry", published="2026-03-04T10:00:00Z"
    )
    kept(tmp_path / "l.db", given_reading)
    assert [r.to_dict() for r in loaded(tmp_path / "l.db")] == [given_reading.to_dict()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(readings(), min_size=1, max_size=3))
def test_any_reading_comes_back_equal(given_readings: list[Reading]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.db"
        for one in given_readings:
            kept(path, one)
        first: dict[str, Reading] = {}
        for one in given_readings:
            first.setdefault(one.article.id, one)
        assert [r.to_dict() for r in loaded(path)] == [r.to_dict() for r in first.values()]
        assert verify(path).findings == ()


def test_numbers_that_sqlite_gives_back_in_another_form_are_still_proved(tmp_path: Path) -> None:
    one = harbor()
    place = replace(one.claims[1].places[0], latitude=-0.0, longitude=12)
    claim = replace(one.claims[1], confidence=1, places=(place,))
    kept(tmp_path / "l.db", replace(one, claims=(claim,)))
    assert verify(tmp_path / "l.db").findings == ()


def test_mentions_that_claims_share_take_no_more_room_with_each_claim(tmp_path: Path) -> None:
    text = "She said so. " * 2000
    mentions = tuple(Span.of(text, 13 * n, 13 * n + 3) for n in range(2000))
    claims = tuple(
        Claim(
            id=f"c{n}",
            content=(Span.of(text, 13 * n + 9, 13 * n + 11),),
            confidence=0.5,
            source=Source(spans=(mentions[n],), mentions=mentions),
        )
        for n in range(2000)
    )
    reading = Reading(reader=READER, article=Article(text=text), claims=claims)
    kept(tmp_path / "l.db", reading)
    assert (tmp_path / "l.db").stat().st_size < 3_000_000
    assert loaded(tmp_path / "l.db") == [reading]


def test_one_text_in_five_outlets_is_one_text_with_five_publications(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    kept(path, *(harbor(outlet=f"Outlet {n}", published="2026-03-04") for n in range(5)))
    assert rows(path, "SELECT count(*) FROM text") == [(1,)]
    assert rows(path, "SELECT count(DISTINCT outlet) FROM articles") == [(5,)]
    assert rows(path, "SELECT count(*) FROM claims") == [(5,)]
    assert rows(path, "SELECT claims FROM source WHERE label = 'Marta Lindqvist'") == [(2,)]
    check_index(path)


def test_the_same_article_twice_is_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    kept(path, harbor(published="2026-03-04"), harbor(published="2026-03-04"))
    kept(path, harbor(published="2026-03-04", name="another name of the file"))
    assert rows(path, "SELECT count(*) FROM publication") == [(1,)]
    assert rows(path, "SELECT count(*) FROM log") == [(3,)]  # with the frozen prediction


def test_an_earlier_publication_moves_the_claims_to_its_day(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    later, earlier = harbor(outlet="B", published="2026-03-05"), harbor(outlet="A", published="2026-03-02")
    kept(path, later, harbor(text=HARBOR + " ", outlet="C", published="2026-03-03"))
    kept(path, earlier)
    assert rows(path, "SELECT DISTINCT published, outlet FROM claims ORDER BY published") == [
        ("2026-03-02", "A"),
        ("2026-03-03", "C"),
    ]
    # the order of ids is the order of days, and nested claims still stand in their parents
    outlets = "SELECT outlet.name FROM claim JOIN text ON text.id = claim.text_id"
    order = rows(
        path,
        f"{outlets} JOIN publication ON publication.id = first JOIN outlet ON outlet.id = outlet_id ORDER BY claim.id",
    )
    assert order == [("A",)] * 5 + [("C",)] * 5
    assert {r.article.outlet: r for r in loaded(path)}["B"] == later
    check_index(path)


def test_a_reading_that_differs_by_day_is_kept_beside_and_the_first_days_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    later, earlier = harbor(year=2027, published="2027-03-04"), harbor(year=2026, published="2026-03-04")
    kept(path, later)
    kept(path, earlier)
    assert [r.to_dict() for r in loaded(path)] == [later.to_dict(), earlier.to_dict()]
    assert rows(path, "SELECT said_from FROM claims WHERE said IS NOT NULL") == [("2026-03-03",)]
    assert rows(path, "SELECT claims FROM source WHERE label = 'Marta Lindqvist'") == [(2,)]
    check_index(path)


def test_an_article_shares_the_reading_of_its_text_and_day(tmp_path: Path) -> None:
    with Store(tmp_path / "l.db") as store:
        first = harbor(outlet="A", published="2026-03-04")
        second = replace(first.article, outlet="B", language=None)
        assert not store.is_read(second, READER)
        store.put(first)
        assert store.is_read(second, READER)
        assert not store.is_read(second, "r1:other")
        assert not store.is_read(replace(second, published="2026-03-05"), READER)
        store.share(second, READER)
        store.flush()
        assert store.is_read(second, READER)
        assert store.has(second)
    assert [r.claims for r in loaded(tmp_path / "l.db")] == [first.claims, first.claims]


def test_an_article_whose_reading_went_away_is_given_back_to_be_read(tmp_path: Path) -> None:
    article = Article(text=HARBOR)
    with Store(tmp_path / "l.db") as store:
        store.share(article, READER)
        assert store.flush().unread == (article,)
        assert not store.has(article)


SHIFTED = Span(0, 3, "thE")


@pytest.mark.parametrize(
    "change",
    [
        {"content": (SHIFTED,)},
        {"content": (Span(-3, 1, ""),)},
        {"content": (Span(0, 10_000, HARBOR),)},
        {"parent": "c9"},
        {"parent": "c1"},
        {"confidence": float("nan")},
        {"confidence": 1.5},
    ],
)
def test_a_reading_against_its_own_text_is_refused_whole(change: dict[str, object], tmp_path: Path) -> None:
    good = harbor()
    bad = replace(good, claims=(replace(good.claims[0], **change), *good.claims[1:]))  # type: ignore[arg-type]
    with Store(tmp_path / "l.db") as store:
        with pytest.raises(BadReadingError):
            store.put(bad)
        assert not store.has(bad.article)
    assert rows(tmp_path / "l.db", "SELECT count(*) FROM text") == [(0,)]


def test_two_claims_with_one_name_are_refused(tmp_path: Path) -> None:
    good = harbor()
    twice = (good.claims[0], good.claims[0])
    with Store(tmp_path / "l.db") as store, pytest.raises(BadReadingError, match="c1"):
        store.put(replace(good, claims=twice))


@pytest.mark.parametrize("where", ["text", "title", "name"])
def test_halves_of_surrogate_pairs_are_refused(where: str, tmp_path: Path) -> None:
    article = Article(**{"text": "a", where: "\ud800"})
    with Store(tmp_path / "l.db") as store, pytest.raises(BadReadingError, match="surrogate"):
        store.put(Reading(reader=READER, article=article, claims=()))
    claim = Claim(id="c1", content=(), confidence=0.5, due="\ud800")
    with Store(tmp_path / "l.db") as store, pytest.raises(BadReadingError, match="surrogate"):
        store.put(Reading(reader=READER, article=Article(text="a"), claims=(claim,)))


def test_near_duplicates_are_linked_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    longer = HARBOR + " The ferry has run since 1931."
    other = "A wholly different story about a bridge, a mayor and the money that went missing before the vote, he said."
    kept(path, harbor(), harbor(text=longer), one_claim(other, "he", "said", "A wholly different story"))
    found = rows(path, "SELECT text_id, other_id, alike FROM twin")
    assert [one[:2] for one in found] == [(2, 1)]
    assert 0.7 < float(str(found[0][2])) < 1
    assert rows(path, "SELECT count(*) FROM text") == [(3,)]


def test_versions_of_a_page_are_told_in_order(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    url = "https://www.news.example/ferry?utm_source=x"
    second = harbor(text=HARBOR + " Corrected.", url="http://news.example/ferry/", published="2026-03-05")
    first = harbor(url=url, published="2026-03-04")
    kept(path, second, first, harbor(url="https://news.example/ferry?page=2"))
    found = rows(path, "SELECT page, version, article, article_before FROM versions")
    assert found == [
        ("news.example/ferry", 1, first.article.id, None),
        ("news.example/ferry", 2, second.article.id, first.article.id),
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE log SET at = 'never'",
        "DELETE FROM log",
        "INSERT OR REPLACE INTO log SELECT 1, at, action, subject, subject_id, commitment, previous, 'x' FROM log",
        "INSERT INTO log VALUES (9, '', 'add', 'reading', 1, '', '', 'x')",
        "INSERT INTO log VALUES (3, '', 'add', 'reading', 1, '', 'not the last', 'x')",
    ],
)
def test_the_log_can_only_grow_at_its_end(sql: str, tmp_path: Path) -> None:
    kept(tmp_path / "l.db", harbor())
    connection = sqlite3.connect(tmp_path / "l.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(sql)
    connection.close()


def test_the_log_holds_nothing_that_a_guess_could_be_tested_on(tmp_path: Path) -> None:
    path, reading = tmp_path / "l.db", harbor(title="Ferry")
    kept(path, reading)
    told = str(rows(path, "SELECT * FROM log"))
    for word in (
        reading.article.sha256,
        reading.article.id[3:],
        "Ferry",
        "Lindqvist",
        rows(path, "SELECT key FROM claim")[0][0],
    ):
        assert str(word) not in told
