"""Two numbers that feed the same quantities: what they bring about together, by their own size and by that of the quantities.

A quantity such as rows times columns cuts no rectangle out of what two numbers can be. So what matters is looked at itself: which
rows each number and each quantity satisfies. Numbers for which these are the same bring about the same; each combination is tried
once, and told by as few conditions as keep it apart from what comes out otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ...inference.program import Step
from ...situation import Band
from .boxes import Box, Key, widest_boxes
from .domain import Cell, farthest
from .found import Found, Part, Verdict
from .ground import After
from .tries import Try

if TYPE_CHECKING:
    from .search import Search

__all__ = ["Amounts", "amounts"]


def amounts(search: Search) -> dict[tuple[str, str], Amounts]:
    """Return the pairs of numbers that can make a difference through a quantity of both, in the order of the attributes."""
    computing, attributes = search.ground.computing, search.program.base.attributes
    fed = {name for step in computing for name in step.uses}
    numbers = [name for name, attribute in attributes.items() if name in fed and not attribute.discrete]
    found = {}
    for pair in combinations(numbers, 2):
        both = [step for step in computing if step.uses.issuperset(pair)]
        if both:
            reach = _within_reach(search, pair)
            through = [step for step in both if _differs(search, step, reach)]
            if through:
                found[pair] = Amounts(search, pair, through, reach)
    return found


class _Tried(Struct):
    """What a combination brings about, whether a quantity of both comes in, and two numbers of which neither does it alone."""

    verdict: Verdict | None
    through: bool
    example: Mapping[str, float] | None = None


class Amounts:
    """Two numbers, and the quantities of both through which they can make a difference. `reach` are the rows they can fire or unfire."""

    def __init__(self, search: Search, names: tuple[str, str], through: Sequence[Step], reach: int) -> None:
        self.search = search
        self.names = names
        self.through = through
        self.reach = reach
        self.columns = search.program.index.columns
        computing = [step for step in search.ground.computing if step not in through]
        self._alone = {name: [step for step in computing if name in step.uses] for name in names}
        sources = dict.fromkeys((*names, *[step.name for step in (*through, *self._alone[names[0]], *self._alone[names[1]])]))
        self._limits = [limit for source in sources for limit in _limits(search, source, reach)]
        self._tried: dict[Key, _Tried] = {}
        self._places: dict[tuple[str, int], set[int]] = {}
        self._silent: dict[tuple[str, float], bool] = {}

    def found(self, tries: Mapping[str, Sequence[Try]]) -> Iterable[Found]:
        """Return what the two numbers change together while neither does alone. `tries` are the numbers that do nothing alone."""
        known, ranges = self.search.ground.known, self.search.ranges
        for name, other in (self.names, self.names[::-1]):
            for number in self._numbers(name):
                for cell in ranges.cut(other, self._limits, known, {**known, name: number}):
                    self._try({name: number, other: cell.value})
        tried = self._tried
        for verdict in dict.fromkeys(one.verdict for one in tried.values() if one.example):
            same = [key for key, one in tried.items() if one.verdict == verdict]
            start = [(key, self._order(tried[key])) for key in same if tried[key].example]
            for box, key in widest_boxes(list(tried), same, start):
                yield from self._told(tries, box, tried[key].example or {}, verdict)

    # --- trying ---

    def _numbers(self, name: str) -> Iterable[float]:
        """Return the ends of the ranges in which a number does the same alone, and plain numbers in them first."""
        attribute = self.search.program.base.attributes[name]
        runs: list[list[Cell]] = []
        last = None
        for cell in self.search.ranges.cut(name, self._limits, self.search.ground.known):
            alike = self._own(name, cell.value), self._quiet(name, cell.value)
            if alike == last:
                runs[-1].append(cell)
            else:
                runs.append([cell])
            last = alike
        plain = {cell.value: None for run in runs for cell in (run[0], run[-1])}
        ends = {
            end: None
            for run in runs
            for end in (farthest(attribute, run[0], up=False), farthest(attribute, run[-1], up=True))
        }
        if 0 in ends and attribute.type == "integer":
            ends[1] = None  # 0 of anything makes the same product with every other number
        return {**plain, **ends}

    def _try(self, both: Mapping[str, float]) -> None:
        key = self._key(both)
        one = self._tried.get(key)
        if one is None:
            verdict = self.search.verdict(self.search.ground.tried_all(both), touches=-1, sizes=False)[1]
            through = verdict is not None and verdict != self._without(both)
            one = self._tried[key] = _Tried(verdict, through)
        if one.verdict is not None and one.example is None and all(map(self._quiet, both, both.values())):
            one.example = both

    def _key(self, both: Mapping[str, float]) -> Key:
        known = {**self.search.ground.known, **both}
        rows = [self._own(name, both[name]) for name in self.names]
        for step in self.through:
            value = self.search.program.value(step, known)
            column = self.columns[step.name]
            mine = (column.unknown if value is None else column.satisfied(value)) & self.reach
            if value is not None and not isinstance(value, Band):
                self._places.setdefault((step.name, mine), set()).add(column.cell(value))
            rows.append(mine)
        return tuple(rows)

    def _own(self, name: str, number: float) -> int:
        """Return which rows in reach a number satisfies by itself and by the quantities of which the other is no operand."""
        rows = self.search.ground.satisfied(name, number)
        known = {**self.search.ground.known, name: number} if self._alone[name] else {}
        for step in self._alone[name]:
            value = self.search.program.value(step, known)
            column = self.columns[step.name]
            rows &= column.unknown if value is None else column.satisfied(value)
        return rows & self.reach

    def _without(self, both: Mapping[str, float]) -> Verdict | None:
        """Return what two answers change where no quantity comes in."""
        (name, value), (other, other_value) = both.items()
        ground = self.search.ground
        fired = ground.fired_with(name, value, other, other_value)
        return self.search.verdict(After({**ground.known, **both}, fired, both.keys()), touches=-1, sizes=False)[1]

    def _quiet(self, name: str, number: float) -> bool:
        """Return whether a number changes nothing alone."""
        key = name, number
        if key not in self._silent:
            after = self.search.ground.tried(name, number)
            self._silent[key] = self.search.verdict(after, touches=-1, sizes=True)[1] is None
        return self._silent[key]

    # --- telling ---

    def _order(self, one: _Tried) -> Sequence[int]:
        """Return what to leave out first: the numbers where a quantity does it, else the quantities; of these the later first."""
        numbers, quantities = [0, 1], list(range(1 + len(self.through), 1, -1))
        return [*numbers, *quantities] if one.through else [*quantities, *numbers]

    def _told(
        self, tries: Mapping[str, Sequence[Try]], box: Box, example: Mapping[str, float], verdict: Verdict
    ) -> Iterable[Found]:
        quantities = [(step, rows) for step, rows in zip(self.through, box[2:], strict=True) if rows is not None]
        parts = [Part(step.name, self._cells(step, rows), self.names, example) for step, rows in quantities]
        for name, rows in zip(self.names, box, strict=False):
            if rows is not None or not quantities:
                cells = (one.cell for one in tries[name] if rows is None or self._own(name, one.cell.value) in rows)
                parts.append(Part(name, tuple(cells), example={name: example[name]}))
        if all(part.cells for part in parts):
            yield Found(tuple(parts), verdict)

    def _cells(self, step: Step, rows: Iterable[Any]) -> tuple[Cell, ...]:
        """Return the ranges of a quantity that were reached, with those beside them that satisfy the same rows: a threshold is
        seldom hit by two numbers tried."""
        column = self.columns[step.name]
        found: set[int] = set()
        for mine in rows:
            for place in self._places.get((step.name, mine), ()):
                near = (place - 1, place, place + 1)
                found.update(at for at in near if 0 <= at < len(column.cells) and column.cells[at] & self.reach == mine)
        return tuple(Cell(None, column.span(place)) for place in sorted(found))

    def _known_already(self) -> set[Verdict]:
        """Return what one operand of the quantities changes alone: that two of them do it as well need not be told."""
        operands = frozenset().union(*(step.uses for step in self.through))
        return {
            found.verdict
            for found in self.search.found
            if len(found.parts) == 1 and found.parts[0].name in operands
        }


def _within_reach(search: Search, numbers: Iterable[str]) -> int:
    """Return the rows that nothing may be against but these numbers and what follows from them."""
    following = {*numbers, *(step.name for step in search.program.following(*numbers))}
    return search.ground.near.but_all(following)


def _differs(search: Search, step: Step, reach: int) -> bool:
    """Return whether some value of a quantity satisfies other rows in reach than the present one does."""
    column = search.program.index.columns[step.name]
    now = column.satisfied(search.ground.known[step.name]) if step.name in search.ground.known else column.unknown
    return any((cell ^ now) & reach for cell in column.cells)


def _limits(search: Search, source: str, reach: int) -> Iterable[tuple[str, float]]:
    """Return the thresholds of a number or a quantity at which other rows in reach are satisfied."""
    column = search.program.index.columns.get(source)
    for number, limit in enumerate(column.thresholds if column is not None else ()):
        below, at, above = column.cells[2 * number : 2 * number + 3]
        if (below ^ at | at ^ above) & reach:
            yield source, limit
