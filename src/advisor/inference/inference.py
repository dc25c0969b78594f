"""What fired rules amount to. One function turns clauses into conclusions; the engine and the batch path both call it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..knowledge.model import Attribute, Clause
from ..situation import Band, Situation
from .program import Program, Step

__all__ = ["Inference", "Merit", "complete", "foresee", "infer", "meanings", "reachable"]

_MAX_MEANINGS = 4096


class Merit:
    """The strongest favor and the strongest avoid for one candidate and aspect."""

    __slots__ = ("avoid", "avoided_by", "favor", "favored_by")

    def __init__(self) -> None:
        self.favor = 0
        self.avoid = 0
        self.favored_by: Clause | None = None
        self.avoided_by: Clause | None = None

    def copy(self) -> Merit:
        """Return the same merit, to be changed on its own."""
        other = Merit()
        other.favor, other.avoid = self.favor, self.avoid
        other.favored_by, other.avoided_by = self.favored_by, self.avoided_by
        return other


class Inference:
    """The conclusions drawn in one situation: bounds in it are cut to the numbers that an attribute can have.

    `known` holds given, derived and computed values; `fired` and `possible` are masks of rows; `merits` go by candidate and
    aspect. `numbers` are the clauses whose rules the engine fired, in order (the index alone lists none).
    """

    __slots__ = (
        "assumed",
        "derived",
        "disagreements",
        "fired",
        "impossible",
        "known",
        "merits",
        "notes",
        "numbers",
        "possible",
        "ruled_out",
        "situation",
    )

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.known: dict[str, Any] = dict(situation.values)
        self.derived: dict[str, tuple[Any, Clause]] = {}
        self.disagreements: dict[str, list[Clause]] = {}
        self.numbers: list[int] = []
        self.fired = 0
        self.possible = 0
        self.merits: dict[str, dict[str, Merit]] = {}
        self.ruled_out: dict[str, list[Clause]] = {}
        self.notes: list[Clause] = []
        self.impossible: list[Clause] = []
        self.assumed = False  # a quantity stands in for an operand that is not known yet

    @classmethod
    def start(cls, program: Program, situation: Situation) -> Inference:
        """Return an inference that already holds what is concluded in every situation."""
        template: Inference | None = program.template
        if template is None:
            template = cls(Situation())
            for number in sorted(program.standing):
                template.conclude(program.clauses[number])
            program.template = template  # when it is whole: other threads use it from now on
        inference = cls(_allowed(program, situation))
        inference.narrow(program)
        inference.ruled_out = {name: list(clauses) for name, clauses in template.ruled_out.items()}
        inference.notes = list(template.notes)
        inference.merits = {
            name: {aspect: merit.copy() for aspect, merit in merits.items()} for name, merits in template.merits.items()
        }
        return inference

    def conclude(self, clause: Clause) -> None:
        """Take in one fired clause. Choices and limits stay in `fired`: they are looked at when a set-up is made."""
        rule = clause.rule
        effect = rule.effect
        if effect == "favor" or effect == "avoid":
            self._weigh(clause, effect == "favor")
        elif effect == "rule_out":
            for name in clause.targets or ():
                self.ruled_out.setdefault(name, []).append(clause)
        elif effect == "advise" or effect == "warn":
            self.notes.append(clause)
        elif effect == "impossible":
            self.impossible.append(clause)

    def _weigh(self, clause: Clause, favors: bool) -> None:
        aspect = clause.rule.aspect
        for name, strength in (clause.targets or {}).items():
            by_aspect = self.merits.get(name)
            if by_aspect is None:
                by_aspect = self.merits[name] = {}
            merit = by_aspect.get(aspect)
            if merit is None:
                merit = by_aspect[aspect] = Merit()
            if favors and strength > merit.favor:
                merit.favor, merit.favored_by = strength, clause
            elif not favors and strength > merit.avoid:
                merit.avoid, merit.avoided_by = strength, clause

    def narrow(self, program: Program) -> None:
        """Take an answer in the narrower meaning that other answers give it. Derived values play no part in that."""
        values = self.situation.values
        fired = program.index.fired_among(program.narrowing_rows, program.narrowing_names, values)
        meant: dict[str, list[Clause]] = {}
        for number in program.narrowing if fired else ():
            if fired & program.index.rows_of[number]:
                clause = program.clauses[number]
                meant.setdefault(clause.rule.payload[0], []).append(clause)
        for name, clauses in meant.items():
            if self._agreed(name, clauses):
                self.known[name] = clauses[0].rule.payload[1]
                self.derived[name] = (self.known[name], clauses[0])

    def _agreed(self, name: str, clauses: list[Clause]) -> bool:
        """Return whether the derivations of an attribute agree; if not, remember them."""
        if len({clause.rule.payload[1] for clause in clauses}) == 1:
            return True
        self.disagreements[name] = clauses
        return False

    def settle(self, step: Step, clauses: list[Clause]) -> bool:
        """Set a derived attribute if its fired derivations agree. Returns whether something became known."""
        if step.name in self.known or not clauses or not self._agreed(step.name, clauses):
            return False
        self.known[step.name] = clauses[0].rule.payload[1]
        self.derived[step.name] = (self.known[step.name], clauses[0])
        return True


def _allowed(program: Program, situation: Situation) -> Situation:
    """Return the situation without what no attribute can be."""
    if Band not in map(type, situation.values.values()):
        return situation
    attributes = program.base.attributes
    values = {
        name: _within(attributes[name], value) if isinstance(value, Band) else value
        for name, value in situation.values.items()
    }
    return Situation(values, situation.declined)


def _within(attribute: Attribute, band: Band) -> Any:
    """Return those numbers within bounds that an attribute can have, a number where only one is left."""
    low, low_open, high, high_open = band.low, band.low_open, band.high, band.high_open
    if attribute.low is not None and (low is None or low <= attribute.low):
        low, low_open = attribute.low, attribute.low_open or (low == attribute.low and low_open)
    if attribute.high is not None and (high is None or high > attribute.high):
        high, high_open = attribute.high, False
    if low is not None and high is not None and low >= high:
        return low if low == high and not (low_open or high_open) else band
    return Band(low, low_open, high, high_open)


def infer(program: Program, situation: Situation, certain: bool = False, scores_only: bool = False) -> Inference:
    """Draw all conclusions with the index alone.

    With `certain`, values that an answer still to come could change (a derivation that another open one may contradict, a
    quantity that stands in for one not known yet) are left unknown. With `scores_only`, only what decides the ranking is
    concluded.
    """
    inference = Inference.start(program, situation)
    _complete(program, inference, certain)
    index = program.index
    inference.fired, inference.possible = index.match(inference.known)
    inference.possible = reachable(program, inference, inference.fired, inference.possible)
    rows = program.scoring_rows if scores_only else program.concluding_rows
    clauses, conclude, standing = program.clauses, inference.conclude, program.standing
    for number in index.clauses(inference.fired & rows):
        if number not in standing:
            conclude(clauses[number])
    return inference


def reachable(program: Program, inference: Inference, fired: int, possible: int) -> int:
    """Return the possible rows less those that wait for what was refused and does not follow from anything else."""
    undecided = [name for name in inference.situation.declined if name not in inference.known]
    return possible & (~program.lost(undecided, possible) | fired) if undecided else possible


def meanings(program: Program, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the answers mean of which one may narrow another: for most of them, what they say."""
    key = tuple(map(values.get, program.narrowing_names))
    found = program.meanings.get(key)
    if found is None:
        if len(program.meanings) >= _MAX_MEANINGS:
            program.meanings.clear()
        answers = Situation({name: values[name] for name in program.narrowing_names if name in values})
        inference = Inference(answers)
        inference.narrow(program)
        found = program.meanings[key] = inference.known
    return found


