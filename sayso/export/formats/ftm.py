"""FollowTheMoney statements as JSON lines: articles, people and organizations, a Note on the speaker for every claim.

A statement's id is made as FollowTheMoney makes it, so that its tools find the same ones. first_seen and last_seen are
the time at which the ledger took the article in. Only named persons and organizations become entities of their own; a
Note on "officials" stands at the article alone, since FollowTheMoney would merge them across articles.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from sayso.export.formats.names import instant, made, said, sentence, title_of, urn, voice
from sayso.export.formats.records import NAMED, Export, ExportArticle, ExportClaim, ExportSpeaker
from sayso.export.tabular import json_lines

DATASET = "sayso"
_SCHEMATA = {"named-person": "Person", "named-organisation": "Organization"}
_LANGUAGES = {"en": "eng", "uk": "ukr", "ru": "rus", "de": "deu", "fr": "fra", "es": "spa"}
_ACTING = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
_LONGEST_NAME = 250  # characters
Statement = dict[str, object]
Told = tuple[str, str]


def write(export: Export) -> Iterator[bytes]:
    """A line a statement; the statement "id" of each entity comes first."""
    seen: set[str] = set()
    for one in export.claims:
        at = made(one.article)[:19]
        speaker = voice(one)
        known = speaker if speaker and speaker.record in NAMED else None
        groups = [(_id(one.article.key), "Article", _article(one.article))]
        if known:
            groups.append((_id(known.key), _SCHEMATA[known.record or ""], _speaker(known)))
        groups.append((_id(one.key), "Note", _note(one, known)))
        for entity, schema, told in groups:
            if entity not in seen:
                seen.add(entity)
                for line in json_lines(_statements(entity, schema, told, at)):
                    yield line.encode()


def _id(key: str) -> str:
    return f"{DATASET}-{key.replace(':', '-')}"


def _statements(entity: str, schema: str, told: list[Told], at: str) -> Iterator[Statement]:
    values = sorted({(name, value) for name, value in told if value})
    ids = [_key(entity, name, value) for name, value in values]
    total = hashlib.sha1("".join([schema, *sorted(ids)]).encode(), usedforsecurity=False).hexdigest()
    yield _statement(entity, schema, "id", total, at, _key(entity, "id", total))
    for (name, value), key in zip(values, ids, strict=True):
        yield _statement(entity, schema, name, value, at, key)


def _key(entity: str, name: str, value: str) -> str:
    told = f"{DATASET}.{entity}.{name}.{value}".encode("utf-8", "replace")
    return hashlib.sha1(told, usedforsecurity=False).hexdigest()


def _statement(entity: str, schema: str, name: str, value: str, at: str, key: str) -> Statement:
    return {
        "canonical_id": entity,
        "entity_id": entity,
        "prop": name,
        "schema": schema,
        "value": value,
        "dataset": DATASET,
        "lang": None,
        "original_value": None,
        "first_seen": at,
        "last_seen": at,
        "external": False,
        "origin": "sayso",
        "id": key,
    }


def _plain(text: str | None) -> str:
    """One line without characters that act or do not show, as FollowTheMoney keeps strings."""
    told = (" " if unicodedata.category(c) in _ACTING else c for c in text or "" if unicodedata.category(c) != "Cf")
    return " ".join("".join(told).split())


def _web(url: str | None) -> str:
    return url if url and re.fullmatch(r"https?://[^\s/?#]+\.[^\s/?#]+\S*", url) else ""


def _date(told: str | None) -> str:
    """As far as FollowTheMoney can keep it: a year, a month, a day, or a time in UTC to the second."""
    if not told or told[0] not in "12":  # years that it keeps
        return ""
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", told, re.ASCII):
        return told if instant(told) else ""
    found = instant(told)
    return found.replace(tzinfo=None).isoformat(timespec="seconds") if found else ""


def _article(article: ExportArticle) -> list[Told]:
    return [
        ("title", _plain(title_of(article))),
        ("sourceUrl", _web(article.url)),
        ("publisher", _plain(article.outlet)),
        ("publishedAt", _date(article.published)),
        ("language", _LANGUAGES.get(article.language or "", "")),
    ]


def _speaker(speaker: ExportSpeaker) -> list[Told]:
    return [("name", _plain(speaker.name))]


def _note(one: ExportClaim, speaker: ExportSpeaker | None) -> list[Told]:
    return [
        ("name", _plain(sentence(one))[:_LONGEST_NAME].strip()),
        ("description", _plain(said(one))),
        ("entity", _id(speaker.key) if speaker else ""),
        ("proof", _id(one.article.key)),
        ("sourceUrl", _web(one.article.url)),
        ("publisher", _plain(one.article.outlet)),
        ("createdAt", _date(one.day)),
        *(("country", place.country.lower()) for place in one.places if place.country),
        *(("keywords", word) for word in (one.force, one.horizon, one.term, one.polarity) if word),
        ("notes", urn(one.key)),
    ]
