"""`sayso export`: claims of the ledger in the forms of other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from sayso.commands.ledger_options import filter_options, ledger_option, to_filter, write_lines
from sayso.commands.shared import say
from sayso.errors import UsageError
from sayso.export.facts import several
from sayso.export.formats.records import Export, ExportClaim
from sayso.export.formats.registry import FORMATS, write
from sayso.export.formats.times import times_of
from sayso.ledger.exports import export_article, export_claims, hits_of_article, linked
from sayso.ledger.hits import Hit
from sayso.ledger.queries import Ledger
from sayso.ledger.questions.ask import load
from sayso.ledger.search import ClaimFilter
from sayso.output import whole_bytes

_AT_ONCE = 500  # claims asked for at a time

_EXAMPLES = """
\b
Formats:
{formats}

\b
Examples:
  sayso export csv -o claims.csv
  sayso export stix Kherson --published 2022-11 -o kherson.json
  sayso export annotation --article a1:787dfe42 --no-text
  sayso export parquet --source Putin --force predicts -o putin.parquet
"""


class _Counted:
    """Claims one by one, counted as they go."""

    def __init__(self, claims: Iterable[ExportClaim]) -> None:
        self._claims, self.count = claims, 0

    def __iter__(self) -> Iterator[ExportClaim]:
        for one in self._claims:
            self.count += 1
            yield one


@click.command(
    epilog=_EXAMPLES.format(formats="\n".join(f"  {f.name:<11} {f.says}" for f in FORMATS.values())),
    short_help="Write claims in a format of other programs.",
)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@ledger_option
@click.option("--like", metavar="TEXT", help="Speaking of the same as TEXT.")
@filter_options()
@click.option("--article", metavar="KEY", help="All claims of one article (a1:…), in place of WORDS and filters.")
@click.option("--question", metavar="KEY", help="All claims of one question (q1:…), in place of WORDS and filters.")
@click.option("--grades", is_flag=True, help="Also grades that are computed, not only those that persons set.")
@click.option("--limit", type=click.IntRange(0), default=0, metavar="N", help="At most N, the earliest. [default: all]")
@click.option("--no-text", is_flag=True, help="Leave out the articles' words: positions and digests stay.")
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there, when all is done.")
def export(
    form: str,
    words: tuple[str, ...],
    ledger: Path,
    article: str | None,
    question: str | None,
    grades: bool,
    limit: int,
    no_text: bool,
    output: Path | None,
    **filters: Any,
) -> None:
    """Write claims in FORMAT, all or those that meet WORDS and filters (as `sayso claims` takes them), earliest first.

    The same ledger gives the same bytes. What a format has no place for is left out: docs/exports.md tells what.
    """
    wanted = to_filter(words, filters)
    one = article or question
    if one is not None and (not wanted.is_empty() or (article and question)):
        raise UsageError("--article and --question take all claims of one.", hint="Leave out WORDS and filters.")
    if article is None and FORMATS[form].single:
        raise UsageError(f"{form} is for one article.", hint="Give --article a1:….")
    with Ledger(ledger) as asked:
        hits, title = _hits(asked, wanted, article, question, text=not no_text)
        told = _Counted(export_claims(asked, islice(hits, limit or None), text=not no_text, grades=grades))
        about = export_article(asked, article, text=not no_text) if article else None
        parcel = Export(
            claims=told,
            articles=(about,) if about else (),
            times=times_of(about) if about and form == "timeml" else (),
            title=title or " ".join(words) or "Claims",
            text=not no_text,
        )
        export_to(form, linked(asked, parcel) if FORMATS[form].linked else parcel, output)
    say(f"{several(told.count, 'claim')} written." if told.count else "nothing found.")


def export_to(form: str, parcel: Export, output: Path | None) -> None:
    """Writes an export to a file, when all is done, or to standard output."""
    pieces = write(form, parcel)
    if FORMATS[form].binary:
        with whole_bytes(None if str(output) == "-" else output, FORMATS[form].name) as to_bytes:
            for piece in pieces:
                to_bytes(piece)
    else:
        write_lines((piece.decode() for piece in pieces), form, output)


def _hits(
    asked: Ledger, wanted: ClaimFilter, article: str | None, question: str | None, *, text: bool
) -> tuple[Iterable[Hit], str | None]:
    """What is asked for, and what to call it."""
    if article is not None:
        return hits_of_article(asked, article), article
    if question is not None:
        found = load(asked.connection, question)
        return (one.hit for one in found.placed), found.row.wording if text else found.row.question
    return _all(asked, wanted), None


def _all(asked: Ledger, wanted: ClaimFilter) -> Iterator[Hit]:
    after: str | None = None
    while True:
        page = asked.claims(wanted, limit=_AT_ONCE, after=after, order="oldest")
        yield from page.hits
        after = page.after
        if after is None:
            return
