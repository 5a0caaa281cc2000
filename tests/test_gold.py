"""The gold corpus: labels resolve, splits are what the labels say, and the rules of labelling are enforced."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gold.agree import kappa, match
from gold.build import row, split_of
from gold.labels import HERE, LabelError, read_labels, resolve, texts

TEXT = "Officials believe that commanders have decided to leave. They said so on Monday.\nThey said so again."
CLAIM: dict[str, Any] = {
    "id": "g1", "parent": None, "at": None, "source": "Officials", "cue": "believe",
    "content": "that commanders have decided to leave", "certainty": [], "name": "Officials", "record": "unnamed",
    "form": "indirect", "force": "believes", "polarity": "affirmed", "horizon": "present",
    "said": None, "about": None, "due": None,
}  # fmt: skip
INNER = CLAIM | {"id": "g2", "parent": "g1", "source": "commanders", "cue": "have decided", "content": "to leave"}


def test_the_corpus_is_what_the_labels_say() -> None:
    known, labels = texts(), read_labels(HERE / "adjudicated")
    assert set(labels) <= set(known)  # texts stand there before they are labelled
    for split in ("train", "dev", "test"):
        rows = [json.loads(x) for x in (HERE / "corpus" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert rows == [
            json.loads(json.dumps(row(known[n], labels[n]))) for n in sorted(labels) if split_of(n) == split
        ]


def test_every_text_has_an_open_license() -> None:
    assert {t["license"] for t in texts().values()} == {"CC BY 2.5", "CC BY 4.0", "CC BY-SA 4.0"}


def test_nested_claims_resolve() -> None:
    outer, inner = resolve(TEXT, [CLAIM, INNER])
    assert TEXT[slice(*outer.spans["content"][0])] == "that commanders have decided to leave"
    assert inner.parent == "g1"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"cue": "thinks"}, "0 times"),
        ({"source": "They"}, "2 times"),
        ({"cue": {"text": "said", "nth": 3}}, "not where"),
        ({"content": "that comm"}, "not where|white"),
        ({"content": "on Monday.\nThey"}, "line break"),
        ({"content": []}, "at least one content"),
        ({"content": "believe that commanders"}, "overlap"),
        ({"parent": "g9"}, "does not stand before"),
        ({"certainty": ["Monday"]}, "cue or the content"),
        ({"force": "guesses"}, "force"),
        ({"record": None}, "record"),
        ({"about": "Monday"}, "earliest"),
        ({"colour": 1}, "colour"),
    ],
)
def test_what_breaks_the_rules_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(LabelError, match=says):
        resolve(TEXT, [CLAIM | {"at": "Officials"} | change] if "content" in change else [CLAIM | change])


def test_a_child_stands_within_its_parent() -> None:
    with pytest.raises(LabelError, match="within its parent"):
        resolve(TEXT, [CLAIM, INNER | {"content": {"text": "so", "nth": 1}}])


def test_the_same_labels_agree_in_full() -> None:
    labels = resolve(TEXT, [CLAIM, INNER])
    assert [(a.id, b.id) for a, b in match(TEXT, labels, labels)] == [("g1", "g1"), ("g2", "g2")]


def test_kappa() -> None:
    assert kappa([("a", "a"), ("b", "b")]) == 1.0
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0.0
    assert kappa([("a", "a")] * 3) == 1.0
