"""Why candidates are out: which of several reasons says it best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ...inference.inference import Inference
from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Clause
from .records import RuledOut

__all__ = ["always_out", "plainest_first", "reasons_out"]


def plainest_first(inference: Inference) -> Mapping[str, Sequence[Clause]]:
    """Return what rules each candidate out: first what always holds, then what rules out the most candidates.

    So that what is left to a narrower reason is what comes nearest to being possible.
    """
    reach = Counter(clause.rule.id for clauses in inference.ruled_out.values() for clause in clauses)

    def place(clause: Clause) -> tuple[bool, int]:
        return any(clause.rows), -reach[clause.rule.id]

    return {
        name: sorted(clauses, key=place) if len(clauses) > 1 else clauses
        for name, clauses in inference.ruled_out.items()
    }


def reasons_out(base: KnowledgeBase, ruled_out: Iterable[RuledOut]) -> list[tuple[RuledOut, list[str]]]:
    """Return each reason once, as one of its records and the candidates that are out for it.

    What is out in every situation (a retired service) says nothing about this one and is left out. The fewer candidates a reason
    concerns, the more it says, and the earlier it comes.
    """
    always = {clause.rule.id for clause in _always(base)}
    found: dict[tuple[str, str], tuple[RuledOut, list[str]]] = {}
    for out in ruled_out:
        if out.rule not in always:
            found.setdefault((out.because, out.pack), (out, []))[1].append(out.id)
    return sorted(found.values(), key=lambda entry: len(entry[1]))


def always_out(base: KnowledgeBase) -> frozenset[str]:
    """Return the candidates that are out in every situation, such as retired services; they count nowhere."""
    return frozenset(name for clause in _always(base) for name in clause.targets or ())


def _always(base: KnowledgeBase) -> Sequence[Clause]:
    found: Sequence[Clause] | None = base.cache.get("always_out")
    if found is None:
        found = base.cache["always_out"] = tuple(
            clause for clause in base.clauses if clause.rule.effect == "rule_out" and not any(clause.rows)
        )
    return found
