"""One sitting of the interview: which question is on show, the way back, and the file that keeps the answers."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from ...errors import Diagnostic, SituationError, nearest
from ...situation import coerce
from ..explain.why_question import told, waiting_rule
from ..explain.wording import listed
from .card import REFUSALS, Card, card_of, cautioned, spoken
from .command import reproduce, rules
from .interview import Interview
from .saved import beside, stamp, state_file
from .standings import Change, Place, change, foreseen, places

__all__ = ["Session"]


class Session:
    """What every skin of the wizard drives.

    Attributes:
        interview: the answers and what follows from them.
        before: the interview before the last step, to show what it changed.
        asking: the attribute whose question is on show; None when nothing is left to ask or the person wants the result.
        file: where the answers are kept after every step; None keeps them nowhere.
        packs: the folders of rules that were named besides the shipped ones; the commands name them again.
        trouble: why the answers could not be kept, or empty.

    """

    def __init__(self, interview: Interview, file: Path | None = None, packs: tuple[str, ...] = ()) -> None:
        self.interview = interview
        self.before = interview
        self.file = file
        self.packs = packs
        self.trouble = ""
        self._written = None if file is None else stamp(file)  # tells whether the file is as this session left it
        self.asking: str | None = None
        self._card: tuple[str, Interview, Card] | None = None
        self._filling = False  # True while the questions that fill in the set-up are asked
        self._left: str | None = None  # what was on show when the result was wanted
        self._detour: tuple[str | None] | None = None  # what was on show before a question was asked out of turn
        if interview.answers:
            self.keep()
        self._trail: list[str] = [answer.attribute for answer in interview.answers if answer.origin == "asked"]
        self.go_on()

    # --- what is on show ---

    @property
    def card(self) -> Card | None:
        """The question on show; answers that contradict another, or leave nothing to recommend, say so."""
        if self.asking is None:
            return None
        if self._card is None or self._card[:2] != (self.asking, self.interview):
            plain = card_of(self.interview.knowledge.attributes[self.asking])
            self._card = (self.asking, self.interview, cautioned(plain, self.interview.choices(self.asking)))
        return self._card[2]

    @property
    def number(self) -> int:
        """Which question this is of those that were asked, counted from 1; an answered one keeps its number.

        What was told by flags or a file was not asked, and does not count.
        """
        asked = [one.attribute for one in self.interview.answers if one.origin == "asked"]
        return asked.index(self.asking) + 1 if self.asking in asked else len(asked) + 1

    @property
    def why(self) -> str:
        """Why the question on show is asked."""
        question = self.interview.question
        if question is not None and question.attribute == self.asking:
            return question.because
        if self._filling:
            return f"It fills in {listed(self._open_for(self.asking or ''), 'and')}."
        if self.current is not None:
            return "You came back to this one; what you answered stays until you change it."
        derived = self.interview.recommendation.derived.get(self.asking or "")
        if derived is not None:
            return f"A rule concluded {spoken(derived.value)}; your own answer overrules it."
        return "You chose this one; other answers matter more just now."

    @property
    def current(self) -> Any:
        """The answer that the question on show has now, or None."""
        return next((one.document for one in self.interview.answers if one.attribute == self.asking), None)

    @property
    def assumed(self) -> Any:
        """The answer to point at first: the one given, else what a rule concluded, else None."""
        derived = self.interview.recommendation.derived.get(self.asking or "")
        return derived.value if self.current is None and derived is not None else self.current

    @property
    def places(self) -> tuple[Place, ...]:
        """The ranking, with the change since the last step."""
        return places(self.interview, self.before)

    @property
    def anyone(self) -> bool:
        """True when something speaks for a candidate, so that there is a ranking to look at."""
        return any(place.favored for place in self.places)

    @property
    def change(self) -> Change:
        """What the last step did."""
        return change(self.before, self.interview)

    @property
    def progress(self) -> str:
        """How far the interview is: `3 answered, about 4 left`. Looks ahead, so it takes longer than the rest."""
        answered = f"{len(self.interview.answers)} answered"
        low, high = self.interview.left
        if not high:
            return f"{answered}, nothing left {'but wishes' if self.interview.wishes else 'to ask'}"
        return f"{answered}, about {low if low == high else f'{low} to {high}'} left"

    @property
    def command(self) -> str:
        """The command that gives the same answer again."""
        return reproduce(self.interview.situation, self.file, packs=self.packs)

    @property
    def resume_command(self) -> str:
        """The command that goes on where this sitting stopped."""
        own = self.file is None or self.file == state_file()
        return shlex.join(["advisor", "wizard", *rules(self.packs), "--resume", *([] if own else [str(self.file)])])

    def foresee(self, value: Any) -> str:
        """Say what one answer to the question on show would do; empty for a text that is no answer.

        Raises:
            SituationError: an unfit value.

        """
        if self.asking is None or value in REFUSALS:
            return "The ranking stays as it is, and this is not asked again." if self.asking else ""
        problems: list[Diagnostic] = []
        read = coerce(self.interview.knowledge.attributes[self.asking], value, problems)
        if problems:
            raise SituationError(problems)
        known = self.interview.knowledge.attributes[self.asking]
        echo = "" if known.discrete else f"{spoken(read)}{f' {known.unit}' if known.unit else ''}: "
        return echo + foreseen(self.interview, self.interview.outcome(self.asking, read))

    def because(self, rule: str) -> str:
        """Return the reason that a rule gives."""
        return self.interview.knowledge.rules[rule].because

    @property
    def waiting(self) -> tuple[str, ...]:
        """What the rules say that wait on the question on show: each reason once, after the names of what it is a reason for."""
        question = self.interview.question
        if question is None or question.attribute != self.asking:
            return ()
        base = self.interview.knowledge
        return told(base, (waiting_rule(base, rule) for rule in question.waiting_rules))

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        """Return the answers in the order they were given: attribute and value as spoken."""
        return tuple((answer.attribute, spoken(answer.document)) for answer in self.interview.answers)

    # --- steps ---

    def answer(self, value: Any, attribute: str | None = None) -> None:
        """Answer the question on show (or another one) and show the next.

        Raises:
            SituationError: an unfit value or an unknown attribute; nothing has changed then.

        """
        asked = self.asking if attribute is None else attribute
        if asked is None:
            raise SituationError([Diagnostic("nothing-asked", "there is no question to answer")])
        name = self.interview.attribute(asked).name
        answered = self.interview.answer(name, value)
        before = {one.attribute: one.document for one in self.interview.answers}
        changed = before.get(name) != answered.answers[-1].document
        self._remember(name)
        if changed or name in self.interview.set_aside:
            self._become(answered)
        self.go_on()
        if self._filling:  # the result was on show: what else is open stays open
            self.asking = None
            self.fill_in()

    def forget(self, attribute: str) -> None:
        """Take an answer back.

        Raises:
            SituationError: there is no such answer.

        """
        known = [one.attribute for one in self.interview.answers]
        if attribute not in known:
            hint = nearest(attribute, known) if known else ""
            raise SituationError([Diagnostic("no-such-answer", f"{attribute[:80]!r} is not answered", hint=hint)])
        self._become(self.interview.forget(attribute))
        self.go_on()

    def back(self) -> bool:
        """Show what was on show before: the question before this one with the answer it had.

        Nothing is checked and nothing is lost. False: this is the first one.
        """
        if self._detour is not None:
            (self.asking,), self._detour = self._detour, None
            self._filling = False
            return True
        if self.asking is None and self._left is not None:
            self.asking, self._left = self._left, None
            return True
        answered = {one.attribute for one in self.interview.answers}
        trail = self._trail[: self._trail.index(self.asking)] if self.asking in self._trail else self._trail
        earlier = [name for name in trail if name in answered]
        if not earlier:
            return False
        self.asking = earlier[-1]
        return True

    def ask(self, attribute: str) -> None:
        """Show any question.

        Raises:
            SituationError: there is no such attribute.

        """
        name = self.interview.attribute(attribute).name
        if self._detour is None and self.asking != name:
            self._detour = (self.asking,)
        self.asking = name

    def go_on(self) -> None:
        """Show the next question that matters; none when nothing is left but wishes that most people do not have."""
        self._detour = None
        self._left = None
        question = self.interview.question
        self.asking = None if question is None or self.interview.enough else question.attribute

    def wish(self) -> bool:
        """Show the next wish or limit that could still change something. False: there is none."""
        question = self.interview.question
        if question is None or not self.interview.enough:
            return False
        self.ask(question.attribute)
        return True

    @property
    def details(self) -> tuple[str, ...]:
        """What is not told yet and would fill in the set-up of what is recommended, in the order of its parts."""
        pick = self.interview.recommendation.pick
        answered = {one.attribute for one in self.interview.answers}
        needs = (name for decided in pick.setup.values() for name in decided.needs) if pick is not None else ()
        return tuple(name for name in dict.fromkeys(needs) if name not in answered)

    def _open_for(self, attribute: str) -> list[str]:
        """Return the titles of the parts of the set-up that wait for an answer."""
        pick, decisions = self.interview.recommendation.pick, self.interview.knowledge.decisions
        setup = pick.setup.items() if pick is not None else ()
        return [decisions[name].title.lower() for name, decided in setup if attribute in decided.needs]

    def fill_in(self) -> bool:
        """Show the questions that fill in the set-up, one after the other until the result is wanted. False: there is none."""
        self._filling = bool(self.details)
        if self._filling:
            self.ask(self.details[0])
        return self._filling

    def finish(self) -> None:
        """Stop asking: the result is next."""
        self._detour = None
        self._filling = False
        self._left = self.asking or self._left
        self.asking = None

    def _remember(self, name: str) -> None:
        if name not in self._trail:
            self._trail.append(name)

    def _become(self, interview: Interview) -> None:
        self.before, self.interview = self.interview, interview
        self.keep()

    def keep(self) -> None:
        """Write the answers to the file; `trouble` says why if that fails. A file that another sitting has written meanwhile is left
        to that one, and a new one begun."""
        if self.file is None:
            return
        if stamp(self.file) not in (None, self._written):
            self.file = next(path for path in beside(self.file) if stamp(path) is None)
        try:
            self.interview.save(self.file)
        except OSError as error:
            self.trouble = f"The answers cannot be kept in {self.file}: {error.strerror or error}."
        else:
            self.trouble = ""
            self._written = stamp(self.file)
