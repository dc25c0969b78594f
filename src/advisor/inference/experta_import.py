"""Imports experta so that it works with the versions it pins and with current ones, and leaves no trace.

experta 1.9.4 pins frozendict 1.2, which needs `collections.Mapping` (gone since Python 3.10), and calls
`logging.basicConfig()`, which would write over a terminal interface and over the host program's logging.
"""

from __future__ import annotations

import collections
import collections.abc
import logging
import threading
from typing import Any

__all__ = ["experta"]

_LOCK = threading.Lock()


def _import() -> Any:
    with _LOCK:
        root = logging.getLogger()
        handlers, level = list(root.handlers), root.level
        added = not hasattr(collections, "Mapping")
        if added:
            collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
        try:
            import experta as module  # pyright: ignore[reportMissingImports]
        finally:
            if added:
                del collections.Mapping  # type: ignore[attr-defined]
            for handler in list(root.handlers):
                if handler not in handlers:
                    root.removeHandler(handler)
            root.setLevel(level)
        return module


experta: Any = _import()
