"""Drives the drawn wizard in the tests and reads its screen."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from rich.color import Color
from rich.segment import Segment
from textual.pilot import Pilot

from advisor import Interview
from advisor.advice.interview.session import Session
from advisor.cli.wizard import exports
from advisor.tui import AdvisorApp
from advisor.tui.base import WizardScreen

from .small import small

WizardScreen.QUIET = 0.001  # tests do not wait for a pause in the typing
SNAPSHOTS = Path(__file__).parent / "snapshots"
_READ = re.compile(r"[\w?!✓✗○●❯▲▼━→]")
Steps = Callable[["Drawn"], Awaitable[None]]


class Drawn:
    """The running wizard: keys go in, rows of text come out."""

    def __init__(self, app: AdvisorApp, pilot: Pilot[bool]) -> None:
        self.app, self.pilot, self.session = app, pilot, app.session

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Wait for the look ahead beside the drawing, and for what it changes."""
        await self.until(
            lambda: not any(isinstance(one, WizardScreen) and one.looking for one in self.app.screen_stack)
        )
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for a condition, not for a time."""
        for _ in range(5000):
            if true() or not self.app.is_running:
                return
            await self.pilot.pause(0.01)
        workers = ", ".join(f"{worker.name} {worker.state.name}" for worker in self.app.workers)
        raise AssertionError(f"it never came (at work: {workers or 'nothing'}):\n{self.text}")

    def segments(self) -> Iterator[list[Segment]]:
        width, height = self.app.size
        screen = self.app.screen
        update = screen._compositor.render_update(full=True, screen_stack=self.app._background_screens)
        console = self.app.console
        lines = Segment.split_lines(console.render(update, console.options.update(width=width, height=height)))
        for line in lines:
            yield [segment for segment in line if not segment.control]

    @property
    def text(self) -> str:
        rows = ("".join(segment.text for segment in line).rstrip() for line in self.segments())
        return "\n".join(rows).rstrip("\n") + "\n"

    def contrasts(self) -> Iterator[tuple[float, str]]:
        for line in self.segments():
            for segment in line:
                style = segment.style
                if (
                    _READ.search(segment.text)
                    and style is not None
                    and style.color is not None
                    and style.bgcolor is not None
                ):
                    yield contrast(style.color, style.bgcolor), segment.text


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(color: Color) -> float:
        parts = [part / 255 for part in color.get_truecolor()]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def draw(
    steps: Steps,
    size: tuple[int, int] = (80, 24),
    knowledge: Any = None,
    file: Path | None = None,
    theme: str = "",
    **known: Any,
) -> AdvisorApp:
    """Run the wizard over some steps and return the application."""

    async def run() -> AdvisorApp:
        app = AdvisorApp(Session(Interview.start(known, knowledge=knowledge or small()), file), exports())
        async with app.run_test(size=size, notifications=True) as pilot:
            if theme:
                app.theme = theme
            drawn = Drawn(app, pilot)
            await drawn.settle()
            await steps(drawn)
        return app

    return asyncio.run(run())


def matches_snapshot(name: str, text: str) -> None:
    """Compare with the kept text; UPDATE_SNAPSHOTS=1 keeps the new one instead."""
    path = SNAPSHOTS / f"{name}.txt"
    text = re.sub(r" *[▁▂▃▄▅▆▇]{2}(?=\n)", "", text)  # the end of a scroll bar
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"the screen {name} has changed:\n{text}"
