"""Bounds of quantities hold every number that there may be, say where there may be none, and are no wider than they have to be."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import product

import pytest

from advisor.inference.arithmetic import evaluate
from advisor.inference.formula import formula
from advisor.inference.operations import PartialBand, combine, first_known
from advisor.knowledge.model import Quantity
from advisor.situation import Band

from .test_changed_numbers import START, TAIL, THINGS
from .test_changes import outcome

ENDS = (None, -3, -1, 0, 1, 4)
BANDS = [
    Band(low, low_open, high, high_open)
    for low, high in product(ENDS, ENDS)
    for low_open, high_open in product((False, True), repeat=2)
    if (low is None or high is None or low < high)
    and not (low is None and low_open)
    and not (high is None and high_open)
]
HAIR = 1e-3
FAR = 1e4  # what stands for numbers without bound


def numbers(value: Band | float) -> list[float]:
    """Return some of the numbers that a value stands for, those at its ends among them."""
    if not isinstance(value, Band):
        return [value]
    low, high = -FAR if value.low is None else value.low, FAR if value.high is None else value.high
    found = {low + HAIR, high - HAIR, 0, HAIR, -HAIR, (low + high) / 2, low, high}
    return [number for number in found if value.contains(number)]


def outcomes(quantity: Quantity, values: Iterable[Band | float]) -> list[float | None]:
    return [combine(quantity, list(chosen)) for chosen in product(*map(numbers, values))]


def quantity(operation: str, rounding: str = "") -> Quantity:
    return Quantity("q", operation, (), rounding=rounding)


CASES = [
    *(("root", rounding, (band,)) for band in BANDS for rounding in ("", "up", "down", "power-of-two")),
    *(
        (operation, rounding, pair)
        for operation in ("product", "quotient", "sum", "difference", "least", "greatest")
        for rounding in ("", "up", "down", "power-of-two")
        for pair in [*product(BANDS[::2], BANDS[1::3]), *product(BANDS, (0, -2, 3)), *product((0, -2, 3), BANDS)]
    ),
]


@pytest.mark.parametrize("operation", ["root", "product", "quotient", "sum", "difference", "least", "greatest"])
def test_bounds_hold_what_there_may_be(operation: str) -> None:
    for _, rounding, values in (case for case in CASES if case[0] == operation):
        one = quantity(operation, rounding)
        bounds = combine(one, list(values))
        found = outcomes(one, values)
        if None in found:
            assert bounds is None or isinstance(bounds, PartialBand), (rounding, values, bounds)
        for number in (number for number in found if number is not None):
            inside = bounds.contains(number) if isinstance(bounds, Band) else number == bounds
            assert inside, (rounding, values, bounds, number)


@pytest.mark.parametrize("operation", ["root", "product", "quotient", "sum", "difference", "least", "greatest"])
def test_bounds_are_as_narrow_as_they_can_be(operation: str) -> None:
    # what lies just inside an excluded bound may be rounded onto it: then bounds are wider
    for values in (values for name, rounding, values in CASES if name == operation and not rounding):
        one = quantity(operation)
        bounds = combine(one, list(values))
        known = [number for number in outcomes(one, values) if number is not None]
        if not isinstance(bounds, Band):
            assert set(known) <= {bounds}, (values, bounds)
            continue
        assert reached(bounds.low, bounds.low_open, [-number for number in known], -1), (values, bounds)
        assert reached(bounds.high, bounds.high_open, known, 1), (values, bounds)


def reached(end: float | None, excluded: bool, found: list[float], side: int) -> bool:
    """Return whether some number comes as near to an end as it says: the highest of these, turned by the side."""
    most = max(found)
    if end is None:
        return most > 50  # the root of what stands for no bound
    if excluded:
        return side * end - 0.2 < most
    return math.isclose(most, side * end, abs_tol=1e-12)


def test_a_root_of_what_may_be_below_0_may_not_exist() -> None:
    assert combine(quantity("root"), [Band(-4, False, 9, False)]) == PartialBand(0, False, 3, False)
    assert combine(quantity("root"), [Band(1, False, 9, False)]) == Band(1, False, 3, False)
    assert combine(quantity("root"), [Band(-9, False, -4, False)]) is None
    assert combine(quantity("root"), [Band(-9, False, 0, True)]) is None


def test_what_may_not_exist_stays_so_in_what_is_computed_from_it() -> None:
    found = combine(quantity("sum"), [PartialBand(0, False, 3, False), 2])
    assert found == PartialBand(2, False, 5, False)


def test_0_divided_by_what_may_be_0_is_0_or_nothing() -> None:
    assert combine(quantity("quotient"), [0, Band(0, False, 5, False)]) == PartialBand(0, False, 0, False)
    assert combine(quantity("quotient"), [0, Band(0, True, 5, False)]) == 0


def test_0_times_whatever_there_is_is_0() -> None:
    assert combine(quantity("product"), [0, Band(-4, True)]) == 0


def test_the_first_that_is_known_is_one_of_two_where_there_may_be_none() -> None:
    assert first_known([None, 3, 4]) == 3
    assert first_known([PartialBand(1, False, 2, False), 5, 9]) == Band(1, False, 5, False)
    assert first_known([PartialBand(1, False, 2, False), None]) == PartialBand(1, False, 2, False)
    assert first_known([None]) is None


def test_what_is_beyond_all_that_is_counted_is_no_number() -> None:
    assert combine(quantity("product"), [Band(1e200, False, 2e200, False), Band(1e200)]) is None


def test_the_first_that_is_known_is_no_text_where_there_may_be_a_number() -> None:
    assert first_known([PartialBand(1, False, 2, False), "none"]) == PartialBand(1, False, 2, False)


def test_squares_of_squares_are_computed_once_each(load_pack) -> None:
    """Thirty of them would be computed a thousand million times otherwise."""
    base = load_pack(
        **THINGS,
        attributes="- {attribute: n, type: number, ask: n?}\n",
        quantities="- {quantity: q0, product: [n, n], unit: u}\n"
        + "".join(
            f"- {{quantity: q{number}, product: [q{number - 1}, q{number - 1}], unit: u}}\n" for number in range(1, 30)
        ),
        rules=f"{START}- {{rule: here, when: {{q29: {{at_least: 1}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    assert outcome(base, {"n": 1.0})[0] == "bee"
    assert evaluate(base, "q29", {"n": 1.0}).value == formula(base, "q29")({"n": 1.0}, None) == 1


@pytest.mark.parametrize("operation", ["product", "sum", "quotient", "difference"])
def test_numbers_beyond_all_floats_are_no_error(operation: str) -> None:
    huge = 10**400
    found = combine(quantity(operation), [Band(0.5, False, huge, False), Band(-huge, False, 1.5, False)])
    assert isinstance(found, Band)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([0.1, 0.2, -0.3], 0),
        ([1_000_005.3, -1_000_000], 5.3),
        ([0.37, 0.37, -0.74], 0),
        ([1e300, -1e300, 5], 0),
        ([10**15 + 1, -(10**15)], 1),
        ([1e-300, 1e-300], 2e-300),
    ],
)
def test_what_cancels_out_leaves_no_digits_that_nobody_wrote(values: list[float], found: float) -> None:
    assert combine(quantity("sum"), values) == found


def test_the_least_of_numbers_is_one_of_them() -> None:
    number = 1234.5678901234567
    assert combine(quantity("least"), [number, 2000]) == number
    assert combine(quantity("greatest"), [Band(number, False, 1300, False), 7]) == Band(number, False, 1300, False)
    assert combine(quantity("sum"), [number, 0.0]) == 1234.56789012


def test_what_may_be_beyond_all_that_is_counted_may_be_no_number() -> None:
    found = combine(quantity("product"), [Band(1e200, False, 2e200, False), Band(1, False, 1e150, False)])
    assert isinstance(found, PartialBand)
    assert (found.low, found.high) == (1e200, None)


def test_bounds_that_are_said_are_cut_to_what_an_attribute_can_be(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="- {attribute: k, type: number, ask: k?, at_least: 0, at_most: 9}\n",
        quantities="- {quantity: twice, product: [k, 2], unit: u}\n",
        rules=f"{START}- {{rule: here, when: {{twice: {{at_least: 0, at_most: 18}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}",
    )
    bands = [Band(None, False, 5, False), Band(5, True), Band(-4, False, 40, False)]
    assert [outcome(base, {"k": band})[0] for band in bands] == ["bee"] * 3
