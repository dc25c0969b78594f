"""The wizard line by line: numbered questions, typed answers, no redraw and no colour."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Callable, Iterable
from typing import BinaryIO, TextIO

from ..advice.interview.card import Card, spoken
from ..advice.interview.session import Session
from ..advice.interview.standings import counted
from ..errors import AdvisorError, Diagnostic, SituationError, nearest, printable

__all__ = ["PlainWizard"]

_COMMANDS = {
    "back": "show the question before this one; nothing is lost",
    "why": "say why this is asked and how to tell",
    "review": "list the answers",
    "change": "ask one answer again, by its number in the review or its name: change 2, change rows",
    "forget": "take an answer back: forget rows",
    "ranking": "show how the candidates stand",
    "details": "tell what fills in the set-up of what is recommended",
    "wishes": "tell a wish or a limit that most people do not have",
    "result": "stop asking and show the recommendation",
    "quit": "leave; the answers are kept",
    "help": "show this list",
}
_OTHER_WORDS = {"exit": "quit", "q": "quit", "?": "why"}  # typed for a command by habit, or a key of the drawn wizard
_LONGEST_LINE = 10_000
_LONGEST_NUMBER = 4  # digits of the number of an answer
_SHOWN_PLACES, _SHOWN_REASONS = 5, 3
_ORIGINS = {"flag": "from the command line", "file": "from a file", "derived": "derived", "asked": ""}
_STATES = {
    "used": "",
    "idle": "no rule reads it here",
    "set-aside": "set aside by a newer answer",
    "unsure": "worth finding out",
}


class _LeftError(Exception):
    """The person wants to leave without a result."""


class PlainWizard:
    """Asks on one stream and reads answers from another, until nothing is left to ask or the answers end.

    Args:
        session: the sitting to drive.
        answers: where lines come from.
        talk: where questions go (the result goes to stdout, and not from here).
        watched: False through a pipe: then answers are repeated, so that the transcript reads on.

    """

    def __init__(self, session: Session, answers: BinaryIO, talk: TextIO, watched: bool = True) -> None:
        self.session = session
        self.answers = answers
        self.talk = talk
        self.watched = watched
        self.line = 0
        self.misread: list[int] = []  # lines of a pipe that were no answer
        self._ended = False
        self._commands: dict[str, Callable[[str], None]] = {name: getattr(self, f"_{name}") for name in _COMMANDS}
        self._commands.update({word: self._commands[name] for word, name in _OTHER_WORDS.items()})

    def run(self) -> bool:
        """Hold the interview. Returns False when the person left without wanting a result."""
        self._say(
            "Type the number of an answer, or a part of its words. Commands: back, why, review, change, result, quit, help."
        )
        try:
            while not self._ended:
                self._question() if self.session.card is not None else self._last_look()
        except _LeftError:
            return False
        return True

    # --- the conversation ---

    def _question(self) -> None:
        card = self.session.card
        assert card is not None
        self._say("", f"Question {self.session.number}: {card.attribute.ask}")
        if card.attribute.help:
            self._say(card.attribute.help)
        if card.numeric:
            self._say(f"{card.expects} Or: not sure, does not matter.", *([card.caution] if card.caution else []))
        else:
            for number, choice in enumerate(card.choices, 1):
                self._say(f"  {number}. {choice.word}{f': {choice.text}' if choice.text else ''}")
        if self.session.current is not None:
            self._say(f"Your answer so far is {spoken(self.session.current)}; an empty line keeps it.")
        asking = self.session.asking
        told = len(self.session.interview.answers)
        while self.session.asking == asking and not self._ended and told == len(self.session.interview.answers):
            self._listen(card)

    def _listen(self, card: Card | None) -> None:
        text = self._read("Answer: " if card else "Enter for the result, or a command: ")
        if text is None:
            self._ended = True
            return
        try:
            self._understand(text, card)
        except AdvisorError as error:
            self.misread.append(self.line)
            for problem in error.diagnostics:
                said = f"{problem.message}{f'; {problem.hint}' if problem.hint else ''}"
                self._say(f"Not understood: {said}{'' if said.endswith('?') else '.'}")
            close = difflib.get_close_matches(text.lower(), _COMMANDS, 1, 0.7)
            self._say(*(f"Or did you mean the command {command}?" for command in close))

    def _understand(self, text: str, card: Card | None) -> None:
        name, equals, value = text.partition("=")
        word, _, rest = text.partition(" ")
        if equals:
            self._answer(name, value.strip())
        elif not text:
            self._keep_answer(card)
        elif word.lower() in self._commands and not self._is_value(card, text):
            self._commands[word.lower()](rest.strip())
        elif card is not None:
            self._answer(card.name, text)
        else:
            raise SituationError([Diagnostic("unknown-command", f"{text[:80]!r}", hint=nearest(text, _COMMANDS))])

    def _answer(self, name: str, text: str) -> None:
        from ..advice.interview.card import card_of

        before = self.session.interview
        known = before.attribute(name)
        self.session.answer(card_of(known).read(text), known.name)
        noted = next(one for one in self.session.interview.answers if one.attribute == known.name)
        self._say(f"Noted: {known.name} is {spoken(noted.document)}.")
        if self.session.interview is not before:
            self._say(f"{self.session.change.sentence}")
            for aside in self.session.interview.set_aside:
                self._say(f"Set aside, because a newer answer contradicts it: {aside}.")
        if self.session.trouble:
            self._say(self.session.trouble)
        self._say(f"{self.session.progress}.")

    def _keep_answer(self, card: Card | None) -> None:
        if card is None:
            self._ended = True
        elif self.session.current is None:
            hint = "or not sure, or help"
            raise SituationError([Diagnostic("no-answer", "type a number or a value", hint=hint)])
        else:
            self.session.answer(self.session.current)

    def _last_look(self) -> None:
        wishes = self.session.interview.wishes
        self._say("", "Nothing is left to ask. Your answers:")
        self._review("")
        if self.session.details:
            self._say(f"To fill in the set-up (details asks for them): {', '.join(self.session.details)}.")
        if wishes:
            self._say(f"Only if one is a must, tell it too (wishes asks for them): {', '.join(wishes)}.")
        while self.session.card is None and not self._ended:
            self._listen(None)

    @staticmethod
    def _is_value(card: Card | None, text: str) -> bool:
        return card is not None and text in card.attribute.values

    # --- commands ---

    def _back(self, _: str) -> None:
        if not self.session.back():
            self._say("This is the first question.")

    def _why(self, _: str) -> None:
        card = self.session.card
        if card is None:
            self._say(self.session.interview.proof)
            return
        self._say(self.session.why, *([card.attribute.help] if card.attribute.help else []))
        self._say(*(f"  - {because}" for because in self.session.waiting[:_SHOWN_REASONS]))

    def _review(self, _: str) -> None:
        lines = self.session.interview.review
        if not lines:
            self._say("Nothing is answered yet.")
        for number, line in enumerate(lines, 1):
            notes = "; ".join(note for note in (_ORIGINS[line.origin], _STATES[line.state]) if note)
            self._say(f"  {number}. {line.attribute}: {spoken(line.value)}{f' ({notes})' if notes else ''}")
        if lines:
            self._say("To ask one again type change and its number: change 1.")

    def _change(self, which: str) -> None:
        self.session.ask(self._named(which))

    def _forget(self, which: str) -> None:
        name = self.session.interview.attribute(self._named(which)).name
        self.session.forget(name)
        self._say(f"Forgotten: {name}.")

    def _named(self, which: str) -> str:
        lines = self.session.interview.review
        if which.isdecimal() and len(which) <= _LONGEST_NUMBER and 1 <= int(which) <= len(lines):
            return lines[int(which) - 1].attribute
        if not which or which.isdecimal():
            hint = "the numbers are in the review, such as: change 2, or change rows"
            raise SituationError([Diagnostic("which-answer", "which answer?", hint=hint)])
        return which

    def _ranking(self, _: str) -> None:
        for number, place in enumerate(self.session.places[:_SHOWN_PLACES], 1):
            moved = f", {place.change:+d} since the last answer" if place.change else ""
            risk = ", may still drop out" if place.at_risk else ""
            self._say(f"  {number}. {place.name}: {counted(place.score, 'point')}{moved}{risk}")
        self._say(self.session.interview.proof)

    def _wishes(self, _: str) -> None:
        if not self.session.wish():
            first = "First comes what matters more: answer the question, or type result."
            self._say("No wish or limit would change anything now." if self.session.interview.enough else first)

    def _details(self, _: str) -> None:
        if not self.session.fill_in():
            self._say("Nothing is open in the set-up that an answer of yours could fill in.")

    def _result(self, _: str) -> None:
        self._ended = True

    def _quit(self, _: str) -> None:
        raise _LeftError

    def _help(self, _: str) -> None:
        self._say(
            *(f"  {name}: {text}" for name, text in _COMMANDS.items()),
            "  not sure, does not matter: answers to any question",
            "  NAME = VALUE: answer any question by its name, such as rows = 5000",
        )

    # --- lines ---

    def _read(self, prompt: str) -> str | None:
        self.talk.write(prompt)
        self.talk.flush()
        line = self.answers.readline(_LONGEST_LINE)
        self.line += 1
        text = line.decode("utf-8", "replace").strip()
        if not self.watched or not line:
            self.talk.write(f"{printable(text)}\n")
        return text if line else None

    def _say(self, *lines: str) -> None:
        for line in lines:
            indent = " " * (len(line) - len(line.lstrip()))
            shown = textwrap.wrap(
                printable(line), 80, subsequent_indent=f"{indent}   " if indent else "", break_on_hyphens=False
            )
            self.talk.write("\n".join(shown or [""]) + "\n")


def misread_lines(numbers: Iterable[int]) -> str:
    """Return the sentence about lines of a pipe that were no answer."""
    shown = ", ".join(str(number) for number in numbers)
    return f"these lines of the input were not understood: {shown}"
