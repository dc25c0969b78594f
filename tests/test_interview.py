"""The interview: its state is what the final answers alone give, and nothing is lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Interview, SituationError, load, recommend
from advisor.advice.interview.interview import DOES_NOT_MATTER, NOT_SURE
from advisor.advice.interview.saved import dump, parse
from advisor.advice.interview.session import Session
from advisor.advice.interview.standings import change
from advisor.inference.program import Program

from .examples import possible_examples
from .interviewing import interviewed

SHIPPED = load()


def choices(name: str) -> list[object]:
    from advisor.advice.interview.interview import options

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


def test_what_is_wanted_gives_way_only_after_the_facts(shipped) -> None:
    """80 series cannot have 5 points in all; the forecast is wanted all the same."""
    interview = Interview.start({"task": "forecasting", "series": 80}, knowledge=shipped).answer("rows", 5)
    assert interview.set_aside == ("series",)
    assert interview.situation.values["task"] == "forecasting"


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


@pytest.mark.parametrize("ask", ["outcomes", "choices", "forget"])
def test_an_unknown_attribute_is_named_with_the_nearest(ask) -> None:
    with pytest.raises(SituationError, match=r"unknown attribute 'tsak'.*did you mean 'task'"):
        getattr(Interview.start(), ask)("tsak")


def test_what_one_answer_would_do_is_told_of_answers_that_fit_alone() -> None:
    interview = Interview.start({"task": "classification"})
    assert interview.outcome("rows", "10k") == interview.outcome("rows", 10_000)
    assert not interview.outcome("rows", NOT_SURE).moves
    with pytest.raises(SituationError, match=r"unknown attribute 'rwos'.*did you mean 'rows'"):
        interview.outcome("rwos", 5)
    with pytest.raises(SituationError, match="rows: 'many' is not a whole number"):
        interview.outcome("rows", "many")


def test_an_interview_ends_and_what_is_settled_stays() -> None:
    interview = Interview.start({"task": "forecasting"})
    for _ in range(60):
        low, high = interview.left
        assert 0 <= low <= high
        if interview.question is None:
            break
        assert low >= 1 or interview.enough
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


BOXES = {
    "attributes": "- {attribute: a, type: boolean, ask: A?}\n- {attribute: b, type: boolean, ask: B?}\n"
    "- {attribute: c, type: boolean, ask: C?}\n- {attribute: wish, type: boolean, demand: true, ask: Wish?}\n",
    "decisions": "- {decision: first, title: First, headline: true, values: [one, two]}\n",
    "card_ant": "{algorithm: ant, name: ant, summary: s, order: 1, sources: []}\n",
    "card_bee": "{algorithm: bee, name: bee, summary: s, order: 2, sources: []}\n",
}


def boxes(load_pack, *rules: str):
    tail = ", because: It is so., basis: house-judgement}\n"
    return load_pack(**BOXES, rules="".join(f"- {{{rule}{tail}" for rule in rules))


START = "rule: start, favor: {ant: weak}, aspect: start"


def test_of_a_contradiction_through_what_was_derived_the_oldest_answer_gives_way(load_pack) -> None:
    base = boxes(
        load_pack,
        START,
        "rule: d, when: {a: true}, derive: {c: true}",
        "rule: never, when: {c: true, b: true}, impossible: true",
    )
    older = Interview.start(knowledge=base).answer("a", True).answer("b", True)
    newer = Interview.start(knowledge=base).answer("b", True).answer("a", True)
    assert (older.set_aside, newer.set_aside) == (("a",), ("b",))


def test_an_answer_that_no_rule_can_read_any_more_is_kept_and_marked(load_pack) -> None:
    base = boxes(load_pack, START, "rule: r, when: {a: true, b: true}, favor: {bee: strong}, aspect: x")
    interview = Interview.start(knowledge=base).answer("a", True).answer("b", True)
    assert [line.state for line in interview.review] == ["used", "used"]
    edited = interview.answer("a", False)
    assert [(line.attribute, line.state) for line in edited.review] == [("a", "used"), ("b", "idle")]
    assert edited.answer("a", True).recommendation.pick.id == "bee"


def test_not_sure_is_worth_finding_out_and_does_not_matter_is_not(load_pack) -> None:
    base = boxes(load_pack, START, "rule: r, when: {a: true}, favor: {bee: strong}, aspect: x")
    unsure = Interview.start(knowledge=base).answer("a", NOT_SURE)
    careless = Interview.start(knowledge=base).answer("a", DOES_NOT_MATTER)
    assert (unsure.unsure, careless.unsure) == (("a",), ())
    assert [line.state for line in (*unsure.review, *careless.review)] == ["unsure", "used"]
    assert unsure.settled
    assert careless.recommendation.to_json() == unsure.recommendation.to_json()


def test_a_wish_is_offered_when_nothing_else_is_left(load_pack) -> None:
    base = boxes(
        load_pack,
        START,
        "rule: r, when: {a: true}, favor: {bee: strong}, aspect: x",
        "rule: w, when: {wish: true}, rule_out: [ant]",
    )
    asked = Interview.start(knowledge=base)
    assert (asked.enough, asked.left, asked.question.attribute) == (False, (1, 1), "a")
    enough = asked.answer("a", False)
    assert (enough.enough, enough.left, enough.wishes) == (True, (0, 0), ("wish",))
    assert (enough.settled, enough.settled_unless) == (False, ("wish",))
    stated = enough.answer("wish", False)
    assert (stated.settled, stated.settled_unless, stated.question) == (True, (), None)


def test_what_can_change_the_first_place_is_asked_before_the_set_up(load_pack) -> None:
    base = boxes(
        load_pack,
        START,
        "rule: one, choose: {first: one}",
        "rule: two, when: {a: true}, choose: {first: two}, level: special",
        "rule: r, when: {b: true, c: true}, favor: {bee: strong}, aspect: x",
    )
    assert Interview.start(knowledge=base).question.attribute in ("b", "c")


SAMPLE = possible_examples()[::40]


@pytest.mark.parametrize("example", SAMPLE, ids=[example.id for example in SAMPLE])
def test_what_is_asked_leads_where_every_fact_would(example) -> None:
    found = interviewed(example.given)
    assert found.same_first or not found.settled
    assert len(found.asked) <= 20
    for low, high in found.left:
        assert 1 <= low <= high


def test_where_the_interview_stands_is_one_record() -> None:
    asked = Interview.start({"task": "classification"}).asked
    data = json.loads(json.dumps(asked.to_dict()))
    assert data["schema"] == "advisor/question/1"
    assert [choice["value"] for choice in data["question"]["choices"]] == (data["question"]["values"] or [True, False])
    assert data["about"] == "about {} to {} questions left".format(*data["left"])
    assert data["question"]["refusals"] == [NOT_SURE, DOES_NOT_MATTER]


def test_an_answer_that_leaves_nothing_is_flagged_before_it_is_taken(load_pack) -> None:
    base = boxes(
        load_pack,
        START,
        "rule: r, when: {a: true}, rule_out: [ant, bee]",
    )
    interview = Interview.start(knowledge=base)
    assert [(one.value, one.caution) for one in interview.outcomes("a")] == [
        (True, "leaves nothing to recommend"),
        (False, ""),
    ]
    yes, no, *_ = Session(interview).card.choices
    assert (yes.text, no.text) == ("leaves nothing to recommend", "")
    assert Session(interview).foresee("yes") == "It leaves nothing to recommend."
    assert change(interview, interview.answer("a", True)).sentence.startswith("Nothing is left to recommend;")


def test_what_matters_only_beside_a_wish_is_asked_once_the_wish_is_stated(load_pack) -> None:
    base = boxes(load_pack, START, "rule: r, when: {a: true, wish: true}, favor: {bee: strong}, aspect: x")
    interview = Interview.start(knowledge=base)
    assert (interview.enough, interview.wishes, interview.question.attribute) == (True, ("wish",), "wish")
    wishing = interview.answer("wish", True)
    assert (wishing.enough, wishing.question.attribute) == (False, "a")


def test_the_coarse_form_of_an_answer_is_asked_first_and_the_fine_one_not_of_who_does_not_know_it(load_pack) -> None:
    base = boxes(
        load_pack,
        START,
        "rule: d, when: {a: true}, derive: {c: true}",
        "rule: r, when: {c: true}, favor: {bee: weak}, aspect: x",
        "rule: s, when: {a: true}, favor: {bee: strong}, aspect: y",
    )
    interview = Interview.start(knowledge=base)
    assert interview.question.attribute == "c"
    unsure = interview.answer("c", NOT_SURE)
    assert (unsure.enough, unsure.wishes, unsure.settled_unless) == (True, ("a",), ("a",))
    assert interview.answer("c", False).question.attribute == "a"


def test_a_narrower_meaning_is_no_threat_once_nobody_can_give_it(load_pack) -> None:
    base = load_pack(
        attributes="- {attribute: a, type: choice, ask: A?, values: {x: {}, y: {}}}\n"
        "- {attribute: wish, type: boolean, demand: true, ask: Wish?}\n",
        decisions=BOXES["decisions"],
        card_ant=BOXES["card_ant"],
        card_bee=BOXES["card_bee"],
        rules="".join(
            f"- {{{rule}, because: It is so., basis: house-judgement}}\n"
            for rule in (
                START,
                "rule: n, when: {a: x, wish: true}, derive: {a: y}",
                "rule: r, when: {a: y}, favor: {bee: strong}, aspect: x",
            )
        ),
    )
    interview = Interview.start({"a": "x"}, knowledge=base)
    assert (interview.settled, interview.wishes, interview.settled_unless) == (False, ("wish",), ("wish",))
    assert interview.answer("wish", NOT_SURE).settled


@pytest.mark.parametrize("name", ["size_gb", "size-gb", "Size GB"])
def test_an_attribute_is_found_by_its_name_as_people_write_it(shipped, name: str) -> None:
    interview = Interview.start(knowledge=shipped).answer(name, 3)
    assert [answer.attribute for answer in interview.answers] == ["size_gb"]
    assert interview.forget(name).answers == ()
