"""The ranges in which a number leads to the same alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from msgspec import Struct

from ...knowledge.model import Attribute
from .domain import Cell, bound, farthest, number_cells

__all__ = ["Run", "runs"]


class Run(Struct, frozen=True):
    """A range of a number: a number in it, the first and the last, and where it ends within what can be said at all.

    `low` and `high` are these, too; where an attribute states no bound, they are numbers that nobody would say.
    """

    middle: float
    first: float
    low: float
    last: float
    high: float
    ends: frozenset[float]


def runs(attribute: Attribute, thresholds: Iterable[float], leads_to: Callable[[float], Hashable]) -> list[Run]:
    """Return the ranges of a number between thresholds, joined where they lead to the same."""
    groups: list[list[Cell]] = []
    last: Hashable = None
    for cell in number_cells(attribute, thresholds):
        mark = leads_to(cell.value)
        if groups and mark == last:
            groups[-1].append(cell)
        else:
            groups.append([cell])
        last = mark
    return [_run(attribute, group) for group in groups]


def _run(attribute: Attribute, cells: Sequence[Cell]) -> Run:
    starts, ends = cells[0].span, cells[-1].span
    low_end, high_end = starts[0] if starts is not None else None, ends[2] if ends is not None else None
    first, last = farthest(attribute, cells[0], up=False), farthest(attribute, cells[-1], up=True)
    return Run(
        cells[0].value,
        first,
        bound(attribute, cells[0], up=False),
        last,
        bound(attribute, cells[-1], up=True),
        frozenset(end for end in (low_end, high_end) if end is not None),
    )
