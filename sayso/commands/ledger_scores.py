"""`sayso scores`: how well what was foretold came true."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from sayso.commands.ledger_due import freeze_first
from sayso.commands.ledger_options import filter_options, ledger_option, to_filter, write_lines, write_rows
from sayso.commands.shared import say, table_width
from sayso.errors import UsageError
from sayso.export.calibration import calibration_svg
from sayso.export.facts import percent, several
from sayso.export.jsons import harmless
from sayso.export.scores_page import figure, interval_text, to_scores_page
from sayso.export.tabular import Row, markdown_lines, table_lines
from sayso.ledger.outcomes.forecasts import BYS, By, forecasts, open_count
from sayso.ledger.queries import Ledger
from sayso.output import whole_file
from sayso.weigh.intervals import Interval
from sayso.weigh.scores import LEAST_RANKED, Bin, Forecast, Score, Three, calibration, ranked, score

COLUMNS = (
    "group", "rank", "n", "clusters", "brier_best", "brier_middle", "brier_worst", "brier_low", "brier_high",
    "log_best", "log_middle", "log_worst", "flat", "flat_true", "ambiguous", "annulled",
)  # fmt: skip
_HEADS = (
    "", "rank", "n", "Brier best", "middle", "worst", "95 % of middle", "log best", "middle", "worst", "flat: true",
    "ambiguous", "annulled",
)  # fmt: skip
_BIN_HEADS = ("chance as said", "band", "n", "came true", "share", "95 %", "reads")
NOTES = (
    "Brier: mean of (chance − outcome)². Log: mean of −ln of the chance given to what happened. Lower is better;"
    " calling everything even gives 0.250 and 0.693.",
    "Words have a band, not a number: best and worst take the end of the band that turned out better and worse, middle"
    " takes its middle, which is our mapping and nobody’s word.",
    "A denial counts with its band turned around. What has no band is counted as come true or not (flat), not scored.",
    "Intervals: bootstrap over texts, or over questions settled as a whole, 2,000 draws, always the same; Wilson’s"
    f" where all outcomes are equal. Fewer than {LEAST_RANKED}: no interval, no rank.",
)

_EXAMPLES = """
\b
Examples:
  sayso scores --ledger war.db
  sayso scores --by source --published 2022-10..2022-11
  sayso scores --by outlet --format html -o scores.html
  sayso scores --plot calibration.svg
