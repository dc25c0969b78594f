"""What two numbers may lead to anywhere between their bounds: rectangles in which nothing new can come about are dropped, others halved."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from msgspec import Struct

from ...inference.directions import winds
from ...inference.operations import PartialBand
from ...situation import Band
from .marks import Marks
from .measures import Measure
from .meetings import Numbers
from .roots import at_ends, halfway, roundest

__all__ = ["Bounds", "Possible", "Rectangle", "look_through", "throughout"]

Possible = Sequence[frozenset[Hashable]]  # for each quantity of both numbers the marks that it may have

_AS_ONE = 1e-9  # relative width at which numbers are as good as one


class Rectangle(Struct, frozen=True):
    """The numbers from the low to the high ones; `origin` is the lowest of those that it was cut from."""

    low: Numbers
    high: Numbers
    origin: Numbers


def look_through(
    bounds: Bounds,
    whole: tuple[bool, bool],
    rectangles: Iterable[Rectangle],
    may_be_new: Callable[[Rectangle, Possible], bool],
    most: int,
) -> Iterable[Numbers]:
    """Yield numbers to be tried, until every combination of marks was tried that comes about in one of the rectangles.

    Args:
        bounds: tells which marks the quantities of both may have in a rectangle.
        whole: which of the two are whole numbers.
        rectangles: where to look, each with what each of its numbers leads to alone being the same throughout.
        may_be_new: whether something that was not tried yet may come about in a rectangle, given which marks may.
        most: how many rectangles are looked at.

    """
    waiting = deque(rectangles)
    for number in range(most):
        if not waiting:
            return
        one = waiting.pop() if number % 2 else waiting.popleft()  # the smallest, and the largest
        possible = bounds.possible(one)
        if may_be_new(one, possible):
            first, second = map(roundest, one.low, one.high, whole)
            yield first, second
            if may_be_new(one, possible):
                waiting.extend(_halves(one, whole, bounds.deciding(one, possible)))


def throughout(
    bounds: Bounds,
    whole: tuple[bool, bool],
    rectangle: Rectangle,
    holds: Callable[[Rectangle, Possible], bool],
    most: int,
) -> bool:
    """Return whether something provably holds for all numbers in a rectangle: for the marks that are possible in it, or in the parts
    that it is cut into, of which this many are looked at."""
    waiting = [rectangle]
    for _ in range(most):
        if not waiting:
            return True
        one = waiting.pop()
        possible = bounds.possible(one)
        if not holds(one, possible):
            halves = _halves(one, whole, bounds.deciding(one, possible))
            if not halves:
                return False
            waiting.extend(halves)
    return not waiting


def _halves(one: Rectangle, whole: tuple[bool, bool], deciding: int) -> Sequence[Rectangle]:
    """Return the two halves of a rectangle, the one with the smaller numbers last; none where it is as good as one point.

    `deciding` is the number of which more is to be known, if it has more values than one.
    """
    places = [place for place in (0, 1) if _apart(one.low[place], one.high[place], whole[place])]
    if not places:
        return ()
    place = deciding if deciding in places else places[0]
    middle = halfway(one.low[place], one.high[place], whole[place])
    further = middle + 1 if whole[place] else middle
    return (
        Rectangle(_with(one.low, place, further), one.high, one.origin),
        Rectangle(one.low, _with(one.high, place, middle), one.origin),
    )


def _with(numbers: Numbers, place: int, number: float) -> Numbers:
    return (numbers[0], number) if place else (number, numbers[1])


def _apart(low: float, high: float, whole: bool) -> bool:
    """Return whether two numbers are not as good as the same."""
    return high - low > (0 if whole else _AS_ONE * max(abs(low), abs(high), _AS_ONE))


class _Case(Struct, frozen=True):
    """What a quantity may be computed from beside the two numbers: the facts of a mode, and numbers that rules derive (None: not
    derived)."""

    facts: int
    derived: tuple[float | None, ...]


class Bounds:
    """Tells which marks the quantities of both numbers may have in a rectangle."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self._banded = [marks.banded(measure.name) for measure in marks.through]
        self._winding = [
            any(winds(measure.base, measure.name, name, banded) for name in marks.names)
            for measure, banded in zip(marks.through, self._banded, strict=True)
        ]
        self._derived = [marks.derived(measure) for measure in marks.through]
        self._cases = [self._all_cases(place) for place in range(len(marks.through))]
        self._at: dict[tuple[int, _Case, Numbers], Any] = {}

    def _all_cases(self, place: int) -> Sequence[_Case]:
        measure, derived = self.marks.through[place], self._derived[place]
        modes = range(len(measure.facts.every))
        values = [(None, *sorted(self.marks.search.program.derived_numbers[name])) for name in derived]
        return [_Case(mode, chosen) for mode in modes for chosen in product(*values)]

    def possible(self, one: Rectangle) -> Possible:
        """Return, for each quantity, the marks that it may have."""
        found: list[frozenset[Hashable]] = []
        here = self.marks.known(self._answers(one.low))
        for place in range(len(self.marks.through)):
            # what rules derive is the same throughout, as long as all quantities that they may go by lead to one thing
            settled = not self.marks.derives or all(len(marks) == 1 for marks in found)
            cases = [self._case(place, here)] if settled else self._cases[place]
            found.append(frozenset[Hashable]().union(*(self._marks_in(place, case, one) for case in cases)))
        return found

    def _case(self, place: int, known: Mapping[str, Any]) -> _Case:
        return _Case(
            self.marks.search.judge.facts.place(known), tuple(known.get(name) for name in self._derived[place])
        )

    def _marks_in(self, place: int, case: _Case, one: Rectangle) -> frozenset[Hashable]:
        """Return the marks that a quantity may have in one case."""
        measure = self.marks.through[place]
        (low, other_low), (high, other_high) = one.low, one.high
        if one.low == one.high:
            value = self._at_corner(place, case, one.low)
            return frozenset((None if value is None else measure.mark(value),))
        # a product may rise with a number on one side of 0 and fall on the other, at one of its ends
        across = self._banded[place] and (low < 0 < high or other_low < 0 < other_high)
        if self._winding[place] or across:
            bands = Band(low, False, high, False), Band(other_low, False, other_high, False)
            known = self._known(place, case, bands)
            facts = measure.facts.every[case.facts]
            others = [name for name in measure.uses if name not in self.marks.names] if self._banded[place] else []
            inside = [measure.value(one, facts) for one in at_ends(known, others)]
            return _of_all(measure, measure.value(known, facts), inside)
        # it rises or falls with each number all the way: at the corners it is least and greatest
        corners = product({low, high}, {other_low, other_high})
        return _of_corners(measure, [self._at_corner(place, case, corner) for corner in corners], self._banded[place])

    def deciding(self, one: Rectangle, possible: Possible) -> int:
        """Return with which of the two numbers the quantities change more, of those that lead to several things."""
        (low, other_low), (high, other_high) = one.low, one.high
        leaning = 0.0
        for place, marks in enumerate(possible):
            case = self._cases[place][0]
            corners = (low, other_low), (high, other_high), (high, other_low), (low, other_high)
            values = [self._at_corner(place, case, corner) for corner in corners]
            if len(marks) > 1 and all(isinstance(value, (int, float)) for value in values):
                start, end, first, second = values
                by_first, by_second = abs(first - start) + abs(end - second), abs(second - start) + abs(end - first)
                leaning += (by_first - by_second) / ((by_first + by_second) or 1.0)
        if not leaning:
            return 0 if _breadth(low, high) >= _breadth(other_low, other_high) else 1
        return 0 if leaning > 0 else 1

    def _at_corner(self, place: int, case: _Case, numbers: Numbers) -> Any:
        key = place, case, numbers
        if key not in self._at:
            measure = self.marks.through[place]
            self._at[key] = measure.value(self._known(place, case, numbers), measure.facts.every[case.facts])
        return self._at[key]

    def _known(self, place: int, case: _Case, both: tuple[Any, Any]) -> Mapping[str, Any]:
        known = {**self.marks.search.ground.known, **self._answers(both)}
        for name, value in zip(self._derived[place], case.derived, strict=True):
            if value is None:
                known.pop(name, None)
            else:
                known[name] = value
        return known

    def _answers(self, both: tuple[Any, Any]) -> Mapping[str, Any]:
        return dict(zip(self.marks.names, both, strict=True))


