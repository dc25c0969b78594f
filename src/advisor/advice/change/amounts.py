"""Two numbers that feed the same quantities: what they bring about together, by their own size and by that of the quantities.

A quantity such as rows times columns cuts no rectangle out of what two numbers can be. So what is looked at is which rows each
number and each quantity satisfies: every combination is tried once, and told by as few conditions as keep it apart from what comes
out otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from operator import contains
from typing import TYPE_CHECKING

from ...inference.arithmetic import depends_on
from .boxes import Key
from .conditions import Conditions
from .curves import Curves
from .domain import number_cells
from .found import Found
from .marks import Marks
from .measures import Measure
from .meetings import Numbers
from .regions import Bounds, Possible, Rectangle, look_through
from .runs import Run, runs
from .trials import Trials
from .tries import Try

if TYPE_CHECKING:
    from .search import Search

__all__ = ["Amounts", "amounts"]

# rectangles of two numbers that are looked at: one takes a tenth of a millisecond, and what is sought mostly turns up in hundreds
_MOST = 6000
_MOST_TO_TELL_APART = 2000


def amounts(search: Search) -> dict[tuple[str, str], Amounts]:
    """Return the pairs of numbers that can make a difference through a quantity of both, in the order of the attributes."""
    base = search.program.base
    counting = {step.name: step.uses for step in search.ground.computing}
    for name in (*(name for name, _ in search.judge.limits), *search.ranges.taken, *search.ranges.ceasing):
        if name in base.quantities:
            counting[name] = frozenset(base.quantities[name].attributes)
    fed = {name for uses in counting.values() for name in uses}
    numbers = [name for name, attribute in base.attributes.items() if name in fed and not attribute.discrete]
    found = {}
    for pair in combinations(numbers, 2):
        both = {name for name, uses in counting.items() if uses.issuperset(pair)}
        if both:
            reach = _within_reach(search, pair)
            measures = {
                name: Measure(search, name, reach, search.ranges.ceasing.get(name)) for name in (*pair, *counting)
            }
            through = [
                measures[name] for name in counting if name in both and measures[name].moves(search.ground.known)
            ]
            if any(_hangs_on_both(search, pair, measure) for measure in through):
                alone = [measure for name, measure in measures.items() if name not in both]
                found[pair] = Amounts(search, Marks(search, pair, through, alone))
    return found


def _within_reach(search: Search, numbers: Iterable[str]) -> int:
    """Return the rows that nothing may be against but these numbers and what follows from them."""
    following = {*numbers, *(step.name for step in search.program.following(*numbers))}
    return search.ground.near.but_all(following)


def _hangs_on_both(search: Search, pair: tuple[str, str], measure: Measure) -> bool:
    """Return whether a quantity may change with either number while both are known: not where one stands in for the other."""
    derivable = search.program.derived_numbers.keys() - search.ground.situation.values.keys()
    known = (search.ground.known.keys() - derivable) | set(pair)
    return depends_on(search.program.base, measure.name, known).issuperset(pair)


class Amounts:
    """Two numbers and their quantities."""

    def __init__(self, search: Search, marks: Marks) -> None:
        self.search = search
        self.marks = marks
        self.names = marks.names
        self.curves = Curves(search, marks)

    def found(self, tries: Mapping[str, Sequence[Try]]) -> Iterable[Found]:
        """Return what the two numbers change together while neither does alone. `tries` are the numbers that do nothing alone."""
        known, ranges = self.search.ground.known, self.search.ranges
        silent = {name: {ranges.place(name, one.cell.value) for one in tries[name]} for name in self.names}
        trials, bounds = Trials(self.search, self.marks, silent), Bounds(self.marks)
        cut: dict[str, list[Run]] = {}
        for name, attribute in self.curves.attributes.items():

            def leads_to(number: float, name: str = name) -> tuple[object, bool]:
                return self.marks.of_one(name, number), trials.quiet(name, number)

            limits = ranges.ends(name, known, self.marks.limits).union(ranges.thresholds(name))
            cut[name] = runs(attribute, limits, leads_to)
        edges = {name: frozenset[float]().union(*(run.ends for run in mine)) for name, mine in cut.items()}
        for name, other in (self.names, self.names[::-1]):
            ends = {number for run in cut[name] for number in (run.first, run.middle, run.last)}
            for number in self.curves.worth_trying(name, cut[name]):
                beside = self.curves.everywhere_beside if number in ends else self.curves.beside
                further = beside(name, number, other)
                for cell in number_cells(self.curves.attributes[other], edges[other].union(further)):
                    both = {name: number, other: cell.value}
                    trials.attempt({one: both[one] for one in self.names})
        if not self.curves.exact or any(trials.untried(key, quiet=True) for key in self.curves.between):
            self._look_everywhere(trials, bounds, cut)
        return Conditions(trials, self.curves, bounds, tries, edges).found()

    def _look_everywhere(self, trials: Trials, bounds: Bounds, cut: Mapping[str, Sequence[Run]]) -> None:
        """Try whatever was not tried yet: first what changes the answer, then what tells it from the rest."""
        name, other = self.names
        wholes = self.curves.whole[name], self.curves.whole[other]
        of_one: dict[Numbers, Key] = {}
        quiet: dict[Numbers, bool] = {}
        rectangles: list[Rectangle] = []
        for one, two in product(cut[name], cut[other]):
            origin = one.low, two.low
            of_one[origin] = self.marks.of_one(name, one.low), self.marks.of_one(other, two.low)
            quiet[origin] = trials.quiet(name, one.low) and trials.quiet(other, two.low)
            rectangles.append(Rectangle(origin, (one.high, two.high), origin))
        rectangles.sort(key=lambda one: not quiet[one.origin])

        def untried_keys(one: Rectangle, possible: Possible) -> Iterable[Key]:
            mine = of_one[one.origin]
            keys: Iterable[Key] = ((*mine, *marks) for marks in product(*possible))
            if self.curves.exact:
                between = self.curves.between
                keys = (key for key in between if key[:2] == mine and all(map(contains, possible, key[2:])))
            return (key for key in keys if trials.untried(key, quiet[one.origin]))

        def changing(one: Rectangle, possible: Possible) -> bool:
            return any(map(trials.telling, untried_keys(one, possible)))

        def new(one: Rectangle, possible: Possible) -> bool:
            return any(True for _ in untried_keys(one, possible))

        for may_be_new, most in ((changing, _MOST), (new, _MOST_TO_TELL_APART)):
            for first, second in look_through(bounds, wholes, rectangles, may_be_new, most):
                trials.attempt({name: first, other: second})
