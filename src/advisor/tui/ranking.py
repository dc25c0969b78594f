"""The live ranking: places, bars, scores, and what the last answer changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget

from ..advice.interview.session import Session
from ..advice.interview.standings import Place
from .base import lines

__all__ = ["Ranking", "moved", "rows"]

_NARROW_PLACES = 3
_LEAST_BAR, _LONGEST_BAR = 2, 30
_LEAST_WIDTH, _USUAL_WIDTH, _MOST_WIDTH = 40, 46, 68  # beside the question
_SHARE = 0.4  # of the window
_LOW_EMPTY, _LOW_RANKED = 2, 4  # rows below the question
_MARGIN = 6  # of the question beside it, and its scroll bar
_MARKS = {True: "✓ settled", False: "○ open"}


class Ranking(Widget):
    """As many candidates as fit, best first; below them, where there is room, what is settled and what just changed."""

    def __init__(self, session: Session, *, id: str) -> None:
        super().__init__(id=id)
        self.session = session
        self.beside = False  # the question, else below it
        self._place = False, 0, 0  # beside it, and how wide and high

    def stand(self, window: int, taken: int) -> None:
        """Stand beside the question where the window is wide and there is something to rank, else below it.

        It takes the columns that the question, with choices so long, does not need.
        """
        ranked = self.session.anyone
        self.beside = ranked and self.screen.has_class("-wide")
        usual = min(_MOST_WIDTH, max(_USUAL_WIDTH, int(_SHARE * window)))
        width = max(_LEAST_WIDTH, min(usual, window - taken - _MARGIN)) if self.beside else window
        place = self.beside, width, _LOW_RANKED if ranked else _LOW_EMPTY
        if place != self._place and self.parent is not None:
            self._place = place
            # not by classes of the screen: those would look up the styles of all that is on it again
            self.parent.styles.layout = "horizontal" if self.beside else "vertical"
            self.styles.width, self.styles.height = width, "100%" if self.beside else place[2]
            self.styles.padding = (1, 2) if self.beside else (0, 2)

    def show(self) -> None:
        """Draw from the session."""
        self.refresh()

    def render(self) -> Content:
        """Return the lines that fit."""
        return lines(self._lines(self.size.width, self.size.height))

    def _lines(self, width: int, height: int) -> Iterable[Content | str]:
        places = self.session.places
        yield self._title(width)
        if not places:
            yield "No candidate is left. r shows your answers: change one, or take one back."
            return
        if not self.session.anyone:
            yield f"{len(places)} candidates; nothing speaks for one of them yet."
            return
        shown = places[: _NARROW_PLACES if not self.beside else 8 if height >= 24 else 5]
        yield from rows(shown, width)
        if not self.beside:
            return
        yield f"   … {len(places) - len(shown)} more" if len(places) > len(shown) else ""
        yield from self._last(width)
        yield from self._settled(width, height)

    def _title(self, width: int) -> Content:
        settled = self.session.interview.settled
        word = "✓ first place settled" if settled else "○ first place open"
        if not self.session.interview.recommendation.pick:
            word = "○ nothing recommended yet"
        out = len(self.session.change.dropped)
        left = f" · {out} out since the last answer" if out else ""
        if len("Ranking") + len(left) + len(word) >= width:
            left = f" · {out} out"
        gap = " " * max(1, width - len("Ranking") - len(left) - len(word))
        return Content.assemble(("Ranking", "bold"), f"{left}{gap}", (word, "bold" if settled else ""))

    def _last(self, width: int) -> Iterable[Content | str]:
        if self.session.before is self.session.interview:
            return
        yield ""
        yield Content.styled("Last answer", "bold")
        yield from _wrapped(self.session.change.sentence, width)

    def _settled(self, width: int, height: int) -> Iterable[Content | str]:
        pick = self.session.interview.recommendation.pick
        decisions = self.session.interview.knowledge.decisions
        if pick is None or height < 16:
            return
        yield ""
        yield Content.styled(f"Set-up of {pick.name}", "bold")
        shown = {decisions[name].title: decided for name, decided in pick.setup.items() if decisions[name].headline}
        titles, marks = max(map(len, shown), default=0), max(map(len, _MARKS.values()))
        values = {title: _short(decided.value, width - titles - marks - 2) for title, decided in shown.items()}
        room = max(map(len, values.values()), default=0)
        for title, decided in shown.items():
            yield f"{title:<{titles}} {values[title]:<{room}} {_MARKS[decided.settled]}"


def moved(place: Place) -> str:
    """Return the change since the last answer as sign and number."""
    return f"{'▲' if place.change > 0 else '▼'} {place.change:+d}" if place.change else ""


def rows(shown: Sequence[Place], width: int) -> Iterable[Content]:
    """Return one line for each place. What has no room is, in this order, the bar and the end of the name."""
    scores = max(len(f"{place.score}") for place in shown)
    moves = max(len(moved(place)) for place in shown)
    room = width - len(" 1 ") - scores - moves - 2  # blanks around the score
    names = min(room, max(len(place.name) for place in shown))
    bars = min(_LONGEST_BAR, room - names - 1)
    most = max([place.score for place in shown] + [1])
    for number, place in enumerate(shown, 1):
        first = "bold" if number == 1 and place.favored else ""
        bar = f" {_bar(place.score, most, bars):<{bars}}" if bars >= _LEAST_BAR else ""
        yield Content.assemble(
            f"{number:>2} ",
            (f"{_short(place.name, names):<{names}}", first),
            (bar, "$text-primary"),
            (f" {place.score:>{scores}} ", first),
            (moved(place), "bold"),
        )


def _bar(score: int, most: int, width: int) -> str:
    halves = round(2 * width * max(0, score) / most)
    return "━" * (halves // 2) + "╸" * (halves % 2)


def _short(value: object, room: int) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= room else f"{text[: room - 1]}…"


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, max(20, width))
