"""An interview without a screen: answers with their origin, the next question, and what an answer would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from os import PathLike
from typing import Any

from msgspec import Struct

from ..errors import Diagnostic, SituationError, nearest
from ..inference.inference import infer
from ..inference.program import Program
from ..knowledge.base import KnowledgeBase
from ..situation import Band, Situation, coerce
from .domain import cells
from .outcomes import Outcome, outcome, outcomes, with_answer
from .ranking import rank
from .recommend import advise
from .records import NextQuestion, Recommendation

__all__ = ["DOES_NOT_MATTER", "NOT_SURE", "Answer", "Interview", "Line", "Outcome", "options"]

NOT_SURE, DOES_NOT_MATTER = "not-sure", "does-not-matter"
_REFUSALS = (NOT_SURE, DOES_NOT_MATTER)
_ORIGINS = ("asked", "flag", "file")
_FAR = 30  # steps after which a look ahead stops


class Answer(Struct, frozen=True):
    """One answer. `value` is None when it is a refusal: *not sure* or *does not matter*. `origin` is asked, flag or file."""

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

    `state` is used, idle (no rule that is still possible reads it) or set-aside (it contradicts a newer answer).
    """

    attribute: str
    value: Any
    origin: str
    state: str
    rule: str = ""


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
        from ..api import load
        from ..situation import read_situation

        base = knowledge if knowledge is not None else load()
        situation = read_situation(given or {}, base.attributes)
        advise(base, situation, 1, engine=False)
        known = [Answer(name, value, "", origin) for name, value in situation.values.items()]
        return cls(base, [*known, *(Answer(name, None, NOT_SURE, origin) for name in situation.declined)])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Interview) and self.answers == other.answers and self.knowledge is other.knowledge

    def __hash__(self) -> int:
        return hash(tuple(answer.attribute for answer in self.answers))

    # --- steps ---

    def answer(self, attribute: str, value: Any, origin: str = "asked") -> Interview:
        """Answer a question, or change an answer. `not-sure` and `does-not-matter` are answers too.

        Raises:
            SituationError: an unknown attribute or an unfit value; the interview stays as it was.

        """
        known = self.knowledge.attributes.get(attribute)
        if known is None:
            hint = nearest(attribute, self.knowledge.attributes)
            raise SituationError([Diagnostic("unknown-attribute", f"unknown attribute {attribute[:80]!r}", hint=hint)])
        if value in _REFUSALS:
            return self._with(Answer(attribute, None, value, origin))
        problems: list[Diagnostic] = []
        read = coerce(known, value, problems)
        if problems:
            raise SituationError(problems)
        return self._with(Answer(attribute, read, "", origin))

    def forget(self, attribute: str) -> Interview:
        """Take an answer back; it will be asked again if it still matters."""
        return self._then(answer for answer in self.answers if answer.attribute != attribute)

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
        """The answers that newer ones contradict: kept, but not used. The oldest gives way."""
        kept = {answer.attribute: answer for answer in self.answers}
        aside: list[str] = []
        while True:
            impossible = infer(self._program, self._situation(kept.values()), scores_only=True).impossible
            if not impossible:
                return tuple(aside)
            names = {name for clause in impossible for row in clause.rows for name in row}
            oldest = next((name for name, answer in kept.items() if name in names and not answer.refusal), None)
            if oldest is None:  # the contradiction comes from what was derived: any older answer may be behind it
                oldest = next(name for name, answer in kept.items() if not answer.refusal)
            del kept[oldest]
            aside.append(oldest)

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

    @property
    def question(self) -> NextQuestion | None:
        """The next question with its reason and the rules that wait on it, or None when nothing can change any more."""
        return self.recommendation.next_question

    @property
    def settled(self) -> bool:
        """True when it is proved that no answer can change the first place."""
        return self.recommendation.settled

    @cached_property
    def proof(self) -> str:
        """Why the first place is settled, or what keeps it open, in one sentence."""
        from .settled import Outlook

        inference = infer(self._program, self.situation)
        outlook = Outlook(self._program, inference, rank(self.knowledge, inference))
        if outlook.leader is None:
            return "Nothing speaks for any candidate yet."
        if outlook.settled:
            return f"No answer can rule out {outlook.leader}, and none can put another candidate before it."
        if outlook.threats:
            return f"Some answer may still put another before {outlook.leader}: {', '.join(outlook.threats[:4])}."
        return f"Some answer may still rule out {outlook.leader}."

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
            return "used"
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
        """Return what each possible answer would do to the ranking: one per value, or per interval between thresholds."""
        return outcomes(self._program, self.situation, attribute)

    def outcome(self, attribute: str, value: Any) -> Outcome:
        """Return what one answer (a value, as `coerce` returns it) would do to the ranking."""
        return outcome(self._program, self.situation, attribute, value)

    @cached_property
    def left(self) -> tuple[int, int]:
        """About how many questions are left, as a range: what looks ahead along the answers that can come next."""
        question = self.question
        if question is None:
            return (0, 0)
        possible = [outcome for outcome in self.outcomes(question.attribute) if not outcome.impossible]
        kept = next((outcome.value for outcome in possible if not outcome.moves), None)
        moved = next((outcome.value for outcome in possible if outcome.moves), None)
        steps = [
            1 + self._ahead(with_answer(self._program, self.situation, question.attribute, value))
            for value in (kept, moved)
            if value is not None
        ]
        steps.append(1 + self._ahead(Situation(self.situation.values, (*self.situation.declined, question.attribute))))
        return min(steps), max(steps)

    def _ahead(self, situation: Situation) -> int:
        """Return how many more questions come when each is answered by its first possible value."""
        for count in range(_FAR):
            try:
                question = advise(self.knowledge, situation, 1, engine=False).next_question
            except SituationError:
                return count
            if question is None:
                return count
            value = self._plain_answer(situation, question.attribute)
            situation = Situation({**situation.values, question.attribute: value}, situation.declined)
        return _FAR

    def _plain_answer(self, situation: Situation, attribute: str) -> Any:
        values = options(self._program, attribute)
        for value in values:
            then = Situation({**situation.values, attribute: value}, situation.declined)
            inference = infer(self._program, then, scores_only=True)
            if not inference.impossible and rank(self.knowledge, inference).ranked:
                return value
        return values[0]


def options(program: Program, attribute: str) -> list[Any]:
    """Return the values of an attribute, or one number per interval between the thresholds of the rules."""
    return [cell.value for cell in cells(program, attribute)]
