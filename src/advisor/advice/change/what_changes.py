"""What would change the answer: what the search finds, joined where it says the same, and in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from ...inference.inference import Inference, complete
from ...inference.program import Program
from ...knowledge.model import Attribute
from ...situation import Band, Situation
from .changes import Change, Changes, Edit, Flip
from .domain import Cell, wanted
from .flips import as_told
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
    changes = [
        _change(program, inference, parts, verdict)
        for joined, verdict in _joined(found, order)
        for parts in _parted(program, inference, joined)
    ]
    return tuple(sorted(changes, key=lambda change: (change.size, [order[edit.attribute] for edit in change.edits])))


def _joined(found: Iterable[Found], order: dict[str, int]) -> Iterable[tuple[tuple[Part, ...], Verdict]]:
    """Join what only differs in the value of one attribute."""
    pairs: dict[tuple[str, str, Verdict], dict[Cell, dict[Cell, None]]] = {}
    for one in found:
        if len(one.parts) == 1 or one.by_itself or any(part.through for part in one.parts):
            yield one.parts, one.verdict
            continue
        first, second = sorted(one.parts, key=lambda part: order[part.name])
        cells = pairs.setdefault((first.name, second.name, one.verdict), {})
        for cell in first.cells:
            cells.setdefault(cell, {}).update(dict.fromkeys(second.cells))
    for (name, other, verdict), cells in pairs.items():
        together: dict[frozenset[Cell], tuple[tuple[Cell, ...], list[Cell]]] = {}
        for cell, others in cells.items():
            together.setdefault(frozenset(others), (tuple(others), []))[1].append(cell)
        for rest, group in together.values():
            yield (Part(name, tuple(group)), Part(other, rest)), verdict


def _parted(program: Program, inference: Inference, parts: tuple[Part, ...]) -> Iterable[tuple[Part, ...]]:
    """Part the values of one attribute that go against different derived values."""
    (part, *rest) = parts
    if rest or part.through or not _may_override(program, inference, (part.name,)):
        return [parts]
    groups: dict[tuple[str, ...], list[Cell]] = {}
    for cell in part.cells:
        groups.setdefault(tuple(_overrides(program, inference, {part.name: cell.value})), []).append(cell)
    return [(replace(part, cells=tuple(cells)),) for cells in groups.values()]


def _may_override(program: Program, inference: Inference, names: Iterable[str]) -> bool:
    return any(step.derive and step.name in inference.derived for step in program.following(*names))


def _overrides(program: Program, inference: Inference, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the derived values that come out otherwise with these answers."""
    if not _may_override(program, inference, answers):
        return {}
    situation = Situation({**inference.situation.values, **answers}, inference.situation.declined)
    known, _ = complete(program, situation, inference.known, *answers)
    return {
        name: value
        for name, (value, _) in inference.derived.items()
        if name not in situation.values and name in known and known[name] != value
    }


def _change(program: Program, inference: Inference, parts: Iterable[Part], verdict: Verdict) -> Change:
    first, flips = verdict
    decisions = program.base.decisions
    change = Change(
        tuple(_edit(program, inference, part) for part in parts),
        first,
        tuple(Flip(name, decisions[name].title, as_told(before), as_told(after)) for name, before, after in flips),
    )
    overrides = _overrides(program, inference, change.answers)
    return replace(change, overrides=overrides) if overrides else change


def _edit(program: Program, inference: Inference, part: Part) -> Edit:
    known = inference.situation.values.get(part.name, inference.known.get(part.name))
    before = _told(known, program.base.attributes.get(part.name))
    if part.through:
        kinds = [_kind(inference, name, [part.example[name]]) for name in part.through]
        kind = max(kinds, key=("added", "overridden", "changed").index)
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
        _kind(inference, part.name, [cell.value for cell in cells]),
        before,
        about=_about(program, part.name),
    )


def _told(known: Any, attribute: Attribute | None) -> Any:
    """Return what is known: of bounds only those that the attribute does not have anyway."""
    if not isinstance(known, Band):
        return known
    span = known.low, known.low_open, known.high, known.high_open
    return wanted((Cell(None, span),), attribute) or known.document()


def _about(program: Program, name: str) -> str:
    attribute = program.base.attributes[name]
    return "wish" if attribute.negotiable else "goal" if attribute.goal else "fact"


def _in_order(program: Program, part: Part) -> list[Cell]:
    attribute = program.base.attributes[part.name]
    if attribute.discrete:
        places = {value: number for number, value in enumerate(attribute.domain)}
        return sorted(part.cells, key=lambda cell: places[cell.value])
    return sorted(part.cells, key=lambda cell: cell.value)


def _kind(inference: Inference, name: str, values: Iterable[Any]) -> str:
    if name in inference.situation.values:
        now: Any = inference.situation.values[name]
        inside = isinstance(now, Band) and all(now.contains(value) for value in values)
        return "added" if inside else "changed"
    return "overridden" if name in inference.derived else "added"
