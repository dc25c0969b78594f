"""The ranges of a number between which the answer can differ: by the rules' thresholds, and by those of quantities and ladders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .basis import Basis
from .crossings import crossings
from .domain import Cell, cells, number_cells
from .ground import Ground

__all__ = ["Ranges"]


class Ranges:
    """Cuts the domains of attributes for one search."""

    def __init__(self, ground: Ground, bases: Iterable[Basis], facts: Mapping[str, Any]) -> None:
        self.program = ground.program
        self.facts = facts
        base = self.program.base
        limits: dict[
            tuple[str, float], None
        ] = {}  # a quantity or an attribute, and a number at which something changes
        sizes: dict[tuple[str, float], None] = {}
        for step in ground.computing:
            for limit in self.program.index.columns[step.name].thresholds:
                limits[(step.name, limit)] = None
        for basis in bases:
            for ladder in basis.ladders:
                for limit, _ in base.ladders[ladder].steps:
                    sizes[(base.ladders[ladder].by, limit)] = None
        self._limits = {False: tuple(limits), True: (*limits, *sizes)}

    def cells(self, name: str, known: Mapping[str, Any], sizes: bool = True) -> tuple[Cell, ...]:
        """Return what can be answered for an attribute, given what else is known. `sizes`: cut where another machine is taken, too."""
        attribute = self.program.base.attributes[name]
        if attribute.discrete:
            return cells(self.program, name)
        ends = {limit for source, limit in self._limits[sizes] if source == name}
        quantities = self.program.base.quantities
        computed = [
            (source, limit)
            for source, limit in self._limits[sizes]
            if source in quantities and name in quantities[source].attributes
        ]
        if computed:
            ends |= crossings(self.program.base, attribute, known, self.facts, computed)
        if not ends:
            return cells(self.program, name)
        column = self.program.index.columns.get(name)
        return tuple(number_cells(attribute, ends.union(column.thresholds if column is not None else ())))
