"""The forms of a report by name; those that need a library of an extra are loaded when they are asked for."""

from __future__ import annotations

from importlib import import_module

from sayso.errors import MissingExtraError
from sayso.export.report.article import article_brief
from sayso.export.report.facts import ArticleFacts, PredictionFacts, QuestionFacts, SourceFacts
from sayso.export.report.html import to_html
from sayso.export.report.markdown import to_markdown
from sayso.export.report.prediction import prediction_brief
from sayso.export.report.question import question_brief
from sayso.export.report.records import Brief
from sayso.export.report.source import source_brief

MEDIA = {
    "markdown": "text/markdown",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
BINARY = frozenset({"pdf", "docx"})
_MODULES = {"pdf": ("sayso.export.report.pdf", "to_pdf"), "docx": ("sayso.export.report.docx", "to_docx")}
Facts = QuestionFacts | ArticleFacts | SourceFacts | PredictionFacts


def brief_of(facts: Facts) -> Brief:
    """The brief of whatever the facts are of."""
    if isinstance(facts, QuestionFacts):
        return question_brief(facts)
    if isinstance(facts, ArticleFacts):
        return article_brief(facts)
    return source_brief(facts) if isinstance(facts, SourceFacts) else prediction_brief(facts)


def render(form: str, brief: Brief) -> bytes:
    """A brief in one of MEDIA. The same brief gives the same bytes. Raises MissingExtraError."""
    if form == "markdown":
        return to_markdown(brief).encode("utf-8", "replace")
    if form == "html":
        return to_html(brief).encode("utf-8", "replace")
    module, name = _MODULES[form]
    try:
        found = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("sayso"):
            raise
        raise MissingExtraError(f"Writing {form}", "export") from None
    told: bytes = found(brief)
    return told
