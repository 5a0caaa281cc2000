"""The page in Chromium: what an editor points at, taps and presses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sayso.records import Reading

pytestmark = pytest.mark.browser

Open = Callable[..., tuple[Any, list[str]]]  # of conftest: the page, and what it asked for or complained about
Gold = Callable[[str], Reading]


def test_a_card_lights_its_text_and_text_its_card(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    page.hover("#r0-k2 .who")
    lit = page.evaluate("[...document.querySelectorAll('.line .lit')].map(piece => piece.textContent).join('')")
    assert lit == (
        '"We will probably close the line by the end of March,"Marta Lindqvist, head of the Norhaven harbour boardtold'
        '"and no one will miss it."'
    )
    edge = page.evaluate("[...document.querySelectorAll('.card')].map(card => getComputedStyle(card).boxShadow)")
    assert [number for number, shadow in enumerate(edge) if shadow != "none"] == [2]
    page.hover("text=has decided")
    assert page.evaluate("[...document.querySelectorAll('.card.lit')].map(card => card.id)") == ["r0-k1"]
    page.mouse.move(2, 2)
    assert page.locator(".lit").count() == 0


LIT = "[...document.querySelectorAll('.card.lit')].map(card => card.id)"


def test_a_line_ties_the_lit_text_to_its_card(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    assert page.locator(".tie path").count() == 0
    page.hover("text=did not say")
    ends = page.evaluate(
        """() => {
          const [path, text] = ['.tie path', '.text'].map(name => document.querySelector(name));
          const box = path.getBoundingClientRect();
          const cue = document.querySelector('[aria-controls=r0-k3]').getBoundingClientRect();
          const card = document.getElementById('r0-k3').getBoundingClientRect();
          return {from: box.left - cue.right, to: box.right - card.left,
                  under: path.getPointAtLength(0).y + text.getBoundingClientRect().top - cue.bottom};
        }"""
    )
    assert abs(ends["from"]) < 2
    assert abs(ends["to"]) < 2
    assert abs(ends["under"]) < 3


def test_a_source_of_two_cues_lights_both_claims(show: Open, gold: Gold) -> None:
    page, _ = show(gold("kherson"))
    page.hover("text=Iryna Vereshchuk, Ukrainian deputy prime minister")
    names = page.evaluate("[...document.querySelectorAll('.card.lit .said')].map(cue => cue.textContent)")
    assert sorted(names) == ["claiming", "warned of"]


def test_nested_claims_are_marked_within_their_parents_and_indented(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    inner, outer = page.evaluate(
        """() => ['the old ferry', 'that '].map(words => {
          const piece = [...document.querySelectorAll('.line .content')].find(p => p.textContent.startsWith(words));
          const style = getComputedStyle(piece);
          return {back: style.backgroundColor, shadow: style.boxShadow, claims: piece.dataset.c};
        })"""
    )
    assert inner["claims"] == "1 0"
    assert outer["claims"] == "0"
    assert inner["back"] != outer["back"]
    assert inner["shadow"] != "none"
    assert outer["shadow"] == "none"
    left = page.evaluate("['r0-k0', 'r0-k1'].map(id => document.getElementById(id).getBoundingClientRect().left)")
    assert left[1] > left[0] + 10


def test_a_tap_on_a_phone_brings_the_card_up_and_another_tap_lets_go(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour, width=390, has_touch=True, is_mobile=True)
    assert page.locator(".card:visible").count() == 0
    before = page.evaluate("scrollY")
    page.locator("text=did not say >> nth=0").scroll_into_view_if_needed()
    page.tap("text=did not say")
    assert page.evaluate(LIT) == ["r0-k3"]
    box = page.locator("#r0-k3").bounding_box()
    assert box
    assert box["x"] == 0
    assert box["width"] == 390
    assert abs(box["y"] + box["height"] - 900) < 1  # at the foot of the screen
    assert before >= 0
    page.tap(".status")
    assert page.locator(".lit").count() == 0
    assert page.locator(".card:visible").count() == 0


@pytest.mark.parametrize(("words", "card"), [("has decided", "r0-k1"), ("The ferry has run", "r0-k4")])
def test_nested_and_outlets_claims_come_up_alike(words: str, card: str, show: Open, harbour: Reading) -> None:
    page, _ = show(harbour, width=390, has_touch=True, is_mobile=True)
    page.tap(f".line :text('{words}')")
    box = page.locator(f"#{card}").bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, 390)
    assert abs(box["y"] + box["height"] - 900) < 1
    assert box["height"] > 40


def test_what_is_lit_has_the_hue_of_its_speaker(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    background = """words => getComputedStyle([...document.querySelectorAll('.line span')]
      .find(piece => piece.textContent.startsWith(words))).backgroundColor"""
    page.hover("#r0-k1 .who")
    inner = page.evaluate(background, "the old ferry")
    assert page.evaluate(background, "has decided") == inner
    page.hover("#r0-k0 .who")
    outer = page.evaluate(background, "that ")
    assert page.evaluate(background, "the old ferry") == page.evaluate(background, "has decided") == outer != inner


def test_on_a_phone_the_cards_of_a_paragraph_unfold(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour, width=390, has_touch=True, is_mobile=True)
    page.tap(".fold >> nth=0")
    assert page.locator(".card:visible").count() == 2
    assert page.get_attribute(".fold >> nth=0", "aria-expanded") == "true"
    page.tap("text=has decided >> nth=0")
    assert page.evaluate("getComputedStyle(document.getElementById('r0-k1')).position") == "relative"


def test_the_keyboard_reaches_cards_and_text(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    stops = page.evaluate("[...document.querySelectorAll('.line [tabindex]')].map(stop => stop.textContent)")
    assert stops == ["said", "has decided", "told", "did not say", "The ferry has run since 1931", "is feared"]
    page.focus("[aria-controls=r0-k3]")
    assert page.locator("#r0-k3.lit").count() == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "r0-k3"
    assert page.get_attribute("#r0-k3", "aria-label") == "Claim c4: Marta Lindqvist did not say"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-controls')") == "r0-k3"
    page.keyboard.press("Escape")
    assert page.locator(".lit").count() == 0


def test_a_nested_card_leads_to_its_parent(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    page.click("#r0-k1 .inside")
    assert page.evaluate("document.activeElement.id") == "r0-k0"


def test_the_legend_filters(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    page.click(".pick:has-text('Marta Lindqvist')")
    assert page.locator(".card:visible").count() == 2
    assert page.get_attribute(".pick:has-text('Marta Lindqvist')", "aria-pressed") == "true"
    page.click(".pick:has-text('Two port officials')")
    assert page.locator(".card:visible").count() == 3
    assert page.inner_text(".status") == "3 of 6 claims shown"
    page.click(".pick:has-text('Marta Lindqvist')")
    page.click(".pick:has-text('Two port officials')")
    assert page.locator(".card:visible").count() == 6
    assert page.inner_text(".status") == "6 claims"


def test_filters_join_within_a_row_and_meet_across_rows(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    page.click(".more summary")
    shown = "[...document.querySelectorAll('.card')].filter(card => card.offsetParent).map(card => card.id)"
    page.click("[data-facet=f][data-value=says]")
    page.click("[data-facet=f][data-value=declines]")
    assert page.evaluate(shown) == ["r0-k0", "r0-k3"]
    page.click("[data-facet=r][data-value=named-person]")
    assert page.evaluate(shown) == ["r0-k3"]
    stops = "[...document.querySelectorAll('.line [tabindex=\"0\"]')].map(stop => stop.textContent)"
    assert page.evaluate(stops) == ["did not say"]
    page.click(".clear")
    assert page.locator(".card:visible").count() == 6
    assert page.locator(".clear").is_hidden()
    page.click("[data-facet=v][data-value=none]")
    assert page.evaluate(shown) == ["r0-k5"]
    page.click("[data-facet=v][data-value=none]")
    page.click("[data-facet=x][data-value=hedged]")
    assert page.evaluate(shown) == ["r0-k2"]


def test_filters_work_from_the_keyboard(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    page.focus(".more summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.value") == "source"
    page.keyboard.press("Space")
    assert page.get_attribute("[data-facet=v][data-value=source]", "aria-pressed") == "true"
    assert page.locator(".card:visible").count() == 4


def test_the_outlets_own_voice_goes_and_comes_back(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    line = (
        "getComputedStyle([...document.querySelectorAll('.line span')].find(p => p.textContent.startsWith('The ferry'))"
    )
    assert "underline" in page.evaluate(f"{line}).textDecorationLine")
    page.focus(".switch")
    page.keyboard.press("Space")
    assert page.get_attribute(".switch", "aria-checked") == "false"
    assert page.locator(".card:visible").count() == 5
    assert page.evaluate(f"{line}).textDecorationLine") == "none"
    soft = page.evaluate("getComputedStyle(document.querySelector('.line')).color")
    assert page.evaluate(f"{line}).color") == soft  # not dimmed: the text is whole, only its mark is gone
    assert page.locator(".filtered").count() == 0
    page.click(".switch")
    assert page.locator(".card:visible").count() == 6


def test_the_keyboard_goes_through_the_text_claim_by_claim(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    page.focus(".up")
    seen = []
    for _ in range(7):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent"))
    assert seen == [
        "said", "has decided", "inside c1", "told", "did not say", "The ferry has run since 1931", "is feared"
    ]  # fmt: skip


def test_escape_in_a_card_leads_back_to_the_text(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    page.focus("[aria-controls=r0-k3]")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-controls')") == "r0-k3"
    assert page.locator(".lit").count() == 0


def test_steps_go_from_claim_to_claim_of_those_shown(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    page.click(".pick:has-text('Marta Lindqvist')")
    for expected in ("r0-k2", "r0-k3", "r0-k3"):
        page.click("[data-by='1']")
        assert page.evaluate(LIT) == [expected]
    page.click("[data-by='-1']")
    assert page.evaluate(LIT) == ["r0-k2"]


def test_a_dated_prediction_leads_to_its_card(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour)
    page.click(".pick:has-text('Two port officials')")
    page.click(".jump")
    assert page.evaluate("document.activeElement.id") == "r0-k2"
    assert page.locator("#r0-k2").is_visible()
