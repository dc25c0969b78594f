"""What a headline decision of a candidate rests on: rows, attributes that give it values, and earlier decisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from ...inference.program import Program
from ..answer.scope import Scope, scopes_of, values_read

__all__ = ["Basis", "bases", "sized_by"]


class Basis(Struct, frozen=True):
    """What one decision of a candidate rests on.

    `uses` are the attributes it takes values from, `valued` those of them that decide on more than the size of a machine. It may
    take a machine by `ladders`, of which those in `deciding` decide on more than its size, too, its value from `numbers`, or a text
    in which `joined` ones stand, and how many machines there are from `counts`: attributes and quantities. `compared` are the
    numbers that rules look for in its value. `reaches` has one bit for each headline decision that rests on this one, or is it.
    `rests_on` are `uses` and the earlier decisions.
    """

    scope: Scope
    uses: tuple[str, ...]
    valued: frozenset[str]
    ladders: tuple[str, ...]
    deciding: tuple[str, ...]
    numbers: tuple[str, ...]
    joined: tuple[str, ...]
    counts: tuple[str, ...]
    compared: tuple[float, ...]
    reaches: int
    rests_on: frozenset[str]


def bases(program: Program, candidate: str) -> tuple[Basis, ...]:
    """Return the headline decisions of a candidate and those they rest on, in the order in which they are decided."""
    cache: dict[str, tuple[Basis, ...]] = program.base.cache.setdefault("decision_bases", {})
    if candidate not in cache:
        cache[candidate] = tuple(_bases(program, candidate))
    return cache[candidate]


def _bases(program: Program, candidate: str) -> list[Basis]:
    card = program.base.candidates[candidate]
    modes = {name for mode in card.modes for row in mode.rows for name in row}
    reaches: dict[str, int] = {}
    found: list[Basis] = []
    for number, scope in enumerate(reversed(list(scopes_of(program, card).values()))):
        decision = scope.decision
        if not (decision.headline or decision.id in reaches):
            continue
        bits = reaches.get(decision.id, 0) | (1 << number if decision.headline else 0)
        for earlier in scope.earlier:
            reaches[earlier] = reaches.get(earlier, 0) | bits
        found.append(_basis(program, scope, modes, bits, looked_at=decision.id in reaches))
    return found[::-1]


def _basis(program: Program, scope: Scope, modes: set[str], reaches: int, looked_at: bool) -> Basis:
    """Return what one decision rests on. Where a later decision looks at it, the size of a machine is a value like any other."""
    payloads = [program.clauses[number].rule.payload for number in program.index.clauses(scope.rows)]
    ladders = tuple(dict.fromkeys(payload["ladder"] for payload in payloads if payload.get("ladder")))
    deciding = tuple(ladder for ladder in ladders if looked_at or not _one_class(program, ladder))
    by_size = {name for ladder in ladders if ladder not in deciding for name in sized_by(program, ladder)}
    by_value = {name for payload in payloads for name in values_read(program.base, payload)}
    by_value |= {name for ladder in deciding for name in sized_by(program, ladder)}
    uses = tuple(sorted({*scope.attributes, *modes}))
    valued = frozenset(uses) if looked_at else frozenset(uses) - (by_size - by_value - modes)
    values = [value for payload in payloads for value in (payload.get("value"), *payload.get("entries", {}).values())]
    fields = (
        [payload.get("fields", {}).get("count") for payload in payloads] if scope.decision.kind == "instance" else []
    )
    numbers, joined = _numbers(program, values)
    counts, _ = _numbers(program, fields)
    return Basis(
        scope,
        uses,
        valued,
        ladders,
        deciding,
        numbers,
        joined,
        counts,
        tuple(_compared(program, scope.decision.id)),
        reaches,
        frozenset((*uses, *scope.earlier)),
    )


def _numbers(program: Program, values: Iterable[Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the attributes and quantities from which values take a number, and those of which the number stands in a text."""
    found: tuple[dict[str, None], dict[str, None]] = ({}, {})
    for value in values:
        if isinstance(value, dict):
            operand = ["quantity", value["template"]] if "template" in value else value.get("from")
            for name, within in _numbers_of(program, operand):
                found[within][name] = None
    numbers, joined = map(tuple, found)
    return numbers, joined


def _numbers_of(program: Program, operand: Any) -> Iterable[tuple[str, bool]]:
    """Yield the attribute or the quantity that an operand is, with whether it only stands in a text; of a text all that stand in it."""
    kind, name, *_ = operand if isinstance(operand, (list, tuple)) else ("", "")
    if kind == "attr" and not program.base.attributes[name].discrete:
        yield name, False
    elif kind == "quantity":
        operation, operands = program.base.quantities[name].operation, program.base.quantities[name].operands
        parts = [one for part in operands for one in _numbers_of(program, part)]
        if operation == "join" or (operation == "first_known" and any(within for _, within in parts)):
            yield from ((inner, True) for inner, _ in parts)
        else:
            yield name, False


def _compared(program: Program, decision: str) -> Iterable[float]:
    """Yield the numbers that rules look for in the value of a decision, to choose by it or to exclude it."""
    for rule in program.base.rules.values():
        tests = rule.given.get(decision, {})
        excluded = rule.payload["values"] if rule.effect == "exclude" and rule.payload["decision"] == decision else ()
        for value in (*tests.get("in", ()), *tests.get("not", ()), *excluded):
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                yield value


def sized_by(program: Program, ladder: str) -> tuple[str, ...]:
    """Return the attributes that a ladder goes by."""
    source = program.base.ladders[ladder].by
    quantity = program.base.quantities.get(source)
    return (source,) if quantity is None else quantity.attributes


def _one_class(program: Program, ladder: str) -> bool:
    """Return whether every step of a ladder is of the same class, so that a size never decides between classes."""
    base = program.base
    found = base.ladders[ladder]
    names = [found.unknown, *(name for _, name in found.steps)]
    return len({base.instances[name].facts.get("class") for name in names if name}) == 1
