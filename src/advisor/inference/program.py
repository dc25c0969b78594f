"""What inference needs, compiled once per knowledge base: the index and the order of derivations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Clause
from .arithmetic import evaluate, operands_left
from .formula import formula
from .index import RuleIndex

__all__ = ["Program", "Step"]

_EFFECTS = ("derive", "impossible", "favor", "avoid", "rule_out", "choose", "exclude", "advise", "warn")


_MOST_KEPT = 4096


class Step(Struct, frozen=True):
    """One step before the rules are read: compute a quantity, or settle a derived attribute from the clauses in `rows`.

    `uses` holds what it goes by: for a quantity the attributes it is computed from, else all that the rows mention. `blank` says
    that a quantity is unknown while all of these are.
    """

    name: str
    derive: bool
    rows: int = 0
    uses: frozenset[str] = frozenset()
    blank: bool = False


class Program:
    """The compiled rules of one knowledge base. Shared by threads: nothing in it depends on a situation."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self.clauses: tuple[Clause, ...] = base.clauses
        self.index = RuleIndex([clause.rows for clause in base.clauses])
        self.number_of = {clause.id: number for number, clause in enumerate(base.clauses)}
        self.effect_rows: dict[str, int] = dict.fromkeys(_EFFECTS, 0)  # which rows belong to rules with this effect
        for number, clause in enumerate(base.clauses):
            self.effect_rows[clause.rule.effect] |= self.index.rows_of[number]
        self.scoring_rows = self.rows_with("favor", "avoid", "rule_out", "impossible")
        self.scoring_names = {  # what the ranking can depend on
            name
            for clause in base.clauses
            if clause.rule.effect in ("favor", "avoid", "rule_out", "impossible", "derive")
            for row in clause.rows
            for name in row
        }
        # Clauses that hold in every situation: concluded once, copied into each inference, fired as one rule.
        self.standing = frozenset(
            number
            for number, clause in enumerate(base.clauses)
            if any(not row for row in clause.rows) and clause.rule.effect not in ("derive", "impossible")
        )
        # What is concluded clause by clause: the rest is there from the start, or looked at when a set-up is made.
        self.concluding_rows = self.index.everything & ~self.rows_with("choose", "exclude")
        for number in self.standing:
            self.concluding_rows &= ~self.index.rows_of[number]
        self.names_of = tuple(frozenset(name for row in clause.rows for name in row) for clause in base.clauses)
        self.narrowing = tuple(number for number, clause in enumerate(base.clauses) if clause.narrows)
        self.narrowing_rows = 0
        for number in self.narrowing:
            self.narrowing_rows |= self.index.rows_of[number]
        self.narrowing_names = frozenset(  # the attributes whose answers narrow others, or are narrowed
            name
            for number in self.narrowing
            for row in base.clauses[number].rows
            for name in (*row, base.clauses[number].rule.payload[0])
        )
        self.derived_numbers: dict[str, set[float]] = {}  # the numbers that rules can derive, by attribute
        for clause in base.clauses:
            if clause.rule.effect == "derive" and not base.attributes[clause.rule.payload[0]].discrete:
                self.derived_numbers.setdefault(clause.rule.payload[0], set()).add(clause.rule.payload[1])
        self.narrowed_names = frozenset(base.clauses[number].rule.payload[0] for number in self.narrowing)
        self.coarser = self._coarser()
        self.demands = tuple(name for name, attribute in base.attributes.items() if attribute.demand)
        self._kinds: dict[str, tuple[tuple[Any, int, int], ...]] = {}
        self._reachable: dict[tuple[str, int], int] = {}
        self._incomputable: dict[frozenset[str], tuple[str, ...]] = {}
        self._rows_about: dict[tuple[str, ...], int] = {}
        self._following: dict[tuple[str, ...], tuple[Step, ...]] = {}
        self.meanings: dict[tuple[Any, ...], dict[str, Any]] = {}  # kept by `inference.meanings`
        self.template: Any = None
        self.steps = self._plan()
        self.scoring_steps = tuple(step for step in self.steps if not step.derive and step.name in self.scoring_names)
        self.step_of = {step.name: number for number, step in enumerate(self.steps)}
        self.rules: dict[int, Any] = {}  # experta rules, made when first fired
        self.step_rules: tuple[Any, ...] = ()

    def _coarser(self) -> dict[str, frozenset[str]]:
        """Return, per attribute, the attributes that follow from it alone. What says what is wanted at all is no finer form of
        anything."""
        found: dict[str, set[str]] = {}
        for clause in self.clauses:
            if clause.rule.effect == "derive" and not clause.narrows:
                for row in clause.rows:
                    name = next(iter(row), "")
                    attribute = self.base.attributes.get(name)
                    if len(row) == 1 and attribute is not None and not attribute.goal:
                        found.setdefault(name, set()).add(clause.rule.payload[0])
        return {name: frozenset(names) for name, names in found.items()}

    def rows_about(self, candidate: str, *effects: str) -> int:
        """Return the rows of the rules with one of these effects that concern a candidate."""
        key = (candidate, *effects)
        found = self._rows_about.get(key)
        if found is None:
            found = 0
            for number in self.index.clauses(self.rows_with(*effects)):
                targets = self.clauses[number].targets
                if targets is None or candidate in targets:
                    found |= self.index.rows_of[number]
            self._rows_about[key] = found
        return found

    def answers(self, name: str) -> tuple[Any, ...]:
        """Return what can be answered for an attribute: its values, or one number per interval between the rules' thresholds."""
        attribute = self.base.attributes.get(name)
        if attribute is not None and attribute.discrete:
            return tuple(attribute.domain)
        column = self.index.columns.get(name)
        return tuple(column.samples()) if column is not None else ()

    def kinds_of_answer(self, name: str) -> tuple[tuple[Any, int, int], ...]:
        """Return the answers that satisfy different rows, each as (one such value, the rows, how many values)."""
        found = self._kinds.get(name)
        if found is None:
            column = self.index.columns[name]
            kinds: dict[int, tuple[Any, int, int]] = {}
            for value in self.answers(name):
                rows = column.lookup(value)
                first, _, count = kinds.get(rows, (value, rows, 0))
                kinds[rows] = (first, rows, count + 1)
            found = self._kinds[name] = tuple(kinds.values())
        return found

    def reachable_rows(self, name: str, refusing: int) -> int:
        """Return the rows that can hold when an answer to this attribute (or its being derived or computed) must satisfy none of
        `refusing`, rows that rest on nothing else unknown."""
        found = self._reachable.get((name, refusing))
        if found is None:
            column = self.index.columns[name]
            found = column.unknown | column.outside
            for value in self.answers(name):
                rows = column.lookup(value)
                if not rows & refusing:
                    found |= rows
            if len(self._reachable) >= _MOST_KEPT:
                self._reachable.clear()
            self._reachable[name, refusing] = found
        return found

    def rows_within(self, names: Iterable[str], others: int) -> int:
        """Return the rows that mention all of these attributes and hold only for such answers to them as all other rows hold for."""
        found = self.index.everything
        for name in names:
            column = self.index.columns[name]
            found &= ~column.unknown
            for value in self.answers(name):
                rows = column.lookup(value)
                if others & ~rows:
                    found &= ~rows
        return found

    def lost(self, names: Iterable[str], possible: int) -> int:
        """Return the rows that cannot hold any more when these attributes are never answered.

        An attribute that an open derivation may still set is not lost. A quantity is, once too little is left to compute it from.
        """
        left = frozenset(names)
        while left:
            dead = self.index.dead_for((*left, *self.incomputable(left)))
            derivable = {step.name for step in self.steps if step.derive and step.rows & possible & ~dead} & left
            if not derivable:
                return dead
            left -= derivable
        return 0

    def incomputable(self, unknown: frozenset[str]) -> tuple[str, ...]:
        """Return the quantities in the rules that cannot be computed while these attributes are unknown."""
        found = self._incomputable.get(unknown)
        if found is None:
            found = tuple(
                step.name
                for step in self.steps
                if not step.derive
                and not step.uses.isdisjoint(unknown)
                and operands_left(self.base, step.name, unknown) is None
            )
            if len(self._incomputable) >= _MOST_KEPT:
                self._incomputable.clear()
            self._incomputable[unknown] = found
        return found

    def row_names(self, number: int, rows: int) -> frozenset[str]:
        """Return what those rows of a clause mention that are among `rows`."""
        mine = self.index.rows_of[number]
        if not mine & ~rows:
            return self.names_of[number]
        first = (mine & -mine).bit_length() - 1
        found = [row for at, row in enumerate(self.clauses[number].rows) if rows >> (first + at) & 1]
        return frozenset(name for row in found for name in row)

    def rows_deriving(self, name: str) -> int:
        """Return the rows of the rules that derive an attribute (none: 0)."""
        at = self.step_of.get(name)
        return self.steps[at].rows if at is not None else 0

    def rows_with(self, *effects: str) -> int:
        """Return the rows of all rules with one of these effects."""
        mask = 0
        for effect in effects:
            mask |= self.effect_rows[effect]
        return mask

    @classmethod
    def of(cls, base: KnowledgeBase) -> Program:
        """Return the program of a knowledge base, compiled on first use."""
        found = base.cache.get("program")
        if not isinstance(found, Program):
            found = base.cache.setdefault("program", cls(base))
        return found

    def _plan(self) -> tuple[Step, ...]:
        """Order quantities and derived attributes so that each comes after what it needs."""
        used = {name for clause in self.clauses for row in clause.rows for name in row}
        derivations: dict[str, list[int]] = {}
        for number, clause in enumerate(self.clauses):
            if clause.rule.effect == "derive" and not clause.narrows:
                derivations.setdefault(clause.rule.payload[0], []).append(number)
        steps: dict[str, Step] = {}

        def visit(name: str) -> None:
            if name in steps:
                return
            if name in self.base.quantities:
                for need in self.base.quantities[name].attributes:
                    visit(need)
                uses = frozenset(self.base.quantities[name].attributes)
                steps[name] = Step(name, False, uses=uses, blank=evaluate(self.base, name, {}).value is None)
            elif name in derivations:
                for number in derivations[name]:
                    for row in self.clauses[number].rows:
                        for need in row:
                            visit(need)
                rows = 0
                for number in derivations[name]:
                    rows |= self.index.rows_of[number]
                uses = frozenset().union(*(self.names_of[number] for number in derivations[name]))
                steps[name] = Step(name, True, rows, uses)

        for name in sorted(used | set(derivations)):
            visit(name)
        return tuple(steps.values())

    def compute(self, step: Step, known: Mapping[str, Any], declined: tuple[str, ...]) -> tuple[Any, bool]:
        """Return a quantity's value (None: unknown) and whether it only holds until an earlier operand is known."""
        if step.blank and step.uses.isdisjoint(known):
            return None, False
        result = evaluate(self.base, step.name, known, None, declined)
        return result.value, result.assumed

    def value(self, step: Step, known: Mapping[str, Any]) -> Any:
        """Return a quantity's value (None: unknown)."""
        return None if step.blank and step.uses.isdisjoint(known) else formula(self.base, step.name)(known, None)

    def following(self, *names: str) -> tuple[Step, ...]:
        """Return the steps whose outcome answers to these attributes can change, in their order."""
        found = self._following.get(names)
        if found is None:
            reached = set(names)
            steps = []
            for step in self.steps:
                if not reached.isdisjoint(step.uses):
                    reached.add(step.name)
                    steps.append(step)
            found = self._following[names] = tuple(steps)
        return found
