"""REST: the contract's objects, cursors, one shape of errors, writing by token, and its own description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from sayso.serve.api.openapi import document
from tests.serve.bridge import TOKEN, keys_of

ROOT = Path(__file__).parents[2]
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def contract(part: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((ROOT / "docs" / "contract.schema.json").read_text(encoding="utf-8"))
    return {**schema, "$ref": f"#/$defs/{part}"}


def test_the_schema_that_is_served_is_the_contracts() -> None:
    ours = ROOT / "sayso" / "serve" / "api" / "contract.schema.json"
    assert ours.read_bytes() == (ROOT / "docs" / "contract.schema.json").read_bytes()


def test_articles_and_claims_are_the_contracts_objects(client: TestClient, ledger: Path) -> None:
    key = keys_of(ledger)["Bridge to reopen"]
    jsonschema.validate(client.get(f"/api/v1/articles/{key}").json(), contract("reading"))
    for one in client.get("/api/v1/claims").json()["items"]:
        jsonschema.validate(one["claim"], contract("claim"))


def test_a_list_goes_on_until_its_end(client: TestClient) -> None:
    seen: list[str] = []
    path = "/api/v1/claims?limit=2"
    while path:
        page = client.get(path).json()
        seen += [one["key"] for one in page["items"]]
        path = page["next"]
    assert len(seen) == len(set(seen)) == 7


def test_an_answer_that_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/v1/claims?q=bridge")
    again = client.get("/api/v1/claims?q=bridge", headers={"If-None-Match": f"W/{first.headers['etag']}"})
    assert again.status_code == 304
    assert client.get("/api/v1/claims?q=cracks", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/claims?limit=0", 400, "usage"),
        ("/claims?limit=101", 400, "usage"),
        ("/claims?after=x", 400, "usage"),
        ("/articles?after=2022-03-05/" + "9" * 30, 400, "usage"),
        ("/articles?after=2022-03-05/²", 400, "usage"),
        ("/claims?hedged=perhaps", 400, "usage"),
        ("/claims?country=Norway", 400, "usage"),
        ("/claims?confidence=2", 400, "usage"),
        ("/claims?q=%00", 200, None),
        ("/claims/k1:0000", 404, "usage"),
        ("/claims/a'; DROP TABLE claim", 400, "usage"),
        ("/nothing", 404, "not-found"),
        ("/source", 400, "usage"),
    ],
)
def test_errors_have_one_shape(client: TestClient, path: str, status: int, code: str | None) -> None:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == status
    if code:
        assert set(answer.json()) == {"code", "message", "hint"}
        assert answer.json()["code"] == code


def test_a_wrong_method_is_told(client: TestClient) -> None:
    answer = client.delete("/api/v1/claims")
    assert answer.status_code == 405
    assert answer.json()["code"] == "method"


def test_writing_needs_the_token(client: TestClient, ledger: Path) -> None:
    told = {"claim": keys_of(ledger)["that the bridge was safe"], "verdict": "accept", "reviewer": "bob"}
    assert client.post("/api/v1/decisions", json=told).status_code == 401
    made = client.post("/api/v1/decisions", json=told, headers=BEARER)
    assert made.status_code == 201
    assert made.json()["reviewer"] == "bob"
    assert client.get("/api/v1/claims?verdict=accepted").json()["items"][0]["decision"]["by"] == "bob"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"nonsense", b'{"claim": 1, "verdict": "accept"}', b'{"verdict": "shout"}', b'{"x": 1}', b"[" * 9999],
)
def test_bodies_that_are_none_are_refused(client: TestClient, body: bytes) -> None:
    headers = BEARER | {"Content-Type": "application/json"}
    answer = client.post("/api/v1/decisions", content=body, headers=headers)
    assert answer.status_code == 400
    assert set(answer.json()) == {"code", "message", "hint"}


def test_a_text_is_read_and_not_kept(client: TestClient) -> None:
    told = {"text": "The ferry will sail on Friday, Captain Eva Holm said.", "published": "2023-02-08"}
    answer = client.post("/api/v1/read", json=told)
    jsonschema.validate(answer.json(), contract("reading"))
    assert answer.json()["claims"][0]["source"]["name"] == "Eva Holm"
    assert not client.get("/api/v1/claims?q=ferry").json()["items"]


def test_every_address_is_described_with_examples_that_hold() -> None:
    described = document()
    for operations in described["paths"].values():
        for told in operations.values():
            content = next(v for k, v in told["responses"].items() if k[0] == "2")["content"]
            shown = [one for one in content.values() if "example" in one]
            assert shown
            for good in shown:
                jsonschema.validate(good["example"], {**good["schema"], "components": described["components"]})


def _operations() -> list[tuple[str, str]]:
    paths = document()["paths"]
    return [(path, method) for path in paths if path != "/read" for method in paths[path]]


@pytest.mark.parametrize(("path", "method"), _operations())
def test_the_description_holds_for_whatever_is_asked(client: TestClient, path: str, method: str) -> None:
    schema = schemathesis.openapi.from_dict(document())
    operation = schema[path][method.upper()]
    few = settings(
        max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
    )

    @few
    @given(case=operation.as_strategy())
    def holds(case: Any) -> None:
        asked = case.as_transport_kwargs(base_url="http://127.0.0.1/api/v1")
        asked.pop("cookies", None)
        answer = client.request(**asked)
        told = operation.definition.raw["responses"]
        assert str(answer.status_code) in told, (answer.status_code, answer.text)
        content, kind = told[str(answer.status_code)]["content"], answer.headers["content-type"]
        shape = content[kind if kind in content else kind.partition(";")[0]]["schema"]
        if not kind.startswith(("application/json", "application/ld+json", "application/stix+json")):
            return
        jsonschema.validate(answer.json(), {**shape, "components": document()["components"]})

    holds()
