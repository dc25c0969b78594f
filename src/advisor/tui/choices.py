"""A list of answers to pick from, each with its key, its value and one line about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import events, on
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList

from ..advice.interview.card import REFUSALS, Choice
from ..advice.interview.interview import NOT_SURE
from .pointer import PointerList

__all__ = ["ChoiceList", "keys_of"]

_SHARE = 0.58  # of the room, as the sheet has it
_BEFORE = 8  # what stands before the two columns and between them: the pointer, the key, the dot and blanks
_TAKEN = "frqsm"  # what the screen itself listens to
_PLACES = tuple("123456789")
_KEYS = "".join(_PLACES) + "".join(letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in _TAKEN)


def keys_of(choices: Sequence[Choice]) -> list[str]:
    """Return the key of each choice: y and n, s and m for the refusals, else digits and then letters."""
    found = []
    free = iter(_KEYS)
    for choice in choices:
        if isinstance(choice.value, bool):
            found.append("y" if choice.value else "n")
        elif choice.value in REFUSALS:
            found.append("s" if choice.value == NOT_SURE else "m")
        else:
            found.append(next(free, ""))
    return found


class ChoiceList(PointerList):
    """Shows the choices of a question; a dot marks the answer given before.

    `on_point` is told the value under the pointer at once, not by a message: what it shows is drawn together with the pointer.
    """

    @dataclass
    class Chosen(Message):
        """A choice was taken with enter or a click."""

        value: Any

    def __init__(self, on_point: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices: Sequence[Choice] = ()
        self.keys: list[str] = []
        self._keys: dict[Choice, str] = {}  # of all choices, also those that are not shown now
        self._given: Choice | None = None
        self._width = 0
        self._on_point = on_point

    def show(self, choices: Sequence[Choice], current: Any, pointer: bool = True, given: bool = True) -> None:
        """Show the choices of another question, with the pointer on the current answer or on the first.

        `given` is False when the current answer is a rule's and not the person's: it has no dot then.
        """
        self._keys = dict(zip(choices, keys_of(choices), strict=True))
        same = [choice for choice in choices if _same(choice.value, current)]
        self._given = same[0] if same and given else None
        self._width = max(len(choice.word) for choice in choices)
        self._list(choices, choices.index(same[0]) if same else 0 if pointer else None)

    def narrow(self, choices: Sequence[Choice]) -> None:
        """Show some of the choices, without their keys: letters go into the line above now."""
        self._list(choices, 0, keyed=False)

    def _list(self, choices: Sequence[Choice], pointed: int | None, keyed: bool = True) -> None:
        self.choices = choices
        self.keys = [self._keys[choice] if keyed else "" for choice in choices]
        rows = zip(choices, self.keys, strict=True)
        self._bar()
        self.fill([_row(choice, key, choice is self._given, self._width) for choice, key in rows], pointed)

    def _bar(self) -> None:
        """Have a scroll bar only where the choices do not fit, and know it before the layout: else it takes a second one."""
        room = self.parent.size.height * _SHARE if isinstance(self.parent, Widget) else 0
        overflow = "hidden" if len(self.choices) <= int(room) else "auto"
        if self.styles.overflow_y != overflow:
            self.styles.overflow_y = overflow

    def on_resize(self, event: events.Resize) -> None:
        """Look again whether the choices fit, and the line about the one under the pointer."""
        wider = event.size.width != self._drawn_width
        super().on_resize(event)
        self._bar()
        if wider and self.pointed is not None:
            self._on_point(self.pointed.value)

    def pick(self, key: str) -> bool:
        """Move the pointer to the choice with that key, or at that place: 1 is the first. False when there is none."""
        place = self.keys.index(key) + 1 if key and key in self.keys else int(key) if key in _PLACES else 0
        if not 1 <= place <= len(self.keys) or not self.keys[place - 1]:
            return False
        self.highlighted = place - 1
        return True

    @property
    def needed(self) -> int:
        """How many columns the longest choice takes."""
        return max((_BEFORE + self._width + len(choice.text) for choice in self.choices), default=0)

    def point(self, choice: Choice) -> None:
        """Move the pointer to a choice."""
        self.highlighted = self.choices.index(choice)

    def move(self, rows: int) -> None:
        """Move the pointer by some rows, from the last to the first as the arrows do."""
        if self.choices:
            self.highlighted = ((self.highlighted or 0) + rows) % len(self.choices)

    @property
    def pointed(self) -> Choice | None:
        """The choice under the pointer."""
        return None if self.highlighted is None or not self.choices else self.choices[self.highlighted]

    @property
    def cut(self) -> str:
        """The line about the choice under the pointer where the list has no room for it; empty elsewhere."""
        room, pointed = self.size.width, self.pointed
        return pointed.text if pointed is not None and 0 < room < _BEFORE + self._width + len(pointed.text) else ""

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Tell what the pointer stands on."""
        super().watch_highlighted(highlighted)
        if highlighted is not None and self.pointed is not None:
            self._on_point(self.pointed.value)

    @on(OptionList.OptionHighlighted)
    def _point(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self.choices[event.option_index].value))


def _same(value: Any, current: Any) -> bool:
    return value == current and type(value) is type(current)


def _row(choice: Choice, key: str, given: bool, width: int) -> Content:
    return Content.assemble(
        (f"{key or ' '} ", "$text-primary"),
        f"{'●' if given else ' '} {choice.word:<{width}}",
        f"  {choice.text}" if choice.text else "",
    )
