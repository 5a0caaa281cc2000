"""`sayso export` and `sayso report` as people call them."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sayso.commands.exporting import export
from sayso.commands.reporting import report
from sayso.errors import SaysoError, UsageError
from sayso.export.formats.registry import FORMATS
from sayso.ledger.queries import Ledger
from sayso.ledger.questions.ask import find_questions
from sayso.ledger.search import ClaimFilter
from tests.export.report.made_news import disputed


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return disputed(tmp_path_factory.mktemp("ledger") / "l.db")


def run(command: click.Command, *arguments: str | Path) -> bytes:
    found = CliRunner().invoke(command, [str(a) for a in arguments], standalone_mode=False)
    if isinstance(found.exception, SaysoError | click.ClickException):
        raise found.exception
    assert found.exception is None, found.exception
    return found.stdout_bytes


def question_of(path: Path) -> str:
    with Ledger(path) as asked:
        (row,), _ = find_questions(asked.connection, ClaimFilter())
    return row.question


def article_of(path: Path) -> str:
    with Ledger(path) as asked:
        return asked.claims(ClaimFilter(words="officials"), order="oldest").hits[0].article


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_is_written_to_a_file_whole(ledger: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    run(export, form, "--article", article_of(ledger), "--ledger", ledger, "-o", out)
    first = out.read_bytes()
    run(export, form, "--article", article_of(ledger), "--ledger", ledger, "-o", out)
    assert out.read_bytes() == first
    assert b"officials" in first or FORMATS[form].binary


def test_filters_words_and_limits_choose_the_claims(ledger: Path) -> None:
    def keys(*arguments: str) -> list[str]:
        lines = run(export, "jsonl", *arguments, "--ledger", ledger).decode().splitlines()
        return [json.loads(line)["claim"]["content"]["spans"][0]["text"] for line in lines]

    assert len(keys()) == 7
    assert keys("--source", "Berg", "--force", "denies") == ["that the ferry would stop"]
    assert keys("bakery") == ["The bakery at the pier sold out before noon"]
    assert keys("--limit", "1") == ["that the ferry will stop in April"]
    assert len(keys("--question", question_of(ledger))) == 6


def test_a_question_brings_its_positions_and_judgements(ledger: Path) -> None:
    told = json.loads(run(export, "stix", "--question", question_of(ledger), "--grades", "--ledger", ledger))
    kinds = [o["type"] for o in told["objects"]]
    assert kinds.count("note") == 6
    assert kinds.count("grouping") == 1
    assert "contradicts" in {o.get("relationship_type") for o in told["objects"]}
    labels = [label for o in told["objects"] for label in o.get("labels", [])]
    assert any(label.startswith("admiralty-scale:information-credibility=") for label in labels)
    hidden = json.loads(run(export, "stix", "--question", question_of(ledger), "--no-text", "--ledger", ledger))
    by_kind = {o["type"]: o for o in hidden["objects"]}
    assert by_kind["grouping"]["name"] == f"the question {question_of(ledger)}"
    assert all(o["content"].startswith("[words withheld") for o in hidden["objects"] if o["type"] == "note")


def test_wrong_calls_are_told(ledger: Path) -> None:
    for arguments in (
        ("csv", "ferry", "--article", "a1:0"), ("csv", "--article", "a1:0", "--question", "q1:0"), ("timeml",),
        ("timeml", "--article", article_of(ledger), "--no-text"), ("csv", "--article", "a1:dead"),
    ):  # fmt: skip
        with pytest.raises(UsageError):
            run(export, *arguments, "--ledger", ledger)
    with pytest.raises(click.ClickException):
        run(export, "word", "--ledger", ledger)


def test_a_report_goes_to_standard_output_or_to_a_file(ledger: Path, tmp_path: Path) -> None:
    key = question_of(ledger)
    said = run(report, "question", key, "--ledger", ledger).decode()
    assert said.startswith("*Question q1")
    assert "\n**Disputed:** whether" in said
    run(report, "question", key, "--ledger", ledger, "--format", "pdf", "-o", tmp_path / "q.pdf")
    assert (tmp_path / "q.pdf").read_bytes().startswith(b"%PDF-")
    run(report, "question", key, "--ledger", ledger, "-o", tmp_path / "named.PDF")
    assert (tmp_path / "named.PDF").read_bytes() == (tmp_path / "q.pdf").read_bytes()
    run(report, "source", "Lindqvist", "--ledger", ledger, "--format", "html", "-o", tmp_path / "s.html")
    assert "Marta Lindqvist" in (tmp_path / "s.html").read_text(encoding="utf-8")
    with pytest.raises(UsageError):
        run(report, "article", "k1:0", "--ledger", ledger)
