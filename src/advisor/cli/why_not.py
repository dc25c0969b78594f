"""`advisor why-not CANDIDATE...`: what rules candidates out, or what they lack against the first, and what would put them first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ..advice.explain.explanation import known_candidates
from ..api import explain
from ..errors import Diagnostic, SituationError, folded
from ..knowledge.base import KnowledgeBase
from .knowledge import load
from .options import SituationCommand, attribute_options, gather, output_options, shared_options, wanted_output
from .output import text_width, write
from .reading import read_situation_file

__all__ = ["command"]


def command() -> click.Command:
    """Build the command: its options come from the attributes of the knowledge."""
    return SituationCommand(
        "why-not",
        params=[
            click.Argument(["words"], nargs=-1, required=True, metavar="CANDIDATE..."),
            *attribute_options(load()),
            *shared_options(),
            *output_options(),
        ],
        callback=_run,
        help="Say why a candidate is not first: what rules it out, or what it lacks, and what would put it there.",
    )


def _run(
    words: tuple[str, ...],
    assignments: tuple[str, ...],
    not_sure: tuple[str, ...],
    situation: str | None,
    output: str | None,
    as_json: bool,
    **params: Any,
) -> int:
    base = load()
    wanted = wanted_output(output, as_json)
    file = {} if situation is None else read_situation_file(situation)
    problems: list[Diagnostic] = []
    names, rest = _candidates(base, words)
    given: dict[str, Any] = {}
    try:
        if names:
            known_candidates(base, names)
    except SituationError as error:
        problems += error.diagnostics
    try:
        given = gather(base, params, rest, assignments, file, not_sure)
    except SituationError as error:
        problems += error.diagnostics
    if not names and not problems:
        problems.append(Diagnostic("no-candidate", "name a candidate", hint="such as: advisor why-not xgboost"))
    if problems:
        raise SituationError(problems)
    found = explain(given, knowledge=base, against=names, changes=False)
    if wanted == "json":
        write(found.to_json() + "\n")
    else:
        write(found.to_markdown() if wanted == "markdown" else found.to_text(text_width()))
    return 0


def _candidates(base: KnowledgeBase, words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tell the candidates from what the parser did not know: the loose words, but for those that are values of an attribute."""
    names = {folded(name) for card in base.candidates.values() for name in (card.id, card.name)}
    values = {folded(word) for known in base.attributes.values() for word in (*known.values, *known.words)} - names
    chosen = [
        at
        for at, word in enumerate(words)
        if not word.startswith("-")
        and (at == 0 or not words[at - 1].startswith("-") or "=" in words[at - 1])
        and folded(word) not in values
    ]
    found = [words[at] for at in chosen]
    return list(dict.fromkeys(found)), [word for at, word in enumerate(words) if at not in chosen]
