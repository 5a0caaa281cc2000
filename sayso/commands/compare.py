"""sayso compare: how two claims stand to each other."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import click

from sayso.commands.shared import report, say, shows_progress, standard_input
from sayso.errors import BadRecordError, UnreadableError, UsageError
from sayso.export.facts import several
from sayso.export.visible import shown
from sayso.link.judge import load
from sayso.link.judge.encoding import interval
from sayso.link.judge.sides import pair_of
from sayso.link.records import Judgement, Pair, Side
from sayso.output import line_file, whole_file
from sayso.progress import progress

AT_ONCE = 256  # pairs judged before their lines are written
_BAR = 20  # characters of a score's bar
_EXAMPLES = """
\b
Examples:
  sayso compare "The missile was fired from the east." "It was a stray of our own air defense."
  sayso compare "The minister has no plan to resign" "The minister has resigned" --said 2022-11-03 --said 2022-11-09
  sayso compare --pairs pairs.jsonl --output judged.jsonl
  sayso compare --pairs - < pairs.jsonl | jq -r .verdict | sort | uniq -c
"""


@click.command(epilog=_EXAMPLES)
@click.argument("claims", nargs=-1, metavar="[A B]")
@click.option("--said", "days", multiple=True, metavar="DATE", help="When A was said, then when B was; ISO.")
@click.option("--source", "sources", multiple=True, metavar="NAME", help="Who said A, then who said B.")
@click.option(
    "--pairs", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE.jsonl",
    help='Judge many: a line {"a": {"text", "said", "source"}, "b": {…}} each; - for standard input.',
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File to write to, instead of standard output.")
@click.option("--quiet", "-q", is_flag=True, help="No progress, no summary; errors still show.")
def compare(
    claims: tuple[str, ...],
    days: tuple[str, ...],
    sources: tuple[str, ...],
    pairs: Path | None,
    form: str,
    output: Path | None,
    quiet: bool,
) -> None:
    """Tell whether two claims are the same, contradict each other, tell of a shift, are related or unrelated.

    Compared is what is asserted, with its time; who says it matters only for what "he" or "the city" may mean. Scores
    are probabilities as calibrated on held-out pairs of news; the reasons are there for a person to check.
    With --pairs each line comes back with verdict, scores and reasons, as JSON lines.
    """
    if pairs is not None:
        if claims or days or sources:
            raise UsageError("--pairs takes its claims from the file alone.")
        _judge_file(pairs, output, quiet)
        return
    if len(claims) != 2:
        raise UsageError("compare needs two claims.", hint='sayso compare "The bridge is open" "The bridge is closed"')
    pair = _pair(claims, days, sources)
    judged = load().judge([pair])[0]
    with whole_file(output) as write:
        write(_json(pair, judged) if form == "json" else _table(pair, judged))


def _pair(claims: Sequence[str], days: Sequence[str], sources: Sequence[str]) -> Pair:
    for told, name in ((days, "--said"), (sources, "--source")):
        if len(told) not in (0, 2):
            raise UsageError(
                f"{name} is given twice, for A and for B, or not at all.", hint=f'{name} "" leaves one out.'
            )
    for day in days:
        if day and interval(day) is None:
            raise UsageError(f"{day} is no ISO date.", hint="Write 2022-11-03, 2022-11 or 2022.")
    if not all(claim.strip() for claim in claims):
        raise UsageError("a claim has no words.")
    a, b = (
        Side(text=text, said=day or None, source=source or None)
        for text, day, source in zip(claims, days or ("", ""), sources or ("", ""), strict=True)
    )
    return a, b


def _json(pair: Pair, judged: Judgement) -> str:
    told = {name: {"text": s.text, "said": s.said, "source": s.source} for name, s in zip("ab", pair, strict=True)}
    return json.dumps(told | judged.to_dict(), ensure_ascii=False, indent=2) + "\n"


def _table(pair: Pair, judged: Judgement) -> str:
    lines = []
    for name, one in zip("ab", pair, strict=True):
        beside = ", ".join(part for part in (one.source, one.said) if part)
        lines.append(f"{name}  {shown(one.text)}" + (f"  ({shown(beside)})" if beside else ""))
    lines += ["", judged.verdict]
    for verdict, score in judged.scores.items():
        lines.append(f"  {verdict:<12}{round(100 * score):>3} %  {'█' * round(_BAR * score)}".rstrip())
    lines += ["", *(f"- {shown(reason)}" for reason in judged.reasons)]
    return "\n".join(lines) + "\n"


def _judge_file(path: Path, output: Path | None, quiet: bool) -> None:
    judge = load()
    failed = judged = 0
    shows = shows_progress(output, quiet)
    with _lines(path) as file, line_file(output) as write, progress(None if shows else 0, 0) as bar:
        numbered = ((number, line) for number, line in enumerate(file, start=1) if line.strip())
        for part in iter(lambda: list(islice(numbered, AT_ONCE)), []):
            told = []
            for number, line in part:
                try:
                    told.append(pair_of(line))
                except BadRecordError as error:
                    failed += 1
                    bar.clear()
                    report(BadRecordError(f"{path}, line {number}: {error.message}", hint=error.hint))
            for (given, _), verdict in zip(told, judge.judge([pair for _, pair in told]), strict=True):
                write(json.dumps(given | verdict.to_dict(), ensure_ascii=False) + "\n")
                judged += 1
                bar.step()
    if not quiet and output is not None:
        say(f"{several(judged, 'pair')} judged{f', {failed:,} could not be read' if failed else ''}.")
    if failed:
        sys.exit(1)


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    """The lines of a file or of standard input, UTF-8."""
    if str(path) == "-":
        yield (line.decode("utf-8", "replace") for line in standard_input(["-"]))
        return
    try:
        file = path.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror}") from error
    with file:
        yield iter(file)
