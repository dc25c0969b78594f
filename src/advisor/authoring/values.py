"""Concrete values: what can be answered for an attribute, and the answers that give a quantity its value."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..advice.change.domain import Cell, cells, number_cells
from ..inference.arithmetic import evaluate
from ..inference.program import Program
from ..knowledge.cells import Cells
from ..knowledge.model import Attribute

__all__ = ["answers", "operands_for"]


def answers(program: Program, name: str) -> list[Any]:
    """Return every value of a discrete attribute, or a number for each threshold and each gap between thresholds.

    A quantity is treated as a number without bounds.
    """
    if name in program.base.attributes:
        return [_plain(cell) for cell in cells(program, name)]
    column = program.index.columns[name]
    return [cell.value for cell in number_cells(Attribute(name, "number", ""), column.thresholds)]


def _plain(cell: Cell) -> Any:
    """Return a number of the cell with as few digits as possible, so that it reads well."""
    if cell.span is None or isinstance(cell.value, bool):
        return cell.value
    span = Cells(spans=(cell.span,))
    for digits in range(1, 6):
        rounded = float(f"{cell.value:.{digits}g}")
        number = int(rounded) if isinstance(cell.value, int) or rounded.is_integer() else rounded
        if span.contains(number):
            return number
    return cell.value


def operands_for(
    program: Program, quantity: str, accepted: Callable[[Any], bool], fixed: Mapping[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield answers to what a quantity is computed from (None: left open) that give it an accepted value.

    Args:
        program: the compiled rules.
        quantity: its name.
        accepted: says whether a value will do.
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
    """Return the answers, and for numbers one for each power of ten: a quantity has thresholds of its own."""
    attribute = program.base.attributes[name]
    found = answers(program, name)
    if not attribute.discrete:
        found += [cell.value for cell in number_cells(attribute, [10**power for power in range(13)])]
    return list(dict.fromkeys(found))
