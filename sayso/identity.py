"""Names derived from content: the same content always has the same name, on any machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

_DIGEST_BYTES = 16


def tagged(tag: str, parts: Sequence[str | int | None]) -> str:
    """`tag:` and 32 hexadecimal digits of BLAKE2b over the parts as compact JSON, whose quoting keeps parts apart.

    The tag names the kind and its version ("a1"), so that names of an older scheme are never taken for newer ones.
    """
    body = json.dumps([tag, *parts], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return f"{tag}:{hashlib.blake2b(body, digest_size=_DIGEST_BYTES).hexdigest()}"


def text_digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
