"""ninjs, the IPTC's news in JSON (1.x, 2.x and 3.x), as objects under our keys.

https://iptc.org/std/ninjs/. From 2.0 on headlines and bodies are lists with roles, in 3.0 names lost their underscores;
names are compared without underscores and case, so one table reads all three.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sayso.errors import BadRecordError
from sayso.ingest.columns import to_date
from sayso.ingest.fragments import words_of

_BODY = re.compile(r"body[a-z0-9]+")
_DATES = ("versioncreated", "contentcreated", "firstcreated")
"""The version's own day first: its "yesterday" is seen from there."""
_WITHDRAWN = frozenset({"canceled", "cancelled", "withheld"})
_MARKUP = re.compile(r"html|xml", re.I)


def is_ninjs(value: Mapping[str, object]) -> bool:
    """Whether an object says it is ninjs, or has its address and bodies."""
    standard = value.get("standard")
    if isinstance(standard, Mapping) and str(standard.get("name", "")).lower() == "ninjs":
        return True
    if "text" in value or not isinstance(value.get("uri"), str):
        return False
    return isinstance(value.get("bodies"), list) or any(
        key.startswith("body_") and isinstance(told, str) for key, told in value.items()
    )


def from_ninjs(value: Mapping[str, object], where: str) -> dict[str, object]:
    """The item under our keys. Raises BadRecordError, naming `where`, for a withdrawn one and one without words."""
    told = {_plain(key): one for key, one in value.items()}
    status = str(told.get("pubstatus", "")).lower()
    if status in _WITHDRAWN:
        raise BadRecordError(f"{where} is {status} by its publisher.", hint="ninjs tells that by its pubstatus.")
    text = _body(told, where)
    if text is None:
        kind = told.get("type")
        of = f" of the type {kind[:40]}" if isinstance(kind, str) else ""
        raise BadRecordError(f"{where} is a ninjs item{of} without a body.")
    uri = told.get("uri")
    return {
        "text": text,
        "title": _headline(told),
        "published": next((date for key in _DATES if (date := to_date(str(told.get(key) or "")))), None),
        "outlet": _outlet(told),
        "url": uri if isinstance(uri, str) and uri.lower().startswith(("http://", "https://")) else None,
        "name": uri if isinstance(uri, str) else None,
    }


def _plain(key: str) -> str:
    return key.replace("_", "").lower()


def _listed(told: object) -> list[dict[str, object]]:
    """The objects of a list, their names made plain."""
    if not isinstance(told, Sequence) or isinstance(told, str):
        return []
    return [{_plain(str(k)): v for k, v in one.items()} for one in told if isinstance(one, Mapping)]


def _body(told: Mapping[str, object], where: str) -> str | None:
    """The main body, that with markup first, since it keeps paragraphs apart."""
    found: list[tuple[bool, bool, str]] = []
    for one in _listed(told.get("bodies")):
        body, kind = one.get("value"), str(one.get("contenttype") or "")
        if isinstance(body, str) and body.strip():
            main = str(one.get("role") or "main").lower() in {"main", "body", "default"}
            found.append((main, _MARKUP.search(kind) is not None, body))
    for key, body in told.items():
        if _BODY.fullmatch(key) and isinstance(body, str) and body.strip():
            found.append((True, _MARKUP.search(key) is not None, body))
    if not found:
        return None
    _, marked, body = max(found, key=lambda one: (one[0], one[1], len(one[2])))
    return words_of(body, where) if marked else body


def _headline(told: Mapping[str, object]) -> str | None:
    if isinstance(told.get("headline"), str):
        return str(told["headline"])
    heads = [one for one in _listed(told.get("headlines")) if isinstance(one.get("value"), str)]
    heads.sort(key=lambda one: "main" not in str(one.get("role") or "").lower())
    return str(heads[0]["value"]) if heads else None


def _outlet(told: Mapping[str, object]) -> str | None:
    for key in ("infosources", "infosource"):
        names = [one["name"] for one in _listed(told.get(key)) if isinstance(one.get("name"), str)]
        if names:
            return str(names[0])
    for key in ("provider", "copyrightholder"):
        one = told.get(key)
        if isinstance(one, Mapping):
            one = one.get("name")
        if isinstance(one, str) and one.strip():
            return one
    return None
