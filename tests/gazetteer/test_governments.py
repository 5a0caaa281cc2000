"""Which names stand for governments."""

from __future__ import annotations

import pytest

from sayso.gazetteer.governments import government


@pytest.mark.parametrize(
    ("name", "stands_for", "country"),
    [
        ("Kyiv", "the Ukrainian government", "UA"),
        ("Kiev", "the Ukrainian government", "UA"),
        ("the Kremlin", "the Russian government", "RU"),
        ("The White House", "the office of the United States president", "US"),
        ("Downing Street", "the office of the British prime minister", "GB"),
        ("Westminster", "the British parliament", "GB"),
        ("Brussels", "the European Union", None),
        ("the Pentagon", "the United States Department of Defense", "US"),
        ("Washington, D.C.", "the United States government", "US"),
        ("Russia", "Russia", "RU"),
        ("the US", "United States", "US"),
        ("U.K.", "United Kingdom", "GB"),
    ],
)
def test_a_name_that_stands_for_a_government(name: str, stands_for: str, country: str | None) -> None:
    body = government(name)
    assert body is not None
    assert (body.stands_for, body.country) == (stands_for, country)


@pytest.mark.parametrize("name", ["Kherson", "Texas", "Zelensky", "the", "", "\x00", "Europe", "Black Sea"])
def test_other_names_stand_for_none(name: str) -> None:
    assert government(name) is None
