"""The page in Chromium: how it is laid out, and what an attacker does not get."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from sayso.records import Article, Claim, Cue, Reading, Source, Span

pytestmark = pytest.mark.browser

Open = Callable[..., tuple[Any, list[str]]]  # of conftest: the page, and what it asked for or complained about
Gold = Callable[[str], Reading]

TEXT_IN_DOM = """() => [...document.querySelectorAll('.reading')].map(reading => {
  const copy = reading.cloneNode(true);
  for (const hid of copy.querySelectorAll('.hid')) {
    hid.textContent = '\\u27ea' + hid.dataset.char + '\\u27eb';
  }
  return [...copy.querySelectorAll('.line')].map(line => line.textContent).join('');
})"""
MARKED = "\u27ea{:X}\u27eb"


def _dense() -> Reading:
    """Fifty paragraphs with three claims each, the first paragraph far too short for its cards."""
    sentence = "The clerk said the bridge was shut"
    lines = [
        ". ".join([sentence] * 3) + "." + " More of the town's own words follow here." * (n % 4) for n in range(50)
    ]
    text = "\n\n".join(lines)
    claims: list[Claim] = []
    at = text.find(sentence)
    while at >= 0:
        claims.append(
            Claim(
                id=f"c{len(claims) + 1}",
                content=(Span.of(text, at + 15, at + 34),),
                confidence=0.8,
                source=Source(spans=(Span.of(text, at, at + 9),), name=f"Clerk {len(claims) % 7}"),
                cue=Cue(span=Span.of(text, at + 10, at + 14), lemma="say"),
            )
        )
        at = text.find(sentence, at + 1)
    return Reading(reader="r", article=Article(text=text, title="A long day at the bridge"), claims=tuple(claims))


def test_it_asks_nothing_and_complains_of_nothing(show: Open, harbour: Reading, bare: Reading) -> None:
    page, noise = show(harbour, bare)
    page.hover(".card >> nth=0")
    page.click(".pick >> nth=0")
    page.emulate_media(media="print")
    assert noise == []


def test_attacks_do_not_run(show: Open, attack: Reading) -> None:
    page, noise = show(attack)
    page.hover(".card")
    page.click(".line")
    page.wait_for_function("document.readyState === 'complete'")
    assert noise == []
    assert page.title() != "owned"
    assert page.evaluate("document.querySelectorAll('img, script:not(:last-of-type), [onerror], [onload]').length") == 0


def test_the_policy_stops_what_escaping_might_miss(show: Open, bare: Reading) -> None:
    page, noise = show(bare)
    page.evaluate(
        """() => {
          const bad = document.createElement('div');
          bad.innerHTML = '<img src="x.png" onerror="window.ran = 1"><b onclick="window.ran = 1">x</b>';
          document.querySelector('.line').append(bad);
          bad.querySelector('b').click();
        }"""
    )
    assert page.evaluate("window.ran") is None
    assert sum("Content Security Policy" in line for line in noise) >= 3  # the picture and the two handlers


def test_the_text_is_the_articles(show: Open, harbour: Reading, attack: Reading) -> None:
    page, _ = show(harbour, attack)
    whole, marked = page.evaluate(TEXT_IN_DOM)
    assert whole == harbour.article.text
    expected = attack.article.text
    for character in "\u202e\x1b\x00\u2066\u2028\ud800\u200f":
        expected = expected.replace(character, MARKED.format(ord(character)))
    assert marked == expected


@pytest.mark.parametrize("width", [1400, 1000, 380])
def test_cards_stand_beside_their_paragraph_and_never_overlap(width: int, show: Open) -> None:
    page, _ = show(_dense(), width=width)
    page.evaluate("document.querySelectorAll('.fold').forEach(fold => fold.offsetParent && fold.click())")
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.card')].map(card => {
          const box = card.getBoundingClientRect();
          const row = card.closest('.row').getBoundingClientRect();
          const line = card.closest('.row').querySelector('.line').getBoundingClientRect();
          return {top: box.top, bottom: box.bottom, left: box.left, right: box.right,
                  rowTop: row.top, rowBottom: row.bottom, lineRight: line.right, lineBottom: line.bottom};
        })"""
    )
    assert len(boxes) == 150
    for one, following in pairwise(boxes):
        assert one["bottom"] <= following["top"]
    for box in boxes:
        assert box["rowTop"] - 1 <= box["top"] < box["bottom"] <= box["rowBottom"] + 1
        assert box["left"] >= box["lineRight"] if width >= 1000 else box["top"] >= box["lineBottom"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_is_wider_than_the_screen(width: int, show: Open, attack: Reading, gold: Gold) -> None:
    page, _ = show(gold("kherson"), attack, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    page.evaluate("document.querySelectorAll('.fold').forEach(fold => fold.offsetParent && fold.click())")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_for_print_shows_every_card_and_no_control(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour, width=700)
    page.emulate_media(media="print")
    assert page.locator(".card:visible").count() == 6
    assert page.locator("button:visible:not(.pick)").count() == 0


CONTRAST = """() => {
  const rgb = (color) => {
    const pen = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d');
    pen.fillStyle = color; pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
  };
  const text = [...document.querySelectorAll('.line span, .card *, .head *, .bar-top *, .made *, .refusals *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && !e.closest('.sr'));
  return Math.min(...text.map(e => {
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_that_of_wcag_aa(scheme: str, show: Open, harbour: Reading) -> None:
    page, _ = show(harbour, color_scheme=scheme)
    assert page.evaluate(CONTRAST) >= 4.5
    page.focus("#r0-k2")
    assert page.evaluate(CONTRAST) >= 4.5
    page.click(".more summary")
    page.click("[data-facet=f][data-value=says]")
    assert page.evaluate(CONTRAST) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_holds_for_every_speakers_hue(scheme: str, show: Open, gold: Gold) -> None:
    page, _ = show(gold("kherson"), color_scheme=scheme)
    assert page.evaluate(CONTRAST) >= 4.5


@pytest.mark.parametrize("width", [1400, 390])
def test_controls_are_large_enough_to_hit(width: int, show: Open, gold: Gold) -> None:
    page, _ = show(gold("kherson"), width=width)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    heights = page.evaluate(
        "[...document.querySelectorAll('button, summary')].filter(e => e.offsetParent).map(e => e.offsetHeight)"
    )
    assert len(heights) > 20
    assert min(heights) >= 24  # CSS pixels: WCAG 2.2, success criterion 2.5.8


def test_without_its_script_the_page_shows_every_card_and_no_dead_control(show: Open, harbour: Reading) -> None:
    page, _ = show(harbour, width=390, java_script_enabled=False)
    assert page.locator(".card:visible").count() == 6
    assert page.locator(".fold:visible, .bar-top:visible").count() == 0
