"""sayso audit as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.commands.audit import audit
from sayso.errors import UsageError

STORY = (
    "The bridge is safe, two engineers said on Monday.\n\nMayor Ada Holm denied that money was missing.\n\n"
    "Ada Holm said that the bridge would open in May.\n"
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(audit, arguments)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "many.jsonl"
    rows = [
        {"name": f"n{i}", "text": STORY if i % 2 else f"{STORY}\nTom Lind said no.", "outlet": "Post" if i else "Echo"}
        for i in range(3)
    ]
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return path


def test_one_article_gives_its_figures(story: Path) -> None:
    told = run(str(story), "--published", "2023-03-01", "--outlet", "Post")
    assert told.exit_code == 0
    assert told.stdout.startswith("story\n2023-03-01\n") or told.stdout.startswith("story\nPost · 2023-03-01\n")
    assert "Most quoted" in told.stdout
    assert told.stderr == ""


def test_json_of_one_article_is_an_object_and_of_lines_a_list(story: Path, lines: Path) -> None:
    one = json.loads(run(str(story), "--format", "json").stdout)
    assert one["article"]["name"] == "story"
    assert one["claims"]
    many = json.loads(run(str(lines), "--format", "json", "--sort", "claims").stdout)
    assert [len(told["claims"]) for told in many] == sorted((len(told["claims"]) for told in many), reverse=True)


def test_several_articles_give_a_row_each(lines: Path) -> None:
    told = run(str(lines), "--sort", "name")
    assert [line.split()[0] for line in told.stdout.splitlines()] == ["Article", "n0", "n1", "n2"]
    assert "3 articles read" in told.stderr
    assert run(str(lines), "--quiet").stderr == ""


@pytest.mark.parametrize("form", ["table", "json", "markdown", "html"])
def test_by_outlet(lines: Path, form: str) -> None:
    told = run(str(lines), "--by", "outlet", "--format", form, "--sort", "outlet", "--quiet")
    assert told.exit_code == 0
    assert 0 < told.stdout.index("Echo") < told.stdout.index("Post")


def test_a_page_is_written_whole_to_its_file(lines: Path, tmp_path: Path) -> None:
    page = tmp_path / "audit.html"
    told = run(str(lines), "--format", "html", "--output", str(page))
    assert (told.exit_code, told.stdout) == (0, "")
    assert page.read_text(encoding="utf-8").endswith("</html>\n")


def test_what_cannot_be_read_is_told_and_an_earlier_output_stays(story: Path, tmp_path: Path) -> None:
    page = tmp_path / "audit.html"
    page.write_text("before", encoding="utf-8")
    told = run(str(tmp_path / "nothing.txt"), "--format", "html", "--output", str(page))
    assert told.exit_code == 1
    assert "sayso: unreadable:" in told.stderr
    assert page.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audit.html", "story.txt"]
    both = run(str(tmp_path / "nothing.txt"), str(story))
    assert both.exit_code == 1
    assert "story" in both.stdout
    assert "1 could not be read" in both.stderr


@pytest.mark.parametrize(
    "arguments", [("--sort", "beauty"), ("--by", "outlet", "--sort", "top"), ("--published", "May")]
)
def test_wrong_usage(story: Path, arguments: tuple[str, ...]) -> None:
    told = run(str(story), *arguments)
    assert isinstance(told.exception, UsageError)
