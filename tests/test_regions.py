"""Numbers that do something far inside both domains, and quantities that rise and fall: found however narrow the range is."""

from __future__ import annotations

import itertools
import math
import random

import pytest

from advisor.advice.change.roots import Effort, halfway, roots
from advisor.advice.explain.explanation import explain
from advisor.inference.directions import Direction, direction
from advisor.inference.formula import formula
from advisor.inference.operations import PartialBand
from advisor.situation import Band, Situation

from .test_changed_numbers import START, TAIL, THINGS, names_of, reached, told
from .test_changes import outcome

COMPUTED = {
    "total": "sum: [n, m]",
    "area": "product: [n, m]",
    "shape": "quotient: [n, m]",
    "gap": "difference: [n, m]",
    "heavy": "product: [n, n, m]",
    "mix": "sum: [n, area]",
    "part": "quotient: [n, total]",
    "few": "least: [area, total]",
    "up": "sum: [n, m, m], round: up",
    "bent": "product: [n, gap]",
}
NEEDED = {"mix": ["area"], "part": ["total"], "few": ["area", "total"], "bent": ["gap"]}


def quantities(names: list[str]) -> str:
    declared = dict.fromkeys(one for name in names for one in (*NEEDED.get(name, ()), name))
    return "".join(f"- {{quantity: {name}, {COMPUTED[name]}, unit: u}}\n" for name in declared)


def attributes(kind: str, **bounds: float) -> str:
    within = "".join(f", {word}: {bound}" for word, bound in bounds.items())
    return "".join(f"- {{attribute: {name}, type: {kind}, ask: {name}?{within}}}\n" for name in ("n", "m"))


