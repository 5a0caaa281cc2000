"""The gold pairs: spans are verbatim, no event stands in two splits, the files are what was adjudicated."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from gold.labels import HERE as GOLD
from gold.pairs.agree import f1, table
from gold.pairs.build import digests, row, splits
from gold.pairs.measure import Judged, b_cubed, interval, macro_f1, precision_at
from gold.pairs.read import (
    HERE,
    LABELS,
    POSITIONS,
    SPLITS,
    Candidate,
    Proposition,
    Verdict,
    candidates,
    groups,
    hard,
    pair_texts,
    propositions,
    questions,
    verdicts,
    words,
)

Spans = list[list[int]]


def corpus() -> dict[str, tuple[str, dict[str, dict[str, Spans]]]]:
    """Split and claims of every text of the gold corpus."""
    out = {}
    for split in SPLITS:
        for line in (GOLD / "corpus" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            out[told["name"]] = (split, {claim["id"]: claim for claim in told["attributions"]})
    return out


def test_spans_are_verbatim() -> None:
    texts = pair_texts()
    for one in propositions().values():
        text = texts[one.text]
        for spans in (one.source, one.cue, one.content):
            assert list(spans) == sorted(spans)
            for start, end in spans:
                assert 0 <= start < end <= len(text)
                assert text[start:end] == text[start:end].strip()
                assert "\n" not in text[start:end]
        assert one.content
        assert len(one.cue) <= 1
        assert (one.voice == "outlet") == (one.claim is None)
        assert one.voice == "attributed" or not (one.source or one.cue)


def test_claims_of_the_gold_corpus_have_its_spans() -> None:
    told = corpus()
    gold = [one for one in propositions().values() if one.claim and one.claim.startswith("g")]
    assert len(gold) > 500
    for one in gold:
        claim = told[one.text][1][str(one.claim)]
        for role in ("source", "cue", "content"):
            assert [list(span) for span in getattr(one, role)] == claim[role], one.id


def test_texts_of_pairs_are_open_and_no_other_text() -> None:
    rows = [json.loads(line) for line in (HERE / "texts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {r["license"] for r in rows} <= {"CC BY 4.0", "CC BY-SA 4.0"}
    names = [r["name"] for r in rows]
    assert len(set(names)) == len(names)
    assert not set(names) & set(corpus())


def test_a_pair_is_two_propositions_of_one_event_and_stands_once() -> None:
    known, seen = propositions(), set()
    for pair in candidates():
        assert pair.a != pair.b
        assert known[pair.a].group == known[pair.b].group == pair.group
        assert frozenset((pair.a, pair.b)) not in seen, pair.pair
        seen.add(frozenset((pair.a, pair.b)))
    assert len({pair.pair for pair in candidates()}) == len(seen) >= 600


def test_no_text_in_two_splits_and_none_of_the_gold_test_texts_elsewhere() -> None:
    place, told = groups(), corpus()
    where: dict[str, set[str]] = {}
    for one in propositions().values():
        where.setdefault(one.text, set()).add(place[one.group])
    assert all(len(found) == 1 for found in where.values())
    assert all(where[name] == {split} for name, (split, _) in told.items() if name in where)
    assert sum(split == "test" for split in place.values()) >= 3


def test_two_passes_label_every_pair_of_dev_and_test_and_one_the_rest() -> None:
    place = groups()
    measured = {pair.pair for pair in candidates() if place[pair.group] != "train"}
    assert set(verdicts(HERE / "passes" / "a.jsonl")) == {pair.pair for pair in candidates()}
    assert measured <= set(verdicts(HERE / "passes" / "b.jsonl"))
    settled = verdicts(HERE / "adjudicated.jsonl")
    assert not any(settled[pair].origin == "single" for pair in measured)


def test_what_was_adjudicated_keeps_a_reason_where_the_passes_differ() -> None:
    first, second = (verdicts(HERE / "passes" / f"{name}.jsonl") for name in ("a", "b"))
    settled = verdicts(HERE / "adjudicated.jsonl")
    assert set(settled) == {pair.pair for pair in candidates()}
    for pair, one in settled.items():
        if one.origin == "single":
            assert one.label == first[pair].label
            continue
        a, b = first[pair].label, second[pair].label
        expected = {"both": a == b == one.label, "a": a == one.label != b, "b": b == one.label != a}
        expected["neither"] = one.label not in (a, b)
        assert expected[str(one.origin)], pair
        assert one.origin == "both" or one.reason


def test_the_split_files_are_what_was_adjudicated() -> None:
    for split, text in splits().items():
        assert (HERE / f"{split}.jsonl").read_text(encoding="utf-8") == text
    assert json.loads((HERE / "digests.json").read_text(encoding="utf-8")) == digests()


def test_every_label_occurs_and_half_of_the_easy_ones_are_hard() -> None:
    rows = [json.loads(line) for text in splits().values() for line in text.splitlines()]
    counts = Counter(r["label"] for r in rows)
    assert set(counts) == set(LABELS)
    assert min(counts[label] for label in ("same", "contradicts", "shift")) >= 60
    apart = [r["hard"] for r in rows if r["label"] in ("related", "unrelated")]
    assert sum(apart) >= len(apart) / 2


def test_a_claim_stands_behind_one_question_of_its_event() -> None:
    known, seen = propositions(), set()
    for one in questions():
        assert len(one.positions) > 1
        for claim, position in one.positions:
            assert known[claim].group == one.group
            assert position in POSITIONS
            assert claim not in seen
            seen.add(claim)


def test_contradicting_claims_behind_one_question_do_not_both_say_no() -> None:
    place = {claim: (one.question, position) for one in questions() for claim, position in one.positions}
    settled = verdicts(HERE / "adjudicated.jsonl")
    same = [p for p in candidates() if settled[p.pair].label == "same" and p.a in place and p.b in place]
    together = [p for p in same if place[p.a][0] == place[p.b][0]]
    assert len(together) > 0.9 * len(same)
    opposed = [p.pair for p in together if {place[p.a][1], place[p.b][1]} == {"yes", "no"}]
    assert len(opposed) < 0.05 * len(together)


def test_hard_needs_a_shared_word_name_number_or_speaker() -> None:
    assert hard("the bridge fell", "a bridge was built", (None, None))
    assert hard("killed 40", "lost 40 more", (None, None))
    assert hard("in Lviv", "to Lviv", (None, None))
    assert hard("it rained", "we lost", ("Ada", "Ada"))
    assert not hard("it rained", "we lost", (None, None))
    assert not hard("when they came", "what they said when", ("Ada", "Bob"))


def test_a_row_says_what_each_side_asserts_when_and_by_whom() -> None:
    text = "Ada denied that the bridge fell. Bob said it fell."

    def proposition(key: str, source: str, cue: str, content: str) -> Proposition:
        def spans(quote: str) -> tuple[tuple[int, int], ...]:
            return ((text.index(quote), text.index(quote) + len(quote)),)

        return Proposition(
            id=key, group="g", text="t", claim=key, voice="attributed", source=spans(source), cue=spans(cue),
            content=spans(content), name=source, said="2022-01", about="2022-01-03",
        )  # fmt: skip

    known = {
        "a": proposition("a", "Ada", "denied", "that the bridge fell"),
        "b": proposition("b", "Bob", "said", "it fell"),
    }
    pair = Candidate(pair="p1", group="g", a="a", b="b")
    told = row(pair, Verdict(pair="p1", label="contradicts", reason="x", origin="both"), known, {"t": text})
    assert (told["label"], told["hard"]) == ("contradicts", True)
    assert told["a"] == {
        "id": "a",
        "text": "that the bridge fell",
        "cue": "denied",
        "source": "Ada",
        "said": "2022-01",
        "about": "2022-01-03",
    }
    assert words(text, ((0, 3), (33, 36))) == "Ada Bob"


@pytest.mark.parametrize(
    "line",
    [
        {"pair": "p1", "label": "maybe", "confidence": "high", "reason": "x"},
        {"pair": "p1", "label": "same", "confidence": "sure", "reason": "x"},
        {"pair": "p1", "label": "same", "from": "c", "reason": "x"},
    ],
)
def test_labels_outside_the_vocabulary_are_refused(tmp_path: Path, line: dict[str, str]) -> None:
    path = tmp_path / "pass.jsonl"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="p1"):
        verdicts(path)


def test_a_pair_labelled_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pass.jsonl"
    line = json.dumps({"pair": "p1", "label": "same", "confidence": "high", "reason": "x"})
    path.write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="twice"):
        verdicts(path)


def test_agreement() -> None:
    pairs = [("same", "same"), ("same", "shift"), ("related", "related"), ("related", "same")]
    assert f1(pairs, "same") == pytest.approx(2 / 4)
    assert f1(pairs, "shift") == 0.0
    assert f1(pairs, "contradicts") == 0.0
    assert table(pairs)[0] == "n 4   agree 50.0   kappa 0.20"


def judged(*rows: tuple[str, str, float], group: str = "g") -> list[Judged]:
    return [Judged(group=group, gold=gold, verdict=verdict, score=score) for gold, verdict, score in rows]


def test_macro_f1_is_the_mean_over_labels_in_use() -> None:
    pairs = judged(("same", "same", 0.1), ("same", "related", 0.1), ("related", "related", 0.1))
    assert macro_f1(pairs) == pytest.approx((2 / 3 + 2 / 3) / 2)
    assert macro_f1([]) == 0.0


def test_precision_at_half_recall_takes_equal_scores_together() -> None:
    pairs = judged(
        ("contradicts", "same", 0.9), ("same", "same", 0.8), ("contradicts", "same", 0.8), ("contradicts", "same", 0.2),
        ("contradicts", "same", 0.1),
    )  # fmt: skip
    assert precision_at(pairs) == pytest.approx(2 / 3)
    assert precision_at(list(reversed(pairs))) == pytest.approx(2 / 3)
    assert precision_at(judged(("same", "same", 0.9))) == 0.0


def test_an_interval_resamples_events_whole() -> None:
    right, wrong = judged(("same", "same", 0.0), group="a"), judged(("same", "related", 0.0), group="b")
    low, high = interval(right + wrong, macro_f1)
    assert (low, high) == (0.0, 1.0)
    assert interval(right * 5, macro_f1) == (1.0, 1.0)


def test_b_cubed() -> None:
    gold = {"a": "1", "b": "1", "c": "2", "d": "2"}
    assert b_cubed(gold, gold) == (1.0, 1.0, 1.0)
    assert b_cubed(gold, dict.fromkeys(gold, "x"))[:2] == (0.5, 1.0)
    assert b_cubed(gold, {})[:2] == (1.0, 0.5)
    assert b_cubed({}, {}) == (0.0, 0.0, 0.0)
