"""Sentences of a brief: names in a row, days, what somebody said, and the note that tells where the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from sayso.export.facts import percent, several
from sayso.export.formats.names import title_of
from sayso.export.formats.records import ExportArticle, ExportClaim, Outcome, joined
from sayso.export.report.facts import Method, Stated
from sayso.export.report.records import Note, Run, Runs, strong
from sayso.export.visible import one_line

_MONTHS = (
    "January February March April May June July August September October November December"
).split()  # not those of the machine's language
_LONGEST = 420  # characters of a claim in a line; the note tells where the whole stands
_FLOWS = re.compile(r"(?:that|to|for|of|how|why|whether|if|as|about|on|in|with|against|what|who|when|where)\b", re.I)
_OPENS = re.compile(r"^(?:that\s+)", re.I)
_ACCORDING = re.compile(r"(?:according to|in the (?:eyes|words|view) of)$", re.I)
_CLOSING = re.compile(r",([\"”’']+)$")  # the comma before what comes after a quotation
_SHORT_KEY = 13
_SMALL = frozenset(
    """a an the some many several few two three four five six seven eight nine ten no one another other others its
    his her their our""".split()
)
_RECORDS = {"anonymous": "anonymous", "unnamed": "unnamed", "document": "document"}


class Notes:
    """Numbers notes as they come up; the same claim has one. own: the article that the whole report is of.

    An article is told in full in its first note; the others point there.
    """

    def __init__(self, own: ExportArticle | None = None) -> None:
        self._numbers: dict[str, int] = {}
        self._notes: list[Note] = []
        self._articles: dict[str, int | None] = {own.key: None} if own else {}

    def of(self, one: ExportClaim) -> int:
        """The number of the note that tells where a claim stands."""
        if one.key not in self._numbers:
            number = self._numbers[one.key] = len(self._notes) + 1
            key = one.article.key
            if key in self._articles:
                first = self._articles[key]
                told = _place(one, f"As note {first}, characters" if first else "Characters")
            else:
                self._articles[key] = number
                told = _stands(one)
            self._notes.append(Note(number=number, runs=told))
        return self._numbers[one.key]

    def all(self) -> tuple[Note, ...]:
        return tuple(self._notes)


def short(key: str) -> str:
    return key[:_SHORT_KEY]


def day_of(told: str | None) -> str:
    """3 November 2022; what is no day as it is."""
    try:
        day = date.fromisoformat((told or "")[:10])
    except ValueError:
        return one_line(told) if told else "no date"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def days_of(first: str | None, last: str | None) -> str:
    """ "on 3 November 2022", "between … and …"."""
    if not first or not last:
        return "without a date" if not first and not last else f"on {day_of(first or last)}"
    return f"on {day_of(first)}" if first[:10] == last[:10] else f"between {day_of(first)} and {day_of(last)}"


def listed(names: Iterable[str], most: int = 3) -> str:
    """A, B and C; A, B, C and 2 more."""
    told = list(dict.fromkeys(names))
    if len(told) > most:
        return f"{', '.join(told[:most])} and {len(told) - most} more"
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1] if told else "")))


def inside(name: str) -> str:
    """A name as it stands within a sentence: "A report" becomes "a report", "Ada" stays."""
    told = one_line(name)
    first = told.split(" ", 1)[0]
    return told[:1].lower() + told[1:] if first.lower() in _SMALL and len(told) > len(first) else told


def wording_of(text: str) -> str:
    """A question's wording as a statement: without "that", with a capital, without a final stop or half a quotation."""
    told = _OPENS.sub("", one_line(text)).rstrip(" .,;")
    first = told.find("”")
    if first >= 0 and "“" not in told[:first]:
        told = told[:first] + told[first + 1 :]
    if told.count("“") > told.count("”"):
        told += "”"
    return told[:1].upper() + told[1:]


def quoted(text: str) -> str:
    """The wording in quotation marks, those within it single."""
    return f"“{wording_of(text).replace('“', '‘').replace('”', '’')}”"


