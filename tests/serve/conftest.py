"""A ledger with the news of bridge.py, a desk over it, and a browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from sayso.ledger.store import Store
from sayso.serve.app import build
from sayso.serve.desk import Desk
from tests.serve.bridge import HOST, TOKEN, ask_question, readings


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    with Store(path) as store:
        for one in readings():
            store.put(one)
        store.flush()
        ask_question(store)
    return path


@pytest.fixture
def client(ledger: Path) -> Iterator[TestClient]:
    desk = Desk(ledger=ledger, token=TOKEN, reviewer="ada", most_requests=10_000)
    with TestClient(build(desk), base_url=HOST, follow_redirects=False) as made:
        yield made


Open = Callable[..., tuple[Any, list[str]]]


@pytest.fixture
def address(ledger: Path) -> Iterator[str]:
    """A desk that runs, for a browser."""
    config = uvicorn.Config(build(Desk(ledger=ledger, reviewer="ada", most_requests=10_000)), port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def show(chromium: Any, address: str) -> Iterator[Open]:
    """Opens a path of the desk; gives the page, and what it asked of other hosts or complained about."""
    contexts = []

    def opened(path: str, **options: Any) -> tuple[Any, list[str]]:
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        page, wrong = context.new_page(), list[str]()
        page.on("console", lambda told: wrong.append(told.text) if told.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url))
        page.goto(address + path)
        return page, wrong

    yield opened
    for context in contexts:
        context.close()
