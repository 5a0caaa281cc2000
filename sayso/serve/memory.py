"""What was counted once and holds until the ledger changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

Value = TypeVar("Value")
_MOST = 512


class Memory:
    """A few values by name, each for one state of the ledger. For threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[str, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str, state: str, make: Callable[[], Value]) -> Value:
        """The value for this state of the ledger, made where it is not there."""
        with self._lock:
            known = self._known.get(name)
            if known is not None and known[0] == state:
                self._known.move_to_end(name)
                return known[1]  # type: ignore[no-any-return]
        made = make()
        with self._lock:
            self._known[name] = (state, made)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return made
