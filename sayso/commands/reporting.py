"""`sayso report`: a brief of a question, an article, a source or a prediction, to be read and printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from sayso.commands.ledger_options import ledger_option, write_lines
from sayso.export.report.registry import BINARY, MEDIA, Facts, brief_of, render
from sayso.ledger.briefs import article_facts, prediction_facts, question_facts, source_facts
from sayso.ledger.queries import Ledger
from sayso.output import whole_bytes

_Asked = Callable[..., Facts]
KINDS: dict[str, _Asked] = {
    "question": question_facts,
    "source": source_facts,
    "article": article_facts,
    "prediction": prediction_facts,
}

SUFFIXES = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx"}


@click.command(
    epilog="""
\b
Examples:
  sayso report question q1:4bc6a76f4d --format pdf -o kherson.pdf
  sayso report source "Western officials" --format html -o officials.html
  sayso report article a1:787dfe42
  sayso report prediction k1:65fb6b5de1 --format docx --no-text -o prediction.docx
""",
    short_help="Write a brief of a question, source, article or prediction.",
)
@click.argument("kind", metavar="question|source|article|prediction", type=click.Choice(list(KINDS)))
@click.argument("what", metavar="KEY|NAME")
@ledger_option
@click.option(
    "--format", "form", type=click.Choice(list(MEDIA)), default=None,
    help="What to write; else what the name of --output ends in tells, else Markdown.",
)  # fmt: skip
@click.option("--no-text", is_flag=True, help="Leave out the articles' words: positions and digests stay.")
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there, when all is done.")
def report(kind: str, what: str, ledger: Path, form: str | None, no_text: bool, output: Path | None) -> None:
    """Write a brief that can be printed: what is disputed, who says what, with notes on where the words stand.

    WHAT is a question's key (q1:…, or that of one of its claims), a source's name, an article's key (a1:…) or the key
    of a prediction's claim (k1:…); the beginning of a key is enough. Grades come with their arithmetic. PDF and DOCX
    need the extra "export".
    """
    form = form or SUFFIXES.get(output.suffix.lower() if output else "", "markdown")
    with Ledger(ledger) as asked:
        facts = KINDS[kind](asked, what, text=not no_text)
    told = render(form, brief_of(facts))
    if form in BINARY:
        with whole_bytes(None if str(output) == "-" else output, form.upper()) as to_bytes:
            to_bytes(told)
    else:
        write_lines([told.decode()], form, output)
