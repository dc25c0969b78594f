"""The statements of the notes: what they said, what is true, and where the knowledge carries it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Source, Statement
from .rule_words import effect_text

__all__ = ["Carrier", "StatementPage", "find_statement", "statement_page", "statements_document", "statements_naming"]

SCHEMA = "advisor/note/1"
LIST_SCHEMA = "advisor/notes/1"
_SHORTEST = 3


class Carrier(Struct, frozen=True):
    """What carries a statement. `kind` is rule, card, decision or attribute; `text` is what it says."""

    kind: str
    id: str
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"kind": self.kind, "id": self.id, "text": self.text}


class StatementPage(Struct, frozen=True):
    """One statement with everything that carries it and its sources."""

    id: str
    says: str
    verdict: str
    instead: str
    carried_by: tuple[Carrier, ...]
    sources: tuple[Source, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, schema `advisor/note/1`."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "says": self.says,
            "verdict": self.verdict,
            "instead": self.instead,
            "carried_by": [carrier.to_dict() for carrier in self.carried_by],
            "sources": [{"id": source.id, "url": source.url} for source in self.sources],
        }


def find_statement(base: KnowledgeBase, name: str) -> Statement | None:
    """Return the statement of that id, in any case."""
    return base.statements.get(name.strip().upper())


def statements_naming(base: KnowledgeBase, word: str) -> list[Statement]:
    """Return the statements in which a word of at least three letters occurs, or what is true instead of them."""
    wanted = word.strip().lower()
    if len(wanted) < _SHORTEST:
        return []
    return [one for one in base.statements.values() if wanted in f"{one.says} {one.instead}".lower()]


def statement_page(base: KnowledgeBase, statement: Statement) -> StatementPage:
    """Return a statement with the texts of what carries it."""
    return StatementPage(
        id=statement.id,
        says=statement.says,
        verdict=statement.verdict,
        instead=statement.instead,
        carried_by=tuple(_carriers(base, statement)),
        sources=tuple(base.sources[source] for source in statement.sources),
    )


def statements_document(base: KnowledgeBase) -> dict[str, Any]:
    """Return all statements in the JSON form, schema `advisor/notes/1`."""
    return {
        "schema": LIST_SCHEMA,
        "notes": [
            {"id": one.id, "says": one.says, "verdict": one.verdict, "instead": one.instead}
            for one in base.statements.values()
        ],
    }


def _carriers(base: KnowledgeBase, statement: Statement) -> Iterable[Carrier]:
    for name in statement.rules:
        yield Carrier("rule", name, _rule_text(base, name))
    for name in statement.cards:
        yield Carrier("card", name, base.candidates[name].summary)
    for name in statement.decisions:
        yield Carrier("decision", name, f"It is decided in the set-up, as {base.decisions[name].title}.")
    for name in statement.attributes:
        yield Carrier("attribute", name, base.attributes[name].ask)


def _rule_text(base: KnowledgeBase, name: str) -> str:
    """Return what an advice says; of other rules the reason, which says what the effect rests on."""
    rule = base.rules[name]
    return effect_text(base, rule) if rule.effect in ("advise", "warn") else rule.because
