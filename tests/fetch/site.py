"""A web site for tests: a server in a thread, on the loopback address, with whatever answers a test needs."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TEXTS = (
    (
        "Ferry line to close in spring",
        "2026-03-03T09:30:00+00:00",
        (
            "The old ferry is not worth saving, two port officials said on Tuesday after a meeting of the board.",
            "Marta Lindqvist, who heads the harbor of Norhaven, predicted that grain ships will probably leave by the "
            "end of March. “We cannot carry the cost for another year,” she said.",
            "The mayor denied that the board had decided that the line must close, and told reporters that talks with "
            "the union would go on through the week.",
            "About 400 people cross the bay by ferry each morning, according to the port's own count.",
        ),
    ),
    (
        "Council delays vote on the new bridge",
        "2026-03-04T06:00:00+00:00",
        (
            "The council of Norhaven will not vote on the bridge before June, its chair said on Wednesday morning.",
            "Engineers had warned that the northern pier might sink, a report seen by this paper says.",
            "“Nobody wants to build twice,” said Jonas Brandt, who speaks for the builders. He added that the price "
            "would rise by a tenth.",
            "Opponents claimed that the delay was meant to bury the plan before the elections.",
        ),
    ),
)


def article_page(title: str, published: str, paragraphs: tuple[str, ...], *, site: str = "The Norhaven Post") -> str:
    """A page with what stands around stories: navigation, a cookie notice, related links, JSON-LD, OpenGraph."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": published,
        "publisher": {"@type": "Organization", "name": site},
        "author": {"@type": "Person", "name": "Ida Blom"},
    }
    related = "".join(f'<li><a href="/r{n}">Related story number {n} about the harbor</a></li>' for n in range(6))
    body = "\n".join(
        f"<p>{escape(p)}</p>" + ('<div class="ad-slot">Advertisement</div>' if n == 0 else "")
        for n, p in enumerate(paragraphs)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | {site}</title>
<meta property="og:title" content="{escape(title)}"><meta property="og:site_name" content="{site}">
<meta property="article:published_time" content="{published}">
<script type="application/ld+json">{json.dumps(data)}</script></head><body>
<div id="cookie-banner" class="cookie-consent"><p>We use cookies to give you the best experience. By going on you agree
to our cookie policy and to the use of cookies by our partners.</p><button>Accept all</button></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li>
</ul></nav></header><main><article><h1>{escape(title)}</h1><p class="byline">By Ida Blom</p>{body}
<div class="newsletter-signup"><p>Sign up for our daily newsletter and never miss a story again.</p></div>
</article></main><aside><h2>Most read</h2><ul>{related}</ul></aside>
<footer><p>Copyright 2026 The Norhaven Post. All rights reserved. Terms and conditions apply.</p></footer>
</body></html>"""


@dataclass
class Reply:
    """What a path answers. write: sends all by itself, raw."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    write: Callable[[BaseHTTPRequestHandler], None] | None = None


Route = Reply | Callable[[BaseHTTPRequestHandler], Reply]


class Site:
    """A running site. routes: by path with query. asked: "METHOD path" of each request, in order, with its headers."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.bodies: list[bytes] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((f"{self.command} {self.path}", {k.lower(): v for k, v in self.headers.items()}))
                length = int(self.headers.get("content-length") or 0)
                if length:
                    site.bodies.append(self.rfile.read(length))
                route = site.routes.get(self.path, Reply(b"nothing here", 404))
                reply = route(self) if callable(route) else route
                self.close_connection = True
                if reply.write is not None:
                    with suppress(OSError):
                        reply.write(self)
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if "content-length" not in {n.lower() for n in reply.headers}:
                    self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(reply.body)

            do_POST = do_GET  # noqa: N815 - as the base class wants it

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """Paths asked, robots.txt aside."""
        return [told.split(" ")[1] for told, _ in self.asked if not told.endswith("/robots.txt")]

    def page(self, path: str, number: int = 0, **headers: str) -> None:
        body = article_page(*TEXTS[number]).encode()
        self.routes[path] = Reply(body, headers={"Content-Type": "text/html; charset=utf-8", **headers})

    def feed(self, path: str, items: list[tuple[str, str, str]], **headers: str) -> None:
        """items: link, title, description each."""
        self.routes[path] = Reply(rss(items).encode(), headers={"Content-Type": "application/rss+xml", **headers})


def rss(items: list[tuple[str, str, str]], title: str = "The Norhaven Post") -> str:
    told = "".join(
        f"<item><title>{escape(t)}</title><link>{escape(link)}</link><guid>{escape(link)}</guid>"
        f"<pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate><description>{escape(d)}</description></item>"
        for link, t, d in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{told}</channel></rss>'


@contextmanager
def running() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join()
