"""What no answer can still change: proofs by bounds, never guesses.

Everything here works on certain conclusions only: what an answer still to come could undo counts as unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from functools import cached_property
from typing import Any

from ...inference.inference import Inference, foresee, infer
from ...inference.program import Program
from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Clause, Decision
from ...situation import Band
from .ranking import Standing, score_of
from .scope import Scope, keep, looks_at_card
from .setup import Choice, SetupMaker, adds_only

__all__ = ["Outlook"]

_Side = tuple[str, str, bool]  # candidate, aspect, favor (True) or avoid (False)


class Outlook:
    """What may still happen to the leader: open rules, the rivals they help, the decisions they can change."""

    def __init__(self, program: Program, inference: Inference, standing: Standing) -> None:
        self.program = program
        self.base: KnowledgeBase = program.base
        self.standing = standing
        self.leader = standing.leader
        self.undoing = _undoing(program, inference)
        self._fired = inference.fired
        self.assumptions = inference.assumed or bool(self.undoing)  # something that was concluded may be undone
        self.inference = (
            infer(program, inference.situation, certain=True, scores_only=True) if self.assumptions else inference
        )
        self.order = {name: number for number, name in enumerate(self.base.candidates)}
        self.open_rows = self.inference.possible & ~program.index.whole(self.inference.fired)
        self.refused = self.inference.situation.declined
        for (name, uncertain), refusing in self._refusing().items():
            reachable = program.reachable_rows(name, refusing)
            self.open_rows &= reachable | ~program.rows_within(uncertain, refusing) if uncertain else reachable

    def _refusing(self) -> dict[tuple[str, frozenset[str]], int]:
        """Return, for what is unknown, the rows that make an answer to it contradict what is known for certain.

        What may still get another meaning is left out. What is known under a meaning that may still change stands beside the
        name: such rows only count for rows that hold under no other meaning than they do.
        """
        program, known = self.program, self.inference.known
        rows = self.open_rows & program.effect_rows["impossible"] & program.index.held(known)
        found: dict[tuple[str, frozenset[str]], int] = {}
        if rows:
            uncertain = program.narrowed_names if self.renaming else frozenset()
            for number in program.index.clauses(rows):
                names = program.names_of[number]
                unknown = names.difference(known)
                if len(unknown) == 1 and unknown.isdisjoint(program.narrowed_names):
                    (name,) = unknown
                    key = (name, names & uncertain)
                    found[key] = found.get(key, 0) | rows & program.index.rows_of[number]
        return found

    def without(self, names: Iterable[str]) -> Outlook:
        """Return the outlook if these attributes stay unknown, for choosing questions: what is settled here counts there, too."""
        other = copy(self)
        for computed in ("_gains", "threats", "renaming", "_other_meanings", "_leaving"):
            other.__dict__.pop(computed, None)
        names = tuple(name for name in names if name not in self.inference.known)
        other.refused = (*self.refused, *names)
        unanswered = [name for name in other.refused if name not in self.inference.known]
        other.open_rows = self.open_rows & ~self.program.lost(unanswered, self.open_rows)
        other.__dict__["decision_settled"] = dict(self.decision_settled)
        return other

    def _open_about(self, candidate: str, *effects: str) -> list[int]:
        """Return the open clauses with one of these effects that concern a candidate."""
        return self.program.index.clauses(self.open_rows & self.program.rows_about(candidate, *effects))

    def waiting_on(self, number: int) -> frozenset[str]:
        """Return the unknown attributes (and quantities) that the open rows of a clause wait on."""
        names = self.program.row_names(number, self.open_rows) - self._certain
        if not names and number in self.renaming:  # it goes by what was answered, whatever that now means
            return self.program.row_names(number, self._possible_with_answers()) - self._certain
        return names

    @cached_property
    def _certain(self) -> frozenset[str]:
        """What is known, and not only within bounds."""
        return frozenset(name for name, value in self.inference.known.items() if not isinstance(value, Band))

    def open_for(self, name: str) -> list[tuple[int, str, bool, int]]:
        """Return the open favors and avoids that would change a candidate's merits, as (clause, aspect, favor, gain)."""
        found = self._gains.get(name)
        if found is None:
            found = self._gains[name] = []
            merits = self.inference.merits.get(name, {})
            for number in self._open_about(name, "favor", "avoid"):
                clause = self.program.clauses[number]
                favors = clause.rule.effect == "favor"
                merit = merits.get(clause.rule.aspect)
                now = 0 if merit is None else (merit.favor if favors else merit.avoid)
                gain = (clause.targets or {})[name] - now
                if gain > 0:
                    found.append((number, clause.rule.aspect, favors, gain))
        return found

    @cached_property
    def _gains(self) -> dict[str, list[tuple[int, str, bool, int]]]:
        return {}

    def resting(self) -> list[int]:
        """Return the clauses that count now for the leader, or against a rival that may come before it, but may still be undone."""
        rows = self.open_rows & self._fired
        if self.leader is None or not rows:
            return []
        helping = self.program.rows_about(self.leader, "favor")
        for name in self.threats:
            helping |= self.program.rows_about(name, "avoid", "rule_out")
        return self.program.index.clauses(rows & helping)

    def may_rule_out(self, name: str) -> list[int]:
        """Return the open clauses that could rule a candidate out."""
        return self._open_about(name, "rule_out")

    @cached_property
    def threats(self) -> tuple[str, ...]:
        """The rivals that some answer may still put before the leader."""
        leader = self.leader
        if leader is None:
            return tuple(self.standing.ranked)
        rivals = [*self.standing.ranked, *self._may_return]
        return tuple(name for name in rivals if name != leader and not self._stays_behind(leader, name))

    @property
    def _may_return(self) -> list[str]:
        """The candidates that are out now, but only by what an answer may still undo."""
        if not self.assumptions:
            return []
        out = self.inference.ruled_out
        return [name for name in self.base.candidates if name not in self.standing.scores and name not in out]

    @property
    def settled(self) -> bool:
        """True when it is proved that no answer can change the first place."""
        if self.leader is None:
            return False
        certain = any(merit.favor for merit in self.inference.merits.get(self.leader, {}).values())
        return certain and not self.may_rule_out(self.leader) and not self.threats and not self._other_meanings

    @cached_property
    def renaming(self) -> tuple[int, ...]:
        """The open clauses that may still give an answer another meaning. Rules are read from answers for that, never from what
        was derived; but what was derived is not asked, and what was refused stays unknown.

        What narrows an answer by other answers goes on doing so. Another rule then only matters when it disagrees, which leaves
        the answer as it was given; and where some disagree already, none matters.
        """
        program, given = self.program, self.inference.situation.values
        if not program.narrowing:
            return ()
        fired = program.index.fired(given)
        possible = self._possible_with_answers() & ~program.index.whole(fired)
        meant: dict[str, set[Any]] = {}
        for number in program.narrowing:
            if fired & program.index.rows_of[number]:
                name, value = program.clauses[number].rule.payload
                meant.setdefault(name, set()).add(value)
        return tuple(
            number
            for number in program.narrowing
            if possible & program.index.rows_of[number]
            and _may_rename(program.clauses[number].rule.payload, given, meant)
        )

    def _possible_with_answers(self) -> int:
        """Return the rows that answers, rather than what was derived from them, do not contradict."""
        program, given = self.program, self.inference.situation.values
        known = {**self.inference.known, **given}
        possible = program.index.match(known)[1]
        return possible & ~program.lost([name for name in self.refused if name not in known], possible)

    @property
    def renamed(self) -> tuple[str, ...]:
        """The answers whose meaning may still change."""
        return tuple(dict.fromkeys(name for name, _ in self._other_meanings))

    @cached_property
    def _other_meanings(self) -> tuple[tuple[str, Any], ...]:
        """The meanings that answers still to come may give to known ones, as (attribute, value)."""
        given = self.inference.situation.values
        found: dict[tuple[str, Any], None] = {}
        for number in self.renaming:
            name, value = self.program.clauses[number].rule.payload
            narrowed = self.inference.known[name] != given[name]
            found[(name, given[name] if narrowed else value)] = None
        return tuple(found)

    @cached_property
    def _leaving(self) -> list[int]:
        """The rows that are fired under each of these meanings. Taking back a narrower meaning rules nobody out: no rows then."""
        given = self.inference.situation.values
        return [
            0 if value == given[name] else foresee(self.program, self.inference, name, value)
            for name, value in self._other_meanings
        ]

    def _leaves_with_other_meanings(self, candidate: str) -> bool:
        """True when the candidate is out under every other meaning, so that its set-up need not hold then."""
        if not self._other_meanings:
            return True
        ruling_out = self.program.rows_about(candidate, "rule_out")
        return all(fired & ruling_out for fired in self._leaving)

    def _stays_behind(self, leader: str, rival: str) -> bool:
        if rival in self.inference.ruled_out:
            return True
        merits = self.inference.merits
        margin = score_of(merits.get(leader, {})) - score_of(merits.get(rival, {}))
        need = 0 if self.order[leader] < self.order[rival] else 1
        harms = [
            (entry, name)
            for name, bad in ((leader, False), (rival, True))
            for entry in self.open_for(name)
            if entry[2] == bad
        ]
        worst: dict[_Side, int] = {}
        for (_, aspect, favors, gain), name in harms:
            side = (name, aspect, favors)
            worst[side] = max(worst.get(side, 0), gain)
        if margin - sum(worst.values()) >= need:
            return True
        return margin - self._joint_harm(leader, rival) >= need

    def _joint_harm(self, leader: str, rival: str) -> int:
        """Bound the harm, taking the open rules on one single attribute jointly per cell and the others independently.

        An attribute may also stay unknown, which does no harm and no good: what helps in every cell is no help yet.
        """
        groups: dict[str, list[tuple[_Side, int, int]]] = {}
        loose: dict[_Side, int] = {}
        touched: dict[_Side, set[str]] = {}
        for name in (leader, rival):
            for number, aspect, favors, gain in self.open_for(name):
                side = (name, aspect, favors)
                waiting = self.waiting_on(number)
                group = next(iter(waiting)) if len(waiting) == 1 else f"clause {number}"
                touched.setdefault(side, set()).add(group)
                if len(waiting) == 1:
                    groups.setdefault(group, []).append((side, gain, number))
                elif favors == (name == rival):
                    loose[side] = max(loose.get(side, 0), gain)
        total = sum(loose.values())
        for attribute, entries in groups.items():
            total += max(
                0,
                *(
                    self._harm_at(rows & self.open_rows, entries, touched, rival)
                    for _, rows, _ in self.program.kinds_of_answer(attribute)
                ),
            )
        return total

    def _harm_at(
        self,
        satisfied: int,
        entries: list[tuple[_Side, int, int]],
        touched: Mapping[_Side, set[str]],
        rival: str,
    ) -> int:
        """Return the net harm when these open rows are satisfied. A gain counts only where nothing else could give it too."""
        best: dict[_Side, int] = {}
        for side, gain, number in entries:
            if satisfied & self.program.index.rows_of[number]:
                best[side] = max(best.get(side, 0), gain)
        harm = 0
        for side, gain in best.items():
            harms = side[2] == (side[0] == rival)
            if harms:
                harm += gain
            elif len(touched[side]) == 1:
                harm -= gain
        return harm

    # --- decisions of one candidate ---

    def unsettling(self, maker: SetupMaker, choice: Choice | None, decision: Decision) -> list[int]:
        """Return the open clauses that can still change a decision of this candidate."""
        scope = maker.scopes[decision.id]
        rows = self.open_rows & scope.rows
        if not rows:
            return []
        barring = self._sure_exclusions(scope)
        key = (rows, choice, barring, *[self._standing_of(maker, name) for name in scope.earlier])
        found = scope.open.get(key)
        if found is None:
            found = self._find_unsettling(maker, choice, decision, rows, barring)
            keep(scope.open, key, found)
        return found

    def _standing_of(self, maker: SetupMaker, name: str) -> tuple[Any, bool]:
        """Return an earlier decision's value, and whether it is settled."""
        made = maker.made.get(name)
        return (made.value if made is not None else None, self.decision_settled.get((maker.candidate.id, name), False))

    def _find_unsettling(
        self, maker: SetupMaker, choice: Choice | None, decision: Decision, rows: int, barring: int | None
    ) -> list[int]:
        level = (
            choice.clause.rule.level
            if choice is not None and choice.clause is not None and decision.kind != "map"
            else 0
        )
        found = []
        for number in self.program.index.clauses(rows):
            clause = self.program.clauses[number]
            if clause.rule.given and self._cannot_apply(clause.rule.given, maker):
                continue
            if clause.rule.effect == "exclude":
                if choice is None or choice.value in clause.rule.payload["values"]:
                    found.append(number)
            elif (
                (clause.rule.level >= level or adds_only(clause))
                and _another(clause, choice, decision)
                and not self._barred(clause, choice, barring)
            ):
                found.append(number)
        return found

    def barring(self, maker: SetupMaker, decision: Decision, opened: Iterable[int]) -> list[int]:
        """Return the open clauses that can exclude what one of these open clauses would choose."""
        payloads = [self.program.clauses[number].rule.payload for number in opened]
        values = {payload["value"] for payload in payloads if isinstance(payload.get("value"), str)}
        rows = self.open_rows & maker.scopes[decision.id].rows & self.program.effect_rows["exclude"]
        if not values or not rows:
            return []
        rules = {number: self.program.clauses[number].rule for number in self.program.index.clauses(rows)}
        return [
            number
            for number, rule in rules.items()
            if not values.isdisjoint(rule.payload["values"])
            and not (rule.given and self._cannot_apply(rule.given, maker))
        ]

    def _sure_exclusions(self, scope: Scope) -> int | None:
        """Return the fired rows of the limits on a decision that no answer can undo, or None when that is all of them."""
        return self.inference.fired & scope.rows & self.program.effect_rows["exclude"] if self.assumptions else None

    def _barred(self, clause: Clause, choice: Choice | None, barring: int | None) -> bool:
        """True when the value of an open choice is excluded, and no answer can undo that."""
        value = clause.rule.payload.get("value")
        if choice is None or not isinstance(value, str) or value not in choice.excluded:
            return False
        rules = (self.program.clauses[number].rule for number in self.program.index.clauses(barring or 0))
        return barring is None or any(value in rule.payload["values"] and not rule.given for rule in rules)

    def _cannot_apply(self, given: Mapping[str, Any], maker: SetupMaker) -> bool:
        """True when earlier decisions that are settled contradict a rule's `given`."""
        return any(
            self.decision_settled.get((maker.candidate.id, name), False) and not maker.given_holds({name: test})
            for name, test in given.items()
        )

    @cached_property
    def decision_settled(self) -> dict[tuple[str, str], bool]:
        """Remembers, per candidate and decision, what `settle_decision` found."""
        return {}

    def settle_decision(self, maker: SetupMaker, choice: Choice | None, decision: Decision) -> bool:
        """Return whether a decision is settled: nothing open changes it, what it rests on is settled, its operands are known."""
        settled = (
            choice is not None
            and not choice.needs
            and choice.clause is not None
            and choice.fields.get("sized", True)
            and self._rests_on_settled(maker, decision)
            and not self._rests_on_assumption(choice)
            and not choice.assumed
            and not (maker.modes_left and self._reads_card(choice))
            and not self.unsettling(maker, choice, decision)
            and self._leaves_with_other_meanings(maker.candidate.id)
        )
        self.decision_settled[(maker.candidate.id, decision.id)] = settled
        return settled

    def _reads_card(self, choice: Choice) -> bool:
        """True when a value is taken or computed from the card, which states other facts in another mode."""
        rules = {choice.clause.rule.id} if choice.clause is not None else set()
        if choice.decision.kind == "map":
            rules |= {entry["rule"] for entry in choice.value.values()}
        return any(looks_at_card(self.base, self.base.rules[name].payload) for name in rules)

    def _rests_on_settled(self, maker: SetupMaker, decision: Decision) -> bool:
        """True when every earlier decision that a rule for this one looks at is settled."""
        earlier = maker.scopes[decision.id].earlier
        return all(self.decision_settled.get((maker.candidate.id, name), False) for name in earlier)

    def _rests_on_assumption(self, choice: Choice) -> bool:
        """True when a clause behind the choice, or a number in it, may still be undone by an answer."""
        if not self.assumptions:
            return False
        number = self.program.number_of[choice.clause.id] if choice.clause is not None else 0
        return bool(choice.steps) or not self.inference.fired & self.program.index.rows_of[number]


