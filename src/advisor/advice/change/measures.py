"""What one number, or a quantity of several, leads to: the rows that it satisfies, and the decisions that go by its size."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ...inference.formula import Formula, branches, formula
from ...knowledge.cells import Span
from ...situation import Band
from .domain import Cell

if TYPE_CHECKING:
    from .search import Search

__all__ = ["Measure"]


class Measure:
    """A number or a quantity by which rules go, or decisions: as a ladder decides on more than the size of a machine, say.

    `uses` are the attributes it is computed from: for a number only its own. Of the rows only those in `reach` count.
    """

    def __init__(self, search: Search, name: str, reach: int) -> None:
        base = search.program.base
        self._base = base
        self.name = name
        self.reach = reach
        self.column = search.program.index.columns.get(name)
        self.facts = search.judge.facts
        self.compute = formula(base, name) if name in base.quantities else None
        self.uses = frozenset(base.quantities[name].attributes) if self.compute is not None else frozenset((name,))
        self.sizes = sorted({limit for source, limit in search.judge.limits if source == name})

    def value(self, known: Mapping[str, Any]) -> Any:
        """Return the number (None: unknown)."""
        return known.get(self.name) if self.compute is None else self.compute(known, self.facts.of(known))

    def branches(self, known: Mapping[str, Any]) -> tuple[Callable[[Mapping[str, Any]], Any], ...]:
        """Return the functions of which it is one at a time; `known` tells which attributes are known at all."""
        if self.compute is None:
            return (self.value,)
        return tuple(
            partial(_of, compute, facts)
            for facts in self.facts.every
            for compute in branches(self._base, self.name, known, facts)
        )

    def rows(self, value: Any) -> int:
        """Return the rows in reach that a value satisfies, or that do not ask for it."""
        if self.column is None:
            return self.reach
        return self.reach & (self.column.unknown if value is None else self.column.satisfied(value))

    def size(self, value: Any) -> int | None:
        """Return between which of the thresholds a value is at which decisions come out differently by themselves."""
        most = value.high if isinstance(value, Band) else value
        return None if most is None else bisect_left(self.sizes, most) + bisect_right(self.sizes, most)

    def mark(self, value: Any) -> Hashable:
        """Return what sums up all that a value leads to."""
        return self.rows(value), self.size(value)

    def limits(self) -> Iterable[float]:
        """Yield the thresholds at which it leads to something else."""
        yield from self.sizes
        if self.column is not None:
            for number, limit in enumerate(self.column.thresholds):
                below, at, above = self.column.cells[2 * number : 2 * number + 3]
                if (below ^ at | at ^ above) & self.reach:
                    yield limit

    def moves(self, known: Mapping[str, Any]) -> bool:
        """Return whether some other value leads to something else than what is known now."""
        now = self.rows(known.get(self.name))
        return bool(self.sizes) or any(self.rows(value) != now for value, _ in self._samples())

    def cells(self, marks: Container[Hashable]) -> tuple[Cell, ...]:
        """Return the ranges with these marks."""
        return tuple(Cell(None, span) for value, span in self._samples() if self.mark(value) in marks)

    def _samples(self) -> Iterable[tuple[float, Span]]:
        """Yield the ranges between all thresholds, each with a number in it."""
        ends = sorted({*self.sizes, *(self.column.thresholds if self.column is not None else ())})
        for low, high in pairwise([None, *ends, None]):
            yield _inside(low, high), (low, True, high, True)
            if high is not None:
                yield high, (high, False, high, False)


def _of(compute: Formula, facts: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
    return compute(known, facts)


def _inside(low: float | None, high: float | None) -> float:
    if low is None:
        return 0.0 if high is None else high - 1
    return low + 1 if high is None else (low + high) / 2
