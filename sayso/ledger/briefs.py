"""What a report is made of, from the ledger: of a question, an article, a source, a prediction. Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from sayso.errors import UsageError
from sayso.export.formats.records import NAMED, ExportClaim, Outcome
from sayso.export.report.facts import (
    ArticleFacts,
    Counted,
    Graded,
    Method,
    Moved,
    Origin,
    Origins,
    PredictionFacts,
    QuestionFacts,
    SourceFacts,
    Stated,
    Sum,
)
from sayso.ledger.exports import export_article, export_claims, hits_of_article, hits_of_claims
from sayso.ledger.hits import Hit
from sayso.ledger.origins.gather import origins_of
from sayso.ledger.outcomes.ask import find_prediction, resolutions_of
from sayso.ledger.outcomes.book import whole_key
from sayso.ledger.outcomes.graded import graded as graded_of
from sayso.ledger.outcomes.proposals import proposals
from sayso.ledger.queries import Ledger
from sayso.ledger.questions.ask import MoveRow, load, unlinked
from sayso.ledger.search import ClaimFilter
from sayso.ledger.summary import Hedge
from sayso.ledger.weighed import to_outcome
from sayso.link.origins.records import Forest
from sayso.version import __version__
from sayso.weigh.grades import MEANS

_MOST_GRADED = 12  # sources, or claims, whose sums are told
_MOST_LATER = 8
_LATEST = 60  # claims of a source that are told
_QUESTION_OUTCOME = (
    "SELECT one.key FROM resolution AS one WHERE one.question = ? AND one.outcome <> 'undo'"
    " AND NOT EXISTS (SELECT 1 FROM resolution AS back WHERE back.undoes = one.key)"
)


def question_facts(ledger: Ledger, told: str, *, text: bool = True) -> QuestionFacts:
    """Of a question by its key, or that of one of its claims. Raises UsageError."""
    connection = ledger.connection
    found = load(connection, told)
    claims = _exported(ledger, [p.hit for p in found.placed], text=text)
    stated = tuple(
        Stated(claim=claims[p.hit.claim], who=_who(claims[p.hit.claim], p.speaker if text else None),
               position=p.position, new=p.new)
        for p in found.placed
    )  # fmt: skip
    key = found.row.question
    forest = origins_of(connection, key).forest
    return QuestionFacts(
        key=key,
        wording=found.row.wording if text else f"the question {key[:13]}",
        stated=stated,
        moved=tuple(map(_moved, found.moves)),
        outcome=_settled(stated) if _of_question(connection, key) else None,
        origins=_origins(forest, text=text),
        graded=_graded(connection, stated),
        method=_method(connection, claims.values(), text=text, decided=len(found.decisions)),
    )


def article_facts(ledger: Ledger, told: str, *, text: bool = True) -> ArticleFacts:
    """Of an article by its key or the beginning of it. Raises UsageError."""
    connection = ledger.connection
    article = export_article(ledger, told, text=text)
    claims = _exported(ledger, hits_of_article(ledger, article.key), text=text)
    stated = _disputed(connection, [Stated(claim=c, who=_who(c, None)) for c in claims.values()])
    others = [row.article for row in ledger.publications_of(article.key) if row.article != article.key]
    twins = ledger.near_duplicates_of(article.key)
    whole = ledger.reading(article.key).article.text
    return ArticleFacts(
        article=article,
        stated=stated,
        words=len(whole.split()),
        others=tuple(export_article(ledger, key, text=False) for key in others),
        twins=tuple((export_article(ledger, row.article, text=False), alike) for row, alike in twins),
        versions=len(ledger.versions_of(article.key)),
        origins=_origins(origins_of(connection, article.key).forest, text=text) if others or twins else None,
        graded=_graded(connection, [s for s in stated if s.disputed or s.claim.outcome]),
        method=_method(connection, claims.values(), text=text),
    )


def source_facts(ledger: Ledger, name: str, *, text: bool = True) -> SourceFacts:
    """Of a source by one of its names. Raises UsageError where nobody of that name speaks."""
    connection = ledger.connection
    wanted = ClaimFilter(source=name)
    summary = ledger.source(wanted)
    if not summary.claims:
        raise UsageError(f"Nobody called {name!r} is given a claim here.", hint="sayso sources lists who is.")
    claims = _exported(ledger, ledger.claims(wanted, limit=_LATEST, order="newest").hits, text=text)
    main = next((c.value for c in summary.wordings if c.value), name)
    in_order = sorted(claims.values(), key=lambda c: c.day or "")
    stated = _disputed(connection, [Stated(claim=c, who=_who(c, None)) for c in in_order])
    sure = summary.sureness
    whole = summary.people[0].name if len(summary.people) == 1 else main
    return SourceFacts(
        name=whole,
        wordings=tuple(Counted(value=c.value or "", claims=c.claims) for c in summary.wordings),
        total=summary.claims,
        forces=tuple(Counted(value=c.value, claims=c.claims) for c in summary.forces if c.value),
        hedges=_hedges(sure.hedges, text=text) if sure else (),
        plain=sure.plain if sure else None,
        others=tuple(one.name for one in summary.left_out),
        stated=stated,
        moved=_moves_of(ledger, stated),
        graded=(_grade(connection, name, of=whole),),
        method=_method(connection, claims.values(), text=text),
    )


def prediction_facts(ledger: Ledger, told: str, *, text: bool = True) -> PredictionFacts:
    """Of a prediction by the key of its claim, or the beginning of it. Raises UsageError."""
    connection = ledger.connection
    key = whole_key(connection, told)
    one = find_prediction(connection, key)
    if one is None or one.now is None:
        raise UsageError(f"{told} is no prediction.", hint="sayso due --all lists them.")
    later = proposals(connection, one, most=_MOST_LATER)
    hits = hits_of_claims(ledger, [one.now[0], *(p.claim for p in later)])
    claims = _exported(ledger, hits, text=text)
    mine = claims[one.now[0]]
    stated = Stated(claim=replace(mine, outcome=to_outcome(one.outcome) if one.outcome else None), who=_who(mine, None))
    return PredictionFacts(
        stated=stated,
        due=one.due,
        denied=one.denied,
        frozen=one.frozen.at,
        standing=one.standing,
        outcome=stated.claim.outcome,
        settled=tuple(to_outcome(r) for r in resolutions_of(connection, one.key)),
        later=tuple(
            (Stated(claim=claims[p.claim], who=_who(claims[p.claim], None)), "; ".join(p.why) if text else "")
            for p in later
            if p.claim in claims
        ),
        graded=_graded(connection, [stated]),
        method=_method(connection, claims.values(), text=text),
    )


def _exported(ledger: Ledger, hits: Iterable[Hit], *, text: bool) -> dict[str, ExportClaim]:
    return {one.key: one for one in export_claims(ledger, hits, text=text)}


def _who(one: ExportClaim, speaker: str | None) -> str:
    """Who says it, for people; what the article alone words is withheld with its words."""
    if speaker:
        return speaker
    if one.speaker:
        return one.speaker.name or f"a source ({one.record or 'unnamed'})"
    if one.voice == "outlet":
        return f"{one.article.outlet or 'The outlet'}, in its own voice"
    return "No source"


def _moved(row: MoveRow) -> Moved:
    return Moved(kind=row.kind, who=row.speaker, before=row.before.claim, after=row.after.claim, why=row.why)


def _moves_of(ledger: Ledger, stated: Sequence[Stated]) -> tuple[Moved, ...]:
    """What moved from one of these claims to another."""
    keys = {s.claim.key for s in stated}
    questions: dict[str, None] = {}
    sql = (
        "SELECT question.key FROM proposition JOIN position ON position.proposition_id = proposition.id"
        " JOIN question ON question.id = position.question_id WHERE proposition.claim = ?"
    )
    for key in sorted(keys):
        questions |= dict.fromkeys(row[0] for row in ledger.connection.execute(sql, (key,)))
    moves = (m for q in questions for m in load(ledger.connection, q).moves)
    return tuple(_moved(m) for m in moves if m.before.claim in keys and m.after.claim in keys)


def _disputed(connection: sqlite3.Connection, stated: Sequence[Stated]) -> tuple[Stated, ...]:
    """With the question in which others say the contrary."""
    sql = """
        SELECT question.wording, mine.position FROM proposition
        JOIN position AS mine ON mine.proposition_id = proposition.id
        JOIN question ON question.id = mine.question_id
        WHERE proposition.claim = ? AND mine.position <> 'unclear'
            AND CASE WHEN mine.position IN ('yes', 'hedged yes') THEN question.no ELSE question.yes END > 0
    """
    found = []
    for one in stated:
        row = connection.execute(sql, (one.claim.key,)).fetchone()
        text = one.claim.content and one.claim.content[0].text is not None
        found.append(replace(one, disputed=(row[0] if text else "words withheld") if row else None))
    return tuple(found)


def _settled(stated: Sequence[Stated]) -> Outcome | None:
    """The outcome of a question's wording, by those of its claims."""
    for one in stated:
        found = one.claim.outcome
        if found is None or one.position in {None, "unclear"}:
            continue
        says_no = one.position in {"no", "hedged no"} and one.claim.force != "denies"
        turned = {"yes": "no", "no": "yes"}.get(found.outcome, found.outcome) if says_no else found.outcome
        return replace(found, outcome=turned)
    return None


