"""Situations in which a candidate comes first, near a given one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...advice.answer.ranking import rank, score_of
from ...inference.inference import infer
from ...situation import Situation
from .space import Space, TooManyError

__all__ = ["Leading"]

_MOST_TRIED = 60


class Leading:
    """Extends situations so that a candidate comes first. What is found is checked; not finding one proves nothing."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.program = space.program
        self._best: dict[str, list[dict[str, Any]]] = {}

    def leader(self, given: Mapping[str, Any]) -> str | None:
        """Return who comes first in a situation (None: nobody, or the situation is impossible)."""
        inference = infer(self.program, Situation(given), scores_only=True)
        return None if inference.impossible else rank(self.program.base, inference).leader

    def extend(self, name: str, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return a situation that holds all of `given`, with the same derived values, in which a candidate comes first."""
        return next(self.every(name, given), None)

    def every(self, name: str, given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield all such situations that are found, the shortest and clearest first."""
        known = infer(self.program, Situation(given)).known
        for extra in ({}, *self._ways(name)):
            if any(key in given and given[key] != value for key, value in extra.items()):
                continue
            whole = {**extra, **given}
            if self.leader(whole) != name:
                continue
            then = infer(self.program, Situation(whole)).known
            if all(then.get(key) == value for key, value in known.items()):
                yield {key: whole[key] for key in self.program.base.attributes if key in whole}

    def _ways(self, name: str) -> list[dict[str, Any]]:
        """Return situations in which a candidate has many points, the shortest and best first."""
        found = self._best.get(name)
        if found is None:
            found = self._best[name] = [*self._find(name)]
        return found

    def _find(self, name: str) -> Iterator[dict[str, Any]]:
        rows = self.program.rows_about(name, "favor")
        try:
            states = self.space.reachable(rows, self.program.rows_about(name, "rule_out"))
        except TooManyError:
            states = self._one_by_one(name)
        situations = [given for mask, witness in states.items() if mask and (given := self.space.situation(witness))]
        scored = [(-self._score(name, given), len(given), number) for number, given in enumerate(situations)]
        scored.sort(key=lambda entry: (entry[0] + entry[1], entry))
        yield from (situations[number] for _, _, number in scored[:_MOST_TRIED])

    def _one_by_one(self, name: str) -> dict[int, Any]:
        """Return the situations of single rules, and of pairs of them, where all together are too many."""
        found: dict[int, Any] = {}
        out = self.program.rows_about(name, "rule_out")
        for number in self.program.index.clauses(self.program.rows_about(name, "favor")):
            rows = self.program.index.rows_of[number]
            found.update(self.space.reachable(rows, out, self.space.names_in(rows)))
        return found

    def _score(self, name: str, given: Mapping[str, Any]) -> int:
        inference = infer(self.program, Situation(given), scores_only=True)
        own = score_of(inference.merits.get(name, {}))
        rivals = [
            score_of(merits)
            for other, merits in inference.merits.items()
            if other != name and other not in inference.ruled_out
        ]
        return own - max(rivals, default=0)
