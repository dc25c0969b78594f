"""Single edits that do the same, joined: what two of them may do together is looked at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from .domain import Cell
from .margins import Push
from .tries import Try

if TYPE_CHECKING:
    from .search import Search

__all__ = ["Kind", "Kinds"]

_NO_BOUND = -1


class Kind(Struct, frozen=True):
    """Edits of one attribute that do the same: one of them, all their cells, and the names they wait for together with another.

    `satisfied` are the rows that accept these answers, or do not ask for any; `push` is the number of what it does to the order
    (-1: no bound is known). `number` is its place among the kinds of its attribute. `shape` sums up what it does to the answer
    beside edits that it does nothing together with: its push, and the decisions it touches.
    """

    one: Try
    cells: tuple[Cell, ...]
    satisfied: int
    push: int
    partners: frozenset[str] = frozenset()
    number: int = 0
    shape: tuple[int, int] = (_NO_BOUND, 0)


class Kinds:
    """The kinds of edits in one search, by attribute.

    `shallow` are those from which nothing further follows, `deep` the others, and `coarse` both, joined where they do the same in
    every situation. `shapes` are the numbers of the shallow ones that work alone, by their shape.
    """

    def __init__(self, search: Search, tries: Mapping[str, list[Try]]) -> None:
        self.search = search
        self._pushes: dict[Push, int] = {}
        self._bounds: list[Push] = []
        self._safe: dict[tuple[int, int], bool] = {}
        self._within: dict[str, int] = {}
        self.shallow = {name: self._shallow(found) for name, found in tries.items()}
        self.deep = {name: self._joined(one for one in found if one.further) for name, found in tries.items()}
        self.coarse = {name: self._joined(found) for name, found in tries.items()}
        self.shapes = {name: _by_shape(kinds) for name, kinds in self.shallow.items()}

    def safe(self, push: int, other: int) -> bool:
        """Return whether the leader provably stays first when two pushes, by their numbers, happen."""
        margins, key = self.search.margins, (push, other)
        if margins is None or _NO_BOUND in key:
            return False
        if key not in self._safe:
            self._safe[key] = margins.safe(self._bounds[push], self._bounds[other])
        return self._safe[key]

    def _shallow(self, tries: Iterable[Try]) -> list[Kind]:
        """Return the edits from which nothing further follows, less those that do nothing beside any second edit."""
        near, narrowing = self.search.ground.near, self.search.program.narrowing_names
        groups = _alike(
            (self._own(one) or near.within_two(one.name, one.cell.value), one) for one in tries if not one.further
        )
        found: list[Kind] = []
        for one, cells in groups:
            partners = frozenset(near.partners(one.name, one.cell.value))
            if one.works or partners or one.name in narrowing:
                push = self._push(one)
                bound = _NO_BOUND if self.search.ground.derives_more(one.fired, one.name) else push
                satisfied, shape = self._satisfied(one), (bound, one.touches)
                found.append(Kind(one, cells, satisfied, push, partners, len(found), shape))
        return found

    def _push(self, one: Try) -> int:
        if one.push is None:
            return _NO_BOUND
        if one.push not in self._pushes:
            self._pushes[one.push] = len(self._bounds)
            self._bounds.append(one.push)
        return self._pushes[one.push]

    def _joined(self, tries: Iterable[Try]) -> list[Kind]:
        return [
            Kind(one, cells, self._satisfied(one), self._push(one))
            for one, cells in _alike((self._same(one), one) for one in tries)
        ]

    def _satisfied(self, one: Try) -> int:
        return self.search.ground.satisfied(one.name, one.cell.value)

    def _own(self, one: Try) -> Cell | None:
        """Return the cell of an edit that is like no other: it may narrow another answer, its value is part of the set-up, or it
        goes into a quantity beside a number that may be derived."""
        search = self.search
        apart = one.name in search.program.narrowing_names or bool(search.ranges.derivable(one.name))
        return one.cell if apart or (one.touches and one.name in search.judge.valued) else None

    def _same(self, one: Try) -> Any:
        """Return what tells how an edit works in every situation: its own rows, and what follows from it."""
        search = self.search
        if one.name in search.judge.valued or self._own(one) is not None:
            return one.cell
        columns = search.program.index.columns
        own = columns[one.name].lookup(one.cell.value) & search.relevant if one.name in columns else 0
        if not one.further:
            return own
        near = self._near(one.name)
        computed = {step.name for step in search.program.steps if not step.derive}
        rest = tuple((name, value) for name, value in one.known.items() if name != one.name and name not in computed)
        places = tuple(
            columns[step.name].satisfied(one.known[step.name]) & near if step.name in one.known else None
            for step in search.ground.computing
        )
        return own & near, rest, places

    def _near(self, name: str) -> int:
        """Return the rows that an answer with all that follows from it can fire, alone or with one more and what follows from that."""
        if name not in self._within:
            following = {name, *(step.name for step in self.search.program.steps)}
            self._within[name] = self.search.ground.near.but_all_and_one(following)
        return self._within[name]


def _alike(tries: Iterable[tuple[Any, Try]]) -> list[tuple[Try, tuple[Cell, ...]]]:
    """Join edits with the same key, in the order of the first of each."""
    groups: dict[Any, list[Try]] = {}
    for key, one in tries:
        groups.setdefault(key, []).append(one)
    return [(group[0], tuple(one.cell for one in group)) for group in groups.values()]


def _by_shape(kinds: Iterable[Kind]) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    for kind in kinds:
        if kind.one.works:
            found.setdefault(kind.shape, []).append(kind.number)
    return found
