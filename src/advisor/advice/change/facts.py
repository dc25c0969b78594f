"""The facts of a card by the mode that a situation calls for, as far as numbers are computed from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Candidate
from ..answer.setup import facts_of

__all__ = ["Facts"]


class Facts:
    """The facts of one candidate (None: none). `every` holds those of each mode that quantities may tell apart."""

    def __init__(self, base: KnowledgeBase, candidate: Candidate | None) -> None:
        self._candidate = candidate
        modes = candidate.modes if candidate is not None else ()
        stated = candidate.facts if candidate is not None else {}
        self._fields = _fields(base) if modes else ()
        told_apart: dict[str, Mapping[str, Any]] = {}
        for facts in (stated, *({**stated, **mode.facts} for mode in modes)):
            told_apart.setdefault(self._computed_from(facts), facts)
        self.every: Sequence[Mapping[str, Any]] = tuple(told_apart.values())
        self._numbers = {told: number for number, told in enumerate(told_apart)}

    def of(self, known: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the facts in one situation."""
        if len(self.every) == 1 or self._candidate is None:
            return self.every[0]
        return facts_of(self._candidate, known)

    def place(self, known: Mapping[str, Any]) -> int:
        """Return the place of the facts in one situation among all."""
        return self._numbers[self._computed_from(self.of(known))] if len(self.every) > 1 else 0

    def _computed_from(self, facts: Mapping[str, Any]) -> str:
        return repr([facts.get(field) for field in self._fields])

    @property
    def names(self) -> frozenset[str]:
        """What the modes go by, where quantities tell them apart."""
        modes = self._candidate.modes if self._candidate is not None and len(self.every) > 1 else ()
        return frozenset(name for mode in modes for row in mode.rows for name in row)

    def limits(self) -> Iterable[tuple[str, float]]:
        """Yield the numbers at which another mode is called for, each with the name of the attribute."""
        for mode in self._candidate.modes if self._candidate is not None else ():
            for row in mode.rows:
                for name, cells in row.items():
                    yield from ((name, end) for span in cells.spans for end in (span[0], span[2]) if end is not None)


def _fields(base: KnowledgeBase) -> Sequence[str]:
    """Return the card fields that quantities are computed from."""
    found: tuple[str, ...] | None = base.cache.get("fields_computed_from")
    if found is None:
        parts = [part for one in base.quantities.values() for part in one.operands if isinstance(part, (list, tuple))]
        named = {part[1] for part in parts if part[0] == "card"}
        tables = {part[1][1] for part in parts if part[0] == "table" and isinstance(part[1], (list, tuple))}
        found = base.cache["fields_computed_from"] = tuple(sorted(named | tables))
    return found
