"""Who the sources are, on sentences of our own: names, pronouns, records, refusals, and what holds for any text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reader.words import split_words
from sayso.records import Article, Claim, Refusal, Source, Span
from sayso.understand.scene import Name, NameKind, Scene
from sayso.understand.speakers import MOST_MENTIONS, speakers

_TAGS = {
    "DT": "the a an this these some both",
    "IN": "of in on at by for with according as from under about over after because",
    "VBD": "said told added warned denied reported announced wrote was were met spoke asked saw left came noted had",
    "VBZ": "says is has shows believes",
    "PRP": "he she it they we i him them you",
    "PRP$": "his her their its my our",
    "WP": "who",
    "WDT": "which",
    "CC": "and but",
    "TO": "to",
    "RB": "not later also",
    "NNS": "officials researchers soldiers reporters talks experts results witnesses leaders troops authorities",
    "JJ": "western ukrainian russian british german senior foreign french new former deputy estonian prime",
    "VBN": "named authorized",
    "VB": "speak be",
    "CD": "two three",
}
_TAG_OF = {word: tag for tag, words in _TAGS.items() for word in words.split()}


def scene(text: str, names: dict[str, NameKind]) -> Scene:
    """A scene with the tags of a small word list (capitals: NNP) and the names wherever they stand."""
    words = split_words(text)
    plain = Scene(article=Article(text=text), words=words, tags=("",) * len(words))
    tags = []
    for token in plain.tokens:
        known = _TAG_OF.get(token.lower())
        tags.append(known or ("NNP" if token[0].isupper() else "NN" if token.isalpha() else "."))
    found: dict[int, Name] = {}
    for name, kind in sorted(names.items(), key=lambda item: -len(item[0])):
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            start, end = plain.range_of(Span.of(text, *match.span()))
            if not any(n.start < end and start < n.end for n in found.values()):
                found[start] = Name(start=start, end=end, kind=kind)
    ordered = tuple(found[start] for start in sorted(found))
    return Scene(article=plain.article, words=words, tags=tuple(tags), names=ordered)


def claims(text: str, sources: Sequence[str | tuple[str, str]]) -> list[Claim]:
    """Claims c1, c2, … with these sources, each looked for after the one before; a pair gives the parent too."""
    out: list[Claim] = []
    at = 0
    for number, item in enumerate(sources, 1):
        wording, parent = (item, None) if isinstance(item, str) else item
        start = re.compile(rf"\b{re.escape(wording)}(?!\w)").search(text, at)
        assert start, wording
        at = start.start() + 1
        span = Span.of(text, start.start(), start.start() + len(wording))
        out.append(
            Claim(id=f"c{number}", parent=parent, content=(), confidence=1.0, source=Source(spans=(span,)), cue=None)
        )
    return out


def read(
    text: str, sources: Sequence[str | tuple[str, str]], **names: str
) -> tuple[list[tuple[str | None, str | None]], tuple[Refusal, ...]]:
    """Name and record of each source. names: kind=names with "|" between."""
    kinds: dict[str, NameKind] = {
        name: kind  # type: ignore[misc]
        for kind, joined in names.items()
        for name in joined.split("|")
    }
    found, refusals = speakers(scene(text, kinds), claims(text, sources))
    assert all(source is not None for source in found)
    return [(source.name, source.record) for source in found if source], refusals


def test_surname_and_pronoun_take_the_fullest_name() -> None:
    text = "The chief of intelligence, Kyrylo Budanov, said so. Budanov told reporters more. He added that it was over."
    told, refused = read(
        text, ["The chief of intelligence, Kyrylo Budanov,", "Budanov", "He"], person="Kyrylo Budanov|Budanov"
    )
    assert told == [("Kyrylo Budanov", "named-person")] * 3
    assert refused == ()


def test_pronoun_takes_the_speaker_of_its_own_gender() -> None:
    text = "Mr Ivan Petrenko met Olena Shevchuk on Monday. Shevchuk said yes. He warned her. She denied it."
    told, _ = read(text, ["Shevchuk", "He", "She"], person="Ivan Petrenko|Olena Shevchuk|Shevchuk")
    assert [name for name, _ in told] == ["Olena Shevchuk", "Ivan Petrenko", "Olena Shevchuk"]


def test_plural_pronoun_and_definite_description_take_the_group() -> None:
    text = "Western officials said the city fell. They added more. The officials warned of rain."
    told, _ = read(text, ["Western officials", "They", "The officials"])
    assert told == [("Western officials", "unnamed")] * 3


def test_neuter_pronoun_takes_the_body_that_spoke() -> None:
    text = "The Ministry of Defence said rain fell. It added that the river rose."
    told, _ = read(text, ["The Ministry of Defence", "It"], organisation="Ministry of Defence")
    assert told == [("Ministry of Defence", "named-organisation")] * 2


def test_acronym_and_common_noun_stand_for_the_full_name() -> None:
    text = "The International Atomic Energy Agency (IAEA) said so. The IAEA added more. The agency warned them."
    told, _ = read(
        text,
        ["The International Atomic Energy Agency (IAEA)", "The IAEA", "The agency"],
        organisation="International Atomic Energy Agency|IAEA",
    )
    assert told == [("International Atomic Energy Agency", "named-organisation")] * 3


def test_post_stands_for_the_person_who_holds_it_in_that_country() -> None:
    text = (
        "French President Emmanuel Macron met German Chancellor Olaf Scholz. The French president said yes. "
        "The chancellor said no. The Estonian president said nothing."
    )
    told, _ = read(
        text,
        ["The French president", "The chancellor", "The Estonian president"],
        person="Emmanuel Macron|Olaf Scholz",
    )
    assert [name for name, _ in told] == ["Emmanuel Macron", "Olaf Scholz", "the Estonian president"]


@pytest.mark.parametrize(
    ("source", "name", "record"),
    [
        ("Russia's President Vladimir Putin", "Vladimir Putin", "named-person"),
        ("Vladimir Putin's spokesman Dmitry Peskov", "Dmitry Peskov", "named-person"),
        ("Vladimir Putin's spokesman", "Vladimir Putin's spokesman", "unnamed"),
        ("The head of the region Vladimir Putin", "Vladimir Putin", "named-person"),
        ("The mother of soldier Vladimir Putin", "the mother of soldier Vladimir Putin", "unnamed"),
        ("A spokesman for Vladimir Putin", "a spokesman for Vladimir Putin", "unnamed"),
        ("Vladimir Putin, the head of the region,", "Vladimir Putin", "named-person"),
        ("The Russian Ministry of Defence", "Russian Ministry of Defence", "named-organisation"),
        ("The Russian police", "Russian police", "named-organisation"),
        ("Russian officials", "Russian officials", "unnamed"),
        ("The Russians", "the Russians", "unnamed"),
        ("The newspaper El Pais", "El Pais", "named-organisation"),
        ("The Kremlin", "Kremlin", "named-organisation"),
        ("A report by El Pais", "a report by El Pais", "document"),
        ("Russia", "Russia", "named-organisation"),
        ("A number of soldiers", "a number of soldiers", "unnamed"),
        ("Vladimir Putin and Dmitry Peskov", "Vladimir Putin and Dmitry Peskov", "named-person"),
        ("Analyst and professor Vladimir Putin", "Vladimir Putin", "named-person"),
        ("Russian and Ukrainian officials", "Russian and Ukrainian officials", "unnamed"),
    ],
)
def test_what_a_source_names(source: str, name: str, record: str) -> None:
    told, _ = read(
        f"{source} said that rain fell in the city.",
        [source.removesuffix(",") if source.endswith(",") else source],
        person="Vladimir Putin|Dmitry Peskov",
        organisation="Ministry of Defence|El Pais",
        place="Russia|Kremlin",
    )
    assert told == [(name, record)]


def test_possessive_and_adjective_of_a_country_are_the_country() -> None:
    text = "They saw Russia's denial and Russian claims."
    told, _ = read(text, ["Russia's", "Russian"], place="Russia")
    assert told == [("Russia", "named-organisation")] * 2


def test_relative_pronoun_takes_its_head() -> None:
    text = "They met Olena Shevchuk, who said so, and officials who warned them."
    told, _ = read(text, ["who", "who"], person="Olena Shevchuk")
    assert told == [("Olena Shevchuk", "named-person"), ("officials", "unnamed")]


def test_first_person_is_the_speaker_and_we_is_nobody() -> None:
    text = 'Olena Shevchuk said: "I had doubts, he left and we said so."'
    told, refused = read(text, ["Olena Shevchuk", ("I", "c1"), ("he", "c1"), ("we", "c1")], person="Olena Shevchuk")
    assert told[1] == ("Olena Shevchuk", "named-person")
    assert told[2][0] is None
    assert told[3] == (None, "unnamed")
    assert [refusal.code for refusal in refused] == ["no-antecedent"]


def test_author_of_the_article_is_not_guessed() -> None:
    told, refused = read("By Olena Shevchuk and Ivan Petrenko. I believes it.", ["I"], person="Olena Shevchuk")
    assert told == [(None, None)]
    assert [(r.stage, r.code, r.span.text if r.span else None) for r in refused] == [("speakers", "no-antecedent", "I")]


def test_surname_of_two_people_is_refused_and_stays_as_written() -> None:
    text = "Ivan Petrenko met Olena Petrenko. They left, and Petrenko said so, but Mrs Petrenko denied it."
    names: dict[str, NameKind] = {"Ivan Petrenko": "person", "Olena Petrenko": "person", "Petrenko": "person"}
    spans = [
        Span.of(text, text.index(words), text.index(words) + len(words)) for words in ("Petrenko said", "Mrs Petrenko")
    ]
    surname = Span.of(text, spans[0].start, spans[0].start + len("Petrenko"))
    wanted = [
        Claim(id=f"c{number}", content=(), confidence=1.0, source=Source(spans=(span,)))
        for number, span in enumerate((surname, spans[1]))
    ]
    found, refused = speakers(scene(text, names), wanted)
    assert [source.name if source else None for source in found] == ["Petrenko", "Olena Petrenko"]
    assert [(refusal.code, refusal.span) for refusal in refused] == [("ambiguous-name", surname)]


def test_pronoun_without_antecedent_is_refused() -> None:
    told, refused = read("He said that rain fell.", ["He"])
    assert told == [(None, None)]
    assert [refusal.code for refusal in refused] == ["no-antecedent"]


def test_nameless_source_is_never_tied_to_a_named_person() -> None:
    text = "General Ivan Petrenko left. A general said that rain fell. An official said more."
    told, _ = read(text, ["A general", "An official"], person="Ivan Petrenko")
    assert told == [("a general", "unnamed"), ("an official", "unnamed")]


@pytest.mark.parametrize(
    "text",
    [
        "A diplomat said so. He spoke on condition of anonymity.",
        "A diplomat, who asked not to be named, said so.",
        "Under condition of anonymity, A diplomat said so.",
        "A diplomat said so because he was not authorized to speak.",
        "A diplomat said so. The diplomat declined to be identified.",
    ],
)
def test_anonymity_told_anywhere_makes_the_source_anonymous(text: str) -> None:
    assert read(text, ["A diplomat"])[0] == [("a diplomat", "anonymous")]


def test_named_person_is_not_anonymous_for_what_others_asked() -> None:
    text = "Ivan Petrenko said so. Three officials, who asked not to be named, denied it."
    told, _ = read(text, ["Ivan Petrenko", "Three officials"], person="Ivan Petrenko")
    assert [record for _, record in told] == ["named-person", "anonymous"]


def test_mentions_hold_all_spans_of_the_source_in_order() -> None:
    text = "President Ivan Petrenko said so. They met Petrenko. The president warned them. He left."
    found, _ = speakers(
        scene(text, {"Ivan Petrenko": "person", "Petrenko": "person"}),
        claims(text, ["President Ivan Petrenko", "The president"]),
    )
    assert found[0]
    assert [span.text for span in found[0].mentions] == ["President Ivan Petrenko", "Petrenko", "The president"]
    assert found[1]
    assert found[1].mentions == found[0].mentions


def test_claims_without_a_source_stay_without() -> None:
    text = "It is said that rain fell."
    found, refused = speakers(scene(text, {}), [Claim(id="c1", content=(), confidence=1.0)])
    assert found == (None,)
    assert refused == ()


_WORDS = """He She They It I who said and the of ( ) , . ’ s " “ ” - – : Ivan Petrenko Dr. U.S. President officials
    Russian Ministry Defence IAEA May"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n\n", "\x00", "\u202e", "😀", "\r\n", "\u00a0"])


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=40), st.data())
def test_any_text_gives_mentions_that_do_not_overlap_and_hold_the_source(
    pieces: list[str], data: st.DataObject
) -> None:
    text = " ".join(pieces)
    here = scene(text, {"Ivan Petrenko": "person", "Ivan": "person", "Ministry": "organisation"})
    spans = []
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        spans.append(Span.of(text, start, data.draw(st.integers(start + 1, len(text)))))
    wanted = [
        Claim(id=f"c{i}", parent=f"c{i - 1}" if i else None, content=(), confidence=1.0, source=Source(spans=(span,)))
        for i, span in enumerate(spans)
    ]
    found, refused = speakers(here, wanted)
    assert speakers(here, wanted) == (found, refused)
    for claim, source in zip(wanted, found, strict=True):
        assert source is not None
        assert claim.source
        assert source.spans == claim.source.spans
        if here.range_of(source.spans[0])[0] < here.range_of(source.spans[0])[1]:
            assert set(source.spans) <= set(source.mentions)
        assert all(span.text == text[span.start : span.end] for span in source.mentions)
        assert all(a.end <= b.start for a, b in zip(source.mentions, source.mentions[1:], strict=False))
        assert source.name is None or source.name.strip()


