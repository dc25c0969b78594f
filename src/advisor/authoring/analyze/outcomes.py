"""What deciding one attribute makes of states, and which states need not be looked at further."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

__all__ = ["Outcomes", "Reduce", "reduced", "undominated"]

# Takes a state and the rows that mention something not yet decided; returns the state it amounts to, or None to drop it.
Reduce = Callable[[int, int], "int | None"]


class Outcomes:
    """What deciding one attribute makes of the rows that mention it, computed once for each set of them.

    `options` and `derivable` are the values that can be answered and derived, each with the rows that it satisfies, and bits
    that tell it apart; `unknown` the rows satisfied while nothing is known (None: it has to be known); `deadly` the rows that
    must not hold.
    """

    def __init__(
        self,
        name: str,
        mentioned: int,
        options: Sequence[tuple[Any, int]],
        derivable: Mapping[Any, int],
        unknown: int | None,
        deadly: int,
    ) -> None:
        self.name = name
        self.mentioned = mentioned
        self._options = options
        self._derivable = derivable
        self._unknown = unknown
        self._deadly = deadly
        self._found: dict[Any, list[tuple[int, Any]]] = {}

    def of(self, rows: int, derived: Any) -> list[tuple[int, Any]]:
        """Return the different outcomes: the bits left, and (attribute, value, whether it is derived), or None if unknown."""
        key = (rows, derived)
        found = self._found.get(key)
        if found is None:
            outcomes: dict[int, Any] = {}
            for satisfied, step in self._steps(derived):
                left = satisfied & (rows | ~self.mentioned)
                if not left & self._deadly:
                    outcomes.setdefault(left, step)
            found = self._found[key] = list(outcomes.items())
        return found

    def _steps(self, derived: Any) -> Iterator[tuple[int, Any]]:
        if derived is not None:
            yield self._derivable[derived], (self.name, derived, True)
        elif self._unknown is not None:
            yield self._unknown, None
        for value, satisfied in self._options:
            yield satisfied, (self.name, value, False)


def undominated(states: dict[int, Any], deadly: int) -> dict[int, Any]:
    """Leave out states that can only reach what others reach too: the same, but for more rows that must not hold."""
    alike: dict[int, list[int]] = {}
    for state in states:
        alike.setdefault(state & ~deadly, []).append(state)
    if len(alike) == len(states):
        return states
    found: dict[int, Any] = {}
    for group in alike.values():
        kept: list[int] = []
        for state in sorted(group, key=int.bit_count) if len(group) > 1 else group:
            if not any(other & ~state == 0 for other in kept):
                kept.append(state)
                found[state] = states[state]
    return found


def reduced(states: Mapping[int, Any], reduce: Reduce, pending: int) -> dict[int, Any]:
    """Return what states amount to, less those that are dropped."""
    found: dict[int, Any] = {}
    for state, witness in states.items():
        reduced = reduce(state, pending)
        if reduced is not None and reduced not in found:
            found[reduced] = witness
    return found