def surely(one: ExportClaim) -> str | None:
    """The hedges as written, the scale's term and band: “probably” (likely, 55–80 %). None without any."""
    if not one.hedges and one.term is None:
        return None
    words = joined(one.hedges)
    read = ", ".join(filter(None, (one.term, percent(one.band) if one.band else None)))
    told = f"“{one_line(words)}”" if words else ""
    if told and read:
        return f"{told} ({read})"
    return told or read or None


def says(stated: Stated, notes: Notes, *, named: bool = True, placed: bool = True) -> Runs:
    """Who said what, when, how surely; the note tells where.

    named: whether the name goes first. placed: whether day and outlet are told; else the day alone where words tell it.
    """
    one = stated.claim
    runs = [*_sentence(stated, notes.of(one), named=named)]
    more = []
    if placed or (one.said and one.said.earliest):
        more.append(day_of(one.day) if one.day else "undated")
    if placed and one.article.outlet:
        more.append(one_line(one.article.outlet))
    if hedge := surely(one):
        more.append(f"how sure: {hedge}")
    if one.polarity == "negated":
        more.append("the act itself is denied")
    if one.due:
        more.append(f"due {day_of(one.due)}")
    if one.decision and one.decision.by:
        more.append(f"{one.decision.verdict} by {one_line(one.decision.by)}")
    runs.append(Run(text=f" — {'; '.join(more)}." if more else "."))
    if stated.new:
        runs.append(Run(text=f" New with it: {', '.join(stated.new)}.", slanted=True))
    return tuple(run for run in runs if run.text)


def _sentence(stated: Stated, note: int, *, named: bool) -> Runs:
    """Name, cue and words as a sentence that reads."""
    one = stated.claim
    name = one_line(stated.who)
    first = not _ACCORDING.match(one_line(one.cue.text) if one.cue and one.cue.text else "")
    who = (strong(name[:1].upper() + name[1:] if first else inside(name)),) if named else ()
    kind = _RECORDS.get(one.record or "") if named else None
    more = (Run(text=f" ({kind})"),) if kind else ()
    found = joined(one.content)
    words = _short(_CLOSING.sub(r"\1", one_line(found))).rstrip(" ,;") if found is not None else "[words withheld]"
    cue = one_line(one.cue.text) if one.cue and one.cue.text else ""
    if _ACCORDING.match(cue):
        head = (Run(text=f"{cue[:1].upper()}{cue[1:]} "), *who, *more) if named else (Run(text=f"{cue} it"),)
        return (*head, Run(text=f": {words}" if named or cue else words, note=note))
    gap = " " if named else ""
    if not cue:
        told = f"{':' if named else ''}{gap}{words}"
    else:
        told = f"{gap}{cue}{'' if _FLOWS.match(words) or cue.endswith(':') else ':'} {words}"
    return (*who, *more, Run(text=told, note=note))


def against(stated: Stated) -> Run:
    """That others say the contrary, and of what."""
    return Run(text=f" Others contradict: {quoted(stated.disputed or '')}.")


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _stands(one: ExportClaim) -> Runs:
    """Outlet, title, day, where in the text, keys and address."""
    article = one.article
    told = [one_line(article.outlet)] if article.outlet else []
    if article.title or article.name:
        told.append(f"“{one_line(title_of(article))}”")
    told.append(day_of(article.published) if article.published else "undated")
    (place,) = _place(one, f"{', '.join(told)}, characters")
    if article.url and article.url.startswith(("http://", "https://")):
        return (Run(text=place.text + " "), Run(text=one_line(article.url), link=article.url))
    return (place,)


def _place(one: ExportClaim, head: str) -> Runs:
    """Where the words stand, how surely they were read, and the claim's key."""
    told = [f"{head} {', '.join(f'{w.start}–{w.end}' for w in one.content)}"]
    if one.content and one.content[0].text is None:
        told.append("SHA-256 of the words " + ", ".join(w.digest[:16] for w in one.content))
        told.append(f"of the text {one.article.sha256[:16]}")
    told.append(f"reading {one.confidence:.2f}")
    return (Run(text=f"{', '.join(told)} ({short(one.key)})."),)


