from __future__ import annotations

import pytest

from sayso.errors import TooLargeError
from sayso.ingest import tags
from sayso.ingest.tags import Node, parse, unescape


def shape(source: str) -> str:
    """The nodes as text: (tag inside…) for elements."""
    nodes = parse(source, "x")

    def write(start: int, end: int) -> str:
        out, at = [], start
        while at < end:
            node = nodes[at]
            out.append(f"({node.tag}{write(at + 1, node.end)})" if node.tag else node.text)
            at = node.end
        return "".join(f" {one}" for one in out)

    return write(0, len(nodes)).strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<P>a<B>b</B></P>", "(p a (b b))"),
        ("<p>a<p>b", "(p a) (p b)"),
        ("<p>a<div>b</div>", "(p a) (div b)"),
        ("<p><b>a<p>b", "(p (b a)) (p b)"),
        ("<p><table><td><p>b", "(p) (table (td (p b)))"),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "(ul (li a) (li b (ul (li c))) (li d))"),
        ("<tr><td>a<td>b<tr><th>c", "(tr (td a) (td b)) (tr (th c))"),
        ("<dl><dt>a<dd>b<dt>c", "(dl (dt a) (dd b) (dt c))"),
        ("<head><title>t</title><body>b", "(head (title t)) (body b)"),
        ("<a href=1>x<a href=2>y", "(a x) (a y)"),
        ("a<br>b<img src=x>c", "a (br) b (img) c"),
        ("<div>a</span></p></x>b</div>", "(div a b)"),
        ("<span><div>a</span>b</div>", "(span (div a b))"),
        ("<b><i>a</b>b", "(b (i a)) b"),
        ("<div><div>a</div>b", "(div (div a) b)"),
        ("a<!-- <p> -->b<!doctype html><?x ?>c", "a b c"),
        ("a<!-- never closed <p>b", "a"),
        ("<script>a</b><p></script>b", "(script a</b><p>) b"),
        ("<script>a <p>b", "(script)"),
        ("<title>a <b> &amp; c</title>d", "(title a <b> & c) d"),
        ("<title>never closed<p>b", "(title) never closed (p b)"),
        ("<style>p{}</style ><noscript><p>n</noscript><iframe>i</iframe>t", "(style) (noscript) (iframe) t"),
        ("1 < 2 <3 & <é> a<", "1 < 2 <3 & <é> a<"),
        ("a<b never ends", "a"),
        ("a</b never ends", "a"),
        ("<?xml version='1.0'?><script src='x'/><p/>b", "(script) (p) b"),
        ("\ufeff<p>a\r\nb\rc", "(p a\nb\nc)"),
        ("", ""),
    ],
)
def test_markup_becomes_the_elements_that_browsers_make(source: str, expected: str) -> None:
    assert shape(source) == expected


@pytest.mark.parametrize(
    ("source", "attributes"),
    [
        ("<p class=a id='b c' style=\"d\">", {"class": "a", "id": "b c", "style": "d"}),
        ("<p CLASS = a/b hidden>", {"class": "a/b", "hidden": ""}),
        ("<p class=a class=b onclick=x>", {"class": "a"}),
        ("<p class='&quot;&#65;'>", {"class": '"A'}),
        ('<p class="a>b">', {"class": "a>b"}),
        ('<p class="open id=b>', {"class": "", "id": "b"}),
        ("<p class='' id=>", {"class": "", "id": ""}),
    ],
)
def test_attributes(source: str, attributes: dict[str, str]) -> None:
    assert dict(parse(source, "x")[0].attributes) == attributes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AT&T &lt;3 &eacute;&#8217;&#x41;", "AT&T <3 é’A"),
        ("&#0000000000000065;", "A"),
        ("&#" + "9" * 6000 + ";", "\ufffd"),
        ("&#x" + "f" * 6000 + ";", "\ufffd"),
        ("&#xD800;", "\ufffd"),
    ],
)
def test_character_references(text: str, expected: str) -> None:
    assert unescape(text) == expected


def test_nesting_of_any_depth() -> None:
    nodes = parse("<div>" * 100_000 + "x", "x")
    assert nodes[-1] == Node("", "x", {}, 100_001)
    assert nodes[0].end == 100_001


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "MOST_NODES", 3)
    assert len(parse("<p>a<p>", "x.html")) == 3
    with pytest.raises(TooLargeError, match=r"x\.html has more than 3 elements"):
        parse("<p>a<p>b", "x.html")
