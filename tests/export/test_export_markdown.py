"""The Markdown report, read back by a Markdown parser."""

from __future__ import annotations

import dataclasses
import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

from sayso.export.markdown import escaped, to_markdown
from sayso.records import Reading, Span

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _rendered(markdown: str) -> str:
    return str(PARSER.render(markdown))


def test_the_report_has_title_publication_claims_and_refusals(harbour: Reading) -> None:
    text = to_markdown(harbour)
    assert text.startswith("# Ferry “not worth saving”\n\n- Outlet: The Norhaven Post\n- Published: 2023-02-08\n")
    assert "- 6 claims (1 in the outlet’s own voice)\n- 3 sources (1 named person, 1 named org" in text
    assert "| └ c2 | the harbour board → **Norhaven harbour board** | has decided |" in text
    assert "| c3 | **Marta Lindqvist** (as “Marta Lindqvist, head of the Norhaven harbour board”) | told |" in text
    assert "| c4 | She → **Marta Lindqvist** | did not say | who would pay | declines; negated; " in text
    assert (
        text.index("| c6 |") < text.index("## Outlet’s own voice") < text.index("| c5 | The ferry has run since 1931 |")
    )
    assert "- **too-deep** (nesting): a fifth level at " in text


def test_every_claim_is_one_row(harbour: Reading, attack: Reading) -> None:
    html = _rendered(to_markdown(harbour))
    assert html.count("<tr>") == 2 + len(harbour.claims)  # two headings
    assert html.count("<td") == 6 * 5 + 4  # the outlet's own has neither source nor cue
    html = _rendered(to_markdown(attack))
    assert html.count("<tr>") == 2
    assert html.count("<td") == 6


def test_hostile_text_renders_as_text(attack: Reading) -> None:
    html = _rendered(to_markdown(attack))
    assert set(re.findall(r"<(\w+)", html)) <= {
        "h1", "h2", "ul", "li", "p", "table", "thead", "tbody", "tr", "th", "td", "em", "strong", "code", "blockquote"
    }  # fmt: skip
    assert "<em>x</em>" not in html
    assert "⟨U+202E⟩gpj.exe⟨U+001B⟩" in html


@pytest.mark.parametrize(
    "text",
    [
        "a|b\\|c", "`x` *y* _z_ ~~q~~", "[a](javascript:b) ![c](d)", "<b>x</b> &amp; &lt;", "# no heading", "- no list",
        "1. no list", "12) no list", "+ no", "=====", "---", "https://a.example/x_y www.a.example", "a:smile:b", "$x$",
        "\\", "> quote", "<https://a.example>", "    indented", "a\\\nb", "***",
    ],
)  # fmt: skip
def test_escaped_text_is_what_a_reader_sees(text: str) -> None:
    for frame, tag in (("{}", "p"), ("> {}", "p"), ("| h |\n|--|\n| {} |", "td")):
        html = _rendered(frame.format(escaped(text)))
        found = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert found, html
        assert unescape(found.group(1)) == " ".join(text.split())


def test_long_contents_are_cut_in_the_table_and_quoted_whole(bare: Reading) -> None:
    text = "Word " * 100 + "end"
    claim = dataclasses.replace(bare.claims[0], content=(Span.of(text, 0, len(text)),))
    report = to_markdown(dataclasses.replace(bare, claims=(claim,)))
    row = next(line for line in report.splitlines() if line.startswith("| c1"))
    assert "… *(in full below)*" in row
    assert len(row) < len(text)
    assert f"> {text}" in report


def test_a_reading_without_claims_has_no_table(bare: Reading) -> None:
    assert "|" not in to_markdown(dataclasses.replace(bare, claims=()))
