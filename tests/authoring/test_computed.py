"""Quantities take no value that their operands do not give them: all that rules can see of numbers is found, and no more."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.authoring.analyze.computed import Computed
from advisor.authoring.analyze.report import analyze
from advisor.authoring.analyze.space import Space
from advisor.inference.inference import infer
from advisor.inference.program import Program
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.load import load_folder
from advisor.situation import Situation

NUMBERS = {"few": range(1, 4), "some": range(6), "more": range(2, 9)}
ATTRIBUTES = "".join(
    f"- {{attribute: {name}, type: integer, ask: N?, at_least: {values[0]}, at_most: {values[-1]}}}\n"
    for name, values in NUMBERS.items()
)
SHARE = "- {attribute: share, type: number, ask: S?, above: 0, at_most: 1}\n"
HUE = "- {attribute: hue, type: choice, ask: H?, values: {red: {}, green: {}}}\n"
CARDS = {name: f"{{algorithm: {name}, name: N, summary: s, order: 1, sources: []}}\n" for name in ("ant", "bee")}
DECISIONS = "- {decision: format, title: Format, values: [csv, parquet]}\n"
QUANTITIES = [
    "product: [few, some]",
    "sum: [some, more, -4]",
    "difference: [more, some]",
    "quotient: [more, few]",
    "least: [some, more]",
    "greatest: [few, some]",
    "first_known: [some, few]",
    "first_known: [some, {0}]",
    "product: [{0}, more]",
    "product: [some, some]",
]


def rules(chance: random.Random, names: list[str]) -> Iterator[str]:
    for number in range(6):
        tests = {}
        for name in chance.sample(names, 2):
            values = NUMBERS.get(name, range(11))
            tests[name] = f"{{{chance.choice(BOUNDS)}: {chance.choice(values[1:-1])}}}"
        if chance.random() < 0.4:
            tests["hue"] = chance.choice(["red", "green"])
        when = ", ".join(f"{name}: {test}" for name, test in tests.items())
        effect = chance.choice(EFFECTS)
        yield f"- {{rule: r{number}, when: {{{when}}}, {effect}, because: So., basis: b}}\n"


BOUNDS = ["at_least", "above", "at_most", "below"]
EFFECTS = ["choose: {format: csv}, level: special", "choose: {format: parquet}", "rule_out: [ant]", "impossible: true"]


@pytest.fixture(scope="module")
def bases(tmp_path_factory) -> list[KnowledgeBase]:
    chance = random.Random(11)
    found: list[KnowledgeBase] = []
    for number in itertools.takewhile(lambda _: len(found) < 40, itertools.count()):
        folder: Path = tmp_path_factory.mktemp(f"numbers{number}")
        first = chance.choice([one for one in QUANTITIES if "{0}" not in one])
        second = chance.choice(QUANTITIES).format("first")
        third = chance.choice(QUANTITIES).format("second")
        quantities = "".join(
            f"- {{quantity: {name}, {text}}}\n"
            for name, text in zip(("first", "second", "third"), (first, second, third), strict=True)
        )
        texts = {"attributes": ATTRIBUTES + HUE, "decisions": DECISIONS, "quantities": quantities, **CARDS}
        texts["rules"] = "".join(rules(chance, [*NUMBERS, "first", "second", "third"]))
        for name, text in texts.items():
            (folder / f"{name}.yaml").write_text(text)
        base = load_folder(folder)
        if Computed(Program.of(base), ()).uses.keys() == base.quantities.keys() & Program.of(base).index.columns.keys():
            found.append(base)  # bounds of a product say nothing where one of its operands may be below 0
    return found


def inferences(base: KnowledgeBase):
    """What is inferred in every possible situation: each number, and each left open."""
    choices = {**{name: [None, *values] for name, values in NUMBERS.items()}, "hue": [None, "red", "green"]}
    for values in itertools.product(*choices.values()):
        given = {name: value for name, value in zip(choices, values, strict=True) if value is not None}
        inference = infer(Program.of(base), Situation(given))
        if not inference.impossible:
            yield inference


def test_exactly_the_sets_of_rules_are_reached_that_some_numbers_satisfy(bases) -> None:
    sets = 0
    for base in bases:
        program = Program.of(base)
        space = Space(program)
        found = list(inferences(base))
        for effect in ("choose", "rule_out"):
            rows = program.effect_rows[effect]
            reached = space.reachable(rows)
            assert set(reached) == {inference.fired & rows for inference in found}
            sets += len(reached)
            for mask, witness in reached.items():
                assert infer(program, Situation(space.situation(witness))).fired & rows == mask
    assert sets > 200


def test_without_some_rules_the_numbers_they_would_see_are_left_out(bases) -> None:
    for base in bases:
        program = Program.of(base)
        rows, deadly = program.effect_rows["choose"], program.effect_rows["rule_out"]
        reached = Space(program).reachable(rows, deadly)
        assert set(reached) == {
            inference.fired & rows for inference in inferences(base) if not inference.fired & deadly
        }


def test_a_rule_is_dead_exactly_when_no_numbers_fire_it(bases) -> None:
    dead = 0
    for base in bases:
        told = {finding.rules[0] for finding in analyze(base).found if finding.code == "dead-rule"}
        program = Program.of(base)
        fired = 0
        for inference in inferences(base):
            fired |= inference.fired
        alive = {program.clauses[number].rule.id for number in program.index.clauses(fired)}
        plain = {name for name, rule in base.rules.items() if rule.effect != "impossible"}
        assert told & plain == plain - alive
        dead += len(told)
    assert dead > 5


def load(write_pack, quantity: str, *conditions: str, attributes: str = SHARE) -> KnowledgeBase:
    written = "".join(
        f"- {{rule: r{number}, when: {{{when}}}, rule_out: [ant], because: So., basis: b}}\n"
        for number, when in enumerate(conditions)
    )
    return load_folder(
        write_pack(
            attributes=ATTRIBUTES + attributes, quantities=f"- {{quantity: q, {quantity}}}\n", rules=written, **CARDS
        )
    )


def dead(base: KnowledgeBase) -> list[str]:
    return [finding.rules[0] for finding in analyze(base).found if finding.code == "dead-rule"]


@pytest.mark.parametrize(
    ("quantity", "condition", "is_dead"),
    [
        ("product: [few, some]", "few: {at_most: 2}, some: {at_most: 2}, q: {above: 4}", True),
        ("product: [few, some]", "few: {at_most: 2}, some: {at_most: 2}, q: {at_least: 4}", False),
        ("product: [few, share]", "q: {above: 3}", True),
        ("product: [few, share]", "q: {at_least: 3}", False),
        ("difference: [some, more]", "some: {at_most: 2}, q: {above: 0}", True),
        ("first_known: [some, few]", "some: {at_least: 4}, few: 1, q: {at_most: 3}", True),
        ("first_known: [some, few]", "few: {above: 2}, q: {at_most: 2}", False),
        ("root: [more]", "more: {at_most: 4}, q: {above: 2}", True),
        ("sum: [some, some]", "q: {at_least: 3, at_most: 3}", True),
    ],
)
def test_a_condition_on_a_quantity_and_on_what_it_is_computed_from(
    quantity: str, condition: str, is_dead: bool, write_pack
) -> None:
    assert dead(load(write_pack, quantity, condition)) == (["r0"] if is_dead else [])


def test_answers_that_show_something_have_few_digits(write_pack) -> None:
    base = load(write_pack, "product: [more, share]", "q: {above: 3}, more: {at_most: 7}")
    program = Program.of(base)
    shown = [Space(program).situation(witness) for mask, witness in Space(program).reachable(1).items() if mask]
    assert all(len(str(given["share"])) <= 4 for given in shown)


def test_a_quantity_of_what_is_derived_is_not_computed_from_answers(write_pack) -> None:
    base = load(write_pack, "product: [few, some]", "q: {above: 20}")
    program = Program.of(base)
    assert Computed(program, ()).uses == {"q": frozenset({"few", "some"})}
    assert Computed(program, {"few"}).uses == {}
