"""The command line. `main` is the console script."""

from __future__ import annotations

import sys

__all__ = ["main"]

TYPE_CHECKING = False  # as type checkers read it, without importing typing
if TYPE_CHECKING:
    from typing import NoReturn


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 nothing to recommend, 2 bad input, 3 invalid knowledge, 130 interrupted."""
    try:
        from .app import run  # here, so that Ctrl-C ends quietly while the program is still being read, too

        code = run(args)
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
