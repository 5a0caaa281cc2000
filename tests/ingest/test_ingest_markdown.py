from __future__ import annotations

import pytest

from sayso.ingest.markdown import Document, read_markdown

PAGE = """---
title: "Locks: \\"no date\\" yet"
date: 2022-11-03 06:30:00 +0100
outlet: River News # weekly
tags: [a, b]
---

# The locks

The locks will *probably* open in **May**, the
[river board](https://x.example "t") said.\\
It gave no date.

![A lock](a.png)

- One official disagreed.
- Another said `nothing`.

  He left.

> "We wait," he said.

```python
print("dropped")
```

    dropped too

<div>dropped as well</div>

Setext
------

Cost &amp; time: 3 < 4 <br> or <b>so</b>.

| Lock | Opens |
|------|-------|
| Tolm | May   |
"""


def test_blocks_are_paragraphs_and_the_front_matter_tells_of_them() -> None:
    assert read_markdown(PAGE) == Document(
        title='Locks: "no date" yet',
        published="2022-11-03T06:30:00+0100",
        outlet="River News",
        text="""The locks

The locks will probably open in May, the river board said.
It gave no date.

One official disagreed.

Another said nothing.

He left.

"We wait," he said.

Setext

Cost & time: 3 < 4
or so.

Lock

Opens

Tolm

May""",
    )


def test_line_ends_and_byte_order_mark_do_not_hide_the_front_matter() -> None:
    assert read_markdown("\ufeff" + PAGE.replace("\n", "\r\n")) == read_markdown(PAGE)


def test_a_first_heading_is_the_title_where_nothing_else_is() -> None:
    assert read_markdown("# The *locks*\n\nText").title == "The locks"
    assert read_markdown("## Part\n\nText").title is None
    assert read_markdown("Text\n\n# Late").title is None


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("'It''s'", "It's"),
        ("plain # comment", "plain"),
        ("C#", "C#"),
        ("[a, b]", None),
        ("{a: b}", None),
        ("|", None),
        ("null", None),
        ("", None),
        ('"open', None),
    ],
)
def test_only_simple_strings_of_the_front_matter_count(written: str, title: str | None) -> None:
    assert read_markdown(f"---\ntitle: {written}\n---\nText").title == title


def test_a_front_date_that_is_none_is_left_out() -> None:
    assert read_markdown("---\ndate: yesterday\n---\nText") == Document(
        text="Text", title=None, published=None, outlet=None
    )


def test_thematic_breaks_are_no_front_matter() -> None:
    assert read_markdown("---\nHe said so.\n\n---\n\nMore.").text == "He said so.\n\nMore."
    assert read_markdown("---\ntitle: never closed").text == "title: never closed"


def test_an_empty_front_matter_and_an_empty_file() -> None:
    assert read_markdown("---\n---\nText").text == "Text"
    assert read_markdown("").text == ""
