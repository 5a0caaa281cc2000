"""The two tables of a corpus: articles and claims, with the contract's names and nesting, as Arrow and back.

A column holds what the contract's field of that name holds. Beside them stand, in `claims`, the article's id, its
outlet and date of publication, so that most questions need no join; in `articles` what the reading says of the whole,
counts of words (parted by blanks) and claims, and the hashes by which near-duplicates meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

from sayso.corpus.parts import part
from sayso.ledger.identity.texts import bands, shingles
from sayso.records import Article, Certainty, Claim, Cue, Place, Reading, Refusal, Source, Span, Spans, When

ARTICLES, CLAIMS = "articles", "claims"


@lru_cache(maxsize=1)
def schemas() -> dict[str, Any]:
    """The Arrow schema of each table."""
    pa = part("pyarrow")
    readings = import_module("sayso.export.parquet").READINGS
    number, text = pa.int64(), pa.string()
    own = [("words", number), ("claims", number), ("bands", pa.list_(number))]
    about = [pa.field(name, text) for name in ("article", "outlet", "published")]
    whole = [readings.field(name) for name in ("refusals", "reader", "contract")]
    return {
        ARTICLES: pa.schema([*readings.field("article").type, *(pa.field(*one) for one in own), *whole]),
        CLAIMS: pa.schema([*about, pa.field("number", number), *readings.field("claims").type.value_type]),
    }


def to_tables(readings: Sequence[Reading]) -> dict[str, Any]:
    """Both tables of some readings, rows in their order."""
    table = part("pyarrow").Table
    rows = {ARTICLES: [_article(r) for r in readings], CLAIMS: [row for r in readings for row in _claims(r)]}
    return {name: table.from_pylist(rows[name], schema=schema) for name, schema in schemas().items()}


def _article(reading: Reading) -> dict[str, Any]:
    told = reading.to_dict()
    text = reading.article.text
    own: dict[str, Any] = {"claims": len(reading.claims), "words": len(text.split()), "bands": bands(shingles(text))}
    own |= {key: told[key] for key in ("refusals", "reader", "contract")}
    row: dict[str, Any] = told["article"] | own
    return row


def _claims(reading: Reading) -> Iterable[dict[str, Any]]:
    article = reading.article
    about = {"article": article.id, "outlet": article.outlet, "published": article.published}
    for number, claim in enumerate(reading.claims, 1):
        yield about | {"number": number} | claim.to_dict()


def packed(tables: Sequence[Any]) -> bytes:
    """Tables of one schema as one Arrow stream."""
    pa = part("pyarrow")
    table = pa.concat_tables(tables).combine_chunks()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def unpacked(body: bytes) -> Any:
    """The table that an Arrow stream holds."""
    return part("pyarrow").ipc.open_stream(body).read_all()


def to_reading(article: dict[str, Any], claims: Iterable[dict[str, Any]]) -> Reading:
    """The reading that rows of both tables (as Python values) were made of. claims: in the order of `number`."""
    told = {key: article[key] for key in ("name", "url", "outlet", "title", "published", "language", "text")}
    return Reading(
        reader=article["reader"],
        contract=article["contract"],
        article=Article(**told),
        claims=tuple(_to_claim(row) for row in claims),
        refusals=tuple(_to_refusal(row) for row in article["refusals"]),
    )


def _to_refusal(row: dict[str, Any]) -> Refusal:
    span = Span(**row["span"]) if row["span"] else None
    return Refusal(stage=row["stage"], code=row["code"], detail=row["detail"], span=span)


def _to_claim(row: dict[str, Any]) -> Claim:
    plain = ("id", "confidence", "voice", "parent", "form", "force", "polarity", "horizon", "due")
    told: dict[str, Any] = {key: row[key] for key in plain}
    return Claim(
        **told,
        content=_spans(row["content"]["spans"]),
        source=_to_source(row["source"]) if row["source"] else None,
        cue=Cue(span=_spans(row["cue"]["spans"])[0], lemma=row["cue"]["lemma"]) if row["cue"] else None,
        certainty=_to_certainty(row["certainty"]) if row["certainty"] else None,
        said=When(**row["said"]) if row["said"] else None,
        about=When(**row["about"]) if row["about"] else None,
        places=tuple(Place(**place | {"spans": _spans(place["spans"])}) for place in row["places"]),
    )


def _to_source(row: dict[str, Any]) -> Source:
    return Source(spans=_spans(row["spans"]), name=row["name"], mentions=_spans(row["mentions"]), record=row["record"])


def _to_certainty(row: dict[str, Any]) -> Certainty:
    low, high = row["band"] or (None, None)
    band = (low, high) if low is not None and high is not None else None
    return Certainty(words=_spans(row["words"]), term=row["term"], band=band)


def _spans(rows: Iterable[dict[str, Any]]) -> Spans:
    return tuple(Span(**row) for row in rows)
