"""Pages: what a newcomer finds on each, and what becomes of wrong calls."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from sayso.ledger.store import Store
from sayso.serve.app import build
from sayso.serve.desk import Desk
from tests.serve.bridge import QUESTION, keys_of

PAGES = (
    "/", "/questions", f"/question/{QUESTION}", "/articles", "/sources", "/source?name=Ana+Ruiz", "/search?q=bridge",
    "/predictions", "/predictions?view=coming", "/predictions?view=settled", "/map", "/map?view=world", "/review",
    "/add", "/about", f"/origins/{QUESTION}",
)  # fmt: skip
LARGEST = 300_000  # bytes of a page


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_and_is_light(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert len(answer.content) <= LARGEST
    assert answer.text.count("<h1") == 1


def test_today_opens_with_the_dispute_and_a_quotation_of_each_side(client: TestClient) -> None:
    text = client.get("/").text
    assert "1 question is disputed" in text
    assert "The bridge is safe," in text
    assert "that the bridge was safe" in text or "not safe" in text
    assert f"/question/{QUESTION}" in text


def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    from_nothing = tmp_path / "empty.db"
    with Store(from_nothing):
        pass
    with TestClient(build(Desk(ledger=from_nothing)), base_url="http://localhost") as client:
        assert "Add an article" in client.get("/").text


def test_a_question_sets_both_sides_side_by_side(client: TestClient) -> None:
    text = client.get(f"/question/{QUESTION}").text
    yes, no = text.index("Say so"), text.index("Deny it")
    assert yes < text.index("The bridge is safe,", yes) < no
    assert text.index("Two engineers", no) > no
    assert text.index("Lars Holm", no) > no
    assert 'class="lane-line"' in text


def test_an_article_tells_which_of_its_claims_are_disputed(client: TestClient, ledger: Path) -> None:
    text = client.get(f"/article/{keys_of(ledger)['Bridge to reopen']}").text
    assert "disputed: says so" in text
    assert "The bridge at Tarn is safe" in text


def test_a_link_to_words_marks_just_these(client: TestClient, ledger: Path) -> None:
    key = keys_of(ledger)["Bridge to reopen"]
    text = client.get(f"/article/{key}?at=4-14").text
    marked = "".join(re.findall(r'<mark class="at"[^>]*>(.*?)</mark>', text))
    assert re.sub("<[^>]+>", "", marked) == "old bridge"
    assert client.get(f"/article/{key}?at=14-4").status_code == 400
    assert client.get(f"/article/{key}?at=0-99999").status_code == 400


def test_a_claim_leads_to_its_card(client: TestClient, ledger: Path) -> None:
    key = keys_of(ledger)["that the bridge was safe"]
    answer = client.get(f"/claim/{key}")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("#r0-k2")


def test_search_narrows_down_and_counts(client: TestClient) -> None:
    text = client.get("/search?q=bridge").text
    assert "5 claims" in text
    denied = client.get("/search?q=bridge&force=denies").text
    assert "1 claim" in denied
    assert "Two engineers" in denied
    assert "Lars Holm" not in denied


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/article/a1:0000", 404),
        ("/article/nonsense", 400),
        ("/question/q1:ff", 404),
        ("/search?force=shouts", 400),
        ("/search?nonsense=1", 400),
        ("/search?published=yesterday", 400),
        ("/search?q=" + "x" * 501, 400),
        ("/source", 400),
        ("/origins/a1:0000", 404),
        ("/review?skip=-1", 400),
        ("/predictions?after=" + "9" * 30, 400),
        ("/static/hues-" + "9" * 5000 + ".css", 404),
        ("/nowhere", 404),
        ("/static/000000000000/../../app.py", 404),
        ("/static/000000000000/app.py", 404),
    ],
)
def test_wrong_calls_are_told_in_a_page(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_files_of_pages_are_kept_for_good_and_pages_are_asked_again(client: TestClient) -> None:
    page = client.get("/")
    assert page.headers["cache-control"] == "no-cache"
    style = re.findall(r'href="(/static/[0-9a-f]{12}/desk.css)"', page.text)[0]
    assert "immutable" in client.get(style).headers["cache-control"]
    again = client.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304
    assert not again.content


def _form(client: TestClient, path: str) -> str:
    return str(re.findall(r'name="form_token" value="([0-9a-f]+)"', client.get(path).text)[0])


def test_a_decision_is_entered_and_can_be_taken_back(client: TestClient, ledger: Path) -> None:
    key = keys_of(ledger)["that the bridge was safe"]
    token = _form(client, f"/review/{key}")
    answer = client.post(f"/review/{key}", data={"form_token": token, "verdict": "reject", "why": "no"})
    assert answer.status_code == 303
    done = re.findall(r"done=(d1[^&]+)", answer.headers["location"])[0].replace("%3A", ":")
    assert "Two engineers" not in client.get("/search?q=bridge").text
    back = {"form_token": token, "verdict": "undo", "undoes": done}
    assert client.post("/review/k1:0000", data=back).status_code == 303
    assert "Two engineers" in client.get("/search?q=bridge").text


def test_places_that_are_none_are_told(client: TestClient, ledger: Path) -> None:
    key = keys_of(ledger)["that the bridge was safe"]
    token = _form(client, f"/review/{key}")
    told = {"form_token": token, "verdict": "correct", "spans": "[" * 5_000}
    assert client.post(f"/review/{key}", data=told).status_code == 400


@pytest.mark.parametrize(
    "name", ["..", ".", "", "\x00", "\u4f60" * 150 + ".txt", "\U0001f600" * 199, "../../evil.txt", "a" * 9000]
)
def test_a_file_may_be_called_whatever_it_is(client: TestClient, ledger: Path, name: str) -> None:
    headers = {"X-Form-Token": _form(client, "/add"), "X-File-Name": quote(name)}
    assert client.post("/add/file", content=b"A text.", headers=headers).status_code == 202


def test_where_a_file_lay_is_not_told(client: TestClient) -> None:
    headers = {"X-Form-Token": _form(client, "/add"), "X-File-Name": "wrong.jsonl"}
    assert client.post("/add/file", content=b"[[\n", headers=headers).status_code == 202
    while (jobs := client.get("/add/state").json())[0]["state"] in {"waits", "reads"}:
        pass
    assert "wrong.jsonl" in jobs[0]["lines"][0]["problem"]
    assert tempfile.gettempdir() not in jobs[0]["lines"][0]["problem"]


def test_a_correction_changes_only_what_was_changed(client: TestClient, ledger: Path) -> None:
    key = keys_of(ledger)["that the bridge was safe"]
    token = _form(client, f"/review/{key}")
    start = client.get(f"/api/v1/claims/{key}").json()["claim"]["content"]["spans"][0]["start"]
    told = {
        "form_token": token, "verdict": "correct", "force": "claims", "force_before": "denies",
        "spans_before": f'{{"content": [[{start}, {start + 24}]]}}',
        "spans": f'{{"content": [[{start + 5}, {start + 24}]]}}',
        "record": "anonymous", "record_before": "anonymous",
    }  # fmt: skip
    assert client.post(f"/review/{key}", data=told).status_code == 303
    hit = client.get("/api/v1/claims?verdict=corrected").json()["items"][0]["claim"]
    assert hit["force"] == "claims"
    assert hit["content"]["spans"][0]["text"] == "the bridge was safe"
    assert hit["source"]["record"] == "anonymous"
    nothing = {"form_token": token, "verdict": "correct", "force": "denies", "force_before": "denies"}
    assert client.post(f"/review/{key}", data=nothing).status_code == 400


def test_a_prediction_is_settled(client: TestClient, ledger: Path) -> None:
    key = keys_of(ledger)["The old bridge at Tarn will reopen in May"]
    token = _form(client, "/predictions")
    told = {"form_token": token, "outcome": "yes", "why": "It was in the news.", "evidence": "https://news.example/2"}
    assert client.post(f"/predictions/{key}", data=told).status_code == 303
    assert "It was in the news." in client.get("/predictions?view=settled").text


def test_a_question_is_worded_otherwise_by_a_person(client: TestClient) -> None:
    token = _form(client, f"/question/{QUESTION}")
    told = {"form_token": token, "what": "rename", "wording": "Is Tarn’s bridge safe?"}
    answer = client.post(f"/question/{QUESTION}/decide", data=told)
    assert answer.status_code == 303
    assert "Is Tarn’s bridge safe?" in client.get("/questions").text


def test_two_names_are_made_one_by_a_person_and_two_again(client: TestClient) -> None:
    token = _form(client, "/source?name=Ana+Ruiz")
    told = {"form_token": token, "name": "Ana Ruiz", "other": "Two engineers", "verdict": "same", "why": "She is one."}
    assert client.post("/source", data=told).status_code == 303
    assert "is the same as" in client.get("/source?name=Ana+Ruiz").text
    assert client.post("/source", data=told | {"verdict": "undo"}).status_code == 303
    assert "is the same as" not in client.get("/source?name=Ana+Ruiz").text
    assert client.post("/source", data=told | {"verdict": "perhaps"}).status_code == 400


def test_a_grade_comes_with_its_reasons(client: TestClient) -> None:
    text = client.get("/grade?of=Ana+Ruiz").text
    assert "reliability cannot be judged" in text
    assert client.get("/grade").status_code == 400
