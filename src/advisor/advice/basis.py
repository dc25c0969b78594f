"""What a headline decision of a candidate rests on: rows, attributes that give it values, and earlier decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ..inference.program import Program
from ..knowledge.model import Decision
from .settled import given_names

__all__ = ["Basis", "bases"]


class Basis(Struct, frozen=True):
    """What one decision of a candidate rests on.

    `rows` are those of the choices and limits about it, `uses` the attributes it takes values from, `sizing` those of them that
    only decide on the size of a machine (by `ladders`), `parents` the earlier decisions that its rules look at. `reaches` has
    one bit for each headline decision that rests on this one, or is it.
    """

    decision: Decision
    rows: int
    uses: tuple[str, ...]
    sizing: frozenset[str]
    parents: tuple[str, ...]
    ladders: tuple[str, ...]
    reaches: int


def bases(program: Program, candidate: str) -> tuple[Basis, ...]:
    """Return the headline decisions of a candidate and those they rest on, in the order in which they are decided."""
    cache: dict[str, tuple[Basis, ...]] = program.base.cache.setdefault("decision_bases", {})
    if candidate not in cache:
        cache[candidate] = tuple(_bases(program, candidate))
    return cache[candidate]


def _bases(program: Program, candidate: str) -> list[Basis]:
    base = program.base
    kind = base.candidates[candidate].kind
    reaches: dict[str, int] = {}
    found: list[Basis] = []
    for number, decision in enumerate(reversed(tuple(base.decisions.values()))):
        if kind not in decision.kinds or not (decision.headline or decision.id in reaches):
            continue
        bits = reaches.get(decision.id, 0) | (1 << number if decision.headline else 0)
        parents = tuple(sorted(given_names(base, decision.id, candidate)))
        for parent in parents:
            reaches[parent] = reaches.get(parent, 0) | bits
        found.append(_basis(program, candidate, decision, parents, bits))
    return found[::-1]


def _basis(program: Program, candidate: str, decision: Decision, parents: tuple[str, ...], reaches: int) -> Basis:
    names = {name for mode in program.base.candidates[candidate].modes for row in mode.rows for name in row}
    ladders: dict[str, None] = {}
    rows = 0
    for number in program.index.clauses(program.rows_about(candidate, "choose", "exclude")):
        payload = program.clauses[number].rule.payload
        if payload["decision"] == decision.id:
            rows |= program.index.rows_of[number]
            names |= _uses(program, payload)
            if isinstance(payload.get("ladder"), str):
                ladders[payload["ladder"]] = None
    sizing = {name for ladder in ladders for name in _source(program, program.base.ladders[ladder].by)}
    uses = tuple(sorted(names | sizing))
    return Basis(decision, rows, uses, frozenset(sizing - names), parents, tuple(ladders), reaches)


def _uses(program: Program, payload: Any) -> set[str]:
    """Return the attributes that a choice takes values from."""
    if isinstance(payload, list):
        return {name for entry in payload for name in _uses(program, entry)}
    if not isinstance(payload, Mapping):
        return set()
    names: set[str] = set()
    for key, value in payload.items():
        if key == "from":
            names |= _operand(program, value)
        elif key == "template" and isinstance(value, str):
            names |= _source(program, value)
        elif key == "ladder" and isinstance(value, str):
            names |= set() if _one_class(program, value) else _source(program, program.base.ladders[value].by)
        else:
            names |= _uses(program, value)
    return names


def _one_class(program: Program, ladder: str) -> bool:
    """Return whether every step of a ladder is of the same class, so that a size never decides between classes."""
    base = program.base
    found = base.ladders[ladder]
    names = [found.unknown, *(name for _, name in found.steps)]
    return len({base.instances[name].facts.get("class") for name in names if name}) == 1


def _operand(program: Program, operand: Any) -> set[str]:
    if not isinstance(operand, (list, tuple)) or operand[0] not in ("attr", "quantity", "table"):
        return set()
    return _source(program, operand[1]) if operand[0] == "quantity" else {operand[-1]}


def _source(program: Program, name: str) -> set[str]:
    quantity = program.base.quantities.get(name)
    return {name} if quantity is None else set(quantity.attributes)
