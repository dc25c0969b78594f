"""`advisor explain NAME` for what is not a card: the notes, one statement of them, a rule, or an attribute."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable
from typing import Any

from ..advice.explain.decision_page import DecisionPage, decision_page
from ..advice.explain.rule_words import RulePage, rule_page
from ..advice.explain.statements import (
    StatementPage,
    find_statement,
    statement_page,
    statements_document,
    statements_naming,
)
from ..advice.interview.attribute_page import AttributePage, attribute_page
from ..errors import Diagnostic, SituationError, folded, nearest, printable
from ..knowledge.base import KnowledgeBase
from ..naming import attribute_named
from .output import write, write_json

__all__ = ["NOTES", "explain_name"]

NOTES = "notes"
_WIDTH = 80
_SHOWN_NAMES = 8


def explain_name(base: KnowledgeBase, name: str, as_json: bool) -> int:
    """Show the notes, a statement, a rule, an attribute or a part of the set-up.

    Raises:
        SituationError: nothing has this name.

    """
    statement, attribute = find_statement(base, name), attribute_named(base.attributes, name)
    decision = base.decisions.get(folded(name).replace("-", "_"))
    page: StatementPage | RulePage | AttributePage | DecisionPage
    if name.lower() == NOTES and base.statements:
        _show(statements_document(base), _list(base), as_json)
    elif statement is not None:
        page = statement_page(base, statement)
        _show(page.to_dict(), _statement(page), as_json)
    elif name in base.rules:
        page = rule_page(base, name)
        _show(page.to_dict(), _rule(page), as_json)
    elif attribute is not None:
        page = attribute_page(base, attribute)
        _show(page.to_dict(), _attribute(page), as_json)
    elif decision is not None:
        page = decision_page(base, decision)
        _show(page.to_dict(), _decision(page), as_json)
    else:
        raise SituationError([_unknown(base, name)])
    return 0


def _unknown(base: KnowledgeBase, name: str) -> Diagnostic:
    notes = [*([NOTES] if base.statements else []), *base.statements]
    known = [*base.candidates, *notes, *base.attributes, *base.decisions, *base.rules]
    names = {card.name: card.id for card in base.candidates.values()}
    text = f"unknown candidate {name[:80]!r}, and no note, rule, attribute or part of the set-up has this name"
    hint = nearest(name, known, names)
    naming = [one.id for one in statements_naming(base, name)]
    if naming and not hint.startswith("did you mean"):
        hint = f"named in {', '.join(naming[:_SHOWN_NAMES])}; see: advisor explain {naming[0]}"
    return Diagnostic("unknown-candidate", text, hint=hint)


def _show(document: dict[str, Any], lines: Iterable[str], as_json: bool) -> None:
    if as_json:
        write_json(document)
    else:
        write("\n".join(lines) + "\n")


# --- the notes ---


def _list(base: KnowledgeBase) -> Iterable[str]:
    for statement in base.statements.values():
        start = f"{statement.id}  {statement.verdict:<10}  "
        yield start + textwrap.shorten(printable(statement.says), _WIDTH - len(start), placeholder=" …")
    verdicts = Counter(statement.verdict for statement in base.statements.values())
    yield ""
    yield f"{verdicts.total()} statements: " + ", ".join(f"{word} {count}" for word, count in sorted(verdicts.items()))
    yield f"One of them in full: advisor explain {next(iter(base.statements))}"


def _statement(page: StatementPage) -> Iterable[str]:
    yield f"{page.id}: {page.verdict}"
    yield ""
    yield from _wrap(_sentence(page.says), "The notes say: ")
    if page.instead:
        yield from _wrap(page.instead, "What is true:  " if page.verdict != "holds" else "More exactly:  ")
    yield ""
    yield "Carried by"
    for carrier in page.carried_by:
        yield from _wrap(carrier.text, f"  {carrier.kind} {carrier.id}: ")
    yield from _sources(page.sources)


# --- a rule ---


def _rule(page: RulePage) -> Iterable[str]:
    yield f"{page.id} ({page.effect.replace('_', ' ')})"
    yield ""
    for case in page.cases:
        yield from _wrap(case.condition or "always", "When: ")
        if case.candidates is not None:
            yield from _wrap(_concerned(case.candidates), "For:  ")
    if page.symptom:
        yield from _wrap(page.symptom, "Seen: ")
    for message in page.errors:
        yield from _wrap(message, "  > ")
    if page.given:
        yield from _wrap(page.given, "Given: ")
    yield from _wrap(page.does, "Then: ")
    yield from _wrap(page.because, "Because: ")
    if page.finding:
        yield from _wrap(page.finding, "Finding: ")
    if page.basis:
        yield from _wrap(page.basis, "Basis: ")
    yield f"Written in {page.place}"
    yield from _sources(page.sources)


def _concerned(candidates: tuple[str, ...]) -> str:
    more = len(candidates) - _SHOWN_NAMES
    return ", ".join(candidates[:_SHOWN_NAMES]) + (f" and {more} more" if more > 0 else "")


# --- an attribute ---


def _attribute(page: AttributePage) -> Iterable[str]:
    flag = page.name.replace("_", "-")
    yield f"{page.name} ({page.type})"
    yield from textwrap.wrap(f"{page.ask} {page.help}".rstrip(), _WIDTH, break_on_hyphens=False)
    yield ""
    if page.type == "boolean":
        yield f"--{flag} for yes, --no-{flag} for no."
    else:
        yield from _wrap(f"One of these after --{flag}:" if page.values else f"After --{flag}: {page.expects}", "")
    longest = max((len(line.value) for line in page.values), default=0)
    for line in page.values:
        names = [name for name in line.also if folded(name) not in folded(line.label)]
        also = f"also {', '.join(names)}" if names else ""
        told = "; ".join(text for text in (line.label, also) if text)
        yield from _wrap(told, f"  {line.value:<{longest}}  ") or [f"  {line.value}"]
    if page.elsewhere:
        yield ""
        yield "None of these, but asked for:"
    for one in page.elsewhere:
        yield from _wrap(f"{', '.join(one.names)}: {one.instead}", "  ")
    if page.derived_by:
        yield ""
        yield from _wrap(f"{', '.join(page.derived_by)}.", "Derived, unless you say it, by ")


# --- a part of the set-up ---


def _decision(page: DecisionPage) -> Iterable[str]:
    yield f"{page.name} ({page.title})"
    kinds = " and ".join(f"{kind}s" for kind in page.candidate_kinds)
    asked = ", and asked about until it is settled" if page.headline else ""
    yield from textwrap.wrap(f"A part of the set-up of {kinds}{asked}.", _WIDTH, break_on_hyphens=False)
    if page.values:
        yield ""
        yield from _wrap(f"{', '.join(page.values)}.", "One of ")
    level = None
    for line in page.rules:
        if line.level != level:
            level = line.level
            yield ""
            yield f"Chosen, level {level}" if level else "Limited by"
        yield "  " + textwrap.shorten(
            f"{line.rule}: {line.because}", _WIDTH - 2, placeholder=" …", break_on_hyphens=False
        )


# --- pieces ---


def _sources(sources: Iterable[Any]) -> Iterable[str]:
    listed = list(sources)
    if listed:
        yield "\nSources"
    for source in listed:
        yield f"  {source.url} (read {source.read})"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _wrap(text: str, start: str) -> list[str]:
    return textwrap.wrap(
        printable(text),
        _WIDTH,
        initial_indent=start,
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
