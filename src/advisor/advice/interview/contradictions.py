"""Which answers give way when some cannot be true together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...inference.inference import Inference, infer
from ...inference.program import Program
from ...knowledge.model import Clause
from ...situation import Situation
from .answers import Answer

__all__ = ["set_aside"]


def set_aside(
    program: Program, answers: Iterable[Answer], situation: Callable[[Iterable[Answer]], Situation]
) -> tuple[str, ...]:
    """Return the attributes whose answers newer ones contradict: of those behind a contradiction the oldest gives way, and what is
    wanted at all (a goal) only after the facts.

    `situation` turns answers into a situation.
    """
    kept = {answer.attribute: answer for answer in answers}
    aside: list[str] = []
    while True:
        inference = infer(program, situation(kept.values()), scores_only=True)
        if not inference.impossible:
            return tuple(aside)
        behind = {name for clause in inference.impossible for name in _behind(program, inference, clause)}
        names = [name for name, answer in kept.items() if name in behind and not answer.refusal]
        older = names[:-1] or names
        giving_way = next((name for name in older if not program.base.attributes[name].goal), older[0])
        del kept[giving_way]
        aside.append(giving_way)


def _behind(program: Program, inference: Inference, clause: Clause) -> Iterable[str]:
    """Yield the answers that a fired clause rests on, through what was derived and computed from them."""
    names = [name for row in clause.rows for name in row if name in inference.known]
    for name in names:
        if name in inference.situation.values:
            yield name
        if (
            name in inference.derived and inference.derived[name][1] is not clause
        ):  # an answer may be narrowed by a rule about it
            yield from _behind(program, inference, inference.derived[name][1])
        elif name in program.base.quantities:
            yield from (need for need in program.base.quantities[name].attributes if need in inference.situation.values)
