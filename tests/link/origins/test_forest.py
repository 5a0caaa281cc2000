"""The tree and the count, on the open groups and on what each rule must not do."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.link.origins.forest import find_origins
from sayso.link.origins.records import Account, Forest, Say, Told
from tests.link.origins.origin_groups import GROUPS, accounts

BY_NAME = {group["name"]: group for group in GROUPS}


def forest(name: str, says: tuple[Say, ...] = ()) -> Forest:
    return find_origins(accounts(BY_NAME[name]["articles"]), says)


@pytest.mark.parametrize("group", GROUPS, ids=lambda g: g["name"])
def test_a_group_has_the_range_and_the_edges_of_its_reader(group: dict[str, Any]) -> None:
    found = find_origins(accounts(group["articles"]))
    assert (found.at_least, found.at_most) == (group["least"], group["most"])
    assert found.at_least <= group["truth"] <= found.at_most
    labels = {node.id: node.label for node in found.nodes}
    for edge in group["edges"]:
        mine = [e for e in found.edges if e.child == edge["child"]]
        assert any(
            e.why == edge["why"] and (e.parent == edge["parent"] or edge["parent"] in labels[e.parent]) for e in mine
        ), (edge, mine)


@pytest.mark.parametrize("group", GROUPS, ids=lambda g: g["name"])
def test_the_order_in_which_articles_come_does_not_matter(group: dict[str, Any]) -> None:
    given_so = list(accounts(group["articles"]))
    found = find_origins(given_so)
    random.Random(3).shuffle(given_so)
    assert find_origins(given_so) == found
    assert find_origins([*given_so, given_so[0]]) == found


def test_every_article_stands_behind_an_origin_and_no_edge_goes_round() -> None:
    for group in GROUPS:
        found = find_origins(accounts(group["articles"]))
        assert {a for o in found.origins for a in o.articles} == {a["key"] for a in group["articles"]}
        above: dict[str, list[str]] = {}
        for edge in found.edges:
            above.setdefault(edge.child, []).append(edge.parent)
        for article in (a["key"] for a in group["articles"]):
            seen, left = set(), [article]
            while left:
                here = left.pop()
                left += above.get(here, [])
                seen.add(here)
                assert article not in above.get(here, []), (group["name"], article)


def test_ties_have_three_values_and_their_reason() -> None:
    ferry = forest("ferry")
    assert ferry.between("f1", "f2").value == "dependent"
    apart = ferry.between("f1", "f3")
    assert apart.value == "independent"
    assert "Marta Holm spoke to BBC" in apart.reason
    assert "Jan Berg spoke to Reuters" in apart.reason
    assert forest("island").between("i1", "i4").value == "unknown"
    assert "15 words in a row" not in forest("dam").between("d2", "d1").reason
    assert "the very text" in forest("dam").between("d2", "d1").reason
    with pytest.raises(KeyError):
        ferry.between("f1", "nothing")


def test_two_who_spoke_to_one_newsroom_are_not_certainly_independent() -> None:
    articles = [
        {**one, "outlet": "BBC", "text": one["text"].replace("told Reuters", "told the BBC")}
        for one in BY_NAME["ferry"]["articles"]
    ]
    found = find_origins(accounts(articles))
    assert found.at_least == 1
    assert found.between("f1", "f3").value == "unknown"


def test_who_spoke_to_another_outlet_is_not_first_hand_here() -> None:
    f1, _, f3, _ = BY_NAME["ferry"]["articles"]
    assert find_origins(accounts([f1, f3])).at_least == 2
    assert find_origins(accounts([{**f1, "outlet": "CNN"}, f3])).at_least == 1


def test_an_early_article_does_not_take_from_a_later_one_of_the_outlet_it_names() -> None:
    _, _, f3, f4 = BY_NAME["ferry"]["articles"]
    found = find_origins(accounts([f3, {**f4, "published": "2024-02-01"}]))
    assert [e.parent for e in found.edges if e.child == "f4"] != ["f3"]
    assert any(o.kind == "outlet" and o.label == "Reuters" for o in found.origins)


def test_a_near_copy_hangs_on_what_came_first_and_tells_how_near() -> None:
    one, two = accounts(BY_NAME["poll"]["articles"])[2:]
    found = find_origins([replace(two, twins=((one.text_id, 0.83),)), one])
    edge = next(e for e in found.edges if e.why == "near-duplicate")
    assert "83%" in edge.reason
    assert found.at_most == 1


def test_a_family_name_that_two_bear_is_neither() -> None:
    def one(key: str, name: str) -> Account:
        text = f"{name} said that it rained."
        told = Told(
            key=key + ".0", content=f"it rained {key}", start=0, end=len(name), source=name, record="named-person",
            cue="said",
        )  # fmt: skip
        return Account(key=key, text_id=key, text=text, outlet=key, published="2024-01-01", claims=(told,))

    assert find_origins([one("a", "Eva Lund"), one("b", "Lund")]).at_most == 1
    assert find_origins([one("a", "Eva Lund"), one("b", "Lund"), one("c", "Nils Lund")]).at_most == 3


def test_a_source_inside_what_somebody_says_is_his() -> None:
    text = "Eva Lund said officials believe it rained."
    outer = Told(key="1", content="officials believe it rained", start=0, end=13, source="Eva Lund", cue="said",
                 record="named-person")  # fmt: skip
    inner = Told(key="2", content="it rained", start=14, end=31, source="officials", cue="believe", record="unnamed",
                 parent="1")  # fmt: skip
    found = find_origins([Account(key="a", text_id="a", text=text, claims=(outer, inner))])
    assert [o.label for o in found.origins] == ["Eva Lund"]


def test_an_outlet_that_passes_on_what_others_say_is_on_the_way_not_the_origin() -> None:
    text = "Reuters reported that officials believe it rained."
    outer = Told(key="1", content="officials believe it rained", start=0, end=16, source="Reuters", cue="reported",
                 record="named-organisation")  # fmt: skip
    inner = Told(key="2", content="it rained", start=22, end=39, source="officials", cue="believe", record="unnamed",
                 parent="1")  # fmt: skip
    found = find_origins([Account(key="a", text_id="a", text=text, outlet="CNN", claims=(outer, inner))])
    assert [(o.kind, o.label) for o in found.origins] == [("group", "officials")]
    labels = {node.id: node.label for node in found.nodes}
    assert [labels[e.parent] for e in found.edges if e.child == "a"] == ["Reuters"]


def test_a_persons_word_wins_both_ways() -> None:
    told = Say(a="i1", b="i3", value="independent", who="ada", why="each had a meeting")
    found = forest("island", (told,))
    assert found.between("i1", "i3").value == "independent"
    assert "ada" in found.between("i1", "i3").reason
    together = Say(a="f1", b="f3", value="dependent", who="ada", why="one press office")
    found = forest("ferry", (together,))
    assert found.between("f1", "f3").value == "dependent"
    assert (found.at_least, found.at_most) == (1, 1)


def test_nothing_gives_nothing() -> None:
    found = find_origins([])
    assert (found.at_least, found.at_most, found.nodes, found.edges, found.origins) == (0, 0, (), (), ())


WORDS = st.lists(
    st.sampled_from(
        [
            "told",
            "the",
            "BBC",
            "Reuters",
            "reported",
            "(AFP)",
            "–",
            "“we",
            "go”",
            "\n",
            "\x00",
            "\u202e",
            "said",
            ".",
            "’",
        ]
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, max_size=6))
def test_the_range_is_never_upside_down_and_each_article_has_an_origin(texts: list[str]) -> None:
    articles = [
        Account(key=f"a{n}", text_id=text, text=text, outlet=f"outlet {n % 3}", published=f"2024-01-0{n + 1}")
        for n, text in enumerate(texts)
    ]
    found = find_origins(articles)
    assert (
        min(1, len(articles)) <= found.at_least <= found.at_most <= len(found.origins) <= max(1, 3 * len(articles))
        or not articles
    )
    assert {a for o in found.origins for a in o.articles} == {a.key for a in articles}
    for one, two in itertools.pairwise(articles):
        assert found.between(one.key, two.key).value in {"dependent", "unknown", "independent"}


def test_to_whom_somebody_inside_a_content_spoke_is_not_to_whom_the_source_did() -> None:
    text = "Jan Berg said that the mayor told the BBC so."
    inside = (14, len(text) - 1)
    told = Told(key="1", content=text[14:-1], start=0, end=13, source="Jan Berg", record="named-person", cue="said",
                inside=(inside,))  # fmt: skip
    for outlet in ("BBC", "CNN"):
        found = find_origins([Account(key="a", text_id="a", text=text, outlet=outlet, claims=(told,))])
        assert [(e.child, e.parent) for e in found.edges] == [("a", "o1")]
    spoke = replace(told, inside=())
    found = find_origins([Account(key="a", text_id="a", text=text, outlet="CNN", claims=(spoke,))])
    assert ("a", "o1/BBC") in [(e.child, e.parent) for e in found.edges]
