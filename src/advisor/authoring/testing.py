"""Running examples: what each got, and why where that is not what it must get."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from ..advice.answer.recommend import advise
from ..advice.answer.records import Recommendation
from ..errors import SituationError
from ..inference.inference import infer
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
    answer: Recommendation | SituationError
    try:
        answer = advise(base, example.situation, 1, engine, ask=bool(example.expect.next))
    except SituationError as refusal:
        answer = refusal
    fired = _fired(base, example) if example.expect.fired else ()
    return Outcome(example, _explained(base, example, compare(example, answer, fired)))


def _fired(base: KnowledgeBase, example: Example) -> set[str]:
    program = Program.of(base)
    inference = infer(program, example.situation)
    deriving = {clause.rule.id for _, clause in inference.derived.values()}  # one that narrows an answer is over then
    return deriving | {program.clauses[number].rule.id for number in program.index.clauses(inference.fired)}


def run_examples(base: KnowledgeBase, examples: Iterable[Example]) -> tuple[Outcome, ...]:
    """Run examples in order."""
    return tuple(run_example(base, example) for example in examples)


def _explained(base: KnowledgeBase, example: Example, found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    if not found:
        return ()
    reasons = Reasons(Program.of(base), example.situation)
    return tuple(replace(difference, why=reasons.of(difference)) for difference in found)
