"""sayso review: at a real (pseudo) terminal by keys, over a pipe by JSON lines, killed and resumed."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.commands.ledger_ask import claims, source
from sayso.commands.ledger_keep import merge
from sayso.commands.ledger_redact import redact
from sayso.commands.ledger_review import review
from sayso.commands.ledger_show import show
from sayso.errors import SaysoError
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.verify import verify
from tests.ledger.made import HARBOR
from tests.ledger.made_review import decide, kept, key_of, keys

ROOT = Path(__file__).parent.parent.parent
PROMPT = "q quit"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return kept(tmp_path / "l.db")


def run(command: object, *arguments: object, given: str | None = None) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments], input=given)  # type: ignore[arg-type]


class Terminal:
    """A program at a pseudo-terminal. Every wait is for words on the screen, none for a time."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self.seen = ""
        pid, self.fd = pty.fork()
        if pid == 0:
            os.chdir(ROOT)
            os.environ.update({"TERM": "xterm", "COLUMNS": "100", **environment})
            os.execv(sys.executable, [sys.executable, "-m", "sayso", *arguments])
        self.pid = pid

    def until(self, words: str, seconds: float = 120) -> str:
        """Reads on until the words appear in what came since the last call, and gives that."""
        came, end = "", time.monotonic() + seconds
        while words not in came:
            assert time.monotonic() < end, f"{words!r} never came after: {came}"
            if select.select([self.fd], [], [], 1)[0]:
                try:
                    body = os.read(self.fd, 65536)
                except OSError:  # the program has ended
                    body = b""
                assert body, f"{words!r} never came after: {came}"
                came += body.decode("utf-8", "replace")
        self.seen += came
        return came

    def type(self, told: str, words: str) -> str:
        os.write(self.fd, told.encode())
        return self.until(words)

    def end(self) -> int:
        while True:
            try:
                if not os.read(self.fd, 65536):
                    break
            except OSError:
                break
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def terminal(path: Path, *arguments: str, **environment: str) -> Terminal:
    return Terminal("review", "--ledger", str(path), "--reviewer", "ada", *arguments, **environment)


def test_a_session_by_keys(path: Path) -> None:
    first, second = key_of(path, "The old ferry …"), key_of(path, "that the line must close", force=("plans",))
    screen = terminal(path, NO_COLOR="1")
    card = screen.until(PROMPT)
    assert "1 of 5 · 5 left · confidence 0.50" in card
    assert "⟦The old ferry⟧" in card
    assert "\x1b[" not in card
    screen.type("r", "why")
    assert "4 left" in screen.type("no claim\r", PROMPT)
    screen.type("e", "n name")
    screen.type("f", "force is plans")
    assert "*fields" in screen.type("claims\r", "a accept your edits")
    assert "corrected" in screen.type("a", PROMPT)
    assert "taken back: ada corrected" in screen.type("z", PROMPT)
    assert screen.type("u", "why")
    screen.type("whose board?\r", PROMPT)
    screen.type("n", "note")
    assert "ask her" in screen.type("ask her\r", PROMPT)
    screen.type("s", PROMPT)
    screen.type("a", PROMPT)
    os.write(screen.fd, b"q")
    assert screen.end() == 0
    with Ledger(path) as ledger:
        told = {hit.claim: hit.verdict for hit in ledger.claims(ClaimFilter(rejected=True)).hits}
    assert told[first] == "rejected"
    assert told[second] == "unsure"
    assert sorted(filter(None, told.values())) == ["accepted", "rejected", "unsure"]
    assert verify(path).findings == ()
    assert verify(path).decisions == 6


def test_spans_are_edited_by_numbers_and_by_words(path: Path) -> None:
    screen = terminal(path, "grain", NO_COLOR="1")
    screen.until(PROMPT)
    screen.type("e", "t content")
    asked = screen.type("t", "parts apart by /")
    assert "1:Marta" in asked
    screen.type("grain ships will probably leave Norhaven\r", "a accept your edits")
    screen.type("e", "t content")
    screen.type("s", "parts apart by /")
    assert "Marta Lindqvist" in screen.type("1\r", "a accept your edits")
    screen.type("e", "t content")
    screen.type("c", "parts apart by /")
    assert "does not stand in the text" in screen.type("shouted loud\r", "included.")
    os.write(screen.fd, b"a")
    screen.until("0 claims left")
    assert screen.end() == 0
    with Ledger(path) as ledger:
        claim = ledger.claim(key_of(path, "grain ships will probably"))[1]
    assert claim.content[0].text == "grain ships will probably leave Norhaven"
    assert claim.source is not None
    assert claim.source.spans[0].text == "Marta"
    assert verify(path).findings == ()


