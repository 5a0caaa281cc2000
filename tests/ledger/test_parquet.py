"""The ledger's lists as Parquet, read back by pyarrow and compared with what JSON says."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pyarrow.parquet as pq
import pytest

from sayso.commands.ledger_ask import articles, claims, source, sources
from sayso.ledger.store import Store
from tests.ledger.made import HARBOR, harbor


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "l.db"
    with Store(path) as store:
        store.put(harbor(outlet="Post", title="The ferry", published="2026-03-04", url="https://post.example/1"))
        store.put(harbor(text=HARBOR + " More was not known.", outlet="Herald", published="2026-03-05T10:00:00Z"))
        store.flush()
    return path


def both(command: click.Command, ledger: Path, *words: str) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Rows of Parquet, and the objects of JSON."""
    told = [*words, "--ledger", str(ledger), "--limit", "0"]
    for form in ("parquet", "json"):
        out = ledger.with_suffix(f".{form}")
        command.main([*told, "--format", form, "-o", str(out)], standalone_mode=False)
    return pq.read_table(ledger.with_suffix(".parquet")).to_pylist(), json.loads(
        ledger.with_suffix(".json").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize(("command", "words"), [(claims, ()), (source, ("Marta",))])
def test_claims_are_the_contract_s(command: click.Command, words: tuple[str, ...], ledger: Path) -> None:
    rows, objects = both(command, ledger, *words)
    assert rows
    assert len(rows) == len(objects)
    for row, told in zip(rows, objects, strict=True):
        claim, article = told["claim"], told["article"]
        assert isinstance(claim, dict)
        assert isinstance(article, dict)
        assert {key: row[key] for key in claim} == claim
        assert row["article"] == article["id"]
        assert [row[key] for key in ("outlet", "title", "published", "url")] == [
            article[key] for key in ("outlet", "title", "published", "url")
        ]
        assert [row[key] for key in ("key", "within", "reader", "publications")] == [
            told[key] for key in ("key", "within", "reader", "publications")
        ]


@pytest.mark.parametrize("command", [sources, articles])
def test_plain_lists_are_as_in_json(command: click.Command, ledger: Path) -> None:
    rows, objects = both(command, ledger)
    assert rows
    assert rows == objects
