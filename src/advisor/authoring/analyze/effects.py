"""Rules one by one: dead ones, favors in vain, and rules without which nothing would change.

Everything here asks for a situation in which a rule fires and others do not. What is known beyond what the rule itself mentions
can only make more rules fire, so the walk over the rule's own attributes is exact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ...inference.inference import infer
from ...knowledge.model import Clause, Rule
from ...situation import Situation
from .findings import Finding, about
from .space import Space, TooManyError, Witness

__all__ = ["rule_findings"]


def rule_findings(space: Space) -> Iterator[Finding]:
    """Yield what is wrong with single rules: dead, always true, favoring in vain, without effect on scores and derivations."""
    base = space.program.base
    clauses: dict[str, list[Clause]] = {}
    for clause in space.program.clauses:
        clauses.setdefault(clause.rule.id, []).append(clause)
    for name, parts in clauses.items():
        try:
            yield from list(_rule(space, base.rules[name], parts))
        except TooManyError:
            message = f"rule {name!r}: there are too many situations to tell whether it changes anything"
            yield about(base, "no-effect", message, [name], severity="information", exact=False)
    for name in dict.fromkeys([*space.derivations, *(rule.payload[0] for rule in _narrowing_rules(space))]):
        try:
            yield from [*_contradictions(space, name), *_disputed_meanings(space, name)]
        except TooManyError:
            message = f"there are too many situations to tell whether all that derives {name} agrees"
            yield about(base, "derive-contradiction", message, [], severity="information", exact=False, subject=name)


def _rule(space: Space, rule: Rule, parts: list[Clause]) -> Iterator[Finding]:
    if not any(_fires(space, part) for part in parts):
        message = f"rule {rule.id!r} cannot fire: what it needs is impossible together"
        yield about(space.program.base, "dead-rule", message, [rule])
        return
    yield from _always(space, rule, parts)
    if rule.effect in ("favor", "avoid"):
        yield from _merit(space, rule, parts)
    elif rule.effect == "rule_out":
        yield from _rule_out(space, rule, parts)
    elif rule.effect == "derive":
        narrows = any(part.narrows for part in parts)
        yield from (_narrow if narrows else _derive)(space, rule, parts)
    elif rule.effect == "impossible":
        yield from _impossible(space, rule, parts)


def _rows(space: Space, clause: Clause) -> int:
    return space.index.rows_of[space.program.number_of[clause.id]]


def _fires(space: Space, clause: Clause) -> bool:
    rows = _rows(space, clause)
    # A rule that makes situations impossible may well hold only in situations that others refuse too: that is not dead.
    refusing = 0 if clause.rule.effect == "impossible" else space.impossible
    return any(space.reachable(rows, refusing=refusing))


def _always(space: Space, rule: Rule, parts: list[Clause]) -> Iterator[Finding]:
    """Find choices above `default` that hold for every candidate in every situation: they are the default."""
    if rule.effect != "choose" or rule.level == 0 or rule.given or len(parts) > 1:
        return
    payload = rule.payload
    if "entries" in payload or not ("value" in payload or "ladder" in payload):
        return  # entries and fields are added to what others choose
    kinds = space.program.base.decisions[payload["decision"]].kinds
    every = {name for name, card in space.program.base.candidates.items() if card.kind in kinds}
    targets = parts[0].targets
    if any(not row for row in parts[0].rows) and (targets is None or every <= targets.keys()):
        message = f"rule {rule.id!r} holds for every candidate in every situation: its level should be default"
        yield about(space.program.base, "always-true", message, [rule], {})


# --- points and places ---


def _merit(space: Space, rule: Rule, parts: list[Clause]) -> Iterator[Finding]:
    """Find favors (and avoids) of a candidate that is always ruled out, or that a stronger rule always hides."""
    base = space.program.base
    in_vain: dict[str, Witness] = {}
    useful = told = False
    targets = [(part, name, strength) for part in parts for name, strength in (part.targets or {}).items()]
    alive: set[str] = set()
    for part, name, strength in targets:
        rows = _rows(space, part)
        out = space.program.rows_about(name, "rule_out")
        fired = {mask: witness for mask, witness in space.reachable(rows).items() if mask}
        if not fired:
            continue
        if not any(space.reachable(rows, out, space.names_in(rows))):
            in_vain.setdefault(name, next(iter(fired.values())))
            continue
        alive.add(name)
        as_strong, first = _as_strong(space, part, name, strength)
        useful = useful or any(space.reachable(rows, out | as_strong, space.names_in(rows)))
        told = told or any(space.reachable(rows, out | first, space.names_in(rows)))
    vain = {name: witness for name, witness in in_vain.items() if name not in alive}
    if vain and rule.effect == "favor":
        yield from _favored_in_vain(space, rule, vain)
    if not useful and told:
        message = (
            f"rule {rule.id!r} changes only the reason given: rules as strong on the same aspect always fire with it"
        )
        yield about(base, "no-effect", message, [rule], severity="information")
    elif not useful and alive:
        message = f"rule {rule.id!r} never changes a score: rules as strong on the same aspect always fire with it"
        yield about(base, "no-effect", message, [rule])
    elif not useful and rule.effect == "avoid":
        yield about(base, "no-effect", f"rule {rule.id!r} speaks only against what is ruled out already", [rule])


def _favored_in_vain(space: Space, rule: Rule, vain: Mapping[str, Witness]) -> Iterator[Finding]:
    """A candidate that is named is meant; one that a selector finds may well be ruled out for other reasons."""
    named = rule.payload is None
    for name, witness in vain.items():
        message = f"rule {rule.id!r} favors {name} only where {name} is ruled out"
        if not named:
            several = f"{len(vain)} candidates" if len(vain) > 1 else name
            message = f"rule {rule.id!r} selects {several} only where ruled out: {', '.join(sorted(vain))}"
        subject = (name,) if named else tuple(sorted(vain))
        rules: list[str | Rule] = [rule, *_ruling_out(space, name, witness)]
        severity = "finding" if named else "information"
        yield about(
            space.program.base, "favor-ruled-out", message, rules, space.situation(witness), severity, subject=subject
        )
        if not named:
            return


def _as_strong(space: Space, clause: Clause, name: str, strength: int) -> tuple[int, int]:
    """Return the rows of other rules that give a candidate as much on the same side of the same aspect.

    The second value holds those that are told instead: the stronger ones, and of equal ones those that are read first.
    """
    every = first = 0
    own = space.program.number_of[clause.id]
    for number in space.index.clauses(space.program.rows_about(name, clause.rule.effect)):
        other = space.program.clauses[number]
        gives = (other.targets or {}).get(name, 0)
        if other.rule.id != clause.rule.id and other.rule.aspect == clause.rule.aspect and gives >= strength:
            every |= space.index.rows_of[number]
            if gives > strength or number < own:
                first |= space.index.rows_of[number]
    return every, first


def _ruling_out(space: Space, name: str, witness: Witness) -> list[str]:
    given = space.situation(witness)
    if given is None:
        return []
    return [clause.rule.id for clause in infer(space.program, Situation(given)).ruled_out.get(name, ())]


def _rule_out(space: Space, rule: Rule, parts: list[Clause]) -> Iterator[Finding]:
    for part in parts:
        rows = _rows(space, part)
        for name in part.targets or ():
            others = space.program.rows_about(name, "rule_out")
            for clause in parts:
                others &= ~_rows(space, clause)
            if any(space.reachable(rows, others, space.names_in(rows))):
                return
    message = f"rule {rule.id!r} rules out only what other rules rule out too"
    yield about(space.program.base, "no-effect", message, [rule])


# --- derivations and contradictions ---


def _derive(space: Space, rule: Rule, parts: list[Clause]) -> Iterator[Finding]:
    """Find derivations that set an attribute nothing looks at, or that others always set to the same value."""
    name, value = rule.payload
    base = space.program.base
    if name not in space.index.columns and not any(
        name in quantity.attributes for quantity in base.quantities.values()
    ):
        yield about(base, "no-effect", f"rule {rule.id!r} derives {name}, which no rule looks at", [rule])
        return
    same = 0
    for number in space.index.clauses(space.derivations[name]):
        other = space.program.clauses[number].rule
        if other.id != rule.id and other.payload[1] == value:
            same |= space.index.rows_of[number]
    for part in parts:
        rows = _rows(space, part)
        for mask, witness in space.reachable(rows, same, space.names_in(rows)).items():
            if mask and space.known(witness).get(name, value) == value:
                return
    message = f"rule {rule.id!r} derives only what other rules derive too"
    yield about(base, "no-effect", message, [rule])


def _narrow(space: Space, rule: Rule, parts: list[Clause]) -> Iterator[Finding]:
    """Find what changes the meaning of no answer. Rules that disagree leave an answer as it is: so one may hold another back."""
    name, value = rule.payload
    rows, own = _narrowing_rows(space, name), 0
    for part in parts:
        own |= _rows(space, part)
    for mask, witness in space.reachable(rows, tell_apart={name}).items():
        given = space.situation(witness) if mask & own else None
        if given is None:
            continue
        others = {space.program.clauses[number].rule.payload[1] for number in space.index.clauses(mask & rows & ~own)}
        if _agreed(others | {value}, given[name]) != _agreed(others, given[name]):
            return
    message = f"rule {rule.id!r} narrows {name} only where it is {value!r} already, or where other rules decide"
    yield about(space.program.base, "no-effect", message, [rule])


def _agreed(meanings: Collection[Any], answer: Any) -> Any:
    """Return what an answer means to rules that fire together."""
    return next(iter(meanings)) if len(meanings) == 1 else answer


def _impossible(space: Space, rule: Rule, parts: list[Clause]) -> Iterator[Finding]:
    rows = 0
    for part in parts:
        rows |= _rows(space, part)
    others = space.impossible & ~rows
    if not any(space.reachable(rows, refusing=others)):
        message = f"rule {rule.id!r} refuses only what other rules refuse too"
        yield about(space.program.base, "no-effect", message, [rule])


def _contradictions(space: Space, name: str) -> Iterator[Finding]:
    """Find that an attribute which nobody answers is derived with different values in one possible situation."""
    rows = space.derivations.get(name, 0)
    for rules, given in _disputes(space, space.reachable(rows, unanswered={name}) if rows else {}):
        values = " and ".join(repr(rule.payload[1]) for rule in rules.values())
        message = f"rules {_listed(rules)} derive {name} as {values}, so it stays unknown"
        yield about(space.program.base, "derive-contradiction", message, rules, given, subject=name)


def _disputed_meanings(space: Space, name: str) -> Iterator[Finding]:
    """Tell of answers that different rules would narrow differently: they stay as they were given, with a warning."""
    rows = _narrowing_rows(space, name)
    for rules, given in _disputes(space, space.reachable(rows) if rows else {}):
        message = f"rules {_listed(rules)} understand {name} differently, so it stays as it was answered"
        yield about(space.program.base, "derive-contradiction", message, rules, given, "information", subject=name)


def _disputes(space: Space, states: Mapping[int, Witness]) -> Iterator[tuple[dict[str, Rule], dict[str, Any]]]:
    """Yield the rules that disagree, each set of them once, with a situation."""
    told: set[frozenset[str]] = set()
    for mask, witness in states.items():
        rules = _disagreeing(space, mask)
        given = space.situation(witness) if rules and frozenset(rules) not in told else None
        if given is not None:
            told.add(frozenset(rules))
            yield rules, given


def _narrowing_rules(space: Space) -> list[Rule]:
    return [space.program.clauses[number].rule for number in space.program.narrowing]


def _narrowing_rows(space: Space, name: str) -> int:
    """Return the rows of the rules that narrow an answer to an attribute."""
    rows = 0
    for number in space.program.narrowing:
        clause = space.program.clauses[number]
        rows |= _rows(space, clause) if clause.rule.payload[0] == name else 0
    return rows


def _disagreeing(space: Space, mask: int) -> dict[str, Rule]:
    """Return the first of the fired derivations for each value, or nothing when they agree."""
    by_value: dict[str, Rule] = {}
    for number in space.index.clauses(mask & space.index.everything):
        rule = space.program.clauses[number].rule
        by_value.setdefault(str(rule.payload[1]), rule)
    return {rule.id: rule for rule in by_value.values()} if len(by_value) > 1 else {}


def _listed(names: Iterable[str]) -> str:
    *most, last = (repr(name) for name in names)
    return f"{', '.join(most)} and {last}"
