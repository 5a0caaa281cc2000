"""ninjs of all versions, alone, in lists and on lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.errors import BadRecordError, TooLargeError
from sayso.records import Article
from sayso.settings import Settings
from tests.ingest.made import one_article, one_error, read, texts

FIRST = {
    "uri": "https://agency.example/item/1",
    "type": "text",
    "versioncreated": "2022-11-03T06:30:00Z",
    "firstcreated": "2022-11-02T06:30:00Z",
    "headline": "Ferry & grain",
    "body_text": "The ferry is safe, she said. It leaves at noon.",
    "body_xhtml": "<div><p>The ferry is <b>safe</b>, she said.</p><p>It leaves at noon.</p></div>",
    "copyrightholder": "Agency",
}
SECOND = {
    "standard": {"name": "ninjs", "version": "2.1"},
    "uri": "urn:agency:2",
    "contentcreated": "2022-11-03T06:30:00+01:00",
    "headlines": [{"role": "short", "value": "Ferry"}, {"role": "main", "value": "A ferry"}],
    "bodies": [
        {"role": "teaser", "contenttype": "text/plain", "value": "A longer teaser than the whole story is, even so."},
        {"role": "main", "contenttype": "text/html", "value": "<p>She said so.</p>"},
    ],
    "infosources": [{"name": "Wire", "role": "author"}],
}
THIRD = {
    "standard": {"name": "ninjs", "version": "3.0"},
    "uri": "https://agency.example/item/3",
    "versionCreated": "2022-11-03T06:30:00Z",
    "headlines": [{"value": "A ferry", "contentType": "text/plain"}],
    "bodies": [{"value": "She said so.", "contentType": "text/plain", "wordCount": 3}],
    "copyrightHolder": "Agency",
}


def test_every_version(tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_text(json.dumps([FIRST, SECOND, THIRD]), encoding="utf-8")
    assert read(path) == [
        Article(
            text="The ferry is safe, she said.\n\nIt leaves at noon.",
            name="https://agency.example/item/1",
            url="https://agency.example/item/1",
            title="Ferry & grain",
            published="2022-11-03T06:30:00Z",
            outlet="Agency",
        ),
        Article(
            text="She said so.",
            name="urn:agency:2",
            title="A ferry",
            published="2022-11-03T06:30:00+01:00",
            outlet="Wire",
        ),
        Article(
            text="She said so.",
            name="https://agency.example/item/3",
            url="https://agency.example/item/3",
            title="A ferry",
            published="2022-11-03T06:30:00Z",
            outlet="Agency",
        ),
    ]


@pytest.mark.parametrize("columns", [None, {}])
def test_alone_on_lines_and_on_standard_input(tmp_path: Path, columns: dict[str, str] | None) -> None:
    line = json.dumps(SECOND).encode()
    (tmp_path / "one.json").write_bytes(line)
    (tmp_path / "many.jsonl").write_bytes(line + b"\n" + line)
    (tmp_path / "bare").write_bytes(line)
    for path, count in (("one.json", 1), ("many.jsonl", 2), ("bare", 1)):
        assert texts(read(tmp_path / path, columns=columns)) == ["She said so."] * count
    assert texts(read("-", stdin=line, columns=columns)) == ["She said so."]
    assert texts(read("-", stdin=json.dumps(SECOND, indent=1).encode(), columns=columns)) == ["She said so."]


def test_withdrawn_items_and_pictures_are_refused(tmp_path: Path) -> None:
    rows = [FIRST | {"pubstatus": "canceled"}, {"uri": "u", "type": "picture", "bodies": []}, FIRST]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    first, second, third = read(tmp_path / "a.jsonl")
    assert isinstance(first, BadRecordError)
    assert "canceled" in first.message
    assert isinstance(second, BadRecordError)
    assert "picture" in second.message
    assert isinstance(third, Article)


def test_an_object_with_a_text_of_ours_is_ours(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(FIRST | {"text": "Ours."}), encoding="utf-8")
    assert one_article(read(tmp_path / "a.json")).text == "Ours."


def test_gigantic_titles_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"text": "t", "title": "x" * 2000}, {"text": "t", "url": "https://" + "x" * 2000}, {"text": "t"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = read(path, settings=Settings(largest_title=1000))
    assert [type(one) for one in found] == [TooLargeError, TooLargeError, Article]
    assert texts(found)[0] == f'{path}, line 1: "title" has 2,000 characters, more than 1,000.'


def test_nested_without_end(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"uri": "u", "bodies": ' + "[" * 100_000, encoding="utf-8")
    assert "nested too deeply" in one_error(read(tmp_path / "a.json")).message
