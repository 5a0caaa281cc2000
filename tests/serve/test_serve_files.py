"""Exports and reports over REST, their names, their limits, and the menus of the pages that lead to them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from sayso.export.formats.registry import FORMATS
from sayso.export.report.registry import MEDIA
from sayso.serve import offers
from sayso.serve.api import files
from sayso.serve.api.files import disposition
from sayso.serve.offers import offers_of
from tests.serve.bridge import ATTACK, QUESTION, keys_of

_PLAIN = re.compile(
    r'attachment; filename="([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.csv)"(?:; filename\*=UTF-8\'\'([\w.~%-]+))?'
)


def rows(answer: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_format_is_given_with_its_type_and_name(client: TestClient, ledger: Path, form: str) -> None:
    key = keys_of(ledger)["Bridge to reopen"]
    answer = client.get(f"/api/v1/export/{form}?article={key}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].removesuffix("; charset=utf-8") == FORMATS[form].media
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="article-Bridge-to-reopen{FORMATS[form].suffix}"'
    )
    again = client.get(f"/api/v1/export/{form}?article={key}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    _is_what_it_says(form, answer.content)


def _is_what_it_says(form: str, body: bytes) -> None:
    if form == "csv":
        assert len(rows(body.decode())) == 4
    elif form in {"jsonl", "ftm"}:
        assert all(json.loads(line) for line in body.splitlines())
    elif form == "xlsx":
        assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None
    elif form == "parquet":
        assert body[:4] == body[-4:] == b"PAR1"
    elif form in {"graphml", "timeml"}:
        Tree.fromstring(body)
        assert form != "timeml" or b"<TIMEX3" in body
    else:
        assert isinstance(json.loads(body), dict)


@pytest.mark.parametrize(
    ("query", "contents"),
    [
        ("q=cracks", ["that the bridge had cracks"]),
        ("source=Lars+Holm", ["The bridge at Tarn is probably not safe"]),
        ("outlet=Courier&force=confirms", ["that the bridge had cracks"]),
        ("published=2023-02&force=denies", ["that the bridge was safe"]),
        ("q=nothingofthekind", []),
    ],
)
def test_the_filters_are_those_of_claims(client: TestClient, query: str, contents: list[str]) -> None:
    assert [one["content"] for one in rows(client.get(f"/api/v1/export/csv?{query}").text)] == contents


def test_a_question_gives_its_claims_and_links(client: TestClient) -> None:
    assert len(rows(client.get(f"/api/v1/export/csv?question={QUESTION}").text)) == 4
    told = client.get(f"/api/v1/export/stix?question={QUESTION}").json()
    assert "contradicts" in {one.get("relationship_type") for one in told["objects"]}


@pytest.mark.parametrize("which", ["", f"question={QUESTION}", "article"])
def test_what_does_not_fit_is_led_to(client: TestClient, ledger: Path, which: str) -> None:
    if which == "article":
        which = f"article={keys_of(ledger)['Bridge to reopen']}"
    whole = [one["claim"] for one in rows(client.get(f"/api/v1/export/csv?{which}").text)]
    seen: list[str] = []
    path: str | None = f"/api/v1/export/csv?{which}&limit=3"
    while path:
        answer = client.get(path)
        assert len(rows(answer.text)) <= 3
        seen += [one["claim"] for one in rows(answer.text)]
        link = answer.headers.get("link")
        path = link.partition(">")[0][1:] if link else None
    assert seen == whole
    assert len(whole) > 3


def test_words_stay_out_where_they_are_not_wanted(client: TestClient, ledger: Path) -> None:
    key = keys_of(ledger)["Bridge to reopen"]
    for form in set(FORMATS) - {"timeml", "xlsx", "parquet"}:
        told = client.get(f"/api/v1/export/{form}?article={key}&no_text=true")
        assert told.status_code == 200
        assert "was safe" not in told.text
        assert "Two engineers" not in told.text
    refused = client.get(f"/api/v1/export/timeml?article={key}&no_text=true")
    assert (refused.status_code, refused.json()["code"]) == (400, "usage")
    asked = client.get(f"/api/v1/export/csv?question={QUESTION}&no_text=true")
    assert "safe" not in asked.headers["content-disposition"]
    brief = client.get(f"/api/v1/report/article/{key}?no_text=true")
    assert "was safe" not in brief.text
    assert "was safe" in client.get(f"/api/v1/report/article/{key}").text


@pytest.mark.parametrize("form", list(MEDIA))
@pytest.mark.parametrize("kind", ["question", "source", "article", "prediction"])
def test_every_report_is_given(client: TestClient, ledger: Path, kind: str, form: str) -> None:
    keys = keys_of(ledger)
    key = {
        "question": QUESTION,
        "source": "Ana Ruiz",
        "article": keys["Bridge to reopen"],
        "prediction": keys["The old bridge at Tarn will reopen in May"],
    }[kind]
    answer = client.get(f"/api/v1/report/{kind}/{key}?format={form}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].removesuffix("; charset=utf-8") == MEDIA[form]
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{kind}-')
    if form == "pdf":
        assert answer.content.startswith(b"%PDF")
    elif form == "docx":
        assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    else:
        assert "bridge" in answer.text
    again = client.get(f"/api/v1/report/{kind}/{key}?format={form}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/export/docx", 404, "not-found"),
        ("/export/<script>", 404, "not-found"),
        ("/export/..%2f..%2fetc", 404, "not-found"),
        ("/report/bridge/x", 404, "not-found"),
        ("/report/source/Ana%20Ruiz?format=csv", 404, "not-found"),
        ("/report/source/Nobody%20Known", 404, "usage"),
        (f"/report/question/{QUESTION[:-4]}0000", 404, "usage"),
        ("/report/prediction/k1:0000", 404, "usage"),
        ("/export/csv?article=a1:0000", 404, "usage"),
        (f"/export/csv?question={QUESTION[:-4]}0000", 404, "usage"),
        (f"/export/csv?question={QUESTION}&q=bridge", 400, "usage"),
        (f"/export/csv?question={QUESTION}&after=x", 400, "usage"),
        ("/export/timeml", 400, "usage"),
        ("/export/csv?limit=2001", 400, "usage"),
        ("/export/csv?no_text=perhaps", 400, "usage"),
        ("/export/csv?format=csv", 400, "usage"),
    ],
)
def test_what_is_not_there_is_told_in_the_one_shape(client: TestClient, path: str, status: int, code: str) -> None:
    answer = client.get(f"/api/v1{path}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == {"code", "message", "hint"}
    assert "content-disposition" not in answer.headers


def test_a_file_has_its_bounds(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 100)
    answer = client.get("/api/v1/export/jsonl")
    assert (answer.status_code, answer.json()["code"]) == (422, "too-large")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("claims", 'attachment; filename="claims.csv"'),
        ('x"\r\nSet-Cookie: a=b', 'attachment; filename="x-Set-Cookie-a-b.csv"'),
        ("../../etc/passwd\x00.exe", 'attachment; filename="etc-passwd-exe.csv"'),
        ("\u202egpj.exe", 'attachment; filename="gpj-exe.csv"'),
        ("\ud800", 'attachment; filename="sayso.csv"'),
        ("Zürich", "attachment; filename=\"Zurich.csv\"; filename*=UTF-8''Z%C3%BCrich.csv"),
        ("Київ", "attachment; filename=\"sayso.csv\"; filename*=UTF-8''%D0%9A%D0%B8%D1%97%D0%B2.csv"),
    ],
)
def test_hostile_names_become_harmless(name: str, told: str) -> None:
    assert disposition(name, ".csv") == told


@given(st.text(st.characters(), max_size=400))
def test_any_name_is_safe(name: str) -> None:
    told = disposition(name, ".csv")
    found = _PLAIN.fullmatch(told)
    assert found, told
    assert len(unquote(found[2] or found[1])) <= 64
    assert told.isascii()
    assert not set(unquote(found[2] or found[1])) & set('/\\:*?"<>|\r\n\0;')


def test_an_article_that_means_harm_names_no_file(client: TestClient, ledger: Path) -> None:
    key = keys_of(ledger)[ATTACK]
    told = client.get(f"/api/v1/export/csv?article={key}").headers["content-disposition"]
    assert _PLAIN.fullmatch(told)
    assert client.get(f"/api/v1/report/article/{key}?format=html").text.count("<script") == 0


def hrefs(page: str) -> list[str]:
    menu = re.search(r'<details class="offers">.*?</details>', page, re.S)
    return [unescape(one) for one in re.findall(r'href="([^"]+)"', menu[0])] if menu else []


def _forms(found: Iterable[str], what: str) -> set[str]:
    return {m[1] for one in found if (m := re.match(what, one))}


def test_the_pages_lead_to_files_that_are_there(client: TestClient, ledger: Path) -> None:
    key = keys_of(ledger)["Bridge to reopen"]
    for path, reports in (
        (f"/article/{key}", True),
        (f"/question/{QUESTION}", True),
        ("/source?name=Ana+Ruiz&q=bridge&force=confirms", True),
        ("/search?q=bridge&outlet=Courier", False),
    ):
        found = hrefs(client.get(path).text)
        assert _forms(found, r"/api/v1/report/.*format=(\w+)") == (set(MEDIA) if reports else set())
        one = {"timeml", "ninjs"}
        assert _forms(found, r"/api/v1/export/(\w+)") == set(FORMATS) - (set() if "article" in path else one)
        for href in found:
            assert client.get(href).status_code == 200, href
    told = [one for one in hrefs(client.get("/source?name=Ana+Ruiz&q=bridge&force=confirms").text) if "/csv" in one]
    assert [one["content"] for one in rows(client.get(told[0]).text)] == ["that the bridge had cracks"]


def test_a_page_without_claims_offers_nothing(client: TestClient) -> None:
    assert not hrefs(client.get("/search?q=nothingofthekind").text)
    assert not hrefs(client.get("/source?name=Nobody+Known").text)


def test_a_name_with_marks_of_addresses_stays_whole(client: TestClient) -> None:
    found = hrefs(client.get("/source", params={"name": ATTACK}).text)
    assert found
    for href in found:
        assert client.get(href).status_code == 200, href
    told = offers_of("source", "a/b#c?d%20", {}, 1).reports[0].href
    assert told.startswith("/api/v1/report/source/a%2Fb%23c%3Fd%2520?format=")


def test_formats_whose_extra_is_missing_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {"pyarrow", "fpdf"}
    monkeypatch.setattr(offers, "find_spec", lambda name: None if name in gone else object())
    menu = offers_of("article", "a1:00", {"article": "a1:00"}, 3)
    assert {one.name for one in menu.claims} == set(FORMATS) - {"parquet"}
    assert [one.name for one in menu.reports] == ["DOCX", "HTML", "Markdown"]


def test_the_menu_tells_where_it_ends() -> None:
    assert offers_of("search", "", {}, offers.MOST_CLAIMS).most is None
    assert offers_of("search", "", {}, offers.MOST_CLAIMS + 1).most == offers.MOST_CLAIMS
