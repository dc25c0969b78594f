"""A list whose highlighted row has a pointer, so that it is seen without colours too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

__all__ = ["PointerList"]


class PointerList(OptionList):
    """Rows of literal text; arrows move the pointer, enter or a click takes a row."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Next")]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(markup=False, compact=True, **kwargs)
        self.rows: Sequence[Content] = ()
        self._pointed: int | None = None
        self._drawn_width = 0

    def fill(self, rows: Sequence[Content], pointed: int | None) -> None:
        """Show other rows, with the pointer on one of them or on none."""
        self.rows, self._pointed = rows, None
        self.set_options(Option(Content.assemble("  ", row)) for row in rows)
        self.highlighted = pointed if rows else None

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Move the pointer along with the highlight."""
        super().watch_highlighted(highlighted)
        for index in (self._pointed, highlighted):
            if index is not None and index < len(self.rows):
                mark = "❯ " if index == highlighted else "  "
                self.replace_option_prompt_at_index(index, Content.assemble(mark, self.rows[index]))
        self._pointed = highlighted

    def _action_page(self, move: Callable[[], None]) -> None:
        if self.scrollable_content_region.height > 0:  # nothing is drawn in a window that is too small
            move()

    def action_page_down(self) -> None:
        """Move the pointer down by what is in sight."""
        self._action_page(super().action_page_down)

    def action_page_up(self) -> None:
        """Move the pointer up by what is in sight."""
        self._action_page(super().action_page_up)

    def on_resize(self, event: events.Resize) -> None:
        """Keep what is drawn when only the height is another one: the rows are cut, not wrapped."""
        if event.size.width == self._drawn_width:
            event.prevent_default()
        self._drawn_width = event.size.width
