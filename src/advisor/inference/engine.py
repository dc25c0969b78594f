"""The experta engine: working memory, agenda and real rules, on our own matcher and with a total firing order."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from typing import Any

from ..situation import Situation
from .experta_import import experta
from .inference import Inference, reachable
from .program import Program, Step

__all__ = ["AdvisorEngine", "run_engine"]

_activation = __import__("experta.activation", fromlist=["Activation"]).Activation
_abstract = __import__("experta.abstract", fromlist=["Matcher", "Strategy"])
_lock = threading.Lock()
_SIGNATURE = inspect.signature(lambda _engine, **_context: None)


class Known(experta.Fact):  # type: ignore[misc]
    """One attribute or quantity with its value."""


class _Fired(experta.Fact):  # type: ignore[misc]
    """The conclusion of one clause, by its number. Built without experta's conversions: there is one per fired rule."""

    def __init__(self, clause: int) -> None:
        dict.__setitem__(self, "clause", clause)


class Derived(_Fired):
    """A derivation that fired."""


class Evidence(_Fired):
    """A favor, avoid or rule-out that fired."""


class Proposal(_Fired):
    """A choice or an exclusion of a decision's value that fired."""


class Standing(_Fired):
    """What always holds, as one fact; it gives the number of clauses."""


class Remark(_Fired):
    """Advice, a warning or a contradiction that fired."""


_FACTS = {
    "derive": Derived,
    "favor": Evidence,
    "avoid": Evidence,
    "rule_out": Evidence,
    "choose": Proposal,
    "exclude": Proposal,
}


class FixedOrder(_abstract.Strategy):  # type: ignore[misc,name-defined]
    """Higher salience first, then the order of the rules: the same order under every hash seed."""

    def _update_agenda(self, agenda: Any, added: list[Any], removed: list[Any]) -> None:
        if removed:
            gone = {id(activation.rule) for activation in removed}
            agenda.activations[:] = [activation for activation in agenda.activations if id(activation.rule) not in gone]
        if added:
            for activation in added:
                activation.key = (activation.rule.salience, -activation.rule.number)
            agenda.activations.extend(added)
            agenda.activations.sort(key=_key)


def _key(activation: Any) -> Any:
    return activation.key


class IndexMatcher(_abstract.Matcher):  # type: ignore[misc,name-defined]
    """Hands the agenda the rules whose rows the index finds satisfied by the Known facts in working memory."""

    def __init__(self, engine: AdvisorEngine) -> None:
        super().__init__(engine)
        self.known: dict[str, Any] = {}
        self.fired = 0
        self.started = False

    def reset(self) -> None:
        """Forget the working memory."""
        self.known = {}
        self.fired = 0
        self.started = False

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Any], list[Any]]:
        """Return the activations that facts coming and going add and remove."""
        changed = not self.started and bool(adding)
        for fact in adding or ():
            if type(fact) is Known:
                self.known[fact["attribute"]] = fact["value"]
                changed = True
        for fact in deleting or ():
            if type(fact) is Known:
                self.known.pop(fact["attribute"], None)
                changed = True
        if not changed:
            return [], []
        program = self.engine.program
        before, self.fired = self.fired, program.index.fired(self.known)
        index = program.index
        # A clause may have several rows: it is activated by its first and deactivated with its last.
        standing = program.standing
        new = [
            number
            for number in index.clauses(self.fired & ~before)
            if number not in standing and not before & index.rows_of[number]
        ]
        gone = [number for number in index.clauses(before & ~self.fired) if not self.fired & index.rows_of[number]]
        added = [_activation(self.engine.rule(number), ()) for number in new]
        removed = [_activation(self.engine.rule(number), ()) for number in gone]
        if not self.started:
            self.started = True
            added += [_activation(rule, ()) for rule in self.engine.first_rules()]
        return added, removed


