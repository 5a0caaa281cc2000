from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.about import About
from sayso.ingest.page import read_page

DATA = Path(__file__).parent / "data"

FIRST = "The bridge was closed on Thursday after cracks were found, the mayor said."
SECOND = "An engineer, who did not want to be named, said it might stay closed for weeks."


def text_of(source: str) -> str:
    return read_page(source, "x.html").text


def about(source: str) -> About:
    return read_page(source, "x.html").about


def story(inside: str) -> str:
    """The text of an article that holds two sentences, then `inside`, then nothing else of weight."""
    return text_of(f"<article><p>{FIRST}</p>{inside}<p>{SECOND}</p></article>")


@pytest.mark.parametrize("name", ["wordpress", "components", "tables", "amp", "divsoup"])
def test_whole_pages_give_their_story_and_nothing_else(name: str) -> None:
    page = read_page((DATA / f"{name}.html").read_text(encoding="utf-8"), name)
    assert page.text == (DATA / f"{name}.txt").read_text(encoding="utf-8").removesuffix("\n")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "wordpress",
            About(
                title="Harbour dredging to start in spring, minister says",
                window_title="Harbour dredging to start in spring, minister says - The Varnholt Courier",
                outlet="The Varnholt Courier",
                published="2023-02-14T08:05:00+00:00",
                url="https://courier.example/2023/02/harbour-dredging/",
            ),
        ),
        (
            "amp",
            About(
                title="Grain talks ‘close’ to a deal",
                window_title="Grain talks 'close' to a deal | Levant Post",
                outlet="Levant Post",
                published="2022-07-20T10:00:00Z",
                url="https://levantpost.example/grain-talks",
            ),
        ),
        (
            "tables",
            About(
                title="Provincial Gazette: Miners return to work",
                window_title="Provincial Gazette: Miners return to work",
                outlet=None,
                published="1999-03-08",
                url=None,
            ),
        ),
        (
            "divsoup",  # its date is 03/11/2022: no one can tell March from November
            About(
                title="Bridge closed after cracks found",
                window_title="Bridge closed after cracks found",
                outlet=None,
                published=None,
                url=None,
            ),
        ),
    ],
)
def test_what_whole_pages_say_of_themselves(name: str, expected: About) -> None:
    assert about((DATA / f"{name}.html").read_text(encoding="utf-8")) == expected


@pytest.mark.parametrize(
    "inside",
    [
        "<script>var a = 'A sentence in a script is no text.';</script>",
        "<style>p { content: 'A sentence in a style is no text.' }</style>",
        "<noscript><p>A sentence for those without scripts.</p></noscript>",
        "<template><p>A sentence in a template is no text.</p></template>",
        "<nav><p>A sentence in a navigation is no text.</p></nav>",
        "<aside><p>A sentence beside the story is no part of it.</p></aside>",
        "<footer><p>A sentence below the story is no part of it.</p></footer>",
        "<form><p>A sentence in a form is no part of it.</p></form>",
        "<button>A sentence on a button is no part of it.</button>",
        "<figure><img><figcaption>A sentence below a picture.</figcaption></figure>",
        "<svg><text>A sentence in a drawing.</text></svg>",
        "<p hidden>A hidden sentence is not shown to anyone.</p>",
        "<p aria-hidden='true'>A hidden sentence is not shown to anyone.</p>",
        "<p style='color:red; DISPLAY : none'>A hidden sentence is not shown to anyone.</p>",
        "<!-- <p>A sentence in a comment is no text.</p> -->",
        "<p><a href=x>A sentence that is mostly a link to another story</a> (video)</p>",
        "<ul><li><a href=x>A sentence that is a link to another story.</a></li></ul>",
        "<h3><a href=x>A headline of another story</a></h3>",
        "<h2>More on this</h2><ul><li><a href=x>Another story</a></li></ul>",
        "<p class='wp-caption-text'>A sentence below a picture, set as a paragraph.</p>",
        "<div class='article__share'>Share this story with everyone you know.</div>",
        "<div><h4>Sign up</h4><p>Our letter, free of charge.</p><form><input></form><p>Rules apply.</p></div>",
        "<p>Advertisement</p>",
        "<div>2 hours ago</div>",
        "<p> &nbsp; </p>",
    ],
)
def test_what_is_left_out_of_a_story(inside: str) -> None:
    assert story(inside) == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ("<h2>What next</h2>", "What next"),
        ("<ul><li>Short item<li>Other</ul>", "Short item\n\nOther"),
        ("<blockquote>We wait</blockquote>", "We wait"),
        ("<table><tr><th>Road<td>B7</table>", "Road\n\nB7"),
        ("<pre>  a\n   b\n</pre>", "a\n   b"),
        ("<p>one<br>two</p>", "one\ntwo"),
        ("<p>one<br/> <br>two</p>", "one\n\ntwo"),
        ("<p>\n a   <b>b</b>\t&nbsp; c&shy;d\u200b </p>", "a b cd"),
        ("<p>x&lt;y &amp;amp; &euro;5</p>", "x<y &amp; €5"),
        ("<p>He said <a href=x>on Monday</a> that it was over.</p>", "He said on Monday that it was over."),
        ("<p>The <a name=here>place that this names is no link</p>", "The place that this names is no link"),
        ("<div>A whole sentence may stand in a bare div.</div>", "A whole sentence may stand in a bare div."),
        ("<p style='display:block' aria-hidden=false>Shown.</p>", "Shown."),
    ],
)
def test_what_is_kept_of_a_story_and_how(inside: str, kept: str) -> None:
    expected = kept if not kept.startswith("a\n   b") else "  " + kept
    assert story(inside) == f"{FIRST}\n\n{expected}\n\n{SECOND}"


