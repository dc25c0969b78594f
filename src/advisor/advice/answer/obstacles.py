"""What stands in the way when nothing is left to recommend: the single answers without which something would be."""

from __future__ import annotations

from collections.abc import Iterable

from ...inference.inference import Inference, infer
from ...inference.program import Program
from ...situation import Situation
from .ranking import rank
from .records import Obstacle

__all__ = ["obstacles"]


def obstacles(program: Program, inference: Inference) -> Iterable[Obstacle]:
    """Yield each answer whose absence alone would bring a candidate back, demands first. What is wanted at all stays as it is."""
    situation = inference.situation
    attributes = [program.base.attributes[name] for name in situation.values]
    for attribute in sorted(attributes, key=lambda attribute: not attribute.demand):
        if attribute.goal:
            continue
        left = {name: value for name, value in situation.values.items() if name != attribute.name}
        then = infer(program, Situation(left, situation.declined), scores_only=True)
        first = rank(program.base, then).leader
        if first is not None and not then.impossible:
            yield Obstacle(attribute.name, first)
