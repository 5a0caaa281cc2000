"""A brief as it is laid out: paragraphs, lists, tables and a picture, with notes that tell where words stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sayso.export.report.drawing import Drawing

Kind = Literal["lede", "body", "small"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text in one style. note: number of the note that stands behind it. link: web address."""

    text: str
    strong: bool = False
    slanted: bool = False
    note: int | None = None
    link: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    runs: Runs
    kind: Kind = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """level: 1 for a section, 2 within one."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list without numbers."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """shares: of the width, for each column. numbers: columns (from 0) that are set to the right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """caption: what it shows. told: the same in words, for forms without pictures and for those who do not see it."""

    drawing: Drawing
    caption: str
    told: Table


Block = Paragraph | Heading | Items | Table | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    number: int
    runs: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """kicker: what kind of report of what. day: the last day of its data (ISO), None where nothing has a day."""

    kicker: str
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    day: str | None = None


def plain(text: str, note: int | None = None) -> Runs:
    return (Run(text=text, note=note),)


def strong(text: str) -> Run:
    return Run(text=text, strong=True)
