"""JSON that people can read and compare: short parts stand on one line, long ones are broken up."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["laid_out"]

_WIDTH = 140


def laid_out(value: Any, indent: int = 0) -> str:
    """Return the text of a JSON value whose first line starts at an indent."""
    plain = json.dumps(value, ensure_ascii=False)
    if len(plain) + indent <= _WIDTH or not isinstance(value, (dict, list)):
        return plain
    inside = " " * (indent + 1)
    if isinstance(value, dict):
        parts = (f"{json.dumps(key, ensure_ascii=False)}: {laid_out(part, indent + 1)}" for key, part in value.items())
        opening, closing = "{", "}"
    else:
        parts = (laid_out(part, indent + 1) for part in value)
        opening, closing = "[", "]"
    return f"{opening}\n{inside}" + f",\n{inside}".join(parts) + f"\n{' ' * indent}{closing}"
