"""The exported CLIPS program fires the rules that the advisor fires."""

from __future__ import annotations

import random

import pytest

from advisor.authoring.export.clips import to_clips
from advisor.inference.inference import infer
from advisor.inference.program import Program
from advisor.situation import Band, Situation

from ..random_knowledge import random_situation

clips = pytest.importorskip("clips")


def loaded(base, folder):
    """Load the exported file, unchanged, into a new environment."""
    path = folder / "rules.clp"
    path.write_text(to_clips(base), encoding="utf-8")
    environment = clips.Environment()
    environment.load(str(path))
    return environment


@pytest.fixture(scope="module")
def environment(shipped, tmp_path_factory):
    return loaded(shipped, tmp_path_factory.mktemp("clips"))


def fired(environment, values) -> list[str]:
    """Assert what is known, run, and return the ids of the fired clauses."""
    environment.reset()
    template = environment.find_template("known")
    for name, value in values.items():
        template.assert_fact(
            attribute=clips.Symbol(name), value=clips.Symbol(value) if isinstance(value, str) else value
        )
    environment.run()
    return sorted({str(fact["clause"]) for fact in environment.facts() if fact.template.name == "fired"})


def test_the_program_fires_what_the_advisor_fires(shipped, environment) -> None:
    program = Program.of(shipped)
    chance = random.Random(8)
    checked = 0
    for _ in range(150):
        values = random_situation(shipped, chance)
        if any(isinstance(value, Band) for value in values.values()):
            continue
        inference = infer(program, Situation(values))
        expected = sorted(program.clauses[number].id for number in program.index.clauses(inference.fired))
        assert fired(environment, values) == expected, values
        checked += 1
    assert checked >= 100


def test_quantities_and_derived_attributes_are_made_by_the_program(environment) -> None:
    with_task = fired(environment, {"task": "image-classification"})
    assert "derive-image" in with_task
    environment.reset()
    for name, value in (("rows", 1_000_000_000), ("features", 1_000)):
        environment.find_template("known").assert_fact(attribute=clips.Symbol(name), value=value)
    environment.run()
    known = {str(fact["attribute"]): fact["value"] for fact in environment.facts() if fact.template.name == "known"}
    assert known["dense_gb"] == 4000
    assert known["data_gb"] == 4000


def test_disagreeing_derivations_leave_an_attribute_unknown(load_pack, tmp_path) -> None:
    base = load_pack(
        attributes="""
- {attribute: a, type: boolean, ask: A?}
- {attribute: b, type: boolean, ask: B?}
- {attribute: c, type: choice, ask: C?, values: {x: {}, y: {}}}
""",
        rules="""
- {rule: a-x, when: {a: true}, derive: {c: x}, because: It is., basis: house-judgement}
- {rule: b-y, when: {b: true}, derive: {c: y}, because: It is., basis: house-judgement}
- {rule: says, when: {c: x}, advise: {topic: t, text: It is x.}, because: 'A "quoted" \\ reason.', basis: house-judgement}
""",
        card="{algorithm: one, name: One, summary: s, order: 1, sources: [book]}",
        decisions="- {decision: d, title: D, values: [v]}",
    )
    environment = loaded(base, tmp_path)
    assert fired(environment, {"a": True}) == ["a-x", "says"]
    assert fired(environment, {"a": True, "b": True}) == ["a-x", "b-y"]
    assert fired(environment, {"a": True, "b": True, "c": "x"}) == ["a-x", "b-y", "says"]
