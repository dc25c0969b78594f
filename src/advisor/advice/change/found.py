"""What a search finds: sets of edits, each with what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from .domain import Cell

__all__ = ["Found", "Part", "Verdict"]

Verdict = tuple["str | None", tuple[tuple[str, Any, Any], ...]]  # who is first instead, or the decisions that flip


class Part(Struct, frozen=True):
    """What one attribute would have to be: any of these cells.

    With `through` the name is that of a quantity, which two numbers bring there together; `example` gives two such numbers.
    """

    name: str
    cells: tuple[Cell, ...]
    through: tuple[str, ...] = ()
    example: Mapping[str, Any] = {}


class Found(Struct, frozen=True):
    """A set of edits that changes the answer, and how; `by_itself`: ranges that may overlap others, and are not joined with them."""

    parts: tuple[Part, ...]
    verdict: Verdict
    by_itself: bool = False
