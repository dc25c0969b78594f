"""Everything there is to say about one rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..advice.explain.rule_words import given_text, rows_text
from ..errors import Diagnostic, SituationError, nearest
from ..knowledge.base import KnowledgeBase
from ..knowledge.model import STRENGTHS, Clause, Rule, Source
from . import phrases
from .reference import Reference, firing, references
from .rivals import Rival, rivals
from .selection import clauses_of
from .written import Written, find_written

__all__ = ["Portrait", "Reach", "portray"]

SCHEMA = "advisor/rule/1"
_STRENGTH_NAMES = {points: word for word, points in STRENGTHS.items()}


class Reach(Struct, frozen=True):
    """Which candidates a rule concerns (None: all), and in which situations, in words. `strengths` is for favor and avoid."""

    when: str
    candidates: tuple[str, ...] | None
    strengths: Mapping[str, str] = {}


class Portrait(Struct, frozen=True):
    """One rule: as written, in words, with what it reaches, what it competes with and where it fires."""

    rule: Rule
    written: Written | None
    when: str
    selects: str
    given: str
    concludes: str
    reaches: tuple[Reach, ...]
    rivals: tuple[Rival, ...]
    sources: tuple[Source, ...]
    fires_in: tuple[Reference, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, schema `advisor/rule/1`."""
        rule = self.rule
        return {
            "schema": SCHEMA,
            "id": rule.id,
            "pack": rule.pack,
            "file": rule.file,
            "line": rule.line,
            "text": self.written.text if self.written is not None else None,
            "when": self.when,
            "for": self.selects,
            "given": self.given,
            "concludes": self.concludes,
            "because": rule.because,
            "finding": rule.finding,
            "basis": rule.basis,
            "sources": [{"id": source.id, "title": source.title, "url": source.url} for source in self.sources],
            "reaches": [
                {
                    "when": reach.when,
                    "candidates": None if reach.candidates is None else list(reach.candidates),
                    "strengths": dict(reach.strengths),
                }
                for reach in self.reaches
            ],
            "competes_with": [{"rule": rival.rule, "how": rival.how} for rival in self.rivals],
            "fires_in": [{"example": one.id, "file": one.file, "line": one.line} for one in self.fires_in],
        }


def portray(base: KnowledgeBase, name: str, folders: Sequence[Path]) -> Portrait:
    """Return everything about one rule.

    Args:
        base: the knowledge.
        name: the rule's id.
        folders: where the knowledge was read from, for the text and the examples.

    Raises:
        SituationError: there is no such rule (any more).

    """
    rule = base.rules.get(name)
    if rule is None:
        raise SituationError([_missing(base, name)])
    written = find_written(rule, folders)
    entry = written.entry if written is not None else {}
    clauses = clauses_of(base).get(name, [])
    lists = {key for card in base.candidates.values() for key, fact in card.facts.items() if isinstance(fact, list)}
    return Portrait(
        rule=rule,
        written=written,
        when=phrases.condition(entry.get("when")),
        selects=phrases.selector(entry["for"], lists) if "for" in entry else "",
        given=given_text(base, rule),
        concludes=phrases.effect(rule),
        reaches=tuple(_reach(base, rule, clause, len(clauses) > 1) for clause in clauses),
        rivals=tuple(rivals(base, rule)),
        sources=tuple(base.sources[source] for source in rule.sources),
        fires_in=tuple(_own_first(rule, firing(base, references(folders))[name], folders)),
    )


def _own_first(rule: Rule, fires_in: list[Reference], folders: Sequence[Path]) -> list[Reference]:
    """Return the examples of the rule's own pack before those of the others."""
    own = next((f"{folder}/" for folder in folders[1:] if rule.file.startswith(f"{folder}/")), f"{folders[0].name}/")
    return sorted(fires_in, key=lambda one: not one.file.startswith(own))


def _missing(base: KnowledgeBase, name: str) -> Diagnostic:
    gone = base.replaced.get(name)
    if gone is not None:
        what = f"replaced by {gone.by!r}" if gone.by else "switched off"
        return Diagnostic("replaced-rule", f"rule {name!r} is {what} in pack {gone.pack}", hint=gone.because)
    return Diagnostic("unknown-rule", f"unknown rule {name[:80]!r}", hint=nearest(name, base.rules))


def _reach(base: KnowledgeBase, rule: Rule, clause: Clause, several: bool) -> Reach:
    """Return what one clause reaches. A selector that depends on the situation gives several."""
    when = rows_text(base, clause.rows) or "always"
    if clause.targets is None:
        return Reach(when if several else "", None)
    names = tuple(name for name in base.candidates if name in clause.targets)
    weighed = rule.effect in ("favor", "avoid")
    strengths = {name: _STRENGTH_NAMES[clause.targets[name]] for name in names} if weighed else {}
    return Reach(when if several else "", names, strengths)
