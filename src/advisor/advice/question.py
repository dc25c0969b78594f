"""The next question: the open attribute whose answer can change most."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..inference.inference import Inference, infer
from ..inference.program import Program
from ..situation import Situation
from .ranking import Standing, rank
from .records import NextQuestion
from .settled import Outlook
from .setup import SetupMaker

__all__ = ["next_question"]


def next_question(
    program: Program, inference: Inference, standing: Standing, outlook: Outlook, leader: SetupMaker | None
) -> NextQuestion | None:
    """Return the question that is worth most, or None when no answer can change first place or a headline decision."""
    first = [] if outlook.settled else _first_place(outlook)
    headline = _headlines(outlook, leader) if leader is not None else []
    waiting: dict[str, dict[int, None]] = {}
    for number in (*first, *headline):
        for name in _askable(program, inference, outlook.waiting_on(number)):
            waiting.setdefault(name, {})[number] = None
    if not waiting:
        return None
    decisive, touching = set(first), set(headline)
    attributes = program.base.attributes
    # A demand is asked only when nothing else is left to ask.
    demands = all(attributes[name].demand for name in waiting)
    names = [name for name in attributes if name in waiting and attributes[name].demand == demands]
    held = program.index.held(inference.known)

    def value(name: str) -> tuple[float, float, int]:
        return (
            *_worth(program, inference, standing, name, touching, held),
            sum(number in decisive for number in waiting[name]),
        )

    best = max(names, key=value)  # max keeps the first of equals: the order of attributes.yaml
    return _question(program, best, list(waiting[best]), decisive, standing)


def _first_place(outlook: Outlook) -> list[int]:
    """Return the open clauses that can still change the first place."""
    if outlook.leader is None:
        return [
            number
            for number, clause in zip(outlook.open, outlook.clauses, strict=True)
            if clause.rule.effect in ("favor", "rule_out", "derive")
        ]
    threats = set(outlook.threats)
    found = list(outlook.may_rule_out.get(outlook.leader, ()))
    for number, clause in zip(outlook.open, outlook.clauses, strict=True):
        targets = clause.targets or {}
        if (clause.rule.effect == "avoid" and outlook.leader in targets and threats) or (
            clause.rule.effect == "favor" and any(name in targets for name in threats)
        ):
            found.append(number)
    return found


def _headlines(outlook: Outlook, leader: SetupMaker) -> list[int]:
    found: list[int] = []
    for decision in outlook.base.decisions.values():
        if decision.headline and leader.candidate.kind in decision.kinds:
            found += outlook.unsettling(leader, leader.made.get(decision.id), decision)
    return found


def _askable(program: Program, inference: Inference, names: Iterable[str]) -> list[str]:
    """Return the attributes a person can be asked: quantities are asked for by their operands, derived ones not at all."""
    found: dict[str, None] = {}
    for name in sorted(names):
        quantity = program.base.quantities.get(name)
        for attribute in quantity.attributes if quantity is not None else (name,):
            if attribute not in inference.known and attribute not in inference.situation.declined:
                found[attribute] = None
    return list(found)


def _worth(
    program: Program, inference: Inference, standing: Standing, name: str, headline: set[int], held: int
) -> tuple[float, float]:
    """Return the share of answers that change the first place, and the share that touch a headline decision.

    Division rounds correctly, so equal shares of small counts are equal floats, and different ones are not.
    """
    column = program.index.columns.get(name)
    values = _answers(program, name)
    if not values or column is None:
        return 0.0, 0.0
    waiting = held & program.index.unknown_but(inference.known, name) & ~inference.fired
    feeds = _feeds(program, inference, name)
    moved = touched = possible = 0
    seen: dict[int, tuple[bool | None, bool]] = {}  # many values (regions, say) satisfy the same rows
    for value in values:
        rows = column.lookup(value) & waiting
        if rows not in seen or feeds:
            new = program.index.clauses(rows)
            if feeds or any(program.clauses[number].rule.effect == "derive" for number in new):
                moves = _moves_fully(program, inference, standing, name, value)
            else:
                moves = _moves(program, inference, standing, new) if new else False
            seen[rows] = moves, any(number in headline for number in new)
        moves, touches = seen[rows]
        if moves is not None:
            possible += 1
            moved += moves
            touched += touches
    return (moved / possible, touched / possible) if possible else (0.0, 0.0)


def _feeds(program: Program, inference: Inference, name: str) -> bool:
    """True when this answer would also make a quantity known that the ranking depends on."""
    for step in program.steps:
        if not step.derive and step.name in program.scoring_names:
            needs = program.base.quantities[step.name].attributes
            if name in needs and all(need == name or need in inference.known for need in needs):
                return True
    return False


def _moves_fully(program: Program, inference: Inference, standing: Standing, name: str, value: Any) -> bool | None:
    known = {**inference.situation.values, name: value}
    drawn = infer(program, Situation(known, inference.situation.declined), scores_only=True)
    then = rank(program.base, drawn)
    if drawn.impossible or not then.ranked:
        return None
    return then.leader != standing.leader


def _moves(program: Program, inference: Inference, standing: Standing, new: list[int]) -> bool | None:
    """Return whether these clauses, fired in addition, change the first place. None: nobody would give that answer here,
    because it contradicts what is known or leaves nothing to recommend."""
    gains: dict[tuple[str, str, bool], int] = {}
    out: set[str] = set()
    for number in new:
        clause = program.clauses[number]
        effect = clause.rule.effect
        if effect == "impossible":
            return None
        if effect == "rule_out":
            out.update(clause.targets or ())
        elif effect in ("favor", "avoid"):
            for name, strength in (clause.targets or {}).items():
                side = (name, clause.rule.aspect, effect == "favor")
                gains[side] = max(gains.get(side, 0), strength)
    if not gains and not out:
        return False
    first = standing.ranked[0] if standing.ranked else None
    if out.issuperset(standing.scores):
        return None
    if first is None or first in out:
        return True
    return _overtaken(inference, standing, gains, out)


def _overtaken(
    inference: Inference, standing: Standing, gains: dict[tuple[str, str, bool], int], out: set[str]
) -> bool:
    scores = dict(standing.scores)
    positive = set(standing.positive)
    for (name, aspect, favors), strength in gains.items():
        merit = inference.merits.get(name, {}).get(aspect)
        now = 0 if merit is None else (merit.favor if favors else merit.avoid)
        if name in scores and strength > now:
            scores[name] += (strength - now) if favors else (now - strength)
        if favors:
            positive.add(name)
    if standing.leader is None:
        return bool(positive - out)
    first = standing.ranked[0]
    # standing.scores is in the stated order, and max keeps the first of equals
    best = max((name for name in scores if name not in out), key=lambda name: (name in positive, scores[name]))
    return best != first


def _answers(program: Program, name: str) -> list[Any]:
    """Return one answer per value, or per interval between the thresholds of the rules."""
    attribute = program.base.attributes[name]
    if attribute.discrete:
        return list(attribute.domain)
    column = program.index.columns.get(name)
    return column.samples() if column is not None else []


def _question(program: Program, name: str, numbers: list[int], decisive: set[int], standing: Standing) -> NextQuestion:
    attribute = program.base.attributes[name]
    rules = tuple(dict.fromkeys(program.clauses[number].rule.id for number in sorted(numbers)))
    what = "the first place" if any(number in decisive for number in numbers) else "the set-up"
    if standing.leader is None:
        what = "what is recommended"
    count = f"{len(rules)} rule{'s' if len(rules) > 1 else ''}"
    return NextQuestion(
        attribute=name,
        type=attribute.type,
        values=tuple(attribute.values) if attribute.type == "choice" else None,
        ask=attribute.ask,
        because=f"{count} wait{'' if len(rules) > 1 else 's'} on this; the answer can change {what}.",
        waiting_rules=rules,
    )