@pytest.mark.parametrize("seed", range(24))
def test_a_narrow_range_around_two_hidden_numbers_is_found(seed: int, load_pack) -> None:
    """One rule goes by two quantities and holds for few pairs of numbers, none of them on an edge of what can be said."""
    chance = random.Random(seed)
    kind = chance.choice(["integer", "number"])
    names = chance.sample(list(COMPUTED), 2)
    hidden = {name: chance.randint(11, 9000) for name in ("n", "m")}
    files = {
        **THINGS,
        "attributes": attributes(kind, at_least=2, at_most=10000),
        "quantities": quantities(names),
    }
    probe = load_pack(**files, rules=START)
    tests = []
    for name in names:
        value = formula(probe, name)(hidden, None)
        width = max(abs(value), 1) * chance.choice([1e-3, 1e-2])
        tests.append(f"{name}: {{at_least: {value - width / 3:.6f}, at_most: {value + width:.6f}}}")
    base = load_pack(
        **files,
        rules=f"{START}- {{rule: here, when: {{{', '.join(tests)}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    changes = explain(base, Situation({})).changes.found
    assert {change.first for change in changes} == {"bee"}
    for change in changes:
        assert outcome(base, change.answers)[0] == "bee"


@pytest.mark.parametrize("seed", range(12))
def test_a_narrow_range_in_which_nothing_changes_is_not_told_with_what_is_around_it(seed: int, load_pack) -> None:
    """A rule that bars what changes elsewhere goes by two quantities and holds for few pairs of numbers."""
    chance = random.Random(f"barred {seed}")
    names = chance.sample(["area", "total", "shape", "heavy", "mix", "gap"], 2)
    hidden = {name: chance.randint(200, 9000) for name in ("n", "m")}
    files = {
        **THINGS,
        "attributes": attributes("number", at_least=2, at_most=10000),
        "quantities": quantities([*names, "up"]),
    }
    probe = load_pack(**files, rules=START)
    values = {name: formula(probe, name)(hidden, None) for name in names}
    tests = [
        f"{name}: {{at_least: {value - abs(value) * 1e-3:.6f}, at_most: {value + abs(value) * 1e-3:.6f}}}"
        for name, value in values.items()
    ]
    base = load_pack(
        **files,
        rules=f"{START}- {{rule: much, when: {{up: {{at_least: 30}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}"
        f"- {{rule: here, when: {{{', '.join(tests)}}}, rule_out: [bee], {TAIL}",
    )
    assert outcome(base, hidden)[0] == "ant"
    assert outcome(base, {"n": 3000, "m": 9})[0] == "bee"
    changes = explain(base, Situation({})).changes.found
    assert any(reached(base, change, {"n": 3000, "m": 9}) for change in changes)
    assert not any(reached(base, change, hidden) for change in changes)


@pytest.mark.parametrize(("low", "product"), [(2, 101 * 103), (3, 47 * 1009), (90, 97 * 97)])
def test_the_only_whole_numbers_with_a_product_are_found(low: int, product: int, load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=attributes("integer", at_least=low, at_most=100000),
        quantities=quantities(["area"]),
        rules=f"{START}- {{rule: here, when: {{area: {{at_least: {product}, at_most: {product}}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert told(base) == [([("area", {"at_least": product, "at_most": product}, ("n", "m"))], "bee")]


def test_what_no_two_numbers_do_is_not_told(load_pack) -> None:
    """No two whole numbers from 2 on have a prime number as their product, and no two numbers of a sum have a larger product than this."""
    for kind, test in (
        ("integer", "area: {at_least: 10007, at_most: 10007}"),
        ("number", "area: {above: 2500}, total: {at_most: 100}"),
    ):
        base = load_pack(
            **THINGS,
            attributes=attributes(kind, at_least=2, at_most=100000),
            quantities=quantities(["area", "total"]),
            rules=f"{START}- {{rule: here, when: {{{test}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
        )
        assert told(base) == []


def test_where_two_limits_only_touch_is_found(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=attributes("number", above=0, at_most=100000),
        quantities=quantities(["area", "total"]),
        rules=f"{START}- {{rule: here, when: {{area: {{at_least: 2500}}, total: {{at_most: 100}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    (change,) = explain(base, Situation({})).changes.found
    assert change.answers == {"n": 50, "m": 50}


SHARE = "- {attribute: p, type: number, ask: P?, at_least: 0, at_most: 1}\n"
OF_SHARE = (
    "- {quantity: rest, difference: [1, p], unit: u}\n- {quantity: rare, least: [p, rest], unit: u}\n"
    "- {quantity: spread, product: [p, rest], unit: u}\n"
)


@pytest.mark.parametrize(
    ("test", "low", "high"), [("rare: {above: 0.2}", 0.2, 0.8), ("spread: {above: 0.21}", 0.3, 0.7)]
)
def test_a_number_is_cut_on_both_sides_of_where_a_quantity_is_greatest(
    test: str, low: float, high: float, load_pack
) -> None:
    base = load_pack(
        **THINGS,
        attributes=SHARE,
        quantities=OF_SHARE,
        rules=f"{START}- {{rule: even, when: {{{test}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert told(base) == [([("p", {"above": pytest.approx(low), "below": pytest.approx(high)}, ())], "bee")]
    assert told(base, p=0.01) == [([("p", {"above": pytest.approx(low), "below": pytest.approx(high)}, ())], "bee")]


def test_a_quantity_that_waits_for_a_number_hangs_on_it(load_pack) -> None:
    """The least of the two is always the one, but there is none before the other is known."""
    base = load_pack(
        **THINGS,
        attributes="- {attribute: n, type: integer, ask: n?, at_least: -20, at_most: 0}\n"
        "- {attribute: m, type: integer, ask: m?, at_least: 0, at_most: 20}\n",
        quantities="- {quantity: least, least: [n, m], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{least: {{at_most: -5}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert told(base) == [([("least", {"at_most": -5}, ("n", "m"))], "bee")]


@pytest.mark.parametrize(
    ("domains", "computed", "here", "now", "then"),
    [
        (((0, 9), (0, 9)), ["top, greatest: [m, n]"], "top: {below: 1}", (5, 4), (0, 0)),
        (
            ((0, 9), (0, 9)),
            ["top, greatest: [m, n]"],
            "top: {at_least: 2, at_most: 3}, n: {at_most: 0}",
            (5, 4),
            (0, 2),
        ),
        (((-600, -500), (-999, 0)), ["top, greatest: [m, n]"], "top: {below: -550}", (-510, -100), (-590, -800)),
        (
            ((2400, 3000), (0, 2500)),
            ["top, least: [m, n]", "twice, sum: [top, top]"],
            "twice: {at_least: 4900}",
            (2410, 100),
            (2470, 2450),
        ),
        (
            ((-5, -2), (-5, 3)),
            ["double, sum: [m, m]", "top, greatest: [double, n]"],
            "top: {below: -4}",
            (-2, 3),
            (-5, -5),
        ),
        (
            ((-3, 6), (1, 50)),
            ["half, quotient: [m, 5], round: up", "q, product: [n, half]"],
            "q: {at_least: 4, at_most: 9}",
            (3, Band(4)),
            (4, 1),
        ),
    ],
)
def test_two_numbers_that_hang_together_somewhere_are_found(load_pack, domains, computed, here, now, then) -> None:
    bounds = zip("nm", domains, strict=True)
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: integer, ask: {name}?, at_least: {low}, at_most: {high}}}\n"
            for name, (low, high) in bounds
        ),
        quantities="".join(f"- {{quantity: {one}, unit: u}}\n" for one in computed),
        rules=f"{START}- {{rule: here, when: {{{here}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    values, other = dict(zip("nm", now, strict=True)), dict(zip("nm", then, strict=True))
    assert outcome(base, {**values, **other}) != outcome(base, values)
    changes = explain(base, Situation(values)).changes.found
    assert any(names_of(change) == {"n", "m"} and reached(base, change, {**values, **other}) for change in changes)


def test_what_cancels_out_changes_nothing_however_large_it_is(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="- {attribute: n, type: integer, ask: n?, at_most: 100}\n"
        "- {attribute: m, type: number, ask: m?, at_least: -3, at_most: 97}\n",
        quantities="- {quantity: less, difference: [3.5, n], unit: u}\n- {quantity: rest, sum: [n, m, less], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{rest: {{below: 19}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    alone = [wanted for (wanted, *others), _ in told(base, n=58, m=30) if not others and not wanted[2]]
    assert alone == [("m", {"below": 15.5}, ())]


def test_ranges_that_touch_are_told_apart_where_bounds_over_both_do_something_else(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: integer, ask: {name}?, at_least: 0, at_most: 12}}\n" for name in "nmk"
        ),
        quantities="- {quantity: total, sum: [n, m, k], unit: u}\n",
        rules=f"{START}- {{rule: few, when: {{total: {{at_most: 8}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}"
        f"- {{rule: some, when: {{total: {{above: 8, at_most: 20}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    values = {"n": 12, "m": 12, "k": Band(0, False, 4, False)}
    changes = [one for one in explain(base, Situation(values)).changes.found if names_of(one) == {"n", "m"}]
    assert len(changes) < 4
    for n, m in itertools.product(range(13), repeat=2):
        alone = [outcome(base, {**values, name: number}) for name, number in (("n", n), ("m", m))]
        known = {**values, "n": n, "m": m}
        does = outcome(base, known)[0] == "bee" and all(first == "ant" for first, _ in alone)
        told_so = any(reached(base, change, known) for change in changes)
        assert told_so == does or (told_so and outcome(base, known)[0] == "bee"), (n, m)


def test_numbers_that_follow_from_others_are_no_cases_of_two(load_pack) -> None:
    """What is derived from a choice stays as it is while two numbers change: the rectangles are not looked at for each of its values."""
    choices, numbers = range(3), ["n", "m", "k0", "k1", "k2"]
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: number, ask: {name}?, at_least: 0, at_most: 1000}}\n" for name in numbers
        )
        + "".join(
            f"- {{attribute: b{one}, type: choice, ask: b?, values: {{p: {{}}, q: {{}}, r: {{}}}}}}\n"
            for one in choices
        ),
        quantities="- {quantity: total, sum: [n, m, k0, k1, k2], unit: u}\n- {quantity: area, product: [n, m, k0], unit: u}\n",
        rules=START
        + "".join(
            f"- {{rule: d{one}{value}, when: {{b{one}: {value}}}, derive: {{k{one}: {number}}}, {TAIL}"
            for one in choices
            for value, number in (("p", 3), ("q", 5), ("r", 8))
        )
        + "- {rule: here, when: {total: {at_least: 700, at_most: 701}, area: {at_least: 30000, at_most: 30100}}, "
        f"favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    area, total = ("area", {"at_least": 30000, "at_most": 30100}), ("total", {"at_least": 700, "at_most": 701})
    assert ([(*area, ("n", "m")), (*total, ("n", "m"))], "bee") in told(base, b0="p", b1="p", b2="p")


