"""The command palette: any question, candidate or export by a few letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from ..advice.interview.card import REFUSALS, card_of
from .modals import CandidateModal, ExportModal

if TYPE_CHECKING:
    from .app import AdvisorApp

__all__ = ["AdvisorCommands"]

Command = tuple[str, str, Callable[[], object]]


class _Offer(DiscoveryHit):
    """A command that is offered before those of every Textual application (theme, keys, screenshot)."""

    @property
    def score(self) -> float:
        """What is higher is listed first; Textual's own have 0."""
        return 1.0


class AdvisorCommands(Provider):
    """Commands over the session, as (name, help, what it does)."""

    @property
    def advisor(self) -> AdvisorApp:
        """The application, by its own type."""
        return cast("AdvisorApp", self.app)

    def _commands(self) -> Iterable[Command]:
        app = self.advisor
        yield "Review your answers", "Change or take back any of them", app.show_review
        yield "Show the result", "With what is known so far", app.show_result
        for kind in app.exports.kinds:
            yield f"Export {kind.title}", "Written to a file", partial(self._export, kind.id)
        yield from self._answers()
        for attribute in app.session.interview.knowledge.attributes.values():
            yield f"Question {attribute.name}", attribute.ask, partial(self._ask, attribute.name)
        for card in app.session.interview.knowledge.candidates.values():
            yield f"Candidate {card.name}", card.summary, partial(self._candidate, card.id)

    def _answers(self) -> Iterable[Command]:
        session = self.advisor.session
        for attribute in session.interview.knowledge.attributes.values():
            for choice in card_of(attribute).choices:
                if attribute.name == session.asking or choice.value not in REFUSALS:
                    name = f"Answer {attribute.name}: {choice.word}"
                    yield name, attribute.ask, partial(self._answer, choice.value, attribute.name)

    def _export(self, kind: str) -> None:
        self.app.push_screen(ExportModal(self.advisor.exports, self.advisor.say, kind))

    def _answer(self, value: object, attribute: str) -> None:
        self.advisor.session.answer(value, attribute)
        self.advisor.show_question()

    def _ask(self, attribute: str) -> None:
        self.advisor.session.ask(attribute)
        self.advisor.show_question()

    def _candidate(self, name: str) -> None:
        self.app.push_screen(CandidateModal(self.advisor.session, name))

    async def discover(self) -> Hits:
        """Offer what is wanted most before anything is typed."""
        for name, text, command in list(self._commands())[: 2 + len(self.advisor.exports.kinds)]:
            yield _Offer(Content(name), command, text=name, help=text)

    async def search(self, query: str) -> Hits:
        """Find by the name and by the words of the question or summary."""
        matcher = self.matcher(query)
        for name, text, command in self._commands():
            score = matcher.match(name) or 0.5 * (query.lower() in text.lower())
            if score > 0:
                yield Hit(score, Content(name), command, text=name, help=text)
