"""The result screen: what is recommended, how to set it up, why, why not another, and what to take away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widget import Widget

from ..advice.explain.explanation import Explanation, explain
from ..advice.interview.session import Session
from . import pages
from .base import WizardScreen
from .prose import Prose

__all__ = ["ResultScreen"]


class ResultScreen(WizardScreen):
    """Shows the recommendation. Nothing has been created anywhere; leaving it prints the result."""

    AUTO_FOCUS = ""  # the screen has the keys; another style for what has the focus would be drawn a moment later
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.done", "Done", tooltip="leave; the result is printed"),
        Binding("escape", "back", "Back", tooltip="the questions"),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("f1", "help", "Help", show=False),
        Binding("e", "export", "Export", tooltip="write the result to a file"),
        Binding("c", "copy", "Copy", tooltip="copy the command that gives this again"),
        Binding("r", "review", "Review", tooltip="all answers, each can be changed"),
        Binding("d", "details", "Details", tooltip="answer what fills in the set-up"),
        Binding("w", "wishes", "Wishes", tooltip="tell a wish or a limit that most people do not have"),
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

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._shown: Explanation | None = None

    def show(self) -> None:
        """Fill the page; what would change it is looked for beside the drawing."""
        interview = self.session.interview
        answered = len(interview.answers)
        self.heading("advisor · result", f"{answered} answer{'s' if answered != 1 else ''}")
        if self._shown is None or self._shown.recommendation is not interview.recommendation:
            self._fill(explain(interview.knowledge, interview.recommendation, changes=False))
            if interview.recommendation.pick is not None:
                self.look(self._look_for_changes)
        else:
            self._fill(self._shown)  # the columns may have another width

    def _fill(self, explanation: Explanation) -> None:
        self._shown = explanation
        session = self.session
        names = {card.id: card.name for card in session.interview.knowledge.candidates.values()}
        picked = session.interview.recommendation.pick is not None
        left = [*pages.top(session), *pages.setup(session), *pages.notes(session)]
        right = (
            [*pages.why(explanation), *pages.alternatives(explanation, session.interview.knowledge)] if picked else []
        )
        right += pages.changes(explanation, names) if picked else []
        self.query_one("#left", Prose).page = left
        self.query_one("#right", Prose).page = right[1:] if self.has_class("-wide") else right

    @work(thread=True, exclusive=True, group="changes", exit_on_error=False)
    def _look_for_changes(self) -> None:
        interview = self.session.interview
        explanation = explain(interview.knowledge, interview.recommendation, changes=True)
        if self.session.interview is interview and self.is_attached:
            self.app.call_from_thread(self._found, explanation)

    def _found(self, explanation: Explanation) -> None:
        self.looking = False
        self._fill(explanation)

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
            self.say(
                "No wish or limit would change anything now."
                if self.session.interview.enough
                else "First comes what matters more: esc goes on with the questions."
            )

    def action_details(self) -> None:
        """Ask for what fills in the set-up."""
        if self.session.fill_in():
            self.dismiss()
        else:
            self.say("Nothing is open in the set-up that an answer of yours could fill in.")

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

        self.app.push_screen(KeyHelp("The result", self.BINDINGS))
