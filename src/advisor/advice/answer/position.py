"""Where a situation stands: what follows from it, who is first, what may still happen, and what is worth asking."""

from __future__ import annotations

from functools import cached_property

from ...inference.inference import Inference, infer
from ...inference.program import Program
from ...situation import Situation
from .question import Waiting, next_question, waiting_on, without_wishes
from .ranking import Standing, rank
from .records import NextQuestion
from .settled import Outlook
from .setup import SetupMaker

__all__ = ["Position"]

_MOST_THREATS = 4


class Position:
    """One situation, looked at as far as an interview needs it: each part is worked out once, when it is first asked for."""

    def __init__(self, program: Program, situation: Situation) -> None:
        self.program = program
        self.inference: Inference = infer(program, situation, scores_only=True)
        self.standing: Standing = rank(program.base, self.inference)
        self.outlook = Outlook(program, self.inference, self.standing)

    @cached_property
    def leader(self) -> SetupMaker | None:
        """The set-up of the first candidate with every decision looked at, or None when nothing speaks for any."""
        name = self.standing.leader
        if name is None:
            return None
        maker = SetupMaker(self.program, self.inference, self.program.base.candidates[name])
        for choice in maker.make().values():
            self.outlook.settle_decision(maker, choice, choice.decision)
        return maker

    @cached_property
    def question(self) -> NextQuestion | None:
        """The question that is worth most, or None when no answer can change first place or a headline decision."""
        return next_question(self.program, self.inference, self.standing, self.outlook, self.leader)

    @cached_property
    def waiting(self) -> Waiting:
        """What is open and counts if no wish is stated."""
        return waiting_on(self.program, self.inference, without_wishes(self.program, self.outlook), self.leader)

    @cached_property
    def wishes(self) -> tuple[str, ...]:
        """The wishes that can still change first place or a headline decision."""
        everything = waiting_on(self.program, self.inference, self.outlook, self.leader)
        return tuple(everything.wishes(self.program, self.inference.situation).clauses)

    @property
    def settled(self) -> bool:
        """True when it is proved that no answer can change the first place."""
        return self.outlook.settled

    @property
    def proof(self) -> str:
        """Why the first place is settled, or what keeps it open, in one sentence."""
        outlook = self.outlook
        if outlook.leader is None:
            return "Nothing speaks for any candidate yet."
        cards = outlook.base.candidates
        leader = cards[outlook.leader].name
        if outlook.settled:
            return f"No answer to an open question can rule out {leader} or put another candidate before it."
        if outlook.threats:
            names = [cards[threat].name for threat in outlook.threats]
            more = f" and {len(names) - _MOST_THREATS} more" if len(names) > _MOST_THREATS else ""
            return f"Some answer may still put another before {leader}: {', '.join(names[:_MOST_THREATS])}{more}."
        if outlook.renaming:
            return f"Some answer may still give another one a narrower meaning: {', '.join(outlook.renamed)}."
        return f"Some answer may still rule out {leader}."
