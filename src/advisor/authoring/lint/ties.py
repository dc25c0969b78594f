"""Ties: two choices of one decision at one level that can apply together to one candidate with different values.

Exact: the rows are intersected, and what is refused (`impossible`), ruled out for the candidate, or excluded as a value is
taken away; what is left is a situation in which only the order of the ids would decide.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Any

from ...knowledge.keys import LEVEL_NAMES
from ...knowledge.model import Clause, Row
from .finding import Finding, at
from .pairs import Pairs
from .regions import told
from .subject import Subject

__all__ = ["check_ties"]


def check_ties(subject: Subject) -> Iterator[Finding]:
    """Find the pairs of rules that tie, each once, at the rule that stands later."""
    search = _Search(subject)
    order = {name: number for number, name in enumerate(subject.rule_nodes)}
    pairs = Pairs()
    for rivals in _groups(subject):
        seen: set[tuple[str, str]] = set()
        for a, b in pairs.of(combinations(sorted(rivals, key=lambda clause: order[clause.rule.id]), 2)):
            pair = (a.rule.id, b.rule.id)
            what = _difference(a, b)
            if what is None or pair in seen or a.rule.id == b.rule.id:
                continue
            found = search.together(a, b)
            if found is not None:
                seen.add(pair)
                yield _finding(subject, a, b, what, *found)
        if pairs.left_out:
            node = subject.rule_nodes[rivals[0].rule.id].value["rule"]
            decision = rivals[0].rule.payload["decision"]
            yield at(
                node,
                "not-compared",
                f"{len({rival.rule.id for rival in rivals}):,} choices of {decision} at one level are too many to compare each with each",
            )
            return


def _groups(subject: Subject) -> Iterable[list[Clause]]:
    found: dict[tuple[str, int], list[Clause]] = {}
    for clause in subject.base.clauses:
        if clause.rule.effect == "choose":
            found.setdefault((clause.rule.payload["decision"], clause.rule.level), []).append(clause)
    return found.values()


def _difference(a: Clause, b: Clause) -> tuple[str, Any, Any] | None:
    """Return what the two give different values to (a key, or nothing for the value itself) and both values."""
    mine, theirs = _gives(a.rule.payload), _gives(b.rule.payload)
    if "" in mine and "" in theirs:
        return ("", mine[""], theirs[""]) if _text(mine[""]) != _text(theirs[""]) else None
    if "" in mine or "" in theirs:  # the one decides, the other adds what is missing
        return None
    return next(
        (
            (key, mine[key], theirs[key])
            for key in mine
            if key in theirs and key != "count" and _text(mine[key]) != _text(theirs[key])
        ),
        None,
    )


def _gives(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    if "entries" in payload:
        entries: Mapping[str, Any] = payload["entries"]
        return entries
    if "ladder" in payload:
        return {"": {"ladder": payload["ladder"]}}
    if "value" in payload:
        return {"": payload["value"]}
    fields: Mapping[str, Any] = payload.get("fields", {})
    return fields


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)


class _Search:
    """Looks for a candidate and a situation in which two choices meet."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.base = subject.base
        self.regions = subject.regions
        self.ruled_out = cache(subject.ruled_out)
        self.limits: dict[str, list[Clause]] = {}
        for clause in self.base.clauses:
            if clause.rule.effect == "exclude":
                self.limits.setdefault(clause.rule.payload["decision"], []).append(clause)

    def together(self, a: Clause, b: Clause) -> tuple[str, dict[str, Any]] | None:
        """Return the first candidate and a situation in which both apply with values that are not excluded."""
        given = _both(a.rule.given, b.rule.given)
        if given is None:
            return None
        meets = [row for mine in a.rows for theirs in b.rows if (row := self.regions.meet(mine, theirs)) is not None]
        if not meets:
            return None
        for candidate in self._candidates(a, b):
            taken = [*self.subject.impossible, *self.ruled_out(candidate), *self._excluded(candidate, given, a, b)]
            for row in meets:
                left = self.regions.left(row, taken)
                if left:
                    return candidate, self.regions.example(left[0])
        return None

    def _candidates(self, a: Clause, b: Clause) -> list[str]:
        kinds = self.base.decisions[a.rule.payload["decision"]].kinds
        return [
            name
            for name, card in self.base.candidates.items()
            if card.kind in kinds
            and (a.targets is None or name in a.targets)
            and (b.targets is None or name in b.targets)
        ]

    def _excluded(self, candidate: str, given: Mapping[str, Any], a: Clause, b: Clause) -> Iterator[Row]:
        values = [self._values(a), self._values(b)]
        for limit in self.limits.get(a.rule.payload["decision"], ()):
            concerned = limit.targets is None or candidate in limit.targets
            if concerned and _implied(limit.rule.given, given):
                taken = set(map(str, limit.rule.payload["values"]))
                if any(names and names <= taken for names in values):
                    yield from limit.rows

    def _values(self, clause: Clause) -> set[str]:
        """Return the values a choice can come to: of a ladder, all its steps; none when it is computed."""
        ladder = self.base.ladders.get(clause.rule.payload.get("ladder", ""))
        if ladder is not None:
            return {name for _, name in ladder.steps}
        value = clause.rule.payload.get("value")
        return {str(value)} if isinstance(value, (str, int, float, bool)) else set()


def _both(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what two `given` demand together, or None when no decision can satisfy both."""
    merged: dict[str, Any] = {**a}
    for name, test in b.items():
        mine = merged.get(name)
        if mine is None:
            merged[name] = test
            continue
        wanted = [set(part["in"]) for part in (mine, test) if "in" in part]
        unwanted = {value for part in (mine, test) for value in part.get("not", ())}
        if not wanted:
            merged[name] = {"not": sorted(unwanted, key=str)}
            continue
        kept = set.intersection(*wanted) - unwanted
        if not kept:
            return None
        merged[name] = {"in": sorted(kept, key=str)}
    return merged


def _implied(wanted: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """True when the decisions that `given` allows all satisfy `wanted`."""
    for name, test in wanted.items():
        have = given.get(name, {})
        if "in" in test and not ("in" in have and set(have["in"]) <= set(test["in"])):
            return False
        if "not" in test:
            inside = "in" in have and not set(have["in"]) & set(test["not"])
            if not inside and not ("not" in have and set(test["not"]) <= set(have["not"])):
                return False
    return True


def _finding(
    subject: Subject, a: Clause, b: Clause, what: tuple[str, Any, Any], candidate: str, situation: dict[str, Any]
) -> Finding:
    key, mine, theirs = what
    decision = a.rule.payload["decision"]
    node = subject.rule_nodes[b.rule.id]
    shown = f"{decision}.{key}" if key else decision
    where = f" where {told(situation)}" if situation else " in every situation"
    message = (
        f"rules {a.rule.id!r} and {b.rule.id!r} tie at level {LEVEL_NAMES[a.rule.level]}: "
        f"{shown} of {candidate} is {_short(mine)} or {_short(theirs)}{where}"
    )
    return at(
        node.keys["choose"], "tie", message, "raise the `level` of one, or tell them apart by `when`, `for` or `given`"
    )


def _short(value: Any) -> str:
    if isinstance(value, Mapping) and len(value) == 1:
        ((word, inner),) = value.items()
        if word == "ladder":
            return f"the ladder {inner}"
        if word in ("from", "template"):
            name = inner[-1] if isinstance(inner, (list, tuple)) else inner
            return f"from {name}"
    text = value if isinstance(value, str) else _text(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
