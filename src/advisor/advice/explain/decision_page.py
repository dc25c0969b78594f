"""A part of the set-up told: what it may come to, and by which rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from ...knowledge.base import KnowledgeBase
from ...knowledge.keys import LEVEL_NAMES
from ...knowledge.model import Decision, Rule

__all__ = ["DecisionPage", "RuleLine", "decision_page"]

SCHEMA = "advisor/decision/1"


class RuleLine(Struct, frozen=True):
    """A rule for a decision: its id, its level (empty when it limits instead of choosing) and its reason."""

    rule: str
    level: str
    because: str

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"rule": self.rule, "level": self.level, "because": self.because}


class DecisionPage(Struct, frozen=True):
    """One part of the set-up. `kind` is value, instance or map; `rules` are those that choose or limit it, the strongest first."""

    name: str
    title: str
    kind: str
    candidate_kinds: tuple[str, ...]
    headline: bool
    values: tuple[str, ...]
    fields: tuple[str, ...]
    rules: tuple[RuleLine, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, schema `advisor/decision/1`."""
        return {
            "schema": SCHEMA,
            "name": self.name,
            "title": self.title,
            "kind": self.kind,
            "candidate_kinds": list(self.candidate_kinds),
            "headline": self.headline,
            "values": list(self.values),
            "fields": list(self.fields),
            "rules": [line.to_dict() for line in self.rules],
        }


def decision_page(base: KnowledgeBase, decision: Decision) -> DecisionPage:
    """Return what is known about a part of the set-up."""
    return DecisionPage(
        name=decision.id,
        title=decision.title,
        kind=decision.kind,
        candidate_kinds=decision.kinds,
        headline=decision.headline,
        values=decision.values,
        fields=decision.fields,
        rules=tuple(_lines(base, decision.id)),
    )


def _lines(base: KnowledgeBase, name: str) -> Iterable[RuleLine]:
    about = [
        rule
        for rule in base.rules.values()
        if rule.effect in ("choose", "exclude") and rule.payload["decision"] == name
    ]

    def place(rule: Rule) -> tuple[bool, int]:
        return rule.effect == "choose", -rule.level  # limits come first: nothing beats them

    for rule in sorted(about, key=place):
        yield RuleLine(rule.id, LEVEL_NAMES[rule.level] if rule.effect == "choose" else "", rule.because)
