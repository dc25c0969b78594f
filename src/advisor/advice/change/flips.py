"""Headline decisions that come out differently: when they do, and how their values are told."""

from __future__ import annotations

from collections.abc import Collection, Set
from typing import Any

from ...inference.arithmetic import amount
from ...inference.program import Program
from ...situation import band_of
from ..answer.scope import values_read
from ..answer.setup import Choice
from .basis import Basis, sized_by
from .roots import bounds_of

__all__ = ["as_told", "flipped", "shown", "told"]


def flipped(before: Choice | None, after: Choice | None, sizes: bool = True) -> bool:
    """Return whether a decision came out differently.

    What waits for a number is not compared: the number fills it in. Of machines that are not sized yet only the class counts.
    """
    if before is None or after is None:
        return bool(shown(before) != shown(after))
    if before.decision.kind == "instance":
        sized = sizes and bool(before.fields.get("sized")) and bool(after.fields.get("sized"))
        return (_machine(before) != _machine(after)) if sized else _class(before) != _class(after)
    if before.decision.kind == "map":
        mine, theirs = _entries(before), _entries(after)
        return any(_differ(mine.get(key), theirs.get(key)) for key in mine.keys() | theirs.keys())
    return _differ((before.value, bool(before.needs)), (after.value, bool(after.needs)))


def _differ(one: tuple[Any, bool] | None, other: tuple[Any, bool] | None) -> bool:
    """Return whether two values differ, each with whether it waits for a number (None: there is none)."""
    if one is None or other is None:
        return one is not other
    (mine, waits), (theirs, also) = one, other
    if (mine is None and waits) or (theirs is None and also):
        return False
    if isinstance(mine, dict) and isinstance(theirs, dict):
        (low, high), (other_low, other_high) = (bounds_of(band_of(known)) for known in (mine, theirs))
        return bool(low > other_high or other_low > high)  # what is in both may be what it is, before and after
    for known, number in ((mine, theirs), (theirs, mine)):
        if isinstance(known, dict) and isinstance(number, (int, float)):
            return not band_of(known).contains(number)  # a number within bounds may be any of them
    return bool(mine != theirs)


def shown(choice: Choice | None, several: bool = False) -> Any:
    """Return the value of a decision, so that it can be a key; several machines with their number, or just as several."""
    if choice is None:
        return None
    if choice.decision.kind == "map":
        return ", ".join(f"{key}={_entry(value)}" for key, (value, _) in _entries(choice).items())
    if isinstance(choice.value, dict):  # bounds of a number
        return tuple(choice.value.items())
    count = choice.fields.get("count", 1) if choice.decision.kind == "instance" else 1
    return f"{'several' if several else count} × {choice.value}" if count > 1 else choice.value


def told(program: Program, choice: Choice | None, basis: Basis, exact: Collection[str], changed: Set[str]) -> Any:
    """Return the value of a decision after edits: in words where each of the numbers that they stand for would bring another.

    Args:
        program: the compiled rules.
        choice: the decision, made for one of these numbers.
        basis: what it rests on.
        exact: the ladders by which the edits are cut, so that all of their numbers take the same step.
        changed: what may be known otherwise after the edits.

    """
    numbers = (name for name in changed & frozenset(basis.uses) if not program.base.attributes[name].discrete)
    if choice is not None and choice.decision.kind == "map":
        return "other entries" if any(numbers) else shown(choice)
    if choice is not None and choice.clause is not None:
        payload = choice.clause.rule.payload
        ladder = payload.get("ladder")
        if ladder is not None and ladder not in exact and not changed.isdisjoint(sized_by(program, ladder)):
            return f"{_class(choice)}, as large as needed"
        read = values_read(program.base, {"value": payload.get("value")})
        if choice.value is not None and any(
            name in changed and not program.base.attributes[name].discrete for name in read
        ):
            return "another text" if isinstance(choice.value, str) else "another number"
    return shown(choice, several=True)


def as_told(value: Any) -> Any:
    """Return a value of a decision as it is told: bounds of a number are a mapping."""
    return dict(value) if isinstance(value, tuple) else value


def _entries(choice: Choice) -> dict[str, tuple[Any, bool]]:
    """Return the entries of a map, each with whether it waits for a number."""
    return {key: (entry["value"], bool(entry.get("needs"))) for key, entry in choice.value.items()}


def _entry(value: Any) -> Any:
    return "?" if value is None else amount(band_of(value)) if isinstance(value, dict) else value


def _machine(choice: Choice) -> tuple[Any, bool]:
    return choice.value, choice.fields.get("count", 1) > 1


def _class(choice: Choice) -> Any:
    return choice.fields.get("class")