def test_a_body_is_known_by_its_last_word_though_the_network_saw_a_person_and_parts() -> None:
    text = "The Northern Harbour Times reported rain. The Times said more would come. It warned of floods."
    told, _ = read(
        text, ["The Northern Harbour Times", "The Times", "It"], person="Harbour|Times", organisation="Northern"
    )
    assert told == [("Northern Harbour Times", "named-organisation")] * 3


def test_what_a_minister_is_for_is_no_part_of_the_name() -> None:
    text = "The Secretary of State Anna Keller said so. Keller added more. The secretary of state left."
    told, _ = read(
        text,
        ["Secretary of State Anna Keller", "Keller", "The secretary of state"],
        person="State|Anna Keller|Keller",
    )
    assert told == [("Anna Keller", "named-person")] * 3


def test_one_of_anonymous_people_is_anonymous() -> None:
    text = (
        "Two diplomats said the talks failed. They spoke on condition of anonymity. "
        "It was near, said one of the diplomats. Western officials said no."
    )
    told, _ = read(text, ["Two diplomats", "They", "one of the diplomats", "Western officials"])
    assert [record for _, record in told] == ["anonymous", "anonymous", "anonymous", "unnamed"]


def test_an_air_force_is_a_body() -> None:
    text = "The Ukrainian air force said ten fell. The air force added that none was left."
    told, _ = read(text, ["The Ukrainian air force", "The air force"], place="Ukrainian")
    assert told == [("Ukrainian air force", "named-organisation")] * 2


