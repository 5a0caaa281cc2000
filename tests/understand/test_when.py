"""When a claim was said, what time it is about, and its due day, on sentences published Thursday, 3 November 2022."""

from __future__ import annotations

from sayso.reader.words import split_words
from sayso.records import Article, Claim, Cue, Force, Horizon, Refusal, Source, Span
from sayso.understand.scene import Scene
from sayso.understand.when import Timing, when

PUBLISHED = "2022-11-03"


def claim(
    text: str,
    source: str,
    cue: str,
    *content: str,
    id: str = "c1",  # noqa: A002 - the record's own name
    parent: str | None = None,
    force: Force = "says",
    horizon: Horizon = "past",
    name: str | None = None,
) -> Claim:
    def span(words: str) -> Span:
        assert text.count(words) == 1, words
        return Span.of(text, text.index(words), text.index(words) + len(words))

    return Claim(
        id=id,
        parent=parent,
        source=Source(spans=(span(source),), name=name or source) if source else None,
        cue=Cue(span=span(cue), lemma=cue),
        content=tuple(span(c) for c in content),
        confidence=1.0,
        force=force,
        horizon=horizon,
    )


def read(text: str, *claims: Claim, published: str | None = PUBLISHED) -> tuple[list[Timing], list[Refusal]]:
    words = split_words(text)
    article = Article(text=text, published=published)
    timings, refusals = when(Scene(article=article, words=words, tags=("NN",) * len(words)), claims)
    return list(timings), list(refusals)


def said(timing: Timing) -> tuple[str, str | None, str | None] | None:
    return (timing.said.text, timing.said.earliest, timing.said.latest) if timing.said else None


def about(timing: Timing) -> tuple[str, str | None, str | None] | None:
    return (timing.about.text, timing.about.earliest, timing.about.latest) if timing.about else None


def test_a_time_next_to_the_cue_dates_the_act() -> None:
    text = "The dam is safe, the mayor told reporters on Monday."
    timing = read(text, claim(text, "the mayor", "told", "The dam is safe"))[0][0]
    assert said(timing) == ("on Monday", "2022-10-31", "2022-10-31")
    assert timing.about is None


def test_a_time_at_the_head_of_the_sentence_dates_the_act() -> None:
    text = "On Monday, the mayor said that the dam was safe."
    assert said(read(text, claim(text, "the mayor", "said", "that the dam was safe"))[0][0]) == (
        "On Monday", "2022-10-31", "2022-10-31",
    )  # fmt: skip


def test_a_time_in_the_content_is_what_it_is_about() -> None:
    text = "The mayor said that the dam had held since February."
    timing = read(text, claim(text, "The mayor", "said", "that the dam had held since February"))[0][0]
    assert timing.said is None
    assert about(timing) == ("since February", "2022-02-01", PUBLISHED)


def test_the_publication_alone_never_tells_when_it_was_said() -> None:
    text = "The mayor said that the dam was safe."
    assert read(text, claim(text, "The mayor", "said", "that the dam was safe"))[0][0] == Timing()


def test_a_prediction_is_due_on_its_last_day() -> None:
    text = "He predicted that the city would fall by the end of this month."
    made = claim(
        text, "He", "predicted", "that the city would fall by the end of this month", force="predicts", horizon="future"
    )
    timing = read(text, made)[0][0]
    assert about(timing) == ("by the end of this month", PUBLISHED, "2022-11-30")
    assert timing.due == "2022-11-30"


def test_a_report_of_the_past_is_never_due() -> None:
    text = "He said that the city fell on Monday."
    timing = read(text, claim(text, "He", "said", "that the city fell on Monday"))[0][0]
    assert timing.about
    assert timing.due is None


