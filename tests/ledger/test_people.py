"""Who is meant by a name: all wordings of one person, nobody else without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.ledger.people import Meant
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from tests.ledger.made import one_claim

LABELS = {
    "Vladimir Putin": 9,
    "President Putin": 2,
    "Mr Putin": 1,
    "Igor Putin": 1,
    "Putin's spokesman": 1,
    "Boris Johnson": 3,
    "Ron Johnson": 2,
    "Johnson": 1,
    "Volodymyr Zelenskyy": 4,
    "Vladimir Zelensky": 1,
    "President Zelenskiy": 1,
    "Olena Zelenska": 1,
    "the Russian leader": 1,
    "Johnson County": 1,
    "head of the President's Office Eva Holm": 2,
    "Eva Holm": 3,
    "the Holm-Ness group": 1,
    "an adviser to Eva Holm": 1,
    "the threat of Eva Holm": 1,
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("people") / "l.db"
    with Store(found) as store:
        for label, times in LABELS.items():
            for n in range(times):
                text = f"{label} said that grain was safe, number {n}."
                store.put(one_claim(text, label, "said", "that grain was safe"))
    return found


def meant(path: Path, name: str) -> tuple[Meant, set[str | None]]:
    with Ledger(path) as ledger:
        found = {hit.source for hit in ledger.claims(ClaimFilter(source=name), limit=100).hits}
        return ledger.meant_by(name), found


def test_the_one_who_stands_out_is_meant_and_others_are_told_of(path: Path) -> None:
    who, found = meant(path, "Putin")
    assert found == {"Vladimir Putin", "President Putin", "Mr Putin"}
    assert [(p.name, p.claims) for p in who.left_out] == [("Igor Putin", 1)]
    assert meant(path, "Igor Putin")[1] == {"Igor Putin"}


def test_where_none_stands_out_all_are_taken_and_told_of(path: Path) -> None:
    who, found = meant(path, "Johnson")
    assert found == {"Boris Johnson", "Ron Johnson", "Johnson", "Johnson County"}
    assert [p.name for p in who.people] == ["Boris Johnson", "Ron Johnson", "Johnson County"]


def test_bodies_before_a_name_are_no_given_names_and_pairs_no_names(path: Path) -> None:
    who, found = meant(path, "Holm")
    assert found == {"head of the President's Office Eva Holm", "Eva Holm"}
    assert len(who.people) == 1


@pytest.mark.parametrize("name", ["Zelensky", "Zelenskyy", "zelenskiy"])
def test_spellings_of_one_name(name: str, path: Path) -> None:
    who, found = meant(path, name)
    assert found == {"Volodymyr Zelenskyy", "Vladimir Zelensky", "President Zelenskiy"}
    assert len(who.people) == 1


def test_a_rule_gives_another_name(path: Path) -> None:
    assert "the Russian leader" not in meant(path, "Putin")[1]
    with Store(path) as store:
        store.set_rule("name", "the Russian leader", "Vladimir Putin")
        store.set_rule("name", "Putin", "Vladimir Putin")
    try:
        for name in ("Putin", "the russian leader", "Vladimir Putin"):
            assert {"the Russian leader", "Vladimir Putin", "Mr Putin"} <= meant(path, name)[1]
    finally:
        with Store(path) as store:
            store.set_rule("name", "the Russian leader", None)
            store.set_rule("name", "Putin", None)
