"""`advisor what-if`: a situation beside what it would be with other answers."""

from __future__ import annotations

from typing import Any

import click

from ..advice.explain.comparison import Comparison
from ..api import changed, read
from ..errors import Diagnostic, SituationError
from ..knowledge.base import KnowledgeBase
from .knowledge import load
from .options import SituationCommand, attribute_options, gather, output_options, shared_options, wanted_output
from .output import text_width, write, write_json
from .reading import read_situation_file

__all__ = ["command"]

_HELP = """Compare a situation with what it would be with other answers.

The options tell the case as it is; --set and --unset tell the change.

\b
    advisor what-if --task classification --sparse --set sparse=false
"""


def command() -> click.Command:
    """Build the command: its options come from the attributes of the knowledge."""
    shared = [param for param in shared_options() if param.name != "assignments"]
    return SituationCommand(
        "what-if",
        params=[
            *attribute_options(load()),
            click.Option(
                ["--set", "assignments"], multiple=True, metavar="NAME=VALUE", help="An answer to add or change."
            ),
            click.Option(["--unset"], multiple=True, metavar="NAME", help="An answer to take back."),
            *shared,
            *output_options(),
        ],
        callback=_run,
        help=_HELP,
    )


def _run(
    assignments: tuple[str, ...],
    unset: tuple[str, ...],
    not_sure: tuple[str, ...],
    situation: str | None,
    output: str | None,
    as_json: bool,
    **params: Any,
) -> int:
    from ..advice.explain.comparison import compare

    base = load()
    wanted = wanted_output(output, as_json)
    file = {} if situation is None else read_situation_file(situation)
    before = read(gather(base, params, click.get_current_context().args, (), file, not_sure), knowledge=base)
    if not assignments and not unset:
        hint = "add --set NAME=VALUE or --unset NAME"
        raise SituationError([Diagnostic("no-change", "nothing is to be changed", hint=hint)])
    change = gather(base, {}, (), assignments, {})
    then = changed(base, before, change, unset)
    found = compare(base, before, then)
    if wanted == "json":
        write_json(found.to_dict())
    else:
        write(_shown(base, found, wanted == "markdown"))
    return 0


def _shown(base: KnowledgeBase, found: Comparison, markdown: bool) -> str:
    from .side_by_side import render

    return render(base, found, markdown, text_width())
