"""Answers that bring a candidate nearer to the leader, with the points that they make in all: what speaks for it beside others of
its aspect counts no more than the strongest, and other rules may hold with the same answers. What waits for a quantity of several
open answers is told of the quantity alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from msgspec import Struct

from ...inference.inference import complete
from ...knowledge.model import Attribute, Clause, Row
from ...situation import Band, Situation
from ..answer.ranking import Standing
from ..answer.settled import Outlook
from ..change.domain import Cell, bound, cells, number_cells, wanted
from ..change.facts import Facts
from ..change.ground import Ground
from ..change.judge import Judge
from ..change.ranges import Ranges
from .reasons import Reasons

__all__ = ["Gain", "Gains", "Missing"]

_MOST_TRIED = 100  # answers to several questions at a time
_Open = tuple[int, Clause, Row, int]  # the points that a rule gives by itself, and one of its rows, with its bit
_Effect = tuple["int | None", Clause]  # points (None: the leader is ruled out), and the rule that says why


class Missing(Struct, frozen=True):
    """A fact that a rule waits for: what it would have to be (values, or bounds). A quantity comes `through` several open answers."""

    name: str
    wanted: Any
    through: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        data: dict[str, Any] = {"name": self.name, "wanted": self.wanted}
        return {**data, "through": list(self.through)} if self.through else data


class Gain(Struct, frozen=True):
    """Facts that would bring the candidate nearer, and the rule that says why.

    `candidate` is the one whose score they change, by so many points: the candidate's own rises, or the leader's falls (None: the
    leader is ruled out).
    """

    rule: str
    candidate: str
    aspect: str
    points: int | None
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


class _Found(Struct, frozen=True):
    """A gain with the answers that it stands for."""

    gain: Gain
    answers: Mapping[str, frozenset[Cell]]

    @property
    def points(self) -> float:
        return math.inf if self.gain.points is None else self.gain.points

    def covers(self, other: _Found) -> bool:
        """Return whether fewer facts make as much for the same candidate."""
        return (
            self.gain.candidate == other.gain.candidate
            and self.points >= other.points
            and self.answers.keys() < other.answers.keys()
            and all(options >= other.answers[name] for name, options in self.answers.items())
        )


class Gains:
    """Finds them in one situation, for one candidate after the other."""

    def __init__(self, reasons: Reasons, outlook: Outlook, standing: Standing) -> None:
        self.program = reasons.program
        self.inference = reasons.inference
        self.outlook = outlook
        self.now = standing.scores
        self.leader = standing.leader
        self.judge = Judge(self.program, None, self.inference.known, self.inference.fired)
        ground = Ground(self.program, self.inference.situation, self.inference.known, self.program.scoring_rows)
        self.ranges = Ranges(ground, (), Facts(self.program.base, None))
        self._tried: dict[tuple[Any, ...], tuple[int, Mapping[str, int]]] = {}

    def of(self, candidate: str) -> tuple[Gain, ...]:
        """Return what would bring a candidate nearer: what makes most by the fewest facts first, and last what goes against a derived
        fact, which a person would have to overrule."""
        names = dict.fromkeys((candidate, self.leader or candidate))
        found = [one for name in names for one in self._about(name, candidate)]

        def worth(one: _Found) -> tuple[bool, float, int, str, str]:
            against = not self.inference.derived.keys().isdisjoint(one.answers)
            return against, -one.points, len(one.answers), one.gain.rule, one.gain.candidate

        kept = [one for one in found if not any(other.covers(one) for other in found)]
        return tuple(one.gain for one in sorted(kept, key=worth))

    def _about(self, name: str, candidate: str) -> Iterable[_Found]:
        """Yield what open rules that favor the candidate, or count against the leader (`name`), would make."""
        waiting: dict[tuple[str, ...], list[_Open]] = {}
        for number, _, favors, points in self.outlook.open_for(name):
            fired = self.inference.fired & self.program.index.rows_of[number]
            if favors == (name == candidate) and not fired:  # fired, but an answer may undo it: it counts already
                clause = self.program.clauses[number]
                for row, bit, waits in self._waiting(clause):
                    waiting.setdefault(waits, []).append((points, clause, row, bit))
        for waits, rules in waiting.items():
            joined = any(len(step.uses.intersection(waits)) > 1 for step in self.ranges.ground.computing)

            def effect(
                answer: Sequence[Cell],
                waits: tuple[str, ...] = waits,
                rules: list[_Open] = rules,
                joined: bool = joined,
            ) -> Any:
                cells = dict(zip(waits, answer, strict=True))
                found = self._effect(name, candidate, {wait: cell.value for wait, cell in cells.items()}, rules)
                if found is None or not joined:
                    return found
                at_ends = (self._effect(name, candidate, values, rules) for values in self._ends(cells))
                return found if all(_key(one) == _key(found) for one in at_ends) else None

            for options, found in _alike(_few([self._options(wait, rules) for wait in waits]), effect):
                if found is not None:
                    points, clause = found
                    facts = tuple(self._missing(*fact) for fact in zip(waits, options, strict=True))
                    gain = Gain(clause.rule.id, name, clause.rule.aspect, points, facts, clause.rule.because)
                    yield _Found(gain, dict(zip(waits, map(frozenset, options), strict=True)))

    def _waiting(self, clause: Clause) -> Iterable[tuple[Row, int, tuple[str, ...]]]:
        """Return the open rows of a clause that wait for fewest, each with its bit and what is unknown in it."""
        program, inference = self.program, self.outlook.inference
        names = (*program.base.attributes, *program.base.quantities)
        first = program.index.rows_of[program.number_of[clause.id]]
        first &= -first
        found = []
        for number, row in enumerate(clause.rows):
            if inference.possible & (first << number):
                open_names = (name for name in names if name in row and _open(inference.known, name))
                found.append((row, first << number, tuple(dict.fromkeys(map(self._to_answer, open_names)))))
        fewest = min((len(waits) for *_, waits in found), default=0)
        return [one for one in found if len(one[2]) == fewest > 0]

    def _to_answer(self, name: str) -> str:
        """Return the one answer that a quantity waits for, instead of it."""
        through = self._through(name)
        return through[0] if len(through) == 1 else name

    def _through(self, name: str) -> tuple[str, ...]:
        """Return the answers that a quantity waits for (none for an attribute)."""
        quantity = self.program.base.quantities.get(name)
        uses = () if quantity is None else quantity.attributes
        return tuple(use for use in uses if _open(self.outlook.inference.known, use))

    def _options(self, name: str, rules: Sequence[_Open]) -> list[Cell]:
        """Return what can be answered, or a quantity can be, so that one of the rules holds."""
        attribute, known = self.program.base.attributes.get(name), self.inference.known.get(name)
        if attribute is not None and attribute.discrete:
            found: Iterable[Cell] = cells(self.program, name)
        else:
            here = (
                self.ranges.thresholds(name) if attribute is not None else self.program.index.columns[name].thresholds
            )
            ends = set(here)
            if isinstance(known, Band):
                ends.update(end for end in (known.low, known.high) if end is not None)
            found = number_cells(attribute or Attribute(name, "number", ""), ends)
        return [
            cell
            for cell in found
            if any(name not in row or row[name].contains(cell.value) for _, _, row, _ in rules)
            and (not isinstance(known, Band) or known.contains(cell.value))
        ]

    def _ends(self, answer: Mapping[str, Cell]) -> Iterable[Mapping[str, Any]]:
        """Yield the corners of ranges of several numbers: what they make together may be another thing there."""
        attributes = self.program.base.attributes
        sides = [
            [cell.value]
            if cell.span is None or name not in attributes
            else [bound(attributes[name], cell, up) for up in (False, True)]
            for name, cell in answer.items()
        ]
        yield from (dict(zip(answer, values, strict=True)) for values in product(*sides))

    def _effect(self, name: str, candidate: str, values: Mapping[str, Any], rules: Sequence[_Open]) -> _Effect | None:
        """Return what answers make for one of the two, or None where they do not bring the candidate nearer."""
        fired, scores = self._scores(values)
        holding = [one for one in rules if fired & one[3]]
        if not holding or candidate not in scores:
            return None
        _, clause, *_ = max(holding, key=lambda one: one[0])
        if name != candidate and name not in scores:
            return None, self._ruling_out(name, fired)
        if self.leader in scores and self._lack(candidate, scores) >= self._lack(candidate, self.now):
            return None
        points = scores[name] - self.now[name] if name == candidate else self.now[name] - scores[name]
        return (points, clause) if points > 0 else None

    def _scores(self, values: Mapping[str, Any]) -> tuple[int, Mapping[str, int]]:
        """Return the rows that answers fire, and the scores that they lead to; none where they contradict what is known."""
        key = tuple(sorted(values.items()))
        if key not in self._tried:
            situation = Situation({**self.inference.situation.values, **values}, self.inference.situation.declined)
            known, _ = complete(self.program, situation, self.inference.known, *values)
            fired = self.program.index.fired(known)
            possible = not fired & self.program.effect_rows["impossible"]
            self._tried[key] = fired, self.judge.scores(fired) if possible else {}
        return self._tried[key]

    def _lack(self, candidate: str, scores: Mapping[str, int]) -> int:
        """Return how many points a candidate is behind the leader (without one: behind 0)."""
        return scores.get(self.leader or "", 0) - scores[candidate]

    def _ruling_out(self, name: str, fired: int) -> Clause:
        return self.program.clauses[self.program.index.clauses(fired & self.program.rows_about(name, "rule_out"))[0]]

    def _missing(self, name: str, options: Sequence[Cell]) -> Missing:
        return Missing(name, wanted(options, self.program.base.attributes.get(name)), self._through(name))


def _open(known: Mapping[str, Any], name: str) -> bool:
    return name not in known or isinstance(known[name], Band)


def _few(options: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """Return answers to several questions without some of the most: what is left can be tried together."""
    left = list(options)
    while len(left) > 1 and math.prod(map(len, left)) > _MOST_TRIED:
        longest = max(range(len(left)), key=lambda place: len(left[place]))
        left[longest] = left[longest][:-1]
    return left


def _alike(
    options: Sequence[Sequence[Cell]], effect: Callable[[Sequence[Cell]], Any]
) -> Iterable[tuple[list[Sequence[Cell]], Any]]:
    """Yield answers to several questions, put together where each of them has the same effect, whatever the others are."""
    if not options:
        yield [], effect(())
        return
    first, *rest = options
    groups: dict[tuple[Any, ...], list[Cell]] = {}
    for option in first:
        effects = tuple(map(_key, (effect((option, *others)) for others in product(*rest))))
        groups.setdefault(effects, []).append(option)
    for group in groups.values():

        def with_one(others: Sequence[Cell], one: Cell = group[0]) -> Any:
            return effect((one, *others))

        for chosen, found in _alike(rest, with_one):
            yield [group, *chosen], found


def _key(effect: _Effect | None) -> Any:
    return effect and (effect[0], effect[1].id)
