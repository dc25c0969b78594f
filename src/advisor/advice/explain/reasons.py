"""Fired rules as reasons: what each concluded, from which facts, by which sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from ...inference.arithmetic import evaluate
from ...inference.inference import Inference
from ...inference.program import Program
from ...knowledge.cells import Cells, Span
from ...knowledge.model import Attribute, Clause, Row
from ...situation import Band
from ..answer.records import Citation
from ..answer.ruled_out import plainest_first

__all__ = ["Fact", "Reason", "Reasons", "accepted"]


class Fact(Struct, frozen=True):
    """One thing a rule looked at.

    `origin` is given (an answer), derived (by `rule`), computed (`steps` shows the sum) or decided (an earlier part of the
    set-up). `wanted` is what the rule asks for: a list of values, or bounds such as `{"below": 5000}`.
    """

    name: str
    value: Any
    origin: str
    wanted: Any = None
    rule: str = ""
    steps: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        data: dict[str, Any] = {"name": self.name, "value": self.value, "origin": self.origin, "wanted": self.wanted}
        if self.rule:
            data["rule"] = self.rule
        return {**data, "steps": self.steps} if self.steps else data


class Reason(Struct, frozen=True):
    """One fired rule with the facts that made it fire. `strength` (1 to 3) and `aspect` go with favor and avoid only."""

    rule: str
    effect: str
    because: str
    facts: tuple[Fact, ...]
    sources: tuple[Citation, ...]
    basis: str = ""
    finding: str = ""
    aspect: str = ""
    strength: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        data: dict[str, Any] = {
            "rule": self.rule,
            "effect": self.effect,
            "because": self.because,
            "facts": [fact.to_dict() for fact in self.facts],
            "sources": [source.to_dict() for source in self.sources],
        }
        for name in ("basis", "finding", "aspect", "strength"):
            if getattr(self, name):
                data[name] = getattr(self, name)
        return data


class Reasons:
    """Makes the reasons of one inference."""

    def __init__(self, program: Program, inference: Inference) -> None:
        self.program = program
        self.inference = inference

    @cached_property
    def ruled_out(self) -> Mapping[str, Sequence[Clause]]:
        """What rules each candidate out, the plainest first."""
        return plainest_first(self.inference)

    def reason(self, clause: Clause, strength: int = 0, decided: Mapping[str, Any] | None = None) -> Reason:
        """Return a fired clause as a reason. `decided` holds the values of earlier decisions, for rules that look at them."""
        rule = clause.rule
        return Reason(
            rule=rule.id,
            effect=rule.effect,
            because=rule.because,
            facts=(*self._facts(self._row(clause)), *_decisions(rule.given, decided or {})),
            sources=self.citations(rule.sources),
            basis=rule.basis,
            finding=rule.finding,
            aspect=rule.aspect,
            strength=strength,
        )

    def citations(self, names: Iterable[str]) -> tuple[Citation, ...]:
        """Return the sources of these ids."""
        sources = (self.program.base.sources[name] for name in names)
        return tuple(Citation(source.id, source.title, source.url) for source in sources)

    def _row(self, clause: Clause) -> Row:
        """Return the first row of a clause that holds (an empty one when the clause holds in every situation)."""
        mask = self.program.index.rows_of[self.program.number_of[clause.id]]
        held = mask & self.inference.fired
        if not held:
            return {}
        first, found = mask & -mask, held & -held
        return clause.rows[found.bit_length() - first.bit_length()]

    def _facts(self, row: Row) -> Iterable[Fact]:
        base = self.program.base
        for name in (*base.attributes, *base.quantities):
            if name in row and name in self.inference.known:
                yield self._fact(name, row[name])

    def _fact(self, name: str, cells: Cells) -> Fact:
        inference = self.inference
        value, wanted = inference.known[name], accepted(cells, self.program.base.attributes.get(name))
        shown = value.document() if isinstance(value, Band) else value
        if name in inference.derived:
            return Fact(name, shown, "derived", wanted, rule=inference.derived[name][1].rule.id)
        if name in inference.situation.values:
            return Fact(name, shown, "given", wanted)
        steps = evaluate(self.program.base, name, inference.known, None, inference.situation.declined).steps
        return Fact(name, shown, "computed", wanted, steps=steps)


def _decisions(given: Mapping[str, Any], decided: Mapping[str, Any]) -> Iterable[Fact]:
    for name, test in given.items():
        if name in decided:
            wanted = list(test["in"]) if "in" in test else {"not": list(test["not"])}
            yield Fact(name, decided[name], "decided", wanted)


def accepted(cells: Cells, attribute: Attribute | None = None) -> Any:
    """Return what a condition accepts: a list of values, or bounds (a list of bounds when there are several ranges)."""
    if cells.values is not None:
        if attribute is not None and attribute.discrete:
            return [value for value in attribute.domain if value in cells.values]
        return sorted(cells.values, key=str)
    bounds = [bounds_of(span) for span in cells.spans]
    return bounds[0] if len(bounds) == 1 else bounds


def bounds_of(span: Span) -> dict[str, float]:
    """Return a span of numbers as bounds, such as `{"at_least": 10, "below": 20}`."""
    low, low_open, high, high_open = span
    return Band(low, low_open, high, high_open).document()