def test_the_article_with_the_most_text_is_the_story() -> None:
    source = f"<article><p>A teaser that is a short one.</p></article><article><p>{FIRST}<p>{SECOND}</article>"
    assert text_of(source) == f"{FIRST}\n\n{SECOND}"


def test_teasers_that_are_articles_do_not_win_over_the_story() -> None:
    source = f"<div id=a><p>{FIRST}<p>{SECOND}</div><article><p>A teaser that has quite a few words in it.</article>"
    assert text_of(source) == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize("mark", ["<section itemprop='articleBody'>", "<main>", "<div role=main>", "<div>"])
def test_a_story_without_an_article_element(mark: str) -> None:
    end = mark[1:].partition(" ")[0].rstrip(">")
    source = f"<p>Log in here to see it all.</p>{mark}<p>{FIRST}</p><p>{SECOND}</p></{end}><p>Terms of use apply.</p>"
    assert text_of(source) == f"{FIRST}\n\n{SECOND}"


def test_a_page_without_any_container_falls_back_to_its_body() -> None:
    assert text_of(f"<body><p>{FIRST}<p>{SECOND}") == f"{FIRST}\n\n{SECOND}"
    assert text_of("<b>Hi</b> there") == "Hi there"


def test_the_headline_before_the_story_comes_first_and_the_site_name_does_not() -> None:
    head = "<title>Bridge closed - Post</title><header><h1>The Post</h1></header><div><h1>Bridge closed</h1></div>"
    assert text_of(f"{head}<div><p>{FIRST}<p>{SECOND}</div>") == f"Bridge closed\n\n{FIRST}\n\n{SECOND}"


def test_a_headline_in_a_header_counts_when_the_title_repeats_it() -> None:
    head = "<title>Bridge closed | Post</title><main><header><h1>Bridge closed</h1></header>"
    assert text_of(f"{head}<div itemprop=articleBody><p>{FIRST}</div></main>") == f"Bridge closed\n\n{FIRST}"


def test_kickers_above_the_headline_are_left_out() -> None:
    assert text_of(f"<article><p>World</p><h1>Closed</h1><p>{FIRST}</article>") == f"Closed\n\n{FIRST}"


def test_a_form_around_the_whole_page_is_no_form() -> None:
    assert text_of(f"<form><h1>Closed</h1><p>{FIRST}</form>") == f"Closed\n\n{FIRST}"


def test_class_words_do_not_drop_what_holds_the_headline() -> None:
    assert text_of(f"<div class='social-story'><h1>Closed</h1><p>{FIRST}</div>") == f"Closed\n\n{FIRST}"


def test_class_words_that_would_drop_the_whole_story_do_not_count() -> None:
    source = f"<h1>Closed</h1><div class='share-wrapper'><p>{FIRST}</p></div>"
    assert text_of(source) == f"Closed\n\n{FIRST}"