def test_the_head_of_a_government_is_its_leader() -> None:
    text = (
        "The German Chancellor Olaf Scholz said so. Emmanuel Macron was there. The head of the German government left."
    )
    told, _ = read(
        text, ["Olaf Scholz", "The head of the German government"], person="Olaf Scholz|Emmanuel Macron", place="German"
    )
    assert told == [("Olaf Scholz", "named-person")] * 2


def test_mentions_do_not_grow_without_limit() -> None:
    text = "Officials said no. " * 300
    told, _ = speakers(scene(text, {}), claims(text, ["Officials"] * 300))
    kept = [source for source in told if source]
    assert len(kept) == 300
    assert all(len(source.mentions) <= MOST_MENTIONS for source in kept)
    assert all(source.spans[0] in source.mentions for source in kept)


def test_a_post_before_a_name_is_its_holder_later() -> None:
    text = (
        "Minister of Justice of the Republic of Moldova Ann Smith arrived. The minister said yes. "
        "The chairman of the Grand Council Karl Huber yesterday in town said no. The head of the council warned them."
    )
    told, _ = read(
        text,
        ["The minister", "The chairman of the Grand Council Karl Huber yesterday in town", "The head of the council"],
        person="Ann Smith|Karl Huber",
        organisation="Grand Council",
    )
    assert [name for name, _ in told] == ["Ann Smith", "Karl Huber", "Karl Huber"]


