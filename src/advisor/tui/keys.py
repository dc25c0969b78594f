"""The line of keys at the bottom: what works now, as much of it as the window is wide; a click presses one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.screen import Screen

__all__ = ["Cell", "KeyLine", "laid_out"]


class Cell(Struct, frozen=True):
    """One key: its name for the program, its sign and its word, and the column where it starts."""

    key: str
    sign: str
    word: str
    start: int = 0

    @property
    def end(self) -> int:
        """The column after its last one."""
        return self.start + len(self.sign) + 1 + len(self.word)


def laid_out(cells: Iterable[Cell], width: int) -> list[Cell]:
    """Place the keys on a line: as far apart as they fit, and what has no room is left out, the last first."""
    kept = list(cells)
    while kept:
        for gap in (2, 1):
            placed = _placed(kept, gap)
            if placed[-1].end <= width:
                return placed
        kept.pop()
    return kept


def _placed(cells: Iterable[Cell], gap: int) -> list[Cell]:
    placed: list[Cell] = []
    for cell in cells:
        start = placed[-1].end + gap if placed else 0
        placed.append(Cell(cell.key, cell.sign, cell.word, start))
    return placed


class KeyLine(Widget):
    """Shows the keys of the screen it stands on. One widget: a footer of many costs more than the screen above it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "KeyLine { dock: bottom; height: 1; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._drawn: list[Cell] = []

    def on_mount(self) -> None:
        """Follow what the focus changes."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _: Screen[object]) -> None:
        self.follow()

    def follow(self) -> None:
        """Draw again if other keys work now."""
        if self.cells != self._drawn:
            self.refresh()

    @property
    def cells(self) -> list[Cell]:
        """What is shown, in its place; the palette comes last, so it is the first to go."""
        active = self.screen.active_bindings
        shown = [one.binding for one in active.values() if one.binding.show and one.enabled]
        palette = active.get(self.app.COMMAND_PALETTE_BINDING)
        if palette is not None and not self.screen.is_modal:
            shown = [*(binding for binding in shown if binding is not palette.binding), palette.binding]
        actions = {binding.action: binding for binding in reversed(shown)}  # one key for each: the first
        cells = (
            Cell(binding.key, self.app.get_key_display(binding), binding.description)
            for binding in shown
            if actions[binding.action] is binding
        )
        return laid_out(cells, self.content_size.width)

    def render(self) -> Content:
        """Return the line."""
        line = Content()
        self._drawn = self.cells
        for cell in self._drawn:
            gap = " " * (cell.start - len(line))
            line = Content.assemble(line, gap, (cell.sign, "bold $text-primary"), f" {cell.word}")
        return line

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        column = event.x - self.styles.padding.left
        for cell in self.cells:
            if cell.start <= column < cell.end:
                self.app.simulate_key(cell.key)
