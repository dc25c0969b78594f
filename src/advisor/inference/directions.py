"""In which direction a quantity changes with one attribute, as far as the way it is computed tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import reduce
from typing import Any

from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Quantity, quantity_of

__all__ = ["Direction", "ceasing", "direction", "winds"]


class Direction(Enum):
    """How a quantity changes with one attribute while all others stay."""

    NONE = "not at all"
    UP = "never falls"
    DOWN = "never rises"
    ONE = "the one or the other on each side of 0, by what another is"
    EITHER = "the one or the other, by what another is, which may be on both sides of 0"
    MIXED = "may rise and fall"


def direction(base: KnowledgeBase, quantity: str, attribute: str) -> Direction:
    """Return how a quantity changes with an attribute: on each side of 0, as a quotient jumps there."""
    found: dict[tuple[str, str], Direction] = base.cache.setdefault("directions", {})
    key = quantity, attribute
    if key not in found:
        found[key] = _Way(base, attribute).of_quantity(base.quantities[quantity])
    return found[key]


def winds(base: KnowledgeBase, quantity: str, attribute: str, banded: bool) -> bool:
    """Return whether what a quantity is at least, or at most, may rise and fall with an attribute; `banded`: others are known within
    bounds, so that these two are apart."""
    found = direction(base, quantity, attribute)
    return found is Direction.MIXED or (banded and found is Direction.EITHER)


def ceasing(base: KnowledgeBase, quantity: str) -> Mapping[str, bool]:
    """Return the quantities whose size tells whether there is such a number: what it, or something that it is computed from, is the
    root of (True: only from 0 on), or is divided by (False: only beside 0). Not those that are 0 only where an attribute is."""
    found: dict[str, Mapping[str, bool]] = base.cache.setdefault("ceasing", {})
    if quantity not in found:
        mine: dict[str, bool] = {}
        declared = base.quantities[quantity]
        for part in declared.quantities:
            inner = ceasing(base, part)
            mine.update((name, with_0 and mine.get(name, True)) for name, with_0 in inner.items())
        last = quantity_of(declared.operands[-1])
        if last and _hangs_on_size(base, declared.operation, declared.operands[-1]):
            mine[last] = declared.operation == "root" and mine.get(last, True)
        found[quantity] = mine
    return found[quantity]


def _hangs_on_size(base: KnowledgeBase, operation: str, part: Any) -> bool:
    """Return whether there is a root of a quantity, or a quotient by it, only where it is of some size."""
    ways = [_Way(base, name) for name in base.quantities[part[1]].attributes]
    if operation == "quotient":
        return not all(way.never_0_beside(part) for way in ways)
    return operation == "root" and not all(way.never_below_0(part) for way in ways)


class _Way:
    """Follows one attribute through what is computed from it."""

    def __init__(self, base: KnowledgeBase, attribute: str) -> None:
        self.base = base
        self.attribute = attribute

    def of_quantity(self, quantity: Quantity) -> Direction:
        ways = [self._of(part) for part in quantity.operands]
        if quantity.operation == "product":
            return self._product(quantity.operands, ways)
        if quantity.operation == "quotient":
            return self._quotient(quantity.operands, ways)
        if quantity.operation == "difference":
            return _together(ways[0], _turned(ways[1]))
        if quantity.operation == "first_known" and any(map(self._may_cease, quantity.operands[:-1])):
            return Direction.MIXED
        if quantity.operation == "root" and ways[0] is not Direction.NONE and not self._sure(quantity):
            return Direction.MIXED
        return reduce(_together, ways, Direction.NONE)

    def _of(self, part: Any) -> Direction:
        kind, name = part[:2] if isinstance(part, (list, tuple)) else ("number", "")
        if kind == "quantity":
            return direction(self.base, name, self.attribute)
        return Direction.UP if kind == "attr" and name == self.attribute else Direction.NONE

    def _product(self, operands: Sequence[Any], ways: Sequence[Direction]) -> Direction:
        if all(map(self.never_below_0, operands)):
            return reduce(_together, ways, Direction.NONE)
        moving = [(part, way) for part, way in zip(operands, ways, strict=True) if way is not Direction.NONE]
        return self._signed(*moving[0]) if len(moving) == 1 else Direction.MIXED if moving else Direction.NONE

    def _quotient(self, operands: Sequence[Any], ways: Sequence[Direction]) -> Direction:
        (upper, lower), divided = ways, _turned(ways[1])
        if lower is Direction.NONE:
            return upper if all(map(self.never_below_0, operands)) else self._signed(operands[0], upper)
        if not self.never_0_beside(operands[1]):
            return Direction.MIXED
        if all(map(self.never_below_0, operands)):
            return _together(upper, divided)
        return self._signed(operands[1], divided) if upper is Direction.NONE else Direction.MIXED

    def _signed(self, part: Any, way: Direction) -> Direction:
        """Return the direction of an operand after multiplying it by what may be above 0 or below it."""
        if way in (Direction.NONE, Direction.MIXED):
            return way
        return Direction.ONE if self._keeps_sides(part) else Direction.EITHER

    def _keeps_sides(self, part: Any) -> bool:
        """Return whether an operand is on one side of 0 while the attribute is."""
        if self._of(part) is Direction.NONE or self.never_below_0(part):
            return True
        kind, name = part[:2]
        if kind == "attr":
            return True
        found: dict[tuple[str, str], bool] = self.base.cache.setdefault("keeps_sides", {})
        if (name, self.attribute) not in found:
            quantity = self.base.quantities[name]
            multiplies = quantity.operation in ("product", "quotient")
            found[name, self.attribute] = multiplies and all(map(self._keeps_sides, quantity.operands))
        return found[name, self.attribute]

    def _may_cease(self, part: Any) -> bool:
        """Return whether an operand may have no value for some numbers, while it has one for others."""
        if not quantity_of(part) or self._of(part) is Direction.NONE:
            return False
        found: dict[tuple[str, str], bool] = self.base.cache.setdefault("may_cease", {})
        key = part[1], self.attribute
        if key not in found:
            quantity = self.base.quantities[part[1]]
            found[key] = not self._sure(quantity) or any(map(self._may_cease, quantity.operands))
        return found[key]

    def _sure(self, quantity: Quantity) -> bool:
        """Return whether a quantity has a value wherever its operands have one."""
        last = quantity.operands[-1]
        if quantity.operation == "quotient":
            return self._of(last) is Direction.NONE
        return quantity.operation != "root" or self.never_below_0(last)

    def never_0_beside(self, divisor: Any) -> bool:
        """Return whether a divisor is 0 only where the attribute is, or where something else makes it 0 throughout."""
        if not isinstance(divisor, (list, tuple)):
            return bool(divisor > 0)
        kind, name = divisor[:2]
        if kind == "attr" and name == self.attribute:
            return True
        if kind != "quantity" or not self.never_below_0(divisor):
            return kind == "attr" and self.never_below_0(divisor)
        found: dict[tuple[str, str], bool] = self.base.cache.setdefault("never_0_beside", {})
        if (name, self.attribute) not in found:
            quantity = self.base.quantities[name]
            some = any if quantity.operation in ("sum", "greatest") else all
            found[name, self.attribute] = quantity.rounding != "down" and some(
                map(self.never_0_beside, quantity.operands)
            )
        return found[name, self.attribute]

    def never_below_0(self, part: Any) -> bool:
        if not isinstance(part, (list, tuple)):
            return bool(part >= 0)
        kind, name = part[:2]
        if kind == "attr":
            low = self.base.attributes[name].low
            return low is not None and low >= 0
        if kind != "quantity":
            return False
        found: dict[str, bool] = self.base.cache.setdefault("never_below_0", {})
        if name not in found:
            found[name] = self._quantity_never_below_0(self.base.quantities[name])
        return found[name]

    def _quantity_never_below_0(self, quantity: Quantity) -> bool:
        if quantity.operation in ("difference", "root"):
            return quantity.operation == "root"
        some = any if quantity.operation == "greatest" else all
        return some(map(self.never_below_0, quantity.operands))


def _turned(way: Direction) -> Direction:
    return {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}.get(way, way)


def _together(one: Direction, other: Direction) -> Direction:
    """Return the direction of what rises with both of two operands."""
    if Direction.NONE in (one, other):
        return other if one is Direction.NONE else one
    return one if one is other and one in (Direction.UP, Direction.DOWN) else Direction.MIXED
