"""Where limits of two quantities meet, as two numbers change: exactly, for quantities that are powers of both, or the least or the
greatest of such."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Any

from msgspec import Struct

__all__ = ["Line", "Numbers", "Power", "lines", "meetings", "power"]

Numbers = tuple[float, float]

_START = (8.0, 128.0)
_FURTHER = ((16.0, 128.0), (8.0, 256.0))
# numbers of all sizes, of which no product or quotient is whole: what is rounded is told apart
_PROBES = ((1.37, 1.71), (3.3, 5123.7), (41.9, 7.77), (1.1e6, 0.253), (0.573, 1.31e5))
_EXACT = 1e-9
_PLACES = 9  # to which exponents are told apart
_FARTHEST = 500.0  # beyond that no logarithm is that of a number


class Power(Struct, frozen=True):
    """A quantity of two numbers above 0: a factor times each of them to some exponent, as products, quotients and roots are."""

    factor: float
    exponents: Numbers

    def at(self, numbers: Numbers) -> float:
        """Return the quantity for two numbers."""
        (one, other), (first, second) = numbers, self.exponents
        return self.factor * float(one**first * other**second)

    def beside(self, number: float, place: int, limit: float) -> float | None:
        """Return what the number in this place (0 or 1) has to be beside the other one, so that the quantity reaches a limit."""
        exponent, other = self.exponents[place], self.exponents[1 - place]
        if not exponent or limit <= 0 or (other and number <= 0):
            return None
        known = other * math.log(number) if other else 0.0  # it may go by one of the numbers only
        logarithm = (math.log(limit / self.factor) - known) / exponent
        return math.exp(logarithm) if abs(logarithm) < _FARTHEST else None


Line = tuple[Power, float]  # a quantity, and a limit of it


def power(value: Callable[[Numbers], Any]) -> Power | None:
    """Return a quantity as a power of two numbers, or None where it is none: a sum, say, or a number that is rounded."""
    try:
        return _power(value)
    except OverflowError:  # of too high a power
        return None


def _power(value: Callable[[Numbers], Any]) -> Power | None:
    start, *further = map(value, (_START, *_FURTHER))
    if not all(isinstance(found, (int, float)) and found > 0 for found in (start, *further)):
        return None
    one, other = (round(math.log2(found / start), _PLACES) for found in further)
    found = Power(start / Power(1.0, (one, other)).at(_START), (one, other))
    for probe in _PROBES:
        there = value(probe)
        if not isinstance(there, (int, float)) or not math.isclose(there, found.at(probe), rel_tol=_EXACT):
            return None
    return found


def lines(branches: Sequence[Power], limits: Iterable[float]) -> Iterable[Line]:
    """Yield where a quantity that is one of several powers at a time reaches its limits, and where it turns from one to another."""
    yield from ((power, limit) for limit in limits if limit > 0 for power in branches)
    for one, other in combinations(branches, 2):
        (a, b), (c, d) = one.exponents, other.exponents
        yield Power(one.factor / other.factor, (a - c, b - d)), 1.0


def meetings(lines: Sequence[Line]) -> Sequence[Numbers]:
    """Return the pairs of numbers above 0 at which two quantities, that do not grow alike, both reach a limit."""
    found = []
    for (one, limit), (other, other_limit) in combinations(lines, 2):
        (a, b), (c, d) = one.exponents, other.exponents
        crossing = a * d - b * c
        if crossing:  # in logarithms both are straight lines
            first, second = math.log(limit / one.factor), math.log(other_limit / other.factor)
            x, y = (first * d - second * b) / crossing, (second * a - first * c) / crossing
            if abs(x) < _FARTHEST and abs(y) < _FARTHEST:
                found.append((math.exp(x), math.exp(y)))
    return found
