"""`advisor rules diff OLD NEW`: which situations another version of the knowledge answers otherwise, and by which rules."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from ...authoring.diff import Change, Difference, compare
from ...authoring.reference import references
from ...authoring.scope import is_pack
from ...errors import Diagnostic, SituationError, printable
from ...knowledge.store import load as load_folders
from ..command import Command
from ..output import write, write_json
from .common import folders, json_option

__all__ = ["command"]

_SHIPPED = "builtin"
_WIDTH = 80
_HELP = """Say which of the reference situations (the examples of OLD and NEW) get another answer, and by which rules.

OLD and NEW are folders: complete knowledge, or a pack, which is then looked at on top of the shipped knowledge.
`builtin` is the shipped knowledge itself, so `advisor rules diff builtin our-rules` says what a pack does.

Exit code 1 when anything is different, as with diff.
"""


def command() -> click.Command:
    """Build the command."""
    return Command(
        "diff",
        params=[click.Argument(["old"]), click.Argument(["new"]), json_option()],
        callback=_run,
        help=_HELP,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run(old: str, new: str, as_json: bool) -> int:
    problems = [problem for name in (old, new) for problem in _no_folder(name)]
    if problems:
        raise SituationError(problems)
    before, after = _layers(old), _layers(new)
    both = references(dict.fromkeys((*after, *before)))
    found = compare(load_folders(before[0], before[1:]), load_folders(after[0], after[1:]), both)
    if as_json:
        write_json(found.to_dict())
    else:
        write("\n".join(_page(found)) + "\n")
    return 0 if found.empty else 1


def _no_folder(name: str) -> Iterable[Diagnostic]:
    if name != _SHIPPED and not Path(name).is_dir():
        yield Diagnostic("no-folder", f"there is no folder {name[:200]!r}", hint="builtin is the shipped knowledge")


def _layers(name: str) -> list[Path]:
    """Return the folders that make up one side."""
    folder = Path(name)
    if name == _SHIPPED and not folder.is_dir():
        return folders()
    return [*folders(), folder] if is_pack(folder) else [folder]


def _page(found: Difference) -> Iterable[str]:
    yield f"{found.before} -> {found.after}"
    yield from _names("Rules", found.added, found.removed, found.changed)
    yield from _names("Candidates", found.cards_added, found.cards_removed, found.cards_changed)
    yield ""
    count = len(found.shifts)
    yield f"{count} of {found.situations} situations get{'s' if count == 1 else ''} another answer"
    for shift in found.shifts:
        yield f"\n{shift.reference.id} ({shift.reference.file}:{shift.reference.line})"
        for change in shift.changes:
            yield from _wrap(_change(change), "  ")
            if change.rules:
                yield from _wrap(f"by {', '.join(change.rules)}", "      ")


def _names(title: str, added: Iterable[str], removed: Iterable[str], changed: Iterable[str]) -> Iterable[str]:
    lines = [f"  {sign} {name}" for sign, names in (("+", added), ("-", removed), ("~", changed)) for name in names]
    if lines:
        yield f"\n{title}"
        yield from lines


def _change(change: Change) -> str:
    before, after = change.before, change.after
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
        return f"{change.what}: {_parts(before, keys)} -> {_parts(after, keys)}"
    return f"{change.what}: {_text(before)} -> {_text(after)}"


def _parts(value: Mapping[str, Any], keys: Iterable[str]) -> str:
    return ", ".join(f"{key}={_text(value[key])}" for key in keys if key in value) or "none"


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return _parts(value, value)
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _wrap(text: str, start: str) -> list[str]:
    return textwrap.wrap(
        printable(text),
        _WIDTH,
        initial_indent=start,
        subsequent_indent=" " * (len(start) + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
