"""The formats of an audit: what they show leads to the words, and nothing hostile gets through."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import click
import pytest

from sayso.audit.figures import Audit
from sayso.audit.measure import audit
from sayso.audit.rows import groups, row
from sayso.export.audit_facts import METHOD, cell_text
from sayso.export.audit_json import to_audit_json, to_groups_json
from sayso.export.audit_markdown import to_audit_markdown, to_groups_markdown, to_rows_markdown
from sayso.export.audit_page import to_audit_page
from sayso.export.audit_table import to_audit_table, to_groups_table, to_rows_table
from sayso.export.cells import cells
from sayso.records import Reading
from tests.audit.gold_readings import gold_reading

NAMES = ("snake-island", "imprisoned", "expo", "kherson")


@pytest.fixture(scope="module")
def audits() -> list[Audit]:
    return [audit(gold_reading(name)) for name in NAMES]


def _safe(text: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]", text)


@pytest.mark.parametrize("width", [20, 32, 46, 71, 72, 100, 160])
def test_no_line_is_wider_than_the_terminal(audits: list[Audit], attack: Reading, harbour: Reading, width: int) -> None:
    every = [*audits, audit(attack), audit(harbour)]
    pages = [to_audit_table(one, width=width, color=False) for one in every]
    pages += [to_rows_table([row(one) for one in every], width=width, color=False)]
    pages += [to_groups_table(groups(map(row, every)), width=width, color=False)]
    for page in pages:
        _safe(page)
        assert max(cells(line) for line in page.splitlines()) <= max(width, 32)


def test_colors_change_nothing_but_color(audits: list[Audit]) -> None:
    for one in audits:
        colored = to_audit_table(one, width=90, color=True)
        assert colored != click.unstyle(colored) == to_audit_table(one, width=90, color=False)
    many = [row(one) for one in audits]
    assert click.unstyle(to_rows_table(many, width=150, color=True)) == to_rows_table(many, width=150, color=False)


def test_the_table_says_what_the_story_rests_on_with_its_claims(audits: list[Audit]) -> None:
    page = to_audit_table(audits[1], width=100, color=False)
    assert (
        "! The lead rests on one source, Valeska Paris: all 4 claims of its first 3 sourced paragraphs.\n  c1 c2 c6 c7"
        in page
    )
    assert re.search(r"attributed .* 18 claims +75 % +278 words +68 %", page)
    assert re.search(r"1 named person +7 claims  c1 c2 c6 c7 c14 c15 c16\n", page)
    assert re.search(r"47 % Valeska Paris  c1 c2 c6 c7 c14 c15 c16\n", page)
    assert "¶11–12 Church of Scientology  c23 c24" in page


def test_one_article_fits_one_screen(audits: list[Audit]) -> None:
    assert max(to_audit_table(one, width=100, color=False).count("\n") for one in audits) <= 50


def test_rows_keep_every_column_where_there_is_room(audits: list[Audit]) -> None:
    many = [row(one) for one in audits]
    wide = to_rows_table(many, width=220, color=False).splitlines()
    assert len(wide) == 1 + len(many)
    assert "lead: one source" in wide[2]
    assert all(cell_text(one, "top") in line for one, line in zip(many, wide[1:], strict=True) if one.top)


def test_json_figures_lead_to_spans(audits: list[Audit]) -> None:
    for one in audits:
        told = json.loads(to_audit_json([one], single=True))
        ids = {claim["id"] for claim in told["claims"]}
        text = one.article.text
        assert all(text[s["start"] : s["end"]] == s["text"] for claim in told["claims"] for s in claim["spans"])
        figures = [told["attributed"], told["nested"], told["outlet"], told["unsourced"], told["certainty"]["hedged"]]
        for part in ("rests", "records", "sources", "secondhand", "passages", "forces"):
            figures += [figure["claims"] for figure in told[part]]
        assert {claim for figure in figures for claim in figure} <= ids
        assert "text" not in told["article"]
        assert sum(told["words"].values()) == len(text.split())


def test_json_shapes(audits: list[Audit]) -> None:
    assert isinstance(json.loads(to_audit_json(audits[:1], single=True)), dict)
    assert len(json.loads(to_audit_json(audits[:1], single=False))) == 1
    assert len(json.loads(to_audit_json(audits, single=True))) == len(audits)
    told = json.loads(to_groups_json(groups(map(row, audits))))
    assert {one["outlet"]: one["articles"] for one in told} == {"Wikipedia": 2, "Wikinews": 2}


def test_json_of_an_attack_is_harmless(attack: Reading) -> None:
    body = to_audit_json([audit(attack)], single=True)
    _safe(body.replace("\n", ""))
    assert json.loads(body)["claims"][0]["source"] == attack.claims[0].source.name  # type: ignore[union-attr]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.add(tag)
        assert not any(name.startswith("on") or name in {"style", "src"} for name in told)
        if told.get("id"):
            self.ids.append(told["id"] or "")
        if tag == "a":
            self.links.append(told["href"] or "")


def _tags(page: str) -> _Tags:
    found = _Tags()
    found.feed(page)
    return found


def test_every_link_of_the_page_has_its_anchor(audits: list[Audit], harbour: Reading) -> None:
    page = to_audit_page([*audits, audit(harbour)], groups(map(row, audits)))
    found = _tags(page)
    assert len(found.ids) == len(set(found.ids))
    assert found.links
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    for number, one in enumerate(audits):
        assert {f"r{number}-{line.id}" for line in one.lines} <= set(found.ids)


def test_the_page_shows_the_whole_text(audits: list[Audit]) -> None:
    page = to_audit_page(audits[:1])
    shown = re.sub(r"<[^>]*>", "", page[page.index("The text</h3>") :].replace("</p>", "\n"))
    for line in audits[0].article.text.splitlines()[:5]:
        assert line.replace("&", "&amp;").replace("<", "&lt;") in shown


def test_the_policy_allows_the_style_alone(audits: list[Audit], attack: Reading) -> None:
    page = to_audit_page([*audits, audit(attack)])
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in page
    assert "url(" not in style
    assert _tags(page).tags.isdisjoint({"script", "img", "link", "iframe", "base", "form"})
    _safe(page)


def test_markdown_ids_lead_to_claims(audits: list[Audit], attack: Reading) -> None:
    page = to_audit_markdown(audits[0])
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= set(re.findall(r'<a id="([^"]*)">', page))
    hostile = to_audit_markdown(audit(attack))
    _safe(hostile)
    assert "<script" not in hostile.replace("\\<script", "")
    many = to_rows_markdown([row(one) for one in [*audits, audit(attack)]])
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in many.splitlines()}) == 1
    assert to_groups_markdown(groups(map(row, audits))).count("\n") == 4


def test_the_method_is_told_with_the_figures_that_the_code_uses() -> None:
    assert "67%" in METHOD
    assert "first 3 paragraphs" in METHOD


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_in_a_browser(
    chromium: Any, tmp_path: Path, audits: list[Audit], attack: Reading, width: int, scheme: str
) -> None:
    file = tmp_path / "audit.html"
    every = [*audits, audit(attack)]
    file.write_bytes(to_audit_page(every, groups(map(row, every))).encode("utf-8"))
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    noise: list[str] = []
    note: Callable[[Any], None] = lambda event: noise.append(str(event))  # noqa: E731
    for event in ("console", "pageerror", "dialog"):
        page.on(event, note)
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.click("#r1 .a-rest a >> nth=2")
    assert page.evaluate("document.querySelector(':target').id") == "r1-c6"
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 900
    assert page.title().startswith("5 articles")
    assert noise == []
    context.close()
