"""The command line as a user runs it: real files, real processes where signals and pipes matter."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sayso.cli import main

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "asylum-questionnaire.txt"
SCHEMA = Draft202012Validator(json.loads((ROOT / "docs" / "contract.schema.json").read_text(encoding="utf-8")))
STORY = "The bridge is safe, two engineers said on Monday.\n\nMayor Ada Holm denied that money was missing."


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "many.jsonl"
    rows = [{"name": f"n{i}", "text": f"Story {i}. {STORY}", "published": "2026-03-02"} for i in range(6)]
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def sayso(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "sayso", *arguments]
    return subprocess.run(command, check=False, capture_output=True, timeout=120, input=given)


def test_json_is_the_contract(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(story), "--format", "json", "--published", "2026-03-02", "--outlet", "The Post"]) == 0
    told = json.loads(capsys.readouterr().out)
    SCHEMA.validate(told)
    assert told["article"]["text"] == STORY
    assert (told["article"]["published"], told["article"]["outlet"]) == ("2026-03-02", "The Post")
    found = {(c["source"]["spans"][0]["text"], c["cue"]["spans"][0]["text"]) for c in told["claims"] if c["source"]}
    assert ("two engineers", "said") in found
    assert ("Mayor Ada Holm", "denied") in found


def test_jsonl_keeps_order_names_and_contract(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(lines), "--format", "jsonl"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [t["article"]["name"] for t in told] == [f"n{i}" for i in range(6)]
    for one in told:
        SCHEMA.validate(one)


def test_several_inputs_give_a_list(story: Path, lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(story), str(lines), "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 7


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "html", "markdown"])
def test_every_format_of_an_empty_article(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert main(["read", str(tmp_path / "empty.txt"), "--format", form]) == 0
    assert "empty" in capsys.readouterr().out


def test_another_language_is_a_refusal_inside_the_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Die Regierung erklärte am Montag, dass die Brücke nach Ansicht der Fachleute sicher sei."
    (tmp_path / "de.txt").write_text(text, encoding="utf-8")
    assert main(["read", str(tmp_path / "de.txt"), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["claims"] == []
    assert [r["code"] for r in told["refusals"]] == ["language"]
    assert told["article"]["language"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["read", "missing.txt"], 1, "missing.txt"),
        (["read", "ftp://example.org/story"], 2, "https"),
        (["read", "STORY", "--published", "2026-02-30"], 2, "2026-02-30"),
        (["read", "STORY", "--format", "xml"], 2, "xml"),
        (["read", "STORY", "--resume"], 2, "--resume"),
        (["read", "STORY", "--resume", "--format", "jsonl", "--output", "-"], 2, "--resume"),
        (["read", "STORY", "--published", ""], 2, "date"),
        (["read", "STORY", "--outlet", "\udcff"], 2, "outlet"),
        (["read", "STORY", "--threads", "0"], 2, "threads"),
        (["read", "STORY", "--threads", "two"], 2, "sayso: usage: "),
        ([], 2, "Usage"),
        (["read", "STORY", "--output", "/nonexistent/folder/out.json", "--format", "json"], 1, "/nonexistent"),
        (["read", "STORY", "--output", "/nonexistent/folder/out.jsonl", "--format", "jsonl"], 1, "/nonexistent"),
        (["read"], 2, "PATH"),
        (["reed"], 2, "reed"),
    ],
)
def test_bad_calls(arguments: list[str], code: int, says: str, story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(story) if a == "STORY" else a for a in arguments]) == code
    told = capsys.readouterr()
    assert says in told.err
    assert told.out == ""


def test_one_bad_input_does_not_stop_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x7fELF\x00\x01")
    (tmp_path / "c.jsonl").write_text(
        '{"text": "Fine, he said."}\n{broken\n{"text": "So, she said."}\n', encoding="utf-8"
    )
    assert main(["read", str(tmp_path), "--format", "jsonl"]) == 1
    told = capsys.readouterr()
    assert [json.loads(line)["article"]["name"] for line in told.out.splitlines()] == ["a", "c-1", "c-3"]
    assert "b.txt" in told.err
    assert "line 2" in told.err
    assert "2 could not be read" in told.err


def test_resume_goes_on_after_the_last_whole_line(
    lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, part = tmp_path / "whole.jsonl", tmp_path / "part.jsonl"
    assert main(["read", str(lines), "--format", "jsonl", "--output", str(whole)]) == 0
    body = whole.read_bytes()
    rows = body.splitlines(keepends=True)
    part.write_bytes(b"".join(rows[:2]) + rows[2][:50])
    assert main(["read", str(lines), "--format", "jsonl", "--output", str(part), "--resume"]) == 0
    assert part.read_bytes() == body
    assert "2 were there already" in capsys.readouterr().err
    assert main(["read", str(lines), "--format", "jsonl", "--output", str(part), "--resume"]) == 0
    assert part.read_bytes() == body


def test_resume_refuses_the_output_of_other_inputs(lines: Path, story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["read", str(story), "--format", "jsonl", "--output", str(out)]) == 0
    before = out.read_bytes()
    assert main(["read", str(lines), "--format", "jsonl", "--output", str(out), "--resume"]) == 2
    assert out.read_bytes() == before


def test_a_failed_page_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    out.write_text("old", encoding="utf-8")
    for form in ("table", "json", "jsonl", "html", "markdown"):
        assert main(["read", str(tmp_path / "missing.txt"), "--format", form, "--output", str(out)]) == 1
        assert [p.name for p in tmp_path.iterdir()] == ["page.html"]
        assert out.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_an_input_is_never_the_output(form: str, lines: Path, tmp_path: Path) -> None:
    before = lines.read_bytes()
    (tmp_path / "link").symlink_to(lines)
    for out in (lines, tmp_path / "link"):
        assert main(["read", str(lines), "--format", form, "--output", str(out)]) == 2
        assert lines.read_bytes() == before


@pytest.mark.parametrize("form", ["jsonl", "html"])
def test_an_output_in_the_folder_that_is_read_is_no_input(form: str, story: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out.{form}"
    assert main(["read", str(tmp_path), "--format", form, "--output", str(out)]) == 0
    before = out.read_bytes()
    assert main(["read", str(tmp_path), "--format", form, "--output", str(out)]) == 0
    assert out.read_bytes() == before
    if form == "jsonl":
        assert main(["read", str(tmp_path), "--format", form, "--output", str(out), "--resume"]) == 0
        command = f"{sys.executable} -m sayso read {tmp_path} --format jsonl > {tmp_path}/shell.jsonl"
        assert subprocess.run(["bash", "-c", f"rm {out}; {command}"], check=False, timeout=120).returncode == 0
        assert len((tmp_path / "shell.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_resume_is_for_the_same_publication(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["read", str(story), "--format", "jsonl", "--output", str(tmp_path / "out.jsonl"), "--resume"]
    assert main([*call, "--published", "2026-03-02"]) == 0
    assert main([*call, "--published", "2026-03-03"]) == 2
    assert "--published" in capsys.readouterr().err


def test_resume_tells_of_another_reader(lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    call = ["read", str(lines), "--format", "jsonl", "--output", str(out)]
    assert main(call) == 0
    rows = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(rows[0].replace(b'"reader":"r1:', b'"reader":"r0:') + rows[1])
    assert main([*call, "--resume"]) == 0
    assert "another model" in capsys.readouterr().err


def test_standard_input_and_pipes(story: Path) -> None:
    done = sayso("read", "-", "--format", "jsonl", given=STORY.encode())
    assert done.returncode == 0
    assert json.loads(done.stdout)["article"]["name"] == "stdin"
    assert done.stderr == b""


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_a_full_disk_and_closed_streams_are_told_in_one_line(form: str, story: Path) -> None:
    python, rest = sys.executable, f"-m sayso read {story} --format {form}"
    for end, code, says in [
        (">/dev/full", 1, b"sayso: output: Standard output cannot be written: No space left on device\n"),
        (">&-", 1, b"sayso: output: Standard output is closed.\n  hint: Give --output.\n"),
        ("</dev/null - <&- >/dev/null", 1, b"sayso: unreadable: Standard input is closed.\n"),
        ("<&- >/dev/null", 0, b""),
    ]:
        done = subprocess.run(["bash", "-c", f"{python} {rest} {end}"], check=False, capture_output=True, timeout=120)
        assert (done.returncode, done.stderr) == (code, says)


def test_json_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("“Café 😀,” José said.", encoding="utf-8")
    for encoding in ("ascii", "latin-1"):
        done = subprocess.run(
            [sys.executable, "-m", "sayso", "read", str(path), "--format", "jsonl"],
            check=True, capture_output=True, timeout=120, env=os.environ | {"PYTHONIOENCODING": encoding},
        )  # fmt: skip
        assert json.loads(done.stdout)["article"]["text"] == "“Café 😀,” José said."


def test_one_object_for_one_input_and_a_list_for_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, kind in [("a.txt", dict), ("A.JSONL", list), ("b.json", dict)]:
        (tmp_path / name).write_text(json.dumps({"text": "Fine, he said."}), encoding="utf-8")
        assert main(["read", str(tmp_path / name), "--format", "json"]) == 0
        assert isinstance(json.loads(capsys.readouterr().out), kind)


def test_a_pipe_gets_no_colors() -> None:
    done = sayso("read", str(EXAMPLE))
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout


def test_a_reader_of_the_pipe_that_leaves_early(lines: Path) -> None:
    command = f"{sys.executable} -m sayso read {lines} --format jsonl | head -c 10"
    done = subprocess.run(["bash", "-c", command], check=False, capture_output=True, timeout=120)
    assert done.stderr == b""
    assert len(done.stdout) == 10


def test_interrupt_leaves_whole_lines(tmp_path: Path) -> None:
    text = " ".join([STORY.replace("\n\n", " ")] * 40)
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"text": f"{i} {text}"}) + "\n" for i in range(400)), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "sayso", "read", str(source), "--format", "jsonl", "--output", str(out)],
        stderr=subprocess.PIPE,
        # A shell that starts tests in the background has them ignore Ctrl-C, which the child would inherit.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    deadline = time.monotonic() + 90
    while not (out.exists() and out.stat().st_size) and time.monotonic() < deadline:
        os.sched_yield()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"interrupted" in errors
    body = out.read_bytes()
    assert body.endswith(b"\n")
    assert all(json.loads(line)["contract"] == 1 for line in body.splitlines())


def test_kill_leaves_no_half_written_file(lines: Path, tmp_path: Path) -> None:
    row = json.dumps({"text": " ".join([STORY] * 200)}) + "\n"
    source, out = tmp_path / "long.jsonl", tmp_path / "out" / "page.html"
    source.write_text(row * 400, encoding="utf-8")
    out.parent.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "sayso", "read", str(source), "--format", "html", "--output", str(out)]
    )
    deadline = time.monotonic() + 90
    while not list(out.parent.iterdir()) and time.monotonic() < deadline:
        os.sched_yield()
    process.terminate()
    assert process.wait(60) == 128 + signal.SIGTERM
    assert list(out.parent.iterdir()) == []


def on_terminal(*arguments: str, given: bytes = b"", apart: bool = False) -> str:
    """What somebody sees who runs sayso on a terminal; apart: with standard output sent elsewhere."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "sayso", *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL if apart else theirs, stderr=theirs,
        env=os.environ | {"TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)
    assert process.stdin
    process.stdin.write(given)
    process.stdin.close()
    seen = b""
    with suppress(OSError):  # the terminal is gone with its last user
        while more := os.read(ours, 65536):
            seen += more
    os.close(ours)
    process.wait(60)
    return seen.decode()


def test_progress_shows_where_it_disturbs_nothing(lines: Path, tmp_path: Path) -> None:
    assert "reading" not in on_terminal("read", str(lines))
    assert "reading" not in on_terminal("read", str(lines), "--quiet", apart=True)
    assert "6/6" in on_terminal("read", str(lines), apart=True)
    (tmp_path / "bad.jsonl").write_text("{broken\n" * 2, encoding="utf-8")
    seen = on_terminal("read", str(lines), str(tmp_path / "bad.jsonl"), apart=True)
    assert seen.count("\r\x1b[Ksayso: bad-record: ") == 2
    assert "reading  6" in on_terminal("read", "-", given=lines.read_bytes(), apart=True)


def test_version_names_the_digests(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    told = capsys.readouterr().out
    assert main(["read", str(EXAMPLE), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["reader"] in told
    assert "reader.onnx sha256" in told


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "_SAYSO_COMPLETE" in capsys.readouterr().out


def test_completion_completes() -> None:
    words = os.environ | {"_SAYSO_COMPLETE": "bash_complete", "COMP_WORDS": "sayso read --for", "COMP_CWORD": "2"}
    done = subprocess.run([sys.executable, "-m", "sayso"], env=words, check=False, capture_output=True, timeout=60)
    assert b"--format" in done.stdout


def test_settings_are_listed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_THREADS", "7")
    assert main(["settings"]) == 0
    assert "SAYSO_THREADS=7 threads (default 1)" in capsys.readouterr().out


def test_a_wrong_setting_is_wrong_usage(monkeypatch: pytest.MonkeyPatch, story: Path) -> None:
    monkeypatch.setenv("SAYSO_THREADS", "many")
    assert main(["read", str(story)]) == 2


def test_hostile_names_cannot_move_the_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(tmp_path / "a\x1b[2Jb\u202e.txt")]) == 1
    told = capsys.readouterr().err
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_reading_does_not_load_what_only_the_ledger_needs() -> None:
    program = "import sys; from sayso.cli import main; main(['read', '--help']); print('sqlite3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
