"""What every screen has: one line on top, the keys at the bottom, and a clear word when the window is too small."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from ..advice.session import Session
from .keys import KeyLine
from .prose import Words

if TYPE_CHECKING:
    from .app import AdvisorApp

__all__ = ["WizardScreen", "lines"]

_LEAST = (60, 15)
_READING = 8.0  # seconds that a notice stays


def lines(parts: Iterable[Content | str]) -> Content:
    """Join lines of text; a plain string is taken literally, brackets and all."""
    return Content("\n").join(part if isinstance(part, Content) else Content(part) for part in parts)


class WizardScreen(Screen[Any]):
    """A screen over the session. Subclasses yield their middle from `middle` and fill it in `show`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._notice: Timer | None = None

    @property
    def advisor(self) -> AdvisorApp:
        """The application, by its own type."""
        return cast("AdvisorApp", self.app)

    def compose(self) -> ComposeResult:
        """Put the middle between the top line and the keys."""
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

    def on_screen_resume(self) -> None:
        """Show what is current: the session may have moved on under another screen."""
        self.show()

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the window is too small, instead of drawing half of it."""
        width, height = event.size
        tiny = width < _LEAST[0] or height < _LEAST[1]
        self.set_class(tiny, "-tiny")
        if tiny:
            text = (
                f"This window is {width}×{height}; the wizard needs {_LEAST[0]}×{_LEAST[1]}.\n"
                "Enlarge it, or leave with ctrl+q and use advisor wizard --plain."
            )
            self.query_one("#tiny", Static).update(text)

    def say(self, *sentences: str) -> None:
        """Show a notice for a while, on lines of its own: it covers nothing."""
        notice = self.query_one("#notice", Static)
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
