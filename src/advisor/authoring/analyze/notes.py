"""Notes: advice and warnings that nobody is ever told.

A note is shown when it fires, is about the first place, and its `given` holds; of known failures only the most important few are.
Whether a situation shows it is decided by what the advisor itself uses, so a note that is found to be shown is shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from ...advice.answer.noted import noted
from ...advice.answer.ranking import rank
from ...advice.answer.setup import SetupMaker
from ...inference.inference import infer
from ...knowledge.model import Clause, Rule
from ...situation import Situation
from .findings import Finding, about
from .leading import Leading
from .space import Space, TooManyError

__all__ = ["note_findings"]

_MOST_SITUATIONS = 12


def note_findings(space: Space, leading: Leading) -> Iterator[Finding]:
    """Yield the notes for which no situation was found that shows them."""
    parts: dict[str, list[Clause]] = {}
    for clause in space.program.clauses:
        if clause.rule.effect in ("advise", "warn"):
            parts.setdefault(clause.rule.id, []).append(clause)
    for name, clauses in parts.items():
        try:
            yield from list(_note(space, leading, space.program.base.rules[name], clauses))
        except TooManyError:
            message = f"rule {name!r}: there are too many situations to tell whether it is told"
            yield about(space.program.base, "no-effect", message, [name], severity="information", exact=False)


def _note(space: Space, leading: Leading, rule: Rule, clauses: list[Clause]) -> Iterator[Finding]:
    if not any(_shows(space, given, rule) for clause in clauses for given in _tries(space, leading, clause)):
        yield from _untold(space, rule, clauses)


def _untold(space: Space, rule: Rule, clauses: list[Clause]) -> Iterator[Finding]:
    """Tell a proof (it never fires for a candidate that is possible) from not having found a situation."""
    base = space.program.base
    if not any(_possible_for(space, clause) for clause in clauses):
        message = f"rule {rule.id!r} is only about candidates that are ruled out where it fires"
        yield about(base, "no-effect", message, [rule])
        return
    message = f"rule {rule.id!r}: no situation was found in which it is told"
    yield about(base, "no-effect", message, [rule], severity="information", exact=False)


def _possible_for(space: Space, clause: Clause) -> bool:
    rows = space.index.rows_of[space.program.number_of[clause.id]]
    if clause.targets is None:
        return any(space.reachable(rows))
    return any(
        any(space.reachable(rows, space.program.rows_about(name, "rule_out"), space.names_in(rows)))
        for name in clause.targets
    )


def _tries(space: Space, leading: Leading, clause: Clause) -> Iterator[dict[str, Any]]:
    """Yield situations in which a note fires and a candidate it is about comes first."""
    rows = space.index.rows_of[space.program.number_of[clause.id]]
    names = list(clause.targets) if clause.targets is not None else []
    if clause.targets is None:
        yield from _situations(space, rows, 0)
        names = list(space.program.base.candidates)
    for name in names:
        out = space.program.rows_about(name, "rule_out")
        for given in itertools.islice(_situations(space, rows, out), _MOST_SITUATIONS):
            yield from leading.every(name, given)


def _situations(space: Space, rows: int, deadly: int) -> Iterator[dict[str, Any]]:
    names = space.names_in(rows)
    apart = {name for name in names if name in space.program.base.attributes}
    try:
        states = space.reachable(rows, deadly, names, tell_apart=apart)
    except TooManyError:
        states = space.reachable(rows, deadly, names)
    for mask, witness in states.items():
        if mask & space.index.everything and (given := space.situation(witness)) is not None:
            yield given


def _shows(space: Space, given: Mapping[str, Any], rule: Rule) -> bool:
    program = space.program
    inference = infer(program, Situation(given))
    if inference.impossible or not any(note.rule.id == rule.id for note in inference.notes):
        return False
    leader = rank(program.base, inference).leader
    maker = SetupMaker(program, inference, program.base.candidates[leader]) if leader is not None else None
    if maker is not None:
        maker.make()
    return any(note.rule.id == rule.id for note in noted(inference.notes, leader, maker))
