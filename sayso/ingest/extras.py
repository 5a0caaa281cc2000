"""Modules that need a library of an extra, loaded when the first input needs them: a bare install reads all else."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from sayso.errors import MissingExtraError, UnreadableError


def load(module: str, where: str, what: str) -> ModuleType:
    """The module of that name. Raises UnreadableError, naming `where` and the cure, where its library is missing."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("sayso"):
            raise
        missing = MissingExtraError(what, "ingest")
        raise UnreadableError(f"{where}: {missing.message}", hint=missing.hint) from None
