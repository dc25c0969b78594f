"""Pages of text that flow to the width they are given, with hanging indents."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from msgspec import Struct
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Static

__all__ = ["Page", "Prose", "Row", "Still", "Words", "flow", "heading", "point"]

_SMALL_INDENT = 4  # where a long word leaves no room for more


class Row(Struct, frozen=True):
    """One paragraph: what stands before it, its text, and how far its further lines are set in."""

    start: str = ""
    text: str = ""
    indent: int = 0
    style: str = ""  # of the text
    start_style: str = ""


Page = Sequence[Row]


def heading(text: str) -> tuple[Row, Row]:
    """Return a heading, with an empty row before it."""
    return Row(), Row(text=text, style="bold $text-primary")


def point(text: str, sign: str = "-") -> Row:
    """Return one point of a list."""
    return Row(f"  {sign} ", text, 3 + len(sign))


def flow(page: Iterable[Row], width: int) -> list[Content]:
    """Return the lines of a page at a width. Text is literal: brackets are brackets."""
    return [line for row in page for line in _flowed(row, max(20, width))]


def _flowed(row: Row, width: int) -> Iterable[Content]:
    longest = max((len(word) for word in row.text.split()), default=0)
    indent = row.indent if row.indent + longest <= width else min(row.indent, _SMALL_INDENT)
    wrapped = textwrap.wrap(row.start + row.text, width, subsequent_indent=" " * indent, break_on_hyphens=False)
    left = len(row.start.rstrip())  # a long start goes on on further lines; a break takes the spaces after it
    for number, text in enumerate(wrapped or [""]):
        before = indent if number else 0
        split = min(before + left, len(text)) if left > 0 else 0
        left -= len(text) - before + 1  # and the space that the break took
        yield Content(text).stylize(row.start_style, 0, split).stylize(row.style, split)


class Still(Vertical):
    """Widgets one below the other, which do not scroll together; so what they need asks for no second layout either."""

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)


class Words(Static):
    """A text that is taken literally. It never scrolls, so another size of it asks for no second layout of the screen."""

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    def __init__(self, id: str) -> None:
        super().__init__("", id=id, markup=False)


class Prose(Widget):
    """Shows a page. It never scrolls itself; what it stands in does."""

    DEFAULT_CSS = "Prose { height: auto; }"
    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    def __init__(self, page: Page = (), id: str | None = None) -> None:
        super().__init__(id=id)
        self._page = page
        self._flowed: tuple[Page, int, Content] | None = None  # the last one: a layout asks for it several times

    @property
    def page(self) -> Page:
        """What is shown."""
        return self._page

    @page.setter
    def page(self, page: Page) -> None:
        if list(page) != list(self._page):
            self._page = page
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the page has at this width."""
        return self._at(width).plain.count("\n") + 1 if self._page else 0

    def render(self) -> Content:
        """Return the lines."""
        return self._at(self.content_size.width)

    def _at(self, width: int) -> Content:
        if self._flowed is None or self._flowed[0] is not self._page or self._flowed[1] != width:
            self._flowed = self._page, width, Content("\n").join(flow(self._page, width))
        return self._flowed[2]
