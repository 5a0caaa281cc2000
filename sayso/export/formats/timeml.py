"""TimeML 1.2.1 of one article: its times as TIMEX3, the cues of its claims as EVENT.

The text stands between the tags unchanged, so that offsets can be found again. What is nested in a time or in another
cue is left out: the tags of TimeML do not overlap. Tense, aspect and word class of the cues are not told, so there is
no MAKEINSTANCE.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.errors import UsageError
from sayso.export.formats.names import instant
from sayso.export.formats.records import Export, ExportArticle, ExportClaim, ExportTimex
from sayso.export.formats.xml import attribute, text_of

# Our reading of the forces as TimeML's classes of events.
CLASSES = {
    "says": "REPORTING", "claims": "REPORTING", "denies": "REPORTING", "confirms": "REPORTING",
    "predicts": "REPORTING", "asks": "I_ACTION", "declines": "I_ACTION", "believes": "I_STATE", "plans": "I_STATE",
    "feels": "I_STATE",
}  # fmt: skip
_OTHER = "OCCURRENCE"
_MODS = frozenset(
    """BEFORE AFTER ON_OR_BEFORE ON_OR_AFTER LESS_THAN MORE_THAN EQUAL_OR_LESS EQUAL_OR_MORE START MID END
    APPROX""".split()
)


@dataclass(frozen=True, slots=True)
class _Tag:
    start: int
    end: int
    name: str
    told: str


def write(export: Export) -> Iterator[bytes]:
    """The document. Raises UsageError for claims of several articles, and without the text."""
    claims = list(export.claims)
    articles = {one.article.key: one.article for one in claims} or {a.key: a for a in export.articles}
    if len(articles) != 1:
        raise UsageError("TimeML is for one article.", hint="Give --article a1:….")
    (article,) = articles.values()
    if article.text is None:
        raise UsageError("TimeML is the article's text itself.", hint="Leave out --no-text.")
    for piece in _document(article, article.text, claims, export.times):
        yield piece.encode()


def _document(
    article: ExportArticle, text: str, claims: list[ExportClaim], times: tuple[ExportTimex, ...]
) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
        f"<DOCID>{text_of(article.key)}</DOCID>\n"
    )
    if instant(article.published):
        day = (article.published or "")[:10]
        yield (
            f'<DCT><TIMEX3 tid="t0" type="DATE" value="{attribute(day)}" temporalFunction="false"'
            f' functionInDocument="CREATION_TIME">{text_of(day)}</TIMEX3></DCT>\n'
        )
    if article.title:
        yield f"<TITLE>{text_of(article.title)}</TITLE>\n"
    yield "<TEXT>"
    at = 0
    for tag in _tags(claims, times):
        yield f"{text_of(text[at : tag.start])}<{tag.name} {tag.told}>{text_of(text[tag.start : tag.end])}</{tag.name}>"
        at = tag.end
    yield f"{text_of(text[at:])}</TEXT>\n</TimeML>\n"


def _tags(claims: list[ExportClaim], times: tuple[ExportTimex, ...]) -> Iterator[_Tag]:
    """Times first, then cues, those that do not meet what is there, in text order."""
    found = [_Tag(t.start, t.end, "TIMEX3", _timex(number, t)) for number, t in enumerate(times, 1)]
    taken = sorted((tag.start, tag.end) for tag in found)
    number = 0
    by_place = {(one.cue.start, one.cue.end): one for one in reversed(claims) if one.cue}
    cues = sorted(by_place.items(), key=lambda cue: cue[0])
    place = last = 0
    for (start, end), one in cues:
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        if start < last or start == end or (place < len(taken) and taken[place][0] < end):
            continue
        number, last = number + 1, end
        found.append(_Tag(start, end, "EVENT", f'eid="e{number}" class="{CLASSES.get(one.force or "", _OTHER)}"'))
    yield from sorted(found, key=lambda tag: tag.start)


def _timex(number: int, time: ExportTimex) -> str:
    mod = f' mod="{time.mod}"' if time.mod in _MODS else ""
    return f'tid="t{number}" type="{time.type}" value="{attribute(time.value)}"{mod}'