def outcome_words(outcome: Outcome | None) -> Runs:
    """How it turned out, who said so and why."""
    if outcome is None:
        return (Run(text="It is open: nobody has said how it turned out."),)
    told = {
        "yes": "It turned out to be so",
        "no": "It turned out not to be so",
        "ambiguous": f"How it turned out cannot be told, in the judgment of {one_line(outcome.by)}",
        "annulled": "It was annulled",
    }.get(outcome.outcome, outcome.outcome)
    by = "" if outcome.outcome == "ambiguous" else f", says {one_line(outcome.by)}"
    why = f": {one_line(outcome.why)}" if outcome.why else "."
    runs = [strong(told), Run(text=f"{by} ({day_of(outcome.at)}){why}")]
    for one in (outcome.evidence or "").split():
        web = one if one.startswith(("http://", "https://")) else None
        runs += [Run(text=" "), Run(text=one_line(one), link=web)]
    return tuple(runs)


def unknown_of(stated: Sequence[Stated]) -> list[str]:
    """What the claims at hand leave open, in sentences; the weightiest first."""
    claims = [s.claim for s in stated]
    number = len(claims)

    def some(count: int, what: str, many: str) -> str | None:
        if not count:
            return None
        of = "The one claim" if number == 1 else f"{count:,} of {number:,} claims"
        return f"{f'All {number:,} claims' if count == number > 1 else of} {what if count == 1 else many}."

    hidden = sum(c.record in {"anonymous", "unnamed"} for c in claims)
    nobody = sum(c.voice == "attributed" and not c.sourced for c in claims)
    vague = sum(bool(c.hedges) and c.term is None for c in claims)
    undated = sum(not (c.said and (c.said.earliest or c.said.latest)) for c in claims)
    unchecked = sum(c.decision is None for c in claims)
    found = [
        some(hidden, "stands under a source without a name", "stand under sources without a name"),
        some(nobody, "has no source in the text", "have no source in the text"),
        some(vague, "is hedged in words that no scale puts a number to", "are hedged in words that no scale puts a"
             " number to"),
        some(undated, "is dated by its publication alone; when it was said, no words tell",
             "are dated by their publication alone; when they were said, no words tell"),
        some(unchecked, "was read by the machine and checked by nobody",
             "were read by the machine and checked by nobody"),
    ]  # fmt: skip
    return [one for one in found if one]


def method_words(method: Method, *, linked: bool) -> list[str]:
    """How the report was made, in sentences."""
    readers = ", ".join(method.readers) or "none"
    told = [
        f"sayso {method.version} found the claims (reader {readers}): who says what, in the words and at the places"
        " that the notes tell. A number after “reading” is the chance that source, cue and words were all found"
        " rightly.",
    ]
    if linked:
        judge = f" (judge {method.judge})" if method.judge else ""
        told.append(
            f"Which claims speak of one thing, and which contradict each other, was judged by a model{judge} and is an"
            " estimate. Contradicting means that two claims cannot both hold; it says of nobody that they lied."
        )
    told.append(
        "Likelihood is read by the table of ICD 203, reliability (A–F) and credibility (1–6) after the Admiralty"
        " system; F and 6 mean that nothing is known, and stand for no number."
    )
    if method.decided:
        told.append(f"Persons decided {several(method.decided, 'time')} about these claims; their word goes first.")
    if method.unlinked:
        told.append(f"{several(method.unlinked, 'text')} of the ledger had not been compared with others yet.")
    if not method.text:
        told.append("The articles’ words are withheld here: positions count code points in the text of that digest.")
    return told


def about(article: ExportArticle) -> str:
    """Outlet and day of an article."""
    parts = (one_line(article.outlet) if article.outlet else "", day_of(article.published) if article.published else "")
    return ", ".join(p for p in parts if p) or "unknown publication"
