"""The open groups of gold/origins as accounts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from sayso.link.origins.records import Account, Told

GROUPS = [
    json.loads(line)
    for line in (Path(__file__).parents[3] / "gold" / "origins" / "groups.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def accounts(articles: list[dict[str, Any]]) -> tuple[Account, ...]:
    """Articles with their claims, whose words are looked up in the text."""
    return tuple(_account(one) for one in articles)


def _account(one: dict[str, Any]) -> Account:
    text = one["text"]
    claims = []
    for number, told in enumerate(one["claims"]):
        places = [(text.index(w), text.index(w) + len(w)) for w in (told["source"], told["cue"]) if w and w in text]
        claims.append(
            Told(
                key=f"{one['key']}.{number}",
                content=told["content"],
                start=min(p[0] for p in places),
                end=max(p[1] for p in places),
                source=told["source"],
                record=told["record"],
                cue=told["cue"],
                form=told.get("form"),
                voice=told.get("voice", "attributed"),
                parent=f"{one['key']}.{told['parent']}" if "parent" in told else None,
            )
        )
    return Account(
        key=one["key"],
        text_id=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        outlet=one["outlet"],
        published=one["published"],
        title=one["title"],
        claims=tuple(claims),
    )