def _of_question(connection: sqlite3.Connection, key: str) -> bool:
    """Whether a person settled the question as a whole."""
    return connection.execute(_QUESTION_OUTCOME, (key,)).fetchone() is not None


def _origins(forest: Forest, *, text: bool) -> Origins | None:
    if not forest.articles:
        return None
    kept = (
        Origin(
            label=one.label if text or one.kind in {"outlet", "own"} else f"a {one.kind}",
            kind=one.kind,
            articles=len(one.articles),
            reasons=one.reasons if text else (),
        )
        for one in sorted(forest.origins, key=lambda o: -len(o.articles))
    )
    return Origins(at_least=forest.at_least, at_most=forest.at_most, articles=forest.articles, origins=tuple(kept))


def _graded(connection: sqlite3.Connection, stated: Sequence[Stated]) -> tuple[Graded, ...]:
    """Named sources by their claims, then the claims, as many as can be told."""
    names = [s.claim.speaker.name for s in stated if s.claim.speaker and s.claim.speaker.record in NAMED]
    sources = sorted(dict.fromkeys(n for n in names if n), key=lambda n: (-names.count(n), names.index(n)))
    told = []
    for name in sources[:_MOST_GRADED]:
        with suppress(UsageError):  # a name under which nothing can be searched
            told.append(_grade(connection, name))
    told += [_grade(connection, s.claim.key, of=s.who) for s in stated[:_MOST_GRADED]]
    return tuple(told)


