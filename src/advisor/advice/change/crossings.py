"""Where a quantity crosses a threshold as one number changes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ...inference.formula import formula
from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Attribute

__all__ = ["crossings"]

_HIGHEST = 1e15  # where an attribute states no bound
_LOWEST = 1e-9
_CLOSE = 1e-12  # relative width at which a number is found


def crossings(
    base: KnowledgeBase,
    attribute: Attribute,
    known: Mapping[str, Any],
    facts: Mapping[str, Any],
    limits: Iterable[tuple[str, float]],
) -> set[float]:
    """Return the numbers at which quantities, given what else is known, reach or pass their limits.

    Args:
        base: the knowledge.
        attribute: the number that changes.
        known: everything else that is known.
        facts: the card's facts, for quantities that use them.
        limits: names of quantities, each with a threshold.

    """
    start = 1.0 if attribute.type == "integer" else _LOWEST
    low = attribute.low or start
    least = 0.0 if attribute.low == 0 and not attribute.low_open else low
    high = _HIGHEST if attribute.high is None else attribute.high
    found: set[float] = set()
    ends: dict[str, tuple[float, float | None, float | None]] = {}
    for name, limit in limits:
        value = _function(base, name, attribute.name, known, facts)
        if name not in ends:
            first = least if value(least) is not None else low  # nothing is no divisor
            ends[name] = first, value(first), value(high)
            if first != least and ends[name][1] is not None:
                found.add(low)
        first, at_first, at_high = ends[name]
        if at_first is None or at_high is None or _side(at_first, limit) == _side(at_high, limit):
            continue
        guess = _guess(low, high, at_first, at_high, limit)
        for beyond in (_above(value, limit), _below(value, limit)):
            if beyond(first) != beyond(low):
                found.add(low)  # only nothing at all is on the other side
            elif beyond(low) != beyond(high):
                found.add(_boundary(beyond, low, high, attribute.type == "integer", guess))
    return found


def _side(value: float, limit: float) -> int:
    return (value > limit) - (value < limit)


def _function(
    base: KnowledgeBase, quantity: str, name: str, known: Mapping[str, Any], facts: Mapping[str, Any]
) -> Callable[[float], float | None]:
    tried = dict(known)  # one copy for all numbers: only this attribute changes
    compute = formula(base, quantity)

    def value(number: float) -> float | None:
        tried[name] = number
        result = compute(tried, facts)
        return result if isinstance(result, (int, float)) else None

    return value


def _above(value: Callable[[float], float | None], limit: float) -> Callable[[float], bool]:
    return lambda number: (value(number) or 0.0) > limit


def _below(value: Callable[[float], float | None], limit: float) -> Callable[[float], bool]:
    return lambda number: (value(number) or 0.0) < limit


def _guess(low: float, high: float, at_low: float, at_high: float, limit: float) -> float:
    """Return where a power of the number would reach the limit: mostly that is what a quantity is."""
    if min(low, high, at_low, at_high, limit) <= 0 or at_low == at_high:
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
    while high - low > (1 if whole else _CLOSE * abs(high)):
        middle = math.floor((low + high) / 2) if whole else (math.sqrt(low * high) if low > 0 else (low + high) / 2)
        if middle in (low, high):
            break
        if beyond(middle) == there:
            high = middle
        else:
            low = middle
    return int(high) if whole else float(f"{high:.10g}")
