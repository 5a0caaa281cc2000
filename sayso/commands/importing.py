"""`sayso import`: claims of other programs come into the ledger, marked as such."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import click

from sayso.commands.ledger_options import ledger_option
from sayso.commands.ledger_resolve import reviewer_option
from sayso.commands.reviewer import login
from sayso.commands.shared import report, say
from sayso.errors import InputError, NoLedgerError, TooLargeError, UnreadableError, UsageError
from sayso.export.facts import several
from sayso.ingest.exchange.annotations import Annotation, from_annotations
from sayso.ingest.exchange.claim_reviews import from_claim_reviews
from sayso.ingest.exchange.ftm import from_ftm
from sayso.ingest.exchange.gdelt import from_gdelt
from sayso.ledger.queries import Ledger
from sayso.ledger.review.records import Request
from sayso.ledger.store import Kept, Store
from sayso.records import Reading
from sayso.settings import Settings

_Found = Iterable[Reading | InputError]
READINGS: dict[str, Callable[[Path], _Found]] = {
    "claimreview": lambda path: from_claim_reviews(_bytes(path), path.name),
    "gdelt": lambda path: from_gdelt(_lines(path), path.name),
    "ftm": lambda path: from_ftm(_lines(path), path.name),
}
FORMS = (*READINGS, "annotation")
_LINE = 64 * 1024 * 1024  # bytes of the longest line
_MOST_TOLD = 5  # annotations that found no place, of which each is told


@click.command(
    name="import",
    epilog="""
\b
Forms:
  claimreview  schema.org ClaimReview: an object, a list, a @graph, a data feed
  gdelt        GDELT Global Quotation Graph, a JSON object a line
  ftm          FollowTheMoney Notes, as entities or statements, a JSON object a line
  annotation   W3C Web Annotations of texts that are in the ledger

\b
Examples:
  sayso import claimreview factchecks.json --ledger war.db
  sayso import gdelt 20221103.gqg.json
  sayso import annotation desk.jsonld --reviewer "Ada Reed"
""",
    short_help="Take in claims of other programs, marked as such.",
)
@click.argument("form", metavar="FORM", type=click.Choice(FORMS))
@click.argument("paths", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@reviewer_option
@ledger_option
def import_(form: str, paths: tuple[Path, ...], reviewer: str | None, ledger: Path) -> None:
    """Take in claims of other programs.

    ClaimReviews, GDELT's quotations and FollowTheMoney's Notes come without the article: their text is made of what
    they tell, and their reader is called import:…, so that nobody takes them for what sayso read. Annotations are laid
    on texts of the ledger whose words they name, as claims of whoever made them, else of --reviewer; where the words
    are not found, or could be several places, nothing is taken.
    """
    if _annotate(paths, reviewer, ledger) if form == "annotation" else _take(READINGS[form], paths, ledger):
        raise SystemExit(1)


def _take(read: Callable[[Path], _Found], paths: Sequence[Path], ledger: Path) -> bool:
    """Whether everything failed."""
    kept, known, failed = Kept(), 0, 0
    with Store(ledger) as store:
        for path in paths:
            for one in _told(read, path):
                if isinstance(one, InputError):
                    failed += 1
                    report(one)
                elif store.has(one.article) or store.is_removed(one.article):
                    known += 1
                else:
                    kept += store.put(one)
        kept += store.flush()
    there = f", {known:,} were there already or stay out" if known else ""
    wrong = f", {failed:,} could not be read" if failed else ""
    say(f"{several(kept.articles, 'record')} taken in, {several(kept.claims, 'claim')}{there}{wrong}.")
    return bool(failed) and not kept.articles and not known


def _told(read: Callable[[Path], _Found], path: Path) -> Iterator[Reading | InputError]:
    try:
        yield from read(path)
    except InputError as error:
        yield error


def _annotate(paths: Sequence[Path], reviewer: str | None, ledger: Path) -> bool:
    """Whether nothing at all could be taken."""
    taken = known = lost = 0
    try:
        asked = Ledger(ledger)
    except NoLedgerError as error:
        raise UsageError(error.message, hint="Annotations need their texts: add the articles first.") from None
    requests: list[Request] = []
    with asked:
        for path in paths:
            for one in from_annotations(_bytes(path), path.name):
                request = _request(asked, one, path.name, reviewer)
                if request is None:
                    lost += 1
                    if lost <= _MOST_TOLD:
                        say(f"{one.name or 'an annotation'}: its words are not certainly in a text of the ledger.")
                else:
                    requests.append(request)
    with Store(ledger, create=False) as store:
        for request in requests:
            try:
                store.decide([request])
                taken += 1
            except UsageError as error:
                if "already" not in error.message:
                    raise
                known += 1
    there = f", {known:,} were there already" if known else ""
    missing = f", {lost:,} have no certain place" if lost else ""
    say(f"{several(taken, 'claim')} taken in{there}{missing}.")
    return not taken and not known


def _request(asked: Ledger, one: Annotation, file: str, reviewer: str | None) -> Request | None:
    """The claim to be added; None where its text is not here, or its words are not certainly in it."""
    for key in _articles(asked, one):
        claim = one.claim(asked.reading(key).article.text)
        if claim is not None:
            why = f"Imported from {file}" + (f": {one.comment}" if one.comment else "") + "."
            return Request(claim=key, verdict="add", reviewer=one.by or reviewer or login(), why=why[:4000], to=claim)
    return None


def _articles(asked: Ledger, one: Annotation) -> Iterator[str]:
    """Keys of articles that an annotation may be on: of that very text, then those at its address."""
    if one.sha256:
        sql = "SELECT publication.key FROM publication JOIN text ON text.id = text_id WHERE sha256 = ? LIMIT 1"
        yield from (row[0] for row in asked.connection.execute(sql, (one.sha256,)))
    if one.source and one.source.startswith(("http://", "https://")):
        try:
            first = asked.page(one.source)
        except UsageError:
            return
        yield from dict.fromkeys(row.article for row in reversed(asked.versions_of(first)))


def _bytes(path: Path) -> bytes:
    limit = Settings.from_environment().largest_input
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(data) > limit:
        raise TooLargeError(f"{path} has more than {limit:,} bytes.", hint="SAYSO_LARGEST_INPUT sets the limit.")
    return data


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while line := file.readline(_LINE):
                yield line
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror or error}.") from error
