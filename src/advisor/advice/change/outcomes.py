"""What each possible answer to a question would do to the ranking."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from ...inference.inference import infer
from ...inference.program import Program
from ...situation import Situation
from ..answer.ranking import Standing, rank
from .domain import Cell, wanted
from .facts import Facts
from .ground import Ground
from .ranges import Ranges

__all__ = ["Outcome", "outcome", "outcomes", "outcomes_of_cells", "with_answer"]


class Outcome(Struct, frozen=True):
    """What one possible answer would do: who is first then, and who drops out.

    `value` is the answer, or one number out of the range that `wanted` gives. With `leaves_nothing` every candidate is out.
    """

    value: Any
    first: str | None
    moves: bool
    drops: tuple[str, ...]
    impossible: bool = False
    wanted: Any = None
    leaves_nothing: bool = False

    @property
    def caution(self) -> str:
        """What to know before this answer is taken; empty for most answers."""
        if self.impossible:
            return "contradicts an earlier answer"
        return "leaves nothing to recommend" if self.leaves_nothing and self.drops else ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "value": self.value,
            "wanted": self.wanted,
            "first": self.first,
            "moves": self.moves,
            "drops": list(self.drops),
            "impossible": self.impossible,
            "leaves_nothing": self.leaves_nothing,
        }


def outcomes(program: Program, situation: Situation, attribute: str) -> tuple[Outcome, ...]:
    """Return what each possible answer would do: one per value, or per range of numbers in which the rules tell no difference."""
    return tuple(outcome for _, outcome in outcomes_of_cells(program, situation, attribute))


def outcomes_of_cells(program: Program, situation: Situation, attribute: str) -> tuple[tuple[Cell, Outcome], ...]:
    """Return what can be answered, each with what it would do. Numbers are cut by the thresholds of the rules, and where a quantity
    of theirs reaches one."""
    inference = infer(program, situation, scores_only=True)
    before = rank(program.base, inference)
    ranges = Ranges(Ground(program, situation, inference.known, program.scoring_rows), (), Facts(program.base, None))
    return tuple(
        (
            cell,
            _outcome(
                program, with_answer(program, situation, attribute, cell.value), before, cell.value, wanted([cell])
            ),
        )
        for cell in ranges.cells(attribute, inference.known, sizes=False)
    )


def outcome(program: Program, situation: Situation, attribute: str, value: Any) -> Outcome:
    """Return what one answer would do."""
    before = rank(program.base, infer(program, situation, scores_only=True))
    return _outcome(program, with_answer(program, situation, attribute, value), before, value, [value])


def _outcome(program: Program, then: Situation, before: Standing, value: Any, asked: Any) -> Outcome:
    inference = infer(program, then, scores_only=True)
    after = rank(program.base, inference)
    drops = tuple(name for name in before.ranked if name not in after.scores)
    impossible = bool(inference.impossible)
    return Outcome(value, after.leader, after.leader != before.leader, drops, impossible, asked, not after.ranked)


def with_answer(program: Program, situation: Situation, attribute: str, value: Any) -> Situation:
    """Return the situation with one more answer, or another one."""
    values = {**situation.values, attribute: value}
    declined = tuple(name for name in situation.declined if name != attribute)
    return Situation({name: values[name] for name in program.base.attributes if name in values}, declined)
