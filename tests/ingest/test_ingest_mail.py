"""Mail and boxes of mail."""

from __future__ import annotations

import gzip
import io
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import BadRecordError, InputError, NotTextError, TooLargeError
from sayso.ingest.mail import box_objects, mail_object, starts_mail
from sayso.records import Article
from sayso.settings import Settings
from tests.ingest.made import one_article, one_error, read, texts

HEAD = "From: The Morning <morning@post.example>\nSubject: =?utf-8?q?F=C3=A4hre_und_Korn?=\nMIME-Version: 1.0\n"
DATE = "Date: Thu, 3 Nov 2022 06:30:00 +0200\nMessage-ID: <1@post.example>\n"
PLAIN = f"{HEAD}{DATE}Content-Type: text/plain; charset=utf-8\n\nThe ferry is safe, she said.\n"


def newsletter(html: str, plain: str = "Read this online: https://post.example") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "Post <p@post.example>", "Ferry", "Thu, 3 Nov 2022 06:30:00 +0200"
    mail["Archived-At"] = "<https://post.example/1>"
    mail.set_content(plain)
    mail.add_alternative(html, subtype="html")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    return bytes(mail)


def test_headers_tell_title_date_outlet(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(PLAIN, encoding="utf-8")
    wanted = Article(
        text="The ferry is safe, she said.\n",
        name="a",
        outlet="The Morning",
        title="Fähre und Korn",
        published="2022-11-03T06:30:00+02:00",
    )
    assert read(tmp_path / "a.eml") == [wanted]
    (one,) = read(tmp_path / "a.eml", published="2020-01-01", outlet="Post")
    assert isinstance(one, Article)
    assert (one.published, one.outlet) == ("2020-01-01", "Post")


def test_a_newsletter_is_its_html_without_what_is_about_the_mail(tmp_path: Path) -> None:
    html = (
        "<table><tr><td><a href='https://x.example'>View this email in your browser</a></td></tr><tr><td><h1>Ferry</h1>"
        "<p style='display:none'>preheader</p><p>The ferry is safe, she said.</p><p>It leaves at noon.</p></td></tr>"
        "<tr><td>You’re receiving this because you signed up. <a href='https://x.example'>Unsubscribe</a></td></tr></table>"
    )
    (tmp_path / "n.eml").write_bytes(newsletter(html))
    one = one_article(read(tmp_path / "n.eml"))
    assert one.text == "Ferry\n\nThe ferry is safe, she said.\n\nIt leaves at noon."
    assert (one.title, one.outlet, one.url) == ("Ferry", "Post", "https://post.example/1")


def test_an_html_part_without_words_gives_way_to_the_plain_one(tmp_path: Path) -> None:
    (tmp_path / "n.eml").write_bytes(newsletter("<img src=x>", plain="She said so."))
    assert one_article(read(tmp_path / "n.eml")).text.strip() == "She said so."


def test_soft_line_ends_are_joined(tmp_path: Path) -> None:
    body = "The ferry is \nsafe, she \nsaid.\n\n From here on\nno more.\n"
    text = PLAIN.partition("\n\n")[0].replace("charset", "format=flowed; charset") + "\n\n" + body
    (tmp_path / "a.eml").write_text(text, encoding="utf-8")
    assert one_article(read(tmp_path / "a.eml")).text == "The ferry is safe, she said.\n\nFrom here on\nno more.\n"


def test_mail_and_boxes_are_known_by_their_beginning(tmp_path: Path) -> None:
    box = f"From a@b Thu Nov  3 06:30:00 2022\n{PLAIN}\n\nFrom c@d Thu Nov  3 06:31:00 2022\n{PLAIN}>From here on.\n"
    for data, count in ((PLAIN, 1), (box, 2)):
        assert len(read("-", stdin=data.encode())) == count
        (tmp_path / "noname").write_text(data, encoding="utf-8")
        assert len(read(tmp_path / "noname")) == count
        (tmp_path / "x.eml").write_text(data, encoding="utf-8")
        assert len(read(tmp_path / "x.eml")) == count
    (tmp_path / "x.mbox.gz").write_bytes(gzip.compress(box.encode()))
    first, second = read(tmp_path / "x.mbox.gz")
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.name, first.title) == ("1@post.example", "Fähre und Korn")
    assert second.text.endswith("\nFrom here on.\n")


