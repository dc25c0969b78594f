"""The wizard: first paint beside `python -c pass`, and key press to repaint under Pilot. Medians and ratios.

*Repaint* is the time from the key, sent by Pilot through the driver's queue, to the last drawing that it causes, made into the
bytes for a terminal. The count of the questions left (and on the result what would change it) is not in it: it is looked for
beside the drawing, once no key was pressed for a moment, and is drawn when it is found.

*Press* is the time until `Pilot.press` returns. It tells little: Pilot looks every 20 ms whether the process was idle, twice
after each key, so a key that does anything takes 60 ms there in any application. The first line of keys is Textual's own list
in an application that does nothing.

python benchmarks/wizard.py [--runs 11]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any, NamedTuple

from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import OptionList

from advisor import Interview
from advisor.advice.interview.interview import NOT_SURE
from advisor.advice.interview.session import Session
from advisor.cli.wizard import exports
from advisor.tui import AdvisorApp
from advisor.tui.base import WizardScreen


def bare() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - start


def first_paint() -> float:
    """Return the seconds until the first question stands on the screen of a pseudo-terminal."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "XDG_STATE_HOME": tempfile.mkdtemp(), "TERM": "xterm-256color"}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "advisor"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment,
        start_new_session=True,
    )
    os.close(follower)
    seen = b""
    while b"What should the model do?" not in seen:
        select.select([leader], [], [], 30)
        seen += os.read(leader, 65536)
    seconds = time.perf_counter() - start
    os.write(leader, b"\x03")
    while process.poll() is None:
        if select.select([leader], [], [], 0.1)[0]:
            try:
                os.read(leader, 65536)
            except OSError:
                break
    process.wait()
    os.close(leader)
    return seconds


class Times(NamedTuple):
    """Seconds for one key: to the last drawing, until Pilot returned, and of the processor."""

    repaint: float
    press: float
    processor: float


class Watched(App[Any]):
    """Notes when a drawing was ready for the terminal, and whether something was still being looked for then."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drawn: list[tuple[float, bool]] = []

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.console)  # a headless application leaves that out
        self.drawn.append((time.perf_counter(), looking(self)))


class Stock(Watched):
    """An application with nothing but a list of Textual's."""

    def compose(self) -> ComposeResult:
        yield OptionList(*map(str, range(20)))


class Wizard(Watched, AdvisorApp):
    """The wizard, watched."""


def looking(app: App[Any]) -> bool:
    return any(isinstance(screen, WizardScreen) and screen.looking for screen in app.screen_stack)


async def timed(pilot: Pilot[Any], *keys: str) -> Times:
    """Press keys; a drawing that came after what was looked for had been found is not counted."""
    app = pilot.app
    assert isinstance(app, Watched)
    app.drawn.clear()
    start, busy = time.perf_counter(), time.process_time()
    await pilot.press(*keys)
    returned, processor = time.perf_counter() - start, time.process_time() - busy
    ahead = any(at_work for _, at_work in app.drawn)
    counted = [when for when, at_work in app.drawn if at_work or not ahead]
    return Times(counted[-1] - start, returned, processor)


async def quiet(pilot: Pilot[Any]) -> None:
    while looking(pilot.app):
        await pilot.pause(0.05)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.05)


async def repaints(interviews: int = 6, questions: int = 5) -> dict[str, list[Times]]:
    """Return the times per kind of key, over some interviews that start with another answer each."""
    times: dict[str, list[Times]] = {"textual": [], "point": [], "type": [], "answer": [], "back": [], "result": []}
    async with Stock().run_test(size=(110, 32)) as pilot:
        for _ in range(interviews * 2):
            times["textual"].append(await timed(pilot, "down"))
    for first in range(interviews):
        app = Wizard(Session(Interview.start()), exports())
        async with app.run_test(size=(110, 32)) as pilot:

            async def measure(kind: str, key: str, pilot: Pilot[Any] = pilot) -> None:
                await quiet(pilot)
                times[kind].append(await timed(pilot, key))

            for number in range(questions):
                card = app.session.card
                if card is None:
                    break
                for _ in range(1 if number else first + 1):
                    await measure("type" if card.numeric else "point", "5" if card.numeric else "down")
                before = len(app.session.interview.answers)
                await measure("answer", "enter")
                if number % 2 and app.session.card is not None and len(app.session.interview.answers) > before:
                    await measure("back", "escape")
                    await pilot.press("enter")
            if app.session.card is not None:
                await measure("result", "f")
    return times


def look_ahead() -> tuple[list[float], list[float]]:
    """Return seconds for the next question, and for the number of questions left (shown later, beside the drawing)."""
    ready, left = [], []
    session = Session(Interview.start({"task": "classification"}))
    while session.asking is not None:
        start = time.perf_counter()
        session.answer(NOT_SURE)
        ready.append(time.perf_counter() - start)
        start = time.perf_counter()
        _ = session.interview.left
        left.append(time.perf_counter() - start)
    return ready, left


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=11)
    runs = parser.parse_args().runs
    first_paint()
    pairs = [(first_paint(), bare()) for _ in range(runs)]
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    wall = statistics.median(ours for ours, _ in pairs) * 1000
    print(f"{'first paint':<18} {wall:6.1f} ms  {ratio:5.1f} x python -c pass")
    for kind, found in asyncio.run(repaints()).items():
        repaint, press, processor = ([seconds * 1000 for seconds in side] for side in zip(*found, strict=True))
        print(
            f"{f'key: {kind}':<18} {statistics.median(repaint):6.1f} ms median of {len(found)}, {max(repaint):6.1f} ms longest; "
            f"press {statistics.median(press):6.1f} ms; processor {statistics.median(processor):6.1f} ms"
        )
    for kind, seconds in zip(("next question", "questions left"), look_ahead(), strict=True):
        print(
            f"{kind:<18} {statistics.median(seconds) * 1000:6.1f} ms median of {len(seconds)}, "
            f"{max(seconds) * 1000:6.1f} ms longest"
        )
