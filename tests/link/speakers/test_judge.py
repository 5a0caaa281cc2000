"""Which wordings of different articles are one speaker: pairs and groups, each with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.speakers.judge import judge_all, judge_pair
from sayso.link.speakers.records import Placed, Seat, Use
from sayso.link.speakers.senses import sense

_DAY = "2022-11-01"


def use(
    wording: str, record: str = "named-person", *, words: str = "", day: str | None = _DAY, text: str = "",
    outlet: str | None = None,
) -> Use:  # fmt: skip
    return Use(wording=wording, record=record, words=(words,) if words else (), day=day, text=text, outlet=outlet)


def body(wording: str, **more: str) -> Use:
    return use(wording, "named-organisation", **more)


def unnamed(wording: str, **more: str) -> Use:
    return use(wording, "unnamed", **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (use("Joe Biden"), use("Biden", words="President Biden")),
        (use("Joe Biden"), use("Joseph R. Biden Jr.")),
        (use("Joe Biden"), unnamed("the US president")),
        (use("Liz Truss"), unnamed("the UK prime minister", day="2022-10-01")),
        (use("Rishi Sunak"), unnamed("the new prime minister", text="Truss left and Sunak came.", day="2022-10-26")),
        (use("Volodymyr Zelenskyy"), use("Wołodymyr Zełenski")),
        (use("Oleksandr Lukan"), use("General Alexander Lukan")),
        (use("Maria Zakharova"), use("Maria Zacharowa")),
        (use("Ron Halvick"), use("Ronald Halvick")),
        (use("Xi Jinping"), use("Xi")),
        (use("Dmitry Peskov"), unnamed("the Kremlin’s spokesman")),
        (body("WHO"), body("World Health Organization")),
        (use("Meghan Markle"), use("the Duchess of Sussex")),
        (body("the Kremlin"), body("Moscow")),
        (body("White House"), body("the Biden administration")),
        (body("the United States"), body("U.S.")),
        (body("Downing Street"), use("No10")),
        (body("Russia’s defence ministry"), body("the Russian Ministry of Defense")),
        (body("UK MoD"), body("Britain's Ministry of Defence")),
        (body("IAEA"), body("the International Atomic Energy Agency")),
        (body("DOJ"), body("US Department of Justice")),
        (body("the Ukrainian military"), body("Ukraine's armed forces")),
        (body("Russia's Gazprom"), body("Gazprom")),
        (body("Harbor Trust of Norhaven"), body("harbor trust of Norhaven")),
        (body("Washington and London"), body("Britain and the US")),
        (unnamed("the bloc", text="The EU met in Riga."), body("European Union")),
        (unnamed("the government", text="Spain votes."), body("Madrid")),
    ],
)
def test_these_are_one_speaker_with_a_reason(one: Use, other: Use) -> None:
    told = judge_pair(one, other)
    assert told.verdict == "positive", told
    assert all(told.reasons)
    assert judge_pair(other, one).verdict == "positive"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (use("Joe Biden"), use("Hunter Biden")),
        (use("Hillary Clinton"), use("Bill Clinton")),
        (use("Donald Trump"), use("Donald Trump Jr.")),
        (use("Oleksandr Stryk"), use("Oleksandr Starukh")),
        (use("George H. Ravel"), use("George W. Ravel")),
        (use("Liz Truss"), unnamed("the UK prime minister", day="2022-11-20")),
        (use("Boris Johnson"), unnamed("the former president", text="Trump and Johnson met.")),
        (body("the Kremlin"), use("Dmitry Peskov")),
        (body("Russia"), body("Russia’s defence ministry")),
        (body("the Pentagon"), body("White House")),
        (body("Russia's defence ministry"), body("Ukraine's defence ministry")),
        (body("the Trump administration"), body("White House")),
        (body("UK Supreme Court"), body("US Supreme Court")),
        (body("Telegraph"), body("Sunday Telegraph")),
        (use("Sunak and Biden"), use("Joe Biden")),
        (body("Washington and London"), body("Washington")),
    ],
)
def test_these_are_two(one: Use, other: Use) -> None:
    told = judge_pair(one, other)
    assert told.verdict != "positive", told
    assert judge_pair(other, one).verdict != "positive"


@pytest.mark.parametrize(
    "wording",
    [
        "officials",
        "Western officials",
        "a senior official",
        "critics",
        "Republicans",
        "the company",
        "a new poll",
        "he",
    ],
)
def test_without_a_name_the_same_words_in_two_articles_are_not_joined(wording: str) -> None:
    record = "document" if "poll" in wording else "unnamed"
    assert judge_pair(use(wording, record), use(wording, record)).verdict != "positive"


def test_anonymous_sources_are_not_joined() -> None:
    assert judge_pair(use("the diplomat", "anonymous"), use("the diplomat", "anonymous")).verdict != "positive"


def seats(*uses: Use, claims: int = 1) -> list[Seat]:
    return [
        Seat(id=i, sense=sense(one), wording=one.wording, article=str(i), day=one.day, claims=claims)
        for i, one in enumerate(uses)
    ]


def speakers(*uses: Use) -> list[str]:
    placed = judge_all(seats(*uses))
    return [placed[i].speaker for i in range(len(uses))]


def test_a_family_name_is_the_only_bearers() -> None:
    one, other = speakers(use("Marta Lindqvist"), use("Lindqvist"))
    assert one == other


def test_a_family_name_of_two_is_unsure_and_says_of_whom() -> None:
    placed = judge_all(seats(use("Marta Lindqvist"), use("Jonas Lindqvist"), use("Lindqvist")))
    assert placed[2].verdict == "unsure"
    assert placed[2].unsure == ("Jonas Lindqvist", "Marta Lindqvist")
    assert len({p.speaker for p in placed.values()}) == 3


def test_the_article_tells_whose_family_name_it_is() -> None:
    told = use("Lindqvist", text="Jonas Lindqvist left. “No,” Lindqvist said.")
    first, second, third = speakers(use("Marta Lindqvist"), use("Jonas Lindqvist"), told)
    assert third == second != first


def test_a_name_far_away_in_time_is_unsure() -> None:
    placed = judge_all(seats(use("Marta Lindqvist", day="2015-01-01"), use("Lindqvist", day="2022-11-01")))
    assert placed[1].verdict == "unsure"


def test_a_common_family_name_alone_is_nobodys() -> None:
    one, other = speakers(use("Smith"), use("Smith"))
    assert one != other


def test_a_rare_family_name_alone_is_one_persons() -> None:
    one, other = speakers(use("Lindqvist"), use("Lindqvist"))
    assert one == other


def test_biden_is_the_president_though_others_bear_the_name() -> None:
    told = speakers(use("Joe Biden"), use("Hunter Biden"), use("Jill Biden"), use("Biden"))
    assert told[3] == told[0]
    assert len(set(told)) == 3


def test_initials_are_of_the_only_body_that_has_them() -> None:
    one, other, third = speakers(body("Norhaven Grain Board"), body("NGB"), body("NHB"))
    assert one == other != third


def test_initials_of_two_bodies_are_unsure_but_where_the_article_spells_them_out() -> None:
    text = "The Northern Grid Bureau (NGB) said no."
    uses = (body("Norhaven Grain Board"), body("Northern Grid Bureau"), body("NGB"), body("NGB", text=text))
    placed = judge_all(seats(*uses))
    assert placed[2].verdict == "unsure"
    assert placed[3].speaker == placed[1].speaker


def test_the_same_words_said_join_a_wording_without_a_name() -> None:
    one, other, third = seats(unnamed("officials"), unnamed("officials"), unnamed("officials"))
    twin = Seat(id=1, sense=other.sense, wording="officials", article="1", twins=(0,))
    placed = judge_all([one, twin, third])
    assert placed[0].speaker == placed[1].speaker != placed[2].speaker


def test_an_organ_without_a_state_is_of_the_only_one_in_the_article() -> None:
    told = judge_all(
        seats(body("Ministry of Defence", text="In Poland and in Latvia."), body("Polish defense ministry"))
    )
    assert told[0].verdict == "unsure"
    one, other = speakers(body("Ministry of Defence", text="In Poland."), body("Polish defense ministry"))
    assert one == other


_WORDINGS = st.sampled_from(
    ["Biden", "Joe Biden", "Hunter Biden", "the president", "Lindqvist", "Marta Lindqvist", "officials", "NGB", "UK"]
) | st.text(max_size=40)


@given(st.lists(st.tuples(_WORDINGS, st.sampled_from(["named-person", "named-organisation", "unnamed"])), max_size=8))
def test_any_wordings_are_judged_the_same_in_any_order(told: list[tuple[str, str]]) -> None:
    """Any text, control characters and unfinished escapes too; each use gets one speaker, whoever comes first."""
    made = seats(*(use(wording, record) for wording, record in told))
    forth, back = judge_all(made), judge_all(made[::-1])
    assert {k: v.speaker for k, v in forth.items()} == {k: v.speaker for k, v in back.items()}
    assert set(forth) == set(range(len(told)))
    assert all(isinstance(one, Placed) and one.speaker for one in forth.values())


def test_a_million_characters_are_read_in_no_time() -> None:
    long = "Lindqvist " * 100_000
    assert sense(use(long)).kind in {"person", "unnamed"}
    assert sense(use("Lindqvist", text="Marta Anna " * 100_000 + "Lindqvist")).block.startswith("p:")
