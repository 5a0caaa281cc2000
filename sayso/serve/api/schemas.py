"""The shapes of what REST takes and gives: the contract's own, from its schema, and those around them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from sayso.ledger.review.records import VERDICTS

Schema = dict[str, Any]
OPEN: Schema = {"type": "object", "additionalProperties": True}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def schemas() -> Schema:
    """All of them by name."""
    text = (files("sayso.serve.api") / "contract.schema.json").read_text(encoding="utf-8")
    contract = json.loads(text.replace("#/$defs/", "#/components/schemas/"))
    names: Schema = {"type": ["string", "null"]}
    ours: Schema = {
        "error": _object({"code": {"type": "string"}, "message": {"type": "string"}, "hint": names}),
        "found": _object(
            {
                "key": {"type": "string", "pattern": "^k1:"},
                "within": names,
                "reader": {"type": "string"},
                "article": OPEN,
                "publications": {"type": "integer"},
                "spoken_by": names,
                "spoken_in": names,
                "decision": {"anyOf": [OPEN, {"type": "null"}]},
                "claim": ref("claim"),
                "page": {"type": "string"},
            }
        ),
        "source_row": _object(
            {
                "source": {"type": "string"},
                "claims": {"type": "integer"},
                "first_published": names,
                "last_published": names,
            }
        ),
        "text": _object(
            {
                "text": {"type": "string", "minLength": 1, "maxLength": 200_000},
                "published": names,
                "outlet": names,
                "title": names,
                "url": names,
            },
            required=["text"],
        ),
        "wish": _object(
            {
                "claim": {"type": "string"},
                "verdict": {"enum": list(VERDICTS)},
                "reviewer": names,
                "why": names,
                "edits": {"type": ["object", "null"]},
                "undoes": names,
            },
            required=["claim", "verdict"],
        ),
        "decision": _object(
            {
                "decision": {"type": "string", "pattern": "^d1:"},
                "claim": {"type": "string"},
                "verdict": {"enum": list(VERDICTS)},
                "reviewer": {"type": "string"},
                "at": {"type": "string"},
                "why": names,
                "undoes": names,
            }
        ),
    }
    return {**contract["$defs"], **ours}


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required if required is not None else list(properties),
        "properties": properties,
    }
