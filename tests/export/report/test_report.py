"""Reports: their first line, notes that lead to the words, the same in every form, no word where they are withheld."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from markdown_it import MarkdownIt
from pypdf import PdfReader

from sayso.errors import MissingExtraError, UsageError
from sayso.export.report import registry
from sayso.export.report.facts import QuestionFacts
from sayso.export.report.records import Brief, Heading, Items, Paragraph, Picture, Runs
from sayso.export.report.registry import MEDIA, Facts, brief_of, render
from sayso.ledger.briefs import article_facts, prediction_facts, question_facts, source_facts
from sayso.ledger.outcomes.book import settle
from sayso.ledger.outcomes.records import Settle
from sayso.ledger.queries import Ledger
from sayso.ledger.questions.ask import find_questions
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.records import Reading
from tests.export.report.made_news import disputed, news
from tests.ledger.made import readings

WORDS = ("that the ferry", "insisted", "probably", "Two port officials", "shows", "bakery", "harbor board")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return disputed(tmp_path_factory.mktemp("ledger") / "ferry.db")


def question_of(asked: Ledger) -> str:
    (row,), _ = find_questions(asked.connection, ClaimFilter())
    return row.question


def question(path: Path, *, text: bool = True) -> QuestionFacts:
    with Ledger(path) as asked:
        return question_facts(asked, question_of(asked), text=text)


def all_facts(path: Path, *, text: bool = True) -> dict[str, Facts]:
    with Ledger(path) as asked:
        first = asked.claims(ClaimFilter(words="ferry", source="Lindqvist"), order="oldest").hits[0]
        return {
            "question": question_facts(asked, question_of(asked), text=text),
            "article": article_facts(asked, first.article, text=text),
            "source": source_facts(asked, "Lindqvist", text=text),
            "prediction": prediction_facts(asked, first.claim, text=text),
        }


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def lede(brief: Brief) -> str:
    first = brief.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.kind == "lede"
    return plain(first.runs)


def section(brief: Brief, name: str) -> list[str]:
    """The lists and paragraphs under a heading."""
    found: list[str] = []
    inside = False
    for block in brief.blocks:
        if isinstance(block, Heading):
            inside = block.text.startswith(name) if block.level == 1 or not inside else inside
        elif inside and isinstance(block, Items):
            found += map(plain, block.items)
        elif inside and isinstance(block, Paragraph):
            found.append(plain(block.runs))
    return found


def test_the_first_line_tells_what_is_disputed_and_by_whom(path: Path) -> None:
    told = lede(brief_of(question(path)))
    assert told == (
        "Disputed: whether it is so that “The ferry will stop in April”. Marta Lindqvist, two port officials and a"
        " report of the harbor board say so; Olav Berg denies it. 6 claims in 4 outlets, between 2 March 2026 and"
        " 24 March 2026."
    )


def test_both_sides_stand_with_cue_hedge_day_and_outlet(path: Path) -> None:
    brief = brief_of(question(path))
    said = section(brief, "Who says what")
    assert (
        "Olav Berg denied that the ferry would stop — 4 March 2026; Tarn Gazette. New with it: first to deny." in said
    )
    assert any("(anonymous)" in one and "“probably” (likely, 55–80 %)" in one for one in said)
    assert section(brief, "What moved")[0].startswith("Marta Lindqvist became less sure, between 2 March 2026 and 20")


def test_every_note_leads_to_the_words(path: Path) -> None:
    brief = brief_of(question(path))
    texts = {r.article.url: r.article.text for r in news()}
    contents = {c.content[0].text for r in news() for c in r.claims}
    assert len(brief.notes) == 6
    for number, note in enumerate(brief.notes, 1):
        assert note.number == number
        place = re.search(r"characters (\d+)–(\d+)", plain(note.runs))
        assert place
        assert texts[note.runs[-1].link][int(place[1]) : int(place[2])] in contents
    used = {run.note for block in brief.blocks for run in runs_of(block) if run.note}
    assert used == {note.number for note in brief.notes}


def runs_of(block: object) -> Runs:
    if isinstance(block, Paragraph):
        return block.runs
    return tuple(run for item in block.items for run in item) if isinstance(block, Items) else ()


def test_what_is_not_known_is_told(path: Path) -> None:
    told = section(brief_of(question(path)), "What is not known")
    assert told[0] == "How it turned out: nobody has resolved it."
    assert "1 of 6 claims stands under a source without a name." in told
    assert "1 of 6 claims is hedged in words that no scale puts a number to." in told
    assert "All 6 claims were read by the machine and checked by nobody." in told


def test_an_outcome_goes_second_and_brings_grades_with_their_sums(tmp_path: Path) -> None:
    path = disputed(tmp_path / "l.db")
    with Ledger(path) as asked:
        key = question_of(asked)
        yes = next(s.claim.key for s in question_facts(asked, key).stated if s.position == "yes")
    with Store(path, create=False) as store, store.writing():
        told = Settle(claim=yes, outcome="no", resolver="Ada", why="It ran on.", evidence=("https://e.example/1",))
        settle(store.connection, [told], "2026-05-02T10:00:00Z")
    with Ledger(path) as asked:
        facts = prediction_facts(asked, yes)
    brief = brief_of(facts)
    assert "It turned out not to be so, says Ada (2 May 2026): It ran on." in lede(brief)
    grade = next(g for g in facts.graded if g.claim)
    assert (grade.grade, grade.means) == ("5", "improbable")
    assert sum(s.points for s in grade.sums) == pytest.approx(sum(s.count * s.weight for s in grade.sums))
    assert any("Settled as not so" in one for one in grade.rests)


def test_the_brief_of_an_article_tells_on_whom_it_rests_and_what_is_disputed(path: Path) -> None:
    brief = brief_of(all_facts(path)["article"])
    assert lede(brief).startswith("Disputed: 1 claim of 1 here is contradicted elsewhere in this ledger. The article")
    assert "rests on 1 source, 1 of them named. Marta Lindqvist gives 1 of 1 attributed claim." in lede(brief)
    assert plain(brief.notes[0].runs).startswith("Characters 48–81")


def test_the_brief_of_a_source_tells_what_others_contradict(path: Path) -> None:
    brief = brief_of(all_facts(path)["source"])
    assert lede(brief).endswith("others contradict 2 of them.")
    assert section(brief, "What moved")


def test_what_is_unknown_is_refused_in_words(path: Path) -> None:
    with Ledger(path) as asked:
        for facts, what in ((source_facts, "Nobody Here"), (question_facts, "q1:dead"), (prediction_facts, "k1:dead")):
            with pytest.raises(UsageError):
                facts(asked, what)


@pytest.mark.parametrize("kind", ["question", "article", "source", "prediction"])
@pytest.mark.parametrize("form", list(MEDIA))
def test_the_same_ledger_gives_the_same_bytes(path: Path, kind: str, form: str) -> None:
    first, second = (render(form, brief_of(all_facts(path)[kind])) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("kind", ["question", "article", "source", "prediction"])
def test_withheld_words_are_nowhere_but_their_places_are(path: Path, kind: str) -> None:
    brief = brief_of(all_facts(path, text=False)[kind])
    told = render("markdown", brief).decode()
    titles = [r.article.title or "" for r in news()]
    for title in titles:  # titles stay
        told = told.replace(title, "")
    assert not [word for word in WORDS if word in told]
    assert re.search(r"(c|C)haracters \d+–\d+", told)
    assert "SHA-256" in told


def readers() -> dict[str, Callable[[bytes], str]]:
    def of_docx(data: bytes) -> str:
        with zipfile.ZipFile(BytesIO(data)) as book:
            return re.sub(r"<[^>]+>", "", book.read("word/document.xml").decode())

    def of_pdf(data: bytes) -> str:
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())

    return {
        "markdown": lambda data: re.sub(r"\[\^\d+\]|[*\\]", "", data.decode()),
        "html": lambda data: re.sub(r"<sup>.*?</sup>|<[^>]+>", "", data.decode()),
        "pdf": of_pdf,
        "docx": of_docx,
    }


@pytest.mark.parametrize("form", list(MEDIA))
def test_every_form_says_the_same(path: Path, form: str) -> None:
    said = readers()[form](render(form, brief_of(question(path))))
    for wanted in ("whether it is so that “The ferry will stop in April”", "Say that it is not so", "Tarn Gazette",
                   "What is not known", "Two port officials"):  # fmt: skip
        assert wanted in said


def test_docx_has_a_footnote_a_note_and_a_picture(path: Path) -> None:
    data = render("docx", brief_of(question(path)))
    document = docx.Document(BytesIO(data))
    assert document.core_properties.title == "The ferry will stop in April"
    assert [p.style.name for p in document.paragraphs[:3] if p.style] == ["Kicker", "Title", "Lede"]
    assert len(document.inline_shapes) == 1
    with zipfile.ZipFile(BytesIO(data)) as book:
        notes = book.read("word/footnotes.xml").decode()
        body = book.read("word/document.xml").decode()
    assert len(re.findall(r"<w:footnoteRef/>", notes)) == 6
    assert sorted(re.findall(r'footnoteReference w:id="(\d+)"', body)) == list("123456")


def test_html_runs_nothing_and_asks_nobody(path: Path) -> None:
    page = render("html", brief_of(question(path))).decode()
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert not re.findall(r'(?:src|@import|url\()="?https?:', page)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {f"n{n}" for n in range(1, 7)} | {f"r{n}" for n in range(1, 7)} <= set(ids)


def test_the_picture_has_a_mark_a_claim(path: Path) -> None:
    picture = next(b for b in brief_of(question(path)).blocks if isinstance(b, Picture))
    marks = [p for p in picture.drawing.pieces if type(p).__name__ == "Dot"]
    assert len(marks) == 6 + 5  # of the claims, of the key
    assert len(picture.told.rows) == 6
    assert all(0 <= p.x <= picture.drawing.width and 0 <= p.y <= picture.drawing.height for p in marks)  # type: ignore[union-attr]


@given(reading=readings())
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow], deadline=None, phases=[Phase.generate])
def test_any_article_can_be_reported_and_nothing_it_says_is_markup(reading: Reading) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.db"
        with Store(path) as store:
            store.put(reading)
        with Ledger(path) as asked:
            brief = brief_of(article_facts(asked, reading.article.id))
    html = MarkdownIt("commonmark", {"html": True}).render(render("markdown", brief).decode())
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "em", "strong", "h1", "h2", "h3", "ul", "li", "a", "code"}
    page = render("html", brief).decode()
    assert page.count("<script") == 0
    docx.Document(BytesIO(render("docx", brief)))
    assert PdfReader(BytesIO(render("pdf", brief))).pages


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_without_the_extra_its_cure_is_told(monkeypatch: pytest.MonkeyPatch, path: Path, form: str) -> None:
    def missing(name: str) -> object:
        raise ModuleNotFoundError("No module named 'fpdf'", name="fpdf")

    monkeypatch.setattr(registry, "import_module", missing)
    with pytest.raises(MissingExtraError) as told:
        render(form, brief_of(question(path)))
    assert told.value.hint == "pip install 'sayso[export]'"
