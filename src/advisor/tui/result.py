"""The result screen: what is recommended, how to set it up, why, why not another, and what to take away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widget import Widget

from ..advice.explanation import Explanation, explain
from . import pages
from .base import WizardScreen
from .prose import Prose

__all__ = ["ResultScreen"]


class ResultScreen(WizardScreen):
    """Shows the recommendation. Nothing has been created anywhere; leaving it prints the result."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.done", "Done"),
        Binding("escape", "back", "Back"),
        Binding("question_mark,f1", "help", "Help", key_display="?"),
        Binding("e", "export", "Export"),
        Binding("c", "copy", "Copy"),
        Binding("r", "review", "Review"),
        Binding("w", "wishes", "Wishes"),
        Binding("q", "app.done", "Done", show=False),
        Binding("down,j", "scroll('down')", "Down", show=False),
        Binding("up,k", "scroll('up')", "Up", show=False),
        Binding("pagedown,space", "scroll('page_down')", "Page down", show=False),
        Binding("pageup", "scroll('page_up')", "Page up", show=False),
        Binding("home", "scroll('home')", "Top", show=False),
        Binding("end", "scroll('end')", "End", show=False),
    ]

    def middle(self) -> Iterable[Widget]:
        """Return two columns, which stand one below the other where the window is narrow."""
        with VerticalScroll(id="result"), Container(id="columns"):
            yield Prose(id="left")
            yield Prose(id="right")

    def show(self) -> None:
        """Fill the page; what would change it is looked for beside the drawing."""
        session = self.session
        answered = len(session.interview.answers)
        self.heading("advisor · result", f"{answered} answer{'s' if answered != 1 else ''}")
        explanation = explain(session.interview.knowledge, session.interview.recommendation, changes=False)
        self._fill(explanation)
        if session.interview.recommendation.pick is not None:
            self._look_for_changes()

    def _fill(self, explanation: Explanation) -> None:
        session = self.session
        names = {card.id: card.name for card in session.interview.knowledge.candidates.values()}
        picked = session.interview.recommendation.pick is not None
        left = [*pages.top(session), *pages.setup(session), *pages.notes(session)]
        right = [*pages.why(explanation), *pages.alternatives(explanation)] if picked else []
        right += pages.changes(explanation, names) if picked else []
        self.query_one("#left", Prose).page = left
        self.query_one("#right", Prose).page = right if self.has_class("-narrow") else right[1:]

    @work(thread=True, exclusive=True, group="changes", exit_on_error=False)
    def _look_for_changes(self) -> None:
        interview = self.session.interview
        explanation = explain(interview.knowledge, interview.recommendation, changes=True)
        if self.session.interview is interview and self.is_attached:
            self.app.call_from_thread(self._fill, explanation)

    # --- keys ---

    def action_scroll(self, how: str) -> None:
        """Scroll the page, whatever has the focus."""
        getattr(self.query_one("#result"), f"scroll_{how}")(animate=False)

    def action_back(self) -> None:
        """Return to the last question."""
        if not self.session.back():
            self.session.go_on()
        if self.session.card is None:
            self.action_review()
            return
        self.dismiss()

    def action_wishes(self) -> None:
        """Ask for a wish that most people do not have, if one could change something."""
        if self.session.wish():
            self.dismiss()
        else:
            self.say("No wish or limit would change anything now.")

    def action_review(self) -> None:
        """Show all answers."""
        self.advisor.show_review()

    def action_export(self) -> None:
        """Choose what to take away."""
        from .modals import ExportModal

        self.app.push_screen(ExportModal(self.advisor.exports, self.advisor.say))

    def action_copy(self) -> None:
        """Copy the command, and say where it can be found if the terminal does not take it."""
        self.say(self.advisor.exports.copy_command(self.app))

    def action_help(self) -> None:
        """Show the keys."""
        from .modals import KeyHelp

        self.app.push_screen(KeyHelp("The result", self.active_bindings.values()))
