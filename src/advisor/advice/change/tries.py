"""Single edits that do not change the answer by themselves: what they do."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from msgspec import Struct

from .domain import Cell
from .ground import Ground
from .margins import Push

__all__ = ["Try", "further"]


class Try(Struct, frozen=True):
    """One edit, tried: what would be known and fired, and what may be known otherwise then (`changed`).

    `remedies` are there when nobody would make it alone, as it contradicts what is known or leaves nothing to recommend: the
    rows of which one must no longer be fired, and those of which one must be, before it comes into question. `further` tells
    that more follows from it than the answer itself, `works` that it alone makes a difference somewhere. `touches` are the
    headline decisions it can concern, as bits; `push` bounds what it does to the order (None: no bound is known).
    """

    name: str
    cell: Cell
    known: Mapping[str, Any]
    fired: int
    changed: Set[str]
    remedies: tuple[int, int] | None
    further: bool
    works: bool
    touches: int
    push: Push | None


def further(ground: Ground, name: str, value: Any, known: Mapping[str, Any]) -> bool:
    """Return whether more became known, or otherwise, than the answer to one attribute."""
    before = ground.known
    return (
        known.get(name) != value
        or len(known) != len(before) + (name not in before)
        or any(other not in known or known[other] != value for other, value in before.items() if other != name)
    )
