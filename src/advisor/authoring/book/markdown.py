"""Markdown that shows a text as it is, whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["bullets", "code", "escaped", "heading", "link", "slug", "table"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>|&#~!])")
_BEGINS_LIST = re.compile(r"^(\d*)([-+.)])(?=\s|-|$)")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]")


def escaped(text: str) -> str:
    """Return a text on one line in which nothing is markup."""
    shown = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _BEGINS_LIST.sub(r"\1\\\2", shown)


def code(text: str) -> str:
    """Return a text as code, within as many backticks as it takes. Not for cells of a table, which a `|` would end."""
    plain = " ".join(text.split())
    longest = max((len(ticks) for ticks in re.findall("`+", plain)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{plain}{space}{fence}"


def link(text: str, target: str) -> str:
    """Return a link."""
    safe = target.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").replace("|", "%7C")
    return f"[{escaped(text)}](<{safe}>)" if re.search(r"[()\\]", safe) else f"[{escaped(text)}]({safe})"


def slug(name: str) -> str:
    """Return a file name (without ending) that stands for a name only."""
    return _NOT_IN_NAMES.sub(lambda found: f"~{ord(found[0]):x}", name)


def heading(text: str, level: int = 2) -> list[str]:
    """Return the lines of a heading."""
    return ["#" * level + " " + escaped(text), ""]


def bullets(items: Iterable[str]) -> list[str]:
    """Return the lines of a list of Markdown texts; none for an empty list."""
    lines = [f"- {item}" for item in items]
    return [*lines, ""] if lines else []


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table of Markdown texts, each without line ends; none without rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return []
    return [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}", *lines, ""]
