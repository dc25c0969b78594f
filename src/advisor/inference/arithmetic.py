"""Quantities: numbers and texts computed from attributes and card facts, with the sum that was done."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping
from typing import Any

from msgspec import Struct

from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Quantity, quantity_of
from ..situation import Band
from .operations import DIGITS, combine, first_known

__all__ = ["Result", "alike", "amount", "brief", "depends_on", "evaluate", "operand", "operands_left"]


class Result(Struct, frozen=True):
    """A value (None when an operand is unknown), the attributes it still needs, and how it was reached.

    `steps` tells it with the name and the result, `worked` holds the sum alone (empty where nothing was added up).
    """

    value: Any = None
    needs: tuple[str, ...] = ()
    steps: str = ""
    template: str = ""
    assumed: bool = False  # an operand that is not known yet would have come first
    worked: str = ""


def evaluate(
    base: KnowledgeBase,
    name: str,
    known: Mapping[str, Any],
    facts: Mapping[str, Any] | None = None,
    declined: tuple[str, ...] = (),
) -> Result:
    """Compute one quantity from what is known (attributes and quantities) and, for choices, a card's facts."""
    return _evaluate(base, name, known, facts, declined, {})


def _evaluate(
    base: KnowledgeBase,
    name: str,
    known: Mapping[str, Any],
    facts: Mapping[str, Any] | None,
    declined: tuple[str, ...],
    done: dict[str, Result],
) -> Result:
    """Compute one quantity, and each that it needs once: `done` keeps them."""
    quantity = base.quantities[name]
    parts: list[Result] = []
    for part in quantity.operands:
        inner = quantity_of(part)
        if not inner:
            parts.append(operand(base, part, known, facts, declined))
            continue
        if inner not in done:
            done[inner] = _evaluate(base, inner, known, facts, declined, done)
        parts.append(done[inner])
    if quantity.operation == "join":
        return _join(quantity, [_in_text(base, *part, known) for part in zip(quantity.operands, parts, strict=True)])
    if quantity.operation == "first_known":
        return _first_known(quantity, parts, declined)
    needs = tuple(dict.fromkeys(need for part in parts for need in part.needs))
    if any(part.value is None for part in parts):
        return Result(needs=needs)
    value = combine(quantity, [part.value for part in parts])
    if value is None:
        return Result(needs=needs)
    shown = [
        _shown(base, part, found.value, quantity.unit) for part, found in zip(quantity.operands, parts, strict=True)
    ]
    worked = _worked(quantity.operation, shown)
    steps = f"{quantity.name} = {worked} = {amount(value, quantity.unit)}"
    return Result(value, (), steps, assumed=any(part.assumed for part in parts), worked=worked)


def operands_left(base: KnowledgeBase, name: str, unknown: Container[str]) -> frozenset[str] | None:
    """Return the attributes a quantity may come from while others stay unknown, or None when it cannot be computed then."""
    done: dict[str, frozenset[str] | None] = {}

    def of(part: Any) -> frozenset[str] | None:
        kind = part[0] if isinstance(part, (list, tuple)) else "number"
        if kind == "quantity":
            if part[1] not in done:
                done[part[1]] = of_quantity(base.quantities[part[1]])
            return done[part[1]]
        if kind not in ("attr", "table"):
            return frozenset()
        name = part[1] if kind == "attr" else part[2]
        return None if name in unknown else frozenset((name,))

    def of_quantity(quantity: Quantity) -> frozenset[str] | None:
        parts = [of(part) for part in quantity.operands]
        left = [part for part in parts if part is not None]
        if not left or (len(left) < len(parts) and quantity.operation != "first_known"):
            return None
        return frozenset().union(*left)

    return of(["quantity", name])


def depends_on(base: KnowledgeBase, name: str, known: Container[str]) -> frozenset[str]:
    """Return the attributes that a quantity may change with while these are known: nothing comes after the first that is known."""
    found: dict[str, tuple[frozenset[str], bool]] = {}

    def of(part: Any) -> tuple[frozenset[str], bool]:
        """Return the same for an operand, and whether it is sure to have a value."""
        kind = part[0] if isinstance(part, (list, tuple)) else "number"
        if kind == "quantity":
            if part[1] not in found:
                found[part[1]] = of_quantity(base.quantities[part[1]])
            return found[part[1]]
        if kind not in ("attr", "table"):
            return frozenset(), kind == "number"
        name = part[1] if kind == "attr" else part[2]
        return frozenset((name,)), kind == "attr" and name in known

    def of_quantity(quantity: Quantity) -> tuple[frozenset[str], bool]:
        parts = [of(part) for part in quantity.operands]
        if quantity.operation != "first_known":
            sure = quantity.operation not in ("root", "quotient") and all(one for _, one in parts)
            return frozenset().union(*(uses for uses, _ in parts)), sure
        first = next((number for number, (_, sure) in enumerate(parts) if sure), len(parts) - 1)
        return frozenset().union(*(uses for uses, _ in parts[: first + 1])), parts[first][1]

    return of(["quantity", name])[0]


