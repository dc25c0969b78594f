"""`advisor why-not CANDIDATE`: what rules a candidate out, or what it lacks against the first, and what would put it first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ..advice.explanation import known_candidates
from ..api import explain
from ..errors import Diagnostic, SituationError
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
            click.Argument(["words"], nargs=-1, required=True, metavar="CANDIDATE"),
            *attribute_options(load()),
            *shared_options(),
            *output_options(),
        ],
        callback=_run,
        help="Say why a candidate is not recommended: what rules it out, or what it lacks, and what would put it first.",
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
    name, rest = _candidate(base, words)
    given: dict[str, Any] = {}
    try:
        known_candidates(base, [name])
    except SituationError as error:
        problems += error.diagnostics
    try:
        given = gather(base, params, rest, assignments, file, not_sure)
    except SituationError as error:
        problems += error.diagnostics
    if problems:
        raise SituationError(problems)
    found = explain(given, knowledge=base, against=[name], changes=False)
    if wanted == "json":
        write(found.to_json() + "\n")
    else:
        write(found.to_markdown() if wanted == "markdown" else found.to_text(text_width()))
    return 0


def _candidate(base: KnowledgeBase, words: Sequence[str]) -> tuple[str, list[str]]:
    """Tell the candidate from what the parser did not know: a candidate if one is among the words, else the first loose word."""
    loose = [
        at
        for at, word in enumerate(words)
        if not word.startswith("-") and (at == 0 or not words[at - 1].startswith("-") or "=" in words[at - 1])
    ]
    at = next((at for at, word in enumerate(words) if word in base.candidates), loose[0] if loose else -1)
    return (words[at], [*words[:at], *words[at + 1 :]]) if at >= 0 else ("", list(words))
