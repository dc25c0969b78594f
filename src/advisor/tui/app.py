"""The application: it owns the session and moves between the screens."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.driver import Driver

from ..advice.interview.interview import Interview
from ..advice.interview.session import Session
from .base import WizardScreen
from .exporting import Exports
from .question import QuestionScreen

__all__ = ["AdvisorApp", "run"]

_WATCH = 1.0  # seconds between two looks at whether the terminal is still there
_IDLE = 0.4  # seconds after the first drawing


def _commands() -> type[Provider]:
    from .palette import AdvisorCommands

    return AdvisorCommands


class AdvisorApp(App[bool]):
    """The drawn wizard. Its result is True when the person finished, None when they left."""

    TITLE = "advisor"
    CSS_PATH = Path(__file__).with_name("wizard.tcss")  # whole, so that a subclass elsewhere finds it
    COMMANDS = App.COMMANDS | {
        _commands
    }  # imported when the palette opens, as the other screens are: the first paint comes first
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "leave", "Leave", show=False, priority=True, system=True),
        Binding("ctrl+q", "leave", "Leave", show=False, priority=True, system=True),
    ]

    def __init__(
        self, session: Session, exports: Mapping[str, Callable[[Interview], str]], driver: type[Driver] | None = None
    ) -> None:
        no_colour = bool(os.environ.get("NO_COLOR"))
        super().__init__(driver_class=driver, ansi_color=True if no_colour else None)
        if no_colour:  # this order, or Textual greys an ANSI theme to black on black
            self.theme = "ansi-dark"
        self.session = session
        self.exports = Exports(session, exports)
        self.crash = ""

    def on_mount(self) -> None:
        """Show the first question (or the result, when everything is told)."""
        if os.name == "posix" and not self.is_headless:
            for number in (
                signal.SIGINT,
                signal.SIGTERM,
                signal.SIGHUP,
            ):  # in order: the terminal is put back as it was
                asyncio.get_running_loop().add_signal_handler(number, self.exit)
            self.set_interval(_WATCH, self._leave_when_alone)
        self.push_screen(QuestionScreen(self.session))
        if self.session.card is None:
            self._push_result()
        else:
            self.set_timer(_IDLE, self._prepare)

    @work(thread=True, exit_on_error=False)
    def _prepare(self) -> None:
        """Import what the result is made with while the first question is read: the key that asks for it need not wait."""
        from . import result  # noqa: F401

    def _leave_when_alone(self) -> None:
        if getattr(self._driver, "gone", False):
            self.exit(None)

    def show_question(self) -> None:
        """Return to the question screen; the result when nothing is left to ask."""
        while not isinstance(self.screen, QuestionScreen) and len(self.screen_stack) > 2:
            self.pop_screen()
        if self.session.card is None:
            self._push_result()
        elif isinstance(self.screen, QuestionScreen):
            self.screen.show()

    def say(self, *sentences: str) -> None:
        """Show a notice on the screen that is current, or under the window that is."""
        screen = next(one for one in reversed(self.screen_stack) if isinstance(one, WizardScreen))
        screen.call_later(screen.say, *sentences)  # later: it may not be there yet

    def show_review(self) -> None:
        """Open the review over whatever is shown."""
        from .review import ReviewScreen

        self.push_screen(ReviewScreen(self.session))

    def _push_result(self) -> None:
        from .result import ResultScreen

        self.push_screen(ResultScreen(self.session))

    def show_result(self) -> None:
        """Stop asking and show the result."""
        self.session.finish()
        self.show_question()

    def action_leave(self) -> None:
        """Leave without a result; the answers are kept. With text selected, copy it first, as everywhere."""
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
            self.screen.clear_selection()
            return
        self.exit(None)

    def action_done(self) -> None:
        """Leave with the result."""
        self.exit(True)

    def _fatal_error(self) -> None:
        """Keep the traceback for a file; nobody wants it on the terminal, and the answers are safe already."""
        error = self._exception
        self.crash = (
            "" if error is None else "".join(traceback.format_exception(type(error), error, error.__traceback__))
        )
        self._close_messages_no_wait()


def run(session: Session, exports: Mapping[str, Callable[[Interview], str]]) -> bool:
    """Draw the wizard until the person is done. Returns False when they left without wanting a result."""
    driver: type[Driver] | None = None
    if os.name == "posix":
        from .driver import StderrDriver

        driver = StderrDriver
    app = AdvisorApp(session, exports, driver)
    try:
        finished = app.run()
    finally:
        release = getattr(app._driver, "release", None)
        if release is not None:
            release()
    if app.crash:
        sys.stderr.write(f"The wizard stopped because of a mistake in it. {_report(app.crash, session.file)}\n")
    return bool(finished)


def _report(crash: str, file: Path | None) -> str:
    path = (file or Path("interview.json")).with_name("crash.txt")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(crash, encoding="utf-8")
    except OSError:
        return crash.strip().splitlines()[-1]
    return f"Please report it with the file {path}"
