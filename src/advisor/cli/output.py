"""Owns stdout and stderr: the result on one, everything else on the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from ..errors import AdvisorError, Diagnostic, printable

__all__ = ["ReaderGoneError", "colour_wanted", "fail", "note", "text_width", "write", "write_json"]


class ReaderGoneError(Exception):
    """Whoever read the result has closed the pipe. (click would turn a BrokenPipeError into exit code 1.)"""


class _UnwritableError(AdvisorError):
    """The result has no place to go."""


def write(text: str) -> None:
    """Write the result to stdout as UTF-8, the same bytes on a terminal, in a pipe and in a file.

    Raises:
        ReaderGoneError: nobody reads it any more.
        AdvisorError: there is no standard output, or its disk is full.

    """
    try:
        _write(text)
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        reason = f"the result cannot be written to standard output: {error.strerror or error}"
        raise _UnwritableError([Diagnostic("output", reason)]) from None


def write_json(data: Any) -> None:
    """Write a JSON document: the same bytes for the same data."""
    import msgspec.json

    write(msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n")


def _write(text: str) -> None:
    if sys.stdout is None:
        raise OSError("it is closed")
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
        note(f"error: {printable(text)}\n")


def note(text: str) -> None:
    """Write to stderr what is not the result. Where that is full nobody reads it, and the exit code says the rest."""
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


def text_width() -> int:
    """Return how many columns text may take: those of the terminal (40 to 100), and 80 elsewhere."""
    import shutil

    return min(100, max(40, shutil.get_terminal_size((80, 24)).columns)) if _shows_terminal() else 80


def colour_wanted() -> bool:
    """True when stdout is a terminal that shows colours and the user did not refuse them."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return _shows_terminal()


def _shows_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