def _breadth(low: float, high: float) -> float:
    """Return how far apart two numbers are, by size."""
    return (high - low) / (1 + min(abs(low), abs(high)))


def _of_corners(measure: Measure, values: Sequence[Any], banded: bool) -> frozenset[Hashable]:
    """Return the marks of what lies between the least and the greatest of these values."""
    known = [value for value in values if value is not None]
    if not known:
        return frozenset((None,))
    if len(known) < len(
        values
    ):  # at some it is divided by 0, or beyond all that is counted: anything may come about beside these
        return _of_all(measure, PartialBand(), [PartialBand()] if banded else [])  # neither end is known
    if not any(isinstance(value, Band) for value in known):
        return _of_range(measure, measure.place(min(known)), measure.place(max(known)))
    lows, highs = zip(*map(measure.places, known), strict=True)
    partial = any(isinstance(value, PartialBand) for value in known)
    return _of_bounds(measure, range(min(lows), max(lows) + 1), range(min(highs), max(highs) + 1), partial)


def _of_all(measure: Measure, value: Any, inside: Sequence[Any]) -> frozenset[Hashable]:
    """Return the marks of all numbers that a value stands for, as its bounds tell; with None where there may be no such number.

    Where each of them is known within bounds itself, `inside` are the values with some numbers within these: no lower bound is above
    any of them, and no upper bound below.
    """
    if not isinstance(value, Band):
        return frozenset((None if value is None else measure.mark(value),))
    partial = isinstance(value, PartialBand)
    if not inside:
        found = _of_range(measure, *measure.places(value))
        return found | {None} if partial else found
    sure = [one for one in inside if one is not None and not isinstance(one, PartialBand)]
    first, last = measure.places(value)
    least_most = min((measure.places(one)[1] for one in sure), default=last)
    most_least = max((measure.places(one)[0] for one in sure), default=first)
    found = _of_bounds(measure, range(first, least_most + 1), range(most_least, last + 1), partial)
    return found | {None} if partial else found


def _of_bounds(measure: Measure, lows: range, highs: range, partial: bool) -> frozenset[Hashable]:
    """Return the marks of bounds that reach from one of some ranges into one of others; `partial`: there may be no number, too."""
    return frozenset(
        measure.mark_of(low, high, kind)
        for low, high, kind in product(lows, highs, (False, True) if partial else (False,))
        if low <= high
    )


def _of_range(measure: Measure, first: int, last: int) -> frozenset[Hashable]:
    """Return the marks of the numbers in some ranges."""
    return frozenset(measure.mark_of(place, place) for place in range(first, last + 1))
