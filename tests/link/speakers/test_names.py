"""Names of people and bodies in one form, and the lists that they are looked up in."""

from __future__ import annotations

import re

import pytest

from sayso.link.speakers import tables
from sayso.link.speakers.bodies import parse_body
from sayso.link.speakers.offices import meant, parse_office
from sayso.link.speakers.persons import parse_person


@pytest.mark.parametrize(
    ("told", "given", "family"),
    [
        ("General Alexander Lapin", "alexander", "lapin"),
        ("Colonel-General Alexander Lapin", "alexander", "lapin"),
        ("Rep. Marta Lindqvist (R-IN)", "marta", "lindqvist"),
        ("Ursula von der Leyen", "ursula", "leyen"),
        ("Kim Jong Un", "jongun", "kim"),
        ("Vladimir V. Putin", "vladimir", "putin"),
        ("Alaa Abd el-Fattah", "alaa", "fattah"),
        ("Lindqvist’s", "", "lindqvist"),
        ("Far-right Meloni", "", "melony"),
    ],
)
def test_a_name_has_parts_without_titles(told: str, given: str, family: str) -> None:
    person = parse_person(told)
    assert person is not None
    assert (person.given, person.family) == (given, family)


@pytest.mark.parametrize("told", ["", "…", "officials", "the", "1942"])
def test_what_is_no_name_has_none(told: str) -> None:
    assert parse_person(told) is None


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ("the Kremlin", "state Russia"),
        ("Spanish government", "state Spain"),
        ("Kyiv’s infrastructure ministry", "ministry infrastructure Ukraine"),
        ("U.S. Navy", "US Navy"),
        ("Apple Inc.", "Apple"),
        ("President Joe Biden's Department of Energy", "Department of Energy"),
        ("Harbor Trust Ltd", "harbor trust"),
    ],
)
def test_a_body_has_one_key(told: str, key: str) -> None:
    found = parse_body(told)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("told", ["a former president", "ministers", "presidents", "his adviser", "the ferry", ""])
def test_what_gives_no_post_is_none(told: str) -> None:
    assert parse_office(told) is None


def test_a_post_changes_hands_on_its_last_day() -> None:
    office = parse_office("the British prime minister")
    assert office is not None
    assert meant(office, "2022-10-24", frozenset(), None).names == ("Liz Truss",)
    assert meant(office, "2022-10-25", frozenset(), None).names == ("Rishi Sunak",)


def test_a_former_holder_holds_nothing_now() -> None:
    office = parse_office("the former prime minister")
    assert office is not None
    named = frozenset({"putin", "boris"})
    assert meant(office, "2022-11-01", named, None).names == ("Boris Johnson",)


def test_the_lists_are_well_formed() -> None:
    days = re.compile(r"\d{4}(-\d\d-\d\d)?")
    assert all(days.fullmatch(p.since) and (p.until is None or days.fullmatch(p.until)) for p in tables.posts())
    assert all(p.until is None or p.since[:4] <= p.until[:4] for p in tables.posts())
    assert all(parse_person(p.name) for p in tables.posts())
    assert all(body.country is None or re.fullmatch("[A-Z]{2}", body.country) for body in tables.bodies().values())
    assert all(name for name in (*tables.persons(), *tables.outlets(), *tables.bodies()))
