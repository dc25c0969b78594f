"""Decisions: those left without a value, choices that disagree, and choices and limits without effect.

For each candidate and decision every set of choices and limits that can apply together is decided by the set-up maker itself,
with the earlier decisions that they look at. So the analysis cannot disagree with what the advisor does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from msgspec import Struct

from ...advice.answer.recommend import advise
from ...advice.answer.scope import Scope, looks_at_card, scopes_of, value_attributes
from ...advice.answer.setup import Choice, SetupMaker
from ...advice.change.domain import number_cells
from ...inference.inference import Inference
from ...knowledge.model import Candidate, Clause, Ladder, Rule
from ...situation import Situation
from ..values import operands_for
from .findings import Finding, about
from .leading import Leading
from .space import Space, TooManyError, Witness

__all__ = ["decision_findings"]


class _Case(Struct):
    """One set of choices and limits that applies, with what was decided."""

    candidate: Candidate
    scope: Scope
    fired: int
    witness: Any
    choice: Choice | None


class _Decisions:
    """Collects what the cases of all candidates and decisions show."""

    def __init__(self, space: Space, leading: Leading) -> None:
        self.space = space
        self.program = space.program
        self.base = space.program.base
        self.leading = leading
        self.valueless: dict[tuple[str, str], dict[frozenset[str], _Case]] = {}  # by what excludes every value
        self.disagreeing: dict[tuple[str, str], tuple[str, _Case]] = {}
        self.effective: set[str] = set()  # rules that change a decision somewhere
        self.applied: set[str] = set()  # rules whose `when`, `for` and `given` hold somewhere
        self.telling: set[str] = set()  # rules that are shown as the reason somewhere
        self._made: dict[Any, dict[Any, Choice | None]] = {}
        self._seen: set[Any] = set()  # the memories live as long as this does, so their ids are their own
        self._stepped: dict[str, list[dict[str, Any]]] = {}  # answers by ladder
        self.unsure: set[str] = set()  # rules of decisions that have too many cases

    def look(self, candidate: Candidate) -> None:
        """Look at every decision of one candidate."""
        out = self.program.rows_about(candidate.id, "rule_out")
        scopes = scopes_of(self.program, candidate)
        for scope in scopes.values():
            needed = [scopes[name] for name in _needed(scope, scopes)]
            rows = 0
            apart: set[str] = set()
            for part in needed:
                rows |= part.rows
                apart.update(self._valued_by(part))
            try:
                states = self.space.reachable(rows, out, tell_apart=apart)
            except TooManyError:
                self.unsure |= {clause.rule.id for clause in self._clauses(scope.rows)}
                continue
            memories = [self._memory(candidate, part) for part in needed]
            for fired, witness in states.items():
                self._case(candidate, needed, memories, fired & self.program.index.everything, witness)

    def _memory(self, candidate: Candidate, scope: Scope) -> dict[Any, Choice | None]:
        """Return the decisions already made for the same reasons, shared by candidates whose cards do not matter to them."""
        alone = scope.decision.kind == "instance" or any(
            looks_at_card(self.base, clause.rule.payload) for clause in self._clauses(scope.rows)
        )
        return self._made.setdefault((scope.decision.id, scope.rows, candidate.id if alone else ""), {})

    def _valued_by(self, scope: Scope) -> Iterator[str]:
        """Yield the attributes that give a decision one of its fixed values."""
        if scope.decision.values:
            for clause in self._clauses(scope.rows):
                names = value_attributes(self.base, clause.rule.payload.get("value"))
                yield from (name for name in names if self.base.attributes[name].discrete)

    def _clauses(self, rows: int) -> list[Clause]:
        return [self.program.clauses[number] for number in self.program.index.clauses(rows)]

    def _case(
        self,
        candidate: Candidate,
        scopes: list[Scope],
        memories: list[dict[Any, Choice | None]],
        fired: int,
        witness: Witness,
    ) -> None:
        """Decide one case, and look at it unless one that amounts to the same was looked at before."""
        known = self.space.known(witness)
        maker = self._maker(candidate, known, fired)
        for scope, memory in zip(scopes[:-1], memories, strict=False):
            key = _key(scope, maker)
            if key not in memory:
                memory[key] = maker.decide(scope)
            choice = memory[key]
            if choice is not None:
                maker.made[scope.decision.id] = choice
        scope, memory = scopes[-1], memories[-1]
        key = _key(scope, maker)
        new = (id(memory), key) not in self._seen
        choice = memory[key] if key in memory else maker.decide(scope)
        memory[key] = choice
        if choice is not None and choice.clause is None and scope.decision.kind != "map":
            limits = frozenset(blocked.rule.id for _, _, blocked in choice.losers if blocked is not None)
            cases = self.valueless.setdefault((candidate.id, scope.decision.id), {})
            cases.setdefault(limits, _Case(candidate, scope, fired, witness, choice))
        if new:
            self._seen.add((id(memory), key))
            case = _Case(candidate, scope, fired, witness, choice)
            for pair in _disagreements(maker, scope, choice):
                self.disagreeing.setdefault(pair, (candidate.id, case))
            self._effects(maker, case, known)

    def _maker(self, candidate: Candidate, known: Mapping[str, Any], fired: int) -> SetupMaker:
        inference = Inference(Situation())
        inference.known = dict(known)
        inference.fired = fired
        return SetupMaker(self.program, inference, candidate)

    def _effects(self, maker: SetupMaker, case: _Case, known: Mapping[str, Any]) -> None:
        """Note which rules make a difference here: without them the decision would be another."""
        applicable = maker.applicable(case.scope)
        self.applied.update(clause.rule.id for clause in applicable)
        if case.choice is not None and case.choice.clause is not None:
            self.telling.add(case.choice.clause.rule.id)
        untried = [clause for clause in applicable if clause.rule.id not in self.effective]
        if not untried:
            return
        made = _shown(case.choice)
        for clause in untried:
            rows = 0
            for other in self._clauses(case.fired & case.scope.rows):
                if other.rule.id == clause.rule.id:
                    rows |= self.program.index.rows_of[self.program.number_of[other.id]]
            if self._differs(maker, case, rows, made) or self._differs_by_size(maker, case, known, rows):
                self.effective.add(clause.rule.id)

    def _differs(self, maker: SetupMaker, case: _Case, without: int, made: Any) -> bool:
        inference = maker.inference
        inference.fired = case.fired & ~without
        try:
            return bool(_shown(maker.decide(case.scope)) != made)
        finally:
            inference.fired = case.fired

    def _differs_by_size(self, maker: SetupMaker, case: _Case, known: Mapping[str, Any], without: int) -> bool:
        """The same for instances that are sized by numbers which no rule mentions: data of several sizes."""
        if case.scope.decision.kind != "instance":
            return False
        for numbers in self._sizes(case.scope):
            if any(name in known for name in numbers):
                continue
            sized = self._maker(case.candidate, {**numbers, **known}, case.fired)
            sized.made = maker.made
            if self._differs(sized, case, without, _shown(sized.decide(case.scope))):
                return True
        return False

    def _sizes(self, scope: Scope) -> list[dict[str, Any]]:
        """Return answers that make data of very different sizes, and one for each step of the ladders of a decision."""
        names = [name for name in scope.attributes if not self.base.attributes[name].discrete]
        found: list[dict[str, Any]] = [
            {name: max(1, int(size)) if self.base.attributes[name].type == "integer" else size for name in names}
            for size in (1.0, 1e2, 1e3, 1e4, 1e5, 1e6)
        ]
        ladders = {clause.rule.payload.get("ladder") for clause in self._clauses(scope.rows)}
        for name in sorted(ladder for ladder in ladders if ladder):
            found += self._steps(self.base.ladders[name])
        return found

    def _steps(self, ladder: Ladder) -> list[dict[str, Any]]:
        """Return answers for each step of a ladder, and for what is beyond the last, as far as some are found."""
        if ladder.name not in self._stepped:
            bounds = [0.0, *(limit for limit, _ in ladder.steps), math.inf]
            self._stepped[ladder.name] = [
                size for low, high in pairwise(bounds) if (size := self._size(ladder.by, low, high)) is not None
            ]
        return self._stepped[ladder.name]

    def _size(self, by: str, low: float, high: float) -> dict[str, Any] | None:
        if by in self.base.attributes:
            attribute = self.base.attributes[by]
            return next(
                ({by: cell.value} for cell in number_cells(attribute, (low, high)) if low < cell.value <= high), None
            )
        found = next(operands_for(self.program, by, lambda value: low < value <= high), None)
        return None if found is None else {name: value for name, value in found.items() if value is not None}

    # --- what is found ---

    def findings(self) -> Iterator[Finding]:
        for (name, decision), cases in self.valueless.items():
            found = [finding for case in cases.values() for finding in self._valueless(name, decision, case)]
            yield from sorted(found, key=lambda finding: finding.severity != "finding")[:1]
        for (first, second), (name, case) in self.disagreeing.items():
            yield from self._disagreement(first, second, name, case)
        for rule in self.base.rules.values():
            if rule.effect in ("choose", "exclude") and rule.id not in self.effective:
                yield from self._without_effect(rule)

    def _valueless(self, name: str, decision: str, case: _Case) -> Iterator[Finding]:
        """A gap, unless a demand is behind it or a warning of rank 1 tells what to do instead."""
        given = self.space.situation(case.witness)
        assert case.choice is not None
        rules = [blocked.rule for _, _, blocked in case.choice.losers if blocked is not None]
        if given is None:
            return
        lead = self.leading.extend(name, given)
        shown = lead if lead is not None else given
        demands = self._demands(given)
        place = "is recommended" if lead is not None else "is possible"
        message = f"{name} {place} without a value for {decision}: every value is excluded"
        if demands:
            message += f" (because of {', '.join(demands)})"
        severity = "information" if lead is None or demands or self._told(shown) else "finding"
        yield about(self.base, "no-value", message, rules, shown, severity, subject=(name, decision))

    def _told(self, given: Mapping[str, Any]) -> bool:
        answer = advise(self.base, Situation(given), 1, engine=False, ask=False)
        return any(note.rank == 1 and not note.symptom for note in answer.warnings)

    def _demands(self, given: Mapping[str, Any]) -> list[str]:
        return [name for name in given if self.base.attributes[name].demand]

    def _disagreement(self, first: str, second: str, name: str, case: _Case) -> Iterator[Finding]:
        given = self.space.situation(case.witness)
        if given is None:
            return
        decision = case.scope.decision.id
        message = f"rules {first!r} and {second!r} give {name} different values for {decision} at one level"
        yield about(self.base, "disagreement", message, [first, second], given, subject=(name, decision))

    def _without_effect(self, rule: Rule) -> Iterator[Finding]:
        """Say that a rule changes no decision: a finding, unless that is its nature.

        A limit holds whether or not a rule would choose what it forbids; a choice of level `default` stands in where nothing
        else is chosen; and a choice may be there for its reason alone.
        """
        decision = rule.payload["decision"]
        severity = "finding"
        # Whether a size can be reached together with everything else is tried, not proved.
        sized = self.base.decisions[decision].kind == "instance" and rule.id in self.applied
        exact = rule.id not in self.unsure and not sized
        if rule.id in self.unsure:
            severity = "information"
            message = f"rule {rule.id!r}: there are too many cases to tell whether it changes {decision}"
        elif rule.id not in self.applied:
            message = f"rule {rule.id!r} never applies: {_unmet(rule)}"
        elif rule.effect == "exclude":
            severity = "information"
            message = f"rule {rule.id!r} forbids only what no rule chooses where it applies"
        elif rule.id in self.telling:
            severity = "information"
            message = f"rule {rule.id!r} changes only the reason given for {decision}"
        elif rule.level == 0:
            severity = "information"
            message = f"rule {rule.id!r} is a default that other rules always replace"
        else:
            message = f"rule {rule.id!r} never changes {decision}: others always replace it, or choose the same"
        yield about(self.base, "no-effect", message, [rule], severity=severity, exact=exact)


def _unmet(rule: Rule) -> str:
    if not rule.given:
        return "the candidates it is for are ruled out whenever it fires"
    wanted = [
        f"{name}: {{not: {_words(test['not'])}}}" if "not" in test else f"{name}: {_words(test['in'])}"
        for name, test in rule.given.items()
    ]
    return f"for no candidate it is for is {' and '.join(wanted)} decided where it fires"


def _words(values: Iterable[Any]) -> str:
    return "[" + ", ".join(str(value) for value in values) + "]"


def _key(scope: Scope, maker: SetupMaker) -> Any:
    """Return what a decision depends on, less the numbers that only its details are computed from."""
    made = [_plain(maker.made[name].value) if name in maker.made else None for name in scope.earlier]
    values = [maker.known.get(name) for name in scope.attributes if maker.base.attributes[name].discrete]
    modes = {name for mode in maker.candidate.modes for row in mode.rows for name in row}
    return maker.inference.fired & scope.rows, *made, *values, *[maker.known.get(name) for name in sorted(modes)]


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _needed(scope: Scope, scopes: Mapping[str, Scope]) -> list[str]:
    """Return the decisions that one rests on, in order, and itself last."""
    found: set[str] = set()
    todo = [scope.decision.id]
    while todo:
        name = todo.pop()
        if name in scopes and name not in found:
            found.add(name)
            todo += scopes[name].earlier
    return [name for name in scopes if name in found]


def _disagreements(maker: SetupMaker, scope: Scope, choice: Choice | None) -> Iterator[tuple[str, str]]:
    """Yield the rule that chose with each of its level that would have chosen otherwise, and for maps the same per key."""
    if choice is None or choice.clause is None:
        return
    if scope.decision.kind == "map":
        yield from _disagreements_in_map(maker, scope, choice)
        return
    level = choice.clause.rule.level
    for _, clause, blocked in choice.losers:
        if blocked is None and clause.rule.level == level and clause.rule.id != choice.clause.rule.id:
            yield choice.clause.rule.id, clause.rule.id


def _disagreements_in_map(maker: SetupMaker, scope: Scope, choice: Choice) -> Iterator[tuple[str, str]]:
    clauses = [clause for clause in maker.applicable(scope) if clause.rule.effect == "choose"]
    levels = {clause.rule.id: clause.rule.level for clause in clauses}
    for clause in clauses:
        for key, value in clause.rule.payload["entries"].items():
            winner = choice.value[key]["rule"]
            if winner != clause.rule.id and levels[winner] == clause.rule.level:
                chosen = maker.base.rules[winner].payload["entries"][key]
                if str(chosen) != str(value):
                    yield winner, clause.rule.id


def _shown(choice: Choice | None) -> Any:
    """Return what a person sees of a decision, less the reasons."""
    if choice is None:
        return None
    if isinstance(choice.value, Mapping):
        return {key: entry["value"] for key, entry in choice.value.items()}, sorted(choice.needs)
    return choice.clause is not None, choice.aside, choice.value, choice.fields, choice.needs


def decision_findings(space: Space, leading: Leading) -> Iterator[Finding]:
    """Yield what is wrong with choices and limits."""
    decisions = _Decisions(space, leading)
    for candidate in space.program.base.candidates.values():
        decisions.look(candidate)
    yield from decisions.findings()
