"""Sets of values of one attribute: what a condition on that attribute accepts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

__all__ = ["Cells", "Span"]

# (low, low is excluded, high, high is excluded); None stands for no bound
# int or float: a bound stays as it is written when it is read again from the compiled form
Bound = int | float | None
Span = tuple[Bound, bool, Bound, bool]


class Cells(Struct, frozen=True):
    """Accepted values: a finite set (`values`) or spans of numbers (`spans`), and whether *unknown* is accepted."""

    values: frozenset[Any] | None = None
    spans: tuple[Span, ...] = ()
    unknown: bool = False

    @classmethod
    def of(cls, values: Iterable[Any]) -> Cells:
        """Return the set of these discrete values."""
        return cls(values=frozenset(values))

    @classmethod
    def span(cls, low: float | None, low_open: bool, high: float | None, high_open: bool) -> Cells:
        """Return one span of numbers."""
        return cls(spans=((low, low_open, high, high_open),))

    @property
    def empty(self) -> bool:
        """True when nothing is accepted."""
        return not self.values and not self.spans and not self.unknown

    def __and__(self, other: Cells) -> Cells:
        unknown = self.unknown and other.unknown
        if self.values is not None and other.values is not None:
            return Cells(self.values & other.values, (), unknown)
        spans = tuple(
            both for mine in self.spans for theirs in other.spans if (both := _intersect(mine, theirs)) is not None
        )
        return Cells(None, spans, unknown)

    def complement(self, domain: Iterable[Any] | None) -> Cells:
        """Return the known values that are not accepted (`domain` is None for numbers)."""
        if domain is not None:
            return Cells.of(frozenset(domain) - (self.values or frozenset()))
        rest: list[Span] = [(None, True, None, True)]
        for low, low_open, high, high_open in self.spans:
            cut: list[Span] = []
            if low is not None:
                cut.append((None, True, low, not low_open))
            if high is not None:
                cut.append((high, not high_open, None, True))
            rest = [both for old in rest for new in cut if (both := _intersect(old, new)) is not None]
        return Cells(spans=tuple(rest))

    def contains(self, value: Any) -> bool:
        """True when this known value is accepted."""
        if self.values is not None:
            return value in self.values
        return any(_inside(value, span) for span in self.spans)

    def document(self) -> dict[str, Any]:
        """Return the JSON form, in a fixed order."""
        values = None if self.values is None else sorted(self.values, key=str)
        return {"values": values, "spans": [list(span) for span in self.spans], "unknown": self.unknown}


def _inside(value: float, span: Span) -> bool:
    low, low_open, high, high_open = span
    above = low is None or value > low or (value == low and not low_open)
    below = high is None or value < high or (value == high and not high_open)
    return above and below


def _intersect(a: Span, b: Span) -> Span | None:
    low, low_open = _higher(a[0], a[1], b[0], b[1])
    high, high_open = _lower(a[2], a[3], b[2], b[3])
    if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
        return None
    return (low, low_open, high, high_open)


def _higher(a: float | None, a_open: bool, b: float | None, b_open: bool) -> tuple[float | None, bool]:
    if a is None or b is None:
        return (b, b_open) if a is None else (a, a_open)
    if a == b:
        return a, a_open or b_open
    return (a, a_open) if a > b else (b, b_open)


def _lower(a: float | None, a_open: bool, b: float | None, b_open: bool) -> tuple[float | None, bool]:
    if a is None or b is None:
        return (b, b_open) if a is None else (a, a_open)
    if a == b:
        return a, a_open or b_open
    return (a, a_open) if a < b else (b, b_open)
