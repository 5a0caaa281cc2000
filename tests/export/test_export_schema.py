"""docs/contract.schema.json takes what the records give and nothing near it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sayso import records
from sayso.export.jsons import to_json, to_line
from sayso.records import Reading

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "docs" / "contract.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)

Change = Callable[[dict[str, Any]], object]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_filled_and_empty_readings_are_valid(harbour: Reading, bare: Reading) -> None:
    for text in (to_line(harbour), to_line(bare), to_json([harbour]), to_json([bare])):
        VALIDATOR.validate(json.loads(text))
    for one in json.loads(to_json([harbour, bare])):
        VALIDATOR.validate(one)


def test_the_filled_reading_fills_every_field(harbour: Reading) -> None:
    claims = harbour.to_dict()["claims"]
    assert {name for claim in claims for name, value in claim.items() if value} == set(claims[0])


@pytest.mark.parametrize(
    ("definition", "field", "values"),
    [
        ("claim", "voice", records.VOICES),
        ("claim", "form", (*records.FORMS, None)),
        ("claim", "force", (*records.FORCES, None)),
        ("claim", "polarity", (*records.POLARITIES, None)),
        ("claim", "horizon", (*records.HORIZONS, None)),
        ("source", "record", (*records.RECORDS, None)),
    ],
)
def test_the_enumerations_are_those_of_the_records(definition: str, field: str, values: tuple[str | None, ...]) -> None:
    assert tuple(SCHEMA["$defs"][definition]["properties"][field]["enum"]) == values


def _everywhere(value: Any) -> list[dict[str, Any]]:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return ([value] if isinstance(value, dict) else []) + [found for one in inner for found in _everywhere(one)]


def test_no_object_takes_an_unknown_key_or_misses_one(harbour: Reading) -> None:
    whole = harbour.to_dict()
    for number, place in enumerate(_everywhere(whole)):
        more = copy.deepcopy(whole)
        _everywhere(more)[number]["extra"] = None
        assert not VALIDATOR.is_valid(more)
        for key in place:
            less = copy.deepcopy(whole)
            del _everywhere(less)[number][key]
            assert not VALIDATOR.is_valid(less), key


def _claim(number: int, **fields: Any) -> Change:
    return lambda reading: reading["claims"][number].update(fields)


def _in(number: int, name: str, **fields: Any) -> Change:
    return lambda reading: reading["claims"][number][name].update(fields)


def _article(**fields: Any) -> Change:
    return lambda reading: reading["article"].update(fields)


SPAN = {"start": 0, "end": 1, "text": "T"}
NEAR_MISSES: dict[str, Change] = {
    "another version": lambda reading: reading.update(contract=2),
    "true is not 1": lambda reading: reading.update(contract=True),
    "claims null": lambda reading: reading.update(claims=None),
    "id of another kind": _article(id="a2:" + "0" * 32),
    "digest in capitals": _article(sha256="A" * 64),
    "digest too short": _article(sha256="a" * 63),
    "month 13": _article(published="2023-13-01"),
    "a date in words": _article(published="8 February 2023"),
    "hour 24": _article(published="2023-02-08T24:00"),
    "language in words": _article(language="English"),
    "text null": _article(text=None),
    "claim id 0": _claim(0, id="c0"),
    "claim id a number": _claim(0, id=1),
    "parent not an id": _claim(1, parent=""),
    "voice unknown": _claim(0, voice="editor"),
    "voice null": _claim(0, voice=None),
    "outlet with a cue": _claim(0, voice="outlet", source=None),
    "outlet with a source": _claim(0, voice="outlet", cue=None),
    "form unknown": _claim(0, form="quoted"),
    "force unknown": _claim(0, force="said"),
    "polarity boolean": _claim(0, polarity=False),
    "confidence in percent": _claim(0, confidence=93),
    "confidence null": _claim(0, confidence=None),
    "places null": _claim(0, places=None),
    "due with a time": _claim(2, due="2023-03-31T00:00"),
    "no content": _in(0, "content", spans=[]),
    "three source spans": _in(0, "source", spans=[SPAN] * 3),
    "no source span": _in(0, "source", spans=[]),
    "two cues": _in(0, "cue", spans=[SPAN] * 2),
    "offset below 0": _in(0, "content", spans=[SPAN | {"start": -1}]),
    "offset not whole": _in(0, "content", spans=[SPAN | {"start": 0.5}]),
    "empty span": _in(0, "content", spans=[SPAN | {"text": ""}]),
    "another scale": _in(2, "certainty", scale="ICD-203"),
    "band of one": _in(2, "certainty", band=[0.55]),
    "band of three": _in(2, "certainty", band=[0.55, 0.8, 1.0]),
    "band in percent": _in(2, "certainty", band=[55, 80]),
    "term without a band": _in(2, "certainty", band=None),
    "band without a term": _in(2, "certainty", term=None),
    "no hedge": _in(2, "certainty", words=[]),
    "earliest not a day": _in(0, "said", earliest="2023-02"),
    "country in three letters": lambda reading: reading["claims"][5]["places"][0].update(country="NOR"),
    "beyond the pole": lambda reading: reading["claims"][5]["places"][0].update(latitude=90.5),
    "refusal without a code": lambda reading: reading["refusals"][0].update(code=""),
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_near_misses_are_rejected(name: str, harbour: Reading) -> None:
    reading = harbour.to_dict()
    NEAR_MISSES[name](reading)
    assert not VALIDATOR.is_valid(reading)


@pytest.mark.parametrize(
    "published", ["2023-02-08", "2023-02-08T10:30", "2023-02-08T10:30:59.5Z", "2023-02-08T10:30+02:00", None]
)
def test_dates_and_date_times_pass(published: str | None, harbour: Reading) -> None:
    reading = harbour.to_dict()
    reading["article"]["published"] = published
    assert VALIDATOR.is_valid(reading)
