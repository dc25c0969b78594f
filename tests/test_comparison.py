"""What if: two answers side by side, each the one that `recommend` gives."""

from __future__ import annotations

import pytest

from advisor import SituationError, recommend, what_if


def test_both_sides_are_what_recommend_gives() -> None:
    found = what_if({"task": "classification", "sparse": True}, sparse=False)
    assert found.before.to_json() == recommend(task="classification", sparse=True).to_json()
    assert found.after.to_json() == recommend(task="classification", sparse=False).to_json()


def test_the_facts_and_decisions_that_differ_are_named_and_no_others() -> None:
    found = what_if({"task": "classification", "sparse": True}, traffic="offline")
    assert [(fact.name, fact.before, fact.after, fact.origin) for fact in found.facts] == [
        ("traffic", None, "offline", "given")
    ]
    assert found.same_first
    differing = {difference.decision for difference in found.decisions}
    assert "deployment" in differing
    for name, made in found.before.pick.setup.items():
        if name not in differing:
            assert made.value == found.after.pick.setup[name].value


def test_what_is_derived_from_an_answer_differs_too() -> None:
    found = what_if({"task": "classification"}, task="forecasting")
    assert ("modality", "tabular", "time-series", "derived") in [
        (fact.name, fact.before, fact.after, fact.origin) for fact in found.facts
    ]


def test_an_answer_can_be_taken_back() -> None:
    found = what_if({"task": "classification", "sparse": True}, unset=["sparse"])
    assert found.after.situation == {"task": "classification"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"sprase": False}, "did you mean 'sparse'"),
        ({"unset": ["sprase"]}, "did you mean 'sparse'"),
        ({"unset": ["sparse"], "sparse": True}, "set and unset at once"),
        ({"task": "forecasting", "modality": "image"}, "cannot be true together"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_with_a_hint(change, expected) -> None:
    with pytest.raises(SituationError, match=expected):
        what_if({"task": "classification", "sparse": True}, **change)
