"""How much of a story, and how much beside it, is taken from pages: by our own reader, by trafilatura, and by both as
`sayso add` joins them. `python -m benchmarks.pages`.

The pages are made: stories of gold's train and dev split in eight layouts with what stands around stories on news
sites. They show which traps each way falls into, not how often real sites set them.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable
from html import escape
from pathlib import Path

import trafilatura

from sayso.fetch.pages import story
from sayso.ingest.page import read_page

GOLD = Path(__file__).parent.parent / "gold" / "corpus"
COOKIES = (
    "<div class='cc-window'><p>We and our 812 partners store information on your device. You may change your mind at"
    " any time. <a href='/p'>Privacy policy</a></p></div>"
)
NAV = (
    "<header><nav><ul>"
    + "".join(f"<li><a href='/{s}'>{s.title()}</a></li>" for s in "world politics business sport culture".split())
    + "</ul></nav></header>"
)
TEASERS = [
    "Thousands march through the capital as pension talks fail again",
    "The minister who would not resign, and the letter that nobody read",
    "Storm leaves 40,000 homes without power, utility says",
    "Why the price of bread may rise before the winter, according to bakers",
]
FOOT = "<footer><p>© 2026 Example Media Ltd. All rights reserved. Reproduction of any part is forbidden.</p></footer>"


def related(tag: str = "div") -> str:
    inner = "".join(
        f"<article><h3><a href='/t{n}'>{t}</a></h3><p>{t} and what happens next.</p></article>"
        for n, t in enumerate(TEASERS)
    )
    return f"<{tag}><h2>More on this</h2>{inner}</{tag}>"


def comments() -> str:
    said = "I do not believe a word of it. They said the same thing two years ago and nothing came of it, as always."
    return (
        "<div id='comments'><h3>Comments</h3>"
        + "".join(f"<div class='comment'><b>user{n}</b><p>{said}</p></div>" for n in range(6))
        + "</div>"
    )


def plain(body: list[str]) -> str:
    return "".join(f"<p>{p}</p>" for p in body)


def semantic(head: str, body: list[str]) -> str:
    promo = "<div class='promo'><p>Sign up for our morning newsletter and get the news first.</p></div>"
    inside = f"{plain(body[:2])}{promo}{plain(body[2:])}"
    return (
        f"<main><article><h1>{head}</h1><p class='byline'>By A. Writer</p>{inside}</article></main>{related('aside')}"
    )


def hashed(head: str, body: list[str]) -> str:
    """Class names that tell nothing, each paragraph in a box of its own, a link to another story between."""
    boxes = [f"<div class='css-1k{n}x'><div class='sc-9f'><p>{p}</p></div></div>" for n, p in enumerate(body)]
    boxes.insert(min(2, len(boxes)), f"<div class='css-zz'><p><a href='/t'>{TEASERS[0]}</a></p></div>")
    inside = f"<div class='css-a1'><h1>{head}</h1>{''.join(boxes)}</div><div class='css-b2'>{related()}</div>"
    return f"<div id='root'>{inside}</div>"


def breaks(head: str, body: list[str]) -> str:
    return f"<table><tr><td>{related()}</td><td><h1>{head}</h1><div>{'<br><br>'.join(body)}</div></td></tr></table>"


def crowded(head: str, body: list[str]) -> str:
    return f"<div class='content'><h1>{head}</h1>{plain(body)}{comments()}{related()}</div>"


def walled(head: str, body: list[str]) -> str:
    wall = (
        "<div class='overlay'><h2>Subscribe to go on reading</h2><p>You have read three of three free articles this"
        " month. Subscribe for 1 euro a week, and end it when you like.</p></div>"
    )
    return f"{wall}<section><h1>{head}</h1>{plain(body)}</section>{related('section')}"


def pictured(head: str, body: list[str]) -> str:
    shot = "<figure><img src='x.jpg'><figcaption>The harbor at dawn. Photo: A. Picture/Agency</figcaption></figure>"
    quote = f"<blockquote class='pull'><p>{body[0][:80]}</p></blockquote>" if body else ""
    inside = f"{plain(body[:3])}{shot}{quote}{plain(body[3:])}"
    return f"<article><h1>{head}</h1>{shot}{inside}</article>{related('aside')}"


def listed(head: str, body: list[str]) -> str:
    inside = "".join(f"<li><p>{p}</p></li>" for p in body)
    return f"<article><h1>{head}</h1><ul class='live'>{inside}</ul></article>{related('aside')}"


def paged(head: str, body: list[str]) -> str:
    tail = (
        f"<p>Read next: <a href='/t'>{TEASERS[1]}</a></p><p>Follow us on all channels.</p>"
        "<p>The writer may be reached at desk@example.org.</p>"
    )
    tags = "<div class='tags'>" + "".join(f"<a href='/g{n}'>tag {n}</a> " for n in range(9)) + "</div>"
    return f"<div role='main'><h1>{head}</h1>{plain(body)}{tail}{tags}</div>"


LAYOUTS = (semantic, hashed, breaks, crowded, walled, pictured, listed, paged)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def by_trafilatura(*, precision: bool = False, recall: bool = False) -> Callable[[str], str]:
    def extract(page: str) -> str:
        found = trafilatura.extract(
            page, include_comments=False, include_tables=False, favor_precision=precision, favor_recall=recall
        )
        return found or ""

    return extract


def main() -> None:
    rows = [json.loads(line) for name in ("train", "dev") for line in (GOLD / f"{name}.jsonl").open(encoding="utf-8")]
    ways: dict[str, Callable[[str], str]] = {
        "own": lambda page: read_page(page, "page").text,
        "trafilatura": by_trafilatura(),
        "trafilatura, precision": by_trafilatura(precision=True),
        "trafilatura, recall": by_trafilatura(recall=True),
        "sayso add": lambda page: story(page, "page").text,
    }
    print(f"{len(rows)} stories, each in {len(LAYOUTS)} layouts; share of words, in percent: precision / recall")
    for name, way in ways.items():
        spent, told = 0.0, []
        total = Counter[str]()
        for layout in LAYOUTS:
            sums = Counter[str]()
            for row in rows:
                paragraphs = [p for p in row["text"].split("\n\n") if p.strip()]
                head, body = escape(paragraphs[0]), [escape(p) for p in paragraphs[1:]]
                start = f"<!DOCTYPE html><html><head><title>{head} | Example</title></head><body>"
                page = f"{start}{COOKIES}{NAV}{layout(head, body)}{FOOT}</body></html>"
                began = time.perf_counter()
                found = words(way(page))
                spent += time.perf_counter() - began
                wanted = words(" ".join(paragraphs))
                sums.update(found=found.total(), wanted=wanted.total(), both=(found & wanted).total())
            total += sums
            told.append(f"{layout.__name__} {shares(sums)}")
        print(
            f"{name:24} {shares(total):12}{1000 * spent / len(rows) / len(LAYOUTS):6.1f} ms a page  {' · '.join(told)}"
        )


def shares(sums: Counter[str]) -> str:
    return f"{100 * sums['both'] / max(1, sums['found']):.1f} / {100 * sums['both'] / sums['wanted']:.1f}"


if __name__ == "__main__":
    main()
