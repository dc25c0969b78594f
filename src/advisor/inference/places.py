"""Where a number, or bounds, lie among thresholds: place 0 is below the first, 1 is that one itself, 2 is between it and the next."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ..situation import Band

__all__ = ["place_among", "places_among"]


def place_among(thresholds: Sequence[float], number: float) -> int:
    """Return the place of a number among thresholds that rise."""
    at = bisect_left(thresholds, number)
    return 2 * at + (at < len(thresholds) and thresholds[at] == number)


def places_among(thresholds: Sequence[float], value: float | Band) -> tuple[int, int]:
    """Return the first and the last place that a value may have: without a threshold that is a bound, but is excluded."""
    if not isinstance(value, Band):
        at = place_among(thresholds, value)
        return at, at
    low = 0 if value.low is None else place_among(thresholds, value.low)
    high = 2 * len(thresholds) if value.high is None else place_among(thresholds, value.high)
    return low + (value.low_open and low % 2), high - (value.high_open and high % 2)  # odd ones are single numbers
