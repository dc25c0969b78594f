"""Conditions and values in the notation of the YAML, for reports to people who write rules."""

from __future__ import annotations

from typing import Any

from ..knowledge.cells import Cells, Span
from ..knowledge.model import Attribute
from ..situation import Band

__all__ = ["written_condition", "written_value"]

_MOST_NAMED = 4


def written_value(value: Any) -> str:
    """Return a value as the YAML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Band):
        return "{" + ", ".join(f"{word}: {end:g}" for word, end in value.document().items()) + "}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def written_condition(name: str, cells: Cells, attribute: Attribute | None) -> str:
    """Return what a condition wants, such as `task: [classification, regression]` or `rows: {at_least: 10}`."""
    if cells.unknown and not cells.values and not cells.spans:
        return f"{name}: {{known: false}}"
    if cells.values is None:
        return f"{name}: {_spans(cells.spans)}"
    if attribute is None or attribute.type == "boolean":
        return f"{name}: {_list(sorted(cells.values, key=str))}"
    accepted = [value for value in attribute.domain if value in cells.values]
    rest = [value for value in attribute.domain if value not in cells.values]
    if not rest:
        return f"{name}: {{known: true}}"
    if len(accepted) > _MOST_NAMED and len(rest) < len(accepted):
        return f"{name}: {{not: {_list(rest)}}}"
    return f"{name}: {_list(accepted)}"


def _list(values: list[Any]) -> str:
    texts = [written_value(value) for value in values]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _spans(spans: tuple[Span, ...]) -> str:
    if all(low is not None and low == high for low, _, high, _ in spans):
        return _list([low for low, _, _, _ in spans])
    return " or ".join(_span(*span) for span in spans)


def _span(low: float | None, low_open: bool, high: float | None, high_open: bool) -> str:
    if low is None and high is None:
        return "{known: true}"
    return written_value(Band(low, low_open, high, high_open))
