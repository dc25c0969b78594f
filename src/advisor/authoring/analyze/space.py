"""The possible situations as far as some rows can tell them apart: an exact walk over the cells of the matcher.

A situation is an answer, or none, for each attribute. Only the attributes that the rows of interest mention matter, with those
they are derived from; two answers that satisfy the same rows are one. The walk decides attribute by attribute and keeps, per
set of rows that can still be satisfied, one situation that leads there: a decision diagram whose nodes are masks.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from ...inference.index import RuleIndex
from ...inference.inference import Inference, infer
from ...inference.program import Program
from ...knowledge.model import Clause
from ...situation import Situation
from ..values import answers, operands_for

__all__ = ["Reduce", "Space", "TooManyError", "Witness"]

# The choices made on the way, last first: (attribute, value, whether the value was derived, the rest). Without an attribute
# the value holds answers given together, and what they mean.
Witness = Any


# Takes a state and the rows that mention something not yet decided; returns the state it amounts to, or None to drop it.
Reduce = Callable[[int, int], "int | None"]


class TooManyError(Exception):
    """The walk needs more states than it may keep: no exact statement is made."""


class Space:
    """The possible situations of one program."""

    def __init__(self, program: Program, most_states: int = 200_000) -> None:
        self.program = program
        self.index: RuleIndex = program.index
        self.most_states = most_states
        self.impossible = program.effect_rows["impossible"]
        self.derivations = {step.name: step.rows for step in program.steps if step.derive}
        self._inputs = {name: self.names_in(rows) for name, rows in self.derivations.items()}
        self._answers = {name: answers(program, name) for name in program.index.columns}
        self._refused_with = self.names_in(self.impossible)
        self._tags: dict[tuple[str, Any], int] = {}
        self._agreed: dict[int, Any] = {0: None}  # what derivations that fire together amount to
        # Attributes whose answers other answers may narrow, with those: they are decided together.
        self._narrowing = frozenset(name for number in program.narrowing for name in program.names_of[number])
        self._together: dict[tuple[str, ...], list[tuple[dict[str, Any], dict[str, Any], int, int]]] = {}
        self._walked: dict[Any, dict[int, Witness]] = {}  # walks that candidates share

    def names_in(self, rows: int) -> frozenset[str]:
        """Return the attributes and quantities that rows mention."""
        found: set[str] = set()
        for name, column in self.index.columns.items():
            if rows & ~column.outside:
                found.add(name)
        return frozenset(found)

    def closure(self, names: Iterable[str]) -> list[str]:
        """Return the attributes to decide, each derived one after what it is derived from.

        Besides `names` these are what they are derived from, and what could be derived from them and make the situation
        impossible.
        """
        found = set(names)
        grown = True
        while grown:
            grown = False
            if self._narrowing & found and not self._narrowing <= found:
                found |= self._narrowing  # another answer may give one of these another meaning
                grown = True
            for name, inputs in self._inputs.items():
                if name in found and not inputs <= found:
                    found |= inputs
                    grown = True
                elif name not in found and inputs & found and name in self._refused_with:
                    found.add(name)
                    grown = True
        narrowing = self._narrowing
        return sorted(found, key=lambda name: (self._depth(name), name not in narrowing, -self._weight(name), name))

    def _depth(self, name: str) -> int:
        inputs = self._inputs.get(name)
        return 0 if not inputs else 1 + max(self._depth(other) for other in inputs)

    def _weight(self, name: str) -> int:
        return (
            (self.index.everything & ~self.index.columns[name].outside).bit_count() if name in self.index.columns else 0
        )

    def reachable(
        self,
        rows: int,
        deadly: int = 0,
        names: Iterable[str] | None = None,
        reduce: Reduce | None = None,
        answered: Collection[str] = (),
        refusing: int | None = None,
        tell_apart: Collection[str] = (),
    ) -> dict[int, Witness]:
        """Return every set of `rows` that fires together in some possible situation, each with a situation.

        Args:
            rows: the rows of interest.
            deadly: rows that must not fire (besides those that make a situation impossible).
            names: the attributes that may be known (default: those that `rows` mention); the others stay unknown.
            reduce: makes states that amount to the same equal, or drops them; it may use bits above those of the rows.
            answered: attributes that must be known.
            refusing: the rows that make a situation impossible (default: those of all `impossible` rules).
            tell_apart: attributes whose answers are kept apart, even where the same rows fire.

        Raises:
            TooManyError: there are too many sets.

        """
        order = self.closure([*(self.names_in(rows) if names is None else names), *tell_apart])
        deadly |= self.impossible if refusing is None else refusing
        deriving = 0
        for name in order:
            deriving |= self.derivations.get(name, 0)
        alive = (rows | deadly | deriving) & self._unmentioned(order)
        pending = [self._mentioned(order[at:]) for at in range(len(order) + 1)]
        if alive & deadly & ~pending[0]:
            return {}
        alive &= ~deadly | pending[0] | rows
        deadly &= alive
        key = (alive, rows, deadly, tuple(order), frozenset(tell_apart), frozenset(answered))
        if reduce is None and key in self._walked:
            return self._walked[key]
        states: dict[int, Witness] = {alive: None}
        together = [name for name in order if name in self._narrowing]
        first = sum(name not in self.derivations for name in together)  # these stand at the start of the order
        if together:
            over = deadly & pending[0] & ~pending[first]
            states = self._decide_together(alive, tuple(together), over, answered, tell_apart)
            if reduce is not None:
                states = _reduced(states, reduce, pending[first])
        for at, name in enumerate(order[first:], first):
            over = deadly & pending[at] & ~pending[at + 1]
            keep = ~(self.derivations.get(name, 0) & ~rows)
            if name in together:
                states = self._derive(states, name, over, keep)
            else:
                states = self._decide(states, name, over, keep, name not in answered, name in tell_apart)
            if reduce is not None:
                states = _reduced(states, reduce, pending[at + 1])
        wanted = rows | ~self.index.everything
        found: dict[int, Witness] = {}
        for state, witness in states.items():
            found.setdefault(state & wanted, witness)
        if reduce is None:
            self._walked[key] = found
        return found

    def _unmentioned(self, order: Iterable[str]) -> int:
        """Return the rows that do not need any attribute outside `order`."""
        mask = self.index.everything
        inside = set(order)
        for name, column in self.index.columns.items():
            if name not in inside:
                mask &= column.unknown
        return mask

    def _mentioned(self, order: Iterable[str]) -> int:
        mask = 0
        for name in order:
            if name in self.index.columns:
                mask |= self.index.everything & ~self.index.columns[name].outside
        return mask

    def _decide(
        self,
        states: Mapping[int, Witness],
        name: str,
        deadly: int,
        keep: int,
        may_be_open: bool,
        apart: bool,
    ) -> dict[int, Witness]:
        """Decide one attribute in every state, and drop the states in which a deadly row holds."""
        column = self.index.columns.get(name)
        if column is None:
            return dict(states)
        relevant = 0
        for state in states:
            relevant |= state
        options: dict[int, Any] = {}
        tags: dict[Any, int] = {}
        for value in self._answers[name]:
            if apart:
                tags[value] = self._tag(name, value)
            options.setdefault(column.lookup(value) & relevant | tags.get(value, 0), value)
        derivation = self.derivations.get(name)
        above = ~self.index.everything  # the bits of `reduce` stay as they are
        unknown = (column.unknown | above) & keep
        masks = [((mask | above) & keep, value, tags.get(value, 0)) for mask, value in options.items()]
        found: dict[int, Witness] = {}
        for state, witness in states.items():
            derived = self._derived(state & derivation) if derivation else None
            if derived is not None:
                reached = state & (column.lookup(derived) | above) & keep | tags.get(derived, 0)
                if not reached & deadly and reached not in found:
                    found[reached] = (name, derived, True, witness)
            elif may_be_open:
                reached = state & unknown
                if not reached & deadly and reached not in found:
                    found[reached] = witness
            for mask, value, tag in masks:
                reached = state & mask | tag
                if not reached & deadly and reached not in found:
                    found[reached] = (name, value, False, witness)
            if len(found) > self.most_states:
                raise TooManyError
        return found

    def _decide_together(
        self, alive: int, names: tuple[str, ...], deadly: int, answered: Collection[str], tell_apart: Collection[str]
    ) -> dict[int, Witness]:
        """Decide the attributes whose answers may narrow each other, as a person would answer them.

        One that is left open and may be derived is marked, and derived when its turn comes.
        """
        found: dict[int, Witness] = {}
        above = ~self.index.everything
        for given, known, mask, marks in self._answered_together(names):
            if any(name in answered and name not in given for name in names):
                continue
            state = alive & (mask | above) | marks
            for name in names:
                if name in tell_apart and name in known:
                    state |= self._tag(name, known[name])
            if not state & deadly and state not in found:
                found[state] = ("", (given, known), False, None)
        return found

    def _answered_together(self, names: tuple[str, ...]) -> list[tuple[dict[str, Any], dict[str, Any], int, int]]:
        """Return every way to answer some attributes: the answers, what they mean, the rows left, and marks of what is open."""
        table = self._together.get(names)
        if table is None:
            table = self._together[names] = []
            for values in itertools.product(*([None, *self._answers[name]] for name in names)):
                given = {name: value for name, value in zip(names, values, strict=True) if value is not None}
                meant = Inference(Situation(given))
                meant.narrow(self.program)
                mask, marks = self.index.everything, 0
                for name in names:
                    column = self.index.columns[name]
                    if name in meant.known:
                        mask &= column.lookup(meant.known[name])
                    elif name in self.derivations:
                        marks |= self._tag(name, None)
                    else:
                        mask &= column.unknown
                table.append((given, meant.known, mask, marks))
        return table

    def answers_together(self) -> list[dict[str, Any]]:
        """Return every way to answer the attributes that may narrow each other."""
        names = tuple(sorted(self._narrowing))
        return [given for given, _, _, _ in self._answered_together(names)] if names else []

    def narrows(self, clause: Clause) -> bool:
        """Return whether some possible answers are narrowed by a clause."""
        names = tuple(sorted(self._narrowing))
        rows = self.index.rows_of[self.program.number_of[clause.id]]
        return any(
            self.index.fired(given) & rows and not infer(self.program, Situation(given)).impossible
            for given, _, _, _ in self._answered_together(names)
        )

    def _derive(self, states: Mapping[int, Witness], name: str, deadly: int, keep: int) -> dict[int, Witness]:
        """Derive one attribute in the states in which it is marked as open, and drop those in which a deadly row holds."""
        column = self.index.columns[name]
        mark, above = self._tag(name, None), ~self.index.everything
        found: dict[int, Witness] = {}
        for state, witness in states.items():
            reached, then = state, witness
            if state & mark:
                derived = self._derived(state & self.derivations[name])
                rows = column.unknown if derived is None else column.lookup(derived)
                reached = state & ~mark & (rows | above)
                then = witness if derived is None else (name, derived, True, witness)
            reached &= keep
            if not reached & deadly and reached not in found:
                found[reached] = then
        return found

    def _tag(self, name: str, value: Any) -> int:
        """Return a bit above those of the rows that stands for one answer."""
        number = self._tags.setdefault((name, value), len(self._tags))
        return 1 << (self.index.everything.bit_length() + number)

    @property
    def first_free_bit(self) -> int:
        """The first bit that a reduction may use: those below stand for rows and for answers kept apart."""
        return self.index.everything.bit_length() + 1024

    def _derived(self, fired: int) -> Any:
        """Return the value that fired derivations agree on, or None."""
        if fired not in self._agreed:
            values = {self.program.clauses[number].rule.payload[1] for number in self.index.clauses(fired)}
            self._agreed[fired] = values.pop() if len(values) == 1 else None
        return self._agreed[fired]

    # --- witnesses ---

    def known(self, witness: Witness) -> dict[str, Any]:
        """Return what is known in a witness, derived values included."""
        found: dict[str, Any] = {}
        while witness is not None:
            name, value, _, witness = witness
            found.update({name: value} if name else value[1])
        return found

    def situation(self, witness: Witness) -> dict[str, Any] | None:
        """Return a witness as answers, in the order of the attributes, or None when no answers give a quantity its value."""
        given: dict[str, Any] = {}
        wanted: dict[str, Any] = {}
        while witness is not None:
            name, value, derived, witness = witness
            if not name:
                given.update(value[0])
            elif name in self.program.base.quantities:
                wanted[name] = value
            elif not derived:
                given[name] = value
        for name, value in wanted.items():
            accepted = self._like(name, value)
            operands = next(operands_for(self.program, name, accepted, given), None)
            if operands is None:
                return None
            given.update({operand: part for operand, part in operands.items() if part is not None})
        return {name: given[name] for name in self.program.base.attributes if name in given}

    def _like(self, name: str, value: Any) -> Callable[[Any], bool]:
        """Return what says whether another value satisfies the same rows."""
        column = self.index.columns[name]
        rows = column.lookup(value)
        return lambda other: column.lookup(other) == rows


def _reduced(states: Mapping[int, Witness], reduce: Reduce, pending: int) -> dict[int, Witness]:
    found: dict[int, Witness] = {}
    for state, witness in states.items():
        reduced = reduce(state, pending)
        if reduced is not None and reduced not in found:
            found[reduced] = witness
    return found
