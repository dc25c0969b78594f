"""Putting the book into a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ...errors import Diagnostic, SituationError
from .contents import TITLE

__all__ = ["write_book"]


def write_book(pages: Mapping[str, str], folder: Path) -> None:
    """Write the pages. Pages of an earlier book that is there are removed where they are no longer in it.

    Raises:
        SituationError: the folder holds something else, or cannot be written.

    """
    try:
        old = _earlier_pages(folder)
        for path, text in pages.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
        for path in old - set(pages):
            (folder / path).unlink()
    except OSError as error:
        named = str(error.filename or folder)
        raise SituationError([Diagnostic("file", f"cannot be written: {error.strerror or error}", named)]) from None


def _earlier_pages(folder: Path) -> set[str]:
    """Return the pages in a folder that holds a book, or nothing for a folder that is empty or not there."""
    if not folder.exists():
        return set()
    index = folder / "index.md"
    if any(folder.iterdir()) and not (index.is_file() and index.read_bytes().startswith(f"# {TITLE}\n".encode())):
        hint = "name a new folder, or one that this command has written"
        raise SituationError([Diagnostic("folder-in-use", "the folder holds something else", str(folder), hint=hint)])
    found = (path.relative_to(folder) for path in (*folder.glob("*.md"), *folder.glob("*/*.md")))
    return {path.as_posix() for path in found}
