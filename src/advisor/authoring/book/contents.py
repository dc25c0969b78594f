"""The pages at the top of the book: contents, rules by effect, notes, and sources."""

from __future__ import annotations

from collections.abc import Iterable

from ...knowledge.model import Statement
from .markdown import bullets, escaped, heading, link, slug, table
from .rule import KINDS
from .volume import Volume, cited

__all__ = ["TITLE", "index_page", "notes_page", "rules_page", "sources_page"]

TITLE = "What the advisor knows"


def index_page(volume: Volume) -> Iterable[str]:
    """Yield the lines of the contents."""
    base = volume.base
    yield from heading(TITLE, 1)
    yield escaped(f"Knowledge {' + '.join(base.packs)}, version {base.version}, as of {base.as_of}.")
    yield ""
    notes = [link("Notes", "notes.md")] if base.statements else []
    yield from bullets([link(f"{len(base.rules)} rules", "rules.md"), *notes, link("Sources", "sources.md")])
    for kind, title in (("algorithm", "Algorithms"), ("service", "Managed services")):
        cards = [card for card in base.candidates.values() if card.kind == kind]
        rows = [(link(card.name, f"candidates/{slug(card.id)}.md"), escaped(card.summary)) for card in cards]
        if rows:
            yield from heading(title)
            yield from table(("Name", "What it does"), rows)
    yield from heading("What can be known about a situation")
    attributes = base.attributes.values()
    rows = [(link(one.name, f"attributes/{slug(one.name)}.md"), escaped(one.ask)) for one in attributes]
    yield from table(("Attribute", "Question"), rows)
    yield from heading("The parts of a set-up")
    yield from bullets(link(one.title, f"decisions/{slug(one.id)}.md") for one in base.decisions.values())


def rules_page(volume: Volume) -> Iterable[str]:
    """Yield the lines of the list of all rules, by effect."""
    yield from heading("Rules", 1)
    for effect, title in KINDS.items():
        names = [name for name, rule in volume.base.rules.items() if rule.effect == effect]
        rows = [(link(name, f"rules/{slug(name)}.md"), escaped(volume.base.rules[name].because)) for name in names]
        if rows:
            yield from heading(f"{title} ({len(rows)})")
            yield from table(("Rule", "Because"), rows)
    replaced = [
        (
            escaped(one.rule),
            escaped(one.pack),
            link(one.by, f"rules/{slug(one.by)}.md") if one.by else "",
            escaped(one.because),
        )
        for one in volume.base.replaced.values()
    ]
    if replaced:
        yield from heading(f"Rules that packs have replaced or switched off ({len(replaced)})")
        yield from table(("Rule", "Pack", "In its place", "Because"), replaced)
    yield link("All pages", "index.md")


def notes_page(volume: Volume) -> Iterable[str]:
    """Yield the lines of the notes that the knowledge began with."""
    yield from heading("Notes", 1)
    for statement in volume.base.statements.values():
        yield from heading(statement.id)
        yield f"{escaped(statement.says)} ({statement.verdict})"
        yield ""
        if statement.instead:
            yield f"**Instead:** {escaped(statement.instead)}"
            yield ""
        yield from bullets(_carriers(volume, statement))
    yield link("All pages", "index.md")


def _carriers(volume: Volume, statement: Statement) -> Iterable[str]:
    base = volume.base
    links = [
        *(link(name, f"rules/{slug(name)}.md") for name in statement.rules if name in base.rules),
        *(link(base.candidates[name].name, f"candidates/{slug(name)}.md") for name in statement.cards),
        *(link(base.decisions[name].title, f"decisions/{slug(name)}.md") for name in statement.decisions),
        *(link(name, f"attributes/{slug(name)}.md") for name in statement.attributes),
    ]
    if links:
        yield f"Carried by {', '.join(links)}"
    yield from (cited(base.sources[name]) for name in statement.sources)


def sources_page(volume: Volume) -> Iterable[str]:
    """Yield the lines of the list of sources."""
    yield from heading("Sources", 1)
    rows = [(cited(source), escaped(source.id), escaped(source.review_by)) for source in volume.base.sources.values()]
    yield from table(("Source", "Id", "To be read again by"), rows)
    yield link("All pages", "index.md")
