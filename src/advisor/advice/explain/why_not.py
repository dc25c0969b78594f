"""Why not another one: what rules it out, or where it lacks points against the leader and what would give them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from ..answer.ranking import Standing
from ..change.changes import Change
from .gains import Gain, Gains
from .reasons import Reason, Reasons
from .why import merit_reasons

__all__ = ["Gap", "WhyNot", "why_not"]


class Gap(Struct, frozen=True):
    """The points of the candidate and of the leader in one aspect, with the rules behind both."""

    aspect: str
    points: int
    leader_points: int
    reasons: tuple[Reason, ...]
    leader_reasons: tuple[Reason, ...]

    @property
    def lacks(self) -> int:
        """How many points the candidate is behind here (negative: ahead)."""
        return self.leader_points - self.points

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "aspect": self.aspect,
            "points": self.points,
            "leader_points": self.leader_points,
            "lacks": self.lacks,
            "reasons": [reason.to_dict() for reason in self.reasons],
            "leader_reasons": [reason.to_dict() for reason in self.leader_reasons],
        }


class WhyNot(Struct, frozen=True):
    """Why a candidate is not first.

    `state` is first, ruled-out, behind, level (the same score, and the stated order decides), no-evidence (nothing speaks for it)
    or undecided (nothing speaks for any candidate yet). `gaps` are the aspects that differ, the widest first; `ways` are the
    smallest sets of answers that would put it first (None: not looked for).
    """

    candidate: str
    name: str
    state: str
    score: int | None
    leader: str | None
    leader_score: int | None
    ruled_out: tuple[Reason, ...] = ()
    gaps: tuple[Gap, ...] = ()
    gains: tuple[Gain, ...] = ()
    ways: tuple[Change, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "candidate": self.candidate,
            "name": self.name,
            "state": self.state,
            "score": self.score,
            "leader": self.leader,
            "leader_score": self.leader_score,
            "ruled_out": [reason.to_dict() for reason in self.ruled_out],
            "gaps": [gap.to_dict() for gap in self.gaps],
            "gains": [gain.to_dict() for gain in self.gains],
            "ways": None if self.ways is None else [change.to_dict() for change in self.ways],
        }


def why_not(
    reasons: Reasons, standing: Standing, gains: Gains, candidate: str, ways: tuple[Change, ...] | None = None
) -> WhyNot:
    """Explain why a candidate is not the leader."""
    leader = standing.leader
    out = tuple(reasons.reason(clause) for clause in reasons.ruled_out.get(candidate, ()))
    return WhyNot(
        candidate=candidate,
        name=reasons.program.base.candidates[candidate].name,
        state=_state(standing, candidate, bool(out)),
        score=standing.scores.get(candidate),
        leader=leader,
        leader_score=None if leader is None else standing.scores[leader],
        ruled_out=out,
        gaps=() if leader in (None, candidate) or out else tuple(_gaps(reasons, candidate, leader)),
        gains=() if candidate == leader or out else gains.of(candidate),
        ways=ways,
    )


def _state(standing: Standing, candidate: str, out: bool) -> str:
    leader = standing.leader
    if out:
        return "ruled-out"
    if leader is None:
        return "undecided"
    if candidate == leader:
        return "first"
    if candidate not in standing.positive:
        return "no-evidence"
    return "level" if standing.scores[candidate] == standing.scores[leader] else "behind"


def _gaps(reasons: Reasons, candidate: str, leader: str | None) -> Iterable[Gap]:
    merits = reasons.inference.merits
    mine, theirs = merits.get(candidate, {}), merits.get(leader or "", {})
    found = []
    for aspect in dict.fromkeys((*theirs, *mine)):
        mine_here = {aspect: mine[aspect]} if aspect in mine else {}
        theirs_here = {aspect: theirs[aspect]} if aspect in theirs else {}
        points = sum(merit.favor - merit.avoid for merit in mine_here.values())
        leader_points = sum(merit.favor - merit.avoid for merit in theirs_here.values())
        if points != leader_points:
            found.append(
                Gap(
                    aspect,
                    points,
                    leader_points,
                    tuple(merit_reasons(reasons, mine_here)),
                    tuple(merit_reasons(reasons, theirs_here)),
                )
            )
    return sorted(found, key=lambda gap: (-gap.lacks, gap.aspect))
