"""The formats by name. A format's file is loaded when it is asked for: some need a library of an extra."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from sayso.errors import UsageError
from sayso.export.formats.records import Export


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format by name. module: of this room. binary: not for terminals. single: of one article alone. linked: has a
    place for questions and for how claims stand to each other."""

    name: str
    module: str
    says: str
    media: str
    suffix: str
    binary: bool = False
    single: bool = False
    linked: bool = False


_JSON, _LD, _LINES = "application/json", "application/ld+json", "application/x-ndjson"
_STIX, _GRAPHML, _XML = "application/stix+json;version=2.1", "application/graphml+xml", "application/xml"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    one.name: one
    for one in (
        Format(name="csv", module="comma", says="a row a claim", media="text/csv", suffix=".csv"),
        Format(name="xlsx", module="xlsx", says="the same for Excel", media=_XLSX, suffix=".xlsx", binary=True),
        Format(name="jsonl", module="lines", says="a claim a line", media=_LINES, suffix=".jsonl"),
        Format(
            name="parquet", module="columns", says="the same with types", media="application/vnd.apache.parquet",
            suffix=".parquet", binary=True,
        ),
        Format(name="annotation", module="annotation", says="W3C Web Annotation", media=_LD, suffix=".jsonld"),
        Format(name="jsonld", module="schema_org", says="schema.org: Claim, Quotation", media=_LD, suffix=".jsonld"),
        Format(name="stix", module="stix", says="STIX 2.1 bundle", media=_STIX, suffix=".json", linked=True),
        Format(name="misp", module="misp", says="MISP event", media=_JSON, suffix=".json", linked=True),
        Format(name="prov", module="prov_json", says="W3C PROV-JSON", media=_JSON, suffix=".json", linked=True),
        Format(name="ftm", module="ftm", says="FollowTheMoney statements", media=_LINES, suffix=".jsonl"),
        Format(name="graphml", module="graphml", says="a graph", media=_GRAPHML, suffix=".graphml", linked=True),
        Format(name="ninjs", module="ninjs", says="ninjs 3.2 of the IPTC", media=_JSON, suffix=".json"),
        Format(name="timeml", module="timeml", says="TimeML of one article", media=_XML, suffix=".tml", single=True),
    )
}  # fmt: skip


def write(name: str, export: Export) -> Iterator[bytes]:
    """The export in a format, piece by piece; text formats are UTF-8 and no piece cuts a character.

    The same records give the same bytes. Raises UsageError for a name that is none and for what the format cannot hold,
    MissingExtraError.
    """
    if name not in FORMATS:
        raise UsageError(f"{name!r} is no format.", hint=f"There are {', '.join(FORMATS)}.")
    module = import_module(f"sayso.export.formats.{FORMATS[name].module}")
    return cast(Iterator[bytes], module.write(export))
