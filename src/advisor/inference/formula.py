"""Quantities as functions: the value that `evaluate` finds, without an account of how it was reached, for searches that try many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Quantity
from .arithmetic import combine, operand

__all__ = ["Formula", "branches", "formula"]

Formula = Callable[[Mapping[str, Any], "Mapping[str, Any] | None"], Any]


def formula(base: KnowledgeBase, name: str) -> Formula:
    """Return the function that computes a quantity from what is known and a card's facts; None while an operand is unknown."""
    made: dict[str, Formula] = base.cache.setdefault("formulas", {})
    if name not in made:
        quantity = base.quantities[name]
        made[name] = _operation(quantity, tuple(_operand(base, part) for part in quantity.operands))
    return made[name]


def branches(
    base: KnowledgeBase, name: str, known: Mapping[str, Any], facts: Mapping[str, Any] | None
) -> tuple[Formula, ...]:
    """Return the functions of which a quantity is one at a time: the operands of a least or a greatest, of what is known first."""
    quantity = base.quantities[name]
    chosen: tuple[Any, ...] = ()
    if quantity.operation == "first_known":
        chosen = tuple(part for part in quantity.operands if _operand(base, part)(known, facts) is not None)[:1]
    elif quantity.operation in ("least", "greatest") and not quantity.rounding:
        chosen = quantity.operands
    found: list[Formula] = []
    for part in chosen:
        nested = isinstance(part, (list, tuple)) and part[0] == "quantity"
        found += branches(base, part[1], known, facts) if nested else (_operand(base, part),)
    return tuple(found) or (formula(base, name),)


def _operation(quantity: Quantity, operands: tuple[Formula, ...]) -> Formula:
    def first_known(known: Mapping[str, Any], facts: Mapping[str, Any] | None) -> Any:
        for read in operands:
            value = read(known, facts)
            if value is not None:
                return value
        return None

    def of_all(known: Mapping[str, Any], facts: Mapping[str, Any] | None) -> Any:
        values = [read(known, facts) for read in operands]
        if None in values:
            return None
        return "".join(map(str, values)) if joins else combine(quantity, values)

    joins = quantity.operation == "join"
    return first_known if quantity.operation == "first_known" else of_all


def _operand(base: KnowledgeBase, part: Any) -> Formula:
    kind, name = part[:2] if isinstance(part, (list, tuple)) else ("number", "")
    if kind == "quantity":
        return formula(base, name)

    def number(_known: Mapping[str, Any], _facts: Mapping[str, Any] | None) -> Any:
        return part

    def attribute(known: Mapping[str, Any], _facts: Mapping[str, Any] | None) -> Any:
        return known.get(name)

    def other(known: Mapping[str, Any], facts: Mapping[str, Any] | None) -> Any:
        return operand(base, part, known, facts).value

    return {"number": number, "attr": attribute}.get(kind, other)
