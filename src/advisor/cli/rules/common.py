"""What the commands for rules share: filters, output, and the folders that the knowledge was read from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ...authoring.scope import Scope, scope_of, shipped_scope
from ...knowledge.packs import found_packs
from ..knowledge import Session

__all__ = ["filter_options", "folders", "json_option", "packs", "scope"]

_FILTERS = {
    "effect": "Rules with this effect, such as favor or choose.",
    "candidate": "Rules that concern this algorithm or service.",
    "attribute": "Rules that look at this attribute or derive it.",
    "decision": "Rules about this part of the set-up.",
    "pack": "Rules of this pack.",
    "topic": "Advice and warnings on this topic.",
    "text": "Rules that have this text in their id, reason or message.",
}


def filter_options() -> list[click.Parameter]:
    """Return one option per part of a RuleFilter."""
    return [
        click.Option([f"--{name}"], metavar="TEXT" if name == "text" else "NAME", help=text)
        for name, text in _FILTERS.items()
    ]


def json_option() -> click.Option:
    """Return `--json`."""
    return click.Option(["--json", "as_json"], is_flag=True, help="Write JSON.")


def folders() -> list[Path]:
    """Return the folders of this command line's knowledge, the lowest first."""
    found, named = packs()
    whole = shipped_scope((*found, *named))
    return [whole.folder, *whole.packs]


def scope(paths: Sequence[str | Path]) -> Scope:
    """Return what paths mean on this command line: see scope_of."""
    return scope_of(paths, *packs())


def packs() -> tuple[list[str], tuple[str, ...]]:
    """Return the packs that are found, and those that this command line names."""
    return found_packs(), click.get_current_context().find_root().ensure_object(Session).folders
