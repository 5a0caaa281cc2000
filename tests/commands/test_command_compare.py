"""sayso compare, as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sayso
from sayso.commands.compare import compare
from sayso.errors import BadRecordError
from sayso.link.records import VERDICTS, Side

OPEN, SHUT = "The bridge over the river is open to traffic.", "The bridge over the river is closed to all traffic."


def run(*words: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(compare, words, input=given, catch_exceptions=False)


def line(a: str, b: str, **more: object) -> str:
    return json.dumps({"a": {"text": a, "said": None, "source": None}, "b": {"text": b}} | more)


def test_two_claims_are_shown_with_verdict_scores_and_reasons() -> None:
    told = run(OPEN, SHUT)
    assert told.exit_code == 0
    verdict = told.output.splitlines()[3]
    assert verdict in VERDICTS
    assert "opposite words: open against closed" in told.output
    assert all(f"  {v}" in told.output for v in VERDICTS)


def test_json_has_what_the_contract_names() -> None:
    told = json.loads(run(OPEN, SHUT, "--said", "2022-11-03", "--said", "", "--format", "json").output)
    assert told["a"] == {"text": OPEN, "said": "2022-11-03", "source": None}
    assert list(told["scores"]) == list(VERDICTS)
    assert sum(told["scores"].values()) == pytest.approx(1, abs=0.001)
    assert told["scores"][told["verdict"]] == max(told["scores"].values())
    assert told["reasons"]


def test_a_file_of_pairs_comes_back_line_by_line(tmp_path: Path) -> None:
    given, out = tmp_path / "pairs.jsonl", tmp_path / "judged.jsonl"
    given.write_text(line(OPEN, SHUT, pair="p1") + "\n\n" + line(OPEN, OPEN, pair="p2") + "\n", encoding="utf-8")
    assert run("--pairs", str(given), "--output", str(out)).exit_code == 0
    rows = [json.loads(x) for x in out.read_text(encoding="utf-8").splitlines()]
    assert [row["pair"] for row in rows] == ["p1", "p2"]
    assert rows[1]["verdict"] == "same"
    assert rows[0]["a"]["text"] == OPEN
    assert run("--pairs", "-", given=given.read_text(encoding="utf-8")).output == out.read_text(encoding="utf-8")


def test_a_line_that_is_no_pair_is_told_and_the_rest_goes_on() -> None:
    bad = [
        "no json",
        "[]",
        '{"a": {"text": "x"}}',
        line(" ", OPEN),
        '{"a": {"text": "x", "said": 3}, "b": {"text": "y"}}',
    ]
    told = run("--pairs", "-", given="\n".join([*bad, line(OPEN, SHUT)]))
    assert told.exit_code == 1
    assert all(f"-, line {number}:" in told.stderr for number in range(1, len(bad) + 1))
    assert len(told.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("one",),
        ("one", "two", "three"),
        (),
        ("a", " "),
        ("a", "b", "--said", "2022"),
        ("a", "b", *"--said x --said 2022".split()),
    ],
)
def test_a_wrong_call_is_told(words: tuple[str, ...]) -> None:
    with pytest.raises(sayso.SaysoError) as told:
        run(*words)
    assert told.value.exit_code == 2


def test_a_pair_is_judged_alike_whatever_stands_beside_it_and_whichever_side_comes_first() -> None:
    pairs = [
        (OPEN, SHUT),
        ("Oil fell.", "Gas rose by a fifth in the north of the country on Monday."),
        (SHUT, "No one left."),
    ]
    told = run("--pairs", "-", given="\n".join(line(*pair) for pair in pairs)).stdout.splitlines()
    for one, (a, b) in zip(told, pairs, strict=True):
        scores = json.loads(one)["scores"]
        assert json.loads(run("--pairs", "-", given=line(a, b)).stdout)["scores"] == scores
        assert json.loads(run("--pairs", "-", given=line(b, a)).stdout)["scores"] == scores


def test_python_takes_words_mappings_and_sides() -> None:
    one = sayso.compare(OPEN, {"text": SHUT, "said": None, "source": None})
    assert one == sayso.compare(Side(text=OPEN), Side(text=SHUT))
    assert one.verdict in VERDICTS
    with pytest.raises(BadRecordError):
        sayso.compare({"said": "2022-11-03"}, OPEN)


def test_a_day_that_is_none_is_left_aside_and_told() -> None:
    pair = {"a": {"text": OPEN, "said": "last week"}, "b": {"text": SHUT, "said": "2022-11-03"}}
    told = run("--pairs", "-", given=json.dumps(pair))
    assert told.exit_code == 0
    assert "left aside, no ISO date: last week" in json.loads(told.stdout)["reasons"]
