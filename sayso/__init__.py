"""sayso reads news and gives back attributed claims: who said what, where exactly the text says so.

import sayso
reading = sayso.read("The bridge is safe, two engineers said.", published="2026-03-01")
reading.claims[0].source.spans[0].text   # 'two engineers'
reading.to_dict()                         # the JSON of docs/contract.schema.json
sayso.compare("The bridge is safe.", "The bridge is about to fall.").verdict
"""

from __future__ import annotations

from sayso.errors import SaysoError
from sayso.flow import compare, read
from sayso.link.records import Judgement, Side
from sayso.records import Article, Claim, Reading, Refusal, Span
from sayso.timex import Time, times
from sayso.version import __version__

__all__ = [
    "Article",
    "Claim",
    "Judgement",
    "Reading",
    "Refusal",
    "SaysoError",
    "Side",
    "Span",
    "Time",
    "__version__",
    "compare",
    "read",
    "times",
]
