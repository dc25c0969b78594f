"""Two numbers that feed the same quantities: what they bring about together, by their own size and by that of the quantities.

A quantity such as rows times columns cuts no rectangle out of what two numbers can be. So what is looked at is which rows each
number and each quantity satisfies: every combination is tried once, and told by as few conditions as keep it apart from what comes
out otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, pairwise, product
from operator import contains
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from ...knowledge.model import Attribute
from .boxes import Box, Key, widest_boxes
from .domain import Cell, farthest, number_cells
from .found import Found, Part, Verdict
from .ground import After
from .marks import Marks
from .measures import Measure
from .meetings import Power, lines, meetings, power
from .regions import Possible, Rectangle, search
from .roots import halfway
from .tries import Try

if TYPE_CHECKING:
    from .search import Search

__all__ = ["Amounts", "amounts"]

# rectangles of two numbers that are looked at
_MOST = 6000
_MOST_TO_TELL_APART = 2000
_UNBOUNDED = 1e15  # where an attribute states no bound
_NUMBERS = 2  # the marks of two numbers come before those of their quantities
_HALVINGS = 3  # of a range in which it is not known where limits meet, before it is looked for everywhere
_EXACT = 1e-9  # within which a number is taken for the whole number beside it
_PROBES = (0.3, 2.0, 37.0, 5e3, 7e7)  # numbers of all sizes


def amounts(search: Search) -> dict[tuple[str, str], Amounts]:
    """Return the pairs of numbers that can make a difference through a quantity of both, in the order of the attributes."""
    base = search.program.base
    counting = {step.name: step.uses for step in search.ground.computing}
    for name, _ in search.judge.limits:
        if name in base.quantities:
            counting[name] = frozenset(base.quantities[name].attributes)
    fed = {name for uses in counting.values() for name in uses}
    numbers = [name for name, attribute in base.attributes.items() if name in fed and not attribute.discrete]
    found = {}
    for pair in combinations(numbers, 2):
        both = {name for name, uses in counting.items() if uses.issuperset(pair)}
        if both:
            reach = _within_reach(search, pair)
            measures = {name: Measure(search, name, reach) for name in (*pair, *counting)}
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


def _ends(run: Sequence[Cell]) -> tuple[float | None, float | None]:
    """Return where a run of cells begins and ends (None: with the numbers that there are)."""
    low, high = run[0].span, run[-1].span
    return low[0] if low is not None else None, high[2] if high is not None else None


def _inside(low: float, high: float, whole: bool, times: int) -> Iterable[float]:
    """Yield a number between two, and further ones between these."""
    middle = halfway(low, high, whole)
    if times and low < middle < high:
        yield middle
        yield from _inside(low, middle, whole, times - 1)
        yield from _inside(middle, high, whole, times - 1)


def _hangs_on_both(search: Search, pair: tuple[str, str], measure: Measure) -> bool:
    """Return whether a quantity changes with either number while the other is known, or has to be known. Where one stands in for the
    other, neither is so."""
    if search.program.derived_numbers:
        return True
    known, values = search.ground.known, {}
    for one, other in product(_PROBES, _PROBES):
        values[one, other] = measure.value({**known, pair[0]: one, pair[1]: other})
    changes = (
        any(values[one, other] != values[two, other] for other in _PROBES for one, two in pairwise(_PROBES)),
        any(values[other, one] != values[other, two] for other in _PROBES for one, two in pairwise(_PROBES)),
    )
    alone = (measure.value({**known, name: _PROBES[0]}) for name in pair[::-1])
    waits = (value is None for value in alone)
    return all(changed or waiting for changed, waiting in zip(changes, waits, strict=True))


def _listed(place: int, mark: Any) -> bool:
    """Return whether a mark, of one of the numbers or of a quantity of both, stands for ranges: not for no such quantity, nor for one
    on both sides of a limit."""
    return place < _NUMBERS or (mark is not None and not mark[2])


def _straddles(marks: Sequence[Any]) -> bool:
    """Return whether a quantity in a combination, or in a box of them, has to be on both sides of a limit."""
    told = (mark if isinstance(mark, frozenset) else (mark,) for mark in marks[_NUMBERS:])
    return any(mark is not None and mark[2] for found in told if found is not None for mark in found)


class _Tried(Struct):
    """What a combination brings about, whether a quantity of both comes in, and two numbers of which neither does it alone."""

    verdict: Verdict | None
    through: bool
    example: Mapping[str, float] | None = None


class Amounts:
    """Two numbers, and what came of those pairs of them that were tried."""

    def __init__(self, search: Search, marks: Marks) -> None:
        self.search = search
        self.marks = marks
        self.names = marks.names
        self._tried: dict[Key, _Tried] = {}
        self._silent: dict[str, set[int]] = {}
        self._edges: dict[str, set[float]] = {}
        attributes = [search.program.base.attributes[name] for name in self.names]
        above = all(one.low is not None and one.low >= 0 for one in attributes) and not search.program.derived_numbers
        powers = {one.name: self._powers(one) if above else () for one in marks.through}
        self._lines = [
            line
            for name, found in powers.items()
            for line in lines(found, [limit for source, limit in marks.limits if source == name])
        ]
        met = [both for both in meetings(self._lines) if all(map(Attribute.allows, attributes, both))]
        self._meetings = {self.names[0]: sorted({one for one, _ in met}), self.names[1]: []}
        self._others = [limit for limit in marks.limits if not powers.get(limit[0])]
        self._exact = all(powers.values())  # it is known where limits meet
        self._whole = attributes[0].type == "integer", attributes[1].type == "integer"
        self._singular = {limit for one in marks.through for limit in one.singular}
        self._between: dict[Key, None] = {}
        self._speaking: dict[Key, bool] = {}

    def _powers(self, measure: Measure) -> tuple[Power, ...]:
        """Return the powers of the two numbers of which a quantity is one at a time; none where it is another function."""
        known = self.search.ground.known

        def of_two(compute: Callable[[Mapping[str, Any]], Any]) -> Callable[[tuple[float, float]], Any]:
            return lambda both: compute({**known, **dict(zip(self.names, both, strict=True))})

        branches = measure.branches({**known, **dict.fromkeys(self.names, 1.0)})
        found = tuple(one for branch in branches if (one := power(of_two(branch))) is not None)
        return found if len(found) == len(branches) else ()

    def found(self, tries: Mapping[str, Sequence[Try]]) -> Iterable[Found]:
        """Return what the two numbers change together while neither does alone. `tries` are the numbers that do nothing alone."""
        known, ranges, limits = self.search.ground.known, self.search.ranges, self.marks.limits
        self._silent = {name: {ranges.place(name, one.cell.value) for one in tries[name]} for name in self.names}
        runs = {name: self._runs(name, ranges.ends(name, known, limits)) for name in self.names}
        self._edges = {
            name: {end for run in runs[name] for end in _ends(run) if end is not None} for name in self.names
        }
        for name, other in (self.names, self.names[::-1]):
            attribute = self.search.program.base.attributes[other]
            edges = self._edges[other]
            for number in self._numbers(name, runs[name]):
                further = self._crossings(name, number, other)
                for cell in number_cells(attribute, edges.union(further)):
                    self._try({name: number, other: cell.value})
        if not self._exact or any(self._open(key, quiet=True) for key in self._between):
            rectangles = list(self._rectangles(runs))
            # first what changes the answer, then what tells it from the rest
            for wanted, most in ((self._speaks, _MOST), (None, _MOST_TO_TELL_APART)):
                search(self.marks, self._whole, rectangles, self._open_in(rectangles, wanted), self._attempt, most)
        verdicts = {one.verdict: None for one in self._tried.values() if one.example is not None}
        for verdict in verdicts:
            if verdict is not None:
                yield from self._told(tries, verdict)

    # --- where something begins or ends ---

    def _crossings(self, name: str, number: float, other: str) -> Iterable[float]:
        """Yield the numbers of the other attribute at which a quantity of both reaches a limit beside this number."""
        place = self.names.index(other)
        whole = self._whole[place]
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
        if self._others:
            yield from self.search.ranges.ends(other, {**self.search.ground.known, name: number}, self._others)

    def _keep(self, name: str, number: float, other: str, between: float) -> None:
        """Keep what would come about if there were a number between two whole ones: it may come about elsewhere."""
        if self.search.program.base.attributes[other].allows(between):
            self._between[self.marks.of({name: number, other: between})] = None

    def _runs(self, name: str, between: Iterable[float]) -> list[list[Cell]]:
        """Return the ranges in which a number does the same alone, each as the cells it is made of."""
        runs: list[list[Cell]] = []
        last = None
        for cell in number_cells(self.search.program.base.attributes[name], between):
            alike = self.marks.own(name, cell.value), self._quiet(name, cell.value)
            if alike == last:
                runs[-1].append(cell)
            else:
                runs.append([cell])
            last = alike
        return runs

    def _numbers(self, name: str, runs: Sequence[Sequence[Cell]]) -> Iterable[float]:
        """Return the ends of the ranges in which a number does the same alone, and plain numbers in them first.

        What both numbers bring about through one quantity begins or ends on the edges of such ranges, as it rises or falls with
        each. What they bring about through two may begin and end inside, where limits of both meet: so these numbers are tried, too,
        and one between each two of them; some more where it is not known where they meet.
        """
        attribute, whole = self.search.program.base.attributes[name], self._whole[self.names.index(name)]
        found = dict.fromkeys(run[0].value for run in runs)
        for run in runs:
            low, high = farthest(attribute, run[0], up=False), farthest(attribute, run[-1], up=True)
            found.update(dict.fromkeys((low, high)))
            if low == 0 and whole:
                found[1] = None  # 0 of anything makes the same product with every other number
            first, last = self._span(name, run)
            inside = [number for number in self._meetings[name] if low < number < last]
            if self._exact:
                last = max(high, 4 * math.ceil(inside[-1])) if inside and last > high else high
                times = 1 if inside else 0
            else:
                times = _HALVINGS
            for left, right in pairwise([first, *inside, last]):
                found.update(dict.fromkeys(_inside(left, right, whole, times)))
            for number in inside:
                found.update(dict.fromkeys((math.floor(number), math.ceil(number)) if whole else (number,)))
        return found

    # --- looking everywhere ---

    def _rectangles(self, runs: Mapping[str, Sequence[Sequence[Cell]]]) -> Iterable[Rectangle]:
        """Yield the rectangles in which either number does the same alone: first those in which it changes nothing alone."""
        spans = [[self._span(name, run) for run in runs[name]] for name in self.names]
        found = [Rectangle((a, c), (b, d), 0) for (a, b), (c, d) in product(*spans) if a <= b and c <= d]
        found.sort(key=lambda one: not all(map(self._quiet, self.names, one.low)))
        return (replace(one, number=number) for number, one in enumerate(found))

    def _span(self, name: str, run: Sequence[Cell]) -> tuple[float, float]:
        """Return the lowest and the highest number of a range."""
        attribute = self.search.program.base.attributes[name]
        low = -_UNBOUNDED if attribute.low is None and _ends(run)[0] is None else farthest(attribute, run[0], up=False)
        high = _UNBOUNDED if attribute.high is None and _ends(run)[1] is None else farthest(attribute, run[-1], up=True)
        return low, high

    def _open_in(
        self, rectangles: Sequence[Rectangle], wanted: Callable[[Key], bool] | None
    ) -> Callable[[Rectangle, Possible], bool]:
        """Return whether something wanted (None: anything) may come about in a part of one of these rectangles that was not tried
        yet."""
        own = [tuple(map(self.marks.own, self.names, one.low)) for one in rectangles]
        quiet = [all(map(self._quiet, self.names, one.low)) for one in rectangles]

        def is_open(one: Rectangle, possible: Possible) -> bool:
            mine, is_quiet = own[one.number], quiet[one.number]
            keys: Iterable[Key] = ((*mine, *marks) for marks in product(*possible))
            if self._exact:
                between = self._between
                keys = (key for key in between if key[:2] == mine and all(map(contains, possible, key[2:])))
            return any(self._open(key, is_quiet) and (wanted is None or wanted(key)) for key in keys)

        return is_open

    def _open(self, key: Key, quiet: bool) -> bool:
        """Return whether what sums up two numbers was not tried yet; `quiet`: with two that do not change the answer alone."""
        one = self._tried.get(key)
        return one is None or (quiet and one.verdict is not None and one.example is None)

    def _speaks(self, key: Key) -> bool:
        """Return whether what sums up two numbers may change the answer: mostly the rows that they fire tell that it does not."""
        found = self._speaking.get(key)
        if found is None:
            search, fired = self.search, self.marks.fired(key)
            found = self._speaking[key] = (
                fired is None
                or bool((fired ^ search.ground.fired) & search.ground.deriving)
                or not search.program.narrowing_names.isdisjoint(self.names)
                or search.verdict(After(search.ground.known, fired, frozenset(self.names)), 0, sizes=False)[1]
                is not None
                or bool(search.judge.touches(self.names, fired ^ search.ground.fired))
            )
        return found

    def _attempt(self, numbers: tuple[float, float]) -> None:
        self._try(dict(zip(self.names, numbers, strict=True)))

    # --- trying ---

    def _try(self, both: Mapping[str, float]) -> None:
        key = self.marks.of(both)
        one = self._tried.get(key)
        if one is None:
            verdict = self.search.verdict(self.search.ground.tried_all(both), touches=-1, sizes=False)[1]
            through = verdict is not None and verdict != self._without(both)
            one = self._tried[key] = _Tried(verdict, through)
        if one.verdict is not None and one.example is None and all(map(self._quiet, both, both.values())):
            one.example = both

    def _does(self, both: Mapping[str, float]) -> Verdict | None:
        """Return what two numbers change while neither does alone."""
        both = {name: both[name] for name in self.names}
        self._try(both)
        return self._tried[self.marks.of(both)].verdict if all(map(self._quiet, both, both.values())) else None

    def _without(self, both: Mapping[str, float]) -> Verdict | None:
        """Return what two answers change where no quantity comes in."""
        (name, value), (other, other_value) = both.items()
        ground = self.search.ground
        fired = ground.fired_with(name, value, other, other_value)
        return self.search.verdict(After({**ground.known, **both}, fired, both.keys()), touches=-1, sizes=False)[1]

    def _quiet(self, name: str, number: float) -> bool:
        """Return whether a number changes nothing alone."""
        return self.search.ranges.place(name, number) in self._silent[name]

    # --- telling ---

    def _told(self, tries: Mapping[str, Sequence[Try]], verdict: Verdict) -> Iterable[Found]:
        same = {key: one for key, one in self._tried.items() if one.verdict == verdict}
        start = [(key, self._order(key, one)) for key, one in same.items() if one.example is not None]
        start.sort(key=lambda one: _straddles(one[0]))
        for box, key in widest_boxes(list(self._tried), same, start, _listed):
            example = same[key].example or {}
            # what is known within bounds that reach from one range into another is told by the numbers themselves
            parts = self._around(example, verdict) if _straddles(box) else self._parts(tries, box, example)
            yield Found(tuple(parts), verdict)

    def _around(self, example: Mapping[str, float], verdict: Verdict) -> Iterable[Part]:
        """Yield the ranges of the two numbers in which both do what they do in an example: of the first those beside the second, and
        of this one those beside all of them."""
        (name, number), (other, beside) = example.items()
        attribute = self.search.program.base.attributes[name]
        across = self._alike(name, other, [beside], verdict)
        ends = {farthest(attribute, cell, up) for cell in across for up in (False, True)}
        yield Part(name, tuple(across), example={name: number})
        yield Part(other, tuple(self._alike(other, name, [number, *ends], verdict)), example={other: beside})

    def _alike(self, name: str, other: str, beside: Sequence[float], verdict: Verdict) -> Sequence[Cell]:
        """Return the cells of a number in which it does the same beside each of these other ones."""
        ends = self._edges[name].union(*(self._crossings(other, one, name) for one in beside))
        cells = number_cells(self.search.program.base.attributes[name], ends)
        return [cell for cell in cells if all(self._does({name: cell.value, other: one}) == verdict for one in beside)]

    def _order(self, key: Key, one: _Tried) -> Sequence[int]:
        """Return what to leave out first: quantities that there are none of, then the numbers where a quantity does it, else the
        quantities; of these the later first."""
        numbers, quantities = [0, 1], list(range(1 + len(self.marks.through), 1, -1))
        missing = [place for place in quantities if key[place] is None]
        quantities = [place for place in quantities if key[place] is not None]
        return [*missing, *numbers, *quantities] if one.through else [*missing, *quantities, *numbers]

    def _parts(self, tries: Mapping[str, Sequence[Try]], box: Box, example: Mapping[str, float]) -> Iterable[Part]:
        own, quantities = dict(zip(self.names, box[:2], strict=True)), zip(self.marks.through, box[2:], strict=True)
        needed = [(measure, marks) for measure, marks in quantities if marks is not None]
        for measure, marks in needed:
            yield Part(measure.name, measure.cells(marks), self.names, example)
        for name, mine in own.items():
            if mine is not None or not needed:
                cells = (
                    one.cell for one in tries[name] if mine is None or self.marks.own(name, one.cell.value) in mine
                )
                yield Part(name, tuple(cells), example={name: example[name]})
