"""The writer for what comes from the web: with where an article came from, and where watching stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sayso.fetch.record import Known
from sayso.ledger import archive, feeds
from sayso.ledger.archive import LastFetch, Origin
from sayso.ledger.connect import told
from sayso.ledger.days import day_of
from sayso.ledger.feeds import FeedState, News
from sayso.ledger.hits import Hit
from sayso.ledger.readings import load_article
from sayso.ledger.schema import utc_now
from sayso.ledger.store import Item, Kept, Store
from sayso.records import Article


class FetchStore(Store):
    """A Store that also knows what was fetched and which feeds are followed."""

    def note(self, article: Article, origin: Origin) -> Kept:
        """Gathers where an article came from that is there already, or stays out."""
        return self.gather(Item(article, None, "", day_of(article.published), origin))

    def last_fetch(self, asked: str) -> LastFetch | None:
        """The last answer of an address (as Fetched.asked gives it) from which an article was taken."""
        with told(self.where):
            return archive.last_fetch(self.connection, asked)

    def known(self, asked: str) -> Known | None:
        """When an address was last fetched, and what to ask it by for a change."""
        last = self.last_fetch(asked)
        return Known(at=last.at, validators=last.validators) if last else None

    def mark_of(self, *parts: str) -> str:
        """What a feed or an item is known by in this ledger, without telling it."""
        return feeds.mark_of(self.connection, *parts)

    def feed(self, mark: str) -> FeedState | None:
        """Where a feed stands that is followed."""
        with told(self.where):
            return feeds.load_feed(self.connection, mark)

    def save_feed(self, mark: str, state: FeedState) -> None:
        """Notes where a feed stands, after what is gathered of it."""
        with self.writing():
            feeds.save_feed(self.connection, mark, state)

    def is_settled(self, mark: str) -> bool:
        """Whether an item of a feed was taken in, or failed so often that it is left alone."""
        with told(self.where):
            return feeds.is_settled(self.connection, mark)

    def settle(self, mark: str) -> None:
        """Notes an item of a feed as seen that brings nothing."""
        with self.writing():
            feeds.settle(self.connection, mark, None, utc_now(), tells=False, sends=False)

    def fail(self, mark: str) -> None:
        """Counts a try of an item that failed."""
        with self.writing():
            feeds.fail(self.connection, mark, utc_now())

    def news(self, waits: Literal["told", "sent"] | None, limit: int) -> tuple[News, ...]:
        """Articles that watching brought: those that wait to be told or sent, or (None) the latest."""
        with told(self.where):
            return feeds.news(self.connection, waits, limit)

    def claims_of(self, article: str) -> tuple[Hit, ...]:
        """The claims that are shown of an article's text. article: its whole key."""
        with told(self.where):
            return feeds.claims_of(self.connection, article)

    def article(self, key: str) -> Article:
        """An article by its whole key."""
        with told(self.where):
            row = self.connection.execute("SELECT id FROM publication WHERE key = ?", (key,)).fetchone()
            return load_article(self.connection, row[0])

    def note_news(self, those: Sequence[News], what: Literal["told", "sent"]) -> None:
        """Says that articles were told or sent."""
        with self.writing():
            for one in those:
                feeds.note(self.connection, one.marks, what)
