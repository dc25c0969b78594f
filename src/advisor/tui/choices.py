"""A list of answers to pick from, each with its key, its value and one line about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ..advice.card import REFUSALS, Choice
from ..advice.interview import NOT_SURE

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


class ChoiceList(OptionList):
    """Shows the choices of a question. The highlighted one has a pointer, the answer given before a dot."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Next")]

    @dataclass
    class Chosen(Message):
        """A choice was taken with enter or a click."""

        value: Any

    @dataclass
    class Pointed(Message):
        """Another choice is highlighted."""

        value: Any

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(markup=False, compact=True, **kwargs)
        self.choices: Sequence[Choice] = ()
        self.keys: list[str] = []
        self.current: Any = None
        self._pointed: int | None = None

    def fill(self, choices: Sequence[Choice], current: Any, pointer: bool = True) -> None:
        """Show other choices, with the pointer on the current answer or on the first."""
        self.choices, self.current, self.keys = choices, current, keys_of(choices)
        self._pointed = None
        self.set_options(Option(self._prompt(index, False)) for index in range(len(choices)))
        values = [choice.value for choice in choices]
        start = values.index(current) if current in values else 0
        self.highlighted = start if pointer else None

    def pick(self, key: str) -> bool:
        """Move the pointer to the choice with that key; False when there is none."""
        if not key or key not in self.keys:
            return False
        self.highlighted = self.keys.index(key)
        return True

    @property
    def pointed(self) -> Choice | None:
        """The choice under the pointer."""
        return None if self.highlighted is None or not self.choices else self.choices[self.highlighted]

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Draw the pointer, which must be seen without colours too."""
        super().watch_highlighted(highlighted)
        for index in (self._pointed, highlighted):
            if index is not None and index < len(self.choices):
                self.replace_option_prompt_at_index(index, self._prompt(index, index == highlighted))
        self._pointed = highlighted
        if self.pointed is not None:
            self.post_message(self.Pointed(self.pointed.value))

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self.choices[event.option_index].value))

    def _prompt(self, index: int, pointed: bool) -> Content:
        choice = self.choices[index]
        width = max(len(one.word) for one in self.choices)
        given = "●" if choice.value == self.current and type(choice.value) is type(self.current) else " "
        return Content.assemble(
            ("❯ " if pointed else "  "),
            (f"{self.keys[index] or ' '} ", "$text-accent"),
            f"{given} ",
            (f"{choice.word:<{width}}", "bold" if pointed else ""),
            f"  {choice.text}" if choice.text else "",
        )
