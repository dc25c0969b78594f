"""`advisor mcp`: the advisor as tools of an assistant, over standard input and output."""

from __future__ import annotations

import sys

import click

from ..errors import AdvisorError, Diagnostic
from .command import Command
from .knowledge import load
from .output import note
from .reading import standard_input

__all__ = ["command"]


def command() -> click.Command:
    """Build the command."""
    return Command(
        "mcp",
        callback=_run,
        help="Serve the advisor to an assistant by the Model Context Protocol, on standard input and output.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run() -> None:
    try:
        from ..assistant.server import serve
    except ImportError as error:
        hint = "in a clone: pip install -e '.[mcp]'"
        raise AdvisorError(
            [Diagnostic("missing-package", f"the MCP SDK is not installed ({error.name})", hint=hint)]
        ) from None
    standard_input()
    if sys.stdin.isatty():
        note("waiting for an assistant on standard input; Ctrl-C ends\n")
    serve(load())
