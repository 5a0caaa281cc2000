"""JSON out: whole, by chunk and by line."""

from __future__ import annotations

import dataclasses
import json

import pytest

from sayso.export.jsons import json_chunks, to_json, to_line
from sayso.records import Article, Reading


def test_one_reading_is_an_object_and_several_are_a_list(harbour: Reading, bare: Reading) -> None:
    assert json.loads(to_json([harbour])) == harbour.to_dict()
    assert json.loads(to_json([harbour, bare])) == [harbour.to_dict(), bare.to_dict()]
    assert to_json([]) == "[]\n"


def test_layout_is_that_of_json_dumps(harbour: Reading, bare: Reading) -> None:
    assert to_json([harbour]) == json.dumps(harbour.to_dict(), indent=1, ensure_ascii=False) + "\n"
    both = [harbour.to_dict(), bare.to_dict()]
    assert to_json([harbour, bare]) == json.dumps(both, indent=1, ensure_ascii=False) + "\n"


def test_a_list_of_one_stays_a_list_when_several_were_named(bare: Reading) -> None:
    assert json.loads("".join(json_chunks([bare], single=False))) == [bare.to_dict()]


def test_chunks_come_as_readings_do(harbour: Reading) -> None:
    taken = 0

    def readings() -> object:
        nonlocal taken
        for _ in range(3):
            taken += 1
            yield harbour

    chunks = json_chunks(readings(), single=False)  # type: ignore[arg-type]
    next(chunks)
    assert taken == 1


def test_single_takes_no_more_than_one(bare: Reading) -> None:
    assert list(json_chunks([], single=True)) == []
    with pytest.raises(ValueError, match="several"):
        list(json_chunks([bare, bare], single=True))


def test_a_line_is_one_line_for_every_reader(attack: Reading) -> None:
    line = to_line(attack)
    assert len(line.splitlines()) == 1
    assert json.loads(line) == attack.to_dict()
    line.encode("utf-8")  # a lone surrogate left raw would raise


def test_letters_stay_letters(bare: Reading) -> None:
    reading = dataclasses.replace(bare, article=Article(text="Київ – 東京"), claims=())
    assert "Київ – 東京" in to_json([reading])


def test_a_confidence_that_is_no_number_is_no_json(bare: Reading) -> None:
    claim = dataclasses.replace(bare.claims[0], confidence=float("nan"))
    with pytest.raises(ValueError, match="JSON"):
        to_line(dataclasses.replace(bare, claims=(claim,)))
