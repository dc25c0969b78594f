"""A list of answers to pick from, each with its key, its value and one line about it."""

from __future__ import annotations

from collections.abc import Sequence
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
    """Shows the choices of a question; a dot marks the answer given before."""

    @dataclass
    class Chosen(Message):
        """A choice was taken with enter or a click."""

        value: Any

    @dataclass
    class Pointed(Message):
        """Another choice is highlighted."""

        value: Any

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices: Sequence[Choice] = ()
        self.keys: list[str] = []

    def show(self, choices: Sequence[Choice], current: Any, pointer: bool = True, given: bool = True) -> None:
        """Show the choices of another question, with the pointer on the current answer or on the first.

        `given` is False when the current answer is a rule's and not the person's: it has no dot then.
        """
        self.choices, self.keys = choices, keys_of(choices)
        same = [_same(choice.value, current) for choice in choices]
        width = max(len(choice.word) for choice in choices)
        dots = [given and one for one in same]
        rows = [_row(*row, width) for row in zip(choices, self.keys, dots, strict=True)]
        self.fill(rows, same.index(True) if any(same) else 0 if pointer else None)

    def pick(self, key: str) -> bool:
        """Move the pointer to the choice with that key; False when there is none."""
        if not key or key not in self.keys:
            return False
        self.highlighted = self.keys.index(key)
        return True

    @on(OptionList.OptionHighlighted)
    def _point(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Pointed(self.choices[event.option_index].value))

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
