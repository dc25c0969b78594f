"""A recommendation as text that a person reads in ten seconds, or as Markdown."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable

from ..advice.answer.noted import foremost, title
from ..advice.answer.records import Evidence, Ranked, Recommendation
from ..advice.answer.ruled_out import reasons_out
from ..advice.explain.decided_words import decided_text, told_text
from ..advice.explain.wording import LITTLE, listed, value_text
from ..errors import printable
from ..knowledge.base import KnowledgeBase
from ..knowledge.model import STRENGTHS

__all__ = ["render"]

_SHOWN_FAILURES, _SHOWN_RANK = 3, 5  # of the five in the answer, and no minor ones: the page is read in ten seconds
_SHOWN_FAVORS, _SHOWN_AGAINST = 3, 1
_SIGNS = {"strong": "+++", "moderate": "++ ", "weak": "+  "}


def render(
    answer: Recommendation, base: KnowledgeBase, markdown: bool = False, colour: bool = False, explained: bool = False
) -> str:
    """Return the text of an answer, wrapped to the terminal (80 columns elsewhere).

    `explained` leaves out the reasons, for an explanation that follows.
    """
    return _Page(answer, base, markdown, colour).text(explained)


class _Page:
    def __init__(self, answer: Recommendation, base: KnowledgeBase, markdown: bool, colour: bool) -> None:
        self.answer = answer
        self.base = base
        self.markdown = markdown
        self.colour = colour
        self.width = min(100, max(40, shutil.get_terminal_size((80, 24)).columns)) if colour else 80

    def text(self, explained: bool = False) -> str:
        reasons = () if explained else (*self._why(), *self._instead())
        lines = [*self._top(), *self._said(), *self._setup(), *reasons, *self._notes(), *self._next()]
        return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"

    # --- parts ---

    def _top(self) -> Iterable[str]:
        pick = self.answer.pick
        if pick is None:
            yield self._title(
                "Nothing can be recommended"
                if not self.answer.recommendations
                else "Too little is known to recommend anything yet"
            )
            if not self.answer.recommendations:
                yield from self._ruled_out(8)
                yield from self._obstacles()
            return
        state = self._state()
        yield self._title(f"{pick.name} ({pick.id})")
        yield from self._wrap(self.base.candidates[pick.id].summary, "")
        ties = f", level with {', '.join(pick.tied_with[:3])}" if pick.tied_with else ""
        last = f": {LITTLE}" if pick.score <= 0 else ""
        yield from self._wrap(f"Score {pick.score}{ties}{last}; {state}.", "")
        yield from self._meanings()

    def _said(self) -> Iterable[str]:
        """Say what was told, on a page to share: whoever reads it did not type it."""
        if not self.markdown or not (self.answer.situation or self.answer.declined):
            return
        yield from self._heading("What was said")
        for name, value in self.answer.situation.items():
            yield from self._row(name, value_text(value))
        if self.answer.declined:
            yield from self._row("not sure of", ", ".join(self.answer.declined))

    def _state(self) -> str:
        if self.answer.settled:
            return "settled"
        if self._wish and self._settled_without_wishes():
            return "settled unless you have a wish"
        return "may change with more answers"

    @property
    def _wish(self) -> bool:
        """True when nothing is left to tell but wishes and limits that most people do not have."""
        question = self.answer.next_question
        return question is not None and self.base.attributes[question.attribute].demand

    def _settled_without_wishes(self) -> bool:
        from ..advice.answer.position import Position
        from ..advice.interview.remaining import settled_unless
        from ..inference.program import Program
        from ..situation import read_situation

        situation = read_situation(self.answer.situation, self.base.attributes, self.answer.declined)
        return settled_unless(Position(Program.of(self.base), situation), ()) is not None

    def _meanings(self) -> Iterable[str]:
        """Say which answers are taken in a narrower meaning than the one that was given."""
        for name, derived in self.answer.derived.items():
            if name in self.answer.situation:
                because = self.base.rules[derived.rule].because
                yield from self._wrap(f"Taken as {_flag(name)} {derived.value}: {because}", "")

    def _obstacles(self) -> Iterable[str]:
        if self.answer.obstacles:
            yield from self._heading("What stands in the way")
        for obstacle in self.answer.obstacles:
            name = self.base.candidates[obstacle.first].name
            yield from self._wrap(
                f"Without {self._given(obstacle.attribute)} the first place goes to {name}.", "  ", "    "
            )

    def _given(self, name: str) -> str:
        value = self.answer.situation[name]
        if isinstance(value, bool):
            return _flag(name if value else f"no_{name}")
        return _flag(name) if isinstance(value, dict) else f"{_flag(name)} {value}"

    def _setup(self) -> Iterable[str]:
        pick = self.answer.pick
        if pick is None or not pick.setup:
            return
        yield from self._heading("Set-up")
        for decided in pick.setup.values():
            decision = self.base.decisions[decided.decision]
            if not decided.aside:
                told = told_text(decision, decided)
                text = decided_text(decision, decided) + (f": {told}" if told else "")
                yield from self._row(decision.title, text + self._layer(decided.pack))

    def _why(self) -> Iterable[str]:
        pick = self.answer.pick
        if pick is None:
            return
        favors = [piece for piece in pick.evidence if piece.effect == "favor"]
        against = [piece for piece in pick.evidence if piece.effect == "avoid"]
        yield from self._heading("Why")
        cited: set[str] = set()
        for piece in favors[:_SHOWN_FAVORS]:
            yield from self._reason(piece, _SIGNS[piece.strength], cited)
        for piece in against[:_SHOWN_AGAINST]:
            yield from self._reason(piece, _SIGNS[piece.strength].replace("+", "-"), cited)
        yield from self._more_reasons([*favors[_SHOWN_FAVORS:], *against[_SHOWN_AGAINST:]], pick)

    def _more_reasons(self, left_out: list[Evidence], pick: Ranked) -> Iterable[str]:
        """Say what is missing to the score, so that the points add up."""
        if not left_out:
            return
        points = [sum(_worth(piece) for piece in left_out if (_worth(piece) > 0) == favors) for favors in (True, False)]
        counted = " and ".join(f"{count:+d}" for count in points if count)
        these = "it" if len(left_out) == 1 else "them"
        yield from self._wrap(
            f"and {len(left_out)} more ({counted}, {pick.score} in all); --explain shows {these}.", "      ", "      "
        )

    def _reason(self, piece: Evidence, sign: str, cited: set[str]) -> Iterable[str]:
        yield from self._wrap(piece.because + self._layer(piece.pack), f"  {sign} ", "      ")
        if piece.finding:
            yield from self._beneath(piece.finding)
        for source in piece.sources[:1]:
            if source.url not in cited:  # one page often stands behind several reasons
                yield from self._beneath(f"<{source.url}>") if self.markdown else [self._dim(f"      {source.url}")]
            cited.add(source.url)

    def _beneath(self, text: str) -> list[str]:
        """Return a paragraph that belongs to the reason above it."""
        return ["", f"  {printable(text)}"] if self.markdown else self._wrap(text, "      ", "      ")

    def _instead(self) -> Iterable[str]:
        others = [ranked for ranked in self.answer.recommendations if ranked is not self.answer.pick][:2]
        pick = self.answer.pick
        ruled_out = list(self._ruled_out(2))
        if pick is None or not (others or ruled_out):
            return
        yield from self._heading("Why not")
        by_reason: dict[str, list[str]] = {}
        for other in others:
            by_reason.setdefault(_why_not(other, pick), []).append(f"{other.name} (score {other.score})")
        for reason, names in by_reason.items():
            yield from self._wrap(f"{listed(names, 'and')}: {reason}", "  ", "    ")
        yield from ruled_out

    def _ruled_out(self, most: int) -> Iterable[str]:
        for out, names in reasons_out(self.base, self.answer.ruled_out)[:most]:
            shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            yield from self._wrap(f"{shown}: ruled out. {out.because}{self._layer(out.pack)}", "  ", "    ")

    def _notes(self) -> Iterable[str]:
        warnings, advice = foremost(self.answer.warnings, self.answer.advice)
        notes = [("! ", note) for note in warnings] + [("- ", note) for note in advice]
        if notes:
            yield from self._heading(title(warnings, advice))
        for sign, note in notes:
            yield from self._wrap(note.text + self._layer(note.pack), f"  {sign}", "    ")
        failures = [note for note in (*self.answer.warnings, *self.answer.advice) if note.symptom]
        failures = [note for note in failures if note.rank <= _SHOWN_RANK]
        failures.sort(key=lambda note: (note.rank, note.rule))
        if failures:
            yield from self._heading("Where others failed")
        for note in failures[:_SHOWN_FAILURES]:
            yield from self._wrap(note.text + self._layer(note.pack), "  - ", "    ")

    def _next(self) -> Iterable[str]:
        question = self.answer.next_question
        needs = self._needs()
        if question is None and not needs:
            return
        yield from self._heading("If you have a wish" if self._wish else "Tell next")
        if question is not None:
            yield from self._wrap(f"{_flag(question.attribute)}  {question.ask} {question.because}", "  ", "    ")
        if needs:
            yield from self._wrap(
                f"{', '.join(_flag(name) for name in needs)}  to fill in what is open above.", "  ", "    "
            )

    def _needs(self) -> list[str]:
        pick = self.answer.pick
        if pick is None:
            return []
        asked = self.answer.next_question.attribute if self.answer.next_question else ""
        found = dict.fromkeys(name for decided in pick.setup.values() for name in decided.needs if name != asked)
        return list(found)

    # --- pieces ---

    def _layer(self, pack: str) -> str:
        """Return which pack decided, when it is not the knowledge at the bottom."""
        return f" [{pack}]" if pack and pack != self.base.packs[0] else ""

    def _title(self, text: str) -> str:
        return f"# {text}" if self.markdown else self._styled(text, bold=True)

    def _heading(self, text: str) -> list[str]:
        return ["", f"## {text}", ""] if self.markdown else ["", self._styled(text, bold=True)]

    def _row(self, title: str, text: str) -> list[str]:
        if self.markdown:
            return [f"- **{title}**: {printable(text)}"]
        return self._wrap(text, f"  {title:<18} ", " " * 21)

    def _wrap(self, text: str, start: str, indent: str = "") -> list[str]:
        if self.markdown:
            return ["", printable(text)] if not indent else [f"- {printable(text)}"]
        return textwrap.wrap(
            printable(text),
            self.width,
            initial_indent=start,
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        )

    def _dim(self, text: str) -> str:
        return self._styled(text, dim=True)

    def _styled(self, text: str, **style: bool) -> str:
        if not self.colour:
            return text
        import click

        return click.style(text, **style)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _why_not(other: Ranked, pick: Ranked) -> str:
    if other.score == pick.score:
        return "level; the stated order decides."
    against = [piece for piece in other.evidence if piece.effect == "avoid"]
    if against:
        return against[0].because
    gaps = {piece.aspect: _points(pick, piece.aspect) - _points(other, piece.aspect) for piece in pick.evidence}
    aspect = max(gaps, key=lambda name: gaps[name])
    reason = next(piece for piece in pick.evidence if piece.aspect == aspect)
    return f"{pick.name} is ahead. {reason.because}"


def _points(ranked: Ranked, aspect: str) -> int:
    return sum(_worth(piece) for piece in ranked.evidence if piece.aspect == aspect)


def _worth(piece: Evidence) -> int:
    """Return the points of a reason, below 0 when it speaks against."""
    return (1 if piece.effect == "favor" else -1) * STRENGTHS[piece.strength]
