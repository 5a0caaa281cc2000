from __future__ import annotations

import pytest

from sayso.link.records import Side
from sayso.link.worth import is_worth, texts


@pytest.mark.parametrize(
    ("text", "force", "worth"),
    [
        ("the report", "denies", False),
        ("it", "says", False),
        ("", None, False),
        ("whether the ferry line will close", "asks", False),
        ("Will the ferry line close?", "asks", False),
        ("the council to close the ferry line", "asks", True),
        ("that the ferry line will close", "says", True),
        ("12 people died", None, True),
        ("\x00\u202e", None, False),
    ],
)
def test_what_asserts_nothing_is_not_compared(text: str, force: str | None, worth: bool) -> None:
    assert is_worth(Side(text=text, force=force)) is worth


def test_source_and_cue_stand_before_the_content() -> None:
    told = texts(Side(text="to  leave\nthe town", source="the mayor", cue="refused"))
    assert (told.alone, told.whole) == ("to leave the town", "the mayor refused to leave the town")
