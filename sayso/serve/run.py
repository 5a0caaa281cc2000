"""Starting a desk: its address, its server, its end."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable

import uvicorn

from sayso.errors import OutputError
from sayso.ledger.queries import Ledger
from sayso.serve.app import build
from sayso.serve.desk import Desk

__all__ = ["Desk", "run"]

_MOST_AT_ONCE = 200  # requests under way; beyond, a browser is told to come back


def run(desk: Desk, *, opens: bool, tell: Callable[[str], None]) -> None:
    """Serves until interrupted. tell: a line for people. Raises what opening the ledger does, OutputError."""
    with Ledger(desk.ledger):
        pass
    bound = _bind(desk.host, desk.port)
    host = f"[{desk.host}]" if ":" in desk.host else desk.host
    address = f"http://{host}:{bound.getsockname()[1]}/"
    config = uvicorn.Config(
        build(desk),
        log_level="warning",
        access_log=False,  # addresses hold what people search for
        server_header=False,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
    )
    tell(f"{desk.ledger} at {address} (Ctrl-C ends it)")
    if opens:
        webbrowser.open(address)
    uvicorn.Server(config).run(sockets=[bound])


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise OutputError(
            f"{host}:{port} cannot be listened at: {error.strerror or error}.", hint="Give another --port."
        ) from error
    return bound
