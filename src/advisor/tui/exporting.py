"""What can be taken away from the result, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ..advice.interview.interview import Interview
from ..advice.interview.session import Session

if TYPE_CHECKING:
    from textual.app import App

__all__ = ["Export", "Exports"]


class Export(Struct, frozen=True):
    """One form of the result: its name, the line about it, and the file it is written to unless told otherwise."""

    id: str
    title: str
    file: str


_KINDS = (
    Export("markdown", "Markdown: a page to share", "recommendation.md"),
    Export("json", "JSON: as advisor recommend --json writes it", "recommendation.json"),
    Export("text", "Text: as advisor recommend writes it", "recommendation.txt"),
    Export("situation", "Situation: the answers, to use with --situation", "situation.json"),
    Export("command", "Command: the line that gives this again", "command.sh"),
)


class Exports:
    """Makes and writes the forms. `makers` come from the command line, so that both give the same bytes."""

    def __init__(self, session: Session, makers: Mapping[str, Callable[[Interview], str]]) -> None:
        self.session = session
        self.makers = makers
        self.kinds = tuple(kind for kind in _KINDS if kind.id in makers or kind.id == "command")

    def text(self, kind: str) -> str:
        """Return one form of the result."""
        return f"{self.session.command}\n" if kind == "command" else self.makers[kind](self.session.interview)

    def write(self, kind: str, name: str, replace: bool = False) -> Path:
        """Write one form to a file and return where it is.

        Raises:
            FileExistsError: the file is there already and `replace` is not set.
            OSError: it cannot be written.

        """
        path = Path(name).expanduser().absolute()
        with path.open("w" if replace else "x", encoding="utf-8", newline="\n") as file:
            file.write(self.text(kind))
        return path

    def copy_command(self, app: App[Any]) -> str:
        """Send the command to the clipboard and to a file, and say so: a terminal does not tell whether it took it."""
        app.copy_to_clipboard(self.session.command)
        said = "The command was sent to the clipboard"
        if self.session.file is None:
            return f"{said}; it is also printed when you leave."
        path = self.session.file.with_name("command.sh")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.text("command"), encoding="utf-8")
        except OSError:
            return f"{said}; it is also printed when you leave."
        return f"{said} (not every terminal takes it) and written to {path}"
