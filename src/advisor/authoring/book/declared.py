"""The pages of what rules talk about: attributes and decisions."""

from __future__ import annotations

from collections.abc import Iterable

from ...advice.explain.wording import value_text
from ...knowledge.keys import LEVEL_NAMES
from ...knowledge.model import Attribute, Decision
from .markdown import bullets, escaped, heading, link, table
from .volume import Told, Volume

__all__ = ["attribute_page", "decision_page"]


def attribute_page(volume: Volume, attribute: Attribute) -> Iterable[str]:
    """Yield the lines of an attribute's page."""
    yield from heading(attribute.name, 1)
    yield f"**{escaped(attribute.ask)}**"
    yield ""
    if attribute.help:
        yield escaped(attribute.help)
        yield ""
    yield from bullets(_domain(attribute))
    rows = [
        (escaped(value), escaped(attribute.labels.get(value, "")), ", ".join(_words(attribute, value)))
        for value in attribute.values
    ]
    yield from table(("Value", "Meaning", "Other words"), rows)
    derived = [told for told in volume.with_effect("derive") if told.rule.payload[0] == attribute.name]
    yield from _rules(volume, "Derived by", derived)
    uses = [told for told in volume.told if any(attribute.name in row for row in told.clause.rows)]
    yield from _rules(volume, "Looked at by", uses)
    quantities = [name for name, one in volume.base.quantities.items() if attribute.name in one.attributes]
    if quantities:
        yield f"Used to compute: {escaped(', '.join(quantities))}."
        yield ""
    yield link("All pages", "../index.md")


def _words(attribute: Attribute, value: str) -> list[str]:
    return [escaped(word) for word, meant in attribute.words.items() if value in meant]


def _domain(attribute: Attribute) -> Iterable[str]:
    yield {
        "choice": "One of the values below",
        "boolean": "True or false",
        "integer": "A whole number",
        "number": "A number",
    }[attribute.type]
    if attribute.unit:
        yield f"In {escaped(attribute.unit)}"
    if attribute.low is not None:
        yield f"{'Above' if attribute.low_open else 'At least'} {value_text(attribute.low)}"
    if attribute.high is not None:
        yield f"At most {value_text(attribute.high)}"
    if attribute.demand:
        yield "A wish or a limit that most people do not have, so it is asked last"
    if attribute.negotiable:
        yield "For the person to decide, unlike what the data is or what the goal asks for"


def decision_page(volume: Volume, decision: Decision) -> Iterable[str]:
    """Yield the lines of a decision's page."""
    yield from heading(decision.title, 1)
    yield f"Part of the set-up, written `{decision.id}`, of: {' and '.join(f'{kind}s' for kind in decision.kinds)}."
    yield ""
    facts = []
    if decision.headline:
        facts.append("Questions are asked until it is settled")
    if decision.occasional:
        facts.append("Concerns some situations only")
    if decision.values:
        facts.append(f"Values: {escaped(', '.join(decision.values))}")
    if decision.fields:
        facts.append(f"Beside the value: {escaped(', '.join(decision.fields))}")
    yield from bullets(facts)
    chosen = [told for told in volume.with_effect("choose") if told.rule.payload["decision"] == decision.id]
    for level in sorted({told.rule.level for told in chosen}, reverse=True):
        at_level = [told for told in chosen if told.rule.level == level]
        yield from _rules(volume, f"Chosen, level {LEVEL_NAMES[level]}", at_level)
    limits = [told for told in volume.with_effect("exclude") if told.rule.payload["decision"] == decision.id]
    yield from _rules(volume, "Limited", limits)
    yield from _rules(volume, "Looked at by", [told for told in volume.told if decision.id in told.rule.given])
    yield link("All pages", "../index.md")


def _rules(volume: Volume, title: str, found: Iterable[Told]) -> Iterable[str]:
    pages = {told.rule.id: told.page for told in found}
    rows = [(volume.rule(name), escaped(page.does), escaped(page.because)) for name, page in sorted(pages.items())]
    if rows:
        yield from heading(title)
        yield from table(("Rule", "What", "Because"), rows)
