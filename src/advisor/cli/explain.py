"""`advisor explain`: a card, a rule, an attribute, a statement of the notes, or the known failure behind an error message."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import click

from ..errors import Diagnostic, SituationError
from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Candidate
from ..naming import candidate_named
from .command import Command
from .knowledge import load
from .output import write

__all__ = ["command"]

_COUNTED = 10  # entries of a list from which on their number is worth saying

WIDTH = 80


def command() -> click.Command:
    """Build the command."""
    return Command(
        "explain",
        params=[
            click.Argument(["candidate"], required=False, metavar="[NAME]"),
            click.Option(
                ["--error"],
                metavar="TEXT",
                help="Find the known failure behind an error message, a part of one, or lines of a log (- reads standard input).",
            ),
            click.Option(
                ["--json", "as_json"],
                is_flag=True,
                help="With --error, and with notes or the name of a note, rule, attribute or part of the set-up: write JSON.",
            ),
        ],
        callback=_run,
        help="Show the card of an algorithm or service: what it does, its formats, limits, known failures, pitfalls and sources. "
        "NAME may also be an attribute (its values and their other names), a part of the set-up such as metric, a rule, "
        "`notes` for the statements that the knowledge "
        "began with, or one of them, such as N14.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run(candidate: str | None, error: str | None, as_json: bool) -> int:
    if error is not None:
        from .failures import explain_error

        return explain_error(error, as_json, candidate)
    base = load()
    if candidate is not None and candidate not in base.rules:
        named = candidate_named(base.candidates, candidate)
        candidate = candidate if named is None else named.id
    if as_json and (candidate is None or candidate in base.candidates):
        text = "--json goes with --error, or with the name of a note, rule, attribute or part of the set-up"
        raise SituationError(
            [Diagnostic("unused-option", text, hint="add --error TEXT, or write explain notes --json")]
        )
    if candidate is None:
        lines = (
            line for card in base.candidates.values() for line in _wrapped(f"{card.id:<32} ", card.summary, " " * 29)
        )
        write("\n".join(lines) + "\n")
        return 0
    card = base.candidates.get(candidate)
    if card is None:
        from .lookup import explain_name

        return explain_name(base, candidate, as_json)
    write("\n".join(_card(base, card)) + "\n")
    return 0


def _card(base: KnowledgeBase, card: Candidate) -> Iterable[str]:
    yield f"{card.name} ({card.id}, {card.kind})"
    yield from textwrap.wrap(card.summary, WIDTH)
    yield ""
    yield from _facts(base, card.facts, "")
    for mode in card.modes:
        yield f"\nMode {mode.name}"
        yield from _facts(base, mode.facts, "  ")
    yield from _failures(base, card)
    yield "\nSources"
    for name in card.sources:
        source = base.sources[name]
        yield f"  {source.url} (read {source.read})"


def _failures(base: KnowledgeBase, card: Candidate) -> Iterable[str]:
    from ..advice.explain.failures import failures_of

    failures = failures_of(base, card.id)
    if failures:
        yield "\nKnown failures"
    for failure in failures:
        yield from _wrapped("  - ", failure.symptom, "")
        yield from _wrapped("    ", failure.remedy, "")


def _facts(base: KnowledgeBase, facts: Mapping[str, Any], indent: str) -> Iterable[str]:
    for name, value in facts.items():
        if value in ([], {}, None, ""):
            continue
        title = base.field_titles.get(name, name)
        if isinstance(value, (list, dict)) and not _short(value):
            yield f"{indent}{title}"
            yield from _long(base, value, indent)
        else:
            count = f" ({len(value)})" if isinstance(value, list) and len(value) >= _COUNTED else ""
            yield from _wrapped(f"{indent}{title}{count}: ", _text(value), indent)


def _short(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) and len(entry) < 40 for entry in value)


def _long(base: KnowledgeBase, value: Any, indent: str) -> Iterable[str]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _wrapped(f"{indent}  {key}: ", _text(entry), indent)
        return
    for entry in value:
        if isinstance(entry, dict) and "note" in entry and "sources" in entry:
            yield from _wrapped(f"{indent}  - ", entry["note"], indent)
            for source in entry["sources"]:
                yield f"{indent}    {base.sources[source].url}"
        elif isinstance(entry, dict):
            name = entry.get("name", entry.get("tag", ""))
            rest = "; ".join(f"{key} {_text(part)}" for key, part in entry.items() if key not in ("name", "tag"))
            yield from _wrapped(f"{indent}  - ", f"{name}: {rest}" if rest else str(name), indent)
        else:
            yield from _wrapped(f"{indent}  - ", str(entry), indent)


def _wrapped(start: str, text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        start + text, WIDTH, subsequent_indent=indent + "    ", break_long_words=False, break_on_hyphens=False
    )


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(entry) for entry in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(entry)}" for key, entry in value.items())
    return str(value)
