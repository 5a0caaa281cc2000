"""The commands as people give them, from files to answers. A plain reader stands in for the model but once."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import click
import pytest
from jsonschema import Draft202012Validator

from sayso.commands import ledger_add
from sayso.commands.ledger_add import add
from sayso.commands.ledger_ask import articles, claims, source, sources
from sayso.commands.ledger_keep import backup, compact, merge, verify
from sayso.commands.ledger_redact import redact
from sayso.commands.ledger_show import show
from sayso.errors import SaysoError
from sayso.ledger.queries import Ledger
from sayso.ledger.verify import verify as prove
from sayso.records import Article, Reading
from sayso.settings import Settings
from tests.ledger.made import READER, one_claim

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "docs" / "contract.schema.json").read_text(encoding="utf-8"))
COMMANDS: tuple[click.Command, ...] = (
    add,
    claims,
    sources,
    source,
    articles,
    show,
    verify,
    backup,
    compact,
    merge,
    redact,
)


class PlainReader:
    """Finds "NAME said that …" and nothing else; counts what it read."""

    digest = READER
    read_so_far = 0

    def __init__(self, _: Settings) -> None:
        """Takes the settings, as the reader does."""

    def read(self, article: Article) -> Reading:
        PlainReader.read_so_far += 1
        found = re.search(r"(\w+(?: \w+)?) said (that [^.]+)", article.text)
        if not found:
            return Reading(reader=READER, article=replace(article, language="en"), claims=())
        told = one_claim(article.text, found[1], "said", found[2]).claims
        return Reading(reader=READER, article=replace(article, language="en"), claims=told)


@pytest.fixture(autouse=True)
def _plain_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    PlainReader.read_so_far = 0
    monkeypatch.setattr(ledger_add, "Reader", PlainReader)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAYSO_LEDGER", str(tmp_path / "l.db"))
    return tmp_path / "l.db"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    rows = [
        {
            "body": f"Ada Holm said that grain ship {n} had left. Nothing else was known on that day.",
            "headline": f"=Ship {n}",
            "date": f"2026-03-{n + 1:02d}T10:00:00Z",
            "link": f"https://news.example/{n}",
            "office": "The Post" if n % 2 else "Herald",
        }
        for n in range(8)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def call(command: click.Command, *arguments: object) -> int:
    """The exit code, as cli.main would give it."""
    try:
        command.main([str(a) for a in arguments], standalone_mode=False)
    except SaysoError as error:
        click.echo(f"sayso: {error.code}: {error.message}", err=True)
        return error.exit_code
    except click.UsageError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


def test_news_is_added_once_and_found(ledger: Path, news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(add, news) == 0
    assert "8 articles added, 8 claims." in capsys.readouterr().err
    assert call(add, news) == 0
    assert "0 articles added, 0 claims, 8 were there already." in capsys.readouterr().err
    assert PlainReader.read_so_far == 8
    assert call(claims, "grain", "--outlet", "Post", "--published", "2026-03-04..", "--format", "jsonl") == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["article"]["published"] for one in told] == [f"2026-03-{d}T10:00:00Z" for d in ("08", "06", "04")]
    assert (told[0]["article"]["title"], told[0]["article"]["url"]) == ("=Ship 7", "https://news.example/7")
    assert told[0]["claim"]["content"]["spans"][0]["text"] == "that grain ship 7 had left"


def test_a_part_now_and_the_rest_later(ledger: Path, news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(add, news, "--first", 3) == 0
    assert "3 articles added" in capsys.readouterr().err
    assert call(add, news, "--first", 3) == 0
    assert "3 articles added, 3 claims, 3 were there already" in capsys.readouterr().err
    assert call(add, news, "-q") == 0
    assert capsys.readouterr().err == ""
    assert PlainReader.read_so_far == 8


def test_broken_off_it_keeps_what_was_read_and_goes_on(
    ledger: Path, news: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = PlainReader.read

    def interrupted(self: PlainReader, article: Article) -> Reading:
        if PlainReader.read_so_far == 4:
            raise KeyboardInterrupt
        return read(self, article)

    monkeypatch.setattr(PlainReader, "read", interrupted)
    with pytest.raises((KeyboardInterrupt, click.Abort)):
        call(add, news)
    assert "broken off. 4 articles added" in capsys.readouterr().err
    assert prove(ledger).publications == 4
    monkeypatch.setattr(PlainReader, "read", read)
    assert call(add, news) == 0
    assert (PlainReader.read_so_far, prove(ledger).publications, prove(ledger).findings) == (8, 8, ())


def test_what_cannot_be_read_is_told_and_the_rest_is_kept(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_text('{"content": "Ada Holm said that it was so."}\n{broken\n{"n": 1}\n', encoding="utf-8")
    assert call(add, path, "--published", "2026-03-01") == 1
    told = capsys.readouterr().err
    assert "line 2" in told
    assert "--field text=" in told
    assert "1 article added, 1 claim, 2 could not be read." in told
    assert call(articles, "--published", "2026-03-01", "--format", "csv") == 0
    assert capsys.readouterr().out.count("\n") == 2


def test_columns_are_taken_from_where_the_call_says(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.jsonl"
    row = {"text": "teaser", "full": "Ada Holm said that it was so.", "made": "Tue, 14 Jun 2022 23:30:00 -0500"}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert call(add, path, "--field", "text=full", "--field", "published=made") == 0
    assert call(claims, "--published", "2022-06-15") == 0
    assert "that it was so" in capsys.readouterr().out
    assert call(add, path, "--field", "words=full") == 2
    assert call(add, path, "--field", "published=full") == 1
    assert "not an ISO date" in capsys.readouterr().err


def test_one_wire_text_in_three_outlets_is_read_once(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wire.jsonl"
    text = "Ada Holm said that the bridge was safe."
    rows = [{"text": text, "outlet": o, "published": "2026-03-01"} for o in ("A", "B", "C")]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert call(add, path) == 0
    assert "3 articles added (1 new text), 1 claim." in capsys.readouterr().err
    assert PlainReader.read_so_far == 1
    assert call(claims, "bridge") == 0
    assert "2 more publications" in capsys.readouterr().out


def test_the_analyst_s_question_in_one_call(ledger: Path, news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(add, news)
    capsys.readouterr()
    assert call(source, "Holm", "grain", "--said", "2026-03-02..2026-03-04") == 0
    told = capsys.readouterr().out
    assert told.startswith("3 claims\nknown as    Ada Holm (3)\n")
    assert [line.split()[0] for line in told.splitlines() if line.startswith("2026")] == [
        "2026-03-02",
        "2026-03-03",
        "2026-03-04",
    ]
    assert call(sources, "grain") == 0
    assert "Ada Holm" in capsys.readouterr().out
    assert call(source, "Nobody") == 0
    found = capsys.readouterr()
    assert (found.out, "nothing found" in found.err) == ("", True)


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "markdown", "table"])
@pytest.mark.parametrize("command", [claims, sources, articles])
def test_every_list_in_every_format(
    command: click.Command, form: str, ledger: Path, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(add, news)
    capsys.readouterr()
    assert call(command, "--format", form, "--limit", "0") == 0
    told = capsys.readouterr().out
    rows = 1 if command is sources else 8
    if form == "json":
        assert len(json.loads(told)) == rows
    elif form == "jsonl":
        assert len([json.loads(line) for line in told.splitlines()]) == rows
    elif form == "csv":
        assert len(list(csv.DictReader(io.StringIO(told)))) == rows
    elif form == "markdown":
        assert len(told.splitlines()) == rows + 2
    assert call(command, "--format", form, "--limit", "0", "-o", tmp_path / "out") == 0
    assert (tmp_path / "out").read_bytes().decode() == told
    assert capsys.readouterr().out == ""


def test_no_cell_of_the_csv_is_a_formula(ledger: Path, news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(add, news)
    capsys.readouterr()
    call(claims, "--format", "csv")
    titles = [row["title"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert titles[0] == "'=Ship 7"


def test_pages_go_on_where_the_one_before_ended(ledger: Path, news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(add, news)
    seen: list[str] = []
    for command in (claims, articles):
        after: list[str] = []
        for _ in range(3):
            capsys.readouterr()
            assert call(command, "--limit", "3", "--format", "jsonl", *after) == 0
            told = capsys.readouterr()
            seen += told.out.splitlines()
            after = ["--after", told.err.split()[-1]] if "--after" in told.err else []
        assert not after
    assert len(seen) == len(set(seen)) == 16


def test_show_a_claim_and_an_article(ledger: Path, news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(add, news)
    capsys.readouterr()
    call(claims, "--limit", "1", "--format", "jsonl")
    one = json.loads(capsys.readouterr().out)
    assert call(show, one["key"][:13]) == 0
    told = capsys.readouterr().out
    assert "Ada Holm said ⟦that grain ship 7 had left⟧. Nothing else was known" in told.replace("\n", " ")
    assert one["article"]["id"][:13] in told
    assert call(show, one["article"]["id"], "--format", "json") == 0
    reading = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(reading)
    assert reading["claims"] == [one["claim"]]
    for form in ("html", "markdown", "jsonl", "table"):
        assert call(show, one["article"]["id"], "--format", form) == 0
        assert "grain ship 7" in capsys.readouterr().out
    assert call(show, one["key"], "--format", "html") == 2
    assert call(show, "a1:ffffffff") == 2


def test_show_how_a_page_changed(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "v.jsonl"
    start = "Ada Holm said that the bridge was safe. It was built in 1931, and nobody has looked at it since then."
    texts = [start + " All is well.", start + " Nobody answered."]
    rows = [{"text": t, "url": "https://x.example/a", "published": f"2026-03-0{n + 1}"} for n, t in enumerate(texts)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    call(add, path)
    capsys.readouterr()
    call(articles, "--changed", "--format", "jsonl")
    key = json.loads(capsys.readouterr().out.splitlines()[0])["article"]
    assert call(show, key) == 0
    told = capsys.readouterr().out
    assert "Nearly the same" in told
    assert re.search(r"removed +All is well\.", told)
    assert re.search(r"added +Nobody answered\.", told)


def test_verify_backup_compact(ledger: Path, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(add, news)
    assert call(verify) == 0
    assert "All is sound: 8 texts, 8 publications, 8 claims, 16 log entries." in capsys.readouterr().out
    assert call(verify, "--format", "json") == 0
    head = json.loads(capsys.readouterr().out)["head"]
    assert call(verify, "--head", head) == 0
    assert call(verify, "--head", "0" * 64) == 1
    assert call(backup, tmp_path / "copy.db") == 0
    assert call(backup, tmp_path / "copy.db") == 1
    assert call(compact) == 0
    connection = sqlite3.connect(ledger)
    connection.execute("UPDATE text SET text = 'Other words.' WHERE id = 3")
    connection.commit()
    connection.close()
    capsys.readouterr()
    assert call(verify) == 1
    assert "text: text 3 was changed" in capsys.readouterr().out
    assert call(verify, "--ledger", tmp_path / "copy.db") == 0


def test_merge_takes_in_what_is_new_with_its_readings(
    ledger: Path, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.db"
    call(add, news, "--first", 3)
    call(add, news, "--ledger", other)
    read_so_far = PlainReader.read_so_far
    capsys.readouterr()
    assert call(merge, other) == 0
    assert "5 articles taken in, 5 claims, 3 were there already." in capsys.readouterr().err
    assert call(merge, other, "--ledger", tmp_path / "new.db") == 0
    assert PlainReader.read_so_far == read_so_far
    for path in (ledger, tmp_path / "new.db"):
        assert (prove(path).publications, prove(path).findings) == (8, ())
    with Ledger(ledger) as one, Ledger(other) as two:
        assert [r.to_dict() for r in one.readings()] == [r.to_dict() for r in two.readings()]
    assert call(merge, ledger) == 2
    assert call(merge, tmp_path / "none.db") == 1


@pytest.mark.parametrize(
    ("command", "arguments", "code"),
    [
        (claims, ["--said", "grain"], 2),
        (claims, ["—"], 2),
        (claims, ["--force", "shouts"], 2),
        (claims, ["--after", "x"], 2),
        (claims, ["--ledger", "none.db"], 1),
        (source, [], 2),
        (add, ["ftp://example.org/feed"], 2),
        (add, ["missing.txt"], 1),
        (add, ["NEWS", "--published", "soon"], 2),
    ],
)
def test_wrong_calls(command: click.Command, arguments: list[str], code: int, ledger: Path, news: Path) -> None:
    call(add, news)
    assert call(command, *[str(news) if a == "NEWS" else a for a in arguments]) == code


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: str(c.name))
def test_help_has_examples(command: click.Command) -> None:
    assert command.help
    assert f"sayso {command.name}" in (command.epilog or "")
    assert all(p.help for p in command.params if isinstance(p, click.Option) and p.name not in {"sort", "form"})


def test_with_the_model_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.undo()
    (tmp_path / "story.txt").write_text("The bridge is safe, two engineers said on Monday.", encoding="utf-8")
    path = tmp_path / "m.db"
    assert call(add, tmp_path / "story.txt", "--ledger", path, "--published", "2026-03-02") == 0
    assert call(claims, "bridge", "--ledger", path) == 0
    assert "two engineers said" in capsys.readouterr().out
