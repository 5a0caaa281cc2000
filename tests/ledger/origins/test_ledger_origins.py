"""Origins from a ledger, and what persons say of them: kept, undone, proved, merged, removed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.errors import UsageError
from sayso.ledger.origins.decide import decide, load, standing
from sayso.ledger.origins.gather import origins_of, ties
from sayso.ledger.queries import Ledger
from sayso.ledger.store import Store
from sayso.ledger.verify import verify
from sayso.records import Article, Claim, Cue, Reading, Source, Span

READER = "r1:" + "0" * 32
HOLM = "The old ferry will be sold before summer, Mayor Marta Holm told the BBC."
BERG = "The old ferry will be sold before summer, the deckhand Jan Berg told Reuters."


def reading(text: str, source: str, outlet: str, day: str, title: str = "The old ferry") -> Reading:
    def at(words: str) -> Span:
        start = text.index(words)
        return Span.of(text, start, start + len(words))

    claim = Claim(
        id="c1",
        content=(at("The old ferry will be sold before summer"),),
        confidence=0.9,
        source=Source(spans=(at(source),), name=source, record="named-person"),
        cue=Cue(span=at("told"), lemma="tell"),
        form="indirect",
        force="says",
    )
    article = Article(
        text=text, outlet=outlet, published=day, title=title, url=f"https://{outlet.lower()}.example/{day}"
    )
    return Reading(reader=READER, article=article, claims=(claim,))


READINGS = (
    reading(HOLM, "Marta Holm", "BBC", "2024-03-01"),
    reading(BERG, "Jan Berg", "Reuters", "2024-03-02"),
    reading(HOLM, "Marta Holm", "Gazette", "2024-03-03"),
)
KEYS = tuple(one.article.id for one in READINGS)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    with Store(path) as store:
        for one in READINGS:
            store.put(one)
    return path


def say(path: Path, verdict: str, one: str, other: str, why: str | None = "seen") -> None:
    with Store(path, create=False) as store, store.writing():
        decide(store.connection, verdict, one, other, reviewer="ada", why=why, now="2026-01-01T00:00:00Z")  # type: ignore[arg-type]


def test_an_articles_story_is_gathered_and_counted(ledger: Path) -> None:
    with Ledger(ledger) as asked:
        found = origins_of(asked.connection, KEYS[1])
        assert (found.kind, found.forest.articles) == ("article", 3)
        assert (found.forest.at_least, found.forest.at_most) == (2, 2)
        assert found.forest.between(KEYS[0], KEYS[2]).value == "dependent"
        assert found.forest.between(KEYS[0], KEYS[1]).value == "independent"


def test_a_claim_without_a_question_is_held_against_those_that_speak_of_the_same(ledger: Path) -> None:
    with Ledger(ledger) as asked:
        (key, other) = [row[0] for row in asked.connection.execute("SELECT key FROM claim ORDER BY key")]
        assert origins_of(asked.connection, key).forest.at_most == 2
        tie = ties(asked.connection)
        assert tie(key, other) == "independent"
        assert tie(key, key) == "dependent"
        assert tie(key, "k1:" + "0" * 32) == "unknown"
        with pytest.raises(UsageError):
            origins_of(asked.connection, "k1:0000")
        with pytest.raises(UsageError):
            origins_of(asked.connection, "k1:' OR 1")


def test_a_persons_word_wins_until_it_is_taken_back(ledger: Path) -> None:
    say(ledger, "dependent", KEYS[0], KEYS[1])
    with Ledger(ledger) as asked:
        assert origins_of(asked.connection, KEYS[0]).forest.at_most == 1
    with pytest.raises(UsageError, match="already"):
        say(ledger, "dependent", KEYS[1], KEYS[0])
    say(ledger, "undo", KEYS[1], KEYS[0], None)
    with Ledger(ledger) as asked:
        assert origins_of(asked.connection, KEYS[0]).forest.at_least == 2
        assert [one.verdict for one in load(asked.connection)] == ["dependent", "undo"]
        assert standing(load(asked.connection)) == ()
    with pytest.raises(UsageError, match="Nothing was said"):
        say(ledger, "undo", KEYS[1], KEYS[0], None)
    with pytest.raises(UsageError, match="why"):
        say(ledger, "independent", KEYS[0], KEYS[1], None)
    with pytest.raises(UsageError, match="one article"):
        say(ledger, "independent", KEYS[0], KEYS[0][:12])
    assert verify(ledger).findings == ()


def test_a_person_may_change_their_mind_within_a_second(ledger: Path) -> None:
    with Store(ledger, create=False) as store, store.writing():
        for verdict in ("dependent", "undo", "dependent", "undo", "dependent"):
            why, now = "the same words", "2024-04-01T00:00:00Z"
            decide(store.connection, verdict, KEYS[0], KEYS[1], reviewer="ada", why=why, now=now)
        assert [one.verdict for one in standing(load(store.connection))] == ["dependent"]
    assert verify(ledger).findings == ()


def test_what_was_said_is_only_added_and_a_change_is_found(ledger: Path) -> None:
    say(ledger, "dependent", KEYS[0], KEYS[1])
    with Store(ledger, create=False) as store:
        with pytest.raises(Exception, match="only added"), store.writing():
            store.connection.execute("UPDATE origin_decision SET why = 'else'")
        with store.writing():
            store.connection.execute("DROP TRIGGER origin_decision_no_update")
            store.connection.execute("UPDATE origin_decision SET verdict = 'independent'")
    assert {one.area for one in verify(ledger).findings} == {"origin_decision"}


def test_what_was_said_comes_along_with_merge_and_goes_with_its_text(ledger: Path, tmp_path: Path) -> None:
    say(ledger, "dependent", KEYS[0], KEYS[1])
    other = tmp_path / "other.db"
    for _ in range(2):
        assert main(["merge", str(ledger), "--ledger", str(other)]) == 0
    with Ledger(other) as asked:
        assert [one.why for one in load(asked.connection)] == ["seen"]
    with Store(other, create=False) as store:
        store.redact(texts=[KEYS[1]])
    with Ledger(other) as asked:
        assert load(asked.connection) == ()
    assert verify(other).findings == ()


def test_the_command_tells_draws_and_decides(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--ledger", str(ledger)]
    assert main(["origins", KEYS[0], *where]) == 0
    told = capsys.readouterr().out
    assert "3 articles, 2 origins" in told
    assert "“Marta Holm told”" in told
    assert main(["origins", KEYS[0], "--format", "json", *where]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["at_least"], found["at_most"], found["kind"]) == (2, 2, "article")
    plot, page = tmp_path / "o.svg", tmp_path / "o.html"
    assert main(["origins", KEYS[0], "--plot", str(plot), *where]) == 0
    assert plot.read_text(encoding="utf-8").startswith("<svg")
    assert "<script" not in plot.read_text(encoding="utf-8")
    assert main(["origins", KEYS[0], "--format", "html", "-o", str(page), *where]) == 0
    assert page.read_text(encoding="utf-8").count("<ul>") == page.read_text(encoding="utf-8").count("</ul>")
    capsys.readouterr()
    assert (
        main(["origins", "--dependent", KEYS[0], KEYS[1], "--because", "one office", "--reviewer", "ada", *where]) == 0
    )
    assert main(["origins", "--decisions", *where]) == 0
    assert "dependent" in capsys.readouterr().out
    assert main(["origins", KEYS[0], KEYS[1], *where]) == 2
    assert main(["origins", KEYS[0], "--because", "x", *where]) == 2


def test_a_claim_inside_another_has_the_origin_of_that_one(tmp_path: Path) -> None:
    text = "Eva Lund said that officials believe the old ferry is sold."
    inside, most = "the old ferry is sold", "that officials believe the old ferry is sold"
    words = ("Eva Lund", "said", "officials", "believe", most, inside)
    spans = {w: Span.of(text, text.index(w), text.index(w) + len(w)) for w in words}
    outer = Claim(
        id="c1", content=(spans[most],), confidence=0.9,
        source=Source(spans=(spans["Eva Lund"],), name="Eva Lund", record="named-person"),
        cue=Cue(span=spans["said"], lemma="say"),
    )  # fmt: skip
    inner = Claim(
        id="c2", parent="c1", content=(spans[inside],), confidence=0.9,
        source=Source(spans=(spans["officials"],), name="officials", record="unnamed"),
        cue=Cue(span=spans["believe"], lemma="believe"),
    )  # fmt: skip
    path = tmp_path / "ledger.db"
    with Store(path) as store:
        store.put(Reading(reader=READER, article=Article(text=text), claims=(outer, inner)))
    with Ledger(path) as asked:
        (key,) = asked.connection.execute("SELECT key FROM claim WHERE parent_id IS NOT NULL").fetchone()
        assert [o.label for o in origins_of(asked.connection, key).forest.origins] == ["Eva Lund"]
