"""All pages of the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...knowledge.base import KnowledgeBase
from ..reference import Reference
from .candidate import candidate_page
from .contents import index_page, notes_page, rules_page, sources_page
from .declared import attribute_page, decision_page
from .markdown import slug
from .rule import rule_lines
from .volume import volume

__all__ = ["book"]


def book(base: KnowledgeBase, fires_in: Mapping[str, Sequence[Reference]]) -> dict[str, str]:
    """Return the text of every page by its path in the book: the same for the same knowledge.

    Args:
        base: the knowledge.
        fires_in: per rule, the examples in which its condition holds.

    """
    made = volume(base, fires_in)
    pages: dict[str, Iterable[str]] = {
        "index.md": index_page(made),
        "rules.md": rules_page(made),
        "sources.md": sources_page(made),
        **({"notes.md": notes_page(made)} if base.statements else {}),
        **{f"candidates/{slug(name)}.md": candidate_page(made, card) for name, card in base.candidates.items()},
        **{f"rules/{slug(name)}.md": rule_lines(made, name) for name in base.rules},
        **{f"attributes/{slug(name)}.md": attribute_page(made, one) for name, one in base.attributes.items()},
        **{f"decisions/{slug(name)}.md": decision_page(made, one) for name, one in base.decisions.items()},
    }
    return {path: "\n".join(lines).rstrip() + "\n" for path, lines in pages.items()}
