"""Which addresses are one page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_NOISE = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|ocid|cmpid|cmp|ns_\w+|at_\w+|ref|ref_src|feature|smid|s_cid")
"""Parameters that tell where a reader came from, not which page it is."""


def page_of(url: str | None) -> str | None:
    """The address without scheme, "www.", fragment, tracking parameters and final slash; None for none.

    What cannot be taken apart stays as it is: two spellings of it are two pages.
    """
    if not url or not url.strip():
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return url.strip()
    if not host:
        return url.strip()
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _NOISE.fullmatch(k.lower())]
    where = host + (f":{port}" if port and port not in {80, 443} else "")
    return where + parts.path.rstrip("/") + (f"?{urlencode(query)}" if query else "")
