"""Every example of the knowledge gets the answer it must get."""

from __future__ import annotations

import os
import random

import pytest

from advisor.advice.answer.recommend import advise
from advisor.authoring.examples import Example
from advisor.authoring.testing import run_example
from advisor.situation import Situation, read_situation

from .examples import read_examples

EXAMPLES = read_examples()
# Raise for a long run by hand, such as ADVISOR_COMPLETIONS=200: then every example is completed, not every fourth.
COMPLETIONS = int(os.environ.get("ADVISOR_COMPLETIONS", "20"))
POSSIBLE = [example for example in EXAMPLES if not example.expect.impossible]
COMPLETED = POSSIBLE if "ADVISOR_COMPLETIONS" in os.environ else POSSIBLE[::4]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.id for example in EXAMPLES])
def test_an_example_gets_its_answer(example: Example, shipped) -> None:
    outcome = run_example(shipped, example, engine=True)
    assert [difference.render() for difference in outcome.differences] == [], f"{example.place}: {example.given}"


def test_there_are_enough_examples_and_each_cites_a_source(shipped) -> None:
    assert len(EXAMPLES) >= 60
    assert [example.id for example in EXAMPLES if not example.sources] == []


def completions(shipped, given: Situation, derived, count: int, seed: int):
    """Yield random situations that add answers to open questions. What a rule derived is known, and is not asked."""
    chance = random.Random(seed)
    open_attributes = [
        attribute for name, attribute in shipped.attributes.items() if name not in given.values and name not in derived
    ]
    for _ in range(count):
        extra = {}
        for attribute in open_attributes:
            if chance.random() < 0.4:
                extra[attribute.name] = answer(attribute, chance)
        yield {**given.values, **extra}


def answer(attribute, chance: random.Random):
    if attribute.discrete:
        return chance.choice(attribute.domain)
    low = attribute.low if attribute.low is not None else 0
    high = min(attribute.high if attribute.high is not None else 1e9, 1e9)
    value = low + (high - low) * chance.random() ** 6
    return max(1, int(value)) if attribute.type == "integer" else max(value, 1e-6)


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("example", COMPLETED, ids=[example.id for example in COMPLETED])
def test_what_is_settled_survives_every_completion(example: Example, shipped) -> None:
    given = read_situation(example.given, shipped.attributes)
    before = advise(shipped, given, 1, engine=False)
    if not before.recommendations or not before.pick:
        return
    fixed = {name: decided.value for name, decided in before.pick.setup.items() if decided.settled}
    for completed in completions(shipped, given, before.derived, COMPLETIONS, seed=len(example.id)):
        changed = changes(shipped, before, fixed, completed)
        assert changed == [], completed


def changes(shipped, before, fixed, completed) -> list[str]:
    """Return the settled items of `before` that another answer changes. Contradictory answers do not count."""
    from advisor.errors import SituationError

    try:
        after = advise(shipped, read_situation(completed, shipped.attributes), 1, engine=False)
    except SituationError:
        return []
    found = []
    pick = after.pick
    if before.settled and (pick is None or pick.id != before.pick.id):
        found.append(f"first place {before.pick.id} -> {pick.id if pick else None}")
    if pick is not None and pick.id == before.pick.id:
        now = {name: decided.value for name, decided in pick.setup.items()}
        found += [
            f"{name}: {value!r} -> {now.get(name)!r}"
            for name, value in fixed.items()
            if name not in now or now[name] != value
        ]
    return found