def operand(
    base: KnowledgeBase,
    part: Any,
    known: Mapping[str, Any],
    facts: Mapping[str, Any] | None,
    declined: tuple[str, ...] = (),
) -> Result:
    """Return the value of one operand."""
    if not isinstance(part, (list, tuple)):
        return Result(part, template=str(part))
    kind, name = part[0], part[1]
    if kind == "attr":
        value = known.get(name)
        return Result(
            value, () if value is not None else (name,), template=f"{{{name}}}" if value is None else _number(value)
        )
    if kind == "quantity":
        return evaluate(base, name, known, facts, declined)
    if kind == "card":
        value = (facts or {}).get(name)
        return Result(value, template=f"{{{name}}}" if value is None else str(value))
    if kind == "text":
        return Result(name, template=name)
    return _table(base, part, known, facts)


def _table(base: KnowledgeBase, part: Any, known: Mapping[str, Any], facts: Mapping[str, Any] | None) -> Result:
    _, source, by, called = part
    awaited = f"{{{called}}}"
    name = source if isinstance(source, str) else (facts or {}).get(source[1])
    table = base.tables.get(name or "")
    if table is None:
        return Result(template=awaited)
    key = known.get(by)
    if key is None:
        return Result(None, (by,), template=table.default or awaited)
    value = table.rows.get(key, table.default)
    return Result(value, template=value or awaited)


def _in_text(base: KnowledgeBase, part: Any, found: Result, known: Mapping[str, Any]) -> Result:
    """Return what an operand is in a text: there only a number that is known has a place, and none within bounds."""
    inner = quantity_of(part)
    if isinstance(found.value, Band):
        names = base.quantities[inner].attributes if inner else (part[1],)
        return Result(
            None, tuple(name for name in names if isinstance(known.get(name), Band)), template=f"{{{part[1]}}}"
        )
    if inner and not found.template:
        template = f"{{{inner}}}" if found.value is None else _number(found.value)
        return Result(found.value, found.needs, assumed=found.assumed, template=template)
    return found


def _join(quantity: Quantity, parts: list[Result]) -> Result:
    template = "".join(part.template for part in parts)
    needs = tuple(dict.fromkeys(need for part in parts for need in part.needs))
    if any(part.value is None for part in parts):
        return Result(None, needs, template=template)
    return Result("".join(str(part.value) for part in parts), (), f"{quantity.name} joined from its parts", template)


def _first_known(quantity: Quantity, parts: list[Result], declined: tuple[str, ...]) -> Result:
    skipped: list[str] = []
    for part in parts:
        if part.value is not None:
            value = first_known(one.value for one in parts)
            assumed = part.assumed or any(need not in declined for need in skipped)
            shown = part if value is part.value else Result()  # else there may be none, and then another one comes in
            steps = shown.steps or f"{quantity.name} = {amount(value, quantity.unit)}"
            return Result(value, (), steps, assumed=assumed, worked=shown.worked)
        skipped += part.needs
    return Result(needs=tuple(dict.fromkeys(skipped)))


_SIGNS = {
    "product": " × ",
    "quotient": " / ",
    "sum": " + ",
    "difference": " - ",
}
_CHOSEN = {"least": ("the smaller of", "the smallest of"), "greatest": ("the larger of", "the largest of")}


def _worked(operation: str, shown: list[str]) -> str:
    if operation == "root":
        return f"√{shown[0]}"
    if operation not in _CHOSEN or len(shown) < 2:
        return _SIGNS.get(operation, "").join(shown)
    words = _CHOSEN[operation][len(shown) > 2]
    return f"{words} {', '.join(shown[:-1])} and {shown[-1]}"


def _shown(base: KnowledgeBase, part: Any, value: Any, unit: str) -> str:
    """Return an operand as the sum shows it, with its unit where that is the unit of the result too."""
    kind = part[0] if isinstance(part, (list, tuple)) else ""
    declared = base.attributes[part[1]] if kind == "attr" else base.quantities[part[1]] if kind == "quantity" else None
    same = declared is not None and unit and declared.unit == unit
    if isinstance(value, Band):
        return f"({_number(value)})"
    return f"{_number(value)} {unit}" if same else _number(value)


def brief(value: Any) -> Any:
    """Return a number as people write it down: a fraction to three digits, from 1,000 on none; anything else as it is."""
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    short = round(value) if abs(value) >= 1000 else float(f"{value:.3g}")
    return int(short) if short == int(short) else short


def alike(number: float) -> Iterable[tuple[float, int]]:
    """Yield the two ends of the numbers that people would write down as they write this one, each with the side to which it belongs
    itself: 1 is what is above it, -1 what is below."""
    for side in (-1, 1):
        end = float(f"{_farthest_alike(float(number), side):.{DIGITS}g}")
        yield end, -side if brief(end) == brief(number) else side


def _farthest_alike(number: float, side: int) -> float:
    near, far = number, number + side * max(abs(number) / 50, 1e-12)
    if brief(number) == 0:
        return number
    while (middle := (near + far) / 2) not in (near, far):
        if brief(middle) == brief(number):
            near = middle
        else:
            far = middle
    return near


def amount(value: Any, unit: str = "") -> str:
    """Return a computed number with its unit, as short as people write it."""
    return f"{_number(brief(value))} {unit}".rstrip()


def _between(band: Band) -> str:
    """Return bounds as they stand in a sum: `1,000 to 5,000`, or the one that there is."""
    if band.low is not None and band.high is not None:
        return f"{_number(band.low)} to {_number(band.high)}"
    if band.low is not None:
        return f"{'above' if band.low_open else 'at least'} {_number(band.low)}"
    if band.high is not None:
        return f"{'below' if band.high_open else 'at most'} {_number(band.high)}"
    return "any number"


def _number(value: Any) -> str:
    if isinstance(value, Band):
        return _between(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
    return str(value)
