"""Which advice and warnings are worth saying: those about the recommendation, and of the known failures the few that matter most."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ...knowledge.model import Clause
from .records import Note
from .setup import SetupMaker

__all__ = ["MOST_FAILURES", "foremost", "noted", "title"]

MOST_FAILURES = 5
_WARNINGS, _ADVICE = 3, 2  # as many as a page that is read in ten seconds has room for


def noted(clauses: Iterable[Clause], leader: str | None, maker: SetupMaker | None) -> list[Clause]:
    """Return the advise and warn clauses that concern the leader and the set-up made for it.

    Of known failures at most five are kept: by rank, then the ones made for the fewest candidates and the most exact situation.
    """
    about = [clause for clause in clauses if _concerns(clause, leader, maker)]
    failures = [clause for clause in about if "symptom" in clause.rule.payload]
    kept = {id(clause) for clause in sorted(failures, key=_importance)[:MOST_FAILURES]} if leader is not None else set()
    return [clause for clause in about if "symptom" not in clause.rule.payload or id(clause) in kept]


def _concerns(clause: Clause, leader: str | None, maker: SetupMaker | None) -> bool:
    if clause.targets is not None and leader not in clause.targets:
        return False
    return not clause.rule.given or (maker is not None and maker.given_holds(clause.rule.given))


def _importance(clause: Clause) -> tuple[int, float, int, str]:
    candidates = float("inf") if clause.targets is None else len(clause.targets)
    detail = max((len(row) for row in clause.rows), default=0)
    return (clause.rule.payload["rank"], candidates, -detail, clause.id)


def foremost(warnings: Iterable[Note], advice: Iterable[Note]) -> tuple[list[Note], list[Note]]:
    """Return the warnings and the advice that a short page tells; known failures have a place of their own there."""
    return (
        [note for note in warnings if not note.symptom][:_WARNINGS],
        [note for note in advice if not note.symptom][:_ADVICE],
    )


def title(warnings: Collection[Note], advice: Collection[Note]) -> str:
    """Return the heading over warnings and advice: of the two, what there is."""
    words = [word for word, notes in (("warnings", warnings), ("advice", advice)) if notes]
    return " and ".join(words).capitalize()