class AdvisorEngine(experta.KnowledgeEngine):  # type: ignore[misc]
    """A KnowledgeEngine over one program. Use it once per situation: `run_engine`."""

    __matcher__ = IndexMatcher
    __strategy__ = FixedOrder

    def __init__(self, program: Program, situation: Situation) -> None:
        self.program = program
        self.inference = Inference.start(program, situation)
        self._derivations: dict[str, list[int]] = {}
        super().__init__()

    def get_deffacts(self) -> list[Any]:
        """Return the one source of first facts (experta would inspect every member of the engine to find it)."""
        return [self._first_facts]

    def _first_facts(self) -> list[Any]:
        values = self.inference.known
        return [experta.InitialFact(), *(Known(attribute=name, value=value) for name, value in values.items())]

    def get_rules(self) -> list[Any]:
        """Return every rule as an experta rule."""
        return [self.rule(number) for number in range(len(self.program.clauses))]

    def rule(self, number: int) -> Any:
        """Return the experta rule of a clause, made when it is first needed."""
        found = self.program.rules.get(number)
        if found is None:
            clause = self.program.clauses[number]
            salience = 0
            if clause.rule.effect == "derive" and not clause.narrows:
                salience = 2 * (len(self.program.steps) - self.program.step_of[clause.rule.payload[0]]) + 1
            made = _rule(clause.id, number, salience, lambda engine, **_: engine.record(number))
            found = self.program.rules.setdefault(
                number, made
            )  # one for all threads: the agenda tells rules by identity
        return found

    def first_rules(self) -> tuple[Any, ...]:
        """Return the rules of every situation: what always holds, and the steps that compute quantities and settle derived attributes."""
        if not self.program.step_rules:
            with _lock:
                count = len(self.program.steps)
                always = _rule("what always holds", -1 - count, 0, lambda engine, **_: engine.record_standing())
                self.program.step_rules = (
                    always,
                    *(
                        _rule(f"settle {step.name}", -1 - at, 2 * (count - at), _settling(step))
                        for at, step in enumerate(self.program.steps)
                    ),
                )
        return self.program.step_rules

    def record(self, number: int) -> None:
        """The action of every rule: put its conclusion into working memory."""
        clause = self.program.clauses[number]
        rule = clause.rule
        # What `declare` does while the engine runs, less its checks for patterns in facts that users write.
        self.facts.declare(_FACTS.get(rule.effect, Remark)(number))
        if rule.effect == "derive" and not clause.narrows:
            self._derivations.setdefault(rule.payload[0], []).append(number)
        self.inference.numbers.append(number)
        self.inference.conclude(clause)

    def record_standing(self) -> None:
        """The action of the rule for what always holds: its conclusions are there from the start."""
        standing = self.program.standing
        self.facts.declare(Standing(len(standing)))
        self.inference.numbers.extend(standing)

    def settle(self, step: Step) -> None:
        """The action of a step rule: compute the quantity, or set the attribute its derivations agree on."""
        inference = self.inference
        if step.derive:
            clauses = [self.program.clauses[number] for number in self._derivations.get(step.name, ())]
            if inference.settle(step, clauses):
                self.declare(Known(attribute=step.name, value=inference.known[step.name]))
            return
        value, assumed = self.program.compute(step, inference.known, inference.situation.declined)
        inference.assumed = inference.assumed or assumed
        if value is not None:
            inference.known[step.name] = value
            self.declare(Known(attribute=step.name, value=value))


def _settling(step: Step) -> Callable[..., None]:
    return lambda engine, **_: engine.settle(step)


def _rule(name: str, number: int, salience: int, action: Callable[..., None]) -> Any:
    action.__name__ = name
    action.__signature__ = _SIGNATURE  # type: ignore[attr-defined]  # experta asks for it; finding it out is slow
    rule = experta.Rule(salience=salience)(action)
    rule.number = number
    return rule


def run_engine(program: Program, situation: Situation) -> Inference:
    """Draw all conclusions by running the experta engine."""
    engine = AdvisorEngine(program, situation)
    engine.reset()
    engine.run()
    inference = engine.inference
    index = program.index
    inference.fired, inference.possible = index.match(inference.known)
    inference.possible = reachable(program, inference, inference.fired, inference.possible)
    inference.numbers.sort()
    return inference
