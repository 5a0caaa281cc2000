"""Invented news on a bridge, with a question on which its speakers disagree, and an article that means harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sayso.ledger.store import Store
from sayso.records import Article, Certainty, Claim, Cue, Place, Reading, Source, Span, When

TOKEN = "a-token-of-the-tests-1234"
HOST = "http://127.0.0.1"
ATTACK = (
    "<script>document.title='owned'</script>\"'><img src=x onerror=alert(1)><svg onload=alert(2)>"
    "{{ 7*191 }}{% raw %}\u202egpj.exe"
)
POST = """The old bridge at Tarn will reopen in May, Mayor Ana Ruiz said on Monday.

"The bridge is safe," she told reporters.

Two engineers denied that the bridge was safe. It has stood since 1931.
"""
COURIER = """The bridge at Tarn is probably not safe, according to inspector Lars Holm.

Ruiz later admitted that the bridge had cracks.
"""


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def claim(text: str, number: int, content: str, cue: str | None, source: str | None, **more: Any) -> Claim:
    """One claim by its words. name: of the source."""
    spoken = span(text, source) if source else None
    name = more.pop("name", source)
    return Claim(
        id=f"c{number}",
        content=(span(text, content),),
        confidence=more.pop("confidence", 0.9),
        source=Source(spans=(spoken,), name=name, mentions=(spoken,), record=more.pop("record", "named-person"))
        if spoken
        else None,
        cue=Cue(span=span(text, cue), lemma=cue) if cue else None,
        **more,
    )


def readings() -> list[Reading]:
    monday = When(text="on Monday", earliest="2023-02-06", latest="2023-02-06")
    tarn = Place(spans=(span(POST, "Tarn"),), name="Tarn", country="NO", latitude=61.2, longitude=4.9)
    post = Article(
        text=POST, name="post", title="Bridge to reopen", outlet="Norhaven Post", published="2023-02-08",
        url="https://news.example/bridge", language="en",
    )  # fmt: skip
    first = (
        claim(POST, 1, "The old bridge at Tarn will reopen in May", "said", "Mayor Ana Ruiz", name="Ana Ruiz",
              force="predicts", horizon="future", said=monday, due="2023-05-31", places=(tarn,), form="indirect"),
        claim(POST, 2, '"The bridge is safe,"', "told", "she", name="Ana Ruiz", force="says", form="direct",
              polarity="affirmed", said=monday),
        claim(POST, 3, "that the bridge was safe", "denied", "Two engineers", record="anonymous", force="denies",
              confidence=0.4),
        Claim(id="c4", voice="outlet", content=(span(POST, "It has stood since 1931"),), confidence=0.7),
    )  # fmt: skip
    probably = span(COURIER, "probably")
    courier = Article(
        text=COURIER, name="courier", title="Doubts on the bridge", outlet="The Courier", published="2023-03-01",
        language="en",
    )  # fmt: skip
    second = (
        claim(COURIER, 1, "The bridge at Tarn is probably not safe", "according to", "inspector Lars Holm",
              name="Lars Holm", force="says",
              certainty=Certainty(words=(probably,), term="likely", band=(0.55, 0.8))),
        claim(COURIER, 2, "that the bridge had cracks", "admitted", "Ruiz", name="Ana Ruiz", force="confirms"),
    )  # fmt: skip
    text = f"A {ATTACK} said {ATTACK} B."
    bad = Article(
        text=text, name=ATTACK, title=ATTACK, outlet=ATTACK, published="2023-01-02",
        url="javascript:alert(document.domain)", language="en",
    )  # fmt: skip
    third = (
        Claim(
            id="c1",
            content=(Span.of(text, len(ATTACK) + 8, len(text) - 3),),
            confidence=0.5,
            source=Source(spans=(Span.of(text, 2, 2 + len(ATTACK)),), name=ATTACK),
            cue=Cue(span=Span.of(text, len(ATTACK) + 3, len(ATTACK) + 7), lemma="say"),
            force="says",
        ),
    )
    return [
        Reading(reader="r1:tests", article=post, claims=first),
        Reading(reader="r1:tests", article=courier, claims=second),
        Reading(reader="r1:tests", article=bad, claims=third),
    ]


def ask_question(store: Store) -> None:
    """The rows that `sayso link` would make of the claims on the bridge's safety."""
    sides = {"is safe": "yes", "was safe": "no", "not safe": "hedged no", "cracks": "unclear"}
    with store.writing():
        run = store.connection.execute(
            "INSERT INTO link_run (judge, at) VALUES ('j1:tests', '2023-03-02T00:00:00Z')"
        ).lastrowid
        rows = store.connection.execute("SELECT key, text_id, content FROM claim WHERE current ORDER BY id").fetchall()
        members = []
        for key, text_id, content in rows:
            side = next((position for words, position in sides.items() if words in content), None)
            if side is not None:
                row = store.connection.execute(
                    "INSERT INTO proposition (claim, text_id, run_id, day, words, state, vector)"
                    " VALUES (?, ?, ?, ?, 0, 2, x'00')",
                    (key, text_id, run, "2023-02-06" if "safe" in content else "2023-03-01"),
                ).lastrowid
                members.append((row, side))
        question = store.connection.execute(
            "INSERT INTO question (key, wording, claims, speakers, outlets, yes, no, first_day, last_day)"
            " VALUES ('q1:00112233445566778899aabbccddeeff', 'The bridge at Tarn is safe', ?, 3, 2, 1, 2,"
            " '2023-02-06', '2023-03-01')",
            (len(members),),
        ).lastrowid
        for n, (later, side) in enumerate(members):
            for earlier, other in members[:n]:
                same = (side[-2:] == "no") == (other[-2:] == "no")
                store.connection.execute(
                    "INSERT INTO judgement VALUES (?, ?, ?, ?, ?, 0, 0, 0, '[]')",
                    (later, earlier, "same" if same else "contradicts", int(same), int(not same)),
                )
        store.connection.executemany(
            "INSERT INTO position VALUES (?, ?, ?)", [(row, question, side) for row, side in members]
        )


QUESTION = "q1:00112233445566778899aabbccddeeff"


def keys_of(path: Path) -> dict[str, str]:
    """Keys of claims by their words, and of articles by their titles."""
    with Store(path, create=False) as store:
        told = dict(store.connection.execute("SELECT content, key FROM claim WHERE current").fetchall())
        return told | dict(store.connection.execute("SELECT title, key FROM publication").fetchall())
