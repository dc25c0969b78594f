"""`advisor rules`: what people who write the knowledge need. One module per command."""

from __future__ import annotations

import click

from ..group import LazyGroup

__all__ = ["command"]

_COMMANDS: dict[str, str] = {
    "list": "List the rules, by effect, candidate, attribute, decision, pack or topic.",
    "show": "Show one rule: as written, in words, what it competes with, where it fires.",
    "graph": "Draw how attributes lead through rules to candidates and decisions.",
    "new": "Start a rule with its example, in a pack of your own.",
    "diff": "Say which situations another version of the rules answers otherwise.",
    "lint": "Check the structure and meaning of a rules folder.",
    "hygiene": "List what is past review, unverified, unreferenced or without an example.",
    "test": "Run the examples, and say which rules and conditions they leave untested.",
    "analyze": "Find gaps, ties, contradictions and dead rules, each with a situation that shows it.",
    "export": "Export the knowledge: JSON, CLIPS, a conformance kit, a book.",
    "schema": "Write JSON Schemas of the YAML files, for editors.",
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
