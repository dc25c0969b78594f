"""Pairs of numbers that change the answer through a quantity: rows times columns, say, where neither number alone does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations
from typing import TYPE_CHECKING, Any

from ...inference.program import Step
from ...situation import Band
from .domain import Cell, farthest
from .found import Found, Part, Verdict
from .ground import After
from .tries import Try

if TYPE_CHECKING:
    from .search import Search

__all__ = ["amounts"]

_Reached = dict[
    Verdict, dict[int, dict[str, Any]]
]  # per verdict: the ranges of the quantity, each with two numbers that reach it


def amounts(search: Search, tries: Mapping[str, Iterable[Try]]) -> Iterable[Found]:
    """Return where quantities would have to be that two numbers can bring there together.

    What one of the numbers brings about alone is left out: then it is found already.
    """
    for step in search.ground.computing:
        if not _matters(search, step):
            continue
        names = [name for name in tries if name in step.uses]
        pairs: dict[tuple[str, ...], _Reached] = {}
        for name, other in permutations(names, 2):
            through = tuple(entry for entry in names if entry in (name, other))
            _reach(search, step, name, tries[name], other, pairs.setdefault(through, {}))
        for through, reached in pairs.items():
            for verdict, places in reached.items():
                column = search.program.index.columns[step.name]
                found = tuple(Cell(None, column.span(place)) for place in _with_ends(search, column.cells, places))
                example = places[min(places)]
                yield Found((Part(step.name, found, through, example),), verdict)


def _with_ends(search: Search, cells: Sequence[int], places: Iterable[int]) -> list[int]:
    """Return the ranges with those beside them that fire the same rows: a threshold is seldom hit by two numbers tried."""
    relevant = search.relevant
    found = set(places)
    for place in places:
        found.update(
            near
            for near in (place - 1, place + 1)
            if 0 <= near < len(cells) and not (cells[near] ^ cells[place]) & relevant
        )
    return sorted(found)


def _matters(search: Search, step: Step) -> bool:
    """Return whether some value of a quantity fires other rows than now, alone or with one more answer."""
    near, column = search.ground.near, search.program.index.columns[step.name]
    return any((near.but(step.name) & cell) != search.ground.fired for cell in column.cells) or any(
        near.partners(step.name, value) for value in column.samples()
    )


def _reach(search: Search, step: Step, name: str, tries: Iterable[Try], other: str, reached: _Reached) -> None:
    ground, column = search.ground, search.program.index.columns[step.name]
    reach = _within_reach(search, (name, other))
    now = column.satisfied(ground.known[step.name]) if step.name in ground.known else column.unknown
    if not any((cell ^ now) & reach for cell in column.cells):
        return
    known_already = {
        found.verdict for found in search.found if len(found.parts) == 1 and found.parts[0].name in step.uses
    }
    for number in _numbers(search, name, tries):
        given = {**ground.known, name: number}
        before = _place(search, step, given)
        for cell in search.ranges.cells(other, given, sizes=False):
            place = _place(search, step, {**given, other: cell.value})
            if place is None or place == before or not (column.cells[place] ^ now) & reach:
                continue
            if place == _place(search, step, {**ground.known, other: cell.value}):
                continue
            both = {name: number, other: cell.value}
            verdict = search.verdict(ground.tried_all(both), touches=-1, sizes=False)[1]
            if verdict is None or verdict in known_already or verdict == _without(search, both):
                continue
            if search.verdict(ground.tried(other, cell.value), touches=-1, sizes=True)[1] is not None:
                continue
            reached.setdefault(verdict, {}).setdefault(place, both)


def _within_reach(search: Search, numbers: Iterable[str]) -> int:
    """Return the rows that nothing may be against but these numbers and what follows from them."""
    following = set(numbers)
    for step in search.program.steps:
        if not step.uses.isdisjoint(following):
            following.add(step.name)
    return search.ground.near.but_all(following)


def _numbers(search: Search, name: str, tries: Iterable[Try]) -> Iterable[float]:
    """Return the numbers that take a quantity furthest, among those that do the same beside any other: plain ones first."""
    attribute = search.program.base.attributes[name]
    groups: dict[tuple[int, int], list[Cell]] = {}
    for one in tries:
        own = search.ground.satisfied(name, one.cell.value) & search.relevant
        groups.setdefault((one.fired, own), []).append(one.cell)
    plain = {cell.value: None for group in groups.values() for cell in (group[0], group[-1])}
    ends = {
        end: None
        for group in groups.values()
        for end in (farthest(attribute, group[0], up=False), farthest(attribute, group[-1], up=True))
    }
    return {**plain, **ends}


def _place(search: Search, step: Step, known: Mapping[str, Any]) -> int | None:
    """Return between which thresholds of its rules a quantity is, or None while it is unknown."""
    value = search.program.value(step, known)
    return None if value is None or isinstance(value, Band) else search.program.index.columns[step.name].cell(value)


def _without(search: Search, both: Mapping[str, Any]) -> Verdict | None:
    """Return what two answers change where the quantity does not come in."""
    (name, value), (other, other_value) = both.items()
    fired = search.ground.fired_with(name, value, other, other_value)
    return search.verdict(After({**search.ground.known, **both}, fired, both.keys()), touches=-1, sizes=False)[1]
