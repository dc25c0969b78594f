"""The explanation of a recommendation: why, why not the others, what would change it, and why the next question is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from ...errors import SituationError
from ...inference.inference import infer
from ...inference.program import Program
from ...knowledge.base import KnowledgeBase
from ...naming import candidate_named, unknown_candidate
from ...situation import Situation, read_situation
from ..answer.ranking import rank
from ..answer.recommend import advise
from ..answer.records import Recommendation
from ..answer.settled import Outlook
from ..change.changes import Changes
from ..change.what_changes import ways_to, what_changes
from .gains import Gains
from .reasons import Reasons
from .why import Why, why
from .why_not import WhyNot, why_not
from .why_question import WhyQuestion, why_question

__all__ = ["SCHEMA", "Explanation", "explain", "known_candidates"]

SCHEMA = "advisor/explanation/1"


class Explanation(Struct, frozen=True):
    """Why a recommendation is as it is. Every part is made from the records the recommendation was made from.

    `why` is None when nothing is recommended, `question` when nothing is left to ask, `changes` when they were not asked for.
    `why_not` goes by rank, then what is ruled out in the order of the cards; `names` are those of all candidates, by id.
    """

    recommendation: Recommendation
    why: Why | None
    why_not: tuple[WhyNot, ...]
    changes: Changes | None
    question: WhyQuestion | None
    names: Mapping[str, str] = {}

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, schema `advisor/explanation/1` (without the recommendation, which has its own)."""
        return {
            "schema": SCHEMA,
            "why": None if self.why is None else self.why.to_dict(),
            "why_not": [one.to_dict() for one in self.why_not],
            "changes": None if self.changes is None else self.changes.to_dict(),
            "question": None if self.question is None else self.question.to_dict(),
        }

    def to_json(self, indent: int | None = 2) -> str:
        """Return the JSON text."""
        import msgspec.json

        data = msgspec.json.encode(self.to_dict())
        return (msgspec.json.format(data, indent=indent) if indent else data).decode()

    def to_text(self, width: int = 80) -> str:
        """Return the explanation in words, wrapped to a number of columns. Long lists are cut, and the rest is counted."""
        from .telling import text

        return text(self, self.names, width)

    def to_markdown(self) -> str:
        """Return the same words as Markdown."""
        from .telling import markdown

        return markdown(self, self.names)


def explain(
    base: KnowledgeBase,
    situation: Situation | Recommendation,
    against: Iterable[str] | None = None,
    changes: bool = True,
) -> Explanation:
    """Explain the recommendation for a situation, or one that was made already.

    Args:
        base: the knowledge the recommendation was made by.
        situation: what is known, or the recommendation itself.
        against: the candidates to say *why not* for, each with the ways to put it first (None: all, without the ways).
        changes: whether to look for what would change the answer.

    Raises:
        SituationError: the answers cannot be true together, or a candidate is unknown.

    """
    if isinstance(situation, Recommendation):
        recommendation = situation
        situation = read_situation(recommendation.situation, base.attributes, recommendation.declined)
    else:
        recommendation = advise(base, situation)
    named = None if against is None else known_candidates(base, against)
    program = Program.of(base)
    inference = infer(program, situation)
    standing = rank(base, inference)
    reasons = Reasons(program, inference)
    gains = Gains(reasons, Outlook(program, inference, standing), standing)
    pick = recommendation.pick
    names = (
        named
        if named is not None
        else [*standing.ranked, *(name for name in base.candidates if name in inference.ruled_out)]
    )
    return Explanation(
        recommendation=recommendation,
        why=None if pick is None else why(reasons, pick),
        why_not=tuple(
            why_not(
                reasons,
                standing,
                gains,
                name,
                None if named is None else ways_to(program, inference, standing.leader, name),
            )
            for name in names
            if named is not None or name != standing.leader
        ),
        changes=what_changes(program, inference, standing.leader) if changes else None,
        question=why_question(program, inference, recommendation.next_question),
        names={name: card.name for name, card in base.candidates.items()},
    )


def known_candidates(base: KnowledgeBase, against: Iterable[str]) -> list[str]:
    """Return the ids of candidates that are given by id or by name.

    Raises:
        SituationError: with every unknown one, each with the nearest there is.

    """
    wanted = [against] if isinstance(against, str) else [str(name) for name in against]
    named = {name: candidate_named(base.candidates, name) for name in wanted}
    problems = [unknown_candidate(base.candidates, name) for name, card in named.items() if card is None]
    if problems:
        raise SituationError(problems)
    return list(dict.fromkeys(card.id for card in named.values() if card is not None))
