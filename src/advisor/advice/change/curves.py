"""Where quantities of two numbers reach their limits, and the numbers with which it is worth trying others."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ...inference.directions import winds
from .boxes import Key
from .marks import Marks
from .measures import Measure
from .meetings import Power, lines, meetings, power
from .roots import halfway
from .runs import Run

if TYPE_CHECKING:
    from .search import Search

__all__ = ["Curves"]

_EXACT = 1e-9  # within which a number is taken for the whole number beside it
_HALVINGS = 3  # of a range in which it is not known where limits meet


class Curves:
    """The limits of the quantities of two numbers, as curves over both.

    `exact` tells that every quantity is a power of both numbers, or one of several at a time: then it is known where two limits
    meet. `between` are the combinations of marks that would come about if there were a number between two whole ones.
    """

    def __init__(self, search: Search, marks: Marks) -> None:
        self.search = search
        self.marks = marks
        self.names = marks.names
        self.attributes = {name: search.program.base.attributes[name] for name in self.names}
        self.whole = {name: attribute.type == "integer" for name, attribute in self.attributes.items()}
        above = all(one.low is not None and one.low >= 0 for one in self.attributes.values())
        closed = above and not search.program.derived_numbers
        powers = {one.name: self._powers(one) if closed else () for one in marks.through}
        self.exact = all(powers.values())
        self.between: dict[Key, None] = {}
        self._lines = [
            line
            for name, found in powers.items()
            for line in lines(found, [limit for source, limit in marks.limits if source == name])
        ]
        others = [limit for limit in marks.limits if not powers.get(limit[0])]
        self._others = {name: [limit for limit in others if not self._winds(limit[0], name)] for name in self.names}
        self._winding = {name: [limit for limit in others if self._winds(limit[0], name)] for name in self.names}
        self._singular = {limit for one in marks.through for limit in one.singular}
        first, second = self.names
        met = (
            both
            for both in meetings(self._lines)
            if self.attributes[first].allows(both[0]) and self.attributes[second].allows(both[1])
        )
        self._meetings = {first: sorted({one for one, _ in met}), second: []}

    def _powers(self, measure: Measure) -> tuple[Power, ...]:
        """Return the powers of the two numbers of which a quantity is one at a time; none where it is another function."""
        known = self.search.ground.known

        def of_two(compute: Callable[[Mapping[str, Any]], Any]) -> Callable[[tuple[float, float]], Any]:
            return lambda both: compute({**known, **dict(zip(self.names, both, strict=True))})

        branches = measure.branches({**known, **dict.fromkeys(self.names, 1.0)})
        found = tuple(one for branch in branches if (one := power(of_two(branch))) is not None)
        return found if len(found) == len(branches) else ()

    def _winds(self, source: str, name: str) -> bool:
        """Return whether a number or a quantity may rise and fall with this number."""
        base = self.search.program.base
        return source in base.quantities and winds(base, source, name, self.marks.banded(source))

    def everywhere_beside(self, name: str, number: float, other: str) -> Iterable[float]:
        """Yield the numbers of the other attribute at which any quantity of both reaches a limit beside this number."""
        yield from self.beside(name, number, other)
        if self._winding[other]:
            yield from self.search.ranges.ends(other, {**self.search.ground.known, name: number}, self._winding[other])

    def beside(self, name: str, number: float, other: str) -> Iterable[float]:
        """Yield the numbers of the other attribute at which a quantity of both reaches a limit beside this number: of those that
        rise or fall with it all the way, as these are quickly found."""
        place, whole = self.names.index(other), self.whole[other]
        ends: list[float] = []
        for one, limit in self._lines:
            near = one.beside(number, place, limit)
            if near is not None:
                exact = abs(near - round(near)) <= _EXACT * max(1.0, near)
                yield (round(near) if exact else math.ceil(near)) if whole else float(f"{near:.10g}")
                ends.append(near)
                if whole and not exact and limit in self._singular:
                    self._keep(name, number, other, near)
        for low, high in pairwise(sorted(ends)) if whole else ():
            if math.floor(low) + 1 >= high > low * (1 + _EXACT):
                self._keep(name, number, other, (low + high) / 2)
        if self._others[other]:
            yield from self.search.ranges.ends(other, {**self.search.ground.known, name: number}, self._others[other])

    def _keep(self, name: str, number: float, other: str, between: float) -> None:
        """Keep what would come about with a number between two whole ones: it may come about beside another number."""
        if self.attributes[other].allows(between):
            self.between[self.marks.of({name: number, other: between})] = None

    def worth_trying(self, name: str, runs: Sequence[Run]) -> Iterable[float]:
        """Return the ends of the ranges in which a number does the same alone, and plain numbers in them first.

        What both numbers bring about through one quantity begins or ends on the edges of such ranges, as it rises or falls with
        each. What they bring about through two may begin and end inside, where limits of both meet: so these numbers are tried, too,
        and one between each two of them; some more where it is not known where they meet.
        """
        whole = self.whole[name]
        found = dict.fromkeys(run.middle for run in runs)
        for run in runs:
            found.update(dict.fromkeys((run.first, run.last)))
            if run.first == 0 and whole:
                found[1] = None  # 0 of anything makes the same product with every other number
            met = [number for number in self._meetings[name] if run.low < number < run.high]
            high, times = run.high, _HALVINGS
            if self.exact:
                high, times = max(run.last, 4 * math.ceil(met[-1]) if met else 0), 1 if met else 0
            for left, right in pairwise([run.low, *met, min(high, run.high)]):
                found.update(dict.fromkeys(_between(left, right, whole, times)))
            for number in met:
                found.update(dict.fromkeys((math.floor(number), math.ceil(number)) if whole else (number,)))
        return found


def _between(low: float, high: float, whole: bool, times: int) -> Iterable[float]:
    """Yield a number between two, and further ones between these."""
    middle = halfway(low, high, whole)
    if times and low < middle < high:
        yield middle
        yield from _between(low, middle, whole, times - 1)
        yield from _between(middle, high, whole, times - 1)
