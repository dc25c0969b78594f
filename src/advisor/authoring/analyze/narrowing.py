"""Answers that narrow each other: every way to give them that some rows can tell from the others, with what they mean."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from typing import Any

from msgspec import Struct

from ...inference.inference import Inference
from ...inference.program import Program
from ...situation import Situation
from ..values import answers

__all__ = ["Meaning", "Narrowing"]


class Meaning(Struct, frozen=True):
    """What answers given together mean: `known` holds them, the narrowed ones in their narrower meaning.

    `rows` are the rows that they do not contradict. A row that narrows looks at the answers as they are given. What is left
    open contradicts no row if it can still be derived.
    """

    given: dict[str, Any]
    known: dict[str, Any]
    rows: int
    real: bool = True


class Narrowing:
    """The attributes of one program whose answers narrow each other, and the rows that do it."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._derived = {step.name for step in program.steps if step.derive}
        self.names = tuple(sorted(name for name in program.narrowing_names if name in program.base.attributes))
        self.rows = 0
        for number in program.narrowing:
            self.rows |= program.index.rows_of[number]
        self._answers = {name: [None, *answers(program, name)] for name in self.names}
        self._meanings: dict[tuple[Any, ...], Meaning] = {}

    def meanings(self, rows: int, apart: Collection[str]) -> Iterator[Meaning]:
        """Yield the ways to answer that differ in `rows` (or in what is narrowed), and all answers to what is kept apart."""
        kinds = [self._kinds(name, rows | self.rows, name in apart) for name in self.names]
        for values in itertools.product(*kinds):
            found = self._meanings.get(values)
            if found is None:
                found = self._meanings[values] = self._meant(values)
            yield found

    def _kinds(self, name: str, rows: int, apart: bool) -> list[Any]:
        """Return no answer (None) and one answer of each kind."""
        if apart:
            return self._answers[name]
        column = self._program.index.columns[name]
        kinds = {column.lookup(value) & rows: value for value in reversed(self._answers[name][1:])}
        return [None, *reversed(kinds.values())]

    def _meant(self, values: tuple[Any, ...]) -> Meaning:
        index = self._program.index
        given = {name: value for name, value in zip(self.names, values, strict=True) if value is not None}
        meant = Inference(Situation(given))
        meant.narrow(self._program)
        rows = index.everything
        for name in self.names:
            column = index.columns[name]
            if name in meant.known:
                rows &= column.lookup(meant.known[name])
            elif name not in self._derived:
                rows &= column.unknown
        return Meaning(given, meant.known, rows & ~self.rows | index.fired(given) & self.rows)
