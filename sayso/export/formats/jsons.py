"""JSON of one object, for the formats that are one."""

from __future__ import annotations

import json

from sayso.export.jsons import harmless


def to_bytes(value: object) -> bytes:
    """Indented by 1, UTF-8, with a final line end; characters that are unsafe on the way stand escaped."""
    return (harmless(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)) + "\n").encode()


def filled(told: dict[str, object]) -> dict[str, object]:
    """Without what is unknown or empty."""
    return {name: value for name, value in told.items() if value not in (None, "", [], {}, ())}
