"""Why not another one: what rules it out, or where it lacks points against the leader and what would give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from ...inference.inference import complete
from ...knowledge.model import Clause, Row
from ...situation import Band, Situation
from ..answer.ranking import Standing
from ..answer.settled import Outlook
from ..change.changes import Change
from ..change.judge import Judge
from .reasons import Reason, Reasons, accepted
from .why import merit_reasons

__all__ = ["Gain", "Gap", "Missing", "WhyNot", "why_not"]


class Missing(Struct, frozen=True):
    """A fact that a rule waits for: what it would have to be (values, or bounds)."""

    name: str
    wanted: Any

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"name": self.name, "wanted": self.wanted}


class Gain(Struct, frozen=True):
    """An open rule that would bring the candidate nearer: by how many points, and the facts it waits for.

    `candidate` is the one whose score it changes: the candidate's own rises, or the leader's falls.
    """

    rule: str
    candidate: str
    aspect: str
    points: int
    facts: tuple[Missing, ...]
    because: str

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "rule": self.rule,
            "candidate": self.candidate,
            "aspect": self.aspect,
            "points": self.points,
            "facts": [fact.to_dict() for fact in self.facts],
            "because": self.because,
        }


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
    reasons: Reasons, standing: Standing, outlook: Outlook, candidate: str, ways: tuple[Change, ...] | None = None
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
        gains=() if candidate == leader or out else tuple(_gains(reasons, outlook, standing, candidate)),
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


def _gains(reasons: Reasons, outlook: Outlook, standing: Standing, candidate: str) -> Iterable[Gain]:
    """Return the open rules that favor the candidate or count against the leader, where that brings the two nearer: those with most
    points and fewest facts first, and last what goes against a derived fact.
    """
    found = []
    nearness = _Nearness(reasons, standing, candidate)
    for name in dict.fromkeys((candidate, outlook.leader or candidate)):
        for number, aspect, favors, points in outlook.open_for(name):
            fired = reasons.inference.fired & reasons.program.index.rows_of[number]
            if favors == (name == candidate) and not fired:  # fired, but an answer may undo it: it counts already
                clause = reasons.program.clauses[number]
                row, waits = _waiting(reasons, outlook, clause)
                if nearness.grows(row, waits):
                    attributes = reasons.program.base.attributes
                    facts = tuple(Missing(wait, accepted(row[wait], attributes.get(wait))) for wait in waits)
                    found.append(Gain(clause.rule.id, name, aspect, points, facts, clause.rule.because))
    derived = reasons.inference.derived

    def worth(gain: Gain) -> tuple[bool, int, int, str, str]:
        against = any(fact.name in derived for fact in gain.facts)  # a person would have to overrule what follows
        return against, -gain.points, len(gain.facts), gain.rule, gain.candidate

    return sorted(found, key=worth)


class _Nearness:
    """Tells whether answers bring a candidate nearer to the leader: what favors it may favor the leader as much."""

    def __init__(self, reasons: Reasons, standing: Standing, candidate: str) -> None:
        self.inference = reasons.inference
        self.program = reasons.program
        self.candidate = candidate
        self.leader = standing.leader
        self.now = standing.scores
        self.judge = Judge(reasons.program, None, reasons.inference.known, reasons.inference.fired)

    def grows(self, row: Row, names: Iterable[str]) -> bool:
        """Return whether the candidate lacks fewer points when these attributes are as the row wants them; True where that cannot
        be tried, as with a quantity."""
        answers = {}
        for name in names:
            fitting = [] if name not in self.program.base.attributes else self.program.answers(name)
            answers[name] = next((value for value in fitting if row[name].contains(value)), None)
        if self.leader is None or not answers or None in answers.values():
            return True
        situation = Situation({**self.inference.situation.values, **answers}, self.inference.situation.declined)
        known, _ = complete(self.program, situation, self.inference.known, *answers)
        scores = self.judge.scores(self.program.index.fired(known))
        if self.candidate not in scores or self.leader not in scores:
            return self.leader not in scores
        return self._lack(scores) < self._lack(self.now)

    def _lack(self, scores: Mapping[str, int]) -> int:
        return scores[self.leader or ""] - scores[self.candidate]


def _waiting(reasons: Reasons, outlook: Outlook, clause: Clause) -> tuple[Row, tuple[str, ...]]:
    """Return the open row of a clause that waits for least, with what is unknown in it."""
    program, inference = reasons.program, outlook.inference
    names = (*program.base.attributes, *program.base.quantities)
    first = program.index.rows_of[program.number_of[clause.id]]
    first &= -first
    best: tuple[Row, tuple[str, ...]] | None = None
    for number, row in enumerate(clause.rows):
        if not inference.possible & (first << number):
            continue
        waits = tuple(name for name in names if name in row and _open(inference.known, name))
        if best is None or len(waits) < len(best[1]):
            best = row, waits
    return best or ({}, ())


def _open(known: dict[str, Any], name: str) -> bool:
    return name not in known or isinstance(known[name], Band)
