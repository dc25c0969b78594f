"""The windows that open over a screen: help, one candidate, export."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from ..advice.explain.explanation import explain
from ..advice.explain.wording import condition_text
from ..advice.interview.card import spoken
from ..advice.interview.session import Session
from .exporting import Exports
from .keys import KeyLine
from .pages import candidate_page
from .pointer import PointerList
from .prose import Page, Prose, Row, heading, point

__all__ = ["CandidateModal", "ExportModal", "KeyHelp", "PageModal", "QuestionHelp"]


class PageModal(ModalScreen[None]):
    """A page of text in a window; esc closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,question_mark,f1", "dismiss", "Close", key_display="esc"),
        Binding("down,j", "scroll('down')", "Down", show=False),
        Binding("up,k", "scroll('up')", "Up", show=False),
        Binding("pagedown,space", "scroll('page_down')", "Page down", show=False),
        Binding("pageup", "scroll('page_up')", "Page up", show=False),
    ]

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def compose(self) -> ComposeResult:
        """Put the page into a window that scrolls."""
        with VerticalScroll(classes="window"):
            yield Prose(self.page)
        yield KeyLine()

    def action_scroll(self, how: str) -> None:
        """Scroll the page."""
        getattr(self.query_one(".window"), f"scroll_{how}")(animate=False)


class QuestionHelp(PageModal):
    """Why the question is asked, how to tell, what each answer would do, and the keys."""

    AUTO_FOCUS = ".window"

    def __init__(self, session: Session) -> None:
        super().__init__(list(_about_question(session)))


def _about_question(session: Session) -> Iterable[Row]:
    card = session.card
    if card is None:
        return
    yield Row(text=card.attribute.ask, style="bold")
    yield from heading("Why this is asked")
    yield Row("  ", f"{session.why}", 2)
    question = explain(session.interview.knowledge, session.interview.recommendation, changes=False).question
    asked = question if question is not None and question.attribute == card.name else None
    for waiting in session.waiting[:4]:
        yield point(waiting)
    if card.attribute.help:
        yield from heading("How to tell")
        yield Row("  ", f"{card.attribute.help}", 2)
    if asked:
        yield from heading("What each answer would do")
        names = {one.id: one.name for one in session.interview.knowledge.candidates.values()}
        for choice in asked.choices:
            first = names.get(choice.outcome.first or "", "nothing")
            effect = choice.outcome.caution or f"{first} first"
            plain = isinstance(choice.wanted, list) and not any(isinstance(one, dict) for one in choice.wanted)
            answer = ", ".join(map(spoken, choice.wanted)) if plain else condition_text(choice.wanted)
            yield point(f"{answer} → {effect}")
    yield from heading("If you do not know")
    yield Row("  ", "s (not sure) leaves it open: nothing is assumed, and it is not asked again.", 2)
    yield from heading("Keys")
    for key, what in (
        ("digits, letters", "pick the answer with that key, place or word"),
        ("up, down, enter", "point and take; a click does both"),
        ("esc", "back to the question before; nothing is lost"),
        ("r", "all answers, each can be changed"),
        ("f", "the result with what is known"),
        ("/", "find an answer by a few letters of its words"),
        ("ctrl+p", "find any question, candidate, export or theme"),
        ("q", "leave; the answers are kept"),
    ):
        yield Row(f"  {key:<16}", what, 18, start_style="bold")


class KeyHelp(PageModal):
    """The keys of a screen: its own ones, each with what it does."""

    def __init__(self, title: str, bindings: Iterable[BindingType]) -> None:
        keys: dict[str, list[str]] = {}
        texts = {"Palette": "find any question, candidate, export or theme"}
        for binding in bindings:
            if isinstance(binding, Binding):
                keys.setdefault(binding.description, []).append(binding.key_display or binding.key.replace(",", ", "))
                texts.setdefault(binding.description, binding.tooltip or binding.description.lower())
        keys["Palette"] = ["ctrl+p"]
        rows = [Row(f"  {', '.join(names):<16} ", texts[what], 19, start_style="bold") for what, names in keys.items()]
        super().__init__([Row(text=title, style="bold"), *heading("Keys"), *rows])


class CandidateModal(PageModal):
    """Where one candidate stands, and why."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(candidate_page(session, name))


class _Kinds(PointerList):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Write")]


class ExportModal(ModalScreen[None]):
    """Choose a form and a file."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close")]

    def __init__(self, exports: Exports, tell: Callable[[str], None], kind: str = "") -> None:
        super().__init__()
        self.exports = exports
        self.kind = kind or exports.kinds[0].id
        self._tell = tell
        self.asked_twice = ""

    def compose(self) -> ComposeResult:
        """Offer the forms, and below them the file."""
        with Vertical(classes="window"):
            yield Static(Content.styled("Take it away", "bold"), markup=False)
            yield _Kinds(id="kinds")
            yield Static("File (tab goes there, enter writes):", markup=False)
            yield Input(id="path", compact=True)
            yield Static("", id="said", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Point at the form that was asked for."""
        kinds = [kind.id for kind in self.exports.kinds]
        options = self.query_one(_Kinds)
        options.fill([Content(kind.title) for kind in self.exports.kinds], kinds.index(self.kind))
        options.focus()

    @on(OptionList.OptionHighlighted)
    def _point(self, event: OptionList.OptionHighlighted) -> None:
        kind = self.exports.kinds[event.option_index]
        self.kind = kind.id
        self.query_one("#path", Input).value = kind.file

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def _write(self) -> None:
        path = self.query_one("#path", Input).value.strip()
        try:
            written = self.exports.write(self.kind, path, replace=self.asked_twice == path)
        except FileExistsError:
            self.asked_twice = path
            self._say(f"✗ {path} is there already. Enter again replaces it; or change the name.")
        except (OSError, ValueError) as error:
            self._say(f"✗ It cannot be written: {getattr(error, 'strerror', None) or error}.")
        else:
            self._tell(f"Written to {written}")
            self.dismiss()

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(text)
