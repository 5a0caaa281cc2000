"""Templates, and how what comes from articles gets into them: as text, always.

Whatever a template shows of a string is escaped, and characters that act instead of showing (bidi controls and the
like) are made visible, as on the article's page. Only Markup made by the project's own functions goes through as it is.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso.export.cards import isolated
from sayso.export.facts import record_text, several
from sayso.export.visible import ON_PAGES, shown
from sayso.serve.desk import Desk
from sayso.serve.guard import form_token

_MONTHS = "January February March April May June July August September October November December".split()
STATIC = (
    "page.css",
    "audit.css",
    "desk.css",
    "parts.css",
    "question.css",
    "map.css",
    "page.js",
    "desk.js",
    "review.js",
    "add.js",
    "grade.js",
    "map.js",
)
"""What the pages load; its digest is part of each address, so that browsers may keep it for good."""


def _finalize(value: object) -> object:
    if value is None:
        return ""
    return shown(value, ON_PAGES).replace("\r", " ") if isinstance(value, str) and type(value) is str else value


@lru_cache(maxsize=1)
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("sayso.serve", "templates"),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "bdi": _bdi,
        "day": day,
        "day_short": day_short,
        "clip": clip,
        "plural": several,
        "record": record_text,
        "percent": lambda part: f"{part * 100:.0f} %",
        "thousands": lambda number: f"{number:,}",
        "days_left": days_left,
        "local_key": lambda key: key.partition(":")[2][:8],
    }
    made.globals |= {"url": url, "static": static_url, "safe_link": safe_link, "several": several}
    return made


def _bdi(told: str | None) -> Markup:
    return Markup(isolated(told)) if told else Markup("")  # noqa: S704 - isolated escapes


def day(told: str | None) -> str:
    """ "14 June 2022"; other forms as they are."""
    try:
        found = date.fromisoformat((told or "")[:10])
    except ValueError:
        return told or "no date"
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def day_short(told: str | None) -> str:
    """ "14 Jun 2022"."""
    try:
        found = date.fromisoformat((told or "")[:10])
    except ValueError:
        return told or "no date"
    return f"{found.day} {_MONTHS[found.month - 1][:3]} {found.year}"


def clip(told: str | None, most: int = 200) -> str:
    """The beginning of a text in one line, cut at a word."""
    line = " ".join((told or "").split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def url(path: str, **query: object) -> str:
    """A path of the desk with its query; None and "" are left out, lists are repeated."""
    told = [(k, v) for k, v in query.items() if v not in (None, "", (), [], False)]
    pairs = [(k, one) for k, v in told for one in (v if isinstance(v, list | tuple) else [v])]
    return quote(path, safe="/:#~") + (f"?{urlencode(pairs)}" if pairs else "")


def safe_link(told: str | None) -> str | None:
    """An address that may stand in href: http or https with a host, printable; else None."""
    try:
        parts = urlsplit(told or "")
        good = parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)
    except ValueError:
        return None
    return told if good and told and told.isprintable() and " " not in told else None


@lru_cache(maxsize=64)
def static_text(name: str) -> str:
    """A file that pages load. Raises FileNotFoundError."""
    room = "sayso.export" if name in {"page.css", "page.js", "audit.css"} else "sayso.serve"
    return (files(room) / "static" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def static_url(name: str) -> str:
    digest = hashlib.sha256(static_text(name).encode()).hexdigest()[:12]
    return f"/static/{digest}/{name}"


def days_left(told: str | None, today: str) -> str:
    """ "in 12 days", "3 days ago"."""
    try:
        gap = (date.fromisoformat(told or "") - date.fromisoformat(today)) // timedelta(days=1)
    except ValueError:
        return ""
    if gap == 0:
        return "today"
    words = _long(abs(gap))
    return f"in {words}" if gap > 0 else f"{words} ago"


def _long(days: int) -> str:
    for size, name in ((365, "year"), (30, "month"), (1, "day")):
        if days >= size * (2 if size > 1 else 1):
            count = days // size
            return f"{count} {name}{'' if count == 1 else 's'}"
    return ""


def render(template: str, request: Request, /, **shown_values: Any) -> Response:
    """A page, with what every page has."""
    desk: Desk = request.app.state.desk
    body = (
        environment()
        .get_template(template)
        .render(
            path=request.url.path,
            form_token=form_token(desk),
            can_write=not desk.read_only,
            reviewer=desk.reviewer,
            asked=request.query_params.get("q", "") if request.url.path == "/search" else "",
            **shown_values,
        )
    )
    return HTMLResponse(body.encode("utf-8", "replace"))


def with_tag(request: Request, answer: Response) -> Response:
    """The answer with its ETag, or 304 where the asker has it."""
    body = bytes(answer.body)
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    told = request.headers.get("if-none-match", "")
    if answer.status_code == 200 and (told == "*" or tag in [t.strip().removeprefix("W/") for t in told.split(",")]):
        return Response(status_code=304, headers={"ETag": tag})
    answer.headers["ETag"] = tag
    return answer
