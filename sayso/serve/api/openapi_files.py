"""The description of what gives files: exports and reports. Examples are written by the formats themselves."""

from __future__ import annotations

import json
from typing import Any

from sayso.export.formats.records import Export, ExportArticle, ExportSpeaker, to_claim
from sayso.export.formats.registry import FORMATS, write
from sayso.export.report.registry import MEDIA
from sayso.identity import tagged
from sayso.serve.api.examples import EXAMPLE, EXAMPLE_KEY
from sayso.serve.api.files import USUAL_CLAIMS
from sayso.serve.api.schemas import OPEN, Schema
from sayso.serve.offers import KINDS, MOST_CLAIMS

_BRIEF = "# Bridge to reopen\n\nNothing in it is disputed.\n"
_FLAG: Schema = {"type": "string", "enum": ["true", "false"]}
_KEY: Schema = {"type": "string", "maxLength": 100}


def file_paths(filters: list[Schema], problems: Schema) -> Schema:
    """The addresses with what they take and give. filters: those of claims. problems: answers that are errors."""
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_CLAIMS, "default": USUAL_CLAIMS}
    order = {"type": "string", "enum": ["oldest", "newest", "relevance"], "default": "oldest"}
    without = _query("no_text", "Leave out the articles' words; positions and digests stay.", _FLAG)
    taken = [
        _path("format", "The format.", {"type": "string", "enum": list(FORMATS)}),
        *filters,
        _query("article", "All claims of one article, in place of other filters.", _KEY),
        _query("question", "All claims of one question, in place of other filters.", _KEY),
        without,
        _query("limit", "Claims of one file.", limit),
        _query("after", "The cursor that the header Link gave.", _KEY),
        _query("order", "Order of the claims.", order),
    ]
    return {
        "/export/{format}": _got("export", "Claims as a file for other programs.", taken, _exports(), problems),
        "/report/{kind}/{key}": _got(
            "report",
            "A brief to read and print.",
            [
                _path("kind", "Of what.", {"type": "string", "enum": list(KINDS)}),
                _path("key", "The key of a question, an article or a prediction, or a source's name.", _KEY),
                _query("format", "What to write.", {"type": "string", "enum": list(MEDIA), "default": "markdown"}),
                without,
            ],
            {media: _content(media, _BRIEF if form == "markdown" else None) for form, media in MEDIA.items()},
            problems,
        ),
    }


def _query(name: str, says: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "required": False, "description": says, "schema": schema}


def _path(name: str, says: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": says, "schema": schema}


def _got(name: str, says: str, taken: list[Schema], content: Schema, problems: Schema) -> Schema:
    words: Schema = {"schema": {"type": "string"}}
    headers: Schema = {"ETag": words, "Content-Disposition": words}
    if name == "export":
        headers["Link"] = {**words, "description": 'rel="next": the claims that follow those of this file.'}
    good = {"description": "The file.", "headers": headers, "content": content}
    return {
        "get": {"operationId": name, "summary": says, "parameters": taken, "responses": {"200": good, **problems}},
    }


def _exports() -> Schema:
    """Each media type once, with the first format that has it as the example."""
    found: Schema = {}
    for one in FORMATS.values():
        if one.media not in found:
            told = None if one.binary or one.single else b"".join(write(one.name, _example())).decode()
            found[one.media] = _content(one.media, told)
    return found


def _content(media: str, told: str | None) -> Schema:
    """told: an example, None for what is no text."""
    is_json = media.partition(";")[0].endswith("json") and "ndjson" not in media
    schema: Schema = OPEN if is_json else {"type": "string"} if told is not None else {}
    example: Any = json.loads(told) if told is not None and is_json else told
    return {"schema": schema} if told is None else {"schema": schema, "example": example}


def _example() -> Export:
    article = EXAMPLE.article
    about = ExportArticle(
        key=article.id,
        sha256=article.sha256,
        characters=len(article.text),
        text=article.text,
        outlet=article.outlet,
        title=article.title,
        published=article.published,
        language=article.language,
        name=article.name,
        added="2023-02-08T09:00:00Z",
    )
    speaker = ExportSpeaker(key=tagged("x1", ["example"]), name="Ana Ruiz", record="named-person")
    claim = to_claim(EXAMPLE, EXAMPLE.claims[0], key=EXAMPLE_KEY, article=about, speaker=speaker)
    return Export(claims=(claim,), articles=(about,), title="Bridge to reopen")
