"""An interview without a screen: answers with their origin, the next question, and what an answer would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from os import PathLike
from typing import Any

from ...errors import Diagnostic, SituationError, nearest
from ...inference.program import Program
from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Attribute
from ...naming import attribute_named, unknown_attribute
from ...situation import Situation, coerce
from ..answer.position import Position
from ..answer.question import wished
from ..answer.recommend import advise
from ..answer.records import NextQuestion, Recommendation
from ..change.domain import cells
from ..change.outcomes import Outcome, outcome, outcomes
from ..explain.why_question import Choice, WhyQuestion, choices, why_question
from .answers import DOES_NOT_MATTER, NOT_SURE, ORIGINS, REFUSALS, Answer, Line
from .asked import Asked
from .contradictions import set_aside
from .remaining import Remaining, left, remaining, settled_unless, worth_finding_out

__all__ = ["DOES_NOT_MATTER", "NOT_SURE", "Answer", "Interview", "Line", "Outcome", "options"]


class Interview:
    """The state of an interview. Immutable: every step returns a new one.

    The state depends on the answers alone, in the order in which they were last given; how often someone went back or
    changed their mind leaves no trace in it (only `undo` remembers).
    """

    def __init__(
        self,
        knowledge: KnowledgeBase,
        answers: Iterable[Answer] = (),
        past: tuple[tuple[Answer, ...], ...] = (),
    ) -> None:
        self.knowledge = knowledge
        self.answers: tuple[Answer, ...] = tuple(answers)
        self._past = past

    @classmethod
    def start(
        cls, given: Mapping[str, Any] | None = None, /, *, knowledge: KnowledgeBase | None = None, origin: str = "flag"
    ) -> Interview:
        """Begin with what is known already (raw values; the key `declined` lists what the person does not know).

        Raises:
            SituationError: an unknown attribute, an unfit value, or values that cannot be true together.

        """
        from ...api import load
        from ...situation import read_situation

        base = knowledge if knowledge is not None else load()
        situation = read_situation({} if given is None else given, base.attributes)
        advise(base, situation, 1, engine=False)
        known = [Answer(name, value, "", origin) for name, value in situation.values.items()]
        return cls(base, [*known, *(Answer(name, None, NOT_SURE, origin) for name in situation.declined)])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Interview) and self.answers == other.answers and self.knowledge == other.knowledge

    def __reduce__(self) -> tuple[Any, ...]:
        return Interview, (self.knowledge, self.answers, self._past)

    def __hash__(self) -> int:
        return hash(tuple(answer.attribute for answer in self.answers))

    # --- steps ---

    def answer(self, attribute: str, value: Any, origin: str = "asked") -> Interview:
        """Answer a question, or change an answer. `not-sure` and `does-not-matter` are answers too.

        Raises:
            SituationError: an unknown attribute or origin, or an unfit value; the interview stays as it was.

        """
        known = self.attribute(attribute)
        if origin not in ORIGINS:
            text = f"unknown origin {str(origin)[:80]!r}"
            raise SituationError([Diagnostic("unknown-origin", text, hint=nearest(str(origin), ORIGINS))])
        if isinstance(value, str) and value in REFUSALS:
            return self._with(Answer(known.name, None, value, origin))
        return self._with(Answer(known.name, _read(known, value), "", origin))

    def attribute(self, name: str) -> Attribute:
        """Return the attribute of a name as people write it.

        Raises:
            SituationError: there is none.

        """
        known = attribute_named(self.knowledge.attributes, str(name))
        if known is None:
            raise SituationError([unknown_attribute(self.knowledge.attributes, str(name))])
        return known

    def forget(self, attribute: str) -> Interview:
        """Take an answer back; it will be asked again if it still matters.

        Raises:
            SituationError: an unknown attribute.

        """
        name = self.attribute(attribute).name
        return self._then(answer for answer in self.answers if answer.attribute != name)

    def undo(self) -> Interview:
        """Return the interview as it was before the last step (itself when there was none)."""
        return Interview(self.knowledge, self._past[-1], self._past[:-1]) if self._past else self

    @property
    def can_undo(self) -> bool:
        """True when a step was made in this session."""
        return bool(self._past)

    def _with(self, new: Answer) -> Interview:
        return self._then([*(old for old in self.answers if old.attribute != new.attribute), new])

    def _then(self, answers: Iterable[Answer]) -> Interview:
        return Interview(self.knowledge, answers, (*self._past, self.answers))

    # --- between sessions ---

    def save(self, path: str | PathLike[str]) -> None:
        """Write the answers to a small JSON file, whole or not at all.

        Raises:
            OSError: the file cannot be written.

        """
        from .saved import save

        save(self, path)

    @staticmethod
    def resume(path: str | PathLike[str], /, *, knowledge: KnowledgeBase | None = None) -> Interview:
        """Read an interview that was saved.

        Raises:
            SituationError: the file is not a saved interview, or its answers do not fit the knowledge.

        """
        from .saved import resume

        return resume(path, knowledge)

    # --- what follows from the answers ---

    @cached_property
    def _program(self) -> Program:
        return Program.of(self.knowledge)

    @cached_property
    def set_aside(self) -> tuple[str, ...]:
        """The answers that newer ones contradict: kept, but not used. The oldest gives way, a goal after the facts."""
        return set_aside(self._program, self.answers, self._situation)

    @cached_property
    def situation(self) -> Situation:
        """What the answers amount to, in the order of the attributes."""
        return self._situation(answer for answer in self.answers if answer.attribute not in self.set_aside)

    def _situation(self, answers: Iterable[Answer]) -> Situation:
        given = {answer.attribute: answer for answer in answers}
        names = [name for name in self.knowledge.attributes if name in given]
        return Situation(
            {name: given[name].value for name in names if not given[name].refusal},
            tuple(name for name in names if given[name].refusal),
        )

    @cached_property
    def recommendation(self) -> Recommendation:
        """The answer so far."""
        return advise(self.knowledge, self.situation, engine=False)

    @cached_property
    def _position(self) -> Position:
        return Position(self._program, self.situation)

    @property
    def question(self) -> NextQuestion | None:
        """The next question with its reason and the rules that wait on it, or None when nothing can change any more."""
        return self._position.question

    @property
    def settled(self) -> bool:
        """True when it is proved that no answer can change the first place."""
        return self._position.settled

    @property
    def proof(self) -> str:
        """Why the first place is settled, or what keeps it open, in one sentence."""
        return self._position.proof

    @cached_property
    def review(self) -> tuple[Line, ...]:
        """Every answer and every derived value, in the order of the attributes."""
        given = {answer.attribute: answer for answer in self.answers}
        derived = self.recommendation.derived
        lines = []
        for name in self.knowledge.attributes:
            if name in given:
                lines.append(Line(name, given[name].document, given[name].origin, self._state(name)))
            elif name in derived:
                lines.append(Line(name, derived[name].value, "derived", "used", derived[name].rule))
        return tuple(lines)

    def _state(self, name: str) -> str:
        if name in self.set_aside:
            return "set-aside"
        if name not in self.situation.values:
            return "unsure" if name in self.unsure else "used"
        index = self._program.index
        others = {other: value for other, value in self.situation.values.items() if other != name}
        column = index.columns.get(name)
        reading = 0 if column is None else index.everything & ~column.outside
        for mask in column.table.values() if column is not None else ():
            reading |= mask & ~column.outside if column is not None else 0
        fed = any(name in quantity.attributes for quantity in self.knowledge.quantities.values())
        return "used" if fed or reading & index.match(others)[1] or column is None else "idle"

    # --- what answers would do ---

    def outcomes(self, attribute: str) -> tuple[Outcome, ...]:
        """Return what each possible answer would do to the ranking: one per value, or per interval between thresholds.

        Raises:
            SituationError: an unknown attribute.

        """
        return outcomes(self._program, self.situation, self.attribute(attribute).name)

    def choices(self, attribute: str) -> tuple[Choice, ...]:
        """Return the same with ranges of numbers that do the same joined, each with its label.

        Raises:
            SituationError: an unknown attribute.

        """
        return choices(self._program, self.situation, self.attribute(attribute).name)

    def outcome(self, attribute: str, value: Any) -> Outcome:
        """Return what one answer would do to the ranking: nothing, where it is a refusal.

        Raises:
            SituationError: an unknown attribute or an unfit value.

        """
        known = self.attribute(attribute)
        if isinstance(value, str) and value in REFUSALS:
            standing = self._position.standing
            return Outcome(value, standing.leader, False, (), leaves_nothing=not standing.ranked)
        return outcome(self._program, self.situation, attribute, _read(known, value))

    @cached_property
    def left(self) -> tuple[int, int]:
        """About how many questions are left, as a range; (0, 0) when only wishes are left."""
        question = self.question
        return left(self._program, self.situation, None if question is None else question.attribute)

    @cached_property
    def _remaining(self) -> Remaining:
        return remaining(self._position)

    @property
    def wishes(self) -> tuple[str, ...]:
        """The wishes and limits that most people do not have, and that could still change first place or a headline decision.

        They come last as questions; it is enough to offer them all at once when `enough` is True.
        """
        return self._remaining.wishes

    @property
    def enough(self) -> bool:
        """True when nothing is left to ask but `wishes`."""
        question = self.question
        return question is None or wished(self._program, self.situation, question.attribute)

    @cached_property
    def settled_unless(self) -> tuple[str, ...] | None:
        """The wishes without which the first place is settled: none when it is settled, None when it is not settled even so."""
        return settled_unless(self._position, self.wishes)

    @cached_property
    def unsure(self) -> tuple[str, ...]:
        """What was answered with *not sure* and is worth finding out: the answer could change first place or a headline decision."""
        names = [answer.attribute for answer in self.answers if answer.refusal == NOT_SURE]
        return worth_finding_out(self._program, self.situation, names)

    @cached_property
    def why_question(self) -> WhyQuestion | None:
        """Why the next question is asked, with its choices, what each would do, and the rules that wait on it."""
        return why_question(self._program, self._position.inference, self.question)

    @property
    def asked(self) -> Asked:
        """The next question and where the interview stands, as one record with a JSON form."""
        return Asked(
            question=self.question,
            why=self.why_question,
            first=self._position.standing.leader,
            settled=self.settled,
            settled_unless=self.settled_unless,
            left=self.left,
            enough=self.enough,
            wishes=self.wishes,
        )


def _read(attribute: Attribute, value: Any) -> Any:
    problems: list[Diagnostic] = []
    read = coerce(attribute, value, problems)
    if problems:
        raise SituationError(problems)
    return read


def options(program: Program, attribute: str) -> list[Any]:
    """Return the values of an attribute, or one number per interval between the thresholds of the rules."""
    return [cell.value for cell in cells(program, attribute)]
