"""Ties: pairs of candidates that can have the same points, so that only the order of their cards decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from ...advice.answer.ranking import rank
from ...inference.inference import infer
from ...knowledge.model import Candidate
from ...situation import Situation
from .findings import Finding, about
from .leading import Leading
from .space import Space, TooManyError

__all__ = ["tie_findings"]

_MIDDLE = 1 << 9  # of the field that holds the difference of two scores


class _Side(Struct):
    """The rules that can give one candidate points on one side of one aspect: rows by strength, strongest first."""

    sign: int  # +1 when it moves the difference up
    favors: int  # the bit that says something speaks for the candidate, or 0
    steps: tuple[tuple[int, int, int], ...]  # strength, rows, the bit that says it is reached
    rows: int
    bits: int  # the rows, and the bits of the steps


def tie_findings(space: Space, leading: Leading) -> Iterator[Finding]:
    """Yield the pairs that can have equal points.

    Cards state an order, so that a tie has an intended winner; candidates of one order are put in the order of their names,
    which nobody meant. Only those pairs are findings, and only at first place; the others are information.
    """
    cards = list(space.program.base.candidates.values())
    for number, first in enumerate(cards):
        for second in cards[number + 1 :]:
            yield from _pair(space, leading, first, second)


def _pair(space: Space, leading: Leading, first: Candidate, second: Candidate) -> Iterator[Finding]:
    base = space.program.base
    pair = (first.id, second.id)
    names = f"{first.id} and {second.id}"
    try:
        given = _equal(space, first.id, second.id)
    except TooManyError:
        message = f"there are too many situations to tell whether {names} can have equal points"
        yield about(base, "tie", message, [], severity="information", exact=False, subject=pair)
        return
    if given is None:
        return
    if first.order != second.order:
        message = f"{names} can have equal points; the order of their cards puts {first.id} first"
        yield about(base, "tie", message, [], given, "information", subject=pair)
        return
    shown = leading.extend(first.id, given) or given
    shown = shown if _are_equal(space, shown, first.id, second.id) else given
    leads = _leads(space, shown, first.id)
    message = f"{names} can have equal points and have the same order, so that only their names decide"
    yield about(base, "tie", message, [], shown, "finding" if leads else "information", subject=pair)


def _leads(space: Space, given: Mapping[str, Any], name: str) -> bool:
    return rank(space.program.base, infer(space.program, Situation(given), scores_only=True)).leader == name


def _are_equal(space: Space, given: Mapping[str, Any], first: str, second: str) -> bool:
    standing = rank(space.program.base, infer(space.program, Situation(given), scores_only=True))
    scores = standing.scores
    both = {first, second} <= standing.positive
    return both and scores[first] == scores[second]


def _equal(space: Space, first: str, second: str) -> dict[str, Any] | None:
    """Return a situation in which two candidates are possible, favored, and have equal points; exact."""
    program = space.program
    rows = program.rows_about(first, "favor", "avoid") | program.rows_about(second, "favor", "avoid")
    out = program.rows_about(first, "rule_out") | program.rows_about(second, "rule_out")
    duel = _Duel(space, first, second, rows)
    for state, witness in space.reachable(rows, out, reduce=duel.reduce).items():
        if duel.equal(state):
            given = space.situation(witness)
            if given is not None and _are_equal(space, given, first, second):
                return given
    return None


class _Duel:
    """Reduces a state to what can still matter between two candidates: the difference, and the rows that may change it."""

    def __init__(self, space: Space, first: str, second: str, rows: int) -> None:
        self.rows = rows
        at = space.first_free_bit
        self.favored = (1 << at, 1 << (at + 1))
        at += 2
        self.sides: list[_Side] = []
        for candidate, name in enumerate((first, second)):
            for favors in (True, False):
                for steps in self._aspects(space, name, favors).values():
                    found = []
                    for strength in sorted(steps, reverse=True):
                        found.append((strength, steps[strength], 1 << at))
                        at += 1
                    every = bits = 0
                    for _, part, bit in found:
                        every, bits = every | part, bits | bit
                    sign = 1 if favors == (candidate == 0) else -1
                    self.sides.append(
                        _Side(sign, self.favored[candidate] if favors else 0, tuple(found), every, every | bits)
                    )
        self.shift = at
        self.low = (1 << at) - 1
        self.others = space.index.everything & ~rows
        self._seen: dict[tuple[int, int], int | None] = {}

    @staticmethod
    def _aspects(space: Space, name: str, favors: bool) -> dict[str, dict[int, int]]:
        found: dict[str, dict[int, int]] = {}
        for number in space.index.clauses(space.program.rows_about(name, "favor" if favors else "avoid")):
            clause = space.program.clauses[number]
            steps = found.setdefault(clause.rule.aspect, {})
            strength = (clause.targets or {})[name]
            steps[strength] = steps.get(strength, 0) | space.index.rows_of[number]
        return found

    def reduce(self, state: int, pending: int) -> int | None:
        """Keep of each side the strongest that is satisfied, and the rows that are stronger still.

        Most states differ in rows that say nothing about these two only, so what was found for one serves for many.
        """
        others = state & self.others
        key = (state ^ others, pending)
        if key not in self._seen:
            self._seen[key] = self._reduce(*key)
        found = self._seen[key]
        return None if found is None else found | others

    def _reduce(self, state: int, pending: int) -> int | None:
        difference = (state >> self.shift) - _MIDDLE if state >> self.shift else 0
        state &= self.low
        keep = ~self.rows
        up = down = 0
        for side in self.sides:
            if not state & side.bits:
                continue
            reached = 0
            reached_bit = 0
            waiting = 0
            for strength, rows, bit in side.steps:
                if state & bit or state & rows & ~pending:
                    reached, reached_bit = strength, bit
                    break
                waiting |= state & rows
            if reached and side.favors:
                state |= side.favors
            for _, _, bit in side.steps:
                state &= ~bit
            if not waiting:
                difference += side.sign * reached
                continue
            state |= reached_bit
            keep |= waiting
            strongest = next(strength for strength, rows, _ in side.steps if rows & waiting)
            if side.sign > 0:
                up, down = up + strongest, down + reached
            else:
                up, down = up - reached, down - strongest
        if difference + up < 0 or difference + down > 0:
            return None
        return state & keep | (difference + _MIDDLE) << self.shift

    def equal(self, state: int) -> bool:
        """Return whether an end state has equal points, with something in favor of both."""
        both = self.favored[0] | self.favored[1]
        return (state >> self.shift) == _MIDDLE and state & both == both
