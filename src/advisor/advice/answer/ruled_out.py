"""Why candidates are out: which of several reasons says it best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ...inference.inference import Inference
from ...knowledge.model import Clause

__all__ = ["plainest_first"]


def plainest_first(inference: Inference) -> Mapping[str, Sequence[Clause]]:
    """Return what rules each candidate out: first what always holds, then what rules out the most candidates.

    What is left to a narrower reason would then be possible but for that reason.
    """
    reach = Counter(clause.rule.id for clauses in inference.ruled_out.values() for clause in clauses)

    def place(clause: Clause) -> tuple[bool, int]:
        return any(clause.rows), -reach[clause.rule.id]

    return {
        name: sorted(clauses, key=place) if len(clauses) > 1 else clauses
        for name, clauses in inference.ruled_out.items()
    }
