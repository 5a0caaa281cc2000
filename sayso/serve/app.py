"""The desk put together: addresses, what answers them, and what becomes of errors."""

from __future__ import annotations

from asyncio import Semaphore
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sayso.errors import LedgerBusyError, NoLedgerError, SaysoError, UsageError
from sayso.export.page import hues
from sayso.ledger.queries import Ledger
from sayso.serve.adding import Adding
from sayso.serve.api.files import AT_ONCE
from sayso.serve.api.routes import routes as api_routes
from sayso.serve.desk import Desk
from sayso.serve.guard import SESSION, Guard, TooLarge, error, is_same, session_of
from sayso.serve.memory import Memory
from sayso.serve.pages import add
from sayso.serve.pages.article import article, versions
from sayso.serve.pages.audit import sourcing
from sayso.serve.pages.lists import articles, sources
from sayso.serve.pages.maps import places
from sayso.serve.pages.origin import origins
from sayso.serve.pages.predictions import predictions
from sayso.serve.pages.question import question, questions
from sayso.serve.pages.review import review
from sayso.serve.pages.search import search
from sayso.serve.pages.source import source
from sayso.serve.pages.today import today
from sayso.serve.pages.weighed import grade
from sayso.serve.readers import Readers
from sayso.serve.show import STATIC, environment, render, static_text, static_url, with_tag
from sayso.serve.writes import decide, form_of, rule, settle, who_is_who
from sayso.settings import Settings

View = Callable[..., dict[str, Any]]
Handler = Callable[[Request], Awaitable[Response]]
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def build(desk: Desk) -> Starlette:
    """The application over the desk's ledger."""
    readers, adding = Readers(desk.ledger), Adding(desk)

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        yield
        adding.close()
        readers.close()

    app = Starlette(
        routes=_routes(),
        lifespan=living,
        middleware=[Middleware(Guard, desk=desk, largest_file=Settings.from_environment().largest_input)],
        exception_handlers={SaysoError: _told, HTTPException: _http, TooLarge: _large, Exception: _broken},
    )
    app.state.adding, app.state.files = adding, Semaphore(AT_ONCE)
    app.state.desk, app.state.readers, app.state.memory = desk, readers, Memory()
    return app


def _routes() -> list[Route]:
    return [
        Route("/", page("today.html", today)),
        Route("/about", page("about.html", plain)),
        Route("/questions", page("questions.html", questions)),
        Route("/question/{key:str}", page("question.html", question)),
        Route("/question/{key:str}/decide", rule, methods=["POST"]),
        Route("/origins/{key:str}", page("origins.html", origins)),
        Route("/grade", page("grade.html", grade)),
        Route("/map", page("map.html", places)),
        Route("/articles", page("articles.html", articles)),
        Route("/sources", page("sources.html", sources)),
        Route("/source", page("source.html", source)),
        Route("/source", who_is_who, methods=["POST"]),
        Route("/predictions/{key:str}", settle, methods=["POST"]),
        Route("/review", page("review.html", review)),
        Route("/review/{key:str}", decide, methods=["POST"]),
        Route("/review/{key:str}", page("review.html", review)),
        Route("/add", add.show),
        Route("/add", add.given, methods=["POST"]),
        Route("/add/file", add.file, methods=["POST"]),
        Route("/add/state", add.state),
        Route("/add/link", add.link, methods=["POST"]),
        Route("/article/{key:str}/audit", page("audit.html", sourcing)),
        Route("/predictions", page("predictions.html", predictions)),
        Route("/search", page("search.html", search)),
        Route("/article/{key:str}", page("article.html", article)),
        Route("/article/{key:str}/versions", page("versions.html", versions)),
        Route("/claim/{key:str}", claim),
        Route("/login", login, methods=["GET", "POST"]),
        Route("/static/{digest:str}/{name:str}", static),
        Route("/static/hues-{count:str}.css", hue_rules),
        *api_routes(),
    ]


def page(template: str, view: View) -> Handler:
    """What answers with a template: the view asks the ledger on a reading thread, rendering included."""

    async def answer(request: Request) -> Response:
        def made(ledger: Ledger) -> Response:
            return render(template, request, **view(ledger, request, **request.path_params))

        readers: Readers = request.app.state.readers
        return with_tag(request, await readers.ask(made))

    return answer


def plain(_: Ledger, __: Request) -> dict[str, Any]:
    """For pages that ask nothing."""
    return {}


async def claim(request: Request) -> Response:
    """A claim is shown in its article."""
    key = request.path_params["key"]

    def place(ledger: Ledger) -> str:
        reading, found, hit = ledger.claim(key)
        number = next(n for n, one in enumerate(reading.claims) if one.id == found.id)
        return f"/article/{hit.article}#r0-k{number}"

    readers: Readers = request.app.state.readers
    return RedirectResponse(await readers.ask(place), 303)


async def static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in {*STATIC, "icon.svg"}:
        raise HTTPException(404)
    kept = request.url.path == static_url(name)
    return Response(
        static_text(name),
        media_type=_TYPES[name.rpartition(".")[2]],
        headers={"Cache-Control": "public, max-age=31536000, immutable"} if kept else {},
    )


async def hue_rules(request: Request) -> Response:
    told = request.path_params["count"]
    if not (told.isascii() and told.isdecimal()) or len(told) > len("1024"):
        raise HTTPException(404)
    return Response(
        hues(min(int(told), 1024)), media_type="text/css", headers={"Cache-Control": "public, max-age=86400"}
    )


async def login(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    if desk.token is None or desk.is_local:
        return RedirectResponse("/", 303)
    wrong = False
    if request.method == "POST":
        told = (await form_of(request)).get("token", "")
        if is_same(told, desk.token):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(SESSION, session_of(desk), httponly=True, samesite="strict")
            return answer
        wrong = True
    body = environment().get_template("login.html").render(wrong=wrong)
    return Response(body, media_type="text/html", status_code=401 if wrong else 200)


def status_of(problem: SaysoError) -> int:
    """The HTTP status of an error of ours."""
    if isinstance(problem, UsageError):
        return 404 if "has the key" in problem.message or problem.message.startswith("Nobody called") else 400
    if isinstance(problem, LedgerBusyError):
        return 503
    return 500 if isinstance(problem, NoLedgerError) else 422


async def _told(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, SaysoError)
    status = status_of(problem)
    if request.url.path.startswith("/api/"):
        return error(problem.code, problem.message, status, problem.hint)
    return _page_of(request, problem.message, problem.hint, status)


async def _http(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    words = {404: "There is no such page.", 405: "That cannot be done here."}.get(problem.status_code, problem.detail)
    if request.url.path.startswith("/api/"):
        code = {404: "not-found", 405: "method"}.get(problem.status_code, "error")
        answer: Response = error(code, words, problem.status_code)
    else:
        answer = _page_of(request, words, None, problem.status_code)
    answer.headers.update(problem.headers or {})
    return answer


async def _large(_: Request, __: Exception) -> Response:
    return error("too-large", "A request of this kind may not be so large.", 413)


async def _broken(request: Request, _: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return error("error", "Something went wrong here.", 500)
    return _page_of(request, "Something went wrong here.", "The desk’s own window tells more.", 500)


def _page_of(request: Request, message: str, hint: str | None, status: int) -> Response:
    title = {400: "Not understood", 404: "Not found", 405: "Not here", 503: "Busy"}.get(status, "Not possible")
    answer = render("error.html", request, title=title, message=message, hint=hint)
    answer.status_code = status
    return answer
