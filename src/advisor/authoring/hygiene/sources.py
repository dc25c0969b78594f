"""Sources: are they dated, still to be trusted, and named so that a person knows what they are?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from ...knowledge.tree import Node
from ..lint.subject import Subject, children
from .matter import Matter, about

__all__ = ["check_sources", "day"]


def day(text: str) -> date | None:
    """Return an ISO date, or None when the text is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def check_sources(subject: Subject, as_of: date) -> Iterator[Matter]:
    """Find sources past review on this day, undated ones, and titles that only repeat the address."""
    cited = _citations(subject)
    for node in subject.items["source"]:
        source = subject.base.sources[str(node.value["source"].value)]
        read, review_by = day(source.read), day(source.review_by)
        uses = cited[source.id]
        times = f"cited {uses} time{'' if uses == 1 else 's'}"
        if read is None or review_by is None:
            missing = "read" if read is None else "review_by"
            yield about(node, "undated", source.id, f"no date in `{missing}`, {times}")
        elif review_by <= read:
            yield about(node, "undated", source.id, f"read {source.read}, review by {source.review_by}: that cannot be")
        elif review_by < as_of:
            yield about(node, "past-review", source.id, f"due {source.review_by}, read {source.read}, {times}")
        if _bare(source.title, source.url):
            yield about(node, "bare-title", source.id, f"{source.title!r} of {source.url}")


def _citations(subject: Subject) -> Counter[str]:
    found: Counter[str] = Counter()
    for nodes in subject.items.values():
        for top in nodes:
            for node in children(top):
                found.update(_listed(node))
    return found


def _listed(node: Node) -> list[str]:
    listed = node.value.get("sources") if isinstance(node.value, dict) else None
    return [str(entry.value) for entry in listed.value] if listed is not None and isinstance(listed.value, list) else []


def _bare(title: str, url: str) -> bool:
    """True when every word of the title stands in the address: nobody has said what it is."""
    words = re.findall(r"[a-z0-9]+", title.lower())
    parts = re.findall(r"[a-z0-9]+", url.lower())
    if not words or title != title.lower():
        return False
    return set(words[:-1]) <= set(parts) and any(part.startswith(words[-1]) for part in parts)
