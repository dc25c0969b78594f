"""`advisor rules`: what people who write the knowledge need. One module per command."""

from __future__ import annotations

import click

from ..group import LazyGroup

__all__ = ["command"]

_COMMANDS = {
    "lint": "Check the structure and meaning of a rules folder.",
    "hygiene": "List what is past review, unverified, unreferenced or without an example.",
    "test": "Run the examples, and say which rules and conditions they leave untested.",
    "analyze": "Find gaps, ties, contradictions and dead rules, each with a situation that shows it.",
    "export": "Export the knowledge for other tools: JSON, CLIPS.",
}


def command() -> click.Command:
    """Build the group."""
    return LazyGroup(
        "rules",
        registry=_COMMANDS,
        package=__name__,
        help="Check, test, change, compare and export the knowledge.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
