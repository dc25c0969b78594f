"""A conformance kit: situations with what any engine must conclude from them, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec.json

from ...advice.answer.ranking import rank
from ...advice.answer.setup import SetupMaker
from ...errors import SituationError
from ...inference.engine import run_engine
from ...inference.inference import infer
from ...inference.program import Program
from ...knowledge.base import KnowledgeBase
from ...situation import Band, read_situation
from ..reference import Reference

__all__ = ["SCHEMA", "conformance_lines", "kit_situations"]

SCHEMA = "advisor/conformance/1"
_MOST_WHOLE = 160
_HALVED = 3


def kit_situations(base: KnowledgeBase, references: Sequence[Reference]) -> list[Mapping[str, Any]]:
    """Return the situations of the kit: nothing known, examples at even distances, and the first half of every third of those.

    Left out are what no rule engine without bands can take, what the knowledge refuses, and what is there already.
    """
    usable = [given for one in references if (given := _usable(base, one.given)) is not None]
    step = -(-len(usable) // _MOST_WHOLE) or 1
    found: list[Mapping[str, Any]] = [{}]
    for number, given in enumerate(usable[::step]):
        halves = [dict(list(given.items())[: len(given) // 2])] if number % _HALVED == 0 else []
        found += [situation for situation in (given, *halves) if situation not in found]
    return found


def _usable(base: KnowledgeBase, given: Mapping[str, Any]) -> Mapping[str, Any] | None:
    try:
        situation = read_situation(given, base.attributes)
    except SituationError:
        return None
    if any(isinstance(value, Band) for value in situation.values.values()):
        return None
    return None if infer(Program.of(base), situation).impossible else situation.document()


def conformance_lines(base: KnowledgeBase, situations: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield JSON Lines: first a header with the clauses that fire in every situation, then one line per situation.

    A line holds the situation, what is derived, the other fired clauses (sorted), the ranking as [candidate, score] pairs
    (best first, without the ruled out), the ruled-out candidates, and the decisions of the first candidate. They come from
    the experta engine.
    """
    program = Program.of(base)
    always = sorted(program.clauses[number].id for number in program.standing)
    header = {"schema": SCHEMA, "version": base.version, "as_of": base.as_of, "always": always}
    yield msgspec.json.encode(header).decode()
    for situation in situations:
        yield msgspec.json.encode(_line(program, situation)).decode()


def _line(program: Program, values: Mapping[str, Any]) -> dict[str, Any]:
    base = program.base
    situation = read_situation(values, base.attributes)
    inference = run_engine(program, situation)
    standing = rank(base, inference)
    leader = standing.leader
    made = SetupMaker(program, inference, base.candidates[leader]).make() if leader is not None else {}
    return {
        "situation": situation.document(),
        "declined": list(situation.declined),
        "derived": {name: value for name, (value, _) in inference.derived.items()},
        "fired": sorted(program.clauses[number].id for number in inference.numbers if number not in program.standing),
        "ranking": [[name, standing.scores[name]] for name in standing.ranked],
        "ruled_out": [name for name in base.candidates if name in inference.ruled_out],
        "decisions": {name: choice.value for name, choice in made.items()},
    }
