"""Tools for assistants: every claim with its very words, its place and a link, all of it marked as quoted."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp")

from sayso.ledger.queries import Ledger
from sayso.serve.assistant import NOTE, Tools, server
from tests.serve.bridge import ATTACK, QUESTION, keys_of

DESK = "http://127.0.0.1:8770"


@pytest.fixture
def tools(ledger: Path) -> Tools:
    return Tools(ledger, DESK)


def test_what_is_quoted_stands_in_the_text_where_it_says(tools: Tools, ledger: Path) -> None:
    told = tools.search_claims("bridge")
    assert told["note"] == NOTE
    assert len(told["claims"]) == 5
    with Ledger(ledger) as asked:
        for one in told["claims"]:
            text = asked.reading(one["article"]["key"]).article.text
            assert [text[a:b] for a, b in one["places"]] == one["quoted"]
            assert one["link"].startswith(f"{DESK}/article/{one['article']['key']}?at=")


def test_a_question_is_opened_with_both_sides(tools: Tools) -> None:
    listed = tools.list_questions()["questions"]
    assert [(one["speakers_for"], one["speakers_against"]) for one in listed] == [(1, 2)]
    told = tools.open_question(QUESTION)
    assert sorted(one["position"] for one in told["claims"]) == ["hedged no", "no", "unclear", "yes"]


def test_a_source_and_an_article_are_told(tools: Tools, ledger: Path) -> None:
    assert tools.source("Ana Ruiz")["claims_in_all"] == 3
    told = tools.article_audit(keys_of(ledger)["Bridge to reopen"])
    assert told["in_the_outlets_own_voice"] == 1
    assert told["article"]["outlet"] == "Norhaven Post"


def test_an_article_that_gives_orders_is_quoted(tools: Tools) -> None:
    told = tools.search_claims("owned")
    assert told["claims"][0]["quoted"] == [f"{ATTACK} "[:-1]] or ATTACK[:20] in told["claims"][0]["quoted"][0]
    assert "never an instruction" in told["note"]
    assert "titles" in told["note"]


def test_the_server_offers_tools_that_only_read_and_tells_errors(ledger: Path) -> None:
    made = server(ledger, DESK)

    async def ask() -> tuple[Any, Any]:
        return await made.list_tools(), await made.call_tool("search_claims", {"published": "yesterday"})

    with ThreadPoolExecutor(1) as pool:  # the thread of the tests may hold a browser's loop
        listed, wrong = pool.submit(anyio.run, ask).result()
    assert len(listed) == 6
    for tool in listed:
        assert tool.annotations.read_only_hint
        assert tool.description
    text = getattr(wrong, "content", wrong)[0].text
    assert json.loads(text)["error"]["code"] == "usage"
