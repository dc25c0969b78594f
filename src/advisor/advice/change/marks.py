"""What two numbers do, summed up: which rows each of them satisfies, and each quantity that is computed from both."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...inference.program import Step
from .boxes import Key
from .domain import Cell

if TYPE_CHECKING:
    from .search import Search

__all__ = ["Marks"]


class Marks:
    """Sums up pairs of numbers, so that pairs with the same marks bring about the same.

    `through` are the quantities of both that count, `reach` the rows that the two numbers can fire or unfire, and `limits` the
    thresholds at which marks change: names of numbers and quantities, each with one of its own.
    """

    def __init__(self, search: Search, names: tuple[str, str], through: Sequence[Step], reach: int) -> None:
        self.search = search
        self.names = names
        self.through = through
        self.reach = reach
        self.columns = search.program.index.columns
        # where rules derive numbers, what goes into a quantity may follow from these two
        self._derives = bool(search.program.derived_numbers)
        self._thresholds = {name: search.ranges.thresholds(name) for name in names} if self._derives else {}
        others = [step for step in search.ground.computing if step not in through]
        self._alone = {name: [step for step in others if name in step.uses] for name in names}
        self.limits = list(self._limits())
        self._own: dict[tuple[str, float], Hashable] = {}

    def _limits(self) -> Iterable[tuple[str, float]]:
        steps = {step.name: None for group in (self.through, *self._alone.values()) for step in group}
        for source in (*self.names, *steps):
            if source in self.columns:
                column = self.columns[source]
                for number, limit in enumerate(column.thresholds):
                    below, at, above = column.cells[2 * number : 2 * number + 3]
                    if (below ^ at | at ^ above) & self.reach:
                        yield source, limit
        for name, thresholds in self._thresholds.items():
            for limit in thresholds:
                yield name, limit

    def of(self, both: Mapping[str, float]) -> Key:
        """Return the marks of two numbers: those of each, then those of each quantity of both (None: there is none, as nothing is no
        divisor)."""
        ground = self.search.ground
        known = ground.tried_all(both).known if self._derives else {**ground.known, **both}
        marks: list[Hashable] = [self.own(name, both[name]) for name in self.names]
        for step in self.through:
            value = self.search.program.value(step, known)
            marks.append(None if value is None else self._rows(step, value) & self.reach)
        return tuple(marks)

    def own(self, name: str, number: float) -> Hashable:
        """Return the mark of one number: the rows in reach that it satisfies, itself and by quantities of which the other is no operand,
        and the quantities of both that there are none of.

        Where rules derive numbers, such a quantity may hang on the other all the same: then return in which of its ranges it is.
        """
        key = name, number
        if key not in self._own:
            self._own[key] = self._mark(name, number)
        return self._own[key]

    def _mark(self, name: str, number: float) -> Hashable:
        if self._derives:
            return self.search.ranges.place(name, number)
        ground = self.search.ground
        rows = ground.satisfied(name, number)
        known = {**ground.known, name: number} if self._alone[name] else {}
        for step in self._alone[name]:
            rows &= self._rows(step, self.search.program.value(step, known))
        return rows & self.reach, self._missing(name) if number == 0 else ()

    def _missing(self, name: str) -> tuple[str, ...]:
        """Return the quantities of both numbers that cannot be computed where this one is 0."""
        known = {**self.search.ground.known, **dict.fromkeys(self.names, 1), name: 0}
        return tuple(step.name for step in self.through if self.search.program.value(step, known) is None)

    def _rows(self, step: Step, value: Any) -> int:
        column = self.columns[step.name]
        return column.unknown if value is None else column.satisfied(value)

    def cells(self, step: Step, marks: Iterable[Any]) -> tuple[Cell, ...]:
        """Return the ranges of a quantity with these marks."""
        column, wanted = self.columns[step.name], set(marks)
        places = (place for place, rows in enumerate(column.cells) if rows & self.reach in wanted)
        return tuple(Cell(None, column.span(place)) for place in places)