def _grade(connection: sqlite3.Connection, what: str, of: str | None = None) -> Graded:
    found = graded_of(connection, what)
    rests = found.computed.rests
    if found.ruling:
        rests = (f"{found.ruling.why} The sum gives {found.computed.grade}:", *rests)
    return Graded(
        of=of or what,
        grade=found.grade,
        means=MEANS[found.grade],
        sums=tuple(Sum(what=n.what, count=n.count, weight=n.weight, points=n.points) for n in found.computed.lines),
        rests=rests,
        claim=what if found.kind == "claim" else None,
        by=found.ruling.reviewer if found.ruling else None,
    )


def _hedges(hedges: Iterable[Hedge], *, text: bool) -> tuple[Counted, ...]:
    """By the words as written; where they are withheld, by the scale's terms."""
    counts: dict[str, int] = {}
    for one in hedges:
        told = one.words if text else one.term or "words without a term of the scale"
        counts[told] = counts.get(told, 0) + one.claims
    return tuple(Counted(value=value, claims=claims) for value, claims in counts.items() if value)


def _method(connection: sqlite3.Connection, claims: Iterable[ExportClaim], *, text: bool, decided: int = 0) -> Method:
    held = list(claims)
    judge = connection.execute("SELECT judge FROM link_run ORDER BY id DESC LIMIT 1").fetchone()
    return Method(
        version=__version__,
        readers=tuple(sorted({c.reader for c in held})),
        judge=judge[0] if judge else None,
        decided=decided + sum(c.decision is not None for c in held),
        unlinked=unlinked(connection),
        text=text,
    )
