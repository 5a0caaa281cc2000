"""Who speaks where the text names no source: found, counted, undone with its rule, proved by verify."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from sayso.ledger.days import Days
from sayso.ledger.keep import compact
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Article, Claim, Cue, Reading, Source
from tests.ledger.made import READER, at

TALK = (
    "President of Tarn Marta Lindqvist: The grain is probably safe. I have said that grain leaves. "
    "Olav Ness said that grain rots. Harbor Minister Olav Ness: The grain waits. Marta Lindqvist: No."
)
ADDRESS = "The talk was on grain. Dear friends, our grain is ours. We sell grain. I thank you and my people."
MESSAGE = 'The message reads, in part: "The grain of Tarn is good." The minister read it out.'


def own(text: str, words: str, number: int = 1) -> Claim:
    return Claim(id=f"c{number}", content=(at(text, words),), confidence=0.9, voice="outlet")


def by(text: str, source: str, cue: str, words: str, number: int) -> Claim:
    return Claim(
        id=f"c{number}",
        content=(at(text, words),),
        confidence=0.8,
        source=Source(spans=(at(text, source),)),
        cue=Cue(span=at(text, cue), lemma=cue),
        force="says",
    )


def reading(text: str, *claims: Claim, day: str = "2022-06-03", outlet: str = "tarn-site") -> Reading:
    return Reading(reader=READER, article=Article(text=text, outlet=outlet, published=day), claims=claims)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "l.db"
    with Store(found) as store:
        store.put(
            reading(
                TALK,
                own(TALK, "The grain is probably safe"),
                by(TALK, "I", "have said", "that grain leaves", 2),
                by(TALK, "Olav Ness", "said", "that grain rots", 3),
                own(TALK, "The grain waits", 4),
            )
        )
        store.put(
            reading(ADDRESS, own(ADDRESS, "The talk was on grain"), own(ADDRESS, "We sell grain", 2), day="2022-06-17")
        )
        store.put(
            reading(
                MESSAGE,
                by(MESSAGE, "The message", "reads", "The grain of Tarn is good", 1),
                own(MESSAGE, "The minister read it out", 2),
                day="2022-07-01",
            )
        )
    return found


def asked(path: Path, **wanted: object) -> list[tuple[str, str | None, str | None]]:
    with Ledger(path) as ledger:
        page = ledger.claims(ClaimFilter(source="Lindqvist", **wanted), order="oldest")  # type: ignore[arg-type]
    return [(hit.content, hit.spoken_by, hit.spoken_in) for hit in page.hits]


TURNS = [
    ("The grain is probably safe", "Marta Lindqvist", "turn"),
    ("that grain leaves", "Marta Lindqvist", "turn"),
]
OFFICE = [
    ("The talk was on grain", "Marta Lindqvist", "address"),  # her name does not stand before it
    ("We sell grain", "Marta Lindqvist", "address"),
    ("The grain of Tarn is good", "Marta Lindqvist", "message"),
]


def test_a_transcript_needs_no_rule_an_address_does(path: Path) -> None:
    assert asked(path) == TURNS
    with Store(path) as store:
        assert store.set_rule("office", "Tarn-Site", "Marta Lindqvist")
        assert not store.set_rule("office", "Tarn-Site", "Marta Lindqvist")
    assert asked(path) == TURNS + OFFICE
    assert verify(path).findings == ()
    with Store(path) as store:
        store.set_rule("office", "tarn-site", None)
    assert asked(path) == TURNS
    assert verify(path).findings == ()


def test_what_the_office_tells_is_shown_when_asked_for_and_marked(path: Path) -> None:
    with Store(path) as store:
        store.set_rule("office", "tarn-site", "Marta Lindqvist")
    told = [hit for hit in asked(path, office=True) if hit[2] == "office"]
    assert [hit[0] for hit in told] == ["The minister read it out"]


def test_only_what_the_words_name(path: Path) -> None:
    assert asked(path, named=True) == []
    with Ledger(path) as ledger:
        assert [h.content for h in ledger.claims(ClaimFilter(source="Ness", named=True)).hits] == ["that grain rots"]


def test_filters_and_counts_go_with_it(path: Path) -> None:
    june = Days.parse("2022-06", "--said")
    with Store(path) as store:
        store.set_rule("office", "tarn-site", "Marta Lindqvist")
    assert len(asked(path, words="grain", said=june)) == 4
    with Ledger(path) as ledger:
        whole = ledger.source(ClaimFilter(source="Lindqvist"))
        part = ledger.source(ClaimFilter(source="Lindqvist", words="grain", said=june))
        assert {row.source: row.claims for row in ledger.sources(ClaimFilter())[0]}["Marta Lindqvist"] == 5
        assert {row.source: row.claims for row in ledger.sources(ClaimFilter(said=june))[0]}["Marta Lindqvist"] == 4
    assert (whole.claims, part.claims) == (5, 4)
    assert [(c.value, c.claims) for c in whole.months] == [("2022-06", 4), ("2022-07", 1)]
    assert part.sureness is not None
    assert part.sureness.plain == 4
    assert {c.value: c.claims for c in part.spoken} == {"turn": 2, "address": 2}


def test_an_article_that_comes_after_the_rule_falls_under_it(path: Path) -> None:
    with Store(path) as store:
        store.set_rule("office", "tarn-site", "Marta Lindqvist")
        text = ADDRESS.replace("We sell", "We burn")
        store.put(reading(text, own(text, "We burn grain"), day="2022-08-01"))
    assert asked(path)[-1] == ("We burn grain", "Marta Lindqvist", "address")
    assert verify(path).findings == ()


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM speech WHERE claim_id = (SELECT min(claim_id) FROM speech)",
        "UPDATE speech SET basis = 'message' WHERE basis = 'turn'",
        "UPDATE rule SET person = 'Eva Holm'",
        "DELETE FROM rule",
    ],
)
def test_verify_finds_what_was_changed(sql: str, path: Path) -> None:
    with Store(path) as store:
        store.set_rule("office", "tarn-site", "Marta Lindqvist")
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()
    assert {finding.area for finding in verify(path).findings} & {"speech", "rule", "log", "counts"}


def test_redacted_claims_take_their_speaker_along(path: Path) -> None:
    with Ledger(path) as ledger:
        hits = ledger.claims(ClaimFilter(source="Lindqvist")).hits
    with Store(path) as store:
        store.redact(claims_of=hits)
    assert asked(path) == []
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM source WHERE label LIKE '%Lindqvist%'").fetchone() == (0,)
    connection.close()
    assert verify(path).findings == ()


def test_compact_finds_speakers_anew(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM speech")
    connection.commit()
    connection.close()
    finding = verify(path).findings[0]
    assert (finding.area, finding.what.endswith("sayso compact mends that")) == ("speech", True)
    compact(path)
    assert asked(path) == TURNS
    assert verify(path).findings == ()


@pytest.mark.parametrize(
    ("title", "person"),
    [
        ("The harbor - address by the President of Tarn", "Marta Lindqvist"),
        ("Speech by President Marta Lindqvist", "Marta Lindqvist"),
        ("Speech by Minister Olav Ness", None),  # whom the reading does not know
        ("Interview with Marta Lindqvist", None),
    ],
)
def test_a_title_may_name_another_speaker(title: str, person: str | None, tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Store(path) as store:
        store.set_rule("office", "tarn-site", "Marta Lindqvist")
        article = Article(text=ADDRESS, outlet="tarn-site", published="2022-06-17", title=title)
        store.put(Reading(reader=READER, article=article, claims=(own(ADDRESS, "We sell grain"),)))
    with Ledger(path) as ledger:
        (hit,) = ledger.claims(ClaimFilter()).hits
    assert (hit.spoken_by if hit.spoken_in == "address" else None) == person
    assert verify(path).findings == ()
