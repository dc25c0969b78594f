"""What would change machines, counts and numbers of a set-up is exact over random rules: by ladders, modes of a card, other decisions."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from functools import cache

import pytest

from advisor.advice.answer.recommend import advise
from advisor.advice.answer.setup import facts_of
from advisor.advice.explain.explanation import explain
from advisor.errors import SituationError
from advisor.inference.formula import formula
from advisor.inference.inference import infer
from advisor.inference.program import Program
from advisor.knowledge.load import load_folder
from advisor.situation import Situation

from .test_changed_numbers import names_of
from .test_changes import accepts

ATTRIBUTES = """
- {attribute: n, type: integer, ask: N?, at_least: 0, at_most: 14}
- {attribute: m, type: integer, ask: M?, at_least: 0, at_most: 14}
- {attribute: k, type: integer, ask: K?, at_least: 0, at_most: 6}
- {attribute: b, type: boolean, ask: B?}
- {attribute: d, type: choice, ask: D?, values: {p: {}, q: {}}}
"""
DOMAIN = {"n": range(15), "m": range(15), "k": range(7), "b": [True, False], "d": ["p", "q"]}
SIZES = "{s: {vcpu: 1, memory_gib: 4, roles: [training]}, m: {vcpu: 2, memory_gib: 8, roles: [training]}}"
MACHINES = f"""
prefix: ml.
families:
  c1: {{class: cpu, generation: current, sizes: {SIZES}}}
  g1: {{class: gpu, generation: current, sizes: {SIZES}}}
