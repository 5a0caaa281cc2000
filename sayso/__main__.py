"""`python -m sayso`."""

from sayso.cli import run

run()
