"""The live ranking: places, bars, scores, and what the last answer changed."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from ..advice.interview.session import Session
from ..advice.interview.standings import Place
from .base import lines

__all__ = ["Ranking", "moved"]

_NARROW_PLACES = 3
_LEAST_BAR, _LONGEST_NAME = 4, 32


class Ranking(Static):
    """As many candidates as fit, best first; below them, where there is room, what is settled and what just changed."""

    def __init__(self, session: Session, *, id: str) -> None:
        super().__init__("", markup=False, id=id)
        self.session = session

    def show(self) -> None:
        """Draw from the session."""
        if self.size.width:
            self.update(lines(self._lines(self.size.width, self.size.height)), layout=False)

    def on_resize(self) -> None:
        """Draw again for another size."""
        self.show()

    def _lines(self, width: int, height: int) -> Iterable[Content | str]:
        places = self.session.places
        wide = self.screen.has_class("-wide")
        yield self._title(width)
        if not places:
            yield "No candidate is left. r shows your answers: change one, or take one back."
            return
        if not any(place.favored for place in places):
            yield f"{len(places)} candidates; nothing speaks for one of them yet."
            return
        shown = places[: _NARROW_PLACES if not wide else 8 if height >= 24 else 5]
        most = max([place.score for place in shown] + [1])
        for number, place in enumerate(shown, 1):
            yield _row(number, place, most, width)
        if not wide:
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
        for name, decided in pick.setup.items():
            if decisions[name].headline:
                mark = "✓ settled" if decided.settled else "○ open"
                yield f"{decisions[name].title:<{width - 28}} {_short(decided.value):<17} {mark}"


def moved(place: Place) -> str:
    """Return the change since the last answer as sign and number."""
    return f"{'▲' if place.change > 0 else '▼'} {place.change:+d}" if place.change else ""


def _row(number: int, place: Place, most: int, width: int) -> Content:
    name_width = min(_LONGEST_NAME, max(16, width - _LEAST_BAR - 16))
    bar_width = min(30, max(_LEAST_BAR, width - name_width - 16))
    name = place.name if len(place.name) <= name_width else f"{place.name[: name_width - 1]}…"
    first = number == 1 and place.favored
    return Content.assemble(
        (f"{number:>2} ", ""),
        (f"{name:<{name_width}} ", "bold" if first else ""),
        (f"{_bar(place.score, most, bar_width):<{bar_width}}", "$text-primary"),
        (f" {place.score:>3} ", "bold" if first else ""),
        (f"{moved(place):<5}", "bold"),
    )


def _bar(score: int, most: int, width: int) -> str:
    halves = round(2 * width * max(0, score) / most)
    return "━" * (halves // 2) + "╸" * (halves % 2)


def _short(value: object) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 17 else f"{text[:16]}…"


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, max(20, width))
