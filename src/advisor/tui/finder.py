"""A line to type a few letters of an answer into; the list below it narrows."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

__all__ = ["Finder"]


class Finder(Input):
    """Takes every letter, so no other key of the screen collides with it; the arrows still move the pointer."""

    class Closed(Message):
        """The person wants to see all answers again."""

    class Moved(Message):
        """The pointer is to move by some rows."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Next"),
        Binding("escape", "close", "All answers"),
        Binding("down", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(placeholder="Type a few letters of an answer", compact=True, select_on_focus=False, **kwargs)
        self.cursor_blink = False

    def action_close(self) -> None:
        """Ask for all answers."""
        self.post_message(self.Closed())

    def action_move(self, rows: int) -> None:
        """Move the pointer of the list."""
        self.post_message(self.Moved(rows))
