"""Scores and order of the candidates."""

from __future__ import annotations

from collections.abc import Mapping

from ...inference.inference import Inference, Merit
from ...knowledge.base import KnowledgeBase

__all__ = ["Standing", "rank", "score_of"]


class Standing:
    """The candidates that are left, best first, with their scores."""

    __slots__ = ("positive", "ranked", "scores")

    def __init__(self, ranked: list[str], scores: dict[str, int], positive: set[str]) -> None:
        self.ranked = ranked
        self.scores = scores
        self.positive = positive

    @property
    def leader(self) -> str | None:
        """The first candidate, if anything speaks for it."""
        return self.ranked[0] if self.ranked and self.ranked[0] in self.positive else None


def score_of(merits: Mapping[str, Merit]) -> int:
    """Sum, over aspects, of the strongest favor less the strongest avoid."""
    return sum(merit.favor - merit.avoid for merit in merits.values())


def rank(base: KnowledgeBase, inference: Inference) -> Standing:
    """Order the candidates that are not ruled out: those with something in their favor first, then by score, the card's order, and id."""
    scores: dict[str, int] = {}
    positive: set[str] = set()
    for name in base.candidates:
        if name in inference.ruled_out:
            continue
        merits = inference.merits.get(name)
        scores[name] = score_of(merits) if merits else 0
        if merits and any(merit.favor for merit in merits.values()):
            positive.add(name)
    # base.candidates is already in the stated order (order, then id), and sorting is stable
    ranked = sorted(scores, key=lambda name: (name not in positive, -scores[name]))
    return Standing(ranked, scores, positive)