def _may_rename(narrowing: Any, given: Mapping[str, Any], meant: Mapping[str, set[Any]]) -> bool:
    """Return whether one more rule that narrows an answer, to (attribute, value), would change its meaning.

    `meant` holds what the other rules mean by each attribute.
    """
    name, value = narrowing
    if name not in given:
        return False
    others = meant.get(name, set())
    return value != given[name] if not others else len(others) == 1 and others.isdisjoint((value, given[name]))


def _another(clause: Clause, choice: Choice | None, decision: Decision) -> bool:
    """True when an open choice would give something other than what is chosen now, but for sentences about it."""
    if choice is None or choice.clause is None:
        return True
    mine, theirs = choice.clause.rule.payload, clause.rule.payload
    if "entries" in theirs:
        return any(
            key not in choice.value or choice.clause is None or choice.value[key]["rule"] != clause.rule.id
            for key in theirs["entries"]
        )
    if "value" not in theirs and "ladder" not in theirs:
        said = {"note", *decision.told}
        return any(
            choice.fields.get(name) != value for name, value in theirs.get("fields", {}).items() if name not in said
        )
    if "ladder" in mine or "ladder" in theirs:
        return (mine.get("ladder"), mine.get("fields")) != (theirs.get("ladder"), theirs.get("fields"))
    return bool(theirs.get("value") != choice.value or theirs.get("fields") != mine.get("fields"))


def _undoing(program: Program, inference: Inference) -> list[int]:
    """Return the open clauses that would contradict, and so undo, what was derived."""
    open_rows = inference.possible & ~inference.fired
    return [
        number
        for step in program.steps
        if step.derive and open_rows & step.rows and step.name in inference.derived
        for number in program.index.clauses(open_rows & step.rows)
        if program.clauses[number].rule.payload[1] != inference.derived[step.name][0]
    ]
