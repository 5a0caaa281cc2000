"""How an article is sourced, as `sayso audit` tells it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from sayso.audit.measure import audit
from sayso.export.audit_page import audit_section
from sayso.ledger.queries import Ledger


def sourcing(ledger: Ledger, _: Request, key: str) -> dict[str, Any]:
    """What the page shows. Raises UsageError for a key that is none."""
    reading = ledger.reading(key)
    return {"article": reading.article, "section": Markup(audit_section(audit(reading)))}  # noqa: S704 - escapes
