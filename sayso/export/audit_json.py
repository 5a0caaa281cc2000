"""Audits as JSON: every figure as the ids of its claims, and each claim once, with its spans.

`{"audit": 1, "reader", "article", "words", "counts", "claims", …}`; several are a list, groups a list of rows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sayso.audit.figures import Audit, Ids, Line, Prediction, Rest, SourceFigures
from sayso.audit.rows import GROUP_COLUMNS, Group, cell, row
from sayso.export.jsons import harmless

VERSION = 1


def to_object(audit: Audit) -> dict[str, Any]:
    """One audit as a JSON object. Shares are 0 to 1, spans as in a reading, the article without its text."""
    article = audit.article.to_dict()
    del article["text"]
    kinds = {
        "attributed": audit.attributed,
        "nested": audit.nested,
        "outlet": audit.outlet,
        "unsourced": audit.unsourced,
    }
    return {
        "audit": VERSION,
        "reader": audit.reading.reader,
        "article": article,
        "words": {"attributed": audit.words.attributed, "outlet": audit.words.outlet, "rest": audit.words.rest},
        "outlet_share": audit.outlet_share,
        "shares": {
            "named": row(audit).named,
            "unnamed": row(audit).unnamed,
            "anonymous": row(audit).anonymous,
        },
        **{name: _ids(ids) for name, ids in kinds.items()},
        "rests": [_rest(one) for one in audit.rests],
        "records": [
            {"record": one.record, "sources": one.sources, "claims": _ids(one.claims)} for one in audit.records
        ],
        "sources": [_source(one) for one in audit.sources],
        "secondhand": [_source(one) for one in audit.secondhand],
        "passages": [
            {
                "first": one.first,
                "last": one.last,
                "source": one.label,
                "record": one.record,
                "claims": _ids(one.claims),
            }
            for one in audit.passages
        ],
        "certainty": {
            "hedged": _ids(audit.certainty.hedged),
            "boosted": _ids(audit.certainty.boosted),
            "terms": [
                {"term": one.term, "band": list(one.band) if one.band else None, "claims": _ids(one.claims)}
                for one in audit.certainty.terms
            ],
        },
        "forces": [{"force": one.force, "claims": _ids(one.claims)} for one in audit.forces],
        "predictions": [_prediction(one) for one in audit.predictions],
        "claims": [_line(one) for one in audit.lines],
    }


def _ids(ids: Ids) -> list[str]:
    return list(ids)


def _rest(one: Rest) -> dict[str, Any]:
    return {
        "scope": one.scope,
        "source": one.label,
        "record": one.record,
        "share": one.share,
        "claims": _ids(one.claims),
    }


def _source(one: SourceFigures) -> dict[str, Any]:
    return {
        "source": one.label,
        "record": one.record,
        "claims": _ids(one.claims),
        "nested": _ids(one.nested),
        "words": one.words,
        "share": one.share,
    }


def _prediction(one: Prediction) -> dict[str, Any]:
    about = one.about.to_dict() if one.about else None
    return {"claim": one.claim, "source": one.label, "due": one.due, "about": about}


def _line(one: Line) -> dict[str, Any]:
    return {
        "id": one.id,
        "parent": one.parent,
        "voice": one.voice,
        "source": one.source,
        "record": one.record,
        "cue": one.cue,
        "paragraph": one.paragraph,
        "spans": [span.to_dict() for span in one.spans],
    }


def to_audit_json(audits: Sequence[Audit], *, single: bool) -> str:
    """One object where a single input was named and gave one audit, else a list; with a final line end."""
    objects = [to_object(one) for one in audits]
    return _dumps(objects[0] if single and len(objects) == 1 else objects)


def to_groups_json(groups: Sequence[Group]) -> str:
    """A list of objects, one an outlet, with the columns of `sayso.audit.rows.GROUP_COLUMNS`."""
    return _dumps([{column: cell(one, column) for column in GROUP_COLUMNS} for one in groups])


def _dumps(value: object) -> str:
    return harmless(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)) + "\n"
