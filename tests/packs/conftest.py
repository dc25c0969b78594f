from __future__ import annotations

from pathlib import Path

import pytest

from .making import HEADER


@pytest.fixture
def pack(tmp_path: Path):
    """Make a pack folder: pack(name, file=text)."""

    def make(name: str, header: str = HEADER, **files: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for stem, text in {"pack": header, **files}.items():
            (folder / f"{stem}.yaml").write_text(text)
        return folder

    return make
