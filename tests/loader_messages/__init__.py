"""Every mistake the loader knows, with exactly what it says about it, by subject."""

from __future__ import annotations

from . import conditions, declarations, rules, selectors, yaml
from .files import FILES
from .knowledge import ATTRIBUTES, CARD, DECISIONS, FIELDS, MACHINES, OTHER, STAIR, Case, rule

__all__ = ["ATTRIBUTES", "CARD", "CASES", "DECISIONS", "FIELDS", "FILES", "MACHINES", "OTHER", "STAIR", "rule"]

CASES: dict[str, Case] = {
    **conditions.CASES,
    **selectors.CASES,
    **rules.CASES,
    **declarations.CASES,
    **yaml.CASES,
}
