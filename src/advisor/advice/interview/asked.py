"""Where an interview stands, as one record that another tool can drive it by."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from ..answer.records import NextQuestion
from ..explain.why_question import WhyQuestion
from .answers import REFUSALS

__all__ = ["SCHEMA", "Asked"]

SCHEMA = "advisor/question/1"


class Asked(Struct, frozen=True):
    """The next question with its reason and what each answer would do (None: nothing is left), and where the interview stands.

    `left` is about how many questions are left; with `enough` nothing is but `wishes`. `settled_unless` are the wishes without
    which the first place is settled (None: it is not settled even so).
    """

    question: NextQuestion | None
    why: WhyQuestion | None
    first: str | None
    settled: bool
    settled_unless: tuple[str, ...] | None
    left: tuple[int, int]
    enough: bool
    wishes: tuple[str, ...]

    @property
    def about(self) -> str:
        """About how many questions are left, in words."""
        low, high = self.left
        if high == 0:
            return "no questions left"
        count = f"{high}" if low == high else f"{low} to {high}"
        return f"about {count} question{'' if high == 1 else 's'} left"

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, schema `advisor/question/1`."""
        question = None
        if self.question is not None and self.why is not None:
            question = {**self.question.to_dict(), **self.why.to_dict(), "refusals": list(REFUSALS)}
        return {
            "schema": SCHEMA,
            "question": question,
            "about": self.about,
            "left": list(self.left),
            "first": self.first,
            "settled": self.settled,
            "settled_unless": None if self.settled_unless is None else list(self.settled_unless),
            "enough": self.enough,
            "wishes": list(self.wishes),
        }
