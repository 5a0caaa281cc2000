"""Posts that the article does not tell: the table's form, and whom descriptions then stand for."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest

from sayso.understand.officeholders import year_of
from sayso.understand.speakers import speakers
from sayso.understand.titles import role
from tests.understand.test_speakers import claims, scene


def test_every_row_has_a_post_and_years_in_order() -> None:
    text = (files("sayso.understand") / "lexicon" / "officeholders.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert len(rows) > 200
    for name, where, words, since, until in rows:
        assert all((name, where, since.isdigit())), name
        assert any(role(word) for word in words.split()), name
        assert not until or int(since) <= int(until), name


def names(text: str, sources: list[str], published: str | None, person: str) -> list[str | None]:
    plain = scene(text, dict.fromkeys(person.split("|"), "person"))
    dated = replace(plain, article=replace(plain.article, published=published))
    return [s.name if s else None for s in speakers(dated, claims(text, sources))[0]]


@pytest.mark.parametrize(
    ("published", "name"),
    [("2011-05-01", "Angela Merkel"), ("2024-05-01", "the chancellor"), (None, "Angela Merkel")],
)
def test_a_post_counts_while_it_is_held(published: str | None, name: str) -> None:
    text = "Angela Merkel came to town. The chancellor said yes."
    assert names(text, ["The chancellor"], published, "Angela Merkel") == [name]


def test_the_articles_own_words_go_before_the_table() -> None:
    text = "French actor Boris Johnson met British Minister Ann Smith. The British prime minister said yes."
    assert names(text, ["The British prime minister"], "2021-01-01", "Boris Johnson|Ann Smith") != ["Boris Johnson"]


def test_adjectives_of_peoples_are_no_members_of_a_compound() -> None:
    text = "Polish, Lithuanian and Latvian politicians said yes."
    assert names(text, ["Polish, Lithuanian and Latvian politicians"], None, "X Y") == [
        "Polish, Lithuanian and Latvian politicians"
    ]


@pytest.mark.parametrize(("published", "year"), [("2022-05-05T10:00:00Z", 2022), (None, None), ("", None), ("x", None)])
def test_year_of(published: str | None, year: int | None) -> None:
    assert year_of(published) == year
