"""`advisor rules schema`: JSON Schemas of the YAML files, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from ...authoring.schema.folder import Change, schema_changes
from ...errors import Diagnostic, SituationError
from ...knowledge.base import KnowledgeBase
from ..command import Command
from ..output import write
from .common import scope

__all__ = ["command"]

_HELP = """Write JSON Schemas of the YAML files, so that an editor completes and checks them.

FOLDER is a pack or laid out like rules/; without it the pack of --rules or the shipped rules are meant. The schemas go into its
folder `schema`, and know the names of whatever it extends. With --wire, the
first line of each file names its schema in the way that the YAML language server (VS Code, Neovim, Emacs and others) understands.
"""


def command() -> click.Command:
    """Build the command."""
    return Command(
        "schema",
        params=[
            click.Argument(["folder"], required=False, type=click.Path(exists=True, file_okay=False)),
            click.Option(["--wire"], is_flag=True, help="Name the schema in the first line of each YAML file, too."),
            click.Option(["--check"], is_flag=True, help="Change nothing; end with 1 where anything would be changed."),
        ],
        callback=_run,
        help=_HELP,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run(folder: str | None, wire: bool, check: bool) -> int:
    base, read = _knowledge(folder)
    changes = schema_changes(base, read, read[-1], wire)
    for change in changes:
        if not check:
            _make(change)
        write(f"{_told(change, check)}: {change.path}\n")
    if not changes:
        write("Every schema is up to date.\n")
    return 1 if check and changes else 0


def _knowledge(folder: str | None) -> tuple[KnowledgeBase, list[Path]]:
    """Return the knowledge with the folder that is meant, and the folders it is read from, that one last."""
    meant = scope((folder,) if folder is not None else ())
    own = meant.reported_folders[-1]
    read = [one for one in (meant.folder, *meant.packs) if one != own]
    return meant.load(), [*read, Path(folder) if folder is not None else own]


def _told(change: Change, check: bool) -> str:
    if check:
        return "out of date"
    return "removed" if change.text is None else "written"


def _make(change: Change) -> None:
    try:
        change.make()
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise SituationError([Diagnostic("file", message, str(change.path))]) from None
