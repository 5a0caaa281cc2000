"""Adding articles through the page: a text, an address, or files; what became of them is told while it goes on."""

from __future__ import annotations

import json
from dataclasses import asdict
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.errors import UsageError
from sayso.export.jsons import harmless
from sayso.fetch.addresses import to_target
from sayso.ingest.inputs import check_date
from sayso.records import Article
from sayso.serve.adding import Adding
from sayso.serve.desk import Desk
from sayso.serve.guard import form_token, is_same
from sayso.serve.show import render
from sayso.serve.writes import own_form
from sayso.settings import Settings


async def show(request: Request) -> Response:
    """The page."""
    adding: Adding = request.app.state.adding
    return render("add.html", request, jobs=adding.jobs(), problem=None)


async def state(request: Request) -> Response:
    """What became of what was given, as JSON for the page's script."""
    adding: Adding = request.app.state.adding
    body = harmless(json.dumps([asdict(job) for job in adding.jobs()], ensure_ascii=False))
    return Response(body.encode("utf-8", "replace"), media_type="application/json")


async def given(request: Request) -> Response:
    """A pasted text or an address."""
    form = await own_form(request)
    adding: Adding = request.app.state.adding
    url, text = form.get("url", "").strip(), form.get("text", "")
    if url and not text.strip():
        to_target(url)
        adding.address(url, follow=form.get("follow") == "true")
    elif text.strip():
        most = Settings.from_environment().largest_text
        if len(text) > most:
            raise UsageError(f"The text has more than {most:,} characters.")
        published = form.get("published", "").strip()
        told = {name: form.get(name, "").strip()[:500] or None for name in ("title", "outlet")}
        adding.text(
            Article(
                text=text.replace("\r\n", "\n"),
                published=check_date(published) if published else None,
                url=url or None,
                name=told["title"],
                **told,
            )
        )
    else:
        raise UsageError("Paste a text or give an address.")
    return RedirectResponse("/add", 303)


async def link(request: Request) -> Response:
    """Compares what came in."""
    await own_form(request)
    adding: Adding = request.app.state.adding
    if not any(job.what == "Comparing claims" and job.state in {"waits", "reads"} for job in adding.jobs()):
        adding.link()
    return RedirectResponse("/add", 303)


async def file(request: Request) -> Response:
    """The bytes of one file, its name in a header."""
    desk: Desk = request.app.state.desk
    if not is_same(request.headers.get("x-form-token"), form_token(desk)):
        raise UsageError("This file does not come from this desk's page.")
    adding: Adding = request.app.state.adding
    name = unquote(request.headers.get("x-file-name", "file"))[:200]
    job = adding.file(name, await request.body())
    return Response(json.dumps({"job": job.number}), status_code=202, media_type="application/json")
