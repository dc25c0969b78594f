"""What would change the answer is exact for numbers, too: by their own size, by that of quantities, known, derived or within bounds."""

from __future__ import annotations

import random
from functools import cache

import pytest

from advisor.advice.explain.explanation import explain
from advisor.errors import KnowledgeError
from advisor.inference.formula import formula
from advisor.situation import Band, Situation

from .test_changes import accepts, outcome
from .test_settled import random_pack

NUMBERS = """
- {attribute: m, type: integer, ask: M?, at_least: 0, at_most: 100}
- {attribute: k, type: number, ask: K?, at_least: 0, at_most: 10}
"""
QUANTITIES = {
    "product": "- {quantity: area, product: [n, m], unit: u}\n",
    "difference": "- {quantity: area, product: [n, m], unit: u}\n- {quantity: gap, difference: [n, m], unit: u}\n",
    "first known": "- {quantity: area, product: [n, m], unit: u}\n- {quantity: gap, first_known: [k, area], unit: u}\n",
    "quotient": "- {quantity: area, quotient: [n, m], unit: u}\n- {quantity: gap, difference: [m, k], unit: u}\n",
}
TESTS = {
    "n": ["{at_least: 40}", "{below: 40}", "{above: 60}"],
    "m": ["{at_least: 40}", "{below: 30}", "{above: 70}"],
    "k": ["{at_least: 4}", "{below: 1.5}"],
    "b": ["true", "false"],
    "d": ["p", "q"],
    "area": ["{at_least: 400}", "{below: 400}", "{above: 2500}", "{at_most: 90}", "{at_least: 2}", "{below: 0.5}"],
    "gap": ["{at_least: 0}", "{below: -20}", "{above: 30}", "{at_least: 400}", "{below: 5}", "{at_most: 9}"],
}
EFFECTS = [
    "favor: {bee: strong}, aspect: size",
    "favor: {cow: strong}, aspect: one",
    "favor: {cow: moderate}, aspect: size",
    "avoid: {ant: strong}, aspect: one",
    "rule_out: [ant]",
    "impossible: true",
    "choose: {first: one}, level: special",
    "choose: {first: two}, level: usual",
    "derive: {d: p}",
    "derive: {d: q}",
]
DERIVED = ["derive: {m: 50}", "derive: {m: 5}"]
TYPICAL = {
    "n": [0, 1, 2, 4, 9, 10, 20, 21, 29, 33, 39, 40, 41, 47, 60, 61, 64, 81, 100],
    "m": [0, 1, 2, 4, 9, 10, 20, 29, 30, 31, 39, 40, 41, 47, 64, 70, 71, 81, 100],
    "k": [0, 0.5, 1, 1.5, 2, 3.9, 4, 4.1, 5, 9, 9.5, 10],
}


def numeric_pack(chance: random.Random, derived: bool) -> dict[str, str]:
    """Return random knowledge whose rules go by three numbers and by what is computed from them; `derived`: some derive one."""
    pack, quantities = random_pack(chance), QUANTITIES[chance.choice(list(QUANTITIES))]
    computed = [name for name in ("area", "gap") if f"quantity: {name}" in quantities]
    named = [name for name in TESTS if name in computed or name not in ("area", "gap")]
    tail = "because: S., basis: house-judgement}"
    rules = [pack["rules"], "{rule: start, favor: {ant: moderate}, aspect: start, " + tail]
    for number in range(chance.randint(2, 7)):
        effect = chance.choice([*EFFECTS, *DERIVED] if derived else EFFECTS)
        allowed = {"derive: {d": [name for name in named if name != "d"], "derive: {m": ["n", "k", "b"]}.get(
            effect[:10], named
        )
        main = chance.choice([name for name in computed if name in allowed and chance.random() < 0.8] or allowed)
        names = [main, *chance.sample([name for name in allowed if name != main], chance.choice([0, 0, 1, 1, 2]))]
        when = ", ".join(f"{name}: {chance.choice(TESTS[name])}" for name in names)
        rules.append(f"{{rule: k{number}, when: {{{when}}}, {effect}, {tail}")
    return {
        **pack,
        "attributes": pack["attributes"] + NUMBERS,
        "quantities": quantities,
        "rules": "\n- ".join(rules),
    }


def drawn(base, name: str, chance: random.Random):
    """Return an answer for an attribute: often one beside a threshold."""
    attribute = base.attributes[name]
    if attribute.discrete:
        return chance.choice(list(attribute.domain))
    if chance.random() < 0.8:
        return chance.choice(TYPICAL[name])
    return chance.randint(0, 100) if attribute.type == "integer" else round(chance.uniform(0, 10), 2)


def drawn_band(name: str, chance: random.Random) -> Band:
    low, high = sorted(chance.choices(range(11 if name == "k" else 101), k=2))
    is_open = chance.random() < 0.3 and 0 < low < high - 1
    return Band(low or None, is_open, high, is_open)


