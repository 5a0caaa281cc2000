"""Each filter lets through what it should and nothing else; pages neither miss nor repeat a claim."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import NoLedgerError, UsageError
from sayso.ledger.articles import ArticleFilter
from sayso.ledger.days import Days
from sayso.ledger.queries import Ledger, Order
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.records import Article, Claim, Reading, Span, When
from tests.ledger.made import HARBOR, READER, harbor, one_claim


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("ledger") / "l.db"
    with Store(path) as store:
        store.put(harbor(outlet="Post", title="Old ferry", published="2026-03-04", url="https://post.example/1"))
        store.put(harbor(outlet="Herald of Tarn", published="2026-04-02"))
        store.put(harbor(text=HARBOR + " More.", outlet="Post", published="2026-03-06", url="https://post.example/1"))
        for n, who in enumerate(("Vladimir Putin", "Mr Putin", "Putin's spokesman", "an adviser to President Putin")):
            text = f"{who} said that the grain was safe, number {n}."
            store.put(one_claim(text, who, "said", "that the grain was safe", published="2022-06-14", outlet="Wire"))
        text = "He said nothing of grain."
        store.put(one_claim(text, "He", "said", "nothing of grain"))
    with Ledger(path) as found:
        yield found


def days(told: str) -> Days:
    return Days.parse(told, "--said")


@pytest.mark.parametrize(
    ("wanted", "labels"),
    [
        (ClaimFilter(words="ferry"), "c1 c5 c1 c5"),
        (ClaimFilter(words="ferry officials"), "c1 c1"),
        (ClaimFilter(words="ferry NOT officials"), "c5 c5"),
        (ClaimFilter(words="NOT ferry", outlet="Post"), "c2 c3 c4 c2 c3 c4"),
        (ClaimFilter(source="Lindqvist"), "c2 c3 c2 c3"),
        (ClaimFilter(source="marta lindqvist", force=("denies",)), "c3 c3"),
        (ClaimFilter(source="Putin"), "c1 c1"),
        (ClaimFilter(source="spokesman"), "c1"),
        (ClaimFilter(source="nobody"), ""),
        (ClaimFilter(record=("unnamed", "named-organisation")), "c1 c4 c1 c4"),
        (ClaimFilter(force=("plans",)), "c4 c4"),
        (ClaimFilter(horizon=("future",)), "c2 c2"),
        (ClaimFilter(form=("indirect",)), "c1 c1"),
        (ClaimFilter(certainty=("likely",)), "c2 c2"),
        (ClaimFilter(certainty=("remote",)), ""),
        (ClaimFilter(hedged=True), "c2 c2"),
        (ClaimFilter(hedged=False, source="Lindqvist"), "c3 c3"),
        (ClaimFilter(negated=True), ""),
        (ClaimFilter(nested=True), "c4 c4"),
        (ClaimFilter(voice="outlet"), "c5 c5"),
        (ClaimFilter(place="norhaven"), "c2 c2"),
        (ClaimFilter(country=("no",)), "c2 c2"),
        (ClaimFilter(country=("SE",)), ""),
        (ClaimFilter(outlet="herald"), "c1 c2 c3 c4 c5"),
        (ClaimFilter(outlet="nowhere"), ""),
        (ClaimFilter(confidence=0.9), "c1 c1"),
        (ClaimFilter(said=days("2026-03-03")), "c1 c1"),
        (ClaimFilter(said=days("2026-03-04")), "c2 c3 c4 c5"),
        (ClaimFilter(said=days("2026-03"), said_in_words=True), "c1 c1"),
        (ClaimFilter(said=days("2026-04")), ""),
        (ClaimFilter(said_in_words=True), "c1 c1"),
        (ClaimFilter(about=days("2026-01")), "c2 c2"),
        (ClaimFilter(about=days("2026-04..")), ""),
        (ClaimFilter(about=days("..2026")), "c2 c2"),
        (ClaimFilter(published=days("2026-04-02"), force=("says",)), "c1"),
        (ClaimFilter(published=days("2026-04-02"), outlet="Post"), ""),
        (ClaimFilter(published=days("2026-03..2026-04"), force=("says",)), "c1 c1"),
        (ClaimFilter(published=days("..2022")), "c1 c1 c1 c1"),
        (ClaimFilter(published=days("2027..")), ""),
        (ClaimFilter(words="grain", source="Putin", said=days("2022-06")), "c1 c1"),
    ],
    ids=str,
)
def test_filters(wanted: ClaimFilter, labels: str, ledger: Ledger) -> None:
    assert " ".join(hit.label for hit in ledger.claims(wanted, limit=100).hits) == labels
    assert ledger.count(wanted) == len(labels.split())


def test_newest_first_and_each_text_from_its_beginning(ledger: Ledger) -> None:
    found = [(hit.published, hit.label) for hit in ledger.claims(ClaimFilter(), limit=100).hits]
    first = [f"c{n}" for n in range(1, 6)]
    assert found[:10] == [("2026-03-06", c) for c in first] + [("2026-03-04", c) for c in first]
    assert found[-1] == (None, "c1")
    oldest = [hit.published for hit in ledger.claims(ClaimFilter(), limit=100, order="oldest").hits]
    assert oldest == [None] + ["2022-06-14"] * 4 + ["2026-03-04"] * 5 + ["2026-03-06"] * 5


@pytest.mark.parametrize("order", ["newest", "oldest", "relevance"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_give_each_claim_once(order: Order, limit: int, ledger: Ledger) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = ledger.claims(ClaimFilter(words="ferry OR grain OR line"), limit=limit, after=after, order=order)
        seen += [f"{hit.article} {hit.label}" for hit in page.hits]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == ledger.count(ClaimFilter(words="ferry OR grain OR line"))


def test_hits_tell_the_first_publication_and_the_parent(ledger: Ledger) -> None:
    (hit,) = ledger.claims(ClaimFilter(nested=True, published=days("2026-04")), limit=9).hits
    assert (hit.outlet, hit.published, hit.title, hit.publications) == ("Post", "2026-03-04", "Old ferry", 2)
    _, claim, parent = ledger.claim(str(hit.within))
    assert (claim.id, parent.force) == ("c3", "denies")


def test_sources_by_number_of_claims(ledger: Ledger) -> None:
    rows, more = ledger.sources(ClaimFilter(), limit=2)
    assert [(r.source, r.claims) for r in rows] == [("Marta Lindqvist", 4), ("two port officials", 2)]
    assert (rows[0].first_published, rows[0].last_published) == ("2026-03-04", "2026-03-06")
    rest, _ = ledger.sources(ClaimFilter(), limit=20, after=more)
    assert "He" not in {r.source for r in rest}
    assert "He" in {r.source for r in ledger.sources(ClaimFilter(), limit=20, pronouns=True)[0]}
    assert [(r.source, r.claims) for r in ledger.sources(ClaimFilter(force=("plans",)))[0]] == [("the board", 2)]


def test_a_sources_summary(ledger: Ledger) -> None:
    told = ledger.source(ClaimFilter(source="Lindqvist"))
    assert told.claims == 4
    assert {c.value: c.claims for c in told.forces} == {"predicts": 2, "denies": 2}
    assert {c.value: c.claims for c in told.certainties} == {"likely": 2, None: 2}
    assert [(c.value, c.claims) for c in told.months] == [("2026-03", 4)]
    narrowed = ledger.source(ClaimFilter(source="Lindqvist", words="grain"))
    assert (narrowed.claims, [c.value for c in narrowed.forces]) == (2, ["predicts"])
    assert ledger.source(ClaimFilter(source="nobody")).claims == 0
    assert ledger.source(ClaimFilter(source="nobody", words="grain")).claims == 0


@pytest.mark.parametrize(
    ("label", "is_meant"),
    [
        ("Putin", True),
        ("Russian President Vladimir Putin", True),
        ("Vladimir Putin, the Russian president,", True),
        ("the Russian president, Vladimir Putin", True),
        ("Putin and Xi", True),
        ("Putin’s spokesman", False),
        ("a spokesman for Putin", False),
        ("an adviser to President Vladimir Putin", False),
        ("Alexander Lukashenko, a close ally of Russian President Vladimir Putin,", False),
        ("Secretary of State Putin", True),
    ],
)
def test_a_name_in_another_s_description_is_not_the_source(label: str, is_meant: bool, tmp_path: Path) -> None:
    with Store(tmp_path / "l.db") as store:
        store.put(one_claim(f"{label} said that all was well.", label, "said", "that all was well"))
    with Ledger(tmp_path / "l.db") as ledger:
        assert len(ledger.claims(ClaimFilter(source="Putin")).hits) == is_meant


def test_articles(ledger: Ledger) -> None:
    rows, _ = ledger.articles(ArticleFilter(words="ferry"))
    assert [(r.published, r.publications, r.near_duplicates, r.versions) for r in rows] == [
        ("2026-04-02", 2, 1, 0),
        ("2026-03-06", 1, 1, 2),
        ("2026-03-04", 2, 1, 2),
    ]
    assert len(ledger.articles(ArticleFilter(changed=True))[0]) == 2
    assert [r.outlet for r in ledger.articles(ArticleFilter(outlet="tarn"))[0]] == ["Herald of Tarn"]
    assert len(ledger.articles(ArticleFilter(published=days("2022")))[0]) == 4
    assert [
        r.title for r in ledger.articles(ArticleFilter(words='"old ferry" NOT herald', published=days("2026-03-04")))[0]
    ] == ["Old ferry"]


@pytest.mark.parametrize("newest", [True, False])
def test_pages_of_articles_give_each_once(newest: bool, ledger: Ledger) -> None:
    seen: list[str] = []
    after = None
    while True:
        rows, after = ledger.articles(ArticleFilter(), limit=3, after=after, newest=newest)
        seen += [r.article for r in rows]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 8


def test_what_belongs_to_an_article(ledger: Ledger) -> None:
    first = next(r for r in ledger.articles(ArticleFilter(words="ferry"))[0] if r.published == "2026-03-04").article
    assert [r.outlet for r in ledger.publications_of(first)] == ["Post", "Herald of Tarn"]
    ((twin, alike),) = ledger.near_duplicates_of(first)
    assert (twin.published, alike > 0.9) == ("2026-03-06", True)
    before, after = ledger.versions_of(first)
    assert ledger.changes(before.article, after.article).added == ("More.",)


def test_a_reading_by_the_beginning_of_its_key(ledger: Ledger) -> None:
    given_reading = harbor(outlet="Post", title="Old ferry", published="2026-03-04", url="https://post.example/1")
    assert ledger.reading(given_reading.article.id[:11]) == given_reading


@pytest.mark.parametrize("key", ["k1:ffff", "a1:ffff", "k1:", "x", "k1:%", "k1:zz'--"])
def test_keys_that_lead_nowhere(key: str, ledger: Ledger) -> None:
    with pytest.raises(UsageError):
        ledger.claim(key)


def test_a_key_that_two_begin_with(tmp_path: Path) -> None:
    with Store(tmp_path / "l.db") as store:
        for n in range(700):
            store.put(Reading(reader=READER, article=Article(text=f"Story {n}."), claims=()))
    with Ledger(tmp_path / "l.db") as ledger:
        keys = sorted(r.article for r in ledger.articles(ArticleFilter(), limit=700)[0])
        shared = next(a[:7] for a, b in pairwise(keys) if a[:7] == b[:7])
        with pytest.raises(UsageError, match="more"):
            ledger.reading(shared)


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "1 OR 1"])
def test_places_that_no_page_gave(after: str, ledger: Ledger) -> None:
    with pytest.raises(UsageError):
        ledger.claims(ClaimFilter(), after=after)


def test_there_must_be_a_ledger(tmp_path: Path) -> None:
    with pytest.raises(NoLedgerError) as caught:
        Ledger(tmp_path / "none.db")
    assert "sayso add" in str(caught.value.hint)
    assert not (tmp_path / "none.db").exists()


def _overlaps(when: When | None, wanted: Days) -> bool:
    if when is None or (when.earliest is None and when.latest is None):
        return False
    starts = when.earliest is None or wanted.last is None or when.earliest <= wanted.last
    return starts and (when.latest is None or wanted.first is None or when.latest >= wanted.first)


_DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 1, 1)).map(date.isoformat)


@st.composite
def _whens(draw: st.DrawFn) -> When | None:
    first, last = sorted((draw(_DAYS), draw(_DAYS)))
    edges = draw(st.sampled_from([(first, last), (first, first), (None, last), (first, None), (None, None)]))
    return draw(st.sampled_from([None, When(text="then", earliest=edges[0], latest=edges[1])]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(_whens(), st.none() | _DAYS), min_size=1, max_size=6), st.lists(_DAYS, min_size=2, max_size=2)
)
def test_ranges_find_what_meets_them(told: list[tuple[When | None, str | None]], edges: tuple[str, str]) -> None:
    wanted = Days(first=min(edges), last=max(edges))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.db"
        expected_said, expected_about = set(), set()
        with Store(path) as store:
            for n, (when, published) in enumerate(told):
                text = f"They said it, number {n}."
                claim = Claim(id="c1", content=(Span.of(text, 10, 12),), confidence=0.5, said=when, about=when)
                store.put(Reading(reader=READER, article=Article(text=text, published=published), claims=(claim,)))
                if _overlaps(when, wanted):
                    expected_said.add(text)
                    expected_about.add(text)
                undated = when is None or (when.earliest is None and when.latest is None)
                if undated and published and str(wanted.first) <= published <= str(wanted.last):
                    expected_said.add(text)
        with Ledger(path) as ledger:
            for field, expected in (("said", expected_said), ("about", expected_about)):
                hits = ledger.claims(ClaimFilter(**{field: wanted}), limit=50).hits  # type: ignore[arg-type]
                assert {ledger.claim(hit.claim)[0].article.text for hit in hits} == expected
