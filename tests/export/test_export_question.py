from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.export.question_page import to_question_page
from sayso.export.timeline import Mark, Page, Step, timeline_svg

MARK = Mark(
    day="2026-03-02",
    lane="Eva Holm",
    position="yes",
    cue="said",
    content="the ferry sank",
    sure=None,
    outlet="Post",
    published="2026-03-03",
    title="A ferry sank",
    url="https://post.example/1",
    claim="k1:0",
)
PAGE = Page(key="q1:0", wording="The ferry sank", marks=(MARK,), steps=())
SVG = "{http://www.w3.org/2000/svg}"


def _drawn(page: Page) -> ElementTree.Element:
    return ElementTree.fromstring(timeline_svg(page))


def test_height_and_side_tell_position_and_certainty() -> None:
    found = {}
    for position in ("yes", "hedged yes", "hedged no", "no"):
        root = _drawn(replace(PAGE, marks=(replace(MARK, position=position),)))
        (bar,) = [r for r in root.iter(f"{SVG}rect") if r.find(f"{SVG}title") is not None]
        line = next(p for p in root.iter(f"{SVG}path") if p.get("class") == "zero")
        middle = float(re.findall(r"[\d.]+", line.get("d") or "")[1])
        top, tall = float(bar.get("y") or 0), float(bar.get("height") or 0)
        found[position] = (round(middle - top, 1), round(top + tall - middle, 1))
    assert found["yes"][0] > found["hedged yes"][0] > 0 == found["yes"][1]
    assert found["no"][1] > found["hedged no"][1] > 0 == found["no"][0]


def test_a_lane_a_speaker_in_order_and_the_rest_together() -> None:
    marks = tuple(replace(MARK, lane=f"Speaker {n:02}", day=f"2026-03-{n % 28 + 1:02}") for n in range(40))
    labels = [t.text for t in _drawn(replace(PAGE, marks=marks)).iter(f"{SVG}text") if t.text]
    lanes = [label for label in labels if label.startswith(("Speaker", "Others"))]
    assert len(lanes) == 24
    assert lanes[-1] == "Others (17)"


def test_who_moved_has_a_ring_and_days_unknown_are_told() -> None:
    plain = _drawn(PAGE)
    marks = (MARK, replace(MARK, day="2026-03-05", position="no", new=("reversal",)), replace(MARK, day=None))
    turned = _drawn(replace(PAGE, marks=marks))
    rings = [[c for c in root.iter(f"{SVG}circle") if c.get("class") == "turn"] for root in (plain, turned)]
    assert [len(some) for some in rings] == [1, 2]  # one of each in the key
    assert any("1 without a day" in (t.text or "") for t in turned.iter(f"{SVG}text"))


def test_no_marks_draw_an_empty_picture() -> None:
    assert not [r for r in _drawn(replace(PAGE, marks=())).iter(f"{SVG}rect") if r.find(f"{SVG}title") is not None]


@settings(max_examples=40, deadline=None)
@given(told=st.text(max_size=60), lane=st.text(max_size=80))
def test_hostile_words_stay_words(told: str, lane: str) -> None:
    mark = replace(MARK, content=told, lane=lane, cue=told, title=told, outlet=told, url=told)
    page = replace(
        PAGE,
        wording=told,
        marks=(mark,),
        steps=(Step(kind="new fact", speaker=lane, before=(None, told), after=("", told)),),
    )
    whole = to_question_page(page)
    (style,) = re.findall(r"<style>(.*?)</style>", whole, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in whole
    assert "<script" not in whole
    assert "style=" not in whole
    _drawn(page)


def test_only_web_addresses_become_links() -> None:
    assert '<a href="https://post.example/1"' in to_question_page(PAGE)
    bad = to_question_page(replace(PAGE, marks=(replace(MARK, url="javascript:alert(1)"),)))
    assert "<a " not in bad
