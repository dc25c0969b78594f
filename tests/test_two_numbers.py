"""What the search takes for granted about two numbers holds over random knowledge: by every part of it, not only by what is told.

Quantities are random sums, products, quotients, roots and so on of numbers on both sides of 0, some of them known within bounds or
derived by rules, so that they may be missing, known in part, or jump.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterable, Mapping

import pytest

from advisor.advice.answer.recommend import advise
from advisor.advice.change.amounts import Amounts, amounts
from advisor.advice.change.crossings import crossings
from advisor.advice.change.domain import wanted
from advisor.advice.change.marks import Marks
from advisor.advice.change.measures import Measure
from advisor.advice.change.regions import Bounds, Rectangle
from advisor.advice.change.search import Search
from advisor.advice.explain.explanation import explain
from advisor.errors import SituationError
from advisor.inference.formula import formula
from advisor.inference.inference import infer
from advisor.inference.operations import PartialBand
from advisor.inference.program import Program
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.load import load_folder
from advisor.situation import Band, Situation, band_of

from .test_changed_machines import DOMAIN as MACHINE_DOMAIN
from .test_changed_machines import MACHINES, machine_pack
from .test_changed_numbers import CARDS, TAIL, inner_ends, names_of, reached

WIDE = {"n": range(-8, 9), "m": range(-8, 9), "k": range(-3, 4)}


def computed(chance: random.Random) -> list[str]:
    """Return a few random quantities, each of the numbers and of those before it."""
    found: list[str] = []
    for number in range(4):
        parts = ["n", "m", "k", *(f"q{one}" for one in range(number))] * 2 + [str(chance.choice([-2, 0, 1, 3, 0.5]))]
        operation, most = chance.choice(
            [
                ("product", 2),
                ("product", 3),
                ("sum", 2),
                ("sum", 3),
                ("quotient", 2),
                ("difference", 2),
                ("least", 2),
                ("greatest", 2),
                ("root", 1),
                ("first_known", 2),
            ]
        )
        rounded = ", round: " + chance.choice(["up", "down"]) if chance.random() < 0.15 else ""
        operands = ", ".join(chance.sample(parts, most))
        suffix = "" if operation == "first_known" else rounded
        found.append(f"- {{quantity: q{number}, {operation}: [{operands}], unit: u{suffix}}}\n")
    return found


def wide_pack(chance: random.Random) -> dict[str, str]:
    """Return random knowledge whose rules go by random quantities; sometimes some of them derive the third number."""
    kind = chance.choice(["integer", "number"])
    rules = [f"- {{rule: start, favor: {{ant: moderate}}, aspect: start, {TAIL}"]
    for number in range(6):
        names = chance.sample(["n", "m", "q0", "q1", "q2", "q3", "q3"], chance.choice([1, 1, 2]))
        when = ", ".join(
            f"{name}: {{{chance.choice(['at_least', 'above', 'at_most', 'below'])}: {chance.randint(*(-7, 7) if name in WIDE else (-9, 20))}}}"
            for name in dict.fromkeys(names)
        )
        effect = chance.choice(
            ["favor: {bee: strong}, aspect: a", "favor: {cow: strong}, aspect: b", "rule_out: [ant]"]
        )
        rules.append(f"- {{rule: r{number}, when: {{{when}}}, {effect}, {TAIL}")
    if chance.random() < 0.4:
        for test, value in (("above: 3", -3), ("below: -2", 2)):
            when = f"{chance.choice(['n', 'm', 'flat', 'flat'])}: {{{test}}}"
            rules.append(f"- {{rule: d{abs(value)}, when: {{{when}}}, derive: {{k: {value}}}, {TAIL}")
    return {
        "attributes": "".join(
            f"- {{attribute: {name}, type: {kind}, ask: {name}?, at_least: {domain[0]}, at_most: {domain[-1]}}}\n"
            for name, domain in WIDE.items()
        ),
        "quantities": f"- {{quantity: flat, {chance.choice(['product', 'sum', 'difference'])}: [n, m], unit: u}}\n"
        + "".join(computed(chance)),
        "rules": "".join(rules),
        **CARDS,
    }


def wide_values(chance: random.Random) -> dict[str, object]:
    """Return nothing, the third number, or bounds of it."""
    low, high = sorted(chance.sample(WIDE["k"], 2))
    return chance.choice(
        [
            {},
            {},
            {"k": chance.choice(WIDE["k"])},
            {"k": Band(low, chance.random() < 0.5, high, chance.random() < 0.5)},
            {"k": chance.choice([Band(low, False), Band(None, False, high, True)])},
        ]
    )


def packs(kind: str, count: int, folder) -> Iterable[tuple[random.Random, KnowledgeBase, Mapping[str, object]]]:
    for seed in range(count):
        chance = random.Random(f"{kind} {seed}")
        here = folder / f"{kind}{seed}"
        here.mkdir()
        files = wide_pack(chance) if kind == "wide" else machine_pack(chance)
        for name, text in files.items():
            (here / f"{name}.yaml").write_text(text)
        if kind == "wide":
            values = wide_values(chance)
        else:
            values = {
                name: chance.choice([*domain]) for name, domain in MACHINE_DOMAIN.items() if chance.random() < 0.3
            }
            for name in (name for name in ("n", "m", "k") if name not in values and chance.random() < 0.2):
                low, high = sorted(chance.sample([*MACHINE_DOMAIN[name]], 2))
                values[name] = Band(low, False, high, False)
        yield chance, load_folder(here), values


def searched(base: KnowledgeBase, values: Mapping[str, object]) -> Search | None:
    """Return the search for what would change an answer; None where there is none."""
    try:
        pick = advise(base, Situation(values), 1, engine=False).pick
    except SituationError:
        return None
    program = Program.of(base)
    return Search(program, infer(program, Situation(values)), pick.id) if pick is not None else None


def pairs(kind: str, count: int, folder) -> Iterable[tuple[random.Random, Search, Amounts]]:
    """Yield every two numbers that bring something about together, over random packs."""
    for chance, base, values in packs(kind, count, folder):
        search = searched(base, values)
        for one in amounts(search).values() if search is not None else ():
            yield chance, search, one


def numbers(search: Search, name: str) -> list[float]:
    """Return whole numbers that can be said, and for others some between them."""
    attribute = search.program.base.attributes[name]
    whole = list(range(int(attribute.low), int(attribute.high) + 1))
    return whole if attribute.type == "integer" else sorted([*map(float, whole), *(one + 0.37 for one in whole[:-1])])


def rectangle(chance: random.Random, search: Search, marks: Marks) -> tuple[Rectangle, list[tuple[float, float]]]:
    """Return a random rectangle in which each of the numbers leads to the same alone, and numbers in it."""
    inside: list[list[float]] = []
    for name in marks.names:
        every = numbers(search, name)
        start = end = chance.randrange(len(every))
        most = chance.choice([1, 3, len(every)])
        while end + 1 < min(len(every), start + most) and marks.of_one(name, every[end + 1]) == marks.of_one(
            name, every[start]
        ):
            end += 1
        inside.append(every[start : end + 1])
    low = inside[0][0], inside[1][0]
    return Rectangle(low, (inside[0][-1], inside[1][-1]), low), list(itertools.product(*inside))


@pytest.mark.parametrize(("kind", "count"), [("wide", 200), ("machines", 300)])
def test_whatever_comes_about_in_a_rectangle_is_possible_in_it(kind: str, count: int, tmp_path) -> None:
    looked_at = 0
    for chance, search, one in pairs(kind, count, tmp_path):
        bounds = Bounds(one.marks)
        for _ in range(12):
            found, inside = rectangle(chance, search, one.marks)
            possible = bounds.possible(found)
            for both in chance.sample(inside, min(40, len(inside))):
                looked_at += 1
                mine = one.marks.of(dict(zip(one.names, both, strict=True)))[2:]
                for measure, mark, may_be in zip(one.marks.through, mine, possible, strict=True):
                    assert mark in may_be, (found, both, measure.name)
    assert looked_at > 2000


@pytest.mark.parametrize("limit", ["at_least: 1", "above: 1", "at_most: -1", "below: -1"])
def test_bounds_that_are_excluded_are_reached_nowhere(limit: str, load_pack) -> None:
    """The sum is below 1 beside the smallest of these numbers, and above -1 beside the largest."""
    base = load_pack(
        **CARDS,
        attributes="".join(
            f"- {{attribute: {name}, type: integer, ask: {name}?, at_least: -9, at_most: 9}}\n" for name in "nmk"
        ),
        quantities="- {quantity: total, sum: [n, m, k], unit: u}\n- {quantity: tilt, product: [n, m, k], unit: u}\n",
        rules=f"- {{rule: start, favor: {{ant: moderate}}, aspect: start, {TAIL}"
        f"- {{rule: here, when: {{total: {{{limit}}}, tilt: {{{limit}}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    search = searched(base, {"k": Band(-3, True, 3, True)})
    assert search is not None
    marks = amounts(search)["n", "m"].marks
    possible = Bounds(marks).possible(Rectangle((-1, -1), (1, 1), (-1, -1)))
    for both in itertools.product((-1, 0, 1), repeat=2):
        mine = marks.of(dict(zip("nm", both, strict=True)))[2:]
        assert all(mark in may_be for mark, may_be in zip(mine, possible, strict=True)), both


@pytest.mark.parametrize(("kind", "count"), [("wide", 150), ("machines", 60)])
def test_of_one_point_just_what_comes_about_there_is_possible(kind: str, count: int, tmp_path) -> None:
    looked_at = banded = 0
    for chance, search, one in pairs(kind, count, tmp_path):
        bounds = Bounds(one.marks)
        for _ in range(12):
            first, second = (chance.choice(numbers(search, name)) for name in one.names)
            both = dict(zip(one.names, (first, second), strict=True))
            mine = one.marks.of(both)[2:]
            looked_at += 1
            banded += any(mark is not None and mark[2] for mark in mine)
            point = Rectangle((first, second), (first, second), (first, second))
            assert bounds.possible(point) == [frozenset((mark,)) for mark in mine], (first, second)
    assert looked_at > 400
    assert banded > 20 or kind == "machines"


@pytest.mark.parametrize(("kind", "count"), [("wide", 150), ("machines", 150)])
def test_two_numbers_with_the_same_marks_bring_about_the_same(kind: str, count: int, tmp_path) -> None:
    shared = 0
    for chance, search, one in pairs(kind, count, tmp_path):
        first: dict[object, object] = {}
        every = list(itertools.product(*(numbers(search, name) for name in one.names)))
        for both in chance.sample(every, min(150, len(every))):
            answers = dict(zip(one.names, both, strict=True))
            after = search.verdict(search.ground.tried_all(answers), touches=-1, sizes=False)
            key = one.marks.of(answers)
            shared += key in first
            assert first.setdefault(key, after) == after, (answers, key)
            fired = one.marks.fired(key)
            if fired is not None and not (fired ^ search.ground.fired) & search.ground.deriving:
                assert fired == search.ground.tried_all(answers).fired, answers
    assert shared > 5000


def test_what_two_numbers_bring_about_is_told_exactly(tmp_path) -> None:
    """Beside numbers on both sides of 0, also where a quantity is known in part only or a number between two whole ones counts."""
    told = 0
    for chance, base, values in packs("wide", 90, tmp_path):
        search = searched(base, values)
        if search is None:
            continue
        changes = explain(base, Situation(values)).changes.found

        def after(search=search, **answers: float) -> str | None:
            verdict = search.verdict(search.ground.tried_all(answers), touches=-1, sizes=True)[1]
            return verdict and verdict[0]

        for names in itertools.combinations(WIDE, 2):
            mine = [change for change in changes if names_of(change) == {*names}]
            every = list(itertools.product(*(numbers(search, name) for name in names)))
            for both in chance.sample(every, 60):
                answers = dict(zip(names, both, strict=True))
                said_so = {change.first for change in mine if reached(base, change, {**values, **answers})}
                does = after(**answers)
                assert said_so <= {does}, (values, answers)
                if does is not None and not any(after(**{name: number}) for name, number in answers.items()):
                    told += 1
                    assert said_so, (values, answers, does)
    assert told > 300


def test_every_number_at_which_a_quantity_crosses_a_limit_is_found(tmp_path) -> None:
    """Each of its bounds, and where it begins or ceases to have a value."""
    crossed = 0
    for chance, base, values in packs("wide", 150, tmp_path):
        known = {**{name: chance.choice(domain) for name, domain in WIDE.items()}, **values}
        for name, attribute in ((name, base.attributes[name]) for name in WIDE):
            limits = [(quantity, limit) for quantity in base.quantities for limit in (0, 1, chance.randint(-9, 20))]
            used = [one for one in limits if name in base.quantities[one[0]].attributes]
            others = {other: value for other, value in known.items() if other != name}
            found = crossings(base, attribute, others, {}, used)
            every = sorted({*WIDE[name], *(one + 0.37 for one in WIDE[name][:-1] if attribute.type == "number")})
            for (quantity, limit), ends in found.items():
                compute = formula(base, quantity)
                sides = [sides_of(compute({**others, name: number}, {}), limit) for number in every]
                for (one, before), (other, then) in itertools.pairwise(zip(every, sides, strict=True)):
                    if before != then:
                        crossed += 1
                        assert any(one <= end <= other for end in ends), (quantity, limit, others, one, other)
    assert crossed > 3000


def sides_of(value: object, limit: float) -> object:
    """Return on which side of a limit a quantity is at least, and at most, and whether there may be none."""
    if not isinstance(value, Band):
        return None if value is None else (*((value > limit) - (value < limit),) * 2, False)
    low = -1 if value.low is None else (value.low > limit) - (value.low < limit)
    high = 1 if value.high is None else (value.high > limit) - (value.high < limit)
    reached = low or int(value.low_open), high or -int(value.high_open)  # a bound that is excluded is beyond it
    return *reached, isinstance(value, PartialBand)


def test_what_is_told_by_ranges_is_all_that_is_in_them(tmp_path) -> None:
    """Whatever a quantity may be, or may be within, in the ranges by which some of its marks are told has marks that are told."""
    looked_at = 0
    for chance, _, one in pairs("wide", 100, tmp_path):
        for measure in one.marks.through:
            if not measure.thresholds:
                continue
            inside = values_around(measure)
            every = [*inside, *(Band(low, False, high, False) for low, high in itertools.combinations(inside, 2))]
            every += [Band(low, True, high, True) for low, high in itertools.combinations(inside, 2)]
            every += [Band(None, False, number, False) for number in inside]
            every += [Band(number, False) for number in inside]
            for _ in range(5):
                chosen = frozenset(measure.mark(chance.choice(every)) for _ in range(chance.choice([1, 1, 2, 3])))
                told = measure.told_with(chosen)
                assert told is not None
                assert chosen <= told
                spans = ranges(measure, told)
                for value in chance.sample(every, min(100, len(every))):
                    looked_at += 1
                    if any(holds(span, value) for span in spans):
                        assert measure.mark(value) in told, (measure.thresholds, chosen, value)
                    else:
                        assert measure.mark(value) not in chosen, (measure.thresholds, chosen, value)
            low, high = inside[0], inside[-1]
            assert measure.told_with(frozenset((measure.mark(PartialBand(low, False, high, False)),))) is None
    assert looked_at > 10000


def values_around(measure: Measure) -> list[float]:
    """Return numbers in all of the ranges of a quantity."""
    between = [(one + other) / 2 for one, other in itertools.pairwise(measure.thresholds)]
    return sorted([measure.thresholds[0] - 1, *measure.thresholds, *between, measure.thresholds[-1] + 1])


def ranges(measure: Measure, marks: frozenset) -> list[Band]:
    """Return the ranges with these marks, those that touch as one."""
    found = wanted(measure.cells(marks))
    return [band_of(one) for one in (found if isinstance(found, list) else [found])]


def holds(span: Band, value: object) -> bool:
    return all(map(span.contains, inner_ends(value) if isinstance(value, Band) else (value,)))


@pytest.mark.parametrize(
    ("computed", "limit", "like", "unlike"),
    [
        ("- {quantity: area, product: [n, m], unit: u}\n", 50, [49, 3], [51]),  # a ladder steps up to it
        ("- {quantity: area, sum: [n, m], unit: u}\n- {quantity: q, root: [area], unit: u}\n", 0, [1, 7], [-1]),
        ("- {quantity: area, sum: [n, m], unit: u}\n- {quantity: q, quotient: [k, area], unit: u}\n", 0, [], [-1, 1]),
        (
            "- {quantity: area, sum: [n, m], unit: u}\n- {quantity: q, quotient: [k, area], unit: u}\n"
            "- {quantity: r, root: [area], unit: u}\n- {quantity: s, sum: [q, r], unit: u}\n",
            0,
            [],
            [-1, 1],
        ),
    ],
)
def test_to_which_side_a_limit_belongs_is_known(
    computed: str, limit: float, like: list[float], unlike: list[float], load_pack
) -> None:
    names = re.findall(r"quantity: (\w+)", computed)
    base = load_pack(
        **CARDS,
        machines=MACHINES,
        decisions="- {decision: machine, title: Machine, kind: instance, role: training, headline: true}\n",
        attributes="".join(
            f"- {{attribute: {name}, type: integer, ask: {name}?, at_least: {low}, at_most: 14}}\n"
            for name, low in (("n", 0 if limit else -14), ("m", 0 if limit else -14), ("k", -3))
        ),
        quantities=f"{computed}- {{ladder: stair, by: area, beyond: last, unknown: ml.c1.s, "
        "steps: [{up_to: 50, use: ml.c1.s}, {up_to: 90, use: ml.g1.s}]}\n",
        rules=f"- {{rule: start, favor: {{ant: moderate}}, aspect: start, {TAIL}"
        f"- {{rule: sized, choose: {{machine: {{ladder: stair}}}}, level: default, {TAIL}"
        f"- {{rule: here, when: {{{names[-1]}: {{at_least: 70}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    search = searched(base, {"k": 2})
    assert search is not None
    (measure,) = (one for one in amounts(search)["n", "m"].marks.through if one.name == "area")
    assert {measure.mark(number) for number in like} <= {measure.mark(limit)}
    assert measure.mark(limit) not in {measure.mark(number) for number in unlike}


def test_a_mode_that_follows_from_a_quantity_is_possible_wherever_it_may_be_called_for(load_pack) -> None:
    """From an area of 30 on another mode is called for, in which a quantity is a third of what it would be."""
    card = "summary: s, sources: [], per: 3, modes: [{mode: other, when: {d: p}, per: 1}]"
    base = load_pack(
        machines=MACHINES,
        fields="- {field: per, type: number}\n",
        decisions="- {decision: machine, title: Machine, kind: instance, role: training, headline: true}\n",
        attributes="- {attribute: n, type: integer, ask: N?, at_least: 0, at_most: 14}\n"
        "- {attribute: m, type: integer, ask: M?, at_least: 0, at_most: 14}\n"
        "- {attribute: d, type: choice, ask: D?, values: {p: {}, q: {}}}\n",
        quantities="- {quantity: area, product: [n, m], unit: u}\n- {quantity: big, product: [area, card.per], unit: u}\n"
        "- {ladder: stair, by: big, beyond: last, unknown: ml.c1.s, steps: [{up_to: 50, use: ml.c1.s}, {up_to: 900, use: ml.g1.s}]}\n",
        card_ant=f"{{algorithm: ant, name: Ant, order: 1, {card}}}\n",
        card_bee=f"{{algorithm: bee, name: Bee, order: 2, {card}}}\n",
        rules=f"- {{rule: start, favor: {{ant: moderate}}, aspect: start, {TAIL}"
        f"- {{rule: sized, choose: {{machine: {{ladder: stair}}}}, level: default, {TAIL}"
        f"- {{rule: wide, when: {{area: {{at_least: 30}}}}, derive: {{d: p}}, {TAIL}",
    )
    search = searched(base, {})
    assert search is not None
    marks = amounts(search)["n", "m"].marks
    possible = Bounds(marks).possible(Rectangle((5, 5), (6, 6), (5, 5)))
    found = [marks.of({"n": n, "m": m})[2:] for n, m in ((5, 5), (6, 5))]
    assert [one.name for one in marks.through] == ["area", "big"]
    assert found[0][1] != found[1][1]
    assert all(mark in may_be for mine in found for mark, may_be in zip(mine, possible, strict=True))