def foresee(program: Program, inference: Inference, name: str, value: Any) -> int:
    """Return the rows that would be fired if one more answer were known, without concluding anything from them."""
    situation = inference.situation
    then = Situation({**situation.values, name: value}, situation.declined)
    return program.index.fired(complete(program, then, inference.known, name)[0])


def complete(
    program: Program, situation: Situation, before: Mapping[str, Any], *names: str
) -> tuple[dict[str, Any], set[str]]:
    """Return everything that is known in a situation (answers, derived values and quantities), and the names of what may be new in it.

    `before` holds what was known before the answers to `names` were given or changed: what does not go by these stays as it is.
    """
    known = dict(before)
    known.update((name, situation.values[name]) for name in names)
    changed = set(names)
    if not program.narrowing_names.isdisjoint(changed):
        meant = meanings(program, situation.values)
        changed.update(name for name, value in meant.items() if value != before.get(name))
        known.update(meant)
    for step in program.following(*sorted(changed)):
        if step.name in situation.values or changed.isdisjoint(step.uses):
            continue
        value = _value_of(program, step, known)
        if value != before.get(step.name):
            changed.add(step.name)
        if value is not None:
            known[step.name] = value
        else:
            known.pop(step.name, None)
    return known, changed


def _value_of(program: Program, step: Step, known: Mapping[str, Any]) -> Any:
    """Return what a step makes known, or None."""
    if not step.derive:
        return program.value(step, known)
    rows = program.index.fired_among(step.rows, step.uses, known)
    values = {program.clauses[number].rule.payload[1] for number in program.index.clauses(rows)}
    return values.pop() if len(values) == 1 else None


def _complete(program: Program, inference: Inference, certain: bool) -> None:
    """Compute quantities and settle derived attributes, each after what it needs."""
    index = program.index
    declined = inference.situation.declined
    fired, possible, stale = 0, 0, True
    for step in program.steps:
        if not step.derive:
            value, assumed = program.compute(step, inference.known, declined)
            inference.assumed = inference.assumed or assumed
            if value is not None and not (certain and assumed):
                inference.known[step.name] = value
                stale = True
            continue
        if step.name in inference.known:
            continue
        if stale:
            fired, possible = index.match(inference.known)
            if certain:
                possible = reachable(program, inference, fired, possible)
            stale = False
        rows = (possible if certain else fired) & step.rows
        if rows and (not certain or fired & step.rows):
            stale = inference.settle(step, [program.clauses[number] for number in index.clauses(rows)])
