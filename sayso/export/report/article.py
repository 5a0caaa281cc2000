"""The brief of an article: on whom it rests, what of it is disputed, who says what, what it states by itself."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.export.facts import several
from sayso.export.formats.names import title_of
from sayso.export.formats.records import ExportArticle, ExportClaim
from sayso.export.report.drawing import Rule
from sayso.export.report.facts import ArticleFacts, Stated
from sayso.export.report.parts import grading, independence, is_day, methods, picture, unknowns
from sayso.export.report.records import Block, Brief, Heading, Items, Paragraph, Run, Runs, plain, strong
from sayso.export.report.words import Notes, about, against, day_of, inside, listed, says, short, unknown_of
from sayso.export.visible import one_line

_OWN = 12  # of the outlet's own statements that are told


def article_brief(facts: ArticleFacts) -> Brief:
    """The first line tells on whom it rests and what is disputed."""
    notes = Notes(facts.article)
    given = [s for s in facts.stated if s.claim.voice == "attributed"]
    own = [s for s in facts.stated if s.claim.voice == "outlet"]
    article = facts.article
    blocks: list[Block] = [_lede(facts, given), Paragraph(runs=_where(article))]
    disputed = [s for s in facts.stated if s.disputed]
    if disputed:
        blocks.append(Heading(text="Disputed elsewhere"))
        items = [(*says(s, notes, placed=False), against(s)) for s in disputed]
        blocks.append(Items(items=tuple(items)))
    blocks += _by_source(given, notes)
    foretold = [s for s in facts.stated if s.claim.due or s.claim.force == "predicts"]
    if foretold:
        blocks += [Heading(text="What is foretold"), Items(items=tuple(says(s, notes, placed=False) for s in foretold))]
    blocks += picture(given, _due(foretold), sides=False, caption="Claims by the day on which they were made.")
    if own:
        blocks.append(Heading(text="In the outlet’s own voice"))
        told = f"{several(len(own), 'statement')} of the outlet’s own, with no source behind them"
        more = f"; the first {_OWN}:" if len(own) > _OWN else ":"
        blocks.append(Paragraph(runs=plain(told + more)))
        blocks.append(Items(items=tuple(says(s, notes, named=False, placed=False) for s in own[:_OWN])))
    blocks += independence(facts.origins) if facts.origins else []
    blocks += _copies(facts)
    blocks += grading(facts.graded, notes, facts.stated)
    blocks += unknowns(_unknown(facts, given))
    blocks += methods(facts.method, linked=bool(disputed or facts.origins))
    return Brief(
        kicker=f"Article {short(article.key)}",
        title=one_line(title_of(article)),
        blocks=tuple(blocks),
        notes=notes.all(),
        day=(article.published or "")[:10] or None,
    )


def _lede(facts: ArticleFacts, given: Sequence[Stated]) -> Paragraph:
    """Who carries it, and what of it others contradict."""
    names = [s.who for s in given if s.claim.sourced]
    sources = sorted(dict.fromkeys(names), key=lambda name: (-names.count(name), names.index(name)))
    disputed = sum(bool(s.disputed) for s in facts.stated)
    runs: list[Run] = []
    if disputed:
        runs.append(strong("Disputed: "))
        of = f"{several(disputed, 'claim')} of {len(facts.stated):,} here"
        runs.append(Run(text=f"{of} {'is' if disputed == 1 else 'are'} contradicted elsewhere in this ledger. "))
    if not given:
        runs.append(Run(text="The article gives no claim to anybody; all is told in the outlet’s own voice."))
        return Paragraph(runs=tuple(runs), kind="lede")
    named = {s.who for s in given if s.claim.record in {"named-person", "named-organisation"}}
    runs.append(
        Run(text=f"The article rests on {several(len(sources), 'source')}, {_count(len(named))} of them named. ")
    )
    if sources:
        top = names.count(sources[0])
        runs.append(strong(one_line(sources[0])))
        runs.append(Run(text=f" gives {top} of {several(len(given), 'attributed claim')}"))
        rest = sources[1:]
        runs.append(Run(text=f", then {listed(map(inside, rest))}." if rest else "."))
    return Paragraph(runs=tuple(runs), kind="lede")


def _count(number: int) -> str:
    return "none" if number == 0 else f"{number}"


def _where(article: ExportArticle) -> Runs:
    runs = [
        Run(text=f"{about(article)}. Text of {several(article.characters, 'character')}, SHA-256 {article.sha256}.")
    ]
    if article.url and article.url.startswith(("http://", "https://")):
        runs += [Run(text=" "), Run(text=one_line(article.url), link=article.url)]
    return tuple(runs)


def _by_source(given: Sequence[Stated], notes: Notes) -> list[Block]:
    """Sources by their claims, each with them in the order of the text."""
    if not given:
        return []
    blocks: list[Block] = [Heading(text="Who says what")]
    groups: dict[str, list[Stated]] = {}
    speakers = {s.claim.key: s.who for s in given}
    for one in given:
        if one.claim.within and speakers.get(one.claim.within) == one.who:
            continue  # what somebody says of itself within its own claim has been told
        groups.setdefault(one.who, []).append(one)
    order = sorted(groups, key=lambda name: -len(groups[name]))
    for name in order:
        those = groups[name]
        kind = _kind(those[0].claim)
        blocks.append(Heading(text=f"{one_line(name)}{kind}: {several(len(those), 'claim')}", level=2))
        blocks.append(Items(items=tuple(says(s, notes, named=False, placed=False) for s in those)))
    return blocks


def _kind(one: ExportClaim) -> str:
    told = {
        "named-person": "named person", "named-organisation": "named organization", "unnamed": "not named",
        "anonymous": "anonymity given or asked for", "document": "document",
    }.get(one.record or "")  # fmt: skip
    return f" ({told})" if told else ""


def _due(foretold: Sequence[Stated]) -> list[Rule]:
    days = sorted({s.claim.due for s in foretold if is_day(s.claim.due) and s.claim.due})
    return [Rule(day=day, text=f"due {day_of(day)}") for day in days[:1]]


def _copies(facts: ArticleFacts) -> list[Block]:
    items: list[Runs] = [plain(f"The same text: {about(a)} ({short(a.key)}).") for a in facts.others]
    items += [plain(f"Nearly the same, {alike:.0%}: {about(a)} ({short(a.key)}).") for a, alike in facts.twins]
    if facts.versions > 1:
        items.append(
            plain(f"{facts.versions} versions stood at its address: sayso versions {short(facts.article.key)}.")
        )
    return [Heading(text="Copies and versions"), Items(items=tuple(items))] if items else []


def _unknown(facts: ArticleFacts, given: Sequence[Stated]) -> list[str]:
    told = unknown_of(given)
    if facts.article.published is None:
        told.insert(0, "When the article was published: nothing tells.")
    open_ = [s for s in facts.stated if s.claim.due and s.claim.outcome is None]
    if open_:
        told.insert(0, f"What came of {several(len(open_), 'prediction')} with a date: nobody has resolved them.")
    return told