"""


@click.command(epilog=_EXAMPLES)
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@click.option(
    "--by", type=click.Choice(BYS), help="A row each: who said it, what is known of them, who published it, the act."
)
@click.option("--with-facts", "facts", is_flag=True, help="Also settled claims that foretold nothing.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "markdown", "html"]), default="table",
    show_default=True, help="What to write.",
)  # fmt: skip
@click.option("--limit", type=click.IntRange(0), default=30, show_default=True, metavar="N",
              help="At most N rows of --by; 0 for all.")  # fmt: skip
@click.option("--plot", type=click.Path(path_type=Path), metavar="FILE", help="Draw the calibration curve there (SVG).")
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there, when all is done.")
@filter_options()
def scores(
    words: tuple[str, ...],
    ledger: Path,
    by: By | None,
    facts: bool,
    form: str,
    limit: int,
    plot: Path | None,
    output: Path | None,
    **filters: Any,
) -> None:
    """Score settled predictions: Brier and log score from the words' bands, calibration, with n and interval.

    Each score is given for the better end of the band, its middle and its worse end. Sources with fewer than ten scored
    predictions are listed and not ranked. WORDS and filters choose among the claims.
    """
    if plot is not None and plot.suffix.lower() != ".svg":
        raise UsageError(f"--plot {plot} must end in .svg.", hint="For example --plot calibration.svg")
    wanted = to_filter(words, filters)
    freeze_first(ledger)
    with Ledger(ledger) as asked:
        told = forecasts(asked.connection, None if wanted.is_empty() else wanted, by=by, facts=facts)
        still_open = open_count(asked.connection)
    whole, groups, bins = score(told), ranked(told) if by else (), calibration(told)
    left_out = len(groups) - limit if limit and len(groups) > limit else 0
    groups = groups[:limit] if left_out else groups
    title = "Scores of what was foretold" + (f", by {by}" if by else "")
    if plot is not None:
        with whole_file(plot) as write:
            write(calibration_svg(bins, "How often it came true"))
        say(f"{plot} holds the calibration curve.")
    by_group = {g.group or "": calibration(_of(told, g)) for g in groups if g.is_ranked}
    if form == "html":
        page = to_scores_page(whole, groups, bins, by_group, title=title, notes=NOTES)
        write_lines([page], form, output)
    elif form == "csv":
        write_rows(COLUMNS, _rows([whole, *groups] if not by else groups), form, output)
    elif form == "json":
        told_as = _object(whole, groups, bins, told, by, still_open)
        write_lines([harmless(json.dumps(told_as, ensure_ascii=False, indent=1)) + "\n"], form, output)
    else:
        write_lines(_readable(whole, groups, bins, form, table_width(output)), form, output)
    if left_out:
        say(f"{left_out:,} more rows: --limit 0 gives all.")
    counted = sum(f.is_settled for f in told)
    say(f"{several(counted, 'prediction')} settled as yes or no, {whole.n} of them with a band; {still_open:,} open.")


def _of(told: Sequence[Forecast], group: Score) -> list[Forecast]:
    return [one for one in told if group.group in one.groups]


def _rows(scores_: Sequence[Score]) -> Iterator[Row]:
    for number, one in enumerate(scores_, 1):
        yield [
            one.group, number if one.group is not None and one.is_ranked else None, one.n, one.clusters,
            *_three(one.brier), one.interval.low if one.interval else None,
            one.interval.high if one.interval else None, *_three(one.log), one.flat, one.flat_true, one.ambiguous,
            one.annulled,
        ]  # fmt: skip


def _three(told: Three | None) -> list[float | None]:
    if told is None:
        return [None, None, None]
    return [round(v, 6) if math.isfinite(v) else None for v in (told.best, told.middle, told.worst)]


def _shown(scores_: Sequence[Score]) -> Iterator[Row]:
    for number, one in enumerate(scores_):
        name = "all together" if one.group is None else one.group
        rank = str(number) if one.group is not None and one.is_ranked else "–" if one.group is not None else ""
        brier, log = one.brier, one.log
        yield [
            name, rank, one.n,
            *(figure(v) for v in ((brier.best, brier.middle, brier.worst) if brier else (None, None, None))),
            interval_text(one.interval),
            *(figure(v) for v in ((log.best, log.middle, log.worst) if log else (None, None, None))),
            f"{one.flat_true} of {one.flat}" if one.flat else "–", one.ambiguous, one.annulled,
        ]  # fmt: skip


def _bin_rows(bins: Sequence[Bin]) -> list[Row]:
    return [
        [
            one.term or "other words", percent(one.band), one.n, one.happened, f"{100 * one.share:.0f} %",
            percent((one.interval.low, one.interval.high)), one.reading,
        ]
        for one in bins
    ]  # fmt: skip


def _readable(whole: Score, groups: Sequence[Score], bins: Sequence[Bin], form: str, width: int) -> Iterator[str]:
    rows = list(_shown([whole, *groups]))
    if form == "markdown":
        yield from markdown_lines(_HEADS, rows)
        yield "\n"
        yield from markdown_lines(_BIN_HEADS, _bin_rows(bins))
        yield "\n"
        yield from (f"{note}\n\n" for note in NOTES)
        return
    yield from table_lines(_HEADS, rows, width=width)
    if bins:
        yield "\n"
        yield from table_lines(_BIN_HEADS, _bin_rows(bins), width=width)


def _object(
    whole: Score,
    groups: Sequence[Score],
    bins: Sequence[Bin],
    told: Sequence[Forecast],
    by: str | None,
    still_open: int,
) -> dict[str, object]:
    return {
        "by": by,
        "open": still_open,
        "all": _score_object(whole, None) | {"calibration": [_bin_object(one) for one in bins]},
        "groups": [
            _score_object(one, number if one.is_ranked else None)
            | {"calibration": [_bin_object(b) for b in calibration(_of(told, one))]}
            for number, one in enumerate(groups, 1)
        ],
        "method": list(NOTES),
    }


def _score_object(one: Score, rank: int | None) -> dict[str, object]:
    return {
        "group": one.group,
        "rank": rank,
        "n": one.n,
        "clusters": one.clusters,
        "brier": _named(one.brier),
        "log": _named(one.log),
        "brier_interval": _interval(one.interval),
        "flat": {"n": one.flat, "true": one.flat_true, "interval": _interval(one.flat_interval)},
        "ambiguous": one.ambiguous,
        "annulled": one.annulled,
    }


def _named(told: Three | None) -> dict[str, float | None] | None:
    """An infinite log score is null: JSON has no number for it."""
    return dict(zip(("best", "middle", "worst"), _three(told), strict=True)) if told else None


def _interval(told: Interval | None) -> dict[str, object] | None:
    return {"low": round(told.low, 6), "high": round(told.high, 6), "method": told.method} if told else None


def _bin_object(one: Bin) -> dict[str, object]:
    return {
        "term": one.term,
        "band": list(one.band),
        "n": one.n,
        "came_true": one.happened,
        "share": round(one.share, 6),
        "interval": _interval(one.interval),
        "reads": one.reading,
    }
