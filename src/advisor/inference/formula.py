"""Quantities as functions: the value that `evaluate` finds, without an account of how it was reached, for searches that try many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Quantity, quantity_of
from ..situation import Band
from .arithmetic import operand
from .operations import combine, first_known

__all__ = ["Formula", "branches", "formula"]

Formula = Callable[[Mapping[str, Any], "Mapping[str, Any] | None"], Any]


def formula(base: KnowledgeBase, name: str) -> Formula:
    """Return the function that computes a quantity from what is known and a card's facts; None while an operand is unknown."""
    made: dict[str, Formula] = base.cache.setdefault("formulas", {})
    if name not in made:
        order, shared = _order(base, name)
        if shared:
            made[name] = _in_order(base, order)
        else:
            quantity = base.quantities[name]
            made[name] = _operation(quantity, [_operand(base, part) for part in quantity.operands])
    return made[name]


def branches(
    base: KnowledgeBase, name: str, known: Mapping[str, Any], facts: Mapping[str, Any] | None
) -> tuple[Formula, ...]:
    """Return the functions of which a quantity is one at a time: the operands of a least or a greatest, of what is known first."""
    found: dict[str, Formula] = {}
    parts: list[Any] = [["quantity", name]]
    seen: set[str] = set()
    for part in parts:
        key = repr(part)
        if key not in seen:
            seen.add(key)
            chosen = _chosen(base, part[1], known, facts) if quantity_of(part) else ()
            parts += chosen
            if not chosen:
                found[key] = _operand(base, part)
    return tuple(found.values())


def _chosen(base: KnowledgeBase, name: str, known: Mapping[str, Any], facts: Mapping[str, Any] | None) -> Iterable[Any]:
    """Return the operands of which a quantity is one at a time (none: it is computed)."""
    quantity = base.quantities[name]
    if quantity.operation == "first_known":
        return [part for part in quantity.operands if _operand(base, part)(known, facts) is not None][:1]
    return quantity.operands if quantity.operation in ("least", "greatest") and not quantity.rounding else ()


def _order(base: KnowledgeBase, name: str) -> tuple[Sequence[str], bool]:
    """Return the quantities that a quantity is computed from, each after what it needs and itself last, and whether one of them is
    needed more than once."""
    found: dict[str, None] = {}
    shared = False

    def visit(one: str) -> None:
        nonlocal shared
        for part in base.quantities[one].quantities:
            if part in found:
                shared = True
            else:
                visit(part)
        found[one] = None

    visit(name)
    return tuple(found), shared


def _in_order(base: KnowledgeBase, order: Sequence[str]) -> Formula:
    """Return the function that computes one quantity after the other, each once: with squares of squares of squares it would be
    computed thousands of times otherwise."""
    steps = [
        (
            name,
            _operation(
                base.quantities[name], [_operand(base, part, kept=True) for part in base.quantities[name].operands]
            ),
        )
        for name in order
    ]

    def compute(known: Mapping[str, Any], facts: Mapping[str, Any] | None) -> Any:
        found = dict(known)
        for name, operation in steps:
            found[name] = operation(found, facts)
        return found[order[-1]]

    return compute


def _operation(quantity: Quantity, operands: Sequence[Formula]) -> Formula:
    def first(known: Mapping[str, Any], facts: Mapping[str, Any] | None) -> Any:
        return first_known(read(known, facts) for read in operands)

    def of_all(known: Mapping[str, Any], facts: Mapping[str, Any] | None) -> Any:
        values = [read(known, facts) for read in operands]
        if None in values or (joins and any(isinstance(value, Band) for value in values)):
            return None
        return "".join(map(str, values)) if joins else combine(quantity, values)

    joins = quantity.operation == "join"
    return first if quantity.operation == "first_known" else of_all


def _operand(base: KnowledgeBase, part: Any, kept: bool = False) -> Formula:
    """Return the function that reads an operand; `kept`: quantities are among what is known."""
    kind, name = part[:2] if isinstance(part, (list, tuple)) else ("number", "")
    if kind == "quantity" and not kept:
        return formula(base, name)

    def number(_known: Mapping[str, Any], _facts: Mapping[str, Any] | None) -> Any:
        return part

    def known_one(known: Mapping[str, Any], _facts: Mapping[str, Any] | None) -> Any:
        return known.get(name)

    def other(known: Mapping[str, Any], facts: Mapping[str, Any] | None) -> Any:
        return operand(base, part, known, facts).value

    return {"number": number, "attr": known_one, "quantity": known_one}.get(kind, other)
