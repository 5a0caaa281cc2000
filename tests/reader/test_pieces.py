"""Our word pieces are those of the library that the base model was trained with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.network import MODELS
from sayso.reader.pieces import Pieces
from sayso.reader.words import split_words

tokenizers = pytest.importorskip("tokenizers")
VOCABULARY = MODELS / "vocabulary.txt"


@pytest.fixture(scope="module")
def ours() -> Pieces:
    return Pieces(VOCABULARY.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def theirs() -> object:
    return tokenizers.BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)


@given(text=st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=40))
def test_pieces_agree_with_the_tokenizers_library(ours: Pieces, theirs: object, text: str) -> None:
    words = split_words(text)
    for a, b in zip(words.start.tolist(), words.end.tolist(), strict=True):
        word = text[a:b]
        wanted = theirs.encode(word, add_special_tokens=False).ids  # type: ignore[attr-defined]
        if wanted:
            assert list(ours.of(word)) == wanted, word


@pytest.mark.parametrize("word", ["Zelenskyy", "counteroffensive", "naïve", "İstanbul", "x" * 101, "😀", "日"])
def test_a_word_has_pieces(ours: Pieces, word: str) -> None:
    assert len(ours.of(word)) >= 1


def test_a_very_long_word_is_one_unknown_piece(ours: Pieces) -> None:
    assert ours.of("x" * 100_000) == ours.of("😀" * 200)


def test_long_words_are_not_kept(ours: Pieces) -> None:
    before = ours._known.cache_info().currsize
    for letter in "abc":
        ours.of(letter * 1_000_000)
    assert ours._known.cache_info().currsize == before
