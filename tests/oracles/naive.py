"""Three-valued matching by walking every condition, one by one: slow, and hard to get wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.knowledge.model import Clause
from advisor.situation import Band

YES, NO, OPEN = "fired", "dead", "open"


def verdict(clause: Clause, known: Mapping[str, Any]) -> str:
    """Kleene's or over the rows, Kleene's and over the conditions of a row."""
    verdicts = [_row(row, known) for row in clause.rows]
    return YES if YES in verdicts else OPEN if OPEN in verdicts else NO


def _row(row, known) -> str:
    verdicts = [_condition(cells, known.get(name)) for name, cells in row.items()]
    return NO if NO in verdicts else OPEN if OPEN in verdicts else YES


def _condition(cells, value) -> str:
    if value is None:
        if not cells.unknown:
            return OPEN
        return YES
    if isinstance(value, Band):
        return _band(cells, value)
    return YES if cells.contains(value) else NO


def _band(cells, band: Band) -> str:
    ends = sorted({end for span in cells.spans for end in (span[0], span[2]) if end is not None})
    points = {*ends}
    for low, high in zip([None, *ends], [*ends, None], strict=True):
        inside_low = max(end for end in (low, band.low, -1e18) if end is not None)
        inside_high = min(end for end in (high, band.high, 1e18) if end is not None)
        if inside_low < inside_high:
            points.add((inside_low + inside_high) / 2)
    points |= {end for end in (band.low, band.high) if end is not None}
    inside = [point for point in points if _holds(point, band)]
    verdicts = {cells.contains(point) for point in inside}
    return OPEN if len(verdicts) > 1 else YES if verdicts == {True} else NO


def _holds(point: float, band: Band) -> bool:
    above = band.low is None or point > band.low or (point == band.low and not band.low_open)
    below = band.high is None or point < band.high or (point == band.high and not band.high_open)
    return above and below
