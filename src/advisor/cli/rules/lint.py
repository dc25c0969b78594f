"""`advisor rules lint`: check the structure and meaning of a rules folder."""

from __future__ import annotations

import click

from ...authoring.lint.formats import FORMATS
from ...authoring.lint.report import joined, lint
from ...authoring.scope import joined as together
from ...authoring.scope import scopes_of
from ..command import Command, SuggestingChoice
from ..output import write
from .common import packs

__all__ = ["command"]

_HELP = """Check the structure and meaning of a rules folder.

PATHS name a rules folder, or files and folders in one: then all of it is read, and what is found in them is shown. A pack is
read on top of the shipped rules and of the packs in force; several packs are checked each by itself. Without PATHS the packs of
--rules are checked, or the shipped rules.

Ends with 0 when there is nothing to report, 1 with findings, 3 when the knowledge cannot be loaded.
"""


def command() -> click.Command:
    """Build the command."""
    return Command(
        "lint",
        params=[
            click.Argument(["paths"], nargs=-1),
            click.Option(
                ["--output"],
                type=SuggestingChoice(list(FORMATS)),
                default="text",
                show_default=True,
                help="Text with the lines in question, JSON, annotations for GitHub, or SARIF 2.1.0.",
            ),
            click.Option(["--json", "as_json"], is_flag=True, help="Short for --output json."),
        ],
        callback=_run,
        help=_HELP,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run(paths: tuple[str, ...], output: str, as_json: bool) -> int:
    meant = scopes_of(paths, *packs())
    report = joined([lint(scope) for scope in meant])
    write(FORMATS["json" if as_json else output](report, together(meant)))
    return report.exit_code
