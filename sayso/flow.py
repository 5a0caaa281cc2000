"""How the rooms are wired, on one page: inputs → articles → readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from sayso.errors import InputError
from sayso.ingest.inputs import check_date
from sayso.reader.reader import Reader
from sayso.records import Article, Reading
from sayso.settings import Settings


@lru_cache(maxsize=1)
def _shared_reader() -> Reader:
    return Reader(Settings.from_environment())


def read(
    text: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    name: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Reading:
    """Read one text. published: an ISO date or date-time.

    The model is loaded once and kept. Raises UsageError for a wrong date, ModelError for a damaged model.
    """
    if published is not None:
        published = check_date(published)
    article = Article(text=text, name=name, url=url, outlet=outlet, title=title, published=published)
    return _shared_reader().read(article)


def read_all(inputs: Iterable[Article | InputError], reader: Reader) -> Iterator[Reading | InputError]:
    """One reading an article, in order and one at a time; what could not be read goes through as the error it is."""
    for one in inputs:
        yield one if isinstance(one, InputError) else reader.read(one)
