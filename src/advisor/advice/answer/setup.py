"""Decisions: the set-up of one candidate, from the choices and limits that apply to it."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...inference.arithmetic import Result, amount, brief, evaluate, operand
from ...inference.formula import formula
from ...inference.inference import Inference
from ...inference.program import Program
from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Candidate, Clause, Decision, Ladder
from ...situation import Band, band_of
from .scope import Scope, keep, scopes_of

if TYPE_CHECKING:
    from .records import Decided

__all__ = ["Choice", "SetupMaker", "adds_only", "facts_of"]


class Choice:
    """A decision that was made, with everything that is needed to explain it. Shared once it is made: nothing changes it then."""

    __slots__ = (
        "assumed",
        "clause",
        "decision",
        "excluded",
        "fields",
        "losers",
        "needs",
        "steps",
        "told",
        "too_small",
        "value",
    )

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.value: Any = None
        self.fields: dict[str, Any] = {}
        self.clause: Clause | None = None
        self.assumed = (
            False  # a number in it may still come out differently: it stands in for another, or is known within bounds
        )
        self.excluded: frozenset[Any] = frozenset()  # values that stay excluded whatever is decided before
        self.losers: list[tuple[Any, Clause, Clause | None]] = []
        self.needs: tuple[str, ...] = ()
        self.steps = ""
        self.too_small = ""  # that even the largest machine is too small, in words
        self.told: dict[bool, Decided] = {}  # the record of it, by whether it is settled: made when first told

    @property
    def aside(self) -> bool:
        """True for an occasional decision that only a default stands behind: nothing in the situation asks for it."""
        return self.decision.occasional and self.clause is not None and self.clause.rule.level == 0


_NOT_MADE = Choice(Decision("", ""))
# the choices that apply, the excluded values with their limits, and those that stay excluded whatever is decided before
_Contest = tuple[list[Clause], Mapping[Any, Clause], frozenset[Any]]


def facts_of(candidate: Candidate, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the card's facts in the mode that the situation calls for (the plain card while that is open)."""
    at = _mode_of(candidate, known)
    return {**candidate.facts, **candidate.modes[at].facts} if at >= 0 else candidate.facts


def _mode_of(candidate: Candidate, known: Mapping[str, Any]) -> int:
    """Return the number of the mode that the situation calls for, or -1."""
    for number, mode in enumerate(candidate.modes):
        for row in mode.rows:
            if all(name in known and _holds(cells, known[name]) for name, cells in row.items()):
                return number
    return -1


def _holds(cells: Any, value: Any) -> bool:
    return isinstance(value, (str, bool, int, float)) and cells.contains(value)


def _modes_left(candidate: Candidate, known: Mapping[str, Any], declined: Container[str]) -> bool:
    """Return whether another mode may still be called for: one that comes before the one it is now, and is not contradicted."""
    at = _mode_of(candidate, known)
    return any(
        all(
            _holds(cells, known[name]) or isinstance(known[name], Band) if name in known else name not in declined
            for name, cells in row.items()
        )
        for mode in (candidate.modes[:at] if at >= 0 else candidate.modes)
        for row in mode.rows
    )


