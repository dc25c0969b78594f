"""Phrases for what explanations are made of: values, conditions, edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from msgspec import Struct

from ..change.changes import Flip

__all__ = ["LITTLE", "Line", "condition_text", "edit_text", "flip_text", "is_bounds", "listed", "value_text"]

LITTLE = "little speaks for it, but nothing better is left"  # of a first place with no point to its name
_DIGITS = 10  # to which ends of ranges are found
_LARGEST = 1e15  # beyond that nobody counts digits
_BOUNDS = {"at_least": "at least", "above": "above", "at_most": "at most", "below": "below"}


class Line(Struct, frozen=True):
    """One line of the outline: level 0 is a heading, 1 a point, 2 and 3 what belongs to it."""

    level: int
    text: str


def value_text(value: Any) -> str:
    """Return a value as people write it: yes-or-no values as true and false, long numbers with commas."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
    if isinstance(value, Mapping):
        return condition_text(value)
    return str(value)


def is_bounds(value: Any) -> bool:
    """Return whether the value of a decision is the bounds of a number; else a mapping holds the entries of a map."""
    return isinstance(value, Mapping) and bool(value) and not any(isinstance(part, Mapping) for part in value.values())


def condition_text(wanted: Any, most: int | None = None) -> str:
    """Return a condition: `at least 10 and below 20`, `a or b`, `not a`. Of more than `most` values the rest is counted."""
    if isinstance(wanted, Mapping):
        if "not" in wanted:
            return f"not {listed([value_text(value) for value in wanted['not']])}"
        if len(set(wanted.values())) == 1 and len(wanted) == 2:
            return f"exactly {value_text(wanted['at_least'])}"
        return " and ".join(f"{_BOUNDS[word]} {bound}" for word, bound in _bounds(wanted).items()) or "any number"
    if isinstance(wanted, (list, tuple)):
        words = [value_text(value) for value in wanted]
        if most is not None and len(words) > most + 1:
            words = [*words[:most], f"{len(words) - most} more"]
        return listed(words)
    return value_text(wanted)


def _bounds(wanted: Mapping[str, Any]) -> Mapping[str, str]:
    """Return bounds as people write them, or with all digits where they would touch."""
    shown = {word: _bound(word, bound) for word, bound in wanted.items()}
    low, high = (float(text.replace(",", "")) for text in shown.values()) if len(shown) == 2 else (0, 1)
    return shown if low < high else {word: f"{bound:,.{_DIGITS}g}" for word, bound in wanted.items()}


def _bound(word: str, bound: Any) -> str:
    """Return a bound as people write it. What is shorter lies within it: at 8.6669 nothing may be as it is below 26/3."""
    shown = value_text(bound)
    if not isinstance(bound, float) or not abs(bound) < _LARGEST:
        return shown
    exact, written = Decimal(f"{bound:.{_DIGITS}g}"), Decimal(shown.replace(",", ""))
    up = word in ("at_least", "above")
    if written == exact or (written > exact) == up:
        return shown
    last = Decimal((0, (1,), min(0, exact.adjusted() - 3)))
    return f"{exact.quantize(last, ROUND_CEILING if up else ROUND_FLOOR):,}"


def listed(words: Sequence[str], word: str = "or") -> str:
    """Return `a, b or c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {word} {words[-1]}"


def edit_text(attribute: str, wanted: Any, most: int | None = None, through: Sequence[str] = ()) -> str:
    """Return `sparse: false` or `rows below 5,000`; of a quantity also what it comes `through`: `data_gb below 5 (by rows and features)`."""
    bounds = (isinstance(wanted, Mapping) and bool(wanted)) or (
        isinstance(wanted, list) and wanted and isinstance(wanted[0], Mapping)
    )
    by = f" (by {listed(through, 'and')})" if through else ""
    return f"{attribute}{' ' if bounds else ': '}{condition_text(wanted, most)}{by}"


def flip_text(flip: Flip, bare: bool = False) -> str:
    """Return `Metric recall instead of accuracy` (`bare`: without what it replaces)."""
    after = "none that works" if flip.after is None else value_text(flip.after)
    replaced = "" if bare or flip.before is None else f" instead of {value_text(flip.before)}"
    return f"{flip.title} {after}{replaced}"