def test_bounds_on_both_sides_of_0_are_followed_across_it(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: number, ask: {name}?, at_least: {-most}, at_most: {most}}}\n"
            for name, most in (("n", 1000), ("m", 1000), ("k", 3))
        ),
        quantities="- {quantity: area, product: [n, m, k], unit: u}\n- {quantity: flat, product: [n, m], unit: u}\n"
        "- {quantity: total, sum: [n, m], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{area: {{at_least: -3}}, flat: {{at_least: 2}}, "
        f"total: {{at_least: 500.1, at_most: 500.101}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert [first for _, first in told(base, k=Band(-1, False, 2, False))] == ["bee"]


def test_bounds_without_an_end_are_not_taken_for_no_value(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: integer, ask: {name}?, at_least: 0{bound}}}\n"
            for name, bound in (("n", ", at_most: 9"), ("m", ", at_most: 9"), ("t", ""), ("s", ""))
        ),
        quantities="- {quantity: up, product: [n, t], unit: u}\n- {quantity: down, product: [m, s], unit: u}\n"
        "- {quantity: gap, difference: [up, down], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{n: {{at_least: 0}}, m: {{at_least: 0}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}"
        f"- {{rule: never, when: {{gap: {{at_least: 5}}}}, rule_out: [bee], {TAIL}"
        f"- {{rule: neither, when: {{gap: {{at_most: 4}}}}, rule_out: [bee], {TAIL}",
    )
    values = {"t": Band(1, False), "s": Band(1, False)}
    changes = [one for one in explain(base, Situation(values)).changes.found if names_of(one) == {"n", "m"}]
    for n, m in itertools.product(range(10), repeat=2):
        known = {**values, "n": n, "m": m}
        assert (outcome(base, known)[0] == "bee") == any(reached(base, change, known) for change in changes), (n, m)