def test_killed_in_the_middle_nothing_decided_is_lost_and_the_next_session_goes_on(path: Path) -> None:
    screen = terminal(path)
    screen.until(PROMPT)
    assert "\x1b[" in screen.type("a", PROMPT)
    os.kill(screen.pid, 9)
    assert screen.end() == -9
    assert verify(path).findings == ()
    assert verify(path).decisions == 1
    again = terminal(path)
    assert "1 of 4 · 4 left" in again.until(PROMPT)
    os.write(again.fd, b"\x03")
    assert again.end() == 0


def test_without_a_terminal_it_says_what_to_do(path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "sayso", "review", "--ledger", str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert found.returncode == 2
    assert "--decide" in found.stderr


def test_a_queue_over_a_pipe_and_decisions_back(path: Path) -> None:
    listed = run(review, "--ledger", path, "--format", "jsonl", "--limit", 0)
    queue = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [one["claim"]["confidence"] for one in queue] == [0.5, 0.6, 0.7, 0.84, 0.91]
    for one in queue:
        assert HARBOR[one["context"]["start"] : one["context"]["end"]] == one["context"]["text"]
    lines = [
        {"claim": queue[0]["key"], "verdict": "reject", "why": "no claim", "reviewer": "bob"},
        {"key": queue[1]["key"], "verdict": "accept"},
        {"claim": queue[3]["key"], "verdict": "correct", "edits": {"force": "believes", "certainty": None}},
        {"claim": queue[3]["key"], "verdict": "correct", "edits": {"horizon": "past"}},
    ]
    body = "\n".join(map(json.dumps, lines))
    entered = run(review, "--ledger", path, "--reviewer", "ada", "--decide", "-", "--format", "jsonl", given=body)
    assert [json.loads(line)["reviewer"] for line in entered.stdout.splitlines()] == ["bob", "ada", "ada", "ada"]
    with Ledger(path) as ledger:
        claim = ledger.claim(queue[3]["key"])[1]
    assert (claim.force, claim.horizon, claim.certainty) == ("believes", "past", None), "each sees those before it"
    assert len(run(review, "--ledger", path, "--format", "jsonl").stdout.splitlines()) == 2
    assert verify(path).findings == ()


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ("{", "Line 1 is not JSON"),
        ("[]", "not an object"),
        ('{"claim": "k1:00", "verdict": "shout"}', "no verdict"),
        ('{"claim": 3, "verdict": "accept"}', "missing"),
        ('{"claim": "k1:0000", "verdict": "accept"}', "No claim has the key"),
        ('{"claim": "k1:0000", "verdict": "accept", "whom": 1}', "no part of a decision"),
        ('{"claim": "k1:0000", "verdict": "accept", "why": 1}', "wrong type"),
        ('{"article": "a1:0000", "verdict": "add", "edits": {"content": "x"}}', "not the key of one article"),
    ],
)
def test_lines_that_are_no_decisions_are_refused(path: Path, line: str, match: str) -> None:
    found = run(review, "--ledger", path, "--decide", "-", given=line)
    assert isinstance(found.exception, SaysoError)
    assert match in found.exception.message
    assert verify(path).decisions == 0


def test_show_and_lists_tell_what_was_decided_and_what_the_reader_said(path: Path) -> None:
    key = key_of(path, "grain ships")
    body = json.dumps({"claim": key, "verdict": "correct", "edits": {"name": "Marta Holm"}, "why": "as she spells it"})
    run(review, "--ledger", path, "--reviewer", "ada", "--decide", "-", given=body)
    shown = run(show, key, "--ledger", path).output
    assert "ada corrected it on" in shown
    assert "as she spells it" in shown
    assert "The reader said: Marta Lindqvist" in shown
    assert "Marta Holm" in run(claims, "grain", "--ledger", path).output
    assert "1 claim" in run(source, "Marta Holm", "--ledger", path).output
    told = json.loads(run(claims, "grain", "--ledger", path, "--format", "jsonl").output)
    assert told["decision"] == {"verdict": "corrected", "by": "ada", "at": told["decision"]["at"]}
    run(review, "--ledger", path, "--decide", "-", given=json.dumps({"claim": key, "verdict": "reject"}))
    assert "grain" not in run(claims, "grain", "--ledger", path).output.replace("nothing", "")
    assert "rejected" in run(claims, "grain", "--ledger", path, "--rejected").output


