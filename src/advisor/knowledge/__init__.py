"""From YAML to typed, frozen records. Knows no engine and no SageMaker."""

from .base import KnowledgeBase
from .model import Attribute, Candidate, Clause, Decision, Instance, Ladder, Mode, Quantity, Row, Rule, Source, Table

__all__ = [
    "Attribute",
    "Candidate",
    "Clause",
    "Decision",
    "Instance",
    "KnowledgeBase",
    "Ladder",
    "Mode",
    "Quantity",
    "Row",
    "Rule",
    "Source",
    "Table",
]
