"""Few conditions that hold together what comes out alike: boxes over combinations, each as wide as it may be."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

__all__ = ["Box", "Key", "widest_boxes"]

Key = tuple[Any, ...]  # one value per dimension, hashable
Box = tuple["frozenset[Hashable] | None", ...]  # per dimension the values that are in it; None: any


class _Grid:
    """Combinations, with one bit for each, by their value in each dimension."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.everything = (1 << len(keys)) - 1
        self.having: list[dict[Hashable, int]] = [{} for _ in keys[0]]
        for bit, key in enumerate(keys):
            for having, value in zip(self.having, key, strict=True):
                having[value] = having.get(value, 0) | 1 << bit

    def inside(self, box: Sequence[frozenset[Hashable] | None]) -> int:
        """Return the combinations in a box."""
        found = self.everything
        for having, values in zip(self.having, box, strict=True):
            if values is not None:
                mine = 0
                for value in values:
                    mine |= having.get(value, 0)
                found &= mine
        return found


def widest_boxes(
    keys: Sequence[Key],
    among: Iterable[Key],
    start: Sequence[tuple[Key, Sequence[int]]],
    told_with: Callable[[int, frozenset[Hashable]], frozenset[Hashable] | None],
) -> Iterable[tuple[Box | None, Key]]:
    """Return boxes that hold every combination in `start` and none but those `among`, each with one of those it was made for.

    Each combination in `start` comes with the order in which its dimensions are given up, where that lets in nothing wrong; in those
    that have to stay, further values are let in. In the dimension with a number some values are told with others: `told_with` gives
    all of them, or None where they cannot be told at all. For a combination that has to be told by such values there is no box (None).
    """
    grid = _Grid(keys)
    bits = {key: 1 << bit for bit, key in enumerate(keys)}
    wrong = grid.everything
    for key in among:
        wrong &= ~bits[key]
    covered = 0
    for key, order in start:
        if not bits[key] & covered:
            box = _widened(grid, key, order, wrong, told_with)
            if box is not None:
                covered |= grid.inside(box)
            yield box, key


def _widened(
    grid: _Grid,
    key: Key,
    order: Sequence[int],
    wrong: int,
    told_with: Callable[[int, frozenset[Hashable]], frozenset[Hashable] | None],
) -> Box | None:
    box: list[frozenset[Hashable] | None] = [frozenset((value,)) for value in key]
    for place in order:
        kept, box[place] = box[place], None
        if grid.inside(box) & wrong:
            box[place] = kept
    for place, values in enumerate(box):
        if values is not None:
            box[place] = told_with(place, values)
            if box[place] is None:
                return None
    if grid.inside(box) & wrong:
        return None
    for place in order:
        for value in grid.having[place]:
            kept = box[place]
            wider = None if kept is None or value in kept else told_with(place, kept | {value})
            if wider is not None:
                before = grid.inside(box)
                box[place] = wider
                after = grid.inside(box)
                if after & wrong or after == before:  # nothing is known to stand for the value here
                    box[place] = kept
    return tuple(box)
