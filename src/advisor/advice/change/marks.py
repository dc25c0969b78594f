"""What two numbers do, summed up: what each of them leads to, and each quantity that is computed from both."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...situation import Band
from .boxes import Key
from .measures import Measure

if TYPE_CHECKING:
    from .search import Search

__all__ = ["Marks"]


class Marks:
    """Sums up pairs of numbers, so that pairs with the same marks bring about the same.

    `through` are the quantities of both that count, `alone` those of which only one of them is an operand, and `limits` the
    thresholds at which marks change: names of numbers and quantities, each with one of its own. `derives` tells that rules may
    derive from these two what quantities are computed from.
    """

    def __init__(
        self, search: Search, names: tuple[str, str], through: Sequence[Measure], alone: Sequence[Measure]
    ) -> None:
        self.search = search
        self.names = names
        self.through = through
        # where rules derive numbers, or what a mode of the card goes by, what goes into a quantity may follow from these two
        derived = {step.name for step in search.program.following(*names) if step.derive}
        answered = search.ground.situation.values.keys() | set(names)
        self._derivable = (search.program.derived_numbers.keys() & derived) - answered
        self.derives = bool(search.program.derived_numbers) or not derived.isdisjoint(search.judge.facts.names)
        self._thresholds = {name: search.ranges.thresholds(name) for name in names} if self.derives else {}
        self._alone = {name: [measure for measure in alone if name in measure.uses] for name in names}
        self.limits = list(self._limits())
        self._of_one: dict[tuple[str, float], Hashable] = {}
        computed = {step.name for step in search.program.following(*names) if not step.derive}
        moving = {*names, *(measure.name for measure in (*through, *alone))}
        self._reach = search.ground.near.but_all({*names, *computed})
        for name in computed - moving:
            self._reach &= self._as_now(name)

    def _limits(self) -> Iterable[tuple[str, float]]:
        for measure in {id(one): one for group in (self.through, *self._alone.values()) for one in group}.values():
            for limit in measure.thresholds:
                yield measure.name, limit
        for name, thresholds in self._thresholds.items():
            for limit in thresholds:
                yield name, limit

    def banded(self, quantity: str) -> bool:
        """Return whether a quantity is computed from others that are known within bounds."""
        known, others = self.search.ground.known, self.search.program.base.quantities[quantity].attributes
        return any(isinstance(known.get(name), Band) for name in others if name not in self.names)

    def derived(self, measure: Measure) -> Sequence[str]:
        """Return the numbers that rules may derive, and that go into a quantity beside these two."""
        return sorted(self._derivable & measure.uses)

    def of(self, both: Mapping[str, float]) -> Key:
        """Return the marks of two numbers: those of each, then those of each quantity of both (None: there is none, as nothing is no
        divisor)."""
        known = self.known(both)
        marks: list[Hashable] = [self.of_one(name, both[name]) for name in self.names]
        for measure in self.through:
            value = measure.value(known)
            marks.append(None if value is None else measure.mark(value))
        return tuple(marks)

    def known(self, both: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what is known with two numbers, as far as quantities are computed from it."""
        ground = self.search.ground
        return ground.tried_all(both).known if self.derives else {**ground.known, **both}

    def fired(self, key: Key) -> int | None:
        """Return the relevant rows that two numbers with these marks fire while nothing is derived from them (None: that is not
        known)."""
        if self.derives:
            return None
        fired = self._reach
        for mark in key[:2]:
            fired &= mark[0]
        for measure, mark in zip(self.through, key[2:], strict=True):
            fired &= measure.rows(None) if mark is None else mark[0]
        return fired

    def of_one(self, name: str, number: float) -> Hashable:
        """Return the mark of one number: what it leads to, itself and by quantities of which the other is no operand, and the
        quantities of both that there are none of.

        Where rules derive numbers, such a quantity may hang on the other all the same: then return in which of its ranges it is.
        """
        key = name, number
        if key not in self._of_one:
            self._of_one[key] = self._mark(name, number)
        return self._of_one[key]

    def _as_now(self, name: str) -> int:
        """Return the rows that a quantity which leads to the same whatever it is leaves."""
        ground, column = self.search.ground, self.search.program.index.columns.get(name)
        if column is None:
            return -1
        return column.satisfied(ground.known[name]) if name in ground.known else column.unknown

    def _mark(self, name: str, number: float) -> Hashable:
        if self.derives:
            return self.search.ranges.place(name, number)
        known = {**self.search.ground.known, name: number}
        rows, sizes = -1, []
        for measure in self._alone[name]:
            satisfied, size, _ = measure.mark(measure.value(known))
            rows &= satisfied
            sizes.append(size)
        return rows, *sizes, *(self._missing(name) if number == 0 else ())

    def _missing(self, name: str) -> tuple[str, ...]:
        """Return the quantities of both numbers that cannot be computed where this one is 0."""
        known = {**self.search.ground.known, **dict.fromkeys(self.names, 1), name: 0}
        return tuple(measure.name for measure in self.through if measure.value(known) is None)
