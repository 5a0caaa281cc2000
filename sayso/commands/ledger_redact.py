"""`sayso redact`: removing a text, or what somebody said, on request."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sayso.commands.ledger_options import ledger_option
from sayso.commands.ledger_tables import hit_lines, namesake_lines
from sayso.commands.shared import say, table_width
from sayso.errors import UsageError
from sayso.export.facts import several
from sayso.export.visible import one_line
from sayso.ledger.hits import Hit
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from sayso.output import standard_output

_SHOWN = 10
_AT_ONCE = 500

_EXAMPLES = """
\b
Examples:
  sayso redact a1:787dfe42 --ledger war.db
  sayso redact k1:4bc6a76f4d k1:d905f80070 --yes
  sayso redact --source "Jane Roe"
"""


@click.command(epilog=_EXAMPLES)
@click.argument("keys", nargs=-1, metavar="[KEY]…")
@ledger_option
@click.option(
    "--source", metavar="NAME",
    help="All claims given to somebody of this name, as sayso source --this-name finds them.",
)  # fmt: skip
@click.option("--with-texts", is_flag=True, help="Also the whole texts in which those claims stand.")
@click.option("--let-back-in", is_flag=True, help="Keep no mark of removed texts; adding them again takes them in.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def redact(
    keys: tuple[str, ...], ledger: Path, source: str | None, with_texts: bool, let_back_in: bool, yes: bool
) -> None:
    """Remove texts (a1:…) or claims (k1:…) for good: from tables, search indexes, free space and log file.

    A text goes with all its publications and claims, a claim with those inside it. The audit log keeps its chain; it
    never held the words. Backups and exports are yours to find. The file is written anew, which takes a while.
    """
    if not keys and source is None:
        raise UsageError("Tell what to remove.", hint="Keys, or --source NAME.")
    if source is not None:
        with Ledger(ledger) as asked:
            meant = asked.meant_by(source)
        for line in namesake_lines(meant.people, meant.left_out):
            say(line)
    texts, claims = _wanted(ledger, keys, source)
    if with_texts:
        texts, claims = tuple(dict.fromkeys((*texts, *(hit.article for hit in claims)))), ()
    if not texts and not claims:
        say("nothing found.")
        return
    if not yes:
        _ask(ledger, texts, claims)
    with Store(ledger, create=False) as store:
        store.redact(texts, claims, keep_out=not let_back_in)
    say(f"removed {_counted(texts, claims)}. Backups and exports made before still hold them.")


def _wanted(ledger: Path, keys: tuple[str, ...], source: str | None) -> tuple[tuple[str, ...], tuple[Hit, ...]]:
    with Ledger(ledger) as asked:
        texts = tuple(asked.reading(key).article.id for key in keys if not key.startswith("k1:"))
        claims = [asked.claim(key)[2] for key in keys if key.startswith("k1:")]
        after, more = None, source is not None
        while more:
            page = asked.claims(ClaimFilter(source=source, this_name=True, rejected=True), limit=_AT_ONCE, after=after)
            claims += page.hits
            after = page.after
            more = after is not None
        if source is not None:
            claims += asked.unshown_claims(source)
    return texts, tuple(claims)


def _counted(texts: tuple[str, ...], claims: tuple[Hit, ...]) -> str:
    parts = [several(len(texts), "text")] * bool(texts) + [several(len(claims), "claim")] * bool(claims)
    return " and ".join(parts)


def _ask(ledger: Path, texts: tuple[str, ...], claims: tuple[Hit, ...]) -> None:
    """Shows what would go and asks. Raises UsageError where nobody can answer, Abort where the answer is no."""
    write = standard_output(exact=False)
    with Ledger(ledger) as asked:
        for key in texts[:_SHOWN]:
            article = asked.reading(key).article
            told = (article.published or "no date", article.outlet, article.title or article.name or article.text[:60])
            write(" · ".join(one_line(part) for part in told if part) + f" · {key}\n")
    for line in hit_lines(claims[:_SHOWN], width=table_width(None), color=False):
        write(line)
    rest = max(0, len(texts) - _SHOWN) + max(0, len(claims) - _SHOWN)
    write(f"… and {rest:,} more\n" if rest else "")
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(f"This would remove {_counted(texts, claims)}.", hint="Give --yes where nobody can be asked.")
    click.confirm(f"Remove {_counted(texts, claims)} for good?", abort=True, err=True)
