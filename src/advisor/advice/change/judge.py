"""Judges situations by their fired rows alone: who is first, and which headline decisions come out differently.

The same conclusions as the evaluator's, for thousands of situations: what was found for some rows is kept, and most
situations differ in few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from itertools import product
from typing import Any

from ...inference.arithmetic import alike
from ...inference.formula import formula
from ...inference.inference import Inference
from ...inference.program import Program
from ...situation import Band, Situation
from ..answer.scope import Scope
from ..answer.setup import Choice, SetupMaker
from .basis import bases
from .facts import Facts
from .flips import flipped, shown, told

__all__ = ["Judge"]

_Sides = tuple[int, int]  # the points for a candidate, and those against it
_NOWHERE = -(10**9)  # the place of a candidate that is ruled out, or for which nothing speaks


class Judge:
    """Judges situations near one, of which `known` and `fired` tell. The decisions are those of one candidate (None: no decisions).

    `before` are the decisions as they are there, `limits` thresholds of numbers at which they change by themselves.
    """

    def __init__(self, program: Program, candidate: str | None, known: Mapping[str, Any], fired: int) -> None:
        self.program = program
        self.candidate = candidate
        self.facts = Facts(program.base, None if candidate is None else program.base.candidates[candidate])
        self.scoring = program.scoring_rows
        self._impossible = program.effect_rows["impossible"]
        self._barring = program.rows_with("impossible", "rule_out")
        self._favoring = program.effect_rows["favor"]
        self.names = list(program.base.candidates)
        self._about = [program.rows_about(name, "favor", "avoid", "rule_out") for name in self.names]
        self._firsts: dict[int, str | None] = {}
        self._sides: dict[tuple[int, int], _Sides | None] = {}
        self._made: dict[Any, Choice | None] = {}
        self._touched: dict[Any, int] = {}
        self.bases = () if candidate is None else bases(program, candidate)
        self.setup_rows = 0
        for basis in self.bases:
            self.setup_rows |= basis.scope.rows
        self.uses = frozenset(name for basis in self.bases for name in basis.uses)
        self.valued = frozenset(name for basis in self.bases for name in basis.valued)
        self._deciding = {ladder for basis in self.bases for ladder in basis.deciding}
        self._now = fired & self.scoring
        self._place_at: list[dict[int, int]] = [{} for _ in self.names]
        self._places = [self._place(number, self._now & about) for number, about in enumerate(self._about)]
        self._fired = fired
        self.before: dict[str, Choice | None] = {}
        self.before = self.decide(known, fired, self.uses)
        self.limits: dict[tuple[str, float], int] = {}
        for limit, side in self._limits(known) if self.bases else ():
            self.limits[limit] = side if self.limits.get(limit, side) == side else 0

    def _limits(self, known: Mapping[str, Any]) -> Iterable[tuple[tuple[str, float], int]]:
        """Yield at which thresholds of numbers and quantities a decision comes out differently, by itself: by ladders that decide on
        more than a size, because it is that number, or a text in which it stands, because rules look for that number in it, as a
        count of machines, or as the card says so of another mode.

        Each with the side to which the threshold itself belongs: below (-1), above (1), or to none (0).
        """
        base = self.program.base
        yield from ((limit, 0) for limit in self.facts.limits())
        for basis in self.bases:
            for ladder in basis.deciding:
                yield from (((base.ladders[ladder].by, limit), -1) for limit, _ in base.ladders[ladder].steps)
            yield from (((name, 1), -1) for name in basis.counts)
            made = self.before[basis.scope.decision.id]
            told = {*_numbers_in(made.value if made is not None else None), *basis.compared}
            for name, number in product(basis.numbers, sorted(told)):
                if name in base.quantities:
                    yield from (((name, end), side) for end, side in alike(number))
                else:
                    yield (name, number), 0
            for name in basis.joined:
                value = formula(base, name)(known, self.facts.of(known)) if name in base.quantities else known.get(name)
                yield from (((name, number), 0) for number in _numbers_in(value))

    # --- the first place ---

    def first(self, fired: int) -> str | None:
        """Return who is first, or None: a contradiction, nothing is left, or nothing speaks for any candidate."""
        rows = fired & self.scoring
        if rows not in self._firsts:
            self._firsts[rows] = None if rows & self._impossible else self._best(rows)
        return self._firsts[rows]

    def _best(self, rows: int) -> str | None:
        places = self._places.copy()
        place_at, changed = self._place_at, rows ^ self._now
        for number, about in enumerate(self._about):
            if changed & about:
                mine = rows & about
                place = place_at[number].get(mine)
                places[number] = self._place(number, mine) if place is None else place
        best = max(places, default=_NOWHERE)
        return None if best == _NOWHERE else self.names[places.index(best)]

    def _place(self, number: int, rows: int) -> int:
        """Return a number that is higher the better a candidate stands: by points, then by the stated order."""
        sides = self.sides(number, rows)
        place = (sides[0] - sides[1]) * len(self.names) - number if sides is not None and sides[0] else _NOWHERE
        self._place_at[number][rows] = place
        return place

    def around(self, fired: int, then: int) -> Iterable[tuple[str, tuple[_Sides | None, ...]]]:
        """Return the candidates that an edit concerns after which other rows are fired, each with the points for and against it:
        before, after, by the rows that are fired both before and after, and by those that are fired before or after."""
        changed = (fired ^ then) & self.scoring
        for number, about in enumerate(self._about):
            if changed & about:
                rows = fired & about, then & about, fired & then & about, (fired | then) & about
                yield self.names[number], tuple(self.sides(number, mine) for mine in rows)

    def scores(self, fired: int) -> dict[str, int]:
        """Return the scores of the candidates that are not ruled out, in the stated order."""
        found: dict[str, int] = {}
        for number, about in enumerate(self._about):
            sides = self.sides(number, fired & about)
            if sides is not None:
                found[self.names[number]] = sides[0] - sides[1]
        return found

    def positive(self, name: str, fired: int) -> bool:
        """Return whether anything speaks for a candidate."""
        number = self.names.index(name)
        sides = self.sides(number, fired & self._about[number])
        return sides is not None and sides[0] > 0

    def remedies(self, fired: int) -> tuple[int, int]:
        """Return, where nobody can be first: the rows of which one must no longer be fired, or one must be in addition."""
        alive = 0
        for number, about in enumerate(self._about):
            if self.sides(number, fired & about) is not None:
                alive |= about
        return fired & self._barring, alive & self._favoring & ~fired

    def sides(self, number: int, rows: int) -> _Sides | None:
        """Return the points for and against a candidate from the fired rows about it; None when one rules it out."""
        key = (number, rows)
        try:
            return self._sides[key]
        except KeyError:
            found = self._sides[key] = self._weigh(self.names[number], rows)
            return found

    def _weigh(self, name: str, rows: int) -> _Sides | None:
        favors: dict[str, int] = {}
        avoids: dict[str, int] = {}
        for number in self.program.index.clauses(rows):
            clause = self.program.clauses[number]
            rule = clause.rule
            if rule.effect == "rule_out":
                return None
            side = favors if rule.effect == "favor" else avoids
            strength = (clause.targets or {}).get(name, 0)
            if strength > side.get(rule.aspect, 0):
                side[rule.aspect] = strength
        return sum(favors.values()), sum(avoids.values())

    # --- the headline decisions ---

    def decide(self, known: Mapping[str, Any], fired: int, changed: Set[str]) -> dict[str, Choice | None]:
        """Return the headline decisions of the candidate, and those they rest on. `changed`: what may be known otherwise than now."""
        made: dict[str, Choice | None] = {}
        changed = set(changed)
        maker = _Maker(self.program, self.candidate or "", known, fired)
        for basis in self.bases:
            name = basis.scope.decision.id
            if self.before and not (fired ^ self._fired) & basis.scope.rows and changed.isdisjoint(basis.rests_on):
                made[name] = self.before[name]
                continue
            rows = fired & basis.scope.rows
            earlier = [repr(shown(made.get(name))) for name in basis.scope.earlier]
            key = (name, rows, *[known.get(name) for name in basis.uses], *earlier)
            if key not in self._made:
                self._made[key] = maker.decide(basis.scope, made)
            made[name] = self._made[key]
            if self.before and made[name] is not self.before[name]:
                changed.add(name)
        return made

    def flips(
        self, after: Mapping[str, Choice | None], sizes: bool, changed: Set[str]
    ) -> tuple[tuple[str, Any, Any], ...]:
        """Return the headline decisions that differ, each with both values. `sizes`: whether another size of machine counts;
        `changed`: what may be known otherwise than now."""
        exact = self.program.base.ladders if sizes else self._deciding
        found = []
        for basis in self.bases:
            name, headline = basis.scope.decision.id, basis.scope.decision.headline
            was, now = self.before[name], after[name]
            if now is not was and headline and flipped(was, now, sizes):
                found.append((name, shown(was), told(self.program, now, basis, exact, changed)))
        return tuple(found)

    def touches(self, names: Collection[str], changed: int) -> int:
        """Return, as bits, the headline decisions that other answers to these attributes can concern which fire or unfire these rows."""
        key = changed & self.setup_rows, *self.valued.intersection(names)
        found = self._touched.get(key)
        if found is None:
            found = 0
            for basis in self.bases:
                if changed & basis.scope.rows or not basis.valued.isdisjoint(names):
                    found |= basis.reaches
            self._touched[key] = found
        return found


class _Maker:
    """Makes decisions of one candidate in one situation, when it comes to that."""

    def __init__(self, program: Program, candidate: str, known: Mapping[str, Any], fired: int) -> None:
        self._for = program, candidate, known, fired
        self._maker: SetupMaker | None = None

    def decide(self, scope: Scope, made: Mapping[str, Choice | None]) -> Choice | None:
        """Make one decision; `made` are the earlier ones."""
        if self._maker is None:
            program, candidate, known, fired = self._for
            inference = Inference(Situation())
            inference.known, inference.fired = dict(known), fired
            self._maker = SetupMaker(program, inference, program.base.candidates[candidate], account=False)
        self._maker.made = {name: choice for name, choice in made.items() if choice is not None}
        return self._maker.decide(scope)


def _numbers_in(value: Any) -> Iterable[float]:
    """Yield a number, or the bounds that are known of it; of a map those of its entries."""
    if isinstance(value, dict):
        for part in value.values():
            yield from _numbers_in(part.get("value") if isinstance(part, dict) else part)
    elif isinstance(value, Band):
        yield from value.document().values()
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value
