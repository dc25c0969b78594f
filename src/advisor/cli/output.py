"""Owns stdout and stderr: the result on one, everything else on the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from ..errors import Diagnostic, printable

__all__ = ["ReaderGoneError", "colour_wanted", "fail", "text_width", "write"]


class ReaderGoneError(Exception):
    """Whoever read the result has closed the pipe. (click would turn a BrokenPipeError into exit code 1.)"""


def write(text: str) -> None:
    """Write the result to stdout as UTF-8, the same bytes on a terminal, in a pipe and in a file.

    Raises:
        ReaderGoneError: nobody reads it any more.

    """
    try:
        _write(text)
    except BrokenPipeError:
        raise ReaderGoneError from None


def _write(text: str) -> None:
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    stream.write(text.encode("utf-8", "backslashreplace"))
    stream.flush()


def fail(problems: Iterable[Diagnostic | str]) -> None:
    """Write one `error:` line per problem to stderr."""
    for problem in problems:
        if isinstance(problem, Diagnostic):
            place = (
                f"{problem.file}:{problem.line}:{problem.column}: "
                if problem.line
                else f"{problem.file}: "
                if problem.file
                else ""
            )
            hint = f"\n       {problem.hint}" if problem.hint else ""
            text = f"{place}{problem.message}{hint}"
        else:
            text = problem
        sys.stderr.write(f"error: {printable(text)}\n")
    sys.stderr.flush()


def text_width() -> int:
    """Return how many columns text may take: those of the terminal (40 to 100), and 80 elsewhere."""
    import shutil

    return min(100, max(40, shutil.get_terminal_size((80, 24)).columns)) if sys.stdout.isatty() else 80


def colour_wanted() -> bool:
    """True when stdout is a terminal that shows colours and the user did not refuse them."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()
