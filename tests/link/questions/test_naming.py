from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.questions.naming import LONGEST, clearest, wording
from sayso.link.questions.records import Member


def member(content: str, **told: object) -> Member:
    return Member(key="k1:0", content=content, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "told", "name"),
    [
        ("that the ferry line will close", {}, "The ferry line will close"),
        ("“The ferry line will close,”", {}, "The ferry line will close"),
        ("The line closes. Nobody knows why", {}, "The line closes"),
        ("Governor J. Q. Holm closed the line", {}, "Governor J. Q. Holm closed the line"),
        ("to close the line", {"cue": "promised", "speaker": "Eva Holm"}, "Eva Holm promised to close the line"),
        ("closing the line", {"cue": "is against", "speaker": "Eva Holm"}, "Eva Holm is against closing the line"),
        ("On Monday the line closed", {"cue": "said", "speaker": "Eva Holm"}, "On Monday the line closed"),
        ("the line is “a disgrace", {}, "The line is a disgrace"),
        (
            "Holm of closing it",
            {"cue": "has accused", "speaker": "The union"},
            "The union has accused Holm of closing it",
        ),
        ("a strike", {"cue": "calls for", "speaker": "The union"}, "The union calls for a strike"),
        ("that Holm will close it", {"cue": "is opposed on", "speaker": "The union"}, "Holm will close it"),
        ("Leave it open", {"cue": "urged", "speaker": "The union", "form": "direct"}, "Leave it open"),
        ("the line closes", {"cue": "said in", "speaker": "Eva Holm"}, "The line closes"),
    ],
)
def test_contents_become_sentences(content: str, told: dict[str, object], name: str) -> None:
    assert wording(member(content, **told)) == name


@given(st.text(max_size=400))
def test_any_content_gets_a_name_that_is_not_too_long(content: str) -> None:
    assert len(wording(member(content, cue="said", speaker="Eva Holm"))) <= LONGEST


@pytest.mark.parametrize(
    ("clear", "other"),
    [
        (member("that Norhaven closes the ferry line"), member("that Norhaven does not close the ferry line")),
        (member("that Norhaven closes the ferry line"), member("that it closes the ferry line")),
        (member("that Norhaven closes the ferry line"), member("closing the ferry line")),
        (member("that Norhaven closes the ferry line"), member("that Norhaven may close the line", hedges="may")),
        (member("that Norhaven closes the ferry line"), member("of the line", force="declines")),
        (member("that Norhaven closes the ferry line"), member("Norhaven closes the line " + "and so on " * 20)),
    ],
)
def test_the_clearest_wording_names_the_question(clear: Member, other: Member) -> None:
    assert clearest([clear, other], [0.5, 0.5]) == 0
    assert clearest([other, clear], [0.5, 0.5]) == 1
