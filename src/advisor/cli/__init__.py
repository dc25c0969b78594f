"""The command line. `main` is the console script."""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]

TYPE_CHECKING = False  # as type checkers read it, without importing typing
if TYPE_CHECKING:
    from typing import NoReturn

_FEW_COLLECTIONS = 100_000  # new objects before a collection: more than one answer makes, fewer than a long batch


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 nothing to recommend, 2 bad input, 3 invalid knowledge, 130 interrupted.

    What a short command reads lives to its end: looking for garbage in it, on the way and at exit, was a fifth of its time.
    """
    gc.set_threshold(_FEW_COLLECTIONS)
    try:
        from .app import run  # here, so that Ctrl-C ends quietly while the program is still being read, too

        code = run(args)
    except KeyboardInterrupt:
        code = 130
    gc.freeze()
    sys.exit(code)
