"""What every page of the book draws on: the knowledge, its rules in words, and the addresses of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from ...advice.explain.rule_words import Case, RulePage, rule_page
from ...knowledge.base import KnowledgeBase
from ...knowledge.model import STRENGTHS, Clause, Rule, Source
from ..reference import Reference
from .markdown import escaped, link, slug

__all__ = ["STRENGTH_NAMES", "Told", "Volume", "volume"]

STRENGTH_NAMES = {points: word for word, points in STRENGTHS.items()}


class Told(Struct, frozen=True):
    """One part of a rule, with what there is to say about it in words."""

    rule: Rule
    clause: Clause
    case: Case
    page: RulePage

    def concerns(self, candidate: str) -> bool:
        """True when the rule is about a candidate."""
        return self.clause.targets is None or candidate in self.clause.targets


class Volume(Struct, frozen=True):
    """The knowledge as the pages see it. `fires_in` gives, per rule, the examples in which its condition holds."""

    base: KnowledgeBase
    told: tuple[Told, ...]
    pages: Mapping[str, RulePage]
    fires_in: Mapping[str, Sequence[Reference]]

    def with_effect(self, *effects: str) -> list[Told]:
        """Return the parts of rules with these effects, by rule."""
        return [told for told in self.told if told.rule.effect in effects]

    # --- links: every page but those at the top lies one folder deep ---

    def rule(self, name: str) -> str:
        """Return a link to a rule."""
        return link(name, f"../rules/{slug(name)}.md")

    def candidate(self, name: str) -> str:
        """Return a link to a candidate, by its name."""
        return link(self.base.candidates[name].name, f"../candidates/{slug(name)}.md")

    def attribute(self, name: str) -> str:
        """Return a link to an attribute."""
        return link(name, f"../attributes/{slug(name)}.md")

    def decision(self, name: str) -> str:
        """Return a link to a decision, by its title."""
        return link(self.base.decisions[name].title, f"../decisions/{slug(name)}.md")

    def sources(self, names: Iterable[str]) -> list[str]:
        """Return one entry per source: its title with its address, and when it was read."""
        return [cited(self.base.sources[name]) for name in names]


def cited(source: Source) -> str:
    """Return a source as an entry of a list."""
    read = f", read {escaped(source.read)}" if source.read else ""
    return f"{link(source.title or source.id, source.url)}{read}"


def volume(base: KnowledgeBase, fires_in: Mapping[str, Sequence[Reference]]) -> Volume:
    """Return the volume of a knowledge base."""
    pages = {name: rule_page(base, name) for name in base.rules}
    seen: dict[str, int] = {}
    told = []
    for clause in base.clauses:
        name = clause.rule.id
        number = seen[name] = seen.get(name, -1) + 1
        told.append(Told(clause.rule, clause, pages[name].cases[number], pages[name]))
    return Volume(base, tuple(told), pages, fires_in)
