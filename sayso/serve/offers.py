"""What can be taken along: the formats of claims and reports that this machine can write, and where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import quote

from sayso.export.formats.registry import FORMATS
from sayso.serve.show import url

MOST_CLAIMS = 2000
"""Claims of one export over REST."""
SUFFIXES = {"markdown": ".md", "html": ".html", "pdf": ".pdf", "docx": ".docx"}
"""What the names of reports end in."""
KINDS = ("question", "source", "article", "prediction")
"""What reports are of."""
_REPORTS = {
    "pdf": ("PDF", "to print"),
    "docx": ("DOCX", "for word processors"),
    "html": ("HTML", "one page"),
    "markdown": ("Markdown", "plain text"),
}
_FONTS = ("font_source_sans_pro", "font_source_serif_pro")
_NEEDS = {"parquet": ("pyarrow",), "pdf": ("fpdf", *_FONTS), "docx": ("PIL", *_FONTS)}
_OF_ARTICLES = frozenset({"ninjs"})  # one news item each


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A link of a menu."""

    name: str
    says: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """The menu of a page. most: claims of one file, None where all come."""

    reports: tuple[Offer, ...] = ()
    claims: tuple[Offer, ...] = ()
    most: int | None = None


def is_there(form: str) -> bool:
    """Whether the libraries that a format needs are installed."""
    return all(find_spec(name) is not None for name in _NEEDS.get(form, ()))


def offers_of(kind: str, key: str, asked: Mapping[str, str | Sequence[str]], claims: int) -> Offers:
    """The menu of an article, question or source, or of a search (key: ""), of which there are so many claims.

    asked: the query that asks for the claims.
    """
    if not claims:
        return Offers()
    one = kind == "article"
    path = f"/api/v1/report/{kind}/{quote(key.encode('utf-8', 'replace'), safe='')}"
    return Offers(
        reports=tuple(
            Offer(name=name, says=says, href=f"{path}?format={form}")
            for form, (name, says) in _REPORTS.items()
            if key and is_there(form)
        ),
        claims=tuple(
            Offer(name=f.name, says=f.says, href=url(f"/api/v1/export/{f.name}", **asked, limit=MOST_CLAIMS))
            for f in FORMATS.values()
            if is_there(f.name) and (one or not (f.single or f.name in _OF_ARTICLES))
        ),
        most=MOST_CLAIMS if claims > MOST_CLAIMS else None,
    )
