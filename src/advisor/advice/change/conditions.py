"""What two numbers bring about together, as conditions: on quantities of both, on the numbers, or on all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .boxes import Box, Key, widest_boxes
from .curves import Curves
from .domain import Cell, farthest, number_cells
from .found import Found, Part, Verdict
from .trials import Trial, Trials
from .tries import Try

__all__ = ["Conditions"]

_NUMBERS = 2  # the marks of two numbers come before those of their quantities


class Conditions:
    """Tells what trials of two numbers found. `tries` are the numbers that do nothing alone, `edges` where their ranges end."""

    def __init__(
        self,
        trials: Trials,
        curves: Curves,
        tries: Mapping[str, Sequence[Try]],
        edges: Mapping[str, frozenset[float]],
    ) -> None:
        self.trials = trials
        self.marks = trials.marks
        self.names = trials.marks.names
        self.curves = curves
        self.tries = tries
        self.edges = edges

    def found(self) -> Iterable[Found]:
        """Yield what the two numbers change together while neither does alone."""
        verdicts = dict.fromkeys(one.verdict for one in self.trials.made.values() if one.example is not None)
        for verdict in verdicts:
            if verdict is not None:
                yield from self._of(verdict)

    def _of(self, verdict: Verdict) -> Iterable[Found]:
        made = self.trials.made
        same = {key: one for key, one in made.items() if one.verdict == verdict}
        start = [(key, self._order(key, one)) for key, one in same.items() if one.example is not None]
        start.sort(key=lambda one: _straddles(one[0]))
        for box, key in widest_boxes(list(made), same, start, _listed):
            example = same[key].example or {}
            # what is known within bounds that reach from one range into another is told by the numbers themselves
            parts = self._around(example, verdict) if _straddles(box) else self._parts(box, example)
            yield Found(tuple(parts), verdict)

    def _order(self, key: Key, one: Trial) -> Sequence[int]:
        """Return what to leave out first: quantities that there are none of, then the numbers where a quantity does it, else the
        quantities; of these the later first."""
        numbers, quantities = [0, 1], list(range(1 + len(self.marks.through), 1, -1))
        missing = [place for place in quantities if key[place] is None]
        quantities = [place for place in quantities if key[place] is not None]
        return [*missing, *numbers, *quantities] if one.through else [*missing, *quantities, *numbers]

    def _parts(self, box: Box, example: Mapping[str, float]) -> Iterable[Part]:
        own = dict(zip(self.names, box[:_NUMBERS], strict=True))
        quantities = zip(self.marks.through, box[_NUMBERS:], strict=True)
        needed = [(measure, marks) for measure, marks in quantities if marks is not None]
        for measure, marks in needed:
            yield Part(measure.name, measure.cells(marks), self.names, example)
        for name, mine in own.items():
            if mine is not None or not needed:
                tried = (one.cell for one in self.tries[name])
                cells = tuple(cell for cell in tried if mine is None or self.marks.own(name, cell.value) in mine)
                # ends are rounded: a number a hair from one may be in none of the cells with its own marks
                yield Part(name, cells or (_exactly(example[name]),), example={name: example[name]})

    def _around(self, example: Mapping[str, float], verdict: Verdict) -> Iterable[Part]:
        """Yield the ranges of the two numbers in which both do what they do in an example: of the first those beside the second, and
        of this one those beside all of them."""
        (name, number), (other, beside) = example.items()
        attribute = self.curves.attributes[name]
        across = self._alike(name, other, [beside], verdict)
        ends = {farthest(attribute, cell, up) for cell in across for up in (False, True)}
        along = self._alike(other, name, [number, *ends], verdict)
        if (
            not along or not across
        ):  # what is rounded may do something else within a cell: then beside the example alone
            across, along = [_exactly(number)], self._alike(other, name, [number], verdict) or [_exactly(beside)]
        yield Part(name, tuple(across), example={name: number})
        yield Part(other, tuple(along), example={other: beside})

    def _alike(self, name: str, other: str, beside: Sequence[float], verdict: Verdict) -> Sequence[Cell]:
        """Return the cells of a number in which it does the same beside each of these other ones."""
        ends = self.edges[name].union(*(self.curves.everywhere_beside(other, one, name) for one in beside))
        cells = number_cells(self.curves.attributes[name], ends)
        return [cell for cell in cells if all(self._does(name, cell.value, other, one) == verdict for one in beside)]

    def _does(self, name: str, number: float, other: str, beside: float) -> Verdict | None:
        both = {name: number, other: beside}
        return self.trials.attempt({name: both[name] for name in self.names})


def _exactly(number: float) -> Cell:
    return Cell(number, (number, False, number, False))


def _listed(place: int, mark: Any) -> bool:
    """Return whether a mark, of one of the numbers or of a quantity of both, stands for ranges: not for no such quantity, nor for one
    on both sides of a limit."""
    return place < _NUMBERS or (mark is not None and not mark[2])


def _straddles(marks: Sequence[Any]) -> bool:
    """Return whether a quantity in a combination, or in a box of them, has to be on both sides of a limit."""
    told = (mark if isinstance(mark, frozenset) else (mark,) for mark in marks[_NUMBERS:])
    return any(mark is not None and mark[2] for found in told for mark in found)
