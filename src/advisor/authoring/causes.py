"""Which changed rules are behind a different answer: those that decide the matter, and those that derive what they look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..advice.answer.records import Decided
from ..inference.inference import Inference, infer
from ..inference.program import Program
from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Clause
from ..situation import Situation

__all__ = ["Causes", "Side"]

_JUDGING = ("favor", "avoid", "rule_out")


class Side:
    """One version of the knowledge in one situation, with the conclusions drawn."""

    def __init__(self, base: KnowledgeBase, situation: Situation) -> None:
        self.base = base
        program = Program.of(base)
        self.inference: Inference = infer(program, situation)
        self.fired = [base.clauses[number] for number in program.index.clauses(self.inference.fired)]

    def about(self, effects: Iterable[str], candidates: Iterable[str] = (), decision: str = "") -> dict[str, Clause]:
        """Return the fired clauses with these effects that concern one of the candidates, and the decision if there is one."""
        names = set(candidates)
        return {
            clause.id: clause
            for clause in self.fired
            if clause.rule.effect in effects
            and (not decision or clause.rule.payload["decision"] == decision)
            and (not names or clause.targets is None or not names.isdisjoint(clause.targets))
        }


class Causes:
    """Finds the causes of differences between two versions in one situation.

    Args:
        old: the version before.
        new: the version after.
        changed: the rules that were added, removed or changed.

    """

    def __init__(self, old: Side, new: Side, changed: frozenset[str]) -> None:
        self.old = old
        self.new = new
        self.changed = changed
        self._of_decision: dict[str, set[str]] = {}

    def of_first(self, leaders: Iterable[str]) -> list[str]:
        """Return the causes of another first place, given who was first and who is."""
        names = list(leaders)
        return sorted(self._behind(side.about(_JUDGING, names) for side in (self.old, self.new)))

    def of_refusal(self) -> list[str]:
        """Return the causes of answers that can no longer, or only now, be true together."""
        return sorted(self._behind(side.about(("impossible",)) for side in (self.old, self.new)))

    def of_decision(self, name: str, candidate: str, before: Decided | None, after: Decided | None) -> list[str]:
        """Return the causes of another value of a decision. Decisions are to be asked for in their order."""
        sides = []
        for side, own, other in ((self.old, before, after), (self.new, after, before)):
            about = side.about(("choose", "exclude"), (candidate,), name)
            sides.append({key: one for key, one in about.items() if _matters(one, own, other)})
        found = self._behind(sides)
        for clause in (one for side in sides for one in side.values()):
            for parent in clause.rule.given:
                found |= self._of_decision.get(parent, set())
        self._of_decision[name] = found
        return sorted(found)

    def _behind(self, sides: Iterable[Mapping[str, Clause]]) -> set[str]:
        """Return the changed rules among clauses, and those behind the ones that fire on one side only."""
        old, new = sides
        found = {one.rule.id for one in (*old.values(), *new.values()) if one.rule.id in self.changed}
        for name in old.keys() ^ new.keys():
            clause = old[name] if name in old else new[name]
            found |= set(self._feeding(clause, set()))
        return found

    def _feeding(self, clause: Clause, seen: set[str]) -> Iterator[str]:
        """Yield the changed rules that derived, on either side, what a clause looks at."""
        for name in self._attributes(clause):
            for side in (self.old, self.new):
                _, deriving = side.inference.derived.get(name, (None, None))
                if deriving is None or deriving.id in seen:
                    continue
                seen.add(deriving.id)
                if deriving.rule.id in self.changed:
                    yield deriving.rule.id
                yield from self._feeding(deriving, seen)

    def _attributes(self, clause: Clause) -> Iterator[str]:
        for name in dict.fromkeys(name for row in clause.rows for name in row):
            yield name
            for side in (self.old, self.new):
                if name in side.base.quantities:
                    yield from side.base.quantities[name].attributes


def _matters(clause: Clause, own: Decided | None, other: Decided | None) -> bool:
    """True when a clause can be behind the difference: it chose a value, lost, added fields, or excludes what the other side has."""
    payload: Mapping[str, Any] = clause.rule.payload
    if clause.rule.effect == "exclude":
        return other is not None and other.value in payload["values"]
    if own is None or ("value" not in payload and "ladder" not in payload and "entries" not in payload):
        return own is not None
    named = {own.rule, *(loser.rule for loser in own.alternatives)}
    if isinstance(own.value, Mapping):
        named |= {entry["rule"] for entry in own.value.values() if isinstance(entry, Mapping) and "rule" in entry}
    return clause.rule.id in named
