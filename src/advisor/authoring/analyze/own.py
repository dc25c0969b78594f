"""What of an analysis concerns some packs, and not the knowledge that they stand on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ...advice.answer.recommend import advise
from ...errors import SituationError
from ...knowledge.base import KnowledgeBase
from ...situation import read_situation
from .findings import Finding
from .report import Report

__all__ = ["of_packs"]


def of_packs(report: Report, base: KnowledgeBase, below: KnowledgeBase, packs: Collection[str]) -> Report:
    """Return the findings about rules of these packs, and about situations that the knowledge below answers otherwise.

    Args:
        report: the analysis of all of it.
        base: what was analyzed.
        below: what the packs stand on.
        packs: the names of the packs.

    """
    return Report(tuple(finding for finding in report.found if _concerns(finding, base, below, packs)))


def _concerns(finding: Finding, base: KnowledgeBase, below: KnowledgeBase, packs: Collection[str]) -> bool:
    rules = [base.rules[name] for name in finding.rules if name in base.rules]
    if rules or finding.situation is None:
        return any(rule.pack in packs for rule in rules)
    return _answer(base, finding.situation) != _answer(below, finding.situation)


def _answer(base: KnowledgeBase, given: Mapping[str, Any]) -> list[object]:
    """Return who comes first, with which score and beside whom; or that the situation is not even understood."""
    try:
        answer = advise(base, read_situation(given, base.attributes), 1, engine=False, ask=False)
    except SituationError:
        return ["refused"]
    return [(one.id, one.score, one.tied_with) for one in answer.recommendations]
