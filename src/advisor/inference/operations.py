"""What a quantity makes of its operands: numbers, or bounds within which they are known (interval arithmetic)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import product
from typing import Any

from msgspec import Struct

from ..knowledge.model import Quantity
from ..situation import Band

__all__ = ["DIGITS", "PartialBand", "combine", "first_known"]

DIGITS = 12  # of a number, that come out right whatever is computed
_SMALLEST = 1e-280  # of what is added up: digits of smaller numbers are not counted
_LARGEST = 1e300  # beyond it nobody counts anything, and whole numbers grow without end


class PartialBand(Band, frozen=True):
    """Bounds of a number that there may be none of, as of the root of what may be below 0."""


_BANDS = frozenset((Band, PartialBand))


class _End(Struct, frozen=True):
    """A bound, infinite where there is none, and whether it is excluded."""

    number: float
    excluded: bool


_Ends = tuple[_End, _End]  # of an operand, or of what comes of several: the lower and the upper one


def combine(quantity: Quantity, values: Sequence[Any]) -> Any:
    """Return what a quantity makes of its operands, numbers or Bands; None where there is no such number (0 as a divisor, say).

    Of Bands it returns bounds of all the numbers that there may be, and a number where only one is left, such as the least of
    5,000 and something above that.
    """
    if not _BANDS.isdisjoint(map(type, values)):
        return _combine_bands(quantity, values)
    try:
        value = _OPERATIONS[quantity.operation](values)
    except (ZeroDivisionError, OverflowError, ValueError, TypeError):
        return None
    if not -_LARGEST < value < _LARGEST:  # also what is no number at all
        return None
    return _rounded(value, quantity)


def first_known(values: Iterable[Any]) -> Any:
    """Return the first value that there is (None: none is known); what may be one or another is known within bounds of both."""
    found = None
    for value in values:
        if value is None:
            continue
        found = value if found is None else _either(found, value)
        if not isinstance(value, PartialBand):
            break
    return found


def _either(one: Any, other: Any) -> Any:
    """Return bounds of what may be the one, or else the other (text: what is said when there is no number)."""
    if isinstance(other, str):
        return one
    (low, high), (other_low, other_high) = _ends(one), _ends(other)
    kind = PartialBand if isinstance(other, PartialBand) else Band
    return _band(kind, _least([low, other_low]), _greatest([high, other_high]))


def _sum(values: Sequence[float]) -> float:
    """Add numbers up to as many digits as the largest of them has right: of 1,000,005.3 - 1,000,000 nothing is left but 5.3."""
    total = sum(values)
    if not isinstance(total, float) or not math.isfinite(total):
        return total
    largest = max(map(abs, values))
    return round(total, DIGITS - 1 - math.floor(math.log10(largest))) if largest > _SMALLEST else total


_CHOOSING = ("least", "greatest")
_OPERATIONS: dict[str, Callable[[Sequence[Any]], Any]] = {
    "product": math.prod,
    "quotient": lambda values: values[0] / values[1],
    "sum": _sum,
    "difference": lambda values: _sum([values[0], -values[1]]),
    "least": min,
    "greatest": max,
    "root": lambda values: math.sqrt(values[0]),
}


def _rounded(value: float, quantity: Quantity) -> float:
    """Return what a quantity is: rounded as it says, and otherwise to as many digits as sums of decimal numbers have right; what is
    one of several numbers is that number."""
    how = quantity.rounding
    if how == "up":
        return math.ceil(value - 1e-9)
    if how == "down":
        return math.floor(value + 1e-9)
    if how == "power-of-two":
        return 1 << max(0, round(math.log2(value))) if value > 0 else 1
    if not isinstance(value, float):
        return value
    if quantity.operation not in _CHOOSING:
        value = float(f"{value:.{DIGITS}g}")  # also where it is whole: a larger number stays the larger one
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


# --- bounds ---


def _combine_bands(quantity: Quantity, values: Sequence[Any]) -> Any:
    operands = [_ends(value) for value in values]
    operation = quantity.operation
    if (operation == "quotient" and _is_0(operands[1])) or (operation == "root" and _is_below_0(operands[0])):
        return None
    ends = _OF_ENDS[operation](operands)
    low, high = (_rounded_end(_within_reach(end), quantity) for end in ends)
    partial = _may_cease(operation, operands, (low, high)) or any(isinstance(value, PartialBand) for value in values)
    if (
        low.number == high.number and math.isfinite(low.number) and not partial
    ):  # with both excluded, too: 0 times whatever lies between them is 0
        return low.number
    return _band(PartialBand if partial else Band, low, high)


def _may_cease(operation: str, operands: Sequence[_Ends], found: _Ends) -> bool:
    """Return whether there may be no number: nothing is divided by 0, has a root below it or counts beyond the largest."""
    if operation == "root":
        return operands[0][0].number < 0
    if operation == "quotient" and any(end.number == 0 for end in operands[1]):
        return _holds_0(operands[1])
    if operation == "quotient" and _holds_0(operands[1]):
        return True
    return _reaches_far([found]) and not _reaches_far(operands)


def _reaches_far(all_ends: Iterable[_Ends]) -> bool:
    return any(math.isinf(end.number) for ends in all_ends for end in ends)


def _ends(value: Any) -> _Ends:
    if not isinstance(value, Band):
        return _within_reach(_End(value, False)), _within_reach(_End(value, False))
    low = _End(-math.inf, True) if value.low is None else _End(value.low, value.low_open)
    high = _End(math.inf, True) if value.high is None else _End(value.high, value.high_open)
    return _within_reach(low), _within_reach(high)


def _within_reach(end: _End) -> _End:
    """Return an end, infinite where it is beyond the largest number that is counted."""
    return end if -_LARGEST < end.number < _LARGEST else _End(math.inf if end.number > 0 else -math.inf, True)


def _band(kind: type[Band], low: _End, high: _End) -> Band | None:
    """Return the bounds of a number; None where it is beyond all that are counted."""
    if low.number == math.inf or high.number == -math.inf:
        return None
    bounded, capped = low.number > -math.inf, high.number < math.inf
    return kind(
        low.number if bounded else None,
        bounded and low.excluded,
        high.number if capped else None,
        capped and high.excluded,
    )


def _rounded_end(end: _End, quantity: Quantity) -> _End:
    if quantity.rounding == "power-of-two" and end.number < 0:
        return _End(1, False)
    if math.isinf(end.number):
        return end
    # what lies just inside an excluded bound may be rounded onto it
    return _within_reach(_End(_rounded(end.number, quantity), end.excluded and not quantity.rounding))


def _is_0(operand: _Ends) -> bool:
    return operand[0].number == operand[1].number == 0


def _is_below_0(operand: _Ends) -> bool:
    high = operand[1]
    return high.number < 0 or (high.number == 0 and high.excluded)


def _holds_0(operand: _Ends) -> bool:
    low, high = operand
    return low.number <= 0 <= high.number and not any(end.number == 0 and end.excluded for end in operand)


def _difference(operands: Sequence[_Ends]) -> _Ends:
    (low, high), (least, most) = operands
    return _added([low, _End(-most.number, most.excluded)]), _added([high, _End(-least.number, least.excluded)])


def _added(ends: Sequence[_End]) -> _End:
    return _End(_computed(_sum, *(end.number for end in ends)), any(end.excluded for end in ends))


def _times(one: _Ends, other: _Ends) -> _Ends:
    """Multiply: the ends are among the products of ends."""
    corners = [_product_of(first, second) for first, second in product(one, other)]
    return _least(corners), _greatest(corners)


def _product_of(one: _End, other: _End) -> _End:
    """Return the product of two ends: 0 times whatever there is, without a bound too, is 0."""
    zeros = [end for end in (one, other) if end.number == 0]
    if zeros:
        return _End(0, all(end.excluded for end in zeros))
    return _End(_computed(math.prod, one.number, other.number), one.excluded or other.excluded)


def _quotient(operands: Sequence[_Ends]) -> _Ends:
    """Divide; a divisor on both sides of 0 leaves no bound but that 0 itself stays 0."""
    divided, (least, most) = operands
    if _is_0(divided):
        return divided
    if least.number < 0 < most.number:
        return _End(-math.inf, True), _End(math.inf, True)
    corners = [_divided(end, by, least.number >= 0) for end, by in product(divided, (least, most))]
    return _least(corners), _greatest(corners)


def _divided(end: _End, by: _End, above: bool) -> _End:
    """Divide two ends; `above`: whether the divisor is above 0 otherwise."""
    if end.number == 0:
        return end
    if by.number == 0:
        return _End(math.inf if (end.number > 0) == above else -math.inf, True)
    if math.isinf(by.number):
        return _End(0, True)  # where both are without bounds, 0 is between the other corners
    return _End(_computed(_OPERATIONS["quotient"], end.number, by.number), end.excluded or by.excluded)


def _computed(compute: Callable[[Sequence[Any]], float], *numbers: float) -> float:
    """Compute a number of ends, also of whole ones beyond all floats."""
    try:
        return compute(numbers)
    except OverflowError:
        return compute([max(-_LARGEST, min(_LARGEST, number)) for number in numbers])


def _root(operands: Sequence[_Ends]) -> _Ends:
    low, high = operands[0]
    least = _End(0, False) if low.number < 0 else _End(_computed(_OPERATIONS["root"], low.number), low.excluded)
    return least, _End(_computed(_OPERATIONS["root"], high.number), high.excluded)


def _smallest(operands: Sequence[_Ends]) -> _Ends:
    low, high = zip(*operands, strict=True)
    return _least(low), _outermost(min, high, any)


def _largest(operands: Sequence[_Ends]) -> _Ends:
    low, high = zip(*operands, strict=True)
    return _outermost(max, low, any), _greatest(high)


def _least(ends: Sequence[_End]) -> _End:
    return _outermost(min, ends, all)


def _greatest(ends: Sequence[_End]) -> _End:
    return _outermost(max, ends, all)


def _outermost(
    choose: Callable[[Iterable[float]], float], ends: Sequence[_End], exclude: Callable[[Iterable[bool]], bool]
) -> _End:
    """Return the lowest or the highest end; of several at one number, `all` of them or `any` may have to be excluded."""
    number = choose([end.number for end in ends])
    return _End(number, exclude([end.excluded for end in ends if end.number == number]))


_OF_ENDS: dict[str, Callable[[Sequence[_Ends]], _Ends]] = {
    "product": lambda operands: reduce(_times, operands),
    "quotient": _quotient,
    "sum": lambda operands: (_added([low for low, _ in operands]), _added([high for _, high in operands])),
    "difference": _difference,
    "least": _smallest,
    "greatest": _largest,
    "root": _root,
}
