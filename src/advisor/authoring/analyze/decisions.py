"""Decisions: those left without a value, choices that disagree, and choices and limits without effect.

For each candidate and decision every set of choices and limits that can apply together is decided by the set-up maker itself,
with the earlier decisions that they look at. So the analysis cannot disagree with what the advisor does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from ...advice.scope import Scope, scopes_of
from ...advice.setup import Choice, SetupMaker
from ...inference.inference import Inference
from ...knowledge.model import Candidate, Clause, Rule
from ...situation import Situation
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
        self.valueless: dict[tuple[str, str], _Case] = {}
        self.disagreeing: dict[tuple[str, str], tuple[str, _Case]] = {}
        self.effective: set[str] = set()
        self.unsure: set[str] = set()  # rules of decisions that have too many cases
        self._sizes: dict[str, list[dict[str, Any]]] = {}

    def look(self, candidate: Candidate) -> None:
        """Look at every decision of one candidate."""
        out = self.program.rows_about(candidate.id, "rule_out")
        scopes = scopes_of(self.program, candidate)
        for scope in scopes.values():
            needed = _needed(scope, scopes)
            rows = 0
            for name in needed:
                rows |= scopes[name].rows
            try:
                states = self.space.reachable(rows, out)
            except TooManyError:
                self.unsure |= {clause.rule.id for clause in self._clauses(scope.rows)}
                continue
            for fired, witness in states.items():
                self._case(candidate, scope, [scopes[name] for name in needed], fired, witness)

    def _clauses(self, rows: int) -> list[Clause]:
        return [self.program.clauses[number] for number in self.program.index.clauses(rows)]

    def _case(self, candidate: Candidate, scope: Scope, scopes: list[Scope], fired: int, witness: Witness) -> None:
        known = self.space.known(witness)
        maker = self._maker(candidate, known, fired, scopes[:-1])
        choice = maker.decide(scope)
        case = _Case(candidate, scope, fired, witness, choice)
        if choice is not None and choice.clause is None and scope.decision.kind != "map":
            self.valueless.setdefault((candidate.id, scope.decision.id), case)
        for pair in _disagreements(maker, scope, choice):
            self.disagreeing.setdefault(pair, (candidate.id, case))
        self._effects(maker, case, known, scopes)

    def _maker(
        self, candidate: Candidate, known: Mapping[str, Any], fired: int, earlier: Iterable[Scope]
    ) -> SetupMaker:
        inference = Inference(Situation())
        inference.known = dict(known)
        inference.fired = fired
        maker = SetupMaker(self.program, inference, candidate)
        for scope in earlier:
            choice = maker.decide(scope)
            if choice is not None:
                maker.made[scope.decision.id] = choice
        return maker

    def _effects(self, maker: SetupMaker, case: _Case, known: Mapping[str, Any], scopes: list[Scope]) -> None:
        """Note which rules make a difference here: without them the decision would be another."""
        untried = [
            clause for clause in maker.applicable(case.scope) if clause.rule.id not in self.effective | self.unsure
        ]
        if not untried:
            return
        made = _shown(case.choice)
        for clause in untried:
            rows = 0
            for other in self._clauses(case.fired & case.scope.rows):
                if other.rule.id == clause.rule.id:
                    rows |= self.program.index.rows_of[self.program.number_of[other.id]]
            if self._differs(maker, case, rows, made) or self._differs_by_size(case, known, scopes, rows):
                self.effective.add(clause.rule.id)

    def _differs(self, maker: SetupMaker, case: _Case, without: int, made: Any) -> bool:
        inference = maker.inference
        inference.fired = case.fired & ~without
        try:
            return bool(_shown(maker.decide(case.scope)) != made)
        finally:
            inference.fired = case.fired

    def _differs_by_size(self, case: _Case, known: Mapping[str, Any], scopes: list[Scope], without: int) -> bool:
        """The same for instances that are sized by numbers which no rule mentions: one size per step of the ladders."""
        if case.scope.decision.kind != "instance":
            return False
        for numbers in self._step_sizes(case.scope):
            if any(name in known and known[name] != value for name, value in numbers.items()):
                continue
            maker = self._maker(case.candidate, {**numbers, **known}, case.fired, scopes[:-1])
            if self._differs(maker, case, without, _shown(maker.decide(case.scope))):
                return True
        return False

    def _step_sizes(self, scope: Scope) -> list[dict[str, Any]]:
        """Return answers that make data of very different sizes, from the attributes a decision is computed from."""
        names = [name for name in scope.attributes if not self.base.attributes[name].discrete]
        return [
            {name: max(1, int(size)) if self.base.attributes[name].type == "integer" else size for name in names}
            for size in (1.0, 1e2, 1e3, 1e4, 1e5, 1e6)
        ]

    # --- what is found ---

    def findings(self) -> Iterator[Finding]:
        for (name, decision), case in self.valueless.items():
            yield from self._valueless(name, decision, case)
        for (first, second), (name, case) in self.disagreeing.items():
            yield from self._disagreement(first, second, name, case)
        for rule in self.base.rules.values():
            if rule.effect in ("choose", "exclude") and rule.id not in self.effective:
                yield from self._without_effect(rule)

    def _valueless(self, name: str, decision: str, case: _Case) -> Iterator[Finding]:
        given = self.space.situation(case.witness)
        assert case.choice is not None
        rules = [blocked.rule for _, _, blocked in case.choice.losers if blocked is not None]
        if given is None:
            return
        lead = self.leading.extend(name, given)
        shown = lead if lead is not None else given
        place = "is recommended" if lead is not None else "is possible"
        message = f"{name} {place} without a value for {decision}: every value is excluded"
        demands = self._demands(shown)
        severity = "information" if lead is None or demands else "finding"
        if demands:
            message += f" (because of {', '.join(demands)})"
        yield about(self.base, "no-value", message, rules, shown, severity)

    def _demands(self, given: Mapping[str, Any]) -> list[str]:
        return [name for name in given if self.base.attributes[name].demand]

    def _disagreement(self, first: str, second: str, name: str, case: _Case) -> Iterator[Finding]:
        given = self.space.situation(case.witness)
        if given is None:
            return
        decision = case.scope.decision.id
        message = f"rules {first!r} and {second!r} give {name} different values for {decision} at one level"
        yield about(self.base, "disagreement", message, [first, second], given)

    def _without_effect(self, rule: Rule) -> Iterator[Finding]:
        exact = rule.id not in self.unsure
        if not exact:
            message = f"rule {rule.id!r}: there are too many cases to tell whether it changes anything"
            yield about(self.base, "no-effect", message, [rule], severity="information", exact=False)
            return
        decision = rule.payload["decision"]
        message = f"rule {rule.id!r} never changes {decision} for any candidate"
        yield about(self.base, "no-effect", message, [rule])


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
    return choice.clause is not None, choice.value, choice.fields, choice.needs


def decision_findings(space: Space, leading: Leading) -> Iterator[Finding]:
    """Yield what is wrong with choices and limits."""
    decisions = _Decisions(space, leading)
    for candidate in space.program.base.candidates.values():
        decisions.look(candidate)
    yield from decisions.findings()


