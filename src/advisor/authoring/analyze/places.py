"""Places: situations with nobody left, and situations in which nothing speaks for anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...advice.answer.noted import noted
from ...advice.answer.ranking import rank
from ...inference.inference import infer
from ...situation import Situation
from .findings import Finding, about
from .space import Reduce, Space, TooManyError, Witness

__all__ = ["place_findings"]


def place_findings(space: Space) -> Iterator[Finding]:
    """Yield the gaps."""
    yield from _nothing_left(space)
    yield from _nothing_favored(space)


# --- nobody left ---


def _nothing_left(space: Space) -> Iterator[Finding]:
    """Find the situations that rule everything out: without any demand (findings), and with one (for information).

    A demand is a wish or a limit of a person's own; that nothing can meet it is an answer, not a gap.
    """
    base = space.program.base
    rows = space.program.effect_rows["rule_out"]
    names = space.attributes_in(rows)
    demands = [name for name in names if base.attributes[name].demand]
    plain = names - set(demands)
    found: list[dict[str, Any]] = []
    for allowed in (plain, *(plain | {demand} for demand in sorted(demands))):
        demanded = sorted(allowed - plain)
        try:
            apart = {name for name in plain if base.attributes[name].discrete}
            states = space.reachable(
                rows, names=allowed, reduce=_ruling_out(space, demanded), tell_apart=apart, answered=demanded
            )
        except TooManyError:
            what = f" with an answer to {demanded[0]}" if demanded else ""
            message = f"there are too many situations to tell whether something is always left{what}"
            yield about(base, "nothing-left", message, [], severity="information", exact=False, subject=tuple(demanded))
            continue
        gaps = _gaps(space, states.values(), found)
        if not demanded:
            found = list(gaps)
            yield from (_gap(space, gap) for gap in found if not _is_told(space, gap))
        elif (gap := next(gaps, None)) is not None:
            message = f"with an answer to {demanded[0]} nothing may be left"
            yield about(base, "nothing-left", message, [], gap, "information", subject=tuple(demanded))


def _gaps(space: Space, witnesses: Iterable[Witness], known: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield gaps without the answers they do not need, each once, and none that holds one already known."""
    found = list(known)
    for witness in witnesses:
        given = space.situation(witness)
        if given is not None and not any(_within(gap, given) for gap in found) and _is_gap(space, given):
            least = _least(space, given)
            found.append(least)
            yield least


def _ruling_out(space: Space, demands: Sequence[str]) -> Reduce:
    """Return a reduction that forgets why a candidate is out, and drops what leaves some candidate in.

    With a demand it also drops what leaves the demand without a part in it: nothing is left there without the demand either.
    """
    above = space.first_free_bit
    all_rows = space.program.effect_rows["rule_out"]
    sets = {space.program.rows_about(name, "rule_out") for name in space.program.base.candidates}
    # What rules out a candidate rules out all whose rows hold its own.
    least = [rows for rows in sets if not any(other != rows and other & ~rows == 0 for other in sets)]
    by_candidate = [(rows, 1 << (above + number)) for number, rows in enumerate(sorted(least, key=int.bit_count))]
    demanded = [rows for name in demands if (rows := space.rows_of_only(name)) is not None]
    bits = [(rows & all_rows, 1 << (above + len(least) + number)) for number, rows in enumerate(demanded)]
    kept = ~space.index.everything | ~all_rows

    def reduce(state: int, pending: int) -> int | None:
        for rows, used in bits:
            if state & used:
                continue
            if not state & rows:
                return None
            if state & rows & ~pending:
                state |= used
        needed = 0
        for rows, out in by_candidate:
            if state & out:
                continue
            alive = state & rows
            if not alive:
                return None
            # The rows of several candidates may be the same: a row is kept as long as any of them waits for it.
            if alive & ~pending:
                state |= out
            else:
                needed |= alive
        for rows, used in bits:
            needed |= 0 if state & used else state & rows
        return state & (kept | needed)

    return reduce


def _is_gap(space: Space, given: Mapping[str, Any]) -> bool:
    inference = infer(space.program, Situation(given), scores_only=True)
    return not inference.impossible and len(inference.ruled_out) == len(space.program.base.candidates)


def _is_told(space: Space, given: Mapping[str, Any]) -> bool:
    """Return whether a warning of rank 1 is told there: the gap is known, and says what to do instead."""
    notes = noted(infer(space.program, Situation(given)).notes, None, None)
    return any(
        note.rule.effect == "warn" and note.rule.payload["rank"] == 1 and "symptom" not in note.rule.payload
        for note in notes
    )


def _within(part: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    return all(whole.get(name) == value for name, value in part.items())


def _least(space: Space, given: dict[str, Any]) -> dict[str, Any]:
    """Return a gap without the answers that are not needed for it."""
    for name in reversed(list(given)):
        less = {other: value for other, value in given.items() if other != name}
        if _is_gap(space, less):
            given = less
    return given


def _gap(space: Space, given: dict[str, Any]) -> Finding:
    inference = infer(space.program, Situation(given), scores_only=True)
    rules = dict.fromkeys(clauses[0].rule.id for clauses in inference.ruled_out.values())
    return about(space.program.base, "nothing-left", "every candidate is ruled out", sorted(rules), given)


# --- nothing speaks for anybody ---


def _nothing_favored(space: Space) -> Iterator[Finding]:
    """Find situations in which all that is asked first is answered, candidates are left, and nothing speaks for any."""
    program, base = space.program, space.program.base
    rows = program.rows_with("favor", "rule_out")
    plain = {name for name in space.attributes_in(rows) if not base.attributes[name].demand}
    try:
        states = space.reachable(rows, names=plain, reduce=_favoring(space), answered=plain)
    except TooManyError:
        message = "there are too many situations to tell whether something always speaks for a candidate"
        yield about(base, "nothing-favored", message, [], severity="information", exact=False)
        return
    found: list[dict[str, Any]] = []
    for witness in states.values():
        given = space.situation(witness)
        if given is None or any(_within(gap, given) for gap in found):
            continue
        inference = infer(program, Situation(given), scores_only=True)
        standing = rank(base, inference)
        if not inference.impossible and standing.ranked and standing.leader is None:
            found.append(given)
            yield about(base, "nothing-favored", f"nothing speaks for {standing.ranked[0]} or any other", [], given)
            return


def _favoring(space: Space) -> Reduce:
    """Return a reduction that drops what has somebody in front, and forgets what is out."""
    program = space.program
    above = space.first_free_bit
    sides = [
        (program.rows_about(name, "favor"), program.rows_about(name, "rule_out"), 1 << (above + number))
        for number, name in enumerate(program.base.candidates)
    ]
    all_rows = program.rows_with("favor", "rule_out")

    def reduce(state: int, pending: int) -> int | None:
        needed = 0
        for favors, outs, out in sides:
            if state & out:
                continue
            if state & outs & ~pending or not state & favors:
                state |= out  # ruled out, or nothing can speak for it any more: it cannot come first
                continue
            if state & favors & ~pending and not state & outs:
                return None
            needed |= state & (favors | outs)
        return state & (~all_rows | needed)

    return reduce
