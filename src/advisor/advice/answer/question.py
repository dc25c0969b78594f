"""The next question: the open attribute whose answer can change most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import NoneType
from typing import Any

from msgspec import Struct

from ...inference.arithmetic import operands_left
from ...inference.inference import Inference, foresee, infer
from ...inference.program import Program
from ...situation import Band, Situation
from .ranking import Standing, rank
from .records import NextQuestion
from .settled import Outlook
from .setup import SetupMaker

__all__ = ["Waiting", "next_question", "waiting_on", "wished", "without_wishes"]


class Waiting(Struct, frozen=True):
    """What is open and counts: per attribute the clauses that wait on it, and which of these can change the first place."""

    clauses: Mapping[str, Mapping[int, None]]
    decisive: frozenset[int]
    headline: tuple[int, ...]

    def decides(self, name: str) -> bool:
        """Return whether an attribute can change the first place, alone or with others."""
        return not self.decisive.isdisjoint(self.clauses[name])

    def wishes(self, program: Program, situation: Situation) -> Waiting:
        """Return the same with the wishes alone."""
        clauses = {name: numbers for name, numbers in self.clauses.items() if wished(program, situation, name)}
        return Waiting(clauses, self.decisive, self.headline)


def next_question(
    program: Program, inference: Inference, standing: Standing, outlook: Outlook, leader: SetupMaker | None
) -> NextQuestion | None:
    """Return the question that is worth most, or None when no answer can change first place or a headline decision.

    What can change the first place is asked before what only touches the set-up. Wishes that most people do not have come last of
    all, and until then nothing is asked that matters only beside a wish. Questions go by how many of their answers change
    something; wishes by the order of attributes.yaml if one alone can move the first place, as few people have what would move most.
    """
    waiting = waiting_on(program, inference, without_wishes(program, outlook), leader)
    wishing = not waiting.clauses
    if wishing:
        waiting = waiting_on(program, inference, outlook, leader).wishes(program, inference.situation)
    if not waiting.clauses:
        return None
    prospect = _Prospect(program, inference, standing, waiting.headline)
    names = _whose_turn(program, waiting, prospect)

    def value(name: str) -> tuple[float, ...]:
        if wishing:
            return (bool(prospect.worth(name)[0]),)
        return (*prospect.worth(name), len(waiting.decisive.intersection(waiting.clauses[name])))

    best = max(names, key=value)  # max keeps the first of equals: the order of attributes.yaml
    if not standing.ranked and not prospect.worth(best)[0]:
        return None  # everything is ruled out, and no answer brings anything back
    alone = standing.leader is None or bool(prospect.worth(best)[0])
    return _question(program, best, list(waiting.clauses[best]), waiting.decisive, standing, alone)


def without_wishes(program: Program, outlook: Outlook) -> Outlook:
    """Return the outlook if no wish is stated."""
    declined = outlook.inference.situation.declined
    fine = [name for name, coarse in program.coarser.items() if not coarse.isdisjoint(declined)] if declined else []
    return outlook.without([*program.demands, *fine])


def waiting_on(program: Program, inference: Inference, outlook: Outlook, leader: SetupMaker | None) -> Waiting:
    """Return the attributes, in their order, on which something waits that can change first place or a headline decision."""
    first = [] if outlook.settled else _first_place(outlook)
    headline, barring = _headlines(outlook, leader) if leader is not None else ([], [])
    found: dict[str, dict[int, None]] = {}
    for number in first:
        for name in _askable(program, inference, outlook, number):
            found.setdefault(name, {})[number] = None
    limits = frozenset(barring).difference(headline)
    for number in (*headline, *barring):
        for name in _askable(program, inference, outlook, number, by_estimates=True):
            if number not in limits or not wished(program, inference.situation, name):
                found.setdefault(name, {})[number] = None
    ordered = {name: found[name] for name in program.base.attributes if name in found}
    return Waiting(ordered, frozenset(first), tuple(headline))


def _whose_turn(program: Program, waiting: Waiting, prospect: _Prospect) -> list[str]:
    """Return the attributes that are asked before the others.

    What is wanted at all comes first, then what can change the first place, then the set-up. What also follows from a finer answer
    is asked before that one, and what an answer to another question may make pointless after that one.
    """
    attributes = program.base.attributes
    goals = [name for name in waiting.clauses if attributes[name].goal and prospect.worth(name)[0]]
    if goals:
        return goals
    coarse = [name for name in waiting.clauses if program.coarser.get(name, frozenset()).isdisjoint(waiting.clauses)]
    names = coarse or list(waiting.clauses)
    return [name for name in names if waiting.decides(name)] or _not_barred(program, waiting, names)


def _not_barred(program: Program, waiting: Waiting, names: list[str]) -> list[str]:
    """Leave out the attributes of which all answers only choose values that an answer to another one may exclude."""
    chosen = {name: _values(program, waiting, name, "choose") for name in names}
    excluded = {name: _values(program, waiting, name, "exclude") for name in names}
    free = [
        name
        for name in names
        if not chosen[name] or not any(chosen[name] <= excluded[other] for other in names if other != name)
    ]
    return free or names


def _values(program: Program, waiting: Waiting, name: str, effect: str) -> frozenset[tuple[str, Any]]:
    """Return the (decision, value) that the clauses waiting on an attribute choose: none if one of them does anything else. Or
    those that some of them exclude."""
    found: set[tuple[str, Any]] = set()
    for number in waiting.clauses[name]:
        rule = program.clauses[number].rule
        if rule.effect == effect == "exclude":
            found.update((rule.payload["decision"], value) for value in rule.payload["values"])
        elif rule.effect == effect and isinstance(rule.payload.get("value"), str):
            found.add((rule.payload["decision"], rule.payload["value"]))
        elif effect == "choose":
            return frozenset()
    return frozenset(found)


def wished(program: Program, situation: Situation, name: str) -> bool:
    """Return whether an attribute is only offered at the end: a wish that most people do not have, or the finer form of an answer
    that the person does not know.
    """
    if program.base.attributes[name].demand:
        return True
    return not program.coarser.get(name, frozenset()).isdisjoint(situation.declined)


def _first_place(outlook: Outlook) -> list[int]:
    """Return the open clauses that can still change the first place."""
    program = outlook.program
    if outlook.leader is None:
        return program.index.clauses(outlook.open_rows & program.rows_with("favor", "rule_out", "derive"))
    threats = set(outlook.threats)
    found = [*outlook.may_rule_out(outlook.leader), *outlook.renaming, *outlook.resting()]
    if not threats:
        return found
    for number in program.index.clauses(outlook.open_rows & program.effect_rows["favor"]):
        if not threats.isdisjoint(program.clauses[number].targets or ()):
            found.append(number)
    found += program.index.clauses(outlook.open_rows & program.rows_about(outlook.leader, "avoid"))
    return found


def _headlines(outlook: Outlook, leader: SetupMaker) -> tuple[list[int], list[int]]:
    """Return the open clauses that can still change a headline decision, and those that can exclude what these would choose."""
    found: list[int] = []
    barring: list[int] = []
    for decision in outlook.base.decisions.values():
        if decision.headline and leader.candidate.kind in decision.kinds:
            made = leader.made.get(decision.id)
            if not decision.occasional or (made is not None and not made.aside):
                opened = outlook.unsettling(leader, made, decision)
                found += opened
                barring += outlook.barring(leader, decision, opened)
    return found, barring


def _askable(
    program: Program, inference: Inference, outlook: Outlook, number: int, by_estimates: bool = False
) -> list[str]:
    """Return the attributes a person can be asked for a clause: quantities are asked for by their operands; what was derived not
    at all, but by what may undo it, and what was refused not again, but by what it would follow from.

    With `by_estimates`, a quantity is not asked for while operands that stand in for others give it.
    """
    estimated = inference.known if by_estimates else {}
    found: dict[str, None] = {}
    for name in _operands(program, outlook, number, estimated):
        if name in inference.known:
            behind = [one for one in outlook.undoing if program.clauses[one].rule.payload[0] == name]
        elif name in outlook.refused:
            behind = program.index.clauses(outlook.open_rows & program.rows_deriving(name))
        else:
            found[name] = None
            continue
        for deriving in behind:
            further = _operands(program, outlook, deriving, estimated)
            found.update(
                dict.fromkeys(one for one in further if one not in inference.known and one not in outlook.refused)
            )
    return list(found)


def _operands(program: Program, outlook: Outlook, number: int, estimated: Mapping[str, Any]) -> list[str]:
    """Return the attributes that a clause waits on, and those from which the quantities it waits on may still be computed, in a
    fixed order. What is estimated is not computed anew."""
    found: dict[str, None] = {}
    for name in sorted(outlook.waiting_on(number)):
        if name in program.base.quantities:
            if not isinstance(estimated.get(name), (Band, NoneType)):
                continue
            unknown = frozenset(outlook.refused).difference(outlook.inference.known)
            left = operands_left(program.base, name, unknown)
            found.update(dict.fromkeys(one for one in program.base.quantities[name].attributes if one in (left or ())))
        else:
            found[name] = None
    return list(found)


class _Prospect:
    """What an answer to one more question would do to the first place and to the headline decisions."""

    def __init__(self, program: Program, inference: Inference, standing: Standing, headline: Iterable[int]) -> None:
        self.program = program
        self.inference = inference
        self.standing = standing
        self.waiting = program.index.held(inference.known) & ~inference.fired
        self.headline_rows = 0
        for number in headline:
            self.headline_rows |= program.index.rows_of[number]
        self._moved: dict[int, bool | None] = {0: False}
        self._worth: dict[str, tuple[float, float]] = {}

    def worth(self, name: str) -> tuple[float, float]:
        """Return the share of answers that change the first place, and the share that touch a headline decision.

        Division rounds correctly, so equal shares of small counts are equal floats, and different ones are not.
        """
        found = self._worth.get(name)
        if found is None:
            found = self._worth[name] = self._shares(name)
        return found

    def _shares(self, name: str) -> tuple[float, float]:
        program = self.program
        if name not in program.index.columns:
            return 0.0, 0.0
        waiting = self.waiting & program.index.unknown_but(self.inference.known, name)
        feeds = self._feeds(name)
        deriving = program.effect_rows["derive"]
        moved = touched = possible = 0
        for value, satisfied, count in self._kinds(name, feeds):
            rows = satisfied & waiting
            moves = (
                self._moves_further(name, value)
                if feeds or rows & deriving
                else self._moves(rows & program.scoring_rows)
            )
            if moves is not None:
                possible += count
                moved += count * moves
                touched += count * bool(rows & self.headline_rows)
        return (moved / possible, touched / possible) if possible else (0.0, 0.0)

    def _kinds(self, name: str, feeds: bool) -> Iterable[tuple[Any, int, int]]:
        if not feeds:
            return self.program.kinds_of_answer(name)
        column = self.program.index.columns[name]
        return [(value, column.lookup(value), 1) for value in self.program.answers(name)]

    def _feeds(self, name: str) -> bool:
        """True when this answer would also make a quantity known that the ranking depends on."""
        for step in self.program.scoring_steps:
            needs = self.program.base.quantities[step.name].attributes
            if name in needs and all(need == name or need in self.inference.known for need in needs):
                return True
        return False

    def _moves_further(self, name: str, value: Any) -> bool | None:
        """Return the same for an answer from which more is derived or computed."""
        scoring = self.program.scoring_rows
        fired = foresee(self.program, self.inference, name, value) & scoring
        if not self.inference.fired & scoring & ~fired:
            return self._moves(fired & ~self.inference.fired)
        # An answer can also take something back: derivations that disagree leave their attribute unknown.
        situation = self.inference.situation
        then = Situation({**situation.values, name: value}, situation.declined)
        drawn = infer(self.program, then, scores_only=True)
        ranked = rank(self.program.base, drawn)
        if drawn.impossible or not ranked.ranked:
            return None
        return ranked.leader != self.standing.leader

    def _moves(self, rows: int) -> bool | None:
        """Return whether these rows, fired in addition, change the first place. None: nobody would give that answer here,
        because it contradicts what is known or leaves nothing to recommend."""
        if rows not in self._moved:
            self._moved[rows] = _moves(self.program, self.inference, self.standing, self.program.index.clauses(rows))
        return self._moved[rows]


def _moves(program: Program, inference: Inference, standing: Standing, new: list[int]) -> bool | None:
    gains: dict[tuple[str, str, bool], int] = {}
    out: set[str] = set()
    for number in new:
        clause = program.clauses[number]
        effect = clause.rule.effect
        if effect == "impossible":
            return None
        if effect == "rule_out":
            out.update(clause.targets or ())
        elif effect in ("favor", "avoid"):
            for name, strength in (clause.targets or {}).items():
                side = (name, clause.rule.aspect, effect == "favor")
                if strength > gains.get(side, 0):
                    gains[side] = strength
    if not gains and not out:
        return False
    first = standing.ranked[0] if standing.ranked else None
    if out.issuperset(standing.scores):
        return None
    if first is None or first in out:
        return True
    return _overtaken(inference, standing, gains, out)


def _overtaken(
    inference: Inference, standing: Standing, gains: dict[tuple[str, str, bool], int], out: set[str]
) -> bool:
    scores = dict(standing.scores)
    positive = set(standing.positive)
    for (name, aspect, favors), strength in gains.items():
        merit = inference.merits.get(name, {}).get(aspect)
        now = 0 if merit is None else (merit.favor if favors else merit.avoid)
        if name in scores and strength > now:
            scores[name] += (strength - now) if favors else (now - strength)
        if favors:
            positive.add(name)
    if standing.leader is None:
        return bool(positive - out)
    first = standing.ranked[0]
    # standing.scores is in the stated order, and max keeps the first of equals
    best = max((name for name in scores if name not in out), key=lambda name: (name in positive, scores[name]))
    return best != first


def _question(
    program: Program, name: str, numbers: list[int], decisive: frozenset[int], standing: Standing, alone: bool
) -> NextQuestion:
    """Return the question as a record. `alone`: whether an answer to it can change the first place without another answer."""
    attribute = program.base.attributes[name]
    rules = tuple(dict.fromkeys(program.clauses[number].rule.id for number in sorted(numbers)))
    what = "the set-up"
    if any(number in decisive for number in numbers):
        what = "the first place" if alone else "the first place together with another answer"
    if standing.leader is None:
        what = "what is recommended"
    count = f"{len(rules)} rule{'s' if len(rules) > 1 else ''}"
    return NextQuestion(
        attribute=name,
        type=attribute.type,
        values=tuple(attribute.values) if attribute.type == "choice" else None,
        ask=attribute.ask,
        because=f"{count} wait{'' if len(rules) > 1 else 's'} on this; the answer can change {what}.",
        waiting_rules=rules,
    )
