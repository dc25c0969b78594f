"""What would change the answer is exact for numbers, too: by their own size, by that of quantities, known, derived or within bounds."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping
from functools import cache

import pytest

from advisor.advice.change.meetings import Power, lines, meetings, power
from advisor.advice.change.roots import bounds_of
from advisor.advice.explain.explanation import explain
from advisor.inference.formula import formula
from advisor.inference.inference import infer
from advisor.inference.operations import PartialBand
from advisor.inference.program import Program
from advisor.knowledge.load import load_folder
from advisor.situation import Band, Situation

from .test_changes import accepts, outcome

ATTRIBUTES = """
- {attribute: b, type: boolean, ask: B?}
- {attribute: d, type: choice, ask: D?, values: {p: {}, q: {}, r: {}}}
- {attribute: n, type: integer, ask: N?, at_least: 0, at_most: 20}
- {attribute: m, type: integer, ask: M?, at_least: 0, at_most: 20}
- {attribute: k, type: integer, ask: K?, at_least: 0, at_most: 8}
"""
HAIR = 1e-6
DOMAIN = {
    "b": [True, False],
    "d": ["p", "q", "r"],
    "n": list(range(21)),
    "m": list(range(21)),
    "k": list(range(9)),
}
QUANTITIES = {
    "product": "- {quantity: area, product: [n, m], unit: u}\n",
    "difference": "- {quantity: area, product: [n, m], unit: u}\n- {quantity: gap, difference: [n, m], unit: u}\n",
    "first known": "- {quantity: area, product: [n, m], unit: u}\n- {quantity: gap, first_known: [k, area], unit: u}\n",
    "quotient": "- {quantity: area, quotient: [n, m], unit: u}\n- {quantity: gap, difference: [m, k], unit: u}\n",
    "root": "- {quantity: area, product: [n, m], unit: u}\n- {quantity: gap, root: [area], unit: u, round: up}\n",
    "sum": "- {quantity: area, product: [n, m], unit: u}\n- {quantity: gap, sum: [n, m], unit: u}\n",
    "rises and falls": "- {quantity: rest, difference: [20, n], unit: u}\n- {quantity: area, product: [n, rest, 4], unit: u}\n"
    "- {quantity: less, difference: [m, n], unit: u}\n- {quantity: gap, least: [less, k], unit: u}\n",
    "ceases": "- {quantity: less, difference: [n, m], unit: u}\n- {quantity: depth, root: [less], unit: u}\n"
    "- {quantity: area, product: [n, k], unit: u}\n- {quantity: gap, first_known: [depth, k], unit: u}\n",
    "with a third": "- {quantity: area, product: [n, m], unit: u}\n- {quantity: gap, sum: [n, m, k], unit: u}\n",
}
BOUNDS = {"n": (1, 20), "m": (1, 20), "k": (1, 8), "area": (1, 400), "gap": (-19, 19)}
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
DERIVED = {"": ["derive: {m: 12}", "derive: {m: 3}"], "with a third": ["derive: {k: 2}", "derive: {k: 7}"]}
# what derives is apart from what is derived: nothing is derived from itself
DERIVING = {
    "derive: {d": ["b", "n", "k"],
    "derive: {m": ["b", "d", "n"],
    "derive: {k": ["b", "n", "m", "area"],
}
TAIL = "because: It is so., basis: house-judgement}\n"
CARDS = {
    f"card_{name}": f"{{algorithm: {name}, name: {name}, summary: s, order: {order}, sources: []}}"
    for order, name in enumerate(["ant", "bee", "cow"])
}


def random_test(name: str, chance: random.Random) -> str:
    """Return a random test: of a number a bound, or a range of any width."""
    if name not in BOUNDS:
        return chance.choice({"b": ["true", "false"], "d": ["p", "q", "r", "{not: p}"]}[name])
    low, high = BOUNDS[name]
    start = chance.randint(low, high)
    end = min(high, start + chance.choice([0, 2, high // 8, high // 2]))
    bound = chance.choice(["at_least", "above", "at_most", "below"])
    return chance.choice([f"{{{bound}: {start}}}", f"{{at_least: {start}, at_most: {end}}}"])


def numeric_pack(chance: random.Random, derived: bool) -> dict[str, str]:
    """Return random knowledge whose rules go by three numbers and by what is computed from them; `derived`: some derive one."""
    kind = chance.choice(list(QUANTITIES))
    quantities, derived_effects = QUANTITIES[kind], DERIVED.get(kind, DERIVED[""])
    computed = [name for name in ("area", "gap") if f"quantity: {name}" in quantities]
    named = [*DOMAIN, *computed]
    rules = [f"- {{rule: start, favor: {{ant: moderate}}, aspect: start, {TAIL}"]
    for number in range(chance.randint(4, 8)):
        effect = chance.choice([*EFFECTS, *derived_effects] if derived else EFFECTS)
        allowed = DERIVING.get(effect[:10], named)
        main = chance.choice([name for name in computed if name in allowed and chance.random() < 0.7] or allowed)
        names = [main, *chance.sample([name for name in allowed if name != main], chance.choice([0, 0, 1, 1, 2]))]
        when = ", ".join(f"{name}: {random_test(name, chance)}" for name in names)
        rules.append(f"- {{rule: k{number}, when: {{{when}}}, {effect}, {TAIL}")
    return {
        "attributes": ATTRIBUTES,
        "decisions": "- {decision: first, title: First, headline: true, values: [one, two, three]}\n",
        "quantities": quantities,
        "rules": "".join(rules),
        **CARDS,
    }


def random_values(chance: random.Random, banded: bool) -> dict[str, object]:
    """Return what is known; `banded`: numbers within bounds, too."""
    values: dict[str, object] = {}
    for name, domain in DOMAIN.items():
        if chance.random() < 0.35:
            values[name] = chance.choice(domain)
            if banded and name in "nmk":
                low, high = sorted(chance.sample(domain, 2))
                values[name] = Band(
                    *chance.choice([(low, False, high), (low, False, high), (low,), (None, False, high)])
                )
    return values


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
    """True when what is known includes what a change asks for, with the numbers derived and the quantities computed from it."""
    program = Program.of(base)
    follows = program.derived_numbers or any(isinstance(value, Band) for value in known.values())
    if follows and any(edit.through for edit in change.edits):
        known = infer(program, Situation(known)).known
    for edit in change.edits:
        value = formula(base, edit.attribute)(known, None) if edit.through else known.get(edit.attribute)
        ends = inner_ends(value) if isinstance(value, Band) and edit.through else (value,)
        wanted = edit.wanted if isinstance(edit.wanted, list) else [edit.wanted]
        if None in ends or isinstance(value, PartialBand):
            return False
        if not any(all(accepts([one], end) for end in ends) for one in wanted):
            return False  # what is known within bounds is in none of the ranges with all that it may be
    return True


def inner_ends(band: Band) -> tuple[float, float]:
    """Return the least and the greatest number within bounds: beside those that are excluded one a hair away."""
    low, high = bounds_of(band)
    return low + HAIR if band.low_open else low, high - HAIR if band.high_open else high


@pytest.mark.parametrize("kind", ["plain", "derived", "within bounds"])
def test_changes_of_numbers_are_told_exactly(kind: str, tmp_path) -> None:
    chance = random.Random(kind)
    told = found = 0
    for number in range(16):
        folder = tmp_path / f"pack{number}"
        folder.mkdir()
        for name, text in numeric_pack(chance, derived=kind == "derived").items():
            (folder / f"{name}.yaml").write_text(text)
        hits, changed = compared(load_folder(folder), random_values(chance, banded=kind == "within bounds"))
        told, found = told + hits, found + changed
    assert told > 450
    assert found > 450


def compared(base, values: Mapping[str, object]) -> tuple[int, int]:
    """Compare what is told with what every answer and every two of them do; return how many of them are told, and do something."""
    before = outcome(base, values)
    if before is None:
        return 0, 0
    told = found = 0
    changes = explain(base, Situation(values)).changes.found
    tried = trier(base, values, before)
    for change in changes:
        assert tried(**change.answers) == said(change), (values, change)
    for answers in every_answer(values):
        after = tried(**answers)
        hits = [
            said(change)
            for change in changes
            if names_of(change) == set(answers) and reached(base, change, {**values, **answers})
        ]
        told += len(hits)
        assert set(hits) <= {after}, (values, answers, after)
        quiet = len(answers) == 1 or not any(tried(**{name: value}) for name, value in answers.items())
        if after is not None and quiet:
            found += 1
            assert hits, (values, answers, after)
    return told, found


def trier(base, values, before):
    """Return what tries answers and tells their effect, each once."""

    @cache
    def tried(answers: frozenset):
        return effect(base, before, outcome(base, {**values, **dict(answers)}))

    return lambda **answers: tried(frozenset(answers.items()))


def every_answer(values: Mapping[str, object]):
    """Yield every answer that is another than now, and every two of them; of choices with numbers, two of five numbers."""
    others = {name: [value for value in domain if value != values.get(name)] for name, domain in DOMAIN.items()}
    for name, answers in others.items():
        yield from ({name: value} for value in answers)
    for name, other in itertools.combinations(DOMAIN, 2):
        step = 1 if {name, other} <= BOUNDS.keys() else 3
        for value, further in itertools.product(others[name], others[other][::step]):
            yield {name: value, other: further}


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


THINGS = {
    "card_ant": "{algorithm: ant, name: Ant, summary: s, order: 1, sources: []}\n",
    "card_bee": "{algorithm: bee, name: Bee, summary: s, order: 2, sources: []}\n",
}
START = f"- {{rule: start, favor: {{ant: weak}}, aspect: start, {TAIL}"


def told(base, **values) -> list[tuple[list[tuple], object]]:
    """Return what is told for a situation: edits with what each has to be, and what they bring."""
    changes = explain(base, Situation(values)).changes.found
    return [
        ([(edit.attribute, edit.wanted, edit.through) for edit in change.edits], said(change)) for change in changes
    ]


@pytest.mark.parametrize(
    ("value", "factor", "exponents"),
    [
        (lambda both: both[0] * both[1] * 8, 8, (1, 1)),
        (lambda both: both[0] / both[1], 1, (1, -1)),
        (lambda both: (both[0] * both[1] * both[1]) ** 0.5 / 3, 1 / 3, (0.5, 1)),
    ],
)
def test_products_quotients_and_roots_are_powers(value, factor: float, exponents: tuple[float, float]) -> None:
    found = power(value)
    assert found is not None
    assert (found.factor, found.exponents) == (pytest.approx(factor), exponents)


@pytest.mark.parametrize(
    "value",
    [
        lambda both: both[0] + both[1],
        min,
        lambda both: math.ceil(both[0] * both[1]),
        lambda both: math.floor(both[0] / both[1]),
        lambda both: None,
        lambda both: Band(both[0], False, both[1], False),
        lambda both: -both[0],
    ],
)
def test_sums_and_what_is_rounded_are_no_powers(value) -> None:
    assert power(value) is None


def test_limits_of_two_quantities_meet_where_both_are_reached() -> None:
    area, shape, like_area = Power(2.0, (1.0, 1.0)), Power(1.0, (1.0, -1.0)), Power(5.0, (1.0, 1.0))
    drawn = [*lines([area], [3200, -1]), *lines([like_area], [90]), *lines([shape], [4])]
    assert meetings(drawn) == [pytest.approx((80, 20)), pytest.approx(((4 * 18) ** 0.5, (18 / 4) ** 0.5))]
    seam = list(lines([area, shape], []))
    assert [(line.at((3.0, 0.5**0.5)), limit) for line, limit in seam] == [
        (pytest.approx(1), 1.0)
    ]  # there both are as large


@pytest.mark.parametrize("most", ["", ", at_most: 1000000"])
def test_what_two_quantities_do_far_inside_both_domains_is_found(load_pack, most: str) -> None:
    """The only numbers that do it lie where four limits meet, away from every edge."""
    base = load_pack(
        **THINGS,
        attributes=f"- {{attribute: n, type: integer, ask: N?, at_least: 1{most}}}\n"
        f"- {{attribute: m, type: integer, ask: M?, at_least: 1{most}}}\n",
        quantities="- {quantity: area, product: [n, m], unit: u}\n- {quantity: shape, quotient: [n, m], unit: u}\n",
        rules=f"{START}- {{rule: small, when: {{area: {{at_least: 1000000, below: 1010000}}, shape: {{above: 7, at_most: 7.02}}}}, "
        f"favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    bounds = [
        ("area", {"at_least": 1000000, "below": 1010000}, ("n", "m")),
        ("shape", {"above": 7, "at_most": 7.02}, ("n", "m")),
    ]
    assert told(base) == [(bounds, "bee")]


def test_one_answer_may_bring_two_quantities_beside_that_of_another(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: number, ask: {name}?, above: 0, at_most: 1000}}\n"
            for name in ("n", "m", "k")
        ),
        quantities="- {quantity: area, product: [n, m], unit: u}\n- {quantity: shape, quotient: [n, k], unit: u}\n"
        "- {quantity: weight, product: [n, k, k], unit: u}\n",
        rules=f"{START}- {{rule: much, when: {{area: {{above: 300}}, shape: {{below: 0.1}}, weight: {{above: 2000}}}}, "
        f"favor: {{bee: strong}}, aspect: size, {TAIL}"
        f"- {{rule: flat, when: {{area: {{below: 900}}, shape: {{at_least: 5000}}}}, rule_out: [ant], {TAIL}",
    )
    assert told(base, n=1, k=1) == [
        ([("m", {"above": 300}, ()), ("k", {"above": pytest.approx(2000**0.5)}, ())], "bee")
    ]


def test_nothing_as_a_divisor_is_told_as_the_number_that_it_is(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="- {attribute: n, type: integer, ask: N?, at_least: 0, at_most: 50}\n"
        "- {attribute: m, type: integer, ask: M?, at_least: 0, at_most: 50}\n",
        quantities="- {quantity: area, product: [n, m], unit: u}\n- {quantity: shape, quotient: [n, m], unit: u}\n",
        rules=f"{START}- {{rule: small, when: {{area: {{below: 5}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}"
        f"- {{rule: shaped, when: {{shape: {{at_least: 0}}}}, avoid: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert told(base) == [([("n", {}, ()), ("m", {"at_least": 0, "at_most": 0}, ())], "bee")]


def test_the_least_of_two_products_is_told_on_both_sides_of_where_it_turns(load_pack) -> None:
    """As with data that is written with indices or without, whichever is shorter."""
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: number, ask: {name}?, above: 0, at_most: {most}}}\n"
            for name, most in (("n", 1000000), ("m", 1), ("k", 1000000))
        ),
        quantities="- {quantity: full, product: [n, k, 4], unit: u}\n- {quantity: thin, product: [n, m, k, 8], unit: u}\n"
        "- {quantity: read, least: [full, thin], unit: u}\n",
        rules=f"{START}- {{rule: much, when: {{read: {{above: 4000}}, m: {{above: 0.2}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert told(base, k=1) == [([("read", {"above": 4000}, ("n", "m")), ("m", {"above": 0.2}, ())], "bee")]
    assert ([("n", {"above": 1000}, ())], "bee") in told(base, k=1, m=1)


def test_a_bound_that_is_excluded_is_none_that_is_reached(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: number, ask: {name}?, at_least: 0, at_most: 20}}\n" for name in "njk"
        ),
        quantities="- {quantity: most, greatest: [n, j], unit: u}\n- {quantity: rest, least: [k, most], unit: u}\n"
        "- {quantity: area, product: [k, most], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{rest: {{above: 3}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}"
        f"- {{rule: there, when: {{area: {{above: 0}}}}, favor: {{bee: strong}}, aspect: other, {TAIL}",
    )
    values = {"k": Band(3, True, 9, False), "j": Band(3, False, 9, False)}
    assert [edits for edits, brought in told(base, **{**values, "j": Band(0, False, 0.5, False)})][:1] == [
        [("n", {"above": 0}, ())]
    ]
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: number, ask: {name}?, at_least: 0, at_most: 20}}\n" for name in "njk"
        ),
        quantities="- {quantity: most, greatest: [n, j], unit: u}\n- {quantity: rest, least: [k, most], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{rest: {{above: 3}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert told(base, **values)[0][0] == [("n", {"above": 3}, ())]


@pytest.mark.parametrize("most", ["", ", at_most: 1000000000000"])
def test_a_number_that_goes_beyond_all_that_is_counted_reaches_a_limit_before(most: str, load_pack) -> None:
    powers = "".join(f"- {{quantity: q{2 * of}, product: [{name}, {name}], unit: u}}\n" for of, name in POWERS)
    base = load_pack(
        **THINGS,
        attributes=f"- {{attribute: n, type: integer, ask: N?, at_least: 0{most}}}\n",
        quantities=powers,
        rules=f"{START}- {{rule: here, when: {{q32: {{at_least: 1000}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert outcome(base, {"n": 10**12})[0] == "ant"  # there is no such number
    assert told(base) == [([("n", {"at_least": 2, "below": 2_371_373_706}, ())], "bee")]


POWERS = [(1, "n"), (2, "q2"), (4, "q4"), (8, "q8"), (16, "q16")]
