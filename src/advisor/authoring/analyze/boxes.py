"""Boxes of numbers: one range for each of several attributes, cut smaller and smaller, and points in them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

from ...knowledge.cells import Span
from ...knowledge.model import Attribute
from ...situation import Band

__all__ = ["Box", "Piece", "cut", "overlap", "pieces_of", "points", "start"]

Box = tuple[Band, ...]

_LARGE = 1e12
_FAR = 1e6  # how far from the lower end of a range one looks first
_INSIDE = 1e-6  # how far from an excluded bound a point is taken, as a share of the range


class Piece(Struct, frozen=True):
    """A range of numbers that satisfy the same rows, with a number in it."""

    span: Span
    rows: int
    value: float


def pieces_of(columns: Sequence[Any], rows: int, separate: bool) -> list[Piece]:
    """Cut the numbers where they satisfy other rows (with `separate`, at every threshold) of some columns of the matcher."""
    ends: list[float] = sorted({end for column in columns for end in column.thresholds})
    found: list[Piece] = []
    for low, high in pairwise([None, *ends, None]):
        found.append(_piece(columns, rows, (low, True, high, True), _between(low, high)))
        if high is not None:
            found.append(_piece(columns, rows, (high, False, high, False), high))
    return found if separate else _merged(found)


def _piece(columns: Sequence[Any], rows: int, span: Span, value: float) -> Piece:
    for column in columns:
        rows &= column.lookup(value)
    return Piece(span, rows, value)


def _between(low: float | None, high: float | None) -> float:
    if low is None:
        return 0.0 if high is None else high - 1
    return low + 1 if high is None else low + (high - low) / 2


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    found = [pieces[0]]
    for piece in pieces[1:]:
        last = found[-1]
        if piece.rows == last.rows:
            found[-1] = Piece((*last.span[:2], *piece.span[2:]), last.rows, last.value)
        else:
            found.append(piece)
    return found


def start(attributes: Sequence[Attribute], pieces: Sequence[Piece]) -> Box | None:
    """Return the numbers that attributes may have inside pieces, or None when there are none."""
    box = tuple(_clipped(attribute, Band(*piece.span)) for attribute, piece in zip(attributes, pieces, strict=True))
    return None if any(map(_empty, box)) else box


def _clipped(attribute: Attribute, band: Band) -> Band:
    low, low_open = _tighter(band.low, band.low_open, attribute.low, attribute.low_open, 1)
    high, high_open = _tighter(band.high, band.high_open, attribute.high, False, -1)
    if attribute.type == "integer":
        low = None if low is None else math.floor(low) + 1 if low_open else math.ceil(low)
        high = None if high is None else math.ceil(high) - 1 if high_open else math.floor(high)
        low_open = high_open = False
    return Band(low, low_open, high, high_open)


def _tighter(
    end: float | None, is_open: bool, other: float | None, other_open: bool, sign: int
) -> tuple[float | None, bool]:
    if end is None or (other is not None and sign * other > sign * end):
        return other, other is not None and other_open
    return end, is_open or (end == other and other_open)


def _empty(band: Band) -> bool:
    if band.low is None or band.high is None:
        return False
    return band.low > band.high or (band.low == band.high and (band.low_open or band.high_open))


def overlap(value: Any, span: Span) -> bool:
    """Return whether a number, or some number of a Band, lies in a span."""
    band = value if isinstance(value, Band) else Band(value, False, value, False)
    low, low_open, high, high_open = span
    low, low_open = _tighter(band.low, band.low_open, low, low_open, 1)
    high, high_open = _tighter(band.high, band.high_open, high, high_open, -1)
    return not _empty(Band(low, low_open, high, high_open))


# --- points and parts ---


def points(attributes: Sequence[Attribute], box: Box) -> Iterator[tuple[float, ...]]:
    """Yield a point near the lower end of a box, its middle and its corners, as numbers that the attributes may have.

    Of a wide box these are those of its lower part: numbers that people know.
    """
    whole = [_ends(attribute, band) for attribute, band in zip(attributes, box, strict=True)]
    ranges = [(low, type(high)(min(high, max(low, 1) * _FAR))) for low, high in whole]
    yield tuple(
        low if band.low is None else min(_middle(attribute, low, max(2 * low, low + 1)), high)
        for attribute, band, (low, high) in zip(attributes, box, ranges, strict=True)
    )
    yield tuple(_middle(attribute, *ends) for attribute, ends in zip(attributes, ranges, strict=True))
    yield from dict.fromkeys(itertools.product(*ranges))


def _ends(attribute: Attribute, band: Band) -> tuple[float, float]:
    """Return the least and the greatest number of a range that is looked at."""
    low, high = band.low, band.high
    if low is None:
        low = -_LARGE if high is None else high - _LARGE
    if high is None:
        high = max(low, 1) * _LARGE
    inside = (high - low) * _INSIDE
    first, last = low + inside * band.low_open, high - inside * band.high_open
    return (int(first), int(last)) if attribute.type == "integer" else (first, last)


def _middle(attribute: Attribute, low: float, high: float) -> float:
    middle = math.sqrt(low * high) if low > 0 and high > 10 * low else low + (high - low) / 2
    return min(max(math.floor(middle), low), high) if attribute.type == "integer" else middle


def cut(attributes: Sequence[Attribute], box: Box, names: Sequence[int]) -> list[Box]:
    """Return the two halves of a box, cut where it is widest, or nothing when it is a point. `names` are the sides to cut."""
    at = max(names, key=lambda side: _width(*_ends(attributes[side], box[side])), default=None)
    if at is None:
        return []
    attribute, band = attributes[at], box[at]
    low, high = _ends(attribute, band)
    if low >= high:
        return []
    middle = _middle(attribute, low, high)
    after = middle + 1 if attribute.type == "integer" else middle
    halves = (
        Band(band.low, band.low_open, middle, False),
        Band(after, attribute.type != "integer", band.high, band.high_open),
    )
    return [(*box[:at], half, *box[at + 1 :]) for half in halves if not _empty(half)]


def _width(low: float, high: float) -> float:
    return math.log(high / low) if low > 0 else high - low + math.log(max(high, 1))
