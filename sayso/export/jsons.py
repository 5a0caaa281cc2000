"""The contract's JSON: an object, a list, or a line (docs/contract.schema.json)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sayso.records import Reading

# Legal in JSON as they stand, yet unsafe on the way: lone surrogates cannot be written as UTF-8, NEL, U+2028 and U+2029
# end lines for some readers, C1 and bidi controls act on terminals. Any JSON reader gives them back unchanged.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(body: str) -> str:
    """JSON text with the characters escaped that are legal in it and yet unsafe on the way."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", body)


def _dumps(reading: Reading, *, compact: bool) -> str:
    body = json.dumps(
        reading.to_dict(),
        ensure_ascii=False,
        allow_nan=False,
        indent=None if compact else 1,
        separators=(",", ":") if compact else None,
    )
    return harmless(body)


def to_line(reading: Reading) -> str:
    """One reading on one line, without the line end."""
    return _dumps(reading, compact=True)


def json_chunks(readings: Iterable[Reading], single: bool) -> Iterator[str]:
    """What `to_json` gives, reading by reading, so that a long batch never stands in memory whole.

    single: one input was named, so its object stands alone (no reading: nothing is written); else a list.
    Raises ValueError, before anything is given, when single gets more than one reading.
    """
    if single:
        found = list(islice(readings, 2))
        if len(found) > 1:
            raise ValueError("single is for one reading; several make a list")
        yield from (_dumps(reading, compact=False) + "\n" for reading in found)
        return
    before = "[\n "
    for reading in readings:
        # No string holds a raw line feed, so this indents structure only.
        yield before + _dumps(reading, compact=False).replace("\n", "\n ")
        before = ",\n "
    yield "[]\n" if before == "[\n " else "\n]\n"


def to_json(readings: Sequence[Reading]) -> str:
    """One object for one reading, else a list; indented by 1, not ASCII only, with a final line end."""
    return "".join(json_chunks(readings, single=len(readings) == 1))
