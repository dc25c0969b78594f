"""Where a quantity crosses a threshold as one number changes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from ...inference.directions import Direction, direction, winds
from ...inference.formula import formula
from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Attribute
from ...situation import Band
from .domain import UNBOUNDED
from .roots import CLOSE, Effort, at_ends, ends_of, halfway, roots, side, sides

__all__ = ["crossings", "seams"]

_LOWEST = 1e-9  # stands for the first number above 0: nobody says a smaller one


def crossings(
    base: KnowledgeBase,
    attribute: Attribute,
    known: Mapping[str, Any],
    facts: Mapping[str, Any],
    limits: Iterable[tuple[str, float]],
    effort: Effort | None = None,
) -> dict[tuple[str, float], set[float]]:
    """Return, for each limit, the numbers at which its quantity, given what else is known, reaches or passes it.

    Args:
        base: the knowledge.
        attribute: the number that changes.
        known: everything else that is known.
        facts: the card's facts, for quantities that use them.
        limits: names of quantities, each with a threshold.
        effort: what this and other searches may still cost (None: as much as one whole search).

    """
    effort = effort or Effort()
    found: dict[tuple[str, float], set[float]] = {}
    lines: dict[str, Sequence[_Line | _Winding]] = {}
    edges: dict[str, set[float]] = {}
    for name, limit in limits:
        if name not in lines:
            compute = _function(base, name, attribute.name, known, facts)
            others = [other for other in base.quantities[name].attributes if other != attribute.name]
            banded = any(isinstance(known.get(other), Band) for other in others)
            if winds(base, name, attribute.name, banded):
                inside = [_function(base, name, attribute.name, one, facts) for one in at_ends(known, others)]
                lines[name] = tuple(_windings(attribute, compute, inside, effort))
            else:
                lines[name] = tuple(_lines(attribute, compute, banded))
            edges[name] = set(_seams(attribute, compute))
        found[name, limit] = edges[name].union(*(line.crossings(limit) for line in lines[name]))
    return found


def seams(
    base: KnowledgeBase,
    attribute: Attribute,
    known: Mapping[str, Any],
    facts: Mapping[str, Any],
    quantity: str,
    effort: Effort,
) -> Iterable[float]:
    """Yield the numbers at which a quantity begins or ceases to have a value, as one number changes."""
    compute = _function(base, quantity, attribute.name, known, facts)
    yield from _seams(attribute, compute)
    if direction(base, quantity, attribute.name) is Direction.MIXED:
        others = [other for other in base.quantities[quantity].attributes if other != attribute.name]
        inside = [_function(base, quantity, attribute.name, one, facts) for one in at_ends(known, others)]
        for winding in _windings(attribute, compute, inside, effort):
            yield from winding.crossings(math.inf)  # no value is above: it is on this side of it, or there is none


def _lines(attribute: Attribute, compute: Callable[[Any], Any], banded: bool) -> Iterable[_Line]:
    whole = attribute.type == "integer"
    for least, low, farthest in _segments(attribute):
        high = _last(compute, low, farthest, whole)
        for value in (_end(compute, 0), _end(compute, 1)) if banded else (compute,):
            first = least if value(least) is not None else low  # nothing is no divisor
            yield _Line(value, first, low, high, whole)


def _last(compute: Callable[[Any], Any], low: float, high: float, whole: bool) -> float:
    """Return the last number with which a quantity that grows does not go beyond all that is counted."""
    if compute(high) is not None or compute(low) is None:
        return high
    while (middle := halfway(low, high, whole)) not in (low, high):
        if compute(middle) is None:
            high = middle
        else:
            low = middle
    return low


def _windings(
    attribute: Attribute, compute: Callable[[Any], Any], inside: Sequence[Callable[[Any], Any]], effort: Effort
) -> Iterable[_Winding]:
    for least, low, high in _segments(attribute):
        yield _Winding(compute, inside, least, low, high, attribute.type == "integer", effort)


def _segments(attribute: Attribute) -> Iterable[tuple[float, float, float]]:
    """Yield where a quantity rises or falls all the way, as a product or a root does: below 0 and above it. Each as its first number
    (0 itself where that may be said), the lowest otherwise and the highest."""
    start = 1.0 if attribute.type == "integer" else _LOWEST
    lowest = -UNBOUNDED if attribute.low is None else attribute.low
    highest = UNBOUNDED if attribute.high is None else attribute.high
    if lowest < 0:
        low, high = lowest, min(highest, -start)
        if low < high:
            yield low, low, high
    if highest > 0:
        low = max(lowest, start)
        yield (0.0 if lowest < 0 or (lowest == 0 and not attribute.low_open) else low), low, highest


def _seams(attribute: Attribute, compute: Callable[[float], Any]) -> Iterable[float]:
    """Yield 0 where it may be different from both sides: numbers below it can be said as well, nothing is computed from it (also when
    another number is known), or it alone has a bound. And yield where a quantity goes beyond all that is counted."""
    whole = attribute.type == "integer"
    if attribute.allows(0):
        at_0, beside = compute(0.0), compute(1.0 if whole else _LOWEST)
        if attribute.low is None or attribute.low < 0 or at_0 is None or _bounded(at_0) != _bounded(beside):
            yield 0 if whole else 0.0
    for _, low, high in _segments(attribute):
        last = _last(compute, low, high, whole)
        if last != high:
            yield int(last) + 1 if whole else float(f"{last:.10g}")


def _bounded(value: Any) -> tuple[bool, bool]:
    """Return whether a value has a lower bound, and an upper one."""
    return (value.low is not None, value.high is not None) if isinstance(value, Band) else (True, True)


def _function(
    base: KnowledgeBase, quantity: str, name: str, known: Mapping[str, Any], facts: Mapping[str, Any]
) -> Callable[[Any], Any]:
    tried = dict(known)  # one copy for all numbers: only this attribute changes
    compute = formula(base, quantity)

    def value(number: Any) -> Any:
        tried[name] = number
        return compute(tried, facts)

    return value


def _end(compute: Callable[[float], Any], place: int) -> Callable[[float], float | None]:
    """Return what a quantity is at least (place 0), or at most (1), where others are known within bounds."""

    def end(number: float) -> float | None:
        value = compute(number)
        return ends_of(value)[place] if isinstance(value, Band) else value

    return end


class _Line:
    """A quantity that rises or falls with a number, from its `first` value by the lowest above 0 to the highest."""

    def __init__(
        self, value: Callable[[float], float | None], first: float, low: float, high: float, whole: bool
    ) -> None:
        self.value = value
        self.first = first
        self.low = low
        self.high = high
        self.whole = whole
        self.at_first, self.at_high = value(first), value(high)
        self.at_low = value(low) if low != first else self.at_first

    def crossings(self, limit: float) -> Iterable[float]:
        """Yield the first numbers at which the quantity has reached a limit, and at which it has passed it."""
        if self.at_first is None or self.at_high is None or side(self.at_first, limit) == side(self.at_high, limit):
            return
        at_low = self.at_first if self.at_low is None else self.at_low
        guess = _guess(self.low, self.high, at_low, self.at_high, limit)
        if side(self.at_first, limit) == side(at_low, limit) and self.low < guess < self.high:
            quick = self._near(guess, limit)
            if quick is not None:
                yield from quick
                return
        for beyond in (self._above(limit), self._below(limit)):
            if beyond(self.first) != beyond(self.low):
                yield self.first  # only nothing at all is on the other side
            elif beyond(self.low) != beyond(self.high):
                yield _boundary(beyond, self.low, self.high, self.whole, guess)

    def _near(self, guess: float, limit: float) -> tuple[float, ...] | None:
        """Return the crossings where the guess is right, as it mostly is, or None where it has to be looked for."""
        before = side(self.at_first or 0.0, limit)
        number = float(math.ceil(guess * (1 - CLOSE))) if self.whole else float(f"{guess:.10g}")
        step = 1.0 if self.whole else number * 1e-9
        sides = [self._side_at(one, limit) for one in (number - step, number, number + step)]
        if before == 0 or not self.low < number - step or not number + step < self.high:
            return None
        if sides == [before, 0, -before]:
            return (int(number), int(number) + 1) if self.whole else (number,)
        return (int(number),) if self.whole and sides[:2] == [before, -before] else None

    def _side_at(self, number: float, limit: float) -> int | None:
        value = self.value(number)
        return None if value is None else side(value, limit)

    def _above(self, limit: float) -> Callable[[float], bool]:
        return lambda number: (self.value(number) or 0.0) > limit

    def _below(self, limit: float) -> Callable[[float], bool]:
        return lambda number: (self.value(number) or 0.0) < limit


class _Winding:
    """A quantity that may rise and fall with a number, from its `first` value by the lowest above 0 to the highest."""

    def __init__(
        self,
        value: Callable[[Any], Any],
        inside: Sequence[Callable[[Any], Any]],
        first: float,
        low: float,
        high: float,
        whole: bool,
        effort: Effort,
    ) -> None:
        self.effort = effort
        self.value = cache(value)  # limits share the ranges that are halved
        self.inside = [cache(one) for one in inside]
        self.first = first
        self.low = low
        self.high = high
        self.whole = whole

    def crossings(self, limit: float) -> Iterable[float]:
        """Yield the first numbers at which the quantity has reached a limit, and at which it has passed it."""
        if sides(self.value(self.first), limit) != sides(self.value(self.low), limit):
            yield self.first  # only nothing at all is on the other side
        yield from roots(self.value, self.inside, limit, self.low, self.high, self.whole, self.effort)


def _guess(low: float, high: float, at_low: float, at_high: float, limit: float) -> float:
    """Return where a power of the number would reach the limit: mostly that is what a quantity is."""
    if min(low, high, at_low, at_high, limit) <= 0 or at_low == at_high or math.isinf(at_low + at_high):
        return (low + high) / 2
    share = math.log(limit / at_low) / math.log(at_high / at_low)
    return float(low * (high / low) ** min(1.0, max(0.0, share)))


def _boundary(beyond: Callable[[float], bool], low: float, high: float, whole: bool, guess: float) -> float:
    """Return the first number that is on the side of `high`."""
    there = beyond(high)
    step = 1.0 if whole else max(abs(guess), _LOWEST) * 1e-9
    for probe in (guess - step, guess, guess + step):
        number = float(round(probe)) if whole else probe
        if low < number < high:
            if beyond(number) == there:
                high = number
            else:
                low = number
    while high - low > (1 if whole else CLOSE * max(abs(high), _LOWEST)):
        middle = math.floor((low + high) / 2) if whole else (math.sqrt(low * high) if low > 0 else (low + high) / 2)
        if middle in (low, high):
            break
        if beyond(middle) == there:
            high = middle
        else:
            low = middle
    # rounded to the plain number that is meant: it becomes a range of its own, on whichever side it is
    return int(high) if whole else float(f"{high:.10g}")
