"""What would change the answer: what the search finds, joined where it says the same, and in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...inference.inference import Inference
from ...inference.program import Program
from ...situation import Band
from .changes import Change, Changes, Edit, Flip
from .domain import Cell, wanted
from .found import Found, Part, Verdict
from .search import Search

__all__ = ["ways_to", "what_changes"]

_WITHIN = 2


def what_changes(program: Program, inference: Inference, leader: str | None) -> Changes:
    """Return every smallest set of at most two edits that puts another candidate first or flips a headline decision."""
    return Changes(_changes(program, inference, Search(program, inference, leader).run()), _WITHIN)


def ways_to(program: Program, inference: Inference, leader: str | None, candidate: str) -> tuple[Change, ...]:
    """Return every smallest set of at most two edits that puts one candidate first (none when it is first)."""
    if candidate == leader:
        return ()
    return _changes(program, inference, Search(program, inference, leader, candidate).run())


def _changes(program: Program, inference: Inference, found: Iterable[Found]) -> tuple[Change, ...]:
    order = {name: number for number, name in enumerate((*program.base.attributes, *program.base.quantities))}
    changes = [_change(program, inference, parts, verdict) for parts, verdict in _joined(found, order)]
    return tuple(sorted(changes, key=lambda change: (change.size, [order[edit.attribute] for edit in change.edits])))


def _joined(found: Iterable[Found], order: dict[str, int]) -> Iterable[tuple[tuple[Part, ...], Verdict]]:
    """Join what only differs in the value of one attribute."""
    pairs: dict[tuple[str, str, Verdict], dict[Cell, dict[Cell, None]]] = {}
    for one in found:
        if len(one.parts) == 1 or any(part.through for part in one.parts):
            yield one.parts, one.verdict
            continue
        first, second = sorted(one.parts, key=lambda part: order[part.name])
        cells = pairs.setdefault((first.name, second.name, one.verdict), {})
        for cell in first.cells:
            cells.setdefault(cell, {}).update(dict.fromkeys(second.cells))
    for (name, other, verdict), cells in pairs.items():
        together: dict[frozenset[Cell], list[Cell]] = {}
        for cell, others in cells.items():
            together.setdefault(frozenset(others), []).append(cell)
        for rest, group in together.items():
            yield (Part(name, tuple(group)), Part(other, tuple(rest))), verdict


def _change(program: Program, inference: Inference, parts: Iterable[Part], verdict: Verdict) -> Change:
    first, flips = verdict
    decisions = program.base.decisions
    return Change(
        tuple(_edit(program, inference, part) for part in parts),
        first,
        tuple(Flip(name, decisions[name].title, before, after) for name, before, after in flips),
    )


def _edit(program: Program, inference: Inference, part: Part) -> Edit:
    known = inference.situation.values.get(part.name, inference.known.get(part.name))
    before = known.document() if isinstance(known, Band) else known
    if part.through:
        answered = any(name in inference.situation.values for name in part.through)
        kind = "changed" if answered else "added"
        about = {_about(program, name) for name in part.through}
        return Edit(
            part.name,
            wanted(part.cells),
            dict(part.example),
            kind,
            before,
            part.through,
            about.pop() if len(about) == 1 else "fact",
        )
    cells = _in_order(program, part)
    return Edit(
        part.name,
        wanted(cells, program.base.attributes[part.name]),
        part.example.get(part.name, cells[0].value),
        _kind(inference, part, cells),
        before,
        about=_about(program, part.name),
    )


def _about(program: Program, name: str) -> str:
    attribute = program.base.attributes[name]
    return "wish" if attribute.negotiable else "goal" if attribute.goal else "fact"


def _in_order(program: Program, part: Part) -> list[Cell]:
    attribute = program.base.attributes[part.name]
    if attribute.discrete:
        places = {value: number for number, value in enumerate(attribute.domain)}
        return sorted(part.cells, key=lambda cell: places[cell.value])
    return sorted(part.cells, key=lambda cell: cell.value)


def _kind(inference: Inference, part: Part, cells: list[Cell]) -> str:
    name = part.name
    if name in inference.situation.values:
        now: Any = inference.situation.values[name]
        inside = isinstance(now, Band) and all(_within(cell.value, now) for cell in cells)
        return "added" if inside else "changed"
    return "overridden" if name in inference.derived else "added"


def _within(number: float, band: Band) -> bool:
    above = band.low is None or number > band.low or (number == band.low and not band.low_open)
    below = band.high is None or number < band.high or (number == band.high and not band.high_open)
    return above and below