def test_a_letter_in_plain_text_is_no_mail(tmp_path: Path) -> None:
    letter = "Subject: grain\nFrom: me\n\nDear all, she said."
    assert not starts_mail(letter.encode())
    (tmp_path / "a.txt").write_text(PLAIN, encoding="utf-8")
    assert one_article(read(tmp_path / "a.txt")).text == PLAIN  # its name says text


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=60), max_size=6))
def test_a_box_gives_back_what_was_put_in(bodies: list[str]) -> None:
    messages = [f"From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\nx{body}\n" for body in bodies]
    box = ""
    for message in messages:
        lines = [f">{line}" if line.lstrip(">").startswith("From ") else line for line in message.split("\n")]
        box += "From a@b Thu Nov  3 06:30:00 2022\n" + "\n".join(lines) + "\n"
    found = list(box_objects(io.BytesIO(box.encode()), "box", 10_000))
    if not bodies:
        assert [type(one) for one in found] == [BadRecordError]
        return
    told = [one["text"] for one in found if isinstance(one, dict)]
    assert [str(one).strip("\n") for one in told] == [f"x{body}".strip("\n") for body in bodies]


@pytest.mark.parametrize(
    "data",
    [
        HEAD.encode() + DATE.encode() + b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 5000,
        HEAD.encode() + b"Content-Type: text/plain; charset=nothing\n\nShe said so.",
        HEAD.encode() + b"Content-Transfer-Encoding: base64\nContent-Type: text/html\n\n!!!!",
        b"From: " + b"=?utf-8?q?" * 50_000 + b"\nSubject: x\nDate: " + b"9" * 100_000 + b"\n\nShe said so.",
        HEAD.encode() + b"\n" + b"\x00" * 100,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
        + b"\nShe said so.",
    ],
)
def test_broken_and_hostile_mail_is_read_or_refused(data: bytes) -> None:
    told: object
    try:
        told = mail_object(data, "x")["text"]
    except InputError as error:
        told = error.message
    assert isinstance(told, str)
    assert told.startswith("x") or "She said so." in told or not told.isprintable()


def test_a_gigantic_subject_is_refused_and_the_next_mail_read(tmp_path: Path) -> None:
    long = f"Subject: {'a' * 50_000}\nFrom: a@b.example\n\nShe said so.\n"
    start = "From a@b Thu Nov  3 06:30:00 2022\n"
    (tmp_path / "x.mbox").write_text(start + long + "\n" + start + PLAIN, encoding="utf-8")
    error, one = read(tmp_path / "x.mbox")
    assert isinstance(error, TooLargeError)
    assert '"title" has 50,000 characters' in error.message
    assert isinstance(one, Article)


def test_a_message_over_the_limit_costs_no_other(tmp_path: Path) -> None:
    start = "From a@b Thu Nov  3 06:30:00 2022\n"
    (tmp_path / "x.mbox").write_text(start + HEAD + "\n" + "long\n" * 2000 + "\n" + start + PLAIN, encoding="utf-8")
    found = read(tmp_path / "x.mbox", settings=Settings(largest_input=2000))
    assert [type(one) for one in found] == [TooLargeError, Article]
    assert "item 1" in texts(found)[0]


def test_a_mail_of_millions_of_lines_is_refused_before_it_is_taken_apart(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(HEAD + "\n" + "x\n" * 1_200_000, encoding="utf-8")
    assert isinstance(one_error(read(tmp_path / "a.eml")), TooLargeError)


def test_a_mail_without_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(HEAD + "Content-Type: image/png\n\nabc", encoding="utf-8")
    assert isinstance(one_error(read(tmp_path / "a.eml")), NotTextError)
