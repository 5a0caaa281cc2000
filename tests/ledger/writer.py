"""A program that keeps readings and says which are safe, to be killed or starved by the tests. Run by its path."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from sayso.errors import SaysoError
from sayso.ledger.store import Store
from sayso.records import Reading
from tests.ledger.made import one_claim


def story(number: int) -> Reading:
    """The same readings at every run, on days in no order, some of them the same text at another outlet."""
    text = (
        f"The harbor of Norhaven will close at noon, the mayor said in statement {number // 2}. " + "More words. " * 40
    )
    day = f"2026-03-{1 + number * 7 % 28:02d}"
    return one_claim(
        text, "the mayor", "said", "The harbor of Norhaven will close at noon", outlet=f"O{number % 2}", published=day
    )


def main(path: Path, count: int, limit: int) -> None:
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        with Store(path, patience=20) as store:
            for number in range(count):
                one = story(number)
                if not store.has(one.article):
                    store.put(one)
                if number % 3 == 2:
                    store.flush()
                    print(number + 1, flush=True)  # so many are safe
    except SaysoError as error:
        print(error.code, error.hint, flush=True)
        sys.exit(error.exit_code)
    print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
