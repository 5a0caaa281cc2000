"""What the linked formats share: names derived from keys, times from data, words or what stands for them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from sayso.export.formats.records import ExportArticle, ExportClaim, ExportSpeaker, joined
from sayso.identity import tagged

NAMESPACE = uuid5(NAMESPACE_URL, "urn:sayso")
SOFTWARE = "sayso"
_SHORT = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)


def uid(kind: str, key: str) -> UUID:
    """A UUIDv5: the same for the same thing on every machine."""
    return uuid5(NAMESPACE, f"{kind}:{key}")


def urn(key: str) -> str:
    """What a key of the ledger is called elsewhere: urn:sayso:k1:…"""
    return f"urn:sayso:{key}"


def instant(told: str | None) -> datetime | None:
    """An ISO date (its first moment, in UTC) or date-time (taken for UTC without an offset); None for anything else."""
    try:
        found = datetime.fromisoformat(_whole(told or ""))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _whole(told: str) -> str:
    """A year or a month as its first day."""
    parts = _SHORT.fullmatch(told)
    return f"{parts[1]}-{parts[2] or '01'}-01" if parts else told


def stamp(told: str | None) -> str | None:
    """The same as STIX and XML Schema write it: 2022-11-03T00:00:00.000Z."""
    found = instant(told)
    return None if found is None else found.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def made(article: ExportArticle) -> str:
    """When the ledger took the text in; for a reading outside a ledger its publication; else the beginning of 1970,
    where a format asks for a time and there is none."""
    return stamp(article.added) or stamp(article.published) or "1970-01-01T00:00:00.000Z"


def voice(one: ExportClaim) -> ExportSpeaker | None:
    """Who says it: the speaker, or for a statement in the outlet's own voice the outlet; None where nobody is told."""
    if one.speaker or one.voice != "outlet" or not one.article.outlet:
        return one.speaker
    key = tagged("x1", ["outlet", " ".join(one.article.outlet.split()).casefold()])
    return ExportSpeaker(key=key, name=one.article.outlet, record="named-organisation")


def name_of(speaker: ExportSpeaker) -> str:
    """The speaker's name; where it is withheld, what is known of the source."""
    return speaker.name or {"anonymous": "anonymous source", "document": "document"}.get(
        speaker.record or "", "unnamed source"
    )


def said(one: ExportClaim) -> str:
    """The words of the claim; where they are withheld, where they stand and their digest."""
    told = joined(one.content)
    if told is not None:
        return told
    places = ", ".join(f"{w.start}–{w.end} (SHA-256 {w.digest})" for w in one.content)
    return f"[words withheld: characters {places} of the text with SHA-256 {one.article.sha256}]"


def sentence(one: ExportClaim) -> str:
    """Who said what in one line: name, cue and words."""
    speaker = voice(one)
    who = name_of(speaker) if speaker else "No source given"
    cue = f" {one.cue.text}" if one.cue and one.cue.text else ""
    return f"{who}{cue}: {said(one)}"


def title_of(article: ExportArticle) -> str:
    return article.title or article.name or article.url or article.key
