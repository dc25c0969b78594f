"""The possible situations as far as some rows can tell them apart: an exact walk over the cells of the matcher.

A situation is an answer, or none, for each attribute. Only the attributes that the rows of interest mention matter, with those
they are derived from; two answers that satisfy the same rows are one. The walk decides attribute by attribute and keeps, per
set of rows that can still be satisfied, one situation that leads there: a decision diagram whose nodes are masks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from msgspec import Struct

from ...inference.index import RuleIndex
from ...inference.program import Program
from ..values import answers, operands_for
from .computed import Computed, Together, TooManyError
from .narrowing import Narrowing
from .outcomes import Outcomes, Reduce, reduced, undominated

__all__ = ["Reduce", "Space", "TooManyError", "Witness"]

# The choices made on the way, last first: (attribute, value, whether the value was derived, the rest). Without an attribute
# the value holds answers given together, and what they mean.
Witness = Any


class _Wanted(Struct, frozen=True):
    """What a walk is asked for: the rows of interest, and attributes that must be known, are not answered, or are told apart."""

    rows: int
    answered: frozenset[str]
    unanswered: frozenset[str]
    apart: frozenset[str]


class _Plan(Struct, frozen=True):
    """The steps of a walk, each with the names that it decides: answers that narrow each other, numbers, and all others.

    `alive` are the rows that can hold, `deadly` those of them that must not, `deriving` those that derive something.
    """

    together: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[str, ...], ...]
    rest: tuple[tuple[str, ...], ...]
    computed: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]  # for each step of numbers: quantities and operands
    alive: int
    deadly: int
    deriving: int


class Space:
    """The possible situations of one program."""

    def __init__(self, program: Program, most_states: int = 200_000) -> None:
        self.program = program
        self.index: RuleIndex = program.index
        self.most_states = most_states
        self.impossible = program.effect_rows["impossible"]
        self.derivations = {step.name: step.rows for step in program.steps if step.derive}
        self.narrowing = Narrowing(program)  # the attributes that it names are decided together
        self.computed = Computed(
            program, {*self.derivations, *self.narrowing.names}
        )  # so are these, with what they give
        self._above = ~self.index.everything  # bits that stand for no row: marks and tags
        self._mentions = {name: self.index.everything & ~column.outside for name, column in self.index.columns.items()}
        self._derivable = {
            name: list(dict.fromkeys(program.clauses[number].rule.payload[1] for number in self.index.clauses(rows)))
            for name, rows in self.derivations.items()
        }
        self._inputs = {name: self.names_in(rows) for name, rows in self.derivations.items()}
        self._answers = {name: self._possible_answers(name) for name in (*program.base.attributes, *self.index.columns)}
        self._refused_with = self.names_in(self.impossible)
        self._tags: dict[tuple[str, Any], int] = {}
        self._agreed: dict[int, Any] = {0: None}  # what derivations that fire together amount to
        self._walked: dict[Any, dict[int, Witness]] = {}  # walks that candidates share

    def _possible_answers(self, name: str) -> list[tuple[Any, int]]:
        """Return the answers to an attribute, each with the rows that mention the attribute and are satisfied."""
        column = self.index.columns.get(name)
        if column is None:
            attribute = self.program.base.attributes[name]
            return [(value, 0) for value in attribute.domain] if attribute.discrete else []
        return [(value, column.lookup(value) & self._mentions[name]) for value in answers(self.program, name)]

    def names_in(self, rows: int) -> frozenset[str]:
        """Return the attributes and quantities that rows mention."""
        return frozenset(name for name, mentioned in self._mentions.items() if rows & mentioned)

    def attributes_in(self, rows: int) -> set[str]:
        """Return the attributes that rows mention, also those that a quantity which they mention is computed from."""
        base = self.program.base
        return {
            attribute
            for name in self.names_in(rows)
            for attribute in (base.quantities[name].attributes if name in base.quantities else (name,))
        }

    def closure(self, names: Iterable[str], rows: int) -> list[str]:
        """Return the attributes to decide, each derived one after what it is derived from.

        Besides `names` these are what they are computed or derived from, and what could be derived from them and make the
        situation impossible.
        """
        found = set(names)
        uses = self.computed.uses
        together = frozenset(self.narrowing.names)
        grown = True
        while grown:
            grown = False
            if together & found and not together <= found:
                found |= together  # another answer may give one of these another meaning
                grown = True
            for name in [name for name in found if name in uses and not uses[name] <= found]:
                found |= uses[name]
                grown = True
            known = found.union(self.computed.group(found, self.index.everything)[0])
            for name, inputs in self._inputs.items():
                if name in found and not inputs <= found:
                    found |= inputs
                    grown = True
                elif name not in found and inputs & known and name in self._refused_with:
                    found.add(name)
                    grown = True
        return sorted(
            found,
            key=lambda name: (
                self._depth(name),
                name not in together,
                -(self._mentions.get(name, 0) & rows).bit_count(),
                name,
            ),
        )

    def _depth(self, name: str) -> int:
        inputs = self._inputs.get(name)
        return 0 if not inputs else 1 + max(self._depth(other) for other in inputs)

    def rows_of_only(self, name: str) -> int | None:
        """Return the rows that mention an attribute, or None when an answer to it also derives or narrows something."""
        deriving = any(name in inputs for inputs in self._inputs.values())
        return None if deriving or name in self.narrowing.names else self._mentions.get(name, 0)

    def reachable(
        self,
        rows: int,
        deadly: int = 0,
        names: Iterable[str] | None = None,
        reduce: Reduce | None = None,
        answered: Collection[str] = (),
        unanswered: Collection[str] = (),
        refusing: int | None = None,
        tell_apart: Collection[str] = (),
    ) -> dict[int, Witness]:
        """Return every set of `rows` that fires together in some possible situation, each with a situation.

        Rules that narrow an answer look at the answers as they are given, all others at what these mean.

        Args:
            rows: the rows of interest.
            deadly: rows that must not fire (besides those that make a situation impossible).
            names: the attributes that may be known (default: those that `rows` mention); the others stay unknown.
            reduce: makes states that amount to the same equal, or drops them; it may use bits above those of the rows.
            answered: attributes that must be known.
            unanswered: attributes that nobody answers, though they may be derived.
            refusing: the rows that make a situation impossible (default: those of all `impossible` rules).
            tell_apart: attributes whose answers are kept apart, even where the same rows fire.

        Raises:
            TooManyError: there are too many sets.

        """
        wanted = _Wanted(rows, frozenset(answered), frozenset(unanswered), frozenset(tell_apart))
        deadly |= self.impossible if refusing is None else refusing
        plan = self._plan([*(self.names_in(rows) if names is None else names), *tell_apart], rows, deadly)
        if plan is None:
            return {}
        if reduce is not None:
            return self._walk(plan, wanted, reduce)
        if (plan, wanted) not in self._walked:
            self._walked[plan, wanted] = self._walk(plan, wanted, None)
        return self._walked[plan, wanted]

    def _plan(self, names: Iterable[str], rows: int, deadly: int) -> _Plan | None:
        """Return in which order to decide what, or None when a deadly row always holds."""
        order = self.closure(names, rows | deadly)
        deriving = 0
        for name in order:
            deriving |= self.derivations.get(name, 0)
        together = [name for name in order if name in self.narrowing.names and name not in self.derivations]
        quantities, operands = self.computed.group(order, rows | deadly | deriving)
        computed = self.computed.apart(quantities, operands)
        numbers = (*operands, *quantities)
        rest = [name for name in order if name not in together and name not in numbers]
        alive = (rows | deadly | deriving) & self._unmentioned([*order, *numbers])
        pending = self._mentioned([*order, *numbers])
        if alive & deadly & ~pending:
            return None
        alive &= ~deadly | pending | rows
        narrowed = not self.narrowing.names or self.narrowing.names[0] not in order
        return _Plan(
            () if narrowed else (tuple(together),),
            tuple((*operands, *quantities) for quantities, operands in computed),
            tuple((name,) for name in rest),
            computed,
            alive,
            deadly & alive,
            deriving,
        )

    def _walk(self, plan: _Plan, wanted: _Wanted, reduce: Reduce | None) -> dict[int, Witness]:
        """Decide step by step, and return the sets of rows that are reached."""
        waiting = plan.deadly & ~wanted.rows & ~plan.deriving  # rows that do nothing but end a situation
        states: dict[int, Witness] = {plan.alive: None}
        todo = [*plan.together, *plan.numbers, *plan.rest]
        for at, step in enumerate(todo):
            pending = self._mentioned(name for names in todo[at + 1 :] for name in names)
            over = plan.deadly & ~pending & self._mentioned(name for names in todo[at:] for name in names)
            states = self._take(step, states, plan, wanted, over)
            if waiting & pending and step in plan.rest:
                states = undominated(states, waiting)
            if reduce is not None:
                states = reduced(states, reduce, pending)
        kept = wanted.rows | self._above
        found: dict[int, Witness] = {}
        for state, witness in states.items():
            found.setdefault(state & kept, witness)
        return found

    def _take(
        self, step: tuple[str, ...], states: dict[int, Witness], plan: _Plan, wanted: _Wanted, over: int
    ) -> dict[int, Witness]:
        """Take one step of a walk: decide what is named, and drop the states in which a row of `over` holds."""
        if step in plan.together:
            return self._decide_together(plan.alive, over, wanted)
        if step in plan.numbers:
            quantities, operands = plan.computed[plan.numbers.index(step)]
            ways = self.computed.ways(quantities, operands, plan.alive, wanted.apart, wanted.answered)
            return self._decide_numbers(states, ways, ~self._mentioned(step), over)
        (name,) = step
        keep = ~(self.derivations.get(name, 0) & ~wanted.rows)
        if name in self.narrowing.names:
            return self._derive(states, name, over, keep, name in wanted.answered)
        outcomes = self._outcomes(name, over, name in wanted.answered, name in wanted.unanswered, name in wanted.apart)
        return self._decide(states, outcomes, keep)

    def _unmentioned(self, order: Iterable[str]) -> int:
        """Return the rows that do not need any attribute outside `order`."""
        mask = self.index.everything
        inside = set(order)
        for name, column in self.index.columns.items():
            if name not in inside:
                mask &= column.unknown
        return mask

    def _mentioned(self, names: Iterable[str]) -> int:
        mask = 0
        for name in names:
            mask |= self._mentions.get(name, 0)
        return mask

    def _outcomes(self, name: str, deadly: int, answered: bool, unanswered: bool, apart: bool) -> Outcomes:
        column, mentioned = self.index.columns.get(name), self._mentions.get(name, 0)
        values = dict.fromkeys([*(value for value, _ in self._answers[name]), *self._derivable.get(name, ())])
        tags = {value: self._tag(name, value) if apart else 0 for value in values}
        options = [(value, rows | tags[value]) for value, rows in self._answers[name]]
        derived = {
            value: (column.lookup(value) & mentioned if column else 0) | tags[value]
            for value in self._derivable.get(name, ())
        }
        unknown = None if answered else column.unknown & mentioned if column else 0
        return Outcomes(name, mentioned, [] if unanswered else options, derived, unknown, deadly)

    def _decide(self, states: Mapping[int, Witness], outcomes: Outcomes, keep: int) -> dict[int, Witness]:
        """Decide one attribute in every state, and drop the states in which a deadly row holds."""
        derivation, rest = self.derivations.get(outcomes.name, 0), ~outcomes.mentioned & keep
        found: dict[int, Witness] = {}
        for state, witness in states.items():
            derived = self._derived(state & derivation) if derivation else None
            base = state & rest
            for rows, step in outcomes.of(state & outcomes.mentioned, derived):
                reached = base | rows
                if reached not in found:
                    found[reached] = (*step, witness) if step else witness
            if len(found) > self.most_states:
                raise TooManyError
        return found

    def _decide_together(self, alive: int, deadly: int, wanted: _Wanted) -> dict[int, Witness]:
        """Decide the attributes whose answers may narrow each other, as a person would answer them.

        One that is left open and may be derived is marked, and derived when its turn comes.
        """
        found: dict[int, Witness] = {}
        names = self.narrowing.names
        needed = [name for name in names if name in wanted.answered and name not in self.derivations]
        marks = {name: self._tag(name, None) for name in names if name in self.derivations}
        for meaning in self.narrowing.meanings(alive, wanted.apart):
            if not meaning.given.keys().isdisjoint(wanted.unanswered) or any(
                name not in meaning.given for name in needed
            ):
                continue
            state = alive & (meaning.rows | self._above)
            for name in names:
                if name not in meaning.known:
                    state |= marks.get(name, 0)
                elif name in wanted.apart:
                    state |= self._tag(name, meaning.known[name])
                    if meaning.given[name] != meaning.known[name]:
                        state |= self._tag(f"{name} as given", meaning.given[name])
            if not state & deadly and state not in found:
                found[state] = ("", meaning, False, None)
        return found

    def _decide_numbers(
        self, states: Mapping[int, Witness], ways: Iterable[Together], rest: int, deadly: int
    ) -> dict[int, Witness]:
        """Decide numbers together with what is computed from them. What is real comes first, so that it is what is shown."""
        found: dict[int, Witness] = {}
        for way in ways:
            rows, tags = way.rows | rest, 0
            for name, cell in way.apart:
                tags |= self._tag(name, cell)
            for state, witness in states.items():
                reached = state & rows | tags
                if not reached & deadly and reached not in found:
                    found[reached] = ("", way, False, witness)
            if len(found) > self.most_states:
                raise TooManyError
        return found

    def _derive(
        self, states: Mapping[int, Witness], name: str, deadly: int, keep: int, answered: bool
    ) -> dict[int, Witness]:
        """Derive one attribute in the states in which it is marked as open, and drop those in which a deadly row holds."""
        column = self.index.columns[name]
        mark, always = self._tag(name, None), self._above | self.narrowing.rows
        found: dict[int, Witness] = {}
        for state, witness in states.items():
            reached, then = state, witness
            if state & mark:
                derived = self._derived(state & self.derivations[name])
                if derived is None and answered:
                    continue
                rows = column.unknown if derived is None else column.lookup(derived)
                reached = state & ~mark & (rows | always)
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
        return self.index.everything.bit_length() + sum(1 + 2 * len(values) for values in self._answers.values())

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
            found.update({name: value} if name else value.known)
        return found

    def situation(self, witness: Witness) -> dict[str, Any] | None:
        """Return a witness as answers, in the order of the attributes, or None when no answers give a quantity its value."""
        given: dict[str, Any] = {}
        wanted: dict[str, Any] = {}
        while witness is not None:
            name, value, derived, witness = witness
            if not name:
                if not value.real:
                    return None
                given.update(value.given)
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
