"""The examples reach every corner of the knowledge often enough."""

from __future__ import annotations

from collections import Counter

import pytest

from advisor import recommend

from .examples import possible_examples

EXAMPLES = possible_examples()

NEVER_FIRST = {
    "knn": "trees and linear models fit every task it does at least as well",
    "lex": "building a bot is none of the tasks",
}
# Facts that describe the goal itself: without them there is no usual choice to rule out.
GOAL = {"task", "modality", "labeled", "own_classes", "special_vocabulary"}


@pytest.fixture(scope="module")
def answers(shipped):
    return {example.id: recommend(example.given, knowledge=shipped) for example in EXAMPLES}


def test_there_are_enough_situations() -> None:
    assert len(EXAMPLES) >= 250
    assert sum(1 <= len(example.given) <= 3 for example in EXAMPLES) >= 60


def test_every_active_candidate_comes_first_in_four_examples(shipped, answers) -> None:
    first = Counter(answer.pick.id for answer in answers.values() if answer.pick)
    open_to_all = [name for name, card in shipped.candidates.items() if not closed(card)]
    rare = {name: first[name] for name in open_to_all if first[name] < 4 and name not in NEVER_FIRST}
    assert rare == {}
    assert not NEVER_FIRST.keys() - set(open_to_all)
    assert all(first[name] == 0 for name in NEVER_FIRST)


def test_every_value_that_a_rule_chooses_is_expected_in_two_examples(shipped, answers) -> None:
    seen = Counter(
        (decision, answers[example.id].pick.setup[decision].value)
        for example in EXAMPLES
        for decision in example.expect.setup
        if shipped.decisions[decision].values
        and answers[example.id].pick
        and decision in answers[example.id].pick.setup
    )
    chosen = [
        (rule.payload["decision"], rule.payload.get("value"))
        for rule in shipped.rules.values()
        if rule.effect == "choose"
    ]
    # The values left over are named in notes and objectives as alternatives; no rule chooses them for anybody.
    reachable = [
        (decision.id, value)
        for decision in shipped.decisions.values()
        for value in decision.values
        if (decision.id, value) in chosen
    ]
    assert {pair: seen[pair] for pair in reachable if seen[pair] < 2} == {}


def test_in_forty_examples_a_constraint_rules_out_the_usual_choice(shipped, answers) -> None:
    found = [
        example.id
        for example in EXAMPLES
        if example.expect.ruled_out
        and any(usual_is_out(shipped, example, answers[example.id], name) for name in example.given)
    ]
    assert len(found) >= 40, len(found)


def usual_is_out(shipped, example, answer, name: str) -> bool:
    """True when the first place without this fact is expected to be ruled out by it."""
    if name in GOAL:
        return False
    before = recommend({key: value for key, value in example.given.items() if key != name}, knowledge=shipped)
    return before.pick is not None and before.pick.id in example.expect.ruled_out


def closed(card) -> bool:
    return bool(card.facts.get("closed_to_new"))
