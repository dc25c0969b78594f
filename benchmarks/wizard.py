"""The wizard: first paint beside `python -c pass`, and key press to repaint under Pilot. Medians and ratios.

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

from advisor import Interview
from advisor.advice.interview import NOT_SURE
from advisor.advice.session import Session
from advisor.cli.wizard import exports
from advisor.tui import AdvisorApp


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


async def repaints() -> dict[str, list[tuple[float, float]]]:
    """Return (wall, processor) seconds per kind of key, over one interview; `nothing` is what Pilot itself costs."""
    times: dict[str, list[tuple[float, float]]] = {"nothing": [], "point": [], "answer": [], "back": []}
    app = AdvisorApp(Session(Interview.start()), exports())
    async with app.run_test(size=(110, 32)) as pilot:

        async def measure(kind: str, *keys: str) -> None:
            await app.workers.wait_for_complete()
            start, busy = time.perf_counter(), time.process_time()
            await pilot.press(*keys) if keys else await pilot.pause()
            times[kind].append((time.perf_counter() - start, time.process_time() - busy))

        for _ in range(14):
            if app.session.card is None:
                break
            await measure("nothing")
            await measure("point", "down" if not app.session.card.numeric else "5")
            await measure("answer", "enter")
            if len(times["answer"]) % 4 == 0:
                await measure("back", "escape")
                await pilot.press("enter")
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
    for kind, seconds in asyncio.run(repaints()).items():
        walls, busy = ([pair[side] for pair in seconds] for side in (0, 1))
        print(
            f"{f'key: {kind}':<18} {statistics.median(walls) * 1000:6.1f} ms median of {len(walls)}, "
            f"{max(walls) * 1000:6.1f} ms longest; processor {statistics.median(busy) * 1000:6.1f} ms"
        )
    for kind, seconds in zip(("next question", "questions left"), look_ahead(), strict=True):
        print(
            f"{kind:<18} {statistics.median(seconds) * 1000:6.1f} ms median of {len(seconds)}, "
            f"{max(seconds) * 1000:6.1f} ms longest"
        )
