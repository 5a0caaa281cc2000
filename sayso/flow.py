"""How the rooms are wired, on one page: inputs → articles → readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from sayso.errors import InputError
from sayso.ingest.inputs import check_date
from sayso.link.judge import load as load_judge
from sayso.link.judge.sides import side as side_of
from sayso.link.records import Judgement, Side
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


def compare(a: Side | Mapping[str, str | None] | str, b: Side | Mapping[str, str | None] | str) -> Judgement:
    """How two claims stand to each other: same, contradicts, shift, related or unrelated, with scores and reasons.

    A claim is its words alone, a mapping as in the contract (text, said, source), or a Side. Raises InputError for a
    mapping without text or with a wrong date, ModelError for a damaged model.
    """
    return load_judge().judge([(_side(a, "a"), _side(b, "b"))])[0]


def _side(told: Side | Mapping[str, str | None] | str, name: str) -> Side:
    if isinstance(told, Side):
        return told
    return side_of({"text": told} if isinstance(told, str) else told, name)


def read_all(inputs: Iterable[Article | InputError], reader: Reader) -> Iterator[Reading | InputError]:
    """One reading an article, in order and one at a time; what could not be read goes through as the error it is."""
    for one in inputs:
        yield one if isinstance(one, InputError) else reader.read(one)
