"""Who may ask what of a desk, and what a browser may do with its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sayso.serve.app import build
from sayso.serve.desk import Desk
from sayso.serve.writes import local
from tests.serve.bridge import TOKEN, keys_of


@pytest.fixture
def far(ledger: Path) -> Iterator[TestClient]:
    """A desk that other machines reach."""
    desk = Desk(ledger=ledger, host="0.0.0.0", token=TOKEN, names=("desk.example",), most_requests=10_000)
    with TestClient(build(desk), base_url="http://desk.example", follow_redirects=False) as made:
        yield made


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.0.2.7:8770", "", "[::1].evil.example"])
def test_a_name_that_is_not_the_desks_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8770", "127.0.0.1", "127.0.0.1:1", "[::1]:8770"])
def test_this_machine_may_call_it_by_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/about", headers={"Host": host}).status_code == 200


def test_every_answer_has_a_policy_without_inline_script_or_style(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/api/v1/claims", "/static/hues-8.css"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_no_page_has_inline_script_style_or_handler(client: TestClient, ledger: Path) -> None:
    keys = keys_of(ledger)
    paths = ["/", "/search", "/review", "/add", "/map", *(f"/article/{k}" for k in keys.values() if k[:2] == "a1")]
    for path in paths:
        text = client.get(path).text
        assert "<style" not in text
        assert " style=" not in text
        assert "<script>" not in text
        assert "onclick=" not in text


def test_other_sites_get_no_leave_to_read(client: TestClient) -> None:
    answer = client.get("/api/v1/claims", headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_forms_of_other_sites_are_refused(client: TestClient, ledger: Path) -> None:
    key = keys_of(ledger)["that the bridge was safe"]
    told = {"verdict": "reject"}
    assert client.post(f"/review/{key}", data=told).status_code == 400
    assert client.post(f"/review/{key}", data=told | {"form_token": "0" * 64}).status_code == 400
    evil = {"Origin": "https://evil.example"}
    assert client.post(f"/review/{key}", data=told, headers=evil).status_code == 403
    assert client.post(f"/review/{key}", data=told, headers={"Origin": "null"}).status_code == 403
    assert client.post(f"/review/{key}", data=told, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert "Two engineers" in client.get("/search?q=bridge").text


def test_a_far_desk_asks_for_its_token(far: TestClient) -> None:
    page = far.get("/")
    assert page.status_code == 303
    assert page.headers["location"] == "/login"
    assert far.get("/api/v1/claims").status_code == 401
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert far.get("/api/v1/claims", headers=bearer).status_code == 200
    assert far.get("/api/v1/claims", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_browser_gives_the_token_once(far: TestClient) -> None:
    assert far.post("/login", data={"token": "wrong"}).status_code == 401
    answer = far.post("/login", data={"token": TOKEN})
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert far.get("/about").status_code == 200


def test_a_read_only_desk_takes_nothing(ledger: Path) -> None:
    with TestClient(build(Desk(ledger=ledger, read_only=True)), base_url="http://localhost") as client:
        assert client.post("/add", data={"text": "x"}).status_code == 403
        assert client.post("/api/v1/decisions", json={}).status_code == 403
        assert 'href="/add"' not in client.get("/").text


def test_too_many_requests_are_told_to_wait(ledger: Path) -> None:
    with TestClient(build(Desk(ledger=ledger, most_requests=1)), base_url="http://localhost") as client:
        codes = [client.get("/api/v1").status_code for _ in range(14)]
    assert codes[:10] == [200] * 10
    assert codes[-1] == 429


def test_large_bodies_are_refused_with_and_without_their_length(client: TestClient) -> None:
    body = b"x" * 4_000_001
    assert client.post("/api/v1/read", content=body).status_code == 413
    parts = (body[n : n + 500_000] for n in range(0, len(body), 500_000))
    assert client.post("/api/v1/read", content=parts, headers={"Content-Type": "application/json"}).status_code == 413
    assert client.get("/", headers={"Content-Length": "many"}).status_code == 413


@pytest.mark.parametrize("told", ["//evil.example", "https://evil.example", "/\\evil.example", "", None, "/a\r\nb"])
def test_nobody_is_sent_to_another_site(told: str | None) -> None:
    assert local(told, "/here") == "/here"


def test_a_desk_tells_no_secret_of_itself(ledger: Path) -> None:
    desk = Desk(ledger=ledger, token=TOKEN)
    assert desk.secret.hex() not in repr(desk)
    assert TOKEN not in repr(desk)
