"""Negated acts. Sentences are invented."""

from __future__ import annotations

import pytest

from sayso.understand.polarity import polarity
from tests.understand.marked import read


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("((She)) {said} <the bridge was not safe>.", "affirmed"),
        ("((She)) {did not say} <when it would open>.", "negated"),
        ("((She)) {didn't say} <when it would open>.", "negated"),
        ("((She)) {has never claimed} <to be neutral>.", "negated"),
        ("((She)) {does not believe} <that it is safe>.", "negated"),
        ("((She)) {would not say} <when it would open>.", "affirmed"),
        ("((She)) {won’t say} <when it will open>.", "affirmed"),
        ("((She)) {declined to say} <when it would open>.", "affirmed"),
        ("((She)) {denied} <that it was safe>.", "affirmed"),
        ("((She)) {did not deny} <that it was safe>.", "negated"),
        ("((She)) {did not rule out} <a truce>.", "negated"),
        ("((She)) {had no plans} <to leave>.", "negated"),
        ("((She)) {has no doubt} <that it is safe>.", "affirmed"),
        ("((She)) {not only said} <that it was safe>.", "affirmed"),
        ("((No one)) {said} <it was safe>.", "negated"),
        ("((Nobody)) {claimed} <the money>.", "negated"),
        ("<No deaths> {were reported}.", "negated"),
        ("((She)) left without {saying} <when it would open>.", "negated"),
        ("It {is unclear} <when it will open>.", "negated"),
        ("It {is too soon to say} <when it will open>.", "negated"),
    ],
)
def test_negation_of_the_act(marked: str, wanted: str) -> None:
    assert polarity(*read(marked)) == wanted


def test_the_outlets_own_voice_has_no_polarity() -> None:
    assert polarity(*read("<The bridge did not fall>.")) is None
