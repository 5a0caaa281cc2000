"""What fetching gives: answers of servers, and articles that came in one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sayso.errors import InputError
from sayso.identity import tagged
from sayso.records import Article

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One answer. asked, url: the address given and that at the end of redirects, both fit to be shown and kept.

    at: UTC. headers: names in lower case, those alone that matter later. digest: SHA-256 of the content, 64 hexadecimal
    digits; size: its bytes, content encoding taken off. body: that content, None where it is not to be kept.
    """

    asked: str
    url: str
    at: str
    status: int
    headers: Headers
    digest: str
    size: int
    body: bytes | None = None

    @property
    def key(self) -> str:
        """The same for the same answer."""
        return tagged("f1", [self.asked, self.url, self.at, self.status, self.digest])

    def of_several(self) -> Fetched:
        """The same without content and validators, for an answer that holds several articles.

        None could be cut out of the content, and a call that was broken off has not taken all of it, so that the next
        must not be conditional.
        """
        headers = tuple(one for one in self.headers if one[0] not in {"etag", "last-modified"})
        return replace(self, body=None, headers=headers)

    def header(self, name: str) -> str | None:
        return next((value for known, value in self.headers if known == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes a request conditional: the ETag and Last-Modified of an answer before (RFC 9110, section 13.1)."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article, with the answer it was taken from; None for a local file. mark: which item of a feed it is."""

    article: Article
    fetched: Fetched | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """An address whose content is what it was when it was fetched before, or that need not be asked again."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An item of a feed that could not be had. mark: which."""

    error: InputError
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an address from before: when it was fetched (UTC), and with what to ask again."""

    at: str
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """follow: of a feed's items, fetch their pages. most: items of a feed and pages of a list that are taken.

    known: what is known of an address (as it is shown) from before. wants: whether an article of this date (ISO, None:
    untold) is asked for at all.
    """

    follow: bool
    most: int
    known: Callable[[str], Known | None]
    wants: Callable[[str | None], bool]
