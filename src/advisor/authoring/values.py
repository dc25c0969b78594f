"""Concrete values: what can be answered for an attribute, one for each interval that rules tell apart, within its domain."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Any

from ..inference.arithmetic import evaluate
from ..inference.program import Program
from ..knowledge.model import Attribute

__all__ = ["answers", "fits", "operands_for"]


def fits(attribute: Attribute, number: float) -> bool:
    """Return whether a number is in the domain of an attribute."""
    if attribute.type == "integer" and number != int(number):
        return False
    if attribute.low is not None and (number < attribute.low or (number == attribute.low and attribute.low_open)):
        return False
    return attribute.high is None or number <= attribute.high


def answers(program: Program, name: str) -> list[Any]:
    """Return every value of a discrete attribute, or a number for each threshold and each gap between thresholds.

    Gaps that hold no number of the domain are left out. A quantity is treated as a number without bounds.
    """
    attribute = program.base.attributes.get(name)
    if attribute is not None and attribute.discrete:
        return list(attribute.domain)
    column = program.index.columns.get(name)
    ends = list(column.thresholds) if column is not None else []
    if attribute is None:
        return [*_numbers(ends, None, None, False)]
    found = _numbers(ends, attribute.low, attribute.high, attribute.type == "integer")
    return [number for number in dict.fromkeys(found) if fits(attribute, number)]


def _numbers(ends: list[float], low: float | None, high: float | None, whole: bool) -> Iterator[Any]:
    """Yield the thresholds and a number inside each gap, from below to above."""
    edges: list[float | None] = [low, *[end for end in ends if low is None or end > low], high]
    inner = edges[1:-1]
    if low is not None:
        yield _plain(low)
    if not inner:
        yield _between(low, high, whole)
        return
    yield _between(low, inner[0], whole)
    for number, end in enumerate(inner):
        if end is None:
            continue
        yield _plain(end)
        following = inner[number + 1] if number + 1 < len(inner) else high
        if following is None or following > end:
            yield _between(end, following, whole)


def _between(low: float | None, high: float | None, whole: bool) -> Any:
    """Return a number strictly inside a gap (for a gap without whole numbers, one that is not whole)."""
    if low is None and high is None:
        return 1
    if high is None:
        assert low is not None
        return _plain(low * 2 if low > 0 else low + 1)
    if low is None:
        return _plain(high / 2 if high > 0 else high - 1)
    first, last = math.floor(low) + 1, math.ceil(high) - 1
    if first <= last:
        return _round_number(first, last)
    return (low + high) / 2


def _round_number(first: int, last: int) -> int:
    """Return a number from first to last with as few digits other than 0 as possible, so that it reads well."""
    step = 10 ** max(0, len(str(max(abs(last), 1))) - 1)
    while step > 1:
        found = -(-first // step) * step
        if found <= last:
            return found
        step //= 10
    return first


def _plain(number: float) -> Any:
    return int(number) if float(number).is_integer() and abs(number) < 1e15 else number


def operands_for(
    program: Program, quantity: str, accepted: Any, fixed: Mapping[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield answers to what a quantity is computed from (None: left open) that give it an accepted value.

    Args:
        program: the compiled rules.
        quantity: its name.
        accepted: a function that says whether a value will do.
        fixed: answers that are given already.

    """
    fixed = fixed or {}
    names = program.base.quantities[quantity].attributes
    grids = [[fixed[name]] if name in fixed else [None, *_grid(program, name)] for name in names]
    for combination in itertools.product(*grids):
        given = dict(zip(names, combination, strict=True))
        value = evaluate(program.base, quantity, {name: part for name, part in given.items() if part is not None}).value
        if value is not None and accepted(value):
            yield given


def _grid(program: Program, name: str) -> list[Any]:
    """Return the answers, and for numbers the powers of ten too: a quantity has thresholds of its own."""
    attribute = program.base.attributes[name]
    found = answers(program, name)
    if not attribute.discrete:
        found += [power for power in (10**exponent for exponent in range(13)) if fits(attribute, power)]
    return list(dict.fromkeys(found))
