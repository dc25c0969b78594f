"""Draw the wizard over the shipped knowledge and keep pictures of it: docs/screenshots/*.svg, used in the README.

python tools/screenshots.py [--size 110x32] [--theme textual-light]
"""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path

from advisor import Interview
from advisor.advice.interview.session import Session
from advisor.cli.wizard import exports
from advisor.tui import AdvisorApp
from advisor.tui.base import WizardScreen

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
CASE = {"task": "classification", "modality": "tabular", "priority": "cost"}
# name: the keys that lead there from the first open question of the case
PICTURES = {"question": ["y", "enter"], "result": ["y", "enter", "f"], "why": ["question_mark"]}


async def picture(name: str, keys: list[str], size: tuple[int, int], theme: str) -> None:
    app = AdvisorApp(Session(Interview.start(CASE)), exports())
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        for key in keys:
            await pilot.press(key)
        while any(isinstance(screen, WizardScreen) and screen.looking for screen in app.screen_stack):
            await pilot.pause(0.01)
        await pilot.pause()
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / f"{name}.svg").write_text(app.export_screenshot(simplify=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="110x32")
    parser.add_argument("--theme", default="textual-dark")
    options = parser.parse_args()
    WizardScreen.QUIET = 0.001
    os.environ.pop("NO_COLOR", None)
    width, _, height = options.size.partition("x")
    for name, keys in PICTURES.items():
        asyncio.run(picture(name, keys, (int(width), int(height)), options.theme))
        print(FOLDER / f"{name}.svg")
