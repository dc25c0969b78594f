"""A list of answers to pick from, each with its key, its value and one line about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from ..advice.card import REFUSALS, Choice
from ..advice.interview import NOT_SURE
from .pointer import PointerList

__all__ = ["ChoiceList", "keys_of"]

_TAKEN = "frqsm"  # what the screen itself listens to
_KEYS = "123456789" + "".join(letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in _TAKEN)


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
        self._rows: dict[Choice, tuple[str, Content]] = {}  # of all choices, also those that are not shown now
        self._on_point = on_point

    def show(self, choices: Sequence[Choice], current: Any, pointer: bool = True, given: bool = True) -> None:
        """Show the choices of another question, with the pointer on the current answer or on the first.

        `given` is False when the current answer is a rule's and not the person's: it has no dot then.
        """
        same = [_same(choice.value, current) for choice in choices]
        width = max(len(choice.word) for choice in choices)
        self._rows = {
            choice: (key, _row(choice, key, given and one, width))
            for choice, key, one in zip(choices, keys_of(choices), same, strict=True)
        }
        self.narrow(choices, same.index(True) if any(same) else 0 if pointer else None)

    def narrow(self, choices: Sequence[Choice], pointed: int | None = 0) -> None:
        """Show some of the choices; each keeps its key."""
        self.choices = choices
        self.keys = [self._rows[choice][0] for choice in choices]
        self.fill([self._rows[choice][1] for choice in choices], pointed)

    def pick(self, key: str) -> bool:
        """Move the pointer to the choice with that key; False when there is none."""
        if not key or key not in self.keys:
            return False
        self.highlighted = self.keys.index(key)
        return True

    def move(self, rows: int) -> None:
        """Move the pointer by some rows, from the last to the first as the arrows do."""
        if self.choices:
            self.highlighted = ((self.highlighted or 0) + rows) % len(self.choices)

    @property
    def pointed(self) -> Choice | None:
        """The choice under the pointer."""
        return None if self.highlighted is None or not self.choices else self.choices[self.highlighted]

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
