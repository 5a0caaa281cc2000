"""Names from what the network tells of each word."""

from __future__ import annotations

from sayso.reader.labels import NAME_KINDS
from sayso.reader.reader import names_of
from sayso.understand.scene import Name, NameKind


def begins(kind: NameKind) -> int:
    return 1 + 2 * NAME_KINDS.index(kind)


def goes_on(kind: NameKind) -> int:
    return begins(kind) + 1


def test_letters_with_stops_are_one_name_though_the_network_wavers() -> None:
    labels = [0, begins("organisation"), goes_on("place"), goes_on("place"), goes_on("place"), 0]
    names = names_of(labels, [False, False, True, True, True, False])
    assert names == (Name(start=1, end=5, kind="place"),)


def test_words_apart_of_another_kind_are_another_name() -> None:
    labels = [begins("place"), goes_on("person"), goes_on("person")]
    assert names_of(labels, [False] * 3) == (Name(start=0, end=1, kind="place"), Name(start=1, end=3, kind="person"))


def test_a_name_that_begins_is_its_own_also_when_glued() -> None:
    labels = [begins("place"), begins("place")]
    assert names_of(labels, [False, True]) == (Name(start=0, end=1, kind="place"), Name(start=1, end=2, kind="place"))
