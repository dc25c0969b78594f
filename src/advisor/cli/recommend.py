"""`advisor recommend`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click
import msgspec.json

from ..advice.answer.records import Recommendation
from ..api import explain as explain_answer
from ..api import read, recommend
from ..errors import AdvisorError, Diagnostic, SituationError
from ..knowledge.base import KnowledgeBase
from .command import Number
from .knowledge import load
from .options import (
    SituationCommand,
    attribute_options,
    file_option,
    gather,
    output_options,
    shared_options,
    wanted_output,
)
from .output import colour_wanted, note, text_width, write
from .reading import lines, open_lines, parse_line, read_situation_file

if TYPE_CHECKING:
    from ..advice.explain.explanation import Explanation

__all__ = ["command"]


def command() -> click.Command:
    """Build the command: its options come from the attributes of the knowledge."""
    base = load()
    own: list[click.Parameter] = [
        *shared_options(),
        file_option("--batch", "Answer one situation per line (JSON Lines in and out)."),
        click.Option(
            ["--top"],
            type=Number(1),
            metavar="N",
            help="Describe the first N candidates (text and batch: 3).",
        ),
        click.Option(
            ["--explain"], is_flag=True, help="Say why, why not the others, and what would change the answer."
        ),
        *output_options(),
    ]
    return SituationCommand(
        "recommend",
        params=[*attribute_options(base), *own],
        callback=_run,
        help=_HELP,
    )


_HELP = """Recommend an algorithm or service, with its set-up and the reasons.

Tell what you know; what you leave out is unknown, which is never the same as no.

\b
    advisor recommend --task classification --sparse --rows 2M
"""


def _run(
    assignments: tuple[str, ...],
    not_sure: tuple[str, ...],
    situation: str | None,
    batch: str | None,
    top: int | None,
    explain: bool,
    output: str | None,
    as_json: bool,
    **params: Any,
) -> int:
    base = load()
    context = click.get_current_context()
    wanted = wanted_output(output, as_json)
    if situation == "-" and batch == "-":
        hint = "give one of them as a file"
        raise SituationError([Diagnostic("given-twice", "standard input cannot be --situation and --batch", hint=hint)])
    file = {} if situation is None else read_situation_file(situation)
    given = gather(base, params, context.args, assignments, file, not_sure)
    if batch is not None:
        if output not in (None, "json"):
            raise SituationError([Diagnostic("batch-output", "--batch writes JSON Lines; leave --output out")])
        if explain:
            raise SituationError([Diagnostic("batch-explain", "--batch only answers; leave --explain out")])
        return _batch(base, batch, top or 3, given)
    answer = recommend(given, knowledge=base, top=top if wanted == "json" else top or 3)
    explanation = explain_answer(answer, knowledge=base) if explain else None
    if wanted == "json":
        write((answer.to_json() if explanation is None else _both(answer, explanation)) + "\n")
    else:
        from .text import render

        markdown, colour = wanted == "markdown", wanted == "text" and colour_wanted()
        write(render(answer, base, markdown, colour, explained=explanation is not None))
        if explanation is not None:
            write("\n" + (explanation.to_markdown() if wanted == "markdown" else explanation.to_text(text_width())))
    return 0 if answer.recommendations else 1


def _both(answer: Recommendation, explanation: Explanation) -> str:
    """Return the answer's JSON with one more key, `explanation`."""
    data = msgspec.json.encode({**answer.to_dict(), "explanation": explanation.to_dict()})
    return msgspec.json.format(data, indent=2).decode()


def _batch(base: KnowledgeBase, name: str, top: int, common: dict[str, Any]) -> int:
    """Answer line by line, in order. A bad line costs that line only."""
    from ..advice.answer.recommend import advise

    failed = 0
    watching = sys.stderr.isatty()
    stream = open_lines(name)
    number = 0
    with stream:
        for number, line in enumerate(lines(stream), 1):
            if not line.strip():
                continue
            try:
                situation = read(_together(common, parse_line(line)), knowledge=base)
                answer = advise(base, situation, top, engine=False).to_json(indent=None)
            except AdvisorError as error:
                failed += 1
                text = "; ".join(problem.told for problem in error.diagnostics)
                answer = msgspec.json.encode({"error": text, "line": number}).decode()
            write(answer + "\n")
            if watching and number % 500 == 0:
                note(f"\r{number:,} lines, {failed:,} failed")
    if watching and number >= 500:
        note(f"\r{number:,} lines, {failed:,} failed\n")
    return 1 if failed else 0


def _together(common: Mapping[str, Any], line: Mapping[str, Any]) -> dict[str, Any]:
    """Return what holds for every line and what one line says, which counts more; what is not known to either adds up."""
    declined = [part["declined"] for part in (common, line) if "declined" in part]
    lists = len(declined) == 2 and isinstance(declined[1], list)
    return {**common, **line, **({"declined": [*declined[0], *declined[1]]} if lists else {})}
