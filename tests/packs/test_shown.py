"""The packs that are shown as examples do what they say."""

from __future__ import annotations

import pytest

import advisor
from advisor.authoring.testing import run_examples

from ..examples import possible_examples, suite_of
from .making import PACKS


@pytest.mark.parametrize("name", ["policy", "own-container"])
def test_the_examples_of_a_shown_pack_get_their_answers(name: str) -> None:
    suite = suite_of(PACKS / name)
    assert suite.base.packs == ("builtin", name)
    outcomes = run_examples(suite.base, suite.examples)
    assert outcomes
    assert [outcome for outcome in outcomes if not outcome.passed] == []


def test_the_policy_refuses_what_it_forbids_and_names_itself() -> None:
    base = advisor.load(packs=[PACKS / "policy"])
    with pytest.raises(advisor.SituationError) as caught:
        advisor.recommend(task="classification", region="us-east-1", vpc=False, knowledge=base)
    assert [problem.hint for problem in caught.value.diagnostics] == [
        "rule policy-regions of pack policy",
        "rule policy-vpc-always of pack policy",
    ]
    with pytest.raises(advisor.SituationError, match="gpu_reason"):
        advisor.recommend(task="classification", compute="gpu", knowledge=base)


def test_no_situation_of_the_examples_gets_a_gpu_without_a_reason() -> None:
    base = advisor.load(packs=[PACKS / "policy"])
    answered = 0
    for example in possible_examples()[::3]:
        try:
            answer = advisor.recommend(example.given, knowledge=base, top=1)
        except advisor.SituationError:
            continue
        answered += 1
        setup = answer.recommendations[0].setup if answer.recommendations else {}
        for name in ("training_instance", "inference_instance"):
            if name in setup:
                assert setup[name].fields.get("class") != "gpu", example.given
                assert str(setup[name].value).split(".")[1:2] in ([], ["m5"], ["c5"], ["r5"], ["g5"]), example.given
    assert answered > 100


def test_the_built_in_rules_judge_the_candidate_of_a_pack() -> None:
    base = advisor.load(packs=[PACKS / "own-container"])
    answer = advisor.recommend(task="regression", censored=True, knowledge=base)
    assert {piece.pack for piece in answer.recommendations[0].evidence} == {"own-container", "builtin"}
    elsewhere = advisor.recommend(task="regression", region="us-east-1", knowledge=base)
    assert ("survival-forest", "builtin") in {(out.id, out.pack) for out in elsewhere.ruled_out}


def test_two_packs_stand_on_each_other() -> None:
    base = advisor.load(packs=[PACKS / "own-container", PACKS / "policy"])
    assert base.packs == ("builtin", "own-container", "policy")
    answer = advisor.recommend(task="regression", censored=True, region="eu-west-1", knowledge=base)
    assert answer.to_dict()["knowledge"]["packs"] == ["builtin", "own-container", "policy"]
    assert answer.recommendations[0].id == "survival-forest"
    assert answer.derived["vpc"].pack == "policy"
