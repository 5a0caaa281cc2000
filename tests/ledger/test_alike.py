"""Claims that speak of the same: most shared telling words first, whatever stands between."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.ledger.days import Days
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store
from tests.ledger.made import one_claim

CONTENTS = (
    "that three grain ships left Norhaven at dawn",
    "that ships with grain had left the harbor",
    "that the board would meet in the harbor",
    "that the mayor would not resign",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "l.db"
    with Store(found) as store:
        for number, content in enumerate(CONTENTS):
            text = f"Marta Lindqvist said {content}."
            day = f"2026-03-{number + 1:02d}"
            store.put(one_claim(text, "Marta Lindqvist", "said", content, published=day))
    return found


def found(path: Path, like: str, **wanted: object) -> list[str]:
    with Ledger(path) as ledger:
        page = ledger.claims(ClaimFilter(like=like, **wanted), order="relevance")  # type: ignore[arg-type]
    return [hit.content for hit in page.hits]


def test_the_most_alike_come_first_and_others_not_at_all(path: Path) -> None:
    assert found(path, "Grain ships leaving Norhaven") == [CONTENTS[0], CONTENTS[1]]
    assert found(path, "zebra") == []


def test_filters_narrow_it(path: Path) -> None:
    days = Days.parse("2026-03-02", "--published")
    assert found(path, "grain ships leaving", published=days) == [CONTENTS[1]]


@pytest.mark.parametrize("text", ['"grain" AND (ships) OR NEAR(left, *)', "grain's ships—left: ^{x}", "GRAIN " * 500])
def test_nothing_in_a_text_is_syntax(text: str, path: Path) -> None:
    assert CONTENTS[0] in found(path, text)


def test_a_text_without_words_is_an_error(path: Path) -> None:
    with pytest.raises(UsageError):
        found(path, "… !")
