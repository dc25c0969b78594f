"""What would change the answer: the search for the smallest sets of one or two edits, over every answer there is.

Nothing is left out but what provably changes nothing: a pair of which one edit alone changes the answer, a pair that fires what one
of its edits fires alone, and a pair that adds too few points to turn the order. Two numbers that feed the same quantities (`amounts`)
are tried on the edges of their ranges and where limits of quantities meet in between: that is computed for products, quotients,
roots, and the least or the greatest of such. Where a quantity is another function of both, as a sum is, or where whole numbers step
over a range, all there is between the bounds is looked through (`regions`), until nothing new can come about or thousands of
rectangles were halved: what a handful of numbers does among millions may then be missed. So may be what quantities that wind, or have
bounds, do in narrow ranges, when all searches for where they cross a limit have looked at tens of thousands. Of what is known within
bounds that reach over a limit no range of a quantity tells: that is told by ranges of both numbers, the first sixteen that are found
for one change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...inference.inference import Inference
from ...inference.program import Program
from .amounts import amounts
from .domain import Cell
from .found import Found, Part, Verdict
from .ground import After, Ground
from .judge import Judge
from .margins import Margins
from .pairs import pairs
from .ranges import Ranges
from .tries import Try, further

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
        self.ranges = Ranges(self.ground, self.judge.bases, self.judge.facts, self.judge.limits)
        self.margins = None if leader is None else Margins(self.judge, leader, inference.fired)
        self.found: list[Found] = []
        self._valued = tuple(sorted(self.judge.valued))
        self._unsized: dict[Any, tuple[bool, Verdict | None]] = {}

    def run(self) -> list[Found]:
        """Return every smallest set of at most two edits."""
        tries = {name: list(self._singles(name)) for name in self.program.base.attributes}
        numbers = amounts(self)
        together = [found for pair in numbers.values() for found in pair.found(tries)]
        self.found += pairs(self, tries, numbers.keys())
        self.found += together
        return self.found

    # --- one edit ---

    def _singles(self, name: str) -> Iterable[Try]:
        hits: dict[Verdict, list[Cell]] = {}
        for cell in self.ranges.cells(name, self.ground.known):
            if cell.span is None and cell.value == self.ground.situation.values.get(name):
                continue  # what was derived may be said as well: it stays when what it was derived from changes
            after = self.ground.tried(name, cell.value)
            touches = self.judge.touches((name,), after.fired ^ self.ground.fired)
            concerned = touches or not self.judge.uses.isdisjoint(after.changed)
            void, verdict = self.verdict(after, concerned, sizes=True)
            if verdict is not None:
                hits.setdefault(verdict, []).append(cell)
            else:
                yield self._try(name, cell, after, void, touches)
        for verdict, group in hits.items():
            self.found.append(Found((Part(name, tuple(group)),), verdict))

    def _try(self, name: str, cell: Cell, after: After, void: bool, touches: int) -> Try:
        fired = after.fired
        more = further(self.ground, name, cell.value, after.known)
        push = self.margins.push(fired) if self.margins is not None and not void else None
        works = void or bool(touches) or fired != self.ground.fired
        remedies = self.judge.remedies(fired) if void else None
        return Try(name, cell, after.known, fired, after.changed, remedies, more, works, touches, push)

    def verdict(
        self, after: After, touches: int | bool, sizes: bool, first: str | None = None
    ) -> tuple[bool, Verdict | None]:
        """Return whether nobody would answer so, and what changes (None: nothing). Without `touches` no decision can come out
        otherwise; `sizes` tells whether another size of machine counts; `first` may be known already."""
        if touches == -1 and not sizes and first is None:  # numbers that only size a machine make no difference then
            key = (after.fired, self.judge.uses.intersection(after.changed), *map(after.known.get, self._valued))
            if key not in self._unsized:
                self._unsized[key] = self._verdict(after, touches, sizes, first)
            return self._unsized[key]
        return self._verdict(after, touches, sizes, first)

    def _verdict(
        self, after: After, touches: int | bool, sizes: bool, first: str | None
    ) -> tuple[bool, Verdict | None]:
        first = first or self.judge.first(after.fired)
        if first is None:
            return True, None
        if self.target is not None:
            return False, ((first, ()) if first == self.target else None)
        if first != self.leader:
            return False, (first, ())
        if not touches:
            return False, None
        flips = self.judge.flips(self.judge.decide(after.known, after.fired, after.changed), sizes, after.changed)
        return False, ((None, flips) if flips else None)
