"""Pairs of rules, as many as can be compared in a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

__all__ = ["MOST_PAIRS", "Pairs"]

MOST_PAIRS = 300_000  # of one check: a few seconds

Pair = TypeVar("Pair")


class Pairs:
    """Hands out pairs until there were too many; `left_out` says that some were not looked at."""

    def __init__(self) -> None:
        self._looked_at = 0
        self.left_out = False

    def of(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Yield the pairs that may still be looked at."""
        for pair in pairs:
            if self._looked_at >= MOST_PAIRS:
                self.left_out = True
                return
            self._looked_at += 1
            yield pair
