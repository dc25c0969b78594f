"""Two numbers, tried together: what each combination of marks brings about, and what may still be found."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from .boxes import Key
from .found import Verdict
from .ground import After
from .marks import Marks

if TYPE_CHECKING:
    from .search import Search

__all__ = ["Trial", "Trials"]

_MOST_EXAMPLES = 200  # of one combination: ranges are told around a few of them


class Trial(Struct):
    """What a combination brings about, whether a quantity of both comes in, and pairs of numbers of which neither does it alone: the
    first that were tried."""

    verdict: Verdict | None
    through: bool
    examples: dict[tuple[float, ...], Mapping[str, float]] = {}


class Trials:
    """What came of those pairs of two numbers that were tried, by their marks. `silent` are the ranges of each number in which it
    changes nothing alone."""

    def __init__(self, search: Search, marks: Marks, silent: Mapping[str, Container[int]]) -> None:
        self.search = search
        self.marks = marks
        self.silent = silent
        self.made: dict[Key, Trial] = {}
        self._telling: dict[Key, bool] = {}

    def attempt(self, both: Mapping[str, float]) -> Verdict | None:
        """Try two numbers, and return what they change while neither does alone."""
        key = self.marks.of(both)
        one = self.made.get(key)
        if one is None:
            verdict = self.search.verdict(self.search.ground.tried_all(both), touches=-1, sizes=False)[1]
            through = verdict is not None and verdict != self._without(both)
            one = self.made[key] = Trial(verdict, through)
        if one.verdict is None or not all(map(self.quiet, both, both.values())):
            return None
        if len(one.examples) < _MOST_EXAMPLES:
            one.examples.setdefault(tuple(both.values()), both)
        return one.verdict

    def _without(self, both: Mapping[str, float]) -> Verdict | None:
        """Return what two answers change where no quantity comes in."""
        (name, value), (other, other_value) = both.items()
        ground = self.search.ground
        fired = ground.fired_with(name, value, other, other_value)
        return self.search.verdict(After({**ground.known, **both}, fired, both.keys()), touches=-1, sizes=False)[1]

    def quiet(self, name: str, number: float) -> bool:
        """Return whether a number changes nothing alone."""
        return self.search.ranges.place(name, number) in self.silent[name]

    def untried(self, key: Key, quiet: bool) -> bool:
        """Return whether a combination was not tried yet; `quiet`: with two numbers that change nothing alone."""
        one = self.made.get(key)
        return one is None or (quiet and one.verdict is not None and not one.examples)

    def telling(self, key: Key) -> bool:
        """Return whether a combination may change the answer: mostly the rows that it fires tell that it does not."""
        if key not in self._telling:
            self._telling[key] = self._may_change(self.marks.fired(key))
        return self._telling[key]

    def _may_change(self, fired: int | None) -> bool:
        search, names = self.search, self.marks.names
        if fired is None or not search.program.narrowing_names.isdisjoint(names):
            return True
        turned = fired ^ search.ground.fired
        if turned & search.ground.deriving or search.judge.touches(names, turned):
            return True
        after = After(search.ground.known, fired, frozenset(names))
        return search.verdict(after, touches=0, sizes=False)[1] is not None