class SetupMaker:
    """Decides, decision by decision, for one candidate in one situation.

    Without `account` sizes come without the sum that was done: for searches that try many situations.
    """

    def __init__(self, program: Program, inference: Inference, candidate: Candidate, account: bool = True) -> None:
        self.program = program
        self.account = account
        self.base: KnowledgeBase = program.base
        self.inference = inference
        self.candidate = candidate
        self.known = inference.known
        self.declined = inference.situation.declined
        self.facts = facts_of(candidate, inference.known)
        self.made: dict[str, Choice] = {}
        self.scopes = scopes_of(program, candidate)
        self.modes_left = bool(candidate.modes) and _modes_left(candidate, inference.known, self.declined)

    def make(self) -> dict[str, Choice]:
        """Return every decision this candidate has, in order."""
        fired, mode = self.inference.fired, _mode_of(self.candidate, self.known)
        for scope in self.scopes.values():
            key = scope.key(fired, mode, self.known, self.declined, self.made)
            choice = scope.made.get(key, _NOT_MADE)
            if choice is _NOT_MADE:
                choice = self.decide(scope)
                keep(scope.made, key, choice)
            if choice is not None:
                self.made[scope.decision.id] = choice
        return self.made

    def decide(self, scope: Scope) -> Choice | None:
        """Make one decision, or return None when no choice applies."""
        decision = scope.decision
        proposals, excluded, always = self._contest(scope)
        if not proposals:
            return None
        if decision.kind == "map":
            return self._merge(decision, proposals)
        choice = Choice(decision)
        choice.excluded = always
        additions = [clause for clause in proposals if adds_only(clause)]
        for clause in proposals:
            if adds_only(clause):
                continue
            attempt = self._attempt(decision, clause, excluded)
            blocked = (
                excluded.get(_hashable(attempt.value)) if attempt is not None else next(iter(excluded.values()), None)
            )
            if attempt is None or blocked is not None:
                value = (
                    attempt.value
                    if attempt is not None
                    else clause.rule.payload.get("ladder", clause.rule.payload.get("value"))
                )
                choice.losers.append((value, clause, blocked))
            elif choice.clause is None:
                attempt.losers, attempt.excluded = choice.losers, choice.excluded
                choice = attempt
            elif attempt.value != choice.value:
                choice.losers.append((attempt.value, clause, None))
        if choice.clause is not None:
            for clause in additions:
                self._add_fields(choice, clause)
        return choice if choice.clause is not None or choice.losers else None

    def _contest(self, scope: Scope) -> _Contest:
        """Return the choices that apply, the strongest first, and what is excluded: kept where earlier decisions play no part."""
        rows = self.inference.fired & scope.rows
        found: _Contest | None = scope.contests.get(rows)
        if found is None:
            applicable = self.applicable(scope)
            proposals = sorted((one for one in applicable if one.rule.effect == "choose"), key=_strongest_first)
            excluded = _exclusions(clause for clause in applicable if clause.rule.effect == "exclude")
            always = frozenset(value for value, clause in excluded.items() if not clause.rule.given)
            found = proposals, excluded, always
            if not scope.earlier:
                keep(scope.contests, rows, found)
        return found

    def applicable(self, scope: Scope) -> list[Clause]:
        """Return the fired choices and limits of one decision that concern this candidate, given the decisions already made."""
        program = self.program
        clauses = [program.clauses[number] for number in program.index.clauses(self.inference.fired & scope.rows)]
        return [clause for clause in clauses if not clause.rule.given or self.given_holds(clause.rule.given)]

    def given_holds(self, given: Mapping[str, Any]) -> bool:
        """True when the earlier decisions are as a rule's `given` wants them."""
        for name, test in given.items():
            made = self.made.get(name)
            value = made.value if made is not None else None
            if "in" in test and value not in test["in"]:
                return False
            if "not" in test and value in test["not"]:
                return False
        return True

    def _attempt(self, decision: Decision, clause: Clause, excluded: Mapping[Any, Clause]) -> Choice | None:
        payload = clause.rule.payload
        choice = Choice(decision)
        choice.clause = clause
        if payload.get("ladder"):
            if not self._climb(choice, self.base.ladders[payload["ladder"]], decision, excluded):
                return None
        else:
            choice.value = self._resolve(payload.get("value"), choice)
            if decision.kind == "instance" and choice.value is not None:
                instance = self.base.instances.get(choice.value)
                if instance is None or decision.role not in instance.roles:
                    return None
                choice.fields = {"class": instance.facts["class"], "count": 1, "sized": True}
        if decision.kind == "instance" and choice.value is None:
            choice.fields = {"class": None, "count": 0, "sized": True}
        self._add_fields(choice, clause)
        return choice

    def _add_fields(self, choice: Choice, clause: Clause) -> None:
        """Take over the fields a clause gives: the largest count; otherwise what is there already stays."""
        for name, value in clause.rule.payload.get("fields", {}).items():
            if name == "count" and choice.decision.kind == "instance":
                wanted = _whole(self._resolve(value, choice, exact=True))
                choice.fields["count"] = max(choice.fields.get("count", 1), wanted)
            elif choice.fields.get(name) is None:
                choice.fields[name] = self._resolve(value, choice, field=True)

    def _resolve(self, value: Any, choice: Choice, field: bool = False, exact: bool = False) -> Any:
        """Return what a rule gives: as it stands, or computed, and then as short as people write numbers unless `exact`."""
        if not isinstance(value, dict):
            return value
        if "unset" in value:
            return None
        if "map" in value:
            return {key: self._resolve(entry, choice, field) for key, entry in value["map"].items()}
        if "template" in value:
            return evaluate(self.base, value["template"], self.known, self.facts, self.declined).template
        result = operand(self.base, value["from"], self.known, self.facts, self.declined)
        choice.assumed = choice.assumed or result.assumed or isinstance(result.value, Band)
        if not field:
            choice.needs = tuple(dict.fromkeys((*choice.needs, *result.needs)))
            choice.steps = result.steps
        computed = value["from"][0] == "quantity" and not exact
        return _plain(_short(result.value) if computed else result.value)

    def _climb(self, choice: Choice, ladder: Ladder, decision: Decision, excluded: Mapping[Any, Clause]) -> bool:
        """Take the first step that is large enough and allowed. Returns False when no step is allowed."""
        steps, unknown = self._steps(ladder, decision.role, excluded)
        if not steps:
            return False
        if ladder.by in self.base.attributes:
            result = Result(self.known.get(ladder.by), (ladder.by,))
        elif self.account:
            result = evaluate(self.base, ladder.by, self.known, self.facts, self.declined)
        else:
            result = Result(formula(self.base, ladder.by)(self.known, self.facts))
        size, needs, done = result.value, result.needs, result.steps
        choice.assumed = result.assumed or isinstance(size, Band)
        if isinstance(size, Band):
            size = size.high
        count, sized = 1, size is not None
        if size is None:
            name = unknown or steps[0][1]
            choice.needs = needs
        else:
            choice.steps = done
            fitting = [name for limit, name in steps if size <= limit]
            name = fitting[0] if fitting else steps[-1][1]
            if not fitting and ladder.beyond == "spread" and self.facts.get("multi_instance") is True:
                count = math.ceil(size / steps[-1][0])
            elif not fitting:
                choice.fields["note"] = choice.too_small = self._too_small(ladder, name, size, result)
        choice.value = name
        choice.fields.update({"class": self.base.instances[name].facts["class"], "count": count, "sized": sized})
        return True

    def _steps(
        self, ladder: Ladder, role: str, excluded: Mapping[Any, Clause]
    ) -> tuple[Sequence[tuple[float, str]], str]:
        """Return the steps whose machine may take this role and is not excluded, and the machine for an unknown size (or none)."""
        kept = self.base.cache.setdefault("ladder_steps", {})
        key = ladder.name, role
        if key not in kept:
            usable = {name for name, machine in self.base.instances.items() if role in machine.roles}
            steps = tuple((limit, name) for limit, name in ladder.steps if name in usable)
            kept[key] = steps, ladder.unknown if ladder.unknown in usable else ""
        steps, unknown = kept[key]
        if not excluded:
            return steps, unknown
        return [step for step in steps if step[1] not in excluded], "" if unknown in excluded else unknown

    def _too_small(self, ladder: Ladder, machine: str, size: Any, result: Result) -> str:
        """Say that the last step is too small, in the words of the ladder if it has any."""
        declared = self.base.attributes.get(ladder.by) or self.base.quantities[ladder.by]
        shown = amount(size, declared.unit)
        if result.worked and not isinstance(result.value, Band):
            shown = f"{shown} ({result.worked})"
        said = ladder.too_small or "{size} is more than one {machine} is meant for."
        return said.replace("{size}", shown).replace("{machine}", machine)

    def _merge(self, decision: Decision, proposals: list[Clause]) -> Choice:
        """Merge a map key by key: the highest level wins each key."""
        choice = Choice(decision)
        choice.clause = proposals[0]
        entries: dict[str, dict[str, Any]] = {}
        for clause in proposals:
            for key, value in clause.rule.payload["entries"].items():
                if key in entries:
                    continue
                part = Choice(decision)
                entries[key] = {"value": self._resolve(value, part), "rule": clause.rule.id}
                if isinstance(value, dict) and "unset" in value:
                    entries[key]["note"] = value["unset"]
                if clause.rule.pack != self.base.packs[0]:
                    entries[key]["pack"] = clause.rule.pack
                if part.needs:
                    entries[key]["needs"] = list(part.needs)
                    choice.needs = tuple(dict.fromkeys((*choice.needs, *part.needs)))
                if part.steps:
                    entries[key]["computed"] = part.steps
                choice.assumed = choice.assumed or part.assumed
        written = self._written_order(proposals)
        choice.value = {key: entries[key] for key in written}
        return choice

    def _written_order(self, proposals: list[Clause]) -> list[str]:
        """Return the keys in the order the rules write them, plain rules before special ones."""
        ordered = sorted(proposals, key=lambda clause: (clause.rule.level, clause.id))
        return list(dict.fromkeys(key for clause in ordered for key in clause.rule.payload["entries"]))


