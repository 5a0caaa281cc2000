"""Silver and labels of attributions inside contents: their places are the article's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.nested import find, mend, resolve, with_text
from training.silver import alone, back
from training.tagged import conllu, head_token

TEXT = "Officials said that “commanders think the bridge will hold,” and left; the mayor, too, doubts it."


def spans(*quotes: str) -> list[list[int]]:
    return [[TEXT.index(q), TEXT.index(q) + len(q)] for q in quotes]


def test_a_content_alone_is_a_sentence_without_marks() -> None:
    part, place = alone(TEXT, spans("that “commanders think the bridge will hold,”"))
    assert part.strip() == "Commanders think the bridge will hold."
    assert len(part) == len(place)


def test_ranges_of_a_content_alone_come_back_as_the_articles() -> None:
    part, place = alone(TEXT, spans("that “commanders think the bridge will hold,”"))
    at = part.index("think")
    assert [TEXT[a:b] for a, b in back(place, at, at + 5)] == ["think"]


def test_a_range_over_two_fragments_comes_back_in_two() -> None:
    part, place = alone(TEXT, spans("the bridge will hold", "the mayor, too"))
    assert [TEXT[a:b] for a, b in back(place, 0, len(part))] == ["the bridge will hold", "the mayor, too"]


@given(st.text(alphabet="ab “”that ,.\n", min_size=1, max_size=60), st.data())
def test_every_character_of_a_content_alone_has_its_place(text: str, data: st.DataObject) -> None:
    a = data.draw(st.integers(0, len(text) - 1))
    b = data.draw(st.integers(a + 1, len(text)))
    part, place = alone(text, [[a, b]])
    assert len(part) == len(place)
    for c, at in zip(part, place, strict=True):
        if at >= 0 and c.strip():
            assert a <= at < b
            assert c.lower() == text[at].lower()


def test_a_quotation_is_found_inside_its_content_only() -> None:
    start = TEXT.index("the mayor")
    assert find(TEXT, spans("the mayor, too, doubts it"), "the") == [start, start + 3]
    with pytest.raises(ValueError, match="not there"):
        find(TEXT, spans("the mayor"), "bridge")


def test_labels_go_into_labels_and_wrong_ones_are_told() -> None:
    text = "Ann said Bob thinks Cy knows it rains."
    article = {"text": text, "attributions": [{"id": "a1", "content": [[9, len(text) - 1]]}]}
    good = [
        {"in": "0:a1", "id": "x1", "source": "Bob", "cue": "thinks", "content": ["Cy knows it rains"]},
        {"in": "x1", "id": "x2", "source": "Cy", "cue": "knows", "content": ["it rains"]},
    ]
    labels, wrong = resolve([article], [*good, {"in": "0:a1", "id": "x3", "cue": "snows", "content": ["it"]}])
    assert [(x["parent"], text[slice(*x["cue"][0])]) for x in labels] == [("0:a1", "thinks"), ("x1", "knows")]
    assert len(wrong) == 1
    assert "snows" in wrong[0]


CONLLU = """# newdoc id = d1
# sent_id = 1
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4\t,\t,\tPUNCT\t,\t_\t5\tpunct\t_\t_
5\tDonald\tDonald\tPROPN\tNNP\t_\t3\tvocative\t_\tEntity=(1-person-new
6\tTrump\tTrump\tPROPN\tNNP\t_\t5\tflat\t_\tEntity=1)|SpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

# newpar
# sent_id = 2
1\tHe\the\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-person-giv)
2\twent\tgo\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""


def test_a_treebank_becomes_text_with_tags_and_entities(tmp_path: Path) -> None:
    path = tmp_path / "d.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    (doc,) = conllu(path)
    assert doc.text == "Don't go, Donald Trump.\nHe went."
    assert all(doc.text[t.start : t.end] == t.form for t in doc.tokens)
    assert [(m.cluster, doc.tokens[head_token(doc, m)].form) for m in doc.mentions] == [("1", "Trump"), ("1", "He")]


def test_mending_drops_what_is_wrong_with_what_stands_in_it_and_adds_what_is_missing() -> None:
    said = {"id": "a1", "parent": None, "source": spans("Officials"), "cue": spans("said"), "content": spans("that")}
    think = {"id": "a2", "parent": "a1", "source": [], "cue": spans("think"), "content": spans("the bridge")}
    article = {"name": "n", "text": TEXT, "attributions": [said, think]}
    content = ["that “commanders think the bridge will hold,”"]
    told: list[dict[str, Any]] = [
        {"drop": "0:a1"},
        {"in": "0", "id": "x1", "cue": "said", "source": "Officials", "content": content},
        {"in": "x1", "id": "x2", "cue": "think", "source": "commanders", "content": ["the bridge will hold"]},
        {"in": "0", "id": "x3", "cue": "doubts", "source": "the mayor, too,", "content": ["it"]},
        {"read": 0},
    ]  # fmt: skip
    (row,) = mend([article], told)
    assert [(a["id"], a["parent"]) for a in row["attributions"]] == [("x1", None), ("x2", "x1"), ("x3", None)]
    assert with_text([row], ["other", TEXT]) == [row | {"text": TEXT}]
    assert with_text([row], ["other"]) == []
    assert mend([article], told[:-1]) == []
