"""What two numbers bring about together, as conditions: on quantities of both, on the numbers, or on all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from .boxes import Box, Key, widest_boxes
from .curves import Curves
from .domain import Cell, bound, number_cells, within
from .found import Found, Part, Verdict
from .regions import Bounds, Possible, Rectangle, throughout
from .trials import Trial, Trials
from .tries import Try

__all__ = ["Conditions"]

_NUMBERS = 2  # the marks of two numbers come before those of their quantities
_MOST_RANGES = 16  # pairs of ranges around examples for one change: more would be no answer to read
_MOST_PARTS = 64  # of such a pair, into which it is cut to prove it: one that takes more is told smaller


class Conditions:
    """Tells what trials of two numbers found. `tries` are the numbers that do nothing alone, `edges` where their ranges end."""

    def __init__(
        self,
        trials: Trials,
        curves: Curves,
        bounds: Bounds,
        tries: Mapping[str, Sequence[Try]],
        edges: Mapping[str, frozenset[float]],
    ) -> None:
        self.trials = trials
        self.marks = trials.marks
        self.names = trials.marks.names
        self.curves = curves
        self.bounds = bounds
        self.tries = tries
        self.edges = edges

    def found(self) -> Iterable[Found]:
        """Yield what the two numbers change together while neither does alone."""
        verdicts = dict.fromkeys(one.verdict for one in self.trials.made.values() if one.examples)
        for verdict in verdicts:
            if verdict is not None:
                yield from self._of(verdict)

    def _of(self, verdict: Verdict) -> Iterable[Found]:
        made = self.trials.made
        same = {key: one for key, one in made.items() if one.verdict == verdict}
        start = [(key, self._order(key, one)) for key, one in same.items() if one.examples]
        start.sort(key=lambda one: _straddles(one[0]))
        apart: list[Mapping[str, float]] = []
        for box, key in widest_boxes(list(made), same, start, self._told_with):
            if box is None:  # no range of a quantity says where it is so: that is told by the numbers themselves
                apart += same[key].examples.values()
            else:
                yield Found(tuple(self._parts(box, next(iter(same[key].examples.values())))), verdict)
        yield from self._around_each(apart, verdict)

    def _around_each(self, examples: Iterable[Mapping[str, float]], verdict: Verdict) -> Iterable[Found]:
        """Yield ranges of the two numbers that hold these examples, at most some of them."""
        told: list[Sequence[Part]] = []
        for example in examples:
            if len(told) < _MOST_RANGES and not any(_holds(parts, example) for parts in told):
                told.append(tuple(self._around(example, verdict)))
                yield Found(tuple(told[-1]), verdict, by_itself=True)

    def _order(self, key: Key, one: Trial) -> Sequence[int]:
        """Return what to leave out first: quantities that there are none of, then the numbers where a quantity does it, else the
        quantities; of these the later first."""
        numbers, quantities = [0, 1], list(range(1 + len(self.marks.through), 1, -1))
        missing = [place for place in quantities if key[place] is None]
        quantities = [place for place in quantities if key[place] is not None]
        return [*missing, *numbers, *quantities] if one.through else [*missing, *quantities, *numbers]

    def _told_with(self, place: int, marks: frozenset[Any]) -> frozenset[Any] | None:
        """Return the marks of one of the numbers, or of a quantity of both, that are told with some of them; None where no range tells
        them, as there is no such quantity, or may be none."""
        if place < _NUMBERS:
            return marks
        return None if None in marks else self.marks.through[place - _NUMBERS].told_with(marks)

    def _parts(self, box: Box, example: Mapping[str, float]) -> Iterable[Part]:
        own = dict(zip(self.names, box[:_NUMBERS], strict=True))
        quantities = zip(self.marks.through, box[_NUMBERS:], strict=True)
        needed = [(measure, marks) for measure, marks in quantities if marks is not None]
        for measure, marks in needed:
            yield Part(measure.name, measure.cells(marks), self.names, example)
        for name, mine in own.items():
            if mine is not None or not needed:
                tried = (one.cell for one in self.tries[name])
                cells = tuple(cell for cell in tried if mine is None or self.marks.of_one(name, cell.value) in mine)
                # ends are rounded: a number a hair from one may be in none of the cells with its own marks
                yield Part(name, cells or (_exactly(example[name]),), example={name: example[name]})

    def _around(self, example: Mapping[str, float], verdict: Verdict) -> Iterable[Part]:
        """Yield ranges of the two numbers in which both provably do what they do in an example: of the first those beside the second,
        and of this one those beside all of them; one of the two alone where that holds beside the example only."""
        (name, number), (other, beside) = example.items()
        across = self._alike(name, other, [beside], verdict)
        ends = [end for cell in across for end in self._ends(name, cell)]
        along = [
            cell
            for cell in self._alike(other, name, {number, *_outermost(ends)}, verdict)
            if all(self._throughout({name: one, other: cell}, verdict) for one in across)
        ]
        if not any(within(number, cell) for cell in across) or not any(within(beside, cell) for cell in along):
            across = [cell for cell in across if within(number, cell)] or [_exactly(number)]
            along = [_exactly(beside)]
            if not self._throughout({name: across[0], other: along[0]}, verdict):
                across = [_exactly(number)]
        yield Part(name, tuple(across), example={name: number})
        yield Part(other, tuple(along), example={other: beside})

    def _throughout(self, cells: Mapping[str, Cell], verdict: Verdict) -> bool:
        """Return whether two numbers do the same throughout a range of each."""
        name, other = self.names
        whole = self.curves.whole[name], self.curves.whole[other]
        (low, high), (other_low, other_high) = (self._ends(one, cells[one]) for one in self.names)
        own = tuple(self.marks.of_one(one, cells[one].value) for one in self.names)

        def does(one: Rectangle, possible: Possible) -> bool:
            if self._does(name, one.low[0], other, one.low[1]) != verdict:
                return False
            made = (self.trials.made.get((*own, *marks)) for marks in product(*possible))
            return all(trial is not None and trial.verdict == verdict for trial in made)

        rectangle = Rectangle((low, other_low), (high, other_high), (low, other_low))
        return throughout(self.bounds, whole, rectangle, does, _MOST_PARTS)

    def _ends(self, name: str, cell: Cell) -> tuple[float, float]:
        attribute = self.curves.attributes[name]
        return bound(attribute, cell, up=False), bound(attribute, cell, up=True)

    def _alike(self, name: str, other: str, beside: Collection[float], verdict: Verdict) -> Sequence[Cell]:
        """Return the cells of a number in which it does the same beside each of these other ones."""
        ends = self.edges[name].union(*(self.curves.everywhere_beside(other, one, name) for one in beside))
        cells = number_cells(self.curves.attributes[name], ends)
        return [cell for cell in cells if all(self._does(name, cell.value, other, one) == verdict for one in beside)]

    def _does(self, name: str, number: float, other: str, beside: float) -> Verdict | None:
        both = {name: number, other: beside}
        return self.trials.attempt({name: both[name] for name in self.names})


def _exactly(number: float) -> Cell:
    return Cell(number, (number, False, number, False))


def _outermost(ends: Collection[float]) -> tuple[float, ...]:
    return (min(ends), max(ends)) if ends else ()


def _holds(parts: Iterable[Part], both: Mapping[str, float]) -> bool:
    return all(any(within(both[part.name], cell) for cell in part.cells) for part in parts)


def _straddles(key: Key) -> bool:
    """Return whether a quantity is on both sides of a limit."""
    return any(mark is not None and mark[2] for mark in key[_NUMBERS:])
