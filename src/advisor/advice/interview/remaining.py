"""What is left to ask: the open questions, the wishes that are only offered, and about how many questions are still to come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from ...inference.program import Program
from ...situation import Situation
from ..answer.position import Position
from ..answer.question import Waiting, wished
from ..change.outcomes import outcomes, with_answer

__all__ = ["Remaining", "left", "remaining", "settled_unless", "worth_finding_out"]


class Remaining(Struct, frozen=True):
    """What can still change the first place or a headline decision.

    `questions` are asked; `wishes` (wishes and limits that most people do not have) are only offered once nothing else is left.
    """

    questions: tuple[str, ...]
    wishes: tuple[str, ...]
    waiting: Waiting

    @property
    def least(self) -> int:
        """How few answers could decide everything that waits for questions.

        One answer may settle the first place, and one may decide several rules about the set-up at once.
        """
        decisive = self.waiting.decisive
        numbers = dict.fromkeys(number for name in self.questions for number in self.waiting.clauses[name])
        open_clauses = [
            {name for name in self.questions if number in self.waiting.clauses[name]}
            for number in numbers
            if number not in decisive
        ]
        # what can settle the first place may decide these, too
        open_clauses = [names for names in open_clauses if not any(self.waiting.decides(name) for name in names)]
        count = 0 if decisive.isdisjoint(numbers) else 1
        while open_clauses:
            best = max(self.questions, key=lambda name: sum(name in names for names in open_clauses))
            open_clauses = [names for names in open_clauses if best not in names]
            count += 1
        return count


def remaining(position: Position) -> Remaining:
    """Return what is left to ask."""
    return Remaining(tuple(position.waiting.clauses), position.wishes, position.waiting)


def settled_unless(position: Position, wishes: Iterable[str]) -> tuple[str, ...] | None:
    """Return the wishes without which the first place is settled (none: it is settled), or None when it is not."""
    if position.settled:
        return ()
    program, situation = position.program, position.inference.situation
    refused = tuple(
        name
        for name in program.base.attributes
        if name not in situation.values and (name in situation.declined or wished(program, situation, name))
    )
    return tuple(wishes) if Position(program, Situation(situation.values, refused)).settled else None


def worth_finding_out(program: Program, situation: Situation, unsure: Iterable[str]) -> tuple[str, ...]:
    """Return those of some unknown attributes that could still change the first place or a headline decision."""
    names = set(unsure)
    if not names:
        return ()
    declined = tuple(name for name in situation.declined if name not in names)
    open_then = remaining(Position(program, Situation(situation.values, declined)))
    return tuple(
        name for name in program.base.attributes if name in names.intersection(open_then.questions + open_then.wishes)
    )


def left(program: Program, situation: Situation, question: str | None) -> tuple[int, int]:
    """Return about how many questions are left, as a range: looked at after the next answer, for some of those it can have.

    The least is how few answers could decide what is open then, or after *not sure*, the most what is asked when nothing more is
    known. The offer of the wishes is not counted.
    """
    if question is None or wished(program, situation, question):
        return (0, 0)
    unsure = remaining(Position(program, Situation(situation.values, (*situation.declined, question))))
    ahead = [remaining(Position(program, then)) for then in _next_situations(program, situation, question)] or [unsure]
    return 1 + min(one.least for one in (*ahead, unsure)), 1 + max(len(one.questions) for one in ahead)


def _next_situations(program: Program, situation: Situation, question: str) -> list[Situation]:
    """Return the situation after the first answer of those that keep the first place, and of those that move it."""
    possible = [one for one in outcomes(program, situation, question) if not one.impossible and one.first is not None]
    values: list[Any] = [next((one.value for one in possible if one.moves == moves), None) for moves in (False, True)]
    return [with_answer(program, situation, question, value) for value in values if value is not None]
