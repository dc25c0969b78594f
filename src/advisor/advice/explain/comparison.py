"""Two situations side by side: which facts differ, who is first, and which decisions come out differently, with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Decision
from ...situation import Situation
from ..answer.recommend import advise
from ..answer.records import Decided, Ranked, Recommendation

__all__ = ["SCHEMA", "Comparison", "Difference", "FactChange", "compare"]

SCHEMA = "advisor/what-if/1"


class FactChange(Struct, frozen=True):
    """A fact that differs. `origin` is given (the person's answer) or derived; None stands for unknown."""

    name: str
    before: Any
    after: Any
    origin: str

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"name": self.name, "before": self.before, "after": self.after, "origin": self.origin}


class Difference(Struct, frozen=True):
    """A decision that comes out differently, with the reason on each side (None: no such decision)."""

    decision: str
    title: str
    before: Decided | None
    after: Decided | None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        sides = {"before": self.before, "after": self.after}
        return {
            "decision": self.decision,
            "title": self.title,
            **{
                side: None if made is None else {"value": made.value, "rule": made.rule, "because": made.because}
                for side, made in sides.items()
            },
        }


class Comparison(Struct, frozen=True):
    """What differs between two answers: `before` and `after` are whole recommendations."""

    before: Recommendation
    after: Recommendation
    facts: tuple[FactChange, ...]
    decisions: tuple[Difference, ...]

    @property
    def same_first(self) -> bool:
        """True when the same candidate is first, or none is in both."""
        return _first(self.before) == _first(self.after)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, schema `advisor/what-if/1`."""
        return {
            "schema": SCHEMA,
            "facts": [fact.to_dict() for fact in self.facts],
            "first": {"before": _first(self.before), "after": _first(self.after)},
            "score": {"before": _score(self.before), "after": _score(self.after)},
            "decisions": [difference.to_dict() for difference in self.decisions],
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
        }


def compare(base: KnowledgeBase, before: Situation, after: Situation, top: int | None = None) -> Comparison:
    """Answer two situations and say what differs.

    Args:
        base: the knowledge.
        before: the case as it is.
        after: the case as it might be.
        top: how many candidates to describe on each side (default: all).

    Raises:
        SituationError: the answers of one of them cannot be true together.

    """
    was, now = advise(base, before, top), advise(base, after, top)
    return Comparison(was, now, tuple(_facts(base, was, now)), tuple(_differences(base, was.pick, now.pick)))


def _facts(base: KnowledgeBase, was: Recommendation, now: Recommendation) -> Iterable[FactChange]:
    for name in base.attributes:
        before, after = was.situation.get(name), now.situation.get(name)
        if before != after:
            yield FactChange(name, before, after, "given")
    for name in base.attributes:
        if name in was.situation or name in now.situation:
            continue
        before, after = _derived(was, name), _derived(now, name)
        if before != after:
            yield FactChange(name, before, after, "derived")


def _derived(answer: Recommendation, name: str) -> Any:
    return answer.derived[name].value if name in answer.derived else None


def _differences(base: KnowledgeBase, was: Ranked | None, now: Ranked | None) -> Iterable[Difference]:
    before: Mapping[str, Decided] = was.setup if was is not None else {}
    after: Mapping[str, Decided] = now.setup if now is not None else {}
    for decision in base.decisions.values():
        old, new = before.get(decision.id), after.get(decision.id)
        if (old is None) != (new is None) or (
            old is not None and new is not None and _shown(decision, old) != _shown(decision, new)
        ):
            yield Difference(decision.id, decision.title, old, new)


def _shown(decision: Decision, made: Decided) -> Any:
    """Return what a page gives of a decision, but for the sentences."""
    return made.value, *(made.fields.get(name) for name in ("class", "count", *decision.shown))


def _first(answer: Recommendation) -> str | None:
    return answer.pick.id if answer.pick is not None else None


def _score(answer: Recommendation) -> int | None:
    return answer.pick.score if answer.pick is not None else None
