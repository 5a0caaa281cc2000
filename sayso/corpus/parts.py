"""The libraries of the extra `corpus`, loaded when they are used: a bare install runs all else."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sayso.errors import MissingExtraError


def part(module: str, what: str = "A corpus") -> Any:
    """The module of that name. Raises MissingExtraError where its library is not installed.

    Untyped on purpose: pyarrow and Ray bring no types of their own.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise MissingExtraError(what, "corpus") from None
