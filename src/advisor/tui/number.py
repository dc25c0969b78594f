"""A field for a number that leaves every other key to the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

__all__ = ["NumberField"]

_CHARACTERS = frozenset("0123456789.,_+-")
_LATER = frozenset("eEkKmM%gGtTbB")  # 1e6, 20k, 1.5M, 3%, 600MB: part of a number once there are digits


class NumberField(Input):
    """Takes digits and what else a number is written with.

    Other letters, such as `r`, are commands of the screen until a number is being typed; then they are refused, for `30 shops`
    is not meant to be 30 and a command.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Next")]

    def __init__(self, on_type: Callable[[str], None], on_refuse: Callable[[], None], **kwargs: Any) -> None:
        self._on_refuse = on_refuse
        self._given = ""
        self._on_type = on_type  # told at once, not by a message: what it shows is drawn together with the number
        super().__init__(placeholder="Your number", compact=True, select_on_focus=False, **kwargs)
        self.cursor_blink = False

    def show(self, value: str) -> None:
        """Show the answer given before, or none."""
        self._given = self.value = value
        self.cursor_position = len(value)

    def watch_value(self, value: str) -> None:
        """Tell what is typed."""
        if self.display and self.is_mounted:
            self._on_type(value)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Consume the characters of a number only."""
        return character is not None and (character in _CHARACTERS or (bool(self.value) and character in _LATER))

    def take(self, text: str) -> bool:
        """Go on with the number after the focus was elsewhere; False when the text is no part of one."""
        if not text or not all(self.check_consume_key("", character) for character in text):
            return False
        self.focus()
        self.insert_text_at_cursor(text)
        return True

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and not self.check_consume_key(event.key, event.character):
            event.prevent_default()  # not ours: let it bubble to the screen's keys
            if (
                self.value != self._given
                and event.character is not None
                and (event.character.isalpha() or event.character == " ")
            ):
                event.stop()
                self._on_refuse()
            return
        await super()._on_key(event)
