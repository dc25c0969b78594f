"""Where the shipped knowledge lies, and which it is. Imports nothing that `--version` does not need."""

from __future__ import annotations

import os
import re

__all__ = ["PACKAGE", "rules_folder", "stamp"]

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def rules_folder() -> str:
    """Return the folder of the shipped rules: inside the wheel, or beside `src/` in a checkout."""
    inside = os.path.join(PACKAGE, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(os.path.dirname(PACKAGE)), "rules")


def stamp() -> tuple[str, str]:
    """Return version and date of the shipped knowledge, without loading it."""
    with open(os.path.join(rules_folder(), "knowledge.yaml"), encoding="utf-8") as file:
        found = dict(re.findall(r"^(version|as_of): *\"?([^\s\"]+)", file.read(), re.MULTILINE))
    return found.get("version", ""), found.get("as_of", "")
