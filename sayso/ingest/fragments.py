"""HTML that is no page (a mail, the body of a feed's or agency's item) as the text that it shows."""

from __future__ import annotations

import re

from sayso.ingest.blocks import HEADINGS, Block, read_blocks
from sayso.ingest.tags import parse

_SERVICE = re.compile(
    r"unsubscribe|view (?:it |this |this email |this message )?(?:online|in (?:a|your|the) (?:web )?browser)"
    r"|(?:manage|update|change) (?:your )?(?:email |mail |subscription )?(?:preferences|settings|subscriptions?)"
    r"|(?:you(?:’|')re|you are) receiving (?:this|these)|forwarded this|add us to your address book|privacy policy",
    re.I,
)
_LONGEST_SERVICE = 300  # characters; what is longer is not only about the mail itself


def words_of(fragment: str, where: str, *, mail: bool = False) -> str:
    """What a fragment of HTML shows, a blank line between blocks. mail: without links and words about the mail itself.

    Raises TooLargeError, naming `where`, for one of too many elements.
    """
    if "<" not in fragment and "&" not in fragment:
        return fragment
    blocks = [block for block in read_blocks(parse(fragment, where)) if block.text]
    if mail:
        blocks = [block for block in blocks if _is_told(block)]
    return "\n\n".join(block.text for block in blocks)


def _is_told(block: Block) -> bool:
    if len(block.text) <= _LONGEST_SERVICE and _SERVICE.search(block.text):
        return False
    return not block.is_linked or block.is_sentence or block.tag in HEADINGS
