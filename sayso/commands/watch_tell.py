"""What watching brought, told: lines or objects on standard output, a feed of claims, a webhook."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sayso.commands.ledger_tables import UNDATED, how_surely, short
from sayso.commands.shared import report
from sayso.errors import InputError
from sayso.export.facts import several
from sayso.export.rss import RssItem, rss
from sayso.export.visible import one_line
from sayso.fetch.fetcher import Clock
from sayso.fetch.hook import Hook
from sayso.ledger.feeds import News
from sayso.ledger.fetching import FetchStore
from sayso.ledger.hits import COLUMNS, Hit
from sayso.output import whole_file

SECRET = "SAYSO_WEBHOOK_SECRET"  # noqa: S105 - the name of the variable that holds it
_AT_ONCE = 50  # articles that are told, or posted, together
_IN_FEED = 500  # claims of the feed that is written
_FEED_ARTICLES = 200
_NOT_IN_CLAIMS = frozenset({"published", "outlet", "title", "url", "article", "publications"})


class Telling:
    """Tells each article once; where it is killed between telling and noting that, once more."""

    def __init__(
        self, store: FetchStore, write: Callable[[str], None], form: str, rss_file: Path | None, hook: Hook | None,
        clock: Clock,
    ) -> None:  # fmt: skip
        self._store, self._write, self._form, self._clock = store, write, form, clock
        self._rss_file, self._hook = rss_file, hook
        self._has_feed = False

    def ready(self) -> float:
        """When the webhook may be tried again, on the clock that never jumps; for ever where nothing waits for it."""
        waits = self._hook is not None and bool(self._store.news("sent", 1))
        return self._hook.ready if self._hook and waits else float("inf")

    def tell(self, *, posts: bool = True) -> None:
        """Tells all that waits. posts: to the webhook as well, which takes time. Its failures are told, not raised."""
        is_news = False
        while news := self._store.news("told", _AT_ONCE):
            for one in news:
                self._write(self._line(one))
            self._store.note_news(news, "told")
            is_news = True
        if self._rss_file is not None and (is_news or not self._has_feed):
            self._write_feed(self._rss_file)
            self._has_feed = True
        if posts and self._hook is not None:
            self._post(self._hook)

    def _line(self, news: News) -> str:
        if self._form == "jsonl":
            return json.dumps(self._object(news), ensure_ascii=False) + "\n"
        article = self._store.article(news.article)
        claims = several(len(self._store.claims_of(news.article)), "claim")
        told = [article.published[:10] if article.published else UNDATED, article.outlet, article.title or article.name]
        parts = [one_line(part) for part in told if part] + ["changed" if news.changed else "", claims]
        return "  ".join([*filter(None, parts), short(news.article)]) + "\n"

    def _object(self, news: News) -> dict[str, Any]:
        article = self._store.article(news.article)
        return {
            "change": "changed" if news.changed else "new",
            "at": news.at,
            "article": {
                "id": news.article,
                "title": article.title,
                "outlet": article.outlet,
                "published": article.published,
                "url": article.url,
                "name": article.name,
            },
            "claims": [_claim(hit) for hit in self._store.claims_of(news.article)],
        }

    def _post(self, hook: Hook) -> None:
        while hook.is_ready() and (news := self._store.news("sent", _AT_ONCE)):
            told = {"type": "sayso.news", "version": 1, "articles": [self._object(one) for one in news]}
            keys = "\n".join(one.article for one in news)
            try:
                hook.post(json.dumps(told, ensure_ascii=False).encode(), hashlib.sha256(keys.encode()).hexdigest()[:32])
            except InputError as error:
                report(error)
                return
            self._store.note_news(news, "sent")

    def _write_feed(self, path: Path) -> None:
        with whole_file(path) as write:
            for piece in rss("Claims found by sayso", self._items(), self._clock.now().astimezone(UTC)):
                write(piece)

    def _items(self) -> Iterator[RssItem]:
        count = 0
        for news in self._store.news(None, _FEED_ARTICLES):
            at = datetime.fromisoformat(news.at)
            for hit in self._store.claims_of(news.article):
                if count >= _IN_FEED:
                    return
                count += 1
                yield _item(hit, at)


def _claim(hit: Hit) -> dict[str, Any]:
    return {name: getattr(hit, name) for name in COLUMNS if name not in _NOT_IN_CLAIMS}


def _item(hit: Hit, at: datetime) -> RssItem:
    who = hit.spoken_by or hit.source or hit.outlet or "No source"
    cue = f" {hit.cue}" if hit.cue else ""
    where = ", ".join(filter(None, (hit.outlet, hit.published, hit.title)))
    told = [hit.content, how_surely(hit), where]
    return RssItem(
        key=hit.claim, title=f"{who}{cue}: {hit.content}", description="\n".join(filter(None, told)), at=at,
        link=hit.url,
    )  # fmt: skip
