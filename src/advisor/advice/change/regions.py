"""What two numbers may lead to anywhere between their bounds: rectangles in which nothing new can come about are left, others halved."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from ...inference.directions import winds
from ...inference.operations import PartialBand
from ...situation import Band
from .marks import Marks
from .measures import Measure
from .meetings import Numbers
from .roots import halfway, plain

__all__ = ["Possible", "Rectangle", "look_through"]

Possible = Sequence[frozenset[Hashable]]  # for each quantity of both numbers the marks that it may have

_CLOSE = 1e-9  # relative width at which numbers are as good as one


class Rectangle(Struct, frozen=True):
    """The numbers from the low to the high ones; `part` is the lowest of those that it was cut from."""

    low: Numbers
    high: Numbers
    part: Numbers


def look_through(
    marks: Marks,
    whole: tuple[bool, bool],
    rectangles: Iterable[Rectangle],
    is_open: Callable[[Rectangle, Possible], bool],
    most: int,
) -> Iterable[Numbers]:
    """Yield numbers to be tried, until every combination of marks was tried that comes about in one of the rectangles.

    Args:
        marks: what sums up two numbers.
        whole: which of the two are whole numbers.
        rectangles: where to look, each with what each of its numbers leads to alone being the same throughout.
        is_open: whether something that was not tried yet may come about in a rectangle, given which marks may.
        most: how many rectangles are looked at.

    """
    bounds = _Bounds(marks)
    waiting = deque(rectangles)
    for number in range(most):
        if not waiting:
            return
        one = waiting.pop() if number % 2 else waiting.popleft()  # the smallest, and the largest
        possible = bounds.possible(one)
        if is_open(one, possible):
            first, second = map(plain, one.low, one.high, whole)
            yield first, second
            if is_open(one, possible):
                waiting.extend(_halves(one, whole, bounds.deciding(one, possible)))


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
        Rectangle(_with(one.low, place, further), one.high, one.part),
        Rectangle(one.low, _with(one.high, place, middle), one.part),
    )


def _with(numbers: Numbers, place: int, number: float) -> Numbers:
    return (numbers[0], number) if place else (number, numbers[1])


def _apart(low: float, high: float, whole: bool) -> bool:
    """Return whether two numbers are not as good as the same."""
    return high - low > (0 if whole else _CLOSE * max(abs(low), abs(high)))


class _Bounds:
    """Tells which marks the quantities of both numbers may have in a rectangle."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        known = marks.search.ground.known
        self._banded = [
            any(isinstance(known.get(name), Band) for name in measure.uses.difference(marks.names))
            for measure in marks.through
        ]
        self._winding = [
            any(winds(measure.base, measure.name, name, banded) for name in marks.names)
            for measure, banded in zip(marks.through, self._banded, strict=True)
        ]
        self._at: dict[Numbers, Sequence[Any]] = {}

    def possible(self, one: Rectangle) -> Possible:
        """Return, for each quantity, the marks that it may have."""
        (low, other_low), (high, other_high) = one.low, one.high
        corners = [self._values((first, second)) for first in {low, high} for second in {other_low, other_high}]
        found = []
        for place, (measure, winding) in enumerate(zip(self.marks.through, self._winding, strict=True)):
            if winding:
                bands = Band(low, False, high, False), Band(other_low, False, other_high, False)
                facts = measure.facts.of(self._known(one.low))  # the mode is one throughout a rectangle
                found.append(_within(measure, measure.value(self._known(bands), facts), self._banded[place]))
            else:  # it rises or falls with each number all the way: at the corners it is least and greatest
                found.append(_between(measure, [corner[place] for corner in corners]))
        return found

    def deciding(self, one: Rectangle, possible: Possible) -> int:
        """Return with which of the two numbers the quantities change more, of those that lead to several things."""
        (low, other_low), (high, other_high) = one.low, one.high
        start, end = self._values((low, other_low)), self._values((high, other_high))
        first, second = self._values((high, other_low)), self._values((low, other_high))
        leaning = 0.0
        for place, marks in enumerate(possible):
            values = start[place], end[place], first[place], second[place]
            if len(marks) > 1 and all(isinstance(value, (int, float)) for value in values):
                by_first = abs(first[place] - start[place]) + abs(end[place] - second[place])
                by_second = abs(second[place] - start[place]) + abs(end[place] - first[place])
                leaning += (by_first - by_second) / ((by_first + by_second) or 1.0)
        if not leaning:
            return 0 if _breadth(low, high) >= _breadth(other_low, other_high) else 1
        return 0 if leaning > 0 else 1

    def _values(self, numbers: Numbers) -> Sequence[Any]:
        if numbers not in self._at:
            known = self._known(numbers)
            self._at[numbers] = [measure.value(known) for measure in self.marks.through]
        return self._at[numbers]

    def _known(self, both: tuple[Any, Any]) -> Mapping[str, Any]:
        return self.marks.known(dict(zip(self.marks.names, both, strict=True)))


def _breadth(low: float, high: float) -> float:
    """Return how far apart two numbers are, by size."""
    return (high - low) / (1 + min(abs(low), abs(high)))


def _between(measure: Measure, values: Sequence[Any]) -> frozenset[Hashable]:
    """Return the marks of what lies between the least and the greatest of these values."""
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return (
            _within(measure, PartialBand(), banded=False) if known else frozenset((None,))
        )  # nothing is a divisor somewhere in between
    if not any(isinstance(value, Band) for value in known):
        return _range(measure, min(known), max(known))
    lows, highs = (
        [_place(measure, value, low=True) for value in known],
        [_place(measure, value, low=False) for value in known],
    )
    return _reaching(measure, range(min(lows), max(lows) + 1), range(min(highs), max(highs) + 1))


def _place(measure: Measure, value: Any, low: bool) -> int:
    """Return in which range the bound of a value is; where there is none, one beside all of them."""
    end = value if not isinstance(value, Band) else value.low if low else value.high
    return measure.place(end) if end is not None else -1 if low else 2 * len(measure.ends) + 1


def _within(measure: Measure, value: Any, banded: bool) -> frozenset[Hashable]:
    """Return the marks of all numbers that a value stands for, as its bounds tell; with None where there may be no such number.
    `banded`: each is known within bounds itself."""
    if not isinstance(value, Band):
        return frozenset((None if value is None else measure.mark(value),))
    found = _range(measure, value.low, value.high)
    if banded:
        first, last = _place(measure, value, low=True), _place(measure, value, low=False)
        found |= _reaching(measure, range(first, last + 1), range(first, last + 1))
    return found | {None} if isinstance(value, PartialBand) else found


def _reaching(measure: Measure, lows: range, highs: range) -> frozenset[Hashable]:
    """Return the marks of bounds that reach from one of some ranges into one of others."""
    return frozenset(
        measure.mark_of(low if low >= 0 else None, high if high <= 2 * len(measure.ends) else None)
        for low in lows
        for high in highs
        if low <= high and low <= 2 * len(measure.ends) and high >= 0
    )


def _range(measure: Measure, low: float | None, high: float | None) -> frozenset[Hashable]:
    """Return the marks of the numbers from one to another: of single ones only where they lead to something of their own."""
    first = 0 if low is None else measure.place(low)
    last = 2 * len(measure.ends) if high is None else measure.place(high)
    return frozenset(measure.mark_of(place, place) for place in range(first, last + 1))
