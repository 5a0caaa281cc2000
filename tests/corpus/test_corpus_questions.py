"""Shares with their intervals, groups, quotations, the report in all its forms, and a selection into a ledger."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sayso.cli import sayso
from sayso.corpus import parts
from sayso.corpus.answers import Cell
from sayso.corpus.asking import ask, year_of
from sayso.corpus.groups import Groups, meetings
from sayso.corpus.page import to_page
from sayso.corpus.plots import Scale, years_plot
from sayso.corpus.quotes import Quotations, kept, quotations, runs
from sayso.corpus.schema import schemas
from sayso.corpus.shares import Share, Tally, wilson
from sayso.corpus.tables import Choice, Corpus
from sayso.corpus.told import to_object
from sayso.errors import CorpusError, MissingExtraError
from sayso.records import Article, Claim, Cue, Reading, Source, Span
from tests.corpus import made
from tests.corpus.made import make, story, write_lines

LONG = "we will rebuild the old bridge before the first snow falls this year"
DIGEST = made.SmallReader().digest


def test_an_interval_takes_articles_as_what_was_drawn() -> None:
    alike, mixed = Tally(), Tally()
    for number in range(40):
        alike.add(10, 10 if number % 2 else 0, 0)  # each article all or nothing
        mixed.add(10, 5, 1)
    one, other = alike.share(), mixed.share()
    assert one is not None
    assert other is not None
    assert one.value == other.value == 0.5
    low, high = wilson(0.5, 40)
    assert one.high - one.low == pytest.approx(high - low, rel=0.03)  # 400 claims say no more than 40 articles
    assert other.high - other.low < 0.11
    assert mixed.anonymous == 40


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0, 1)), min_size=1, max_size=40))
def test_a_share_lies_in_its_interval(counts: list[tuple[int, float]]) -> None:
    tally = Tally()
    for n, part in counts:
        tally.add(n, round(n * part), 0)
    share = tally.share()
    if not any(n for n, _ in counts):
        assert share is None
        return
    assert share is not None
    assert 0 <= share.low <= share.value + 1e-9
    assert share.value - 1e-9 <= share.high <= 1
    assert share.articles == sum(n > 0 for n, _ in counts)


def test_wilson_is_that_of_the_textbook() -> None:
    assert wilson(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(0.0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=40))
def test_groups_are_those_of_a_plain_search(pairs: list[tuple[int, int]]) -> None:
    groups = Groups(20)
    sets = [{n} for n in range(20)]
    for one, other in pairs:
        groups.join(one, other)
        union = next(s for s in sets if one in s) | next(s for s in sets if other in s)
        sets = [s for s in sets if not s & union] + [union]
    assert sorted(map(sorted, groups.all().values())) == sorted(sorted(s) for s in sets if len(s) > 1)


def test_owners_meet_under_a_common_hash_but_not_under_one_that_too_many_have() -> None:
    hashes = np.array([5, 5, 7, 7, 7, 7, -1], np.int64)
    owners = np.array([2, 1, 0, 1, 2, 3, 3], np.int64)
    assert list(meetings(hashes, owners, 3)) == [(1, 2)]
    assert sorted(meetings(hashes, owners, 4)) == [(0, 1), (0, 2), (0, 3), (1, 2)]
    assert list(meetings(hashes[:0], owners[:0], 3)) == []


def test_what_is_quoted_in_a_claim() -> None:
    assert list(quotations(f"that “{LONG}” and went", "mixed")) == [LONG]
    assert list(quotations(LONG, "direct")) == [LONG]
    assert list(quotations(LONG, "indirect")) == []
    assert list(quotations("“too short to be sure of”", "direct")) == []


def test_quotations_are_the_same_whole_or_in_part() -> None:
    found = Quotations()
    texts = [
        LONG,
        LONG.upper() + "!",
        " ".join(LONG.split()[2:11]),
        "quite another thing that nobody else has said so far",
    ]
    for text in texts:
        found.add(text)
    assert [sorted(group) for group in found.groups()] == [[0, 1, 2]]


@given(st.lists(st.integers(0, 6), min_size=8, max_size=40), st.integers(0, 32))
def test_winnowing_keeps_a_run_of_every_eight_shared_words(words: list[int], start: int) -> None:
    text = " ".join(f"w{n}" for n in words)
    part = " ".join(text.split()[start : start + 8])
    if len(part.split()) == 8:
        assert kept(runs(text)) & kept(runs(part))


def test_years_before_print_and_none() -> None:
    assert [year_of(day) for day in ("2016-02-03", "0001-11-30", None, "x")] == [2016, None, None, None]


class Heard:
    """Reads "NAME (RECORD) says …": one claim with that source; what stands in “…” is quoted."""

    def __init__(self) -> None:
        self.digest = DIGEST

    def read(self, article: Article) -> Reading:
        claims = []
        for n, found in enumerate(re.finditer(r"(\S+) \((\S+)\) says ([^\n]+)", article.text), 1):
            record: Any = found[2]
            spans = [Span.of(article.text, *found.span(k)) for k in (1, 3)]
            source = Source(spans=(spans[0],), name=found[1], record=record)
            cue = Cue(span=Span.of(article.text, found.start(2), found.end(2)), lemma="say")
            claims.append(Claim(id=f"c{n}", content=(spans[1],), confidence=0.9, source=source, cue=cue, form="mixed"))
        return Reading(reader=self.digest, article=article, claims=tuple(claims))


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(made, "SmallReader", Heard)
    objects = []
    for n in range(24):
        outlet, year = ("Loud", "Quiet")[n % 2], 2015 + n % 3
        said = f"Ann{n} (unnamed) says no." if outlet == "Loud" else f"Berg (named-person) says yes {n}."
        text = f"{said}\nCarl (named-person) says maybe {n}."
        objects.append(story(n, text=text, outlet=outlet, published=f"{year}-03-0{1 + n % 9}", title=f"Title {n}"))
    quote = f"Dora (named-person) says “{LONG}” today"
    objects += [
        story(50, text=f"{quote} alone.", outlet="First", published="2016-01-01"),
        story(51, text=f"In other words: {quote} again. " * 3, outlet="Second", published="2016-01-02"),
        story(
            52,
            text=f"{quote} and that is all that <script>x</script> there is.",
            outlet="<b>Third",
            published="2016-01-05",
        ),
    ]
    twin = "The long story of the bridge that nobody wanted to pay for, told once more in full and in every detail."
    objects += [
        story(60 + n, text=f"{twin} No {n}.", outlet=f"Twin{n}", published=f"2017-01-0{2 - n}") for n in range(2)
    ]
    out = tmp_path / "c"
    make(out, write_lines(tmp_path / "news.jsonl", objects), shard_size=7)
    return out


def test_answers(corpus: Path) -> None:
    answers = ask(Corpus(corpus), Choice(), top=5, least=3, show=lambda _: None)
    assert [(cell.outlet, cell.share.value) for cell in answers.ranked()] == [("Loud", 0.5), ("Quiet", 0.0)]
    cell = answers.cell("Loud", 2016)
    assert cell is not None
    assert (cell.share.n, cell.share.articles, cell.anonymous) == (8, 4, 0.0)
    assert answers.cell("First", 2016) is None  # one article is too few
    assert answers.years == (2015, 2016, 2017)
    everybody = [(one.name, one.claims, one.outlets) for one in answers.speakers if one.outlet is None]
    assert everybody[:2] == [("Carl", 24, 2), ("Berg", 12, 1)]
    (travel,) = answers.travels
    assert travel.quotation == LONG
    assert [one.outlet for one in travel.first] == ["First"]
    assert [one.outlet for one in travel.others] == ["Second", "<b>Third"]
    assert travel.names == (("Dora", 3),)
    (twins,) = [one for one in answers.twins if one.outlets > 1 and "Twin1" in {a.outlet for a in one.articles}]
    assert [one.outlet for one in twins.articles] == ["Twin1", "Twin0"]


def test_a_choice_of_outlets_and_days(corpus: Path) -> None:
    choice = Choice(outlets=frozenset({"loud"}), days=lambda day: day is not None and day.startswith("2016"))
    answers = ask(Corpus(corpus), choice, top=5, least=1, show=lambda _: None)
    assert (answers.articles, answers.outlets, answers.years) == (4, 1, (2016,))


def test_the_page_is_harmless_whole_and_silent(corpus: Path) -> None:
    answers = ask(Corpus(corpus), Choice(), top=5, least=1, show=lambda _: None)
    page = to_page(answers, "News <of> all")
    assert "<script" not in page
    assert "&lt;b&gt;Third" in page
    assert "News &lt;of&gt; all" in page
    assert not re.search(r'(?:src|href)="', page)
    assert "default-src 'none'" in page
    assert not re.search(r'style="', page)  # the policy would drop it
    assert page.count("<figure>") == 1 + 2
    assert page.count("<section") == page.count("</section>")


def test_plots_leave_gaps_where_nothing_is_known() -> None:
    def cell(year: int) -> Cell:
        return Cell(outlet="A", year=year, share=Share(value=0.2, low=0.1, high=0.3, n=50, articles=10), anonymous=0.0)

    cells = [cell(2012), cell(2013), cell(2016)]
    plot = years_plot(cells, (), Scale.of(cells, (2012, 2016)), "A <b>")
    assert plot.count("<polyline") == 2
    assert plot.count("<circle") == 3
    assert "A &lt;b&gt;" in plot


def test_an_interval_above_the_plot_ends_in_an_arrow_and_no_dot_is_cut() -> None:
    def cell(year: int, value: float, high: float) -> Cell:
        share = Share(value=value, low=value - 0.1, high=high, n=50, articles=10)
        return Cell(outlet="A", year=year, share=share, anonymous=0.0)

    usual = [cell(year, 0.2, 0.3) for year in range(1990, 2020)]
    cells = [*usual, cell(2020, 0.5, 0.9)]
    scale = Scale.of(cells, (1990, 2020))
    assert 0.5 <= scale.top < 0.9
    assert [one.year for one in cells if scale.cuts(one)] == [2020]
    plot = years_plot(cells, (), scale, "A")
    (beyond,) = [path for path in re.findall(r'class="p-span" d="([^"]*)"', plot) if "L" in path]
    assert beyond.startswith(f"M{scale.x(2020):.1f} ")
    assert "L" not in "".join(re.findall(r'class="p-span" d="([^"]*)"', years_plot(usual, (), scale, "A")))


def test_the_command_in_all_forms(corpus: Path, tmp_path: Path) -> None:
    def call(*options: str) -> str:
        done = CliRunner().invoke(sayso, ["corpus", "report", str(corpus), "--least", "1", *options])
        assert done.exit_code == 0, done.output
        return done.stdout

    told = json.loads(call("--format", "json"))
    assert told["corpus"]["articles"] == 29
    assert told["corpus"]["complete"]
    assert told["nameless"][0]["outlet"] is None
    assert call("--format", "csv").splitlines()[0] == "outlet,year,share,low,high,anonymous,claims,articles"
    assert "Quotations that travel: 1" in call()
    assert call("--format", "html", "--output", str(tmp_path / "r.html")) == ""
    assert (tmp_path / "r.html").read_text(encoding="utf-8").endswith("</html>\n")
    assert to_object(ask(Corpus(corpus), Choice(), top=3, least=1, show=print))["near_duplicates"]["groups"] >= 1


def test_the_table_cannot_move_the_cursor(tmp_path: Path) -> None:
    text = "Ann says that the bridge that nobody wanted to pay for is closed to all of them for good. "
    bad = "\x1b[2JEvil\nOutlet"
    objects = [story(n, text=f"{text}{n}", outlet=f"{bad}{n}", title=bad, published="2020-01-01") for n in range(2)]
    make(tmp_path / "c", write_lines(tmp_path / "news.jsonl", objects))
    done = CliRunner().invoke(sayso, ["corpus", "report", str(tmp_path / "c"), "--least", "1"])
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert "Near-duplicates: 1 group of 2 articles" in done.stdout


def test_a_missing_library_names_its_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name=name.partition(".")[0])

    monkeypatch.setattr(parts, "import_module", missing)
    schemas.cache_clear()
    with pytest.raises(MissingExtraError) as caught:
        make(tmp_path / "c", write_lines(tmp_path / "news.jsonl", [story(1)]))
    assert caught.value.hint == "pip install 'sayso[corpus]'"
    assert not (tmp_path / "c").exists()


def test_what_is_no_corpus_or_damaged(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is no corpus"):
        Corpus(tmp_path / "none")
    part = corpus / "claims" / "part-00000.parquet"
    part.write_bytes(part.read_bytes()[:50])
    found = Corpus(corpus)
    assert [number for number, _ in found.damaged] == [0]
    assert not found.is_complete
    assert ask(found, Choice(), top=1, least=1, show=lambda _: None).articles == 29 - 7


def test_a_selection_comes_into_a_ledger_unread(corpus: Path, tmp_path: Path) -> None:
    ledger = str(tmp_path / "l.db")

    def add(*options: str) -> str:
        done = CliRunner().invoke(sayso, ["add", "--from-corpus", str(corpus), "--ledger", ledger, *options])
        assert done.exit_code == 0, done.output
        return done.stderr

    assert add("--outlet", "loud", "--from", "2016", "--to", "2016").startswith("sayso: 4 articles added, 8 claims.")
    key = pq.read_table(corpus / "articles" / "part-00003.parquet")["id"][4].as_py()
    assert add("--id", key).startswith("sayso: 1 article added")
    assert "24 articles added" in add()
    assert "29 were there already" in add()
    done = CliRunner().invoke(sayso, ["verify", "--ledger", ledger])
    assert done.exit_code == 0, done.output


def test_what_cannot_be_meant(corpus: Path, tmp_path: Path) -> None:
    for options in (["--id", "a1:x"], ["--from-corpus", str(corpus), "x.txt"], []):
        done = CliRunner().invoke(sayso, ["add", "--ledger", str(tmp_path / "l.db"), *options])
        assert done.exit_code != 0
