"""Words, sentences, paragraphs and quotation marks."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.words import GAPS, QUOTES, Words, split_words


def surfaces(words: Words) -> list[str]:
    return [words.text[a:b] for a, b in zip(words.start.tolist(), words.end.tolist(), strict=True)]


def sentences(text: str) -> list[str]:
    words = split_words(text)
    out = []
    for _, group in itertools.groupby(range(len(words)), key=lambda i: int(words.sentence[i])):
        indexes = list(group)
        out.append(text[words.start[indexes[0]] : words.end[indexes[-1]]])
    return out


@given(st.text())
def test_words_are_ordered_disjoint_and_leave_out_only_what_cannot_be_seen(text: str) -> None:
    words = split_words(text)
    edges = [e for pair in zip(words.start.tolist(), words.end.tolist(), strict=True) for e in pair]
    assert edges == sorted(edges)
    assert all(a < b for a, b in zip(words.start.tolist(), words.end.tolist(), strict=True))
    covered = {i for a, b in zip(words.start.tolist(), words.end.tolist(), strict=True) for i in range(a, b)}
    assert not any(text[i].isalnum() for i in range(len(text)) if i not in covered)


@given(st.text(alphabet="aB1é\u0301 .\"“”‘’'\r\n\u00a0\ufeff👍🏽\u200d", max_size=60))
def test_parallel_arrays_have_one_entry_a_word(text: str) -> None:
    words = split_words(text)
    lengths = {
        len(a) for a in (words.start, words.end, words.sentence, words.paragraph, words.case, words.quote, words.gap)
    }
    assert lengths == {len(words)}
    assert words.features().shape == (len(words), 4)
    assert all(b - a in (0, 1) for a, b in itertools.pairwise(words.sentence.tolist()))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cafe\u0301 closed", ["cafe\u0301", "closed"]),
        ("👍🏽 fine", ["👍🏽", "fine"]),
        ("\ufeffKyiv’s plan", ["Kyiv", "’", "s", "plan"]),
        ("a\u00a0b\r\nc", ["a", "b", "c"]),
        ("3.5 %", ["3", ".", "5", "%"]),
        ("snake_case", ["snake", "_", "case"]),
    ],
)
def test_words_of(text: str, wanted: list[str]) -> None:
    assert surfaces(split_words(text)) == wanted


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. Surovikin spoke. He left.", 2),
        ("It rose 3.5 percent in the U.S. last year.", 1),
        ("He lives in the U.S. The rest moved.", 2),
        ("“It is over.” She left.", 2),
        ("What now? No one knew… Then rain.", 3),
        ("One\n\nTwo", 2),
        ("Mr. J. R. Smith of St. Paul, Minn., agreed.", 1),
        ("the end. but lower case goes on.", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


def quoted(text: str) -> str:
    words = split_words(text)
    return " ".join(
        s for s, q in zip(surfaces(words), words.quote.tolist(), strict=True) if QUOTES[q] in ("double", "single")
    )


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "we go" and left', "we go"),
        ("He said “we go” and left", "we go"),
        ("has ‘probably’ been sacked", "probably"),
        ("Ukraine's men don't ask", ""),
        ("the soldiers’ pay wasn’t ‘a lot’ then", "a lot"),
        ("“No,” he said, “it isn’t.”", "No , it isn ’ t ."),
        ('a 6" pipe was laid', ""),
        ("so «so» so", "so"),
        ("'It's fine,' she said", "It ' s fine ,"),
    ],
)
def test_quotation(text: str, inside: str) -> None:
    assert quoted(text) == inside


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("So it was this week.The minister left on May 15.He said no.", ["So", "The", "He"]),
        ('He said: "That is it."Later he left.', ["He", "Later"]),
        ('They were late."We go", he said.', ["They", '"']),
        ("They were late.“We go,” he said.”Then", ["They", "“", "Then"]),
        ("It joined NATO.The talks with Putin.He left St.Petersburg.Mr.Smith too.", ["It", "The", "He", "Mr"]),
        ("It closed (for good).Nobody came!Nobody left.", ["It", "Nobody", "Nobody"]),
        ("At 5 p.m.Then Node.js, U.S.Steel, e.g.This and J.K.Rowling, No.5.", ["At"]),
        ("See example.com and v2.0 or 3.5B of it.", ["See"]),
    ],
)
def test_a_sentence_opens_where_its_space_was_lost(text: str, opens: list[str]) -> None:
    words = split_words(text)
    assert [text[words.start[i] : words.end[i]] for i in range(len(words)) if words.first[i]] == opens


def test_quotation_ends_with_its_paragraph() -> None:
    assert quoted("“We go on.\n\nNext paragraph") == "We go on ."


def test_gaps() -> None:
    assert [GAPS[g] for g in split_words("a b.\r\n\r\nc").gap.tolist()] == ["paragraph", "space", "glued", "paragraph"]


def test_a_line_of_a_million_characters_is_one_word() -> None:
    words = split_words("x" * 1_000_000)
    assert (words.start.tolist(), words.end.tolist()) == ([0], [1_000_000])
