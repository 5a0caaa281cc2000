"""Text as XML 1.0 can hold it: markup escaped, characters that XML forbids replaced."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_NOT_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def text_of(text: str) -> str:
    """Between tags. A carriage return stands as a reference, or parsers would take it for a line feed."""
    return escape(_NOT_XML.sub(_REPLACED, text), {"\r": "&#13;"})


def attribute(text: str) -> str:
    """Between double quotes; white space stays what it is."""
    spaces = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}
    return escape(_NOT_XML.sub(_REPLACED, text), spaces)
