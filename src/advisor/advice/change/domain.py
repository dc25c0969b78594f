"""What can be answered for an attribute: its values, or the ranges of numbers between which the rules tell a difference."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

from ...inference.program import Program
from ...knowledge.cells import Span
from ...knowledge.model import Attribute
from ...situation import Band

__all__ = ["UNBOUNDED", "Cell", "bound", "cells", "farthest", "number_cells", "wanted", "within"]


UNBOUNDED = 1e12  # beyond what anybody would say, where an attribute states no bound, and as far as twelve digits go
_HAIR = 1e-9  # as a share of a range


class Cell(Struct, frozen=True):
    """One value, or one range of numbers (`span`) with a number in it (`value`)."""

    value: Any
    span: Span | None = None


def cells(program: Program, name: str) -> tuple[Cell, ...]:
    """Return what can be answered for an attribute, in the order of its values; numbers by the thresholds of the rules."""
    cache: dict[str, tuple[Cell, ...]] = program.base.cache.setdefault("cells", {})
    found = cache.get(name)
    if found is None:
        attribute = program.base.attributes[name]
        column = program.index.columns.get(name)
        found = cache[name] = (
            tuple(Cell(value) for value in attribute.domain)
            if attribute.discrete
            else tuple(number_cells(attribute, column.thresholds if column is not None else ()))
        )
    return found


def number_cells(attribute: Attribute, thresholds: Iterable[float]) -> Iterable[Cell]:
    """Cut the numbers that an attribute can have at the thresholds: each threshold and each gap that holds a number is a cell."""
    inside = sorted({end for end in thresholds if attribute.allows(end)})
    spans: list[Span] = []
    for low, high in pairwise([None, *inside, None]):
        spans.append((low, True, high, True))
        if high is not None:
            spans.append((high, False, high, False))
    for span in spans:
        value = _number_in(attribute, span)
        if value is not None:
            yield Cell(value, span)


def farthest(attribute: Attribute, cell: Cell, up: bool) -> float:
    """Return the highest or the lowest number of a cell: where that is a bound which is not in it, a number a hair away."""
    low, low_open, high, high_open = cell.span or (cell.value, False, cell.value, False)
    end, is_open = (high, high_open) if up else (low, low_open)
    if end is None:
        end, is_open = (attribute.high, False) if up else (attribute.low, attribute.low_open)
    if end is None:
        return cell.value if attribute.type == "integer" else float(cell.value)
    if attribute.type == "integer":
        whole = math.floor(end) if up else math.ceil(end)
        return whole + (-1 if up else 1) if is_open and whole == end else whole
    return end + (cell.value - end) * _HAIR if is_open else end


def bound(attribute: Attribute, cell: Cell, up: bool) -> float:
    """Return the farthest number of a cell, or one that nobody would say where neither the cell nor the attribute has a bound."""
    low, _, high, _ = cell.span or (cell.value, False, cell.value, False)
    if (high is None and attribute.high is None) if up else (low is None and attribute.low is None):
        return UNBOUNDED if up else -UNBOUNDED
    return farthest(attribute, cell, up)


def within(number: float, cell: Cell) -> bool:
    """Return whether a number is in a cell."""
    return number == cell.value if cell.span is None else Band(*cell.span).contains(number)


def _number_in(attribute: Attribute, span: Span) -> float | None:
    """Return a plain number of a span that the attribute can have, or None."""
    low, low_open, high, high_open = span
    if low is not None and low == high:
        return _typed(attribute, low) if attribute.type != "integer" or low == int(low) else None
    if low is None:
        low, low_open = attribute.low, attribute.low_open
    if high is None:
        high, high_open = attribute.high, False
    if attribute.type == "integer":
        return _whole_number(low, low_open, high, high_open)
    if low is None:
        return 0.0 if high is None else (high - 1 if high <= 0 else high / 2)
    if high is None:
        return low * 2 if low > 0 else low + 1
    if low >= high:
        return low if low == high and not (low_open or high_open) else None
    return low + (high - low) / 2 if high <= 10 * low or low <= 0 else math.sqrt(low * high)


def _whole_number(low: float | None, low_open: bool, high: float | None, high_open: bool) -> int | None:
    first = None if low is None else (math.floor(low) + 1 if low_open else math.ceil(low))
    last = None if high is None else (math.ceil(high) - 1 if high_open else math.floor(high))
    if first is None:
        return 0 if last is None else last
    if last is None:
        return 2 * first if first > 0 else first + 1
    if first > last:
        return None
    middle = (first + last) // 2 if last <= 10 * first or first <= 0 else math.isqrt(first * last)
    return min(last, max(first, middle))


def _typed(attribute: Attribute, number: float) -> float:
    return int(number) if attribute.type == "integer" else number


def wanted(found: Sequence[Cell], attribute: Attribute | None = None) -> Any:
    """Return cells as one condition: a list of values, or bounds (a list of bounds when the ranges are apart).

    Cells of numbers are given in their order; those that touch are joined. Bounds that the attribute has anyway are left out.
    """
    spans = [cell.span for cell in found if cell.span is not None]
    if not spans:
        return [cell.value for cell in found]
    joined: list[Span] = []
    for span in spans:
        if joined and _touch(joined[-1], span, attribute):
            joined[-1] = (*joined[-1][:2], *span[2:])
        else:
            joined.append(span)
    bounds = [_bounds(span, attribute) for span in joined]
    return bounds[0] if len(bounds) == 1 else bounds


def _bounds(span: Span, attribute: Attribute | None) -> dict[str, float]:
    low, low_open, high, high_open = span
    if attribute is not None and low != high:
        low = None if low == attribute.low and low_open == attribute.low_open else low
        high = None if high == attribute.high and not high_open else high
    return Band(low, low_open, high, high_open).document()


def _touch(left: Span, right: Span, attribute: Attribute | None) -> bool:
    """Return whether no number of the attribute lies between two ranges."""
    if left[2] is None or right[0] is None:
        return False
    if attribute is not None and attribute.type == "integer":
        last = math.ceil(left[2]) - 1 if left[3] else math.floor(left[2])
        first = math.floor(right[0]) + 1 if right[1] else math.ceil(right[0])
        return first <= last + 1
    return left[2] == right[0] and left[3] != right[1]
