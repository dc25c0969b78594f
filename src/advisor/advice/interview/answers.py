"""The answers of an interview, and the lines of its review."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from ...situation import Band

__all__ = ["DOES_NOT_MATTER", "NOT_SURE", "ORIGINS", "REFUSALS", "Answer", "Line"]

NOT_SURE, DOES_NOT_MATTER = "not-sure", "does-not-matter"
REFUSALS = (NOT_SURE, DOES_NOT_MATTER)
ORIGINS = ("asked", "flag", "file")


class Answer(Struct, frozen=True):
    """One answer. `value` is None when it is a refusal: *not sure* or *does not matter*. `origin` is asked, flag or file.

    Both refusals leave the attribute unknown, and it is not asked again. *Not sure* says that there is an answer, so it is named
    where finding it out would be worth while; *does not matter* says that any would do, so it is not.
    """

    attribute: str
    value: Any = None
    refusal: str = ""
    origin: str = "asked"

    @property
    def document(self) -> Any:
        """The value in its JSON form, or the refusal."""
        if self.refusal:
            return self.refusal
        return self.value.document() if isinstance(self.value, Band) else self.value


class Line(Struct, frozen=True):
    """One line of the review: an answer, or a value that a rule derived.

    `state` is used, idle (kept, though no rule that is still possible reads it), set-aside (it contradicts a newer answer) or
    unsure (not known, and worth finding out).
    """

    attribute: str
    value: Any
    origin: str
    state: str
    rule: str = ""
