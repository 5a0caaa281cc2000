"""What views and their columns mean, from the file itself, also in the form that Datasette takes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

_INTERNAL = "claim_index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a view. says: what it means."""

    name: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view that is meant to be read. says: what a row of it is."""

    name: str
    says: str
    columns: tuple[Column, ...]


def views(connection: sqlite3.Connection) -> tuple[View, ...]:
    """All views meant for people and other programs, by name, with their columns in order."""
    told = {(of, item): says for of, item, says in connection.execute("SELECT of, item, says FROM description")}
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name").fetchall()
    return tuple(
        View(
            name=name,
            says=told.get((name, ""), ""),
            columns=tuple(
                Column(name=column, says=told.get((name, column), ""))
                for _, column, *_ in connection.execute(f"PRAGMA table_info({name})")
            ),
        )
        for (name,) in names
        if name != _INTERNAL
    )


def datasette(views_: tuple[View, ...], database: str) -> dict[str, object]:
    """Metadata for Datasette (https://docs.datasette.io/en/stable/metadata.html). database: the file's stem."""
    tables = {
        view.name: {"description": view.says, "columns": {c.name: c.says for c in view.columns if c.says}}
        for view in views_
    }
    about = "A sayso ledger: who said what, where exactly the text says so, and how sure that is."
    return {"databases": {database: {"description": about, "tables": tables}}}
