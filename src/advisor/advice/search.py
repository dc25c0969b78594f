"""What would change the answer: the search for the smallest sets of edits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import SituationError
from ..inference.inference import Inference
from ..inference.program import Program
from ..situation import Band
from .changes import Change, Changes, Edit, Flip
from .domain import Cell, cells, wanted
from .outcomes import with_answer
from .ranking import Standing
from .recommend import advise

__all__ = ["Search"]


class Search:
    """Looks for what would change one answer."""

    def __init__(self, program: Program, inference: Inference, standing: Standing) -> None:
        self.program = program
        self.inference = inference
        self.standing = standing

    def changes(self) -> Changes:
        """Return every smallest set of edits that puts another first or flips a headline decision."""
        return Changes(tuple(self._singles()), 1)

    def ways(self, candidate: str) -> tuple[Change, ...]:
        """Return the smallest sets of edits that put a candidate first."""
        return tuple(change for change in self._singles() if change.first == candidate)

    def _singles(self) -> Iterable[Change]:
        before = self._result([])
        for name in self.program.base.attributes:
            groups: dict[Any, list[Cell]] = {}
            for cell in cells(self.program, name):
                after = self._result([(name, cell.value)])
                if after is not None and after != before:
                    groups.setdefault(repr(after), []).append(cell)
            for group in groups.values():
                after = self._result([(name, group[0].value)])
                yield self._change([(name, group)], before, after)

    def _change(self, edits: list[tuple[str, list[Cell]]], before: Any, after: Any) -> Change:
        first = after[0] if after[0] != before[0] else None
        flips: tuple[Flip, ...] = ()
        if first is None:
            base = self.program.base
            flips = tuple(
                Flip(name, base.decisions[name].title, before[1].get(name), after[1].get(name))
                for name in base.decisions
                if before[1].get(name) != after[1].get(name)
            )
        return Change(tuple(self._edit(name, group) for name, group in edits), first, flips)

    def _edit(self, name: str, group: list[Cell]) -> Edit:
        known = self.inference.known.get(name)
        before = known.document() if isinstance(known, Band) else known
        kind = "changed" if name in self.inference.situation.values else "added" if known is None else "overridden"
        return Edit(name, wanted(group), group[0].value, kind, before)

    def _result(self, edits: list[tuple[str, Any]]) -> Any:
        situation = self.inference.situation
        for name, value in edits:
            situation = with_answer(self.program, situation, name, value)
        try:
            answer = advise(self.program.base, situation, 1, engine=False)
        except SituationError:
            return None
        if answer.pick is None:
            return None
        decisions = self.program.base.decisions
        values = {name: made.value for name, made in answer.pick.setup.items() if decisions[name].headline}
        return answer.pick.id, values
