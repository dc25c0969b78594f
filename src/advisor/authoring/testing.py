"""Running examples: what each got, and why where that is not what it must get."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from ..advice.recommend import advise
from ..errors import SituationError
from ..inference.program import Program
from ..knowledge.base import KnowledgeBase
from .compare import Difference, compare
from .examples import Example
from .why import Reasons

__all__ = ["Outcome", "run_example", "run_examples"]


class Outcome(Struct, frozen=True):
    """What came of one example. No differences: it passed."""

    example: Example
    differences: tuple[Difference, ...] = ()

    @property
    def passed(self) -> bool:
        """True when the answer is as expected."""
        return not self.differences


def run_example(base: KnowledgeBase, example: Example, engine: bool = False) -> Outcome:
    """Ask for one example's answer and compare it.

    The index alone answers, unless the `engine` is wanted: it gives the same answers, sooner.
    """
    try:
        # One set-up is enough, but for those who expect a rule that speaks for some other candidate.
        answer = advise(base, example.situation, None if example.expect.rules else 1, engine)
    except SituationError as refusal:
        return Outcome(example, _explained(base, example, compare(example, refusal, base.candidates)))
    return Outcome(example, _explained(base, example, compare(example, answer, base.candidates)))


def run_examples(base: KnowledgeBase, examples: Iterable[Example]) -> tuple[Outcome, ...]:
    """Run examples in order."""
    return tuple(run_example(base, example) for example in examples)


def _explained(base: KnowledgeBase, example: Example, found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    if not found:
        return ()
    reasons = Reasons(Program.of(base), example.situation)
    return tuple(replace(difference, why=reasons.of(difference)) for difference in found)
