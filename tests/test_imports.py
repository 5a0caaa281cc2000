"""Who may reach into whom. A room that imports another is a design change, made here and not by accident."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import sayso

PACKAGE = Path(sayso.__file__).parent
BASE = {"sayso.records", "sayso.errors", "sayso.identity", "sayso.settings", "sayso.version"}
ALLOWED: dict[str, set[str]] = {
    "version": set(),
    "errors": set(),
    "identity": set(),
    "records": {"sayso.identity"},
    "settings": {"sayso.errors"},
    "ingest": BASE | {"sayso.ingest", "markdown_it", "fastwarc", "pyarrow", "pypdf"},
    "fetch": BASE | {"sayso.fetch", "sayso.ingest", "trafilatura"},
    "reader": BASE | {"sayso.reader", "sayso.understand", "numpy", "onnxruntime"},
    "timex": BASE | {"sayso.timex"},
    "gazetteer": BASE | {"sayso.gazetteer"},
    "understand": BASE
    | {"sayso.understand", "sayso.timex", "sayso.gazetteer", "sayso.reader.words", "numpy"}
    | {"sayso.reader.lemmas"},
    "audit": BASE | {"sayso.audit"},
    "export": BASE
    | {"sayso.export", "sayso.audit", "sayso.weigh", "sayso.timex.engine", "click", "pyarrow"}
    | {"fpdf", "PIL", "font_source_sans_pro", "font_source_serif_pro"},
    "output": BASE,
    "progress": {"click"},
    "flow": BASE | {"sayso.ingest", "sayso.reader", "sayso.timex", "sayso.link"},
    "link": BASE
    | {"sayso.understand.people", "sayso.understand.states", "sayso.understand.titles"}
    | {"sayso.link", "sayso.reader.pieces", "sayso.reader.lemmas", "sayso.reader.network", "numpy", "onnxruntime"},
    "weigh": BASE | {"sayso.weigh", "sayso.link.records", "numpy"},
    "ledger": BASE
    | {"sayso.ledger", "sayso.fetch.record", "sayso.link", "sayso.weigh", "numpy", "rensa"}
    | {"sayso.export.formats.records", "sayso.export.report.facts"},
    "corpus": BASE
    | {"sayso.corpus", "sayso.flow", "sayso.ingest", "sayso.reader", "sayso.ledger.identity", "sayso.export", "numpy"},
    "serve": BASE
    | {"sayso.serve", "sayso.flow", "sayso.ingest", "sayso.reader", "sayso.export", "sayso.audit", "sayso.ledger"}
    | {"sayso.fetch", "sayso.link", "sayso.weigh", "starlette", "uvicorn", "jinja2", "markupsafe", "mcp"},
    "commands": BASE
    | {"sayso.commands", "sayso.flow", "sayso.ingest", "sayso.reader", "sayso.export", "sayso.output", "sayso.progress"}
    | {"sayso.audit", "sayso.ledger", "sayso.fetch", "sayso.corpus", "sayso.link", "sayso.weigh", "click"}
    | {"sayso.timex"},
    "cli": BASE | {"sayso.commands", "sayso.output", "sayso.reader", "click"},
    "__init__": BASE | {"sayso.flow", "sayso.timex", "sayso.link.records"},
    "__main__": {"sayso.cli"},
}
NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio"}
FILES = sorted(p for p in PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found


def room(path: Path) -> str:
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    allowed = ALLOWED[room(path)]
    for name in imports(path):
        if name.split(".")[0] in sys.stdlib_module_names:
            assert room(path) in {"ingest", "fetch", "serve"} or name not in NETWORK, f"{path.name} imports {name}"
        else:
            assert any(name == a or name.startswith(a + ".") for a in allowed), f"{path.name} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_import_hides_in_a_function(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = [
        inner.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_stays_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
