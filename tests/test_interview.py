"""The interview: its state is what the final answers alone give, and nothing is lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Interview, SituationError, load, recommend
from advisor.advice.interview import DOES_NOT_MATTER, NOT_SURE
from advisor.advice.saved import dump, parse
from advisor.inference.program import Program

SHIPPED = load()


def choices(name: str) -> list[object]:
    from advisor.advice.interview import options

    return [*options(Program.of(SHIPPED), name), NOT_SURE, DOES_NOT_MATTER]


steps = st.lists(
    st.one_of(
        st.sampled_from(sorted(SHIPPED.attributes)).flatmap(
            lambda name: st.tuples(st.just("answer"), st.just(name), st.sampled_from(choices(name)))
        ),
        st.sampled_from(["task", "modality", "sparse"]).flatmap(
            lambda name: st.tuples(st.just("answer"), st.just(name), st.sampled_from(choices(name)))
        ),
        st.just(("undo", "", None)),
        st.tuples(st.just("forget"), st.sampled_from(["task", "modality", "sparse"]), st.none()),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_backs_and_edits_leave_no_trace(moves) -> None:
    interview = Interview.start()
    for what, name, value in moves:
        interview = (
            interview.undo()
            if what == "undo"
            else interview.forget(name)
            if what == "forget"
            else interview.answer(name, value)
        )
    plain = Interview.start()
    for answer in interview.answers:
        plain = plain.answer(answer.attribute, answer.document)
    assert plain == interview
    assert plain.set_aside == interview.set_aside
    assert plain.review == interview.review
    assert plain.recommendation.to_json() == interview.recommendation.to_json()
    assert parse(dump(interview)) == interview


def test_undo_returns_the_answer_that_was_there() -> None:
    interview = Interview.start().answer("task", "classification").answer("task", "regression")
    assert interview.undo().situation.values == {"task": "classification"}
    assert interview.undo().undo().undo() == Interview.start()


def test_the_answers_say_the_same_as_flags() -> None:
    interview = Interview.start({"task": "classification"}).answer("sparse", "yes").answer("labeled", NOT_SURE)
    flags = recommend({"task": "classification", "sparse": True, "declined": ["labeled"]})
    assert interview.recommendation.to_json() == flags.to_json()
    assert [line.origin for line in interview.review if line.origin != "derived"] == ["flag", "asked", "asked"]


def test_a_newer_answer_sets_aside_what_it_contradicts_and_keeps_it(load_pack) -> None:
    base = load_pack(
        attributes="- {attribute: a, type: boolean, ask: A?}\n- {attribute: b, type: boolean, ask: B?}\n",
        decisions="- {decision: first, title: First, values: [one]}\n",
        rules="- {rule: r, when: {a: true}, favor: {ant: strong}, aspect: x, because: It is so., basis: house-judgement}\n"
        "- {rule: s, when: {a: true, b: true}, impossible: true, because: It is so., basis: house-judgement}\n",
        card_ant="{algorithm: ant, name: ant, summary: s, order: 1, sources: []}\n",
    )
    interview = Interview.start({"a": True}, knowledge=base).answer("b", True)
    assert interview.set_aside == ("a",)
    assert [(line.attribute, line.state) for line in interview.review] == [("a", "set-aside"), ("b", "used")]
    assert interview.situation.values == {"b": True}
    assert interview.forget("b").set_aside == ()


def test_the_next_question_says_what_each_answer_does() -> None:
    interview = Interview.start({"task": "classification", "modality": "tabular"})
    question = interview.question
    assert question is not None
    assert question.waiting_rules
    for outcome in interview.outcomes(question.attribute):
        if not outcome.impossible:
            pick = interview.answer(question.attribute, outcome.value).recommendation.pick
            assert outcome.first == (pick.id if pick else None)


def test_an_unfit_answer_changes_nothing() -> None:
    with pytest.raises(SituationError, match="did you mean 'classification'"):
        Interview.start().answer("task", "clasification")
    with pytest.raises(SituationError, match="did you mean 'task'"):
        Interview.start().answer("tsak", "regression")


def test_an_interview_ends_and_what_is_settled_stays() -> None:
    interview = Interview.start({"task": "forecasting"})
    for _ in range(60):
        low, high = interview.left
        assert 0 <= low <= high
        if interview.question is None:
            break
        assert low >= 1
        interview = interview.answer(interview.question.attribute, NOT_SURE)
    assert interview.question is None
    assert interview.left == (0, 0)
    assert interview.proof


def test_saved_and_resumed(tmp_path) -> None:
    interview = Interview.start({"rows": {"at_least": 10, "below": 20}}).answer("task", "regression")
    path = tmp_path / "deep" / "interview.json"
    interview.save(path)
    assert Interview.resume(path) == interview
    assert [entry.name for entry in path.parent.iterdir()] == ["interview.json"]
    assert recommend(json.loads(path.read_text())["situation"]).to_json() == interview.recommendation.to_json()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "advisor/interview/2", "answers": []}'])
def test_a_file_that_is_no_interview_is_refused(tmp_path, text) -> None:
    path = tmp_path / "interview.json"
    path.write_text(text)
    with pytest.raises(SituationError):
        Interview.resume(path)


def test_a_saved_answer_that_no_longer_fits_is_named() -> None:
    text = '{"schema": "advisor/interview/1", "answers": [{"attribute": "colour", "answer": "red"}]}'
    with pytest.raises(SituationError, match="colour"):
        parse(text)
