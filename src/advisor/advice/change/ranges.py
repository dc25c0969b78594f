"""The ranges of a number between which the answer can differ: by the rules' thresholds, and by those of quantities and ladders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from ...inference.directions import ceasing
from ...inference.places import place_among
from .basis import Basis
from .crossings import crossings, seams
from .domain import Cell, cells, number_cells
from .facts import Facts
from .ground import Ground
from .roots import Effort

__all__ = ["Ranges"]


class Ranges:
    """Cuts the domains of attributes for one search."""

    def __init__(
        self,
        ground: Ground,
        bases: Iterable[Basis],
        facts: Facts,
        further: Iterable[tuple[str, float]] = (),
    ) -> None:
        self.ground = ground
        self.program = ground.program
        self.facts = facts
        self.effort = Effort()
        self._derived = bool(self.program.derived_numbers)
        self._thresholds: dict[str, Sequence[float]] = {}
        self._crossed: dict[str, Mapping[tuple[str, float], set[float]]] = {}
        base = self.program.base
        # a quantity or an attribute, and a number at which something changes
        limits: dict[tuple[str, float], None] = {}
        sizes: dict[tuple[str, float], None] = dict.fromkeys(further)
        quantities = (base.quantities[source] for source, _ in sizes if source in base.quantities)
        # the attributes of each quantity that counts
        self._together = {frozenset(quantity.attributes) for quantity in quantities}
        self._together.update(step.uses for step in ground.computing)
        for step in ground.computing:
            for limit in self.program.index.columns[step.name].thresholds:
                limits[(step.name, limit)] = None
        for basis in bases:
            for ladder in basis.ladders:
                for limit, _ in base.ladders[ladder].steps:
                    sizes[(base.ladders[ladder].by, limit)] = None
        # of these it counts whether they have a value at all: decisions take it
        self.taken = {name for basis in bases for name in basis.numbers if name in base.quantities}
        # of these others are the root, or divided by them: they have a value only from 0 on (True), or only beside it (False)
        self.ceasing: dict[str, bool] = {}
        counting = [*(step.name for step in ground.computing), *(source for source, _ in sizes), *self.taken]
        for name in counting:
            for other, with_0 in ceasing(base, name).items() if name in base.quantities else ():
                self.ceasing[other] = with_0 and self.ceasing.get(other, True)
        sizes.update(dict.fromkeys((name, 0.0) for name in self.ceasing))
        self._limits = {False: tuple(limits), True: (*limits, *sizes)}

    def cells(self, name: str, known: Mapping[str, Any], sizes: bool = True) -> tuple[Cell, ...]:
        """Return what can be answered for an attribute, given what else is known. `sizes`: cut where another machine is taken, too."""
        if self.program.base.attributes[name].discrete:
            return cells(self.program, name)
        ends = self.ends(name, known, self._limits[sizes])
        if sizes:
            ends.update(self._begins(name, known))
        if not ends:
            return cells(self.program, name)
        column = self.program.index.columns.get(name)
        thresholds = column.thresholds if column is not None else ()
        return tuple(number_cells(self.program.base.attributes[name], ends.union(thresholds)))

    def _begins(self, name: str, known: Mapping[str, Any]) -> Iterable[float]:
        """Yield where quantities that decisions take begin to have a value, as a number changes."""
        base = self.program.base
        taken = [quantity for quantity in self.taken if name in base.quantities[quantity].attributes]
        for variant, facts in product(self._variants(name, known), self.facts.every) if taken else ():
            for quantity in taken:
                yield from seams(base, base.attributes[name], variant, facts, quantity, self.effort)

    def derivable(self, name: str) -> list[str]:
        """Return the numbers that rules may derive, and that go into a quantity beside this attribute."""
        found = (
            set(self.program.derived_numbers) - {name} - self.ground.situation.values.keys() if self._derived else set()
        )
        return [other for other in sorted(found) if any({name, other} <= uses for uses in self._together)]

    def thresholds(self, name: str) -> Sequence[float]:
        """Return where the ranges of a number meet, by what is known now."""
        if name not in self._thresholds:
            spans = (cell.span for cell in self.cells(name, self.ground.known) if cell.span is not None)
            self._thresholds[name] = sorted({end for span in spans for end in (span[0], span[2]) if end is not None})
        return self._thresholds[name]

    def place(self, name: str, number: float) -> int:
        """Return in which of these ranges a number is."""
        return place_among(self.thresholds(name), number)

    def ends(self, name: str, known: Mapping[str, Any], limits: Iterable[tuple[str, float]]) -> set[float]:
        """Return where a number reaches some limits: its own, and those of quantities, given what else is known."""
        ends = {limit for source, limit in limits if source == name}
        computed = self._computed(name, limits)
        if computed:
            found = self._now(name) if known is self.ground.known else self._crossings(name, known, computed)
            ends = ends.union(*(found[limit] for limit in computed))
        return ends

    def _computed(self, name: str, limits: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
        """Return those limits that are of a quantity into which a number goes."""
        quantities = self.program.base.quantities
        return [limit for limit in limits if limit[0] in quantities and name in quantities[limit[0]].attributes]

    def _now(self, name: str) -> Mapping[tuple[str, float], set[float]]:
        """Return where a number reaches every limit, given what is known now."""
        if name not in self._crossed:
            computed = self._computed(name, self._limits[True])
            self._crossed[name] = self._crossings(name, self.ground.known, computed)
        return self._crossed[name]

    def _crossings(
        self, name: str, known: Mapping[str, Any], computed: Sequence[tuple[str, float]]
    ) -> dict[tuple[str, float], set[float]]:
        base = self.program.base
        found: dict[tuple[str, float], set[float]] = {}
        for variant in self._variants(name, known):
            for facts in self.facts.every:  # another answer may call for another mode
                for limit, ends in crossings(
                    base, base.attributes[name], variant, facts, computed, self.effort
                ).items():
                    found.setdefault(limit, set()).update(ends)
        return found

    def _variants(self, name: str, known: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
        """Yield what is known with every number that may be derived beside an attribute: cut for all of them, a range is one
        whatever follows from it or from another answer."""
        yield known
        names = self.derivable(name)
        for values in (
            product(*[(None, *sorted(self.program.derived_numbers[other])) for other in names]) if names else ()
        ):
            derived = dict(zip(names, values, strict=True))
            kept = {other: value for other, value in known.items() if other not in derived}
            yield {**kept, **{other: value for other, value in derived.items() if value is not None}}
