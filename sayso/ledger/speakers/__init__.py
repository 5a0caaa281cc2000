"""Who is who across articles: `link` brings the ledger's groups up to date, the rest asks and decides.

    with Store(path) as store:
        store.flush()
        linked = link(store.connection)

Whatever stands in other modules here is for the ledger and its commands.
"""

from sayso.ledger.speakers.linking import Linked, link

__all__ = ["Linked", "link"]
