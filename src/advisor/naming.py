"""Names as people write them: the attribute or candidate they mean, or what to say when there is none."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import Diagnostic, folded, nearest
from .knowledge.model import Attribute, Candidate

__all__ = ["attribute_named", "candidate_named", "unknown_attribute", "unknown_candidate"]


def attribute_named(attributes: Mapping[str, Attribute], name: str) -> Attribute | None:
    """Return the attribute of that name, written with underscores, dashes or blanks, in small letters or capitals."""
    return attributes.get(name) or attributes.get(folded(name).replace("-", "_"))


def candidate_named(candidates: Mapping[str, Candidate], name: str) -> Candidate | None:
    """Return the candidate of that id or name, in small letters or capitals."""
    found = candidates.get(name)
    if found is not None:
        return found
    meant = folded(name)
    return next((card for card in candidates.values() if meant in (folded(card.id), folded(card.name))), None)


def unknown_attribute(attributes: Mapping[str, Attribute], name: str, where: str = "") -> Diagnostic:
    """Return the problem of a name that no attribute has; `where` begins the message."""
    hint = nearest(name, attributes)
    return Diagnostic("unknown-attribute", f"{where}unknown attribute {name[:80]!r}", hint=hint)


def unknown_candidate(candidates: Mapping[str, Candidate], name: str) -> Diagnostic:
    """Return the problem of a name that no candidate has."""
    hint = nearest(name, candidates, {card.name: card.id for card in candidates.values()})
    return Diagnostic("unknown-candidate", f"unknown candidate {name[:80]!r}", hint=hint)
