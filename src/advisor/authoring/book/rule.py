"""The page of a rule: when it holds, what it does and why, where it is written, and the examples in which it fires."""

from __future__ import annotations

from collections.abc import Iterable

from ...advice.explain.rule_words import Case
from ...knowledge.keys import LEVEL_NAMES
from .markdown import bullets, code, escaped, heading, link
from .volume import Volume

__all__ = ["KINDS", "rule_lines"]

KINDS = {
    "derive": "Takes something to be so",
    "impossible": "Refuses answers that cannot be true together",
    "favor": "Speaks for candidates",
    "avoid": "Speaks against candidates",
    "rule_out": "Rules candidates out",
    "choose": "Chooses a part of the set-up",
    "exclude": "Limits a part of the set-up",
    "advise": "Gives advice",
    "warn": "Warns",
}
_NAMED = ("derive", "choose", "exclude", "advise", "warn")  # the others say what they are themselves
_MOST_EXAMPLES = 20


def rule_lines(volume: Volume, name: str) -> Iterable[str]:
    """Yield the lines of a rule's page."""
    rule, page = volume.base.rules[name], volume.pages[name]
    yield from heading(name, 1)
    does = escaped(page.does)
    yield f"**{KINDS[rule.effect]}:** {does}" if rule.effect in _NAMED else f"**{does[:1].upper()}{does[1:]}.**"
    yield ""
    yield f"**Because:** {escaped(rule.because)}"
    yield ""
    if rule.finding:
        yield f"**Finding:** {escaped(rule.finding)}"
        yield ""
    yield from heading("When")
    yield from bullets(_case(volume, case) for case in page.cases)
    if page.given:
        yield f"Given that {escaped(page.given)}."
        yield ""
    yield from _failure(volume, name)
    yield from heading("About")
    yield from bullets(_about(volume, name))
    yield from heading("Sources")
    yield from bullets([*volume.sources(rule.sources), *([escaped(page.basis.capitalize())] if page.basis else [])])
    yield from heading("Examples in which it fires")
    yield from _examples(volume, name)
    yield link("All rules", "../rules.md")


def _case(volume: Volume, case: Case) -> str:
    condition = escaped(case.condition) or "Always"
    if case.candidates is None:
        return f"{condition}: for every candidate"
    return f"{condition}: for {', '.join(volume.candidate(name) for name in case.candidates)}"


def _failure(volume: Volume, name: str) -> Iterable[str]:
    page = volume.pages[name]
    if page.symptom:
        yield from heading("What happens")
        yield escaped(page.symptom)
        yield ""
        yield from bullets(code(error) for error in page.errors)


def _about(volume: Volume, name: str) -> Iterable[str]:
    """Yield where the rule is written, and what it looks at."""
    rule, base = volume.base.rules[name], volume.base
    yield f"Written in {code(f'{rule.file}:{rule.line}')}"
    if len(base.packs) > 1:
        yield f"Part of the pack {escaped(rule.pack)}"
    if rule.aspect:
        yield f"Aspect: {escaped(rule.aspect)}"
    if rule.effect == "choose":
        yield f"Level: {LEVEL_NAMES[rule.level]}"
    if rule.effect in ("choose", "exclude"):
        yield f"Part of the set-up: {volume.decision(rule.payload['decision'])}"
    if rule.given:
        yield f"Looks at what was decided before: {', '.join(volume.decision(decision) for decision in rule.given)}"
    names = {key for clause in base.clauses if clause.rule.id == name for row in clause.rows for key in row}
    asked = [attribute for attribute in base.attributes if attribute in names]
    if asked:
        yield f"Looks at: {', '.join(volume.attribute(attribute) for attribute in asked)}"
    if rule.effect == "derive":
        yield f"Sets: {volume.attribute(rule.payload[0])}"
    notes = [statement.id for statement in base.statements.values() if name in statement.rules]
    if notes:
        yield f"Carries the notes: {', '.join(link(note, f'../notes.md#{note.lower()}') for note in notes)}"


def _examples(volume: Volume, name: str) -> Iterable[str]:
    if any(told.rule.id == name and not told.case.condition for told in volume.told):
        yield "All of them: it holds in every situation."
        yield ""
        return
    found = volume.fires_in.get(name, ())
    yield from bullets(f"{escaped(one.id)} ({code(f'{one.file}:{one.line}')})" for one in found[:_MOST_EXAMPLES])
    if len(found) > _MOST_EXAMPLES:
        yield f"And {len(found) - _MOST_EXAMPLES} more."
        yield ""
    if not found:
        yield "None."
        yield ""
