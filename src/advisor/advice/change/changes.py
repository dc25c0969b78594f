"""What would change the answer, as records: edits of the situation, and what they bring about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

__all__ = ["Change", "Changes", "Edit", "Flip"]


class Edit(Struct, frozen=True):
    """One answer that would have to be another.

    `wanted` is what it would have to be: a list of values, or bounds such as `{"below": 5000}`; `example` is one such value.
    `kind` is changed (the person's answer is `before`), added (it is unknown now) or overridden (a rule derived `before`).
    With `through` the name is that of a quantity, which these two numbers bring there together, and `example` gives both.
    `about` is wish (for the person to decide), goal (what is wanted at all) or fact (how things are).
    """

    attribute: str
    wanted: Any
    example: Any
    kind: str
    before: Any = None
    through: tuple[str, ...] = ()
    about: str = "fact"

    @property
    def contradicts(self) -> bool:
        """True when it goes against something that was said or derived, and that is not for the person to decide."""
        return self.kind != "added" and self.about != "wish"

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        data: dict[str, Any] = {
            "attribute": self.attribute,
            "wanted": self.wanted,
            "example": self.example,
            "kind": self.kind,
            "before": self.before,
            "about": self.about,
        }
        return {**data, "through": list(self.through)} if self.through else data


class Flip(Struct, frozen=True):
    """A headline decision that would come out differently, while the first place stays.

    `after` is told in words where it is not one value: `several × ml.m5.large`, `cpu, as large as needed`, or
    `another number`.
    """

    decision: str
    title: str
    before: Any
    after: Any

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"decision": self.decision, "title": self.title, "before": self.before, "after": self.after}


class Change(Struct, frozen=True):
    """A smallest set of edits and what it does: put another candidate `first`, or (when `first` is None) flip decisions.

    `overrides` are derived values that would come out otherwise: the edits go against what follows from the other answers.
    """

    edits: tuple[Edit, ...]
    first: str | None
    flips: tuple[Flip, ...] = ()
    overrides: Mapping[str, Any] = {}

    @property
    def size(self) -> int:
        """How many answers it takes."""
        return len({name for edit in self.edits for name in edit.through or (edit.attribute,)})

    @property
    def answers(self) -> dict[str, Any]:
        """One set of answers that does it, by attribute."""
        found: dict[str, Any] = {}
        for edit in self.edits:
            found.update(edit.example if edit.through else {edit.attribute: edit.example})
        return found

    @property
    def takes(self) -> str:
        """What has to happen: `wishes` (the person gives up or changes one, perhaps beside more that becomes known), `answers`
        (more becomes known), or `others` (the data or the goal would have to be others than they are said to be)."""
        if self.overrides or any(edit.contradicts for edit in self.edits):
            return "others"
        return "answers" if all(edit.kind == "added" for edit in self.edits) else "wishes"

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "edits": [edit.to_dict() for edit in self.edits],
            "takes": self.takes,
            "first": self.first,
            "flips": [flip.to_dict() for flip in self.flips],
            **({"overrides": dict(self.overrides)} if self.overrides else {}),
        }


class Changes(Struct, frozen=True):
    """Every smallest set of at most `within` edits that changes the answer: the smallest first, then in the order of the attributes."""

    found: tuple[Change, ...]
    within: int

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"within": self.within, "found": [change.to_dict() for change in self.found]}
