"""What would change the answer: the search for the smallest sets of one or two edits, over every answer there is.

It is exact. Nothing is left out but what provably changes nothing: a pair of which one edit alone changes the answer, a pair that
fires what one of its edits fires alone, and a pair that adds too few points to turn the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..inference.inference import Inference
from ..inference.program import Program
from .amounts import amounts
from .domain import Cell
from .found import Found, Part, Verdict
from .ground import Ground
from .judge import Judge
from .margins import Margins
from .ranges import Ranges
from .setup import facts_of
from .tries import Kind, Try, alike, further

__all__ = ["Search"]


class Search:
    """Looks for what changes one answer: puts a `target` first or, without one, any other candidate, or flips a headline decision."""

    def __init__(self, program: Program, inference: Inference, leader: str | None, target: str | None = None) -> None:
        self.program = program
        self.leader = leader
        self.target = target
        self.judge = Judge(program, leader if target is None else None, inference.known, inference.fired)
        scope = self.judge.scoring | self.judge.setup_rows
        self.ground = Ground(program, inference.situation, inference.known, scope)
        self.relevant = self.ground.relevant
        facts = {} if leader is None else facts_of(program.base.candidates[leader], inference.known)
        self.ranges = Ranges(self.ground, self.judge.bases, facts)
        self.margins = None if leader is None else Margins(self.judge, leader, inference.fired)
        self.found: list[Found] = []

    def run(self) -> list[Found]:
        """Return every smallest set of at most two edits."""
        tries = {name: list(self._singles(name)) for name in self.program.base.attributes}
        self._pairs(tries)
        self.found += amounts(self, tries)
        return self.found

    # --- one edit ---

    def _singles(self, name: str) -> Iterable[Try]:
        hits: dict[Verdict, list[Cell]] = {}
        for cell in self.ranges.cells(name, self.ground.known):
            if cell.span is None and cell.value == self.ground.situation.values.get(name):
                continue  # what was derived may be said as well: it stays when what it was derived from changes
            known, fired = self.ground.tried(name, cell.value)
            touches = self.judge.touches(name, (fired ^ self.ground.fired) & self.relevant)
            void, verdict = self.verdict(known, fired, touches, sizes=True)
            if verdict is not None:
                hits.setdefault(verdict, []).append(cell)
            else:
                yield self._try(name, cell, known, fired, void, touches)
        for verdict, group in hits.items():
            self.found.append(Found((Part(name, tuple(group)),), verdict))

    def _try(self, name: str, cell: Cell, known: Mapping[str, Any], fired: int, void: bool, touches: int) -> Try:
        more = further(self.ground, name, cell.value, known)
        scoring = self.judge.scoring
        push = None
        if self.margins is not None and not (void or more or self.ground.fired & ~fired & scoring):
            push = self.margins.push(fired & ~self.ground.fired & scoring)
        works = void or bool(touches) or bool((fired ^ self.ground.fired) & self.relevant)
        remedies = self.judge.remedies(fired) if void else None
        return Try(name, cell, known, fired, remedies, more, works, touches, push)

    def verdict(
        self, known: Mapping[str, Any], fired: int, touches: int, sizes: bool, first: str | None = None
    ) -> tuple[bool, Verdict | None]:
        """Return whether nobody would answer so, and what changes (None: nothing). `first` may be known already."""
        first = first or self.judge.first(fired)
        if first is None:
            return True, None
        if self.target is not None:
            return False, ((first, ()) if first == self.target else None)
        if first != self.leader:
            return False, (first, ())
        if not touches and not sizes:
            return False, None
        flips = self.judge.flips(self.judge.decide(known, fired), sizes)
        return False, ((None, flips) if flips else None)

    # --- two edits ---

    def _pairs(self, tries: Mapping[str, list[Try]]) -> None:
        names = list(tries)
        plain = {name: self._plain(tries[name]) for name in names}
        deep = {name: self._deep(tries[name]) for name in names}
        coarse = {name: self._coarse(tries[name]) for name in names}
        for at, name in enumerate(names):
            for kind in plain[name]:
                self._beside(kind, [other for later in names[at + 1 :] for other in plain[later]])
            for kind in deep[name]:
                self._upon(
                    kind,
                    [
                        other
                        for place, rest in enumerate(names)
                        if place != at
                        for other in coarse[rest]
                        if place > at or not other.one.further
                    ],
                )

    def _plain(self, tries: Iterable[Try]) -> list[Kind]:
        """Return the edits from which nothing further follows, less those that do nothing beside any second edit."""
        near = self.ground.near
        groups = alike(
            (self._own(one) or near.within_two(one.name, one.cell.value), one) for one in tries if not one.further
        )
        kinds = [Kind(one, group, frozenset(near.partners(one.name, one.cell.value))) for one, group in groups]
        narrowing = self.program.narrowing_names
        return [kind for kind in kinds if kind.one.works or kind.partners or kind.one.name in narrowing]

    def _own(self, one: Try) -> Cell | None:
        """Return the cell of an edit that is like no other: it may narrow another answer, or its value is part of the set-up."""
        narrows = one.name in self.program.narrowing_names
        return one.cell if narrows or (one.touches and self._valued(one.name)) else None

    def _deep(self, tries: Iterable[Try]) -> list[Kind]:
        return [Kind(one, group) for one, group in alike((self._same(one), one) for one in tries if one.further)]

    def _coarse(self, tries: Iterable[Try]) -> list[Kind]:
        """Return the edits joined where they do the same in every situation."""
        return [Kind(one, group) for one, group in alike((self._same(one), one) for one in tries)]

    def _same(self, one: Try) -> Any:
        """Return what tells how an edit works in every situation: its own rows, and what follows from it."""
        if self._valued(one.name) or one.name in self.program.narrowing_names:
            return one.cell
        columns = self.program.index.columns
        own = columns[one.name].lookup(one.cell.value) & self.relevant if one.name in columns else 0
        if not one.further:
            return own
        computed = {step.name for step in self.program.steps if not step.derive}
        rest = tuple((name, value) for name, value in one.known.items() if name != one.name and name not in computed)
        places = tuple(
            columns[step.name].satisfied(one.known[step.name]) & self.relevant if step.name in one.known else None
            for step in self.ground.computing
        )
        return own, rest, places

    def _valued(self, name: str) -> bool:
        return any(name in basis.uses and name not in basis.sizing for basis in self.judge.bases)

    def _upon(self, kind: Kind, others: Iterable[Kind]) -> None:
        """Try an edit from which more follows together with others."""
        ground = self.ground.with_answer(kind.one.name, kind.one.cell.value)
        for other in others:
            known, fired = ground.tried(other.one.name, other.one.cell.value)
            if self._cured(kind.one, fired) and (fired != ground.fired or self._valued(other.one.name)):
                self._take(kind, other, known, fired, -1)

    def _beside(self, kind: Kind, others: Iterable[Kind]) -> None:
        """Try an edit together with others, where both mostly do only what they do alone."""
        one, ground, relevant = kind.one, self.ground, self.relevant
        for other in others:
            two = other.one
            together = (one.works and two.works) or two.name in kind.partners or one.name in other.partners
            if not together and not self.program.narrowing_names.issuperset((one.name, two.name)):
                continue
            fired = ground.fired_with(one.name, one.cell.value, two.name, two.cell.value)
            if not ground.derives_the_same(fired, one.name, two.name):
                known, fired = ground.tried_all({one.name: one.cell.value, two.name: two.cell.value})
                self._take(kind, other, known, fired, -1)
            elif self._cured(one, fired) and self._cured(two, fired):
                expected = (one.fired & two.fired) | ((one.fired | two.fired) & ~ground.fired)
                joint = (fired ^ expected) & relevant
                touches = (one.touches & two.touches) | (self.judge.touches("", joint) if joint else 0)
                touches |= one.touches if one.remedies else 0  # what it flips did not count while nobody would say it
                touches |= two.touches if two.remedies else 0
                first = self.leader if self._safe(one, two, joint) else None
                if first is None or touches:
                    self._take(kind, other, {**one.known, two.name: two.cell.value}, fired, touches, first)

    def _cured(self, one: Try, fired: int) -> bool:
        """Return whether what makes an edit void may be gone when these rows are fired."""
        if one.remedies is None:
            return True
        gone, more = one.remedies
        return bool(gone & ~fired or more & fired)

    def _safe(self, one: Try, two: Try, joint: int) -> bool:
        if one.push is None or two.push is None or self.margins is None or joint & self.judge.scoring:
            return False
        return self.margins.safe(one.push, two.push)

    def _take(
        self, kind: Kind, other: Kind, known: Mapping[str, Any], fired: int, touches: int, first: str | None = None
    ) -> None:
        _, verdict = self.verdict(known, fired, touches, sizes=False, first=first)
        if verdict is not None:
            parts = Part(kind.one.name, kind.cells), Part(other.one.name, other.cells)
            self.found.append(Found(parts, verdict))
