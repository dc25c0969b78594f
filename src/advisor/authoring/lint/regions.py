"""Rows as regions of situations: whether they meet, hold each other or leave something over.

A row gives accepted values per attribute; an attribute it does not name may be anything, unknown included. All answers are
exact over the declared domains: whole numbers are told from others, and bounds are kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...knowledge.base import KnowledgeBase
from ...knowledge.cells import Cells, Span
from ...knowledge.model import Row

__all__ = ["Regions", "TooManyCutsError", "told"]

_MOST_PIECES = 4_000
MOST_CUTS = 2_000_000  # in all: some ten seconds


class TooManyCutsError(Exception):
    """The rows were cut into more pieces than can be looked at: nothing is known about the rest."""


class Regions:
    """The domains of one knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.attributes = base.attributes
        self._full: dict[str, Cells] = {}
        self._cuts = 0

    def full(self, name: str) -> Cells:
        """Return everything an attribute or quantity can be, unknown included."""
        found = self._full.get(name)
        if found is None:
            found = self._full[name] = self._everything(name)
        return found

    def _everything(self, name: str) -> Cells:
        attribute = self.attributes.get(name)
        if attribute is None:
            return Cells(None, ((None, True, None, True),), True)
        if attribute.discrete:
            return Cells(frozenset(attribute.domain), (), True)
        span: Span = (
            attribute.low,
            attribute.low is None or attribute.low_open,
            attribute.high,
            attribute.high is None,
        )
        return Cells(None, (span,), True)

    def clip(self, name: str, cells: Cells) -> Cells:
        """Return the part of `cells` that is in the domain; spans without a whole number are dropped for whole numbers."""
        both = cells & self.full(name)
        attribute = self.attributes.get(name)
        if attribute is None or attribute.type != "integer":
            return both
        return Cells(both.values, tuple(span for span in both.spans if _has_whole(span)), both.unknown)

    def possible(self, row: Row) -> bool:
        """True when some situation satisfies the row."""
        return not any(self.clip(name, cells).empty for name, cells in row.items())

    def meet(self, a: Row, b: Row) -> Row | None:
        """Return the situations in both rows, or None."""
        merged: dict[str, Cells] = {}
        for name in (*a, *(name for name in b if name not in a)):
            cells = a[name] & b[name] if name in a and name in b else a[name] if name in a else b[name]
            merged[name] = self.clip(name, cells)
            if merged[name].empty:
                return None
        return merged

    def left(self, row: Row, taken: Iterable[Row]) -> list[Row]:
        """Return situations of a row that are in none of the others, as rows; none only if there are none.

        What the row does not name may be unknown. A row that names more than it then holds nowhere, so it takes nothing
        away from there, and is left aside: unless some row accepts the unknown.

        Raises:
            TooManyCutsError: that takes too long, with all that was asked before.

        """
        pieces = [row] if self.possible(row) else []
        others = list(taken)
        if not any(cells.unknown for other in others for cells in other.values()):
            others = [other for other in others if other.keys() <= row.keys()]
        for other in others:
            if len(pieces) > _MOST_PIECES:
                break
            pieces = [part for piece in pieces for part in self._minus(piece, other)]
            if not pieces:
                break
        return pieces

    def covered(self, row: Row, by: Sequence[Row]) -> bool:
        """True when every situation of the row is in one of the others."""
        return not self.left(row, by)

    def _minus(self, row: Row, other: Row) -> list[Row]:
        self._cuts += 1
        if self._cuts > MOST_CUTS:
            raise TooManyCutsError
        if self.meet(row, other) is None:
            return [row]
        pieces: list[Row] = []
        inside = dict(row)
        for name, cells in other.items():
            here = inside.get(name, self.full(name))
            rest = self.clip(name, here & self._without(name, cells))
            if not rest.empty:
                pieces.append({**inside, name: rest})
            inside[name] = here & cells
        return pieces

    def _without(self, name: str, cells: Cells) -> Cells:
        everything = self.full(name)
        domain = everything.values
        rest = cells.complement(domain)
        return Cells(rest.values, rest.spans, not cells.unknown)

    def example(self, row: Row) -> dict[str, Any]:
        """Return one situation of the row: a value for each attribute that must be known."""
        return {
            name: value
            for name in sorted(row)
            if not row[name].unknown and (value := self._one(name, self.clip(name, row[name]))) is not None
        }

    def _one(self, name: str, cells: Cells) -> Any:
        attribute = self.attributes.get(name)
        if cells.values is not None:
            domain = attribute.domain if attribute is not None else sorted(cells.values, key=str)
            return next((value for value in domain if value in cells.values), None)
        whole = attribute is not None and attribute.type == "integer"
        return _number_in(cells.spans[0], whole) if cells.spans else None


def told(situation: Mapping[str, Any]) -> str:
    """Return a situation as people write it: `task=regression, sparse=true`."""
    words = {True: "true", False: "false"}
    shown = (f"{name}={words[value] if isinstance(value, bool) else value}" for name, value in situation.items())
    return ", ".join(shown)


def _has_whole(span: Span) -> bool:
    low, low_open, high, high_open = span
    if low is None or high is None:
        return True
    first = math.floor(low) + 1 if low_open else math.ceil(low)
    return first < high or (first == high and not high_open)


def _number_in(span: Span, whole: bool) -> float:
    """Return a plain number of the span, the least one where there is one."""
    low, low_open, high, high_open = span
    if low is None:
        bound = 0 if high is None else high
        return (
            bound
            if high is None or not (high_open or whole)
            else math.ceil(bound) - (1 if high_open or bound % 1 else 0)
        )
    if whole:
        return math.floor(low) + 1 if low_open else math.ceil(low)
    if not low_open:
        return low
    return low + 1 if high is None or low + 1 < high else (low + high) / 2
