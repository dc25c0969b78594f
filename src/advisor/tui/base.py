"""What every screen has: one line on top, the keys at the bottom, and a clear word when the window is too small."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from ..advice.interview.session import Session
from .keys import KeyLine
from .prose import Words

if TYPE_CHECKING:
    from .app import AdvisorApp

__all__ = ["WIDE", "WizardScreen", "lines"]

WIDE = 100  # columns from which there are two panes beside each other
_LEAST = (60, 15)
_LOW, _HIGH = 20, 28  # rows: what is long is left out below the first, and what explains comes in from the second
_READING = 8.0  # seconds that a notice stays


def lines(parts: Iterable[Content | str]) -> Content:
    """Join lines of text; a plain string is taken literally, brackets and all."""
    return Content("\n").join(part if isinstance(part, Content) else Content(part) for part in parts)


class WizardScreen(Screen[Any]):
    """A screen over the session. Subclasses yield their middle from `middle` and fill it in `show`."""

    QUIET: ClassVar[float] = 0.15  # seconds without a step before anything is looked for beside the drawing

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.looking = False  # True until what is looked for beside the drawing is found
        self._fitted = Size(0, 0)
        self._waiting: Timer | None = None
        self._notice: Timer | None = None

    @property
    def advisor(self) -> AdvisorApp:
        """The application, by its own type."""
        return cast("AdvisorApp", self.app)

    def compose(self) -> ComposeResult:
        """Put the middle between the top line and the keys."""
        self._fit(self.app.size)  # now, so that the first drawing is laid out as it stays
        with Horizontal(id="top"):
            yield Words("heading")
            yield Words("progress")
        yield from self.middle()
        yield Words("notice")
        yield Words("tiny")
        yield KeyLine()

    def middle(self) -> Iterable[Widget]:
        """Return the widgets between the top line and the keys."""
        return ()

    def show(self) -> None:
        """Fill the widgets from the session."""

    def on_mount(self) -> None:
        """Show what there is from the first drawing on."""
        self.show()

    def on_screen_resume(self) -> None:
        """Show what is current: the session may have moved on under another screen."""
        self.show()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out and show again for another size."""
        if event.size != self._fitted:
            self._fit(event.size)
            self.show()
        if self.has_class("-tiny"):
            least = f"{_LEAST[0]}×{_LEAST[1]}"
            self.put(
                "#tiny",
                f"This window is {event.size.width}×{event.size.height}; the wizard needs {least}.\n"
                "Enlarge it, or leave with ctrl+q and use advisor wizard --plain.",
                moves=True,
            )

    def _fit(self, size: Size) -> None:
        """Set the classes that the sheet asks for; a window that is too small gets a word instead of half a screen."""
        self._fitted = size
        width, height = size
        self.set_class(width < _LEAST[0] or height < _LEAST[1], "-tiny")
        for name, fits in (("-wide", width >= WIDE), ("-short", height < _LOW), ("-high", height >= _HIGH)):
            self.set_class(fits, name)

    def together(self) -> None:
        """Hold the drawing until the widgets have said what they need, which takes them two turns: all of it is drawn at once.

        The screen itself would be faster than they are, and the rest would wait for the next drawing.
        """
        held = ExitStack()
        held.callback(self.check_idle)
        held.enter_context(self.app.batch_update())
        loop = asyncio.get_running_loop()
        loop.call_soon(loop.call_soon, held.close)

    def look(self, beside: Callable[[], object]) -> None:
        """Look for something a moment after the drawing: that takes longer than a key press should."""
        self.looking = True
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(self.QUIET, beside)

    def say(self, *sentences: str) -> None:
        """Show a notice for a while, on lines of its own: it covers nothing."""
        notice = self.query_one("#notice", Static)
        if not sentences and not notice.display:
            return
        notice.update(lines(sentences))
        notice.display = bool(sentences)
        if self._notice is not None:
            self._notice.stop()
        self._notice = self.set_timer(_READING, self.say) if sentences else None

    def heading(self, text: str | Content, progress: str = "") -> None:
        """Fill the top line."""
        self.put("#heading", text, moves=True)
        self.put("#progress", progress)

    def put(self, selector: str, text: str | Content, moves: bool = False) -> None:
        """Change a text if it is another one; `moves` says that its size, and so its neighbours' places, may change."""
        static = self.query_one(selector, Static)
        if static.content != text:
            static.update(text, layout=moves)
