"""What a decision of one candidate can depend on, so that a decision made once is not made again for the same reasons."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ...inference.program import Program
from ...knowledge.model import Candidate, Clause, Decision

if TYPE_CHECKING:
    from ...knowledge.base import KnowledgeBase
    from .setup import Choice

__all__ = ["Scope", "keep", "looks_at_card", "scopes_of", "value_attributes", "values_read"]

_MOST_KEPT = 512  # what is kept per candidate and decision: memory stays flat over a long batch


class Scope:
    """For one candidate and decision: the rows, the earlier decisions and the attributes that it can depend on.

    `made` holds decisions already made, under everything they depended on, `contests` what speaks for and against values, by
    the fired rows, and `open` the clauses found to be able to change them. Threads may share them: what is found twice is the same.
    """

    __slots__ = ("attributes", "contests", "decision", "earlier", "made", "open", "rows")

    def __init__(self, program: Program, candidate: Candidate, decision: Decision) -> None:
        self.decision = decision
        self.rows = 0
        earlier: dict[str, None] = {}
        attributes: dict[str, None] = {}
        for settler in _settlers(program).get(decision.id, ()):
            if settler.targets is None or candidate.id in settler.targets:
                self.rows |= settler.rows
                earlier.update(settler.earlier)
                attributes.update(settler.attributes)
        self.earlier = tuple(earlier)
        self.attributes = tuple(attributes)
        self.made: dict[Any, Choice | None] = {}
        self.contests: dict[int, Any] = {}
        self.open: dict[Any, list[int]] = {}

    def key(
        self,
        fired: int,
        mode: int,
        known: Mapping[str, Any],
        declined: tuple[str, ...],
        made: Mapping[str, Choice],
    ) -> Any:
        """Return everything the decision depends on, as one value to look it up by."""
        attributes = self.attributes
        return (
            fired & self.rows,
            mode,
            *[made[name].value if name in made else None for name in self.earlier],
            *[known.get(name) for name in attributes],
            tuple([name for name in declined if name in attributes]) if declined else (),
        )


def keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    """Remember a value in a dictionary of bounded size."""
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = value


def scopes_of(program: Program, candidate: Candidate) -> Mapping[str, Scope]:
    """Return the scopes of the decisions a candidate has, by decision, in the order in which they are made."""
    cache: dict[str, dict[str, Scope]] = program.base.cache.setdefault("scopes", {})
    found = cache.get(candidate.id)
    if found is None:
        found = cache[candidate.id] = {
            decision.id: Scope(program, candidate, decision)
            for decision in program.base.decisions.values()
            if candidate.kind in decision.kinds
        }
    return found


class _Settler(Struct, frozen=True):
    """What one clause that chooses or excludes a decision's value reads (the last two as ordered sets)."""

    targets: Container[str] | None
    rows: int
    earlier: dict[str, None]
    attributes: dict[str, None]


def _settlers(program: Program) -> Mapping[str, list[_Settler]]:
    """Return the clauses that choose or exclude, by decision."""
    found: dict[str, list[_Settler]] | None = program.base.cache.get("settlers")
    if found is None:
        found = {}
        for number in program.index.clauses(program.rows_with("choose", "exclude")):
            clause = program.clauses[number]
            rule = clause.rule
            reads = dict.fromkeys(_read_by(program.base, clause))
            settler = _Settler(clause.targets, program.index.rows_of[number], dict.fromkeys(rule.given), reads)
            found.setdefault(rule.payload["decision"], []).append(settler)
        program.base.cache["settlers"] = found
    return found


def _read_by(base: KnowledgeBase, clause: Clause) -> Iterable[str]:
    """Yield the attributes that the value or the fields of a choice are computed from."""
    payload = clause.rule.payload
    if payload.get("ladder"):
        yield from _operand_attributes(base, ("quantity", base.ladders[payload["ladder"]].by))
    yield from values_read(base, payload)


def values_read(base: KnowledgeBase, payload: Mapping[str, Any]) -> Iterable[str]:
    """Yield the attributes that a choice takes its value or its fields from, other than by a ladder."""
    parts = [payload.get("value"), *payload.get("fields", {}).values(), *payload.get("entries", {}).values()]
    for part in parts:
        yield from value_attributes(base, part)


def value_attributes(base: KnowledgeBase, value: Any) -> Iterable[str]:
    """Yield the attributes that a value is taken or computed from."""
    if not isinstance(value, dict):
        return
    if "template" in value:
        yield from _operand_attributes(base, ("quantity", value["template"]))
    elif "from" in value:
        yield from _operand_attributes(base, value["from"])
    else:
        for entry in value.get("map", {}).values():
            yield from value_attributes(base, entry)


def looks_at_card(base: KnowledgeBase, payload: Any) -> bool:
    """Return whether a value is taken or computed from a card."""
    if isinstance(payload, Mapping):
        if "template" in payload or "ladder" in payload:
            return True
        return any(looks_at_card(base, entry) for entry in payload.values())
    if not isinstance(payload, (list, tuple)):
        return False
    parts: list[Any] = list(payload)
    if parts[:1] == ["quantity"] and parts[1] in base.quantities:
        return not base.quantities[parts[1]].situational
    return parts[:1] in (["card"], ["table"]) or any(looks_at_card(base, entry) for entry in parts)


def _operand_attributes(base: KnowledgeBase, part: Any) -> Iterable[str]:
    if not isinstance(part, (list, tuple)):
        return
    if part[0] == "table":
        yield part[2]
    elif part[0] == "quantity" and part[1] in base.quantities:
        yield from base.quantities[part[1]].attributes
    elif part[0] in ("attr", "quantity"):  # a ladder may go by an attribute
        yield part[1]
