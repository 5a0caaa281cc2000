"""FollowTheMoney: Notes on people and organizations, as entities or as statements, a JSON object a line.

A Note's text is made of the name of what it is on and of its description; the named one counts as its source, since so
sayso writes claims (see docs/exports.md). Other entities give names and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sayso.errors import BadRecordError, InputError
from sayso.ingest.exchange.written import UNKNOWN, Written, day, string
from sayso.records import Article, Claim, Reading, Record, Source

READER = "import:ftm:1"
_RECORDS: dict[str, Record] = {
    "Person": "named-person", "Organization": "named-organisation", "Company": "named-organisation",
    "PublicBody": "named-organisation",
}  # fmt: skip


@dataclass(slots=True)
class _Entity:
    schema: str
    values: dict[str, list[str]] = field(default_factory=dict)

    def first(self, name: str) -> str | None:
        return next(iter(self.values.get(name, ())), None)


def from_ftm(lines: Iterable[bytes], where: str) -> Iterator[Reading | InputError]:
    """A reading a Note, in the order in which they begin. Lines that are none are told as errors."""
    entities: dict[str, _Entity] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            _take(json.loads(line), entities, f"{where}, line {number}")
        except (ValueError, RecursionError):
            yield BadRecordError(f"{where}, line {number} is not JSON.")
        except InputError as error:
            yield error
    for name, one in entities.items():
        if one.schema == "Note" and one.first("description"):
            yield _reading(name, one, entities)


def _take(value: object, entities: dict[str, _Entity], where: str) -> None:
    if not isinstance(value, Mapping):
        raise BadRecordError(f"{where} is not an object.")
    name, schema = string(value.get("entity_id") or value.get("id")), string(value.get("schema"))
    if name is None or schema is None:
        raise BadRecordError(f"{where} is neither an entity nor a statement of FollowTheMoney.")
    one = entities.setdefault(name, _Entity(schema))
    properties = value.get("properties")
    if isinstance(properties, Mapping):
        for key, told in properties.items():
            values = told if isinstance(told, list) else []
            one.values.setdefault(str(key), []).extend(s for v in values if (s := string(v)))
    elif (prop := string(value.get("prop"))) and prop != "id" and (told_value := string(value.get("value"))):
        one.values.setdefault(prop, []).append(told_value)


def _reading(name: str, note: _Entity, entities: Mapping[str, _Entity]) -> Reading:
    on = entities.get(note.first("entity") or "")
    who = on.first("name") if on else None
    written = Written()
    source = written.add(who) if who else None
    if source:
        written.add(": ")
    content = written.add(note.first("description") or "")
    claim = Claim(
        id="c1",
        content=(written.span(content),),
        confidence=UNKNOWN,
        source=Source(spans=(written.span(source),), name=who, record=_RECORDS.get(on.schema) if on else None)
        if source
        else None,
    )
    proof = entities.get(note.first("proof") or "")
    article = Article(
        text=written.text,
        name=name,
        url=note.first("sourceUrl"),
        outlet=note.first("publisher"),
        title=proof.first("title") if proof else None,
        published=day(note.first("createdAt")),
    )
    return Reading(reader=READER, article=article, claims=(claim,))
