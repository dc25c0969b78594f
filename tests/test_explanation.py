"""Explanations say what the evaluator did: they agree with the recommendation in every rule, point and value."""

from __future__ import annotations

import json

import pytest

from advisor import SituationError, explain, recommend

from .examples import possible_examples
from .test_changes import accepts

EXAMPLES = possible_examples()
SAMPLE = EXAMPLES[::25]
STRENGTHS = {"weak": 1, "moderate": 2, "strong": 3}


@pytest.fixture(params=SAMPLE, ids=[example.id for example in SAMPLE])
def explained(request, shipped):
    answer = recommend(request.param.given, knowledge=shipped)
    return answer, explain(answer, knowledge=shipped, changes=False)


def test_why_names_the_evidence_of_the_pick(explained) -> None:
    answer, explanation = explained
    if answer.pick is None:
        assert explanation.why is None
        return
    told = [(reason.rule, reason.aspect, reason.strength) for reason in explanation.why.evidence]
    assert told == [(piece.rule, piece.aspect, STRENGTHS[piece.strength]) for piece in answer.pick.evidence]


def test_why_gives_every_decision_with_its_rule(explained) -> None:
    answer, explanation = explained
    if answer.pick is None:
        return
    for decided in explanation.why.decisions:
        made = answer.pick.setup[decided.decision]
        assert (decided.value, decided.settled) == (made.value, made.settled)
        assert (decided.reason.rule if decided.reason else "") == made.rule


def test_every_fact_is_one_that_its_rule_accepts(explained) -> None:
    _, explanation = explained
    if explanation.why is None:
        return
    reasons = [
        *explanation.why.evidence,
        *explanation.why.derived,
        *(decided.reason for decided in explanation.why.decisions if decided.reason),
    ]
    facts = [fact for reason in reasons for fact in reason.facts if fact.origin != "decided"]
    assert facts
    assert [fact for fact in facts if not isinstance(fact.value, dict) and not accepts(fact.wanted, fact.value)] == []


def test_the_gaps_add_up_to_the_difference_in_points(explained) -> None:
    answer, explanation = explained
    scores = {ranked.id: ranked.score for ranked in answer.recommendations}
    for one in explanation.why_not:
        assert one.score == scores.get(one.candidate)
        if one.state in ("behind", "level", "no-evidence"):
            assert sum(gap.lacks for gap in one.gaps) == one.leader_score - one.score


def test_why_not_names_what_rules_out(explained) -> None:
    answer, explanation = explained
    told = {one.candidate: one.ruled_out[0].rule for one in explanation.why_not if one.state == "ruled-out"}
    assert told == {out.id: out.rule for out in answer.ruled_out}


def test_the_ways_put_the_candidate_first(shipped) -> None:
    situation = {"task": "classification", "sparse": True}
    (one,) = explain(situation, knowledge=shipped, against=["XGBoost"], changes=False).why_not
    assert one.ways
    for change in one.ways:
        assert recommend({**situation, **change.answers}, knowledge=shipped).pick.id == "xgboost"


def test_a_recommendation_is_explained_as_it_was_made(shipped) -> None:
    answer = recommend({"task": "regression", "rows": {"at_least": 10, "below": 900}, "declined": ["sparse"]}, top=2)
    assert explain(answer).recommendation is answer
    assert (
        explain(answer).to_json()
        == explain({"task": "regression", "rows": {"at_least": 10, "below": 900}, "declined": ["sparse"]}).to_json()
    )


def test_a_misspelt_candidate_is_named() -> None:
    with pytest.raises(SituationError, match="did you mean 'xgboost'"):
        explain(task="classification", against=["xgbost"])


def test_answers_are_not_given_beside_a_recommendation() -> None:
    with pytest.raises(SituationError, match="as it is"):
        explain(recommend(task="clustering"), sparse=True)


def test_the_question_is_explained_with_what_each_answer_does(shipped) -> None:
    explanation = explain(task="classification", knowledge=shipped, changes=False)
    asked = explanation.recommendation.next_question
    assert explanation.question.attribute == asked.attribute
    assert tuple(rule.rule for rule in explanation.question.waiting) == asked.waiting_rules
    for choice in explanation.question.choices:
        if not choice.outcome.impossible:
            pick = recommend({"task": "classification", asked.attribute: choice.outcome.value}).pick
            assert choice.outcome.first == (pick and pick.id)


def test_text_markdown_and_json_say_the_same(shipped) -> None:
    explanation = explain(task="classification", sparse=True, knowledge=shipped)
    text, page = explanation.to_text(), explanation.to_markdown()
    data = json.loads(explanation.to_json())
    assert data == json.loads(json.dumps(explanation.to_dict()))
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 80
    squeezed = " ".join(text.split())
    for line in page.splitlines():
        said = " ".join(line.strip().lstrip("#-").strip(" <>").split())
        assert said in squeezed
    for reason in data["why"]["evidence"]:
        assert reason["because"] in squeezed


@pytest.mark.parametrize("example", EXAMPLES[::50], ids=[example.id for example in EXAMPLES[::50]])
def test_every_explanation_can_be_told(example, shipped) -> None:
    explanation = explain(example.given, knowledge=shipped)
    assert explanation.to_text(60)
    assert explanation.to_markdown()


def test_what_several_rules_say_alike_is_told_once(load_pack) -> None:
    base = load_pack(
        attributes="- {attribute: big, type: boolean, ask: Big?}\n- {attribute: old, type: boolean, ask: Old?}\n",
        ant="{algorithm: ant, name: Ant, summary: s, order: 1, sources: [book]}\n",
        rules="- {rule: a, when: {big: true, old: true}, rule_out: [ant], because: It is too small., sources: [book]}\n"
        "- {rule: b, when: {big: true}, rule_out: [ant], because: It is too small., sources: [book]}\n"
        "- {rule: c, when: {old: true}, rule_out: [ant], because: It is too new., sources: [book]}\n",
    )
    explanation = explain({"big": True, "old": True}, knowledge=base, against=["ant"], changes=False)
    assert [reason.rule for reason in explanation.why_not[0].ruled_out] == ["a", "b", "c"]
    text = explanation.to_text()
    assert text.count("It is too small.") == 1
    assert "Ruled out: It is too small. [big: true]" in text
    assert "Ruled out: It is too new. [old: true]" in text