def test_the_other_half_of_a_prediction_shares_its_day() -> None:
    text = "He predicted the city would fall by Christmas and the army would cross the river."
    first = claim(text, "He", "predicted", "the city would fall by Christmas", force="predicts", horizon="future")
    second = claim(
        text, "He", "predicted", "the army would cross the river", id="c2", force="predicts", horizon="future"
    )
    other = claim(text, "He", "predicted", "the army would cross the river", id="c3", horizon="past", force="denies")
    timings = read(text, first, second, other)[0]
    assert [t.due for t in timings] == ["2022-12-25", "2022-12-25", None]
    assert timings[1].about is None


def test_inside_quotation_marks_times_count_from_when_it_was_said() -> None:
    text = 'On 10 October 2022 the mayor said: "We leave tomorrow." The dam held.'
    timing = read(text, claim(text, "the mayor", "said", '"We leave tomorrow."', horizon="future"))[0][0]
    assert about(timing) == ("tomorrow", "2022-10-11", "2022-10-11")


def test_outside_quotation_marks_they_count_from_publication() -> None:
    text = "On 10 October 2022 the mayor said the dam broke yesterday."
    timing = read(text, claim(text, "the mayor", "said", "the dam broke yesterday"))[0][0]
    assert about(timing) == ("yesterday", "2022-11-02", "2022-11-02")


def test_a_speaker_who_goes_on_keeps_the_time_and_another_does_not() -> None:
    text = "On Monday, the mayor said the dam was safe. He added that trains ran. A union disputed the figures."
    claims = (
        claim(text, "the mayor", "said", "the dam was safe"),
        claim(text, "He", "added", "that trains ran", id="c2", name="the mayor"),
        claim(text, "A union", "disputed", "the figures", id="c3"),
    )
    timings = read(text, *claims)[0]
    assert said(timings[1]) == said(timings[0]) == ("On Monday", "2022-10-31", "2022-10-31")
    assert timings[2].said is None


def test_a_time_of_another_clause_dates_nothing() -> None:
    text = "The talks began on Monday and the union says they will go on."
    timing = read(text, claim(text, "the union", "says", "they will go on", horizon="future"))[0][0]
    assert timing.said is None


def test_by_and_within_open_and_close_intervals() -> None:
    text = "The mayor warned it would end within 48 hours."
    timing = read(text, claim(text, "The mayor", "warned", "it would end within 48 hours", horizon="future"))[0][0]
    assert about(timing) == ("within 48 hours", PUBLISHED, "2022-11-05")
    assert timing.due == "2022-11-05"


def test_two_years_joined_are_one_time() -> None:
    text = "The mayor said the dam leaked from 2006 to 2009."
    timing = read(text, claim(text, "The mayor", "said", "the dam leaked from 2006 to 2009"))[0][0]
    assert about(timing) == ("from 2006 to 2009", "2006-01-01", "2009-12-31")


def test_an_event_names_a_time_without_days() -> None:
    text = "The mayor said nobody was hurt during the siege."
    timing = read(text, claim(text, "The mayor", "said", "nobody was hurt during the siege"))[0][0]
    assert about(timing) == ("during the siege", None, None)


def test_without_a_publication_date_one_refusal_tells_that_times_stay_open() -> None:
    text = "On Monday, the mayor said the dam broke yesterday."
    timings, refusals = read(text, claim(text, "the mayor", "said", "the dam broke yesterday"), published=None)
    assert said(timings[0]) == ("On Monday", None, None)
    assert [(r.stage, r.code) for r in refusals] == [("times", "no-date")]


def test_an_impossible_day_is_refused_with_its_span() -> None:
    text = "The mayor said the dam broke on 30 February."
    timings, refusals = read(text, claim(text, "The mayor", "said", "the dam broke on 30 February"))
    assert timings[0] == Timing()
    assert [(r.code, r.span and r.span.text) for r in refusals] == [("impossible-date", "30 February")]


def test_an_article_without_words_or_claims_has_no_timing() -> None:
    assert read("") == ([], [])
    assert read("\x00\u202e 😀", published=None) == ([], [])