def test_no_rule_goes_by_a_number_that_there_may_be_none_of(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="- {attribute: k, type: number, ask: k?, at_least: -9, at_most: 9}\n",
        quantities="- {quantity: depth, root: [k], unit: u}\n",
        rules=f"{START}- {{rule: deep, when: {{depth: {{at_least: 0}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    firsts = [outcome(base, {"k": Band(low, False, 9, False)})[0] for low in (-4, 0)]
    assert firsts == ["ant", "bee"]


def test_in_which_direction_a_quantity_changes_is_told_by_how_it_is_computed(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=attributes("number", at_least=0) + "- {attribute: t, type: number, ask: T?}\n",
        quantities=quantities([*COMPUTED])
        + "- {quantity: warm, product: [t, n], unit: u}\n- {quantity: per, quotient: [n, t], unit: u}\n"
        "- {quantity: root, root: [area], unit: u}\n- {quantity: per_gap, quotient: [m, gap], unit: u}\n"
        "- {quantity: back, difference: [total, t], unit: u}\n- {quantity: either, first_known: [t, area], unit: u}\n"
        "- {quantity: twice, product: [warm, 2], unit: u}\n- {quantity: shifted, product: [gap, t], unit: u}\n"
        "- {quantity: depth, root: [gap], unit: u}\n- {quantity: instead, first_known: [depth, n], unit: u}\n"
        "- {quantity: least_of, first_known: [area, n], unit: u}\n- {quantity: tens, product: [n, 0.1], round: down, unit: u}\n"
        "- {quantity: per_ten, quotient: [m, tens], unit: u}\n",
        rules=START,
    )
    found = {name: "".join(direction(base, name, one).name[0] for one in ("n", "m", "t")) for name in base.quantities}
    assert found == {
        "total": "UUN",
        "area": "UUN",
        "shape": "UDN",
        "gap": "UDN",
        "heavy": "UUN",
        "mix": "UUN",
        "part": "MDN",
        "few": "UUN",
        "up": "UUN",
        "bent": "MEN",
        "twice": "ONO",
        "shifted": "EEO",
        "depth": "MMN",
        "instead": "MMN",
        "least_of": "UUN",
        "tens": "UNN",
        "per_ten": "MUN",
        "warm": "ONO",
        "per": "ONO",
        "root": "UUN",
        "per_gap": "MMN",
        "back": "UUD",
        "either": "UUU",
    }
    assert direction(base, "bent", "n") is Direction.MIXED


def arch(value):
    """Return 8 x - x², of a number or of all between two."""
    if isinstance(value, Band):
        ends = [8 * value.low - value.high**2, 8 * value.high - value.low**2]
        return Band(ends[0], False, ends[1], False)
    return 8 * value - value**2


@pytest.mark.parametrize(
    ("limit", "whole", "expected"),
    [
        (7, False, [1, 7]),
        (7, True, [1, 2, 7, 8]),
        (10, True, [2, 7]),
        (16, False, [4]),
        (17, False, []),
    ],
)
def test_every_crossing_of_what_rises_and_falls_is_found(limit: float, whole: bool, expected: list[float]) -> None:
    assert sorted(set(roots(arch, [], limit, 0, 100, whole, Effort()))) == pytest.approx(expected)


def test_what_is_known_within_bounds_is_followed_at_both_ends() -> None:
    tried = []

    def times(low: float, high: float):
        """Return the arch times what lies between two numbers."""

        def value(one):
            tried.append(one)
            found = arch(one)
            least, most = (found.low, found.high) if isinstance(found, Band) else (found, found)
            corners = [end * factor for end in (least, most) for factor in (low, high)]
            return Band(min(corners), False, max(corners), False)

        return value

    inside = [times(1, 1), times(1000, 1000)]
    found = sorted(set(roots(times(1, 1000), inside, 7, 0, 100, False, Effort())))
    # at least 7 from 1 to 7, and at most 7 beside where the arch ends
    assert found == pytest.approx([4 - math.sqrt(16 - 0.007), 1, 7, 4 + math.sqrt(16 - 0.007)])
    assert len(tried) < 3500  # 4,900 where it is not known what is between both ends


@pytest.mark.parametrize(
    ("low", "high", "whole", "expected"),
    [
        (1, 100, False, 10),
        (1, 3, False, 2),
        (-4, 9, True, 0),
        (-100, -1, False, -10),
        (0, 100, True, 10),
        (5, 6, True, 5),
        (-6, -5, True, -6),
    ],
)
def test_halfway_is_by_size(low: float, high: float, whole: bool, expected: float) -> None:
    assert halfway(low, high, whole) == pytest.approx(expected)


def test_a_quantity_may_cease_where_its_divisor_does(load_pack) -> None:
    """Ten by what is left of five: 5 and 10 beside 3 and 4, and nothing from 5 on."""
    base = load_pack(
        **THINGS,
        attributes="- {attribute: n, type: integer, ask: n?, at_least: 0, at_most: 100}\n",
        quantities="- {quantity: rest, difference: [5, n], unit: u}\n- {quantity: left, greatest: [0, rest], unit: u}\n"
        "- {quantity: each, quotient: [10, left], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{each: {{at_least: 5}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert told(base) == [([("n", {"at_least": 3, "at_most": 4}, ())], "bee")]


@pytest.mark.parametrize(
    ("computed", "missing"),
    [
        ("- {quantity: less, difference: [n, m], unit: u}\n- {quantity: depth, root: [less], unit: u}\n", {"below": 0}),
        (
            "- {quantity: less, difference: [n, m], unit: u}\n- {quantity: depth, quotient: [9, less], unit: u}\n",
            {"at_least": 0, "at_most": 0},
        ),
    ],
)
def test_where_there_is_no_number_is_told_by_what_it_is_computed_from(
    computed: str, missing: dict[str, int], load_pack
) -> None:
    """Also where it is computed from something between."""
    base = load_pack(
        **THINGS,
        attributes=attributes("number", at_least=-50, at_most=50),
        quantities=f"{computed}- {{quantity: more, sum: [depth, 1], unit: u}}\n",
        rules=f"{START}- {{rule: here, when: {{n: {{at_least: -50}}, m: {{at_least: -50}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}"
        f"- {{rule: large, when: {{more: {{at_least: 0}}}}, rule_out: [bee], {TAIL}"
        f"- {{rule: small, when: {{more: {{below: 0}}}}, rule_out: [bee], {TAIL}",
    )
    assert told(base) == [([("less", missing, ("n", "m"))], "bee")]


@pytest.mark.parametrize(
    ("test", "wanted"),
    [
        ("below: 0", {"above": 0, "below": 1}),
        ("at_most: 0", {"at_most": 1}),
        ("at_least: 0, at_most: 0", [{"at_least": 0, "at_most": 0}, {"at_least": 1, "at_most": 1}]),
    ],
)
@pytest.mark.parametrize(
    "computed",
    [
        "- {quantity: d, difference: [n, 1], unit: u}\n- {quantity: s, product: [n, d], unit: u}\n",
        "- {quantity: d, root: [n], unit: u}\n- {quantity: s, difference: [n, d], unit: u}\n",
    ],
)
def test_0_is_apart_where_a_quantity_turns_there(computed: str, test: str, wanted: object, load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="- {attribute: n, type: number, ask: n?, at_least: 0, at_most: 14}\n",
        quantities=computed,
        rules=f"{START}- {{rule: here, when: {{s: {{{test}}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    (change,) = explain(base, Situation({})).changes.found
    assert change.edits[0].wanted == wanted
    assert change.answers["n"] == 0 or change.answers["n"] > 1e-9


def test_a_number_that_stays_at_a_threshold_is_cut_where_it_comes_to_it(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="- {attribute: n, type: number, ask: n?, at_least: 0, at_most: 1000}\n",
        quantities="- {quantity: most, greatest: [n, 100], unit: u}\n- {quantity: share, quotient: [n, most], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{share: {{at_least: 1}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert told(base) == [([("n", {"at_least": 100}, ())], "bee")]


def test_beside_an_excluded_bound_a_quantity_may_jump(load_pack) -> None:
    """Nothing is divided by 0: there another number would come in, but 0 is not within the bounds."""
    base = load_pack(
        **THINGS,
        attributes="- {attribute: n, type: number, ask: n?, at_least: 0, at_most: 100}\n"
        "- {attribute: k, type: number, ask: k?, at_least: -5, at_most: 5}\n"
        "- {attribute: j, type: number, ask: j?, at_least: -1000, at_most: 1000}\n",
        quantities="- {quantity: rest, difference: [100, n], unit: u}\n- {quantity: spread, product: [n, rest], unit: u}\n"
        "- {quantity: each, quotient: [spread, k], unit: u}\n- {quantity: shown, first_known: [each, j], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{shown: {{at_least: 300}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    found = told(base, k=Band(0, True, 5, False), j=Band(-1000, False, 1000, False))
    assert ([("n", {"at_least": pytest.approx(18.3772234), "at_most": pytest.approx(81.6227766)}, ())], "bee") in found


@pytest.mark.parametrize("seed", range(6))
def test_ranges_of_two_numbers_hold_no_pocket_in_which_nothing_changes(seed: int, load_pack) -> None:
    """What is known within bounds over a limit is told by ranges, and somewhere among them a rule bars what they bring."""
    chance = random.Random(f"pocket {seed}")
    at = {name: chance.uniform(2, 4) for name in "nm"}
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: number, ask: {name}?, at_least: 0, at_most: {most}}}\n"
            for name, most in (("n", 12), ("m", 12), ("k", 40))
        ),
        quantities="- {quantity: total, sum: [n, m, k], unit: u}\n"
        + "".join(
            f"- {{quantity: off_{name}, difference: [{name}, {number:.3f}], unit: u}}\n"
            f"- {{quantity: far_{name}, product: [off_{name}, off_{name}], unit: u}}\n"
            for name, number in at.items()
        )
        + "- {quantity: far, sum: [far_n, far_m], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{n: {{at_least: 1}}, m: {{at_least: 1}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}"
        f"- {{rule: small, when: {{total: {{below: 30}}}}, rule_out: [bee], {TAIL}"
        f"- {{rule: large, when: {{total: {{at_least: 30}}}}, rule_out: [bee], {TAIL}"
        f"- {{rule: pocket, when: {{far: {{below: 0.01}}}}, rule_out: [bee], {TAIL}",
    )
    values = {"k": Band(20, False, 29, False)}
    changes = [one for one in explain(base, Situation(values)).changes.found if names_of(one) == {"n", "m"}]
    assert changes
    for _ in range(200):
        near = chance.random() < 0.5
        known = {
            **values,
            **{name: at[name] + chance.uniform(-0.09, 0.09) if near else chance.uniform(1, 8) for name in at},
        }
        if any(reached(base, change, known) for change in changes):
            assert outcome(base, known)[0] == "bee", known


def test_negative_whole_numbers_are_looked_through(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=attributes("integer", at_least=-1000, at_most=-2),
        quantities=quantities(["area"]),
        rules=f"{START}- {{rule: here, when: {{area: {{at_least: 10403, at_most: 10403}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert told(base) == [([("area", {"at_least": 10403, "at_most": 10403}, ("n", "m"))], "bee")]


@pytest.mark.parametrize("most", [100, 10**9])
def test_where_a_quantity_exists_in_a_small_part_of_a_domain_it_is_cut_exactly(most: int, load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=f"- {{attribute: n, type: number, ask: n?, at_least: 0, at_most: {most}}}\n",
        quantities="- {quantity: rest, difference: [100, n], unit: u}\n- {quantity: spread, product: [n, rest], unit: u}\n"
        "- {quantity: width, root: [spread], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{width: {{at_least: 40}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert told(base) == [([("n", {"at_least": pytest.approx(20), "at_most": pytest.approx(80)}, ())], "bee")]


def test_a_quantity_of_shares_hangs_on_both_numbers_within_their_bounds(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="- {attribute: p, type: number, ask: p?, at_least: 0, at_most: 1}\n"
        "- {attribute: m, type: integer, ask: m?, at_least: 1, at_most: 1000}\n",
        quantities="- {quantity: rest, difference: [0.2, p], unit: u}\n- {quantity: spare, greatest: [0, rest], unit: u}\n"
        "- {quantity: free, product: [spare, m], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{free: {{at_least: 5}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert told(base, p=0.5, m=10) == [([("free", {"at_least": 5}, ("p", "m"))], "bee")]


def test_a_factor_within_bounds_on_both_sides_of_0_makes_a_quantity_rise_and_fall(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="- {attribute: n, type: number, ask: n?, at_least: 0, at_most: 100}\n"
        "- {attribute: k, type: number, ask: k?, at_least: -5, at_most: 5}\n",
        quantities="- {quantity: gap, difference: [n, 5], unit: u}\n- {quantity: tilt, product: [gap, k], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{tilt: {{at_least: -3}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    found = told(base, n=50, k=Band(-1, False, 2, False))
    assert ([("n", {"at_least": pytest.approx(3.5), "at_most": pytest.approx(8)}, ())], "bee") in found


def test_an_example_of_whole_numbers_is_of_whole_numbers(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=attributes("integer", at_least=0),
        quantities=quantities(["area"]),
        rules=f"{START}- {{rule: here, when: {{area: {{at_least: 1000}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    (change,) = explain(base, Situation({})).changes.found
    assert {type(number) for number in change.answers.values()} == {int}


@pytest.mark.parametrize(
    ("kind", "bounds"),
    [("integer", {"at_least": 1, "at_most": 100}), ("number", {}), ("integer", {"at_least": 1, "at_most": 10**200})],
)
def test_numbers_may_be_larger_than_anything_that_is_counted(kind: str, bounds: dict[str, float], load_pack) -> None:
    squared = "".join(
        f"- {{quantity: q{number}, product: [{before}, {before}], unit: u}}\n"
        for number, before in enumerate(["area", "q0", "q1", "q2", "q3"])
    )
    base = load_pack(
        **THINGS,
        attributes=attributes(kind, **bounds),
        quantities=quantities(["area", "total"]) + squared,
        rules=f"{START}- {{rule: here, when: {{q4: {{at_least: 1000}}, total: {{at_most: 60}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert {change.first for change in explain(base, Situation({})).changes.found} == {"bee"}


def test_where_nothing_tells_a_number_apart_few_ranges_are_looked_at() -> None:
    tried = []

    def value(one):
        tried.append(one)
        return PartialBand()

    assert list(roots(value, [], 7, 0, 100, False, Effort())) == []
    assert sum(isinstance(one, Band) for one in tried) < 300  # 1,000 otherwise


def test_searches_that_have_cost_enough_look_only_at_few_ranges() -> None:
    """A quantity within bounds that may be on both sides of a limit everywhere, but is not at any one number."""

    def value(one):
        tried.append(one)
        return Band(6, False, 8, False) if isinstance(one, Band) and one.low < one.high else 6 + (one == 100)

    effort = Effort(1100)
    for most in (1000, 1000, 60):
        tried: list[object] = []
        list(roots(value, [], 6.5, 0, 100, False, effort))
        assert most <= len({(one.low, one.high) for one in tried if isinstance(one, Band)}) <= most + 1
