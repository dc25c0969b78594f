"""Where paths lead."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["real"]


def real(path: str | os.PathLike[str]) -> Path:
    """Return the path without links. A loop of links stays as it is, where `Path.resolve` raises before Python 3.13."""
    return Path(os.path.realpath(path))
