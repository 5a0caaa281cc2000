"""`sayso add` and `read` take files of many forms, from the call on. A plain reader stands in for the model."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sayso.commands import ledger_add
from sayso.commands import read as read_command
from sayso.commands.ledger_add import add
from sayso.commands.ledger_ask import articles
from sayso.ledger.queries import Ledger
from sayso.ledger.verify import verify as prove
from tests.ingest.made import docx, paragraph, pdf, record, zipped
from tests.ledger.test_commands import PlainReader, call

WORDS = "Ada Holm said that grain ship {} had left. Nothing else was known on that day."


@pytest.fixture(autouse=True)
def _plain_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    PlainReader.read_so_far = 0
    monkeypatch.setattr(ledger_add, "Reader", PlainReader)
    monkeypatch.setattr(read_command, "Reader", PlainReader)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAYSO_LEDGER", str(tmp_path / "l.db"))
    return tmp_path / "l.db"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    pq.write_table(
        pa.table({"body": [WORDS.format("one"), WORDS.format("two")], "office": ["Post", "Post"]}), tmp_path / "p"
    )
    page = f"<html><body><article><p>{WORDS.format('three')}</p></article></body></html>".encode()
    line = [(part, 72.0, 700.0 - 14 * n, 11.0) for n, part in enumerate(WORDS.format("five").split(". "))]
    path = tmp_path / "all.zip"
    path.write_bytes(
        zipped(
            ("t.parquet", (tmp_path / "p").read_bytes()),
            ("w.warc", record(body=page)),
            ("../evil.txt", b"no"),
            ("d.docx", docx(paragraph(WORDS.format("four")))),
            ("e.pdf", pdf([line])),
            ("f.jsonl", b'{"broken\n{"text": "Ada Holm said that it was so."}\n'),
        )
    )
    return path


def test_an_archive_of_many_forms_is_added_once_with_its_errors(
    ledger: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(add, archive) == 1
    told = capsys.readouterr().err
    assert "6 articles added, 6 claims, 2 could not be read." in told
    assert "evil.txt has a path that leads out of the archive" in told
    assert "f.jsonl, line 1 is not JSON" in told
    with Ledger(ledger) as asked:
        urls = [reading.article.url for reading in asked.readings()]
    assert urls.count("https://post.example/1") == 1
    assert call(add, archive) == 1
    assert "0 articles added, 0 claims, 6 were there already, 2 could not be read." in capsys.readouterr().err
    assert PlainReader.read_so_far == 6
    assert not prove(ledger).findings


def test_articles_as_parquet(ledger: Path, archive: Path, tmp_path: Path) -> None:
    call(add, archive)
    out = tmp_path / "readings.parquet"
    assert call(articles, "--format", "parquet", "-o", out) == 0
    assert pq.read_table(out).num_rows == 6


def test_as_says_what_a_path_is(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "table.txt").write_text("words,office\nAda Holm said that it was so.,Post\n", encoding="utf-8")
    assert call(add, tmp_path / "table.txt", "--as", "csv", "--field", "text=words") == 0
    with Ledger(ledger) as asked:
        (one,) = asked.readings()
    assert (one.article.text, one.article.outlet) == ("Ada Holm said that it was so.", "Post")
    assert call(add, tmp_path / "table.txt", "--as", "word") == 2
    assert "'word' is not one of" in capsys.readouterr().err


def test_read_takes_columns_and_forms(tmp_path: Path) -> None:
    pq.write_table(pa.table({"full": ["Ada Holm said that it was so."], "headline": ["So"]}), tmp_path / "t.parquet")
    out = tmp_path / "out.jsonl"
    assert call(read_command.read, tmp_path / "t.parquet", "--field", "text=full", "--format", "jsonl", "-o", out) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["article"]["title"] == "So"
    table = tmp_path / "out.parquet"
    assert (
        call(read_command.read, tmp_path / "t.parquet", "--field", "text=full", "--format", "parquet", "-o", table) == 0
    )
    (row,) = pq.read_table(table).to_pylist()
    assert [row[key] for key in ("article", "claims")] == [
        json.loads(out.read_text(encoding="utf-8"))[key] for key in ("article", "claims")
    ]
    assert call(add, table, "--ledger", tmp_path / "again.db") == 0
    with Ledger(tmp_path / "again.db") as asked:
        (reading,) = asked.readings()
    assert reading.article.id == row["article"]["id"]
