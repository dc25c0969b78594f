"""The question screen: one for all questions, its contents are swapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from ..advice.interview.card import Card
from ..advice.interview.interview import Interview
from ..advice.interview.session import Session
from ..errors import AdvisorError
from .base import WizardScreen
from .choices import ChoiceList
from .finder import Finder
from .keys import KeyLine
from .number import NumberField
from .prose import Page, Prose, Still, Words, heading, point
from .ranking import Ranking

__all__ = ["QuestionScreen", "trail"]

_SEPARATOR = " › "
_MOST_REASONS = 5
_FEW = 6  # answers, the refusals among them
_LONGEST_KEY = 20  # of what was pasted


def trail(parts: Sequence[str], room: int) -> str:
    """Return the last answers for which there is room; an ellipsis stands for those before."""
    whole = _SEPARATOR.join(parts)
    if len(whole) <= room:
        return whole or "Your answers appear here."
    for first in range(1, len(parts)):
        rest = _SEPARATOR.join(["…", *parts[first:]])
        if len(rest) <= room:
            return rest
    return _SEPARATOR.join(["…", parts[-1]])


class QuestionScreen(WizardScreen):
    """Asks, shows what an answer would do, and how the candidates stand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("question_mark", "why", "Why", key_display="?"),
        Binding("f1", "why", "Why", show=False),
        Binding("r", "review", "Review"),
        Binding("f", "finish", "Result"),
        Binding("slash", "find", "Find", key_display="/"),
        Binding("q", "app.leave", "Leave"),
    ]

    def middle(self) -> Iterable[Widget]:
        """Return the question with its answers, and the ranking beside or below it."""
        yield Words("crumbs")
        with Container(id="body"):
            with Still(id="card"):
                yield Words("ask")
                yield Words("how")
                yield Words("why")
                yield NumberField(self._foresee, self._refuse, id="number")
                yield Finder(id="finder")
                yield ChoiceList(self._foresee, id="choices")
                yield Words("effect")
                yield Prose(id="reasons")
            yield Ranking(self.session, id="ranking")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._shown: tuple[str, Interview] | None = None
        self._word = ""  # the printable keys that were typed one after the other, and not into a field
        self._mistyped = ""  # what is wrong with the key before; an enter that follows it at once takes no answer

    # --- showing ---

    def show(self) -> None:
        """Show the question that the session asks."""
        card = self.session.card
        if card is None:
            return
        self.heading("advisor", f"{len(self.session.interview.answers)} answered")
        self.look(self._count)
        self.put("#crumbs", self._crumbs())
        self.put("#ask", Content.styled(card.attribute.ask, "bold"), moves=True)
        self.put("#how", card.attribute.help, moves=True)
        self.query_one("#how").set_class(not card.attribute.help, "-empty")
        self.set_class(len(card.choices) <= _FEW, "-few")  # then there is room for all of the help
        self.put("#why", f"? {self.session.why}", moves=True)
        if self._shown != (card.name, self.session.interview):  # else what is typed or pointed at stays
            self._shown = (card.name, self.session.interview)
            self._show_answers(card)
        self.query_one(Ranking).stand(self._fitted.width, self.query_one(ChoiceList).needed)
        self.query_one(KeyLine).follow()
        self.query_one(Prose).page = self._reasons()
        self.query_one(Ranking).show()
        self.together()

    def _reasons(self) -> Page:
        """Return what the rules that wait on the answer say; shown where the window is high enough."""
        waiting = self.session.waiting
        if not waiting or not self.has_class("-high"):
            return ()
        return [*heading("What waits on this"), *(point(because) for because in waiting[:_MOST_REASONS])]

    def _show_answers(self, card: Card) -> None:
        self._word = self._mistyped = ""
        field, choices = self.query_one(NumberField), self.query_one(ChoiceList)
        field.display = card.numeric
        self.query_one(Finder).display = False
        current = self.session.current
        if card.numeric:
            known = isinstance(current, (int, float))
            field.show(f"{current}" if known else "")
            self._foresee(field.value)
            choices.show(card.choices, current, pointer=False)
            self.set_focus(field, scroll_visible=False)
        else:
            choices.show(card.choices, self.session.assumed, given=current is not None)
            self.set_focus(choices, scroll_visible=False)

    def _crumbs(self) -> str:
        return trail([f"{name} {value}" for name, value in self.session.crumbs()], max(20, self.size.width - 4))

    @work(thread=True, exclusive=True, group="progress", exit_on_error=False)
    def _count(self) -> None:
        """Look ahead beside the drawing."""
        session, interview = self.session, self.session.interview
        progress = session.progress
        if session.interview is interview or session.asking is None:  # else the next count is on its way
            self.app.call_from_thread(self._counted, progress)

    def _counted(self, progress: str) -> None:
        self.looking = False
        self.heading("advisor", progress)

    def _foresee(self, value: object) -> None:
        self._mistyped = ""
        card = self.session.card
        if card is not None and card.numeric and isinstance(value, str) and not value.strip():
            self.put("#effect", card.expects)
            return
        try:
            text = self.session.foresee(value)
            line = "" if card is None or card.numeric else self.query_one(ChoiceList).cut
            self.put("#effect", " ".join(part for part in (line, f"→ {text}" if text else "") if part))
        except AdvisorError as error:
            self.put("#effect", f"✗ {error.diagnostics[0].told}")

    def _refuse(self) -> None:
        self._mistyped = "The number has to stand alone"
        self.put("#effect", "✗ That letter belongs to no number. Empty the field to use the keys.")

    # --- answering ---

    @on(ChoiceList.Chosen)
    def _choose(self, event: ChoiceList.Chosen) -> None:
        self._answer(event.value)

    @on(Input.Submitted, "#number")
    def _submit(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._answer(event.value)
        else:
            self.put("#effect", "✗ Type a number, or s for not sure.")

    @on(Input.Changed, "#finder")
    def _narrow(self, event: Input.Changed) -> None:
        card, choices = self.session.card, self.query_one(ChoiceList)
        if card is None or not self.query_one(Finder).display:
            return
        choices.narrow(card.found(event.value))
        if choices.pointed is None:
            self.put("#effect", "✗ No answer has that in its words. Esc shows all.")

    @on(Input.Submitted, "#finder")
    def _take_found(self) -> None:
        found = self.query_one(ChoiceList).pointed
        if found is not None:
            self._answer(found.value)

    @on(Finder.Moved)
    def _move(self, event: Finder.Moved) -> None:
        self.query_one(ChoiceList).move(event.rows)

    @on(Finder.Closed)
    def _show_all(self) -> None:
        card = self.session.card
        if card is not None:
            self._show_answers(card)

    def _answer(self, value: object) -> None:
        try:
            self.session.answer(value)
        except AdvisorError:
            self._foresee(value)
            return
        self.advisor.show_question()
        self.advisor.say(*self._news())

    def _news(self) -> Iterable[str]:
        """Return what the last answer brought about and nobody sees otherwise."""
        if self.session.trouble:
            yield self.session.trouble
        aside = set(self.session.interview.set_aside) - set(self.session.before.set_aside)
        for name in sorted(aside):
            yield f"{name} is set aside: it contradicts the newer answer. r shows it."

    def on_key(self, event: events.Key) -> None:
        """Digits, letters and words pick an answer. A key that fits nothing says so; the enter that ends it takes none."""
        mistyped, self._mistyped = self._mistyped, ""
        if event.key == "enter" and mistyped:
            self._hold(event, mistyped)
            return
        character = event.character if event.is_printable and event.character else ""
        self._word = self._word + character if character else ""
        if character and (self._spelt() or self._typed(character)):
            event.stop()
        elif character and self.active_bindings.keys().isdisjoint(event.aliases):
            self._misfit(character)
        else:
            self._word = ""
        if mistyped and not self._mistyped:
            self.say()

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted as what is typed; a field takes its own."""
        event.stop()  # the field may have the focus afterwards, and would take it once more
        self._word = self._mistyped = ""
        text = event.text.strip()
        if text and not self._typed(text):
            self._misfit(text)

    def _spelt(self) -> bool:
        """Point at the answer whose word is being written: `yes` is not y and then s. False when no word begins so."""
        card, choices = self.session.card, self.query_one(ChoiceList)
        meant = card.begun(self._word) if card is not None and len(self._word) > 1 else ()
        begun = [choice for choice in meant if choice in choices.choices]
        if not begun:
            return False
        choices.point(begun[0])
        choices.focus()
        if len(begun) > 1:
            self._mistyped = f"{self._word} fits {len(begun)} answers"
        return True

    def _typed(self, text: str) -> bool:
        """Point at the answer with that key, or go on with the number; False when it is neither."""
        card, choices = self.session.card, self.query_one(ChoiceList)
        if card is not None and card.numeric and self.query_one(NumberField).take(text):
            choices.highlighted = None
            return True
        if (card is not None and card.numeric and text.isdecimal()) or not choices.pick(text.lower()):
            return False
        choices.focus()
        return True

    def _misfit(self, text: str) -> None:
        key = "space" if text == " " else text if len(text) <= _LONGEST_KEY else f"{text[:_LONGEST_KEY]}…"
        self._mistyped = f"No answer here has the key {key}"
        self.say(f"{self._mistyped}.")

    def _hold(self, event: events.Key, mistyped: str) -> None:
        """Take an enter as the end of what was mistyped, where it would be an answer otherwise."""
        field, pointed = self.query_one(NumberField), self.query_one(ChoiceList).pointed
        answer = field.value if self.focused is field else pointed.word if pointed is not None else ""
        if answer:
            event.stop()
            self.say(f"{mistyped}, so nothing is answered. Enter again takes {answer}.")

    # --- moving ---

    def action_back(self) -> None:
        """Show the question before; nothing is checked, nothing is lost."""
        if self.session.back():
            self.advisor.show_question()
        else:
            self.say("This is the first question. q leaves; your answers are kept.")

    def action_why(self) -> None:
        """Explain the question."""
        from .modals import QuestionHelp

        self.app.push_screen(QuestionHelp(self.session))

    def action_find(self) -> None:
        """Let a few letters narrow the answers."""
        finder = self.query_one(Finder)
        finder.value = ""
        finder.display = True
        finder.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to find where a number is typed, and no key but the letters themselves while they are typed."""
        if action != "find":
            return True
        return self.session.card is not None and not self.session.card.numeric and not isinstance(self.focused, Finder)

    def action_review(self) -> None:
        """Show all answers."""
        self.advisor.show_review()

    def action_finish(self) -> None:
        """Show the result with what is known."""
        self.advisor.show_result()
