"""Parquet, with the contract's types (see parquet.py). Needs pyarrow, of the extra "corpus"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.export.columnar import parquet_rows
from sayso.export.formats.lines import to_object
from sayso.export.formats.records import Export, ExportClaim


def write(export: Export) -> Iterator[bytes]:
    """A row a claim. Raises MissingExtraError."""
    return parquet_rows(map(_row, export.claims), "claims")


def _row(one: ExportClaim) -> dict[str, Any]:
    told = to_object(one)
    article = told["article"]
    about = {key: article[key] for key in ("outlet", "title", "published", "url")}
    return {**told, "article": article["id"], **about, **told["claim"]}