def _exclusions(limits: Iterable[Clause]) -> dict[Any, Clause]:
    """Return the excluded values, each with the limit that excludes it: one of this situation before one that always holds."""
    found: dict[Any, Clause] = {}
    for clause in sorted(limits, key=lambda clause: not all(clause.rows)):
        for value in clause.rule.payload["values"]:
            found.setdefault(value, clause)
    return found


def adds_only(clause: Clause) -> bool:
    """True for a choice without a value of its own: it adds fields to whatever is chosen."""
    payload = clause.rule.payload
    return "value" not in payload and "ladder" not in payload and "entries" not in payload


def _strongest_first(clause: Clause) -> tuple[int, str]:
    return (-clause.rule.level, clause.id)


def _hashable(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _short(value: Any) -> Any:
    """Return a computed number as people write it, or the bounds of one; a number where these are written alike."""
    if not isinstance(value, Band):
        return brief(value)
    low, high = brief(value.low), brief(value.high)
    return low if low == high and low is not None else Band(low, False, high, False)


def _whole(count: Any) -> int:
    """Return how many machines a number stands for: the most that it may be within bounds, the fewest where these have no end."""
    if isinstance(count, dict):
        band = band_of(count)
        low = band.low or 0
        count = band.high if band.high is not None else math.floor(low) + 1 if band.low_open else low
    return math.ceil(count) if isinstance(count, (int, float)) else 1


def _plain(value: Any) -> Any:
    return value.document() if isinstance(value, Band) else value
