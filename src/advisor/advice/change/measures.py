"""What one number, or a quantity of several, leads to: the rows that it satisfies, and the decisions that go by its size."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ...inference.formula import Formula, branches, formula
from ...inference.operations import PartialBand
from ...inference.places import place_among, places_among
from ...knowledge.cells import Span
from ...situation import Band
from .domain import Cell

if TYPE_CHECKING:
    from .search import Search

__all__ = ["Mark", "Measure"]

# the rows that a value satisfies, its size, and for bounds between which it leads to several things the ranges into which they reach
Mark = tuple[int, Hashable, "tuple[int, int] | bool"]
_PARTIAL = True  # in the place of these ranges: there may be no such number


class Measure:
    """A number or a quantity by which rules go, or decisions: as a ladder decides on more than the size of a machine, say.

    `uses` are the attributes it is computed from: for a number only its own. Of the rows only those in `reach` count. 0 is a
    threshold, too, where others have a value only from it on (`cease` is True), or only beside it (False).
    """

    def __init__(self, search: Search, name: str, reach: int, cease: bool | None = None) -> None:
        base = search.program.base
        self.base = base
        self.name = name
        self.reach = reach
        self.column = search.program.index.columns.get(name)
        self.facts = search.judge.facts
        self.compute = formula(base, name) if name in base.quantities else None
        self.uses = frozenset(base.quantities[name].attributes) if self.compute is not None else frozenset((name,))
        self._sides = {limit: side for (source, limit), side in search.judge.limits.items() if source == name}
        if cease is not None:
            # 0 goes with what is above, where that has a value, too, and nothing says otherwise
            self._sides[0] = 1 if cease and self._sides.get(0, 1) == 1 else 0
        self.sizes = sorted(self._sides)
        self._marks: dict[tuple[int, int, bool], Mark] = {}

    def value(self, known: Mapping[str, Any], facts: Mapping[str, Any] | None = None) -> Any:
        """Return the number (None: unknown), by the facts of a mode, or of the one that is called for."""
        if self.compute is None:
            return known.get(self.name)
        return self.compute(known, self.facts.of(known) if facts is None else facts)

    def branches(self, known: Mapping[str, Any]) -> tuple[Callable[[Mapping[str, Any]], Any], ...]:
        """Return the functions of which it is one at a time; `known` tells which attributes are known at all."""
        if self.compute is None:
            return (self.value,)
        return tuple(
            partial(_of, compute, facts)
            for facts in self.facts.every
            for compute in branches(self.base, self.name, known, facts)
        )

    def rows(self, value: Any) -> int:
        """Return the rows in reach that a value satisfies, or that do not ask for it."""
        if self.column is None:
            return self.reach
        return self.reach & (self.column.unknown if value is None else self.column.satisfied(value))

    def size(self, number: float | None) -> Hashable:
        """Return between which of the thresholds a number is at which decisions come out differently by themselves."""
        if number is None:
            return None
        return place_among(self.sizes, number) + self._sides.get(number, 0)

    def mark(self, value: Any) -> Mark:
        """Return what sums up all that a value leads to, and whether it is known within bounds between which it leads to several
        things, or may not exist."""
        if isinstance(value, Band):
            return self.mark_of(*self.places(value), partial=isinstance(value, PartialBand))
        return self.rows(value), self.size(value), False

    # --- its ranges: numbered as places among the `thresholds` ---

    @cached_property
    def thresholds(self) -> Sequence[float]:
        """The thresholds at which it leads to something else."""
        found = set(self.sizes)
        if self.column is not None:
            for number, limit in enumerate(self.column.thresholds):
                below, at, above = self.column.cells[2 * number : 2 * number + 3]
                if (below ^ at | at ^ above) & self.reach:
                    found.add(limit)
        return sorted(found)

    @cached_property
    def singular(self) -> frozenset[float]:
        """Those of the thresholds at which it leads to something else than on both sides."""
        marks = [self.mark(value) for value, _ in self._ranges()]
        return frozenset(
            limit
            for number, limit in enumerate(self.thresholds)
            if marks[2 * number + 1] not in marks[2 * number :: 2][:2]
        )

    def place(self, number: float) -> int:
        """Return in which range a number is."""
        return place_among(self.thresholds, number)

    def places(self, value: float | Band) -> tuple[int, int]:
        """Return from which range into which one a value reaches."""
        return places_among(self.thresholds, value)

    def mark_of(self, low: int, high: int, partial: bool = False) -> Mark:
        """Return the mark of what lies in one range, or of bounds that reach from one into another; `partial`: of a number that there
        may be none of."""
        key = low, high, partial
        if key not in self._marks:
            least, most = self._number_in(low), self._number_in(high)
            if partial or self._straddles(low, high):
                band = (PartialBand if partial else Band)(least, False, most, False)
                self._marks[key] = (
                    self.rows(band),
                    (self.size(least), self.size(most)),
                    _PARTIAL if partial else (low, high),
                )
            else:
                self._marks[key] = self.mark(least)
        return self._marks[key]

    def _straddles(self, low: int, high: int) -> bool:
        """Return whether what reaches from one range into another leads to several things there."""
        first = self.mark_of(low, low) if low < high else None
        return any(self.mark_of(place, place) != first for place in range(low + 1, high + 1))

    def told_with(self, marks: frozenset[Any]) -> frozenset[Any] | None:
        """Return the marks of all that the ranges hold by which some marks are told: of numbers in them, and of bounds within ranges
        that touch; None where no range tells it."""
        reached: set[Hashable] = set()
        for _, _, straddling in marks:
            if straddling is _PARTIAL:
                return None
            if straddling:
                reached.update(self.mark_of(place, place) for place in range(straddling[0], straddling[1] + 1))
        told = reached | {mark for mark in marks if not mark[2]}
        found, start = set(marks) | told, 0
        for place in range(2 * len(self.thresholds) + 1):
            if self.mark_of(place, place) not in told:
                start = place + 1
            found.update(self.mark_of(first, place) for first in range(start, place))
        return frozenset(found)

    def moves(self, known: Mapping[str, Any]) -> bool:
        """Return whether some other value leads to something else than what is known now."""
        now = self.rows(known.get(self.name))
        return bool(self.sizes) or any(self.rows(value) != now for value, _ in self._ranges())

    def cells(self, marks: Container[Hashable]) -> tuple[Cell, ...]:
        """Return the ranges with these marks."""
        return tuple(Cell(None, span) for value, span in self._ranges() if self.mark(value) in marks)

    def _ranges(self) -> Iterable[tuple[float, Span]]:
        """Yield the ranges, each with a number in it."""
        for place, (low, high) in enumerate(pairwise([None, *self.thresholds, None])):
            yield self._number_in(2 * place), (low, True, high, True)
            if high is not None:
                yield high, (high, False, high, False)

    def _number_in(self, place: int) -> float:
        below, limits = place // 2, self.thresholds
        if place % 2:
            return limits[below]
        if not limits:
            return 0.0
        if below in (0, len(limits)):
            return limits[0] - 1 if below == 0 else limits[-1] + 1
        return (limits[below - 1] + limits[below]) / 2


def _of(compute: Formula, facts: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
    return compute(known, facts)
