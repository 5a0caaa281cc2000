"""The desk in Chromium: each page's story, accessibility, and an article that means harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.serve.bridge import ATTACK, QUESTION, keys_of

pytestmark = pytest.mark.browser

Open = Callable[..., tuple[Any, list[str]]]
PATHS = (
    "/", "/questions", f"/question/{QUESTION}", "/articles", "/sources", "/source?name=Ana+Ruiz", "/search?q=bridge",
    "/predictions", "/map", "/review", "/add", "/about", f"/origins/{QUESTION}", "/nowhere",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(show: Open, address: str, ledger: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, _ = show("/", color_scheme=scheme)
    key = keys_of(ledger)["Bridge to reopen"]
    found = {}
    for path in (*PATHS, f"/article/{key}", f"/article/{key}/audit"):
        page.goto(address + path)
        told = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        for one in told.response["violations"]:
            found[f"{path} {one['id']}"] = [node["html"][:160] for node in one["nodes"]][:4]
    assert not found


@pytest.mark.parametrize("width", [320, 390, 768, 1920])
def test_no_page_scrolls_sideways(show: Open, address: str, width: int, ledger: Path) -> None:
    page, wrong = show("/")
    page.set_viewport_size({"width": width, "height": 800})
    key = keys_of(ledger)["Bridge to reopen"]
    for path in (*PATHS[:-1], f"/article/{key}"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    assert not wrong


def test_an_article_that_means_harm_shows_as_text(show: Open, address: str, ledger: Path) -> None:
    page, wrong = show("/")
    keys = keys_of(ledger)
    bad = next(key for words, key in keys.items() if key.startswith("a1:") and words.startswith("<script>"))
    for path in (f"/article/{bad}", "/articles", "/search", "/sources", f"/article/{bad}/audit", "/review?skip=1", "/"):
        page.goto(address + path)
        assert page.title() != "owned"
        assert page.locator("main img, main svg[onload], main script").count() == 0
        hrefs = page.evaluate("[...document.links].map(link => link.protocol)")
        assert set(hrefs) <= {"http:", "https:"}
    page.goto(f"{address}/article/{bad}")
    shown = page.locator("h1").inner_text()
    assert shown.startswith("<script>document.title='owned'</script>")
    assert "{{ 7*191 }}" in shown
    assert "1337" not in page.content()
    assert "\u202e" not in page.locator("main").inner_text()
    assert ATTACK[:30] in page.locator(".line").inner_text()
    assert not wrong


def test_keys_lead_through_the_desk(show: Open, address: str) -> None:
    page, _ = show("/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "ask"
    page.keyboard.type("bridge")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=bridge")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".at-hand").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/questions")
    page.keyboard.press("?")
    assert page.locator("dialog.keys").is_visible()


def test_from_today_to_the_words_that_are_disputed(show: Open) -> None:
    page, wrong = show("/")
    page.click("text=The bridge at Tarn is safe")
    page.wait_for_url("**/question/q1:*")
    marks = page.locator(".mark")
    assert marks.count() == 4
    page.locator(".mk-no").first.focus()
    page.keyboard.press("Enter")
    target = page.evaluate("document.querySelector(':target')?.innerText")
    assert "safe" in target
    page.locator(":target .where").click()
    page.wait_for_url("**/article/a1:*")
    page.wait_for_selector(".card.held")
    assert not wrong


def test_filters_of_the_search_send_themselves(show: Open) -> None:
    page, _ = show("/search?q=bridge")
    page.click("label:has-text('denies')")
    page.wait_for_url("**force=denies*")
    assert "outlet=" not in page.url
    assert page.locator(".hit").count() == 1


def test_selected_words_get_a_link_of_their_own(show: Open, address: str, ledger: Path) -> None:
    page, _ = show(f"/article/{keys_of(ledger)['Bridge to reopen']}")
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
          while (!walker.nextNode().data.includes('has stood'));
          const at = walker.currentNode.data.indexOf('has stood');
          getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + 9);
        }"""
    )
    page.click("[data-copy-link]")
    page.wait_for_url("**?at=*")
    page.reload()
    assert page.locator("mark.at").all_inner_texts() == ["has stood"]


def test_review_goes_by_keys_and_can_be_undone(show: Open) -> None:
    page, wrong = show("/review")
    first = page.locator("form.decide").get_attribute("action")
    page.keyboard.press("x")
    page.wait_for_url("**what=reject*")
    assert page.locator("form.decide").get_attribute("action") != first
    page.keyboard.press("z")
    page.wait_for_url("**what=undo*")
    assert page.locator("form.decide").get_attribute("action") == first
    page.keyboard.press("s")
    page.wait_for_url("**skip=1*")
    assert not wrong


def test_review_takes_other_words_from_a_selection(show: Open, address: str, ledger: Path) -> None:
    key = keys_of(ledger)["that the bridge was safe"]
    page, wrong = show(f"/review/{key}")
    page.evaluate(
        """() => {
          const words = 'that the bridge was safe';
          const node = [...document.querySelectorAll('.context .line *')].find(one => one.textContent === words);
          getSelection().setBaseAndExtent(node.firstChild, 5, node.firstChild, 24);
        }"""
    )
    page.keyboard.press("3")
    assert page.locator(".context .m-content").all_inner_texts() == ["the bridge was safe"]
    page.keyboard.press("c")
    page.wait_for_url("**what=correct*")
    page.goto(f"{address}/search?verdict=corrected")
    assert page.locator(".hit-words").all_inner_texts() == ["the bridge was safe"]
    assert not wrong


def test_a_pasted_text_and_a_dropped_file_are_read_while_one_looks(show: Open, tmp_path: Path) -> None:
    page, wrong = show("/add")
    page.fill("#p-text", "The ferry will sail on Friday, Captain Eva Holm said.")
    page.fill("#p-title", "Ferry to sail")
    page.click("text=Read it")
    page.wait_for_selector(".job.is-done:has-text('Ferry to sail')", timeout=60_000)
    assert "Eva Holm" in page.locator(".job").first.inner_text()
    file = tmp_path / "harbor.txt"
    file.write_text("The harbor is full, the harbor master said on Tuesday.")
    page.set_input_files("#files", str(file))
    page.wait_for_selector(".job.is-done:has-text('harbor.txt')", timeout=60_000)
    page.click(".job:has-text('harbor.txt') a")
    page.wait_for_url("**/article/a1:*")
    assert "harbor master" in page.locator(".text").inner_text()
    assert not wrong


def test_pages_work_without_a_script(show: Open, address: str) -> None:
    page, _ = show("/", java_script_enabled=False)
    page.click("text=The bridge at Tarn is safe")
    assert page.locator(".quote").count() == 4
    page.goto(f"{address}/review")
    page.click("button:has-text('Accept')")
    assert "Accepted." in page.content()
