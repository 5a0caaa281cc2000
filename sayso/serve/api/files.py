"""Claims and reports as files: the forms of `sayso export` and `sayso report` over REST."""

from __future__ import annotations

import unicodedata
from asyncio import Semaphore
from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import islice
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import TooLargeError, UsageError
from sayso.export.formats.records import Export
from sayso.export.formats.registry import FORMATS, write
from sayso.export.formats.times import times_of
from sayso.export.report.registry import MEDIA, Facts, brief_of, render
from sayso.ledger.briefs import article_facts, prediction_facts, question_facts, source_facts
from sayso.ledger.exports import export_article, export_claims, hits_of_article, linked
from sayso.ledger.hits import Hit
from sayso.ledger.queries import Ledger
from sayso.ledger.questions.ask import load
from sayso.serve.guard import error
from sayso.serve.offers import MOST_CLAIMS, SUFFIXES
from sayso.serve.readers import Readers
from sayso.serve.show import url, with_tag
from sayso.serve.wanted import CLAIM_NAMES, PageOf, check_names, is_on, start_of, to_claim_filter, to_page

EXPORT_NAMES = (*CLAIM_NAMES, "article", "question", "no_text", "limit", "after", "order")
USUAL_CLAIMS = 1000
"""Claims of one export where the asker names no limit."""
LARGEST_FILE = 64_000_000
"""Bytes of one export."""
AT_ONCE = 2
"""Files made at the same time, so that pages find a thread that reads."""
_LONGEST_NAME = 60  # characters of a file's name without its ending
_FACTS: dict[str, Callable[..., Facts]] = {
    "question": question_facts,
    "source": source_facts,
    "article": article_facts,
    "prediction": prediction_facts,
}
_View = Callable[[Ledger, Request], Response]


def making(view: _View) -> Callable[[Request], Awaitable[Response]]:
    """What answers with a file; a few are made at a time, the rest wait."""

    async def handler(request: Request) -> Response:
        readers: Readers = request.app.state.readers
        room: Semaphore = request.app.state.files
        async with room:
            return await readers.ask(lambda ledger: with_tag(request, view(ledger, request)))

    return handler


def export(ledger: Ledger, request: Request) -> Response:
    """Claims that meet the query in a format. What follows those of this file is told in the header Link.

    Raises UsageError, MissingExtraError, TooLargeError.
    """
    form, told = request.path_params["format"], request.query_params
    if form not in FORMATS:
        return _no_format(form, FORMATS)
    check_names(told, EXPORT_NAMES)
    article, question = told.get("article"), told.get("question")
    page = to_page(told, usual="oldest", limit=USUAL_CLAIMS, most=MOST_CLAIMS)
    text = not is_on(told, "no_text")
    if article is None and FORMATS[form].single:
        raise UsageError(f"{form} is for one article.", hint="Give article=a1:….")
    hits, title, after = _found(ledger, request, page, text=text)
    about = export_article(ledger, article, text=text) if article else None
    parcel = Export(
        claims=export_claims(ledger, hits, text=text),
        articles=(about,) if about else (),
        times=times_of(about) if about and form == "timeml" else (),
        title=title or "Claims",
        text=text,
    )
    body = _bounded(write(form, linked(ledger, parcel) if FORMATS[form].linked else parcel))
    named = (about.title if about else title) or article or "claims"
    kind = "article" if article else "question" if question else "claims"
    answer = _file(body, FORMATS[form].media, f"{kind} {named}" if named != kind else kind, FORMATS[form].suffix)
    if after is not None:
        query = {name: told.getlist(name) for name in told if name != "after"}
        answer.headers["Link"] = f'<{url(request.url.path, **query, after=after)}>; rel="next"'
    return answer


def report(ledger: Ledger, request: Request) -> Response:
    """A brief of a question, source, article or prediction. Raises UsageError, MissingExtraError."""
    kind, key = request.path_params["kind"], request.path_params["key"]
    told = request.query_params
    if kind not in _FACTS:
        known = ", ".join(_FACTS)
        return error("not-found", f"{kind[:50]!r} is nothing that reports are of.", 404, f"There are {known}.")
    check_names(told, ("format", "no_text"))
    form = told.get("format") or "markdown"
    if form not in MEDIA:
        return _no_format(form, MEDIA)
    text = not is_on(told, "no_text")
    brief = brief_of(_FACTS[kind](ledger, key, text=text))
    name = brief.title if kind in {"article", "question"} else key
    return _file(render(form, brief), MEDIA[form], f"{kind} {name}", SUFFIXES[form])


def disposition(name: str, suffix: str) -> str:
    """A Content-Disposition whose name is safe on every system: letters and digits with "-" between, whatever it was.

    name: of an article, a source, a question …: anybody's words. suffix: ours, with its dot.
    """
    folded = unicodedata.normalize("NFKC", name[: _LONGEST_NAME * 4])
    words = "".join(c if c.isalnum() and c.isprintable() else " " for c in folded).split()
    whole = "-".join(words)[:_LONGEST_NAME].strip("-") or "sayso"
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    plain = "-".join(one for one in plain.split("-") if one) or "sayso"
    told = f'attachment; filename="{plain}{suffix}"'
    return told if plain == whole else f"{told}; filename*=UTF-8''{quote(whole + suffix, safe='')}"


def _found(ledger: Ledger, request: Request, page: PageOf, *, text: bool) -> tuple[Iterable[Hit], str, str | None]:
    """The claims that are asked for, what to call them, and the cursor of those that follow."""
    told = request.query_params
    article, question = told.get("article"), told.get("question")
    wanted = to_claim_filter(told)
    if (article or question) and (not wanted.is_empty() or (article and question)):
        raise UsageError("article and question take all claims of one.", hint="Leave out the other filters.")
    if not (article or question):
        found = ledger.claims(wanted, limit=page.limit, after=page.after, order=page.order)
        return found.hits, told.get("q", "").strip(), found.after
    start = start_of(told)
    if article:
        hits, title = hits_of_article(ledger, article), article
    else:
        one = load(ledger.connection, question or "")
        hits = tuple(placed.hit for placed in one.placed)
        title = one.row.wording if text else one.row.question
    end = start + page.limit
    return islice(hits, start, end), title, str(end) if len(hits) > end else None


def _bounded(pieces: Iterator[bytes]) -> bytes:
    """All of an export. Raises TooLargeError."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) > LARGEST_FILE:
            hint = "Ask for fewer claims with limit, or use sayso export."
            raise TooLargeError(f"This export has more than {LARGEST_FILE:,} bytes.", hint=hint)
    return bytes(held)


def _file(body: bytes, media: str, name: str, suffix: str) -> Response:
    return Response(body, media_type=media, headers={"Content-Disposition": disposition(name, suffix)})


def _no_format(form: str, known: Iterable[str]) -> Response:
    return error("not-found", f"{form[:50]!r} is no format.", 404, f"There are {', '.join(known)}.")
