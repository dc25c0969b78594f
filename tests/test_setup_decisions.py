"""Ingestion, imputation, regularization, labels and interface: what holds in every situation."""

from __future__ import annotations

import pytest

from advisor import recommend

HARD_CASES = [
    {"task": "classification", "overfits": True},
    {"task": "regression", "rows": 300, "features": 5000, "priority": "accuracy"},
    {"task": "classification", "sparse": True, "overfits": True, "priority": "latency"},
    {"task": "recommendation", "overfits": True},
    {"task": "forecasting", "series": 100, "overfits": True},
    {"task": "image-classification", "labeled": True, "overfits": True},
    {"task": "object-detection", "labeled": True, "overfits": True},
    {"task": "semantic-segmentation", "overfits": True},
    {"task": "text-classification", "labeled": True, "overfits": True},
    {"task": "sequence-to-sequence", "labeled": True, "overfits": True},
    {"task": "topic-modeling", "overfits": True},
    {"task": "pair-embedding", "overfits": True},
]
OCCASIONAL = ("ingestion", "labeling", "imputation")


def wrong_settings(shipped, ranked) -> list[str]:
    """Return what a regularization names that neither the hyperparameters nor the algorithm's defaults have."""
    decided = ranked.setup.get("regularization")
    if decided is None:
        return []
    usual = {entry["name"]: entry.get("default") for entry in shipped.candidates[ranked.id].facts["hyperparameters"]}
    chosen = {name: entry["value"] for name, entry in ranked.setup["hyperparameters"].value.items()}
    settings = {**usual, **chosen}
    return [
        f"{ranked.id}: {name}={value} against {settings.get(name)}"
        for name, value in decided.fields.get("parameters", {}).items()
        if str(settings.get(name)) != str(value)
    ]


@pytest.mark.parametrize("given", HARD_CASES, ids=[case["task"] for case in HARD_CASES])
def test_what_regularization_names_is_what_training_is_given(given, shipped) -> None:
    answer = recommend(given, knowledge=shipped)
    assert [wrong for ranked in answer.recommendations for wrong in wrong_settings(shipped, ranked)] == []


def test_every_algorithm_that_learns_from_labels_by_steps_can_be_kept_from_overfitting(shipped) -> None:
    regularized = set()
    for given in HARD_CASES:
        regularized |= {
            ranked.id
            for ranked in recommend(given, knowledge=shipped).recommendations
            if "regularization" in ranked.setup
        }
    learners = {name for name, card in shipped.candidates.items() if card.facts.get("supervised") is True}
    assert learners - regularized == {"knn"}  # it remembers the examples and learns no weights


@pytest.mark.parametrize("task", ["clustering", "dimensionality-reduction", "topic-modeling", "anomaly-detection"])
def test_no_labels_are_wanted_where_none_are_learned_from(task, shipped) -> None:
    answer = recommend(task=task, labeled=False, knowledge=shipped)
    assert [ranked.id for ranked in answer.recommendations if "labeling" in ranked.setup] == []


@pytest.mark.parametrize("name", OCCASIONAL)
def test_a_plain_situation_has_no_such_decision(name, shipped) -> None:
    given = {"task": "classification", "rows": 10000, "features": 20, "labeled": True, "missing": "none"}
    answer = recommend(given, knowledge=shipped)
    assert [ranked.id for ranked in answer.recommendations if name in ranked.setup] == []
