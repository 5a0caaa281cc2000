"""`sayso watch` and `sayso add` with addresses, as people give them, against a server on this machine."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import re
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.commands import ledger_add
from sayso.commands.ledger_watch import run
from sayso.commands.watching import to_seconds
from sayso.commands.web import WebWish
from sayso.errors import UsageError
from sayso.ledger.queries import Ledger
from sayso.ledger.search import ClaimFilter
from sayso.ledger.verify import verify
from sayso.records import Article, Reading
from sayso.settings import Settings
from tests.fetch.site import TEXTS, Reply, Site, rss, running
from tests.ledger.made import READER, one_claim

ROOT = Path(__file__).parent.parent.parent
ITEMS = [(f"/{n}", f"Title {n}", f"The harbor of Norhaven closes at {n}, the mayor said.") for n in range(40)]


class PlainReader:
    """Finds "…, the mayor said"."""

    digest = READER

    def __init__(self, _: Settings) -> None:
        """Takes the settings, as the reader does."""

    def read(self, article: Article) -> Reading:
        found = re.search(r"(The harbor [^,]+), (the mayor) (said)", article.text)
        claims = one_claim(article.text, found[2], found[3], found[1]).claims if found else ()
        return Reading(reader=READER, article=replace(article, language="en"), claims=claims)


class StillClock:
    """Moves only when somebody sleeps. jump: of the clock on the wall, which the other does not follow."""

    def __init__(self) -> None:
        self.at, self.jump, self.slept = 0.0, timedelta(), list[float]()

    def monotonic(self) -> float:
        return self.at

    def now(self) -> datetime:
        return datetime(2026, 3, 3, tzinfo=UTC) + timedelta(seconds=self.at) + self.jump

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_add, "Reader", PlainReader)
    monkeypatch.setenv("SAYSO_HOST_PAUSE", "0")


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        yield found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "l.db"


def watch(path: Path, *feeds: str, clock: StillClock | None = None, rounds: int = 1, **options: object) -> None:
    told: dict[str, object] = {
        "every": 600.0,
        "once": False,
        "form": "lines",
        "rss": None,
        "webhook": None,
        "quiet": False,
    }
    wish = WebWish(follow=bool(options.pop("follow", False)), allow_private=True, shows=False)
    run(
        feeds,
        path,
        Settings(host_pause=0.0),
        wish,
        clock=clock or StillClock(),
        rounds=rounds,
        **(told | options),  # type: ignore[arg-type]
    )


def articles(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM publication").fetchone()[0])
    finally:
        connection.close()


def test_each_item_is_added_and_told_once(site: Site, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.feed("/feed", ITEMS[:3])
    watch(path, site.base + "/feed")
    lines = capsys.readouterr().out.splitlines()
    assert [re.sub(r"\s+a1:\w+$", "", line) for line in lines] == [
        f"2026-03-03  The Norhaven Post  Title {n}  1 claim" for n in range(3)
    ]
    site.feed("/feed", ITEMS[:4])
    watch(path, site.base + "/feed")
    assert [line.split("  ")[2] for line in capsys.readouterr().out.splitlines()] == ["Title 3"]
    assert articles(path) == 4
    assert verify(path).findings == ()


def test_objects_for_programs(site: Site, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.feed("/feed", ITEMS[:1])
    watch(path, site.base + "/feed", form="jsonl")
    told = json.loads(capsys.readouterr().out)
    assert (told["change"], told["article"]["title"], told["article"]["url"]) == ("new", "Title 0", site.base + "/0")
    assert [(c["source"], c["content"]) for c in told["claims"]] == [
        ("the mayor", "The harbor of Norhaven closes at 0")
    ]


def test_a_changed_item_is_told_as_changed(site: Site, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.feed("/feed", ITEMS[:1])
    watch(path, site.base + "/feed")
    site.feed("/feed", [("/0", "Title 0", "The harbor of Norhaven stays open, the mayor said.")])
    capsys.readouterr()
    watch(path, site.base + "/feed")
    assert "  changed  1 claim  " in capsys.readouterr().out
    assert articles(path) == 2


def test_pages_are_followed(site: Site, path: Path) -> None:
    site.page("/a.html")
    site.feed("/feed", [("/a.html", "Ferry", "x")])
    watch(path, site.base + "/feed", follow=True, rounds=2)
    with Ledger(path) as ledger:
        assert [r.article.text.split("\n")[0] for r in ledger.readings()] == [TEXTS[0][0]]
    assert site.paths().count("/a.html") == 1


def test_a_page_that_fails_is_tried_again_and_then_left(
    site: Site, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.feed("/feed", [("/missing", "M", "x")])
    watch(path, site.base + "/feed", follow=True, rounds=9)
    assert site.paths().count("/missing") == 5
    assert capsys.readouterr().err.count("answers 404") == 5


def test_what_did_not_change_is_asked_for_by_its_tag(site: Site, path: Path) -> None:
    body = rss(ITEMS[:2]).encode()

    def feed(handler: BaseHTTPRequestHandler) -> Reply:
        return (
            Reply(status=304) if handler.headers.get("If-None-Match") == '"1"' else Reply(body, headers={"ETag": '"1"'})
        )

    site.routes["/feed"] = feed
    watch(path, site.base + "/feed", rounds=2)
    watch(path, site.base + "/feed")
    asked = [headers.get("if-none-match") for told, headers in site.asked if told == "GET /feed"]
    assert asked == [None, '"1"', '"1"']


def test_the_tag_is_kept_only_when_all_was_taken(site: Site, path: Path) -> None:
    site.feed("/feed", [("/late", "L", "x")], ETag='"1"')
    watch(path, site.base + "/feed", follow=True)
    site.page("/late")
    watch(path, site.base + "/feed", follow=True)
    assert articles(path) == 1
    assert [h.get("if-none-match") for told, h in site.asked if told == "GET /feed"] == [None, None]


def test_failures_are_asked_ever_more_seldom(site: Site, path: Path) -> None:
    site.routes["/feed"] = Reply(status=500)
    clock = StillClock()
    watch(path, site.base + "/feed", clock=clock, rounds=5)
    long = [round(s / 600) for s in clock.slept if s >= 590]
    assert long == [1, 2, 4, 8]


def test_a_server_that_says_when_is_heard_also_after_a_restart(
    site: Site, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.routes["/feed"] = Reply(status=429, headers={"Retry-After": "7200"})
    watch(path, site.base + "/feed")
    asked = len(site.asked)
    watch(path, site.base + "/feed", once=True)
    assert len(site.asked) == asked
    assert "is not asked for another 7,200 s" in capsys.readouterr().err
    later = StillClock()
    later.at = 7300
    site.feed("/feed", ITEMS[:1])
    watch(path, site.base + "/feed", clock=later)
    assert articles(path) == 1


@pytest.mark.parametrize("jump", [timedelta(days=-4000), timedelta(days=4000)])
def test_a_clock_that_jumps_stops_nothing(site: Site, path: Path, jump: timedelta) -> None:
    site.routes["/feed"] = Reply(status=503, headers={"Retry-After": "1800"})
    watch(path, site.base + "/feed")
    site.feed("/feed", ITEMS[:2])
    clock = StillClock()
    clock.jump = jump
    watch(path, site.base + "/feed", clock=clock, rounds=2)
    assert clock.at <= 1800 + 1
    assert articles(path) == 2
    clock.jump = -jump  # and while it runs
    site.feed("/feed", ITEMS[:3])
    watch(path, site.base + "/feed", clock=clock, rounds=2)
    assert articles(path) == 3


def test_a_feed_that_is_gone_is_left_for_good(site: Site, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.routes["/feed"] = Reply(status=410)
    watch(path, site.base + "/feed")
    asked = len(site.asked)
    watch(path, site.base + "/feed")
    assert len(site.asked) == asked
    assert "it is gone" in capsys.readouterr().err


def test_lists_files_pages_and_sitemaps_are_followed(site: Site, path: Path, tmp_path: Path) -> None:
    site.feed("/one", ITEMS[:2])
    site.routes["/"] = Reply(
        b'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/one"></head></html>',
        headers={"Content-Type": "text/html"},
    )
    local = tmp_path / "two.rss"
    local.write_text(rss(ITEMS[2:4]), encoding="utf-8")
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml><body><outline xmlUrl="{site.base}/"/></body></opml>', encoding="utf-8")
    site.page("/a.html")
    site.routes["/s.xml"] = Reply(f"<urlset><url><loc>{site.base}/a.html</loc></url></urlset>".encode())
    watch(path, str(opml), str(local), site.base + "/s.xml", rounds=2)
    assert articles(path) == 5
    local.write_text(rss(ITEMS[2:5]), encoding="utf-8")
    watch(path, str(opml), str(local), site.base + "/s.xml")
    assert articles(path) == 6
    assert verify(path).findings == ()


def test_one_bad_feed_does_not_hold_up_the_others(site: Site, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.routes["/broken"] = Reply(rss(ITEMS[:2]).encode()[:-60])
    site.routes["/bomb"] = Reply(b'<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>')
    site.feed("/good", ITEMS[2:4])
    feeds = [site.base + name for name in ("/none", "/broken", "/bomb", "/good")]
    with pytest.raises(SystemExit):
        watch(path, *feeds, once=True)
    assert articles(path) >= 3
    assert "is not XML" in capsys.readouterr().err


def test_the_feed_of_claims_is_valid(site: Site, path: Path, tmp_path: Path) -> None:
    hostile = [("/x", "A <b> & \x0b ]]> title", "The harbor of <i>Nor & haven</i> \u202eclosed, the mayor said.")]
    site.routes["/feed"] = Reply(rss(hostile).replace("\x0b", "").encode())
    out = tmp_path / "claims.rss"
    watch(path, site.base + "/feed", rss=out)
    root = ET.fromstring(out.read_text(encoding="utf-8"))
    (item,) = root.findall("channel/item")
    assert "Nor & haven" in (item.findtext("title") or "")
    assert (item.findtext("guid") or "").startswith("k1:")
    assert item.findtext("link") == site.base + "/x"
    assert datetime.strptime(item.findtext("pubDate") or "", "%a, %d %b %Y %H:%M:%S %z")
    again = tmp_path / "again.db"
    main(["add", str(out), "--ledger", str(again), "-q"])
    assert articles(again) == 1


def test_a_webhook_gets_each_article_signed(site: Site, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_WEBHOOK_SECRET", "geheim")
    site.feed("/feed", ITEMS[:2])
    site.routes["/hook"] = Reply(b"ok")
    watch(path, site.base + "/feed", webhook=site.base + "/hook", rounds=2)
    (body,) = site.bodies
    (headers,) = [h for told, h in site.asked if told == "POST /hook"]
    told = headers["x-sayso-timestamp"].encode() + b"." + body
    assert headers["x-sayso-signature"] == "sha256=" + hmac.new(b"geheim", told, hashlib.sha256).hexdigest()
    assert len(json.loads(body)["articles"]) == 2
    assert b"geheim" not in path.read_bytes()


def test_a_webhook_that_fails_gets_it_later_once(site: Site, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.feed("/feed", ITEMS[:2])
    site.routes["/hook"] = Reply(status=302, headers={"Location": "/elsewhere"})
    watch(path, site.base + "/feed", webhook=site.base + "/hook")
    assert "/elsewhere" not in site.paths()
    assert "answers 302" in capsys.readouterr().err
    site.routes["/hook"] = Reply(b"ok")
    watch(path, site.base + "/feed", webhook=site.base + "/hook")
    watch(path, site.base + "/feed", webhook=site.base + "/hook")
    assert [len(json.loads(body)["articles"]) for body in site.bodies] == [2, 2]
    assert capsys.readouterr().out == ""


def test_a_webhook_inside_is_refused(
    site: Site, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    local = tmp_path / "one.rss"
    local.write_text(rss(ITEMS[:1]), encoding="utf-8")
    wish = WebWish(follow=False, allow_private=False, shows=False)
    run(
        [str(local)], path, Settings(), wish, every=600, once=True, form="lines", rss=None,
        webhook=site.base.replace("127.0.0.1", "localhost") + "/hook", quiet=True, clock=StillClock(),
    )  # fmt: skip
    assert site.asked == []
    assert "address-refused" in capsys.readouterr().err


def test_killed_again_and_again_each_item_is_there_once(path: Path) -> None:
    """SIGKILL at random moments; a call after it goes on, and all that was told is in the ledger."""
    dice = random.Random(3)
    with running() as site:
        site.feed("/feed", ITEMS, ETag='"1"')
        command = [sys.executable, "-m", "tests.fetch.watcher", "watch", site.base + "/feed", "--allow-private"]
        command += ["--ledger", str(path), "--format", "jsonl", "-q"]
        told: set[str] = set()
        for _ in range(4):
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
            try:
                process.wait(timeout=dice.uniform(0.8, 2.5))
            except subprocess.TimeoutExpired:
                process.kill()
            lines, _ = process.communicate()
            told |= {
                json.loads(line)["article"]["id"] for line in lines.splitlines(keepends=True) if line.endswith("\n")
            }
            if path.exists():
                assert verify(path).findings == ()
        last = subprocess.run([*command, "--once"], capture_output=True, text=True, cwd=ROOT, check=True)
        told |= {json.loads(line)["article"]["id"] for line in last.stdout.splitlines()}
    assert articles(path) == len(ITEMS) == len(told)
    assert verify(path).findings == ()


def test_add_takes_addresses_and_files_in_one_call(
    site: Site, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.page("/a.html", ETag='"1"')
    (tmp_path / "b.txt").write_text("The harbor of Norhaven closes, the mayor said.", encoding="utf-8")
    call = ["add", site.base + "/a.html", str(tmp_path / "b.txt"), "--ledger", str(path), "--allow-private"]
    assert main(call) == 0
    assert "2 articles added" in capsys.readouterr().err
    assert main(call) == 0
    assert "2 were there already" in capsys.readouterr().err
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    with Ledger(path) as ledger:
        assert ledger.count(ClaimFilter()) == 1
    assert verify(path).findings == ()


def test_a_feed_that_was_taken_in_part_is_asked_for_whole(site: Site, path: Path) -> None:
    body = rss(ITEMS[:5]).encode()

    def feed(handler: BaseHTTPRequestHandler) -> Reply:
        same = handler.headers.get("If-None-Match") or handler.headers.get("If-Modified-Since")
        headers = {"ETag": '"1"', "Last-Modified": "Tue, 03 Mar 2026 10:00:00 GMT"}
        return Reply(status=304) if same else Reply(body, headers=headers)

    site.routes["/feed"] = feed
    call = ["add", site.base + "/feed", "--ledger", str(path), "--allow-private", "-q"]
    assert main([*call, "--first", "2"]) == 0
    assert articles(path) == 2
    assert main(call) == 0
    assert articles(path) == 5


def test_add_does_not_reach_inside_without_the_flag(site: Site, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.page("/a.html")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sayso.fetch.transport.check_port", lambda target, allow_private: None)
        assert main(["add", site.base + "/a.html", "--ledger", str(path)]) == 1
    told = capsys.readouterr().err
    assert "address-refused" in told
    assert "--allow-private" in told
    assert site.asked == []


def test_no_secret_of_an_address_stays(site: Site, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.page("/a.html?token=hush")
    site.feed("/feed?api_key=hush", [("/a.html?token=hush", "Ferry", "x")])
    url = site.base.replace("://", "://user:hush@") + "/feed?api_key=hush"
    watch(path, url, follow=True)
    main(["add", url, url.replace("/feed", "/none"), "--ledger", str(path), "--allow-private", "--follow"])
    told = capsys.readouterr()
    assert articles(path) == 1
    assert "hush" not in told.out + told.err
    assert b"hush" not in b"".join(one.read_bytes() for one in path.parent.iterdir())


@pytest.mark.parametrize("told", ["10", "5s", "0m", "1w", "m", "-1m", "99999999d"])
def test_times_that_are_none(told: str) -> None:
    with pytest.raises(UsageError):
        to_seconds(told)


@pytest.mark.parametrize(("told", "seconds"), [("10m", 600), ("90s", 90), (" 1 h ", 3600), ("1d", 86_400)])
def test_times(told: str, seconds: float) -> None:
    assert to_seconds(told) == seconds