def test_comments_longer_than_the_story_are_still_left_out() -> None:
    comments = f"<div id='comments'>{f'<p>{SECOND}</p>' * 20}</div>"
    assert text_of(f"<h1>Closed</h1><div><p>{FIRST}</p></div>{comments}") == f"Closed\n\n{FIRST}"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<meta property=og:title content='  A  b '><title>C</title>", "A b"),
        ("<title> C\n d </title><article><h1>H</h1></article>", "H"),
        ("<title> C\n d </title>", "C d"),
        ("<svg><title>Icon</title></svg><title>C</title>", "C"),
        (f"<meta property=og:title content='{'x' * 1001}'>", None),
        ("", None),
    ],
)
def test_title(head: str, title: str | None) -> None:
    assert about(head).title == title


def linked(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("<meta property='og:site_name' content='Post'>" + linked({"publisher": {"name": "Other"}}), "Post"),
        (linked({"@type": "NewsArticle", "publisher": {"name": "Post"}}), "Post"),
        (linked([{"publisher": "Site"}, {"@type": ["X", "Article"], "publisher": [{"name": "Post"}]}]), "Post"),
        (linked({"@graph": [{"publisher": {"@id": "#o"}}, {"@id": "#o", "name": "Post"}]}), "Post"),
        (linked({"publisher": {"name": 3}}), None),
        ("<script type='application/ld+json'>{broken</script>", None),
        (f"<script type='application/ld+json'>{'[' * 100_000}</script>", None),
    ],
)
def test_outlet(head: str, outlet: str | None) -> None:
    assert about(head).outlet == outlet


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<meta property='article:published_time' content='2022-11-03T06:00Z'>", "2022-11-03T06:00Z"),
        (
            "<meta property='article:published_time' content='soon'>" + linked({"datePublished": "2022-11-04"}),
            "2022-11-04",
        ),
        (linked([{"datePublished": "2001-01-01"}, {"@type": "Article", "datePublished": "2022-11-04"}]), "2022-11-04"),
        ("<META NAME='DC.Date.Issued' CONTENT='2022-11-03'>", "2022-11-03"),
        ("<meta name=pubdate content='2022-11-03 06:00:00 +0100'>", "2022-11-03T06:00:00+0100"),
        ("<meta name=date content='03/11/2022'>", None),
        ("<meta name=date content='2022-02-31'>", None),
        ("<time datetime='2022-11-05'></time><time itemprop=datePublished datetime='2022-11-03'></time>", "2022-11-03"),
        (f"<time datetime='2001-01-01'></time><article><p>{FIRST}<time datetime='2022-11-03'></article>", "2022-11-03"),
        ("<time datetime='PT3H'></time>", None),
    ],
)
def test_published(head: str, published: str | None) -> None:
    assert about(head).published == published


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (
            "<link rel='x Canonical' href=' https://a.example/1 '><meta property=og:url content=http://b.example/>",
            "https://a.example/1",
        ),
        ("<link rel=canonical href=/1><meta property=og:url content=http://b.example/>", "http://b.example/"),
        ("<link rel=canonical href='javascript:alert(1)'>", None),
        (f"<link rel=canonical href='https://a.example/{'x' * 1000}'>", None),
    ],
)
def test_url(head: str, url: str | None) -> None:
    assert about(head).url == url


@given(
    st.text()
    | st.lists(st.sampled_from("<p> </p> <a <!-- --> </ <td> <li> <b> &# ' \" = x. <h1> <pre> <br>".split())).map(
        "".join
    )
)
def test_no_text_breaks_the_reader(source: str) -> None:
    page = read_page(source, "x.html")
    assert not page.text.startswith("\n\n")
    assert "\n\n\n" not in page.text or "<pre" in source


HOSTILE = {
    "deep": "<div>" * 100_000,
    "open tags": "<a" * 500_000,
    "comments": "<!--" * 500_000,
    "stray ends": "<div>" * 100_000 + "</x>" * 100_000,
    "ends behind a block": "<span><div>" + "<i>" * 100_000 + "</span>" * 100_000,
    "breaks in nesting": "<p>" + "<b>" * 100_000 + "<hr>" * 100_000,
    "unclosed scripts": "<script>" + "</scrip" * 500_000,
    "unclosed titles": "<title>" * 100_000,
    "quotes": "<a x='\"" * 500_000,
    "spaces": "<b> </b>" * 100_000 + "x",
    "headlines": "<title>a</title>" + "<h1>a</h1>" * 100_000,
    "references": "&#" * 500_000 + "9" * 1_000_000,
    "a huge attribute": "<p class='" + "share-" * 1_000_000 + "'>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_linear_time(name: str) -> None:
    begun = time.process_time()
    text_of(HOSTILE[name])
    assert time.process_time() - begun < 20  # they take under 3 s; quadratic ones take minutes