def test_disagreements_are_listed_and_the_latest_wins(path: Path) -> None:
    key = key_of(path, "grain ships")
    decide(path, key, "reject", reviewer="bob", why="a guess")
    decide(path, key, "accept", reviewer="ada")
    decide(path, key_of(path, "The old ferry …"), "reject", reviewer="ada")
    decide(path, key_of(path, "The old ferry …", verdict=("rejected",)), "reject", reviewer="bob")
    listed = run(review, "--ledger", path, "--disagreements").output
    assert "bob rejected it" in listed
    assert "a guess" in listed
    (told,) = map(json.loads, run(review, "--ledger", path, "--disagreements", "--format", "jsonl").stdout.splitlines())
    assert [(o["reviewer"], o["decision"] == told["in_force"]) for o in told["opinions"]] == [
        ("bob", False),
        ("ada", True),
    ]
    assert key in keys(path).values()
    decide(path, key, "accept", reviewer="bob")
    assert "bob" not in run(review, "--ledger", path, "--disagreements").output


def test_decided_texts_export_in_the_shape_of_the_gold_corpus(path: Path, tmp_path: Path) -> None:
    gold = json.loads((ROOT / "gold" / "corpus" / "train.jsonl").read_text(encoding="utf-8").splitlines()[0])
    out = tmp_path / "labels.jsonl"
    attributed = keys(path, voice="attributed")
    *most, last = attributed.values()
    for key in most:
        decide(path, key, "accept")
    run(review, "--ledger", path, "--export", out)
    assert out.read_text() == ""
    run(review, "--ledger", path, "--export", out, "--partial")
    partial = json.loads(out.read_text())
    assert (partial["complete"], partial["open"], len(partial["attributions"])) == (False, 1, 3)
    decide(path, last, "reject")
    run(review, "--ledger", path, "--export", out)
    row = json.loads(out.read_text())
    assert (row["complete"], len(row["attributions"]), len(row["rejected"])) == (True, 3, 1)
    assert set(gold) <= set(row)
    for label in row["attributions"]:
        assert set(label) == set(gold["attributions"][0])
        for role in ("source", "cue", "content", "certainty"):
            assert all(0 <= start < end <= len(row["text"]) for start, end in label[role])


def test_merge_brings_decisions_and_the_later_one_counts(path: Path, tmp_path: Path) -> None:
    other = kept(tmp_path / "other.db")
    key = key_of(path, "grain ships")
    decide(path, key, "reject", reviewer="ada")
    decide(other, key_of(other, "The old ferry …"), "reject", reviewer="bob")
    for _ in range(2):
        run(merge, other, "--ledger", path)
    assert verify(path).decisions == 2
    assert verify(path).findings == ()
    run(merge, path, "--ledger", other)
    assert verify(other).findings == ()
    assert keys(path, verdict=("rejected",)) == keys(other, verdict=("rejected",))
    fresh = tmp_path / "fresh.db"
    run(merge, path, "--ledger", fresh)
    assert keys(fresh, verdict=("rejected",)) == keys(path, verdict=("rejected",))


def test_redact_takes_claims_from_every_reading_and_decision(path: Path) -> None:
    key = key_of(path, "grain ships")
    body = json.dumps(
        {"claim": key, "verdict": "correct", "edits": {"name": "Zyxwvut Quonsolum"}, "why": "Xylopolis says"}
    )
    run(review, "--ledger", path, "--decide", "-", given=body)
    found = run(redact, "--source", "Marta Lindqvist", "--yes", "--ledger", path)
    assert found.exception is None, found.output
    assert "grain ships" not in " ".join(keys(path, rejected=True))
    assert verify(path).findings == ()
    body_bytes = b"".join(p.read_bytes() for p in path.parent.glob(path.name + "*")).lower()
    assert b"quonsolum" not in body_bytes
    assert b"xylopolis" not in body_bytes
    assert verify(path).decisions == 0


def test_redacting_a_text_takes_its_decisions(path: Path) -> None:
    decide(path, key_of(path, "grain ships"), "reject", why="Xylopolis says")
    with Ledger(path) as ledger:
        article = ledger.claims(ClaimFilter()).hits[0].article
    run(redact, article, "--yes", "--ledger", path)
    assert b"xylopolis" not in b"".join(p.read_bytes() for p in path.parent.glob(path.name + "*")).lower()
    assert (verify(path).findings, verify(path).decisions, verify(path).texts) == ((), 0, 0)
