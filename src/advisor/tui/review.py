"""The review screen: one line per answer, any of which can be changed or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from ..advice.interview.card import spoken
from ..advice.interview.interview import Line
from .base import WizardScreen
from .pointer import PointerList
from .prose import Words

__all__ = ["ReviewScreen"]

_ORIGINS = {"asked": "you said", "flag": "from a flag", "file": "from a file", "derived": "derived"}
_STATES = {
    "used": "",
    "idle": "· not read by any rule here",
    "set-aside": "✗ set aside, a newer answer contradicts it",
    "unsure": "? worth finding out",
}


class _Lines(PointerList):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Change", tooltip="ask the answer under the pointer again")
    ]


class ReviewScreen(WizardScreen):
    """Lists the answers in the order of the attributes, and what rules derived from them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "forget", "Take back", key_display="d", tooltip="take the answer under the pointer back"),
        Binding("escape", "back", "Back", tooltip="where you came from"),
        Binding("f", "finish", "Result", tooltip="the result with what is known"),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("f1", "help", "Help", show=False),
        Binding("q", "app.leave", "Leave", tooltip="leave; the answers are kept"),
    ]

    def middle(self) -> Iterable[Widget]:
        """Return the list, and below it the question behind the line under the pointer."""
        yield Words("about")
        yield _Lines(id="lines")
        yield Words("detail")

    @property
    def _lines(self) -> tuple[Line, ...]:
        return self.session.interview.review

    def show(self) -> None:
        """Fill the list, with the pointer where it was."""
        self.heading("advisor · your answers", f"{len(self.session.interview.answers)} answered")
        about = "Enter asks an answer again; what depends on it is asked again too."
        self.query_one("#about", Static).update(about if self._lines else "Nothing is answered yet. Esc goes back.")
        options = self.query_one(_Lines)
        before = options.highlighted or 0
        options.fill([self._row(line) for line in self._lines], min(before, max(0, len(self._lines) - 1)))
        options.focus()

    def _row(self, line: Line) -> Content:
        width = max(len(one.attribute) for one in self._lines)
        values = max(len(spoken(one.value)) for one in self._lines)
        origin = f"{_ORIGINS[line.origin]}  {_STATES[line.state]}"
        return Content(f"{line.attribute:<{width}}  {spoken(line.value):<{values}}  {origin}")

    @on(OptionList.OptionHighlighted)
    def _point(self, event: OptionList.OptionHighlighted) -> None:
        line = self._lines[event.option_index]
        known = self.session.interview.knowledge.attributes[line.attribute]
        derived = f" {self.session.because(line.rule)}" if line.rule else ""
        self.query_one("#detail", Static).update(f"{known.ask}{derived}")

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        self._change(self._lines[event.option_index])

    def _change(self, line: Line) -> None:
        self.session.ask(line.attribute)
        self.advisor.show_question()

    def action_forget(self) -> None:
        """Take the answer under the pointer back."""
        index = self.query_one(_Lines).highlighted
        if index is None:
            return
        line = self._lines[index]
        if line.origin == "derived":
            self.say("A rule derived this one; answer it yourself to overrule it.")
            return
        self.session.forget(line.attribute)
        self.show()

    def action_back(self) -> None:
        """Return to where the review was opened."""
        self.dismiss()

    def action_finish(self) -> None:
        """Show the result."""
        self.advisor.show_result()

    def action_help(self) -> None:
        """Show the keys."""
        from .modals import KeyHelp

        self.app.push_screen(KeyHelp("Your answers", [*_Lines.BINDINGS, *self.BINDINGS]))
