"""What a rule competes with: rules on the same matter that can hold in the same situation, for the same candidate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Clause, Row, Rule
from .selection import clauses_of

__all__ = ["Rival", "rivals"]


class Rival(Struct, frozen=True):
    """Another rule and how the two meet, such as `same aspect: the stronger counts`."""

    rule: str
    how: str


def rivals(base: KnowledgeBase, rule: Rule) -> list[Rival]:
    """Return the rules that a rule competes with, by id."""
    clauses = clauses_of(base)
    own = clauses.get(rule.id, [])
    found = []
    for name, other in base.rules.items():
        how = _meeting(rule, other) if name != rule.id else ""
        if how and any(_meet(one, two) for one in own for two in clauses.get(name, ())):
            found.append(Rival(name, how))
    return found


def _meeting(rule: Rule, other: Rule) -> str:
    """Return what happens when both hold, or an empty text when they are about different matters."""
    pair = {rule.effect, other.effect}
    if pair <= {"favor", "avoid"} and rule.aspect == other.aspect:
        return "the stronger counts" if len(pair) == 1 else f"{other.effect}s in the same aspect"
    if pair == {"derive"} and rule.payload[0] == other.payload[0]:
        same = rule.payload[1] == other.payload[1]
        return "derives the same" if same else "derives another value: together they derive none"
    if not pair <= {"choose", "exclude"} or rule.payload["decision"] != other.payload["decision"]:
        return ""
    if pair == {"exclude"}:
        return "excludes other values of the same decision" if rule.payload != other.payload else "excludes the same"
    if pair == {"choose", "exclude"}:
        return _limit(rule, other)
    return _choice(rule.payload, rule.level, other.payload, other.level)


def _limit(rule: Rule, other: Rule) -> str:
    choice, limit = (rule, other) if rule.effect == "choose" else (other, rule)
    value = choice.payload.get("value")
    if (
        "ladder" not in choice.payload
        and isinstance(value, (str, bool, int, float))
        and value not in limit.payload["values"]
    ):
        return ""
    return "may exclude what this one chooses" if choice is rule else "chooses what this one may exclude"


def _choice(own: Mapping[str, Any], level: int, others: Mapping[str, Any], other_level: int) -> str:
    if "entries" in own:
        shared = [key for key in own["entries"] if key in others.get("entries", {})]
        if not shared:
            return ""
        what = f"{', '.join(shared)}: "
    elif _value(own) == _value(others):
        return "chooses the same"
    elif not _value(own) or not _value(others):
        return "adds to the same choice"
    else:
        what = ""
    if level == other_level:
        return f"{what}same level: the first by id wins"
    return f"{what}{'this one' if level > other_level else 'that one'} wins by its level"


def _value(payload: Mapping[str, Any]) -> str:
    """Return what is chosen, as a text to compare (empty: it only adds fields)."""
    return repr(payload["ladder"]) if "ladder" in payload else repr(payload["value"]) if "value" in payload else ""


def _meet(one: Clause, two: Clause) -> bool:
    """True when some situation satisfies both clauses and some candidate is concerned by both."""
    shares = one.targets is None or two.targets is None or not one.targets.keys().isdisjoint(two.targets)
    return shares and any(_together(a, b) for a in one.rows for b in two.rows)


def _together(a: Row, b: Row) -> bool:
    return not any((cells & b[name]).empty for name, cells in a.items() if name in b)
