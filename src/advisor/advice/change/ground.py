"""A situation to try answers on: what would be known and which rows would be fired with one more answer, or two."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cached_property
from typing import Any

from msgspec import Struct

from ...inference.inference import complete, meanings
from ...inference.program import Program, Step
from ...situation import Situation
from .nearness import Nearness

__all__ = ["After", "Ground"]


class After(Struct, frozen=True, gc=False):
    """What would be known and fired after more answers; `changed` holds every name that may be known otherwise."""

    known: Mapping[str, Any]
    fired: int
    changed: Set[str]


class Ground:
    """One situation with what follows from it, as far as the rows in `scope` need it.

    `known` holds answers, derived values and quantities; `relevant` are the rows in scope and those that can derive something, and
    `fired` those of them that are fired; `deriving` are those that can, and `feeding` the attributes that quantities in these rows
    are computed from.
    """

    def __init__(self, program: Program, situation: Situation, known: Mapping[str, Any], scope: int) -> None:
        self.program = program
        self.situation = situation
        self.known = known
        self.scope = scope
        self.deriving = 0  # the rows that can still derive something: those for what the person did not answer
        for step in program.steps:
            if step.derive and step.name not in situation.values:
                self.deriving |= step.rows
        self.relevant = scope | self.deriving
        self._reach: dict[frozenset[str], int] = {}
        self.fired = program.index.fired(known) & self.relevant

    @cached_property
    def computing(self) -> tuple[Step, ...]:
        """The steps that compute the quantities in the relevant rows."""
        columns = self.program.index.columns
        return tuple(
            step for step in self.program.steps if not step.derive and columns[step.name].mentioned & self.relevant
        )

    @cached_property
    def feeding(self) -> frozenset[str]:
        """The attributes that quantities in the relevant rows are computed from."""
        return frozenset(name for step in self.computing for name in step.uses)

    @cached_property
    def near(self) -> Nearness:
        """How far the relevant rows are from being fired."""
        return Nearness(self.program.index, self.known, self.relevant)

    def with_answer(self, name: str, value: Any) -> Ground:
        """Return the situation with one more answer, or another one."""
        situation = Situation({**self.situation.values, name: value}, self.situation.declined)
        return Ground(self.program, situation, self.tried(name, value).known, self.scope)

    def tried(self, name: str, value: Any) -> After:
        """Return what would be known and fired with one more answer.

        Mostly nothing else follows from an answer, and then one mask decides; only where a quantity or a derivation may come
        out differently is everything computed again.
        """
        return self.concluded(name, value, self.near.but(name) & self.satisfied(name, value))

    def concluded(self, name: str, value: Any, fired: int) -> After:
        """Return the same where the rows are known already that the answer fires if nothing else follows from it."""
        answer = {name: value}
        if self.derives_the_same(fired, answer) and self._computes_the_same(answer):
            return After({**self.known, name: value}, fired, answer.keys())
        return self.tried_all(answer)

    def fired_with(self, name: str, value: Any, other: str, other_value: Any) -> int:
        """Return the rows that two more answers would fire if nothing else followed from them."""
        return self.near.but(name, other) & self.satisfied(name, value) & self.satisfied(other, other_value)

    def tried_all(self, answers: Mapping[str, Any]) -> After:
        """Return what would be known and fired with more answers, everything that follows from them included."""
        situation = Situation({**self.situation.values, **answers}, self.situation.declined)
        known, changed = complete(self.program, situation, self.known, *answers)
        columns = self.program.index.columns
        tested = changed & columns.keys()
        if len(tested) > 2:
            return After(known, self.program.index.fired(known) & self.relevant, changed)
        fired = self.near.but(*tested) if tested else self.fired
        for name in tested:
            fired &= columns[name].satisfied(known[name]) if name in known else columns[name].unknown
        return After(known, fired, changed)

    def carried(self, known: Mapping[str, Any], names: frozenset[str]) -> After:
        """Return what would be known and fired if these names (an answer, and quantities) were as they are `known` elsewhere."""
        if names not in self._reach:
            self._reach[names] = self.near.but_all(names)
        fired, then = self._reach[names], dict(self.known)
        columns = self.program.index.columns
        for one in names:
            if one in known:
                then[one] = known[one]
            else:
                then.pop(one, None)
            if one in columns:
                fired &= columns[one].satisfied(known[one]) if one in known else columns[one].unknown
        return After(then, fired, names)

    def derives_the_same(self, fired: int, answers: Mapping[str, Any]) -> bool:
        """Return whether nothing else is derived when answers to one attribute, or two, fire these rows, and none is narrowed."""
        return self._means_the_same(answers) and not self.derives_more(fired, *answers)

    def _means_the_same(self, answers: Mapping[str, Any]) -> bool:
        """Return whether these answers are narrowed by none, and narrow no other one than what is said already does."""
        if self.program.narrowing_names.isdisjoint(answers):
            return True
        meant = meanings(self.program, {**self.situation.values, **answers})
        return all(value == (answers[name] if name in answers else self.known[name]) for name, value in meant.items())

    def derives_more(self, fired: int, *names: str) -> bool:
        """Return whether these rows, fired by answers to some attributes, may derive something else than now for others."""
        deriving = self.deriving
        for name in names:
            step = self.program.step_of.get(name)
            if step is not None:
                deriving &= ~self.program.steps[step].rows
        return bool((fired ^ self.fired) & deriving)

    def _computes_the_same(self, answers: Mapping[str, Any]) -> bool:
        """Return whether every quantity in the relevant rows stays on the same side of their thresholds."""
        if self.feeding.isdisjoint(answers):
            return True
        known = {**self.known, **answers}
        for step in self.computing:
            if step.name not in answers and not step.uses.isdisjoint(answers):
                value = self.program.value(step, known)
                column = self.program.index.columns[step.name]
                now = column.satisfied(self.known[step.name]) if step.name in self.known else column.unknown
                then = column.unknown if value is None else column.satisfied(value)
                if (now ^ then) & self.relevant:
                    return False
        return True

    def satisfied(self, name: str, value: Any) -> int:
        """Return the rows that accept an answer, or do not ask for it."""
        column = self.program.index.columns.get(name)
        return -1 if column is None else column.lookup(value)
