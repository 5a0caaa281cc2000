"""The terminal table."""

from __future__ import annotations

import dataclasses
import re
import unicodedata

import pytest

from sayso.export.cells import cells, padded, wrapped
from sayso.export.table import to_table
from sayso.export.visible import ON_TERMINALS, one_line, shown
from sayso.records import Article, Claim, Reading, Span

STYLE = re.compile(r"\x1b\[[0-9;]*m")


def test_heading_counts_what_an_editor_asks_for(harbour: Reading) -> None:
    lines = to_table(harbour, width=120, color=False).splitlines()
    assert lines[:5] == [
        "Ferry “not worth saving”",
        "harbour · The Norhaven Post · 2023-02-08",
        "71 words · 6 claims (1 in the outlet’s own voice) · "
        "3 sources (1 named person, 1 named organization, 1 anonymous)",
        "84 % of the text attributed, 8 % the outlet’s own · "
        "1 hedged (“probably”) · 1 prediction with a date · 1 refusal",
        "due 2023-03-31: c3 Marta Lindqvist",
    ]


def test_wide_terminals_get_hanging_columns(harbour: Reading) -> None:
    lines = to_table(harbour, width=120, color=False).splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("c1"))
    column = lines[first].index("that the harbour")
    assert lines[first].index("Two port officials") < lines[first].index("said") < column
    assert lines[first].endswith("0.93")
    assert lines[first - 1].endswith("  Conf")
    assert lines[first + 1][:column].isspace()
    assert lines[first + 2].strip() == "says · anonymous source · mixed · past"
    assert lines[first + 3].strip() == "said “on Tuesday” (2023-02-07)"


def test_nested_claims_hang_on_a_branch_and_splits_are_joined(harbour: Reading) -> None:
    text = to_table(harbour, width=400, color=False)
    assert re.search(r"^└ c2 +the harbour board → Norhaven harbour board +has decided", text, re.MULTILINE)
    assert re.search(r"^c4 +She → Marta Lindqvist +did not say +who would pay", text, re.MULTILINE)
    assert "declines · negated · named person · indirect" in text
    assert 'of March," … "and no one' in text
    assert "certainty “probably” → likely, 55–80 %" in text
    assert "about “by the end of March” (… – 2023-03-31) · due 2023-03-31" in text
    assert "place Tarn, NO (61.20° N, 4.90° E)" in text
    assert "No source given" in text


def test_refusals_close_the_table(harbour: Reading) -> None:
    end = to_table(harbour, width=100, color=False).splitlines()[-2:]
    assert end[0] == "Refusals"
    assert end[1].startswith("too-deep (nesting) a fifth level at ")


@pytest.mark.parametrize("width", [24, 40, 80, 99, 100, 140])
def test_no_line_is_wider_than_the_terminal(width: int, harbour: Reading, attack: Reading) -> None:
    for reading in (harbour, attack):
        for line in to_table(reading, width=width, color=False).splitlines():
            assert cells(line) <= width


def test_color_adds_styles_and_changes_no_word(harbour: Reading) -> None:
    for width in (60, 120):
        plain = to_table(harbour, width=width, color=False)
        styled = to_table(harbour, width=width, color=True)
        assert "\x1b" not in plain
        assert [line.rstrip() for line in STYLE.sub("", styled).splitlines()] == plain.splitlines()


def test_the_outlets_own_statements_follow_by_themselves_and_dim(harbour: Reading) -> None:
    lines = to_table(harbour, width=120, color=True).splitlines()
    own = next(number for number, line in enumerate(lines) if "Outlet’s own voice" in line)
    assert own > next(number for number, line in enumerate(lines) if "is feared" in line)
    assert lines[own + 1] == "\x1b[2mc5   The ferry has run since 1931  0.70\x1b[0m"


def test_what_is_nested_in_the_outlets_own_goes_with_it(harbour: Reading) -> None:
    outlet = dataclasses.replace(harbour.claims[4], id="c1")
    nested = dataclasses.replace(harbour.claims[3], id="c2", parent="c1")
    for width in (60, 120):
        text = to_table(dataclasses.replace(harbour, claims=(outlet, nested)), width=width, color=False)
        assert text.index("Outlet’s own voice\n") < text.index("c1 ") < text.index("└ c2 0.72 She → Marta Lindqvist")


@pytest.mark.parametrize("color", [False, True])
def test_hostile_text_is_shown_and_never_acts(color: bool, attack: Reading) -> None:
    for width in (60, 150):
        text = STYLE.sub("", to_table(attack, width=width, color=color))
        assert not ON_TERMINALS.search(text.replace("\n", ""))
    wide = to_table(attack, width=2000, color=False)
    assert "⟨U+202E⟩gpj.exe⟨U+001B⟩[2J⟨U+0000⟩" in wide


def test_line_ends_in_a_content_are_marked() -> None:
    text = "one\r\ntwo\n\n three"
    claim = Claim(id="c1", content=(Span.of(text, 0, len(text)),), confidence=1.0)
    reading = Reading(reader="r", article=Article(text=text), claims=(claim,))
    assert "one ⏎ two ⏎ three" in to_table(reading, width=100, color=False)


def test_a_reading_without_claims_is_a_heading(bare: Reading) -> None:
    empty = dataclasses.replace(bare, claims=())
    assert to_table(empty, width=80, color=False) == "Untitled article\n2 words · 0 claims · 0 sources\n"


def test_parents_that_are_missing_or_circular_do_no_harm(bare: Reading) -> None:
    claim = bare.claims[0]
    claims = (
        dataclasses.replace(claim, parent="c9"),
        dataclasses.replace(claim, id="c2", parent="c2"),
        dataclasses.replace(claim, id="c3", parent="c2"),
    )
    text = to_table(dataclasses.replace(bare, claims=claims), width=100, color=False)
    assert [line.split()[0] for line in text.splitlines()[-3:]] == ["c1", "c2", "└"]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("東京", 4),
        ("e\u0301", 1),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("🙂", 2),
        ("☂\ufe0f", 2),
        ("", 0),
        ("ﬁ", 1),
    ],
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width
    assert cells(padded(text, 10)) == 10


def test_wrapping_never_parts_a_letter_from_its_marks() -> None:
    word = "e\u0301" * 10
    lines = wrapped(word, 3)
    assert "".join(lines) == word
    assert not any(unicodedata.combining(line[0]) for line in lines)
    assert wrapped("東京タワー", 4) == ["東京", "タワ", "ー"]
    assert wrapped("", 5) == [""]


def test_shown_and_one_line() -> None:
    assert shown("a\nb\x07") == "a⟨U+000A⟩b⟨U+0007⟩"
    assert one_line(" a\t b\r\n\r\nc\u2029 ") == "a b c⟨U+2029⟩"
