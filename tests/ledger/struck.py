"""A program that looks after a ledger and is struck down on its way: killed, or out of room. Run by its path.

python -m tests.ledger.struck FILE WORK STEPS LIMIT: after STEPS thousand steps of SQLite it kills itself (0: never);
no file may grow over LIMIT bytes (0: any may).
"""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import sys
from pathlib import Path

from sayso.errors import SaysoError
from sayso.ledger import connect
from sayso.ledger.keep import backup, compact
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.store import Store

_plain = connect._connect


def main(path: Path, work: str, steps: int, limit: int) -> None:
    def struck(*given: object) -> sqlite3.Connection:
        connection = _plain(*given)  # type: ignore[arg-type]
        left = [steps]

        def step() -> int:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return 0

        if steps:
            connection.set_progress_handler(step, 1000)
        return connection

    connect._connect = struck  # type: ignore[assignment]
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        do(path, work)
    except SaysoError as error:
        print(error.code, error.hint, flush=True)
        sys.exit(error.exit_code)
    print("done", flush=True)


def do(path: Path, work: str) -> None:
    if work == "compact":
        compact(path)
    elif work == "backup":
        backup(path, path.with_name("copy.db"))
    elif work == "rule":
        with Store(path) as store:
            store.set_rule("office", "O0", "Marta Lindqvist")
    else:
        with Ledger(path) as ledger:
            hits = ledger.claims(ClaimFilter(words="harbor"), limit=8).hits
        with Store(path) as store:
            store.redact([hits[0].article], hits[1:])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
