"""Single keys from a terminal, none of which is lost, and lines between them."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from types import TracebackType
from typing import Any, Self

import click

from sayso.export.visible import ON_PAGES, shown

_LONGEST = 32  # bytes of a key: arrows and the like send several


class Keys:
    """The terminal of standard input, by key as long as the context lasts; what is typed ahead waits its turn."""

    def __init__(self) -> None:
        self._fd = sys.stdin.fileno()
        self._before: list[Any] = []

    def __enter__(self) -> Self:
        self._before = termios.tcgetattr(self._fd)
        self._by_key()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._by_line()

    def _by_key(self) -> None:
        tty.setcbreak(self._fd, termios.TCSADRAIN)  # not TCSAFLUSH, which forgets what was typed ahead

    def _by_line(self) -> None:
        termios.tcsetattr(self._fd, termios.TCSADRAIN, self._before)

    def key(self) -> str:
        """The next key; "q" at the end of input and on Ctrl-C. Arrows and other long keys come as they are sent."""
        try:
            body = os.read(self._fd, 1)
            if body == b"\x1b":
                if select.select([self._fd], [], [], 0.02)[0]:
                    body += os.read(self._fd, _LONGEST)
            else:
                while body and len(body) < 4 and not _is_whole(body):
                    body += os.read(self._fd, 1)
        except (KeyboardInterrupt, OSError):
            return "q"
        return body.decode("utf-8", "replace") if body not in {b"", b"\x04"} else "q"

    def line(self, question: str) -> str | None:
        """A line typed after a question; None on Ctrl-C and Ctrl-D, which call the question off."""
        self._by_line()
        try:
            return str(click.prompt(shown(question, ON_PAGES), default="", show_default=False))
        except click.Abort:
            click.echo()
            return None
        finally:
            self._by_key()


def _is_whole(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason != "unexpected end of data"
    return True
