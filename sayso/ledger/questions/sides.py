"""Claims as they are compared, from their rows."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.ledger.days import day_of_id
from sayso.link.judge.words import denies
from sayso.link.questions.records import Member
from sayso.link.records import Side

_SIDE = (
    "claim.id, claim.key, claim.text_id, claim.parent_id, claim.content, claim.said_from, claim.said_to, claim.cue,"
    " claim.force, claim.polarity, claim.horizon, claim.term, claim.about_from, claim.about_to, claim.places,"
    " coalesce(nullif(claim.name, ''), claim.speaker, speaking.label) AS source"
)
_FROM = (
    " FROM claim LEFT JOIN speech ON speech.claim_id = claim.id AND speech.basis <> 'office'"
    " LEFT JOIN source AS speaking ON speaking.id = speech.source_id"
)
_OF_TEXTS = (
    f"SELECT {_SIDE} {_FROM} WHERE claim.current AND claim.text_id IN (SELECT value FROM json_each(?))"  # noqa: S608
    " ORDER BY claim.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A current claim to be compared. id, parent_id: its row's and that of the claim around it."""

    id: int
    key: str
    text_id: int
    parent_id: int | None
    day: str | None
    side: Side


def of_texts(connection: sqlite3.Connection, texts: Sequence[int]) -> Iterator[Stated]:
    """The claims that texts show, by text and place."""
    for row in connection.execute(_OF_TEXTS, (json.dumps(list(texts)),)):
        claim_id, key, text_id, parent_id, *rest = row
        side = _side(rest, day_of_id(claim_id))
        yield Stated(id=claim_id, key=key, text_id=text_id, parent_id=parent_id, day=side.said, side=side)


def _side(row: Sequence[str | None], published: str | None) -> Side:
    content, said_from, said_to, cue, force, polarity, horizon, term, about_from, about_to, places, source = row
    return Side(
        text=content or "",
        said=said_to or said_from or published,
        source=source,
        cue=cue,
        force=force,
        polarity=polarity,
        horizon=horizon,
        term=term,
        about=(about_from, about_to) if about_from and about_to else None,
        places=tuple(places.split(" | ")) if places else (),
    )


def sides(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Side]:
    """Sides of propositions by their ids."""
    found = {}
    rows = connection.execute(
        "SELECT proposition.id, claim.id, claim.content, claim.said_from, claim.said_to, claim.cue, claim.force,"
        " claim.polarity, claim.horizon, claim.term, claim.about_from, claim.about_to, claim.places,"
        " coalesce(nullif(claim.name, ''), claim.speaker, speaking.label)"
        " FROM proposition JOIN claim ON claim.key = proposition.claim AND claim.current"
        " LEFT JOIN speech ON speech.claim_id = claim.id AND speech.basis <> 'office'"
        " LEFT JOIN source AS speaking ON speaking.id = speech.source_id"
        " WHERE proposition.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    for proposition_id, claim_id, *rest in rows:
        found[proposition_id] = _side(rest, day_of_id(claim_id))
    return found


def members(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Member]:
    """Members of questions by the ids of their propositions.

    A speaker is known by the key of sayso speakers where those were linked, else by the wording of a source with a
    name; others may be anybody.
    """
    found = {}
    rows = connection.execute(
        "SELECT proposition.id, proposition.claim, proposition.day, claim.content, claim.cue, claim.force,"
        " claim.polarity, claim.horizon, claim.form, claim.hedges, claim.band_low, claim.band_high, claim.confidence,"
        " coalesce(who.name, CASE WHEN claim.record LIKE 'named-%' THEN source.label ELSE speaking.label END)"
        " FROM proposition JOIN claim ON claim.key = proposition.claim AND claim.current"
        " LEFT JOIN source ON source.id = claim.source_id"
        " LEFT JOIN speech ON speech.claim_id = claim.id AND speech.basis <> 'office'"
        " LEFT JOIN source AS speaking ON speaking.id = speech.source_id"
        " LEFT JOIN speaker_use ON speaker_use.text_id = claim.text_id"
        "   AND speaker_use.source_id = coalesce(speech.source_id, claim.source_id)"
        " LEFT JOIN speaker AS who ON who.id = speaker_use.speaker_id AND who.kind IN ('person', 'body')"
        " WHERE proposition.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    for row_id, key, day, content, cue, force, polarity, horizon, form, hedges, low, high, confidence, speaker in rows:
        found[row_id] = Member(
            key=key,
            content=content,
            day=day,
            speaker=speaker,
            cue=cue,
            force=force,
            polarity=polarity,
            horizon=horizon,
            form=form,
            hedges=hedges,
            band=(low, high) if low is not None and high is not None else None,
            confidence=confidence,
        )
    return found


def words_hash(side: Side) -> int:
    """Equal for contents of the same words, case and marks aside, that are all told or all denied. 63 bits."""
    words = "".join(c if c.isalnum() else " " for c in side.text.casefold()).split()
    denied = side.force == "denies" or side.polarity == "negated" or denies(side.cue or "")
    told = ("denied: " if denied else "") + " ".join(words)
    return int.from_bytes(hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=8).digest()) >> 1


def speakers_of(connection: sqlite3.Connection, claims: Sequence[str]) -> dict[str, str]:
    """Names of speakers across articles, by the keys of claims, as far as speakers were linked."""
    rows = connection.execute(
        "SELECT claim, name FROM claim_speakers WHERE claim IN (SELECT value FROM json_each(?))",
        (json.dumps(list(claims)),),
    )
    return dict(rows.fetchall())
