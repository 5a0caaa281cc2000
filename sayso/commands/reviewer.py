"""Who decides, where the call does not say."""

from __future__ import annotations

import getpass

from sayso.errors import UsageError


def login() -> str:
    """The login name. Raises UsageError where nobody is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("Nobody is logged in here.", hint="Tell who decides: --reviewer NAME.") from None