"""
NAMES = ["ml.c1.s", "ml.c1.m", "ml.g1.s", "ml.g1.m"]
DECISIONS = """
- {decision: machine, title: Machine, kind: instance, role: training, headline: true}
- {decision: epochs, title: Epochs, headline: true}
- {decision: first, title: First, headline: true, values: [one, two, three]}
"""
AREA = "- {quantity: area, product: [n, m], unit: u}\n"
QUANTITIES = {
    "gap": f"{AREA}- {{quantity: gap, sum: [n, m], unit: u}}\n",
    "big": f"{AREA}- {{quantity: big, product: [area, card.per], unit: u}}\n",
    "share": f"{AREA}- {{quantity: share, quotient: [card.per, k], unit: u}}\n",
}
MODES = [
    "{d: q}",
    "{n: {above: 9}}",
    "{k: {at_least: 3}}",
    "{m: {at_most: 4}, b: true}",
    "{b: true}",
    "{d: p, m: {above: 7}}",
]
BOUNDS = {"n": (1, 14), "m": (1, 14), "k": (1, 6), "area": (1, 196), "gap": (1, 28), "big": (1, 400), "share": (1, 6)}
EFFECTS = [
    "favor: {bee: strong}, aspect: one",
    "rule_out: [ant]",
    "choose: {machine: ml.g1.m}, level: special",
    "choose: {first: one}, level: usual",
    "choose: {first: two}, level: special",
    "exclude: {machine: ml.c1.s}",
    "derive: {d: p}",
]
TAIL = "because: It is so., basis: house-judgement}\n"


def machine_pack(chance: random.Random, looked_at: bool = False) -> dict[str, str]:
    """Return random knowledge in which machines go by a ladder, and other decisions by numbers and by the machine; `looked_at`: also
    by such a number, of which one is excluded."""
    kind = chance.choice(list(QUANTITIES))
    by = chance.choice([kind, "area", "n"])
    steps = zip(sorted(chance.sample(range(1, 4 + BOUNDS[by][1]), 3)), chance.choices(NAMES, k=3), strict=True)
    told_by = chance.choice(["n", kind])

    def when(*conditions: str) -> str:
        condition = chance.choice(["", *conditions])
        return f"when: {{{condition}}}, " if condition else ""

    def test(name: str) -> str:
        if name not in BOUNDS:
            return chance.choice({"b": ["true", "false"], "d": ["p", "q"]}[name])
        return f"{{{chance.choice(['at_least', 'above', 'at_most', 'below'])}: {chance.randint(*BOUNDS[name])}}}"

    rules = [
        "favor: {ant: moderate}, aspect: start",
        "choose: {machine: {ladder: stair}}, level: default",
        f"{when('b: true', 'm: {at_least: 6}')}choose: {{epochs: {{value: {{from: {told_by}}}}}}}",
        f"{when('d: p', 'n: {at_least: 9}')}choose: {{epochs: {chance.choice(['{value: {from: m}}', '12'])}}}, level: default",
        f"choose: {{first: three}}, level: special, given: {{machine: {{not: {chance.choice(NAMES)}}}}}",
    ]
    if chance.random() < 0.4:
        counted = f"choose: {{machine: {{value: ml.g1.s, count: {{from: {chance.choice('nk')}}}}}}}"
        rules.append(f"{when('b: true', 'm: {above: 8}')}{counted}, level: {chance.choice(['usual', 'special'])}")
    conditions = ["n", "m", "k", "b", "d", "area", *(["gap"] if kind == "gap" else [])]
    for _ in range(chance.randint(2, 4)):
        effect = chance.choice(EFFECTS)
        named = [name for name in conditions if not (effect.startswith("derive") and name == "d")]
        tests = ", ".join(f"{name}: {test(name)}" for name in chance.sample(named, chance.choice([1, 1, 2])))
        rules.append(f"when: {{{tests}}}, {effect}")
    if looked_at:
        one, other = chance.sample(range(2, 15), 2)
        rules.append(f"choose: {{first: two}}, level: required, given: {{epochs: {{not: [{one}]}}}}")
        rules.append(f"{when('b: false')}exclude: {{epochs: {chance.choice([one, other])}}}")
        rules.append(f"choose: {{epochs: {chance.choice([1, one])}}}, level: default")
    modes = ", ".join(f"{{mode: m{per}, when: {chance.choice(MODES)}, per: {per}}}" for per in (5, 1))
    return {
        "attributes": ATTRIBUTES,
        "fields": "- {field: per, type: number}\n",
        "machines": MACHINES,
        "decisions": DECISIONS,
        "numbers": f"{QUANTITIES[kind]}- {{ladder: stair, by: {by}, beyond: last, unknown: {chance.choice(NAMES)}, "
        f"steps: [{', '.join(f'{{up_to: {limit}, use: {name}}}' for limit, name in steps)}]}}\n",
        "rules": "".join(f"- {{rule: r{number}, {rule}, {TAIL}" for number, rule in enumerate(rules)),
        **{
            f"card_{name}": f"{{algorithm: {name}, name: {name}, summary: s, order: {order}, sources: [], per: 3, modes: [{modes}]}}"
            for order, name in enumerate(["ant", "bee"])
        },
    }


def decided(base, values: Mapping[str, object]):
    """Return who is first, with the decisions (of machines also their class, and whether they are sized), and what waits for a
    number; None where nobody is first."""
    try:
        pick = advise(base, Situation(values), 1, engine=False).pick
    except SituationError:
        return None
    if pick is None:
        return None
    found = {}
    for name, one in pick.setup.items():
        found[name] = one.value
        if name == "machine":
            several = "several × " if one.fields.get("count", 1) > 1 else ""
            found[name] = (
                (several and f"{several}{one.value}") or one.value,
                one.fields.get("class"),
                one.fields.get("sized"),
            )
    return pick.id, found, {name for name, one in pick.setup.items() if one.needs}


def effect(before, after, alone: bool):
    """Return what is otherwise. What waits for a number is not compared; of machines that are not both sized, or that two answers
    size, only the class counts."""
    if after is None:
        return None
    if after[0] != before[0]:
        return after[0]
    found = set()
    for name in before[1].keys() | after[1].keys():
        was, now = before[1].get(name), after[1].get(name)
        if name == "machine" and was and now:
            by_name = alone and was[2] and now[2]
            differs = was[0] != now[0] if by_name else was[1] != now[1]
            now = now[0]
        elif name == "epochs":
            waits = (was is None and name in before[2]) or (now is None and name in after[2])
            differs, now = was != now and not waits, "another"
        else:
            differs, now = was != now, now[0] if isinstance(now, tuple) else now
        if differs:
            found.add((name, now))
    return frozenset(found) or None


def said(change):
    return change.first or frozenset(
        (flip.decision, "another" if flip.decision == "epochs" else flip.after) for flip in change.flips
    )


@pytest.mark.parametrize("looked_at", [False, True])
def test_changes_of_machines_and_numbers_of_a_set_up_are_told_exactly(looked_at: bool, tmp_path) -> None:
    chance = random.Random("machines")
    told = found = 0
    for number in range(20 if looked_at else 50):
        folder = tmp_path / f"pack{number}"
        folder.mkdir()
        for name, text in machine_pack(chance, looked_at).items():
            (folder / f"{name}.yaml").write_text(text)
        values = {name: chance.choice(list(domain)) for name, domain in DOMAIN.items() if chance.random() < 0.3}
        hits, changed = compared(load_folder(folder), values)
        told, found = told + hits, found + changed
    assert min(told, found) > (900 if looked_at else 2000)


@pytest.mark.parametrize("number", [15, 42])
def test_modes_of_a_card_begin_at_numbers_and_follow_from_what_is_derived(number: int, tmp_path) -> None:
    """Random knowledge that was told wrongly without the limits of modes, and without what they go by."""
    chance = random.Random(f"machines {number}")
    for name, text in machine_pack(chance).items():
        (tmp_path / f"{name}.yaml").write_text(text)
    base = load_folder(tmp_path)
    values = {name: chance.choice(list(domain)) for name, domain in DOMAIN.items() if chance.random() < 0.3}
    assert compared(base, values) > (10, 10)


@pytest.mark.parametrize("mode", ["{n: {at_least: 5}}", "{n: {above: 5}}"])
def test_a_number_is_a_range_of_its_own_where_two_decisions_begin_at_it(mode: str, tmp_path) -> None:
    """Up to 5 one machine is right, and from 5 on another mode."""
    rules = [
        "favor: {ant: moderate}, aspect: start",
        "choose: {machine: {ladder: stair}}, level: default",
        "choose: {first: three}, level: special, given: {machine: {not: ml.c1.s}}",
        "choose: {epochs: 3}, level: default",
        "when: {m: {at_least: 10}}, choose: {epochs: {value: {from: card.per}}}, level: special",
        "when: {area: {at_least: 150}}, favor: {bee: strong}, aspect: one",
    ]
    files = {
        **machine_pack(random.Random("sides")),
        "numbers": f"{AREA}- {{quantity: big, product: [area, card.per], unit: u}}\n"
        "- {ladder: stair, by: n, beyond: last, unknown: ml.c1.s, steps: [{up_to: 5, use: ml.c1.s}, {up_to: 14, use: ml.g1.s}]}\n",
        "rules": "".join(f"- {{rule: r{number}, {rule}, {TAIL}" for number, rule in enumerate(rules)),
    }
    for name in ("ant", "bee"):
        files[f"card_{name}"] = (
            f"{{algorithm: {name}, name: {name}, summary: s, order: {len(name)}, sources: [], per: 3, "
            f"modes: [{{mode: other, when: {mode}, per: 5}}]}}"
        )
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    base = load_folder(tmp_path)
    assert compared(base, {}) > (5, 5)
    assert compared(base, {"n": 3}) > (5, 5)
    exactly = [
        {edit.attribute: edit.wanted for edit in one.edits} for one in explain(base, Situation({"n": 3})).changes.found
    ]
    assert ({"n": {"at_least": 5, "at_most": 5}, "m": {"at_least": 10}} in exactly) == ("at_least" in mode)


def compared(base, values: Mapping[str, object]) -> tuple[int, int]:
    """Compare what is told with what every answer and every two of them do; return how many of them are told, and do something."""
    before = decided(base, values)
    if before is None:
        return 0, 0
    told = found = 0
    card = base.candidates[before[0]]
    changes = explain(base, Situation(values)).changes.found

    @cache
    def tried(answers: frozenset):
        return effect(before, decided(base, {**values, **dict(answers)}), alone=len(answers) == 1)

    for answers in every_answer(values):
        known = {**values, **answers}
        after = tried(frozenset(answers.items()))
        hits = [said(one) for one in changes if names_of(one) == set(answers) and reached(base, one, known, card)]
        assert set(hits) <= {after}, (values, answers, hits, after)
        told += len(hits)
        if after is not None and (
            len(answers) == 1 or not any(tried(frozenset([answer])) for answer in answers.items())
        ):
            assert hits, (values, answers, after)
            found += 1
    return told, found


def every_answer(values: Mapping[str, object]):
    """Yield every answer that is another than now, and every two of them."""
    others = {name: [value for value in domain if value != values.get(name)] for name, domain in DOMAIN.items()}
    for name, answers in others.items():
        yield from ({name: value} for value in answers)
    for name, other in itertools.combinations(DOMAIN, 2):
        yield from ({name: one, other: two} for one, two in itertools.product(others[name], others[other]))


def reached(base, change, known: Mapping[str, object], card) -> bool:
    """True when what is known includes what a change asks for, with what follows and the quantities computed from it."""
    if any(edit.through for edit in change.edits):
        known = infer(Program.of(base), Situation(known)).known
    for edit in change.edits:
        compute = formula(base, edit.attribute) if edit.through else None
        value = known.get(edit.attribute) if compute is None else compute(known, facts_of(card, known))
        if value is None or not accepts(edit.wanted, value):
            return False
    return True
