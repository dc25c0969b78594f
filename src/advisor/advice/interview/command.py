"""The command that gives the same answer again."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ...situation import Band, Situation

__all__ = ["reproduce", "rules"]


def reproduce(situation: Situation, file: Path | None = None, packs: Iterable[str] = ()) -> str:
    """Return the `advisor recommend …` line for a situation.

    A number that is known only within bounds has no flag: the line then reads the whole situation from `file`.
    """
    start = ["advisor", "recommend", *rules(packs)]
    if file is not None and any(isinstance(value, Band) for value in situation.values.values()):
        return shlex.join([*start, "--situation", str(file)])
    flags = [word for name, value in situation.values.items() for word in _flag(name, value)]
    unsure = [word for name in situation.declined for word in ("--not-sure", name)]
    return shlex.join([*start, *flags, *unsure])


def rules(packs: Iterable[str]) -> list[str]:
    """Return the options that name packs of rules."""
    return [word for folder in packs for word in ("--rules", folder)]


def _flag(name: str, value: Any) -> Iterable[str]:
    spelled = name.replace("_", "-")
    if isinstance(value, bool):
        return (f"--{spelled}" if value else f"--no-{spelled}",)
    return (f"--{spelled}", str(value))
