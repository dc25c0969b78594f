"""What an analysis finds: records, each with a situation that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Rule

__all__ = ["CODES", "Finding", "about"]

CODES: dict[str, str] = {
    "nothing-left": "a situation in which every candidate is ruled out",
    "nothing-favored": "a situation, with every question answered but the demands, in which nothing speaks for any candidate",
    "no-value": "a decision of the first place for which every value is excluded",
    "disagreement": "choices of one level that give different values, so that only their names decide",
    "derive-contradiction": "derivations that give one attribute different values, so that it stays unknown",
    "favor-ruled-out": "a rule that favors a candidate only where it is ruled out",
    "dead-rule": "a rule that cannot fire in any possible situation",
    "always-true": "a choice above level default that holds for everything, always",
    "no-effect": "a rule without which nothing would change anywhere",
    "tie": "equal points at first place",
}


class Finding(Struct, frozen=True):
    """One thing that was found. `severity` is `finding`, or `information` for what is intended or cannot be helped.

    `subject` names what it is about besides rules: candidates, a decision, an attribute. `situation` holds the answers that
    show it (None: it is about every situation, or none). `exact` is False where not all situations could be looked at.
    """

    code: str
    severity: str
    message: str
    rules: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    situation: Mapping[str, Any] | None = None
    exact: bool = True
    subject: tuple[str, ...] = ()


def about(
    base: KnowledgeBase,
    code: str,
    message: str,
    rules: Iterable[str | Rule],
    situation: Mapping[str, Any] | None = None,
    severity: str = "finding",
    exact: bool = True,
    subject: str | tuple[str, ...] = (),
) -> Finding:
    """Return a finding placed at the first of the rules it is about."""
    names = tuple(dict.fromkeys(rule if isinstance(rule, str) else rule.id for rule in rules))
    first = base.rules.get(names[0]) if names else None
    return Finding(
        code,
        severity,
        message,
        names,
        first.file if first is not None else "",
        first.line if first is not None else 0,
        situation,
        exact,
        (subject,) if isinstance(subject, str) else subject,
    )
