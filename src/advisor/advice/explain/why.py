"""Why this one: the rules that fired for the pick and for each decision of its set-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from ...inference.inference import Merit
from ..answer.records import Alternative, Ranked
from .reasons import Reason, Reasons

__all__ = ["Why", "WhyDecided", "merit_reasons", "why"]


class WhyDecided(Struct, frozen=True):
    """Why one decision of the set-up is as it is. `reason` is None when every value that came up is excluded."""

    decision: str
    title: str
    value: Any
    settled: bool
    reason: Reason | None
    steps: str
    needs: tuple[str, ...]
    alternatives: tuple[Alternative, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "decision": self.decision,
            "title": self.title,
            "value": self.value,
            "settled": self.settled,
            "reason": None if self.reason is None else self.reason.to_dict(),
            "computed": self.steps,
            "needs": list(self.needs),
            "alternatives": [other.to_dict() for other in self.alternatives],
        }


class Why(Struct, frozen=True):
    """Why a candidate is recommended: what speaks for and against it, each decision, and what was derived on the way."""

    candidate: str
    name: str
    score: int
    evidence: tuple[Reason, ...]
    decisions: tuple[WhyDecided, ...]
    derived: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "candidate": self.candidate,
            "name": self.name,
            "score": self.score,
            "evidence": [reason.to_dict() for reason in self.evidence],
            "decisions": [decided.to_dict() for decided in self.decisions],
            "derived": [reason.to_dict() for reason in self.derived],
        }


def why(reasons: Reasons, pick: Ranked) -> Why:
    """Explain the pick of a recommendation, from the records of its evaluation."""
    inference = reasons.inference
    return Why(
        candidate=pick.id,
        name=pick.name,
        score=pick.score,
        evidence=tuple(merit_reasons(reasons, inference.merits.get(pick.id, {}))),
        decisions=tuple(_decisions(reasons, pick)),
        derived=tuple(reasons.reason(clause) for _, clause in inference.derived.values()),
    )


def merit_reasons(reasons: Reasons, merits: Mapping[str, Merit]) -> Iterable[Reason]:
    """Return what counts for and against a candidate: the strongest first, and what speaks for it before what does not."""
    pieces = [(merit.favor, merit.favored_by, False) for merit in merits.values() if merit.favored_by is not None]
    pieces += [(merit.avoid, merit.avoided_by, True) for merit in merits.values() if merit.avoided_by is not None]
    for strength, clause, _ in sorted(pieces, key=lambda piece: (-piece[0], piece[2], piece[1].id if piece[1] else "")):
        if clause is not None:
            yield reasons.reason(clause, strength)


def _decisions(reasons: Reasons, pick: Ranked) -> Iterable[WhyDecided]:
    program = reasons.program
    base = program.base
    rows = reasons.inference.fired & program.rows_about(pick.id, "choose")
    fired = {program.clauses[number].rule.id: program.clauses[number] for number in program.index.clauses(rows)}
    values = {name: decided.value for name, decided in pick.setup.items()}
    for decided in pick.setup.values():
        clause = fired.get(decided.rule)
        yield WhyDecided(
            decision=decided.decision,
            title=base.decisions[decided.decision].title,
            value=decided.value,
            settled=decided.settled,
            reason=None if clause is None else reasons.reason(clause, decided=values),
            steps=decided.steps,
            needs=decided.needs,
            alternatives=decided.alternatives,
        )
