"""`advisor ask`: the next question as JSON, so that another tool can hold the interview."""

from __future__ import annotations

from typing import Any

import click

from ..advice.interview.interview import Interview
from .knowledge import load
from .options import SituationCommand, attribute_options, gather, shared_options
from .output import write_json
from .reading import read_situation_file

__all__ = ["command"]

_HELP = """Give the next question as JSON, with what each answer would do, for other tools to hold an interview.

Ask again with the answer added, or with --not-sure, until the question is null. When `enough` is true only `wishes` are left: wishes
and limits that most people do not have, which can be offered all at once.
"""


def command() -> click.Command:
    """Build the command: its options come from the attributes of the knowledge."""
    return SituationCommand(
        "ask",
        params=[
            *attribute_options(load()),
            *shared_options(),
            click.Option(["--json", "as_json"], is_flag=True, hidden=True, expose_value=False),
        ],
        callback=_run,
        help=_HELP,
    )


def _run(assignments: tuple[str, ...], not_sure: tuple[str, ...], situation: str | None, **params: Any) -> int:
    base = load()
    file = {} if situation is None else read_situation_file(situation)
    given = gather(base, params, click.get_current_context().args, assignments, file, not_sure)
    asked = Interview.start(given, knowledge=base).asked
    write_json(asked.to_dict())
    return 0