def said(change):
    return change.first or frozenset((flip.decision, flip.after) for flip in change.flips)


def effect(base, before, after):
    """Return what is otherwise after an answer, as it is told."""
    if after is None or after == before:
        return None
    if after[0] != before[0]:
        return after[0]
    return frozenset(
        (name, now) for name, was, now in zip(base.decisions, before[1], after[1], strict=True) if was != now
    )


def names_of(change) -> set[str]:
    return {name for edit in change.edits for name in edit.through or (edit.attribute,)}


def reached(base, change, known) -> bool:
    """True when what is known includes what a change asks for, with the quantities computed from it."""
    for edit in change.edits:
        value = formula(base, edit.attribute)(known, None) if edit.through else known.get(edit.attribute)
        if value is None or not accepts(edit.wanted, value):
            return False
    return True


@pytest.mark.parametrize("kind", ["plain", "derived", "within bounds"])
def test_changes_of_numbers_are_told_exactly(kind: str, tmp_path) -> None:
    from advisor.knowledge.load import load_folder

    chance = random.Random(kind)
    told = found = 0
    for number in range(120):
        folder = tmp_path / f"pack{number}"
        folder.mkdir()
        for name, text in numeric_pack(chance, derived=kind == "derived").items():
            (folder / f"{name}.yaml").write_text(text)
        try:
            base = load_folder(folder)
        except KnowledgeError:
            continue  # an attribute that is derived from itself
        banded = "nmk" if kind == "within bounds" else ""
        values = {
            name: drawn_band(name, chance) if name in banded and chance.random() < 0.5 else drawn(base, name, chance)
            for name in base.attributes
            if chance.random() < 0.4
        }
        before = outcome(base, values)
        if before is None:
            continue
        changes = explain(base, Situation(values)).changes.found

        @cache
        def tried(answers, base=base, values=values, before=before):
            return effect(base, before, outcome(base, {**values, **dict(answers)}))

        for change in changes:
            assert tried(tuple(change.answers.items())) == said(change), (number, values, change)
            for _ in range(12):
                answers = {name: drawn(base, name, chance) for name in names_of(change)}
                if reached(base, change, {**values, **answers}):
                    told += 1
                    assert tried(tuple(answers.items())) == said(change), (number, values, change, answers)
        for _ in range(40):
            answers = {name: drawn(base, name, chance) for name in chance.sample("nmk", 2)}
            alone = {name: tried(((name, value),)) for name, value in answers.items()}
            wanted = [
                ({name}, effect_alone) for name, effect_alone in alone.items() if answers[name] != values.get(name)
            ]
            if not any(alone.values()) and not divided_by_nothing(base, {**values, **answers}):
                wanted.append((set(answers), tried(tuple(answers.items()))))
            for names, after in wanted:
                found += after is not None
                assert after is None or any(
                    names_of(change) == names and said(change) == after and reached(base, change, {**values, **answers})
                    for change in changes
                ), (number, values, answers, names, after)
    assert told > 1000
    assert found > 500


def divided_by_nothing(base, known) -> bool:
    """True where a quantity of known numbers is none: then no range of it can be told."""
    return base.quantities["area"].operation == "quotient" and known.get("m") == 0


def test_a_quantity_is_told_with_the_number_that_has_to_be_there_beside_it(load_pack) -> None:
    base = load_pack(
        attributes="- {attribute: n, type: integer, ask: N?, at_least: 1, at_most: 100}\n"
        "- {attribute: m, type: integer, ask: M?, at_least: 1, at_most: 100}\n",
        quantities="- {quantity: area, product: [n, m], unit: u}\n",
        card_ant="{algorithm: ant, name: Ant, summary: s, order: 1, sources: []}\n",
        card_bee="{algorithm: bee, name: Bee, summary: s, order: 2, sources: []}\n",
        rules="- {rule: start, favor: {ant: weak}, aspect: start, because: S., basis: house-judgement}\n"
        "- {rule: small, when: {area: {at_most: 500}, m: {at_least: 40}}, favor: {bee: strong}, aspect: size, because: S., "
        "basis: house-judgement}\n",
    )
    explanation = explain(base, Situation({}))
    (change,) = explanation.changes.found
    assert [(edit.attribute, edit.wanted, edit.through) for edit in change.edits] == [
        ("area", {"at_most": 500}, ("n", "m")),
        ("m", {"at_least": 40}, ()),
    ]
    assert (change.size, change.takes) == (2, "answers")
    assert change.answers["n"] * change.answers["m"] <= 500
    assert change.answers["m"] >= 40
    assert "area at most 500 (by n and m) and m at least 40 → Bee first" in " ".join(explanation.to_text().split())
