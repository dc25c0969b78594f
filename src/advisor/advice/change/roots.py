"""Where a quantity that may rise and fall with a number reaches a threshold: ranges in which it cannot are left out, others halved."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count, product
from typing import Any

from ...inference.operations import PartialBand
from ...situation import Band
from .domain import UNBOUNDED

__all__ = ["CLOSE", "Effort", "at_ends", "bounds_of", "ends_of", "halfway", "roots", "roundest", "side", "sides"]

CLOSE = 1e-12  # relative width at which a number is found
_MOST = 1000  # ranges that are looked at: a quantity that is known within bounds itself may straddle a limit everywhere
_FEWEST = 60  # that are looked at even where all searches together have looked at more than these:
_MOST_IN_ALL = 50_000
_MOST_ALIKE = 100  # of these, at both ends of which it may be all that it may be in between: mostly it is there, too
_MOST_BANDED = 3  # of which all ends are combined, eight at most: each is computed for every range
_HAIR = 1e-9  # as a share of a range
_FAR_APART = 4.0  # times as large: then a range is halved by size
_DIGITS = 10  # of the numbers that are told: an example with more reads no better than the middle itself


class Effort:
    """Counts how many ranges the searches that stand on one another may still look at: when they are used up, each of the rest looks
    only at few."""

    __slots__ = ("left",)

    def __init__(self, left: int = _MOST_IN_ALL) -> None:
        self.left = left


def roots(
    value: Callable[[Any], Any],
    inside: Sequence[Callable[[Any], Any]],
    limit: float,
    low: float,
    high: float,
    whole: bool,
    effort: Effort,
) -> Iterable[float]:
    """Yield the first numbers at which a quantity has reached a limit, and at which it has passed it.

    Args:
        value: the quantity for a number, or what it may be for a Band of numbers.
        inside: the same where others are known within bounds, with some numbers within these.
        limit: the threshold.
        low: the lowest number.
        high: the highest.
        whole: whether only whole numbers count.
        effort: what searches may still cost.

    """
    ranges = deque([(low, high)])
    most = _MOST if effort.left > 0 else _FEWEST
    alike = 0
    for number in count():
        if not ranges:
            return
        one, other = ranges.popleft()
        halved = number < most
        if halved:
            effort.left -= 1
            band = Band(one, False, other, False)
            found = value(band)
            if _clear(found, [compute(band) for compute in inside], limit):
                continue
            if sides(value(one), limit) == sides(found, limit) == sides(value(other), limit):
                alike += 1
                if alike > _MOST_ALIKE:
                    continue
        narrow = other - one <= (1 if whole else CLOSE * max(abs(one), abs(other)))
        middle = halfway(one, other, whole)
        if halved and not narrow and middle not in (one, other):
            ranges += [(one, middle), (middle, other)]
        elif sides(value(one), limit) != sides(value(other), limit):
            yield _changed(value, limit, one, other, whole)
        elif not whole and sides(value(near := roundest(one, other)), limit) != sides(value(one), limit):
            yield near  # it touches the limit here


def _changed(value: Callable[[Any], Any], limit: float, low: float, high: float, whole: bool) -> float:
    """Return where a quantity changes sides between two numbers, the first beyond."""
    before = sides(value(low), limit)
    while high - low > (1 if whole else CLOSE * max(abs(low), abs(high))):
        middle = halfway(low, high, whole)
        if middle in (low, high):
            break
        if sides(value(middle), limit) == before:
            low = middle
        else:
            high = middle
    return int(high) if whole else float(f"{high:.10g}")


def roundest(low: float, high: float, whole: bool = False) -> float:
    """Return the number with the fewest digits around the middle between two."""
    middle = halfway(low, high, whole)
    rounded = (float(f"{middle:.{digits}g}") for digits in range(1, _DIGITS))
    found = next((number for number in rounded if low <= number <= high), middle)
    return int(found) if whole else found


def halfway(low: float, high: float, whole: bool) -> float:
    """Return a number between two: in the middle by size where they are far apart, as of numbers of rows or of shares."""
    if low < 0 < high:
        return 0
    middle = -_between(-high, -low, whole) if high <= 0 else _between(low, high, whole)
    return math.floor(middle) if whole else middle


def _between(low: float, high: float, whole: bool) -> float:
    least = low or (1 if whole else high * CLOSE)
    return math.sqrt(least) * math.sqrt(high) if high > _FAR_APART * least else low + (high - low) / 2


def _clear(value: Any, inside: Sequence[Any], limit: float) -> bool:
    """Return whether neither what a quantity is at least nor what it is at most crosses a limit within a range, nor whether there is
    one changes.

    What it may be there, all in all, bounds both on one side; what it may be by `inside` numbers on the other.
    """
    if not isinstance(value, Band):
        return True  # one number throughout, or none
    sure = [one for one in inside if one is not None and not isinstance(one, PartialBand)]
    if isinstance(value, PartialBand) and (not sure or None not in inside):
        return False
    low, high = ends_of(value)
    bounds = [ends_of(one) if isinstance(one, Band) else (one, one) for one in sure]
    at_most, at_least = (
        min((most for _, most in bounds), default=high),
        max((least for least, _ in bounds), default=low),
    )
    return (low > limit or at_most < limit) and (high < limit or at_least > limit)


def sides(value: Any, limit: float) -> tuple[int, int, bool] | None:
    """Return on which side of a limit a quantity is at least, and at most, and whether there may be none; None where there is none."""
    if value is None:
        return None
    low, high = ends_of(value) if isinstance(value, Band) else (value, value)
    return side(low, limit), side(high, limit), isinstance(value, PartialBand)


def at_ends(known: Mapping[str, Any], names: Iterable[str]) -> Sequence[Mapping[str, Any]]:
    """Return what is known with the first and the last of the numbers within bounds instead of these: with all combinations of them,
    or of many only with all the first and all the last. Nothing where none is known within bounds."""
    banded = {name: value for name in names if isinstance(value := known.get(name), Band)}
    if not banded:
        return ()
    found = [_outermost(band) for band in banded.values()]
    chosen = product(*found) if len(found) <= _MOST_BANDED else zip(*found, strict=True)
    return [{**known, **dict(zip(banded, numbers, strict=True))} for numbers in chosen]


def _outermost(band: Band) -> tuple[float, float]:
    """Return the first and the last number within bounds: one a hair away where a bound is excluded (at it a quantity may jump), and
    without one as far as anybody would go."""
    low, high = bounds_of(band)
    low, high = min(-UNBOUNDED, high) if math.isinf(low) else low, max(UNBOUNDED, low) if math.isinf(high) else high
    hair = (high - low) * _HAIR
    return low + hair if band.low_open else low, high - hair if band.high_open else high


def bounds_of(band: Band) -> tuple[float, float]:
    """Return the bounds of a number, infinite where there is none."""
    return -math.inf if band.low is None else band.low, math.inf if band.high is None else band.high


def ends_of(band: Band) -> tuple[float, float]:
    """Return the first and the last number within bounds: beside a bound that is excluded the next one there is."""
    low, high = bounds_of(band)
    return (
        math.nextafter(low, math.inf) if band.low_open and band.low is not None else low,
        math.nextafter(high, -math.inf) if band.high_open and band.high is not None else high,
    )


def side(value: float, limit: float) -> int:
    """Return on which side of a limit a number is: below (-1), above (1), or on neither (0)."""
    return (value > limit) - (value < limit)
