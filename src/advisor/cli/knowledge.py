"""The knowledge that a command line asks for: the shipped one, the packs that are found, and every `--rules`."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from ..errors import AdvisorError, Diagnostic, nearest

TYPE_CHECKING = False  # as type checkers read it, without importing typing
if TYPE_CHECKING:
    from ..knowledge.base import KnowledgeBase

__all__ = ["Session", "UsageMistakeError", "load", "rules_option", "split_rules"]

_FLAG = "--rules"


class UsageMistakeError(AdvisorError):
    """The command line is not valid."""


class Session:
    """One run of the command line: the packs it names, and the knowledge once it is loaded."""

    def __init__(self, folders: Sequence[str] = ()) -> None:
        self.folders = tuple(folders)
        self._base: KnowledgeBase | None = None

    def load(self) -> KnowledgeBase:
        """Load the knowledge, once."""
        if self._base is None:
            from ..knowledge.packs import found_packs
            from ..knowledge.store import load as load_layers  # not for `--version`, which knows no rules

            self._base = load_layers(None, (*found_packs(), *self.folders))
        return self._base


def load() -> KnowledgeBase:
    """Load the knowledge that this command line asks for.

    Raises:
        KnowledgeError: with every problem of every layer.

    """
    context = click.get_current_context(silent=True)
    session = Session() if context is None else context.find_root().ensure_object(Session)
    return session.load()


def rules_option() -> click.Option:
    """Return the option as the help pages show it. It is read before there is a parser: a pack brings options of its own."""
    return click.Option(
        [_FLAG, "_rules"], multiple=True, metavar="DIR", expose_value=False, help="Add a pack of rules (repeatable)."
    )


def split_rules(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words of a command line without its `--rules DIR` and `--rules=DIR`, and those folders in order.

    Raises:
        UsageMistakeError: `--rules` without a folder, or with one that does not exist.

    """
    words: list[str] = []
    folders: list[str] = []
    rest = iter(args)
    for word in rest:
        if word == "--":
            words += [word, *rest]
        elif word == _FLAG:
            folders.append(next(rest, ""))
        elif word.startswith(f"{_FLAG}="):
            folders.append(word.partition("=")[2])
        else:
            words.append(word)
    problems = [_no_folder(folder) for folder in folders if not os.path.isdir(folder)]
    if problems:
        raise UsageMistakeError(problems)
    return words, folders


def _no_folder(folder: str) -> Diagnostic:
    if not folder or folder.startswith("-"):
        return Diagnostic("no-value", "--rules needs a folder", hint="such as --rules our-rules")
    if os.path.exists(folder):
        return Diagnostic("no-folder", f"--rules: {folder!r} is not a folder", hint="give the folder it is in")
    above, name = os.path.split(os.path.normpath(folder))
    try:
        near = [entry.name for entry in os.scandir(above or ".") if entry.is_dir() and not entry.name.startswith(".")]
    except OSError:
        near = []
    return Diagnostic("no-folder", f"--rules: there is no folder {folder!r}", hint=nearest(name, sorted(near)))
