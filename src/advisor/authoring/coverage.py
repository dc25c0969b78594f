"""Decision coverage: which rules the examples fire, and which conditions they have seen hold, fail and wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import Struct

from ..inference.inference import infer
from ..inference.program import Program
from ..knowledge.cells import Cells
from ..knowledge.model import Attribute, Rule
from ..situation import Band, Situation
from .notation import written_condition

__all__ = ["OUTCOMES", "Condition", "Coverage", "RuleCoverage", "Sightings", "measure"]

OUTCOMES = ("yes", "no", "unknown")


class Condition(Struct, frozen=True):
    """One test of a rule on one attribute: the outcomes it can have, and those that were seen (in the order of OUTCOMES)."""

    attribute: str
    cells: Cells
    text: str
    possible: tuple[str, ...]
    seen: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The outcomes that no example shows."""
        return tuple(outcome for outcome in self.possible if outcome not in self.seen)

    @property
    def both_ways(self) -> bool:
        """True when it was seen to hold and to fail, as far as it can."""
        return "yes" not in self.missing and "no" not in self.missing


class RuleCoverage(Struct, frozen=True):
    """One rule: whether any example fires it, and its conditions (equal ones in several rows count once)."""

    rule: Rule
    fired: bool
    conditions: tuple[Condition, ...]

    @property
    def complete(self) -> bool:
        """True when nothing is missing."""
        return self.fired and not any(condition.missing for condition in self.conditions)


class Coverage(Struct, frozen=True):
    """All rules, in the order of their files and lines."""

    rules: tuple[RuleCoverage, ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of all rules."""
        return tuple(condition for rule in self.rules for condition in rule.conditions)

    @property
    def counts(self) -> dict[str, tuple[int, int]]:
        """How many of how many: rules fired, conditions seen both ways, conditions seen unknown where they can be."""
        conditions = self.conditions
        waiting = [condition for condition in conditions if "unknown" in condition.possible]
        return {
            "rules_fired": (sum(rule.fired for rule in self.rules), len(self.rules)),
            "conditions_both_ways": (sum(condition.both_ways for condition in conditions), len(conditions)),
            "conditions_unknown": (sum("unknown" in condition.seen for condition in waiting), len(waiting)),
        }


def percent(count: tuple[int, int]) -> float:
    """Return a share in percent, rounded down to one decimal: 100 means all. Of none, all are there."""
    some, every = count
    return 100.0 if some == every else 1000 * some // every / 10


class Sightings:
    """What a set of situations has shown: the rows that fired, and the values of each attribute (None: unknown).

    A situation that is refused shows what the rules that refuse it do, and those they rest on, but nothing of the others.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.fired = 0
        self._refusing = program.rows_with("impossible", "derive")
        self._values: dict[str, dict[Any, None]] = {name: {} for name in program.index.columns}
        self._refused: dict[str, dict[Any, None]] = {name: {} for name in program.index.columns}
        # Rules that narrow an answer look at the answers as they are given.
        self._given: dict[str, dict[Any, None]] = {name: {} for name in program.index.columns}
        self._narrowing = 0
        for number in program.narrowing:
            self._narrowing |= program.index.rows_of[number]
        self._narrow = {program.clauses[number].rule.id for number in program.narrowing}

    def add(self, situation: Situation) -> None:
        """Take in one situation. A number known within bounds counts as unknown."""
        inference = infer(self.program, situation)
        refused = bool(inference.impossible)
        self.fired |= inference.fired & self._refusing if refused else inference.fired
        self.fired |= self.program.index.fired(situation.values) & self._narrowing
        for name, seen in (self._refused if refused else self._values).items():
            value = inference.known.get(name)
            seen[None if isinstance(value, Band) else value] = None
            value = situation.values.get(name)
            self._given[name][None if isinstance(value, Band) else value] = None

    def outcomes(self, rule: Rule, name: str, cells: Cells) -> tuple[str, ...]:
        """Return how a condition of a rule came out."""
        if rule.id in self._narrow:
            return tuple(kind for kind in OUTCOMES if kind in {outcome(cells, value) for value in self._given[name]})
        found = {outcome(cells, value) for value in self._values[name]}
        if rule.effect in ("impossible", "derive"):
            found |= {outcome(cells, value) for value in self._refused[name]}
        return tuple(kind for kind in OUTCOMES if kind in found)


def outcome(cells: Cells, value: Any) -> str:
    """Return how a condition comes out for one value (None: unknown)."""
    if value is None or isinstance(value, Band):
        return "yes" if value is None and cells.unknown else "unknown"
    return "yes" if cells.contains(value) else "no"


def measure(program: Program, situations: Iterable[Situation], packs: Collection[str] = ()) -> Coverage:
    """Return what situations cover of the rules of a knowledge base, or of some of its packs."""
    sightings = Sightings(program)
    for situation in situations:
        sightings.add(situation)
    return coverage_of(sightings, packs)


def coverage_of(sightings: Sightings, packs: Collection[str] = ()) -> Coverage:
    """Return what has been covered so far of all rules, or of those of some packs."""
    program = sightings.program
    fired = {program.clauses[number].rule.id for number in program.index.clauses(sightings.fired)}
    tests: dict[str, dict[tuple[str, Cells], None]] = {rule: {} for rule in program.base.rules}
    for clause in program.clauses:
        for row in clause.rows:
            tests[clause.rule.id].update(dict.fromkeys(row.items()))
    meant = [rule for rule in program.base.rules.values() if not packs or rule.pack in packs]
    rules = sorted(meant, key=lambda rule: (rule.file, rule.line, rule.id))
    return Coverage(
        tuple(
            RuleCoverage(
                rule,
                rule.id in fired,
                tuple(_condition(sightings, rule, name, cells) for name, cells in tests[rule.id]),
            )
            for rule in rules
        )
    )


def _condition(sightings: Sightings, rule: Rule, name: str, cells: Cells) -> Condition:
    attributes: Mapping[str, Attribute] = sightings.program.base.attributes
    attribute = attributes.get(name)
    return Condition(
        name,
        cells,
        written_condition(name, cells, attribute),
        possible_outcomes(cells, attribute),
        sightings.outcomes(rule, name, cells),
    )


def possible_outcomes(cells: Cells, attribute: Attribute | None) -> tuple[str, ...]:
    """Return the outcomes that a condition can have, given the attribute's domain (None: a quantity)."""
    if attribute is not None and attribute.discrete:
        domain = Cells.of(attribute.domain)
    elif attribute is not None:
        domain = Cells.span(attribute.low, attribute.low_open, attribute.high, False)
    else:
        domain = Cells.span(None, True, None, True)
    known = Cells(cells.values, cells.spans)
    fails = domain & known.complement(attribute.domain if attribute is not None and attribute.discrete else None)
    found = {"yes"} if cells.unknown or not (domain & known).empty else set()
    if not fails.empty:
        found.add("no")
    if not cells.unknown:
        found.add("unknown")
    return tuple(kind for kind in OUTCOMES if kind in found)
