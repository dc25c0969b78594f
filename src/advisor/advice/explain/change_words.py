"""What would change an answer, in lines: one per attribute or pair, with everything it can lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..change.changes import Change, Edit
from .wording import Line, condition_text, edit_text, flip_text, listed, value_text

__all__ = ["change_lines", "listed_changes"]

_MOST_VALUES = 6
_MOST_EFFECTS = 5  # of answers to one question
_MOST_RANGES = 3  # of one number: what they lead to is mostly one machine after the other
_MOST_LINES = {1: 12, 2: 6}  # by the number of answers they take; the rest is counted
_MOST_PAIRS = 3  # beside single answers
_MOST_OTHERS = 4  # of what goes against the facts, which nobody can follow


_HEADINGS = {
    "answers": "If you could also say:",
    "wishes": "If you gave up or changed a wish:",
    "others": "Only if the data or the goal were different:",
}


def change_lines(found: Sequence[Change], names: Mapping[str, str]) -> Iterable[Line]:
    """Return what would change an answer, by what it takes. `names` are those of the candidates, by id."""
    for takes, heading in _HEADINGS.items():
        yield from listed_changes(found, names, heading, takes, told=True)


def listed_changes(
    found: Sequence[Change], names: Mapping[str, str], heading: str, takes: str, told: bool
) -> Iterable[Line]:
    """Return the changes that take one thing (wishes, answers or others) under a heading, the smallest first.

    `names` are those of the candidates, by id; `told` says what each change leads to. What goes against the facts is told only
    where nothing smaller is found.
    """
    alike = [change for change in found if change.takes == takes]
    if takes == "others":
        fewest = min((change.size for change in found), default=0)
        alike = sorted((change for change in alike if change.size == fewest), key=_touches_goal)
    if alike:
        yield Line(1, heading)
    for size, most in _MOST_LINES.items():
        lines = list(_lines([change for change in alike if change.size == size], names, told))
        if size > 1 and lines:
            yield Line(2, "With two answers:")
        beside = size > 1 and any(change.size == 1 for change in alike)
        shown = min(most, _MOST_OTHERS if takes == "others" else most, _MOST_PAIRS if beside else most)
        for line in lines[:shown]:
            yield Line(2 + (size > 1), line)
        if len(lines) > shown:
            yield Line(2 + (size > 1), f"and {len(lines) - shown} more.")


def _touches_goal(change: Change) -> bool:
    return any(edit.about == "goal" for edit in change.edits)


def _lines(found: Sequence[Change], names: Mapping[str, str], told: bool) -> Iterable[str]:
    """Return one line per attribute (or pair) and kind of edit, with everything it can lead to: another first place before the
    rest."""
    groups: dict[tuple[Any, ...], list[Change]] = {}
    for change in found:
        key = (*((edit.attribute, edit.kind) for edit in change.edits), *change.overrides)
        groups.setdefault(key, []).append(change)
    for group in sorted(groups.values(), key=lambda group: not any(change.first for change in group)):
        alone = len(group[0].edits) == 1
        most = _MOST_RANGES if isinstance(group[0].edits[0].wanted, dict) else _MOST_EFFECTS
        for change in group[:1] if alone else group:
            first = _change_text(change, names, told)
            rest = [_change_text(other, names, told, bare=True) for other in group[1:most]] if alone else []
            more = f"; and {len(group) - most} more" if alone and len(group) > most else ""
            yield f"{'; '.join([first, *rest])}{more}{_note(change)}"


def _change_text(change: Change, names: Mapping[str, str], told: bool = True, bare: bool = False) -> str:
    """Return `sparse: false → XGBoost first`. `bare` leaves the attribute and what is replaced out, `told` False what it leads to."""
    edits = [
        condition_text(edit.wanted, _MOST_VALUES)
        if bare
        else edit_text(edit.attribute, edit.wanted, _MOST_VALUES, edit.through)
        for edit in change.edits
    ]
    together = (", and " if any(" or " in edit for edit in edits) else " and ").join(edits)
    if not told:
        return together
    effect = (
        f"{names[change.first]} first"
        if change.first
        else listed([flip_text(flip, bare) for flip in change.flips], "and")
    )
    return f"{together} → {effect}"


def _note(change: Change) -> str:
    told = [edit for edit in change.edits if edit.before is not None]
    notes = [f"you said {value_text(edit.before)}" for edit in told if edit.kind == "changed" and not edit.through]
    notes += [f"now {value_text(edit.before)}" for edit in told if edit.through]
    overridden = [edit for edit in change.edits if edit.kind == "overridden" and not edit.through]
    notes += [f"{value_text(edit.before)} {_was_derived(edit)}" for edit in overridden]
    notes += [f"{name} {value_text(value)} was derived" for name, value in change.overrides.items()]
    return f" ({'; '.join(notes)})" if notes else ""


def _was_derived(edit: Edit) -> str:
    return "was derived and has to be said" if edit.wanted == [edit.before] else "was derived"