def test_a_head_whose_body_stands_before_a_comma_is_known_by_the_body() -> None:
    text = "The president of the Grand Commission, Ann Smith, arrived. The head of the commission said yes."
    told, _ = read(text, ["The head of the commission"], person="Ann Smith", organisation="Grand Commission")
    assert told == [("Ann Smith", "named-person")]


def test_the_spokesman_for_a_president_is_not_the_president() -> None:
    text = "A spokesman for President Ann Smith arrived. The spokesman said yes."
    told, _ = read(text, ["The spokesman"], person="Ann Smith")
    assert told[0][1] == "unnamed"


def test_her_country_is_the_country_of_the_person() -> None:
    text = "French Minister Ann Smith came. Her country said yes. Karl Huber came. His country said no."
    told, _ = read(text, ["Her country", "His country"], person="Ann Smith|Karl Huber")
    assert told == [("France", "named-organisation"), ("his country", "unnamed")]


def test_two_letters_stand_for_the_paper_of_two_words() -> None:
    text = "The Daily Gazette said yes. The DG told them no."
    told, _ = read(text, ["The DG"], organisation="Daily Gazette|DG")
    assert told == [("Daily Gazette", "named-organisation")]


def test_a_body_is_not_a_part_of_it() -> None:
    text = "The Grain Office of the United Nations said yes. The United Nations said no. The UN warned them."
    told, _ = read(
        text,
        ["The Grain Office of the United Nations", "The United Nations", "The UN"],
        organisation="Grain Office of the United Nations|United Nations|UN",
    )
    assert [name for name, _ in told] == ["Grain Office of the United Nations", "United Nations", "United Nations"]
