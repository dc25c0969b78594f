"""Advice and warnings: said where they concern the situation and the recommendation, the ones that matter most first."""

from __future__ import annotations

import pytest

import advisor
from advisor.advice.answer.noted import foremost
from advisor.advice.answer.records import Note

from .examples import read_examples

LONGEST = 240


def said(shipped, **situation: object) -> list[str]:
    answer = advisor.recommend(situation, knowledge=shipped)
    return [note.rule for note in (*answer.warnings, *answer.advice)]


@pytest.mark.parametrize(
    "situation",
    [
        {"task": "classification", "grouped": True, "imbalanced": True, "production": True},
        {"task": "regression", "drifting": True, "priority": "cost"},
        {"task": "forecasting", "production": True, "traffic": "steady"},
        {"task": "image-classification", "grouped": True, "labeled": True, "own_classes": True, "incremental": True},
    ],
    ids=str,
)
def test_how_to_split_is_the_first_advice(situation: dict, shipped) -> None:
    answer = advisor.recommend(situation, knowledge=shipped)
    assert answer.advice[0].topic == "split"
    assert answer.advice[0].finding or answer.advice[0].sources


@pytest.mark.parametrize(
    ("algorithm", "setting", "situation"),
    [
        ("xgboost", "scale_pos_weight", {"model_family": "trees"}),
        ("linear-learner", "positive_example_weight_mult", {"model_family": "linear"}),
        ("lightgbm", "is_unbalance", {"priority": "training-speed"}),
        ("catboost", "scale_pos_weight", {"high_cardinality_categoricals": True, "model_family": "trees"}),
        ("tabtransformer", "no class weights", {"model_family": "neural-network"}),
    ],
)
def test_class_weights_go_by_the_name_that_the_algorithm_has_for_them(
    algorithm: str, setting: str, situation: dict, shipped
) -> None:
    answer = advisor.recommend({"task": "classification", "imbalanced": True, **situation}, knowledge=shipped)
    assert answer.pick is not None
    assert answer.pick.id == algorithm
    assert any(setting in note.text for note in answer.advice if note.topic == "imbalance")


def test_advice_about_an_algorithm_is_not_given_with_another(shipped) -> None:
    trees = said(shipped, task="classification", imbalanced=True, model_family="trees")
    linear = said(shipped, task="classification", imbalanced=True, model_family="linear")
    assert "imbalance-weight-boosted-trees" in set(trees) - set(linear)
    assert "imbalance-weight-linear" in set(linear) - set(trees)


def test_a_retired_accelerator_is_named_only_to_say_that_it_is_gone(shipped) -> None:
    naming = [rule for rule in shipped.rules.values() if "Elastic Inference" in str(rule.payload)]
    assert [rule.id for rule in naming] == ["serving-no-elastic-inference"]
    assert "has been shut down" in naming[0].payload["text"]


def test_nothing_is_advised_twice(shipped) -> None:
    texts = [rule.payload["text"] for rule in shipped.rules.values() if rule.effect in ("advise", "warn")]
    assert len(texts) == len(set(texts))


def test_advice_is_short_enough_to_be_read_aloud(shipped) -> None:
    written = [rule for rule in shipped.rules.values() if rule.file.startswith("rules/advice/")]
    assert len(written) >= 40
    assert {rule.id: len(rule.payload["text"]) for rule in written if len(rule.payload["text"]) > LONGEST} == {}
    assert not [rule.id for rule in written if not rule.payload["topic"]]


def test_a_short_page_tells_three_warnings_two_pieces_of_advice_and_no_known_failure() -> None:
    failure = Note("f", 1, "f", symptom="It breaks.")
    warnings = [Note(name, 1, name) for name in "abcd"]
    advice = [failure, *(Note(name, 2, name) for name in "xyz")]
    told = foremost(warnings, advice)
    assert [[note.rule for note in notes] for notes in told] == [["a", "b", "c"], ["x", "y"]]


def test_every_advice_of_the_folder_is_expected_by_an_example(shipped) -> None:
    expected = {rule for example in read_examples() for rule in (*example.expect.rules, *example.expect.foremost)}
    written = [rule.id for rule in shipped.rules.values() if rule.file.startswith("rules/advice/")]
    assert [name for name in written if name not in expected] == []


def test_examples_name_rules_that_speak(shipped) -> None:
    speaking = {rule.id for rule in shipped.rules.values() if rule.effect in ("advise", "warn")}
    for example in read_examples():
        expect = example.expect
        named = {*expect.advice, *expect.warnings, *expect.rules, *expect.foremost, *expect.silent}
        assert named <= speaking, example.place
